"""The long work on an import: one task does it, once; what is lost is found and started again."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from readings.groups.models import Membership
from readings.importing import drafting, running, tasks
from readings.importing.drafting import begin_import, discard_import, sweep, try_again
from readings.importing.models import ImportDraft
from readings.importing.problems import ImportProblem
from readings.importing.running import read_draft, save_draft
from readings.importing.saving import ask_to_save
from readings.text.models import Chapter, Reading
from tests.importing.making import WELL, WELLS, document

State = ImportDraft.State
original = running._read


@pytest.fixture
def begun(facilitator, group):
    """A draft that waits to be read."""

    def begin(data=None, name="well.txt"):
        text = WELL.encode() if data is None else data
        return begin_import(user=facilitator, group=group, data=text, name=name)

    return begin


@pytest.fixture
def asked(begun, facilitator):
    """A draft of a book that waits to be saved."""

    def ask():
        draft = begun(document(WELLS, "html"), "wells.html")
        read_draft(draft.pk, draft.run)
        draft.refresh_from_db()
        return ask_to_save(user=facilitator, draft=draft, revision=0, updates={})

    return ask


@pytest.fixture
def reads(monkeypatch):
    """The drafts whose files were read, in the order in which that was done."""
    found = []

    def note(draft):
        found.append(draft.pk)
        return original(draft)

    monkeypatch.setattr(running, "_read", note)
    return found


def aged(draft, age=drafting.STUCK_AFTER, **fields):
    """The draft without a sign of life for so long."""
    moment = timezone.now() - age - timedelta(seconds=1)
    ImportDraft.objects.filter(pk=draft.pk).update(touched_at=moment, **fields)
    draft.refresh_from_db()
    return draft


def test_a_draft_is_read_once(begun, reads):
    draft = begun()
    for _turn in range(3):
        read_draft(draft.pk, draft.run)
    draft.refresh_from_db()
    assert (draft.state, len(reads)) == (State.READY, 1)


def test_progress_is_told_while_it_goes_on(begun, monkeypatch):
    draft = begun(document(WELLS, "epub"), "wells.epub")
    seen = []
    write = running._write

    def note(own, **fields):
        seen.append(fields.get("step"))
        write(own, **fields)

    monkeypatch.setattr(running, "_write", note)
    read_draft(draft.pk, draft.run)
    assert seen == [1, 5, 7, 10, None]
    draft.refresh_from_db()
    assert (draft.step, draft.steps) == (10, 15)  # its words are read then, too


def test_a_short_file_is_read_at_once_and_a_long_one_by_a_task(begun, monkeypatch):
    later = []
    monkeypatch.setattr(tasks, "read_later", lambda pk, run: later.append(pk))
    short = tasks.start(begun())
    assert short.state == State.READY
    epub = tasks.start(begun(document(WELLS, "epub"), "wells.epub"))
    large = tasks.start(begun(b"word " * 50_000, "words.txt"))
    assert (epub.state, large.state) == (State.WAITING, State.WAITING)
    assert later == [epub.pk, large.pk]


def test_what_a_killed_worker_left_is_started_again(begun):
    draft = aged(begun(), state=State.READING)
    (lost,) = sweep()
    assert (lost.pk, lost.state, lost.run) == (draft.pk, State.WAITING, 2)
    assert sweep() == []
    tasks.start_lost.call_local()
    read_draft(draft.pk, 2)
    draft.refresh_from_db()
    assert draft.state == State.READY


def test_a_file_that_ends_its_worker_twice_is_not_tried_for_ever(begun):
    draft = aged(begun(), state=State.READING)
    (lost,) = sweep()
    aged(lost, state=State.READING)
    assert sweep() == []
    draft.refresh_from_db()
    assert (draft.state, draft.problem_code) == (State.FAILED, "lost")


def test_a_task_that_was_thought_to_be_lost_changes_nothing(begun, monkeypatch):
    """It finds another run when it comes back, and leaves the draft to that one."""
    draft = begun()

    def slowly(own):
        found = original(own)
        aged(own)
        (again,) = sweep()
        assert again.run == 2
        return found

    monkeypatch.setattr(running, "_read", slowly)
    read_draft(draft.pk, 1)
    draft.refresh_from_db()
    assert (draft.state, draft.outline, draft.run) == (State.WAITING, None, 2)


def test_a_discarded_draft_is_left_alone_by_its_task(begun, facilitator):
    draft = begun()
    pk = draft.pk
    discard_import(user=facilitator, draft=draft)
    read_draft(pk, 1)
    assert not ImportDraft.objects.exists()


def test_a_fault_of_ours_is_told_and_logged(begun, monkeypatch):
    def fail(_draft):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(running, "_read", fail)
    draft = begun()
    with pytest.raises(RuntimeError):
        read_draft(draft.pk, 1)
    draft.refresh_from_db()
    assert (draft.state, draft.problem_code) == (State.FAILED, "fault")
    assert "not with your file" in draft.problem


def test_one_tries_again(begun, facilitator, monkeypatch):
    def busy(_draft):
        raise ImportProblem("Other files are being read.", code="busy")

    draft = begun()
    monkeypatch.setattr(running, "_read", busy)
    read_draft(draft.pk, 1)
    monkeypatch.setattr(running, "_read", original)
    draft = try_again(user=facilitator, draft=draft)
    assert (draft.state, draft.problem) == (State.WAITING, "")
    tasks.start(draft)
    draft.refresh_from_db()
    assert draft.state == State.READY
    # What is ready, or at work, is not begun anew.
    assert try_again(user=facilitator, draft=draft).run == draft.run


def test_what_waits_for_long_can_be_tried_again_by_hand(begun, facilitator):
    draft = begun()
    assert try_again(user=facilitator, draft=draft).run == 1
    assert try_again(user=facilitator, draft=aged(draft)).run == 2


def test_chapters_are_saved_once_and_listed_at_the_end(asked, group):
    draft = asked()
    for _turn in range(2):
        save_draft(draft.pk, draft.run)
    draft.refresh_from_db()
    assert draft.state == State.DONE
    assert draft.chapters == list(Chapter.objects.order_by("number").values_list("pk", flat=True))
    assert [r.position for r in Reading.objects.filter(group=group)] == [1, 2]


def test_saving_goes_on_where_it_was_broken_off(asked, monkeypatch):
    draft = asked()
    save = running._save

    def killed(own, outline, pictures):
        if own.chapters:
            raise KeyboardInterrupt  # as a worker that is ended
        return save(own, outline, pictures)

    monkeypatch.setattr(running, "_save", killed)
    with pytest.raises(KeyboardInterrupt):
        save_draft(draft.pk, draft.run)
    draft.refresh_from_db()
    assert (draft.state, len(draft.chapters)) == (State.SAVING, 1)
    assert not Reading.objects.exists()
    saved = []

    def note(own, outline, pictures):
        saved.append(outline.chapter_title)
        return save(own, outline, pictures)

    monkeypatch.setattr(running, "_save", note)
    aged(draft)
    (lost,) = sweep()
    assert lost.state == State.QUEUED
    save_draft(lost.pk, lost.run)
    assert saved == ["The Bucket"]
    assert Chapter.objects.count() == Reading.objects.count() == 2


def test_who_may_import_no_more_saves_nothing(asked, facilitator):
    draft = asked()
    Membership.objects.filter(user=facilitator).update(role="member")
    save_draft(draft.pk, draft.run)
    draft.refresh_from_db()
    assert draft.state == State.READY
    assert "may not do that" in draft.problem
    assert not Chapter.objects.exists()


def test_old_imports_go(begun):
    old, done, fresh = begun(), begun(), begun()
    aged(old, drafting.KEPT, state=State.READY)
    aged(done, drafting.KEPT_WHEN_DONE, state=State.DONE)
    sweep()
    assert list(ImportDraft.objects.all()) == [fresh]


def test_nobody_fills_the_site_with_imports(begun, monkeypatch):
    monkeypatch.setattr(drafting, "MOST_AT_ONCE", 2)
    begun()
    begun()
    with pytest.raises(ImportProblem, match="2 imports in work"):
        begun()


@pytest.mark.django_db(transaction=True)
def test_two_workers_read_a_draft_once(begun, reads):
    draft = begun()
    start = threading.Barrier(4)

    def work():
        start.wait()
        read_draft(draft.pk, 1)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    draft.refresh_from_db()
    assert (len(reads), draft.state) == (1, State.READY)


def test_the_page_says_when_nobody_takes_it_up(begun, client_of, facilitator):
    client = client_of(facilitator)
    draft = begun(document(WELLS, "epub"), "wells.epub")
    address = draft.get_absolute_url()
    page = client.get(address).content.decode()
    assert "Waiting for its turn." in page
    assert "Nobody has taken it up yet" not in page
    assert "Refresh" in page
    aged(draft, timedelta(seconds=20))
    assert "Nobody has taken it up yet" in client.get(address).content.decode()
    aged(draft)
    assert "Try again" in client.get(address).content.decode()
    client.post(f"{address}attempts/")
    draft.refresh_from_db()
    assert draft.state == State.READY  # in tests the worker is at hand


def test_a_page_that_watches_hears_only_what_is_new(begun, client_of, facilitator):
    client = client_of(facilitator)
    draft = begun()
    watch = {"headers": {"HX-Request": "true"}}
    address = draft.get_absolute_url()
    part = client.get(address, **watch).content.decode()
    seen = part.partition("?seen=")[2].partition('"')[0]
    assert "<html" not in part
    assert client.get(f"{address}?seen={seen}", **watch).status_code == 204
    ImportDraft.objects.update(state=State.READING, step=3, steps=10)
    moved = client.get(f"{address}?seen={seen}", **watch).content.decode()
    assert '<progress aria-labelledby="progress-said" value="3" max="10">' in moved
    ImportDraft.objects.update(state=State.WAITING, step=0, steps=0)
    read_draft(draft.pk, 1)
    assert client.get(f"{address}?seen={seen}", **watch)["HX-Redirect"] == address
