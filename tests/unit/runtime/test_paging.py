"""Going through a list: every element once, an end whatever the vendor does, and one page at a time."""

from __future__ import annotations

import asyncio
import gc
import json
import weakref
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp_client_runtime.codecs import INT32, TEXT
from erp_client_runtime.decoding import Drift
from erp_client_runtime.errors import DecodeError, InvalidArgumentError, ServerError
from erp_client_runtime.model import UNSET
from erp_client_runtime.operation import Operation, Paging, Parameter
from erp_client_runtime.paging import Walk, iterate, iterate_async
from erp_client_runtime.quota import MemoryStore
from erp_client_runtime.response import RawResponse
from erp_client_runtime.results import Items, Page
from tests.unit.runtime.flow_support import DOCUMENTED, Acme, AsyncAcme, FakeClock, Term, answer, login
from tests.unit.runtime.loopback import response, serving
from tests.unit.runtime.sample_models import Invoice, Line

Query = dict[str, int]
Rows = list[dict[str, Any]]
Handler = Callable[[Query], Rows]

BY_PAGE: Operation[Page[Term]] = Operation(
    name="list_terms",
    method="GET",
    path="/v1/terms",
    parameters=(
        Parameter("name", "name", "query", TEXT),
        Parameter("page", "page", "query", INT32),
        Parameter("page_size", "pageSize", "query", INT32),
    ),
    result=Items(Term, anywhere=True),
    retry="safe",
    evidence=DOCUMENTED,
    path_evidence=DOCUMENTED,
    paging=Paging("page", position="page", size="page_size", first=1, default=5, largest=10),
)
BY_OFFSET = BY_PAGE._replace(
    parameters=(Parameter("skip", "$skip", "query", INT32), Parameter("top", "$top", "query", INT32)),
    paging=Paging("offset", position="skip", size="top", first=0),
)
WHOLE = BY_PAGE._replace(paging=None)


def rows(count: int, start: int = 0) -> Rows:
    return [{"code": str(number), "dayCount": number} for number in range(start, start + count)]


def paged(total: int, *, default: int = 5, largest: int = 10) -> Handler:
    """A vendor that does as documented."""

    def handler(query: Query) -> Rows:
        size = min(query.get("pageSize", default), largest)
        start = (query.get("page", 1) - 1) * size
        return rows(total)[start : start + size]

    return handler


def skipping(total: int, *, largest: int = 10**9) -> Handler:
    def handler(query: Query) -> Rows:
        start = query.get("$skip", 0)
        return rows(total)[start : start + min(query.get("$top", 10**9), largest)]

    return handler


