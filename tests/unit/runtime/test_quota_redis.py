"""The Redis in which machines share a quota: a real one, which goes away, comes back and forgets."""

from __future__ import annotations

import itertools
import logging
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
import redis as redis_py

from erp_client_runtime.errors import StoreError
from erp_client_runtime.redis_quota import RedisQuota
from erp_client_runtime.shared_quota import SharedQuota
from tests.unit.runtime.flow_support import GET, SECRET
from tests.unit.runtime.quota_support import ONE, RedisServer, asker, client, counting, most_in_a_window, redis_server

KEYS = itertools.count()


@pytest.fixture
def key() -> str:
    return f"key{next(KEYS)}"


@pytest.fixture
def store(redis: RedisServer) -> Iterator[RedisQuota]:
    made = RedisQuota(redis.url)
    yield made
    made.close()


def take(store: RedisQuota, key: str, permit: str = "1", *, requests: int = 3, window: float = 0.5) -> float:
    return store.take(asker(key, window=window), permit, requests, [0.0], 0).waits[0]


def test_the_script_is_sent_again_when_the_server_has_forgotten_it(
    redis: RedisServer, store: RedisQuota, key: str
) -> None:
    assert take(store, key, "1") == 0.0
    redis.do("SCRIPT", "FLUSH")
    assert take(store, key, "2") == 0.0
    store.finish(asker(key, window=0.5), "1", sent=True)
    assert redis.do("ZCARD", f"erp-client-runtime:quota:{{{key}}}:permits") == 2


def test_everything_expires_and_stays_together_in_a_cluster(redis: RedisServer, store: RedisQuota, key: str) -> None:
    for number in range(5):
        take(store, key, str(number))
    keys = redis.do("KEYS", f"*{key}*")
    assert len(keys) == 3
    assert {name.startswith(f"erp-client-runtime:quota:{{{key}}}:".encode()) for name in keys} == {True}
    assert all(60_000 < redis.do("PTTL", name) < 200_000 for name in keys)
    for _ in range(20):  # and does not last longer each time
        take(store, key, "5")
    assert all(redis.do("PTTL", name) < 200_000 for name in keys)


def test_the_time_to_live_covers_a_long_pause(redis: RedisServer, store: RedisQuota, key: str) -> None:
    store.pause(asker(key), 3600.0)
    assert redis.do("PTTL", f"erp-client-runtime:quota:{{{key}}}:counted") > 3_600_000
    assert take(store, key) == pytest.approx(3600.0, abs=1.0)


def test_nothing_in_it_tells_the_credentials(redis: RedisServer) -> None:
    with counting() as vendor, client(vendor, RedisQuota(redis.url), quota=(5, 1.0)) as made:
        made.call(GET, ONE)
    dump = b"".join(repr((name, redis.do("DUMP", name))).encode() for name in redis.do("KEYS", "*"))
    assert b"erp-client-runtime" in dump
    assert SECRET.encode() not in dump
    assert b"4711" not in b"".join(redis.do("KEYS", "*"))


def test_a_clock_that_was_set_back_loses_nothing(redis: RedisServer, store: RedisQuota, key: str) -> None:
    take(store, key, "1", requests=1)
    store.finish(asker(key, window=0.5), "1", sent=True)
    # As it looks from a clock that now shows an hour less.
    names = {part: f"erp-client-runtime:quota:{{{key}}}:{part}" for part in ("permits", "counted")}
    redis.do("ZINCRBY", names["permits"], 3_600_000_000, "1")
    last = int(redis.do("HGET", names["counted"], "last"))
    redis.do("HSET", names["counted"], "last", last + 3_600_000_000)
    assert 0.3 < take(store, key, "2", requests=1) < 0.55
    time.sleep(0.55)
    assert take(store, key, "2", requests=1) == 0.0


def test_a_client_of_ones_own_is_used_and_stays_open(redis: RedisServer, key: str) -> None:
    with redis_py.Redis.from_url(redis.url, decode_responses=True) as given:
        store = RedisQuota(given)
        assert take(store, key) == 0.0
        store.close()
        assert given.ping()
        assert store.name == f"redis://{redis.socket}"


