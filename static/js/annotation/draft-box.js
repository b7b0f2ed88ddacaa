// The drafts of this reading that are kept on this device and stand in no open composer: none may
// be forgotten because its place was edited or its panel closed.

import { part, address as siteAddress, words } from "../shared/parts.js";
import { composePassage } from "./compose.js";
import { keyOf } from "./composer-drafts.js";
import { allDrafts, forgetDraft } from "./drafts.js";
import { address, listen, margin, reader, sectionElement } from "./page.js";
import { openPanel } from "./panel.js";
import { passageOfDraft } from "./passage.js";
import { notesAddress } from "./places.js";
import { openProposal } from "./proposing.js";
import { draftToResume } from "./resume.js";

const EXCERPT = 80;

/** Lists them now and whenever one is kept, opened or thrown away. */
export function listDrafts() {
  const resumed = waiting().find(({ key }) => key === draftToResume());
  if (resumed) {
    openDraft(resumed);
  }
  show();
  listen("drafts", showSoon);
  listen("panel", showSoon);
}

// Once for all the composers that a panel brings.
let planned = false;

function showSoon() {
  if (!planned) {
    planned = true;
    window.requestAnimationFrame(() => {
      planned = false;
      show();
    });
  }
}

function waiting() {
  const { user, reading } = reader().dataset;
  const open = new Set([...document.querySelectorAll("form[data-composer]")].map(keyOf));
  return allDrafts(user, reading).filter(({ key }) => !open.has(key));
}

function show() {
  const entries = waiting();
  const before = margin().querySelector("[data-draft-box]");
  if (!entries.length) {
    before?.remove();
    return;
  }
  const box = before ?? part("draft-box");
  if (!before) {
    margin().prepend(box);
  }
  box.querySelector("[data-text-here]").textContent = words("drafts-kept", { n: entries.length });
  box.querySelector("ul").replaceChildren(...entries.map(item));
}

function item(entry) {
  const { key, draft } = entry;
  const row = part("draft-item");
  const points = Array.from(draft.body.trim() || Object.values(draft.others ?? {}).join(" "));
  const excerpt = points.slice(0, EXCERPT).join("") + (points.length > EXCERPT ? "…" : "");
  row.querySelector("[data-name]").textContent = draft.name ?? "";
  row.querySelector("[data-text-here]").textContent = excerpt;
  row.querySelector("[data-open-draft]").addEventListener("click", () => openDraft(entry));
  row.querySelector("[data-discard]").addEventListener("click", () => {
    forgetDraft(key);
    show();
  });
  return row;
}

function openDraft({ place, draft }) {
  const [kind, ref] = place.split("/");
  if (kind === "erratum") {
    openProposal(draft);
  } else if (kind === "passage") {
    composePassage(passageOfDraft(draft.fields));
  } else if (kind === "reply" || kind === "edit") {
    window.location.assign(siteAddress("note").replace(/[0-9a-f-]{36}/u, ref));
  } else if (kind === "question") {
    window.location.assign(siteAddress("question").replace(/\b0\b/u, ref));
  } else {
    openPanel(address(notesAddress(notesPlaceOf(kind, ref))));
  }
}

function notesPlaceOf(kind, ref) {
  if (kind === "section") {
    return sectionElement(ref)?.id.replace(/^s-/u, "s/") ?? "";
  }
  return kind === "chapter" ? "" : `${kind}/${ref}`;
}
