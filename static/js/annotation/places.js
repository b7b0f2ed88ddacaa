// Places and their addresses: "b/p3" is a block, "r/r7" a reason, "s/slug" a section, "f/2" a
// footnote, "" the chapter. Computes alone: touches no page.

const PLACE = /^([brsf]\/[-\w]+)\/notes\/$/u;

/** The place that an address of notes is about, given the chapter's own address; "" for the
 * chapter's notes. */
export function placeOf(href, base) {
  const path = new URL(href, base).pathname;
  const below = path.startsWith(new URL(base).pathname)
    ? path.slice(new URL(base).pathname.length)
    : "";
  return PLACE.exec(below)?.[1] ?? "";
}

/** The address of a place's notes, below the chapter's own. */
export function notesAddress(place, span) {
  const path = place ? `${place}/notes/` : "notes/";
  return span ? `${path}?from=${span.start}&to=${span.end}` : path;
}

/** By what a draft on these fields is kept. Passages name the version they were chosen in. */
export function draftPlace(fields) {
  switch (fields.kind) {
    case "passage":
      return `passage/${fields.section}/${fields.version}/${fields.start}-${fields.end}`;
    case "block":
      return `b/${fields.key}`;
    case "reason":
      return `r/${fields.key}`;
    case "footnote":
      return `f/${fields.number}`;
    case "section":
      return `section/${fields.section}`;
    case "chapter":
      return "chapter";
    default:
      return null;
  }
}

/** The reader's page with this place open; "" closes what was open. */
export function pageAddress(href, place) {
  const url = new URL(href);
  url.searchParams.delete("note");
  url.searchParams.delete("open");
  if (place) {
    // Slashes stay readable: the query of a URL may hold them.
    url.search += `${url.search ? "&" : "?"}open=${place}`;
  }
  return url.href;
}
