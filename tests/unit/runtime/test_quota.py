"""The quota as the server sees it: never more than allowed in any window; first come, first served. Time is
simulated."""

from __future__ import annotations

import heapq
import itertools
import os
import random
import signal
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erp_client_runtime.operation import QuotaLimit
from erp_client_runtime.quota import MemoryStore, Ticket


class Simulation:
    """Calls that arrive, wait as they are told, send, and are answered after a while, in simulated time."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.store = MemoryStore()
        self.events: list[tuple[float, int, Callable[[float], None]]] = []
        self.order = itertools.count()
        self.stamps: list[
            tuple[float, QuotaLimit | None]
        ] = []  # when the server counted a request, and the limit of who sent it
        self.granted: dict[int, float] = {}  # when each call got its permit
        self.tries: Counter[int] = Counter()

    def at(self, moment: float, action: Callable[[float], None]) -> None:
        heapq.heappush(self.events, (moment, next(self.order), action))

    def call(
        self,
        number: int,
        moment: float,
        limit: QuotaLimit | None,
        latency: float,
        *,
        gives_up_after: float | None = None,
    ) -> None:
        ticket = Ticket("key", limit)
        started: list[float] = []

        def attempt(now: float) -> None:
            if started and gives_up_after is not None and now - started[0] > gives_up_after:
                self.store.leave(ticket)
                return
            started.append(now)
            self.tries[number] += 1
            wait = self.store.try_take(ticket, now)
            if wait > 0:
                self.at(now + wait, attempt)
                return
            self.granted[number] = now
            # The server counts it somewhere between its start and its answer.
            self.stamps.append((now + self.random.random() * latency, limit))
            self.at(now + latency, lambda end: self.store.finish(ticket, end, sent=True))

        self.at(moment, attempt)

    def run(self) -> float:
        now = 0.0
        while self.events:
            now, _, action = heapq.heappop(self.events)
            action(now)
        return now


def most_in_a_window(stamps: list[float], window: float) -> int:
    stamps = sorted(stamps)
    most = start = 0
    for end, stamp in enumerate(stamps):
        while stamp - stamps[start] >= window * (1 - 1e-9):
            start += 1
        most = max(most, end - start + 1)
    return most


calls = st.lists(st.tuples(st.floats(0, 30), st.floats(0, 12)), min_size=1, max_size=60)


@given(calls, st.integers(1, 8), st.floats(0.5, 10), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_the_server_never_sees_more_than_allowed_in_any_window(
    arrivals: list[tuple[float, float]], requests: int, per: float, seed: int
) -> None:
    simulation = Simulation(seed)
    limit = QuotaLimit(requests, per)
    for number, (moment, latency) in enumerate(arrivals):
        simulation.call(number, moment, limit, latency)
    simulation.run()
    assert len(simulation.granted) == len(arrivals)
    assert most_in_a_window([stamp for stamp, _ in simulation.stamps], per) <= requests


@given(calls, st.integers(0, 10**6))
@settings(max_examples=100, deadline=None)
def test_nobody_is_overtaken(arrivals: list[tuple[float, float]], seed: int) -> None:
    simulation = Simulation(seed)
    limit = QuotaLimit(2, 5.0)
    arrivals = sorted(arrivals)
    for number, (moment, latency) in enumerate(arrivals):
        simulation.call(number, moment, limit, latency)
    simulation.run()
    times = [simulation.granted[number] for number in range(len(arrivals))]
    assert times == sorted(times)


@given(
    calls,
    st.lists(st.sampled_from([(1, 2.0), (3, 2.0), (3, 7.0), (5, 1.0), None]), min_size=60, max_size=60),
    st.integers(0, 10**6),
)
@settings(max_examples=100, deadline=None)
def test_each_keeps_to_its_own_limit_among_everything_sent_with_the_key(
    arrivals: list[tuple[float, float]], limits: list[tuple[int, float] | None], seed: int
) -> None:
    simulation = Simulation(seed)
    for number, ((moment, latency), numbers) in enumerate(zip(arrivals, limits, strict=False)):
        simulation.call(number, moment, QuotaLimit(*numbers) if numbers else None, latency)
    simulation.run()
    assert len(simulation.granted) == len(arrivals)
    for limit in {limit for _, limit in simulation.stamps if limit is not None}:
        own = [stamp for stamp, of in simulation.stamps if of == limit]
        assert most_in_a_window(own, limit.per) <= limit.requests


@given(calls, st.sets(st.integers(0, 59)), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_those_who_give_up_block_nobody(arrivals: list[tuple[float, float]], quitters: set[int], seed: int) -> None:
    simulation = Simulation(seed)
    limit = QuotaLimit(2, 5.0)
    for number, (moment, latency) in enumerate(arrivals):
        simulation.call(number, moment, limit, latency, gives_up_after=0.0 if number in quitters else None)
    simulation.run()
    assert set(simulation.granted) >= set(range(len(arrivals))) - quitters
    state = simulation.store._states["key"]
    assert (state.queue, state.limits, state.in_flight) == ([], {}, 0)
    assert most_in_a_window([stamp for stamp, _ in simulation.stamps], 5.0) <= 2


def test_waiting_is_no_polling_and_wastes_nothing() -> None:
    simulation = Simulation(1)
    for number in range(500):
        simulation.call(number, 0.0, QuotaLimit(50, 3.0), 0.02)
    end = simulation.run()
    assert max(simulation.tries.values()) <= 12
    assert end <= 9 * (3.0 + 0.02) + 0.5


def test_the_wait_is_known_beforehand() -> None:
    store, limit = MemoryStore(), QuotaLimit(2, 10.0)
    first, second, third, fourth, fifth = (Ticket("key", limit) for _ in range(5))
    assert store.try_take(first, 100.0) == 0.0
    assert store.try_take(second, 100.0) == 0.0
    assert store.try_take(third, 101.0) == 10.0  # both are in flight: a window from now at the earliest
    store.finish(first, 102.0, sent=True)
    assert store.try_take(fourth, 103.0) == pytest.approx(10.0)  # the third takes what the first gives free at 112
    assert store.try_take(third, 103.0) == pytest.approx(9.0)
    assert store.try_take(fifth, 103.0) == pytest.approx(19.0)  # a round later


def test_a_request_that_never_left_frees_its_place_at_once() -> None:
    store, limit = MemoryStore(), QuotaLimit(1, 10.0)
    first, second = Ticket("key", limit), Ticket("key", limit)
    store.try_take(first, 0.0)
    store.finish(first, 1.0, sent=False)
    assert store.try_take(second, 1.0) == 0.0


def test_a_call_that_repeats_keeps_its_place() -> None:
    store, limit = MemoryStore(), QuotaLimit(1, 10.0)
    first, second = Ticket("key", limit), Ticket("key", limit)
    store.try_take(first, 0.0)
    assert store.try_take(second, 0.0) > 0
    store.finish(first, 1.0, sent=True)
    assert store.try_take(first, 1.0) == pytest.approx(10.0)
    assert store.try_take(second, 1.0) == pytest.approx(20.0)


def test_a_pause_holds_everyone_with_the_key_and_nobody_else() -> None:
    store = MemoryStore()
    limited, unlimited, other = Ticket("a", QuotaLimit(5, 1.0)), Ticket("a", None), Ticket("b", None)
    store.pause(limited, 0.0, 30.0)
    store.pause(limited, 0.0, 10.0)  # a shorter one does not end it
    assert store.try_take(limited, 1.0) == 29.0
    assert store.try_take(unlimited, 1.0) == 29.0
    assert store.try_take(other, 1.0) == 0.0
    assert store.try_take(limited, 30.0) == 0.0


def test_old_keys_are_forgotten_and_live_ones_are_not() -> None:
    store, limit = MemoryStore(), QuotaLimit(1, 10.0)
    held, paused = Ticket("held", limit), Ticket("paused", None)
    store.try_take(held, 0.0)
    store.pause(paused, 0.0, 10_000.0)
    for number in range(1000):
        ticket = Ticket(number, limit)
        now = float(number)
        store.try_take(ticket, now)
        store.finish(ticket, now, sent=True)
    assert len(store._states) < 200
    assert store.try_take(Ticket("held", limit), 1000.0) > 0
    assert store.try_take(Ticket("paused", None), 1000.0) == 9000.0


def test_answers_older_than_the_longest_window_are_forgotten() -> None:
    store, limit = MemoryStore(), QuotaLimit(10**6, 5.0)
    for number in range(5000):
        ticket = Ticket("key", limit)
        store.try_take(ticket, number * 0.1)
        store.finish(ticket, number * 0.1, sent=True)
    assert len(store._states["key"].finished) <= 51


def test_a_forked_child_counts_on_its_own() -> None:
    store, limit = MemoryStore(), QuotaLimit(1, 1000.0)
    first = Ticket("key", limit)
    store.try_take(first, 0.0)
    store._lock.acquire()  # as if another thread held it at that moment
    child = os.fork()
    if child == 0:
        signal.alarm(5)  # instead of waiting for that lock for ever
        ok = store.try_take(Ticket("key", limit), 0.0) == 0.0
        store.finish(first, 1.0, sent=True)  # a call that was under way ends without harm
        os._exit(0 if ok else 1)
    store._lock.release()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.try_take(Ticket("key", limit), 1.0) > 0
