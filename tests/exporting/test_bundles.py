"""A chapter with pictures becomes a ZIP file, and the file the same chapter."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from readings.importing.problems import ImportProblem
from readings.importing.reading import read_file, read_pictures
from readings.text.actions import create_chapter
from readings.text.models import Chapter, Picture
from readings.text.pictures import check_picture
from readings.text.writing import ReasonDraft, SectionDraft
from tests.exporting.test_export_command import export, stored
from tests.fixtures.painting import picture_file

OWN = picture_file(colour="olive")


@pytest.fixture
def illustrated(book, keep_picture):
    """A chapter that shows pictures wherever it can."""
    one, two = keep_picture(book, "red"), keep_picture(book, "blue", "JPEG", size=(200, 100))
    body = f"""![A *red* field \\[or not\\]](picture:{one.key} "Of 1801")

Words with ![a blue one](picture:{two.key}) in them, and code: `![x](picture:{one.key})`.

::: reasons
:::

- ![again](picture:{two.key})

::: caption
A field
:::"""
    reason = ReasonDraft(f"see ![it](picture:{one.key}) there", f"![it](picture:{two.key})")
    return create_chapter(
        user=None,
        book=book,
        number=3,
        title="Fields",
        sections=[SectionDraft("", body, (reason,))],
        footnotes={1: f"See ![it](picture:{one.key})."},
    )


@pytest.fixture
def bundle(illustrated, tmp_path):
    path = tmp_path / "fields.zip"
    call_command("export_chapter", "the-commons/fields", output=str(path), stdout=io.StringIO())
    return path


def members(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def made(files):
    """A ZIP file with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_it_holds_the_text_and_the_pictures_that_it_shows(bundle, illustrated, keep_picture):
    found = members(bundle)
    pictures = list(illustrated.book.pictures.order_by("key"))
    assert list(found) == ["chapter.md", *(f"pictures/{p.name}" for p in pictures)]
    text = found["chapter.md"].decode()
    assert "picture:" not in text
    assert f"](pictures/{pictures[0].name}" in text
    for picture in pictures:
        with picture.file.open("rb") as file:
            assert found[f"pictures/{picture.name}"] == file.read()


def test_the_same_chapter_gives_the_same_file(bundle, tmp_path):
    again = tmp_path / "again.zip"
    call_command("export_chapter", "the-commons/fields", output=str(again), stdout=io.StringIO())
    assert again.read_bytes() == bundle.read_bytes()


def test_into_the_same_book_it_changes_nothing(bundle, illustrated):
    before = [stored(illustrated), Picture.objects.in_bulk()]
    call_command("import_chapter", str(bundle), update=True, stdout=io.StringIO())
    assert Chapter.objects.count() == 1
    assert [stored(Chapter.objects.get()), Picture.objects.in_bulk()] == before


def test_into_another_book_it_is_the_same_chapter(bundle, illustrated):
    call_command("import_chapter", str(bundle), book="Again", stdout=io.StringIO())
    again = Chapter.objects.exclude(pk=illustrated.pk).get()
    assert stored(again) == stored(illustrated)
    assert again.book.pictures.count() == 2


def test_on_another_site_it_is_the_same_chapter(bundle, illustrated):
    """Where nothing is known of the pictures they come under the same keys."""
    wanted = stored(illustrated)
    keys = set(Picture.objects.values_list("key", flat=True))
    Picture.objects.all().delete()
    call_command("import_chapter", str(bundle), book="Again", stdout=io.StringIO())
    again = Chapter.objects.exclude(pk=illustrated.pk).get()
    assert stored(again) == wanted
    assert set(again.book.pictures.values_list("key", flat=True)) == keys


def test_markdown_alone_says_that_the_pictures_are_not_in_it(illustrated, tmp_path):
    err = io.StringIO()
    text = export("the-commons/fields", stderr=err)
    assert "2 of the book's pictures" in err.getvalue()
    assert "--output FILE.zip" in err.getvalue()
    path = tmp_path / "fields.md"
    path.write_text(text, encoding="utf-8")
    call_command("import_chapter", str(path), book="Again", stdout=io.StringIO())
    again = Chapter.objects.exclude(pk=illustrated.pk).get()
    assert stored(again) == stored(illustrated)  # the site has them


def test_a_chapter_without_pictures_can_be_a_bundle_too(chapter, tmp_path):
    path = tmp_path / "fence.ZIP"
    err = io.StringIO()
    export("the-commons/the-fence", output=str(path), stderr=err)
    assert list(members(path)) == ["chapter.md"]
    assert err.getvalue() == ""
    call_command("import_chapter", str(path), book="Again", stdout=io.StringIO())
    assert stored(Chapter.objects.exclude(pk=chapter.pk).get()) == stored(chapter)


def test_a_picture_without_its_file_is_named(illustrated, tmp_path):
    picture = illustrated.book.pictures.first()
    picture.file.storage.delete(picture.file.name)
    with pytest.raises(CommandError, match=f"The file of picture {picture.key} is gone"):
        export("the-commons/fields", output=str(tmp_path / "fields.zip"))
    assert not list(tmp_path.iterdir())


def test_markdown_of_others_brings_its_folder():
    text = (
        "# Wells\n\n![A well](images/a%20well.png)\n\n![](<../top.png>)\n\n"
        '![An [old] oak](./images/oak.png "Oak")\n\n[a link](images/oak.png) `images/oak.png`'
    )
    data = made(
        {
            "notes/wells.md": text,
            "notes/images/a well.png": OWN,
            "notes/images/oak.png": picture_file(colour="blue"),
            "top.png": picture_file(colour="red"),
            "__MACOSX/notes/._wells.md": b"\0\5",
        }
    )
    (chapter,) = read_file(data).chapters
    assert chapter.chapter_title == "Wells"
    assert [block.kind for block in chapter.blocks] == ["image"] * 3 + ["paragraph"]
    assert len(chapter.pictures) == 3
    key = check_picture(OWN).key
    assert next(chapter.blocks).markdown == f"![A well](picture:{key})"
    assert [block.text for block in chapter.blocks][-1] == "a link images/oak.png"
    assert set(read_pictures(data)) == set(chapter.pictures)
    assert any("has no description" in warning for warning in chapter.warnings)


def test_a_forged_name_brings_no_other_picture(illustrated, bundle):
    """A key belongs to its bytes: nobody puts another picture in its place."""
    found = members(bundle)
    name = next(name for name in found if name.endswith(".png"))
    forged = made({**found, name: OWN})
    (chapter,) = read_file(forged).chapters
    assert check_picture(OWN).key in chapter.pictures
    assert name.removeprefix("pictures/").removesuffix(".png") not in chapter.pictures


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"one.md": "# A\n\nB.", "two.md": "# C\n\nD."}, "format"),
        ({"picture.png": OWN}, "format"),
        ({"__MACOSX/._one.md": "x"}, "format"),
        ({"one.md": ""}, "empty"),
        ({"one.md": "\0" * 400}, "binary"),
        ({"one.md": "# A\n\nB.", "../out.png": OWN}, "unsafe"),
    ],
)
def test_archives_that_hold_no_one_text(files, code):
    with pytest.raises(ImportProblem) as caught:
        read_file(made(files))
    assert caught.value.code == code
