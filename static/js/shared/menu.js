// A menu made of <details> works without scripts; with them it closes as menus do.

export function menu(details) {
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) {
      event.stopPropagation();
      details.open = false;
      details.querySelector("summary").focus();
    }
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) {
      details.open = false;
    }
  });
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) {
      details.open = false;
    }
  });
}
