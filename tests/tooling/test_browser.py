"""The browser's fixtures notice what they are there for."""

from __future__ import annotations

import pytest

from tests.tooling.running import environment, run_python

BLANK = "/static/js/no-such-file.js"  # the smallest page of the site: "not found"


@pytest.fixture
def anywhere(page, page_faults):
    """Any page of the site, with its own fault of being missing allowed."""
    page_faults.expect("status of 404")
    page.goto(BLANK)
    return page


def test_a_console_error_is_a_fault(anywhere, page_faults):
    anywhere.evaluate("console.error('something broke')")
    assert [fault for fault in page_faults.unexpected() if "something broke" in fault]
    page_faults.expect("something broke")


def test_an_uncaught_exception_is_a_fault(anywhere, page_faults):
    with anywhere.expect_event("pageerror"):
        anywhere.evaluate("setTimeout(() => { throw new Error('thrown away') })")
    assert [fault for fault in page_faults.unexpected() if "thrown away" in fault]
    page_faults.expect("thrown away")


def test_a_breach_of_the_content_policy_is_a_fault(page, page_faults):
    page.goto("/accounts/login/")
    assert page_faults.unexpected() == []
    with page.expect_console_message(lambda message: "CSP:" in message.text):
        page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert [fault for fault in page_faults.unexpected() if "style-src" in fault]
    page_faults.expect("style-src|Content Security Policy")


def test_no_other_host_can_be_reached(anywhere, page_faults):
    page_faults.expect("ERR_NAME_NOT_RESOLVED|Content Security Policy|CSP:")
    reached = anywhere.evaluate(
        "fetch('http://example.org/', {mode: 'no-cors'}).then(() => true, () => false)"
    )
    assert reached is False


def test_somebody_signed_in_has_a_session(page_of, member, page_faults):
    page = page_of(member)
    page_faults.expect("status of 404")
    page.goto(BLANK)
    assert any(cookie["name"] == "sessionid" for cookie in page.context.cookies())


def test_axe_finds_a_fault(anywhere, axe):
    anywhere.evaluate("document.body.innerHTML = '<img src=\"data:,\">'")
    with pytest.raises(pytest.fail.Exception, match="image-alt"):
        axe(anywhere)


@pytest.mark.parametrize(("ci", "word"), [("", "1 skipped"), ("true", "1 error")])
def test_without_a_browser_the_tests_say_so(tmp_path, ci, word):
    """They are skipped with a reason at home and fail in CI; this one runs them without one."""
    env = environment(tmp_path, CHROMIUM=str(tmp_path / "missing"), CI=ci)
    done = run_python(
        "-m", "pytest", "-p", "no:cacheprovider", f"{__file__}::test_axe_finds_a_fault", env=env
    )
    assert word in done.stdout.splitlines()[-1], done.stdout + done.stderr
    assert "no Chromium was found" in done.stdout
    assert (done.returncode == 0) is (ci == "")
