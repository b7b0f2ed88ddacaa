// What an answer of the server means, in one word that names a sentence in the page's parts.

import { address } from "./parts.js";

const KNOWN = {
  0: "not-sent",
  401: "signed-out",
  403: "forbidden",
  404: "gone",
  429: "too-fast",
  503: "upkeep",
};

/** The trouble with a status; 0 means that no answer came. */
export function troubleOf(status) {
  return KNOWN[status] ?? "server-trouble";
}

/** The status of an answer; one that ended on the sign-in page means that the session is over. */
export function statusOf(status, url) {
  const signIn = address("signIn");
  return url && signIn && new URL(url).pathname === signIn ? 401 : status;
}

export function statusOfRequest(xhr) {
  return statusOf(xhr.status, xhr.responseURL);
}

/** Whether the server did what it was asked. */
export function isDone(status) {
  return status >= 200 && status < 300;
}

/** Whether the answer brings the form back with what is wrong in it. One that says to wait does so
 * where it is the site's own: a proxy's brings a page instead. */
export function isRefusedForm(xhr) {
  const status = statusOfRequest(xhr);
  const isOwn = status === 429 && xhr.getResponseHeader("HX-Retarget") !== null;
  return status === 422 || status === 409 || isOwn;
}

/** Fetches a partial: {html, status}, where `html` is null unless all went well. */
export async function fetchPartial(url, options = {}) {
  try {
    const headers = { "HX-Request": "true", "HX-Current-URL": window.location.href };
    const answer = await fetch(url, { ...options, headers: { ...headers, ...options.headers } });
    const status = statusOf(answer.status, answer.url);
    return { html: isDone(status) ? await answer.text() : null, status };
  } catch {
    return { html: null, status: 0 };
  }
}
