"""The files' keys and values in words, for the page that people read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from readings.exporting.personal.values import Row
from readings.groups.models import FormerMember, Membership, User

TITLES = {
    "profile": _("Who I am here"),
    "reading_settings": _("How I read"),
    "notices": _("How notices come"),
    "email_addresses": _("E-mail addresses"),
    "sign_in_methods": _("How I sign in"),
    "sign_in_codes": _("Sign-in codes that I was given"),
    "devices": _("Where I am signed in"),
    "groups": _("My groups"),
    "former_groups": _("Groups that I have left"),
    "invitations": _("Invitations that I made"),
    "meetings": _("Meetings that I set"),
    "notes": _("My notes"),
    "questions": _("Questions that I asked"),
    "assignments": _("Questions that were assigned to me"),
    "reading_positions": _("Where I stopped reading"),
    "text_edits": _("Texts that I edited"),
    "flags": _("Notes of others that I flagged"),
    "decisions": _("What I decided about others' proposals and notes"),
    "audit_log": _("The audit log: what I did, and what was done to me"),
    "admin_log": _("What I did in the admin"),
    "imports": _("Imports that I began"),
}

LABELS = {
    "about": _("About"),
    "added_by_group": _("Added by the group"),
    "address": _("Address"),
    "administers": _("Administrator"),
    "answers_shown": _("Answers are shown"),
    "archived_at": _("Archived"),
    "assigned_at": _("Assigned"),
    "asked_at": _("Asked"),
    "at": _("When"),
    "author": _("Author"),
    "begun_at": _("Begun"),
    "book": _("Book"),
    "browser": _("What the browser calls itself"),
    "chapter": _("Chapter"),
    "chapters_made": _("Chapters made"),
    "colour": _("Colour (its number)"),
    "concerns": _("Whom it concerned"),
    "concerns_me": _("It concerns me"),
    "confirmed": _("Confirmed"),
    "decision": _("Decision"),
    "deletion_due_at": _("The account is to be deleted"),
    "due_at": _("Due"),
    "edits_texts": _("Edits texts"),
    "facts": _("More about it"),
    "footnote": _("Footnote"),
    "for_people": _("For how many people"),
    "group": _("Group"),
    "highlights": _("Marks in the text"),
    "i_did_it": _("I did it"),
    "in_use": _("In use"),
    "joined_at": _("Joined"),
    "kind": _("Kind"),
    "language": _("Language"),
    "last_signed_in_at": _("Last signed in"),
    "last_touched_at": _("Last worked on"),
    "last_used_at": _("Last used"),
    "left_at": _("Left"),
    "made_at": _("Made"),
    "measure": _("Length of lines"),
    "my_words": _("My words"),
    "name": _("Name"),
    "network_address": _("Network address"),
    "news_mailed_to": _("News told by mail up to number"),
    "news_seen_to": _("News seen up to number"),
    "note": _("Note"),
    "notes_are_mine": _("My notes there are still tied to me"),
    "notes_signed": _("My notes there are signed"),
    "noticed_at": _("Last looked for news"),
    "notices": _("When"),
    **User.ABOUT,
    "other_rights": _("Other rights"),
    "paragraph": _("Paragraph"),
    "people_who_came": _("People who came"),
    "place": _("Place"),
    "question_address": _("The question"),
    "reason": _("Reason"),
    "removed_by_somebody": _("I was removed"),
    "revoked_at": _("Revoked"),
    "rights": _("Rights"),
    "role": _("Role"),
    "role_until": _("Role until"),
    "section": _("Section"),
    "set_at": _("Set"),
    "sign_in_name": _("I sign in as"),
    "signed_in_at": _("Signed in"),
    "since": _("Since"),
    "size": _("Size in bytes"),
    "source": _("Source"),
    "starts_at": _("Begins"),
    "state": _("State"),
    "summary": _("Summary"),
    "text": _("Text"),
    "text_size": _("Text size"),
    "theme": _("Colours"),
    "they_join_as": _("They join as"),
    "time_zone": _("Time zone"),
    "title": _("Title"),
    "to_one_address": _("Sent to one e-mail address"),
    "until": _("Until"),
    "used_at": _("Used"),
    "version": _("Version"),
    "what": _("What"),
    "withdrawn_at": _("Withdrawn"),
}

# What the audit log calls them; one that is not here yet is shown as it stands there.
ACTS = {
    "account.deletion_asked": _("The deletion of the account was asked for"),
    "account.kept": _("The account was kept after all"),
    "group.founded": _("A group was founded"),
    "group.changed": _("A group's settings were changed"),
    "group.archived": _("A group was archived"),
    "group.reopened": _("A group was opened again"),
    "group.continued": _("A group's next round was begun"),
    "invitation.made": _("An invitation was made"),
    "invitation.revoked": _("An invitation was revoked"),
    "member.joined": _("Somebody joined a group"),
    "member.added": _("Somebody was added to a group"),
    "member.left": _("Somebody left a group"),
    "member.removed": _("Somebody was removed from a group"),
    "role.changed": _("A role was changed"),
    "person.added": _("A person was added by name"),
    "person.changed": _("A person's facts were changed"),
    "code.made": _("A sign-in code was handed over"),
    "devices.signed-out": _("Devices were signed out"),
}

WORDS: dict[tuple[str, str], Any] = {
    **{("role", value): words for value, words in Membership.Role.choices},
    **{("they_join_as", value): words for value, words in Membership.Role.choices},
    **{("notes_signed", value): words for value, words in FormerMember.Signed.choices},
    **{("text_size", value): words for value, words in User.TextSize.choices},
    **{("measure", value): words for value, words in User.Measure.choices},
    **{("theme", value): words for value, words in User.Theme.choices},
    **{("notices", value): words for value, words in User.Notices.choices},
    **{("highlights", value): words for value, words in User.Highlights.choices},
    **{("what", what): words for what, words in ACTS.items()},
    ("kind", "password"): _("Password"),
    ("kind", "recovery_codes"): _("Recovery codes"),
    ("kind", "totp"): _("App for codes"),
    ("kind", "webauthn"): _("Passkey"),
}


def said(key: str, value: Any) -> str:
    """A value as people read it; "" for what says nothing."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, dict):
        return place_said(value) if "quote" in value else _facts(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, str) and (moment := _moment(value)):
        return time_said(moment)
    return str(WORDS.get((key, value), value))


def _facts(facts: Row) -> str:
    return "; ".join(f"{name}: {said(name, value)}" for name, value in facts.items())


def _moment(value: str) -> datetime | None:
    # Only what `values.when` writes: a date, a time and an offset.
    if len(value) < len("2026-01-01T00:00:00+00:00") or value[10] != "T":
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def time_said(moment: datetime) -> str:
    """A time with its offset, for a file is read anywhere."""
    return f"{date_format(moment, 'DATETIME_FORMAT')} ({moment:%z})"


def place_said(place: Row) -> str:
    """Where something stands, without the quote."""
    parts = [
        f"{gettext('Section')} “{place['section']}”" if place["section"] else "",
        f"{gettext('Paragraph')} {place['paragraph']}" if place["paragraph"] else "",
        f"{gettext('Footnote')} {place['footnote']}" if place["footnote"] else "",
    ]
    return ", ".join(part for part in parts if part) or gettext("The chapter")
