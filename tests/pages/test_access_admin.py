"""Who may open what in the admin, and which actions they have there.

A new page of the admin, or a new action, fails here until somebody has said whose it is.
"""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from readings.annotation.actions import add_note
from readings.annotation.models import Erratum
from readings.annotation.moderating import flag_note
from readings.annotation.pointers import Pointer
from readings.groups.actions import add_member
from readings.groups.models import StudyGroup, User
from readings.text.actions import start_reading
from readings.text.models import Section, SectionVersion
from tests.pages.asking import ask
from tests.pages.everybody import EVERYBODY, Somebody

OK, ON, NO, WRONG = 200, 302, 403, 405
STAFF = ("editor", "moderator", "admin")  # on the staff; with the right to moderate; a superuser
PAGES = {"L": "changelist", "A": "add", "C": "change", "H": "history", "D": "delete"}

# model: for each of STAFF, the pages that they may open, by their letters in PAGES.
MODELS = {
    "auditentry": ("", "", "LCH"),
    "user": ("", "", "LACH"),
    "authenticator": ("", "", "LCHD"),
    "studygroup": ("LCH", "LCH", "LACH"),
    "membership": ("", "", "LACHD"),
    "joinlink": ("", "", "LCH"),
    "note": ("", "LCH", "LCH"),
    "flag": ("", "LCH", "LCH"),
    # A group's own questions are hidden from those who may not read its notes.
    "question": ("LA", "LACH", "LACH"),
    "book": ("LACH",) * 3,
    "chapter": ("LACH",) * 3,
    "section": ("LCH",) * 3,
    "sectionversion": ("LCH",) * 3,
    "picture": ("LCHD",) * 3,
    "reading": ("LACHD",) * 3,
    "erratum": ("LCH",) * 3,
}
# What is no page of a model: its address's arguments, and what each of STAFF gets for opening it.
TOOLS = {
    "index": ((), (OK, OK, OK)),
    "password_change": ((), (OK, OK, OK)),
    "password_change_done": ((), (OK, OK, OK)),
    "jsi18n": ((), (OK, OK, OK)),
    "autocomplete": ((), (NO, NO, NO)),  # without a field that it is for
    "login": ((), (ON, ON, ON)),  # they are signed in
    "logout": ((), (WRONG, WRONG, WRONG)),
    "app_list": (("readings",), (OK, OK, OK)),
    "auth_user_password_change": (("user",), (NO, NO, OK)),
    "readings_section_preview": (("section",), (WRONG, WRONG, WRONG)),
    "readings_section_pictures": (("section",), (WRONG, WRONG, WRONG)),
    "readings_section_split": (("section",), (OK, OK, OK)),
    "readings_section_merge": (("section",), (OK, OK, OK)),
    "readings_section_move": (("section",), (OK, OK, OK)),
    "readings_section_rename": (("section",), (OK, OK, OK)),
    "readings_sectionversion_restoration": (("version",), (WRONG, WRONG, WRONG)),
    "readings_erratum_acceptance": (("erratum",), (WRONG, WRONG, WRONG)),
    "readings_erratum_refusal": (("erratum",), (WRONG, WRONG, WRONG)),
}
# model: for each of STAFF, the actions on its list.
ACTIONS = {
    "book": ("publish unpublish",) * 3,
    "joinlink": ("", "", "revoke"),
    "membership": ("", "", "delete_selected"),
    "authenticator": ("", "", "delete_selected"),
    "note": ("", "hide show", "hide show"),
    "flag": ("", "hide leave", "hide leave"),
}


@pytest.fixture
def staff(everybody, person, reading) -> dict[str, Somebody]:
    """Everybody, and somebody on the staff who may moderate; and what is for them to look at."""
    _flag_a_lone_facilitator(reading.chapter, person)
    moderator = person("Mo", is_staff=True)
    moderator.user_permissions.add(Permission.objects.get(codename="moderate_note"))
    client = Client()
    client.force_login(moderator)
    cookies = client.cookies.output(header="", sep=";")
    Authenticator.objects.create(
        user=everybody["member"].person, type=Authenticator.Type.RECOVERY_CODES, data={}
    )
    return {**everybody, "moderator": Somebody(moderator, cookies)}


