"""Customers, payment types, bank accounts and custom prints of Comarch ERP XT."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.sandbox.comarch_erp_xt.support import MISSING, PRODUCT, created, listed, read, refused, written
from tests.sandbox.support import Open


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
