"""The groups that a person is in or was in, and what they did for them."""

from __future__ import annotations

from readings.exporting.personal.values import Row, address, when
from readings.groups.models import FormerMember, JoinLink, Meeting, Membership, User


def groups(user: User) -> list[Row]:
    found = Membership.objects.filter(user=user).select_related("group").order_by("pk")
    return [
        {
            "group": row.group.name,
            "address": address("group", row.group.slug),
            "role": row.role,
            "role_until": when(row.until),
            "joined_at": when(row.joined_at),
            "news_seen_to": row.seen_seq,
            "news_mailed_to": row.told_seq,
            "archived_at": when(row.group.archived_at),
        }
        for row in found
    ]


def former_groups(user: User) -> list[Row]:
    """`notes_are_mine` is False where they were cut loose: nothing tells whose they are."""
    found = FormerMember.objects.filter(user=user).select_related("group").order_by("pk")
    return [
        {
            "group": row.group.name,
            "left_at": when(row.left_at),
            "removed_by_somebody": row.removed_by_id is not None,
            "notes_signed": row.signed,
            "notes_are_mine": row.signed == FormerMember.Signed.NAME,
        }
        for row in found
    ]


def invitations(user: User) -> list[Row]:
    """Without their secrets, and without the addresses of other people."""
    found = JoinLink.objects.filter(created_by=user).select_related("group").order_by("pk")
    return [
        {
            "group": row.group.name,
            "they_join_as": row.role,
            "to_one_address": bool(row.email),
            "made_at": when(row.created_at),
            "until": when(row.expires_at),
            "for_people": row.max_uses,
            "people_who_came": row.uses,
            "revoked_at": when(row.revoked_at),
        }
        for row in found
    ]


def meetings(user: User) -> list[Row]:
    found = Meeting.objects.filter(created_by=user).select_related("group").order_by("pk")
    return [
        {
            "group": row.group.name,
            "starts_at": when(row.starts_at),
            "place": row.place,
            "note": row.note,
            "set_at": when(row.created_at),
        }
        for row in found
    ]
