"""Addresses made of titles."""

from collections.abc import Collection
from itertools import count

from django.utils.text import slugify

LONGEST = 50  # characters, before a number that tells two apart


def free_slug(title: str, taken: Collection[str], fallback: str) -> str:
    """The title as an address, whole words only, with a number where that is taken.

    A title of which nothing is left in ASCII gives the fallback.
    """
    base = _shortened(slugify(title)) or fallback
    names = (base if n == 1 else f"{base}-{n}" for n in count(1))
    return next(name for name in names if name not in taken)


def section_slug(heading: str, taken: Collection[str]) -> str:
    """The address of a section within its chapter: of the opening, or made of the heading."""
    return free_slug(heading, taken, "section" if heading else "opening")


def _shortened(slug: str) -> str:
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
