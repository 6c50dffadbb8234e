"""Sandboxes for a test, and clients that are closed after it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory, sandbox
from tests.sandbox.support import PLAIN, Connect

__all__ = ["sandbox"]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Clients with the first login of a sandbox, closed when the test is over."""
    clients: list[httpx.Client] = []

    def open_client(box: Sandbox, login: int = 0) -> httpx.Client:
        clients.append(httpx.Client(base_url=box.base_url, headers=box.logins[login], timeout=10, verify=PLAIN))
        return clients[-1]

    yield open_client
    for client in clients:
        client.close()


@pytest.fixture
def box(sandbox: SandboxFactory) -> Sandbox:
    return sandbox("lagerkoll", quota=None)


@pytest.fixture
def client(box: Sandbox, connect: Connect) -> httpx.Client:
    return connect(box)
