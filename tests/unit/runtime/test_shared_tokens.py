"""A client whose tokens are in a store that other processes use, too: settings, early renewal, refusals, failures.

Two clients here are like two processes: each has the store for itself, and its own memory.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from erp_client_runtime import errors, shared_token_flow, stores
from erp_client_runtime.auth import ClientCredentials
from erp_client_runtime.errors import AuthenticationError, ConfigurationError, StoreError
from erp_client_runtime.file_tokens import FileTokens
from erp_client_runtime.redis_tokens import RedisTokens
from erp_client_runtime.token_backend import StoredToken, TokenAnswer
from erp_client_runtime.tokens import Login, MemoryTokens, Token
from tests.unit.runtime.flow_support import GET, Acme, login
from tests.unit.runtime.loopback import response
from tests.unit.runtime.quota_support import RedisServer, in_threads, until
from tests.unit.runtime.token_support import (
    BASIC,
    ID,
    SECRET,
    AsyncTokenAcme,
    Endpoint,
    TokenAcme,
    credentials,
    endpoint,
)

ONE = {"term_id": "30N"}


@pytest.fixture
def vendor() -> Iterator[Endpoint]:
    with endpoint() as played:
        yield played


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tokens"


def process(vendor: Endpoint, store: Path | Any, **options: Any) -> TokenAcme:
    """A client as if it were the only one of its process."""
    backend = FileTokens(store) if isinstance(store, Path) else store
    auth = options.pop("auth", None) or credentials()
    made = TokenAcme(auth=auth, **{"base_url": vendor.url, "token_store": backend, "quota": None, **options})
    made.use_tokens(MemoryTokens())
    return made


def token_of(made: TokenAcme) -> Token:
    """The token that a client carries."""
    token = login_of(made).token
    assert token is not None
    return token


def login_of(made: TokenAcme) -> Login:
    """Where the tokens of a client are."""
    assert made._shared.login is not None
    return made._shared.login


def end_early(made: TokenAcme, path: Path, left: float = 50.0) -> None:
    """Have a client's token, and that of the store, be one that ends soon."""
    token = token_of(made)
    token.renew_at, token.ends = 0.0, time.monotonic() + left
    key = login_of(made).shared[1].text  # type: ignore[index]  # there is a store
    store = FileTokens(path)
    number = store.take(key, "test", 0.0, token.value).number
    store.put(key, "test", number, StoredToken(token.value, left, 60.0))


def test_a_token_is_fetched_once_for_all_processes(vendor: Endpoint, path: Path) -> None:
    for _ in range(3):
        with process(vendor, path) as made:
            assert made.call(GET, ONE).code == "30N"
    assert vendor.asked == 1


async def test_tasks_use_it_as_well(vendor: Endpoint, path: Path) -> None:
    with process(vendor, path) as made:
        made.call(GET, ONE)
    async with AsyncTokenAcme(auth=credentials(), base_url=vendor.url, token_store=FileTokens(path)) as other:
        other.use_tokens(MemoryTokens())
        results = await asyncio.gather(*(other.call(GET, ONE) for _ in range(5)))
    assert [result.code for result in results] == ["30N"] * 5
    assert vendor.asked == 1


def test_it_is_sent_no_longer_than_it_lives(vendor: Endpoint, path: Path) -> None:
    with process(vendor, path) as first, process(vendor, path) as second:
        first.call(GET, ONE)
        second.call(GET, ONE)
        one, other = token_of(first), token_of(second)
        assert one.ends - 1.0 < other.ends <= one.ends + 0.05
        assert other.ends - other.renew_at == pytest.approx(60.0)


@pytest.mark.parametrize("other", [{"client_id": "client-two"}, {"secret": "another-secret"}, {"scope": "read"}])
def test_other_credentials_have_other_tokens(vendor: Endpoint, path: Path, other: dict[str, str]) -> None:
    with process(vendor, path) as made:
        made.call(GET, ONE)
    auth = ClientCredentials(BASIC, other.get("client_id", ID), other.get("secret", SECRET), scope=other.get("scope"))
    with process(vendor, path, auth=auth) as different:
        different.call(GET, ONE)
    assert vendor.asked == 2


def test_another_base_url_has_other_tokens(vendor: Endpoint, path: Path) -> None:
    with process(vendor, path) as made:
        made.call(GET, ONE)
    with process(vendor, path, base_url=vendor.url.replace("127.0.0.1", "localhost")) as different:
        different.call(GET, ONE)
    assert vendor.asked == 2


