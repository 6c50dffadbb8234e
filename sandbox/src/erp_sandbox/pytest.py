"""A pytest fixture: `from erp_sandbox.pytest import sandbox` in a conftest.py or test module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from erp_sandbox.sandbox import Sandbox

SandboxFactory = Callable[..., Sandbox]


@pytest.fixture
def sandbox() -> Iterator[SandboxFactory]:
    """Start sandboxes: `sandbox(vendor, quota=None)` takes what `Sandbox` takes.

    All of them are stopped when the test is over.
    """
    with ExitStack() as running:

        def start(vendor: str | None = None, **options: Any) -> Sandbox:
            return running.enter_context(Sandbox(vendor, **options))

        yield start
