"""The site's addresses and the unit of measure, which is looked for last like any new page."""

from django.urls import include, path

from benchmarks.views import hello

urlpatterns = [
    path("", include("studyguide.urls")),
    path("hello/<slug:group>/<slug:book>/<slug:chapter>/", hello),
]
