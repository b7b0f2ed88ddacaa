// Which block is being read: the first one below the top edge of the window.

// The bar covers the top; what stands below the upper part of the window is not read yet.
const WINDOW = { rootMargin: "-72px 0px -55% 0px" };

/** Calls `changed(block)` with the first block in sight, whenever that is another one. */
export function watchTopBlock(root, changed) {
  const seen = new Set();
  let top = null;
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      seen[isIntersecting ? "add" : "delete"](target);
    }
    const first = firstOf(seen);
    if (first && first !== top) {
      top = first;
      changed(first);
    }
  }, WINDOW);
  const observe = (block) => observer.observe(block);
  root.querySelectorAll("[data-block]").forEach(observe);
  // A block that the server sends again is a new element.
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
    if (detail.target && !detail.target.isConnected) {
      seen.delete(detail.target);
    }
    const fresh = root.querySelector(`[id="${CSS.escape(detail.target?.id ?? "")}"][data-block]`);
    if (fresh) {
      observe(fresh);
    }
  });
}

function firstOf(blocks) {
  const inOrder = (one, other) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  return [...blocks].filter((block) => block.isConnected).sort(inOrder)[0] ?? null;
}
