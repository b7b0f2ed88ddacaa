from django.urls import path

from readings.groups import views

urlpatterns = [
    path("join/<slug:token>/", views.join, name="join"),
    path("groups/<slug:slug>/joining-link/", views.joining_link, name="joining-link"),
    path("groups/<slug:slug>/joining-link/revocation/", views.revocation, name="revocation"),
    path("groups/<slug:slug>/meeting/", views.meeting, name="meeting"),
    path(
        "groups/<slug:slug>/meeting/cancellation/",
        views.meeting_cancellation,
        name="meeting-cancellation",
    ),
]
