// The keys of the page: a list that "?" opens, with the switch that turns single letters off.

import { onKey, setSingleKeys, singleKeysOn } from "../shared/keys.js";
import { part } from "../shared/parts.js";

let dialog = null;

/** Binds "?" for the page; done once. */
export function offerHelp() {
  onKey("?", showHelp);
}

/** Upgrades a button that opens the list. */
export function helpButton(button) {
  button.hidden = false;
  button.addEventListener("click", showHelp);
}

function showHelp() {
  dialog ??= makeDialog();
  if (!dialog) {
    return false;
  }
  if (!dialog.open) {
    dialog.showModal();
  }
  return true;
}

function makeDialog() {
  const made = part("help");
  if (!made) {
    return null;
  }
  document.body.append(made);
  const toggle = made.querySelector("[data-single-keys]");
  toggle.checked = singleKeysOn();
  toggle.addEventListener("change", () => setSingleKeys(toggle.checked));
  made.querySelector("[data-close-help]").addEventListener("click", () => made.close());
  return made;
}
