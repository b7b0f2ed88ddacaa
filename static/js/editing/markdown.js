// markdownx's editor without its traps: keys that belong to the browser, files that it would send
// itself, and editors in rows that come later.

const EDITOR = ".markdownx-editor";
const STARTED = "data-markdownx-init";
const BROWSERS_KEYS = ["d", "[", "]"];

/** Call it before the page is ready, so that the template for new rows is left alone. */
export function tameEditors() {
  for (const editor of document.querySelectorAll(`.empty-form ${EDITOR}`)) {
    editor.setAttribute(STARTED, "");
  }
  window.addEventListener("keydown", freeKeys, { capture: true });
  for (const type of ["drop", "paste"]) {
    window.addEventListener(type, takeFiles, { capture: true });
  }
  document.addEventListener("formset:added", (event) => start(event.target));
}

/** Tab goes on to the next field, and Ctrl+D, Ctrl+[ and Ctrl+] are the browser's. */
function freeKeys(event) {
  const taken =
    event.key === "Tab" || ((event.ctrlKey || event.metaKey) && BROWSERS_KEYS.includes(event.key));
  if (taken && event.target.matches?.(EDITOR)) {
    event.stopPropagation();
  }
}

/** Files go to whoever takes pictures for the text (see pictures.js); words go in as anywhere. */
function takeFiles(event) {
  if (!event.target.matches?.(EDITOR)) {
    return;
  }
  const data = event.dataTransfer ?? event.clipboardData;
  if (data?.files.length) {
    event.preventDefault();
    event.target.dispatchEvent(new CustomEvent("editing:files", { detail: [...data.files] }));
  }
  event.stopPropagation();
}

/** Brings the editors of a new row to life: markdownx looks for such only when its script runs. */
function start(row) {
  const editors = row.querySelectorAll(EDITOR);
  if (editors.length === 0) {
    return;
  }
  for (const editor of editors) {
    editor.removeAttribute(STARTED);
  }
  const script = document.createElement("script");
  script.src = document.querySelector('script[src*="markdownx/js/"]').src;
  document.head.append(script);
}
