"""Lists in pages, selected and in any form, for a vendor that the core knows nothing of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from erp_sandbox import ConfigurationError, Sandbox
from erp_sandbox.paging import page_of
from erp_sandbox.pytest import SandboxFactory
from erp_sandbox.spec import Paging
from tests.sandbox.support import PLAIN, VENDOR, Open

Shop = Callable[..., httpx.Client]
"""Opens the vendor with ten orders and, with the seed, ten products."""


def log_in(box: Sandbox) -> httpx.Response:
    assert box.token_url is not None
    login = (box.credentials["client_id"], box.credentials["client_secret"])
    return httpx.post(box.token_url, data={"grant_type": "client_credentials"}, auth=login, verify=PLAIN)


@pytest.fixture
def shop(sandbox: SandboxFactory) -> Iterator[Shop]:
    opened = Open(sandbox, log_in, rules=VENDOR)

    def make(**settings: str) -> httpx.Client:
        client = opened(settings)
        for number in range(10):
            client.post("/orders", json={"Language": "no" if number % 3 == 0 else "sv"})
        for number in range(9):
            client.post("/products", json={"Name": f"Nut {number}"})
        return client

    yield make
    opened.close()


def orders(client: httpx.Client, query: str = "") -> list[int]:
    """Numbers of the orders that are answered."""
    answer = client.get(f"/orders{query}")
    assert answer.status_code == 200
    return [int(order["Number"].partition("/")[2]) for order in answer.json()]


def products(client: httpx.Client, query: str = "") -> list[int]:
    return [product["Id"] for product in client.get(f"/products{query}").json()]


def test_pages_by_number(shop: Shop) -> None:
    client = shop()
    assert orders(client) == [1, 2, 3]
    assert orders(client, "?page=4") == [10]
    assert orders(client, "?page=5") == []
    assert orders(client, "?page=2&pageSize=5") == [6, 7, 8, 9, 10]
    assert orders(client, "?page=3&pageSize=5") == []


def test_pages_by_position(shop: Shop) -> None:
    client = shop()
    everything = list(range(7, 17))
    assert products(client) == everything
    assert products(client, "?$skip=3") == everything[3:]
    assert products(client, "?$skip=3&$top=4") == everything[3:7]
    assert products(client, "?$top=1000000") == everything
    assert products(client, "?$skip=10") == []
    assert client.get("/products?$skip=-1").status_code == 400
    assert client.get("/products?$top=0").status_code == 400


def test_pages_are_cut_from_what_is_selected(shop: Shop) -> None:
    client = shop()
    assert orders(client, "?language=no") == [1, 4, 7]
    assert orders(client, "?language=no&page=2") == [10]
    assert orders(client, "?language=fi") == []


def test_too_large_pages_are_refused_or_made_smaller(shop: Shop) -> None:
    refused = shop().get("/orders?pageSize=6")
    assert (refused.status_code, refused.json()["Message"]) == (400, "pageSize: 6 is greater than the maximum of 5")
    client = shop(page_size_above_maximum="clamp")
    assert orders(client, "?pageSize=6") == [1, 2, 3, 4, 5]
    assert orders(client, f"?pageSize={10**30}&page=2") == [6, 7, 8, 9, 10]
    assert client.get("/orders?pageSize=x").status_code == 400
    assert client.get("/orders?pageSize=0").status_code == 400


def test_the_end_of_a_list_may_repeat(shop: Shop) -> None:
    client = shop(page_beyond_end="last")
    assert orders(client, "?page=4") == orders(client, "?page=5") == orders(client, "?page=99") == [10]
    assert orders(client, "?page=9&pageSize=5") == [6, 7, 8, 9, 10]
    assert orders(client, "?page=9&language=fi") == []
    assert products(client, "?$skip=10&$top=4") == [15, 16]
    assert products(client, "?$skip=99") == list(range(7, 17))


def test_parameters_of_pages_may_be_ignored(shop: Shop) -> None:
    client = shop(page_parameters="ignore_size")
    assert orders(client, "?page=2&pageSize=5") == [4, 5, 6]
    assert products(client, "?$skip=8&$top=1") == [15, 16]
    client = shop(page_parameters="ignore")
    assert orders(client, "?page=2&pageSize=5") == [1, 2, 3]
    assert products(client, "?$skip=8&$top=1") == list(range(7, 17))


def test_a_list_whose_form_is_not_known_is_an_array_or_in_an_envelope(shop: Shop) -> None:
    assert isinstance(shop().get("/orders").json(), list)
    answer = shop(list_form="envelope").get("/orders?language=no&pageSize=2").json()
    assert answer["total"] == 4
    assert [order["Number"] for order in answer["items"]] == ["ORD/1", "ORD/4"]


def test_a_bare_value_may_come_in_an_object(shop: Shop) -> None:
    assert shop().post("/products", json={"Name": "Bolt"}).json() == 17
    assert shop(value_form="object").post("/products", json={"Name": "Bolt"}).json() == {"Id": 17}


def test_nothing_is_open_that_a_vendor_has_no_use_for() -> None:
    paged = {point.name for point in Sandbox(rules=VENDOR).open_points}
    plain = {point.name for point in Sandbox("lagerkoll").open_points}
    of_pages = {"page_size_above_maximum", "page_parameters", "page_beyond_end", "list_form", "value_form", "scope"}
    of_cursors = {"cursor_includes_equal", "cursor_reports_deletions", "cursor_unit", "both_logins"}
    assert of_pages <= paged
    assert of_cursors <= plain
    assert not of_pages & plain
    assert not of_cursors & paged
    with pytest.raises(ConfigurationError, match="unknown setting 'cursor_unit'"):
        Sandbox(rules=VENDOR, settings={"cursor_unit": "counter"})


@pytest.mark.parametrize(
    ("pagination", "says"),
    [
        ({"style": "link"}, "has a style 'link'; use none, page or offset"),
        ({"style": "page", "page": "page", "size": "limit"}, "needs size, a query parameter, not 'limit'"),
        ({"style": "offset", "size": "pageSize"}, "needs offset, a query parameter, not None"),
    ],
)
def test_pages_that_a_spec_cannot_have(tmp_path: Path, pagination: dict[str, Any], says: str) -> None:
    document = json.loads((VENDOR.parent / "spec.json").read_text())
    document["paths"]["/orders"]["get"]["x-pagination"] = pagination
    (tmp_path / "spec.json").write_text(json.dumps(document))
    (tmp_path / "rules.py").write_text(VENDOR.read_text())
    with pytest.raises(ConfigurationError, match=f"search_orders: x-pagination {says}"):
        Sandbox(rules=tmp_path / "rules.py")


@pytest.mark.parametrize(("query", "found"), [({}, [1, 2, 3]), ({"page": 1}, [1, 2, 3]), ({"page": 2}, [])])
def test_where_pages_have_no_size_everything_is_on_the_first_one(query: dict[str, int], found: list[int]) -> None:
    call: Any = SimpleNamespace(
        operation=SimpleNamespace(paging=Paging("page", "page", "size", first=1, default=None, largest=None)),
        query=query,
        settings={"page_parameters": "obey", "page_beyond_end": "empty"},
    )
    assert page_of(call, [{"Id": number} for number in (1, 2, 3)]) == [{"Id": number} for number in found]
