"""What of the text a person may see: staff the text itself, members what their groups read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup
    from readings.groups.querysets import Person


class TextQuerySet(models.QuerySet):
    """Rows of the text; `path_to_reading` leads from a row to the readings of its chapter."""

    path_to_reading = ""

    def visible_to(self, user: Person) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.all()
        return self.filter(**{f"{self.path_to_reading}group__memberships__user": user}).distinct()


class BookQuerySet(TextQuerySet):
    path_to_reading = "chapters__readings__"

    def titled(self, title: str, group: StudyGroup | None) -> Self:
        """The group's own books of this title, or with None the site's: never another group's."""
        return self.filter(title=title, group=group)


class PictureQuerySet(TextQuerySet):
    path_to_reading = "book__chapters__readings__"


class ChapterQuerySet(TextQuerySet):
    path_to_reading = "readings__"

    def open_to(self, group: StudyGroup) -> Self:
        """The chapters that the group may read: those of the site's books and of its own."""
        return self.filter(Q(book__group=None) | Q(book__group=group))


class InChapterQuerySet(TextQuerySet):
    """Sections, blocks and footnotes."""

    path_to_reading = "chapter__readings__"

    def current(self) -> Self:
        """Without what an edit took out; such rows stay, for notes and versions point at them."""
        return self.filter(removed_at=None)


class ReasonQuerySet(InChapterQuerySet):
    path_to_reading = "section__chapter__readings__"


class SectionVersionQuerySet(TextQuerySet):
    path_to_reading = "section__chapter__readings__"


class FormerAddressQuerySet(TextQuerySet):
    path_to_reading = "chapter__readings__"


class FormerSectionAddressQuerySet(TextQuerySet):
    path_to_reading = "chapter__readings__"


class ReadingQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """The readings of the person's groups, each with `viewer_role` and `viewer_until`."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(group__memberships__user=user).annotate(
            viewer_role=F("group__memberships__role"),
            viewer_until=F("group__memberships__until"),
        )

    def with_chapter(self) -> Self:
        return self.select_related("group", "chapter__book")


class ReadingPositionQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """A person's own places, as long as they are in the group. Nobody sees another's."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, reading__group__memberships__user=user)

    def standing(self) -> Self:
        """Those at a block that is still there; an edit moves the others, but one may come late."""
        return self.filter(block__removed_at=None)
