// The page brings its markup and its words along in <template id="script-parts">, so that scripts
// hold no sentence that would have to be translated.

function template() {
  return document.getElementById("script-parts");
}

/** A fresh copy of a part by its name, or null on a page that brings none. */
export function part(name) {
  const found = template()?.content.querySelector(`[data-part="${name}"]`);
  return found ? found.cloneNode(true) : null;
}

/** A sentence by its name, with `{name}` filled in from the values. */
export function words(name, values = {}) {
  const found = template()?.content.querySelector(`[data-words="${name}"]`);
  const text = found ? found.textContent.trim() : "";
  return text.replace(/\{(\w+)\}/gu, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** An address that the server wrote down for scripts, such as the sign-in page. */
export function address(name) {
  return template()?.dataset[name] ?? "";
}
