"""Whoever is about to update a text from a file is warned when a group meets within a day."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from readings.groups.actions import plan_meeting
from tests.importing.making import WELL


def test_an_update_warns_of_a_meeting(desk, facilitator, group):
    desk.save(desk.begin())
    draft = desk.begin(WELL.replace("meet at it", "mend it"))
    assert "Update “7. The Well”" in desk.html(draft)
    assert "Thursday Readers meets" not in desk.html(draft)
    soon = timezone.now() + timedelta(hours=5)
    plan_meeting(user=facilitator, group=group, starts_at=soon, place="A secret place")
    html = desk.html(draft)
    assert "Thursday Readers meets" in html
    assert "secret" not in html
