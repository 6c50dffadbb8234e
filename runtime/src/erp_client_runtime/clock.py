"""Time and chance, in one place so that tests can replace them."""

from __future__ import annotations

import random
import time


class Clock:
    """The real thing. A test may give a client another one: `client.clock = FakeClock()`."""

    def monotonic(self) -> float:
        """Seconds that only ever grow; everything is timed with these."""
        return time.monotonic()

    def wall(self) -> float:
        """Seconds since 1970, for reading a date in `Retry-After` when the answer itself has no date."""
        return time.time()

    def random(self) -> float:
        """A number from 0 up to 1."""
        return random.random()  # noqa: S311 - spreads waits, guards nothing

    def sleep(self, seconds: float) -> None:
        """How the synchronous driver waits."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """How the asynchronous driver waits."""
        import asyncio

        await asyncio.sleep(seconds)


SYSTEM = Clock()
