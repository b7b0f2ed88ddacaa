"""Chapters in the house's own words, each copied in another habit."""

import html
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from readings.importing.models import ImportDraft
from readings.importing.plaintext import read_plain_text
from readings.importing.storing import outline_of_data
from tests.importing.making import WELL

CHAPTERS = Path(__file__).parent / "chapters"


@pytest.fixture
def chapter():
    """Reads one of the chapters beside this file by its name."""

    def read(name):
        path = CHAPTERS / f"{name}.txt"
        return read_plain_text(path.read_bytes(), name=path.name)

    return read


@pytest.fixture
def outline():
    """Reads a chapter from its paragraphs."""
    return lambda *paragraphs: read_plain_text("\n\n".join(paragraphs))


class Desk:
    """Somebody who brings in texts, for a group or for the site."""

    def __init__(self, client, group=None):
        self.client = client
        self.new = reverse("text-new", args=[group.slug]) if group else reverse("site-text-new")

    def paste(self, text=WELL, **more):
        return self.client.post(self.new, {"text": text, "form": "text", **more})

    def upload(self, data, name="well.txt"):
        return self.client.post(self.new, {"file": SimpleUploadedFile(name, data)})

    def begin(self, source=WELL, name="", **more):
        """The draft of a text that was pasted, or of a file that was uploaded."""
        if isinstance(source, bytes):
            response = self.upload(source, name)
        else:
            response = self.paste(source, **more)
        assert response.status_code == 302, response.content.decode()
        return ImportDraft.objects.get(uid=response.url.split("/")[2])

    def look(self, draft, query=""):
        return self.client.get(draft.get_absolute_url() + query)

    def html(self, draft, query=""):
        return html.unescape(self.look(draft, query).content.decode())

    def send(self, draft, name, headers=None, **data):
        """Sends one of the forms of the review as the page has it now."""
        draft.refresh_from_db()
        address = reverse(f"import-{name}", args=[draft.uid])
        sent = {"revision": draft.revision, "chapter": 0, **data}
        return self.client.post(address, sent, headers=headers or {})

    def correct(self, draft, change, section=0, block=0, **data):
        return self.send(draft, "corrections", change=change, section=section, block=block, **data)

    def save(self, draft, do="save", **data):
        """Sends the names as the page shows them, with these in their stead."""
        draft.refresh_from_db()
        book = outline_of_data(draft.outline)
        first = book.chapters[0]
        places = range(len(book.chapters))
        fields = {name: getattr(draft, name) for name in NAMES}
        if len(book.chapters) > 1:
            fields["chapters"] = [n for n in places if n not in draft.skipped]
        else:
            fields |= {"number": first.chapter_number, "chapter_title": first.chapter_title}
        fields = {name: "" if value is None else value for name, value in fields.items()}
        return self.send(draft, "names", do=do, **{**fields, **data})


NAMES = ("title", "author", "language", "source", "rights")


@pytest.fixture
def desk(facilitator_client, group):
    """The facilitator's, for the group."""
    return Desk(facilitator_client, group)


@pytest.fixture
def site_desk(admin_client):
    """An admin's, for all groups."""
    return Desk(admin_client)


@pytest.fixture
def outline_now():
    """The outline of a draft as it stands."""

    def read(draft):
        draft.refresh_from_db()
        return outline_of_data(draft.outline)

    return read
