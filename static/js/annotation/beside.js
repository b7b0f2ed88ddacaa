// Questions stand beside their passage on a desk, and under their block on a phone.

import { isDesk } from "./margin.js";
import { chapter, listen, margin, notesPlace, reader } from "./page.js";
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
  listen("panel", () => window.requestAnimationFrame(align));
  document.addEventListener("scroll", () => window.requestAnimationFrame(giveWay), {
    passive: true,
  });
  const sizes = new ResizeObserver(() => window.requestAnimationFrame(align));
  for (const element of [reader(), chapter(), home, notesPlace(), ...cards]) {
    sizes.observe(element);
  }
}

/** Into the margin or under the blocks; those whose block is gone stay in the margin. */
function put() {
  const desk = isDesk();
  for (const card of cards) {
    const place = document.getElementById(card.dataset.beside);
    if (desk || !place) {
      home.append(card);
    } else {
      // A reason is a part of its block, and cards stand between blocks.
      endOf(place.closest("[data-block]") ?? place).after(card);
    }
    card.classList.toggle("is-beside", desk && Boolean(place));
    card.classList.toggle("block-margin", !desk && Boolean(place));
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
  const floor = endOfFlow() - zero + GAP;
  const wanted = (card) => Math.max(heightOf(card) - zero, floor);
  const sorted = beside
    .map((card) => ({ card, wanted: wanted(card), size: card.offsetHeight }))
    .sort((one, other) => one.wanted - other.wanted);
  const tops = stack(sorted, GAP, flowEnd() - zero);
  // Variables and not the properties themselves: the style sheet says where they count.
  sorted.forEach(({ card }, index) => {
    card.style.setProperty("--beside-at", `${tops[index]}px`);
  });
  const last = sorted.at(-1);
  margin().style.setProperty("--beside-end", last ? `${tops.at(-1) + last.size}px` : "0px");
  giveWay();
}

/** Where the margin's flow ends: drafts, questions on the whole chapter, and the words for a margin
 * without open notes. Open notes lie over the cards. */
function flowEnd() {
  const isOpen = notesPlace().querySelector("[data-panel]");
  const last = isOpen || notesPlace().parentElement !== margin() ? home : notesPlace();
  const { bottom } = last.getBoundingClientRect();
  return bottom + GAP;
}

/** Where the margin's own content ends: cards on the whole chapter, and the words of a margin in
 * which nothing is open. */
function endOfFlow() {
  const notes = notesPlace();
  const flow = [...home.children].filter((card) => !card.classList.contains("is-beside"));
  const own = margin().contains(notes) && !notes.querySelector("[data-panel]") ? [notes] : [];
  const ends = [...flow, ...own].map((element) => element.getBoundingClientRect().bottom);
  return Math.max(margin().getBoundingClientRect().top - GAP, ...ends);
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
