"""Clients that log in for a token, each against its sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.tokens_client.support import VENDORS, Scene


@pytest.fixture(params=VENDORS)
def start(request: pytest.FixtureRequest, sandbox: SandboxFactory) -> Iterator[Callable[..., Scene]]:
    scenes: list[Scene] = []

    def make(**options: Any) -> Scene:
        scenes.append(Scene(request.param, sandbox, **options))
        return scenes[-1]

    yield make
    for scene in scenes:
        for client in scene.clients:
            client.close()


@pytest.fixture
def scene(start: Callable[..., Scene]) -> Scene:
    return start()
