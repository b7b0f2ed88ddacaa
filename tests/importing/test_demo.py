"""The demo comes in through the same importer, once, and takes nothing from anybody."""

from __future__ import annotations

import json
import stat

import pytest
from django.core.management import call_command

from readings.annotation.models import Note, Question
from readings.groups.models import StudyGroup, User
from readings.importing.demo import load
from readings.text.models import Chapter, Reading, Reason


@pytest.fixture
def logins(tmp_path):
    return tmp_path / "demo-logins.json"


@pytest.fixture
def demo(db, logins):
    call_command("load_demo", credentials=logins, verbosity=0)


def test_the_demo_holds_a_chapter_with_reasons_questions_and_talk(demo):
    chapter = Chapter.objects.get()
    assert chapter.number == 25
    assert chapter.sections.count() == 4
    assert Reason.objects.filter(section__chapter=chapter).count() == 9
    assert chapter.footnotes.count() == 21
    assert Question.objects.filter(group=None).count() == 8
    assert Question.objects.exclude(group=None).count() == 3
    assert Note.objects.filter(parent=None).count() == 8
    assert Note.objects.filter(audience="me").count() == 1


def test_every_note_and_question_stands_in_its_words(demo):
    for kind in (Note, Question):
        for row in kind.objects.exclude(target=None).select_related("target__section__version"):
            target = row.target
            if target.start is not None:
                assert target.section.version.plain_text[target.start : target.end] == target.exact


@pytest.mark.parametrize("role", ["admin", "facilitator", "member"])
def test_the_logins_work(demo, logins, client, role):
    login = next(entry for entry in json.loads(logins.read_text()) if entry["role"] == role)
    data = {"login": login["username"], "password": login["password"]}
    assert client.post("/accounts/login/", data).status_code == 302


@pytest.mark.parametrize("role", ["admin", "facilitator", "member"])
def test_the_logins_are_refused_where_others_reach_the_site(demo, logins, client, role, settings):
    settings.DEMO_LOGINS_ALLOWED = False
    login = next(entry for entry in json.loads(logins.read_text()) if entry["role"] == role)
    for name in (login["username"], User.objects.get(display_name=login["username"]).email):
        data = {"login": name, "password": login["password"]}
        assert client.post("/accounts/login/", data).status_code == 200
    assert "_auth_user_id" not in client.session


def test_only_the_owner_reads_the_logins(demo, logins):
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600


def test_passwords_are_random(db, tmp_path):
    load(tmp_path / "one.json")
    (tmp_path / "one.json").rename(tmp_path / "two.json")
    load(tmp_path / "one.json")
    assert (tmp_path / "one.json").read_text() != (tmp_path / "two.json").read_text()


def test_a_second_time_changes_nothing(demo, logins):
    before = (logins.read_text(), Note.objects.count(), Question.objects.count())
    passwords = set(User.objects.values_list("password", flat=True))
    StudyGroup.objects.update(name="Renamed by its members")
    StudyGroup.objects.update(name="Thursday Circle")
    assert load(logins) is False
    assert (logins.read_text(), Note.objects.count(), Question.objects.count()) == before
    assert set(User.objects.values_list("password", flat=True)) == passwords
    assert Reading.objects.count() == 1


def test_the_demos_admin_sees_no_notes_of_the_group(demo):
    admin = User.objects.get(is_staff=True)
    assert not Note.objects.visible_to(admin).exists()
