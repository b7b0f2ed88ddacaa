"""Every page of the admin in a real browser: no console error, no breach of the policy.

What is done on those pages (typing with the preview, dragging, pictures) is in tests/editing; every
test there fails for such a fault too. A new model, or a new page of one, fails here until it is
visited.
"""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin as django_admin
from django.urls import reverse
from playwright.sync_api import expect

from readings.annotation.models import Erratum
from readings.text.actions import add_picture
from readings.text.models import Chapter, Section, SectionVersion
from readings.text.pictures import check_picture
from tests.fixtures.painting import picture_file

DESK = {"viewport": {"width": 1300, "height": 900}, "reduced_motion": "reduce"}
USUAL = ("changelist", "add", "change", "history", "delete")
ADMIN = django_admin.site
MODELS = {model._meta.label_lower: model for model in ADMIN._registry}
# Addresses that take a form or a script's question, and show no page of their own.
NO_PAGE = {
    "readings_erratum_acceptance": "takes a form and redirects",
    "readings_erratum_refusal": "takes a form and redirects",
    "readings_section_preview": "answers a script; typed into below",
    "readings_section_pictures": "answers a script: tests/editing/test_admin_pictures_browser.py",
    "readings_sectionversion_restoration": "takes a form and redirects",
}
TOOLS = {
    "readings_section_split", "readings_section_merge", "readings_section_move",
    "readings_section_rename", "auth_user_password_change",
}  # fmt: skip


def own_names(model):
    """The names of a model's pages beyond the usual ones."""
    options = model._meta
    usual = {f"{options.app_label}_{options.model_name}_{page}" for page in USUAL}
    return {url.name for url in ADMIN._registry[model].get_urls() if url.name} - usual


def test_every_page_of_the_admin_is_known_here():
    names = set().union(*(own_names(model) for model in MODELS.values()))
    assert names == TOOLS | set(NO_PAGE)
    general = {url.name for url in ADMIN.get_urls() if getattr(url, "name", None)}
    assert general == {
        "index", "login", "logout", "password_change", "password_change_done", "autocomplete",
        "jsi18n", "app_list",
    }  # fmt: skip


@pytest.fixture
def walk(page_of, page_faults, admin):
    """Opens one address after the other, as the superuser; returns the page."""
    page = page_of(admin, **DESK)

    def go(address, statuses=(200,)):
        if 403 in statuses:
            page_faults.expect(f"status of 403.*{address}")
        answer = page.goto(address)
        assert answer.status in statuses, f"{address}: {answer.status}"
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert page_faults.unexpected() == [], address
        return page

    return go


@pytest.fixture
def everything(world, admin):
    """At least one object of every model."""
    chapter = Chapter.objects.earliest("pk")
    picture = check_picture(picture_file())
    add_picture(user=None, book=chapter.book, picture=picture)
    if not Authenticator.objects.exists():
        Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={})
    return world


def test_each_model_s_pages(walk, everything):
    for label, model in MODELS.items():
        found = model._default_manager.first()
        assert found is not None, f"{label}: the test's world has none"
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        walk(reverse(f"{base}_changelist"))
        walk(reverse(f"{base}_add"), statuses=(200, 403))
        walk(reverse(f"{base}_change", args=[found.pk]))
        walk(reverse(f"{base}_history", args=[found.pk]))
        # What others point at, and what is never deleted, is refused with the reason.
        walk(reverse(f"{base}_delete", args=[found.pk]), statuses=(200, 403))


def test_the_lists_with_their_searches_filters_and_actions(walk, everything):
    for model in MODELS.values():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        page = walk(reverse(f"{base}_changelist"))
        if page.locator("#searchbar").count():
            page.locator("#searchbar").fill("a'\"><b>")
            page.locator("#searchbar").press("Enter")
            expect(page.locator("#changelist")).to_be_visible()
        if page.locator("#action-toggle").count():
            page.locator("#action-toggle").check()


def test_the_general_pages(walk, everything):
    page = walk(reverse("admin:index"))
    page.get_by_role("button", name="Toggle theme").first.click()
    walk(reverse("admin:app_list", args=["readings"]))
    page = walk(reverse("admin:password_change"))
    assert page.request.get(reverse("admin:jsi18n")).ok


def test_the_tools(walk, everything, admin):
    section = Section.objects.current().exclude(version=None).earliest("pk")
    for tool in ("split", "merge", "rename", "move"):
        walk(reverse(f"admin:readings_section_{tool}", args=[section.pk]))
    for version in SectionVersion.objects.filter(section=section)[:2]:
        walk(reverse("admin:readings_sectionversion_change", args=[version.pk]))
    walk(reverse("admin:auth_user_password_change", args=[admin.pk]))
    for erratum in Erratum.objects.all()[:3]:
        walk(reverse("admin:readings_erratum_change", args=[erratum.pk]))


def test_the_editor_with_its_preview_its_rows_and_its_popup(walk, everything, page_faults):
    chapter = Chapter.objects.earliest("pk")
    section = Section.objects.current().filter(chapter=chapter).earliest("pk")
    page = walk(reverse("admin:readings_section_change", args=[section.pk]))
    editor = page.locator(".markdownx-editor").first
    editor.press("Control+End")
    page.keyboard.insert_text("\n\n<script>canary(1)</script> *typed*")
    expect(page.locator(".markdownx-preview").first).to_contain_text("canary(1)</script> typed")
    page = walk(reverse("admin:readings_chapter_change", args=[chapter.pk]))
    popup = page.locator("a.related-widget-wrapper-link:visible").first
    if popup.count():
        with page.expect_popup() as opened:
            popup.click()
        opened.value.wait_for_load_state()
        opened.value.close()
    assert page_faults.unexpected() == []


def test_autocompletion_asks_and_shows(walk, everything):
    for model, options in ADMIN._registry.items():
        if options.autocomplete_fields:
            base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            found = model._default_manager.first()
            page = walk(reverse(f"{base}_change", args=[found.pk]))
            boxes = page.locator(".select2-selection:visible")
            if boxes.count():
                boxes.first.click()
                expect(page.locator(".select2-results__option").first).to_be_visible()
