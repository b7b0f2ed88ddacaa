"""Who sees which words. Every list of notes in the project starts at `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from readings.groups.models import Membership

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup
    from readings.groups.querysets import Person


def may_moderate(user: Person) -> bool:
    """Whether somebody was given the permission to read the notes of all groups."""
    return user.is_active and user.is_staff and user.has_perm("readings.moderate_note")


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(reading__group__memberships__user=user)

    def located(self) -> Self:
        """Targets that stand somewhere in the present text."""
        return self.exclude(state="orphaned")


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """The questions of the person's groups and the chapters' own where a group reads them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(group__memberships__user=user)
            | Q(group=None, chapter__readings__group__memberships__user=user)
        ).distinct()

    def of_group(self, group: StudyGroup) -> Self:
        return self.filter(group=group, withdrawn_at=None)


def readable(user: Any, note: str = "") -> Q:
    """Which notes a member of the group may read; `note` leads to the note from what is asked for.

    The one place where this stands: `NoteQuerySet.visible_to` adds the membership.
    """
    own = Q(**{f"{note}author": user})
    return own | Q(**{f"{note}audience": "group"}) & unveiled(user, note)


def present(user: Any, note: str = "") -> Q:
    """Which notes have a place in what a member sees: the readable ones, and those that would be
    if nobody had hidden them. Of these there is a line, and not their words."""
    own = Q(**{f"{note}author": user})
    return own | Q(**{f"{note}audience": "group"}) & _open(user, note)


def unveiled(user: Any, note: str = "") -> Q:
    """Which notes a member may read once they are the group's: nobody has hidden them, and they
    wait for no answer of the member's own. `user` may be an OuterRef, to ask for many people."""
    return Q(**{f"{note}hidden_at": None}) & _open(user, note)


def _open(user: Any, note: str) -> Q:
    """Which notes wait for no answer of the member's own."""
    notes = apps.get_model("readings", "Note")._default_manager
    answered = notes.filter(
        author=OuterRef(user) if isinstance(user, OuterRef) else user,
        question=OuterRef(f"{note}thread_question"),
        deleted_at=None,
        audience="group",
    )

    def q(**conditions: object) -> Q:
        return Q(**{f"{note}{name}": value for name, value in conditions.items()})

    open_to_all = q(thread_question=None) | q(thread_question__reveal="at once")
    return open_to_all | Q(Exists(answered))


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """What the person may read: their own, and what members of their groups share.

        Another's answer to a question that asks for one's own answer first is withheld until
        then, with everything said under it.
        """
        groups = self._in_groups_of(user)
        return groups.shared_with(user) if user.is_authenticated else groups

    def present_to(self, user: Person) -> Self:
        """`visible_to` with the notes that were hidden, whose words nobody gets by this."""
        groups = self._in_groups_of(user)
        return groups.filter(present(user)) if user.is_authenticated else groups

    def _in_groups_of(self, user: Person) -> Self:
        if not user.is_authenticated:
            return self.none()
        # A subquery, for a join would double rows and slow the walk along the index.
        mine = Membership.objects.filter(group=OuterRef("reading__group"), user=user)
        return self.filter(Exists(mine))

    def shared_with(self, user: Person) -> Self:
        """`visible_to` less the membership, for readings that came through `visible_to`."""
        return self.filter(readable(user))

    def counted(self) -> Self:
        """Notes that every member of the group may see: these count, mark the text and bump."""
        return self.filter(audience="group", deleted_at=None, hidden_at=None).exclude(
            thread_question__reveal="answered"
        )

    def roots(self) -> Self:
        return self.filter(parent=None)


class FlagQuerySet(models.QuerySet):
    def unsettled(self) -> Self:
        """Flags that wait; one on a note that its author has taken away waits for nobody."""
        return self.standing().filter(outcome="", note__deleted_at=None)

    def standing(self) -> Self:
        """Flags on notes that are still where they were flagged."""
        return self.filter(note__reading=F("reading"))

    def for_moderator(self, user: Person) -> Self:
        """What somebody who moderates their groups is told of flags: nothing of those on what
        they wrote themselves."""
        return self.exclude(note__author=user)

    def for_site(self) -> Self:
        """What nobody in the group can look at: its one facilitator wrote the note."""
        others = Membership.objects.facilitating().filter(group=OuterRef("reading__group"))
        return self.exclude(Exists(others.exclude(user=OuterRef("note__author"))))


class ErratumQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """The proposals whose notes the person may read."""
        notes = apps.get_model("readings", "Note")._default_manager
        return self.filter(note__in=notes.visible_to(user))

    def for_editors(self) -> Self:
        """What those who edit texts see of any group: notes that were withdrawn or hidden are out
        of their sight, and no proposal is private."""
        return self.filter(note__deleted_at=None, note__hidden_at=None, note__audience="group")
