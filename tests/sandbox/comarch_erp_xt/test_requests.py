"""Paths and bodies of Comarch ERP XT as other programs send them, and its errors."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.sandbox.comarch_erp_xt.support import MISSING, PRODUCT, RESOURCES, created, document, log_in, refused
from tests.sandbox.support import Open


@pytest.mark.parametrize("resource", RESOURCES)
def test_slashes_do_not_matter(served: Open, resource: str) -> None:
    box = served.box()
    client = served.client(box)
    expected = client.get(resource).json()
    for path in (f"{resource}/", f"/{resource}", f"//{resource}//", f"{resource}?"):
        assert client.get(f"{box.base_url}/{path}").json() == expected
    number = expected[0]["Id"]
    if resource != "customprints":
        for path in (f"{resource}/{number}/", f"{resource}//{number}", f"//{resource}/{number}//"):
            assert client.get(f"{box.base_url}/{path}").json()["Id"] == number


def test_slashes_of_the_token_endpoint_do_not_matter(served: Open) -> None:
    box = served.box()
    for url in (f"{box.base_url}/token/", f"{box.base_url}//token", f"{box.origin}//api2//public/token"):
        assert log_in(box, url).status_code == 200


def test_keys_are_matched_without_regard_to_case_on_every_level(client: httpx.Client) -> None:
    customer = created(client, "customers", {"name": "A", "CUSTOMERCODE": "X", "address": {"city": "B", "STREET": "C"}})
    assert (customer["Name"], customer["CustomerCode"]) == ("A", "X")
    assert (customer["Address"]["City"], customer["Address"]["Street"]) == ("B", "C")
    body = document(client)
    lower = {name[0].lower() + name[1:]: value for name, value in body.items()}
    lower["items"] = [{name.lower(): value for name, value in body["Items"][0].items()}]
    order = created(client, "proformas", lower)
    assert order["PurchasingPartyId"] == body["PurchasingPartyId"]
    assert order["Items"][0]["ProductId"] == body["Items"][0]["ProductId"]


def test_read_only_fields_are_not_looked_at(client: httpx.Client) -> None:
    sent = document(client, Id=0, Status=1, Number="mine", **{"$id": "1"})
    sent["Items"][0] |= {"Id": 5, "$id": "2"}
    invoice = created(client, "invoices", sent)
    assert invoice["Id"] > 0
    assert invoice["Status"] == 0
    assert invoice["Number"] != "mine"
    assert invoice["Items"][0]["Id"] != 5
    customer = created(
        client, "customers", {"Id": 3, "Name": "A", "CustomerKind": 2, "Address": {"Id": 4, "City": "B"}}
    )
    assert customer["CustomerKind"] == 1
    assert 3 not in (customer["Id"], customer["Address"]["Id"])
    assert customer["Address"]["Id"] != 4


def test_null_is_taken_for_what_is_optional(client: httpx.Client) -> None:
    optional = ("Description", "ProductCode", "SaleNetPrice", "SaleGrossPrice")
    product = created(client, "products", {**PRODUCT, **dict.fromkeys(optional)})
    assert product["Description"] is None
    assert product["ProductCode"] == f"P{product['Id']}"
    nothing = dict.fromkeys(("BankAccountId", "IssueDate", "SalesDate", "PaymentStatus", "Items"))
    invoice = created(client, "invoices", document(client, **nothing))
    assert (invoice["BankAccountId"], invoice["PaymentStatus"], invoice["Items"]) == (None, 0, [])
    customer = created(client, "customers", {"Name": "A", "Mail": None, "Address": None})
    assert (customer["Mail"], customer["Address"]) == (None, None)


def test_unknown_fields_are_refused_on_creation_even_inside(client: httpx.Client) -> None:
    assert "Nmae" in refused(client.post("products", json={**PRODUCT, "Nmae": "x"}), 400)
    message = refused(client.post("customers", json={"Name": "A", "Address": {"Country": "DE"}}), 400)
    assert "Address.Country" in message


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "application/json;charset=UTF-8"])
def test_the_content_type_may_name_its_charset(client: httpx.Client, media_type: str) -> None:
    response = client.post("products", content=json.dumps(PRODUCT), headers={"Content-Type": media_type})
    assert response.status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/pdf", "text/html"])
def test_json_is_answered_whatever_is_accepted(client: httpx.Client, accept: str) -> None:
    response = client.get("products", headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")


@pytest.mark.parametrize("status", ["404", "400"])
@pytest.mark.parametrize("resource", [name for name in RESOURCES if name != "customprints"])
def test_what_does_not_exist_has_its_code_with_either_status(served: Open, status: str, resource: str) -> None:
    client = served({"missing_status": status})
    for response in (
        client.get(f"{resource}/12"),
        client.delete(f"{resource}/12"),
        client.put(resource, json={"Id": 12}),
    ):
        assert "12" in refused(response, int(status), MISSING)


def test_other_errors_have_no_code(client: httpx.Client) -> None:
    refused(client.get("nothing"), 404)
    refused(client.get("products/abc"), 400)
    refused(client.get(f"products/{2**63}"), 400)
    refused(client.patch("products"), 405)
    refused(client.post("products", content=b"{"), 415)
    refused(client.post("products", content=b"{", headers={"Content-Type": "application/json"}), 400)
    refused(client.post("products", json=[]), 400)


@pytest.mark.parametrize(
    ("choice", "content_type", "body"),
    [
        ("message", "application/json", '{"Message":"there is no products element 12"}'),
        ("text", "text/plain; charset=utf-8", "there is no products element 12"),
        ("empty", None, ""),
    ],
)
def test_error_bodies_can_lack_almost_everything(
    served: Open, choice: str, content_type: str | None, body: str
) -> None:
    response = served({"error_body": choice}).get("products/12")
    assert (response.status_code, response.headers.get("content-type"), response.text) == (404, content_type, body)
