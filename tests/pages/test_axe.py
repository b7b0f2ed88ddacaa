"""The list of scenes is whole, and pages that need a broken site have no fault that axe knows."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.pages.looking import TALL_DESK, look_at
from tests.pages.scenes import SCENES, Scene, said


def test_the_page_of_a_crash_has_no_fault(visit, axe, monkeypatch):
    def crash(*_):
        raise RuntimeError("Something that nobody thought of.")

    monkeypatch.setattr("readings.pages.queries.home_page", crash)
    crashed = Scene("crash", "member", "/", said("Something went wrong"), "status of 500")
    look_at(visit(crashed), axe, TALL_DESK)


def test_the_page_of_an_update_has_no_fault(visit, axe, monkeypatch):
    monkeypatch.setattr("studyguide.operations.upkeep.trouble", lambda: "a migration runs")
    closed = Scene("update", "member", "/", said("Back in a moment"), "status of 503")
    look_at(visit(closed), axe, TALL_DESK)


# Nobody looks at these: they send on, answer a script, or change something.
UNSEEN = {
    "block": "redirects to the block on the chapter's page",
    "go-to": "redirects to a block",
    "group-start": "redirects to the chapter",
    "picture": "a file",
    "position": "answers a script",
    "mine": "answers a script",
    "my-device-sign-out": "takes a form and redirects",
    "account-keeping": "takes a form and redirects",
    "my-data-html": "a file; tests/exporting looks at it",
    "my-data-json": "a file",
    "usersessions_list": "our own stands at its address: the scene “devices”",
    "preview": "answers a script",
    "erratum-acceptance": "the scene “erratum, looked at”",
    "erratum-refusal": "the scene “erratum, no answer”",
    "note-card": "answers a script with a part of a page",
    "seen": "takes a form and redirects",
    "revocation": "takes a form and redirects",
    "group-reopening": "takes a form and redirects",
    "email-invitation": "takes a form and redirects",
    "code": "takes a form and shows what adding a person shows",
    "devices": "takes a form and redirects",
    "meeting-cancellation": "takes a form and redirects",
    "question-withdrawal": "takes a form and redirects",
    "readings": "takes a form and redirects",
    "import-corrections": "takes a form and redirects, or shows the review",
    "import-undo": "takes a form and redirects",
    "import-names": "takes a form and redirects, or shows the review",
    "import-source": "gives a file, or takes a form and redirects",
    "import-picture": "gives a picture",
    "import-attempts": "takes a form and redirects",
    "import-deletion": "takes a form and redirects",
    "note-restoration": "takes a form and redirects",
    "note-settlement": "takes a form and redirects",
    "note-flag-withdrawal": "takes a form and redirects",
    "note-showing": "takes a form and redirects",
    "note-on-section": "takes a form and redirects",
    "note-wording": "takes a form and redirects",
    "note-archive": "takes a form and redirects",
    # Their forms are sent from other pages; what comes back is a scene under the form's page.
    "note-deletion": "the scene “undo”",
    "note-replies": "the scene “reply, empty”",
    "question-answers": "shows the question's page with what is wrong",
    # allauth's pages that need a state which no test of pages can be in.
    "account_confirm_login_code": "sign-in by code is off",
    "mfa_authenticate": "only half-way through a sign-in: the scene “sign in, second step”",
    "mfa_login_webauthn": "answers a script, or takes a form and redirects",
    "mfa_download_recovery_codes": "a file",
}


def test_every_address_has_a_scene(world):
    paths = [scene.path.format_map(world).partition("?")[0] for scene in SCENES]
    seen = {resolve(path).view_name for path in paths if path != "/nothing/"}
    known = {name for name in _names(get_resolver()) if not name.startswith("admin")}
    assert known - seen == set(UNSEEN)


def _names(resolver: URLResolver) -> set[str]:
    names: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            names.add(entry.name or str(entry.pattern))
        elif entry.namespace is None:
            names |= _names(entry)
    return names
