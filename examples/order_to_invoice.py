"""From an order to its invoice, across three ERP systems.

A print shop keeps payment terms and cost centers in Lagerkoll, produces with Simutek GKS4 and keeps its books in
Comarch ERP XT. This program

1. takes over the payment terms and cost centers that changed in Lagerkoll since the last run,
2. makes sure that the buyer is known to Simutek and ERP XT,
3. places the order in Simutek, for production,
4. enters order and invoice in ERP XT, and prints the invoice to a PDF file.

What it did is kept in a file, so that it can run again at any time: nothing is ordered or invoiced twice. If nobody
knows whether a write was done (its answer was lost, or the program was killed meanwhile), the next run says so and
stops, so that a person can look. Addresses and credentials come from the environment (LAGERKOLL_…, SIMUTEK_GKS4_…,
COMARCH_ERP_XT_…). Waiting when a vendor says so, repeating what is safe to repeat and renewing tokens is what the
clients do; there is not a word of it below.

    python order_to_invoice.py --state state.json --pdf invoice.pdf
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from comarch_erp_xt import ComarchERPXT
from comarch_erp_xt.models import AddressCreate, CustomerType, InvoiceItemCreate, PaymentTypeKind, ProformaItemCreate
from journal import Journal
from lagerkoll import Lagerkoll
from simutek_gks4 import SimutekGKS4
from simutek_gks4.errors import AmbiguousWriteError, DecodeError, ERPClientError, NotFoundError
from simutek_gks4.models import PostalAddressCreate


@dataclass(frozen=True)
class Line:
    """What was ordered. The price is for one, net, in euros."""

    article: str
    text: str
    quantity: Decimal
    price: Decimal


@dataclass(frozen=True)
class Order:
    """An order as it came in."""

    number: str
    payment_term: str
    cost_center: str
    buyer_number: str
    buyer_name: str
    buyer_identity: str
    buyer_email: str
    street: str
    house: str
    postcode: str
    town: str
    lines: tuple[Line, ...]


ORDER = Order(
    number="PO-7781/B",
    payment_term="30N",
    cost_center="WS",
    buyer_number="K200317",
    buyer_name="Buchhandlung Exempel GmbH",
    buyer_identity="556000-0000",
    buyer_email="rechnung@example.org",
    street="Probestraße",
    house="7 b",
    postcode="20095",
    town="Hamburg",
    lines=(
        Line("FLYER-A5", "Flyer A5, 4/4, 135 g", Decimal("2500"), Decimal("0.0648")),
        Line("POSTER-A1", "Poster A1, 4/0, 150 g", Decimal("12.5"), Decimal("19.90")),
    ),
)


UNDER_WAY = "under way"
"""What the memory holds instead of a result while it is not known whether a write was done."""


class UnknownOutcomeError(Exception):
    """An earlier run began a write, and did not learn whether it was done."""


class Memory:
    """What earlier runs did, in a JSON file that is never half-written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}

    def get(self, key: str, default: Any) -> Any:
        """A value, or the default if there is none."""
        return self._values.get(key, default)

    def __setitem__(self, key: str, value: Any) -> None:
        self._values[key] = value
        self._write()

    def __delitem__(self, key: str) -> None:
        del self._values[key]
        self._write()

    def _write(self) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(self._values, indent=2), "utf-8")
        new.replace(self._file)

    def once(self, key: str, action: Callable[[], Any]) -> Any:
        """What the action returned, which is done unless an earlier run did it.

        Raises:
            UnknownOutcomeError: an earlier run began it.
        """
        if self._values.get(key) == UNDER_WAY:
            raise UnknownOutcomeError(
                f"look whether an earlier run did this: {key}. If so, write its id instead of {UNDER_WAY!r} into "
                f"{self._file} (null where it has none), else delete that entry; then run this again"
            )
        if key not in self._values:
            self[key] = UNDER_WAY
            try:
                self[key] = action()
            except ERPClientError as error:
                if not isinstance(error, AmbiguousWriteError) and not (isinstance(error, DecodeError) and error.sent):
                    del self[key]  # nothing was done
                raise
        return self._values[key]


