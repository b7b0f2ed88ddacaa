"""The chapter page: a frame, the text with the group's marks, and what is one person's own.

The first two are rendered once for all members and kept; the place to go on from, the questions
that are the reader's and what they have open are read for each page.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.messages import get_messages
from django.db.models import F, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from readings.annotation.forms import NoteForm
from readings.annotation.fragments import Holes, Pieces, fill, kept, locale, pieces
from readings.annotation.marking import NONE, Counts, counts, marked_sections
from readings.annotation.models import Tally, Target
from readings.discussion.queries import State, for_reader, states
from readings.groups.asked import person
from readings.groups.permissions import Permission, allows
from readings.groups.prepared import Prepared
from readings.pages.corrections import was_corrected
from readings.pages.sources import sources
from readings.text.models import Chapter, Reading, ReadingPosition, Section

if TYPE_CHECKING:
    from readings.groups.models import User


@dataclass(frozen=True)
class SectionView:
    """One section on the chapter page. `share` says how full of notes it is beside the fullest."""

    section: Section
    html: SafeString
    count: int
    share: int


class AnyReader:
    """Stands for the reader in what is rendered for all: a hole for everything that is theirs."""

    is_authenticated = True

    def __init__(self, holes: Holes, *, is_staff: bool) -> None:
        self.is_staff = is_staff
        self.pk, self.hue, self.initials = holes.user_pk, holes.user_hue, holes.user_initials
        self.name, self.appearance = holes.user_name, holes.user_appearance

    def __str__(self) -> str:
        return self.name


class Text(NamedTuple):
    """The chapter with the group's marks and counts, as HTML."""

    contents: bytes
    body: bytes
    empty: bytes  # what stands in the margin while no notes are open there


def chapter_html(request: HttpRequest, reading: Reading, notes: bytes | None) -> bytes:
    """The page for one reader; `reading` came through `get_reading`, `notes` go into the margin."""
    user = person(request)
    may_ask = allows(user, Permission.ASK, reading.group)
    text = _text(reading)
    asked = states(reading, user)
    due = sum(1 for state in asked if state.is_mine and not state.answered)
    position = _position.first(user=user.pk, reading=reading.pk)
    return fill(
        _frame(reading, is_staff=user.is_staff, may_ask=may_ask),
        user_pk=str(user.pk),
        user_hue=str(user.hue),
        user_initials=escape(user.initials),
        user_name=escape(str(user)),
        user_appearance=user.appearance,
        csrf_token=get_token(request),
        messages=_notices(request, user),
        due=_pill(gettext("%(n)s to answer") % {"n": due}) if due else "",
        dock_due=_pill(str(due), gettext("to answer")) if due else "",
        position=_position_html(*position) if position and position[1] != "1.1" else "",
        contents=text.contents,
        body=text.body,
        questions=_questions(reading, user, asked) if asked else b"",
        notes=text.empty if notes is None else notes,
    )


def _notices(request: HttpRequest, user: User) -> str:
    flash = get_messages(request)
    if not flash and not user.is_going:
        return ""
    context = {"messages": flash, "user": user, "csrf_token": get_token(request)}
    return render_to_string("components/notices.html", context)


@Prepared
def _position(user: Any, reading: Any) -> QuerySet[Any]:
    places = ReadingPosition.objects.standing().filter(user=user, reading=reading)
    return places.values_list("block__key", "block__number")[:1]


def _position_html(key: str, number: str) -> str:
    words = gettext("Continue at %(number)s") % {"number": number}
    return format_html(
        '<p class="meta"><a class="button small" href="#b-{}">{}</a></p>', key, words
    )


def _pill(words: str, aside: str = "") -> str:
    """A number in a pill; `aside` says the rest to those who hear the page."""
    said = format_html(' <span class="visually-hidden">{}</span>', aside) if aside else ""
    return format_html('<span class="pill">{}{}</span>', words, said)


def _frame(reading: Reading, *, is_staff: bool, may_ask: bool) -> Pieces:
    """The page around the text, with a hole for everything that is the reader's own."""

    def context(holes: Holes) -> Mapping[str, Any]:
        return {
            "reading": reading,
            "minutes": sum(section.minutes for section in _sections(reading.chapter)),
            "form": NoteForm(initial={"kind": Target.Kind.PASSAGE}),
            "may_ask": may_ask,
            "user": AnyReader(holes, is_staff=is_staff),
            "csrf_token": holes.csrf_token,
            "flash": holes.messages,
            "due": holes.due,
            "dock_due": holes.dock_due,
            "position": holes.position,
            "contents": holes.contents,
            "body": holes.body,
            "questions": holes.questions,
            "notes": holes.notes,
        }

    key = ("frame", *_facts(reading), reading.group.manner, is_staff, may_ask)
    return kept(key, lambda: pieces("pages/chapter.html", context))


def _facts(reading: Reading) -> tuple[Hashable, ...]:
    """What stands on the page beside the words that members write."""
    chapter = reading.chapter
    book = chapter.book
    return (
        reading.address, chapter.pk, chapter.revision, chapter.number, chapter.title, book.title,
        book.author, book.language, get_language(),
    )  # fmt: skip


def _text(reading: Reading) -> Text:
    """Put together anew after any change that members can see: each counts the group's number up.

    The blocks themselves are kept one by one (see marking.py): a new note marks its own anew.
    """

    def render() -> Text:
        counted = counts(reading)
        source_html, source_count = _sources(reading.chapter)
        context = {
            "reading": reading,
            "sections": _section_views(reading, _sections(reading.chapter), counted),
            "count": counted.get((Tally.Kind.CHAPTER, reading.chapter_id), NONE).count,
            "sources": mark_safe(source_html),
            "source_count": source_count,
        }
        names = ("pages/contents.html", "pages/sections.html", "pages/margin_empty.html")
        return Text(*(render_to_string(name, context).encode() for name in names))

    return kept(("text", *_facts(reading), reading.group.seq), render)


def _sections(chapter: Chapter) -> list[Any]:
    sections = Section.objects.current().filter(chapter=chapter.pk).order_by("order", "pk")
    facts = {"version_number": F("version__number"), "corrected": was_corrected()}
    return list(sections.defer("body").annotate(**facts))


def _section_views(
    reading: Reading, sections: Sequence[Section], counted: Counts
) -> list[SectionView]:
    prefetch_related_objects(sections, "former_addresses")
    html = marked_sections(reading, sections, counted)
    totals = [counted.get((Tally.Kind.SECTION, s.pk), NONE).count for s in sections]
    most = max(totals, default=0) or 1
    return [
        SectionView(section, html[section.pk], total, round(100 * total / most))
        for section, total in zip(sections, totals, strict=True)
    ]


def _sources(chapter: Chapter) -> tuple[str, int]:
    """The chapter's own notes, the same for every group, and how many there are."""

    def render() -> tuple[str, int]:
        found = sources(chapter)
        context = {"sources": found, "book": chapter.book}
        return render_to_string("pages/sources.html", context), len(found)

    language = chapter.book.language, get_language()
    return kept(("sources", chapter.pk, chapter.revision, language), render)


def _questions(reading: Reading, user: User, asked: tuple[State, ...]) -> bytes:
    """The cards beside the text: the same for all to whom the questions are the same."""

    def render() -> bytes:
        context = {"reading": reading, "questions": for_reader(reading, user)}
        return render_to_string("discussion/beside.html", context).encode()

    key = ("questions", reading.address, reading.chapter.revision, reading.group.seq, asked)
    return kept((*key, *locale()), render)
