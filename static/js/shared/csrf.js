// The token that every POST must carry, for the few requests that htmx does not send.

/** Headers for a `fetch` that writes. */
export function csrfHeaders() {
  const field = document.querySelector("[data-reader] [name=csrfmiddlewaretoken]");
  const token = field ? field.value : fromBody();
  return token ? { "X-CSRFToken": token } : {};
}

function fromBody() {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"];
  } catch {
    return "";
  }
}
