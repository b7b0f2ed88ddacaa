"""Which pictures a book has, and what is left behind by writes that are taken back."""

from __future__ import annotations

import io
import os
import stat
import time
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from readings.text.actions import (
    add_picture,
    add_pictures,
    change_chapter,
    create_chapter,
    delete_unused,
    get_or_create_book,
    start_reading,
)
from readings.text.markdown import SectionProblem, render_section
from readings.text.models import Chapter, Picture
from readings.text.models.pictures import picture_storage
from readings.text.picture_files import require_pictures
from readings.text.pictures import PictureProblem, check_picture
from readings.text.writing import SectionDraft
from tests.fixtures.painting import picture_file
from tests.fixtures.pictures import stored_files

CHECKED = check_picture(picture_file())
A_DAY = 24 * 60 * 60


@pytest.fixture
def other_book(db):
    return get_or_create_book(user=None, title="Another Book")


def content(picture):
    with picture.file.open("rb") as file:
        return file.read()


def make(book, body, **more):
    sections = [SectionDraft("", "Words."), SectionDraft("More", body, order=1)]
    facts = {"user": None, "number": None, "title": "Pictures", "footnotes": {}, **more}
    return create_chapter(book=book, sections=sections, **facts)


def test_a_picture_is_kept_once(book):
    first = add_picture(user=None, book=book, picture=CHECKED)
    again = add_picture(user=None, book=book, picture=CHECKED)
    assert first == again == Picture.objects.get()
    assert (first.format, first.width, first.height) == ("png", 60, 40)
    assert (first.size, content(first)) == (len(CHECKED.content), CHECKED.content)
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.create(book=book, key=first.key, width=1, height=1, size=1)


def test_its_file_is_nobody_elses(picture, other_book):
    second = add_picture(user=None, book=other_book, picture=CHECKED)
    assert second.key == picture.key
    assert second.file.name != picture.file.name
    assert content(second) == content(picture)


def test_its_file_is_for_the_sites_own_account_alone(picture):
    path = Path(picture.file.storage.path(picture.file.name))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_only_editors_add_pictures(book, member, admin):
    with pytest.raises(PermissionDenied):
        add_picture(user=member, book=book, picture=CHECKED)
    with pytest.raises(PermissionDenied):
        add_pictures(user=member, book=book, keys=[], pictures={})
    assert not Picture.objects.exists()
    add_picture(user=admin, book=book, picture=CHECKED)
    assert Picture.objects.count() == 1


def test_what_is_no_picture_is_never_kept(book):
    with pytest.raises(PictureProblem):
        add_pictures(user=None, book=book, keys=["k"], pictures={"k": b"<script>"})
    assert not Picture.objects.exists()


def test_only_what_the_text_shows_is_kept(book):
    add_pictures(user=None, book=book, keys=[], pictures={CHECKED.key: CHECKED.content})
    assert not Picture.objects.exists()


def test_a_file_that_was_lost_is_put_back(picture):
    picture.file.storage.delete(picture.file.name)
    add_pictures(
        user=None, book=picture.book, keys=[CHECKED.key], pictures={CHECKED.key: CHECKED.content}
    )
    assert content(Picture.objects.get()) == CHECKED.content


def test_a_section_shows_a_picture_of_its_book(picture):
    chapter = make(picture.book, f"![A well](picture:{picture.key})")
    block = chapter.blocks.get(section__order=1)
    assert (block.kind, block.start, block.end) == ("image", 0, 0)
    assert f'src="/pictures/{picture.key}/"' in block.html


def test_a_picture_that_there_is_not_is_named_with_its_line(book):
    body = f"Words.\n\n![A well](picture:{CHECKED.key})"
    with pytest.raises(SectionProblem, match=f"Line 3: there is no picture “{CHECKED.key}”"):
        make(book, body)
    assert not Chapter.objects.exists()


def test_code_that_speaks_of_a_picture_needs_none(book):
    assert make(book, f"`![A well](picture:{CHECKED.key})`").blocks.count() == 2


def test_a_picture_of_another_book_becomes_this_ones(picture, other_book):
    make(other_book, f"![A well](picture:{picture.key})")
    assert other_book.pictures.get().key == picture.key
    assert content(other_book.pictures.get()) == CHECKED.content


def test_a_picture_that_a_person_may_not_see_cannot_be_taken(picture, other_book, member):
    """Whoever knows a key alone gets nothing by it."""
    body = f"![A well](picture:{picture.key})"
    chapter = make(other_book, "Words.")
    with pytest.raises(SectionProblem):
        require_pictures(chapter, [(body, render_section(body))], member)
    assert not other_book.pictures.exists()


def test_a_chapter_takes_its_pictures_into_another_book(picture, other_book):
    words = f"![A well](picture:{picture.key})"
    chapter = make(picture.book, words, footnotes={1: words})
    change_chapter(user=None, chapter=chapter, title="Other")
    assert not other_book.pictures.exists()
    change_chapter(user=None, chapter=chapter, book=other_book)
    assert content(other_book.pictures.get()) == CHECKED.content
    assert picture.book.pictures.exists()  # its earlier versions, and other chapters, show it


def test_pictures_keep_their_book(picture):
    with pytest.raises(ProtectedError):
        delete_unused(user=None, row=picture.book)


def test_what_is_taken_back_leaves_a_loose_file_and_nothing_else(book):
    before = stored_files()
    with transaction.atomic():
        add_picture(user=None, book=book, picture=CHECKED)
        transaction.set_rollback(True)
    (left,) = stored_files() - before
    assert not Picture.objects.exists()
    # The same import again has a file of its own, so that the loose one may go at any time.
    kept = add_picture(user=None, book=book, picture=CHECKED)
    assert kept.file.name != left


@pytest.fixture
def run(db):
    def command(*options):
        out = io.StringIO()
        call_command("check_pictures", *options, stdout=out)
        return out.getvalue()

    return command


def age(name, seconds):
    then = time.time() - seconds
    os.utime(picture_storage().path(name), (then, then))


@pytest.fixture
def loose(db):
    """A file without a row, older than a day; those of other tests are too young."""
    name = picture_storage().save("loose.png", io.BytesIO(b"x"))
    age(name, A_DAY + 60)
    yield name
    picture_storage().delete(name)


def test_loose_files_are_found_and_swept(picture, loose, run):
    age(picture.file.name, 30 * A_DAY)
    young = picture_storage().save("young.png", io.BytesIO(b"x"))
    assert "belong to no picture: 1 found" in run()
    assert loose in stored_files()
    assert "belong to no picture: 1 deleted" in run("--sweep")
    assert loose not in stored_files()
    assert {young, picture.file.name} <= stored_files()
    assert content(picture) == CHECKED.content


def test_pictures_without_their_file_are_told(picture, run):
    assert "Every picture has its file." in run()
    picture.file.storage.delete(picture.file.name)
    with pytest.raises(CommandError, match="1 pictures have lost their file"):
        run()


def test_a_site_without_pictures_has_nothing_to_check(run, monkeypatch, tmp_path):
    nowhere = FileSystemStorage(tmp_path / "nowhere")
    monkeypatch.setattr("readings.text.picture_files.picture_storage", lambda: nowhere)
    assert "belong to no picture: 0" in run()


def test_who_reads_a_chapter_sees_its_books_pictures(
    picture, chapter, group, member, stranger, admin
):
    def seen(user):
        return Picture.objects.visible_to(user).filter(pk=picture.pk).exists()

    assert not seen(member)
    start_reading(user=None, group=group, chapter=chapter)
    assert [seen(member), seen(admin), seen(stranger)] == [True, True, False]
