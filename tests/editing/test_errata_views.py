"""The form that proposes a correction, with and without scripts, and the note that it makes."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from readings.annotation.actions import delete_note, place_note
from readings.annotation.models import Erratum, Note
from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter, edit_footnotes
from readings.editing.errata import MAX_WORDS, accept_correction, decline_correction
from tests.editing.standing import draft
from tests.fixtures.admin import fields_of

HTMX = {"HX-Request": "true"}
RULE = "its rule is seldom written down"
MENDED = "its rule is rarely written down"


@pytest.fixture
def address(reading):
    return f"{reading.get_absolute_url()}errata/new/"


@pytest.fixture
def fields(passage):
    """What a composer sends of the words chosen."""

    def make(words=RULE, **more):
        pointer = {name: value for name, value in vars(passage(words)).items() if value}
        return {**pointer, "uid": uuid.uuid4(), **more}

    return make


@pytest.fixture
def edit(admin, opening):
    def save(old, new):
        opening.refresh_from_db()
        edit_chapter(
            user=admin,
            chapter=opening.chapter,
            base_versions={opening.pk: opening.current.number},
            changes=[draft(opening, body=opening.body.replace(old, new))],
        )

    return save


def form_of(response):
    """What a browser would send of the form that proposes."""
    fields = fields_of(response.content.decode())
    assert "new_words" in fields
    return {name: value.replace("\r\n", "\n") for name, value in fields.items()}


# Without scripts ---------------------------------------------------------------------------------


def test_from_a_block_to_the_note_without_scripts(member_client, address, key_of, reading):
    panel = member_client.get(f"{reading.get_absolute_url()}b/{key_of('1.4')}/notes/")
    assert f'formaction="{address}"' in panel.content.decode()
    composer = fields_of(panel.content.decode())
    page = member_client.post(address, {**composer, "begin": "1", "body": "Look it up."})
    sent = form_of(page)
    assert sent["new_words"] == sent["exact"] == "None of this stands in the ledger 🐑."
    assert sent["body"] == "Look it up."
    assert "sees this as a note" in page.content.decode()
    assert not Note.objects.exists()
    sent["new_words"] = "None of it stands in the ledger 🐑."
    made = member_client.post(address, sent)
    erratum = Erratum.objects.get()
    assert made["Location"] == erratum.get_absolute_url()
    assert erratum.note.body == "Look it up."
    assert erratum.note.target.exact == "None of this stands in the ledger 🐑."
    shown = member_client.get(made["Location"], follow=True).content.decode()
    assert "<del>this</del><ins>it</ins>" in shown
    assert "Correction proposed" in shown


def test_words_typed_for_a_block_are_what_it_is_about(member_client, address, key_of, reading):
    sent = {"begin": "1", "kind": "block", "key": key_of("1.2"), "words": "seldom   written"}
    form = form_of(member_client.post(address, sent))
    assert (form["kind"], form["exact"]) == ("passage", "seldom written")
    sent["words"] = "often written"
    refused = member_client.post(address, {**sent, "body": "My reason."})
    assert refused.status_code == 422
    assert b"do not stand in the paragraph" in refused.content
    assert b"My reason." in refused.content


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("b/{block}", "None of this stands"),
        ("r/{reason}", "know one another"),
        ("f/1", "Almanac of the Parish"),
    ],
)
def test_the_form_has_an_address(member_client, address, key_of, opening, on, words):
    on = on.format(block=key_of("1.4"), reason=opening.reasons.get(number=1).key)
    form = form_of(member_client.get(f"{address}?on={on}"))
    assert form["new_words"].startswith(words)
    made = member_client.post(address, {**form, "new_words": "Other words.", "body": "Why not."})
    assert made.status_code == 302
    assert Erratum.objects.get().old_words == form["exact"]


@pytest.mark.parametrize("on", ["b/p999", "s/opening", "x/1", "b", "f/9", "b/", "/"])
def test_what_has_no_words_has_no_form(member_client, address, on):
    assert member_client.get(f"{address}?on={on}").status_code == 404


def test_without_a_place_it_says_how_to_choose_one(member_client, address):
    response = member_client.get(address, follow=True)
    assert "Choose the words that are wrong" in response.content.decode()


def test_a_long_block_asks_for_fewer_words(member_client, address, edit, key_of, chapter):
    edit("None of this", f"{'None ' * MAX_WORDS}of this")
    key = chapter.blocks.get(number="1.4", removed_at=None).key
    response = member_client.get(f"{address}?on=b/{key}", follow=True)
    assert response.status_code == 200
    assert "Choose fewer words" in response.content.decode()
    refused = member_client.post(address, {"begin": "1", "kind": "block", "key": key})
    assert refused.status_code == 422
    assert b"Choose fewer words" in refused.content


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""}, {"kind": "section", "section": "1"}, {"kind": "chapter"},
        {"kind": "passage"}, {"kind": "block", "key": "p999"}, {"kind": "eaten"},
        {"kind": "block", "key": "p1", "start": "-1"},
    ],
)  # fmt: skip
def test_a_composer_that_cannot_become_the_form_comes_back(member_client, address, wrong):
    response = member_client.post(address, {"begin": "1", "body": "My reason.", **wrong})
    assert response.status_code in (409, 422)
    assert b"My reason." in response.content


# Refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"new_words": RULE}, "change what is wrong"),
        ({"new_words": "  "}, "as they should be"),
        ({"new_words": "a" * (MAX_WORDS + 1)}, f"at most {MAX_WORDS}"),
        ({"body": ""}, "in a few words"),
        ({"body": "a" * 1001}, "at most 1000"),
    ],
    ids=["same", "nothing", "too long", "no reason", "too long a reason"],
)
def test_a_refused_form_comes_back_whole(member_client, address, fields, headers, change, said):
    sent = {**fields(), "new_words": MENDED, "body": "The ledger.", **change}
    response = member_client.post(address, sent, headers=headers)
    assert response.status_code == 422
    html = response.content.decode()
    assert said in html
    form = form_of(response)
    for name, value in sent.items():
        assert form[name].strip() == str(value).strip(), name
    assert 'aria-invalid="true"' in html
    assert ("<html" in html) is (headers == {})
    assert not Note.objects.exists()


def test_words_that_are_gone_keep_what_was_written(member_client, address, fields, edit):
    sent = {**fields(), "new_words": MENDED, "body": "The ledger."}
    edit("seldom", "hardly")
    response = member_client.post(address, sent, headers=HTMX)
    assert response.status_code == 409
    assert (response["HX-Reswap"], response["HX-Retarget"]) == ("outerHTML", "closest form")
    assert "no longer there" in response.content.decode()
    assert form_of(response)["new_words"] == MENDED
    again = member_client.post(address, {**fields("village"), **sent, "begin": "1"}, headers=HTMX)
    assert again.status_code == 200
    assert "no longer there" in again.content.decode()
    assert form_of(again)["exact"] == RULE


def test_words_that_moved_are_placed_first(member_client, address, fields, edit):
    sent = {**fields(), "new_words": MENDED, "body": "The ledger."}
    edit("A village", "A very small village")
    form = form_of(member_client.post(address, {**sent, "begin": "1"}, headers=HTMX))
    assert (form["version"], form["exact"]) == ("2", RULE)
    assert member_client.post(address, sent).status_code == 302
    target = Erratum.objects.get().note.target
    assert target.section.current.plain_text[target.start : target.end] == RULE


def test_a_footnote_that_was_changed_meanwhile(member_client, address, chapter, admin):
    form = form_of(member_client.get(f"{address}?on=f/1"))
    edit_footnotes(user=admin, chapter=chapter, footnotes={1: "Almanac.", 2: "ibid."})
    sent = {**form, "new_words": "Almanac, p. 4.", "body": "Seen it."}
    assert member_client.post(address, sent).status_code == 409
    assert not Note.objects.exists()


def test_what_a_reader_writes_is_text(member_client, address, fields):
    evil = "<script>alert(1)</script> {{ 7|add:1 }}"
    member_client.post(address, {**fields(), "new_words": evil, "body": evil})
    html = member_client.get(Erratum.objects.get().get_absolute_url(), follow=True).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:1 }}" in html


# In the margin -----------------------------------------------------------------------------------


def test_in_the_margin_the_form_takes_the_panels_place(member_client, address, fields):
    panel = member_client.post(address, {**fields(), "begin": "1"}, headers=HTMX)
    html = panel.content.decode()
    assert html.lstrip().startswith("<section")
    assert 'data-composer="erratum"' in html
    assert f'data-start="{fields()["start"]}"' in html
    form = {**form_of(panel), "new_words": MENDED, "body": "The ledger."}
    made = member_client.post(address, form, headers=HTMX)
    html = made.content.decode()
    assert 'class="note is-mine"' in html
    assert "Withdraw" in html
    assert '/place/"' not in html
    assert "hx-swap-oob=true" in html
    again = member_client.post(address, form, headers=HTMX)
    assert "<del>seldom</del>" in again.content.decode()
    assert Note.objects.count() == 1


def test_facilitators_and_members_see_the_proposal_and_its_fate(
    propose, facilitator_client, member_client, admin, reading, opening
):
    declined, accepted = propose(RULE, MENDED), propose("one field", "two fields")
    address = f"{reading.get_absolute_url()}b/{accepted.note.target.block.key}/notes/"
    for client in (member_client, facilitator_client):
        assert client.get(address).content.decode().count("Correction proposed") == 2
    decline_correction(user=admin, erratum=declined, answer="It is <what> he wrote.")
    accept_correction(user=admin, erratum=accepted, base_version=1)
    for client in (member_client, facilitator_client):
        html = client.get(address).content.decode()
        assert "Corrected, thanks to Mira" in html
        assert "Correction declined" in html
        assert "It is &lt;what&gt; he wrote." in html
        assert "Correction proposed" not in html
        assert str(admin) not in html


def test_a_proposal_says_when_the_text_has_changed(propose, member_client, edit, reading):
    erratum = propose(RULE, MENDED)
    address = f"{reading.get_absolute_url()}b/{erratum.note.target.block.key}/notes/"
    assert "has changed there since" not in member_client.get(address).content.decode()
    edit("seldom", "hardly")
    html = member_client.get(address).content.decode()
    assert "has changed there since" in html
    assert "Still fits" not in html
    assert "<del>seldom</del>" in html


def test_an_open_proposal_has_no_page_to_move_it(propose, member_client):
    uid = propose(RULE, MENDED).note.uid
    assert member_client.get(reverse("note-place", args=[uid])).status_code == 404
    for name in ("note-place", "note-on-section", "note-wording", "note-archive"):
        assert member_client.post(reverse(name, args=[uid])).status_code == 404


def test_a_decided_one_is_a_note_like_any_other(propose, member_client, member, admin, passage):
    erratum = propose(RULE, MENDED)
    decline_correction(user=admin, erratum=erratum, answer="No.")
    assert member_client.get(reverse("note-place", args=[erratum.note.uid])).status_code == 200
    place_note(user=member, note=Note.objects.get(), pointer=passage("one field"))
    assert Note.objects.get().target.exact == "one field"


def test_withdrawing_is_deleting_with_the_way_back(propose, member_client):
    erratum = propose(RULE, MENDED)
    address = reverse("note-deletion", args=[erratum.note.uid])
    assert "Undo" in member_client.post(address, headers=HTMX).content.decode()
    assert not Erratum.objects.for_editors().exists()
    member_client.post(reverse("note-restoration", args=[erratum.note.uid]), headers=HTMX)
    assert Erratum.objects.for_editors().get() == erratum


@pytest.mark.parametrize("size", [1, 12])
def test_how_many_queries_it_takes(
    member_client, address, fields, write, passage, key_of, size, django_assert_num_queries
):
    for _ in range(size):
        write(parent=write(pointer=passage(RULE)))
    form, sent = f"{address}?on=b/{key_of('1.2')}", fields(new_words=MENDED, body="The ledger.")
    member_client.get(form)
    with django_assert_num_queries(4):
        assert member_client.get(form).status_code == 200
    with django_assert_num_queries(4):
        assert member_client.post(address, {**sent, "begin": "1"}).status_code == 200
    with django_assert_num_queries(22):
        assert member_client.post(address, sent, headers=HTMX).status_code == 200


# What is new -------------------------------------------------------------------------------------


def news(client):
    return [
        line.activity.kind for group in client.get("/").context["page"].news for line in group.lines
    ]


def test_home_says_what_became_of_it(propose, member_client, facilitator_client, admin, opening):
    accepted, declined = propose(RULE, MENDED), propose("one field", "a field")
    assert news(facilitator_client) == ["note.added", "note.added"]
    assert "Mira proposed a correction" in facilitator_client.get("/").content.decode()
    accept_correction(user=admin, erratum=accepted, base_version=1)
    decline_correction(user=admin, erratum=declined, answer="It is one.")
    html = member_client.get("/").content.decode()
    assert news(member_client) == ["note.declined", "note.corrected", "text.edited"]
    assert "Your correction was made" in html
    assert 'Your correction was declined: <span class="said">It is one.</span>' in html
    assert str(admin) not in html.split("<main", 1)[1]
    html = facilitator_client.get("/").content.decode()
    assert "Mira’s correction was made" in html
    assert "Mira’s correction was declined" in html


def test_news_of_a_note_that_is_gone_is_none(propose, member_client, member, admin):
    erratum = propose(RULE, MENDED)
    decline_correction(user=admin, erratum=erratum, answer="No.")
    delete_note(user=member, note=erratum.note)
    assert news(member_client) == []


# Text corrected ----------------------------------------------------------------------------------


def test_the_list_of_corrections_credits_the_reader(
    propose, member_client, stranger_client, other_group, admin, reading, stranger
):
    from readings.text.actions import start_reading

    theirs = start_reading(user=None, group=other_group, chapter=reading.chapter)
    erratum = propose(RULE, MENDED, "Our own secret reason.")
    accept_correction(user=admin, erratum=erratum, base_version=1)
    ours = member_client.get(f"{reading.get_absolute_url()}corrections/").content.decode()
    assert "proposed by Mira" in ours
    other = stranger_client.get(f"{theirs.get_absolute_url()}corrections/").content.decode()
    assert "proposed by a reader" in other
    assert "Mira" not in other
    assert "secret" not in other
    delete_note(user=erratum.note.author, note=erratum.note)
    ours = member_client.get(f"{reading.get_absolute_url()}corrections/").content.decode()
    assert "proposed by a reader" in ours


def test_a_footnote_reads_the_same_for_both(propose, member_client, admin, reading):
    pointer = Pointer("footnote", number=1, exact="Almanac of the Parish, p. 3.")
    erratum = propose(pointer.exact, "Almanac of the Parish, p. 4.", pointer=pointer)
    accept_correction(user=admin, erratum=erratum, base_version=0)
    html = member_client.get(f"{reading.get_absolute_url()}f/1/notes/").content.decode()
    assert "Corrected, thanks to Mira" in html
