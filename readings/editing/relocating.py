"""Moving a section to another place in its chapter, and giving it another heading or address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from readings.editing.actions import Edit, edit_chapter
from readings.editing.parts import clean_heading, open_part, sections_in_order, summary_of
from readings.groups.slugs import section_slug
from readings.text.actions import order_sections
from readings.text.forwarding import section_slugs_in_use
from readings.text.models import Section

if TYPE_CHECKING:
    from readings.groups.models import User


@transaction.atomic
def move_section(
    *,
    user: User | None,
    section: Section,
    base_version: int,
    after: Section | None,
    summary: str = "",
) -> Edit:
    """Puts the section behind another of the chapter, or first. Raises StaleEdit.

    The others get their places without a version of their own.
    """
    chapter, part = open_part(user, section, base_version)
    rows = sections_in_order(chapter)
    was = rows.index(part.section)
    others = [row for row in rows if row != part.section]
    if after is not None and after not in others:
        raise ValidationError({"after": _("That section is not there any more.")})
    at = others.index(after) + 1 if after is not None else 0
    if at == was:
        return Edit(chapter)
    _refuse_opening_inside(part.section, others, at)
    others.insert(at, part.section)
    # Counted from 0 first, so that a place that is another is another number too.
    order_sections(user=user, chapter=chapter, orders=_places(rows))
    order_sections(user=user, chapter=chapter, orders=_places(others, but=part.section))
    what = _("Moved from place %(was)s to place %(now)s.") % {"was": was + 1, "now": at + 1}
    return edit_chapter(
        user=user,
        chapter=chapter,
        base_versions={part.section.pk: base_version},
        changes=[replace(part.draft, order=at)],
        summary=summary_of(what, summary),
    )


@transaction.atomic
def rename_section(
    *,
    user: User | None,
    section: Section,
    base_version: int,
    heading: str,
    slug: str | None = None,
    summary: str = "",
) -> Edit:
    """Gives the section another heading and, unless `slug` is None, another address.

    An empty slug is made from the heading. The address before leads to the section. Raises
    StaleEdit.
    """
    chapter, part = open_part(user, section, base_version)
    heading = clean_heading(heading, part.section)
    if slug == "":
        slug = _free_slug(part.section, heading)
    elif slug is None:
        slug = part.section.slug
    if chapter.sections.filter(slug=slug).exclude(pk=part.section.pk).exists():
        said = _("The chapter already has a section at this address.")
        raise ValidationError({"slug": said})
    names = {"was": part.section.name, "now": heading or Section(heading="").name}
    what = (_("Renamed: “%(was)s” is “%(now)s” now.") if heading != part.section.heading
            else _("“%(now)s” has another address."))  # fmt: skip
    return edit_chapter(
        user=user,
        chapter=chapter,
        base_versions={part.section.pk: base_version},
        changes=[replace(part.draft, heading=heading, slug=slug)],
        summary=summary_of(what % names, summary),
    )


def _places(rows: Sequence[Section], but: Section | None = None) -> dict[int, int]:
    return {row.pk: place for place, row in enumerate(rows) if row != but}


def _refuse_opening_inside(section: Section, others: list[Section], at: int) -> None:
    """Only the first section can be without a heading: it is the opening."""
    if not section.heading:
        raise ValidationError(
            _("A section without a heading stands first. Give it one before you move it.")
        )
    if at == 0 and not others[0].heading:
        said = _("The opening has no heading, so it stands first. Give it one before.")
        raise ValidationError({"after": said})


def _free_slug(section: Section, heading: str) -> str:
    """An address made of the heading; those that led to this section are its own."""
    own = {section.slug, *section.former_addresses.values_list("slug", flat=True)}
    taken = section_slugs_in_use(section.chapter) - own
    return section_slug(heading, taken)
