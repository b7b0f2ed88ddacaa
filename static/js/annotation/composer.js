// A composer: the form that writes a note, an answer or a reply, or changes one.

import { offerWords } from "./chooser.js";
import { bringBack, keepDraft } from "./composer-drafts.js";
import { areasOf, bodyOf, growField, isErratum } from "./form.js";
import { offerPreview } from "./preview.js";
import { followSending } from "./sending.js";

/** Upgrades a form `[data-composer]`. */
export function composer(form) {
  if (!bodyOf(form)) {
    return;
  }
  const fold = form.closest("details");
  if (bringBack(form)) {
    // A reply stands in a fold: words that wait in it must be seen.
    fold?.setAttribute("open", "");
  }
  fold?.querySelector("summary").addEventListener("click", (event) => unfold(event, fold, form));
  for (const area of areasOf(form)) {
    followWriting(form, area);
  }
  offerPreview(form);
  if (!isErratum(form)) {
    offerWords(form);
  }
  followSending(form);
}

function followWriting(form, area) {
  growField(area);
  area.addEventListener("input", () => {
    growField(area);
    keepDraft(form);
    // The margin scrolls by itself: who writes there sees the buttons too.
    if (form.closest("#margin")) {
      form.scrollIntoView({ block: "nearest" });
    }
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(defaultButton(form));
    }
  });
}

/** Who presses "Reply" wants to write: at once, for a phone shows its keys only upon a press. */
function unfold(event, fold, form) {
  if (!fold.open) {
    event.preventDefault();
    fold.open = true;
    form.scrollIntoView({ block: "nearest" });
    bodyOf(form).focus({ preventScroll: true });
  }
}

function defaultButton(form) {
  return form.querySelector("button.primary[type=submit]") ?? undefined;
}
