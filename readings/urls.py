"""The rooms' addresses, joined."""

from django.urls import include, path

urlpatterns = [
    path("", include(f"readings.{room}.urls"))
    # The chapter page and the notes on it are asked for most.
    for room in (
        "pages",
        "annotation",
        "text",
        "discussion",
        "editing",
        "groups",
        "accounts",
        "importing",
    )
]
