"""Every codec: what fits, what is converted and reported, what stays as it came; what can be sent and in which form."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from erp_client_runtime.codecs import (
    ANY,
    BINARY_BASE64,
    BOOLEAN,
    DATE,
    DATE_PREFIX,
    DATETIME,
    DECIMAL,
    DECIMAL_TEXT,
    EPOCH_MILLIS,
    INT32,
    INT64,
    INTEGER,
    NUMBER,
    TEXT,
    UUID,
    Codec,
    array,
    const,
    enumeration,
    mapping,
    ref,
)
from erp_client_runtime.errors import ConfigurationError, DecodeError, InvalidArgumentError
from tests.unit.runtime.sample_models import (
    HERE,
    PARTY_BY_KIND,
    PARTY_BY_SHAPE,
    Company,
    Line,
    LineCreate,
    Person,
    Priority,
    Status,
    lenient,
    strict,
)

STATUS = enumeration(Status)
PRIORITY = enumeration(Priority)
OPEN_PRIORITY = enumeration(Priority, others=True)
OPEN_STATUS = enumeration(Status, others=True)
UUID_TEXT = "12345678-1234-5678-1234-567812345678"
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def same(left: Any, right: Any) -> bool:
    """Equal, of the same type, and for Decimal with the same digits."""
    return type(left) is type(right) and (str(left) == str(right) if isinstance(left, Decimal) else left == right)


@pytest.mark.parametrize(
    ("codec", "value", "expected"),
    [
        (TEXT, "å", "å"),
        (INTEGER, 10**40, 10**40),
        (INT32, 2**31 - 1, 2**31 - 1),
        (INT64, 2**63 - 1, 2**63 - 1),
        (INT64, -(2**63), -(2**63)),
        (NUMBER, Decimal("1.5"), 1.5),
        (NUMBER, 3, 3.0),
        (DECIMAL, Decimal("1.10"), Decimal("1.10")),
        (DECIMAL, 12, Decimal("12")),
        (DECIMAL, 0.1, Decimal("0.1")),
        (DECIMAL_TEXT, "12.50", Decimal("12.50")),
        (BOOLEAN, False, False),
        (DATE, "2026-02-28", date(2026, 2, 28)),
        (DATE_PREFIX, "2026-02-28T23:59:59.1234567", date(2026, 2, 28)),
        (DATE_PREFIX, "2026-02-28", date(2026, 2, 28)),
        (DATE_PREFIX, "2026-02-28 00:00", date(2026, 2, 28)),
        (DATETIME, "2026-03-01T12:00:00Z", NOON),
        (DATETIME, "2026-03-01t14:00:00.000+0200", NOON),
        (EPOCH_MILLIS, 1772366400000, NOON),
        (EPOCH_MILLIS, -1, datetime(1969, 12, 31, 23, 59, 59, 999000, UTC)),
        (UUID, UUID_TEXT, uuid.UUID(UUID_TEXT)),
        (BINARY_BASE64, "aGk=", b"hi"),
        (BINARY_BASE64, "", b""),
        (ANY, {"a": [None]}, {"a": [None]}),
        (STATUS, "open", Status.OPEN),
        (PRIORITY, 2, Priority.HIGH),
        (OPEN_PRIORITY, 2, Priority.HIGH),
        (OPEN_PRIORITY, 9, Priority(9)),
        (OPEN_STATUS, "new", Status("new")),
        (const("v1"), "v1", "v1"),
        (array(TEXT), ["a", "b"], ["a", "b"]),
        (array(TEXT, nullable=True), ["a", None], ["a", None]),
        (mapping(DECIMAL), {"a b": 1}, {"a b": Decimal(1)}),
        (mapping(TEXT, nullable=True), {"x": None}, {"x": None}),
    ],
)
def test_what_fits_is_read_without_a_drift(codec: Codec[Any], value: Any, expected: Any) -> None:
    decoding = lenient()
    assert same(codec.decode(value, decoding, None), expected)
    assert decoding.events == []
    assert same(codec.decode(value, strict(), None), expected)


@pytest.mark.parametrize(
    ("codec", "value", "expected", "kind"),
    [
        (TEXT, None, None, "null"),
        (TEXT, 5, "5", "wrong_type"),
        (TEXT, Decimal("1.10"), "1.10", "wrong_type"),
        (TEXT, True, "true", "wrong_type"),
        (TEXT, ["a"], ["a"], "wrong_type"),
        pytest.param(TEXT, 10**5000, 10**5000, "wrong_type", id="endless integer"),
        (INTEGER, None, None, "null"),
        (INTEGER, "52", 52, "number_as_text"),
        (INTEGER, "5.0", 5, "number_as_text"),
        (INTEGER, Decimal("5.0"), 5, "wrong_type"),
        (INTEGER, Decimal("5.5"), Decimal("5.5"), "wrong_type"),
        (INTEGER, Decimal("1E+400000000"), Decimal("1E+400000000"), "wrong_type"),
        (INTEGER, "1e400000000", "1e400000000", "bad_value"),
        (INTEGER, True, True, "wrong_type"),
        (INTEGER, "", None, "empty_value"),
        (INTEGER, "1_000", "1_000", "bad_value"),
        (INTEGER, "NaN", "NaN", "bad_value"),
        (INTEGER, {}, {}, "wrong_type"),
        (INT32, 2**31, 2**31, "bad_value"),
        (INT64, 2**63, 2**63, "bad_value"),
        (INT64, -(2**63) - 1, -(2**63) - 1, "bad_value"),
        (INT64, "17", 17, "number_as_text"),
        (INT64, True, True, "wrong_type"),
        (NUMBER, "1.5", 1.5, "number_as_text"),
        (NUMBER, Decimal("1E+400"), Decimal("1E+400"), "bad_value"),
        (NUMBER, 10**400, 10**400, "bad_value"),
        (NUMBER, False, False, "wrong_type"),
        (DECIMAL, "12.50", Decimal("12.50"), "number_as_text"),
        (DECIMAL, "twelve", "twelve", "bad_value"),
        (DECIMAL, "1e99999999999999999999", "1e99999999999999999999", "bad_value"),
        (DECIMAL, True, True, "wrong_type"),
        (DECIMAL, None, None, "null"),
        (DECIMAL_TEXT, Decimal("12.50"), Decimal("12.50"), "wrong_type"),
        (DECIMAL_TEXT, "", None, "empty_value"),
        (DECIMAL_TEXT, "Infinity", "Infinity", "bad_value"),
        (BOOLEAN, "TRUE", True, "wrong_type"),
        (BOOLEAN, 1, 1, "wrong_type"),
        (BOOLEAN, None, None, "null"),
        (DATE, "", None, "empty_value"),
        (DATE, "0000-00-00", None, "empty_value"),
        (DATE, "2026-02-30", "2026-02-30", "bad_value"),
        (DATE, "20260228", "20260228", "bad_value"),
        (DATE, "2026-02-28T00:00:00", "2026-02-28T00:00:00", "bad_value"),
        (DATE, 20260228, 20260228, "wrong_type"),
        (DATE, None, None, "null"),
        (DATE_PREFIX, "0000-00-00T00:00:00", None, "empty_value"),
        (DATETIME, "2026-03-01T12:00:00", datetime(2026, 3, 1, 12, 0), "bad_value"),
        (DATETIME, "tomorrow", "tomorrow", "bad_value"),
        (DATETIME, "2026-03-01T25:00:00Z", "2026-03-01T25:00:00Z", "bad_value"),
        (EPOCH_MILLIS, "1772366400000", NOON, "number_as_text"),
        (EPOCH_MILLIS, Decimal("1772366400000.0"), NOON, "wrong_type"),
        (EPOCH_MILLIS, Decimal("1.5"), Decimal("1.5"), "wrong_type"),
        (EPOCH_MILLIS, 10**30, 10**30, "bad_value"),
        (EPOCH_MILLIS, "", None, "empty_value"),
        (EPOCH_MILLIS, True, True, "wrong_type"),
        (EPOCH_MILLIS, None, None, "null"),
        (UUID, "xyz", "xyz", "bad_value"),
        (UUID, "", None, "empty_value"),
        (BINARY_BASE64, "a", "a", "bad_value"),
        (BINARY_BASE64, "å", "å", "bad_value"),
        (BINARY_BASE64, 5, 5, "wrong_type"),
        (STATUS, "new", Status("new"), "unknown_value"),
        (STATUS, None, None, "null"),
        (STATUS, [], [], "wrong_type"),
        (PRIORITY, 9, Priority(9), "unknown_value"),
        (OPEN_PRIORITY, "9", Priority(9), "number_as_text"),
        (OPEN_PRIORITY, "high", "high", "bad_value"),
        (OPEN_PRIORITY, None, None, "null"),
        (PRIORITY, "2", Priority.HIGH, "number_as_text"),
        (PRIORITY, True, True, "wrong_type"),
        (const("v1"), "v2", "v2", "unknown_value"),
        (const(1), True, True, "wrong_type"),
        (const("v1"), None, None, "null"),
        (array(TEXT), None, None, "null"),
        (array(TEXT), {"0": "a"}, {"0": "a"}, "wrong_type"),
        (array(TEXT), ["a", None], ["a", None], "null"),
        (array(INTEGER), [1, "x", []], [1, "x", []], "bad_value"),
        (mapping(TEXT), [], [], "wrong_type"),
        (mapping(TEXT), {"x": None}, {"x": None}, "null"),
        (ref(HERE, "Line"), "Line", "Line", "wrong_type"),
        (ref(HERE, "Line"), None, None, "null"),
        (PARTY_BY_KIND, None, None, "null"),
        (PARTY_BY_KIND, {"kind": "robot"}, {"kind": "robot"}, "unknown_value"),
        (PARTY_BY_KIND, {}, {}, "unknown_value"),
    ],
)
def test_what_does_not_fit_is_reported_and_raised_when_strict(
    codec: Codec[Any], value: Any, expected: Any, kind: str
) -> None:
    decoding = lenient()
    assert same(codec.decode(value, decoding, None), expected)
    assert decoding.events[0].kind == kind
    with pytest.raises(DecodeError, match=kind):
        codec.decode(value, strict(), None)


@pytest.mark.parametrize(
    ("codec", "value", "expected"),
    [
        (TEXT, Status.OPEN, "open"),
        (INTEGER, Priority.HIGH, 2),
        (NUMBER, 1.5, 1.5),
        (DECIMAL, Decimal("12.50"), Decimal("12.50")),
        (DECIMAL, 12, 12),
        (DECIMAL_TEXT, Decimal("1E+3"), "1000"),
        (DECIMAL_TEXT, 5, "5"),
        (BOOLEAN, True, True),
        (DATE, date(2026, 2, 28), "2026-02-28"),
        (DATE_PREFIX, date(2026, 2, 28), "2026-02-28"),
        (DATETIME, NOON, "2026-03-01T12:00:00+00:00"),
        (EPOCH_MILLIS, NOON.astimezone(timezone(timedelta(hours=5))), 1772366400000),
        (UUID, uuid.UUID(UUID_TEXT), UUID_TEXT),
        (UUID, UUID_TEXT.upper(), UUID_TEXT),
        (BINARY_BASE64, b"hi", "aGk="),
        (ANY, (1, {"a": None}), [1, {"a": None}]),
        (STATUS, Status.PAID, "paid"),
        (STATUS, "paid", "paid"),
        (STATUS, Status("new"), "new"),
        (PRIORITY, Priority(9), 9),
        (OPEN_PRIORITY, Priority.LOW, 1),
        (OPEN_PRIORITY, 1, 1),
        (OPEN_PRIORITY, 9, 9),
        (OPEN_STATUS, "new", "new"),
        (const("v1"), "v1", "v1"),
        (array(DECIMAL), (1, Decimal("1.0")), [1, Decimal("1.0")]),
        (array(TEXT, nullable=True), [None], [None]),
        (mapping(TEXT, nullable=True), {"x": None, "y": "z"}, {"x": None, "y": "z"}),
        (ref(HERE, "LineCreate"), LineCreate(product="p"), {"productCode": "p"}),
        (PARTY_BY_KIND, Company(kind="company"), {"kind": "company"}),
        (PARTY_BY_SHAPE, Person(name="Ada"), {"name": "Ada"}),
    ],
)
def test_what_fits_is_sent_in_its_wire_form(codec: Codec[Any], value: Any, expected: Any) -> None:
    assert same(codec.encode(value, "Invoice.field"), expected)


@pytest.mark.parametrize(
    ("codec", "value", "cause"),
    [
        (TEXT, 5, "text"),
        (TEXT, None, "None"),
        (TEXT, "a\ud800", "surrogate"),
        (INTEGER, True, "integer"),
        (INTEGER, 1.0, "integer"),
        (INT32, 2**31, "32 bits, from -2147483648 to 2147483647; the one given is larger"),
        (INT64, 2**63, "64 bits, from -9223372036854775808 to 9223372036854775807; the one given is larger"),
        (INT64, -(2**63) - 1, "the one given is smaller"),
        (INT64, True, "integer"),
        (NUMBER, float("nan"), "finite"),
        (NUMBER, True, "number"),
        (NUMBER, Decimal(1), "number"),
        (DECIMAL, 12.5, r'Decimal\("12\.50"\)'),
        (DECIMAL, "12.50", "exact number"),
        (DECIMAL, True, "exact number"),
        (DECIMAL, Decimal("Infinity"), "finite"),
        (DECIMAL_TEXT, Decimal("1E+400000000"), "digits"),
        (BOOLEAN, 1, "True or False"),
        (DATE, NOON, r"\.date\(\)"),
        (DATE, "2026-02-28", "date"),
        (DATETIME, datetime(2026, 3, 1), "time zone"),
        (DATETIME, date(2026, 3, 1), "time zone"),
        (EPOCH_MILLIS, 5, "time zone"),
        (UUID, "xyz", "UUID"),
        (UUID, 5, "UUID"),
        (BINARY_BASE64, "hi", "bytes"),
        (ANY, object(), "no form in JSON"),
        (ANY, {"a": float("inf")}, r"field\.a is inf"),
        (STATUS, "payed", r"Status\(value\)"),
        (STATUS, Priority.LOW, "one of open, paid"),
        (PRIORITY, True, "one of 1, 2"),
        (OPEN_PRIORITY, True, "an integer, for example one of 1, 2, not bool$"),
        (OPEN_PRIORITY, "1", "not str$"),
        (OPEN_PRIORITY, Status.OPEN, "not Status$"),
        (OPEN_STATUS, 5, "not int$"),
        (OPEN_STATUS, "\ud800", "surrogate"),
        (const(1), True, "always 1"),
        (array(TEXT), "abc", "a list"),
        (array(TEXT), ["a", 5], r"field\[1\] has to be text"),
        (array(TEXT), [None], r"field\[0\]"),
        (mapping(TEXT), [], "a dict"),
        (mapping(TEXT), {5: "x"}, "key"),
        (mapping(TEXT), {"a": 5}, r"field\.a"),
        (ref(HERE, "Line"), {"price": 1}, r"Line\(…\)"),
        (ref(HERE, "Line"), LineCreate(product="p"), "be Line,"),
        (PARTY_BY_KIND, Line(), "Company or Person"),
        (PARTY_BY_SHAPE, Line(), "Company"),
    ],
)
def test_what_does_not_fit_is_not_sent_and_the_error_names_field_and_cure(
    codec: Codec[Any], value: Any, cause: str
) -> None:
    with pytest.raises(InvalidArgumentError, match=cause) as caught:
        codec.encode(value, "Invoice.field")
    assert "field" in str(caught.value)


@pytest.mark.parametrize(
    ("codec", "value", "expected"),
    [
        (TEXT, "a/b", "a/b"),
        (INTEGER, -5, "-5"),
        (INT64, Priority.HIGH, "2"),
        (NUMBER, 1e-7, "0.0000001"),
        (DECIMAL, Decimal("1E+3"), "1000"),
        (DECIMAL, Decimal("1.10"), "1.10"),
        (DECIMAL_TEXT, 5, "5"),
        (BOOLEAN, True, "true"),
        (DATE, date(2026, 2, 8), "2026-02-08"),
        (EPOCH_MILLIS, NOON, "1772366400000"),
        (STATUS, Status.OPEN, "open"),
        (PRIORITY, Priority.HIGH, "2"),
        (OPEN_PRIORITY, 9, "9"),
        (const(True), True, "true"),
        (ANY, 1.5, "1.5"),
        (ANY, False, "false"),
        (ANY, 7, "7"),
        (array(BOOLEAN), [True, False], "true,false"),
    ],
)
def test_the_form_in_a_query_is_plain_text(codec: Codec[Any], value: Any, expected: str) -> None:
    assert codec.text(value, "since") == expected


@pytest.mark.parametrize(
    ("codec", "value"),
    [
        (INTEGER, True),
        (INT64, 2**63),
        pytest.param(INTEGER, 10**5000, id="endless integer"),
        (DECIMAL, Decimal("1E-500")),
        (TEXT, None),
        (ANY, {}),
        (array(TEXT), "abc"),
        (mapping(TEXT), {}),
        (ref(HERE, "Line"), Line()),
        (PARTY_BY_SHAPE, Person()),
    ],
)
def test_what_has_no_form_in_a_query_is_refused(codec: Codec[Any], value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="since"):
        codec.text(value, "since")


def test_a_refused_value_is_not_shown() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        INTEGER.encode("7001019999", "Person.age")
    assert "7001019999" not in str(caught.value)


def test_a_choice_by_field_reads_the_model_that_the_field_names() -> None:
    assert PARTY_BY_KIND.decode({"kind": "person", "name": "Ada"}, strict(), None) == Person(kind="person", name="Ada")


def test_a_choice_by_shape_takes_the_first_that_fits_entirely() -> None:
    assert PARTY_BY_SHAPE.decode({"name": "Ada"}, strict(), None) == Person(name="Ada")


def test_a_choice_by_shape_that_nothing_fits_takes_the_best_and_reports_what_is_off() -> None:
    decoding = lenient()
    value = {"kind": "person", "name": "Ada", "shoeSize": 40}
    decoded = PARTY_BY_SHAPE.decode(value, decoding, None)
    assert isinstance(decoded, Person)
    assert [(event.kind, event.model, event.path) for event in decoding.events] == [
        ("unknown_field", "Person", "shoeSize")
    ]
    with pytest.raises(DecodeError, match="unknown_field"):
        PARTY_BY_SHAPE.decode(value, strict(), None)


def test_a_model_that_cannot_be_imported_is_an_error_of_the_package_that_says_so() -> None:
    with pytest.raises(ConfigurationError, match=r"models\.Gone cannot be imported"):
        ref("erp_client_runtime.models", "Gone").decode({}, lenient(), None)
