// Drafts: what was written and not yet stored by the server. They stay on this device.
//
// A draft is {body, others, fields, uid, sent, name, at}: `others` is what stands in the fields beside
// the body (null where there are none), `fields` are the composer's hidden ones, `uid` names the note
// to be, `sent` is what was sent under that uid with an answer still unknown.

import { forget, keys, read, write } from "../shared/store.js";
import { newUid } from "../shared/uid.js";

/** The key under which one person's draft on one place of a reading is kept. */
export function draftKey(user, reading, place) {
  return `draft:${user}:${reading}:${place}`;
}

export function loadDraft(key) {
  const draft = key ? read(key) : null;
  return draft && typeof draft.body === "string" ? draft : null;
}

/** Whether anything was written: words, or others than those that are to be corrected. */
export function hasWords({ body, others, fields }) {
  const changed = (words) => words !== fields?.exact;
  return Boolean(body.trim()) || Object.values(others ?? {}).some(changed);
}

/** Keeps the draft, or forgets it once it has no words; returns whether it is kept now. */
export function saveDraft(key, draft) {
  if (!hasWords(draft)) {
    forget(key);
    return false;
  }
  return write(key, { ...draft, at: Date.now() });
}

export function forgetDraft(key) {
  forget(key);
}

/** All drafts of one person in one reading, the newest first. */
export function allDrafts(user, reading) {
  const prefix = draftKey(user, reading, "");
  return keys(prefix)
    .map((key) => ({ key, place: key.slice(prefix.length), draft: loadDraft(key) }))
    .filter((entry) => entry.draft)
    .sort((one, other) => (other.draft.at ?? 0) - (one.draft.at ?? 0));
}

/** The draft as it is about to be sent.
 *
 * The same words keep their uid, so that sending them again stores them once. Other words after a
 * sending of unknown end get a new one: the server would answer with the words it has. */
export function aboutToSend(draft, signature) {
  const other = draft.sent !== undefined && draft.sent !== signature;
  return { ...draft, sent: signature, uid: other || !draft.uid ? newUid() : draft.uid };
}
