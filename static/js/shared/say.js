// Saying something: to everybody in a passing message, or to screen readers alone.

import { part } from "./parts.js";

const SHOWN_FOR = 6000;

/** Shows a passing message; the place where it stands is a live region. */
export function toast(text) {
  const place = document.getElementById("toasts");
  const message = part("toast");
  if (!place || !message || !text) {
    return;
  }
  message.querySelector("[data-text-here]").textContent = text;
  message.querySelector("button").addEventListener("click", () => message.remove());
  place.replaceChildren(message);
  window.setTimeout(() => message.remove(), SHOWN_FOR);
}

/** Tells screen readers; a later announcement takes the place of one not yet spoken. */
export function announce(text) {
  let region = document.querySelector("[data-part='live']");
  if (!region) {
    region = part("live");
    if (!region) {
      return;
    }
    document.body.append(region);
  }
  region.textContent = text;
}
