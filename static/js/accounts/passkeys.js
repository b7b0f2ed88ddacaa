// A form that a passkey fills in: `data-passkey` says what for. Its words for trouble stand in it.

import { create, forUse, get } from "./credentials.js";

const WAYS = {
  create: async (form) => create(forUse(written(form), form.elements.passwordless?.checked)),
  get: async (form) => get(written(form)),
  login: async (form) => get(await asked(form)),
};

/** Brings the form's button to life: it asks the device, and sends what the device says. */
export function passkey(form) {
  const button = form.querySelector("[data-passkey-start]");
  button.hidden = false;
  form.querySelector("[data-without-scripts]")?.remove();
  button.addEventListener("click", async () => {
    say(form, "");
    if (!window.PublicKeyCredential || !navigator.credentials) {
      say(form, "unsupported");
      return;
    }
    button.disabled = true;
    try {
      const credential = await WAYS[form.dataset.passkey](form);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      say(form, trouble(error));
      button.disabled = false;
      button.focus();
    }
  });
}

const written = (form) =>
  JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);

async function asked(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new TypeError(`${answer.status}`);
  }
  return (await answer.json()).request_options;
}

function trouble(error) {
  if (error.name === "InvalidStateError") {
    return "known";
  }
  if (error.name === "SecurityError" || error.name === "NotSupportedError") {
    return "unsupported";
  }
  return error instanceof TypeError ? "offline" : "refused";
}

function say(form, name) {
  for (const words of form.querySelectorAll("[data-passkey-trouble]")) {
    words.hidden = words.dataset.passkeyTrouble !== name;
  }
}
