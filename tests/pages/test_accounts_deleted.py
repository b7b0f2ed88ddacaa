"""An account whose pause is over goes, and what others read stays."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from readings.annotation.actions import add_note
from readings.annotation.models import Erratum, Note, NoteRevision, Placement, Question, Target
from readings.annotation.parting import leave_group
from readings.groups.actions import add_member, create_person, make_join_link
from readings.groups.models import (
    AuditEntry,
    FormerMember,
    JoinLink,
    Membership,
    StudyGroup,
    User,
)
from readings.pages.actions import delete_due
from readings.text.actions import start_reading
from tests.exporting.mydata import proven
from tests.exporting.test_my_data_is_whole import keys_to_people
from tests.fixtures.cast import PASSWORD
from tests.fixtures.everything import ADDRESS
from tests.pages.deleting import ask, delete, found_in_database, time_passes

FACILITATOR = Membership.Role.FACILITATOR
# Every foreign key to people: rows of these are their own, and none is left.
GOES = {
    "account.EmailAddress.user",
    "mfa.Authenticator.user",
    "readings.Assignment.user",
    "readings.ImportDraft.owner",
    "readings.Membership.user",
    "readings.ReadingPosition.user",
    "readings.SignInCode.user",
    "readings.User_groups.user",
    "readings.User_user_permissions.user",
    "usersessions.UserSession.user",
}
# These stay, with a blank behind them.
STAYS = {
    "admin.LogEntry.user": "what was done to a text is the text's history",
    "readings.Activity.actor": "signed as the notes are",
    "readings.AuditEntry.actor": "the log is only ever added to, and has no names",
    "readings.AuditEntry.person": "the log is only ever added to, and has no names",
    "readings.Erratum.decided_by": "the decision is the text's",
    "readings.Flag.by": "asks to look at another's note, which is still there",
    "readings.Flag.settled_by": "what came of another's flag",
    "readings.FootnoteChange.created_by": "the edit is the text's",
    "readings.FormerMember.removed_by": "the removal of another",
    "readings.FormerMember.user": "keeps who was removed out, and says how notes are signed",
    "readings.JoinLink.created_by": "revoked; it says who came by it",
    "readings.Meeting.created_by": "the meeting is the group's",
    "readings.Note.author": "the shared ones, signed as was chosen",
    "readings.Note.hidden_by": "the hiding of another's note",
    "readings.Question.author": "signed as was chosen",
    "readings.SectionVersion.created_by": "the edit is the text's",
    "readings.SignInCode.created_by": "the code of another",
}


# What goes -------------------------------------------------------------------------------------


def test_nothing_leads_to_who_chose_so_everywhere(everything):
    """No column of any table has their name or their address, nor any session."""
    assert found_in_database("mira walker") >= {
        "readings.User.username",
        "admin.LogEntry.object_repr",
    }
    assert found_in_database(ADDRESS)
    proven(everything)
    delete(everything, "former")
    assert found_in_database("mira walker") == set()
    assert found_in_database("mira.walker") == set()
    sessions = [str(session.get_decoded()).casefold() for session in Session.objects.all()]
    assert [said for said in sessions if "mira" in said] == []
    assert not Note.objects.filter(author=everything).exists()
    assert not Question.objects.filter(author=everything).exists()
    assert everything.display_name == "Former member"


def test_it_is_settled_for_every_key_to_people_whether_it_goes():
    assert set(keys_to_people()) == GOES | STAYS.keys()
    assert not GOES & STAYS.keys()


def test_what_is_ones_own_goes_wholly(everything):
    may = Permission.objects.get(codename="moderate_note")
    everything.user_permissions.add(may)
    targets = Target.objects.count()
    delete(everything)
    for name in GOES:
        model, field = keys_to_people()[name]
        assert not model._base_manager.filter(**{field.name: everything}).exists(), name
    assert not Note.objects.filter(audience="me").exists()
    assert not NoteRevision.objects.exists()
    assert not Note.objects.filter(body__contains="Private").exists()
    assert Target.objects.count() == targets - 1
    assert not Placement.objects.exclude(target__in=Target.objects.all()).exists()


def test_what_somebody_has_answered_keeps_its_place_alone(everything, write, facilitator):
    """No verb makes such a note; an older database may have one."""
    private = Note.objects.get(body="Private words, mended.")
    theirs = write("Theirs.", author=facilitator)
    reply = write("A reply of theirs.", author=facilitator, parent=theirs)
    Note.objects.filter(pk=reply.pk).update(parent=private, root=private)
    delete(everything)
    private.refresh_from_db()
    assert (private.body, private.html) == ("", "")
    assert private.deleted_at


def test_words_that_were_taken_back_go_and_their_place_in_a_thread_stays(everything, write):
    gone = Note.objects.get(body="Words taken back, mended.")
    write("An answer to what is gone.", author=User.objects.get(username="frida"))
    delete(everything)
    gone.refresh_from_db()
    assert (gone.body, gone.html) == ("", "")
    assert gone.deleted_at is not None


def test_what_was_shared_stays_under_the_name(everything, client_of, facilitator):
    delete(everything, "name")
    note = Note.objects.get(body="Shared words, mended.")
    assert note.author == everything
    assert everything.display_name == "Mira Walker"
    assert everything.username.startswith("deleted-")
    assert (everything.email, everything.time_zone) == (None, "")
    assert Erratum.objects.filter(note__author=everything).exists()
    page = client_of(facilitator).get(f"/notes/{note.uid}/card/", headers={"HX-Request": "true"})
    assert "Mira Walker" in page.text
    assert "Mira Walker" in client_of(facilitator).get("/groups/thursday-readers/people/").text


def test_what_was_shared_stays_as_a_former_members(everything, client_of, facilitator):
    delete(everything, "former")
    note = Note.objects.get(body="Shared words, mended.")
    assert note.author.display_name == "Former member"
    assert note.author != everything
    assert Erratum.objects.filter(note__author=note.author).exists()
    assert Question.objects.get(body="What do I ask?").author == note.author
    assert "Mira Walker" not in client_of(facilitator).get("/groups/thursday-readers/people/").text


def test_one_group_may_keep_the_name_and_another_not(everything, other_group, chapter):
    add_member(group=other_group, user=everything)
    reading = start_reading(user=None, group=other_group, chapter=chapter)
    other = add_note(author=everything, reading=reading, body="Elsewhere.")
    ask(everything, signed={str(other_group.pk): "former"})
    time_passes(everything)
    delete_due()
    everything.refresh_from_db()
    other.refresh_from_db()
    assert other.author.display_name == "Former member"
    assert Note.objects.get(body="Shared words, mended.").author == everything
    assert everything.display_name == "Mira Walker"


def test_a_group_left_before_is_signed_again(everything, group, facilitator):
    leave_group(user=everything, group=group)
    delete(everything, "former")
    assert Note.objects.get(body="Shared words, mended.").author != everything
    assert not FormerMember.objects.filter(user=everything, signed="name", group=group).exists()


def test_who_shared_nothing_leaves_no_name(member, facilitator):
    delete(member, "name")
    assert member.display_name == "Former member"


def test_a_group_in_which_one_was_alone_is_archived(person, group):
    user = person("Solo")
    add_member(group=group, user=user, role=FACILITATOR)
    delete(user)
    group.refresh_from_db()
    assert group.is_archived
    assert not group.memberships.exists()


def test_an_archived_group_may_be_left_by_the_last(person, group, member):
    user = person("Last")
    add_member(group=group, user=user, role=FACILITATOR)
    StudyGroup.objects.filter(pk=group.pk).update(archived_at=timezone.now())
    delete(user)
    assert [membership.user for membership in group.memberships.all()] == [member]


def test_links_of_theirs_stop_working_and_those_to_them_forget_them(everything, facilitator, group):
    made = JoinLink.objects.get(created_by=everything)
    sent = make_join_link(
        user=facilitator, group=group, email=ADDRESS.upper(),
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    delete(everything)
    made.refresh_from_db()
    sent.refresh_from_db()
    assert made.revoked_at
    assert sent.revoked_at
    assert sent.email == ""


def test_the_audit_log_has_it_without_names(everything):
    delete(everything)
    entry = AuditEntry.objects.get(what="account.deleted")
    assert (entry.actor, entry.person, entry.about, entry.facts) == (None, everything, "", {})


# Who is gone -----------------------------------------------------------------------------------


def test_who_is_gone_does_not_come_in_nor_is_told_apart(everything):
    client = proven(everything)
    delete(everything)
    assert client.get("/").status_code == 302
    for name in ("mira walker", ADDRESS, everything.username):
        here = Client().post("/accounts/login/", {"login": name, "password": PASSWORD})
        nobody = Client().post("/accounts/login/", {"login": "nobody", "password": PASSWORD})
        assert here.status_code == nobody.status_code == 200
        assert "is not right" in here.text
    mail.outbox.clear()
    Client().post("/accounts/password/reset/", {"email": ADDRESS})
    assert "There is no account with this address." in mail.outbox[0].body


def test_their_name_and_address_are_free(everything):
    delete(everything, "name")
    new = create_person(name="Mira Walker", password="x" * 12, email=ADDRESS)
    assert new.username == "mira walker"
    assert Note.objects.get(body="Shared words, mended.").author != new


def test_an_admin_cannot_open_them_again(everything, admin_client):
    address = f"/admin/readings/user/{everything.pk}/change/"
    assert 'name="_save"' in admin_client.get(address).text
    delete(everything)
    page = admin_client.get(address)
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert admin_client.post(address, {"is_active": "on"}).status_code == 403
