// A text cut into the words that a member can choose. Computes alone: touches no page.

// Longer runs without a space are a language written without them, or a link.
const LONG = 24;

/** [{text, start, end}] in code points; white space belongs to no word. */
export function segments(text, language) {
  const found = [];
  let points = 0;
  for (const run of text.split(/(\s+)/u)) {
    const length = Array.from(run).length;
    if (run.trim()) {
      found.push(...(length > LONG ? split(run, points, language) : [piece(run, points)]));
    }
    points += length;
  }
  return found;
}

function piece(text, start) {
  return { text, start, end: start + Array.from(text).length };
}

function split(run, start, language) {
  if (!globalThis.Intl?.Segmenter) {
    return [piece(run, start)];
  }
  const found = [];
  let points = start;
  for (const { segment, isWordLike } of new Intl.Segmenter(language, {
    granularity: "word",
  }).segment(run)) {
    const next = piece(segment, points);
    const last = found.at(-1);
    if (isWordLike || !last) {
      found.push(next);
    } else {
      // Punctuation goes with the word before it.
      Object.assign(last, { text: last.text + segment, end: next.end });
    }
    points = next.end;
  }
  return found;
}
