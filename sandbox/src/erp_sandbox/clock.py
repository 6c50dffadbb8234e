"""Time as the sandbox sees it: real, standing still (for recordings), or moved by a test."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from erp_sandbox.errors import ConfigurationError

_TEN_YEARS = 315_576_000


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
    """A clock that stands still until it is moved, so that two recordings of the same calls are equal byte for byte."""

    def __init__(self, at: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._at = at
        self._seconds = 0.0

    def now(self) -> datetime:
        """The same moment until `advance`."""
        return self._at + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        """0.0 until `advance`: a quota that is used up stays used up."""
        return self._seconds

    def advance(self, seconds: float) -> None:
        """Move on.

        Raises:
            ConfigurationError: That is back, or more than ten years in all.
        """
        if not (seconds >= 0 and self._seconds + seconds <= _TEN_YEARS):
            raise ConfigurationError(
                f"a fixed clock moves on, by at most {_TEN_YEARS} seconds (ten years) in all, not by {seconds}"
            )
        self._seconds += seconds


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
