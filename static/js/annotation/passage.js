// A passage: words that a member chose in the text, as the composer sends them.
//
// {section, version, start, end, exact, cut, key, name}: offsets are code points in the section's
// plain text, `key` the block in which it ends, `name` the number that people say.

import { blockText, codePoints, rangeToSpan, spanToRange } from "../text/ruler.js";
import { blockElement, chapter, sectionElement } from "./page.js";

/** What is selected in the chapter's text, or null. */
export function selectedPassage() {
  const selection = document.getSelection();
  const text = chapter();
  if (!text || !selection?.rangeCount || selection.isCollapsed) {
    return null;
  }
  const range = selection.getRangeAt(0);
  return range.intersectsNode(text) ? passageOf(range) : null;
}

/** The passage of a range, or null when it holds no words. */
export function passageOf(range) {
  const span = rangeToSpan(range, [...chapter().querySelectorAll("[data-block]")]);
  return span ? describe(span) : null;
}

/** The passage at an offset and length of a block's own text. */
export function passageInBlock(key, from, to) {
  const block = blockElement(key);
  const start = Number(block.dataset.start);
  const points = Array.from(blockText(block));
  return describe({
    section: block.closest("[data-section]").dataset.section,
    start: start + from,
    end: start + to,
    exact: points.slice(from, to).join(""),
    cut: false,
  });
}

/** The passage that a draft was about, as far as this page knows its words. */
export function passageOfDraft(fields) {
  const known = sectionElement(fields.section)?.dataset.version === String(fields.version);
  const span = { ...fields, start: Number(fields.start), end: Number(fields.end), cut: false };
  return known ? describe(span) : { ...span, key: "", name: "" };
}

function describe(span) {
  const section = sectionElement(span.section);
  const blocks = [...section.querySelectorAll("[data-block]")];
  const touched = blocks.filter((block) => touches(block, span));
  return {
    ...span,
    version: section.dataset.version,
    key: touched.at(-1)?.dataset.block ?? blocks[0].dataset.block,
    name: touched[0]?.querySelector(".number-of")?.textContent.trim() ?? "",
  };
}

function touches(block, span) {
  const start = Number(block.dataset.start);
  return start < span.end && span.start < start + codePoints(blockText(block));
}

/** The range of a span on this page, or null when the page shows another version of it. */
export function rangeOf({ section, version, start, end }) {
  const element = sectionElement(section);
  if (!element || (version && String(version) !== element.dataset.version)) {
    return null;
  }
  return spanToRange(element, Number(start), Number(end));
}
