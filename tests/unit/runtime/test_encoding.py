"""What is sent is JSON, exact, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from erp_client_runtime.encoding import encode_json
from erp_client_runtime.errors import InvalidArgumentError
from tests.unit.runtime.sample_models import Priority, Status


def test_numbers_are_written_with_every_digit_and_as_numbers() -> None:
    value = [Decimal("1.10"), Decimal("123456789012345678901234567890.1234567890"), 10**40, 1.5, Priority.HIGH]
    digits = b"123456789012345678901234567890.1234567890"
    assert encode_json(value) == b"[1.10," + digits + b"," + str(10**40).encode() + b",1.5,2]"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1E+3", "1000"),
        ("-1.50E+5", "-150000"),
        ("1E-7", "0.0000001"),
        ("0.10", "0.10"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("0E+3", "0"),
        ("0E-10", "0.0000000000"),
        ("1E+400", "1" + "0" * 400),
        ("1E+401", "1E+401"),
        ("-1E-1000000", "-1E-1000000"),
    ],
)
def test_a_number_has_no_exponent_unless_it_is_absurd_and_zero_has_no_sign(text: str, written: str) -> None:
    assert encode_json({"a": [Decimal(text)]}) == b'{"a":[' + written.encode() + b"]}"


def test_text_is_written_as_utf8() -> None:
    assert encode_json({"å": Status("nyckel 🔑")}) == '{"å":"nyckel 🔑"}'.encode()


@pytest.mark.parametrize(
    ("value", "cause"),
    [
        ({"a": [1, float("nan")]}, r"a\[1\] is nan"),
        ({"a": Decimal("sNaN")}, "a is sNaN"),
        ({"a": Decimal("-Infinity")}, "a is -Infinity"),
        ({"a": "\ud800"}, "surrogate"),
        ({"\ud800": 1}, "surrogate"),
        ({1: "x"}, "names of fields have to be text"),
        ({"a": {"b": date(2026, 1, 1)}}, r"a\.b is a date"),
        ({"a": {1, 2}}, "a is a set"),
        (b"bytes", "bytes"),
    ],
)
def test_what_json_cannot_say_is_refused_with_its_place(value: Any, cause: str) -> None:
    with pytest.raises(InvalidArgumentError, match=cause):
        encode_json(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(InvalidArgumentError, match="holds itself"):
        encode_json(value)
