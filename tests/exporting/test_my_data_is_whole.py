"""Nothing that the site knows of a person is left out of their data without a reason."""

from __future__ import annotations

import json
import re

import pytest
from django.apps import apps
from django.db.models import Field, Model

from readings.groups.models import User
from tests.exporting.mydata import exported
from tests.tooling.rooms import ROOT

# Every foreign key to people: under which key of the file its rows are.
EXPORTED = {
    "account.EmailAddress.user": "email_addresses",
    "admin.LogEntry.user": "admin_log",
    "mfa.Authenticator.user": "sign_in_methods",
    "readings.Assignment.user": "assignments",
    "readings.AuditEntry.actor": "audit_log",
    "readings.AuditEntry.person": "audit_log",
    "readings.Erratum.decided_by": "decisions",
    "readings.Flag.by": "flags",
    "readings.FootnoteChange.created_by": "text_edits",
    "readings.FormerMember.user": "former_groups",
    "readings.ImportDraft.owner": "imports",
    "readings.JoinLink.created_by": "invitations",
    "readings.Meeting.created_by": "meetings",
    "readings.Membership.user": "groups",
    "readings.Note.author": "notes",
    "readings.Note.hidden_by": "decisions",
    "readings.Question.author": "questions",
    "readings.ReadingPosition.user": "reading_positions",
    "readings.SectionVersion.created_by": "text_edits",
    "readings.SignInCode.user": "sign_in_codes",
    "usersessions.UserSession.user": "devices",
}
# Or why they are under none.
EXPLAINED = {
    "readings.Activity.actor": "says again that a note, question, meeting or membership was made",
    "readings.Flag.settled_by": "“flag.settled” in the audit log says it",
    "readings.FormerMember.removed_by": "“member.removed” in the audit log says it",
    "readings.SignInCode.created_by": "“code.made” in the audit log says it",
    "readings.User_groups.user": "groups of rights are not used here",
    "readings.User_user_permissions.user": "“other_rights” of the profile",
}


def name_of(field: Field) -> str:
    return f"{field.model._meta.label}.{field.name}"


def keys_to_people() -> dict[str, tuple[type[Model], Field]]:
    """Every relation from any model of any app to people."""
    return {
        name_of(field): (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is User
    }


def test_every_key_to_people_is_in_the_file_or_has_a_reason():
    assert set(keys_to_people()) == EXPORTED.keys() | EXPLAINED.keys()
    assert not EXPORTED.keys() & EXPLAINED.keys()


@pytest.mark.parametrize("name", EXPORTED)
def test_its_rows_are_in_the_file(name, everything):
    model, field = keys_to_people()[name]
    assert model._base_manager.filter(**{field.name: everything}).exists(), "none was made"
    assert exported(everything)[EXPORTED[name]]


def test_a_person_of_whom_nothing_is_known_has_every_key_too(person, everything):
    assert exported(person("New")).keys() == exported(everything).keys()


def test_every_key_is_documented(everything):
    words = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs/my-data.md").read_text(encoding="utf-8")))
    assert names_in(exported(everything)) - words == set()


def names_in(found: object, *, free: bool = False) -> set[str]:
    """All keys of the file; those of `facts` are whatever an act has to say."""
    if isinstance(found, list):
        return set().union(*(names_in(one) for one in found))
    if not isinstance(found, dict):
        return set()
    inner = (names_in(value) for key, value in found.items() if key != "facts")
    return set(found).union(*inner)


def test_the_file_has_no_secret(everything):
    everything.notice_key = "the-secret-of-the-links-in-mails"
    everything.save()
    text = json.dumps(exported(everything))
    link = everything.memberships.get().group.join_links.first()
    codes = everything.sign_in_codes.get()
    for secret in (
        everything.password,
        everything.notice_key,
        link.token,
        codes.digest,
        "credential",
    ):
        assert secret
        assert secret not in text
    kept = [row.data for row in everything.authenticator_set.all()]
    secrets = [str(value) for data in kept for key, value in data.items() if key != "name"]
    assert [secret for secret in secrets if len(secret) > 1 and secret in text] == []
