"""A document as a print-out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from erp_sandbox import pdf
from erp_sandbox.call import Call
from erp_sandbox.store import Item
from erp_sandbox.vendors.comarch_erp_xt_amounts import percentage, rounded

_COLUMNS = (
    pdf.Column("Bezeichnung", 235),
    pdf.Column("Menge", 60, right=True),
    pdf.Column("Einheit", 45),
    pdf.Column("Preis", 60, right=True),
    pdf.Column("USt", 35, right=True),
    pdf.Column("Netto", 60, right=True),
)
_NAMES: Mapping[str, str] = {"invoices": "Rechnung", "proformas": "Auftrag"}


def print_out(call: Call, document: Item, template: Item | None) -> bytes:
    """The PDF of a stored document: number, customer, dates, lines, totals.

    What the document names and is not there any more is left out.
    """
    rows, net_by_rate = [], dict[int, Decimal]()
    for line in document["Items"] or ():
        product = _named(call, "products", line["ProductId"]) or {}
        rate = percentage(product.get("Rate"), call.settings)
        quantity, price = Decimal(line["Quantity"] or 0), Decimal(line["ProductCurrencyNetPrice"] or 0)
        net = rounded(quantity * price)
        net_by_rate[rate] = net_by_rate.get(rate, Decimal(0)) + net
        rows.append(
            [
                line["ProductDescription"] or product.get("Name") or "",
                _plain(quantity),
                product.get("UnitOfMeasurment") or "",
                _money(price),
                f"{rate} %",
                _money(net),
            ]
        )
    heading = f"{_NAMES[call.operation.resource]} {document['Number']}"
    return pdf.document(heading, _lines(call, document, template), _COLUMNS, rows, _totals(net_by_rate))


def _named(call: Call, resource: str, key: Any) -> Item | None:
    return None if key is None else call.world.collections[resource].get(str(key))


def _lines(call: Call, document: Item, template: Item | None) -> list[str]:
    customer = _named(call, "customers", document["PurchasingPartyId"]) or {}
    address = customer.get("Address") or {}
    payment = _named(call, "payment_types", document["PaymentTypeId"]) or {}
    account = _named(call, "bank_accounts", document["BankAccountId"]) or {}
    street = " ".join(address[part] for part in ("Street", "BuildingNumber", "FlatNumber") if address.get(part))
    town = " ".join(address[part] for part in ("PostalCode", "City") if address.get(part))
    lines = [customer.get("Name"), street, town, ""]
    labelled = {
        "USt-IdNr.": customer.get("CustomerTaxNumber"),
        "Rechnungsdatum" if "SalesDate" in document else "Auftragsdatum": _day(document["IssueDate"]),
        "Leistungsdatum": _day(document.get("SalesDate")),
        "Zahlungsart": payment.get("Name"),
        "Bankkonto": " ".join(account[part] for part in ("AccountNumber", "BankName") if account.get(part)),
        "Druckvorlage": template and template["Name"],
    }
    return [*(line or "" for line in lines), *(f"{label}: {text}" for label, text in labelled.items() if text)]


def _totals(net_by_rate: Mapping[int, Decimal]) -> list[tuple[str, str]]:
    taxes = {rate: rounded(net * rate / 100) for rate, net in sorted(net_by_rate.items(), reverse=True)}
    net, tax = sum(net_by_rate.values(), Decimal(0)), sum(taxes.values(), Decimal(0))
    return [
        ("Netto", f"{_money(net)} EUR"),
        *((f"USt {rate} %", f"{_money(amount)} EUR") for rate, amount in taxes.items()),
        ("Brutto", f"{_money(net + tax)} EUR"),
    ]


def _day(text: str | None) -> str | None:
    return f"{text[8:10]}.{text[5:7]}.{text[:4]}" if text else None


def _money(amount: Decimal) -> str:
    """As it is written in Germany: 1.234,50."""
    return f"{rounded(amount):,f}".translate(str.maketrans(",.", ".,"))


def _plain(quantity: Decimal) -> str:
    text = f"{quantity:f}".replace(".", ",")
    return text.rstrip("0").rstrip(",") if "," in text else text
