"""When a permit of a shared store is free: the part of the rule that is arithmetic."""

from __future__ import annotations

from collections.abc import Sequence


def waits(
    ends: Sequence[float], in_flight: int, now: float, first: float, limit: tuple[int, float], ahead: int, count: int
) -> list[float]:
    """Seconds until those in the order can have their permits at the earliest, each as if all ahead came in time.

    Args:
        ends: When the requests that count ended, ascending.
        in_flight: How many more are under way; they end now at the earliest.
        now: The time.
        first: When anybody may send at the earliest.
        limit: Requests and seconds of the window; 0 requests for no limit.
        ahead: How many in the order come before the first one that is wanted.
        count: How many are wanted.
    """
    requests, window = limit
    if not requests:
        return [first - now] * count
    moments = []
    for place in range(ahead, ahead + count):
        rounds, left = divmod(place, requests)
        # The n-th request before this one has to be out of the window.
        index = len(ends) + in_flight + left - requests
        free = first if index < 0 else max(first, (ends[index] if index < len(ends) else now) + window)
        moments.append(free + rounds * window - now)
    return moments
