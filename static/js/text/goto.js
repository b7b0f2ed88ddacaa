// "Go to 2.5": to the block with that number, without leaving the page.

import { onKey } from "../shared/keys.js";
import { part, words } from "../shared/parts.js";

/** Upgrades the form `[data-goto]`. */
export function goTo(form) {
  const field = form.querySelector("[name=to]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = spoken(field.value);
    const number = numberElement(wanted);
    tell(form, field, number || !wanted ? "" : words("no-such-number", { number: wanted }));
    if (number) {
      jump(number);
    } else {
      field.focus();
    }
  });
  field.addEventListener("input", () => tell(form, field, ""));
  onKey("g", () => {
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    field.select();
  });
}

/** Lets a press on a block's number stay on the page; its link would load it anew. */
export function listenForNumbers() {
  document.addEventListener("click", (event) => {
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    const number = held ? null : event.target.closest("[data-block] > .number-of");
    if (number) {
      event.preventDefault();
      jump(number);
    }
  });
}

/** A number as people type it: "2,5", " 2.5." and "02.5" all mean 2.5. */
export function spoken(text) {
  const parts = text.trim().replaceAll(/[,:]/gu, ".").split(".").filter(Boolean);
  return parts.map((number) => number.trim().replace(/^0+(?=\d)/u, "")).join(".");
}

function numberElement(wanted) {
  const numbers = document.querySelectorAll("[data-block] > .number-of");
  return [...numbers].find((number) => number.textContent.trim() === wanted);
}

function jump(number) {
  const block = number.closest("[data-block]");
  window.location.hash = block.id;
  number.focus({ preventScroll: true });
}

function tell(form, field, text) {
  let message = form.querySelector("[data-goto-message]");
  if (!message && text) {
    message = part("goto-message");
    form.append(message);
  }
  if (message) {
    message.textContent = text;
  }
  field.setAttribute("aria-invalid", String(Boolean(text)));
  if (text) {
    field.setAttribute("aria-describedby", message.id);
  }
}
