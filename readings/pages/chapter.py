"""The chapter page. What all members see alike is rendered once and kept in the cache; what is one
person's own (the place to go on from, the questions that are theirs) is read for each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.messages import get_messages
from django.db.models import F, QuerySet
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
from readings.annotation.responses import person
from readings.discussion.queries import State, for_reader, states
from readings.groups.permissions import Permission, allows
from readings.groups.prepared import Prepared
from readings.pages.sources import sources
from readings.text.models import Chapter, Reading, ReadingPosition, Section

if TYPE_CHECKING:
    from readings.groups.models import User

LAYOUT = 1  # counts up when the templates here change


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
        self.name = holes.user_name

    def __str__(self) -> str:
        return self.name


def chapter_html(request: HttpRequest, reading: Reading, notes: bytes | None) -> bytes:
    """The page for one reader; `reading` came through `get_reading`, `notes` go into the margin."""
    user = person(request)
    may_ask = allows(user, Permission.ASK, reading.group)
    shared, empty = shared_parts(reading, is_staff=user.is_staff, may_ask=may_ask)
    asked = states(reading, user)
    due = sum(1 for state in asked if state.is_mine and not state.answered)
    position = _position.first(user=user.pk, reading=reading.pk)
    flash = get_messages(request)
    return fill(
        shared,
        user_pk=str(user.pk),
        user_hue=str(user.hue),
        user_initials=escape(user.initials),
        user_name=escape(str(user)),
        csrf_token=get_token(request),
        messages=render_to_string("components/messages.html", {"messages": flash}) if flash else "",
        due=_pill(gettext("%(n)s to answer") % {"n": due}) if due else "",
        dock_due=_pill(str(due), gettext("to answer")) if due else "",
        position=_position_html(*position) if position and position[1] != "1.1" else "",
        questions=_questions(reading, user, asked) if asked else b"",
        notes=empty if notes is None else notes,
    )


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


def shared_parts(reading: Reading, *, is_staff: bool, may_ask: bool) -> tuple[Pieces, bytes]:
    """The page with holes, and what stands in the margin while no notes are open there.

    Rendered anew after any change that members can see: each counts the group's number up.
    """
    chapter, group = reading.chapter, reading.group
    book = chapter.book
    signature = (
        LAYOUT, group.seq, group.name, group.slug, chapter.revision, chapter.number, chapter.title,
        chapter.slug, book.title, book.author, book.slug, book.language,
    )  # fmt: skip
    key = f"chapter:{reading.pk}:{is_staff:d}{may_ask:d}:{get_language()}"
    return kept(key, signature, lambda: _render(reading, is_staff=is_staff, may_ask=may_ask))


def _render(reading: Reading, *, is_staff: bool, may_ask: bool) -> tuple[Pieces, bytes]:
    shared = {**_shared_context(reading), "may_ask": may_ask}

    def context(holes: Holes) -> Mapping[str, Any]:
        return {
            **shared,
            "user": AnyReader(holes, is_staff=is_staff),
            "csrf_token": holes.csrf_token,
            "flash": holes.messages,
            "due": holes.due,
            "dock_due": holes.dock_due,
            "position": holes.position,
            "questions": holes.questions,
            "notes": holes.notes,
        }

    empty = render_to_string("pages/margin_empty.html", shared)
    return pieces("pages/chapter.html", context), empty.encode()


def _shared_context(reading: Reading) -> dict[str, Any]:
    counted = counts(reading)
    source_html, source_count = _sources(reading.chapter)
    sections = list(
        Section.objects.current()
        .filter(chapter=reading.chapter_id)
        .order_by("order", "pk")
        .defer("body")
        .annotate(version_number=F("version__number"))
    )
    return {
        "reading": reading,
        "sections": _section_views(reading, sections, counted),
        "minutes": sum(section.minutes for section in sections),
        "count": counted.get((Tally.Kind.CHAPTER, reading.chapter_id), NONE).count,
        "sources": mark_safe(source_html),
        "source_count": source_count,
        "form": NoteForm(initial={"kind": Target.Kind.PASSAGE}),
    }


def _section_views(
    reading: Reading, sections: Sequence[Section], counted: Counts
) -> list[SectionView]:
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
        return render_to_string("pages/sources.html", {"sources": found}), len(found)

    return kept(f"sources:{chapter.pk}:{get_language()}", (LAYOUT, chapter.revision), render)


def _questions(reading: Reading, user: User, asked: tuple[State, ...]) -> bytes:
    """The cards beside the text: the same for all to whom the questions are the same."""

    def render() -> bytes:
        context = {"reading": reading, "questions": for_reader(reading, user)}
        return render_to_string("discussion/beside.html", context).encode()

    key = f"questions:{reading.pk}:{hash(asked)}:{locale()}"
    return kept(key, (LAYOUT, asked, reading.chapter.revision, reading.group.seq), render)
