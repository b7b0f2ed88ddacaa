// Pictures for a section: chosen, dragged onto the text or pasted into it. Each is sent at once, and
// the Markdown that shows it is put where the cursor is, ready for the words that say what it shows.

/** Without scripts there is no such control: the file's address would have nowhere to go. */
export function offerPictures() {
  for (const adder of document.querySelectorAll("[data-pictures]")) {
    const editor = editorOf(adder);
    const input = adder.querySelector("input");
    adder.hidden = false;
    input.addEventListener("change", async () => {
      await addAll(adder, editor, [...input.files]);
      input.value = "";
    });
    editor.addEventListener("editing:files", ({ detail }) => addAll(adder, editor, detail));
  }
}

const editorOf = (adder) => adder.parentElement.querySelector(".markdownx-editor");

async function addAll(adder, editor, files) {
  const { address, adding, added, failed } = { address: adder.dataset.pictures, ...adder.dataset };
  const status = adder.querySelector("[role=status]");
  status.textContent = adding;
  const answers = await Promise.all(files.map((file) => send(address, editor, file)));
  for (const { code } of answers) {
    if (code) {
      insert(editor, code);
    }
  }
  const faults = answers.filter(({ code }) => !code).map(({ problem }) => problem || failed);
  status.textContent = faults.join(" ") || added;
}

/** The Markdown for the picture, or what is wrong with the file; nothing where the line is down. */
async function send(address, editor, file) {
  const body = new FormData();
  body.append("image", file);
  body.append("csrfmiddlewaretoken", editor.form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(address, { method: "POST", body });
    const said = await answer.json();
    return { code: said.image_code, problem: said.problem };
  } catch {
    return {};
  }
}

/** Puts a paragraph of its own at the cursor, which then stands between the brackets. */
function insert(editor, code) {
  const { value, selectionEnd: at } = editor;
  const before = value.slice(0, at);
  const after = value.slice(at);
  const above =
    before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below =
    after === "" || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  editor.setRangeText(above + code + below, at, at);
  const cursor = at + above.length + code.indexOf("]");
  editor.focus();
  editor.setSelectionRange(cursor, cursor);
  editor.dispatchEvent(new Event("input", { bubbles: true }));
}
