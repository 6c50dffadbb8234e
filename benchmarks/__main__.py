"""Measure the clients against floors in the same run (`make bench`).

Every row is a median of several rounds in which ours and the floor take turns, so that a change of the machine's
speed hits both.
"""

from __future__ import annotations

import asyncio
import gc
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import httpx

from lagerkoll import AsyncLagerkoll, Lagerkoll

_ROUNDS = 15
_CALLS = 300
_BASE_URL = "https://capi.lagerkoll.com"
_URL = f"{_BASE_URL}/v1/payment_terms/?since=0"
_BODY = b'{"paymentTerms": [{"code": "30N", "description": "30 days net"}], "since": 4211}'


class Row(NamedTuple):
    """One measure."""

    measure: str
    unit: str
    ours: float
    floor: float
    compare: str


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _medians(ours: Callable[[], float], floor: Callable[[], float], rounds: int) -> tuple[float, float]:
    ours(), floor()
    pairs = [(ours(), floor()) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def cold_import() -> Row:
    """Importing the client in a new interpreter, against importing the libraries it stands on."""

    def importing(what: str) -> Callable[[], float]:
        code = f"import time; t = time.perf_counter(); import {what}; print(time.perf_counter() - t)"
        command = [sys.executable, "-c", code]
        return lambda: float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) * 1000

    ours, floor = _medians(importing("lagerkoll"), importing("httpx, attrs"), _ROUNDS)
    return Row("cold import", "ms", ours, floor, "import httpx, attrs")


def _answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, headers={"content-type": "application/json"}, stream=httpx.ByteStream(_BODY))


def call() -> Row:
    """A call that lists one payment term over an in-memory transport, against httpx sending the same request."""
    with httpx.Client(transport=httpx.MockTransport(_answer)) as http:
        client = Lagerkoll(store="s", api_key="k", quota=(10**9, 60), http_client=http, base_url=_BASE_URL)

        def ours() -> float:
            return _seconds(lambda: [client.payment_terms.list() for _ in range(_CALLS)]) / _CALLS * 1e6

        def floor() -> float:
            return _seconds(lambda: [http.get(_URL).content for _ in range(_CALLS)]) / _CALLS * 1e6

        return Row("one call, sync", "µs", *_medians(ours, floor, _ROUNDS), "the same request by httpx.Client")


def async_call() -> Row:
    """The same, awaited."""

    def timed(run: Callable[[httpx.AsyncClient], Awaitable[object]]) -> float:
        async def main() -> float:
            async with httpx.AsyncClient(transport=httpx.MockTransport(_answer)) as http:
                await run(http)
                started = time.perf_counter()
                await run(http)
                return time.perf_counter() - started

        gc.collect()
        return asyncio.run(main()) / _CALLS * 1e6

    async def ours(http: httpx.AsyncClient) -> None:
        client = AsyncLagerkoll(store="s", api_key="k", quota=(10**9, 60), http_client=http, base_url=_BASE_URL)
        for _ in range(_CALLS):
            await client.payment_terms.list()

    async def floor(http: httpx.AsyncClient) -> None:
        for _ in range(_CALLS):
            await http.get(_URL)

    medians = _medians(lambda: timed(ours), lambda: timed(floor), _ROUNDS)
    return Row("one call, async", "µs", *medians, "the same request by httpx.AsyncClient")


def main() -> int:
    """Run all measures and print the table."""
    print(
        f"Python {platform.python_version()}, {platform.machine()}, httpx {httpx.__version__}, medians of {_ROUNDS}\n"
    )
    print(f"{'measure':<18}{'ours':>12}{'floor':>12}{'over':>10}{'ratio':>8}  floor is")
    for measure in (cold_import, call, async_call):
        row = measure()
        over = row.ours - row.floor
        ours, floor = f"{row.ours:.1f} {row.unit}", f"{row.floor:.1f} {row.unit}"
        print(
            f"{row.measure:<18}{ours:>12}{floor:>12}{over:>10.1f}{row.ours / row.floor:>8.2f}  {row.compare}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
