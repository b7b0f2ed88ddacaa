"""How many queries the pages of the door make: as many for many keys as for few."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.accounts.codes import PASSKEY, set_up

OWN = {
    "/accounts/": 5,
    "/accounts/email/": 5,
    "/accounts/password/change/": 2,
    "/accounts/reauthenticate/": 8,
    "/accounts/2fa/": 4,
    "/accounts/2fa/webauthn/": 3,
}


@pytest.mark.parametrize("size", [1, 20])
def test_own_pages(member_client, member, size, django_assert_num_queries):
    set_up(member)
    kind, data = Authenticator.Type.WEBAUTHN, {"name": "A key", "credential": PASSKEY}
    for _key in range(size):
        Authenticator.objects.create(user=member, type=kind, data=data)
    for path, count in OWN.items():
        with django_assert_num_queries(count, info=path):
            assert member_client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
)
def test_who_is_not_signed_in_costs_the_database_nothing(db, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get(path).status_code == 200
