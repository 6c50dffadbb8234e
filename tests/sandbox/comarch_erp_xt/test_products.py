"""Products of Comarch ERP XT: prices, VAT keys, codes."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.sandbox.comarch_erp_xt.support import PRODUCT, created, document, line, listed, read, refused, written
from tests.sandbox.support import Open


@pytest.mark.parametrize(
    ("sent", "net", "gross"),
    [
        ({"Rate": 9, "SaleNetPrice": 100}, "100", "119.00"),
        ({"Rate": 9, "SaleGrossPrice": 119}, "100.00", "119"),
        ({"Rate": 8, "SaleNetPrice": 100, "SaleGrossPrice": 1}, "100", "107.00"),
        ({"Rate": 2, "SaleNetPrice": 0}, "0", "0.00"),
        ({"Rate": 9, "SaleGrossPrice": 10}, "8.40", "10"),
        ({"Rate": 9, "SaleNetPrice": 0.45}, "0.45", "0.54"),
        ({"Rate": 9}, "null", "null"),
    ],
)
def test_the_price_that_is_missing_is_computed(
    client: httpx.Client, sent: dict[str, Any], net: str, gross: str
) -> None:
    number = client.post("products", json={**PRODUCT, **sent}).json()
    assert f'"SaleNetPrice":{net},"SaleGrossPrice":{gross}}}' in client.get(f"products/{number}").text


@pytest.mark.parametrize(("rates", "gross"), [("german", "119.00"), ("polish", "123.00")])
def test_percentages_are_an_assumption_that_can_be_switched(served: Open, rates: str, gross: str) -> None:
    client = served({"vat_rates": rates})
    number = client.post("products", json={**PRODUCT, "SaleNetPrice": 100}).json()
    assert f'"SaleGrossPrice":{gross}' in client.get(f"products/{number}").text


def test_prices_follow_the_net_price_on_changes(client: httpx.Client) -> None:
    product = created(client, "products", {**PRODUCT, "SaleNetPrice": 100})
    written(client.put("products", json={**product, "SaleNetPrice": 200}))
    assert read(client, "products", product["Id"])["SaleGrossPrice"] == 238
    written(client.put("products", json={"Id": product["Id"], "Rate": 8}))
    assert read(client, "products", product["Id"])["SaleGrossPrice"] == 214
    written(client.put("products", json={"Id": product["Id"], "SaleGrossPrice": 107}))
    assert read(client, "products", product["Id"])["SaleNetPrice"] == 100


def test_a_product_without_prices_can_have_zeros(served: Open) -> None:
    product = created(served({"price_if_left_out": "zero"}), "products", PRODUCT)
    assert (product["SaleNetPrice"], product["SaleGrossPrice"]) == (0, 0)


def test_decimals_come_back_as_they_were_sent(client: httpx.Client) -> None:
    for text in ("1.1", "1.10", "1.1000", "0.0001", "12345678901234.5678", "7"):
        body = json.dumps({**PRODUCT, "SaleNetPrice": "?"}).replace('"?"', text)
        number = client.post("products", content=body, headers={"Content-Type": "application/json"}).json()
        assert f'"SaleNetPrice":{text},' in client.get(f"products/{number}").text


@pytest.mark.parametrize("text", ["1e15001", "-1e16", "1000000000000001", "9" * 400, "NaN", "Infinity", '"1"', "true"])
def test_what_is_no_amount_is_refused(client: httpx.Client, text: str) -> None:
    for body in (
        json.dumps({**PRODUCT, "SaleNetPrice": "?"}),
        json.dumps(document(client, Items=[line(client, Quantity="?")])),
    ):
        resource = "products" if "SaleNetPrice" in body else "invoices"
        sent = body.replace('"?"', text)
        refused(client.post(resource, content=sent, headers={"Content-Type": "application/json"}), 400)


def test_tiny_and_long_numbers_do_no_harm(client: httpx.Client) -> None:
    for text in ("1e-300", "0." + "1" * 5000, "999999999999999.99"):
        body = json.dumps(document(client, Items=[line(client, Quantity="?", ProductCurrencyNetPrice="?")]))
        sent = body.replace('"?"', text)
        response = client.post("invoices", content=sent, headers={"Content-Type": "application/json"})
        assert client.get(f"invoices/{response.json()}/print").status_code == 200


def test_a_vat_key_that_the_table_does_not_have_is_refused(served: Open) -> None:
    assert "Rate 5" in refused(served().post("products", json={**PRODUCT, "Rate": 5}), 400)
    accepting = served({"other_vat_key": "accept"})
    product = created(accepting, "products", {**PRODUCT, "Rate": 5, "SaleNetPrice": 3})
    assert (product["Rate"], product["SaleGrossPrice"]) == (5, 3)


@pytest.mark.parametrize("field", ["Name", "UnitOfMeasurment", "Rate"])
def test_what_a_product_needs_is_said(client: httpx.Client, field: str) -> None:
    body = {name: value for name, value in PRODUCT.items() if name != field}
    assert field in refused(client.post("products", json=body), 400)


@pytest.mark.parametrize(
    ("resource", "field", "body"), [("products", "ProductCode", PRODUCT), ("customers", "CustomerCode", {"Name": "A"})]
)
def test_codes_are_given_if_missing_and_may_be_made_unique(
    served: Open, resource: str, field: str, body: dict[str, Any]
) -> None:
    client = served()
    codes = {created(client, resource, body)[field] for _ in range(3)}
    assert len(codes) == 3
    assert all(codes)
    assert created(client, resource, {**body, field: "SAME"})[field] == "SAME"
    assert created(client, resource, {**body, field: "SAME"})[field] == "SAME"
    strict = served({"codes_unique": "yes"})
    created(strict, resource, {**body, field: "SAME"})
    assert "SAME exists already" in refused(strict.post(resource, json={**body, field: "SAME"}), 400)


@pytest.mark.parametrize("count", [1, 4, 230])
def test_there_are_as_many_products_as_wanted(served: Open, count: int) -> None:
    products = listed(served({"seed_products": str(count)}), "products")
    assert len(products) == count
    assert len({product["Id"] for product in products}) == count
    assert len({product["ProductCode"] for product in products}) == count
