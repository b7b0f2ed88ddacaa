// The browser's half of the ruler (readings/text/ruler.py): from places in the page to positions in
// a section's plain text and back. Positions are code points. It reads the DOM and never changes it.
//
// The page: [data-section] holds [data-block][data-start], each with one [data-text] in which the
// block's words stand. Whatever carries data-off-text inside it is no text.

import { codePoints, slicePoints, snap, toCodePoints, toUnits } from "./codepoints.js";

const OFF_TEXT = "[data-off-text]";
const BLOCK = "[data-block][data-start]";
const SPACE = /\s/u;

// The text nodes that count, in order.
function* textNodes(root) {
  const walker = root.ownerDocument.createTreeWalker(
    root,
    NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
    (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        return NodeFilter.FILTER_ACCEPT;
      }
      return node.matches(OFF_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    },
  );
  while (walker.nextNode()) {
    yield walker.currentNode;
  }
}

function rootOf(element) {
  return element.matches("[data-text]") ? element : element.querySelector("[data-text]");
}

const startOf = (block) => Number(block.dataset.start);

// A block's plain text; `element` is the block or its [data-text].
export function blockText(element) {
  return Array.from(textNodes(rootOf(element)), (node) => node.data).join("");
}

// A collapsed range at a boundary point, to compare other points with.
function boundaryAt(node, units) {
  const boundary = node.ownerDocument.createRange();
  boundary.setStart(node, units);
  return boundary;
}

// How many code points of the text stand before a boundary point (a node and an offset in it, as a
// Range has them). `direction` says where a point inside a character goes: -1 before it, 1 after.
export function pointToOffset(textRoot, node, utf16Offset, direction = -1) {
  const boundary = boundaryAt(node, utf16Offset);
  let offset = 0;
  for (const text of textNodes(textRoot)) {
    if (text === node) {
      return offset + toCodePoints(text.data, snap(text.data, utf16Offset, direction));
    }
    if (boundary.comparePoint(text, 0) > 0) {
      return offset;
    }
    offset += codePoints(text.data);
  }
  return offset;
}

// The boundary point at an offset. Between two text nodes it is the end of the first, or with
// `forward` the start of the second: a range then begins at the words it holds. An offset beyond
// the text is its end; a block without text gives its root.
export function offsetToPoint(textRoot, codePointOffset, forward = false) {
  let left = Math.max(codePointOffset, 0);
  let last = null;
  for (const node of textNodes(textRoot)) {
    const length = codePoints(node.data);
    if (left < length || (left === length && !forward)) {
      return { node, offset: toUnits(node.data, left) };
    }
    left -= length;
    last = node;
  }
  return last ? { node: last, offset: last.length } : { node: textRoot, offset: 0 };
}

// The part of a block's text inside a range, as block offsets; empty when it holds none of it.
function partOf(block, range) {
  if (!range.intersectsNode(block)) {
    return { start: 0, end: 0 };
  }
  const root = rootOf(block);
  return {
    start: pointToOffset(root, range.startContainer, range.startOffset, -1),
    end: pointToOffset(root, range.endContainer, range.endOffset, 1),
  };
}

// Move both ends inwards over white space; null when nothing is left.
function trim(text, start) {
  const points = Array.from(text);
  let first = 0;
  let last = points.length;
  while (first < last && SPACE.test(points[first])) {
    first += 1;
  }
  while (last > first && SPACE.test(points[last - 1])) {
    last -= 1;
  }
  const exact = points.slice(first, last).join("");
  return exact ? { start: start + first, end: start + last, exact } : null;
}

// Whether a range goes on to words after this section.
function goesBeyond(section, range) {
  if (section.contains(range.endContainer)) {
    return false;
  }
  const rest = range.cloneRange();
  rest.setStartAfter(section);
  return Array.from(textNodes(section.ownerDocument.body)).some((node) => {
    if (!rest.intersectsNode(node)) {
      return false;
    }
    const from = node === rest.startContainer ? rest.startOffset : 0;
    const to = node === rest.endContainer ? rest.endOffset : node.length;
    return node.data.slice(from, to).trim() !== "";
  });
}

// What a selection points at: {section, start, end, exact, cut}, or null when it holds no words of
// the blocks. It belongs to the first section that it touches; `cut` says that it went on into the
// next. `blockElements` are the page's blocks in order. White space at the ends is left out, and a
// character of which only half is selected counts whole.
export function rangeToSpan(range, blockElements) {
  const touched = [];
  for (const block of blockElements) {
    const part = partOf(block, range);
    if (part.start < part.end) {
      touched.push({ block, ...part });
    }
  }
  const section = touched[0]?.block.closest("[data-section]");
  const parts = touched.filter(({ block }) => section.contains(block));
  if (!parts.length) {
    return null;
  }
  const first = parts[0];
  const span = trim(joined(parts), startOf(first.block) + first.start);
  return span && { section: section.dataset.section, ...span, cut: goesBeyond(section, range) };
}

// The words of the parts, with the line ends that stand between their blocks in the section's text.
function joined(parts) {
  let text = "";
  let position = startOf(parts[0].block) + parts[0].start;
  for (const { block, start, end } of parts) {
    const place = startOf(block) + start;
    text += "\n".repeat(place - position) + slicePoints(blockText(block), start, end);
    position = startOf(block) + end;
  }
  return text;
}

// The block of a section in which an offset lies: the last one that begins at or before it.
function blockBefore(blocks, offset) {
  return blocks.findLast((block) => startOf(block) <= offset) ?? blocks[0];
}

// The range of a span of a section's text, or null for a section without blocks.
export function spanToRange(sectionElement, start, end) {
  const blocks = Array.from(sectionElement.querySelectorAll(BLOCK));
  if (!blocks.length) {
    return null;
  }
  const first = blockBefore(blocks, start);
  const last = end > start ? blockBefore(blocks, end - 1) : first;
  const from = offsetToPoint(rootOf(first), start - startOf(first), true);
  const to = offsetToPoint(rootOf(last), end - startOf(last));
  const range = sectionElement.ownerDocument.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

export { codePoints };