class Vendor:
    """Answers with the elements that a handler gives; keeps what it was asked."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self.asked: list[dict[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        query = dict(parse_qsl(urlsplit(str(request.url)).query))
        self.asked.append(query)
        return httpx.Response(200, json=self.handler({key: int(value) for key, value in query.items()}))


def collect(kind: str, vendor: Any, operation: Operation[Any], arguments: dict[str, Any], **options: Any) -> list[Any]:
    """All elements, in one way of calling."""
    transport = httpx.MockTransport(vendor)
    if kind == "sync":
        with httpx.Client(transport=transport) as http:
            made = Acme(auth=login(), http_client=http, **options)
            made.clock, made.quota_store = FakeClock(), MemoryStore()
            return list(iterate(made, operation, arguments))

    async def run() -> list[Any]:
        async with httpx.AsyncClient(transport=transport) as http:
            made = AsyncAcme(auth=login(), http_client=http, **options)
            made.clock, made.quota_store = FakeClock(), MemoryStore()
            return [item async for item in iterate_async(made, operation, arguments)]

    return asyncio.run(run())


def codes(items: list[Any]) -> list[int]:
    return [int(item.code) for item in items]


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("total", [0, 1, 4, 5, 6, 10, 11, 23])
@pytest.mark.parametrize("size", [{}, {"page_size": 1}, {"page_size": 3}, {"page_size": 5}, {"page_size": 10}])
def test_every_element_comes_once_by_page(kind: str, total: int, size: dict[str, int]) -> None:
    vendor = Vendor(paged(total))
    assert codes(collect(kind, vendor, BY_PAGE, size)) == list(range(total))
    assert "page" not in vendor.asked[0]
    assert all(query["page"] == str(number) for number, query in enumerate(vendor.asked[1:], 2))
    assert {query.get("pageSize") for query in vendor.asked} == {str(size["page_size"]) if size else None}


@pytest.mark.parametrize("total", [0, 1, 6, 7, 8, 21])
@pytest.mark.parametrize("largest", [4, 7, 100])
def test_every_element_comes_once_by_offset_even_if_the_vendor_takes_the_size_down(
    kind: str, total: int, largest: int
) -> None:
    vendor = Vendor(skipping(total, largest=largest))
    assert codes(collect(kind, vendor, BY_OFFSET, {"top": 7})) == list(range(total))
    assert "$skip" not in vendor.asked[0]
    assert {query["$top"] for query in vendor.asked} == {"7"}


@given(total=st.integers(0, 60), size=st.integers(1, 20), largest=st.integers(1, 25), skip=st.integers(0, 30))
def test_an_offset_follows_what_came_whatever_the_sizes(total: int, size: int, largest: int, skip: int) -> None:
    vendor = skipping(total, largest=largest)
    walk: Walk[Term] = Walk(BY_OFFSET, {"skip": skip, "top": size})
    found: list[int] = []
    calls = 0
    while walk.going_on:
        calls += 1
        page = vendor({"$skip": walk.arguments["skip"], "$top": walk.arguments["top"]})
        found += codes(list(walk.take(page_of(page))))
    assert found == list(range(skip, total))
    assert calls <= max(total - skip, 0) // min(size, largest) + 2


def test_it_begins_where_the_caller_says(kind: str) -> None:
    assert codes(collect(kind, Vendor(paged(12)), BY_PAGE, {"page": 2, "name": UNSET})) == [5, 6, 7, 8, 9, 10, 11]
    assert codes(collect(kind, Vendor(skipping(9)), BY_OFFSET, {"skip": 4, "top": 3})) == [4, 5, 6, 7, 8]


def test_other_arguments_go_along_with_every_call_and_the_callers_dict_stays_as_it_was(kind: str) -> None:
    arguments = {"name": "7", "page": None, "page_size": None}
    vendor = Vendor(paged(6))
    collect(kind, vendor, BY_PAGE, arguments)
    assert vendor.asked == [{"name": "7"}, {"name": "7", "page": "2"}]
    assert arguments == {"name": "7", "page": None, "page_size": None}


def test_corrected_names_of_position_and_size_are_used(kind: str) -> None:
    names = {"list_terms.page": "p", "list_terms.page_size": "limit"}
    documented = paged(5)
    vendor = Vendor(lambda query: documented({"page": query.get("p", 1), "pageSize": query["limit"]}))
    assert codes(collect(kind, vendor, BY_PAGE, {"page_size": 3}, wire_names=names)) == list(range(5))
    assert vendor.asked == [{"limit": "3"}, {"p": "2", "limit": "3"}]


def test_without_any_size_the_first_answer_is_all(kind: str) -> None:
    vendor = Vendor(skipping(250))
    assert len(collect(kind, vendor, BY_OFFSET, {})) == 250
    assert vendor.asked == [{}]
    assert len(collect(kind, vendor, BY_OFFSET, {"skip": 200})) == 50
    assert len(vendor.asked) == 2


def test_a_list_without_pages_is_one_call(kind: str) -> None:
    vendor = Vendor(lambda _: rows(7))
    assert codes(collect(kind, vendor, WHOLE, {})) == list(range(7))
    assert vendor.asked == [{}]


@pytest.mark.parametrize(
    ("size", "counts", "calls"),
    [
        ({}, [5, 5, 4], 3),  # shorter than the documented size
        ({}, [5, 5, 0], 3),
        ({}, [4], 1),
        ({}, [12, 12, 3], 3),  # more than documented: full all the same
        ({"page_size": 8}, [8, 5, 0], 3),  # may be the default size, which the vendor gave instead
        ({"page_size": 8}, [5, 5, 2], 3),
        ({"page_size": 3}, [5, 5, 3, 2], 4),  # the size is ignored
        ({"page_size": 8}, [7], 1),
    ],
)
def test_the_end_is_an_empty_or_a_short_page(kind: str, size: dict[str, int], counts: list[int], calls: int) -> None:
    vendor = Vendor(lambda query: pieces[query.get("page", 1) - 1])
    pieces = [rows(count, 100 * number) for number, count in enumerate(counts)]
    assert len(collect(kind, vendor, BY_PAGE, size)) == sum(counts)
    assert len(vendor.asked) == calls


@pytest.mark.parametrize(
    ("counts", "calls"),
    [
        ([8, 3], 2),  # the longest so far shows what is full
        ([3, 3, 2], 3),  # taken down to an unknown largest size
        ([3, 0], 2),  # the first is never called short
        ([0], 1),
        ([2, 3, 3, 1], 4),
    ],
)
def test_where_no_largest_size_is_known_the_longest_page_tells_what_is_short(
    kind: str, counts: list[int], calls: int
) -> None:
    pieces = iter([rows(count, 100 * number) for number, count in enumerate(counts)])
    vendor = Vendor(lambda _: next(pieces))
    assert len(collect(kind, vendor, BY_OFFSET, {"top": 8})) == sum(counts)
    assert len(vendor.asked) == calls


@pytest.mark.parametrize(("operation", "arguments"), [(BY_PAGE, {}), (BY_OFFSET, {"top": 5})])
def test_a_vendor_that_ignores_the_position_gives_each_element_once_and_it_is_reported(
    kind: str, operation: Operation[Any], arguments: dict[str, Any]
) -> None:
    drifts: list[Drift] = []
    vendor = Vendor(lambda _: rows(5))
    assert codes(collect(kind, vendor, operation, arguments, on_drift=drifts.append)) == list(range(5))
    assert len(vendor.asked) == 2
    [drift] = drifts
    assert (drift.kind, drift.operation, drift.found, drift.count) == (
        "repeated_page",
        "list_terms",
        "an array of 5",
        1,
    )
    assert operation.paging is not None
    assert operation.paging.position in drift.expected


def test_a_last_page_that_comes_again_is_the_end(kind: str) -> None:
    vendor = Vendor(lambda query: rows(10)[5:] if query.get("page", 1) > 1 else rows(5))
    assert codes(collect(kind, vendor, BY_PAGE, {})) == list(range(10))
    assert len(vendor.asked) == 3


def test_a_repeated_page_is_an_error_for_those_who_want_to_know(kind: str) -> None:
    with pytest.raises(DecodeError, match=r"list_terms: .*page asks for.*may not be complete"):
        collect(kind, Vendor(lambda _: rows(5)), BY_PAGE, {}, strict=True)


def page_of(elements: Rows, model: Any = Term) -> Page[Any]:
    raw: RawResponse = answer(200, elements)
    return Page([model.from_json(json.dumps(element).encode()) for element in elements], cursor=None, raw=raw)


def listing(model: Any) -> Operation[Page[Any]]:
    return BY_PAGE._replace(result=Items(model, anywhere=True))


def test_a_repeated_page_is_found_though_the_caller_changed_its_elements() -> None:
    walk: Walk[Any] = Walk(listing(Invoice), {})
    elements = [{"id": number, "lines": [{"productCode": "a"}], "odd": {"a": [1]}} for number in range(5)]
    for invoice in walk.take(page_of(elements, Invoice)):
        invoice.number = "changed"
        invoice.lines[0].product = "b"
        invoice.extra_fields["odd"]["a"].append(2)
    assert walk.take(page_of(elements, Invoice)) == ()
    assert walk.repeated


def test_running_numbers_do_not_make_another_page_of_a_repeated_one() -> None:
    walk: Walk[Any] = Walk(listing(Invoice), {})
    for first in (1, 6):
        page = page_of([{"$id": str(first + number), "id": number} for number in range(5)], Invoice)
        assert len(walk.take(page)) == (5 if first == 1 else 0)
    assert not walk.going_on


def test_a_page_that_differs_in_one_row_is_another_page() -> None:
    walk: Walk[Any] = Walk(listing(Line), {})
    for last in ("a", "b"):
        lines = [{"subLines": [{"price": 1}, {"productCode": last if number == 4 else "x"}]} for number in range(5)]
        assert len(walk.take(page_of(lines, Line))) == 5
    assert walk.going_on


@pytest.mark.parametrize(
    ("operation", "arguments", "cause"),
    [
        (BY_PAGE, {"page_size": 11}, "page_size of list_terms has to be from 1 to 10, not 11"),
        (BY_PAGE, {"page_size": 0}, "page_size of list_terms has to be from 1 to 10, not 0"),
        (BY_PAGE, {"page": 0}, "page of list_terms has to be at least 1, not 0"),
        (BY_PAGE, {"page": -1}, "page of list_terms has to be at least 1"),
        (BY_OFFSET, {"skip": -1, "top": 5}, "skip of list_terms has to be at least 0"),
        (BY_OFFSET, {"top": 0}, "top of list_terms has to be at least 1, not 0"),
        (BY_PAGE, {"page": "2"}, "page of list_terms has to be an integer"),
        (BY_PAGE, {"page_size": True}, "page_size of list_terms has to be an integer"),
        (BY_PAGE, {"page_size": 5.0}, "page_size of list_terms has to be an integer"),
    ],
)
def test_a_position_or_size_that_cannot_be_is_refused_before_anything_is_sent(
    kind: str, operation: Operation[Any], arguments: dict[str, Any], cause: str
) -> None:
    vendor = Vendor(paged(5))
    with pytest.raises(InvalidArgumentError, match=cause):
        collect(kind, vendor, operation, arguments)
    with httpx.Client(transport=httpx.MockTransport(vendor)) as http, pytest.raises(InvalidArgumentError, match=cause):
        Acme(auth=login(), http_client=http).call(operation, arguments)
    assert vendor.asked == []


def test_an_error_in_the_middle_comes_after_the_elements_before_it(kind: str) -> None:
    def failing(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500) if "page=" in str(request.url) else httpx.Response(200, json=rows(5))

    with pytest.raises(ServerError) as caught:
        collect(kind, failing, BY_PAGE, {}, max_retries=0)
    assert caught.value.operation == "list_terms"


def bodies(requests: int) -> Iterator[bytes]:
    for number in range(requests):
        yield response(json.dumps(rows(5, 5 * number)).encode())


def test_the_first_element_is_there_after_the_first_page_and_stopping_early_leaves_nothing_open() -> None:
    pages = bodies(3)
    with serving(lambda *_: next(pages)) as server:
        with Acme(auth=login(), base_url=server.url, quota=None) as made:
            going = iterate(made, BY_PAGE, {})
            assert len(server.requests) == 0
            assert next(going).code == "0"
            assert len(server.requests) == 1
            going.close()  # type: ignore[attr-defined]  # it is a generator
            assert list(zip(range(6), iterate(made, BY_PAGE, {}), strict=False))[-1][1].code == "10"
            assert (len(server.requests), server.connections) == (3, 1)
        gc.collect()


def test_stopping_early_leaves_nothing_open_in_an_event_loop() -> None:
    pages = bodies(4)

    async def run(url: str) -> list[str | None]:
        found = []
        async with AsyncAcme(auth=login(), base_url=url, quota=None) as made:
            async for term in iterate_async(made, BY_PAGE, {}):
                found.append(term.code)
                if len(found) == 6:
                    break
            going = iterate_async(made, BY_PAGE, {})
            found.append((await anext(going)).code)
            await going.aclose()  # type: ignore[attr-defined]  # it is a generator
        return found

    with serving(lambda *_: next(pages)) as server:
        assert asyncio.run(run(server.url)) == ["0", "1", "2", "3", "4", "5", "10"]
        assert (len(server.requests), server.connections) == (3, 1)
    gc.collect()


def test_ten_thousand_elements_take_the_memory_of_one_page(kind: str) -> None:
    operation = BY_PAGE._replace(paging=Paging("page", "page", "page_size", 1, 100, 100))
    alive: weakref.WeakSet[Term] = weakref.WeakSet()
    most = 0

    class Counted(Term):
        """Slotted classes cannot be referred to weakly; their subclasses can. Hashed as objects, by identity."""

        def __hash__(self) -> int:  # type: ignore[override]  # attrs makes models unhashable
            return id(self)

    def decode(raw: Any, decoding: Any, arguments: Any) -> Page[Counted]:
        nonlocal most
        page = result.decode(raw, decoding, arguments)
        alive.update(page)
        most = max(most, len(alive))
        return page

    class Result:
        accept = "application/json"

    result = Items(Counted, anywhere=True)
    counting: Any = Result()
    counting.decode = decode
    vendor = Vendor(paged(10_000, default=100, largest=100))
    seen = 0

    def stream() -> Iterator[Any]:
        with httpx.Client(transport=httpx.MockTransport(vendor)) as http:
            made = Acme(auth=login(), http_client=http, quota=None)
            yield from iterate(made, operation._replace(result=counting), {})

    async def count() -> int:
        seen = 0
        async with httpx.AsyncClient(transport=httpx.MockTransport(vendor)) as http:
            made = AsyncAcme(auth=login(), http_client=http, quota=None)
            async for _ in iterate_async(made, operation._replace(result=counting), {}):
                seen += 1
        return seen

    seen = sum(1 for _ in stream()) if kind == "sync" else asyncio.run(count())
    assert seen == 10_000
    assert most <= 101  # the last element stays in the hand of the loop
