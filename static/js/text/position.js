// The reading position follows the member to other devices. Opening the page is not reading it:
// nothing is remembered before the first scroll, and nothing of going up to the contents.

import { csrfHeaders } from "../shared/csrf.js";

const SETTLED = 1000;
const BETWEEN = 5000;

/** Returns a function to call with each block that comes to the top of the window. */
export function rememberPosition(url) {
  let current = null;
  let sent = null;
  let last = 0;
  let timer = null;
  let scrolled = window.scrollY > 0;

  const send = () => {
    window.clearTimeout(timer);
    timer = null;
    if (!scrolled || current === null || current === sent) {
      return;
    }
    sent = current;
    last = Date.now();
    post(url, current);
  };
  const plan = () => {
    if (scrolled && timer === null) {
      timer = window.setTimeout(send, Math.max(SETTLED, last + BETWEEN - Date.now()));
    }
  };
  const onScroll = () => {
    scrolled = true;
    plan();
  };
  window.addEventListener("scroll", onScroll, { once: true, passive: true });
  window.addEventListener("pagehide", send);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      send();
    }
  });
  return (block) => {
    current = isBeginning(block) ? null : block.dataset.block;
    plan();
  };
}

/** Nobody needs to be told to go on at the beginning. */
function isBeginning(block) {
  return block === document.querySelector("[data-block]");
}

async function post(url, block) {
  try {
    await fetch(url, {
      method: "POST",
      keepalive: true,
      headers: csrfHeaders(),
      body: new URLSearchParams({ block }),
    });
  } catch {
    // The next move of the page tries again.
  }
}
