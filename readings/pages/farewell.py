"""What becomes of everything when an account goes, and what is in the way of that."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from readings.annotation.models import Note, Question
from readings.groups.models import FormerMember, Membership, StudyGroup, User
from readings.importing.queries import begun_by

if TYPE_CHECKING:
    from collections.abc import Mapping

Signed = FormerMember.Signed


@dataclass(frozen=True)
class Parting:
    """One group: what the person shared there, and what their going means for it."""

    group: StudyGroup
    notes: int
    questions: int
    is_member: bool
    is_alone: bool = False  # nobody else is in it: it is archived
    is_needed: bool = False  # others are, and nobody else facilitates it for good

    @property
    def has_words(self) -> bool:
        """Whether there is anything to sign."""
        return bool(self.notes or self.questions)


@dataclass(frozen=True)
class Farewell:
    """All that the page says. `is_last_admin`: nobody else administers the site."""

    partings: list[Parting]
    private: int
    imports: int
    is_last_admin: bool

    @property
    def needed(self) -> list[Parting]:
        return [parting for parting in self.partings if parting.is_needed]

    @property
    def alone(self) -> list[Parting]:
        return [parting for parting in self.partings if parting.is_alone]

    @property
    def to_sign(self) -> list[Parting]:
        """Where there is a choice."""
        return [parting for parting in self.partings if parting.has_words]

    @property
    def is_possible(self) -> bool:
        return not self.needed and not self.is_last_admin

    def signed(self, chosen: Mapping[str, str]) -> dict[int, str]:
        """How it is signed in each group (by its key), by what was chosen; where nothing was, under
        the name. Where nothing was shared no name stays."""
        return {
            parting.group.pk: chosen.get(str(parting.group.pk), Signed.NAME)
            if parting.has_words
            else Signed.FORMER
            for parting in self.partings
        }

    def told(self, chosen: Mapping[str, str]) -> list[tuple[Parting, str]]:
        """The same in words, where anything was shared."""
        signed = self.signed(chosen)
        return [(parting, str(Signed(signed[parting.group.pk]).label)) for parting in self.to_sign]


def farewell(user: User) -> Farewell:
    """As it would be now. Groups that were left are among them while notes there have the name."""
    notes, questions = _shared(user), _asked(user)
    held = {membership.group_id: membership for membership in _memberships(user)}
    words = notes.keys() | questions.keys()
    left = StudyGroup.objects.filter(pk__in=words - held.keys()).order_by("name", "pk")
    here = [_parting(membership, notes, questions) for membership in held.values()]
    before = [Parting(group, notes[group.pk], questions[group.pk], False) for group in left]
    return Farewell(
        partings=[*here, *before],
        private=Note.objects.filter(
            author=user, audience=Note.Audience.ME, deleted_at=None
        ).count(),
        imports=begun_by(user).count(),
        is_last_admin=user.is_superuser and not _admins_beside(user).exists(),
    )


def _parting(membership: Membership, notes: Counter[int], questions: Counter[int]) -> Parting:
    group, facts = membership.group, membership.__dict__
    keeps_keys = membership.role == Membership.Role.FACILITATOR and membership.until is None
    return Parting(
        group=group,
        notes=notes[group.pk],
        questions=questions[group.pk],
        is_member=True,
        is_alone=not facts["has_others"] and not group.is_archived,
        is_needed=(
            keeps_keys and facts["has_others"] and not facts["is_kept"] and not group.is_archived
        ),
    )


def _memberships(user: User) -> QuerySet[Membership]:
    others = Membership.objects.filter(group=OuterRef("group"), user__is_active=True).exclude(
        user=user
    )
    keepers = others.filter(role=Membership.Role.FACILITATOR, until=None)
    mine = Membership.objects.filter(user=user).select_related("group")
    return mine.annotate(has_others=Exists(others), is_kept=Exists(keepers)).order_by(
        "group__name", "pk"
    )


def _shared(user: User) -> Counter[int]:
    """Notes that the groups read, by the keys of the groups."""
    notes = Note.objects.filter(author=user, audience=Note.Audience.GROUP, deleted_at=None)
    return Counter(dict(notes.values_list("reading__group").annotate(n=Count("pk")).order_by()))


def _asked(user: User) -> Counter[int]:
    """Questions of the groups, by their keys."""
    asked = Question.objects.filter(author=user, group__isnull=False)
    return Counter(dict(asked.values_list("group").annotate(n=Count("pk")).order_by()))


def _admins_beside(user: User) -> QuerySet[User]:
    """Who else administers the site, and is not going too."""
    admins = User.objects.filter(Q(is_superuser=True, is_active=True, deletion_due_at=None))
    return admins.exclude(pk=user.pk)
