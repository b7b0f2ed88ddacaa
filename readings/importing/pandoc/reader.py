"""The way of a file through pandoc to a book's outline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from readings.importing import progress
from readings.importing.books import BookOutline
from readings.importing.outline import Outline
from readings.importing.problems import ImportProblem

from . import archives, html, running
from .bookmarks import lead_to_places, with_places
from .chapters import MAX_TITLE, Part, Parts, part
from .context import ChapterContext
from .flow import Item, flow, without_ways
from .footnotes import gather_notes
from .images import Images, describe, descriptions
from .links import Anchors
from .opendocument import join_quotes, title_of
from .sections import RawSection, outline_of, split
from .tree import words

STEPS = 10  # of reading a file: pandoc takes half of them, its chapters the others

_MAX_AUTHOR = 200
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,2}")
_MAX_LANGUAGE = 12
_JOINTS = " \t-–—|·:,»«/"


def read_document(data: bytes, source: str, *, name: str = "") -> BookOutline:
    """Read a book from a file in one of pandoc's formats: "html", "epub", "docx" or "odt".

    `name` is the file's: it stands in where a single chapter has no title. Raises ImportProblem
    for a file that holds no readable text, is damaged, unsafe or beyond the limits.
    """
    safe, images, warnings = _opened(data, source)
    progress.report(1, STEPS)
    safe, names = with_places(safe, source)
    tree = running.syntax_tree(safe, source)
    lead_to_places(tree["blocks"], names)
    progress.report(STEPS // 2, STEPS)
    describe(tree["blocks"], _descriptions(safe, source))
    known = title_of(safe) if source == "odt" else ""
    if source == "odt":
        join_quotes(tree["blocks"])
    gather_notes(tree["blocks"])
    items, left_out = without_ways(flow(tree["blocks"]))
    if not any(item.words and not item.level for item in items):
        raise ImportProblem(_("No text of a chapter was found in the file."), code="no_text")
    parts = part(items, source, known)
    title = _title(tree["meta"], parts, known, source)
    if len(parts.parts) == 1 and not parts.parts[0].title:
        parts.parts[0] = _named(parts.parts[0], title, name)
    chapters = _outlines(parts, title, images)
    contents = images.gallery.contents
    shown = {key: contents[key] for chapter in chapters for key in chapter.pictures}
    return BookOutline(
        title=title,
        author=_said(tree["meta"].get("author"), ", ")[:_MAX_AUTHOR],
        language=_language(tree["meta"]),
        chapters=chapters,
        left_out=(*parts.front, *left_out),
        warnings=(*warnings, *parts.warnings),
        pictures=shown,
    )


def plain_document(data: bytes, source: str) -> str:
    """The words of such a file in their order, a paragraph a line, to be held against the outline.

    Raises ImportProblem as `read_document` does.
    """
    safe = html.as_utf8(data)[0] if source == "html" else archives.safe_copy(data)
    return running.plain_text(safe, source)


def read_pictures(data: bytes, source: str) -> Mapping[str, bytes]:
    """The pictures of a file that can be read, without its text. Raises ImportProblem."""
    if source == "html":
        return html.as_utf8(data)[1].contents
    archives.check(data)
    return archives.pictures(data).contents


def _opened(data: bytes, source: str) -> tuple[bytes, Images, list[str]]:
    """What pandoc may read, the pictures, and warnings."""
    if source == "html":
        page, gallery, warnings = html.as_utf8(data)
        return page, Images(gallery), warnings
    safe = archives.safe_copy(data)
    return safe, Images(archives.pictures(data), archives.folder_of(data, source)), []


def _descriptions(safe: bytes, source: str) -> dict[str, list[str]]:
    if source != "odt":
        return {}
    return descriptions(archives.member(safe, "content.xml", archives.MAX_TEXT))


def _outlines(parts: Parts, title: str, images: Images) -> tuple[Outline, ...]:
    """The chapters; where links lead is known before the first one is written."""
    raw = [split(found) for found in parts.parts]
    anchors = Anchors()
    for i, (found, sections) in enumerate(zip(parts.parts, raw, strict=True)):
        anchors.add_chapter(found.title, found.number or 1, [s.heading for s in sections])
        for s, section in enumerate(sections):
            for item in _anchored(found, section, s):
                anchors.add_place(item.ids, item.words if item.level else "", i, s)
    made = []
    for i, (found, sections) in enumerate(zip(parts.parts, raw, strict=True)):
        made.append(outline_of(found, sections, ChapterContext(anchors, i, images), title))
        progress.report(STEPS // 2 + STEPS * (i + 1) // (2 * len(raw)), STEPS)
    return tuple(made)


def _anchored(found: Part, section: RawSection, index: int) -> list[Item]:
    heads = [found.head if index == 0 else None, section.head]
    return [head for head in heads if head] + section.items


def _title(meta: dict[str, Any], parts: Parts, known: str, source: str) -> str:
    """The book's title: what the file says, without the chapter's; an OpenDocument file's is in
    the first line of its title page, if it has one: its description may be another text's."""
    said = _said(meta.get("title"), " ")
    if not said and source == "odt":
        said = parts.front[0] if parts.front and known not in parts.front else known
    if len(parts.parts) == 1 and parts.parts[0].title:
        said = said.replace(parts.parts[0].title, "").strip(_JOINTS)
    return said[:MAX_TITLE]


def _named(found: Part, title: str, name: str) -> Part:
    """A chapter without a heading is called after the file."""
    words_of_name = " ".join(re.findall(r"[^\W_]+", PurePath(name).stem))
    return Part(title or words_of_name[:1].upper() + words_of_name[1:], found.items)


def _said(value: Any, joint: str) -> str:
    """What a field of the file's own description says."""
    if isinstance(value, dict) and value.get("t") == "MetaList":
        return joint.join(filter(None, (words(one) for one in value["c"])))
    return words(value) or (value.get("c", "") if _is_string(value) else "")


def _is_string(value: Any) -> bool:
    return isinstance(value, dict) and value.get("t") == "MetaString"


def _language(meta: dict[str, Any]) -> str:
    said = _said(meta.get("lang") or meta.get("language"), " ").replace("_", "-")
    fits = _LANGUAGE.fullmatch(said) and len(said) <= _MAX_LANGUAGE
    return said if fits else ""
