// A footnote opens where its mark stands. The mark stays a link to the sources.

import { part, words } from "../shared/parts.js";

let slip = null;

/** Listens for marks in the whole page; done once. */
export function openFootnotes() {
  document.addEventListener("click", (event) => {
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    const mark = held ? null : event.target.closest("a[data-footnote]");
    const source = mark && document.getElementById(`fn-${mark.dataset.footnote}`);
    if (source && slipOfPaper()) {
      event.preventDefault();
      open(mark, source);
    }
  });
}

function slipOfPaper() {
  if (!slip) {
    slip = part("footnote");
    if (slip) {
      document.body.append(slip);
    }
  }
  return slip;
}

function open(mark, source) {
  const number = mark.dataset.footnote;
  slip.querySelector("[data-title]").textContent = words("footnote", { number });
  slip.querySelector("[data-body]").replaceChildren(...citation(source));
  const sources = slip.querySelector("[data-sources]");
  sources.href = `#${source.id}`;
  slip.hidden = false;
  if (slip.showPopover) {
    slip.hidePopover();
    slip.showPopover({ source: mark });
  }
  slip.focus();
  closeFor(mark, sources);
}

/** What the source says, without the way back and without ids that stand in the page already. */
function citation(source) {
  const copy = source.cloneNode(true);
  for (const element of copy.querySelectorAll(".fn-back, .count")) {
    element.remove();
  }
  for (const element of copy.querySelectorAll("[id]")) {
    element.removeAttribute("id");
  }
  return copy.childNodes;
}

/** Closes by Escape, the button, a press elsewhere or the way to the sources. */
function closeFor(mark, sources) {
  const closing = new AbortController();
  const { signal } = closing;
  const close = (back) => {
    closing.abort();
    hide();
    if (back) {
      mark.focus({ preventScroll: true });
    }
  };
  slip.querySelector("[data-close-slip]").addEventListener("click", () => close(true), { signal });
  sources.addEventListener("click", () => close(false), { signal });
  const onKey = (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    }
  };
  document.addEventListener("keydown", onKey, { signal, capture: true });
  const elsewhere = (event) => !slip.contains(event.target) && close(false);
  document.addEventListener("pointerdown", elsewhere, { signal });
}

function hide() {
  slip.hidePopover?.();
  slip.hidden = true;
}