# Refused tokens


def test_a_refused_token_is_renewed_once_by_all_processes(vendor: Endpoint, path: Path) -> None:
    processes = [process(vendor, path) for _ in range(3)]
    for made in processes:
        made.call(GET, ONE)
    vendor.revoke()
    assert [made.call(GET, ONE).code for made in processes] == ["30N"] * 3
    assert (vendor.asked, vendor.refused) == (2, 3)
    for made in processes:
        made.close()


def test_a_refusal_that_comes_while_the_store_is_asked_counts_for_the_answer(vendor: Endpoint, path: Path) -> None:
    """The token has just ended for one call; another one learns that it is refused before the store has answered."""

    class Slow(FileTokens):
        def take(self, key: str, holder: str, hold: float, refused: str) -> TokenAnswer:
            answer = super().take(key, holder, hold, refused)
            asked.append(refused)
            if len(asked) == 1:
                login_of(made).drop(old)
            return answer

    asked: list[str] = []
    with process(vendor, path) as first:
        first.call(GET, ONE)
    with process(vendor, path) as made:
        made.call(GET, ONE)
        old = token_of(made)
        old.ends = old.renew_at = 0.0
        shared(made)._backend = Slow(path)
        vendor.revoke()
        assert made.call(GET, ONE).code == "30N"
    assert asked == ["", old.value]
    assert (vendor.asked, vendor.refused) == (2, 0)


def test_a_token_that_comes_back_from_the_store_is_dropped_when_an_earlier_call_is_refused(
    vendor: Endpoint, path: Path
) -> None:
    with process(vendor, path) as made:
        made.call(GET, ONE)
        carried = token_of(made)
        end_early(made, path)
        FileTokens(path).take(login_of(made).shared[1].text, "another", 30.0, "")  # type: ignore[index]  # there is one
        made.call(GET, ONE)
        login_of(made).drop(carried)
        assert login_of(made).token is None


def test_a_refused_token_that_is_still_in_the_store_is_not_used_again(vendor: Endpoint, path: Path) -> None:
    """The store did not take the one that came after it."""

    class Full(FileTokens):
        def put(self, key: str, holder: str, number: int, token: StoredToken) -> None:
            if vendor.asked != 2:
                super().put(key, holder, number, token)

    class Old(Full):
        def take(self, key: str, holder: str, hold: float, refused: str) -> TokenAnswer:
            if refused not in ("", first):
                asked.append(refused)
                return TokenAnswer(StoredToken(first, 600.0, 60.0), 0)
            return super().take(key, holder, hold, refused)

    first, asked = "", list[str]()
    with process(vendor, Old(path)) as made:
        made.call(GET, ONE)
        first = vendor.fetched[0]
        vendor.revoke()
        made.call(GET, ONE)
        vendor.revoke()
        assert made.call(GET, ONE).code == "30N"
    assert asked == [vendor.fetched[1]]
    assert (vendor.asked, vendor.refused) == (3, 2)


# Early renewal


def test_one_process_renews_early_while_the_others_go_on(vendor: Endpoint, path: Path) -> None:
    hold = threading.Event()
    with process(vendor, path) as first, process(vendor, path) as second, ThreadPoolExecutor(1) as threads:
        first.call(GET, ONE)
        end_early(first, path)
        vendor.before_token = lambda _: (hold.wait(10), None)[1]
        renewing = threads.submit(first.call, GET, ONE)
        until(lambda: vendor.asked == 2)
        assert second.call(GET, ONE).code == "30N"
        assert second.call(GET, ONE).code == "30N"
        hold.set()
        assert renewing.result(5).code == "30N"
    assert vendor.asked == 2


