"""Which pictures a book has: files are written first, rows after them, and nothing is written over.

Whatever is taken back leaves a file without a row, and never a row without its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from readings.text.markdown import RenderedBlock, SectionProblem, problems
from readings.text.markdown.pictures import SCHEME, lines_with, shown, size_of
from readings.text.models import Book, Chapter, Footnote, Picture, SectionVersion
from readings.text.models.pictures import picture_storage
from readings.text.pictures import ENDINGS, described

if TYPE_CHECKING:
    from readings.groups.models import User

A_DAY = timedelta(days=1)


def store_picture(book: Book, key: str, content: bytes) -> Picture:
    """Gives the book a picture that was checked; one that it has is left as it is, unless its file
    was lost."""
    kind, width, height = described(content)
    storage = picture_storage()
    found = Picture.objects.filter(book=book, key=key).first()
    if found is not None and storage.exists(str(found.file)):
        return found
    name = storage.save(f"{key}.{ENDINGS[kind]}", ContentFile(content))
    facts = {"format": kind, "width": width, "height": height, "size": len(content), "file": name}
    picture, _made = Picture.objects.update_or_create(book=book, key=key, defaults=facts)
    return picture


def stand_in(book: Book, keys: Iterable[str]) -> None:
    """Rows without files for the pictures that the book has not got: for a try of an edit whose
    transaction is taken back. Nothing is written to the disk for it."""
    has = set(book.pictures.values_list("key", flat=True))
    sizes = {key: size_of(key) for key in keys if key not in has}
    Picture.objects.bulk_create(
        Picture(book=book, key=key, format=Picture.Format.PNG, width=width, height=height, size=0)
        for key, (width, height) in sizes.items()
    )


def bring_pictures(
    *, user: User | None, book: Book, keys: Iterable[str], contents: Mapping[str, bytes]
) -> list[str]:
    """Gives the book these pictures: out of `contents`, else out of another book that the person
    may see. Returns the keys of those that are nowhere."""
    wanted = list(keys)
    # Held until the text that shows them is written: nobody deletes them meanwhile.
    held = book.pictures.select_for_update().filter(key__in=wanted)
    has = set(held.values_list("key", flat=True))
    missing: list[str] = []
    for key in wanted:
        content = contents.get(key, b"")
        if not content and key not in has:
            content = _content_elsewhere(user, key)
        if content:
            store_picture(book, key, content)
        elif key not in has:
            missing.append(key)
    return missing


def require_pictures(
    chapter: Chapter, sections: Sequence[tuple[str, Sequence[RenderedBlock]]], user: User | None
) -> None:
    """Raises SectionProblem where a section, in Markdown and as it is shown, shows a picture that
    there is not. One that another book has becomes this book's too."""
    wanted = {key: body for body, blocks in sections for key in _shown(blocks)}
    if not wanted:
        return
    for key in bring_pictures(user=user, book=chapter.book, keys=wanted, contents={}):
        raise _no_picture(key, wanted[key])


def refuse_unknown(body: str, blocks: Sequence[RenderedBlock]) -> None:
    """Raises SectionProblem where a section shows a picture that no book has."""
    keys = _shown(blocks)
    known = set(Picture.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else ()
    for key in keys:
        if key not in known:
            raise _no_picture(key, body)


def take_pictures_along(chapter: Chapter, user: User | None) -> None:
    """Gives the chapter's book all that the chapter shows: it may have come from another one."""
    blocks = chapter.blocks.filter(removed_at=None).values_list("html", flat=True)
    notes = chapter.footnotes.filter(removed_at=None).values_list("html", flat=True)
    keys = dict.fromkeys(key for html in (*blocks, *notes) for key in shown(html))
    bring_pictures(user=user, book=chapter.book, keys=keys, contents={})


def signs_of(chapter: Chapter, versions: Iterable[SectionVersion]) -> dict[str, str]:
    """By the keys of image blocks what their pictures are: how they are told apart."""
    keys = {key for v in versions for key, kind, _start, _end in v.blocks if kind == "image"}
    blocks = chapter.blocks.filter(key__in=keys) if keys else chapter.blocks.none()
    return {key: picture_sign(html) for key, html in blocks.values_list("key", "html")}


def picture_sign(html: str) -> str:
    """What a block without words shows: its pictures of the site's own."""
    return " ".join(shown(html))


def is_shown(picture: Picture) -> bool:
    """Whether any text shows it, or ever did: an earlier version can be restored, and a chapter may
    have gone to another book since."""
    address = SCHEME + picture.key
    versions = SectionVersion.objects.annotate(said=Cast("reasons", TextField()))
    if versions.filter(Q(body__contains=address) | Q(said__contains=address)).exists():
        return True
    return Footnote.objects.filter(body__contains=address).exists()


def lost_pictures() -> list[Picture]:
    """The pictures whose file is not there."""
    storage = picture_storage()
    rows = Picture.objects.select_related("book").iterator()
    return [picture for picture in rows if not storage.exists(str(picture.file))]


def loose_files(now: datetime | None = None) -> list[str]:
    """Files of no picture: left by what was taken back. Younger than a day they may be those of a
    write that is not done yet."""
    storage = picture_storage()
    try:
        names = storage.listdir("")[1]
    except FileNotFoundError:
        return []
    before = (now or timezone.now()) - A_DAY
    old = [name for name in names if storage.get_modified_time(name) < before]
    known = set(Picture.objects.values_list("file", flat=True))
    return [name for name in old if name not in known]


def _no_picture(key: str, body: str) -> SectionProblem:
    line = next(lines_with(key, body), 0)
    return SectionProblem(problems.NO_PICTURE, line=line, key=key)


def _shown(blocks: Iterable[RenderedBlock]) -> list[str]:
    return [key for block in blocks for key in shown(block.html)]


def _content_elsewhere(user: User | None, key: str) -> bytes:
    """The picture as another book has it; empty where none has it that the person may see."""
    seen = Picture.objects.all() if user is None else Picture.objects.visible_to(user)
    for picture in seen.filter(key=key):
        try:
            with picture.file.open("rb") as file:
                content: bytes = file.read()
        except OSError:
            continue
        return content
    return b""
