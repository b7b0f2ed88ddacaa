// Where the notes stand: beside the text on a desk, in the flow under their block on a phone. The
// style sheet decides which (`--desk` on the house): it alone knows the width of the columns.

import { blockElement, chapter, emit, margin, notesPlace, reader } from "./page.js";

let standsAt = null;
let wasDesk = null;

export function isDesk() {
  return getComputedStyle(reader()).getPropertyValue("--desk").trim() === "1";
}

/** Tells everybody ("reader:desk") when the page becomes a desk's or a phone's. */
export function watchWidth() {
  wasDesk = isDesk();
  new ResizeObserver(() => {
    const desk = isDesk();
    if (desk !== wasDesk) {
      wasDesk = desk;
      standNotes(standsAt);
      emit("desk", { desk });
    }
  }).observe(reader());
}

/** Puts the notes where those on a place belong; null: back into the margin. */
export function standNotes(place) {
  standsAt = place;
  const notes = notesPlace();
  const before = place === null || isDesk() ? null : elementBefore(place);
  const moves = before ? before.nextElementSibling !== notes : notes.parentElement !== margin();
  if (moves) {
    move(notes, before);
  }
}

function move(notes, before) {
  const focused = document.activeElement;
  notes.classList.toggle("block-margin", Boolean(before));
  if (before) {
    before.after(notes);
  } else {
    margin().append(notes);
  }
  // Moving a node takes the focus away from what is in it.
  if (notes.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

/** The element after which the notes on a place stand in the flow. */
export function elementBefore(place) {
  const [kind, key] = place.split("/");
  switch (kind) {
    case "b":
      return blockElement(key);
    case "r":
      return document.getElementById(`r-${key}`)?.closest(".block");
    case "s":
      return headOf(document.getElementById(`s-${key}`));
    case "f":
      return document.getElementById(`fn-${key}`)?.closest("ol");
    default:
      return chapter().querySelector("header");
  }
}

function headOf(section) {
  return section?.querySelector(".section-head, h2");
}
