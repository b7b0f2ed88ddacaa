// A new note on words that were chosen in the text.

import { keyOf } from "./composer-drafts.js";
import { forgetDraft, loadDraft, saveDraft } from "./drafts.js";
import { bodyOf, fieldsOf, setFields, showQuote } from "./form.js";
import { paint } from "./highlights.js";
import { notesPlace } from "./page.js";
import { showPanel } from "./panel.js";

/** Opens the composer on a passage, with the draft that is kept for it. */
export function composePassage(passage) {
  const template = document.getElementById("composer-template");
  const panel = template.content.firstElementChild.cloneNode(true);
  const form = panel.querySelector("form[data-composer]");
  const draft = refusedDraft();
  fill(form, passage);
  document.getSelection().removeAllRanges();
  showPanel(panel, passage.key ? `b/${passage.key}` : "", () => takeOver(draft, form));
  paint("open", [passage]);
  bodyOf(form).focus();
}

function fill(form, passage) {
  setFields(form, { ...passage, kind: "passage" });
  showQuote(form, passage.exact);
  const cut = form.querySelector("[data-cut]");
  if (cut) {
    cut.hidden = !passage.cut;
  }
}

/** The draft of a note whose words are gone from the text, if its composer is open: its author is
 * choosing others for it. */
function refusedDraft() {
  const form = notesPlace().querySelector("form[data-stale]:not([data-composer=erratum])");
  if (!form) {
    return null;
  }
  const key = keyOf(form);
  return { key, draft: loadDraft(key) ?? { body: bodyOf(form).value } };
}

function takeOver(refused, form) {
  if (refused) {
    forgetDraft(refused.key);
    const fields = fieldsOf(form);
    saveDraft(keyOf(form), { ...refused.draft, fields, sent: undefined, stale: undefined });
  }
}
