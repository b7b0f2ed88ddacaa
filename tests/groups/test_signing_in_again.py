"""What happens to a form that is sent after the session has ended."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/questions/7/?after=3", "/questions/7/%3Fafter%3D3"),
        ("https://elsewhere.example/questions/7/", "/"),
        ("//elsewhere.example/", "/"),
        ("", "/"),
    ],
)
def test_a_form_leads_back_to_the_page_that_it_stood_on(client, db, referer, back):
    response = client.post("/questions/7/answers/", {"body": "Mine."}, headers={"Referer": referer})
    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={back}"


def test_a_page_leads_back_to_itself(client, db):
    response = client.get("/questions/7/?after=3", headers={"Referer": "http://testserver/g/x/"})
    assert response.url == "/accounts/login/?next=/questions/7/%3Fafter%3D3"
