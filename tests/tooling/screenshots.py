"""Takes the pictures in docs/screenshots anew: `make screenshots`.

A site of its own is started with the demonstration, somebody signs in, and each picture is a page
that a link leads to. Nothing of the person's own data is read.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.tooling import chromium
from tests.tooling.rooms import ROOT
from tests.tooling.running import LocalSite, environment, run_python

FOLDER = ROOT / "docs" / "screenshots"
DESK = (1440, 900)
PHONE = (390, 844)
SHEET = (794, 1123)  # A4 at 96 dots an inch
HEBREW = ROOT / "tests" / "fixtures" / "hebrew.md"
HEBREW_TITLE = "הגדר שבין שני הכפרים"
# The demo's group reads it too.
READ_IT = """
from readings.groups.models import StudyGroup
from readings.text.actions import start_reading
from readings.text.models import Chapter
chapter = Chapter.objects.get(book__language="he")
start_reading(user=None, group=StudyGroup.objects.earliest("pk"), chapter=chapter)
"""


@dataclass(frozen=True)
class Picture:
    """A picture: its file's name, how to get to the page, and how it is looked at."""

    name: str
    walk: Callable[[Page], None]
    size: tuple[int, int] = DESK
    scheme: str = "light"
    role: str = "member"
    on_paper: bool = False
    mirrored: bool = False  # as an interface in a language from right to left would be


def at_home(page: Page) -> None:
    page.goto("/")


def in_chapter(page: Page) -> None:
    """The chapter, at its second section, with the notes of a marked passage open."""
    page.goto("/")
    page.locator("#groups ~ * .card p a, .cards .card p a").first.click()
    page.locator("main.chapter").wait_for()
    page.locator("main.chapter .section").nth(1).locator("mark").first.click()
    page.locator("#notes article, #notes .note").first.wait_for()


def in_text(page: Page) -> None:
    """The chapter as it opens."""
    page.goto("/")
    page.locator("#groups ~ * .card p a, .cards .card p a").first.click()
    page.locator("main.chapter").wait_for()


def in_hebrew(page: Page) -> None:
    """A chapter that runs from right to left, with the notes of its first paragraph."""
    page.goto("/")
    page.get_by_role("link", name=HEBREW_TITLE).first.click()
    page.locator("main.chapter").wait_for()
    page.locator("main.chapter .count").first.click()
    page.locator("#notes form textarea").first.wait_for()


def at_question(page: Page) -> None:
    """The first question that waits for an answer."""
    page.goto("/")
    page.locator("section[aria-labelledby=due] a").first.click()
    page.locator("main").wait_for()


PICTURES = (
    Picture("home", at_home),
    Picture("chapter-light", in_chapter),
    Picture("chapter-dark", in_chapter, scheme="dark"),
    Picture("chapter-phone", in_text, size=PHONE),
    Picture("chapter-print", in_text, size=SHEET, on_paper=True),
    Picture("chapter-right-to-left", in_hebrew, mirrored=True),
    Picture("question", at_question),
    Picture("question-phone", at_question, size=PHONE),
)


def take(browser: Browser, url: str, picture: Picture, login: dict[str, str]) -> None:
    """Signs in, goes there and writes the file."""
    width, height = picture.size
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",
        has_touch=picture.size == PHONE,
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(login["username"])
    page.locator("input[name=password]").fill(login["password"])
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/")
    picture.walk(page)
    page.wait_for_load_state("networkidle")
    if picture.mirrored:
        page.evaluate("document.documentElement.dir = 'rtl'")
    if picture.on_paper:
        page.emulate_media(media="print")
        # The sheet's own margin, which a window has not.
        page.evaluate("document.body.style.padding = '15mm'")
    page.screenshot(path=FOLDER / f"{picture.name}.png", animations="disabled")
    context.close()
    print(f"docs/screenshots/{picture.name}.png", flush=True)


def bring_hebrew(data: Path) -> None:
    """Gives the demonstration's group a chapter that runs from right to left."""
    for arguments in (("import_chapter", str(HEBREW)), ("shell", "--no-imports", "-c", READ_IT)):
        done = run_python("manage.py", *arguments, env=environment(data))
        if done.returncode:
            raise SystemExit(done.stderr)


def main() -> int:
    """Takes every picture; returns 1 where there is no browser to take them with."""
    path = chromium.find()
    if path is None:
        print(f"No pictures were taken: {chromium.HOW_TO}.")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="studyguide-screenshots-") as folder:
        site = LocalSite(Path(folder))
        try:
            url = site.url()
            bring_hebrew(Path(folder))
            logins = json.loads((Path(folder) / "demo-logins.json").read_text(encoding="utf-8"))
            by_role = {login["role"]: login for login in logins}
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=path, args=list(chromium.ARGUMENTS)
                )
                for picture in PICTURES:
                    take(browser, url, picture, by_role[picture.role])
                browser.close()
        finally:
            site.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
