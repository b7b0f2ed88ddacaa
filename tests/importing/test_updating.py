"""A newer file of a chapter: what is the same stays, and notes go where their words went."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from readings.annotation.models import Note, Target
from readings.annotation.pointers import Pointer
from readings.exporting.markdown import chapter_markdown
from readings.exporting.queries import chapter_text
from readings.importing import demo
from readings.importing.actions import import_outline
from readings.importing.matching import SectionWords, match_sections
from readings.importing.plaintext import read_plain_text
from readings.text.models import Chapter, Reason, SectionVersion
from tests.editing.standing import assert_all_in_order
from tests.fixtures import text as texts
from tests.importing.outlines import chapter_of

chapter = texts.chapter  # that of the house, in the database; this room's own is an outline

FENCE = "## Why the fence went up\n"
QUOTE = "> We counted the days that a neighbour had gone without asking.[^2]\n"
PRICE = "The fence followed the price, and the price followed the fence.\n"
LEDGER = "None of this stands in the ledger 🐑.\n"
VILLAGE = "A village *shares* one field, and its rule is seldom written down.[^1]"


@pytest.fixture
def file(chapter):
    return chapter_markdown(chapter_text(chapter))


@pytest.fixture
def update(reading, admin):
    """Imports a newer file; whatever it does, the notes must stand in order afterwards."""

    def run(text):
        imported = import_outline(user=admin, outline=chapter_of(text), update=True)
        assert imported.chapter == reading.chapter
        assert_all_in_order(reading)
        return imported

    return run


def versions(chapter):
    return list(
        chapter.sections.filter(removed_at=None)
        .order_by("order")
        .values_list("heading", "version__number")
    )


def stands(note, words, state="placed"):
    """The note's passage in its section's text now."""
    target = Target.objects.select_related("section__version").get(pk=note.target_id)
    assert (target.exact, target.state) == (words, state)
    assert target.section.current.plain_text[target.start : target.end] == words
    return target.section


def test_the_file_of_the_chapter_as_it_stands_changes_nothing(chapter, file, update):
    imported = update(file)
    assert (imported.created, imported.updated, imported.sections) == (False, False, 0)
    assert SectionVersion.objects.count() == 2
    assert not update(file).updated


def test_only_the_section_that_changed_gets_a_version(chapter, file, update, write, passage):
    note = write(pointer=passage("the price followed the fence"))
    imported = update(file.replace("The fence followed", "So the fence followed"))
    assert (imported.updated, imported.sections) == (True, 1)
    assert versions(chapter) == [("", 1), ("Why the fence went up", 2)]
    stands(note, "the price followed the fence")


def test_a_passage_moves_to_another_section(chapter, file, update, write, passage):
    note = write(pointer=passage("None of this stands in the ledger"))
    update(file.replace(LEDGER, "").replace(PRICE, f"{PRICE}\n{LEDGER}"))
    assert stands(note, "None of this stands in the ledger", "moved").heading.startswith("Why")


def test_a_section_is_split(chapter, file, update, write, passage, key_of):
    on_price = write(pointer=passage("the price followed the fence"))
    on_quote = write(pointer=passage("gone without asking"))
    on_block = write(pointer=Pointer("block", key=key_of("2.2")))
    update(file.replace(PRICE, f"## Of prices\n\n{PRICE}"))
    assert [heading for heading, _ in versions(chapter)] == [
        "", "Why the fence went up", "Of prices",
    ]  # fmt: skip
    on_block.target.refresh_from_db()
    assert on_block.target.section.heading == "Of prices"
    state = Target.objects.get(pk=on_price.target_id).state
    assert stands(on_price, "the price followed the fence", state).heading == "Of prices"
    assert stands(on_quote, "gone without asking").heading == "Why the fence went up"


def test_sections_are_merged(chapter, file, update, write, passage):
    note = write(pointer=passage("the price followed the fence"))
    update(file.replace(FENCE, ""))
    assert [heading for heading, _ in versions(chapter)] == [""]
    state = Target.objects.get(pk=note.target_id).state
    assert state in ("placed", "moved")
    assert stands(note, "the price followed the fence", state).heading == ""


def test_a_section_is_renamed_and_keeps_its_address(chapter, file, update, write, passage):
    section = chapter.sections.get(order=1)
    note = write(pointer=passage("the price followed the fence"))
    on_section = write(pointer=Pointer("section", section=section.pk))
    update(file.replace("Why the fence went up", "How the fence came down"))
    renamed = stands(note, "the price followed the fence")
    assert (renamed.pk, renamed.slug) == (section.pk, section.slug)
    assert renamed.heading == "How the fence came down"
    assert Target.objects.get(pk=on_section.target_id).state == "placed"


def test_sections_change_places_and_keep_their_versions(chapter, file, update, write, passage):
    note = write(pointer=passage("the price followed the fence"))
    front, rest = file.split("::: verse", 1)
    opening, fence = rest.split(FENCE, 1)
    words, footnotes = fence.split("---", 1)
    imported = update(f"{front}{FENCE}{words}\n##\n\n::: verse{opening}\n---{footnotes}")
    assert (imported.updated, imported.sections) == (True, 0)
    assert versions(chapter) == [("Why the fence went up", 1), ("", 1)]
    assert stands(note, "the price followed the fence").order == 0
    assert chapter.blocks.get(number="1.1").kind == "quote"


def test_a_new_section_before_others_leaves_their_versions(chapter, file, update):
    update(file.replace(FENCE, f"## Between\n\nSomething new is said.\n\n{FENCE}"))
    assert versions(chapter) == [("", 1), ("Between", 1), ("Why the fence went up", 1)]


def test_words_that_are_gone_leave_their_notes_without_a_place(update, file, write, passage):
    note = write(pointer=passage("None of this stands in the ledger"))
    update(file.replace(LEDGER, ""))
    target = Target.objects.get(pk=note.target_id)
    assert (target.state, target.first_exact) == ("orphaned", "None of this stands in the ledger")


def test_reasons_are_reordered_reworded_and_annotated(chapter, file, update, write):
    first, second = Reason.objects.order_by("number")
    note = write(pointer=Pointer("reason", key=second.key))
    old = "1. know one another\n\n    Said *twice*.\n\n2. hear of trouble early"
    assert old in file
    new = "1. hear of trouble as early\n\n    New words.\n\n2. know one another\n\n3. eat"
    update(file.replace(old, new))
    assert list(Reason.objects.order_by("number").values_list("key", "text", "commentary"))[:2] == [
        (second.key, "hear of trouble as early", "New words."),
        (first.key, "know one another", ""),
    ]
    target = Target.objects.get(pk=note.target_id)
    assert (target.exact, target.state) == ("hear of trouble as early", "changed")


def test_footnotes_are_updated_with_their_notes(chapter, file, update, write):
    kept = write(pointer=Pointer("footnote", number=1))
    changed = write(pointer=Pointer("footnote", number=2))
    update(file.replace("ibid., p. 9.", "ibid., p. 11.") + "\n[^3]: A ledger.\n")
    states = dict(Target.objects.values_list("pk", "state"))
    assert (states[kept.target_id], states[changed.target_id]) == ("placed", "changed")
    assert chapter.footnotes.get(number=3).body == "A ledger."


def test_a_new_footnote_shifts_the_others_with_their_notes(chapter, file, update, write):
    notes = [write(pointer=Pointer("footnote", number=number)) for number in (1, 2)]
    text = file.replace("[^2]", "[^3]").replace("[^1]", "[^2]")
    update(text.replace("A village", "Here[^1] a village") + "\n[^1]: A new source, by somebody.\n")
    for note, number in zip(notes, (2, 3), strict=True):
        target = Target.objects.select_related("footnote").get(pk=note.target_id)
        assert (target.state, target.footnote.number) == ("placed", number)
        assert target.exact == target.footnote.body
    assert chapter.footnotes.count() == 3


def test_a_footnote_that_goes_is_not_taken_for_the_next(chapter, file, update, write):
    gone, kept = (write(pointer=Pointer("footnote", number=number)) for number in (1, 2))
    text = file.replace("[^1]: Almanac of the Parish, p. 3.\n\n", "").replace("[^1]", "")
    update(text.replace("[^2]", "[^1]"))
    states = dict(Target.objects.values_list("pk", "state"))
    assert (states[gone.target_id], states[kept.target_id]) == ("orphaned", "placed")


def test_a_footnote_is_tied_to_the_block_above_it(chapter, file, update):
    text = file.replace(LEDGER, f"{LEDGER}\n[^3]: Nor in the almanac.\n")
    update(text)
    assert chapter.footnotes.get(number=3).block.number == "1.4"
    assert not update(text + "\n").updated
    update(file.replace("shares", "owns") + "\n[^3]: Nor in the almanac.\n")
    assert chapter.footnotes.get(number=3).block is None


def test_title_and_number_follow_the_file(chapter, file, update):
    update(file.replace("title: The Fence", "title: The Fences"))
    update(
        file.replace("title: The Fence", "title: The Fences").replace("number: 12", "number: 13")
    )
    chapter.refresh_from_db()
    assert str(chapter) == "13. The Fences"
    assert Chapter.objects.count() == 1


def test_commentary_stays_where_the_format_has_no_place_for_it(chapter, reading, admin):
    text = "Know one another better, all of you, in order to:\n\n1. know one another\n2. eat\n"
    import_outline(
        user=admin, outline=read_plain_text(text), book="The Commons", number=12,
        title="The Fence", update=True,
    )  # fmt: skip
    assert list(Reason.objects.current().order_by("number").values_list("text", "commentary")) == [
        ("know one another", "Said *twice*."),
        ("eat", ""),
    ]


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_cut_joined_and_shuffled(seed, file, update, write, passage, key_of):
    """`update` checks the notes; what the file says then is what it says of the chapter."""
    for words in ("one field", "in the ledger", "the price followed", "before you draw it"):
        write(pointer=passage(words))
    for number in ("1.1", "1.3", "2.1"):
        write(pointer=Pointer("block", key=key_of(number)))
    front, rest = file.split("::: verse", 1)
    text, footnotes = rest.split("\n---\n", 1)
    reasons = "1. know one another\n\n    Said *twice*.\n\n2. hear of trouble early"
    blocks = f"::: verse{text}".replace(reasons, "REASONS").split("\n\n")
    random = Random(seed)
    for _ in range(3):
        random.shuffle(blocks)
        blocks.insert(random.randrange(len(blocks)), random.choice(("## New", "New.", "## Other")))
        del blocks[random.randrange(len(blocks))]
        newer = front + "\n\n".join(blocks).replace("REASONS", reasons) + "\n\n---\n" + footnotes
        chapter = update(newer).chapter
        outline = chapter_of(newer)
        again = chapter_of(chapter_markdown(chapter_text(chapter)))
        assert again.sections == outline.sections
    assert Target.objects.count() == 7


def test_the_file_of_the_demo_changes_nothing_of_it(db):
    text = (Path(demo.__file__).parent / "chapter.txt").read_bytes()
    made = import_outline(user=None, outline=read_plain_text(text), book="Demo").chapter
    written = chapter_markdown(chapter_text(made))
    imported = import_outline(user=None, outline=chapter_of(written), update=True)
    assert (imported.chapter, imported.updated) == (made, False)
    made.refresh_from_db()
    assert chapter_markdown(chapter_text(made)) == written


def test_members_update_nothing(chapter, file, member):
    with pytest.raises(PermissionDenied):
        import_outline(user=member, outline=chapter_of(file.replace("price", "cost")), update=True)


def run(path, **options):
    out = io.StringIO()
    call_command("import_chapter", str(path), stdout=out, **options)
    return out.getvalue()


def test_the_command_says_first_what_it_would_do(chapter, file, write, passage, tmp_path):
    write(pointer=passage("None of this stands in the ledger"))
    write(pointer=passage("the price followed the fence"))
    path = tmp_path / "fence.md"
    path.write_text(file.replace(LEDGER, ""), encoding="utf-8")
    told = run(path, update=True, dry_run=True)
    assert "Would update: 12. The Fence (1 section)" in told
    assert "1 without a place now" in told
    assert SectionVersion.objects.count() == 2
    assert not Target.objects.filter(state="orphaned").exists()
    assert "Updated: 12. The Fence (1 section)" in run(path, update=True)
    assert Target.objects.filter(state="orphaned").count() == 1
    assert Note.objects.count() == 2
    assert "Nothing to do" in run(path, update=True)


@pytest.mark.parametrize(
    ("old", "new", "sources"),
    [
        (["A: a b c d", "B: e f g h"], ["B: e f g h", "A: a b c d"], [1, 0]),
        (["A: a b c d"], ["Z: a b c d"], [0]),
        (["A: a b c d e f g h"], ["A: a b c", "Z: d e f g h"], [0, None]),
        (["A: a b c d", "B: e f g h i j"], ["Z: a b c d e f g h i j"], [1]),
        (["A: a b c d"], ["A: w x y z"], [0]),
        (["A: a b c d"], ["Z: w x y z"], [None]),
        (["A: a b c d", "B: e f g h"], ["B: a b c d", "A: e f g h"], [0, 1]),
        ([], ["A: a"], [None]),
    ],
)
def test_which_section_goes_on(old, new, sources):
    def words(rows):
        return [SectionWords(*row.split(": ")) for row in rows]

    assert match_sections(words(old), words(new)) == sources
