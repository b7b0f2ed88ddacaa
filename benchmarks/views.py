"""The unit of measure: the least that a signed-in page of this site does."""

from django.http import HttpRequest, HttpResponse

from readings.text.queries import get_reading


def hello(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """Fetches the signed-in member and the reading, as every page of a chapter does."""
    get_reading(request.user, group, book, chapter)
    return HttpResponse("hello")
