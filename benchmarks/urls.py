"""The site's addresses and the unit of measure."""

from django.urls import include, path

from benchmarks.views import hello

urlpatterns = [
    path("hello/<slug:group>/<slug:book>/<slug:chapter>/", hello),
    path("", include("studyguide.urls")),
]
