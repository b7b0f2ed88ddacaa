// A composer and its draft: kept at each key, brought back when the place opens again, forgotten
// when the server has stored the note.

import { part, words } from "../shared/parts.js";
import { newUid } from "../shared/uid.js";
import { aboutToSend, draftKey, forgetDraft, hasWords, loadDraft, saveDraft } from "./drafts.js";
import {
  areasOf,
  bodyOf,
  fieldsOf,
  growField,
  othersOf,
  placeOfForm,
  setFields,
  showQuote,
} from "./form.js";
import { emit } from "./page.js";

/** The key of a composer's draft, or null where none can be kept. */
export function keyOf(form) {
  const place = placeOfForm(form);
  const facts = form.closest("[data-user][data-reading]")?.dataset;
  return place && facts ? draftKey(facts.user, facts.reading, place) : null;
}

/** Brings the draft of this place back into the form; returns whether there was one. */
export function bringBack(form) {
  forgetStored(keyOf(form));
  const draft = loadDraft(keyOf(form));
  setUid(form, draft?.uid || uidOf(form) || newUid());
  if (areasOf(form).some((area) => isTyped(area, draft))) {
    // Typed before this ran, or brought back by the browser: newer than any draft.
    keepDraft(form);
  } else if (draft) {
    const carried = form.dataset.carried === undefined ? "" : bodyOf(form).value;
    fill(form, draft, carried);
    form.toggleAttribute("data-stale", Boolean(draft.stale));
    say(form, "draft-back");
  } else if (form.dataset.carried !== undefined) {
    keepDraft(form);
  }
  emit("drafts");
  return Boolean(draft);
}

function isTyped(area, draft) {
  return area.value !== area.defaultValue && area.value !== wordsFor(area, draft);
}

function wordsFor({ name }, draft) {
  return name === "body" ? draft?.body : draft?.others?.[name];
}

/** Writes a draft into the form; words that came along from another composer follow its own. */
function fill(form, draft, carried) {
  for (const area of areasOf(form)) {
    area.value = wordsFor(area, draft) ?? area.value;
  }
  const both = [draft.body, carried].filter((words) => words.trim());
  bodyOf(form).value = [...new Set(both)].join("\n\n");
}

/** Keeps what stands in the form; called at each key. */
export function keepDraft(form) {
  const key = keyOf(form);
  if (!key) {
    return;
  }
  const before = loadDraft(key);
  const draft = { ...before, uid: uidOf(form), ...now(form) };
  const kept = saveDraft(key, draft);
  const trouble = hasWords(draft) ? "draft-not-kept" : "";
  say(form, kept ? "draft-kept" : trouble);
  emit("drafts");
}

/** Gives the note its uid and remembers what was sent under it. */
export function markSent(form, audience) {
  const signature = [audience, ...areasOf(form).map((area) => area.value)].join("\n");
  const before = loadDraft(keyOf(form));
  const draft = aboutToSend({ ...before, ...now(form), uid: uidOf(form) }, signature);
  setUid(form, draft.uid);
  if (keyOf(form)) {
    saveDraft(keyOf(form), draft);
  }
}

/** The server has answered that it stored nothing: the same uid may carry other words. `stale`
 * says that the words the note is about are no longer in the text. */
export function markRefused(form, stale) {
  const key = keyOf(form);
  const draft = loadDraft(key);
  if (draft) {
    saveDraft(key, { ...draft, sent: undefined, stale });
  }
}

/** The note is stored, or its author wants none of it: the draft has done its work. */
export function dropDraft(form) {
  forgetDraft(keyOf(form));
  say(form, "");
  emit("drafts");
}

/** Lets the words of a draft go on at another place. */
export function moveDraft(form, fields) {
  forgetDraft(keyOf(form));
  setFields(form, fields);
  showQuote(form, fields.exact ?? "");
  keepDraft(form);
}

/** A draft whose note stands on this page was stored, even if its answer never came. */
function forgetStored(key) {
  const uid = loadDraft(key)?.uid;
  if (uid && (document.getElementById(`note-${uid}`) || window.location.hash === `#note-${uid}`)) {
    forgetDraft(key);
  }
}

/** Empties a composer that stays on the page for the next note. */
export function startAgain(form) {
  const isEdit = placeOfForm(form)?.startsWith("edit/");
  for (const area of areasOf(form)) {
    area.value = isEdit || area !== bodyOf(form) ? area.defaultValue : "";
    area.removeAttribute("aria-invalid");
    growField(area);
  }
  setUid(form, newUid());
}

function now(form) {
  const title = form.closest("[data-panel]")?.querySelector("h2")?.textContent.trim() ?? "";
  const name = form.dataset.name ?? title;
  return { body: bodyOf(form).value, others: othersOf(form), fields: fieldsOf(form), name };
}

function uidOf(form) {
  return form.elements.namedItem("uid")?.value;
}

function setUid(form, uid) {
  const field = form.elements.namedItem("uid");
  if (field) {
    field.value = uid;
  }
}

function say(form, name) {
  const status = form.querySelector("[data-draft-status]");
  const text = name ? words(name) : "";
  if (!status || status.dataset.says === text) {
    return;
  }
  status.dataset.says = text;
  status.replaceChildren(text);
  if (name === "draft-kept" || name === "draft-back") {
    status.append(" ", discardButton(form));
  }
}

function discardButton(form) {
  const button = part("draft-discard");
  button.addEventListener("click", () => {
    dropDraft(form);
    startAgain(form);
    bodyOf(form).focus();
  });
  return button;
}
