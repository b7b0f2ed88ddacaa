"""The order of the rooms holds where import-linter cannot look."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model
from django.db.models.fields.related import RelatedField

from tests.tooling import rooms

pytestmark = pytest.mark.structure


def room_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def foreign_keys() -> list[tuple[str, type[Model], type[Model]]]:
    """Every relation between models of ours (name, from, to), those named by a string included."""
    return [
        (f"{model.__name__}.{field.name}", model, field.related_model)
        for model in apps.get_app_config("readings").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, RelatedField)
        if field.related_model._meta.app_label == "readings"
    ]


def points_up(source: str, target: str) -> bool:
    """Whether a key from one room to another goes against the order, or between neighbours."""
    height = rooms.levels()
    return source != target and height[source] <= height[target]


def test_every_model_lives_in_a_room():
    strays = [
        model.__name__
        for model in apps.get_app_config("readings").get_models()
        if room_of(model) not in rooms.levels()
    ]
    assert strays == []


def test_foreign_keys_point_down():
    keys = foreign_keys()
    assert keys, "no foreign key was found at all: the check looks in the wrong place"
    wrong = [
        f"{name} -> {target.__name__}"
        for name, source, target in keys
        if points_up(room_of(source), room_of(target))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "target"),
    [("groups", "text"), ("text", "annotation"), ("editing", "discussion"), ("text", "pages")],
)
def test_a_key_against_the_order_is_noticed(source, target):
    assert points_up(source, target)
    assert not points_up(target, "groups")


def test_no_generic_foreign_key_hides_a_relation():
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("readings").get_models()
        for field in model._meta.private_fields
    ]
    assert fields == []


def test_every_room_has_the_order_inside_checked():
    inside = {name.removeprefix("readings.") for name in rooms.contract("inside")["containers"]}
    assert set(rooms.present()) <= inside
    assert inside <= set(rooms.levels())


def test_every_package_of_readings_is_a_room_or_djangos_own():
    folders = {path.parent.name for path in (rooms.ROOT / "readings").glob("*/__init__.py")}
    assert folders - set(rooms.levels()) <= {"management", "migrations"}
