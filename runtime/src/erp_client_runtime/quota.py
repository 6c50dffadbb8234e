"""Keeping to a vendor's limit of requests per window, and pausing everyone when the vendor says so.

A request counts from its start until one window after its answer: that is the only rule under which the server, which
stamps requests somewhere in between, never sees more than allowed. Waiting is first come, first served; a waiting call
is told the earliest moment at which its turn can come and asks again then.

A store never blocks. This one lives in the memory of the process and is shared by all its clients, threads and tasks.
"""

from __future__ import annotations

import os
import sys
import threading
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Hashable
from typing import TYPE_CHECKING, Literal

from erp_client_runtime.effects import Effect, Sleep
from erp_client_runtime.operation import QuotaLimit

if TYPE_CHECKING:
    from erp_client_runtime.quota_line import Place

_SWEEP_ABOVE = 64


class Ticket:
    """One call's place in the queue, and its permit while a request of it is in flight.

    Attributes:
        key: What is counted together.
        limit: The limit that this call keeps to; None if it keeps to none (it still counts for others, and pauses).
        hold: Seconds after which its request has ended, whatever becomes of this process; only for shared stores.
    """

    __slots__ = ("_number", "_place", "_state", "_waiting", "hold", "key", "limit")

    def __init__(self, key: Hashable, limit: QuotaLimit | None) -> None:
        self.key = key
        self.limit = limit
        self.hold = 0.0
        self._number = 0
        self._state: _State | None = None
        self._place: Place | None = None
        self._waiting = False


def _number(ticket: Ticket) -> int:
    return ticket._number


class _State:
    """Everything known about one key. All times are monotonic."""

    __slots__ = ("finished", "in_flight", "limits", "memory", "paused_until", "queue")

    def __init__(self) -> None:
        self.finished: deque[float] = deque()  # when answers came, ascending
        self.in_flight = 0
        self.memory = 0.0  # the longest window anyone asked for: older answers are forgotten
        self.paused_until = 0.0
        self.queue: list[Ticket] = []  # those that wait, in the order in which they first asked
        self.limits: dict[QuotaLimit | None, int] = {}  # which limits they keep to, and how many of them

    def forget(self, now: float) -> None:
        finished, oldest = self.finished, now - self.memory
        while finished and finished[0] <= oldest:
            finished.popleft()

    def idle(self, now: float) -> bool:
        self.forget(now)
        return not (self.finished or self.in_flight or self.queue or self.paused_until > now)

    def earliest(self, ticket: Ticket, now: float) -> float:
        """The earliest moment at which a ticket can get its permit; `now` if that is now."""
        ahead = bisect_left(self.queue, ticket._number, key=_number) if self.queue else 0
        first = max(now, self.paused_until)
        if not ahead or (len(self.limits) == 1 and ticket.limit in self.limits):
            return self._among_equals(ticket.limit, ahead, now, first)
        # Different limits under one key: replay the whole queue, each at its earliest.
        stamps = [*self.finished, *([now] * self.in_flight)]
        moment = first
        for other in (*self.queue[:ahead], ticket):
            limit = other.limit
            if limit is not None and len(stamps) >= limit.requests:
                moment = max(moment, stamps[-limit.requests] + limit.per)
            stamps.append(moment)
        return moment

    def enter(self, ticket: Ticket) -> None:
        insort(self.queue, ticket, key=_number)
        self.limits[ticket.limit] = self.limits.get(ticket.limit, 0) + 1
        ticket._waiting = True

    def remove(self, ticket: Ticket) -> None:
        index = bisect_left(self.queue, ticket._number, key=_number)
        del self.queue[index]
        self.limits[ticket.limit] -= 1
        if not self.limits[ticket.limit]:
            del self.limits[ticket.limit]
        ticket._waiting = False

    def _among_equals(self, limit: QuotaLimit | None, ahead: int, now: float, first: float) -> float:
        if limit is None:
            return first
        # Seen from the end of the line: the n-th request before this one has to be out of the window. Those ahead take
        # their turns at their earliest, which repeats every `requests` places, one window later.
        rounds, place = divmod(ahead, limit.requests)
        done = len(self.finished)
        index = done + self.in_flight + place - limit.requests
        if index < 0:
            moment = first
        elif index < done:
            moment = max(first, self.finished[index] + limit.per)
        else:
            moment = max(first, now + limit.per)
        return moment + rounds * limit.per


class MemoryStore:
    """Counts in this process. A forked child starts with a count of its own."""

    shared: Literal[False] = False

    def __init__(self) -> None:
        self._reset()
        if sys.platform != "win32":
            os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._states: dict[Hashable, _State] = {}
        self._tickets = 0
        self._sweep_at = _SWEEP_ABOVE

    def try_take(self, ticket: Ticket, now: float) -> float:
        """Take a permit if it is the ticket's turn.

        Returns:
            0 if the permit was taken. Else the seconds until it can be taken at the earliest; the ticket then holds
            its place in the queue, and has to be brought back after that time or given up with `leave`.
        """
        with self._lock:
            state = self._state_of(ticket, now)
            limit = ticket.limit
            if limit is not None and limit.per > state.memory:
                state.memory = limit.per
            if state.finished:
                state.forget(now)
            wait = state.earliest(ticket, now) - now
            if wait <= 0.0:
                if ticket._waiting:
                    state.remove(ticket)
                state.in_flight += 1
                return 0.0
            if not ticket._waiting:
                state.enter(ticket)
            return wait

    def nap(self, ticket: Ticket, seconds: float) -> Effect:
        """How a ticket waits before it is brought back."""
        return Sleep(seconds)

    def finish(self, ticket: Ticket, now: float, *, sent: bool) -> None:
        """Give a permit back: its request was answered, or failed, or (`sent` false) never left."""
        state = ticket._state
        if state is None:
            return
        with self._lock:
            state.in_flight -= 1
            if sent and state.memory:
                # Clocks of two threads may be read in one order and get here in the other.
                if state.finished and now < state.finished[-1]:
                    now = state.finished[-1]
                state.finished.append(now)

    def leave(self, ticket: Ticket) -> None:
        """Give up waiting. Does nothing if the ticket does not wait."""
        if ticket._waiting and ticket._state is not None:
            with self._lock:
                ticket._state.remove(ticket)

    def pause(self, ticket: Ticket, now: float, seconds: float) -> None:
        """Let nobody who shares this ticket's key send for some seconds."""
        until = now + seconds
        with self._lock:
            state = self._state_of(ticket, now)
            state.paused_until = max(state.paused_until, until)

    def pause_left(self, ticket: Ticket, now: float) -> float:
        """Seconds for which nobody who shares this ticket's key may send; 0 if there is no pause."""
        with self._lock:
            return max(0.0, self._state_of(ticket, now).paused_until - now)

    def _state_of(self, ticket: Ticket, now: float) -> _State:
        state = self._states.get(ticket.key)
        if state is None:
            if len(self._states) >= self._sweep_at:
                self._states = {key: other for key, other in self._states.items() if not other.idle(now)}
                self._sweep_at = max(_SWEEP_ABOVE, 2 * len(self._states))
            state = self._states[ticket.key] = _State()
        if ticket._state is not state:
            ticket._state = state
            self._tickets += 1
            ticket._number = ticket._number or self._tickets
            ticket._waiting = False  # after a fork the place in the parent's queue means nothing
        return state


MEMORY = MemoryStore()
"""The store that all clients of this process share."""
