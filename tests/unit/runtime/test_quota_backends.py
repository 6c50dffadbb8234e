"""The rule of the stores that processes share, on both of them: who may send when, and who is first."""

from __future__ import annotations

import itertools
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erp_client_runtime import redis_quota
from erp_client_runtime.file_quota import FileQuota
from erp_client_runtime.quota_backend import QuotaBackend
from erp_client_runtime.redis_quota import RedisQuota
from tests.unit.runtime.quota_support import RedisServer, asker, most_in_a_window

KEYS = itertools.count()
SLACK = 0.005  # Redis counts windows a thousandth longer


class Clock:
    """What the stores take for the time; it stands still, however busy the machine is, until it is moved."""

    def __init__(self) -> None:
        self.now = float(int(time.time()))  # about now, since Redis drops by its own clock what has expired
        self.server: RedisServer | None = None

    def __call__(self) -> float:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += seconds
        if self.server is not None:
            whole = int(self.now)
            self.server.do("MSET", "seconds", whole, "micros", round((self.now - whole) * 1e6))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["file", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Any:
    if request.param == "file":
        made: Any = FileQuota(tmp_path / "quota", clock=clock)
    else:
        clock.server = request.getfixturevalue("redis")
        clock.move(0.0)
        script, time_of_server = redis_quota._SCRIPT, "redis.call('TIME')"
        assert script.count(time_of_server) == 1
        monkeypatch.setattr(
            redis_quota, "_SCRIPT", script.replace(time_of_server, "redis.call('MGET', 'seconds', 'micros')")
        )
        made = RedisQuota(clock.server.url)
    yield made
    made.close()


@pytest.fixture
def key() -> str:
    return f"key{next(KEYS)}"


def take(store: QuotaBackend, key: str, permit: str, process: str = "a", **given: Any) -> list[float]:
    requests, ages, behind = given.pop("requests", 2), given.pop("ages", [0.0]), given.pop("behind", 0)
    return store.take(asker(key, process, **given), permit, requests, ages, behind).waits


def test_a_permit_counts_until_one_window_after_its_answer(store: QuotaBackend, key: str, clock: Clock) -> None:
    assert take(store, key, "1", window=0.2) == [0.0]
    assert take(store, key, "2", window=0.2) == [0.0]
    assert take(store, key, "3", window=0.2)[0] == pytest.approx(0.2, abs=SLACK)  # both are under way
    clock.move(0.1)
    store.finish(asker(key), "1", sent=True)
    assert take(store, key, "3", window=0.2)[0] == pytest.approx(0.2, abs=SLACK)
    clock.move(0.1)
    assert take(store, key, "3", window=0.2)[0] == pytest.approx(0.1, abs=SLACK)
    clock.move(0.11)
    assert take(store, key, "3", window=0.2) == [0.0]


def test_a_request_that_never_left_frees_its_place_at_once(store: QuotaBackend, key: str) -> None:
    take(store, key, "1")
    take(store, key, "2")
    store.finish(asker(key), "2", sent=False)
    assert take(store, key, "3") == [0.0]


def test_the_place_of_a_dead_holder_comes_back_one_window_after_its_deadline(
    store: QuotaBackend, key: str, clock: Clock
) -> None:
    take(store, key, "1", requests=1, window=0.2, hold=0.2)
    clock.move(0.25)
    assert take(store, key, "2", requests=1, window=0.2)[0] == pytest.approx(0.15, abs=SLACK)
    clock.move(0.17)
    assert take(store, key, "2", requests=1, window=0.2) == [0.0]


def test_taking_twice_is_taking_once(store: QuotaBackend, key: str) -> None:
    assert take(store, key, "1", requests=1) == [0.0]
    assert take(store, key, "1", requests=1) == [0.0]  # the answer to the first one was lost
    store.finish(asker(key), "1", sent=False)
    assert take(store, key, "2", requests=1) == [0.0]


def test_keys_are_counted_apart(store: QuotaBackend, key: str) -> None:
    assert take(store, key, "1", requests=1) == [0.0]
    assert take(store, f"{key}-other", "2", requests=1) == [0.0]


def test_a_pause_holds_every_process_and_a_shorter_one_does_not_end_it(
    store: QuotaBackend, key: str, clock: Clock
) -> None:
    store.pause(asker(key, "a"), 0.3)
    store.pause(asker(key, "b"), 0.1)
    answer = store.take(asker(key, "c"), "1", 5, [0.0], 0)
    assert answer.waits == [answer.pause]
    assert answer.pause == pytest.approx(0.3, abs=SLACK)
    assert take(store, key, "2", requests=0) == [pytest.approx(0.3, abs=SLACK)]  # nor those without a limit
    clock.move(0.3)
    assert take(store, key, "1", requests=5) == [0.0]


def test_without_a_limit_a_request_counts_for_others_all_the_same(store: QuotaBackend, key: str) -> None:
    assert take(store, key, "1", requests=0, window=0.0) == [0.0]
    assert take(store, key, "2", requests=1)[0] > 0.5


def test_who_has_waited_longest_is_first_whichever_process_it_is_of(
    store: QuotaBackend, key: str, clock: Clock
) -> None:
    take(store, key, "0", requests=1, window=0.2)
    store.finish(asker(key, window=0.2), "0", sent=True)
    young = take(store, key, "1", "young", requests=1, window=0.2, ages=[1.0])
    old = take(store, key, "2", "old", requests=1, window=0.2, ages=[5.0])
    assert old[0] == pytest.approx(0.2, abs=SLACK)
    assert young[0] == pytest.approx(0.2, abs=SLACK)  # it came when nobody was before it
    clock.move(0.21)
    # Now it is told that it is the second, and that takes another window at least.
    assert take(store, key, "1", "young", requests=1, window=0.2, ages=[1.2])[0] == pytest.approx(0.2, abs=SLACK)
    assert take(store, key, "2", "old", requests=1, window=0.2, ages=[5.2]) == [0.0]


def test_one_who_leaves_or_is_overdue_holds_up_nobody(store: QuotaBackend, key: str, clock: Clock) -> None:
    take(store, key, "0", requests=1, window=0.2)
    store.finish(asker(key, window=0.2), "0", sent=True)
    take(store, key, "1", "leaves", requests=1, window=0.2, ages=[9.0])
    store.leave(asker(key, "leaves", window=0.2))
    take(store, key, "2", "dies", requests=1, window=0.2, ages=[8.0])
    clock.move(0.21)
    assert take(store, key, "3", "lives", requests=1, window=0.2)[0] > 0.0
    clock.move(0.26)
    assert take(store, key, "3", "lives", requests=1, window=0.2) == [0.0]


def test_those_behind_are_told_too_and_the_next_keeps_the_place(store: QuotaBackend, key: str) -> None:
    waits = take(store, key, "1", requests=2, ages=[3.0, 2.0], behind=4)
    assert waits == [0.0, 0.0, *[pytest.approx(1.0, abs=SLACK)] * 2, pytest.approx(2.0, abs=SLACK)]
    # The second of those that are free is for the one that waits behind the first.
    assert take(store, key, "2", "other", requests=2, ages=[1.0])[0] == pytest.approx(1.0, abs=SLACK)


def test_who_knows_of_counts_that_are_gone_lets_nobody_send_for_a_window(
    store: QuotaBackend, key: str, clock: Clock
) -> None:
    first = store.take(asker(key, "old", window=0.3), "1", 5, [0.0], 0)
    assert store.take(asker(key, "new", window=0.3), "2", 5, [0.0], 0) == first
    other = f"{key}-lost"
    clock.move(0.01)
    answer = store.take(asker(other, "old", window=0.3, generation=first.generation), "3", 5, [0.0], 0)
    assert answer.settling == answer.waits[0] == pytest.approx(0.3, abs=SLACK)
    assert answer.generation != first.generation
    # Others that find out later do not make it last longer.
    clock.move(0.1)
    later = store.take(asker(other, "older", window=0.3, generation=first.generation), "4", 5, [0.0], 0)
    assert later.settling == pytest.approx(0.2, abs=SLACK)


Arrivals = list[tuple[float, float, int]]


def simulate(store: FileQuota, now: list[float], arrivals: Arrivals, limit: tuple[int, float], seed: int) -> Any:
    """Calls of three processes in simulated time; each waits as it is told. When the server counted them, and who."""
    chance = random.Random(seed)
    events = [(moment, number, "ask") for number, (moment, _, _) in enumerate(arrivals)]
    stamps: list[float] = []
    granted: dict[int, float] = {}
    asked: Counter[int] = Counter()
    while events:
        events.sort()
        now[0], number, what = events.pop(0)
        moment, latency, process = arrivals[number]
        who = asker("key", f"{process}-{number}", window=limit[1], hold=60.0)
        if what == "end":
            store.finish(who, str(number), sent=True)
            continue
        asked[number] += 1
        wait = store.take(who, str(number), limit[0], [now[0] - moment], 0).waits[0]
        if wait:
            events.append((now[0] + wait, number, "ask"))
            continue
        granted[number] = now[0]
        stamps.append(now[0] + chance.random() * latency)
        events.append((now[0] + latency, number, "end"))
    return stamps, granted, asked


@given(
    st.lists(st.tuples(st.floats(0, 20), st.floats(0, 8), st.integers(0, 2)), min_size=1, max_size=30),
    st.tuples(st.integers(1, 6), st.floats(0.5, 8)),
    st.integers(0, 10**6),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_server_never_sees_more_than_allowed_in_any_window(
    tmp_path_factory: pytest.TempPathFactory,
    arrivals: Arrivals,
    limit: tuple[int, float],
    seed: int,
) -> None:
    now = [0.0]
    store = FileQuota(tmp_path_factory.mktemp("quota") / "quota", clock=lambda: 1000.0 + now[0])
    try:
        stamps, granted, asked = simulate(store, now, arrivals, limit, seed)
    finally:
        store.close()
    assert len(granted) == len(arrivals)
    assert most_in_a_window(stamps, limit[1] * (1 - 1e-9)) <= limit[0]
    assert max(asked.values()) < 60


def test_a_machine_that_was_started_anew_goes_on_with_what_was_counted(tmp_path: Path) -> None:
    now = [50_000.0]
    store = FileQuota(tmp_path / "quota", clock=lambda: now[0])
    assert take(store, "key", "1", requests=1, window=60.0) == [0.0]
    store.finish(asker("key", window=60.0), "1", sent=True)
    now[0] = 5.0
    assert take(store, "key", "2", requests=1, window=60.0) == [pytest.approx(60.0)]
    now[0] = 65.1
    assert take(store, "key", "2", requests=1, window=60.0) == [0.0]
    store.close()
