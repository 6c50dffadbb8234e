"""Those of one process who wait for permits of a store that others use, too: a line for each key."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from erp_client_runtime.quota import Ticket
    from erp_client_runtime.quota_backend import Asker

_PATIENCE = 1.0  # seconds after which one who does not come when it should is overtaken


class Place:
    """A ticket's place in a line, and its permit. The one whose call waits is woken when it becomes the first."""

    __slots__ = (
        "asking",
        "counted",
        "granted",
        "line",
        "number",
        "permit",
        "since",
        "ticket",
        "todo",
        "unsure",
        "waiting",
        "waker",
        "woken",
    )

    def __init__(self, ticket: Ticket, line: Line, number: int) -> None:
        self.ticket = ticket
        self.line = line
        self.number = number
        self.since = time.monotonic()
        self.permit = ""
        self.waiting = False
        self.asking = False
        self.granted = False
        self.unsure = False  # whether it waits without knowing for how long
        self.counted: Ticket | None = None  # its permit by the count of this process alone
        self.todo: list[Callable[[Asker], None]] = []  # what the store has yet to be told
        self.woken = False
        self.waker: Callable[[], object] | None = None

    def wait(self, seconds: float) -> bool:
        """Block until it is woken or some seconds are over; False, since waiting is always of use."""
        event = threading.Event()
        try:
            if self._call_when_woken(event.set):
                event.wait(seconds)
        finally:
            self._stop()
        return False

    async def wait_async(self, seconds: float) -> bool:
        """Await that it is woken or some seconds are over; False, since waiting is always of use."""
        import asyncio

        loop = asyncio.get_running_loop()
        woken = asyncio.Event()
        try:
            if self._call_when_woken(lambda: loop.call_soon_threadsafe(woken.set)):
                async with asyncio.timeout(seconds):
                    await woken.wait()
        except TimeoutError:
            pass
        finally:
            self._stop()
        return False

    def wake(self) -> bool:
        """Have it look again; False if it cannot, since its event loop is closed."""
        self.woken = True
        if self.waker is not None:
            try:
                self.waker()
            except RuntimeError:
                return False
        return True

    def _call_when_woken(self, waker: Callable[[], object]) -> bool:
        with self.line.lock:
            if not self.woken:
                self.waker = waker
            return not self.woken

    def _stop(self) -> None:
        with self.line.lock:
            self.waker, self.woken = None, False


def _number(place: Place) -> int:
    return place.number


class Line:
    """Those of this process who wait for one key. All times are monotonic.

    Attributes:
        schedule: When those who wait can have their permits at the earliest, from the first on, as far as is known.
        due: When the first has to do something.
        registered: Whether the store keeps a place in the order for this process.
    """

    __slots__ = (
        "asked",
        "due",
        "generation",
        "lock",
        "memorable",
        "paused_until",
        "places",
        "registered",
        "schedule",
        "settling_until",
    )

    def __init__(self, lock: threading.RLock) -> None:
        self.lock = lock
        self.places: list[Place] = []
        self.schedule: list[float] = []
        self.due = 0.0
        self.registered = False
        self.generation = 0
        self.asked = 0.0  # when the store was last asked
        self.memorable = 0.0  # for how many seconds after that what it counted for this process matters
        self.paused_until = 0.0
        self.settling_until = 0.0

    def enter(self, place: Place) -> None:
        """Put a place into the line, by its number."""
        position = self.position(place)
        self.places.insert(position, place)
        place.waiting = True
        if position < len(self.schedule):
            # A call that repeats goes before all that came later.
            self.schedule.insert(position, self.schedule[position])
        if position == 0:
            self.due = time.monotonic()

    def position(self, place: Place) -> int:
        """How many are before a place."""
        return bisect_left(self.places, place.number, key=_number)

    def remove(self, place: Place) -> None:
        """Take a place out of the line; whoever is first then is woken."""
        place.waiting = False
        position = self.position(place)
        del self.places[position]
        if position < len(self.schedule):
            del self.schedule[position]
        if position == 0:
            self.call_first()

    def call_first(self) -> None:
        """Wake the first, without those who cannot be woken."""
        while self.places:
            self.due = max(time.monotonic(), self.told(0))
            if self.places[0].wake():
                return
            self.places.pop(0).waiting = False
            del self.schedule[:1]
        self.schedule = []

    def overtake(self, now: float, number: int) -> None:
        """Put the first to the end if it has not come when it should: its event loop or its thread stands still."""
        first = self.places[0]
        if first.asking or now < self.due + _PATIENCE:
            return
        del self.places[0]
        del self.schedule[:1]
        first.number = number
        self.places.append(first)
        self.call_first()

    def told(self, position: int) -> float:
        """When a place can have its permit at the earliest; 0 if that is not known."""
        schedule = self.schedule
        if not schedule:
            return 0.0
        if position < len(schedule):
            return schedule[position]
        limit = self.places[position].ticket.limit
        rounds = 0 if limit is None else position // limit.requests
        return schedule[-1] if not rounds or limit is None else schedule[0] + rounds * limit.per

    def idle(self, now: float) -> bool:
        """Whether what is known of this line does not matter any more."""
        over = max(self.asked + self.memorable, self.paused_until, self.settling_until)
        return not self.places and over < now
