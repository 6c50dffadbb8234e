"""The calls of this process that want permits of a store which other processes use, too.

They form one line for each key, and only the first in a line asks the store, so that waiting is first come, first
served, and costs the store little. Among processes, too, the store serves first who has waited longest. As everywhere,
nothing here blocks: what does is handed out as an effect (`Ask`), or to the store's worker if nobody waits for it.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import time
import weakref
from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING, Literal

from erp_client_runtime.effects import Ask, Effect, Sleep, Wait
from erp_client_runtime.errors import StoreError
from erp_client_runtime.log import LOGGER
from erp_client_runtime.quota import MemoryStore, Ticket
from erp_client_runtime.quota_backend import Asker
from erp_client_runtime.quota_line import Line, Place
from erp_client_runtime.worker import Worker

if TYPE_CHECKING:
    from erp_client_runtime.quota_backend import Answer, QuotaBackend
    from erp_client_runtime.stores import StoreKey

_UNLIMITED = 600.0  # seconds after which a request without a time limit is over, if its process has died
# Seconds that a request may outlast its time limit, which begins only when it is sent: a process that is slow to make
# its first connection, or that gets no processor, may have its permit for long before.
_GRACE = 10.0
_LONGEST_NAP = 5.0  # seconds after which one who waits looks whether those ahead are still there
_SOON = 0.25
_REST = 0.5  # seconds for which a store that failed is not asked again
_MOST_TOLD = 200
_SWEEP_ABOVE = 64


class SharedQuota:
    """Permits of a store outside this process.

    It has the interface of `MemoryStore`, but for what a call has to do before it can know whether it has its permit:
    `try_take` may return an effect, and `settle` is to be done after `finish`.

    Args:
        backend: The store.
        opens: Whether to count in this process alone while the store cannot be used; else calls fail then.
    """

    shared: Literal[True] = True

    def __init__(self, backend: QuotaBackend, *, opens: bool = False) -> None:
        self._backend = backend
        # What this process has sent counts from the first moment on in which it has to do without the store.
        self._memory = MemoryStore() if opens else None
        self._worker = Worker()
        self._reset()
        _stores.add(self)
        # The connections are closed when nobody uses the store any more, and at the end of the process.
        weakref.finalize(self, backend.close)

    @property
    def name(self) -> str:
        """What errors call it."""
        return self._backend.name

    def _reset(self) -> None:
        self._lock = threading.RLock()
        self._process = os.urandom(16).hex()
        self._lines: dict[Hashable, Line] = {}
        self._numbers = 0
        self._sweep_at = _SWEEP_ABOVE
        self._failed_at = 0.0
        self._failure = ""

    def after_fork(self) -> None:
        """A child is a process of its own, without the parent's connections and thread."""
        self._backend.after_fork()
        self._worker.after_fork()
        self._reset()

    # What the flow of a call uses

    def try_take(self, ticket: Ticket, now: float) -> float | Effect:
        """Take a permit if it is the ticket's turn.

        Returns:
            0 if the permit was taken; an effect that has to be done before this is asked again; else the seconds until
            it can be taken at the earliest.
        """
        with self._lock:
            place = self._place_of(ticket)
            if place.todo:
                return self._effect(self._tell, place)
            if place.granted:
                return 0.0
            if place.counted is not None and self._memory is not None:
                return self._memory.try_take(place.counted, now)
            line = place.line
            if not place.waiting:
                self._numbers += 1
                place.permit = f"{self._process}-{self._numbers}"
                line.enter(place)
            now = time.monotonic()
            position = line.position(place)
            if position:
                self._numbers += 1
                line.overtake(now, self._numbers)
                position = line.position(place)
            until = line.told(position)
            if position == 0 and (until <= now or now >= line.asked + self._rest(ticket)):
                place.asking = True
                return self._effect(self._ask, place)
            if until > now:
                return until - now
            # Not known yet; or it could have its permit, and waits only for those ahead, who are about to take theirs.
            place.unsure = until == 0.0
            return Wait(place, _LONGEST_NAP if place.unsure else _SOON)

    @staticmethod
    def _rest(ticket: Ticket) -> float:
        """Seconds after which the first asks again in any case: those of other processes may have given up."""
        return _LONGEST_NAP if ticket.limit is None else max(_LONGEST_NAP, ticket.limit.per)

    def nap(self, ticket: Ticket, seconds: float) -> Effect:
        """How a ticket waits before it tries again."""
        place = self._place_of(ticket)
        if place.counted is not None:
            return Sleep(seconds)
        first = place.line.places[:1] == [place]
        return Wait(place, seconds if first else min(seconds, _LONGEST_NAP))

    def finish(self, ticket: Ticket, now: float, *, sent: bool) -> None:
        """Give a permit back: its request was answered, or failed, or (`sent` false) never left."""
        place = self._place_of(ticket)
        self._uncount(place, now, sent=sent)
        if place.granted:
            place.granted = False
            self._release(place, sent=sent)

    def settle(self, ticket: Ticket) -> Ask:
        """Tell the store what it does not know yet. That it cannot be told is logged, and has no other effect."""
        return self._effect(self._tell, self._place_of(ticket))

    def leave(self, ticket: Ticket) -> None:
        """The call is over: give up its place and everything else that it holds."""
        place = ticket._place
        if place is None:
            return
        with self._lock:
            line = place.line
            if place.counted is not None and self._memory is not None:
                self._memory.leave(place.counted)
            if place.waiting:
                line.remove(place)
                if line.registered and not line.places:
                    line.registered = False
                    place.todo.append(self._backend.leave)
            if place.asking or place.granted:
                if place.granted:
                    self._uncount(place, time.monotonic(), sent=False)
                place.asking = place.granted = False
                self._release(place, sent=False)
            if place.todo:
                self._later(place)

    def pause(self, ticket: Ticket, now: float, seconds: float) -> None:
        """Let nobody who shares this ticket's key send for some seconds, in no process."""
        place = self._place_of(ticket)
        if self._memory is not None:
            self._memory.pause(place.counted or Ticket(ticket.key, None), now, seconds)
        with self._lock:
            line = place.line
            line.paused_until = max(line.paused_until, time.monotonic() + seconds)
            place.todo.append(partial(self._backend.pause, seconds=seconds))

    def pause_left(self, ticket: Ticket, now: float) -> float:
        """Seconds for which nobody who shares this ticket's key may send, as far as is known; 0 without a pause."""
        return max(0.0, self._place_of(ticket).line.paused_until - time.monotonic())

    def settling_left(self, ticket: Ticket) -> float:
        """Seconds for which nobody may send, since the store has lost what it counted; 0 if it has not."""
        return max(0.0, self._place_of(ticket).line.settling_until - time.monotonic())

    # What may block

    def _ask(self, place: Place) -> None:
        """Ask the store for a permit.

        Raises:
            StoreError: it cannot be used.
        """
        line, limit = place.line, place.ticket.limit
        asker = self._asker(place)
        answer: Answer | None = None
        try:
            self._refuse_tired()
            with self._lock:
                now, behind = time.monotonic(), line.places[line.position(place) + 1 :]
                ages = [now - other.since for other in (place, *behind[:1])]
            requests = 0 if limit is None else limit.requests
            answer = self._backend.take(asker, place.permit, requests, ages, min(len(behind), _MOST_TOLD))
        except StoreError as error:
            self._note(error)
            if self._memory is None:
                raise
            place.counted = Ticket(place.ticket.key, limit)
        except BaseException:
            # Ctrl-C: nobody knows how far it got.
            self._release(place, sent=False)
            raise
        finally:
            with self._lock:
                if answer is not None:
                    self._hear(place, asker, answer)
                elif place.waiting:
                    line.remove(place)
                place.asking = False

    def _hear(self, place: Place, asker: Asker, answer: Answer) -> None:
        """Take in what the store said."""
        line, now = place.line, time.monotonic()
        self._failure = ""
        if answer.settling and line.settling_until < now:
            LOGGER.warning(
                "%s was started anew or has lost its counts: nobody sends for %.1f s", self.name, answer.settling
            )
        line.paused_until, line.settling_until = now + answer.pause, now + answer.settling
        left = line.asked + line.memorable - now
        line.generation, line.asked, line.memorable = answer.generation, now, max(left, asker.window + asker.hold)
        granted = answer.waits[0] == 0.0
        line.schedule = [now + wait for wait in answer.waits]
        line.registered = not granted or len(line.schedule) > 1
        if granted and place.asking:
            place.granted = True
            self._count(place, now)
        if not place.waiting:
            # It has left in the meantime, and what it holds is given back. The schedule was for those behind, too.
            del line.schedule[:1]
        elif granted:
            line.remove(place)
        else:
            line.due = line.schedule[0]
        for other in line.places[1:]:
            if other.unsure and line.schedule:
                other.unsure = False
                other.wake()

    def _tell(self, place: Place) -> None:
        """Tell the store what it has yet to be told; that this fails matters to nobody, since it forgets by itself."""
        asker = self._asker(place)
        with self._lock:
            todo, place.todo = place.todo, []
        try:
            self._refuse_tired()
            for tell in todo:
                tell(asker)
        except StoreError as error:
            self._note(error)

    def _later(self, place: Place) -> None:
        try:
            self._worker.submit(partial(self._tell, place))
        except RuntimeError:
            # The process ends: the store gets everything back by itself in time.
            return

    def _refuse_tired(self) -> None:
        """Fail at once while the last failure is fresh, so that not all who wait find out one after the other."""
        if self._failure and time.monotonic() < self._failed_at + _REST:
            raise StoreError(self._failure)

    def _note(self, error: StoreError) -> None:
        now = time.monotonic()
        if not self._failure:
            instead = "requests fail" if self._memory is None else "requests are counted in this process alone"
            LOGGER.warning("until it can be used again, %s: %s", instead, error)
        if now >= self._failed_at + _REST:
            self._failed_at = now
        self._failure = str(error)

    # What these share

    def _effect(self, call: Callable[[Place], None], place: Place) -> Ask:
        return Ask(partial(call, place), self._worker)

    def _count(self, place: Place, now: float) -> None:
        """Count a permit of the store in this process as well."""
        if self._memory is not None:
            counted = Ticket(place.ticket.key, place.ticket.limit)
            if self._memory.try_take(counted, now) <= 0.0:
                place.counted = counted
            else:
                self._memory.leave(counted)

    def _uncount(self, place: Place, now: float, *, sent: bool) -> None:
        if place.counted is not None and self._memory is not None:
            self._memory.finish(place.counted, now, sent=sent)
            place.counted = None

    def _release(self, place: Place, *, sent: bool) -> None:
        place.todo.append(partial(self._backend.finish, permit=place.permit, sent=sent))

    def _place_of(self, ticket: Ticket) -> Place:
        place = ticket._place
        if place is None or place.line.lock is not self._lock:
            with self._lock:
                line = self._lines.get(ticket.key)
                if line is None:
                    self._sweep()
                    line = self._lines[ticket.key] = Line(self._lock)
                self._numbers += 1
                place = ticket._place = Place(ticket, line, self._numbers)
        return place

    def _sweep(self) -> None:
        if len(self._lines) >= self._sweep_at:
            now = time.monotonic()
            self._lines = {key: line for key, line in self._lines.items() if not line.idle(now)}
            self._sweep_at = max(_SWEEP_ABOVE, 2 * len(self._lines))

    def _asker(self, place: Place) -> Asker:
        line, limit = place.line, place.ticket.limit
        key: StoreKey = place.ticket.key  # type: ignore[assignment]  # `Shared` gives one to clients of shared stores
        known = line.generation if time.monotonic() < line.asked + line.memorable else 0
        hold = _UNLIMITED if place.ticket.hold == math.inf else place.ticket.hold + _GRACE
        return Asker(key.text, self._process, known, 0.0 if limit is None else limit.per, hold)


_stores: weakref.WeakSet[SharedQuota] = weakref.WeakSet()


def _after_fork() -> None:
    for store in list(_stores):
        store.after_fork()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_after_fork)
