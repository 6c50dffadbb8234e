"""The vendor's quota, counted where the vendor counts it: over every window of the documented length, at the server."""

from __future__ import annotations

import math
import re
from collections import defaultdict, deque
from dataclasses import dataclass

from erp_sandbox.errors import ConfigurationError

_FORM = re.compile(r"(?P<requests>[0-9]{1,9})/(?P<per>[0-9]{1,6}(?:\.[0-9]{1,6})?)")


@dataclass(frozen=True)
class Quota:
    """So many requests in any window of so many seconds."""

    requests: int
    per: float

    def __post_init__(self) -> None:
        if self.requests < 1 or not 0 < self.per < math.inf:
            raise ConfigurationError(
                f"a quota needs at least 1 request and a window above 0 seconds, not {self.requests}/{self.per}"
            )

    @classmethod
    def parse(cls, text: str) -> Quota | None:
        """Read `50/3` (50 requests in any 3 seconds) or `none`.

        Raises:
            ConfigurationError: The text has neither form.
        """
        if text == "none":
            return None
        match = _FORM.fullmatch(text)
        if match is None:
            raise ConfigurationError(f"malformed quota {text!r}: write requests/seconds, such as 50/3, or none")
        return cls(int(match["requests"]), float(match["per"]))


class SlidingWindow:
    """Counts what arrived in the last window, per counting key."""

    def __init__(self, quota: Quota, *, count_refused: bool = False) -> None:
        self._quota = quota
        self._count_refused = count_refused
        self._arrivals: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait(self, key: str, now: float) -> int:
        """Count one request.

        Returns:
            0 when it is let through, else the whole seconds (rounded up, at least 1) until there is room.
        """
        arrivals = self._arrivals[key]
        while arrivals and arrivals[0] + self._quota.per <= now:
            arrivals.popleft()
        if len(arrivals) < self._quota.requests:
            arrivals.append(now)
            return 0
        if self._count_refused:
            arrivals.append(now)
        room_at = arrivals[-self._quota.requests] + self._quota.per
        return max(1, math.ceil(room_at - now))

    def clear(self) -> None:
        """Forget everything counted."""
        self._arrivals.clear()
