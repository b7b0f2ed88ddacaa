"""Middleware of the whole site: the log, signing in, caches, the reader's clock and language."""

import logging
import re
import secrets
import time
import zoneinfo
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from structlog.contextvars import bind_contextvars, reset_contextvars

from studyguide.logs import access, route

GetResponse = Callable[[HttpRequest], HttpResponse]


REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class AccessLogMiddleware:
    """Writes a line a page with the route, never the path: a joining link's path is a secret.

    All that is logged meanwhile has the request's id, which goes out with the answer. A proxy that
    is trusted may have given it. Static files are served before, and leave no line.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = _request_id(request)
        tokens = bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            if access.isEnabledFor(logging.INFO):
                facts = {
                    "method": request.method,
                    "route": route(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - began) * 1000),
                }
                access.info("request", extra=facts)
        finally:
            reset_contextvars(**tokens)
        return response


def _request_id(request: HttpRequest) -> str:
    if settings.TRUSTED_PROXIES:
        given: str = request.META.get("HTTP_X_REQUEST_ID", "")
        if REQUEST_ID.fullmatch(given):
            return given
    return secrets.token_hex(8)


class CachingMiddleware:
    """Tells caches whose an answer is, and that htmx gets another than a browser at one address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ("HX-Request",))
        if request.user.is_authenticated:
            patch_cache_control(response, private=True)
        return response


class TimeZoneMiddleware:
    """Shows times in the zone that the signed-in person chose; else in the site's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Anonymous pages show no times, and asking would load a session for nothing.
        zone = request.user.time_zone if request.user.is_authenticated else ""
        if not zone:
            return self.get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return self.get_response(request)


class LanguageMiddleware:
    """Speaks the language that the signed-in person chose; else the device's (LocaleMiddleware)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.user.language if request.user.is_authenticated else ""
        # A language that the site no longer has counts as none.
        if not language or language not in dict(settings.LANGUAGES):
            return self.get_response(request)
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a signed-in person unless its view says otherwise.

    A partial that is asked for after the session has expired answers 401 with words and a link,
    for a redirect would put the whole sign-in page into the margin and lose what was written. A
    form that is sent then leads back to the page it stood on: its own address takes no visits.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if request.headers.get("HX-Request") != "true":
            if request.method in ("GET", "HEAD"):
                return super().handle_no_permission(request, view_func)
            said = _("You were signed out, so nothing was stored. Sign in, and send it once more.")
            messages.warning(request, said)
            page = _path(request, request.headers.get("Referer", ""))
            return redirect_to_login(page, self.get_login_url(view_func))
        back = request.headers.get("HX-Current-URL", "")
        return render(
            request, "annotation/signed_out.html", {"back": _path(request, back)}, status=401
        )


def _path(request: HttpRequest, url: str) -> str:
    """The path of a page of this site; any other address becomes the home page."""
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}):
        return "/"
    parts = urlsplit(url)
    # Two slashes would name another site.
    path = f"/{parts.path.lstrip('/')}"
    return path + (f"?{parts.query}" if parts.query else "")
