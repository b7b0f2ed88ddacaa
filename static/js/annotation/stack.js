// Cards beside the text: each wants to stand at its own height, and none may cover another.
// Computes alone: touches no page.

/** The height at which each card stands, given [{wanted, size}] in order; all in pixels. Nothing
 * stands above `first`. */
export function stack(cards, gap, first = 0) {
  let free = first;
  return cards.map(({ wanted, size }) => {
    const top = Math.max(wanted, free);
    free = top + size + gap;
    return top;
  });
}

/** Whether two stretches {top, bottom} share any height. */
export function overlaps(one, other) {
  return one.top < other.bottom && other.top < one.bottom;
}
