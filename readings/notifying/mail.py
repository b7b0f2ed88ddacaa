"""The message: who did something where, with links to the site. No words of anybody's stand in it,
for a mail lies in places that the group's members have not chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from readings.annotation.models import Target
from readings.annotation.placing import State
from readings.groups.models import User
from readings.notifying.clocks import zone
from readings.notifying.news import Asked, Decided, GroupNews, Place, Thread
from readings.text.models import Chapter

LINES = 20  # of one group; the rest is a number and a link


@dataclass(frozen=True)
class Line:
    """A sentence, and where it leads."""

    text: str
    address: str


def compose(person: User, address: str, news: Sequence[GroupNews]) -> EmailMessage:
    """The message in the person's language and on their clock; `notice_key` has to be there."""
    assert person.notice_key
    off = settings.SITE_URL + reverse("notices-off", args=[person.notice_key])
    language = person.language if person.language in dict(settings.LANGUAGES) else ""
    with (
        translation.override(language or settings.LANGUAGE_CODE),
        timezone.override(zone(person.time_zone)),
    ):
        return EmailMessage(
            subject=_subject(news),
            body=_body(person, news, off),
            to=[address],
            headers={
                "List-Unsubscribe": f"<{off}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )


def _subject(news: Sequence[GroupNews]) -> str:
    groups = flat(news[0].group.name)
    if more := len(news) - 1:
        said = ngettext("%(group)s and %(n)s other group", "%(group)s and %(n)s other groups", more)
        groups = said % {"group": groups, "n": more}
    count = sum(map(len, news))
    said = ngettext("%(groups)s: %(n)s notice for you", "%(groups)s: %(n)s notices for you", count)
    return said % {"groups": groups, "n": count}


def _body(person: User, news: Sequence[GroupNews], off: str) -> str:
    parts = [_("Hello %(name)s,") % {"name": flat(person.display_name)}, ""]
    for one in news:
        parts += [flat(one.group.name), ""]
        for line in _shown(one):
            parts += [f"* {line.text}", f"  {line.address}", ""]
    parts += [
        "-- ",
        _("You get this because you read with others on Study Guide, and chose “%(choice)s”.")
        % {"choice": person.get_notices_display()},
        _("What people wrote stands on the site, for the group alone."),
        _("Answer there: an answer to this mail reaches none of them."),
        "",
        _("Choose how notices come:"),
        settings.SITE_URL + reverse("notices"),
        _("No more of these mails, without signing in:"),
        off,
        "",
    ]
    return "\n".join(parts)


def _shown(news: GroupNews) -> Iterator[Line]:
    lines = [
        *map(_asked, news.asked),
        *map(_replied, news.threads),
        *map(_decided, news.decided),
    ]
    yield from lines[:LINES]
    if (more := len(lines) - LINES) > 0:
        said = ngettext("%(n)s more is on the site.", "%(n)s more are on the site.", more)
        yield Line(said % {"n": more}, settings.SITE_URL + news.group.get_absolute_url())


def _replied(thread: Thread) -> Line:
    first, last = thread.notes[0], thread.notes[-1]
    facts = {"name": flat(last.author.display_name), "n": len(thread.notes)}
    if len(thread.notes) > 1:
        said = _("%(n)s replies in a thread that you are in, the last by %(name)s")
    elif thread.to_me:
        said = _("%(name)s replied to you")
    else:
        said = _("%(name)s wrote in a thread that you are in")
    return _line(said % facts, first.reading.chapter, thread.place, first.get_absolute_url())


def _asked(asked: Asked) -> Line:
    question = asked.question
    if asked.actor is None:
        said = _("A question waits for your answer")
    elif asked.is_new:
        said = _("%(name)s asks you a question")
    else:
        said = _("%(name)s changed a question for you")
    said %= {"name": flat(asked.actor.display_name) if asked.actor else ""}
    if question.due_at is not None:
        said = _("%(what)s, due %(time)s") % {"what": said, "time": _time(question.due_at)}
    return _line(said, question.chapter, asked.place, question.get_absolute_url())


def _decided(decided: Decided) -> Line:
    note = decided.note
    if note.erratum.state == note.erratum.State.DECLINED:
        said = _("Your correction was declined; the reason stands there")
    else:
        said = _("Your correction was made")
    return _line(said, note.reading.chapter, decided.place, note.get_absolute_url())


def _line(said: str, chapter: Chapter, place: Place | None, path: str) -> Line:
    title, spot = flat(chapter.title), where(place)
    if spot:
        title = _("%(chapter)s, %(place)s") % {"chapter": title, "place": spot}
    return Line(f"{said}: {title}", settings.SITE_URL + path)


def where(place: Place | None) -> str:
    """The place as people say it (“2.5”); nothing for a whole chapter, and for what is lost."""
    if place is None or place["state"] == State.ORPHANED.value:
        return ""
    if place["reason__number"] and not place["reason__removed_at"]:
        return _("reason %(number)s") % {"number": place["reason__number"]}
    if place["block__number"] and not place["block__removed_at"]:
        return str(place["block__number"])
    if place["footnote__number"] and not place["footnote__removed_at"]:
        return _("footnote %(number)s") % {"number": place["footnote__number"]}
    if place["kind"] == Target.Kind.SECTION and not place["section__removed_at"]:
        return flat(place["section__heading"])
    return ""


def _time(moment: datetime) -> str:
    local = timezone.localtime(moment)
    said = f"{date_format(local, 'D')}, {date_format(local, 'DATETIME_FORMAT')}"
    return f"{said} ({timezone.get_current_timezone_name()})"


def flat(text: str) -> str:
    """A name on one line: no name begins another line of the mail, or of its head."""
    return " ".join(text.split())
