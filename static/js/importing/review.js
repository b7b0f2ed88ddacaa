// The review of an import: what a correction did is said to those who do not see it.

import { announce } from "../shared/say.js";

/** A sentence that came with the outline. */
export function said(element) {
  announce(element.textContent.trim());
}
