"""What calls, objects and imports cost must not grow unseen.

Nothing here is timed: counts are the same on a busy machine. Each limit stands beside what was enough when it was set,
with room for other versions of Python and of what we use. Who makes something cheaper lowers both numbers; who has a
good reason to make it dearer raises them.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import httpcore
import httpx
import msgspec
import pytest

from comarch_erp_xt import ComarchERPXT
from comarch_erp_xt_api.resources.invoices import LIST_INVOICES
from erp_client_runtime.decoding import Decoding
from erp_client_runtime.response import Headers, RawResponse
from lagerkoll import AsyncLagerkoll, Lagerkoll
from tests.unit.cost_support import Calls, Limit, Turns, beyond, blocks_kept, bytes_kept, highest

TIMES = 50
MANY_TIMES = 600  # before that, Python itself keeps some memory for later use
INVOICES, LINES = 100, 10
OBJECTS = INVOICES * (1 + LINES)
TERMS = b'{"paymentTerms": [{"code": "30N", "description": "30 days net"}], "since": 4211}'
LOGIN: dict[str, Any] = {"store": "s", "api_key": "k", "quota": (10**9, 60)}
IMPORT = "import lagerkoll"
FIRST_CALL = """
import httpx
from lagerkoll import Lagerkoll
answer = lambda _: httpx.Response(200, json={"paymentTerms": [], "since": 1})
with httpx.Client(transport=httpx.MockTransport(answer)) as http:
    Lagerkoll(store="s", api_key="k", http_client=http).payment_terms.list()
"""


def over(body: Callable[[httpx.Request], bytes]) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        stream = httpx.ByteStream(body(request))
        return httpx.Response(200, headers={"content-type": "application/json"}, stream=stream)

    return httpx.MockTransport(answer)


class Memory:
    """Answers from memory below httpx's own transport, which is what a call is made for."""

    async def handle_async_request(self, _: httpcore.Request) -> httpcore.Response:
        return httpcore.Response(200, headers={"content-type": "application/json"}, content=TERMS)

    async def __aenter__(self) -> None:
        """Nothing is to be opened."""

    async def __aexit__(self, *_: object) -> None:
        """Nothing is open."""


def from_memory() -> httpx.AsyncHTTPTransport:
    transport = httpx.AsyncHTTPTransport(verify=False)
    transport._pool = Memory()  # type: ignore[assignment]  # it has what is used of it
    return transport


def terms(_: httpx.Request) -> bytes:
    return TERMS


@pytest.fixture
def request_of_ours() -> httpx.Request:
    """What a call sends: what it is compared with sends the same."""
    seen: list[httpx.Request] = []

    def note(request: httpx.Request) -> bytes:
        seen.append(request)
        return TERMS

    with httpx.Client(transport=over(note)) as http:
        Lagerkoll(http_client=http, **LOGIN).payment_terms.list()
    return seen[0]


def counted(action: Callable[[], Any], times: int = TIMES) -> Counter[str]:
    """What is called when something is done a number of times, after some that load what is loaded once."""
    for _ in range(3):
        action()
    calls = Calls()
    with calls.counted():
        for _ in range(times):
            action()
    return calls.counts


async def counted_awaiting(action: Callable[[], Awaitable[Any]]) -> tuple[Counter[str], int]:
    """The same for what is awaited, and what the event loop was given to do later."""
    for _ in range(3):
        await action()
    calls, loop = Calls(), asyncio.get_running_loop()
    assert isinstance(loop, Turns)
    given = loop.given
    with calls.counted():
        for _ in range(TIMES):
            await action()
    return calls.counts, loop.given - given


def test_calls_of_functions_for_a_call(request_of_ours: httpx.Request) -> None:
    with httpx.Client(transport=over(terms), headers=request_of_ours.headers) as http:
        ours = counted(Lagerkoll(http_client=http, **LOGIN).payment_terms.list)
        floor = counted(lambda: http.get(request_of_ours.url))
    limit = Limit(235, 255, "flow.py, call.py, request.py and http.py of the runtime")
    limit.check("calls of functions that a call adds to those of httpx", *beyond(ours, floor, TIMES))


def test_calls_of_functions_and_turns_of_the_loop_for_a_call_that_is_awaited(request_of_ours: httpx.Request) -> None:
    async def both() -> tuple[tuple[Counter[str], int], tuple[Counter[str], int]]:
        async with httpx.AsyncClient(transport=from_memory(), headers=request_of_ours.headers) as http:
            ours = await counted_awaiting(AsyncLagerkoll(http_client=http, **LOGIN).payment_terms.list)
            return ours, await counted_awaiting(lambda: http.get(request_of_ours.url))

    with asyncio.Runner(loop_factory=Turns) as runner:
        (ours, turns), (floor, turns_of_floor) = runner.run(both())
    # One turn is enough for others to come in between, and for connections to lie idle.
    limit = Limit(0, 0, "tasks, locks and checkpoints in http.py and cancellation.py of the runtime")
    limit.check("turns of the event loop that a call adds", (turns - turns_of_floor) / TIMES)
    limit = Limit(260, 280, "drivers.py, http.py and cancellation.py of the runtime")
    limit.check("calls of functions that an awaited call adds to those of httpx", *beyond(ours, floor, TIMES))


