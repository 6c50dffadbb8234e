"""How long to wait, and after which answers to repeat. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

REPEATED_STATUSES = frozenset({408, 500, 502, 503, 504, *range(520, 530)})
"""Statuses after which a safe operation is repeated: the server, or something before it, could not answer just then."""

_BACKOFF_BASE = 0.5
_BACKOFF_CAP = 8.0
_ABSURD = 31_536_000.0  # a year: no server means that


def backoff(attempt: int, random: Callable[[], float]) -> float:
    """Seconds before the next attempt, with full jitter: anything up to 0.5, 1, 2 … 8 seconds.

    Args:
        attempt: How many attempts have failed, from 1.
        random: Gives a number from 0 up to 1.
    """
    return random() * min(_BACKOFF_CAP, _BACKOFF_BASE * 2.0 ** min(attempt - 1, 10))


def pause_without_advice(base: float, refusals: int, random: Callable[[], float]) -> float:
    """Seconds to pause after a 429 that does not say how long.

    Twice as long each time, and a little more, so that not all come back at once.

    Args:
        base: Seconds after the first refusal.
        refusals: How many times in a row the call was refused, from 1.
        random: Gives a number from 0 up to 1.
    """
    return float(base * 2.0 ** min(refusals - 1, 10) * (1.0 + 0.25 * random()))


def soonest_after_refusal(refusals: int) -> float:
    """The least seconds to pause after a 429, so that `Retry-After: 0` over and over does not become a hot loop."""
    return 0.0 if refusals <= 1 else float(min(0.1 * 2.0 ** min(refusals - 2, 10), _BACKOFF_CAP))


def retry_after(headers: Mapping[str, str], wall: Callable[[], float]) -> float | None:
    """Seconds that `Retry-After` asks to wait; None without it or if it makes no sense (negative, malformed, absurd).

    A date counts from the answer's own `Date`, so that a wrong clock on this side does not matter, and from this
    side's clock only without it.
    """
    text = headers.get("retry-after")
    if text is None:
        return None
    text = text.strip()
    try:
        # Not everything that float() reads is a number of seconds: "1_0", "inf", "nan", "1e9".
        seconds = float(text) if text.replace(".", "", 1).isdecimal() and text.isascii() else None
    except ValueError:
        seconds = None
    if seconds is None:
        until = _http_date(text)
        if until is None:
            return None
        since = _http_date(headers.get("date", ""))
        # A date that has just passed means: now.
        seconds = until - (wall() if since is None else since)
        if -_BACKOFF_CAP <= seconds < 0.0:
            seconds = 0.0
    return seconds if math.isfinite(seconds) and 0.0 <= seconds <= _ABSURD else None


def _http_date(text: str) -> float | None:
    if not text[:1].isalpha():
        return None
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            from datetime import UTC

            moment = moment.replace(tzinfo=UTC)
        return moment.timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
