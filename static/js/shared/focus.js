// When a partial takes the place of what had the focus, the focus goes on in the new one.

const TAKERS = ["[autofocus]", "[aria-invalid='true']", "form[data-composer] > textarea"];

/** Watches htmx's swaps; done once for the page. */
export function keepFocus() {
  // Around what had the focus; what is swapped out of band stands elsewhere.
  let around = null;
  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    around = target?.contains(document.activeElement) ? target.parentElement : null;
  });
  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    if (around?.contains(elt) && nothingFocused()) {
      around = null;
      focusIn(elt);
    }
  });
}

export function nothingFocused() {
  return !document.activeElement || document.activeElement === document.body;
}

/** Focuses what is meant for it in the element, else the element itself. */
export function focusIn(element) {
  const found = TAKERS.flatMap((selector) => [...element.querySelectorAll(selector)]);
  const taker = found.find(isShown) ?? element;
  if (taker === element && !element.hasAttribute("tabindex")) {
    element.tabIndex = -1;
  }
  taker.focus();
}

/** Whether the element is laid out: neither hidden nor inside a closed fold. */
export function isShown(element) {
  return element.checkVisibility?.() ?? element.getClientRects().length > 0;
}
