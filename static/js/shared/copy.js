// Copying a link. Where the clipboard is closed to the page (plain http), a field shows the address
// selected, ready for Ctrl+C or a long press.

import { part, words } from "./parts.js";
import { toast } from "./say.js";

/** Upgrades a link `<a data-copy-link>`: a plain press copies its address. */
export function copyLink(link) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    if (await copied(link.href)) {
      toast(words("link-copied"));
    } else {
      showField(link);
    }
  });
}

/** Upgrades a button `<button data-copy="#field" hidden>`: a press copies what the field holds. */
export function copyField(button) {
  const field = document.querySelector(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    if (await copied(field.value)) {
      toast(words("link-copied"));
    } else {
      // Selected, and ready for Ctrl+C.
      field.focus();
    }
  });
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function showField(link) {
  const field = part("link-field");
  field.querySelector("input").value = link.href;
  link.after(field);
  const input = field.querySelector("input");
  input.focus();
  input.select();
  input.addEventListener("blur", () => field.remove(), { once: true });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      link.focus();
    }
  });
}
