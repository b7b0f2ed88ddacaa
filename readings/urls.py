"""The rooms' addresses, joined."""

from django.urls import include, path

urlpatterns = [
    path("", include(f"readings.{room}.urls"))
    for room in ("groups", "text", "annotation", "discussion", "pages")
]
