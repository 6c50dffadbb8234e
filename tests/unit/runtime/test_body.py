"""The body of a call: a model or its fields as keywords, with errors that say what to do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from erp_client_runtime.errors import InvalidArgumentError
from erp_client_runtime.model import UNSET, body_from, changes_from
from tests.unit.runtime.sample_models import Invoice, InvoiceCreate, InvoiceUpdate, Line


def test_a_model_is_taken_as_it_is() -> None:
    body = InvoiceCreate(number="A")
    assert body_from(InvoiceCreate, body, {}) is body
    read = Invoice(id=1)
    assert body_from(InvoiceUpdate, read, {}, also=Invoice, whole=True) is read


def test_keywords_make_a_model() -> None:
    body = body_from(InvoiceCreate, None, {"number": "A", "total": Decimal("1.10"), "status": UNSET})
    assert body == InvoiceCreate(number="A", total=Decimal("1.10"))


def test_extra_fields_are_copied() -> None:
    extra = {"colour": "red"}
    body = body_from(InvoiceCreate, None, {"number": "A", "extra_fields": extra})
    extra["colour"] = "blue"
    assert body.extra_fields == {"colour": "red"}


def test_the_whole_object_needs_all_fields_that_the_program_can_set() -> None:
    body = body_from(InvoiceUpdate, None, {"number": None, "paid": True}, whole=True)
    assert body.to_dict() == {"invoiceNumber": None, "paid": True}


@pytest.mark.parametrize(
    ("body", "fields", "options", "cause"),
    [
        (InvoiceCreate(number="A"), {"number": "B"}, {}, "not both"),
        (Invoice(id=1), {}, {}, "has to be InvoiceCreate, not Invoice"),
        ({"number": "A"}, {}, {"also": Invoice}, "has to be InvoiceCreate or Invoice, not dict"),
        (None, {"nummer": "A"}, {}, "did you mean 'number'"),
        (None, {"invoiceNumber": "A"}, {}, "did you mean 'number'"),
        (None, {"zzz": "A"}, {}, "it has: number, total, paid"),
        (None, {}, {}, r"missing: number \(see InvoiceCreate\)"),
        (None, {"number": UNSET}, {}, "missing: number"),
        (None, {"number": "A"}, {"whole": True}, r"whole object; missing: total, paid, status, lines .*change\(\)"),
        (None, {}, {"whole": True}, "an object comes second, after the argument that says which one it is"),
    ],
)
def test_what_cannot_be_sent_is_refused(body: Any, fields: dict[str, Any], options: dict[str, Any], cause: str) -> None:
    with pytest.raises(InvalidArgumentError, match=cause):
        body_from(InvoiceCreate, body, fields, **options)


def test_changes_are_the_fields_that_are_given() -> None:
    assert changes_from(Invoice, number="A", total=None, paid=UNSET) == {"number": "A", "total": None}
    assert changes_from(Invoice, extra_fields={"colour": "red"}) == {"extra_fields": {"colour": "red"}}


def test_changes_are_refused_when_there_are_none_or_wrong_ones() -> None:
    with pytest.raises(InvalidArgumentError, match="nothing to change: give at least one field of Invoice"):
        changes_from(Invoice, number=UNSET)
    with pytest.raises(InvalidArgumentError, match="did you mean 'number'"):
        changes_from(Invoice, nummer="A")
    with pytest.raises(InvalidArgumentError, match=r"Invoice\.number has to be text"):
        changes_from(Invoice, number=5)
    endless = Line()
    endless.sub_lines = [endless]
    with pytest.raises(InvalidArgumentError, match=r"Invoice\.lines is nested too deeply, or holds itself"):
        changes_from(Invoice, lines=[endless])
