"""What the tests of the sandbox share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import httpx

from erp_sandbox import Sandbox

VENDOR = Path(__file__).parent / "vendor" / "rules.py"
TERMS = "/v1/payment_terms/"
CENTERS = "/v1/costcenters/"


class Connect(Protocol):
    def __call__(self, box: Sandbox, login: int = 0) -> httpx.Client: ...


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
