"""Words that tests of proposed corrections share, and the pages that they go to."""

from __future__ import annotations

from django.urls import reverse

from tests.fixtures.admin import fields_of

HTMX = {"HX-Request": "true"}
QUEUE = "/admin/readings/erratum/"
RULE = "its rule is seldom written down"
MENDED = "its rule is rarely written down"
LAST = "None of this stands in the ledger 🐑."


def page_of(erratum):
    return reverse("admin:readings_erratum_change", args=[erratum.pk])


def acceptance(erratum):
    return reverse("admin:readings_erratum_acceptance", args=[erratum.pk])


def refusal(erratum):
    return reverse("admin:readings_erratum_refusal", args=[erratum.pk])


def by_hand(erratum):
    section = erratum.note.target.section_id
    return f"{reverse('admin:readings_section_change', args=[section])}?erratum={erratum.pk}"


def accept(client, erratum, version=1, **more):
    return client.post(acceptance(erratum), {"base_version": version, **more}, follow=True)


def listed(response):
    return [erratum.pk for erratum in response.context["cl"].result_list]


def form_of(response):
    """What a browser would send of the form that proposes."""
    fields = fields_of(response.content.decode())
    assert "new_words" in fields
    return {name: value.replace("\r\n", "\n") for name, value in fields.items()}
