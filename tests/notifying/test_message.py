"""What a mail looks like: no words of anybody's, one line a name, and the way to end it."""

from __future__ import annotations

import re

from django.utils import timezone, translation

from readings.groups.models import StudyGroup, User


def test_the_message(mira, reply, sent, caplog, group):
    note = reply()
    caplog.set_level("INFO")
    (message,) = sent()
    assert message.to == ["mira@example.org"]
    assert message.subject == "Thursday Readers: 1 notice for you"
    assert "Hello Mira," in message.body
    assert f"  http://testserver/notes/{note.uid}/\n" in message.body
    assert "Secret" not in message.message().as_string()
    assert "chose “By e-mail, within some minutes”" in message.body
    assert "http://testserver/accounts/notices/\n" in message.body
    mira.refresh_from_db()
    off = f"http://testserver/accounts/notices/off/{mira.notice_key}/"
    assert off in message.body
    headers = message.message()
    assert headers["List-Unsubscribe"] == f"<{off}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers.get_content_type() == "text/plain"
    assert "example.org" not in caplog.text
    assert mira.notice_key not in caplog.text


def test_the_key_tells_nothing_and_stays(mira, reply, sent):
    reply()
    sent()
    mira.refresh_from_db()
    key = mira.notice_key
    assert re.fullmatch(r"[\w-]{32}", key)
    reply()
    (message,) = sent()
    assert key in message.body


def test_names_begin_no_line_of_their_own(mira, facilitator, reply, sent, group):
    name = "Frida\r\nBcc: all@example.org\n\n* A line"
    User.objects.filter(pk=facilitator.pk).update(display_name=name)
    User.objects.filter(pk=mira.pk).update(display_name="Mira\n* More & <b>")
    StudyGroup.objects.filter(pk=group.pk).update(name="A\nBcc: b@example.org")
    reply()
    (message,) = sent()
    assert message.message()["Bcc"] is None
    assert message.recipients() == ["mira@example.org"]
    assert message.subject == "A Bcc: b@example.org: 1 notice for you"
    assert "Hello Mira * More & <b>," in message.body
    starts = [line for line in message.body.split("\n") if line.startswith("*")]
    assert starts == ["* Frida Bcc: all@example.org * A line replied to you: The Fence"]


def test_the_message_is_in_the_language_and_on_the_clock_of_its_reader(
    mira, reply, sent, settings, monkeypatch
):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    seen = []

    def note(person, news, off):
        seen.append((translation.get_language(), str(timezone.get_current_timezone())))
        return "Words."

    monkeypatch.setattr("readings.notifying.mail._body", note)
    choices = [("de", "Asia/Tokyo"), ("fr", ""), ("", "Gone/Nowhere")]
    for language, zone in choices:
        User.objects.filter(pk=mira.pk).update(language=language, time_zone=zone)
        reply()
        sent()
    assert seen == [("de", "Asia/Tokyo"), ("en", "UTC"), ("en", "UTC")]


def test_the_link_leads_to_the_reply(mira, reply, sent, member_client):
    note = reply()
    (message,) = sent()
    path = re.findall(r"^  http://testserver(\S+)$", message.body, re.MULTILINE)[0]
    assert str(note.uid) in member_client.get(path).url
