"""How often somebody may do something: counted in the cache, as `settings.RATE_LIMITS` has it.

Each minute and each hour of the clock is counted by itself, so that it is known to the second when
one can go on. With REDIS_URL all processes count together. Nothing is read from the database.
"""

from __future__ import annotations

import contextlib
import math
import time
from functools import cache

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache as counters
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PERIODS = {"m": 60, "h": 60 * 60, "d": 24 * 60 * 60}


def hold_up(request: HttpRequest, action: str) -> int:
    """Counts one time more; returns the seconds to wait, and 0 for who may go on.

    What is refused counts for nothing: trying again makes no wait longer.
    """
    now, who = int(time.time()), _who(request)
    counted, wait = [], 0
    for most, period in _rates(settings.RATE_LIMITS[action]):
        turn, gone = divmod(now, period)
        key = f"limit:{action}:{who}:{period}:{turn}"
        counted.append(key)
        if _count(key, period) > most:
            wait = max(wait, period - gone)
    if wait:
        for key in counted:
            with contextlib.suppress(ValueError):  # the cache was emptied meanwhile
                counters.decr(key)
    return wait


def hold_up_form(
    request: HttpRequest, action: str, form: BaseForm, field: str | None = None, more: str = ""
) -> int:
    """The same, and says in the form when it can be sent again; `more` is what else is to be told.

    The view shows the form with its words once more, under `too_many`.
    """
    wait = hold_up(request, action)
    if wait:
        form.add_error(field, f"{said(wait)} {more or _('Your words are still here.')}")
    return wait


def said(wait: int) -> str:
    """When to go on, in a sentence; seconds up to a minute and a half, then whole minutes."""
    if wait <= 90:
        words = ngettext(
            "That was too often in a short time: wait %(n)s second, then send it again.",
            "That was too often in a short time: wait %(n)s seconds, then send it again.",
            wait,
        )
        return words % {"n": wait}
    minutes = math.ceil(wait / 60)
    words = ngettext(
        "That was too often in a short time: wait %(n)s minute, then send it again.",
        "That was too often in a short time: wait %(n)s minutes, then send it again.",
        minutes,
    )
    return words % {"n": minutes}


def too_many(response: HttpResponse, wait: int) -> HttpResponse:
    """The answer as one that says how many seconds to wait; as it is where there are none."""
    if wait:
        response.status_code = 429
        response["Retry-After"] = str(wait)
    return response


def too_many_page(request: HttpRequest, wait: int) -> HttpResponse:
    """A page that says it, for what has no form with words in it."""
    minutes = math.ceil(wait / 60)
    return too_many(render(request, "429.html", {"minutes": minutes}), wait)


def _who(request: HttpRequest) -> str:
    user = request.user
    return str(user.pk) if user.is_authenticated else f"at:{get_ip(request)}"


@cache
def _rates(rates: str) -> tuple[tuple[int, int], ...]:
    """What `30/m,300/h` says: how many times, in how many seconds."""
    parts = [rate.split("/") for rate in rates.split(",")]
    return tuple((int(most), PERIODS[period]) for most, period in parts)


def _count(key: str, period: int) -> int:
    try:
        return int(counters.incr(key))
    except ValueError:
        # It is the first in its period; another process may have been quicker.
        return 1 if counters.add(key, 1, period) else int(counters.incr(key))