def test_calls_of_functions_for_a_new_client() -> None:
    calls = counted(lambda: Lagerkoll(store="s", api_key="k"))
    limit = Limit(238, 270, "shared.py and settings.py of the runtime; connections are made by the first call")
    limit.check("calls of functions for a new client", calls.total() / TIMES, calls)


def test_calls_of_functions_for_each_object_of_a_long_list() -> None:
    pages = iter([json.dumps([{"Id": 1000 * page + n} for n in range(500)]).encode() for page in range(8)] + [b"[]"])

    def answer(request: httpx.Request) -> bytes:
        token = b'{"access_token": "t", "token_type": "Bearer", "expires_in": 600}'
        return token if request.url.path.endswith("/token") else next(pages)

    with httpx.Client(transport=over(answer)) as http:
        client = ComarchERPXT(client_id="i", client_secret="s", http_client=http)
        client.products.list(top=500)
        calls = Calls()
        with calls.counted():
            count = sum(1 for _ in client.products.iterate(top=500))
    assert count == 3500
    limit = Limit(19, 22, "paging.py of the runtime, and records.py for what reads an object")
    limit.check("calls of functions for each object of a list", calls.counts.total() / count, calls.counts)


def invoices(**more: Any) -> RawResponse:
    def line(number: int) -> dict[str, Any]:
        product = {"ProductId": 7000, "ProductDescription": f"Bolt M{number}"}
        price = {"Quantity": number % 13 + 0.5, "ProductCurrencyNetPrice": round(1 + number * 0.37, 2)}
        return {"$id": str(number), "Id": number, **product, **price, **more}

    def invoice(number: int) -> dict[str, Any]:
        head = {"Number": f"RE/{number}", "Status": 1, "SalesDate": "2026-03-01", "IssueDate": "2026-03-02"}
        lines = [line(10_000 + number * LINES + place) for place in range(LINES)]
        return {"$id": str(number), "Id": number, **head, "Items": lines, **more}

    content = json.dumps([invoice(number) for number in range(INVOICES)]).encode()
    return RawResponse(200, Headers([("content-type", "application/json")]), content)


def reader(answer: RawResponse) -> Callable[[], Any]:
    return lambda: LIST_INVOICES.result.decode(answer, Decoding(LIST_INVOICES.name), {})


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ({}, Limit(1.72, 2.1, "records.py of the runtime: no object is read for itself")),
        (
            {"New": 2.5},
            Limit(
                4.72, 5.5, "records.py and layout.py of the runtime: one field more is no reason to read all in Python"
            ),
        ),
    ],
    ids=["as documented", "with a field that is not documented"],
)
def test_calls_of_functions_for_each_object_that_is_read(more: dict[str, Any], limit: Limit) -> None:
    calls = counted(reader(invoices(**more)), times=1)
    limit.check(f"calls of functions for each object of an answer, new fields {more}", calls.total() / OBJECTS, calls)


def test_calls_of_functions_for_each_object_that_is_written() -> None:
    read = reader(invoices())()
    calls = counted(lambda: [invoice.to_json() for invoice in read], times=1)
    limit = Limit(7.1, 8, "compiled_encoding.py and encoding.py of the runtime")
    limit.check("calls of functions for each object that is written", calls.total() / OBJECTS, calls)


def test_memory_of_objects() -> None:
    answer = invoices()
    read = reader(answer)
    first, plain = read(), msgspec.json.decode(answer.content)
    assert len(first) == len(plain) == INVOICES
    blocks, size = blocks_kept(read), bytes_kept(read)
    size_of_plain = bytes_kept(lambda: msgspec.json.decode(answer.content))
    where = "the slots of generated models and model.py of the runtime"
    Limit(7.83, 8.5, where).check("blocks of memory for each object", blocks / OBJECTS)
    Limit(1.18, 1.3, where).check("bytes of objects, over those of dicts with the same content", size / size_of_plain)
    where = "records.py of the runtime: what is read is not held twice"
    Limit(1.02, 1.3, where).check("bytes while reading, over those of the objects", highest(read) / size)


def test_a_call_leaves_nothing_behind() -> None:
    with httpx.Client(transport=over(terms)) as http:
        call = Lagerkoll(store="another", api_key="k", http_client=http, quota=None).payment_terms.list

        def calls() -> None:
            for _ in range(MANY_TIMES):
                call()

        calls()
        blocks = blocks_kept(calls)
    limit = Limit(0.11, 0.5, "what a client, its log or its quota remembers of each call")
    limit.check("blocks of memory that a call leaves behind", blocks / MANY_TIMES)


def loaded(statements: str) -> set[str]:
    """The modules that a new process loads."""
    code = f"import sys\nbefore = set(sys.modules)\n{statements}\nprint(*set(sys.modules) - before)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize(
    ("statements", "limit"),
    [
        (IMPORT, Limit(39, 42, "the imports of lagerkoll._client and what they lead to; models are loaded when used")),
        (FIRST_CALL, Limit(65, 68, "what the first call imports; what only some programs need is imported by those")),
    ],
    ids=["import", "first call"],
)
def test_modules(statements: str, limit: Limit) -> None:
    ours = {"lagerkoll", "lagerkoll_api", "erp_client_runtime"}
    modules = loaded(statements)
    own = {name for name in modules if name.partition(".")[0] in ours}
    limit.check(f"modules of ours loaded by {statements!r}", len(own), Counter(own))
    assert not modules - own - loaded("import httpx, attrs, msgspec"), "loads more than httpx, attrs and msgspec do"
