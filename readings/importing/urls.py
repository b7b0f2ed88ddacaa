from django.urls import path

from readings.importing import views

IMPORT = "texts/<uuid:uid>/"

urlpatterns = [
    path("groups/<slug:slug>/texts/new/", views.new_text, name="text-new"),
    path("groups/<slug:slug>/readings/", views.readings, name="readings"),
    path("texts/new/", views.new_site_text, name="site-text-new"),
    path(IMPORT, views.review, name="import"),
    path(f"{IMPORT}corrections/", views.corrections, name="import-corrections"),
    path(f"{IMPORT}undo/", views.undo, name="import-undo"),
    path(f"{IMPORT}names/", views.names, name="import-names"),
    path(f"{IMPORT}source/", views.source, name="import-source"),
    path(f"{IMPORT}pictures/<slug:key>/", views.picture, name="import-picture"),
    path(f"{IMPORT}attempts/", views.attempts, name="import-attempts"),
    path(f"{IMPORT}deletion/", views.deletion, name="import-deletion"),
]
