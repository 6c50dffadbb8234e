"""The Simutek GKS4 client and its sandbox, over real connections."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from simutek_gks4 import SimutekGKS4
from tests.sandbox.clients import Clients
from tests.sandbox.simutek_gks4_client.support import Connect


@pytest.fixture
def vendor(sandbox: SandboxFactory) -> Sandbox:
    return sandbox("simutek_gks4")


@pytest.fixture
def connect() -> Iterator[Connect]:
    clients = Clients(SimutekGKS4)
    yield clients
    clients.close()


@pytest.fixture
def client(vendor: Sandbox, connect: Connect) -> SimutekGKS4:
    return connect(vendor, allow_assumed=True)
