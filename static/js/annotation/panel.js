// The panel: the notes of one place, fetched when a control or a mark is pressed.

import { fetchPartial, troubleOf } from "../shared/answers.js";
import { problem } from "../shared/failures.js";
import { focusIn, isShown } from "../shared/focus.js";
import { part } from "../shared/parts.js";
import { enliven } from "../shared/upgrade.js";
import { paint } from "./highlights.js";
import { standNotes } from "./margin.js";
import { address, emit, notesPlace, placeOfControl } from "./page.js";
import { pageAddress, placeOf } from "./places.js";
import { paintOpen, showLinked } from "./threads.js";

// What is open: {place}. A new object for each opening, so that a late answer is known as such.
let open = null;

export function openPlace() {
  return open?.place ?? null;
}

/** Fetches the notes at an address and moves the focus to them. */
export async function openPanel(href) {
  const asked = begin(placeOf(href, address()));
  notesPlace().setAttribute("aria-busy", "true");
  const { html, status } = await fetchPartial(href);
  if (open !== asked) {
    return;
  }
  notesPlace().removeAttribute("aria-busy");
  if (html === null) {
    notesPlace().replaceChildren(problem(troubleOf(status), "load"));
  } else {
    window.htmx.swap(notesPlace(), html, { swapStyle: "innerHTML" });
  }
  focusOn(notesPlace());
}

/** Shows a panel made by a script; the place says where it stands on a phone. `ready` is called
 * when it stands on the page and is not upgraded yet. */
export function showPanel(panel, place, ready) {
  begin(place);
  notesPlace().replaceChildren(panel);
  ready();
  enliven(panel);
}

/** Upgrades a panel, wherever it has come from. One without a place is a new note's. */
export function panelArrived(panel) {
  const { place } = panel.dataset;
  if (open === null) {
    // It came with the page, whose address says what is open.
    begin(place);
    showLinked();
  } else {
    keepInAddress(place ?? null);
  }
  paintOpen(panel);
}

export function closePanel() {
  const place = openPlace();
  const empty = part("notes-empty");
  open = null;
  notesPlace().replaceChildren(...(empty ? [empty] : []));
  standNotes(null);
  paint("open", []);
  paint("hover", []);
  settle();
  keepInAddress(null);
  focusBack(place);
}

function begin(place) {
  open = { place };
  standNotes(place);
  paint("open", []);
  paint("hover", []);
  settle();
  return open;
}

/** Says on the controls which of them is open: also on one that the server has sent anew. */
export function settle() {
  for (const control of controls()) {
    const isOpen = open !== null && placeOfControl(control) === open.place;
    control.setAttribute("aria-expanded", String(isOpen));
    control.setAttribute("aria-controls", "notes");
  }
  notesPlace().classList.toggle("has-panel", open !== null);
  emit("panel", { open: open !== null });
}

/** The controls that open the panel and close it again; links inside it only lead on. */
function controls() {
  const all = [...document.querySelectorAll("[data-open]")];
  return all.filter((control) => !notesPlace().contains(control));
}

function focusBack(place) {
  const control = controls().find((candidate) => placeOfControl(candidate) === place);
  if (control && isShown(control)) {
    control.focus();
  }
}

// Notes are read from their heading; where there are none, writing is what one came for.
function focusOn(notes) {
  const heading = notes.querySelector("[data-note]") && notes.querySelector("h2[tabindex]");
  if (heading) {
    heading.focus();
  } else {
    focusIn(notes);
  }
}

function keepInAddress(place) {
  window.history.replaceState(window.history.state, "", pageAddress(window.location.href, place));
}
