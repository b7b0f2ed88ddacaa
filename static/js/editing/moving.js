// Rows move by their buttons as they do by dragging, and each says its place in a field of its own.

const PLACE = "input._reorder_";

/** Shows the buttons, and keeps every row's number in step with where it stands. */
export function offerMoving() {
  for (const movers of document.querySelectorAll(".movers")) {
    movers.hidden = false;
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) {
      move(button);
    }
  });
  // sortable2 numbers the rows that were there before, and no new ones, right after this event.
  document.addEventListener("end", (event) => {
    const body = event.target.closest(".editing-rows tbody");
    if (body) {
      queueMicrotask(() => number(body));
    }
  });
}

function move(button) {
  const row = button.closest("tr");
  const body = row.parentElement;
  const rows = rowsOf(body);
  const to = rows.indexOf(row) + (button.dataset.move === "up" ? -1 : 1);
  if (to < 0 || to >= rows.length) {
    return;
  }
  const [upper, lower] = button.dataset.move === "up" ? [rows[to], row] : [row, rows[to]];
  top(upper).before(...withErrors(lower));
  number(body);
  button.focus();
  say(row, to + 1, rows.length);
}

function rowsOf(body) {
  return [...body.querySelectorAll("tr.form-row:not(.empty-form)")];
}

/** The row with the row above it that says what is wrong with it, if there is one. */
function withErrors(row) {
  const above = row.previousElementSibling;
  return above?.classList.contains("row-form-errors") ? [above, row] : [row];
}

function top(row) {
  return withErrors(row)[0];
}

function number(body) {
  rowsOf(body).forEach((row, index) => {
    const field = row.querySelector(PLACE);
    if (field) {
      field.value = index + 1;
    }
  });
}

function say(row, place, count) {
  const status = row.closest(".editing-rows").querySelector("[data-moved]");
  status.textContent = status.dataset.moved.replace("{place}", place).replace("{count}", count);
}
