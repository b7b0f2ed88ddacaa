// Requests of htmx that go wrong: nobody may press a button and see nothing happen.

import { isRefusedForm, statusOfRequest, troubleOf } from "./answers.js";
import { address, part, words } from "./parts.js";
import { toast } from "./say.js";

const FAILED = ["htmx:sendError", "htmx:timeout", "htmx:responseError"];

/** Watches all requests; done once for the page. Composers speak for themselves. */
export function watchFailures() {
  document.addEventListener("htmx:beforeSwap", decideSwap);
  for (const name of FAILED) {
    document.addEventListener(name, report);
  }
}

function decideSwap({ detail }) {
  const status = statusOfRequest(detail.xhr);
  if (status === 401) {
    detail.shouldSwap = false;
    detail.isError = true;
  } else if (isRefusedForm(detail.xhr)) {
    const form = detail.requestConfig.elt.closest("form");
    Object.assign(detail, { shouldSwap: true, isError: false, target: form });
    detail.swapOverride = "outerHTML";
  }
}

function report({ detail }) {
  if (!detail.elt.matches("[data-composer]")) {
    toast(sentence(troubleOf(statusOfRequest(detail.xhr)), "send"));
  }
}

/** What is said about a trouble while something was loaded or sent. */
export function sentence(name, doing) {
  return words(`${name}-${doing}`) || words(name);
}

/** A message about a trouble with the way out of it. `doing` is "load" or "send". */
export function problem(name, doing) {
  const message = part("problem");
  message.dataset.problem = name;
  message.querySelector("[data-text-here]").textContent = sentence(name, doing);
  const link = message.querySelector("a");
  const away = { "signed-out": signInAddress(), forbidden: window.location.href }[name];
  if (away) {
    link.href = away;
    link.textContent = words(name === "signed-out" ? "sign-in" : "reload");
  } else {
    link.remove();
  }
  return message;
}

function signInAddress() {
  const { pathname, search } = window.location;
  return `${address("signIn")}?next=${encodeURIComponent(pathname + search)}`;
}
