"""The opening's page in the admin, as somebody on the staff has it open; and the section tools."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from readings.editing.actions import edit_chapter
from readings.editing.errata import accept_correction
from readings.editing.sectioning import merge_sections, split_section
from readings.text.models import Block, Section
from readings.text.writing import SectionDraft
from tests.editing.proposing import RULE
from tests.editing.sectioned import tool_address
from tests.editing.standing import draft
from tests.fixtures.admin import AdminPage

PARTS = """First words stand here.

### A heading inside

Second words stand *here*.[^3]

Second words stand *here*.

- one thing
- another thing"""

MORE = """- a third thing

Last words stand here."""


@pytest.fixture
def address(opening):
    return reverse("admin:readings_section_change", args=[opening.pk])


@pytest.fixture
def staff(person):
    return person("Stefan", is_staff=True)


@pytest.fixture
def desk(client_of, staff):
    """Somebody on the staff, who is in no group and may not moderate."""
    return client_of(staff)


@pytest.fixture
def fields(passage):
    """What a composer sends of the words chosen."""

    def make(words=RULE, **more):
        pointer = {name: value for name, value in vars(passage(words)).items() if value}
        return {**pointer, "uid": uuid.uuid4(), **more}

    return make


@pytest.fixture
def form_page(client_of, staff, address):
    """The opening's page as somebody on the staff has it open, who may not moderate."""
    return AdminPage(client_of(staff), address)


@pytest.fixture
def parts(chapter):
    """A section with a heading in its text and one paragraph twice; a list at its end."""
    new = [
        SectionDraft("Parts", PARTS, order=2),
        SectionDraft("More", MORE, order=3),
    ]
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=new)
    return Section.objects.get(chapter=chapter, heading="Parts")


@pytest.fixture
def more(parts):
    return Section.objects.get(chapter=parts.chapter, heading="More")


@pytest.fixture
def split(admin):
    """Splits a section at the block with a number, as it stands: `split(section, "3.3")`."""

    def do(section, number, **asked):
        section = Section.objects.select_related("version").get(pk=section.pk)
        block = Block.objects.current().get(chapter=section.chapter, number=number)
        asked = {"heading": "A new part", **asked}
        return split_section(
            user=admin, section=section, base_version=section.current.number, block=block.key,
            **asked,
        )  # fmt: skip

    return do


@pytest.fixture
def merge(admin):
    def do(one, two, **asked):
        one, two = (Section.objects.select_related("version").get(pk=s.pk) for s in (one, two))
        return merge_sections(
            user=admin, section=one, base_version=one.current.number,
            following=two, following_version=two.current.number, **asked,
        )  # fmt: skip

    return do


@pytest.fixture
def tool(client_of, staff):
    """A tool's page as somebody on the staff has it open: `tool("split", section)`."""
    client = client_of(staff)
    return lambda name, section: AdminPage(client, tool_address(name, section))


@pytest.fixture
def accept(admin, opening):
    """Accepts a proposal as an editor who has just looked at it."""

    def do(erratum, **more):
        opening.refresh_from_db()
        given = {"user": admin, "erratum": erratum, "base_version": opening.current.number, **more}
        edit = accept_correction(**given)
        erratum.refresh_from_db()
        opening.refresh_from_db()
        return edit

    return do


@pytest.fixture
def edit(admin, opening):
    """Somebody edits the opening: `edit("seldom", "hardly")`."""

    def save(old, new):
        opening.refresh_from_db()
        assert old in opening.body
        edit_chapter(
            user=admin,
            chapter=opening.chapter,
            base_versions={opening.pk: opening.current.number},
            changes=[draft(opening, body=opening.body.replace(old, new))],
        )
        opening.refresh_from_db()

    return save
