"""The Lagerkoll client and its sandbox, over real connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from erp_sandbox import Sandbox
from lagerkoll import Lagerkoll
from tests.sandbox.lagerkoll_client.support import Connect


@pytest.fixture
def vendor() -> Iterator[Sandbox]:
    with Sandbox("lagerkoll", quota=None) as sandbox:
        yield sandbox


@pytest.fixture
def connect(vendor: Sandbox) -> Iterator[Connect]:
    clients: list[Lagerkoll] = []

    def make(**settings: Any) -> Lagerkoll:
        client = Lagerkoll(base_url=vendor.base_url, **{**vendor.logins[0], **settings})
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(connect: Connect) -> Lagerkoll:
    return connect()
