// Elements come to life by what they carry: a selector and the function that upgrades one element.

const registry = [];

/** Registers a controller: `upgrade` calls it once for each element that matches the selector. */
export function register(selector, controller) {
  registry.push({ selector, controller, done: new WeakSet() });
}

/** Upgrades the root and everything in it that was not upgraded before. */
export function upgrade(root) {
  for (const entry of registry) {
    for (const element of within(root, entry.selector)) {
      if (!entry.done.has(element)) {
        entry.done.add(element);
        entry.controller(element);
      }
    }
  }
}

/** The root itself and its descendants that match, in the order of the document. */
export function within(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  return root instanceof Element && root.matches(selector) ? [root, ...found] : found;
}

/** Makes htmx and the controllers know about nodes that a script has put into the page. */
export function enliven(element) {
  window.htmx?.process(element);
  upgrade(element);
}
