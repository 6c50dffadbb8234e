"""What the client of the second golden vendor does: pages, ids in bodies, documents in Base64, values that may grow."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest

from erp_client_runtime.decoding import Drift
from erp_client_runtime.errors import (
    AssumedOperationError,
    ConfigurationError,
    DecodeError,
    InvalidArgumentError,
)
from erp_client_runtime.operation import Paging, TokenEndpoint
from scripts.generator.load import read_document
from tests.pipeline.test_generate_golden import HARBOUR
from tests.pipeline.tiny import Generated

Generate = Callable[..., Generated]
STORED = {
    "$id": "1",
    "Id": 7,
    "Name": "Fram",
    "Flag": 44,
    "Arrival": "2026-06-03T00:00:00+01:00",
    "Cargo": [{"Goods": "tea", "Weight": 1.50}],
    "New": True,
}


@pytest.fixture
def harbour(generate_client: Generate) -> Generated:
    """The generated package of the vendor."""
    return generate_client(read_document(HARBOUR.document), fields=HARBOUR.names.fields)


def answering(get: Any) -> Callable[[httpx.Request], httpx.Response]:
    """A vendor who has one ship and takes every change."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=get) if request.method == "GET" else httpx.Response(204)

    return answer


def sent(request: httpx.Request) -> Any:
    """Content of a request, numbers exact."""
    return json.loads(request.content, parse_float=Decimal)


def test_the_vendor_says_where_tokens_are_had_and_that_every_user_has_a_host(harbour: Generated) -> None:
    vendor = harbour.module("_vendor").VENDOR
    assert vendor.token == TokenEndpoint(
        url="/token",
        client="basic",
        lifetime=("expires", "expires_in"),
        default=600.0,
        description="Name and secret of a program, from the harbour master. Inferred: the page names no other login.",
    )
    assert (vendor.base_url, vendor.schemes) == (None, ())
    with pytest.raises(ConfigurationError, match="base_url"):
        harbour.client({}, base_url=None)


def test_a_token_url_elsewhere_stays_as_it_is(generate_client: Generate) -> None:
    spec = read_document(HARBOUR.document)
    flow = spec["components"]["securitySchemes"]["oauth"]["flows"]["clientCredentials"]
    flow["tokenUrl"] = "https://id.example/connect/token"
    token = generate_client(spec, fields=HARBOUR.names.fields).module("_vendor").VENDOR.token
    assert token.url == "https://id.example/connect/token"


def test_an_id_in_the_body_is_an_argument_and_no_field(harbour: Generated) -> None:
    seen: list[httpx.Request] = []
    update = harbour.model("ShipUpdate")
    with harbour.client(answering(STORED), seen=seen) as client:
        client.ships.update(7, update(name="Fram", arrival=dt.date(2026, 6, 4)))
        client.ships.update(7, name="Fram", flag=1, arrival=None, cargo=[])
        with pytest.raises(InvalidArgumentError, match="id"):
            client.ships.update(None, update(name="Fram"))
    assert [(request.method, request.url.path) for request in seen] == [("PUT", "/ships")] * 2
    assert sent(seen[0]) == {"Id": 7, "Name": "Fram", "Arrival": "2026-06-04"}
    assert sent(seen[1]) == {"Id": 7, "Name": "Fram", "Flag": 1, "Arrival": None, "Cargo": []}
    assert "id" not in {one.name for one in update.__attrs_attrs__}


def test_a_ship_goes_back_as_it_was_read_and_only_under_its_own_id(harbour: Generated) -> None:
    seen: list[httpx.Request] = []
    with harbour.client(answering(STORED), seen=seen) as client:
        ship = client.ships.get(7)
        assert (ship.answer_number, ship.id, ship.arrival) == ("1", 7, dt.date(2026, 6, 3))
        ship.cargo[0].weight = Decimal("2.250")
        client.ships.update(7, ship)
        with pytest.raises(InvalidArgumentError, match="7"):
            client.ships.update(8, ship)
    assert len(seen) == 2
    assert sent(seen[1]) == {
        "Id": 7,
        "Name": "Fram",
        "Flag": 44,
        "Arrival": "2026-06-03",
        "Cargo": [{"Goods": "tea", "Weight": Decimal("2.250")}],
        "New": True,
    }


def test_change_reads_by_path_and_writes_by_body(harbour: Generated) -> None:
    seen: list[httpx.Request] = []
    cargo = harbour.model("Cargo")
    with harbour.client(answering(STORED), seen=seen) as client:
        assert client.ships.change(7, name="Maud", flag=2, cargo=[cargo(goods="salt")]) is None
    assert [(request.method, request.url.path) for request in seen] == [("GET", "/ships/7"), ("PUT", "/ships")]
    assert sent(seen[1]) == {
        "Id": 7,
        "Name": "Maud",
        "Flag": 2,
        "Arrival": "2026-06-03",
        "Cargo": [{"Goods": "salt"}],
        "New": True,
    }


def test_change_writes_nothing_if_another_ship_was_read(harbour: Generated) -> None:
    seen: list[httpx.Request] = []
    with (
        harbour.client(answering({**STORED, "Id": 8}), seen=seen) as client,
        pytest.raises(DecodeError, match=r"get_ship: .*Ship with id=8, not 7"),
    ):
        client.ships.change(7, name="Maud")
    assert [request.method for request in seen] == ["GET"]


