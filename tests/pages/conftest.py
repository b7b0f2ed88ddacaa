"""The site in which everything has happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from readings.groups.models import User
from tests.fixtures.browser import PageFaults
from tests.pages.everybody import everybody
from tests.pages.scenes import Scene
from tests.pages.world import World, build

__all__ = ["everybody"]


@pytest.fixture
def world(person: Callable[..., User]) -> World:
    return build(person)


@pytest.fixture
def visit(
    world: World,
    page_faults: PageFaults,
    page_of: Callable[..., Page],
    new_context: Callable[..., BrowserContext],
    settings: Any,
) -> Callable[..., Page]:
    """Brings a browser to a scene: `visit(scene, viewport={...})`."""

    def go(scene: Scene, **options: Any) -> Page:
        if scene.fault:
            page_faults.expect(scene.fault)
        for name, value in scene.site.items():
            setattr(settings, name, value)
        options = {"reduced_motion": "reduce", **options}
        if scene.who is None:
            page = new_context(**options).new_page()
        else:
            page = page_of(world.people[scene.who], **options)
        page.goto(scene.path.format_map(world))
        if scene.act is not None:
            scene.act(page)
        return page

    return go
