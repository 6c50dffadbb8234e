"""What a Comarch ERP XT sandbox holds at the start; people, companies and numbers are made up."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

from erp_sandbox.settings import Settings
from erp_sandbox.store import Item
from erp_sandbox.vendors.comarch_erp_xt_amounts import set_prices

_PRODUCTS = (
    ("Sechskantschraube M8", "verzinkt, 100 Stück", "Pkg", 9, "12.50"),
    ("Fachbuch Lagerhaltung", None, "Stk", 8, "28.0000"),
    ("Montagestunde", "", "Std", 9, "65"),
    ("Versand ins Ausland", None, "Stk", 2, "9.90"),
)
_CUSTOMERS = (
    ("Müller & Söhne GmbH", "DE123456789", "K001", "einkauf@mueller.example", "+49 221 555010", 1, 1),
    ("Anna Schulz", None, "K002", "anna.schulz@post.example", None, 0, 1),
    ("Stahlhandel Nord AG", "DE987654321", "L001", "", "", 1, 2),
)
_ADDRESSES = (
    ("Hafenstraße", "12", "b", "50667", "Köln"),
    ("Am Markt", "3", None, "04109", "Leipzig"),
    ("Werftweg", "40", "", "20457", "Hamburg"),
)


def address_id(customer_id: int) -> int:
    """Id of a customer's only address."""
    return customer_id * 10 + 1


def line_id(document_id: int, number: int) -> int:
    """Id of a document's line; no other document has it. `number` counts from 1."""
    return document_id * 1000 + number


def seeds(settings: Settings, chance: random.Random) -> Mapping[str, list[Item]]:
    """Elements of each resource; the chance moves their ids, which have seven digits as at the vendor."""
    first = {
        name: chance.randint(1_000_000, 9_000_000)
        for name in (
            *("products", "customers", "payment_types", "bank_accounts"),
            *("custom_prints", "invoices", "proformas"),
        )
    }
    return {
        "products": _products(first["products"], settings),
        "customers": _customers(first["customers"]),
        "payment_types": _payment_types(first["payment_types"]),
        "bank_accounts": _bank_accounts(first["bank_accounts"]),
        "custom_prints": _custom_prints(first["custom_prints"]),
        "invoices": _invoices(first),
        "proformas": _proformas(first),
    }


def _products(first: int, settings: Settings) -> list[Item]:
    found: list[Item] = []
    for n in range(int(settings["seed_products"])):
        if n < len(_PRODUCTS):
            name, description, unit, rate, net = _PRODUCTS[n]
        else:
            name, description, unit, rate, net = f"Artikel {n + 1:05}", None, "Stk", 9, f"{n % 90 + 1}.00"
        product: Item = {
            "Id": first + n,
            "Name": name,
            "Description": description,
            "ProductCode": f"P{n + 1:04}",
            "UnitOfMeasurment": unit,
            "Rate": rate,
            "SaleNetPrice": Decimal(net),
            "SaleGrossPrice": None,
        }
        set_prices(product, product, settings)
        found.append(product)
    return found


def _customers(first: int) -> list[Item]:
    found: list[Item] = []
    for n, (person, address) in enumerate(zip(_CUSTOMERS, _ADDRESSES, strict=True)):
        name, tax_number, code, mail, phone, customer_type, kind = person
        street, building, flat, postal_code, city = address
        found.append(
            {
                "Id": first + n,
                "Name": name,
                "CustomerTaxNumber": tax_number,
                "CustomerCode": code,
                "Mail": mail,
                "PhoneNumber": phone,
                "CustomerType": customer_type,
                "Address": {
                    "Id": address_id(first + n),
                    "Street": street,
                    "BuildingNumber": building,
                    "FlatNumber": flat,
                    "PostalCode": postal_code,
                    "City": city,
                },
                "CustomerKind": kind,
            }
        )
    return found


def _payment_types(first: int) -> list[Item]:
    kinds = (("Bar", False, 0, 0), ("Überweisung, 14 Tage", True, 14, 1), ("Karte", False, 0, 2))
    return [
        {"Id": first + n, "Name": name, "Primary": primary, "Deadline": deadline, "Type": kind}
        for n, (name, primary, deadline, kind) in enumerate(kinds)
    ]


def _bank_accounts(first: int) -> list[Item]:
    accounts = (
        ("DE02 1203 0000 0000 2020 51", "Musterbank", "EUR", 3, True),
        ("0000 4711", "Sparbank", None, 4, False),
    )
    return [
        {"Id": first + n, "AccountNumber": number, "BankName": bank, "Symbol": symbol}
        | {"ReportingPeriod": period, "Primary": primary}
        for n, (number, bank, symbol, period, primary) in enumerate(accounts)
    ]


def _custom_prints(first: int) -> list[Item]:
    prints = (("Rechnung mit Logo", "DE", 0), ("Invoice in English", "EN", 0), ("Auftrag mit Logo", "DE", 7))
    return [
        {"Id": first + n, "Name": name, "Language": language, "Type": kind}
        for n, (name, language, kind) in enumerate(prints)
    ]


def _lines(document_id: int, *lines: tuple[int | None, str, str, str | None]) -> list[Item]:
    return [
        {
            "Id": line_id(document_id, n),
            "ProductId": product,
            "Quantity": Decimal(quantity),
            "ProductCurrencyNetPrice": Decimal(price),
            "ProductDescription": description,
        }
        for n, (product, quantity, price, description) in enumerate(lines, 1)
    ]


def _invoices(first: Mapping[str, int]) -> list[Item]:
    """One that is saved; and one that is confirmed, from the summer, with a line that has lost its product."""
    saved, confirmed, product = first["invoices"], first["invoices"] + 1, first["products"]
    return [
        {
            "Id": saved,
            "PaymentStatus": 0,
            "PurchasingPartyId": first["customers"],
            "PaymentTypeId": first["payment_types"] + 1,
            "BankAccountId": first["bank_accounts"],
            "SalesDate": "2025-11-28",
            "IssueDate": "2025-12-01",
            "Items": _lines(saved, (product, "3", "12.5000", None), (product, "0.50", "12.50", "halbe Packung")),
            "Number": f"RE/{saved}/2025",
            "Status": 0,
        },
        {
            "Id": confirmed,
            "PaymentStatus": 2,
            "PurchasingPartyId": first["customers"] + 1,
            "PaymentTypeId": first["payment_types"],
            "BankAccountId": None,
            "SalesDate": "2025-06-30",
            "IssueDate": "2025-06-30",
            "Items": _lines(confirmed, (None, "2", "19.00", "Artikel nach Muster"), (product, "1", "12.50", "")),
            "Number": f"RE/{confirmed}/2025",
            "Status": 1,
        },
    ]


def _proformas(first: Mapping[str, int]) -> list[Item]:
    number = first["proformas"]
    return [
        {
            "Id": number,
            "PurchasingPartyId": first["customers"],
            "PaymentTypeId": first["payment_types"] + 1,
            "BankAccountId": None,
            "Items": _lines(number, (first["products"], "10", "12.00", None)),
            "IssueDate": "2025-12-15",
            "Number": f"AU/{number}/2025",
            "Status": 0,
        }
    ]
