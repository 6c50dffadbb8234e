"""Many calls at once: `python -m … WHO TRANSPORT HOW COUNT CALLS URL`.

A round gives calls per second, and microseconds of the processor per call. WHO is `ours` or `bare` (the HTTP client by
itself), TRANSPORT is `httpx`, `httpx2` or `httpx-aiohttp`, HOW is `tasks` or `threads`, of which there are COUNT. All
clients keep as many connections as are needed.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from benchmarks.peers.serve import serve

_LIMITS: dict[str, Any] = {"max_connections": None, "max_keepalive_connections": 100}


def _async_client(transport: str) -> Any:
    if transport == "httpx2":
        import httpx2

        return httpx2.AsyncClient(limits=httpx2.Limits(**_LIMITS))
    import httpx

    limits = httpx.Limits(**_LIMITS)
    if transport == "httpx":
        return httpx.AsyncClient(limits=limits)
    return import_module("httpx_aiohttp").HttpxAiohttpClient(limits=limits)


def _client(transport: str) -> Any:
    if transport == "httpx2":
        import httpx2

        return httpx2.Client(limits=httpx2.Limits(**_LIMITS))
    import httpx

    return httpx.Client(limits=httpx.Limits(**_LIMITS))


def _options(url: str, http: Any) -> dict[str, Any]:
    parts = urlsplit(url)
    login = {"store": "s", "api_key": "k"}
    return {"base_url": f"{parts.scheme}://{parts.netloc}", "quota": (10**9, 60), "http_client": http, **login}


def _by_tasks(who: str, transport: str, count: int, calls: int, url: str) -> Callable[[], None]:
    runner = asyncio.Runner()

    async def made() -> Callable[[], Awaitable[object]]:
        http = _async_client(transport)
        if who == "bare":
            return lambda: http.get(url)
        from lagerkoll import AsyncLagerkoll

        client = AsyncLagerkoll(**_options(url, http))
        return client.payment_terms.list

    call = runner.run(made())

    async def all_calls() -> None:
        left = iter(range(calls))

        async def work() -> None:
            for _ in left:
                await call()

        await asyncio.gather(*(work() for _ in range(count)))

    return lambda: runner.run(all_calls())


def _by_threads(who: str, transport: str, count: int, calls: int, url: str) -> Callable[[], None]:
    http = _client(transport)
    call: Callable[[], object]
    if who == "bare":

        def call() -> object:
            return http.get(url)
    else:
        from lagerkoll import Lagerkoll

        call = Lagerkoll(**_options(url, http)).payment_terms.list

    def all_calls() -> None:
        left = iter(range(calls))  # `next` of a range is one step that no other thread gets between

        def work() -> None:
            for _ in left:
                call()

        with ExitStack() as running:
            for _ in range(count):
                thread = threading.Thread(target=work)
                thread.start()
                running.callback(thread.join)

    return all_calls


def main(who: str, transport: str, how: str, count: str, calls: str, url: str) -> None:
    """Serve one of them."""
    make = _by_tasks if how == "tasks" else _by_threads
    all_calls = make(who, transport, int(count), int(calls), url)

    def measured() -> tuple[float, float]:
        all_calls()  # since the last round, connections have ended of which nothing was heard for some seconds
        started, used = time.perf_counter(), time.process_time()
        all_calls()
        seconds, busy = time.perf_counter() - started, time.process_time() - used
        return int(calls) / seconds, busy / int(calls) * 1e6

    serve(measured)


if __name__ == "__main__":
    main(*sys.argv[1:])