def follow_lagerkoll(lagerkoll: Lagerkoll, memory: Memory) -> None:
    """Take over what changed since the last run; a first run takes everything."""
    terms, cursor = lagerkoll.payment_terms.changes(memory.get("payment terms since", 0))
    memory["payment terms"] = memory.get("payment terms", {}) | {term.code: term.description for term in terms}
    memory["payment terms since"] = cursor

    centers, cursor = lagerkoll.cost_centers.changes(memory.get("cost centers since", 0))
    memory["cost centers"] = memory.get("cost centers", {}) | {center.short_name: center.name for center in centers}
    memory["cost centers since"] = cursor
    print(f"Lagerkoll: {len(terms)} payment terms and {len(centers)} cost centers changed")


def known(memory: Memory, kind: str, code: str) -> str:
    """What Lagerkoll calls the element with this code, as far as it was taken over."""
    found: dict[str, str] = memory.get(kind, {})
    if code not in found:
        raise SystemExit(f"The order needs {code!r} of the {kind} in Lagerkoll, where there is none")
    return found[code]


def ensure_buyer_in_simutek(simutek: SimutekGKS4, order: Order) -> None:
    """Create the buyer unless there is a customer with this number."""
    try:
        known = simutek.customers.get(order.buyer_number)
        print(f"Simutek: {known.name} is known")
    except NotFoundError:
        simutek.customers.create(
            number=order.buyer_number,
            name=order.buyer_name,
            corporate_identity_number=order.buyer_identity,
            invoice_email=order.buyer_email,
            postal_address=PostalAddressCreate(
                address1=f"{order.street} {order.house}", zip_code=order.postcode, city=order.town, country_code="DE"
            ),
        )
        print(f"Simutek: created {order.buyer_name}")


def produce(simutek: SimutekGKS4, order: Order) -> None:
    """Place the order. The vendor does not document how rows are written, so they go along under names of our own."""
    simutek.sales_orders.create(
        customer_number=order.buyer_number,
        purchase_order_number=order.number,
        currency="EUR",
        note_from_customer=f"Cost center {order.cost_center}",
        extra_fields={"rows": [{"article": line.article, "quantity": line.quantity} for line in order.lines]},
    )
    print(f"Simutek: ordered {order.number}")


@dataclass(frozen=True)
class Ids:
    """What ERP XT calls the parts of an order."""

    buyer: int
    payment_type: int
    products: dict[str, int]


def ensure_buyer(erp_xt: ComarchERPXT, order: Order) -> int:
    """Id of the buyer, who is created unless there is a customer with this code."""
    for customer in erp_xt.customers.iterate():
        if customer.customer_code == order.buyer_number and customer.id is not None:
            print(f"ERP XT: {customer.name} is known")
            return customer.id
    created = erp_xt.customers.create(
        customer_code=order.buyer_number,
        name=order.buyer_name,
        mail=order.buyer_email,
        customer_type=CustomerType.BUSINESS,
        address=AddressCreate(
            street=order.street, building_number=order.house, postal_code=order.postcode, city=order.town
        ),
    )
    print(f"ERP XT: created {order.buyer_name}, number {created}")
    return created


def ensure_payment_type(erp_xt: ComarchERPXT, name: str) -> int:
    """Id of the payment type for a payment term of Lagerkoll; the days are in the term's name."""
    for payment_type in erp_xt.payment_types.iterate():
        if payment_type.name == name and payment_type.id is not None:
            return payment_type.id
    days = re.match(r"\d+", name)
    return erp_xt.payment_types.create(
        name=name, deadline=int(days[0]) if days else 0, type=PaymentTypeKind.BANK_TRANSFER
    )


def ensure_products(erp_xt: ComarchERPXT, order: Order) -> dict[str, int]:
    """Ids of the products by article number; those that are missing are created."""
    known = {product.product_code: product.id for product in erp_xt.products.iterate()}
    ids = {}
    for line in order.lines:
        ids[line.article] = known.get(line.article) or erp_xt.products.create(
            product_code=line.article, name=line.text, unit_of_measurement="ST", rate=9, sale_net_price=line.price
        )
    return ids


