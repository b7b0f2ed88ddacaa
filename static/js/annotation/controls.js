// What opens and closes the panel: note controls, marks in the text, and Escape.

import { spansOf } from "./highlights.js";
import { address, chapter, notesPlace } from "./page.js";
import { closePanel, openPanel, openPlace } from "./panel.js";
import { passageOf, rangeOf } from "./passage.js";
import { notesAddress } from "./places.js";

/** Listens for the whole page; done once. */
export function listenForOpening() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onEscape);
  // Styles show a hand over marks only where pressing them does something.
  chapter().dataset.live = "";
}

function onClick(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const link = event.target.closest("a, button, summary");
  if (link?.matches("[data-open]")) {
    event.preventDefault();
    toggle(link);
  } else if (link?.matches("[data-close]")) {
    event.preventDefault();
    closePanel();
  } else if (!link && showsMarks() && event.target.closest("[data-text]")) {
    openNotesAt(event);
  }
}

// Who reads without marks presses words, not notes (accounts/reading.css).
const showsMarks = () => document.documentElement.dataset.marks !== "off";

function toggle(control) {
  if (control.getAttribute("aria-expanded") === "true") {
    closePanel();
  } else {
    openPanel(address(control.getAttribute("href")));
  }
}

/** Opens what stands under the pointer: the notes that touch a mark, or one's own passage. */
function openNotesAt(event) {
  if (!document.getSelection().isCollapsed) {
    return;
  }
  const block = event.target.closest("[data-block]");
  const span = markedSpan(event.target) ?? ownSpan(event.clientX, event.clientY);
  if (block && span) {
    openPanel(address(notesAddress(`b/${block.dataset.block}`, span)));
  }
}

function markedSpan(target) {
  const mark = target.closest("mark");
  if (!mark) {
    return null;
  }
  const range = document.createRange();
  range.selectNodeContents(mark);
  return passageOf(range);
}

// Private passages stand in nobody's marks: they are painted, and found by where they are.
function ownSpan(x, y) {
  const over = (span) =>
    [...(rangeOf(span)?.getClientRects() ?? [])].some(
      (box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom,
    );
  return spansOf("mine").find(over) ?? null;
}

function onEscape(event) {
  const busy =
    event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]");
  if (event.key !== "Escape" || busy || openPlace() === null) {
    return;
  }
  const focus = document.activeElement;
  if (notesPlace().contains(focus) || focus === document.body || focus.matches("[data-open]")) {
    event.preventDefault();
    closePanel();
  }
}
