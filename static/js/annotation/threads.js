// A thread in the panel and its passage in the text: pointing at the one shows the other.

import { paint } from "./highlights.js";
import { isDesk } from "./margin.js";
import { notesPlace } from "./page.js";

/** Follows pointer and focus over the threads of the panel; done once for the page. */
export function followThreads() {
  const place = notesPlace();
  for (const [begin, end] of [
    ["pointerover", "pointerout"],
    ["focusin", "focusout"],
  ]) {
    place.addEventListener(begin, (event) => paint("hover", spanAround(event.target)));
    place.addEventListener(end, (event) => paint("hover", spanAround(event.relatedTarget)));
  }
  place.addEventListener("htmx:load", ({ target }) => {
    if (target.matches("[data-note].is-gone")) {
      // A thread that was taken away is neither open nor under the pointer any more.
      paintOpen(place);
      paint("hover", []);
    }
  });
}

/** Paints the threads that are open in an element: the one linked to, or that just written. */
export function paintOpen(element) {
  const open = element.querySelectorAll(".is-open[data-section], .is-open [data-section]");
  paint("open", [...open].flatMap(spanOf));
}

/** Brings the note into sight that the address of the page is about. */
export function showLinked() {
  const uid = new URL(window.location.href).searchParams.get("note");
  const note = uid && document.getElementById(`note-${uid}`);
  const show = () => {
    if (isDesk()) {
      // The notes scroll by themselves: the text stays where the address says.
      notesPlace().scrollTop += note.getBoundingClientRect().top - notesPlace().offsetTop;
    } else {
      note.scrollIntoView({ block: "center" });
    }
  };
  if (note && document.readyState === "complete") {
    show();
  } else if (note) {
    window.addEventListener("load", show, { once: true });
  }
}

function spanAround(node) {
  const thread = node instanceof Element ? node.closest("[data-note][data-section]") : null;
  return thread ? spanOf(thread) : [];
}

function spanOf({ dataset }) {
  return dataset.start && dataset.end
    ? [{ section: dataset.section, start: dataset.start, end: dataset.end }]
    : [];
}
