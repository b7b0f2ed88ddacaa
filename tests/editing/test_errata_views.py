"""The form that proposes a correction, with and without scripts, and the note that it makes."""

from __future__ import annotations

import pytest

from readings.annotation.models import Erratum, Note
from readings.editing.errata import MAX_WORDS
from tests.editing.proposing import HTMX, MENDED, RULE, form_of
from tests.fixtures.admin import fields_of


@pytest.fixture
def address(reading):
    return f"{reading.get_absolute_url()}errata/new/"


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
