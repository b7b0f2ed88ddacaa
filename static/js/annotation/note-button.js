// The button that appears at the end of a selection. By finger it stands at the bottom of the
// screen: beside the words it would fight with the phone's own menu.

import { onKey } from "../shared/keys.js";
import { part, words } from "../shared/parts.js";
import { announce } from "../shared/say.js";
import { composePassage } from "./compose.js";
import { chapter, reader } from "./page.js";
import { selectedPassage } from "./passage.js";

const GAP = 8;

let button = null;
let passage = null;
let pointer = { down: false, type: "" };

/** Watches selections in the chapter, unless nothing can be written there; done once for the page. */
export function offerNotes() {
  button = part("note-button");
  if (!button || !document.getElementById("composer-template")) {
    return;
  }
  reader().append(button);
  button.querySelector("button").addEventListener("click", write);
  // The press must not take the selection away before it was used.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("pointerdown", onPointerDown);
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, onPointerUp);
  }
  document.addEventListener("selectionchange", updateSoon);
  onKey("n", () => (passage ? write() : false));
  document.addEventListener("keydown", (event) => {
    pointer.type = "";
    if (event.key === "Escape" && !button.hidden) {
      event.preventDefault();
      document.getSelection().removeAllRanges();
    }
  });
}

function onPointerDown(event) {
  pointer = { down: event.pointerType === "mouse", type: event.pointerType };
}

function onPointerUp(event) {
  pointer.down = false;
  if (!button.contains(event.target)) {
    // The browser changes the selection of a plain press only after this event.
    updateSoon();
  }
}

let planned = false;

function updateSoon() {
  if (!planned) {
    planned = true;
    window.requestAnimationFrame(() => {
      planned = false;
      update();
    });
  }
}

function update() {
  if (button.contains(document.activeElement) || pointer.down) {
    return;
  }
  passage = selectedPassage();
  const appears = passage && button.hidden;
  button.hidden = !passage;
  if (passage) {
    place();
  }
  if (appears && pointer.type === "") {
    announce(words("note-key"));
  }
}

function place() {
  const docked = pointer.type === "touch" || pointer.type === "pen";
  button.classList.toggle("is-docked", docked);
  button.style.removeProperty("inset-block-start");
  button.style.removeProperty("left");
  if (docked) {
    return;
  }
  const boxes = document.getSelection().getRangeAt(0).getClientRects();
  const last = boxes[boxes.length - 1];
  if (!last) {
    return;
  }
  const text = chapter().getBoundingClientRect();
  const house = reader().getBoundingClientRect();
  const ends = endsLeft() ? last.left - button.offsetWidth : last.right;
  const left = Math.min(ends, text.right - button.offsetWidth);
  button.style.setProperty("inset-block-start", `${last.bottom - house.top + GAP}px`);
  // Measured in the window, so named by its side: boxes know nothing of reading direction.
  button.style.setProperty("left", `${Math.max(left, text.left) - house.left}px`);
}

// Words that run from right to left end at their left.
function endsLeft() {
  const { endContainer: node } = document.getSelection().getRangeAt(0);
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return getComputedStyle(element).direction === "rtl";
}

function write() {
  const chosen = passage;
  button.hidden = true;
  passage = null;
  composePassage(chosen);
}
