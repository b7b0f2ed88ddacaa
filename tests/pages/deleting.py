"""Deletes an account at once, and looks for what is left of it."""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from readings.groups.models import StudyGroup, User
from readings.pages.actions import ask_deletion, delete_due


def ask(user: User, **signed: dict[str, str]) -> None:
    ask_deletion(person=user, signed=signed.get("signed", {}))


def time_passes(user: User) -> None:
    past = timezone.now() - timedelta(seconds=1)
    User.objects.filter(pk=user.pk).update(deletion_due_at=past)


def delete(user: User, how: str = "name") -> None:
    """As if the pause were over."""
    ask(user, signed={str(pk): how for pk in StudyGroup.objects.values_list("pk", flat=True)})
    time_passes(user)
    assert delete_due() == (1, 0)
    user.refresh_from_db()


def found_in_database(needle: str) -> set[str]:
    """Where any column of any table has these letters."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        for value in model._base_manager.values_list(field.name, flat=True)
        if needle in str(value).casefold()
    }
