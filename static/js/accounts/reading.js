// The page of reading settings looks at once as one chooses; saving is the form's own affair.

const ATTRIBUTES = {
  text_size: ["text", "normal"],
  measure: ["measure", "normal"],
  theme: ["theme", "device"],
  highlights: ["marks", "always"],
};

/** Shows on `<html>` what is chosen in the form, as the server writes it there. */
export function readingSettings(form) {
  form.addEventListener("change", (event) => {
    const [name, usual] = ATTRIBUTES[event.target.name] ?? [];
    if (name && event.target.value === usual) {
      delete document.documentElement.dataset[name];
    } else if (name) {
      document.documentElement.dataset[name] = event.target.value;
    }
  });
}
