"""Below `accounts/`, where allauth's own addresses stand too."""

from django.urls import path

from readings.accounts import views

urlpatterns = [
    path("accounts/", views.account, name="account"),
    path("accounts/profile/", views.profile, name="profile"),
    path("accounts/reading/", views.reading_settings, name="reading-settings"),
    path("accounts/notices/", views.notices, name="notices"),
    path("accounts/notices/off/<slug:key>/", views.notices_off, name="notices-off"),
    path("accounts/sessions/", views.devices, name="my-devices"),
    path("accounts/sessions/<int:key>/sign-out/", views.device_sign_out, name="my-device-sign-out"),
]