def _flag_a_lone_facilitator(chapter, person):
    group = StudyGroup.objects.create(name="Two", slug="two")
    lone, other = person("Lone"), person("Otto")
    add_member(group=group, user=lone, role="facilitator")
    add_member(group=group, user=other)
    reading = start_reading(user=None, group=group, chapter=chapter)
    note = add_note(author=lone, reading=reading, body="Hard words.", pointer=Pointer("chapter"))
    flag_note(user=other, note=note, reason="unkind")


def _models():
    return {model._meta.model_name: model for model in admin.site._registry}


def _addresses():
    """Of each page of a model, and of each tool: by model and letter, and by name."""
    pages = {}
    args: tuple[object, ...]
    for name, model in _models().items():
        row = model._default_manager.first()
        for letter, page in PAGES.items():
            args = () if letter in "LA" else (row.pk,)
            view = f"admin:{model._meta.app_label}_{name}_{page}"
            pages[name, letter] = reverse(view, args=args)
    rows = {
        "user": User.objects.first(),
        "section": Section.objects.filter(order=1).first(),
        "version": SectionVersion.objects.first(),
        "erratum": Erratum.objects.first(),
    }
    for name, (args, _answers) in TOOLS.items():
        given = [getattr(rows.get(arg, arg), "pk", rows.get(arg, arg)) for arg in args]
        pages[name, ""] = reverse(f"admin:{name}", args=given)
    return pages


def test_every_page_of_the_admin_is_in_a_table():
    (ours,) = [e for e in get_resolver().url_patterns if getattr(e, "namespace", "") == "admin"]
    known = {pattern.name for pattern in _patterns(ours) if pattern.name}
    pages = {
        f"{model._meta.app_label}_{name}_{page}"
        for name, model in _models().items()
        for page in PAGES.values()
    }
    assert set(_models()) == set(MODELS)
    assert known - pages == set(TOOLS)


def _patterns(resolver):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _patterns(entry)
        else:
            yield entry


def test_the_tables(staff, addresses):
    wrong = {}
    for (name, letter), address in _addresses().items():
        for position, who in enumerate(STAFF):
            answer = ask(staff[who], "GET", address)
            found, wanted = answer.status_code, TOOLS[name][1][position] if not letter else OK
            if letter and letter not in MODELS[name][position]:
                # Django sends whoever may not see one row, but others of its kind, to the index.
                hidden = found == ON and answer["Location"] == reverse("admin:index")
                found, wanted = (NO if hidden else found), NO
            if found != wanted:
                wrong[name, letter, who] = (found, wanted)
    assert wrong == {}


def test_nobody_else_comes_in(staff, addresses):
    """Whoever is not on the staff is led to signing in, or refused where a script asks; they change
    nothing by sending a form."""
    wrong = {}
    for (name, letter), address in _addresses().items():
        for who in set(EVERYBODY) - set(STAFF):
            for method in ("GET", "POST"):
                answer = ask(staff[who], method, address, {"post": "yes"})
                if name in ("login", "logout"):
                    continue
                led = answer.status_code == ON and "/login/" in answer["Location"]
                if not led and answer.status_code != NO:
                    wrong[name, letter, who, method] = answer.status_code
    assert wrong == {}


def test_actions(staff):
    found = {}
    for name, model in _models().items():
        for who in STAFF:
            request = RequestFactory().get("/")
            request.user = staff[who].person
            if actions := " ".join(admin.site._registry[model].get_actions(request)):
                found.setdefault(name, {})[who] = actions
    wanted = {
        name: {who: a for who, a in zip(STAFF, actions, strict=True) if a}
        for name, actions in ACTIONS.items()
    }
    assert found == wanted


def test_an_action_that_is_not_theirs_does_nothing(staff, addresses):
    """An editor cannot send what only an admin is shown."""
    link = _models()["joinlink"].objects.get()
    sent = {"action": "revoke", "_selected_action": str(link.pk)}
    page = reverse("admin:readings_joinlink_changelist")
    assert ask(staff["editor"], "POST", page, sent).status_code == NO
    assert ask(staff["admin"], "POST", page, sent).status_code == ON
