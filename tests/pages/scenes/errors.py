"""What the site answers when something is wrong."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.pages.scenes.scene import SUBMIT, Scene, said

TOO_MUCH = "&".join(["a"] * 1001)


def lose_the_token(page: Page) -> None:
    page.context.clear_cookies(name="csrftoken")
    page.locator("main form").last.evaluate(SUBMIT)
    expect(page.get_by_role("heading", name="Please send it once more")).to_be_visible()


NOT_READ = said("That request cannot be read")


NOT_YOURS = said("This is not yours to do")


NOTHING = said("There is nothing here")


ERRORS = [
    Scene("error 400", "member", f"{{chapter}}?{TOO_MUCH}", NOT_READ, "status of 400"),
    Scene("error 403", "member", "/groups/circle/invitations/", NOT_YOURS, "status of 403"),
    Scene("error 404", "member", "/nothing/", NOTHING, "status of 404"),
    Scene("error 404, signed out", None, "/nothing/", NOTHING, "status of 404"),
    Scene("error, form too old", None, "/accounts/login/", lose_the_token, "status of 403"),
]
