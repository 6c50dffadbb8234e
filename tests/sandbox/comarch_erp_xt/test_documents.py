"""Invoices and orders of Comarch ERP XT: lines, references, numbers, what may change."""

from __future__ import annotations

import httpx
import pytest

from tests.sandbox.comarch_erp_xt.support import (
    DOCUMENTS,
    MISSING,
    PRODUCT,
    RESOURCES,
    created,
    document,
    line,
    listed,
    read,
    refused,
    written,
)
from tests.sandbox.support import HandClock, Open


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
