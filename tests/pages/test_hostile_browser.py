"""Payloads where people meet them: on the site's own pages, with its policy and its scripts.

Each page is visited twice, with harmless words first: what is asked for, and everything around the
words, is the same both times.
"""

from __future__ import annotations

from datetime import timedelta
from difflib import unified_diff

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from readings.annotation import fragments
from readings.annotation.models import Note, Question
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.models import Meeting, Membership, StudyGroup, User
from readings.text.actions import create_chapter, start_reading
from readings.text.markdown import SectionProblem, render_footnote, render_section
from readings.text.markdown.pictures import shown
from readings.text.models import Block, Book, Chapter, Footnote, Section
from readings.text.writing import ReasonDraft, SectionDraft
from tests.fixtures.reader import DESK, PHONE
from tests.text.hostility import payloads

PAYLOADS = payloads()
SHORT = [payload for payload in PAYLOADS if len(payload.text) <= 300]
# What people wrote as Markdown; and what every answer has anew.
WRITTEN = ".note-body, .question-body"
ANEW = "time"


@pytest.fixture
def visit_twice(page_of, member, watch, live_server):
    """Opens an address with harmless words and with the others: `visit_twice(path, arm)`."""

    def visit(path, arm, ready, written=WRITTEN, **size):
        page = page_of(member, **(size or DESK))
        watching = watch(page)
        seen = []
        for turn in (lambda: None, arm):
            turn()
            fragments.clear()
            watching.begin()
            page.goto(path)
            ready(page)
            page.wait_for_load_state("networkidle")
            asked = {url.split("?")[0] for url in watching.asked}
            seen.append((watching.around(f"{written}, {ANEW}"), asked, len(watching.went)))
        harmless, hostile = seen
        changed = list(unified_diff(harmless[0].split("\n"), hostile[0].split("\n"), n=0))
        assert changed == [], "".join(changed)
        assert hostile[1:] == harmless[1:]
        assert all(url.startswith(live_server.url) for url in hostile[1])
        watching.is_quiet()
        return watching

    return visit


def holds(watching, within, *, rel="nofollow noopener ugc"):
    """Words stay in their boxes, and their links lead where links may."""
    before = list(watching.asked)
    read = watching.read_twice(within)
    assert all(as_read == again for as_read, again in read)
    links = watching.press(", ".join(f"{box} a[href]" for box in within.split(", ")))
    for protocol, found, target, address in links:
        assert protocol in ("http:", "https:", "mailto:"), address
        assert (found, target) == (rel, "")
    watching.is_quiet()
    assert watching.asked == before
    return len(read), len(links)


