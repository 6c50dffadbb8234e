"""Comarch ERP XT as its documentation has it, and what that leaves open: over HTTP, without any client of ours."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema_rs
import pytest

from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from erp_sandbox.spec import Spec
from tests.sandbox.comarch_erp_xt import (
    MISSING,
    PRODUCT,
    Open,
    created,
    document,
    line,
    listed,
    log_in,
    read,
    refused,
    without_json_ids,
    written,
)
from tests.sandbox.support import HandClock

RESOURCES = ("products", "customers", "invoices", "proformas", "paymenttypes", "bankaccounts", "customprints")
DOCUMENTS = ("invoices", "proformas")
POINTS = Sandbox("comarch_erp_xt").open_points


@pytest.fixture
def served(sandbox: SandboxFactory) -> Iterator[Open]:
    opened = Open(sandbox)
    yield opened
    opened.close()


@pytest.fixture
def client(served: Open) -> httpx.Client:
    return served()


# Login


def test_client_credentials_in_the_basic_header_give_a_token_for_ten_minutes(served: Open) -> None:
    response = log_in(served.box())
    assert response.status_code == 200
    assert list(response.json()) == ["access_token", "token_type", "expires"]
    assert response.json()["token_type"] == "bearer"
    assert response.json()["expires"] == 600


@pytest.mark.parametrize(
    ("choice", "fields"),
    [
        ("expires", {"expires": 60}),
        ("expires_in", {"expires_in": 60}),
        ("both", {"expires": 60, "expires_in": 60}),
        ("neither", {}),
    ],
)
def test_the_lifetime_stands_where_it_is_set(served: Open, choice: str, fields: dict[str, int]) -> None:
    answer = log_in(served.box({"token_lifetime_field": choice}, token_ttl=60)).json()
    assert {name: value for name, value in answer.items() if name.startswith("expires")} == fields


def test_the_header_may_lack_its_padding_and_accept_anything(served: Open) -> None:
    box = served.box()
    pair = f"{box.credentials['client_id']}:{box.credentials['client_secret']}"
    padded = base64.b64encode(pair.encode()).decode()
    assert padded.endswith("=")
    for value in (padded, padded.rstrip("=")):
        for accept in ("*/*", "text/html", "application/xml", "nonsense"):
            headers = {"Authorization": f"Basic {value}", "Accept": accept}
            assert log_in(box, auth=None, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("choice", "status", "body"),
    [
        ("oauth", 401, {"error": "invalid_client"}),
        ("oauth_400", 400, {"error": "invalid_client"}),
        ("envelope", 400, {"Message": "The login failed: invalid_client", "Code": None, "Data": None}),
        ("empty", 401, None),
    ],
)
def test_wrong_credentials_are_refused_as_it_is_set(served: Open, choice: str, status: int, body: Any) -> None:
    box = served.box({"token_refusal": choice})
    wrong = log_in(box, auth=(box.credentials["client_id"], "wrong"))
    assert wrong.status_code == status
    assert (wrong.json() if wrong.content else None) == body
    in_the_form = log_in(box, auth=None, data={"grant_type": "client_credentials", **box.credentials})
    assert in_the_form.status_code == status


def test_another_grant_is_refused(served: Open) -> None:
    response = log_in(served.box(), data={"grant_type": "password"})
    assert (response.status_code, response.json()) == (400, {"error": "unsupported_grant_type"})


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "Basic abc", "wrong"])
def test_nothing_is_answered_without_a_token(served: Open, token: str) -> None:
    response = httpx.get(f"{served.box().base_url}/products", headers={"Authorization": token}, verify=False)
    refused(response, 401)


def test_a_token_ends_with_its_time_and_when_it_is_revoked(served: Open) -> None:
    clock = HandClock()
    box = served.box(clock=clock)
    client = served.client(box)
    clock.seconds = 599
    assert client.get("products").status_code == 200
    clock.seconds = 600
    refused(client.get("products"), 401)
    fresh = served.client(box)
    box.revoke_tokens()
    refused(fresh.get("products"), 401)


# Paths and bodies as other programs send them


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


# Answers


def _json_ids(value: Any) -> list[str]:
    """Every `$id`, in the order of the text."""
    if isinstance(value, list):
        return [found for item in value for found in _json_ids(item)]
    if not isinstance(value, dict):
        return []
    assert next(iter(value)) == "$id"
    return [value["$id"], *(found for name, item in value.items() if name != "$id" for found in _json_ids(item))]


def test_every_object_of_an_answer_has_a_running_number(client: httpx.Client) -> None:
    for resource in RESOURCES:
        found = _json_ids(client.get(resource).json())
        assert found == [str(n) for n in range(1, len(found) + 1)]
    assert len(_json_ids(client.get("customers").json())) == 6
    invoice = client.get(f"invoices/{listed(client, 'invoices')[0]['Id']}").json()
    assert _json_ids(invoice) == ["1", "2", "3"]


def test_running_numbers_are_the_servers_own(client: httpx.Client) -> None:
    customer = listed(client, "customers")[0]
    written(client.put("customers", json={"Id": customer["Id"], "Extra": {"$id": "x", "a": 1}}))
    answer = client.get(f"customers/{customer['Id']}").json()
    assert answer["Extra"] == {"$id": "3", "a": 1}
    assert _json_ids(answer) == ["1", "2", "3"]


def test_running_numbers_can_be_absent(served: Open) -> None:
    client = served({"json_ids": "absent"})
    assert "$id" not in client.get("customers").text


@pytest.mark.parametrize("resource", RESOURCES)
def test_every_answer_fits_the_spec(client: httpx.Client, resource: str) -> None:
    spec = Spec.packaged("comarch_erp_xt")
    operation = next(o for o in spec.operations if o.path == f"/{resource}" and o.method == "GET")
    schema = {**dict(operation.success[1] or {}), "components": spec.document["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema)
    answer = client.get(resource).json()
    assert answer
    assert [error.message for error in validator.iter_errors(answer)] == []
    known = set(spec.properties(spec.resolve((operation.success[1] or {})["items"])))
    assert {name for item in answer for name in item} == known


@pytest.mark.parametrize("point", [point for point in POINTS if point.choices], ids=lambda point: point.name)
def test_every_choice_of_every_open_point_works(served: Open, point: Any) -> None:
    for choice in point.choices:
        client = served({point.name: choice})
        assert [len(listed(client, resource)) for resource in RESOURCES] == [4, 3, 2, 1, 3, 2, 3]
        assert client.post("proformas", json=document(client)).status_code == 200


def test_every_open_point_says_why(served: Open) -> None:
    assert {point.level for point in POINTS} <= {"inferred", "assumed"}
    assert all(len(point.why) > 40 for point in POINTS)


def test_a_creation_can_answer_with_an_object(served: Open) -> None:
    client = served({"value_form": "object"})
    answer = client.post("products", json=PRODUCT).json()
    assert without_json_ids(answer) == {"Id": max(product["Id"] for product in listed(client, "products"))}


@pytest.mark.parametrize("sent", ["UnitOfMeasurment", "UnitOfMeasurement", "unitofmeasurement"])
@pytest.mark.parametrize("answered", ["UnitOfMeasurment", "UnitOfMeasurement"])
def test_the_unit_is_taken_in_both_spellings_and_answered_in_one(served: Open, sent: str, answered: str) -> None:
    client = served({"unit_spelling": answered})
    product = created(client, "products", {"Name": "Nut", sent: "Box", "Rate": 8})
    assert product[answered] == "Box"
    assert sum("unit" in name.lower() for name in product) == 1
    written(client.put("products", json={"Id": product["Id"], sent: "Bag"}))
    assert read(client, "products", product["Id"])[answered] == "Bag"


@pytest.mark.parametrize(
    ("offset", "day", "moment"),
    [
        ("+01:00", "2026-06-30", "2026-06-30T00:00:00+01:00"),
        ("+02:00", "2026-01-31", "2026-01-31T00:00:00+02:00"),
        ("none", "2026-06-30", "2026-06-30T00:00:00"),
        ("season", "2026-03-29", "2026-03-29T00:00:00+01:00"),
        ("season", "2026-03-30", "2026-03-30T00:00:00+02:00"),
        ("season", "2026-10-25", "2026-10-25T00:00:00+02:00"),
        ("season", "2026-10-26", "2026-10-26T00:00:00+01:00"),
        ("season", "2024-03-31", "2024-03-31T00:00:00+01:00"),
        ("season", "9999-12-31", "9999-12-31T00:00:00+01:00"),
    ],
)
def test_days_are_answered_as_local_midnight(served: Open, offset: str, day: str, moment: str) -> None:
    client = served({"date_offset": offset})
    assert created(client, "proformas", document(client, IssueDate=day))["IssueDate"] == moment


@pytest.mark.parametrize("choice", ["null", "empty"])
def test_texts_that_were_never_set_are_null_or_empty(served: Open, choice: str) -> None:
    client = served({"empty_text": choice})
    expected = None if choice == "null" else ""
    customer = created(client, "customers", {"Name": "A", "Address": {"City": "B"}})
    assert (customer["Mail"], customer["Address"]["Street"]) == (expected, expected)
    invoice = created(client, "invoices", document(client))
    assert invoice["Items"][0]["ProductDescription"] == expected
    assert invoice["BankAccountId"] is None


# Products


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
    ("resource", "field", "body"),
    [("products", "ProductCode", PRODUCT), ("customers", "CustomerCode", {"Name": "A"})],
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


# Customers, payment types, bank accounts, custom prints


@pytest.mark.parametrize(("choice", "value"), [("0", 0), ("1", 1), ("null", None)])
def test_the_type_of_a_customer_without_one_is_open(served: Open, choice: str, value: int | None) -> None:
    client = served({"customer_type_if_left_out": choice})
    assert created(client, "customers", {"Name": "A"})["CustomerType"] == value
    assert created(client, "customers", {"Name": "A", "CustomerType": 1})["CustomerType"] == 1


def test_kinds_and_addresses_that_were_not_sent_are_open(served: Open) -> None:
    customer = created(served({"customer_kind": "2", "address_if_left_out": "empty"}), "customers", {"Name": "A"})
    assert customer["CustomerKind"] == 2
    assert set(customer["Address"]) == {"Id", "Street", "BuildingNumber", "FlatNumber", "PostalCode", "City"}
    assert created(served(), "customers", {"Name": "A"})["Address"] is None


def test_an_address_keeps_its_id_when_its_customer_changes(client: httpx.Client) -> None:
    customer = created(client, "customers", {"Name": "A", "Address": {"City": "B", "Street": "C"}})
    written(client.put("customers", json={"Id": customer["Id"], "Address": {"City": "D", "Id": 1}}))
    changed = read(client, "customers", customer["Id"])
    assert changed == {**customer, "Address": {**customer["Address"], "City": "D"}}


@pytest.mark.parametrize(
    ("resource", "new", "change"),
    [
        ("paymenttypes", {"Name": "SEPA", "Type": 1, "Deadline": 30}, {"Deadline": 366}),
        ("bankaccounts", {"AccountNumber": "DE00", "BankName": "B", "ReportingPeriod": 4}, {"Symbol": "X"}),
        ("customers", {"Name": "A", "CustomerType": 0}, {"PhoneNumber": "1"}),
        ("products", PRODUCT, {"Description": "d"}),
    ],
)
def test_elements_are_created_read_changed_and_deleted(
    client: httpx.Client, resource: str, new: dict[str, Any], change: dict[str, Any]
) -> None:
    element = created(client, resource, new)
    assert new.items() <= element.items()
    assert element in listed(client, resource)
    written(client.put(resource, json={**element, **change}))
    assert read(client, resource, element["Id"]) == {**element, **change}
    written(client.delete(f"{resource}/{element['Id']}"))
    refused(client.get(f"{resource}/{element['Id']}"), 404, MISSING)
    refused(client.delete(f"{resource}/{element['Id']}"), 404, MISSING)
    assert created(client, resource, new)["Id"] > element["Id"]


@pytest.mark.parametrize("body", [{}, {"Name": "x"}, {"Name": "x", "Type": 1, "Deadline": 367}])
def test_a_payment_type_needs_name_type_and_deadline(client: httpx.Client, body: dict[str, Any]) -> None:
    refused(client.post("paymenttypes", json=body), 400)


def test_custom_prints_can_only_be_listed(client: httpx.Client) -> None:
    assert {custom["Type"] for custom in listed(client, "customprints")} == {0, 7}
    assert "GET" in refused(client.post("customprints", json={}), 405)


# Documents


def test_an_invoice_gets_number_status_days_and_ids_of_lines(served: Open) -> None:
    client = served(clock=HandClock())
    sent = document(client)
    sent["Items"].append(line(client, Quantity=0.5, ProductDescription="half"))
    invoice = created(client, "invoices", sent)
    assert invoice["Number"] == f"RE/{invoice['Id']}/2026"
    assert (invoice["Status"], invoice["PaymentStatus"], invoice["BankAccountId"]) == (0, 0, None)
    assert invoice["IssueDate"] == invoice["SalesDate"] == "2026-05-01T00:00:00+01:00"
    assert len({item["Id"] for item in invoice["Items"]}) == 2
    assert [item["ProductDescription"] for item in invoice["Items"]] == [None, "half"]
    other = created(client, "invoices", sent)
    assert not {item["Id"] for item in invoice["Items"]} & {item["Id"] for item in other["Items"]}
    assert other["Number"] != invoice["Number"]


def test_an_order_needs_no_lines(served: Open) -> None:
    client = served(clock="fixed")
    body = {name: value for name, value in document(client).items() if name != "Items"}
    order = created(client, "proformas", body)
    assert (order["Items"], order["Status"]) == ([], 0)
    assert order["Number"] == f"AU/{order['Id']}/2026"
    assert order["IssueDate"] == "2026-01-01T00:00:00+01:00"
    assert "PaymentStatus" not in order
    assert "SalesDate" not in order


@pytest.mark.parametrize("resource", DOCUMENTS)
@pytest.mark.parametrize("field", ["PurchasingPartyId", "PaymentTypeId", "BankAccountId", "ProductId"])
def test_what_a_document_names_must_exist(client: httpx.Client, resource: str, field: str) -> None:
    body = document(client)
    if field == "ProductId":
        body["Items"].append(line(client, ProductId=12))
    else:
        body[field] = 12
    before = listed(client, resource)
    message = refused(client.post(resource, json=body), 400, MISSING)
    assert field in message
    assert "12" in message
    assert listed(client, resource) == before


@pytest.mark.parametrize("status", [2, 3, -1])
def test_an_invoice_cannot_begin_partly_paid(client: httpx.Client, status: int) -> None:
    assert "PaymentStatus" in refused(client.post("invoices", json=document(client, PaymentStatus=status)), 400)
    assert created(client, "invoices", document(client, PaymentStatus=1))["PaymentStatus"] == 1


@pytest.mark.parametrize(
    "day", ["2026-02-30", "30.06.2026", "20260630", "2026-06-30T00:00:00+01:00", "", "1767225600", "2026-W01-1"]
)
def test_days_are_taken_in_one_form(client: httpx.Client, day: str) -> None:
    response = client.post("proformas", json=document(client, IssueDate=day))
    assert "IssueDate" in refused(response, 400)


@pytest.mark.parametrize("field", ["ProductId", "Quantity", "ProductCurrencyNetPrice"])
def test_what_a_line_needs_is_said(client: httpx.Client, field: str) -> None:
    lines = [{name: value for name, value in line(client).items() if name != field}]
    for resource in DOCUMENTS:
        assert field in refused(client.post(resource, json=document(client, Items=lines)), 400)


def test_lines_keep_their_ids_and_new_ones_get_new_ones(client: httpx.Client) -> None:
    order = created(client, "proformas", document(client, Items=[line(client), line(client), line(client)]))
    first, second, third = order["Items"]
    lines = [{**third, "Quantity": 9}, line(client, ProductDescription="new"), first]
    written(client.put("proformas", json={**order, "IssueDate": "2026-01-05", "Items": lines}))
    changed = read(client, "proformas", order["Id"])["Items"]
    assert [item["Id"] for item in changed[::2]] == [third["Id"], first["Id"]]
    assert changed[0]["Quantity"] == 9
    assert changed[1]["Id"] not in (first["Id"], second["Id"], third["Id"])
    assert changed[1]["ProductDescription"] == "new"


def test_a_line_of_another_document_cannot_be_taken(client: httpx.Client) -> None:
    one, other = (created(client, "proformas", document(client)) for _ in range(2))
    body = {"Id": one["Id"], "Items": other["Items"]}
    assert str(other["Items"][0]["Id"]) in refused(client.put("proformas", json=body), 400, MISSING)
    assert read(client, "proformas", one["Id"]) == one


def test_number_and_status_do_not_change(client: httpx.Client) -> None:
    order = created(client, "proformas", document(client))
    body = {**order, "IssueDate": "2026-01-05", "Number": "mine", "Status": 1, "$id": "9"}
    written(client.put("proformas", json=body))
    changed = read(client, "proformas", order["Id"])
    assert (changed["Number"], changed["Status"]) == (order["Number"], 0)
    assert changed["IssueDate"].startswith("2026-01-05")


@pytest.mark.parametrize(("mode", "mail"), [("merge", "a@b"), ("replace", None)])
def test_whether_a_change_replaces_or_merges_is_open(served: Open, mode: str, mail: str | None) -> None:
    client = served({"update_mode": mode})
    customer = created(client, "customers", {"Name": "A", "Mail": "a@b", "Address": {"City": "B", "Street": "C"}})
    written(client.put("customers", json={"Id": customer["Id"], "Name": "Z", "Address": {"City": "D"}}))
    changed = read(client, "customers", customer["Id"])
    assert (changed["Name"], changed["Mail"]) == ("Z", mail)
    assert changed["Address"]["Street"] == ("C" if mode == "merge" else None)
    assert changed["Address"]["Id"] == customer["Address"]["Id"]


def test_a_change_may_keep_what_was_deleted_and_not_name_anything_else_that_is_missing(client: httpx.Client) -> None:
    product = created(client, "products", PRODUCT)
    order = created(client, "proformas", document(client, Items=[line(client, ProductId=product["Id"])]))
    written(client.delete(f"products/{product['Id']}"))
    written(client.put("proformas", json={**order, "IssueDate": "2026-01-05"}))
    refused(client.put("proformas", json={"Id": order["Id"], "PaymentTypeId": 12}), 400, MISSING)


@pytest.mark.parametrize("resource", [name for name in RESOURCES if name != "customprints"])
def test_a_change_needs_an_id_that_exists(client: httpx.Client, resource: str) -> None:
    assert "Id" in refused(client.put(resource, json={}), 400)
    refused(client.put(resource, json={"Id": None}), 400)
    refused(client.put(resource, json={"Id": 12}), 404, MISSING)


def test_confirmed_documents_stay_as_they_are_unless_that_is_switched_off(served: Open) -> None:
    client = served()
    confirmed = next(invoice for invoice in listed(client, "invoices") if invoice["Status"] == 1)
    number = confirmed["Id"]
    assert "confirmed" in refused(client.put("invoices", json={"Id": number, "PaymentStatus": 1}), 400)
    refused(client.delete(f"invoices/{number}"), 400)
    assert read(client, "invoices", number) == confirmed
    free = served({"confirmed_documents": "accept"})
    written(free.put("invoices", json={"Id": number, "PaymentStatus": 1}))
    written(free.delete(f"invoices/{number}"))


def test_there_is_a_line_that_has_lost_its_product(client: httpx.Client) -> None:
    lines = [item for invoice in listed(client, "invoices") for item in invoice["Items"]]
    assert None in [item["ProductId"] for item in lines]


# Errors


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


# Query options


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


# What is the same every time


def test_the_same_seed_gives_the_same_bytes_and_another_one_other_ids(served: Open) -> None:
    def answers(seed: int) -> list[bytes]:
        client = served(seed=seed, clock="fixed")
        created(client, "invoices", document(client))
        return [client.get(resource).content for resource in RESOURCES]

    assert answers(1) == answers(1)
    assert all(one != other for one, other in zip(answers(1), answers(2), strict=True))


def test_a_reset_forgets_everything(served: Open) -> None:
    box = served.box()
    client = served.client(box)
    before = [client.get(resource).content for resource in RESOURCES]
    created(client, "proformas", document(client))
    written(client.delete(f"products/{listed(client, 'products')[1]['Id']}"))
    box.reset()
    fresh = served.client(box)
    assert [fresh.get(resource).content for resource in RESOURCES] == before
