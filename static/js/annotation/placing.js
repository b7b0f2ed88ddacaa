// "Choose words" on the page for a note's new place: what is selected in the text goes into the form.

import { rangeToSpan } from "../text/ruler.js";

/** Upgrades `form[data-placing]`; without it a number and words are typed. */
export function placing(form) {
  const text = document.querySelector("[data-placing-text]");
  form.querySelector("[data-placing-hint]").hidden = false;
  document.addEventListener("selectionchange", () => {
    const span = selectedSpan(text);
    if (span) {
      fill(form, { ...span, version: text.dataset.version });
    }
  });
}

function selectedSpan(text) {
  const selection = document.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) {
    return null; // pressing the button must not forget what was chosen
  }
  const range = selection.getRangeAt(0);
  const blocks = [...text.querySelectorAll("[data-block]")];
  return range.intersectsNode(text) ? rangeToSpan(range, blocks) : null;
}

function fill(form, span) {
  for (const name of ["section", "version", "start", "end", "exact"]) {
    form.elements.namedItem(name).value = span[name];
  }
  // What was typed names another place.
  form.elements.namedItem("number").value = "";
  form.elements.namedItem("words").value = "";
  const quote = form.querySelector("[data-quote]");
  quote.textContent = span.exact;
  quote.hidden = false;
}
