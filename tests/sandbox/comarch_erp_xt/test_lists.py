"""Lists of Comarch ERP XT: filters, orders, full text, pages."""

from __future__ import annotations

import httpx
import pytest

from tests.sandbox.comarch_erp_xt.support import listed, refused, written
from tests.sandbox.support import Open


def test_lists_can_be_filtered_ordered_and_searched(client: httpx.Client) -> None:
    products = listed(client, "products")
    assert listed(client, "products", filter="SaleNetPrice gt 20 and Rate eq 9") == [products[2]]
    assert listed(client, "products", filter="Description eq null") == [products[1], products[3]]
    assert listed(client, "products", orderby="SaleNetPrice desc")[0] == products[2]
    assert listed(client, "products", fts="'lager'") == [products[1]]
    assert listed(client, "customers", filter="CustomerType eq 0")[0]["Name"] == "Anna Schulz"
    assert listed(client, "customers", fts="'köln'")[0]["Name"] == "Müller & Söhne GmbH"
    invoices = listed(client, "invoices")
    assert listed(client, "invoices", filter="IssueDate lt datetime'2025-07-01'") == [invoices[1]]
    assert listed(client, "invoices", filter="Status eq 0") == [invoices[0]]
    assert listed(client, "invoices", fts="'anna'") == [invoices[1]]
    assert listed(client, "invoices", fts="'muster'") == [invoices[1]]


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("filter", "Nmae eq 'x'", "there is no field Nmae"),
        ("filter", "Name eq", "not the end"),
        ("filter", "Address eq 'x'", "cannot be compared"),
        ("filter", "", "not the end"),
        ("orderby", "Nope", "there is no field Nope"),
        ("orderby", "Address", "has no order"),
        ("fts", "x", "$fts"),
        ("skip", "-1", "$skip"),
        ("top", "0", "$top"),
        ("top", "x", "$top"),
    ],
)
def test_options_that_cannot_be_understood_are_refused(
    client: httpx.Client, option: str, value: str, says: str
) -> None:
    assert says in refused(client.get("customers", params={f"${option}": value}), 400)


def test_options_can_be_ignored_as_a_server_without_them_would(served: Open) -> None:
    client = served({"query_options": "ignore"})
    assert listed(client, "products", filter="nonsense", orderby="Id desc", fts="x") == listed(client, "products")


def test_pages_join_to_the_whole_list(served: Open) -> None:
    client = served({"seed_products": "25"})
    whole = listed(client, "products")
    pages = [listed(client, "products", skip=skip, top=10) for skip in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert [product for page in pages for product in page] == whole
    assert listed(client, "products", skip=20) == whole[20:]
    backwards = listed(client, "products", orderby="Id desc", skip=1, top=2)
    assert backwards == whole[-2:-4:-1]


def test_pages_can_be_shorter_than_asked_for(served: Open) -> None:
    client = served({"seed_products": "25", "list_limit": "10"})
    assert [len(listed(client, "products", skip=skip, top=20)) for skip in (0, 10, 20)] == [10, 10, 5]


def test_a_change_leaves_an_element_at_its_place_unless_that_is_switched(served: Open) -> None:
    for choice, moved in (("id", False), ("changed", True)):
        client = served({"order_of_list": choice})
        first = listed(client, "products")[0]
        written(client.put("products", json={"Id": first["Id"], "Description": "changed"}))
        assert (listed(client, "products")[-1]["Id"] == first["Id"]) is moved
