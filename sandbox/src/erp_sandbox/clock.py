"""Time as the sandbox sees it: real, standing still (for recordings), or moved by a test."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol

from erp_sandbox.errors import ConfigurationError


class Clock(Protocol):
    """Two readings of time; a test may pass any object that has them."""

    def now(self) -> datetime:
        """Calendar time, with a time zone."""
        ...

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never going back."""
        ...


class RealClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Calendar time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds of the system's monotonic clock."""
        return time.monotonic()


class FixedClock:
    """A clock that stands still, so that two recordings of the same calls are equal byte for byte."""

    def __init__(self, at: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._at = at

    def now(self) -> datetime:
        """Always the same moment."""
        return self._at

    def monotonic(self) -> float:
        """Always 0.0: a quota that is used up stays used up until `reset`."""
        return 0.0


def clock_from(choice: str | Clock) -> Clock:
    """The clock named `real` or `fixed`, or the given object itself.

    Raises:
        ConfigurationError: The name is another one.
    """
    if not isinstance(choice, str):
        return choice
    if choice == "real":
        return RealClock()
    if choice == "fixed":
        return FixedClock()
    raise ConfigurationError(f"unknown clock {choice!r}: use real, fixed, or an object with now() and monotonic()")
