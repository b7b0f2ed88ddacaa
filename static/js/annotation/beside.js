// Questions stand beside their passage on a desk, and under their block on a phone.

import { isDesk } from "./margin.js";
import { listen, margin, notesPlace, reader } from "./page.js";
import { overlaps, stack } from "./stack.js";

const GAP = 16;

let cards = [];
let home = null;

/** Lays the cards out now and whenever anything moves; done once for the page. */
export function layBeside() {
  home = document.querySelector("[data-questions]");
  cards = home ? [...home.querySelectorAll("[data-beside]")] : [];
  if (!cards.length) {
    return;
  }
  put();
  listen("desk", put);
  listen("panel", () => window.requestAnimationFrame(giveWay));
  document.addEventListener("scroll", () => window.requestAnimationFrame(giveWay), {
    passive: true,
  });
  const sizes = new ResizeObserver(() => window.requestAnimationFrame(align));
  for (const element of [reader(), ...cards]) {
    sizes.observe(element);
  }
}

/** Into the margin or under the blocks; those whose block is gone stay in the margin. */
function put() {
  const desk = isDesk();
  for (const card of cards) {
    const block = document.getElementById(card.dataset.beside);
    if (desk || !block) {
      home.append(card);
    } else {
      endOf(block).after(card);
    }
    card.classList.toggle("is-beside", desk && Boolean(block));
    card.classList.toggle("block-margin", !desk && Boolean(block));
  }
  align();
}

// After the block, the notes that are open under it and the questions that stand there already.
function endOf(block) {
  let last = block;
  while (last.nextElementSibling?.matches("#notes, [data-beside]")) {
    last = last.nextElementSibling;
  }
  return last;
}

function align() {
  const beside = cards.filter((card) => card.classList.contains("is-beside"));
  const zero = margin().getBoundingClientRect().top;
  const sorted = beside
    .map((card) => ({ card, wanted: heightOf(card) - zero, size: card.offsetHeight }))
    .sort((one, other) => one.wanted - other.wanted);
  const tops = stack(sorted, GAP);
  sorted.forEach(({ card }, index) => {
    card.style.insetBlockStart = `${tops[index]}px`;
  });
  const last = sorted.at(-1);
  margin().style.minBlockSize = last ? `${tops.at(-1) + last.size}px` : "";
  giveWay();
}

function heightOf(card) {
  return document.getElementById(card.dataset.beside)?.getBoundingClientRect().top ?? 0;
}

/** The open panel moves along with the text: cards that it would cover step aside. */
function giveWay() {
  const notes = notesPlace();
  const open = isDesk() && notes.querySelector("[data-panel]");
  const covered = notes.getBoundingClientRect();
  for (const card of cards) {
    const hides = open && overlaps(card.getBoundingClientRect(), covered);
    card.classList.toggle("is-behind", Boolean(hides));
  }
}
