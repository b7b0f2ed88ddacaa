"""The home page: continue, what is due, what is new, my groups."""

from __future__ import annotations

import re
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from readings.annotation.actions import delete_note, edit_note, restore_note
from readings.annotation.models import Note
from readings.annotation.pointers import Pointer
from readings.annotation.sharing import move_thread, share_note
from readings.annotation.sight import sight_of_move, sight_of_sharing
from readings.discussion.actions import ask_question, withdraw_question
from readings.editing.actions import edit_chapter
from readings.groups.actions import add_member
from readings.groups.models import Membership
from readings.pages.queries import NEWS, home_page
from readings.text.actions import keep_place, start_reading
from readings.text.writing import SectionDraft


def test_somebody_in_no_group_is_told_what_to_do(person, client_of):
    content = client_of(person("Nobody")).get("/").content.decode()
    assert "Ask a facilitator for a joining link" in content
    assert "Nothing is waiting" in content


def test_an_admin_without_a_group_is_told_how_one_begins(admin_client):
    content = admin_client.get("/").content.decode()
    assert "Ask a facilitator" not in content
    for words in ("Import a chapter", "Found a group", "Put the chapter on the group's list"):
        link = re.search(f'<a href="([^"]+)">{words}</a>', unescape(content))
        assert link, words
        assert admin_client.get(link[1]).status_code == 200


def test_it_begins_with_where_one_stopped(reading, member, key_of, client_of):
    block = reading.chapter.blocks.get(key=key_of("1.2"))
    keep_place(user=member, reading=reading, block=block)
    content = client_of(member).get("/").content.decode()
    assert f'href="{reading.get_absolute_url()}#b-{block.key}"' in content
    assert content.index("Continue at 1.2") < content.index("What is due")


def test_each_piece_of_news_stands_once_and_ones_own_not_at_all(
    write, member, facilitator, person, group
):
    add_member(group=group, user=person("Third"))
    head = write("From the member.")
    write("From the facilitator.", parent=head, author=facilitator)
    news = home_page(facilitator).news
    assert [line.note for line in news[0].lines if line.note] == [head]


def test_what_one_has_seen_is_no_longer_new(write, facilitator, group, client_of):
    write("Old.")
    client = client_of(facilitator)
    group.refresh_from_db()
    client.post(f"/g/{group.slug}/seen/", {"seq": str(group.seq)})
    assert home_page(facilitator).news == []
    fresh = write("Fresh.")
    assert [line.note for line in home_page(facilitator).news[0].lines] == [fresh]


def test_seen_goes_neither_backwards_nor_beyond(write, facilitator, group, client_of):
    write()
    client = client_of(facilitator)
    for said in ("1", "999999", "0", "nonsense", "-4"):
        client.post(f"/g/{group.slug}/seen/", {"seq": said})
    group.refresh_from_db()
    assert Membership.objects.get(user=facilitator).seen_seq == group.seq


def test_edits_of_the_text_are_news(reading, chapter, opening, facilitator):
    draft = SectionDraft("Other", "Words.", section_id=opening.pk, slug=opening.slug)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])
    lines = home_page(facilitator).news[0].lines
    assert [line.activity.kind for line in lines] == ["text.edited"]


def lines_for(user):
    return [line for news in home_page(user).news for line in news.lines]


def test_a_changed_note_is_no_second_piece_of_news(write, facilitator):
    note = write("First words.")
    edit_note(user=note.author, note=note, body="Second words.")
    delete_note(user=note.author, note=note)
    restore_note(user=note.author, note=note)
    assert [line.note for line in lines_for(facilitator)] == [note]


def test_a_withdrawn_question_is_no_news(reading, facilitator, member, client_of):
    question = ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body="What follows?"
    )
    assert [line.question for line in lines_for(member)] == [question]
    withdraw_question(user=facilitator, question=question)
    assert lines_for(member) == []
    assert "The text was edited" not in client_of(member).get("/").content.decode()


def test_many_edits_are_one_piece_of_news(write, chapter, opening, facilitator):
    note = write("Not lost among them.")
    for n in range(NEWS + 3):
        draft = SectionDraft(f"Heading {n}", "Words.", section_id=opening.pk, slug=opening.slug)
        edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])
    assert [line.activity.kind for line in lines_for(facilitator)] == ["text.edited", "note.added"]
    assert lines_for(facilitator)[1].note == note


def test_what_the_group_sees_no_more_is_not_counted_either(write, facilitator):
    for n in range(NEWS):
        note = write(f"Gone {n}.")
        delete_note(user=note.author, note=note)
    kept = write("Kept.")
    (news,) = home_page(facilitator).news
    assert [line.note for line in news.lines] == [kept]
    assert not news.more


def test_a_busy_group_leaves_room_for_a_quiet_one(
    write, member, facilitator, other_group, person, group
):
    add_member(group=other_group, user=facilitator)
    quiet = person("Quiet")
    add_member(group=other_group, user=quiet)
    for n in range(3 * NEWS):
        write(f"Note {n}.")
    busy, other = home_page(facilitator).news
    assert (busy.group, len(busy.lines), busy.more) == (group, NEWS, True)
    assert [line.activity.actor for line in other.lines] == [quiet]


def test_the_page_asks_no_more_of_the_database_for_more_of_everything(
    write, reading, facilitator, member, client_of
):
    def queries():
        client = client_of(member)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        return len(asked)

    def more():
        head = write(author=facilitator)
        write("A reply.", parent=head, author=facilitator)
        ask_question(user=facilitator, reading=reading, pointer=Pointer("chapter"), body="Why?")

    more()
    few = queries()
    for _ in range(4):
        more()
    assert queries() == few


def test_a_place_that_came_late_to_a_block_that_is_gone_leads_nowhere(
    reading, chapter, member, client_of
):
    """As when somebody leaves the page while its text is edited."""
    block = chapter.blocks.get(number="2.2")
    keep_place(user=member, reading=reading, block=block)
    chapter.blocks.filter(pk=block.pk).update(removed_at=timezone.now())
    for page in ("/", reading.get_absolute_url()):
        assert "Continue at" not in client_of(member).get(page).content.decode()


def test_a_shared_note_and_a_thread_that_came_are_news_where_they_stand(
    write, member, facilitator, group, other_group, chapter, reading
):
    kept = write("Mine at first.", audience="me")
    moved = write("It goes there.")
    for user in (member, facilitator):
        add_member(group=other_group, user=user)
    there = start_reading(user=None, group=other_group, chapter=chapter)
    share_note(user=member, note=kept, seen=sight_of_sharing(fresh(kept)).seen)
    move_thread(
        user=member, note=moved, reading=there, seen=sight_of_move(fresh(moved), there).seen
    )
    news = {news.group: news.lines for news in home_page(facilitator).news}
    told = {group: {line.note for line in lines if line.note} for group, lines in news.items()}
    assert told == {group: {kept}, other_group: {moved}}


def fresh(note):
    return Note.objects.get(pk=note.pk)
