"""One small call of each peer over a transport that answers from memory: `NAME sync|async CALLS [FOLDER]`.

Each reads a JSON answer of the same size and makes objects of it, with what the peer does by default switched on. A
round gives microseconds of the processor per call. Peers are imported by name: the development environment has none.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

from benchmarks.peers.serve import serve

Call = Callable[[], Any]
AsyncCall = Callable[[], Awaitable[Any]]

# As long as the answer that our own client reads, see benchmarks/calls.py.
_SIZE = 80
_JSON = {"content-type": "application/json"}


def _body(content: dict[str, Any]) -> bytes:
    body = json.dumps(content).encode()
    if len(body) > _SIZE:
        raise AssertionError(f"the answer has {len(body)} bytes, more than {_SIZE}")
    return body.ljust(_SIZE)


def _transport(package: Any, content: dict[str, Any]) -> Any:
    body = _body(content)

    def answer(request: Any) -> Any:
        return package.Response(200, headers=_JSON, stream=package.ByteStream(body))

    return package.MockTransport(answer)


_TERMS = {"paymentTerms": [{"code": "30N", "description": "30 days net"}], "since": 4211}
_URL = "https://capi.lagerkoll.com/v1/payment_terms/"
_HEADERS = {"accept": "application/json", "user-agent": "benchmark", "store": "s", "api_key": "k"}


def httpx2() -> tuple[Call, AsyncCall]:
    """The bare client: no objects are made."""
    package = import_module("httpx2")
    client = package.Client(transport=_transport(package, _TERMS), headers=_HEADERS)
    tasks = package.AsyncClient(transport=_transport(package, _TERMS), headers=_HEADERS)
    return lambda: client.get(_URL, params={"since": 0}), lambda: tasks.get(_URL, params={"since": 0})


def stock() -> tuple[Call, AsyncCall]:
    """The output of openapi-python-client for the same document; its folder is the last argument."""
    package = import_module("httpx")
    sys.path.append(sys.argv[-1])
    operation: Any = import_module("stock_lagerkoll.api.payment_terms.list_payment_terms")
    client = import_module("stock_lagerkoll").Client(base_url="https://capi.lagerkoll.com", headers=_HEADERS)
    options = {"base_url": "https://capi.lagerkoll.com", "headers": _HEADERS}
    client.set_httpx_client(package.Client(transport=_transport(package, _TERMS), **options))
    client.set_async_httpx_client(package.AsyncClient(transport=_transport(package, _TERMS), **options))
    return lambda: operation.sync(client=client, since=0), lambda: operation.asyncio(client=client, since=0)


def openai() -> tuple[Call, AsyncCall]:
    """A list of models."""
    package, http = import_module("openai"), import_module("httpx2")
    answer = {"object": "list", "data": [{"id": "m", "object": "model", "created": 1}]}
    transport = _transport(http, answer)
    client = package.OpenAI(api_key="k", http_client=http.Client(transport=transport))
    tasks = package.AsyncOpenAI(api_key="k", http_client=http.AsyncClient(transport=transport))
    return client.models.list, tasks.models.list


def githubkit() -> tuple[Call, AsyncCall]:
    """The topics of a repository, its cache of answers switched off."""
    package, http = import_module("githubkit"), import_module("httpx")
    transport = _transport(http, {"names": ["one", "two", "three"]})
    client = package.GitHub("t", transport=transport, async_transport=transport, http_cache=False)

    async def task() -> Any:
        return (await tasks.rest.repos.async_get_all_topics("o", "r")).parsed_data

    tasks = package.GitHub("t", transport=transport, async_transport=transport, http_cache=False)
    return lambda: client.rest.repos.get_all_topics("o", "r").parsed_data, task


def stripe() -> tuple[Call, AsyncCall]:
    """A list of customers; its own HTTP client is replaced by one that answers from memory."""
    package = import_module("stripe")
    content = _body({"object": "list", "url": "/v1/customers", "data": [{"id": "c"}]}).decode()

    def request(self: Any, *arguments: Any, **more: Any) -> tuple[str, int, dict[str, str]]:
        return content, 200, _JSON

    async def request_async(self: Any, *arguments: Any, **more: Any) -> tuple[str, int, dict[str, str]]:
        return content, 200, _JSON

    transport = {"name": "memory", "request": request, "request_async": request_async}
    memory = type("Memory", (package.HTTPClient,), transport)()
    client = package.StripeClient("k", http_client=memory)
    return client.v1.customers.list, client.v1.customers.list_async


def botocore() -> tuple[Call, AsyncCall | None]:
    """A list of queues of SQS, signed; the answer is given where it would be sent. It has no asynchronous client."""
    session = import_module("botocore.session").get_session()
    answers: Any = import_module("botocore.awsrequest").AWSResponse
    body = _body({"QueueUrls": ["https://sqs.eu-west-1.amazonaws.com/1/q"]})

    class Raw:
        """What urllib3 would give: an answer to read."""

        def stream(self, amount: int = 0, **more: Any) -> Any:
            yield body

    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region_name": "eu-west-1"}
    client = session.create_client("sqs", **keys)
    headers = {"Content-Type": "application/x-amz-json-1.0"}
    client.meta.events.register("before-send.sqs", lambda request, **_: answers(request.url, 200, headers, Raw()))
    return client.list_queues, None


_PEERS = {one.__name__: one for one in (httpx2, stock, openai, githubkit, stripe, botocore)}


def main() -> None:
    """Serve rounds of the calls of one peer."""
    name, kind, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
    call, task = _PEERS[name]()
    if kind == "sync":

        def sync() -> None:
            for _ in range(calls):
                call()

        serve(lambda: _micros(sync) / calls)
    elif task is None:
        raise SystemExit(f"{name} has no asynchronous client")
    else:
        loop, one = asyncio.new_event_loop(), task

        async def tasks() -> None:
            for _ in range(calls):
                await one()

        serve(lambda: _micros(lambda: loop.run_until_complete(tasks())) / calls)


def _micros(action: Callable[[], None]) -> float:
    gc.collect()
    started = time.process_time()
    action()
    return (time.process_time() - started) * 1e6


main()
