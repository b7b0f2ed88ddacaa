// What is personal or passing is painted over the text by the CSS Custom Highlight API, which
// leaves the text's own nodes alone. A browser without it shows the group's marks only.

import { rangeOf } from "./passage.js";

// A later layer lies above the ones before it.
const LAYERS = ["mine", "open", "hover"];

const painted = new Map();

/** Paints these spans, and no others, in a layer: "mine", "open" or "hover". */
export function paint(layer, spans) {
  painted.set(layer, spans);
  draw(layer);
}

/** The spans that a layer shows. */
export function spansOf(layer) {
  return painted.get(layer) ?? [];
}

/** Draws everything anew: blocks that the server sent again hold new nodes. */
export function repaint() {
  LAYERS.forEach(draw);
}

function draw(layer) {
  if (!globalThis.CSS?.highlights) {
    return;
  }
  const ranges = spansOf(layer).map(rangeOf).filter(Boolean);
  const highlight = new Highlight(...ranges);
  highlight.priority = LAYERS.indexOf(layer);
  CSS.highlights.set(layer, highlight);
}
