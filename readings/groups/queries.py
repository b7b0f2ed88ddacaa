"""What this room's views read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import segno
from django.http import Http404
from django.utils.safestring import SafeString, mark_safe

from readings.groups.models import JoinLink, StudyGroup

if TYPE_CHECKING:
    from readings.groups.querysets import Person


def get_group(user: Person, slug: str) -> StudyGroup:
    """Raises Http404 unless the person is in the group."""
    group: StudyGroup | None = StudyGroup.objects.visible_to(user).filter(slug=slug).first()
    if group is None:
        raise Http404
    return group


def get_join_link(token: str) -> JoinLink:
    """The link with this secret, revoked ones included (they say so). Raises Http404."""
    links = JoinLink.objects.select_related("group", "created_by")
    link: JoinLink | None = links.filter(token=token).first()
    if link is None:
        raise Http404
    return link


def qr_code(address: str) -> SafeString:
    """The address as an SVG picture, in the colour of the text around it."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=6, border=2, dark="#000", light="#fff"
    )
    return mark_safe(out.getvalue().decode())
