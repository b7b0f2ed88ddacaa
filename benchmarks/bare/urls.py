"""One address, which reads who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    # Reading the name loads the session and the user.
    word = "hello" if request.user.get_username() else "nobody"
    # The site's CommonMiddleware says the length; without it the server would cut into chunks.
    return HttpResponse(word, headers={"Content-Length": str(len(word))})


urlpatterns = [path("hello/", hello)]