@pytest.mark.parametrize(("answer", "drifts"), [(4711, []), ({"Id": 4711, "Name": "x"}, ["wrong_type"])])
def test_create_returns_the_id_also_out_of_an_object(harbour: Generated, answer: Any, drifts: list[str]) -> None:
    drift: list[Drift] = []
    with harbour.client(answer, on_drift=drift.append) as client:
        assert client.ships.create(name="Fram") == 4711
    assert [one.kind for one in drift] == drifts


def test_values_without_a_name_are_sent_and_read_without_a_word(harbour: Generated) -> None:
    drift: list[Drift] = []
    seen: list[httpx.Request] = []
    with harbour.client(4711, seen=seen, on_drift=drift.append) as client:
        client.ships.create(name="Fram")
        client.ships.create(name="Fram", flag=44, flags=[0, 44])
    assert [sent(request) for request in seen] == [
        {"Name": "Fram", "Flag": 1},
        {"Name": "Fram", "Flag": 44, "Flags": [0, 44]},
    ]
    with harbour.client(STORED, on_drift=drift.append) as client:
        flag = client.ships.get(7).flag
    assert (flag, flag.known) == (44, False)
    assert [one.kind for one in drift if "Flag" in one.path] == []


@pytest.mark.parametrize("prefix", ["", "data:application/pdf;base64,"])
def test_a_document_comes_out_of_its_text(harbour: Generated, prefix: str) -> None:
    seen: list[httpx.Request] = []
    text = prefix + base64.b64encode(b"%PDF-1.7 papers").decode()
    with harbour.client(text, seen=seen, allow_assumed=True) as client:
        assert client.ships.print(7, design=3) == b"%PDF-1.7 papers"
    assert seen[0].url.raw_path == b"/ships/7/papers?design=3"
    with harbour.client(base64.b64encode(b"<html>").decode(), allow_assumed=True) as client, pytest.raises(DecodeError):
        client.ships.print(7)


def test_what_is_a_guess_says_so_and_runs_when_it_is_allowed(harbour: Generated) -> None:
    ships = harbour.module("resources.ships").Ships
    assert "AssumedOperationError: where this is sent is a guess." in ships.print.__doc__
    assert "AssumedOperationError" not in ships.get.__doc__
    with harbour.client([]) as client, pytest.raises(AssumedOperationError, match="allow_assumed"):
        client.berths.list()


def test_base64_within_an_object_is_bytes(harbour: Generated) -> None:
    with harbour.client([{"seal": "aGk="}], allow_assumed=True) as client:
        assert client.berths.list()[0].seal == b"hi"


def pages(counts: list[int]) -> Callable[[httpx.Request], httpx.Response]:
    """A vendor whose pages have these numbers of berths, in an object with a name that nobody knows."""
    waiting = list(counts)
    number = iter(range(10_000))

    def answer(request: httpx.Request) -> httpx.Response:
        found = [{"name": str(next(number))} for _ in range(waiting.pop(0))]
        return httpx.Response(200, json={"whatever": found, "total": 3})

    return answer


def test_iterate_goes_through_all_pages_and_sends_what_was_given_alone(harbour: Generated) -> None:
    assert harbour.module("resources.berths").LIST_BERTHS.paging == Paging(
        "page", position="page", size="page_size", first=1, default=50, largest=100
    )
    seen: list[httpx.Request] = []
    with harbour.client(pages([50, 3]), seen=seen, allow_assumed=True) as client:
        assert [berth.name for berth in client.berths.iterate()] == [str(number) for number in range(53)]
    assert [request.url.query for request in seen] == [b"", b"page=2"]
    with harbour.client(pages([1]), seen=seen, allow_assumed=True) as client:
        assert len(client.berths.list()) == 1
        with pytest.raises(InvalidArgumentError, match="page_size"):
            client.berths.list(page_size=101)
    assert seen[2].url.query == b""
    assert len(seen) == 3


async def test_the_asynchronous_iterate_counts_elements_where_the_vendor_does(harbour: Generated) -> None:
    assert harbour.module("resources.ships").LIST_SHIPS.paging == Paging("offset", position="skip", size="top", first=0)
    seen: list[httpx.Request] = []
    answers = [[{"Id": 1}, {"Id": 2}], [{"Id": 3}, {"Id": 4}], [{"Id": 5}]]

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answers[len(seen) - 1])

    async with harbour.async_client(answer, seen=seen) as client:
        found = [ship.id async for ship in client.ships.iterate(filter="Name eq 'x'", skip=4, top=2)]
    assert found == [1, 2, 3, 4, 5]
    assert [dict(request.url.params) for request in seen] == [
        {"$filter": "Name eq 'x'", "$skip": skip, "$top": "2"} for skip in ("4", "6", "8")
    ]


def test_iterate_tells_how_it_goes_on_and_what_nobody_knows(harbour: Generated) -> None:
    ships = " ".join(harbour.module("resources.ships").Ships.iterate.__doc__.split())
    berths = " ".join(harbour.module("resources.berths").Berths.iterate.__doc__.split())
    assert "Begins after as many items as `skip` says, else with the first." in ships
    assert "How many come if it is not given is not known: then it is one call" in ships
    assert "The largest `top` that the vendor allows is not known." in ships
    assert "That the vendor has `skip` and `top` is inferred: see `list`." in ships
    assert "Begins with page `page`, else with page 1." in berths
    assert "`page_size` items at a time, 100 at most; if it is not given, 50 are expected." in berths
    assert "not known" not in berths
