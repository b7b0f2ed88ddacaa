"""Flags that wait and flags that were settled; notes that are hidden, by a facilitator and for the
site."""

from __future__ import annotations

from readings.annotation.actions import add_note
from readings.annotation.models import Note
from readings.annotation.moderating import flag_note, hide_note, settle_flags
from readings.annotation.pointers import Pointer
from readings.groups.models import User
from tests.pages.world.names import LONG_WORD, World


def make_moderation(world: World) -> None:
    reading, people = world.reading, world.people
    member, facilitator, other = people["member"], people["facilitator"], people["large_reader"]
    words = f"That is nothing but {LONG_WORD * 2}, and whoever wrote it knows that very well."

    def write(author: User, words: str = words) -> Note:
        return add_note(author=author, reading=reading, pointer=Pointer("chapter"), body=words)

    flagged = write(other)
    for user in (member, facilitator):
        flag_note(
            user=user, note=flagged, reason="other", words=f"It hurts: {LONG_WORD * 3}."[:500]
        )
    flag_note(user=other, note=write(member, "Off we go."), reason="off topic")
    left = write(other, "What a pity.")
    settled = flag_note(user=member, note=left, reason="unkind")
    settle_flags(user=facilitator, note=left, upto=settled.pk)
    hidden = write(other)
    reply = add_note(author=member, reading=reading, parent=hidden, body="That was unkind.")
    add_note(author=other, reading=reading, parent=reply, body="So were you.")
    own = write(member)
    for note in (hidden, own):
        flag_note(user=facilitator, note=note, reason="private")
        hide_note(user=facilitator, note=note, reason=f"We do not say {LONG_WORD * 2} of others.")
    for_site = write(other, "Unlawful words.")
    hide_note(user=facilitator, note=for_site, reason="Unlawful.")
    Note.objects.filter(pk=for_site.pk).update(hidden_for_site=True, hidden_by=people["editor"])
    world["flagged"], world["left"] = flagged.get_absolute_url(), left.get_absolute_url()
    world["hidden"], world["own_hidden"] = hidden.get_absolute_url(), own.get_absolute_url()
    world["hidden_for_site"] = for_site.get_absolute_url()
