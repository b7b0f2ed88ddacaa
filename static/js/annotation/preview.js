// A preview of the note, when asked for: rendered and made safe by the server.

import { troubleOf } from "../shared/answers.js";
import { csrfHeaders } from "../shared/csrf.js";
import { sentence } from "../shared/failures.js";
import { address, words } from "../shared/parts.js";
import { bodyOf } from "./form.js";

/** Upgrades the composer's preview button, if it has one. */
export function offerPreview(form) {
  const button = form.querySelector("[data-preview-button]");
  const place = form.querySelector("[data-preview]");
  if (!button || !place) {
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (place.hidden) {
      await show(place, bodyOf(form).value);
    } else {
      place.hidden = true;
    }
    button.setAttribute("aria-expanded", String(!place.hidden));
  });
  // What is typed further is no longer what the preview shows.
  bodyOf(form).addEventListener("input", () => {
    place.hidden = true;
    button.setAttribute("aria-expanded", "false");
  });
}

async function show(place, body) {
  const { html, text } = await fetchPreview(body);
  if (html === undefined) {
    place.textContent = text;
  } else {
    place.innerHTML = html;
  }
  place.hidden = false;
}

async function fetchPreview(body) {
  try {
    const answer = await fetch(address("preview"), {
      method: "POST",
      headers: csrfHeaders(),
      body: new URLSearchParams({ body, content: body }),
    });
    const content = await answer.text();
    if (answer.ok && !answer.redirected) {
      return content.trim() ? { html: content } : { text: words("preview-empty") };
    }
    const isPlain = answer.headers.get("Content-Type")?.startsWith("text/plain");
    return { text: isPlain ? content : sentence(troubleOf(answer.status), "load") };
  } catch {
    return { text: sentence("not-sent", "load") };
  }
}
