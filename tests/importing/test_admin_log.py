"""What staff save of a text is in the admin's log, whichever way it came."""

from __future__ import annotations

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.urls import reverse

from readings.text.models import Chapter
from tests.importing.making import WELL

PASTED = "Imported from a pasted text."


def logged():
    rows = LogEntry.objects.order_by("pk")
    return [(row.action_flag, row.object_id, row.change_message) for row in rows]


def test_a_new_chapter_and_its_update_are_logged(site_desk, admin):
    site_desk.save(site_desk.begin())
    chapter = Chapter.objects.get()
    assert logged() == [(ADDITION, str(chapter.pk), PASTED)]
    assert LogEntry.objects.get().user == admin
    newer = site_desk.begin(WELL.replace("turned away", "sent away").encode(), "well-2.txt")
    site_desk.save(newer, update=f"{chapter.pk}/{chapter.revision}")
    assert logged()[1:] == [(CHANGE, str(chapter.pk), "Imported from the file “well-2.txt”.")]
    history = reverse("admin:readings_chapter_history", args=[chapter.pk])
    assert "Imported from the file “well-2.txt”." in site_desk.client.get(history).content.decode()


def test_the_same_text_again_is_none(site_desk):
    site_desk.save(site_desk.begin())
    site_desk.save(site_desk.begin())
    assert len(logged()) == 1


def test_a_facilitators_text_is_none_of_the_admins_log(desk):
    desk.save(desk.begin())
    assert Chapter.objects.count() == 1
    assert logged() == []
