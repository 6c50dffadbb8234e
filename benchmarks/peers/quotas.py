"""Requests as fast as a limiter lets them go: `python -m … '[…]'`, a `Case`.

The first round makes everything ready, the second one runs, and gives how many requests each worker got through.

Every limiter is used as its documentation says, in front of a bare HTTP client; ours is built into the client. What
the vendor rejects all the same is sent again, after asking the limiter again.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from benchmarks.peers.serve import serve

_TOO_MANY = 429
_LONG = 3600.0
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100)


class Case(NamedTuple):
    """What to do.

    Attributes:
        who: The limiter.
        url: Where to send requests.
        requests: The quota: so many requests
        per: in so many seconds.
        store: `memory`, `file:<path>`, or the URL of a Redis.
        workers: How many ask for permits: threads; tasks for `ours, tasks` and for a limiter that has nothing else.
        seconds: How long to go on.
    """

    who: str
    url: str
    requests: int
    per: float
    store: str
    workers: int
    seconds: float


def _pyrate(case: Case) -> Callable[[], object]:
    pyrate = import_module("pyrate_limiter")
    rate = pyrate.Rate(case.requests, int(case.per * 1000))
    if case.store == "memory":
        limiter = pyrate.Limiter(rate)
    elif case.store.startswith("file:"):
        path = case.store.removeprefix("file:")
        limiter = pyrate.Limiter(pyrate.SQLiteBucket.init_from_file([rate], db_path=path, use_file_lock=True))
    else:
        redis = import_module("redis").Redis.from_url(case.store)
        limiter = pyrate.Limiter(pyrate.RedisBucket.init([rate], redis, "pyrate"))
    return partial(limiter.try_acquire, "requests")


def _throttled(case: Case) -> Callable[[], object]:
    throttled = import_module("throttled")
    quota = throttled.rate_limiter.per_duration(timedelta(seconds=case.per), case.requests)
    store = throttled.MemoryStore() if case.store == "memory" else throttled.RedisStore(server=case.store)
    limiter = throttled.Throttled(
        key="requests",
        using=throttled.RateLimiterType.SLIDING_WINDOW.value,
        quota=quota,
        store=store,
        timeout=_LONG,
    )

    def acquire() -> None:
        while limiter.limit().limited:
            pass

    return acquire


def _ours(case: Case) -> Callable[[], object]:
    from lagerkoll import Lagerkoll

    return Lagerkoll(**_options(case)).payment_terms.list


def _options(case: Case) -> dict[str, Any]:
    parts = urlsplit(case.url)
    return {
        "store": "s",
        "api_key": "k",
        "base_url": f"{parts.scheme}://{parts.netloc}",
        "quota": (case.requests, case.per),
        "quota_store": case.store,
        "quota_timeout": _LONG,
    }


def _behind(acquire: Callable[[], object], url: str) -> Callable[[], object]:
    http = httpx.Client(limits=_LIMITS)

    def call() -> None:
        status = _TOO_MANY
        while status == _TOO_MANY:
            acquire()
            status = http.get(url).status_code

    return call


def _in_threads(call: Callable[[], object], case: Case) -> list[int]:
    counts = [0] * case.workers
    ends = time.monotonic() + case.seconds

    def work(number: int) -> None:
        while time.monotonic() < ends:
            call()
            counts[number] += 1

    with ExitStack() as running:
        for number in range(case.workers):
            thread = threading.Thread(target=work, args=(number,))
            thread.start()
            running.callback(thread.join)
    return counts


async def _in_tasks(call: Callable[[], Awaitable[object]], case: Case) -> list[int]:
    counts = [0] * case.workers
    ends = time.monotonic() + case.seconds

    async def work(number: int) -> None:
        while time.monotonic() < ends:
            await call()
            counts[number] += 1

    await asyncio.gather(*(work(number) for number in range(case.workers)))
    return counts


async def _aiolimiter(case: Case) -> list[int]:
    limiter = import_module("aiolimiter").AsyncLimiter(case.requests, case.per)
    async with httpx.AsyncClient(limits=_LIMITS) as http:

        async def call() -> None:
            status = _TOO_MANY
            while status == _TOO_MANY:
                async with limiter:
                    status = (await http.get(case.url)).status_code

        return await _in_tasks(call, case)


async def _ours_in_tasks(case: Case) -> list[int]:
    from lagerkoll import AsyncLagerkoll

    async with AsyncLagerkoll(**_options(case)) as client:
        return await _in_tasks(client.payment_terms.list, case)


def _made(case: Case) -> Callable[[], list[int]]:
    if case.who in _BY_TASKS:
        in_tasks = _BY_TASKS[case.who]
        return lambda: asyncio.run(in_tasks(case))
    call = _ours(case) if case.who == "ours" else _behind(_LIMITERS[case.who](case), case.url)
    return lambda: _in_threads(call, case)


def main(argument: str) -> None:
    """Serve one case."""
    run = _made(Case(*json.loads(argument)))
    rounds = iter((list, run))
    serve(lambda: next(rounds)())


_BY_TASKS = {"aiolimiter": _aiolimiter, "ours, tasks": _ours_in_tasks}
_LIMITERS = {"pyrate-limiter": _pyrate, "throttled-py": _throttled}

if __name__ == "__main__":
    main(sys.argv[1])
