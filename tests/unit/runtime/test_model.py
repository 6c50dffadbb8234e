"""Models: reading, changing and sending back without loss; making and sending with every field checked."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from erp_client_runtime.errors import DecodeError, InvalidArgumentError
from erp_client_runtime.model import UNSET
from tests.unit.runtime.sample_models import Company, Invoice, InvoiceCreate, InvoiceUpdate, Line, LineCreate, Status


def test_an_object_is_read_into_typed_fields() -> None:
    invoice = Invoice.from_json(
        b'{"$id": "1", "id": 52, "invoiceNumber": "A-1", "paid": false, "total": 1.10, "invoiceDate": "2026-03-01",'
        b' "status": "paid", "lines": [{"productCode": "P", "price": 2}], "tags": ["x"], "rates": {"SEK": 1.0}}',
        strict=True,
    )
    assert invoice == Invoice(
        json_ref="1",
        id=52,
        number="A-1",
        paid=False,
        total=Decimal("1.10"),
        day=date(2026, 3, 1),
        status=Status.PAID,
        lines=[Line(product="P", price=Decimal(2))],
        tags=["x"],
        rates={"SEK": Decimal("1.0")},
    )


def test_nulls_and_absent_fields_go_back_as_they_came() -> None:
    received = {"id": 52, "invoiceNumber": None, "tags": None}
    assert Invoice.from_dict(received).to_dict() == received


def test_unknown_fields_are_kept_and_go_back() -> None:
    received = {"id": 1, "a b": {"c": [1, None]}, "": 1, "class": Decimal("1.10"), "extra_fields": 5, "_absent": 6}
    invoice = Invoice.from_dict(received)
    assert invoice.extra_fields == {
        "a b": {"c": [1, None]},
        "": 1,
        "class": Decimal("1.10"),
        "extra_fields": 5,
        "_absent": 6,
    }
    assert invoice.to_dict() == received


def test_what_the_vendor_says_not_to_send_back_stays_here() -> None:
    invoice = Invoice.from_dict({"$id": "7", "id": 1})
    assert invoice.json_ref == "7"
    assert invoice.to_dict() == {"id": 1}


def test_another_spelling_is_read_and_written_as_the_documented_one() -> None:
    invoice = Invoice.from_dict({"id": 1, "unitOfMeasurment": "kg"}, strict=True)
    assert invoice.unit == "kg"
    assert invoice.extra_fields == {}
    assert invoice.to_dict() == {"id": 1, "unitOfMeasurement": "kg"}


def test_both_spellings_at_once_lose_nothing() -> None:
    invoice = Invoice.from_dict({"id": 1, "unitOfMeasurement": "kg", "unitOfMeasurment": "g"})
    assert (invoice.unit, invoice.extra_fields) == ("kg", {"unitOfMeasurment": "g"})


@pytest.mark.parametrize(
    "received",
    [
        {"id": "52"},
        {"id": 1, "invoiceDate": "0000-00-00"},
        {"id": 1, "invoiceDate": ""},
        {"id": 1, "invoiceNumber": 17},
        {"id": 1, "total": "12.50"},
        {"id": 1, "total": {"amount": 5}},
        {"id": 1, "status": "new"},
        {"id": 1, "changedAt": "2026-03-01T12:00:00"},
        {"id": None},
        {"id": 1, "lines": "none"},
        {"id": 1, "lines": {"line": []}},
        {"id": 1, "lines": [{"price": "1.0"}, None, 5, [], {"price": []}]},
        {"id": 1, "tags": [1, {"a": "b"}, None]} | {"tags": [[], {"a": "b"}, None]},
        {"id": 1, "rates": {"SEK": "x", "EUR": None}},
    ],
)
def test_what_did_not_fit_goes_back_as_it_came(received: dict[str, Any]) -> None:
    invoice = Invoice.from_dict(received)
    assert invoice.to_dict() == received
    for again in (copy.copy(invoice), copy.deepcopy(invoice), pickle.loads(pickle.dumps(invoice))):
        assert again.to_dict() == received


def test_what_is_set_replaces_what_did_not_fit() -> None:
    invoice = Invoice.from_dict({"id": "52", "invoiceDate": "", "lines": "none"})
    invoice.day = None
    invoice.id = 53
    invoice.lines = [Line(product="P")]
    assert invoice.to_dict() == {"id": 53, "invoiceDate": None, "lines": [{"productCode": "P"}]}


def test_what_is_changed_in_place_is_sent_even_beside_something_that_did_not_fit() -> None:
    invoice = Invoice.from_dict({"id": 1, "lines": [{"price": 1}, "odd"], "tags": ["a", None]})
    assert invoice.lines is not None
    assert invoice.tags is not None
    invoice.lines[0].price = Decimal("2.50")
    invoice.lines.append(Line(product="P"))
    invoice.tags.append("b")
    assert invoice.to_dict() == {
        "id": 1,
        "lines": [{"price": Decimal("2.50")}, "odd", {"productCode": "P"}],
        "tags": ["a", None, "b"],
    }


def test_setting_none_sends_null() -> None:
    invoice = Invoice.from_dict({"id": 1})
    invoice.number = None
    assert invoice.to_dict() == {"id": 1, "invoiceNumber": None}


def test_an_object_made_by_hand_sends_what_was_given() -> None:
    invoice = Invoice(id=1, number="A")
    assert invoice.to_dict() == {"id": 1, "invoiceNumber": "A"}
    invoice.paid = None
    assert invoice.to_dict() == {"id": 1, "invoiceNumber": "A", "paid": None}


def test_what_a_program_sets_wrongly_is_refused_with_class_and_field() -> None:
    invoice = Invoice.from_dict({"id": "52"})
    invoice.id = "53"  # type: ignore[assignment]  # the mistake that is tested
    with pytest.raises(InvalidArgumentError, match=r"Invoice\.id has to be an integer"):
        invoice.to_dict()
    nested = Invoice(id=1, lines=[Line(price=1.5)])  # type: ignore[arg-type]  # the mistake that is tested
    with pytest.raises(InvalidArgumentError, match=r"Invoice\.lines\[0\]\.price has to be an exact number, not float"):
        nested.to_json()


def test_equality_is_about_the_fields_alone() -> None:
    assert Invoice.from_dict({"id": 1}) == Invoice.from_dict({"id": 1, "invoiceNumber": None}) == Invoice(id=1)
    assert Invoice.from_dict({"id": 1}) != Invoice.from_dict({"id": 1, "new": 1})


def test_the_repr_shows_fields_and_nothing_of_the_machinery() -> None:
    assert repr(Line(product="P")) == "Line(product='P', price=None, sub_lines=None)"


def test_the_repr_shows_what_is_not_documented_at_its_end() -> None:
    line = Line.from_dict({"new": 1, "productCode": "P"})
    assert repr(line) == "Line(product='P', price=None, sub_lines=None, extra_fields={'new': 1})"


def test_the_repr_of_an_object_that_holds_itself_ends() -> None:
    line = Line(product="P")
    line.sub_lines = [line]
    assert repr(line) == "Line(product='P', price=None, sub_lines=[...])"


def test_the_repr_of_what_is_sent_tells_what_is_not_given() -> None:
    assert repr(InvoiceCreate(number="A")).startswith("InvoiceCreate(number='A', total=UNSET, ")


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_copies_are_independent_in_what_they_send(duplicate: Any) -> None:
    invoice = Invoice.from_dict({"id": 1, "total": None})
    again = duplicate(invoice)
    again.number = None
    assert again.to_dict() == {"id": 1, "total": None, "invoiceNumber": None}
    assert invoice.to_dict() == {"id": 1, "total": None}
    assert again == invoice


def test_unset_stays_unset_through_copies_and_pickling() -> None:
    body = InvoiceCreate(number="A")
    for again in (copy.copy(body), copy.deepcopy(body), pickle.loads(pickle.dumps(body))):
        assert again.total is UNSET
        assert again.to_dict() == {"invoiceNumber": "A", "paid": True}


def test_with_changes_copies_and_sets() -> None:
    invoice = Invoice.from_dict({"id": 1, "invoiceNumber": "A", "new": 1})
    changed = invoice.with_changes(number="B", total=None, paid=UNSET)
    assert changed.to_dict() == {"id": 1, "invoiceNumber": "B", "total": None, "new": 1}
    changed.extra_fields["new"] = 2
    assert invoice.to_dict() == {"id": 1, "invoiceNumber": "A", "new": 1}


def test_with_changes_refuses_unknown_names_and_nothing() -> None:
    with pytest.raises(InvalidArgumentError, match=r"no field 'nummer'; did you mean 'number'"):
        Invoice(id=1).with_changes(nummer="B")
    with pytest.raises(InvalidArgumentError, match=r"did you mean 'number'"):
        Invoice(id=1).with_changes(invoiceNumber="B")
    with pytest.raises(InvalidArgumentError, match="nothing to change"):
        Invoice(id=1).with_changes(number=UNSET)


def test_a_missing_required_field_is_reported() -> None:
    assert Invoice.from_dict({}).id is None
    with pytest.raises(DecodeError, match=r"id: expected an integer, found null \(missing_field\)"):
        Invoice.from_dict({}, strict=True)


@pytest.mark.parametrize("value", [None, [], 5, "x"])
def test_from_dict_takes_mappings_only(value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"Invoice\.from_dict takes a dict"):
        Invoice.from_dict(value)


@pytest.mark.parametrize("content", [b"[]", b"null", b"5", b"", b"{", b"\xff"])
def test_from_json_takes_objects_only(content: bytes) -> None:
    with pytest.raises(DecodeError, match=r"Invoice\.from_json"):
        Invoice.from_json(content)


def test_endless_nesting_is_an_error_of_the_tree_both_ways() -> None:
    nested: dict[str, Any] = {}
    line = Line()
    for _ in range(5000):
        nested = {"subLines": [nested]}
        line = Line(sub_lines=[line])
    with pytest.raises(DecodeError, match="nested too deeply"):
        Line.from_dict(nested)
    with pytest.raises(InvalidArgumentError, match="nested too deeply"):
        line.to_dict()


def test_a_written_object_sends_what_is_set() -> None:
    body = InvoiceCreate(
        number="A", total=None, status=Status.OPEN, lines=[LineCreate(product="P", price=Decimal("1.10"))]
    )
    body.extra_fields["colour"] = "red"
    assert body.to_json() == (
        b'{"invoiceNumber":"A","total":null,"paid":true,"status":"open",'
        b'"lines":[{"productCode":"P","price":1.10}],"colour":"red"}'
    )


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"number": 5}, r"InvoiceCreate\.number has to be text"),
        ({"number": None}, r"InvoiceCreate\.number has to be text, not None$"),
        ({"number": UNSET}, r"InvoiceCreate\.number is required"),
        ({"number": "A", "total": 12.5}, r'InvoiceCreate\.total .*Decimal\("12.50"\)'),
        ({"number": "A", "paid": None}, r"InvoiceCreate\.paid .*leave it out to not send it"),
        ({"number": "A", "lines": [{"productCode": "P"}]}, r"InvoiceCreate\.lines\[0\] has to be LineCreate"),
        ({"number": "A", "lines": [LineCreate(product="\ud800")]}, r"InvoiceCreate\.lines\[0\]\.product"),
        ({"number": "A", "extra_fields": {"invoiceNumber": "B"}}, "which is a field of its own: set number"),
        ({"number": "A", "extra_fields": {"x": float("nan")}}, r"InvoiceCreate\.extra_fields\.x is nan"),
        (
            {"number": "A", "extra_fields": {"x": [0.5]}},
            r"InvoiceCreate\.extra_fields\.x\[0\] has to be an exact number",
        ),
        ({"number": "A", "extra_fields": {5: 1}}, "names of fields have to be text"),
        ({"number": "A", "extra_fields": [("x", 1)]}, r"InvoiceCreate\.extra_fields has to be a dict"),
    ],
)
def test_a_written_object_is_checked_field_by_field(fields: dict[str, Any], cause: str) -> None:
    with pytest.raises(InvalidArgumentError, match=cause):
        InvoiceCreate(**fields).to_json()


def test_a_field_that_is_never_sent_is_not_sent_from_a_written_object_either() -> None:
    assert InvoiceUpdate(json_ref="7", id=5, paid=False).to_dict() == {"id": 5, "paid": False}


def test_objects_that_lack_the_same_fields_share_the_memory_of_it() -> None:
    first, second = Company.from_dict({"kind": "a"}), Company.from_dict({"kind": "b"})
    assert first._absent is second._absent


def test_importing_the_package_imports_nothing_else() -> None:
    code = (
        "import sys, erp_client_runtime as package;"
        "assert not {'attrs', 'httpx', 'msgspec'} & set(sys.modules), sys.modules.keys();"
        "assert all(getattr(package, name) is not None for name in package.__all__);"
        "assert set(dir(package)) == set(package.__all__)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_models_and_clients_loads_no_module_that_is_rarely_needed() -> None:
    code = (
        "import sys, httpx, attrs; before = set(sys.modules);"
        "import erp_client_runtime.client, erp_client_runtime.model, erp_client_runtime.codecs;"
        "import erp_client_runtime.results;"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before};"
        "extra = new - {'erp_client_runtime', 'msgspec'} - set(sys.builtin_module_names);"
        "assert extra <= {'decimal', '_decimal', 'numbers', 'typing_extensions'}, extra"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
