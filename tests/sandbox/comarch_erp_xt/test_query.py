"""The query options of Comarch ERP XT as a language of their own: what they mean, and what they refuse."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erp_sandbox.vendors.comarch_erp_xt_query import Kind, QueryError, parse_filter, parse_full_text, parse_order

FIELDS = {
    "Id": Kind.NUMBER,
    "Name": Kind.TEXT,
    "City": Kind.TEXT,
    "Price": Kind.NUMBER,
    "IssueDate": Kind.DATE,
    "Primary": Kind.OTHER,
    "Items": Kind.OTHER,
}
ELEMENTS: list[dict[str, Any]] = [
    {"Id": 1, "Name": "Bolt", "City": "Köln", "Price": Decimal("2.50"), "IssueDate": "2026-01-31T00:00:00+01:00"},
    {"Id": 2, "Name": "O'Neil", "City": None, "Price": 3, "IssueDate": "2026-02-01T00:00:00+01:00"},
    {"Id": 3, "Name": "nut", "City": "nut", "Price": None, "IssueDate": None},
]


def _found(text: str) -> list[int]:
    passes = parse_filter(text, FIELDS)
    return [element["Id"] for element in ELEMENTS if passes(element)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Id eq 2", [2]),
        ("Id ne 2", [1, 3]),
        ("Id gt 1", [2, 3]),
        ("Id ge 2", [2, 3]),
        ("Id lt 2", [1]),
        ("Id le 2", [1, 2]),
        ("2 lt Id", [3]),
        ("Price eq 2.5", [1]),
        ("Price ge 2.50", [1, 2]),
        ("Id gt -1", [1, 2, 3]),
        ("Name eq 'O''Neil'", [2]),
        ("Name eq ''''", []),
        ("Name ne ''", [1, 2, 3]),
        ("Name gt 'N'", [2, 3]),
        ("Name eq 'bolt'", []),
        ("Name eq 'and or not ( ) null'", []),
        ("City eq 'Köln'", [1]),
        ("Name eq City", [3]),
        ("City eq null", [2]),
        ("null ne City", [1, 3]),
        ("City lt 'zzz'", [1, 3]),
        ("Price lt null", []),
        ("Primary eq null", [1, 2, 3]),
        ("IssueDate eq datetime'2026-01-31'", [1]),
        ("IssueDate gt datetime'2026-01-31'", [2]),
        ("IssueDate ge datetime'2026-01-01' and IssueDate lt datetime'2026-02-01'", [1]),
        ("Id eq 1 or Id eq 2 and Id eq 3", [1]),
        ("(Id eq 1 or Id eq 2) and Id eq 2", [2]),
        ("not Id eq 1", [2, 3]),
        ("not (Id eq 1 or Id eq 2)", [3]),
        ("not not Id eq 1", [1]),
        ("not Id eq 1 and Id lt 3", [2]),
        ("  Id   eq\t1 ", [1]),
        ("((((Id eq 1))))", [1]),
    ],
)
def test_a_filter_lets_through(text: str, ids: list[int]) -> None:
    assert _found(text) == ids


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"\$filter: a field or a value expected, not the end \(character 1\)"),
        ("   ", "not the end"),
        ("Id", "one of eq, ne, gt, ge, lt, le expected, not the end"),
        ("Id eq", "a field or a value expected, not the end"),
        ("Id = 1", r"'= 1' is not understood \(character 4\)"),
        ("Id EQ 1", "expected, not EQ"),
        ("Id eq 1 Id", r"the end expected, not Id \(character 9\)"),
        ("Id eq 1 and", "not the end"),
        ("and Id eq 1", "a field or a value expected, not and"),
        ("(Id eq 1", "a closing parenthesis expected, not the end"),
        ("Id eq 1)", r"the end expected, not \)"),
        ("Name eq 'x", r"a text is not closed \(character 9\)"),
        ("Name eq 'x''", "a text is not closed"),
        ('Name eq "x"', "is not understood"),
        ("Nmae eq 'x'", r"there is no field Nmae \(character 1\)"),
        ("name eq 'x'", "there is no field name"),
        ("Name eq 1", "text cannot be compared with a number"),
        ("Id eq '1'", "a number cannot be compared with text"),
        ("IssueDate eq '2026-01-01'", "a date cannot be compared with text"),
        ("Primary eq 1", "something that cannot be compared cannot be compared with a number"),
        ("Items eq Items", "cannot be compared"),
        ("IssueDate eq datetime'2026-02-30'", "a day that exists expected"),
        ("IssueDate eq datetime'20260201'", "YYYY-MM-DD"),
        ("IssueDate eq datetime'2026-02-01T00:00:00'", "YYYY-MM-DD"),
        ("Id eq 1x", "is not understood"),
        ("Id eq 1.", "is not understood"),
        ("Id eq 1e5", "is not understood"),
        ("contains(Name,'x')", "there is no field contains"),
        ("Id eq \u0661", "is not understood"),
        ("(" * 200 + "Id eq 1" + ")" * 200, "nested deeper than 100 levels"),
        ("not " * 200 + "Id eq 1", "nested deeper than 100 levels"),
    ],
)
def test_a_filter_is_refused_with_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        parse_filter(text, FIELDS)


def test_long_chains_are_not_deep() -> None:
    assert _found(" or ".join(["Id eq 3"] * 2000)) == [3]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="Id Namenotad()',$'eq1.52-\té null", max_size=40))
def test_any_text_is_a_filter_or_a_query_error(text: str) -> None:
    try:
        passes = parse_filter(text, FIELDS)
    except QueryError:
        return
    assert {passes(element) for element in ELEMENTS} <= {True, False}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_every_text_can_be_looked_for(name: str) -> None:
    quoted = "'" + name.replace("'", "''") + "'"
    passes = parse_filter(f"Name eq {quoted}", FIELDS)
    assert passes({"Name": name})
    assert not passes({"Name": name + "x"})


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Id", [1, 2, 3]),
        ("Id asc", [1, 2, 3]),
        ("Id desc", [3, 2, 1]),
        ("Price", [3, 1, 2]),
        ("Price desc", [2, 1, 3]),
        ("IssueDate desc", [2, 1, 3]),
        ("City desc, Name", [3, 1, 2]),
        (" City ,Id desc ", [2, 1, 3]),
    ],
)
def test_an_order_puts_null_first_and_turns_round(text: str, ids: list[int]) -> None:
    assert [element["Id"] for element in parse_order(text, FIELDS)(ELEMENTS)] == ids


def test_later_fields_decide_between_equals_and_ties_stay_as_they_were() -> None:
    elements = [{"Id": n, "Name": "ab"[n % 2]} for n in range(6)]
    assert [e["Id"] for e in parse_order("Name desc, Id desc", FIELDS)(elements)] == [5, 3, 1, 4, 2, 0]
    assert [e["Id"] for e in parse_order("Name desc", FIELDS)(elements)] == [1, 3, 5, 0, 2, 4]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"\$orderby: a field expected, not the end"),
        ("Nope", "there is no field Nope"),
        ("Id,", "a field expected, not the end"),
        ("Id down", "the end expected, not down"),
        ("Id asc desc", "the end expected, not desc"),
        ("desc", "a field expected, not desc"),
        ("'Id'", "a field expected, not 'Id'"),
        ("Items", "Items has no order"),
    ],
)
def test_an_order_is_refused_with_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        parse_order(text, FIELDS)


@pytest.mark.parametrize(("text", "words"), [("'bolt'", "bolt"), ("'O''Neil'", "O'Neil"), (" ' a b ' ", "a b")])
def test_full_text_takes_one_quoted_text(text: str, words: str) -> None:
    assert parse_full_text(text) == words


@pytest.mark.parametrize("text", ["", "bolt", "''", "'  '", "'a' 'b'", "'a"])
def test_full_text_takes_nothing_else(text: str) -> None:
    with pytest.raises(QueryError, match=r"\$fts"):
        parse_full_text(text)
