"""My data: what there is of one's own, and all of it as a file. Nobody has another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from readings.exporting.personal import amounts, parts_of, write_html, write_json
from readings.groups.asked import person
from readings.groups.models import User
from readings.importing.queries import begun_by

IN_MEMORY = 1_000_000  # bytes; a longer file is written to the disk


@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """What there is, in numbers, and the ways to download it: for who has just shown that it is
    them. Who has neither a password nor a second step cannot be asked for more than to be in."""
    user = person(request)
    context = {
        "amounts": amounts(user, imports=begun_by(user).count()),
        "is_proven": did_recently_reauthenticate(request),
    }
    return render(request, "pages/my_data.html", context)


@require_GET
def as_json(request: HttpRequest) -> HttpResponseBase:
    """The file for programs, as docs/my-data.md describes it."""

    def write(out: IO[bytes], user: User) -> None:
        write_json(out, parts_of(user, _imports(user)), now=timezone.now())

    return _file(request, write, "json", "application/json")


@require_GET
def as_html(request: HttpRequest) -> HttpResponseBase:
    """The file for people: one page that fetches nothing."""

    def write(out: IO[bytes], user: User) -> None:
        write_html(out, user, parts_of(user, _imports(user)), now=timezone.now())

    return _file(request, write, "html", "text/html; charset=utf-8")


def _file(
    request: HttpRequest, write: Callable[[IO[bytes], User], None], ending: str, content_type: str
) -> HttpResponseBase:
    """The file, whole before its first byte is sent: what fails is told, and no slow line keeps the
    database waiting. Who has to show first that it is them goes to the page, which says so."""
    if not did_recently_reauthenticate(request):
        return redirect("my-data")
    # Closed by the response, once it was sent.
    out: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        write(out, person(request))
    except BaseException:
        out.close()
        raise
    out.seek(0)
    name = f"{_('my-data')}-{timezone.localdate().isoformat()}.{ending}"
    response = FileResponse(out, as_attachment=True, filename=name, content_type=content_type)
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _imports(user: User) -> Iterator[dict[str, Any]]:
    for draft in begun_by(user):
        yield {
            "name": draft.name or None,
            "title": draft.title or None,
            "author": draft.author or None,
            "language": draft.language or None,
            "source": draft.source or None,
            "rights": draft.rights or None,
            "group": draft.group.name if draft.group else None,
            "state": draft.state,
            "size": draft.size,
            "chapters_made": len(draft.chapters),
            "begun_at": timezone.localtime(draft.created_at).isoformat(timespec="seconds"),
            "last_touched_at": timezone.localtime(draft.touched_at).isoformat(timespec="seconds"),
        }
