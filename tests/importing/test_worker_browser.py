"""`make run` as a whole: a book is read and saved by the worker while its owner looks on."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.importing.making import WELLS, document
from tests.tooling.running import LocalSite


@pytest.fixture
def site(tmp_path):
    started = LocalSite(tmp_path)
    yield started
    started.kill()


def test_the_worker_reads_and_saves_a_book(site, tmp_path, new_context):
    page = new_context(base_url=site.url()).new_page()
    logins = {one["role"]: one for one in json.loads((tmp_path / "demo-logins.json").read_text())}
    page.goto("/accounts/login/")
    page.get_by_label("Name or e-mail").fill(logins["facilitator"]["username"])
    page.get_by_label("Password").fill(logins["facilitator"]["password"])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.locator("main .cards h3 a").click()
    page.get_by_role("link", name="Bring in a text").click()
    book = WELLS + "".join(f"\n\n# Chapter {n}\n\nWords." for n in range(3, 7))
    file = {"name": "wells.epub", "mimeType": "", "buffer": document(book, "epub")}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    # The page goes on by itself once the worker has read the file.
    expect(page.get_by_role("heading", name="Look at “Wells”")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="“Wells” is saved")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="1. The Rope").click()
    expect(page.get_by_text("as long as the well is deep")).to_be_visible()
    expect(page).to_have_url(re.compile("/wells/the-rope/$"))
