// Choosing words without dragging: the first word, then the last. Computes alone: touches no page.
//
// A choice is {cursor, anchor, head, open}: `cursor` is where the keyboard stands, `anchor` and
// `head` the two ends (null before anything is chosen), `open` whether the last word is still due.

export const NOTHING = { cursor: 0, anchor: null, head: null, open: false };

/** A word was pressed, or the space bar on it: the first press begins, the second ends. */
export function press(choice, index, extend = false) {
  const ends = choice.anchor !== null && (choice.open || extend);
  return ends
    ? { ...choice, cursor: index, head: index, open: false }
    : { cursor: index, anchor: index, head: index, open: true };
}

/** The keyboard went to a word; with Shift held everything up to it is chosen. */
export function go(choice, index, extend) {
  if (!extend) {
    return { ...choice, cursor: index };
  }
  const anchor = choice.anchor ?? choice.cursor;
  return { cursor: index, anchor, head: index, open: false };
}

/** The chosen words as [first, last], or null. */
export function chosen({ anchor, head }) {
  return anchor === null ? null : [Math.min(anchor, head), Math.max(anchor, head)];
}

/** Where a key leads from a word; null for a key that does not move. `lines` has a number for each
 * word, the line that it stands on. */
export function target(key, cursor, lines, rightToLeft = false) {
  const last = lines.length - 1;
  const [forward, back] = rightToLeft ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  const places = {
    [forward]: Math.min(cursor + 1, last),
    [back]: Math.max(cursor - 1, 0),
    ArrowDown: otherLine(cursor, lines, 1),
    ArrowUp: otherLine(cursor, lines, -1),
    Home: 0,
    End: last,
  };
  return places[key] ?? null;
}

// The word as far into the next or last line as this one is into its own.
function otherLine(cursor, lines, step) {
  const here = lines[cursor];
  const others = lines
    .map((line, index) => [line, index])
    .filter(([line]) => (line - here) * step > 0);
  if (!others.length) {
    return cursor;
  }
  const near = step > 0 ? others[0][0] : others.at(-1)[0];
  const row = others.filter(([line]) => line === near);
  const depth = cursor - lines.indexOf(here);
  return row[Math.min(depth, row.length - 1)][1];
}
