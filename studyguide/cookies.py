"""The site's cookies: under names that a browser takes from this very site over HTTPS alone."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.middleware import SessionMiddleware as DjangosMiddleware
from django.http import HttpRequest, HttpResponse

# Where allauth notes how, and when, somebody has proved that it is them.
PROOFS = "account_authentication_methods"
# As the cookie of sessions is called without HTTPS, and was with it up to 0.2.0.
FORMER = "sessionid"


class SessionMiddleware(DjangosMiddleware):
    """Django's, with three things at the turns of a session.

    Whoever proves once more that it is them gets another key, so that one which was taken from them
    before opens nothing of what they proved it for. Whoever is signed in while the site comes to
    call its cookie by another name stays so: some have no password, and would need their
    facilitator. And a session that ends takes along the pages that the browser kept, so that nobody
    goes back to them (`Clear-Site-Data`).
    """

    def process_request(self, request: HttpRequest) -> None:
        request.__dict__["began"] = time.time()
        name, former = settings.SESSION_COOKIE_NAME, request.COOKIES.get(FORMER)
        if name == FORMER or former is None or name in request.COOKIES:
            super().process_request(request)
            return
        request.COOKIES[name] = former
        super().process_request(request)
        if SESSION_KEY in request.session:
            request.session.modified = True  # so that the cookie is set, under its new name

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.session.modified and _has_proved_again(request):
            _renew(request)
        response = super().process_response(request, response)
        name = settings.SESSION_COOKIE_NAME
        if name != FORMER and FORMER in request.COOKIES:
            response.delete_cookie(FORMER, samesite=settings.SESSION_COOKIE_SAMESITE)
        if name in response.cookies and not response.cookies[name].value:
            response["Clear-Site-Data"] = '"cache"'
        return response


def _has_proved_again(request: HttpRequest) -> bool:
    """Whether this very request was it."""
    proofs = request.session.get(PROOFS) or [{}]
    return bool(proofs[-1].get("reauthenticated") and proofs[-1]["at"] >= request.__dict__["began"])


def _renew(request: HttpRequest) -> None:
    """Another key for the same session, which stays in the list of devices."""
    from allauth.usersessions.models import UserSession  # middleware is loaded before models may be

    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


class _MessageCookie(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class MessageStorage(FallbackStorage):
    storage_classes = (_MessageCookie, SessionStorage)
