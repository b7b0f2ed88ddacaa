// The dock under the thumb: contents, notes, questions, go to. Without scripts its buttons are
// links to the same places.

import { focusIn } from "../shared/focus.js";

const PLACES = {
  contents: ".contents",
  notes: "#notes",
  questions: "[data-beside], [data-questions] > *",
  goto: "[data-goto] [name=to]",
};

/** Upgrades a control `[data-dock]`. */
export function dock(control) {
  control.addEventListener("click", (event) => {
    const place = document.querySelector(PLACES[control.dataset.dock]);
    if (!place) {
      return;
    }
    event.preventDefault();
    place.closest("details")?.setAttribute("open", "");
    place.querySelector("details")?.setAttribute("open", "");
    place.scrollIntoView({ block: "start" });
    if (place.matches("input")) {
      place.focus({ preventScroll: true });
    } else {
      focusIn(place);
    }
  });
}
