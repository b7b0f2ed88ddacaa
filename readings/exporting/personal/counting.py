"""How much there is: what the page says before anything is downloaded."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.db.models import Count, Q

from readings.annotation.models import Note, Question
from readings.groups.models import AuditEntry, FormerMember, JoinLink, Membership, User


@dataclass(frozen=True)
class Amounts:
    """Numbers of rows; `loose` are groups in which one's notes are signed “Former member”."""

    notes: int
    shared: int
    private: int
    deleted: int
    corrections: int
    questions: int
    groups: int
    left: int
    loose: int
    invitations: int
    devices: int
    imports: int
    entries: int


def amounts(user: User, *, imports: int) -> Amounts:
    standing = Q(deleted_at=None)
    notes = Note.objects.filter(author=user).aggregate(
        notes=Count("pk"),
        shared=Count("pk", standing & Q(audience=Note.Audience.GROUP)),
        private=Count("pk", standing & Q(audience=Note.Audience.ME)),
        deleted=Count("pk", ~standing),
        corrections=Count("erratum"),
    )
    here = Membership.objects.filter(user=user).count()
    gone = FormerMember.objects.filter(user=user)
    former = gone.exclude(group__memberships__user=user).aggregate(
        left=Count("group", distinct=True)
    )
    cut = gone.filter(signed=FormerMember.Signed.FORMER)
    return Amounts(
        **notes,
        **former,
        loose=cut.values("group").distinct().count(),
        questions=Question.objects.filter(author=user).count(),
        groups=here,
        invitations=JoinLink.objects.filter(created_by=user).count(),
        devices=UserSession.objects.filter(user=user).count(),
        entries=AuditEntry.objects.filter(Q(actor=user) | Q(person=user)).count(),
        imports=imports,
    )
