from django.urls import path

from readings.groups import views

GROUP = "groups/<slug:slug>/"

urlpatterns = [
    path("join/<slug:token>/", views.join, name="join"),
    path("sign-in/code/", views.sign_in_by_code, name="sign-in-code"),
    path("groups/new/", views.group_new, name="group-new"),
    path(f"{GROUP}settings/", views.group_settings, name="group-settings"),
    path(f"{GROUP}archive/", views.archive, name="group-archive"),
    path(f"{GROUP}reopening/", views.reopening, name="group-reopening"),
    path(f"{GROUP}invitations/", views.invitations, name="invitations"),
    path(f"{GROUP}invitations/mail/", views.email_invitation, name="email-invitation"),
    path(f"{GROUP}invitations/<int:pk>/", views.invitation, name="invitation"),
    path(f"{GROUP}invitations/<int:pk>/revocation/", views.revocation, name="revocation"),
    path(f"{GROUP}people/", views.people, name="people"),
    path(f"{GROUP}people/new/", views.person_new, name="person-new"),
    path(f"{GROUP}people/<int:pk>/role/", views.role, name="role"),
    path(f"{GROUP}people/<int:pk>/code/", views.code, name="code"),
    path(f"{GROUP}people/<int:pk>/devices/", views.devices, name="devices"),
    path(f"{GROUP}meeting/", views.meeting, name="meeting"),
    path(
        f"{GROUP}meeting/cancellation/",
        views.meeting_cancellation,
        name="meeting-cancellation",
    ),
]
