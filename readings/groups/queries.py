"""What this room's views read."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.safestring import SafeString, mark_safe

from readings.groups.models import (
    FormerMember,
    JoinLink,
    Membership,
    StudyGroup,
    User,
    fold_name,
)
from readings.groups.permissions import Permission, allows

if TYPE_CHECKING:
    from readings.groups.querysets import Person

LINKS = 50  # shown on the page of invitations, the newest first


def get_group(user: Person, slug: str) -> StudyGroup:
    """Raises Http404 unless the person is in the group."""
    group: StudyGroup | None = StudyGroup.objects.visible_to(user).filter(slug=slug).first()
    if group is None:
        raise Http404
    return group


def former_group(user: Person, slug: str) -> StudyGroup | None:
    """The group that has left this address, if the person is in it."""
    groups = StudyGroup.objects.visible_to(user)
    group: StudyGroup | None = groups.filter(former_addresses__slug=slug).first()
    return group


def get_join_link(token: str) -> JoinLink:
    """The link with this secret, also one that no longer works (it says so). Raises Http404."""
    links = JoinLink.objects.judged().select_related("group", "created_by")
    link: JoinLink | None = links.filter(token=token).first()
    if link is None:
        raise Http404
    return link


def _links(user: User, group: StudyGroup) -> QuerySet[JoinLink]:
    """The links that the person may see: all, for those who manage people; else their own."""
    links = JoinLink.objects.filter(group=group).judged().select_related("created_by", "group")
    if not allows(user, Permission.MANAGE_PEOPLE, group):
        links = links.filter(created_by=user)
    return links


def links_of(user: User, group: StudyGroup) -> list[JoinLink]:
    """Those links, the ones that work first, and then the newest."""
    works = Exists(JoinLink.objects.active().filter(pk=OuterRef("pk")))
    return list(_links(user, group).annotate(works=works).order_by("-works", "-pk")[:LINKS])


def link_of(user: User, group: StudyGroup, pk: int) -> JoinLink:
    """One of those links, however many there are. Raises Http404."""
    found: JoinLink | None = _links(user, group).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class PeoplePage:
    members: list[Membership]
    former: list[FormerMember]


def members_of(group: StudyGroup) -> list[Membership]:
    """Who is in the group, facilitators of this moment first."""
    members = list(group.memberships.select_related("user"))
    members.sort(key=lambda m: (not m.facilitates, m.user.display_name.casefold()))
    return members


def people_page(group: StudyGroup) -> PeoplePage:
    """Who is in the group and who was; `group` came through `get_group`.

    Somebody whose notes are signed “Former member” is not named among those who were.
    """
    members = members_of(group)
    here = [member.user_id for member in members]
    former = group.former_members.exclude(user__in=here).select_related("user")
    # What they chose the last time holds for all that they shared.
    latest = {left.user_id: left for left in reversed(former)}
    named = [left for left in latest.values() if left.signed == FormerMember.Signed.NAME]
    return PeoplePage(members, named)


def membership_in(group: StudyGroup, pk: int) -> Membership:
    """Raises Http404 where the group has no such membership."""
    found = group.memberships.select_related("user", "group").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def is_taken(name: str, person: User | None = None) -> bool:
    """Whether somebody (else) signs in with that name, or is shown by it.

    An account that is closed keeps its names, and so does nobody: notes stand under them. One that
    was deleted has let go of them, though notes may still be signed with its name.
    """
    others = User.objects.filter(deleted_at=None)
    if person is not None:
        others = others.exclude(pk=person.pk)
    shown = Q(display_name__iexact=" ".join(name.split()))
    return others.filter(Q(username=fold_name(name)) | shown).exists()


def qr_code(address: str) -> SafeString:
    """The address as an SVG picture, in the colour of the text around it."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=6, border=2, dark="#000", light="#fff"
    )
    return mark_safe(out.getvalue().decode())
