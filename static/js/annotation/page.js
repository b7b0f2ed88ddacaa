// The chapter page's fixed places and facts, as the server wrote them into the markup.

import { placeOf } from "./places.js";

/** The reader's root element, or null on a page without a chapter. */
export function reader() {
  return document.querySelector("[data-reader]");
}

/** The chapter's own address, against which all links of places are written. */
export function address(relative = "") {
  return new URL(relative, new URL(reader().dataset.base, document.baseURI)).href;
}

/** The address of notes that a control leads to, and the place that it is about. */
export function placeOfControl(control) {
  return placeOf(control.getAttribute("href"), address());
}

export function notesPlace() {
  return document.getElementById("notes");
}

export function margin() {
  return document.getElementById("margin");
}

export function chapter() {
  return document.querySelector("[data-reader] main");
}

export function sectionElement(pk) {
  return document.querySelector(`.section[data-section="${CSS.escape(String(pk))}"]`);
}

export function blockElement(key) {
  return document.querySelector(`.block[data-block="${CSS.escape(String(key))}"]`);
}

/** Tells everything that listens on the reader's root. */
export function emit(name, detail = {}) {
  reader()?.dispatchEvent(new CustomEvent(`reader:${name}`, { detail }));
}

export function listen(name, action) {
  reader()?.addEventListener(`reader:${name}`, (event) => action(event.detail));
}
