"""When an object that was read holds what another one wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from attrs import define, field

from erp_client_runtime.codecs import ANY, DECIMAL, TEXT, OpenIntEnum, OpenStrEnum, array, ref
from erp_client_runtime.likeness import alike, differing
from erp_client_runtime.model import UNSET, ReadModel, UnsetType, WriteModel, mark_present, wire

HERE = "tests.unit.runtime.test_likeness"


class Unit(OpenStrEnum):
    PIECE = "pc"


class Rate(OpenIntEnum):
    FREE = 2


@define(kw_only=True)
class PartWrite(WriteModel):
    city: str | UnsetType | None = field(default=UNSET, metadata=wire("City", TEXT, nullable=True))


@define(kw_only=True)
class Write(WriteModel):
    code: str = field(metadata=wire("Code", TEXT, required=True))
    price: Decimal | UnsetType | None = field(default=UNSET, metadata=wire("Price", DECIMAL, nullable=True))
    parts: list[PartWrite] | UnsetType = field(
        default=UNSET, metadata=wire("Parts", array(ref(HERE, "PartWrite")), nullable=True)
    )
    password: str | UnsetType = field(default=UNSET, metadata=wire("Password", TEXT))
    anything: Any = field(default=UNSET, metadata=wire("Anything", ANY, nullable=True))


@define(kw_only=True, on_setattr=mark_present)
class Part(ReadModel):
    city: str | None = field(default=None, metadata=wire("City", TEXT, nullable=True))
    id: str | None = field(default=None, metadata=wire("Id", TEXT, nullable=True))


@define(kw_only=True, on_setattr=mark_present)
class Read(ReadModel):
    identity: str | None = field(default=None, metadata=wire("Id", TEXT))
    the_code: str | None = field(default=None, metadata=wire("Code", TEXT))
    price: Decimal | None = field(default=None, metadata=wire("Price", DECIMAL))
    parts: list[Part] | None = field(default=None, metadata=wire("Parts", array(ref(HERE, "Part"))))
    anything: Any = field(default=None, metadata=wire("Anything", ANY))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a", "a"),
        (" a ", "a"),
        (Unit.PIECE, "pc"),
        ("pc", Unit.PIECE),
        (5, Decimal("5.00")),
        (Decimal("19.90"), Decimal("19.9")),
        (1.1, Decimal("1.10")),
        (Rate.FREE, 2),
        (True, True),
        (None, None),
        (None, ""),
        ("", None),
        ("  ", None),
        ([], None),
        ({}, None),
        (UNSET, None),
        (PartWrite(city=""), None),
        (PartWrite(city="x"), Part(city="x", id="given by the vendor")),
        ([PartWrite(city="x")], [Part(city="x")]),
        ((1, 2), [1, Decimal(2)]),
        ({"a": 1}, {"a": Decimal("1.0"), "b": 2}),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 1, 13, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_the_same_value_in_another_form_is_alike(written: Any, read: Any) -> None:
    assert alike(written, read)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a", "A"),
        ("a", None),
        ("5", 5),
        (5, "5"),
        (0, None),
        (None, 0),
        (None, "a"),
        (False, None),
        (True, 1),
        (1, True),
        (Decimal("1.10"), Decimal("1.11")),
        (PartWrite(city="x"), None),
        (PartWrite(city="x"), Part(city="y")),
        (PartWrite(city="x"), {"City": "x"}),
        ([1], [1, 2]),
        ([1, 2], [2, 1]),
        ([1], 1),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {}),
        ({"a": 1}, [1]),
        (date(2026, 3, 1), date(2026, 3, 2)),
        (date(2026, 3, 1), datetime(2026, 3, 1)),
    ],
)
def test_another_value_is_not_alike(written: Any, read: Any) -> None:
    assert not alike(written, read)


def test_only_what_was_written_counts() -> None:
    assert differing(Write(code="a"), Read(identity="7", the_code="a", price=Decimal(5), parts=[Part()])) == ()
    assert differing(Write(code="a", price=UNSET), Read(the_code="a", price=Decimal(5))) == ()


def test_fields_that_differ_are_named_as_the_vendor_names_them() -> None:
    written = Write(code="a", price=Decimal("1.5"), parts=[PartWrite(city="x")])
    assert differing(written, Read(the_code="b", price=Decimal("1.50"), parts=[Part(city="y")])) == ("Code", "Parts")
    assert differing(Write(code="a", price=None), Read(the_code="a", price=Decimal(0))) == ("Price",)


def test_what_is_never_read_cannot_differ() -> None:
    assert differing(Write(code="a", password="hunter2"), Read(the_code="a")) == ()


def test_fields_that_are_not_documented_count_too() -> None:
    written = Write(code="a", extra_fields={"Colour": "red", "Price": 2})
    assert differing(written, Read(the_code="a", price=Decimal("2.0"), extra_fields={"Colour": "red"})) == ()
    assert differing(written, Read(the_code="a", price=Decimal(3), extra_fields={"Colour": "blue"})) == (
        "Colour",
        "Price",
    )
    assert differing(written, Read(the_code="a", price=Decimal(2))) == ("Colour",)