def test_a_redis_that_is_down_is_an_error_that_names_it_without_the_password() -> None:
    store = RedisQuota("redis://user:canary-password@127.0.0.1:1/0?health_check_interval=7")
    started = time.monotonic()
    with pytest.raises(StoreError, match=r"redis://127\.0\.0\.1:1/0 cannot be used .*check that Redis runs") as caught:
        store.take(asker("key"), "1", 1, [0.0], 0)
    assert time.monotonic() - started < 2.0
    assert "canary" not in f"{caught.value}{caught.value.__cause__}{store!r}{store.name}"
    store.close()


def test_a_wrong_password_is_an_error_without_it(redis: RedisServer) -> None:
    store = RedisQuota(redis.url.replace("unix://", "unix://user:canary-password@"))
    with pytest.raises(StoreError, match="accepts this user") as caught:
        store.take(asker("key"), "1", 1, [0.0], 0)
    assert "canary" not in str(caught.value)
    store.close()


def test_a_user_that_may_do_little_is_enough(redis: RedisServer, key: str) -> None:
    redis.do("ACL", "SETUSER", "little", "on", ">pass", "~erp-client-runtime:*", "+@all", "-@dangerous", "-@admin")
    store = RedisQuota(redis.url.replace("unix://", "unix://little:pass@"))
    assert take(store, key, requests=1) == 0.0
    assert take(store, key, "2", requests=1) > 0.0
    store.close()


def test_calls_fail_while_redis_is_away_and_go_on_by_themselves_within_the_quota_when_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "erp_client_runtime")
    with redis_server(1) as server, counting() as vendor:
        made, new = (client(vendor, RedisQuota(server.url), quota=(5, 0.8)) for _ in range(2))
        for _ in range(5):
            made.call(GET, ONE)
        server.kill()
        for _ in range(3):
            with pytest.raises(StoreError) as caught:
                made.call(GET, ONE)
            assert caught.value.operation == "get_term"
        assert len(vendor.arrived) == 5
        server.start()  # without all that it has counted
        for _ in range(5):
            new.call(GET, ONE)  # it has never used the store before, so it cannot know that anything is missing
        time.sleep(0.5)  # a store that failed is not asked at once again
        made.call(GET, ONE)
        made.close()
        new.close()
    assert len(vendor.arrived) == 11
    assert most_in_a_window(vendor.arrived, 0.8) <= 5
    fails, lost = (record.message for record in caplog.records)
    assert fails.startswith("until it can be used again, requests fail: the quota store")
    assert lost.startswith(f"{server.url} was started anew or has lost its counts: nobody sends for")


def test_counts_that_were_flushed_are_missed_by_who_has_sent(redis: RedisServer) -> None:
    with counting() as vendor, client(vendor, RedisQuota(redis.url), quota=(3, 0.5)) as made:
        for number in range(9):
            if number % 2:
                redis.do("FLUSHALL")
            made.call(GET, ONE)
    assert most_in_a_window(vendor.arrived, 0.5) <= 3


def test_while_redis_is_away_requests_can_be_counted_here(redis: RedisServer) -> None:
    with redis_server(1) as server, counting() as vendor:
        store = SharedQuota(RedisQuota(server.url), opens=True)
        with client(vendor, store, quota=(4, 0.7)) as made:
            for _ in range(3):
                made.call(GET, ONE)
            server.kill()
            # What was sent before counts, too.
            for _ in range(9):
                made.call(GET, ONE)
            server.start()
            time.sleep(0.6)
            made.call(GET, ONE)
            assert server.do("KEYS", "*")
    assert len(vendor.arrived) == 13
    assert most_in_a_window(vendor.arrived, 0.7) <= 4


def test_redis_is_imported_by_nobody_who_does_not_use_it() -> None:
    program = (
        "import sys, erp_client_runtime.client; "
        "names = {'redis', 'sqlite3', 'concurrent', 'erp_client_runtime.stores'}; "
        "assert not names & set(sys.modules), names & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stderr == ""
