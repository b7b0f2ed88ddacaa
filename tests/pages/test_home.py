"""The home page: continue, what is due, what is new, my groups."""

from __future__ import annotations

from readings.groups.models import Membership
from readings.pages.queries import home_page
from readings.text.actions import keep_place


def test_somebody_in_no_group_is_told_what_to_do(person, client_of):
    content = client_of(person("Nobody")).get("/").content.decode()
    assert "Ask a facilitator for the joining link." in content
    assert "Nothing is waiting" in content


def test_it_begins_with_where_one_stopped(reading, member, key_of, client_of):
    block = reading.chapter.blocks.get(key=key_of("1.2"))
    keep_place(user=member, reading=reading, block=block)
    content = client_of(member).get("/").content.decode()
    assert f'href="{reading.get_absolute_url()}#b-{block.key}"' in content
    assert content.index("Continue at 1.2") < content.index("What is due")


def test_each_piece_of_news_stands_once_and_ones_own_not_at_all(
    write, member, facilitator, person, group
):
    from readings.groups.actions import add_member

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
    from readings.editing.actions import edit_chapter
    from readings.text.writing import SectionDraft

    draft = SectionDraft("Other", "Words.", section_id=opening.pk, slug=opening.slug)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])
    lines = home_page(facilitator).news[0].lines
    assert [line.activity.kind for line in lines] == ["text.edited"]
