"""What a call costs on top of httpx.

Transports answer from memory. Both sides send the very same request and read the whole body; everything that a client
does by default is on (login, quota, retry, error mapping, bounded reading), logging is off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from benchmarks import environment
from benchmarks.measure import Effort, Row, compared, over_at_most, timed
from benchmarks.workers import workers
from erp_client_runtime.operation import Operation
from erp_client_runtime.results import Binary
from lagerkoll import AsyncLagerkoll, Lagerkoll
from lagerkoll_api.resources.payment_terms import LIST_PAYMENT_TERMS

_ROUNDS = 25
_CALLS = 300
_BASE_URL = "https://capi.lagerkoll.com"
_ARGUMENTS = {"since": 0}
_BODY = b'{"paymentTerms": [{"code": "30N", "description": "30 days net"}], "since": 4211}'
_PEERS = ("httpx2", "stock", "openai", "githubkit", "stripe", "botocore")
_PEERS_NOTE = (
    "peers: whole calls with an answer of the same size, none with a quota; httpx2 by itself makes no objects, "
    "stock neither retries nor limits what it reads, stripe runs without any HTTP library, botocore signs"
)
# The same call whose answer is given back as it came: without parsing JSON and making objects of it.
_AS_BYTES = Operation(
    **LIST_PAYMENT_TERMS._asdict() | {"result": Binary("application/json")},
)


def rows(effort: Effort) -> Iterator[Row]:
    """Calls, synchronous and asynchronous, with and without decoding."""
    with workers() as worker:
        for kind, measure, bare, limit in (("sync", _sync, "Client", 25.0), ("async", _async, "AsyncClient", 35.0)):
            peers = {
                name: worker("calls", name, kind, str(_CALLS), *([_stock] if name == "stock" else []))
                for name in _PEERS
                if (name, kind) != ("botocore", "async")
            }
            for label, operation in (("one call", LIST_PAYMENT_TERMS), ("… no decoding", _AS_BYTES)):
                ours, floor = measure(operation)
                yield compared(
                    f"{label}, {kind}",
                    "µs",
                    ours,
                    floor,
                    f"the same request by httpx.{bare}",
                    rounds=effort.rounds(_ROUNDS),
                    peers=peers if operation is LIST_PAYMENT_TERMS else {},
                    goals=[over_at_most(limit)],
                    note=_PEERS_NOTE if operation is LIST_PAYMENT_TERMS else "",
                )


def _stock() -> str:
    return str(environment.stock("lagerkoll"))


def _answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, headers={"content-type": "application/json"}, stream=httpx.ByteStream(_BODY))


def _request_of_ours() -> httpx.Request:
    """The request that a call sends."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return _answer(request)

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        _client(http).payment_terms.list()
    return seen[0]


def _client(http: httpx.Client) -> Lagerkoll:
    return Lagerkoll(store="s", api_key="k", quota=(10**9, 60), http_client=http, base_url=_BASE_URL)


def _prepare(http: httpx.Client | httpx.AsyncClient, request: httpx.Request) -> None:
    """Let a client of httpx send the headers of our request by itself, and no others."""
    http.headers = httpx.Headers({name: value for name, value in request.headers.items() if name != "host"})
    del http.headers["connection"]
    plain = http.build_request("GET", request.url)
    if plain.headers != request.headers:
        raise AssertionError("the floor does not send what the client sends")


def _sync(operation: Operation[Any]) -> tuple[Callable[[], float], Callable[[], float]]:
    http = httpx.Client(transport=httpx.MockTransport(_answer))
    plain = httpx.Client(transport=httpx.MockTransport(_answer))
    request = _request_of_ours()
    _prepare(plain, request)
    client, url = _client(http), str(request.url)

    def ours() -> float:
        with timed() as watch:
            for _ in range(_CALLS):
                client.call(operation, _ARGUMENTS)
        return watch.seconds / _CALLS * 1e6

    def floor() -> float:
        with timed() as watch:
            for _ in range(_CALLS):
                plain.get(url).content  # noqa: B018 - has been read by then
        return watch.seconds / _CALLS * 1e6

    return ours, floor


def _async(operation: Operation[Any]) -> tuple[Callable[[], float], Callable[[], float]]:
    request = _request_of_ours()
    url = str(request.url)

    async def ours() -> float:
        async with httpx.AsyncClient(transport=httpx.MockTransport(_answer)) as http:
            client = AsyncLagerkoll(store="s", api_key="k", quota=(10**9, 60), http_client=http, base_url=_BASE_URL)
            await client.call(operation, _ARGUMENTS)
            with timed() as watch:
                for _ in range(_CALLS):
                    await client.call(operation, _ARGUMENTS)
            return watch.seconds / _CALLS * 1e6

    async def floor() -> float:
        async with httpx.AsyncClient(transport=httpx.MockTransport(_answer)) as plain:
            _prepare(plain, request)
            await plain.get(url)
            with timed() as watch:
                for _ in range(_CALLS):
                    (await plain.get(url)).content  # noqa: B018 - has been read by then
            return watch.seconds / _CALLS * 1e6

    return lambda: asyncio.run(ours()), lambda: asyncio.run(floor())
