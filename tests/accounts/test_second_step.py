"""An app for codes, recovery codes, being asked once more; and the admin behind a second step."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.codes import SECRET, code, set_up, steps
from tests.fixtures.cast import PASSWORD
from tests.tooling.checks import production
from tests.tooling.running import environment, run_python

STEPS = "/accounts/2fa/"
LOGIN = "/accounts/login/"


def is_in(client):
    return client.get("/").status_code == 200


def prove(client, following=STEPS, **given):
    given = given or {"password": PASSWORD}
    return client.post("/accounts/reauthenticate/", {**given, "next": following})


def begin(user, **more):
    """A browser after the right password."""
    client = Client()
    given = {"login": user.username, "password": PASSWORD, **more}
    return client, client.post(LOGIN, given)


@pytest.mark.parametrize("path", ["totp/activate/", "webauthn/add/", "recovery-codes/generate/"])
def test_what_concerns_the_account_itself_asks_once_more(member_client, path):
    answer = member_client.get(f"{STEPS}{path}")
    assert answer.url.startswith("/accounts/reauthenticate/?next=")
    page = prove(member_client, f"{STEPS}{path}", password="wrong")
    assert "That is not your password." in page.text


def test_the_app_is_set_up_and_then_asked_for(member_client, member):
    prove(member_client)
    page = member_client.get(f"{STEPS}totp/activate/")
    secret = page.context["form"].secret
    assert f'value="{secret}"' in page.text
    assert 'src="data:image/svg+xml;base64,' in page.text
    wrong = member_client.post(f"{STEPS}totp/activate/", {"code": "000000"})
    assert "That code is not right." in wrong.text
    assert f'value="{secret}"' in wrong.text
    answer = member_client.post(f"{STEPS}totp/activate/", {"code": code(secret)})
    assert answer.url == f"{STEPS}recovery-codes/"
    codes = member_client.get(answer.url).text.count("<li><code>")
    assert codes == 10
    assert steps(member) == {"totp", "recovery_codes"}
    client, answer = begin(member)
    assert answer.url == f"{STEPS}authenticate/"
    assert not is_in(client)
    page = client.post(answer.url, {"code": "000000"})
    assert "That code is not right." in page.text
    assert not is_in(client)


def test_the_code_signs_in_and_leads_on(member):
    set_up(member)
    client, answer = begin(member, next="/accounts/reading/")
    assert client.post(answer.url, {"code": code()}).url == "/accounts/reading/"
    assert is_in(client)


def test_a_code_is_good_once(member):
    set_up(member)
    now = code()
    client, answer = begin(member)
    client.post(answer.url, {"code": now})
    other, answer = begin(member)
    assert "That code is not right." in other.post(answer.url, {"code": now}).text
    assert not is_in(other)


def test_a_recovery_code_takes_the_place_once(member):
    from allauth.mfa.models import Authenticator

    set_up(member)
    kept = Authenticator.objects.get(user=member, type="recovery_codes")
    spare = kept.wrap().get_unused_codes()[0]
    client, answer = begin(member)
    client.post(answer.url, {"code": spare})
    assert is_in(client)
    other, answer = begin(member)
    other.post(answer.url, {"code": spare})
    assert not is_in(other)


def test_the_step_can_be_left(member):
    set_up(member)
    client, answer = begin(member)
    assert 'form="not-now"' in client.get(answer.url).text
    client.post("/accounts/logout/", {"next": LOGIN})
    assert client.get(answer.url).url == LOGIN


def test_codes_are_seen_saved_and_made_anew_by_their_owner_alone(member_client, member):
    set_up(member)
    for path in ("recovery-codes/", "recovery-codes/download/"):
        assert member_client.get(f"{STEPS}{path}").url.startswith("/accounts/reauthenticate/")
    prove(member_client)
    before = member_client.get(f"{STEPS}recovery-codes/download/")
    assert before["Content-Type"] == "text/plain"
    assert "attachment" in before["Content-Disposition"]
    member_client.post(f"{STEPS}recovery-codes/generate/")
    assert member_client.get(f"{STEPS}recovery-codes/download/").text != before.text


def test_the_app_is_turned_off(member_client, member):
    set_up(member)
    prove(member_client)
    page = member_client.post(f"{STEPS}totp/deactivate/", follow=True)
    assert "The app for codes is turned off." in page.text
    assert steps(member) == set()
    _client, answer = begin(member)
    assert answer.url == "/"


def test_it_can_be_proved_by_a_code_too(member_client, member):
    set_up(member)
    page = member_client.get("/accounts/reauthenticate/?next=/accounts/2fa/")
    assert "Use a code" in page.text
    answer = member_client.post(
        f"{STEPS}reauthenticate/", {"code": code(), "next": f"{STEPS}totp/deactivate/"}
    )
    assert answer.url == f"{STEPS}totp/deactivate/"
    assert member_client.get(answer.url).status_code == 200


def test_its_owner_is_told_of_changes(member_client, member):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=member, email="m@example.org", verified=True, primary=True)
    set_up(member)
    prove(member_client)
    mail.outbox.clear()
    member_client.post(f"{STEPS}totp/deactivate/")
    told = mail.outbox[0]
    assert told.subject == "Study Guide: the app for codes was turned off"
    assert "takes no codes of an app any more." in told.body
    assert SECRET not in told.body


def test_a_mail_server_that_is_away_undoes_nothing(member_client, member, settings, caplog):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=member, email="m@example.org", verified=True, primary=True)
    set_up(member)
    prove(member_client)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert member_client.post(f"{STEPS}totp/deactivate/").status_code == 302
    assert steps(member) == set()
    assert "could not be sent" in caplog.text


# The admin -------------------------------------------------------------------------------------


def test_the_admin_is_behind_the_same_sign_in(client, db, member_client):
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/accounts/login/?next=/admin/")
    assert 'name="next" value="/admin/' in page.text
    assert member_client.get("/admin/login/").status_code == 403


def test_a_password_opens_it_unless_the_setting_says_no(admin_client):
    assert admin_client.get("/admin/").status_code == 200


def test_where_it_is_required_a_password_does_not_open_it(admin_client, admin, settings):
    settings.ADMIN_MFA = "required"
    for path in ("/admin/", "/admin/readings/user/", "/admin/readings/chapter/add/"):
        page = admin_client.get(path, follow=True)
        assert page.status_code == 403
        assert "A second step, please" in page.text
        assert 'href="/accounts/2fa/"' in page.text
    assert admin_client.post("/admin/readings/user/add/", {}).status_code == 302
    set_up(admin)
    assert admin_client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(admin_client, admin, settings):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    settings.ADMIN_MFA = "required"
    RecoveryCodes.activate(admin)
    assert admin_client.get("/admin/", follow=True).status_code == 403


def test_a_setting_that_nobody_knows_stops_the_site(tmp_path):
    values = {**production(str(tmp_path)), "ADMIN_MFA": "yes"}
    done = run_python("manage.py", "check", env=environment(tmp_path, **values))
    assert done.returncode != 0
    assert "ADMIN_MFA is 'yes': choose off or required." in done.stderr
