"""What the tests of the sandbox share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import httpx

from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory

VENDOR = Path(__file__).parent / "vendor" / "rules.py"
TERMS = "/v1/payment_terms/"
CENTERS = "/v1/costcenters/"
# `verify` of clients: all is plain HTTP here, and loading certificates for each would take most of the tests' time.
PLAIN = False


class Connect(Protocol):
    def __call__(self, box: Sandbox, login: int = 0) -> httpx.Client: ...


class Open:
    """Opens sandboxes of a vendor with tokens, and clients that are logged in.

    Args:
        sandbox: The fixture.
        log_in: Asks for a token.
        vendor: What the fixture is given besides settings and options.
        options: The same by name.
    """

    def __init__(
        self, sandbox: SandboxFactory, log_in: Callable[[Sandbox], httpx.Response], *vendor: Any, **options: Any
    ) -> None:
        self._sandbox = partial(sandbox, *vendor, **options)
        self._log_in = log_in
        self._clients: list[httpx.Client] = []

    def __call__(self, settings: dict[str, str] | None = None, **options: Any) -> httpx.Client:
        return self.client(self.box(settings, **options))

    def pair(self, settings: dict[str, str] | None = None, **options: Any) -> tuple[Sandbox, httpx.Client]:
        """A client together with its sandbox."""
        box = self.box(settings, **options)
        return box, self.client(box)

    def box(self, settings: dict[str, str] | None = None, **options: Any) -> Sandbox:
        return self._sandbox(settings=settings or {}, **options)

    def client(self, box: Sandbox) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self._log_in(box).json()['access_token']}"}
        self._clients.append(httpx.Client(base_url=box.base_url, headers=headers, verify=PLAIN))
        return self._clients[-1]

    def close(self) -> None:
        for client in self._clients:
            client.close()


class HandClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 5, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


def refused(response: httpx.Response, status: int, code: int, field: str | None = None) -> str:
    """Check that this is the vendor's envelope with these values, and give its text."""
    assert response.headers["content-type"] == "application/json"
    body: dict[str, Any] = response.json()
    assert list(body) == ["errorCode", "errorMessage", "errorField", "errorData"]
    assert (response.status_code, body["errorCode"], body["errorField"]) == (status, code, field)
    assert body["errorMessage"]
    return str(body["errorMessage"])
