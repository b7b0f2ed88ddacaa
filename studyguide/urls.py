"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

handler429 = "readings.accounts.limits.too_many"  # allauth asks for it by this name
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("admin/", admin.site.urls),
    # Before allauth's own addresses: its list of sessions gives way to ours.
    path("", include("readings.urls")),
    path("accounts/", include("allauth.urls")),
]
