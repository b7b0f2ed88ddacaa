"""A person takes everything with them; the page opens anywhere and asks nobody for anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.exporting.mydata import PAGE, page_of_data
from tests.fixtures.cast import PASSWORD

PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_account_to_the_file(page_of, everything, scripts):
    page = page_of(everything, java_script_enabled=scripts, viewport=PHONE)
    page.goto("/accounts/")
    page.get_by_role("link", name="My data").click()
    page.get_by_role("link", name="Confirm that it is you").press("Enter")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    for name, ending in (("To read (HTML)", "html"), ("For programs (JSON)", "json")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).press("Enter")
        assert download.value.suggested_filename.endswith(f".{ending}")
        assert "Private words, mended." in download.value.path().read_text(encoding="utf-8")
    expect(page).to_have_url(f"{page.url.split('/accounts')[0]}{PAGE}")


def test_the_page_fetches_nothing_and_has_no_fault(new_context, axe, everything, write, tmp_path):
    write(
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```\n"
        + "long " * 60
        + "\n```\n\n[link](https://x.org)",
        author=everything,
    )
    file = tmp_path / "my-data.html"
    file.write_text(page_of_data(everything), encoding="utf-8")
    page = new_context(viewport={"width": 1200, "height": 6000}).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", name="Thursday Readers", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="The Commons: 12. The Fence")).to_be_visible()
    axe(page)
    page.emulate_media(color_scheme="dark")
    axe(page)
    page.set_viewport_size(PHONE)
    axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    assert asked == [file.as_uri()]
    assert page.locator("script, img, link, iframe").count() == 0
