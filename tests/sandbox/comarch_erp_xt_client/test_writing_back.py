"""The Comarch ERP XT client writes back what it read, and nothing over something else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from comarch_erp_xt import ComarchERPXT
from comarch_erp_xt.errors import DecodeError, InvalidArgumentError
from comarch_erp_xt.models import InvoiceItem, InvoiceItemCreate, InvoiceItemUpdate
from erp_client_runtime import Drift
from erp_sandbox import Sandbox
from tests.sandbox.clients import calls
from tests.sandbox.comarch_erp_xt_client.support import Connect, items_of, line, sent


def test_lines_keep_their_ids_and_new_ones_get_one(
    client: ComarchERPXT, vendor: Sandbox, parties: dict[str, Any], product: int
) -> None:
    created = client.invoices.create(**parties, items=[InvoiceItemCreate(**line(product)) for _ in range(2)])
    invoice = client.invoices.get(created)
    assert invoice.items is not None
    ids = [item.id for item in invoice.items]
    invoice.items[0].quantity = Decimal(7)
    client.invoices.update(created, invoice)
    changed = items_of(client, created)
    assert ([item.id for item in changed], changed[0].quantity) == (ids, Decimal(7))
    client.invoices.change(created, items=[*changed, InvoiceItem(**line(product))])
    assert "Id" not in sent(vendor)["Items"][2]
    assert [item.id for item in items_of(client, created)][:2] == ids
    whole: dict[str, Any] = {
        name: getattr(invoice, name) for name in ("bank_account_id", "payment_status", "sales_date", "issue_date")
    }
    kept = [InvoiceItemUpdate(id=ids[1], **line(product, product_description="only this one"))]
    client.invoices.update(created, **parties, **whole, items=kept)
    (only,) = items_of(client, created)
    assert (only.id, only.product_description) == (ids[1], "only this one")


def test_what_the_client_does_not_know_goes_back(vendor: Sandbox, connect: Connect, product: int) -> None:
    drifts: list[Drift] = []
    client = connect(vendor, on_drift=drifts.append)
    body = b'{"$id": "1", "Id": %d, "Name": "Nut", "ItemCode": "x", "Stock": {"$id": "2", "Free": 1.50}}' % product
    vendor.faults.add("get_product", "body", body=body)
    client.products.change(product, name="Bolt")
    assert vendor.requests[-1].body == (b'{"Id":%d,"Name":"Bolt","ItemCode":"x","Stock":{"Free":1.50}}' % product)
    assert {drift.path for drift in drifts} == {"ItemCode", "Stock"}


def test_an_object_is_not_written_over_another(client: ComarchERPXT, vendor: Sandbox, product: int) -> None:
    read = client.products.get(product)
    before = len(vendor.requests)
    with pytest.raises(InvalidArgumentError, match=f"{product + 1}.*{product}.*data of the other"):
        client.products.update(product + 1, read)
    with pytest.raises(InvalidArgumentError, match="id"):
        client.products.update(True, read)
    assert len(vendor.requests) == before
    vendor.faults.add("get_product", "body", body=b'{"Id": 1, "Name": "another"}')
    with pytest.raises(DecodeError, match="nothing was written"):
        client.products.change(product, name="Nut")
    assert calls(vendor, "update_product") == 0
