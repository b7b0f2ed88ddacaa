// Sending a composer: once for a double press, and never a word lost when it fails.

import { isDone, isRefusedForm, statusOfRequest, troubleOf } from "../shared/answers.js";
import { problem } from "../shared/failures.js";
import { focusIn } from "../shared/focus.js";
import { words } from "../shared/parts.js";
import { dropDraft, keyOf, markRefused, markSent, startAgain } from "./composer-drafts.js";
import { areasOf } from "./form.js";
import { rememberDraft } from "./resume.js";

// The composer whose note was stored and is about to appear.
let stored = null;

/** Follows the requests of a composer. */
export function followSending(form) {
  // Captured: htmx listens on the form too, and would send what is stopped here only after it.
  form.addEventListener("submit", (event) => beforeSubmit(event, form), { capture: true });
  form.addEventListener(
    "htmx:beforeRequest",
    own(form, () => busy(form, true)),
  );
  form.addEventListener(
    "htmx:afterRequest",
    own(form, () => busy(form, false)),
  );
  form.addEventListener(
    "htmx:beforeOnLoad",
    own(form, (detail) => answered(form, detail.xhr)),
  );
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    form.addEventListener(
      name,
      own(form, (detail) => failed(form, detail.xhr)),
    );
  }
  window.addEventListener("online", () => backOnline(form));
}

/** Moves the focus to what was just written; done once for the page. */
export function focusWritten() {
  document.addEventListener("htmx:load", ({ detail }) => {
    if (stored && detail.elt.matches("[data-note]")) {
      focusIn(detail.elt);
      retire(stored);
      stored = null;
    }
  });
}

/** The composer of a selection has done its work; any other stays for the next note. */
function retire(form) {
  const panel = form.closest("[data-panel]");
  if (panel && panel.dataset.place === undefined) {
    form.remove();
  }
  form.closest("details")?.removeAttribute("open");
}

/** Only what happens to the form's own request: others bubble through it. */
function own(form, action) {
  return (event) => {
    if (event.detail.requestConfig?.elt === form) {
      action(event.detail);
    }
  };
}

function beforeSubmit(event, form) {
  if (form.dataset.sending !== undefined) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  markSent(form, event.submitter?.value ?? "");
}

function busy(form, on) {
  form.toggleAttribute("data-sending", on);
  form.setAttribute("aria-busy", String(on));
  for (const area of areasOf(form)) {
    area.readOnly = on;
  }
  for (const button of form.querySelectorAll("button[type=submit]")) {
    // Not `disabled`: that would throw the focus away.
    button.setAttribute("aria-disabled", String(on));
  }
  if (on) {
    form.querySelector("[data-form-message]").replaceChildren();
  }
}

function answered(form, xhr) {
  const status = statusOfRequest(xhr);
  if (isDone(status)) {
    stored = form;
    dropDraft(form);
    startAgain(form);
  } else if (status < 500) {
    markRefused(form, status === 409);
  }
}

function failed(form, xhr) {
  if (isRefusedForm(xhr)) {
    return;
  }
  const message = problem(troubleOf(statusOfRequest(xhr)), "send");
  message.querySelector("a")?.addEventListener("click", () => rememberDraft(keyOf(form)));
  form.querySelector("[data-form-message]").replaceChildren(message);
}

function backOnline(form) {
  const message = form.isConnected ? form.querySelector("[data-problem='not-sent']") : null;
  if (message) {
    message.querySelector("[data-text-here]").textContent = words("online-again");
  }
}
