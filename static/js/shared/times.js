// A time in a note says how long ago that was; the exact time moves into its title.

import { relative } from "./relative.js";

/** Upgrades a `<time datetime>`; what is no date stays as the server wrote it. */
export function relativeTime(element) {
  const then = new Date(element.dateTime);
  if (Number.isNaN(then.getTime())) {
    return;
  }
  if (!element.title) {
    element.title = element.textContent.trim();
  }
  element.textContent = relative(then, new Date(), document.documentElement.lang);
}
