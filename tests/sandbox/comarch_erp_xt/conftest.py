"""Sandboxes of Comarch ERP XT over HTTP, without any client of ours."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.comarch_erp_xt.support import log_in
from tests.sandbox.support import Open


@pytest.fixture
def served(sandbox: SandboxFactory) -> Iterator[Open]:
    opened = Open(sandbox, log_in, "comarch_erp_xt")
    yield opened
    opened.close()


@pytest.fixture
def client(served: Open) -> httpx.Client:
    return served()
