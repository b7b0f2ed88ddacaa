// A composer's fields, read and written in one place.

import { draftPlace } from "./places.js";

/** What a pointer to a place is made of, as the server's form names it. */
export const FIELDS = ["kind", "key", "number", "section", "version", "start", "end", "exact"];

const MOST_ROWS = 24;

export function bodyOf(form) {
  return form.elements.namedItem("body");
}

/** The fields that somebody writes in: the words of the note, and others that it proposes. */
export function areasOf(form) {
  return [...form.querySelectorAll("textarea[name]")];
}

/** What is written in the fields beside the note's own words, by name; null where there are none. */
export function othersOf(form) {
  const others = areasOf(form).filter((area) => area !== bodyOf(form));
  return others.length ? Object.fromEntries(others.map(({ name, value }) => [name, value])) : null;
}

/** Whether the form proposes a correction of the text. */
export function isErratum(form) {
  return form.dataset.composer === "erratum";
}

/** The fields that say where the note goes; empty for a reply, an answer or an edit. */
export function fieldsOf(form) {
  const found = FIELDS.map((name) => [name, form.elements.namedItem(name)?.value]);
  return Object.fromEntries(found.filter(([, value]) => value));
}

export function setFields(form, fields) {
  for (const name of FIELDS) {
    const field = form.elements.namedItem(name);
    if (field) {
      field.value = fields[name] ?? "";
    }
  }
}

/** Where the note goes, as drafts name it; null for a form whose words are not kept. A reply, an
 * answer and an edit have no fields for it: the server names their place. */
export function placeOfForm(form) {
  const place = draftPlace(fieldsOf(form)) ?? form.dataset.draft ?? null;
  return place && isErratum(form) ? `erratum/${place}` : place;
}

/** Shows the words that the note is about; without words nothing is shown. */
export function showQuote(form, exact) {
  const quote = form.querySelector("[data-quote]");
  if (quote) {
    quote.textContent = exact;
    quote.hidden = !exact;
  }
}

/** Gives a field as many rows as its words need. Not a style: htmx copies the attributes of what
 * has an id, and the site's policy would refuse a copied style. */
export function growField(field) {
  field.dataset.rows ??= field.rows;
  field.rows = Number(field.dataset.rows);
  while (field.rows < MOST_ROWS && field.scrollHeight > field.clientHeight) {
    field.rows += 1;
  }
}
