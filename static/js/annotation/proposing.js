// A composer becomes the form that proposes a correction: the words chosen and the words written go
// along to the server, which answers with that form in the panel's place.

import { fetchPartial, isDone, statusOfRequest, troubleOf } from "../shared/answers.js";
import { csrfHeaders } from "../shared/csrf.js";
import { sentence } from "../shared/failures.js";
import { toast } from "../shared/say.js";
import { dropDraft } from "./composer-drafts.js";
import { address, sectionElement } from "./page.js";
import { showPanel } from "./panel.js";

/** Upgrades a button `[data-propose]`: without scripts it sends its form to the same address. */
export function propose(button) {
  button.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    if (isDone(statusOfRequest(detail.xhr))) {
      // What was written goes on in the new form.
      dropDraft(button.form);
    }
  });
}

/** Opens the form again for words that a draft has corrected. */
export async function openProposal({ fields }) {
  const { html, status } = await fetchPartial(address("errata/new/"), {
    method: "POST",
    headers: csrfHeaders(),
    body: new URLSearchParams({ ...fields, begin: "1" }),
  });
  if (html === null) {
    toast(sentence(troubleOf(status), "load"));
    return;
  }
  const holder = document.createElement("template");
  holder.innerHTML = html;
  showPanel(holder.content.querySelector("[data-panel]"), placeOf(fields), () => undefined);
}

function placeOf({ kind, key, number, section }) {
  if (kind === "section") {
    return sectionElement(section)?.id.replace(/^s-/u, "s/") ?? "";
  }
  return kind === "footnote" ? `f/${number}` : `b/${key}`;
}
