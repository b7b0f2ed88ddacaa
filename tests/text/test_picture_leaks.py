"""What a camera wrote about the place and the person reaches no page and no store, whichever way a
picture comes in: by the admin, in an archive beside its text, or in a page itself."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from readings.importing.models import ImportDraft, ImportPicture
from readings.importing.running import read_draft
from readings.text.models import Picture
from readings.text.models.pictures import picture_storage
from tests.fixtures.painting import opened, picture_file

SECRET = "Under the third stone"


@pytest.fixture
def photograph():
    """A picture with its place, its author, a note, and a second file behind it."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = SECRET
    exif.get_ifd(0x8825)[2] = (47.0, 22.0, 41.0)
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    data = picture_file("JPEG", size=(300, 200), exif=exif, xmp=xmp) + b"<script>canary(1)</script>"
    assert data.count(SECRET.encode()) >= 2
    return data


def is_clean(content):
    assert SECRET.encode() not in content
    assert b"canary" not in content
    image = opened(content)
    assert not image.getexif()
    assert "xmp" not in image.info
    assert "comment" not in image.info


def by_admin(client, section, data):
    file = SimpleUploadedFile("IMG_0001.jpg", data)
    address = reverse("admin:readings_section_pictures", args=[section.pk])
    assert client.post(address, {"image": file}).status_code == 200


def begin(client, group, name, data):
    file = SimpleUploadedFile(name, data)
    client.post(reverse("text-new", args=[group.slug]), {"file": file})
    draft = ImportDraft.objects.get()
    if draft.is_at_work:
        read_draft(draft.pk, draft.run)
    return draft


def archive(data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        files.writestr(
            "well.md", "# The Well\n\nBefore.\n\n![An old well](IMG_0001.jpg)\n\nAfter.\n"
        )
        files.writestr("IMG_0001.jpg", data)
    return "well.zip", out.getvalue()


def page(data):
    uri = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
    html = f"<h1>The Well</h1><p>Before.</p><p><img src='{uri}' alt='An old well'></p><p>After.</p>"
    return "well.html", html.encode()


def test_one_that_an_editor_adds(photograph, admin_client, opening):
    by_admin(admin_client, opening, photograph)
    kept = Picture.objects.get()
    served = admin_client.get(reverse("picture", args=[kept.key]))
    is_clean(b"".join(served) if served.streaming else served.content)
    store = picture_storage()
    for name in walk(store):
        with store.open(name) as file:
            is_clean(file.read())


def walk(store, folder=""):
    folders, files = store.listdir(folder)
    yield from (f"{folder}/{name}".lstrip("/") for name in files)
    for inner in folders:
        yield from walk(store, f"{folder}/{inner}".lstrip("/"))


@pytest.mark.parametrize("wrap", [archive, page], ids=["archive", "page"])
def test_one_in_a_file_is_shown_without_it(photograph, facilitator_client, group, wrap):
    begin(facilitator_client, group, *wrap(photograph))
    shown = ImportPicture.objects.get()
    is_clean(bytes(shown.preview))
