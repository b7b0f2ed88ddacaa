// A facilitator turns what is in the composer into a question: the words chosen and the words
// written travel to the page that asks when it is due and for whom.

const FIELDS = ["kind", "key", "number", "section", "version", "start", "end", "exact", "body"];

export function ask(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const form = button.closest("form");
    const query = new URLSearchParams();
    const place = form.closest("[data-panel]")?.dataset.place;
    if (place) {
      query.set("on", place);
    }
    for (const name of FIELDS) {
      const value = form.elements[name]?.value;
      if (value) {
        query.set(name, value);
      }
    }
    window.location.assign(`${button.dataset.ask}?${query}`);
  });
}
