"""Sandboxes of Simutek GKS4 over HTTP, without any client of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.simutek_gks4.support import log_in
from tests.sandbox.support import Open


@pytest.fixture
def served(sandbox: SandboxFactory) -> Iterator[Open]:
    opened = Open(sandbox, log_in, "simutek_gks4")
    yield opened
    opened.close()
