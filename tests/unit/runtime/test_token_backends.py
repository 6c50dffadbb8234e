"""The rule of the stores of tokens that processes share, on both of them: who fetches, and which token stays."""

from __future__ import annotations

import itertools
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from erp_client_runtime.file_tokens import FileTokens
from erp_client_runtime.redis_tokens import RedisTokens
from erp_client_runtime.token_backend import StoredToken, TokenBackend
from tests.unit.runtime.quota_support import RedisServer, in_threads

KEYS = itertools.count()
NEW = StoredToken("token-1", 600.0, 60.0)


@pytest.fixture(params=["file", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "file":
        made: Any = FileTokens(tmp_path / "tokens")
    else:
        server: RedisServer = request.getfixturevalue("young_redis")
        made = RedisTokens(server.url)
    yield made
    made.close()


@pytest.fixture
def key() -> str:
    return f"key{next(KEYS)}"


def take(store: TokenBackend, key: str, holder: str = "a", *, hold: float = 30.0, refused: str = "") -> tuple[Any, int]:
    """The token's value, and the number."""
    token, number = store.take(key, holder, hold, refused)
    return None if token is None else token.value, number


def test_one_fetches_and_all_others_get_its_token(store: TokenBackend, key: str) -> None:
    assert take(store, key, "a") == (None, 1)
    assert take(store, key, "b") == (None, 0)
    store.put(key, "a", 1, NEW)
    token, number = store.take(key, "b", 30.0, "")
    assert number == 0
    assert token is not None
    assert (token.value, token.margin) == (NEW.value, NEW.margin)
    assert token.left == pytest.approx(NEW.left, abs=1.0)


def test_of_many_at_once_one_may_fetch(store: TokenBackend, key: str) -> None:
    numbers = [number for _, number in in_threads(lambda one: take(store, key, str(one)), 20)]
    assert sorted(numbers) == [0] * 19 + [1]


def test_a_token_that_ends_soon_is_good_while_one_fetches_the_next(store: TokenBackend, key: str) -> None:
    take(store, key, "a")
    store.put(key, "a", 1, StoredToken("token-1", 50.0, 60.0))
    assert take(store, key, "b") == ("token-1", 2)
    assert take(store, key, "c") == ("token-1", 0)
    store.put(key, "b", 2, StoredToken("token-2", 600.0, 60.0))
    assert take(store, key, "c") == ("token-2", 0)


def test_a_token_that_has_ended_is_not_there_any_more(store: TokenBackend, key: str) -> None:
    take(store, key)
    store.put(key, "a", 1, StoredToken("token-1", 0.1, 0.0))
    time.sleep(0.12)
    assert take(store, key, "b") == (None, 2)


def test_a_refused_token_is_dropped_but_no_other(store: TokenBackend, key: str) -> None:
    take(store, key)
    store.put(key, "a", 1, NEW)
    assert take(store, key, "b", refused="token-0") == ("token-1", 0)
    assert take(store, key, "b", refused="token-1") == (None, 2)
    assert take(store, key, "c", refused="token-1") == (None, 0)
    store.put(key, "b", 2, StoredToken("token-2", 600.0, 60.0))
    assert take(store, key, "c", refused="token-1") == ("token-2", 0)


def test_who_comes_late_never_takes_the_place_of_the_winner(store: TokenBackend, key: str) -> None:
    assert take(store, key, "slow", hold=0.05) == (None, 1)
    time.sleep(0.06)
    assert take(store, key, "quick") == (None, 2)
    store.release(key, "slow", 1)
    assert take(store, key, "other") == (None, 0)  # it was not the slow one's to give back
    store.put(key, "quick", 2, StoredToken("token-2", 600.0, 60.0))
    store.put(key, "slow", 1, NEW)
    assert take(store, key, "other") == ("token-2", 0)
    assert take(store, key, "other", refused="token-2") == (None, 3)
    store.put(key, "slow", 1, NEW)  # nor does it come back after the winner's was refused
    assert take(store, key, "third") == (None, 0)


def test_who_fetches_no_more_gives_the_right_back(store: TokenBackend, key: str) -> None:
    take(store, key, "a")
    store.release(key, "a", 1)
    assert take(store, key, "b") == (None, 2)


def test_a_process_keeps_its_right_for_longer(store: TokenBackend, key: str) -> None:
    take(store, key, "a", hold=0.05)
    assert take(store, key, "a", hold=30.0) == (None, 2)
    time.sleep(0.06)
    assert take(store, key, "b") == (None, 0)
    store.release(key, "a", 1)  # the earlier call of the same process
    assert take(store, key, "b") == (None, 0)


def test_putting_twice_does_no_harm(store: TokenBackend, key: str) -> None:
    take(store, key)
    store.put(key, "a", 1, NEW)
    store.put(key, "a", 1, NEW)
    assert take(store, key, "b") == ("token-1", 0)


def test_accounts_have_nothing_to_do_with_each_other(store: TokenBackend, key: str) -> None:
    take(store, key)
    store.put(key, "a", 1, NEW)
    assert take(store, f"{key}-other") == (None, 1)


def test_tokens_are_not_shown(store: TokenBackend, key: str) -> None:
    take(store, key)
    store.put(key, "a", 1, StoredToken("canary-token", 600.0, 60.0))
    answer = store.take(key, "b", 30.0, "")
    assert answer.token is not None
    assert "canary" not in repr((store, answer, answer.token))


def test_it_goes_on_after_a_fork(store: TokenBackend, key: str) -> None:
    take(store, key)
    store.after_fork()
    assert take(store, key, "b") == (None, 0)


def test_nobody_in_another_thread_disturbs_a_use(store: TokenBackend, key: str) -> None:
    """Numbers only grow, however many ask and give back at once."""
    seen: list[int] = []
    lock = threading.Lock()

    def work(one: int) -> None:
        for _ in range(5):
            number = take(store, key, str(one))[1]
            if number:
                with lock:
                    seen.append(number)
                store.release(key, str(one), number)

    assert in_threads(work, 4) == [None] * 4
    assert seen == sorted(set(seen))
    assert seen
