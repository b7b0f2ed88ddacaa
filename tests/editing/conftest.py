"""The opening's page in the admin, as somebody on the staff has it open."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.fixtures.admin import AdminPage


@pytest.fixture
def address(opening):
    return reverse("admin:readings_section_change", args=[opening.pk])


@pytest.fixture
def staff(person):
    return person("Stefan", is_staff=True)


@pytest.fixture
def form_page(client_of, staff, address):
    """The opening's page as somebody on the staff has it open, who may not moderate."""
    return AdminPage(client_of(staff), address)