def enter_order(erp_xt: ComarchERPXT, order: Order, ids: Ids) -> int:
    """Enter the order; its id."""
    return erp_xt.proformas.create(
        purchasing_party_id=ids.buyer,
        payment_type_id=ids.payment_type,
        items=[
            ProformaItemCreate(
                product_id=ids.products[line.article], quantity=line.quantity, product_currency_net_price=line.price
            )
            for line in order.lines
        ],
    )


def enter_invoice(erp_xt: ComarchERPXT, order: Order, ids: Ids, cost_center: str) -> int:
    """Enter the invoice; its id."""
    return erp_xt.invoices.create(
        purchasing_party_id=ids.buyer,
        payment_type_id=ids.payment_type,
        items=[
            InvoiceItemCreate(
                product_id=ids.products[line.article],
                quantity=line.quantity,
                product_currency_net_price=line.price,
                product_description=f"{line.text} ({cost_center})",
            )
            for line in order.lines
        ],
    )


def show_invoice(erp_xt: ComarchERPXT, invoice_id: int, pdf: Path) -> None:
    """Read the invoice back, and print it to a file."""
    invoice = erp_xt.invoices.get(invoice_id)
    amounts = (
        item.quantity * item.product_currency_net_price
        for item in invoice.items or ()
        if item.quantity is not None and item.product_currency_net_price is not None
    )
    print(f"ERP XT: invoice {invoice.number} of {invoice.issue_date}, {sum(amounts, Decimal(0)):.2f} EUR net")
    pdf.write_bytes(erp_xt.invoices.print(invoice_id))
    print(f"ERP XT: printed to {pdf.name}, {pdf.stat().st_size} bytes")


def run(order: Order, memory: Memory, pdf: Path, journal: Journal) -> None:
    """All of it, picking up where an earlier run ended."""
    with (
        Lagerkoll(on_response=journal.of("Lagerkoll")) as lagerkoll,
        # The vendor does not document where sales orders are created: we go along with the guess.
        SimutekGKS4(on_response=journal.of("Simutek"), allow_assumed=True) as simutek,
        # Nor does this one say where invoices are printed.
        ComarchERPXT(on_response=journal.of("ERP XT"), allow_assumed=True) as erp_xt,
    ):
        follow_lagerkoll(lagerkoll, memory)
        term = known(memory, "payment terms", order.payment_term)
        cost_center = known(memory, "cost centers", order.cost_center)

        ensure_buyer_in_simutek(simutek, order)
        memory.once(f"{order.number} in Simutek", lambda: produce(simutek, order))

        ids = Ids(ensure_buyer(erp_xt, order), ensure_payment_type(erp_xt, term), ensure_products(erp_xt, order))
        memory.once(f"{order.number} in ERP XT", lambda: enter_order(erp_xt, order, ids))
        invoice = memory.once(f"invoice of {order.number}", lambda: enter_invoice(erp_xt, order, ids, cost_center))
        show_invoice(erp_xt, invoice, pdf)


def main() -> int:
    """Run it, and show what calls it took."""
    parser = argparse.ArgumentParser(description="From an order to its invoice, across three ERP systems.")
    parser.add_argument("--state", type=Path, default=Path("state.json"), help="what earlier runs did")
    parser.add_argument("--pdf", type=Path, default=Path("invoice.pdf"), help="where the invoice goes")
    parser.add_argument("--repeats", type=int, help="how many calls must have been repeated, for a demonstration")
    arguments = parser.parse_args()
    journal = Journal()
    try:
        run(ORDER, Memory(arguments.state), arguments.pdf, journal)
    except (AmbiguousWriteError, UnknownOutcomeError) as error:
        print(f"Nobody knows whether this was done: {error}", file=sys.stderr)
        return 1
    except ERPClientError as error:
        print(f"Run this again when that is mended, nothing is done twice: {error}", file=sys.stderr)
        return 1
    finally:
        print(f"\n{journal.table()}\n")
    if arguments.repeats not in (None, journal.repeats):
        print(f"{arguments.repeats} calls were to be repeated, {journal.repeats} were", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
