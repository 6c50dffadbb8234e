"""From bytes to JSON values: exact numbers, and a typed error for everything that is no JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from erp_client_runtime.errors import DecodeError
from erp_client_runtime.parsing import json_value
from tests.unit.runtime.sample_models import answer, kinds, lenient, strict


def test_numbers_keep_every_digit() -> None:
    value = json_value(answer(b"[1.10, 1e400, 123456789012345678901234567890, -0.0, 12]"), strict())
    assert [str(number) for number in value] == ["1.10", "1E+400", "123456789012345678901234567890", "-0.0", "12"]
    assert [type(number) for number in value] == [Decimal, Decimal, int, Decimal, int]


def test_the_last_of_two_equal_keys_wins() -> None:
    assert json_value(answer(b'{"a": 1, "a": 2}'), strict()) == {"a": 2}


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"\n <html>", "HTML"),
        (b'{"a": [1, 2', "cut off"),
        (b'{"a": "text that is not fin', "cut off"),
        (b'{"a"', "cut off"),
        (b"[1, 2,,]", "not JSON: at character 6"),
        (b"Internal error", "not JSON"),
        (b'{"a": NaN}', "NaN is no JSON number"),
        (b'{"a": 1} trailing', "not JSON"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b'{"\xff": 1}', "not UTF-8"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_an_error_with_its_cause_status_and_first_bytes(content: bytes, cause: str) -> None:
    with pytest.raises(DecodeError, match=cause) as caught:
        json_value(answer(content, status=203), lenient())
    error = caught.value
    assert (error.operation, error.status, error.path) == ("get_invoice", 203, "")
    assert error.body_start == content[:500]
    assert len(str(error)) < 300


def test_the_error_does_not_show_the_body() -> None:
    with pytest.raises(DecodeError) as caught:
        json_value(answer(b'{"iban": "DE02120300000000202051", oops'), lenient())
    assert "DE0212" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        ('{"a": "å"}'.encode("latin-1"), "application/json; charset=ISO-8859-1", {"a": "å"}),
        ('{"a": "å"}'.encode("utf-16"), 'application/json;charset="utf-16"', {"a": "å"}),
        ('{"a": "å"}'.encode("cp1252"), "application/json; charset=windows-1252", {"a": "å"}),
        ('{"a": "å"}'.encode(), "application/problem+json; charset=UTF-8", {"a": "å"}),
        (b"null", "application/json", None),
        (b"[]", None, []),
    ],
)
def test_the_declared_charset_is_obeyed(content: bytes, content_type: str | None, expected: Any) -> None:
    assert json_value(answer(content, content_type), strict()) == expected


@pytest.mark.parametrize(
    ("charset", "cause"),
    [
        ("zlib", "not supported"),
        ("unicode_escape", "not supported"),
        ("iso-8859-99", "does not exist"),
        ("utf-16", "declared as utf-16, but byte"),
    ],
)
def test_a_charset_that_cannot_be_is_named(charset: str, cause: str) -> None:
    with pytest.raises(DecodeError, match=cause):
        json_value(answer(b'{"a": 10}', f"application/json; charset={charset}"), lenient())


@pytest.mark.parametrize(
    ("content", "content_type", "kind"),
    [
        (b'\xef\xbb\xbf{"a": 1}', "application/json", "byte_order_mark"),
        ('\ufeff{"a": 1}'.encode("utf-16-le"), "application/json; charset=utf-16le", "byte_order_mark"),
        (b'{"a": 1}', "text/plain", "content_type"),
    ],
)
def test_small_oddities_are_read_and_reported(content: bytes, content_type: str, kind: str) -> None:
    decoding = lenient()
    assert json_value(answer(content, content_type), decoding) == {"a": 1}
    assert kinds(decoding) == [(kind, "")]
    with pytest.raises(DecodeError, match=kind):
        json_value(answer(content, content_type), strict())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"a": "x\\ud800"}', {"a": "x\ud800"}),
        (b'{"\\udc00 key": 1.10}', {"\udc00 key": Decimal("1.10")}),
        (b'{"a": 1e99999999999999999999}', {"a": "1e99999999999999999999"}),
        (b"[" + b"9" * 5000 + b"]", [Decimal("9" * 5000)]),
    ],
)
def test_json_beyond_reason_is_kept_and_reported(content: bytes, expected: Any) -> None:
    decoding = lenient()
    assert json_value(answer(content), decoding) == expected
    assert kinds(decoding) == [("irregular_json", "")]
    with pytest.raises(DecodeError, match="irregular_json"):
        json_value(answer(content), strict())