def fits(page):
    """No word, however long, makes the page wider than the window."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


def keep_apart(model, field="html", harmless="<p>x</p>"):
    """Puts harmless words in the place of all others; returns what puts those back."""
    armed = dict(model.objects.values_list("pk", field))
    model.objects.update(**{field: harmless})

    def arm():
        rows = [model(pk=pk, **{field: value}) for pk, value in armed.items()]
        model.objects.bulk_update(rows, [field])

    return arm


@pytest.fixture
def thread(write, passage):
    """A note on a passage, and every payload as a reply to it."""
    head = write(PAYLOADS[0].text, pointer=passage("one field"))
    for payload in PAYLOADS[1:]:
        write(payload.text, parent=head)
    return head


def test_as_notes_beside_the_text(visit_twice, thread):
    reading = thread.reading
    arm = keep_apart(Note)

    def ready(page):
        expect(page.locator(f"#note-{thread.uid} article.reply")).to_have_count(len(PAYLOADS) - 1)

    watching = visit_twice(f"{reading.get_absolute_url()}?note={thread.uid}", arm, ready)
    boxes, links = holds(watching, ".note-body:not([data-preview])")
    assert boxes == len(PAYLOADS)
    assert links > 100
    # Our scripts still do what they do: the note's own control opens the form to reply.
    expect(watching.page.locator(f"#note-{thread.uid} > details summary").first).to_be_visible()


def test_as_notes_on_a_page_of_their_own_on_a_phone(visit_twice, thread, reading, key_of):
    arm = keep_apart(Note)
    key = thread.target.block.key
    path = f"{reading.get_absolute_url()}b/{key}/notes/"
    watching = visit_twice(
        path, arm, lambda page: expect(page.locator(".note").first).to_be_visible(), **PHONE
    )
    assert holds(watching, ".note-body:not([data-preview])")[0] == len(PAYLOADS)
    fits(watching.page)


def test_as_a_question_and_its_answers(visit_twice, reading, facilitator, write):
    question = ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body=PAYLOADS[1].text
    )
    head = write(PAYLOADS[0].text, question=question)
    for payload in SHORT[::3]:
        write(payload.text, parent=head)
    arms = [keep_apart(Note), keep_apart(Question)]
    watching = visit_twice(
        question.get_absolute_url(),
        lambda: [arm() for arm in arms],
        lambda page: expect(page.locator(".note").first).to_be_visible(),
    )
    boxes, _links = holds(watching, ".note-body:not([data-preview]), .question-body")
    assert boxes > len(SHORT) / 3


def accepted(text):
    try:
        blocks = render_section(text)
    except SectionProblem:
        return False
    return bool(blocks) and not any(shown(block.html) for block in blocks)


@pytest.fixture
def hostile_chapter(group, book):
    """A section for each payload that a section takes, reasons and footnotes of the others."""
    bodies = [payload.text for payload in SHORT if accepted(payload.text)]
    lines = [" ".join(p.text.split()) for p in SHORT if len(p.text) < 200]
    footnotes = [p.text for p in SHORT if not shown(render_footnote(p.text))]
    sections = [
        SectionDraft(heading=lines[order][:200], body=body, order=order)
        for order, body in enumerate(bodies)
    ]
    reasons = tuple(ReasonDraft(f"x {line}", line) for line in lines[:120])
    sections.append(SectionDraft("Reasons", "::: reasons\n:::", reasons, order=len(bodies)))
    chapter = create_chapter(
        user=None,
        book=book,
        number=66,
        title=lines[0],
        sections=sections,
        footnotes=dict(enumerate(footnotes, 1)),
    )
    return start_reading(user=None, group=group, chapter=chapter)


def test_as_a_chapter_with_its_footnotes(page_of, member, watch, live_server, hostile_chapter):
    page = page_of(member, **DESK)
    watching = watch(page)
    page.goto(hostile_chapter.get_absolute_url())
    page.wait_for_load_state("networkidle")
    asked = {url.removeprefix(live_server.url).split("?")[0] for url in watching.asked}
    base = hostile_chapter.get_absolute_url()
    assert all(path.startswith(("/static/", base)) for path in asked), asked
    blocks = Block.objects.current().filter(chapter=hostile_chapter.chapter)
    sections = Section.objects.filter(chapter=hostile_chapter.chapter)
    footnotes = Footnote.objects.filter(chapter=hostile_chapter.chapter)
    assert page.locator("main [data-block] > [data-text]").count() == blocks.count()
    assert page.locator("main > .section").count() == sections.count()
    assert page.locator("#sources > ol > li").count() == footnotes.count() > 300
    # Every block stands in its section, and nothing of it has got out to the page.
    assert page.locator("main > :not(.section, .footnotes, header)").count() == 0
    read = watching.read_twice("main [data-block] > [data-text]")
    assert all(as_read == again for as_read, again in read)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    for protocol, _rel, target, address in watching.press("main [data-text] a, #sources li a"):
        assert protocol in ("http:", "https:", "mailto:", ":"), address
        assert target == ""
    watching.is_quiet()


def test_as_names_and_plain_words(page_of, member, watch, live_server, group, hostile_chapter):
    """Where no Markdown is: names of people, groups, books and chapters, what a meeting says."""
    lines = [" ".join(p.text.split()).replace("\0", "") for p in SHORT]
    lines = [line for line in lines if line][:400]
    people = User.objects.bulk_create(
        User(username=f"u{n}", display_name=line[:80], colour=n % 8) for n, line in enumerate(lines)
    )
    Membership.objects.bulk_create(
        Membership(group=group, user=user, role=Membership.Role.MEMBER) for user in people
    )
    Meeting.objects.create(
        group=group, starts_at=timezone.now() + timedelta(days=3), place=lines[0][:200],
        note=lines[1][:300], created_by=member,
    )  # fmt: skip
    everything = "\n".join(lines)
    StudyGroup.objects.filter(pk=group.pk).update(
        name="<img src=x onerror=canary(1)>", description=everything[:2000]
    )
    Book.objects.update(title='"><script>canary(1)</script>', author="</cite><svg onload=canary()>")
    Chapter.objects.update(title="</h1><img src=//evil.example/x>{{ settings.SECRET_KEY }}")
    page = page_of(member, **PHONE)
    watching = watch(page)
    slug = group.slug
    for path in ("/", group.get_absolute_url(), f"/groups/{slug}/people/",
                 hostile_chapter.get_absolute_url()):  # fmt: skip
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.locator("main script, main svg[onload], main img[src*=evil]").count() == 0
        assert "<img src=x onerror=canary(1)>" in page.locator("body").inner_text()
        fits(page)
        watching.is_quiet()
    assert all(url.startswith(live_server.url) for url in watching.asked)
    page.goto(f"/groups/{slug}/people/")
    shown_names = page.locator("ul.rows > li").count()
    assert shown_names == Membership.objects.filter(group=group).count()
