// "Choose words" in a composer: the block's words as a list in which the first and the last are
// pressed. It needs no dragging, and works by keyboard and with a screen reader.

import { part, words as said } from "../shared/parts.js";
import { announce } from "../shared/say.js";
import { blockText, pointToOffset } from "../text/ruler.js";
import { chosen, go, NOTHING, press, target } from "./choice.js";
import { moveDraft } from "./composer-drafts.js";
import { fieldsOf } from "./form.js";
import { paint } from "./highlights.js";
import { blockElement, reader } from "./page.js";
import { passageInBlock } from "./passage.js";
import { segments } from "./segments.js";

/** Adds the button to a composer that is about a block, a reason or words of one. */
export function offerWords(form) {
  const source = reader() && sourceOf(form);
  const control = source?.text.trim() ? part("choose-words") : null;
  if (!control) {
    return;
  }
  const button = control.querySelector("button");
  (form.querySelector("[data-quote]") ?? form.firstElementChild).after(control);
  button.addEventListener("click", () => {
    const open = control.querySelector("[data-chooser]");
    button.setAttribute("aria-expanded", String(!open));
    if (open) {
      open.remove();
    } else {
      control.append(makeChooser(form, source, button));
      control.querySelector("[role=option]").focus();
    }
  });
}

/** Which words can be chosen: {key, offset, text}, the offset in code points of the block. */
function sourceOf(form) {
  const { kind, key } = fieldsOf(form);
  if (kind === "reason") {
    return reasonSource(document.getElementById(`r-${key}`));
  }
  const block = kind === "block" || kind === "passage" ? blockElement(key) : null;
  return block && { key: block.dataset.block, offset: 0, text: blockText(block) };
}

function reasonSource(item) {
  const block = item?.closest("[data-block]");
  if (!block) {
    return null;
  }
  const root = block.querySelector("[data-text]");
  const start = pointToOffset(root, item, 0);
  const end = pointToOffset(root, item, item.childNodes.length);
  const text = Array.from(blockText(block)).slice(start, end).join("");
  return { key: block.dataset.block, offset: start, text };
}

function makeChooser(form, source, button) {
  const chooser = part("chooser");
  const list = chooser.querySelector("[role=listbox]");
  const pieces = segments(source.text, document.documentElement.lang);
  const options = pieces.map(optionFor);
  list.append(...options.flatMap((option) => [option, " "]));
  let choice = NOTHING;

  const choose = (next) => {
    const before = chosen(choice)?.join();
    choice = next;
    show(options, choice);
    if (chosen(choice) && chosen(choice).join() !== before) {
      take(form, source, pieces, chosen(choice));
    }
  };
  list.addEventListener("click", (event) => {
    const index = options.indexOf(event.target.closest("[role=option]"));
    if (index >= 0) {
      choose(press(choice, index, event.shiftKey));
    }
  });
  list.addEventListener("keydown", (event) => {
    const next = onKey(event, choice, options);
    if (next) {
      event.preventDefault();
      choose(next);
      options[next.cursor].focus();
    }
  });
  const close = () => {
    chooser.remove();
    button.setAttribute("aria-expanded", "false");
    button.focus();
  };
  chooser.querySelector("[data-done]").addEventListener("click", close);
  chooser.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  return chooser;
}

function optionFor({ text }, index) {
  const option = document.createElement("span");
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.tabIndex = index ? -1 : 0;
  option.textContent = text;
  return option;
}

function onKey(event, choice, options) {
  if (event.key === " " || event.key === "Enter") {
    return press(choice, choice.cursor);
  }
  const lines = options.map((option) => option.offsetTop);
  const rightToLeft = getComputedStyle(options[0]).direction === "rtl";
  const index = target(event.key, choice.cursor, lines, rightToLeft);
  return index === null ? null : go(choice, index, event.shiftKey);
}

function show(options, choice) {
  const [first, last] = chosen(choice) ?? [-1, -1];
  options.forEach((option, index) => {
    option.setAttribute("aria-selected", String(first <= index && index <= last));
    option.tabIndex = index === choice.cursor ? 0 : -1;
  });
}

/** Makes the chosen words what the note is about. */
function take(form, source, pieces, [first, last]) {
  const { start, end } = { start: pieces[first].start, end: pieces[last].end };
  const passage = passageInBlock(source.key, source.offset + start, source.offset + end);
  moveDraft(form, { ...passage, kind: "passage" });
  paint("open", [passage]);
  announce(said("chosen", { words: passage.exact }));
}
