"""The chapter page as a reader handles it, for browser tests."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

# The range of some words in the text, however many nodes they run through.
FIND = """
const find = (words, nth = 0) => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    nodes.push([text.length, walker.currentNode]);
    text += walker.currentNode.data;
  }
  let start = -1;
  for (let turn = 0; turn <= nth; turn += 1) start = text.indexOf(words, start + 1);
  if (start < 0) throw new Error(`The page has no "${words}"`);
  const point = (place) => {
    const [before, node] = nodes.findLast(([at]) => at <= place);
    return [node, place - before];
  };
  const range = document.createRange();
  range.setStart(...point(start));
  const [node, offset] = point(start + words.length - 1);
  range.setEnd(node, offset + 1);
  return range;
};
"""


class ReaderPage:
    """One member's chapter page. `go()` first."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def go(self, query: str = "") -> ReaderPage:
        self.page.goto(self.address + query)
        return self

    @property
    def notes(self) -> Locator:
        """The panel's place, wherever it stands."""
        return self.page.locator("#notes")

    @property
    def composer(self) -> Locator:
        """The composer of a new note: not that of a reply or an edit."""
        return self.notes.locator("form[action$='/notes/'][data-composer]")

    @property
    def body(self) -> Locator:
        return self.composer.locator("textarea")

    @property
    def threads(self) -> Locator:
        return self.notes.locator("[data-threads] > [data-note]")

    @property
    def note_button(self) -> Locator:
        return self.page.locator(".note-button").get_by_role("button", name="Note")

    def block(self, number: str) -> Locator:
        numbers = self.page.locator(".number-of", has_text=number)
        return self.page.locator("[data-block]").filter(has=numbers)

    def control(self, number: str) -> Locator:
        return self.block(number).locator(":scope > [data-open]")

    def open_block(self, number: str) -> None:
        self.control(number).click()
        expect(self.composer).to_be_visible()

    def boxes(self, words: str, nth: int = 0) -> list[dict[str, float]]:
        """Where some words are drawn, a box a line."""
        script = f"""([words, nth]) => {{ {FIND}
          const range = find(words, nth);
          range.startContainer.parentElement.scrollIntoView({{block: "center", behavior: "instant"}});
          return [...range.getClientRects()].map(({{left, right, top, bottom}}) =>
            ({{left, right, top, bottom}}));
        }}"""
        found: list[dict[str, float]] = self.page.evaluate(script, [words, nth])
        return found

    def drag(self, words: str, until: str | None = None) -> None:
        """Selects words with the mouse, from the first's beginning to the last's end."""
        end = self.boxes(until or words)[-1]
        start = self.boxes(words)[0]
        if until:
            end = self.boxes(until)[-1]
            start = self.boxes_now(words)[0]
        mouse = self.page.mouse
        mouse.move(start["left"] + 0.5, (start["top"] + start["bottom"]) / 2)
        mouse.down()
        mouse.move(end["right"] - 1, (end["top"] + end["bottom"]) / 2, steps=5)
        mouse.move(end["right"] - 0.5, (end["top"] + end["bottom"]) / 2)
        mouse.up()

    def boxes_now(self, words: str) -> list[dict[str, float]]:
        """`boxes` without scrolling."""
        script = f"""(words) => {{ {FIND}
          return [...find(words).getClientRects()].map(({{left, right, top, bottom}}) =>
            ({{left, right, top, bottom}}));
        }}"""
        found: list[dict[str, float]] = self.page.evaluate(script, words)
        return found

    def select(self, words: str, nth: int = 0) -> None:
        """Selects words as the phone's own handles do: no pointer event says that it is over."""
        script = f"""([words, nth]) => {{ {FIND}
          const selection = document.getSelection();
          selection.removeAllRanges();
          selection.addRange(find(words, nth));
        }}"""
        self.page.evaluate(script, [words, nth])

    def press_at(self, words: str) -> None:
        """Presses the middle of some words."""
        box = self.boxes(words)[0]
        self.page.mouse.click((box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2)

    def painted(self, layer: str) -> list[str]:
        """The words that a highlight is painted on."""
        script = "(layer) => [...(CSS.highlights.get(layer) ?? [])].map((range) => range.toString())"
        found: list[str] = self.page.evaluate(script, layer)
        return found

    def expect_painted(self, layer: str, words: list[str]) -> None:
        self.page.wait_for_function(
            "([layer, words]) => JSON.stringify([...(CSS.highlights.get(layer) ?? [])]"
            ".map((range) => range.toString())) === JSON.stringify(words)",
            arg=[layer, words],
        )

    def drafts(self) -> dict[str, Any]:
        """What this device keeps, by place."""
        script = """() => Object.fromEntries(Object.entries(localStorage)
          .filter(([key]) => key.startsWith("draft:"))
          .map(([key, value]) => [key.split(":").slice(3).join(":"), JSON.parse(value)]))"""
        found: dict[str, Any] = self.page.evaluate(script)
        return found
