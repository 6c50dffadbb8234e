"""The Comarch ERP XT client and its sandbox, over real connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from comarch_erp_xt import ComarchERPXT
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.clients import Clients
from tests.sandbox.comarch_erp_xt_client.support import Connect, parties_of


@pytest.fixture
def vendor(sandbox: SandboxFactory) -> Sandbox:
    return sandbox("comarch_erp_xt")


@pytest.fixture
def connect() -> Iterator[Connect]:
    clients = Clients(ComarchERPXT)
    yield clients
    clients.close()


@pytest.fixture
def client(vendor: Sandbox, connect: Connect) -> ComarchERPXT:
    return connect(vendor, allow_assumed=True, strict=True)


@pytest.fixture
def parties(vendor: Sandbox) -> dict[str, Any]:
    return parties_of(vendor)


@pytest.fixture
def product(vendor: Sandbox) -> int:
    return int(vendor.elements("products")[0]["Id"])
