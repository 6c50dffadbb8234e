"""Redis for the tests of one module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.runtime.quota_support import RedisServer, redis_server


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture(scope="module")
def young_redis() -> Iterator[RedisServer]:
    """One that may have been started a moment ago, for those to whom that does not matter."""
    with redis_server(0) as server:
        yield server