def test_with_the_endpoint_down_processes_go_on_with_the_token_of_the_store(
    vendor: Endpoint, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with process(vendor, path) as first, process(vendor, path) as second:
        first.call(GET, ONE)
        end_early(first, path)
        vendor.before_token = lambda _: b""
        assert second.call(GET, ONE).code == "30N"
        assert second.call(GET, ONE).code == "30N"
        assert vendor.asked == 2  # one tried, and tries again some seconds later
        assert first.call(GET, ONE).code == "30N"
    assert "could not be renewed early" in caplog.text


# Those who wait


def test_who_waits_for_another_process_keeps_to_its_deadline(vendor: Endpoint, path: Path) -> None:
    hold = threading.Event()
    vendor.before_token = lambda _: (hold.wait(10), None)[1]
    with process(vendor, path) as first, process(vendor, path) as second, ThreadPoolExecutor(1) as threads:
        leader = threads.submit(first.call, GET, ONE)
        until(lambda: vendor.asked == 1)
        started = time.monotonic()
        with pytest.raises(errors.TimeoutError, match=r"the deadline of 0\.3 s passed while another process"):
            second.with_options(deadline=0.3).call(GET, ONE)
        assert time.monotonic() - started < 2.0
        hold.set()
        assert leader.result(5).code == "30N"
        assert second.call(GET, ONE).code == "30N"
    assert vendor.asked == 1


def test_who_waits_for_other_processes_waits_no_longer_than_it_could_take_itself(
    vendor: Endpoint, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may have the turn one after the other, and all fail."""

    class NeverOurs(FileTokens):
        def take(self, key: str, holder: str, hold: float, refused: str) -> TokenAnswer:
            return TokenAnswer(None, 0)

    monkeypatch.setattr(shared_token_flow, "GRACE", 0.0)
    started = time.monotonic()
    with process(vendor, NeverOurs(path), timeout=0.1, max_retries=1, quota_timeout=0.2) as made:
        with pytest.raises(errors.TimeoutError, match="other processes had the turn") as caught:
            made.call(GET, ONE)
        assert time.monotonic() - started >= 0.4
        assert (caught.value.sent, caught.value.attempts, vendor.asked) == (False, 0, 0)


def test_a_process_that_fails_lets_the_next_one_try_at_once(vendor: Endpoint, path: Path) -> None:
    vendor.before_token = lambda number: (
        response(b'{"error":"invalid_client"}', "401 Unauthorized") if number == 1 else None
    )
    with process(vendor, path) as first, process(vendor, path) as second:
        with pytest.raises(AuthenticationError):
            first.call(GET, ONE)
        started = time.monotonic()
        assert second.call(GET, ONE).code == "30N"
        assert time.monotonic() - started < 5.0
    assert vendor.asked == 2


async def test_a_task_that_is_cancelled_lets_the_next_process_try_at_once(vendor: Endpoint, path: Path) -> None:
    hold = threading.Event()
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), b"")[1]
    async with AsyncTokenAcme(auth=credentials(), base_url=vendor.url, token_store=FileTokens(path)) as made:
        made.use_tokens(MemoryTokens())
        task = asyncio.create_task(made.call(GET, ONE))
        while vendor.asked == 0:
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with process(vendor, path) as other:
            result = await asyncio.wait_for(asyncio.to_thread(other.call, GET, ONE), 5)
        assert result.code == "30N"
        hold.set()


async def test_a_blocking_call_does_not_wait_for_a_task_of_its_own_thread(vendor: Endpoint, path: Path) -> None:
    hold = threading.Event()
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), None)[1]
    backend, memory = FileTokens(path), MemoryTokens()
    async with AsyncTokenAcme(auth=credentials(), base_url=vendor.url, token_store=backend) as made:
        made.use_tokens(memory)
        leader = asyncio.create_task(made.call(GET, ONE))
        while vendor.asked == 0:
            await asyncio.sleep(0.001)
        with process(vendor, backend) as blocking:
            blocking.use_tokens(memory)
            started = time.monotonic()
            assert blocking.call(GET, ONE).code == "30N"
            assert time.monotonic() - started < 5
        hold.set()
        assert (await leader).code == "30N"


def test_waiting_between_attempts_keeps_others_from_fetching(vendor: Endpoint, path: Path) -> None:
    vendor.before_token = lambda number: (
        response(b"", "429 Too Many Requests", "Retry-After: 2") if number == 1 else None
    )
    with process(vendor, path, timeout=0.9) as first, process(vendor, path, timeout=0.9) as second:
        results = in_threads(lambda one: (first, second)[one].call(GET, ONE).code, 2)
    assert results == ["30N", "30N"]
    assert (vendor.asked, len(vendor.fetched)) == (2, 1)


# Stores that fail


def test_a_store_that_cannot_be_used_is_an_error_that_names_it(
    vendor: Endpoint, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_text("canary, damaged")
    path.chmod(0o600)
    with process(vendor, path) as made:
        for result in in_threads(lambda _: made.call(GET, ONE), 3):
            assert type(result) is StoreError
            assert f"the token store file:{path} is damaged" in str(result)
            assert (result.operation, result.attempts) == ("get_term", 0)
        assert vendor.asked == 0
        path.unlink()
        assert made.call(GET, ONE).code == "30N"
    assert [record.levelname for record in caplog.records] == ["WARNING"]  # not one for each call
    assert "canary" not in caplog.text


def test_without_the_store_a_process_may_go_on_by_itself(vendor: Endpoint, path: Path) -> None:
    path.write_text("damaged")
    path.chmod(0o600)
    with process(vendor, path, on_store_error="open") as made:
        assert [made.call(GET, ONE).code for _ in range(2)] == ["30N"] * 2
    assert vendor.asked == 1


def test_a_good_token_needs_no_store(vendor: Endpoint, path: Path) -> None:
    with process(vendor, path) as made:
        made.call(GET, ONE)
        path.chmod(0o644)
        assert made.call(GET, ONE).code == "30N"
        token_of(made).renew_at = 0.0
        assert made.call(GET, ONE).code == "30N"  # nor does one that ends soon


def test_a_token_that_was_fetched_is_used_even_if_the_store_does_not_take_it(vendor: Endpoint, path: Path) -> None:
    class Full(FileTokens):
        def put(self, key: str, holder: str, number: int, token: StoredToken) -> None:
            raise StoreError("the token store is full")

    with process(vendor, Full(path)) as made:
        assert [made.call(GET, ONE).code for _ in range(2)] == ["30N"] * 2
    assert vendor.asked == 1


def test_a_token_that_ends_while_the_store_takes_it_is_good_for_the_call_that_fetched_it(
    vendor: Endpoint, path: Path
) -> None:
    """Else that call would fetch for ever."""

    class Slow(FileTokens):
        def put(self, key: str, holder: str, number: int, token: StoredToken) -> None:
            super().put(key, holder, number, token)
            time.sleep(0.1)

    vendor.lifetime = 0.09
    with process(vendor, Slow(path), deadline=3.0) as made:
        assert made.call(GET, ONE).code == "30N"
        assert vendor.asked == 1
        assert made.call(GET, ONE).code == "30N"
        assert vendor.asked == 2


def test_what_cannot_be_a_token_is_never_sent(vendor: Endpoint, path: Path) -> None:
    class Tampered(FileTokens):
        def take(self, key: str, holder: str, hold: float, refused: str) -> TokenAnswer:
            return TokenAnswer(StoredToken("canary\r\nX-Evil: 1", 600.0, 60.0), 0)

    with process(vendor, Tampered(path)) as made, pytest.raises(StoreError, match="is no token") as caught:
        made.call(GET, ONE)
    assert "canary" not in str(caught.value)
    assert vendor.server.requests == []


def test_redis_may_go_away_and_come_back(vendor: Endpoint, young_redis: RedisServer) -> None:
    first, second = (process(vendor, RedisTokens(young_redis.url)) for _ in range(2))
    with first, second:
        first.call(GET, ONE)
        young_redis.kill()
        assert first.call(GET, ONE).code == "30N"
        with pytest.raises(StoreError, match="check that Redis runs there"):
            second.call(GET, ONE)
        young_redis.start()
        assert second.call(GET, ONE).code == "30N"
        young_redis.do("SCRIPT", "FLUSH")
        token = token_of(first)
        token.ends = token.renew_at = 0.0
        assert first.call(GET, ONE).code == "30N"
    assert vendor.asked == 2


def test_names_in_redis_tell_nothing_and_everything_expires(vendor: Endpoint, young_redis: RedisServer) -> None:
    young_redis.do("FLUSHALL")
    with process(vendor, RedisTokens(young_redis.url)) as made:
        made.call(GET, ONE)
    names = young_redis.do("KEYS", "*")
    assert len(names) == 2
    joined = b"".join(names)
    assert not [secret for secret in (ID, SECRET, vendor.fetched[0]) if secret.encode() in joined]
    assert all(0 < young_redis.do("PTTL", name) <= 86_400_000 for name in names)
    dump = b"".join(young_redis.do("DUMP", name) for name in names)
    assert SECRET.encode() not in dump


def test_a_wrong_kind_of_key_in_redis_is_an_error(vendor: Endpoint, young_redis: RedisServer) -> None:
    young_redis.do("FLUSHALL")
    with process(vendor, RedisTokens(young_redis.url)) as made:
        made.call(GET, ONE)
        for name in young_redis.do("KEYS", "*"):
            young_redis.do("DEL", name)
            young_redis.do("SET", name, "canary")
        with (
            process(vendor, RedisTokens(young_redis.url)) as other,
            pytest.raises(StoreError, match="WRONGTYPE") as caught,
        ):
            other.call(GET, ONE)
    assert "canary" not in str(caught.value)


# Secrets


def test_secrets_are_in_no_name_log_or_repr(vendor: Endpoint, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with process(vendor, path) as first, process(vendor, path) as second:
        first.call(GET, ONE)
        second.call(GET, ONE)
        seen = repr((first, first._shared.login, first._shared._shared_tokens, FileTokens(path))) + caplog.text
    assert not [secret for secret in (SECRET, *vendor.fetched) if secret in seen]
    kept = path.read_text()
    assert vendor.fetched[0] in kept  # it is not encrypted, as the documentation says
    assert not [secret for secret in (ID, SECRET) if secret in kept]


# Settings


def shared(made: TokenAcme | AsyncTokenAcme) -> Any:
    return made._shared._shared_tokens and made._shared._shared_tokens[0]


def made(**options: Any) -> TokenAcme:
    return TokenAcme(auth=credentials(), **options)


def test_memory_is_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert shared(made()) is None
    monkeypatch.setenv("ACME_TOKEN_STORE", f"file:{tmp_path}/other")
    assert shared(made()).name == f"file:{tmp_path}/other"
    assert shared(made(token_store="memory")) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("file:/var/lib/tokens", "file:/var/lib/tokens"),
        ("file:///var/lib/tokens", "file:/var/lib/tokens"),
        ("redis://user:canary@host:6380/2?timeout=3", "redis://host:6380/2"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock"),
    ],
)
def test_a_store_can_be_named(text: str, name: str) -> None:
    assert shared(made(token_store=text)).name == name


def test_clients_that_name_the_same_store_share_it(path: Path) -> None:
    clients = [made(token_store=f"file:{path}", **more) for more in ({}, {}, {"on_store_error": "open"})]
    assert shared(clients[0]) is shared(clients[1])
    assert shared(clients[0]) is not shared(clients[2])


async def test_a_store_goes_with_its_last_client(vendor: Endpoint, path: Path) -> None:
    """And with it its thread and connections; the token stays in the store."""
    for _ in range(2):
        async with AsyncTokenAcme(auth=credentials(), base_url=vendor.url, token_store=f"file:{path}") as client:
            assert (await client.call(GET, ONE)).code == "30N"
        store = weakref.ref(shared(client))
        (thread,) = store()._worker._threads._threads  # type: ignore[union-attr]  # all of these are there
        del client
        gc.collect()
        assert store() is None
        until(lambda thread=thread: not thread.is_alive())  # type: ignore[misc]  # mypy cannot infer the default
    assert vendor.asked == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"token_store": "/var/lib/tokens"}, "token_store= .*file:/path/to/it"),
        ({"token_store": "file:"}, "token_store='file:' names no file"),
        ({"token_store": "redis://"}, "token_store= .* is no URL of Redis"),
        ({"token_store": "http://user:canary@host"}, "token_store= .* has to be"),
        ({"token_store": 7}, "methods of TokenBackend"),
        ({"token_store": "file:/x", "on_store_error": "close"}, "on_store_error="),
    ],
)
def test_a_setting_that_means_no_store_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        made(**options)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(("text", "extra"), [("file:/x", "file"), ("redis://host", "redis")])
def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, text: str, extra: str) -> None:
    monkeypatch.setattr(stores, "find_spec", lambda _: None)
    stores._tokens.clear()
    with pytest.raises(ConfigurationError, match=rf"pip install 'erp-client-runtime\[{extra}\]'"):
        made(token_store=text)


def test_a_vendor_without_tokens_has_no_store_of_them() -> None:
    with pytest.raises(ConfigurationError, match="token_store= has no meaning for Acme"):
        Acme(auth=login(), token_store="memory")


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_child_of_a_fork_is_another_process(path: Path) -> None:
    store = shared(made(token_store=f"file:{path}"))
    before = store._process
    store.after_fork()
    assert store._process != before
