"""Nothing of this room is for others: the list of somebody's devices holds what signs them in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import admin

admin.site.unregister(UserSession)
