// One's own notes, which the page itself does not tell apart: it is the same for everybody.

import { paint } from "./highlights.js";
import { address, listen } from "./page.js";

/** Paints them now and after everything that was written. */
export function paintMine() {
  refresh();
  listen("written", refresh);
}

async function refresh() {
  try {
    const answer = await fetch(address("mine/"), { headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) {
      paint("mine", (await answer.json()).passages.map(spanFrom));
    }
  } catch {
    // Without a line the text is as readable as before.
  }
}

function spanFrom([section, version, start, end, uid]) {
  return { section, version, start, end, uid };
}
