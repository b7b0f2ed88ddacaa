from django.urls import path

from readings.editing import errata_views, views
from readings.text.urls import CHAPTER

ERRATA = "groups/<slug:slug>/errata/"

urlpatterns = [
    path(f"{CHAPTER}errata/new/", views.propose, name="erratum-new"),
    path(ERRATA, errata_views.queue, name="errata"),
    path(f"{ERRATA}<int:pk>/", errata_views.erratum, name="erratum"),
    path(f"{ERRATA}<int:pk>/acceptance/", errata_views.acceptance, name="erratum-acceptance"),
    path(f"{ERRATA}<int:pk>/refusal/", errata_views.refusal, name="erratum-refusal"),
]
