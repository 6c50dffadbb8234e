"""Fixtures of the pipeline's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pipeline.tiny import Generated, generator


@pytest.fixture
def generate_client(tmp_path: Path) -> Iterator[Callable[..., Generated]]:
    """`generate_client(document, foreign=False) -> Generated`: makes a package in a temporary folder and imports it."""
    yield from generator(tmp_path)
