// Keys that do something anywhere on the page. Single letters can be switched off (WCAG 2.1.4):
// dictation software types them by accident.

import { read, write } from "./store.js";

const SETTING = "single-keys";
const FIELDS = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select";

const bound = new Map();

/** Calls the action for a single key; it returns false where it has nothing to do. */
export function onKey(key, action) {
  bound.set(key, action);
}

export function singleKeysOn() {
  return read(SETTING) !== false;
}

export function setSingleKeys(on) {
  write(SETTING, on);
}

/** Whether a key event is a single key that was not meant for a field or another program. */
export function isSingleKey(event) {
  const held = event.ctrlKey || event.altKey || event.metaKey;
  return !(held || event.isComposing || event.defaultPrevented || takesText(event.target));
}

function takesText(target) {
  return target instanceof Element && (target.matches(FIELDS) || target.isContentEditable);
}

/** Starts listening; done once for the page. */
export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    const action = bound.get(event.key);
    if (action && singleKeysOn() && isSingleKey(event) && action(event) !== false) {
      event.preventDefault();
    }
  });
}
