"""Print-outs of Comarch ERP XT: where they are, how they are wrapped, and what the PDF shows."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from tests.sandbox.comarch_erp_xt.support import (
    DOCUMENTS,
    MISSING,
    created,
    document,
    line,
    listed,
    refused,
    written,
)
from tests.sandbox.pdf_reader import PDF, read_pdf
from tests.sandbox.support import Open


@pytest.fixture
def client(served: Open) -> httpx.Client:
    return served(clock="fixed")


def _printed(client: httpx.Client, resource: str, number: int, **query: Any) -> PDF:
    response = client.get(f"{resource}/{number}/print", params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return read_pdf(base64.b64decode(response.json(), validate=True))


@pytest.mark.parametrize("resource", DOCUMENTS)
def test_both_paths_answer_with_the_same_document(client: httpx.Client, resource: str) -> None:
    number = listed(client, resource)[0]["Id"]
    one = client.get(f"{resource}/{number}/print")
    other = client.get(f"{resource}/print/{number}")
    slashes = client.get(f"{resource}//print/{number}/")
    assert one.status_code == 200
    assert one.content == other.content == slashes.content


@pytest.mark.parametrize("resource", DOCUMENTS)
def test_the_document_can_come_as_a_data_uri(served: Open, resource: str) -> None:
    client = served({"print_form": "data_uri"})
    text = client.get(f"{resource}/{listed(client, resource)[0]['Id']}/print").json()
    assert text[:28] == "data:application/pdf;base64,"
    assert read_pdf(base64.b64decode(text[28:], validate=True)).pages


def test_an_invoice_shows_number_customer_dates_lines_and_totals(client: httpx.Client) -> None:
    customer = created(
        client,
        "customers",
        {
            "Name": "Bäcker (Köln) & Co",
            "CustomerTaxNumber": "DE1",
            "Address": {"Street": "Weg", "BuildingNumber": "7", "PostalCode": "50667", "City": "Köln"},
        },
    )
    product = created(client, "products", {"Name": "Mehl", "UnitOfMeasurment": "kg", "Rate": 8, "SaleNetPrice": 1})
    lines = [
        line(client, ProductId=product["Id"], Quantity=1500.5, ProductCurrencyNetPrice=1.25),
        line(client, ProductDescription="Besondere Schraube"),
    ]
    body = document(client, PurchasingPartyId=customer["Id"], Items=lines, IssueDate="2026-02-03")
    invoice = created(client, "invoices", body)
    read = _printed(client, "invoices", invoice["Id"])
    assert read.title == f"Rechnung {invoice['Number']}"
    for text in ("Bäcker (Köln) & Co", "Weg 7", "50667 Köln", "USt-IdNr.: DE1"):
        assert text in read.pages[0]
    assert "Rechnungsdatum: 03.02.2026" in read.pages[0]
    assert "Leistungsdatum: 01.01.2026" in read.pages[0]
    start = read.pages[0].index("Mehl")
    assert read.pages[0][start : start + 6] == ["Mehl", "1500,5", "kg", "1,25", "7 %", "1.875,63"]
    assert "Besondere Schraube" in read.pages[0]
    assert read.pages[0][-5:-1] == [
        "Netto: 1.895,63 EUR",
        "USt 19 %: 3,80 EUR",
        "USt 7 %: 131,29 EUR",
        "Brutto: 2.030,72 EUR",
    ]


def test_an_order_is_called_so(client: httpx.Client) -> None:
    order = listed(client, "proformas")[0]
    read = _printed(client, "proformas", order["Id"])
    assert read.title == f"Auftrag {order['Number']}"
    assert "Auftragsdatum: 15.12.2025" in read.pages[0]
    assert "Leistungsdatum" not in read.text


def test_an_order_without_lines_has_a_print_out(client: httpx.Client) -> None:
    order = created(client, "proformas", document(client, Items=[]))
    assert "Brutto: 0,00 EUR" in _printed(client, "proformas", order["Id"]).pages[0]


def test_many_lines_make_many_pages(client: httpx.Client) -> None:
    lines = [line(client, ProductDescription=f"Zeile {n}") for n in range(200)]
    read = _printed(client, "invoices", created(client, "invoices", document(client, Items=lines))["Id"])
    assert len(read.pages) > 3
    assert [text for page in read.pages for text in page if text.startswith("Zeile ")] == [
        f"Zeile {n}" for n in range(200)
    ]


def test_what_was_deleted_is_missing_on_the_print_out(client: httpx.Client) -> None:
    order = listed(client, "proformas")[0]
    for resource in ("customers", "products", "paymenttypes"):
        for element in listed(client, resource):
            written(client.delete(f"{resource}/{element['Id']}"))
    read = _printed(client, "proformas", order["Id"])
    assert order["Number"] in read.title
    assert "Brutto: 120,00 EUR" in read.text


def test_confirmed_invoices_and_lines_without_a_product_can_be_printed(client: httpx.Client) -> None:
    invoice = next(invoice for invoice in listed(client, "invoices") if invoice["Status"] == 1)
    assert "Artikel nach Muster" in _printed(client, "invoices", invoice["Id"]).text


@pytest.mark.parametrize("resource", DOCUMENTS)
def test_a_template_of_the_customer_can_be_chosen(client: httpx.Client, resource: str) -> None:
    number = listed(client, resource)[0]["Id"]
    wanted = 0 if resource == "invoices" else 7
    template = next(custom for custom in listed(client, "customprints") if custom["Type"] == wanted)
    read = _printed(client, resource, number, customPrintId=template["Id"])
    assert f"Druckvorlage: {template['Name']}" in read.pages[0]
    assert "Druckvorlage" not in _printed(client, resource, number).text


@pytest.mark.parametrize("missing_status", ["404", "400"])
@pytest.mark.parametrize("resource", DOCUMENTS)
def test_only_what_exists_can_be_printed_and_with_what_exists(served: Open, resource: str, missing_status: str) -> None:
    client = served({"missing_status": missing_status})
    number = listed(client, resource)[0]["Id"]
    for path in (f"{resource}/12/print", f"{resource}/print/12"):
        assert "12" in refused(client.get(path), 400, MISSING)
    response = client.get(f"{resource}/{number}/print", params={"customPrintId": 12})
    assert "custom print 12" in refused(response, 400, MISSING)
    refused(client.get(f"{resource}/{number}/print", params={"customPrintId": "x"}), 400)
    refused(client.post(f"{resource}/{number}/print"), 405)


def test_the_same_document_is_the_same_bytes(client: httpx.Client) -> None:
    number = listed(client, "invoices")[0]["Id"]
    one, other = (client.get(f"invoices/{number}/print").content for _ in range(2))
    assert one == other
