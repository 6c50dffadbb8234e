"""From an answer to what the caller gets."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, cast

import pytest
from attrs import define, field

from erp_client_runtime.codecs import ANY, DECIMAL, INT64, INTEGER, TEXT, array, ref
from erp_client_runtime.errors import AmbiguousWriteError, DecodeError, NotFoundError
from erp_client_runtime.model import ReadModel, mark_present, wire
from erp_client_runtime.operation import Result
from erp_client_runtime.results import (
    Binary,
    Changes,
    Items,
    Nothing,
    Object,
    OneOf,
    Page,
    Text,
    Value,
    Wire,
    insist_on,
)
from tests.unit.runtime.flow_support import CREATE, drive, failing
from tests.unit.runtime.flow_support import answer as answer_of
from tests.unit.runtime.sample_models import HERE, Company, Invoice, Line, answer, kinds, lenient, strict


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Shelf(ReadModel):
    code: str = field(metadata=wire("code", TEXT, required=True))


SINCE = Wire("since", INT64, nullable=True)
LINES = Items(Line, items="lines", cursor=SINCE)
ONE = OneOf(Line, items="lines", match="productCode", argument="product")


def read(
    result: Result[Any], content: bytes, content_type: str | None = "application/json", **arguments: object
) -> Any:
    """Decoded strictly: nothing may be off."""
    return result.decode(answer(content, content_type), strict(), arguments)


def read_odd(
    result: Result[Any], content: bytes, content_type: str | None = "application/json", **arguments: object
) -> tuple[Any, list[tuple[str, str]]]:
    """Decoded leniently, and what was reported; strictly it has to raise."""
    decoding = lenient()
    decoded = result.decode(answer(content, content_type), decoding, arguments)
    assert decoding.events
    with pytest.raises(DecodeError):
        result.decode(answer(content, content_type), strict(), arguments)
    return decoded, kinds(decoding)


def test_an_object() -> None:
    assert read(Object(Line), b'{"price": 1.10}') == Line(price=Decimal("1.10"))


@pytest.mark.parametrize("content", [b"[]", b"null", b"5", b'"text"', b'[{"price": 1}]', b""])
def test_what_is_no_object_is_an_error_that_tells_what_it_is(content: bytes) -> None:
    with pytest.raises(DecodeError, match=r"get_invoice: .*(expected an object \(Line\)|empty)"):
        Object(Line).decode(answer(content), lenient(), {})


@pytest.mark.parametrize("content", [b"", b" \n", b"null"])
def test_an_empty_answer_to_a_write_is_an_object_without_fields(content: bytes) -> None:
    line, reported = read_odd(Object(Line, empty_ok=True), content)
    assert line == Line()
    assert line.to_dict() == {}
    assert reported == [("empty_body", "")]


def test_an_empty_answer_lacks_what_an_object_requires() -> None:
    company, reported = read_odd(Object(Company, empty_ok=True), b"")
    assert company == Company()
    assert company.to_dict() == {}
    assert reported == [("empty_body", ""), ("missing_field", "vatNumber")]
    shelf, reported = read_odd(Object(Shelf, empty_ok=True), b"null")
    assert (shelf.to_dict(), reported) == ({}, [("empty_body", ""), ("missing_field", "code")])


def test_nesting_that_only_the_models_cannot_follow_is_an_error_too() -> None:
    content = b'{"subLines":[' * 450 + b"]}" * 450
    with pytest.raises(DecodeError, match="nested too deeply"):
        Object(Line).decode(answer(content), lenient(), {})


def test_a_page_is_a_sequence_with_a_cursor_and_the_raw_answer() -> None:
    response = answer(b'{"lines": [{"productCode": "a"}, {"productCode": "b"}], "since": 4211}')
    page = LINES.decode(response, strict(), {})
    assert list(page) == [Line(product="a"), Line(product="b")]
    assert (len(page), page[-1].product, page[:1]) == (2, "b", [Line(product="a")])
    assert Line(product="b") in page
    assert page.cursor == 4211
    assert page.raw is response
    assert page.changes(0) == Changes([Line(product="a"), Line(product="b")], 4211)
    assert repr(page) == "<Page of 2, cursor 4211>"


def test_a_page_may_be_a_bare_array() -> None:
    page = read(Items(Line), b'[{"productCode": "a"}]')
    assert (list(page), page.cursor) == ([Line(product="a")], None)


def test_an_empty_page_is_false() -> None:
    assert not read(LINES, b'{"lines": [], "since": 1}')


@pytest.mark.parametrize(
    ("content", "items", "cursor", "reported"),
    [
        (b'{"lines": null, "since": 5}', [], 5, [("null", "lines")]),
        (b'{"since": 5}', [], 5, [("missing_field", "lines")]),
        (b'{"lines": []}', [], None, [("missing_field", "since")]),
        (b'{"lines": [], "since": null}', [], None, [("null", "since")]),
        (b'{"lines": [], "since": true}', [], None, [("wrong_type", "since")]),
        (b'{"lines": [], "since": "17"}', [], 17, [("number_as_text", "since")]),
        (b'{"lines": [], "since": 17.0}', [], 17, [("wrong_type", "since")]),
        (b'{"lines": [], "since": "soon"}', [], None, [("bad_value", "since")]),
        (b'{"lines": [], "since": ""}', [], None, [("empty_value", "since")]),
        (b'{"lines": [], "since": 9223372036854775808}', [], None, [("bad_value", "since")]),
        (b'{"lines": [], "since": 5, "page": 1}', [], 5, [("unknown_field", "page")]),
        (b'[{"productCode": "a"}]', [Line(product="a")], None, [("wrong_type", ""), ("missing_field", "since")]),
        (
            b'{"lines": [5, null, {"productCode": 7}], "since": 1}',
            [5, None, Line(product="7")],
            1,
            [("wrong_type", "lines[0]"), ("null", "lines[1]"), ("wrong_type", "lines[2].productCode")],
        ),
    ],
)
def test_a_page_survives_what_can_be_odd(content: bytes, items: list[Any], cursor: Any, reported: list[Any]) -> None:
    page, found = read_odd(LINES, content)
    assert isinstance(page, Page)
    assert list(page) == items
    assert page.cursor == cursor
    assert found == reported


def test_a_cursor_that_cannot_be_sent_is_none_and_reported() -> None:
    result = Items(Line, items="lines", cursor=Wire("since", DECIMAL))
    page, reported = read_odd(result, b'{"lines": [], "since": 1E+500}')
    assert (page.cursor, reported) == (None, [("bad_value", "since")])


def test_the_documented_fields_around_a_list_are_checked_like_any_other() -> None:
    others = (
        Wire("total", INT64, required=True),
        Wire("note", TEXT, nullable=True),
        Wire("first", ref(HERE, "Line"), aliases=("frist",)),
    )
    result = Items(Line, items="lines", others=others)
    assert list(read(result, b'{"lines": [], "total": 1}')) == []
    assert list(read(result, b'{"lines": [], "total": 1, "note": null, "frist": {"price": 1}}')) == []
    content = b'{"lines": [], "total": "1", "note": 5, "first": {"price": "1", "odd": 1}, "colour": {"a": 1}}'
    page, reported = read_odd(result, content)
    assert list(page) == []
    assert reported == [
        ("number_as_text", "total"),
        ("wrong_type", "note"),
        ("number_as_text", "first.price"),
        ("unknown_field", "first.odd"),
        ("unknown_field", "colour"),
    ]
    assert read_odd(result, b'{"lines": [], "first": null}')[1] == [("missing_field", "total"), ("null", "first")]


def test_a_cursor_is_found_under_its_other_spelling() -> None:
    result = Items(Line, items="lines", cursor=Wire("since", INT64, aliases=("Since",)))
    assert read(result, b'{"lines": [], "Since": 3}').cursor == 3


def test_nesting_around_a_list_that_the_models_cannot_follow_is_an_error() -> None:
    result = Items(Line, items="lines", others=(Wire("first", ref(HERE, "Line")),))
    content = b'{"lines": [], "first": ' + b'{"subLines":[' * 450 + b"]}" * 450 + b"}"
    with pytest.raises(DecodeError, match="nested too deeply"):
        result.decode(answer(content), lenient(), {})


def test_changes_keep_the_old_cursor_when_the_answer_has_none() -> None:
    page, _ = read_odd(LINES, b'{"lines": []}')
    assert page.changes(4211) == Changes([], 4211)


@pytest.mark.parametrize(
    ("result", "content"),
    [
        (LINES, b"5"),
        (LINES, b"null"),
        (LINES, b'{"lines": {"0": {}}}'),
        (LINES, b'{"lines": "x"}'),
        (Items(Line), b"{}"),
    ],
)
def test_what_cannot_be_a_page_is_an_error(result: Items[Line], content: bytes) -> None:
    with pytest.raises(DecodeError, match="expected an"):
        result.decode(answer(content), lenient(), {})


LINES_AND_MORE = Items(
    Line, items="lines", cursor=Wire("since", INT64, aliases=("Since",)), others=(Wire("total", INT64, nullable=True),)
)
ONE_AND_MORE = OneOf(Line, items="lines", match="productCode", argument="product", others=(SINCE,))
NO_ANSWERS = [b"{}", b'{"message": "Internal server error"}', b'{"error": {"since": 5, "lines": []}}']


@pytest.mark.parametrize("content", NO_ANSWERS)
@pytest.mark.parametrize("result", [LINES, LINES_AND_MORE, Items(Line, items="lines"), ONE, ONE_AND_MORE])
def test_an_object_with_nothing_that_is_documented_is_an_error_and_not_an_empty_answer(
    result: Result[Any], content: bytes
) -> None:
    for decoding in (lenient(), strict()):
        with pytest.raises(
            DecodeError, match=r"expected an object with the array lines.*as an error.*success"
        ) as caught:
            result.decode(answer(content), decoding, {"product": "a"})
        assert (caught.value.status, caught.value.body_start) == (200, content)


@pytest.mark.parametrize("content", [b'{"since": null}', b'{"Since": 5}', b'{"total": null}'])
def test_a_missing_array_is_an_empty_page_where_another_documented_field_is(content: bytes) -> None:
    page, reported = read_odd(LINES_AND_MORE, content)
    assert list(page) == []
    assert reported[0] == ("missing_field", "lines")


def test_a_missing_array_beside_a_documented_field_holds_no_element() -> None:
    with pytest.raises(NotFoundError, match="no Line with product='a'"):
        ONE_AND_MORE.decode(answer(b'{"since": 5}'), lenient(), {"product": "a"})


ANYWHERE = Items(Line, anywhere=True)


@pytest.mark.parametrize(
    "content",
    [
        b'[{"productCode": "a"}]',
        b'{"items": [{"productCode": "a"}]}',
        b'{"total": 1, "page": {"size": 50}, "next": null, "Customers": [{"productCode": "a"}]}',
        b'{"data": [{"productCode": "a"}], "errors": [], "warnings": ["odd"], "sizes": [1, 2]}',
    ],
)
def test_a_page_is_found_under_any_name(content: bytes) -> None:
    page = read(ANYWHERE, content)
    assert (list(page), page.cursor) == ([Line(product="a")], None)


@pytest.mark.parametrize(
    "content", [b"[]", b'{"items": []}', b'{"items": [], "errors": []}', b'{"items": [], "warnings": ["odd"], "n": 0}']
)
def test_a_page_under_any_name_may_be_empty(content: bytes) -> None:
    assert list(read(ANYWHERE, content)) == []


def test_what_is_odd_in_a_page_under_any_name_is_reported_with_its_place() -> None:
    page, reported = read_odd(ANYWHERE, b'{"items": [{"productCode": "a", "odd": 1}, null]}')
    assert page[0].product == "a"
    assert reported == [("unknown_field", "items[0].odd"), ("null", "items[1]")]
    assert read_odd(ANYWHERE, b"null")[1] == [("null", "")]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b'{"a": [{}], "b": [{"x": 1}], "c d": [{}], "e": []}', r'several: a, b, \["c d"\]$'),
        (b'{"title": "no", "errors": {"name": ["x"]}}', "an object with 2 fields: title, errors$"),
        (b'{"items": null}', "an object with 1 fields: items$"),
        (b'{"items": ["a"]}', "an object with 1 fields: items$"),
        (b"{}", "an object with 0 fields: no field$"),
        (b"5", "an integer$"),
        (b'"text"', "text of 4 characters$"),
    ],
)
def test_no_or_several_arrays_are_an_error_that_names_what_is_there(content: bytes, cause: str) -> None:
    with pytest.raises(
        DecodeError, match="expected an array, or an object with exactly one array of objects, found .*" + cause
    ):
        ANYWHERE.decode(answer(content), lenient(), {})


def test_the_names_in_an_error_are_as_many_and_as_long_as_can_be_read() -> None:
    content = json.dumps({f"{number}{'x' * 500}": 1 for number in range(500)}).encode()
    with pytest.raises(DecodeError, match=r"19x.*, …$") as caught:
        ANYWHERE.decode(answer(content), lenient(), {})
    assert len(str(caught.value)) < 2000


def test_a_null_where_an_array_belongs_is_an_empty_page() -> None:
    page, reported = read_odd(Items(Line), b"null")
    assert (list(page), reported) == ([], [("null", "")])


def test_one_of_an_array() -> None:
    assert read(ONE, b'{"lines": [{"productCode": "a"}]}', product="a") == Line(product="a")


@pytest.mark.parametrize(
    ("around", "reported"),
    [
        (b'"since": "17"', [("number_as_text", "since")]),
        (b'"since": {}', [("wrong_type", "since")]),
        (b'"page": 1', [("unknown_field", "page")]),
    ],
)
def test_what_is_odd_around_the_one_is_reported(around: bytes, reported: list[Any]) -> None:
    one = OneOf(Line, items="lines", match="productCode", argument="product", others=(SINCE,))
    element = b'{"lines": [{"productCode": "a"}]'
    assert read_odd(one, element + b", " + around + b"}", product="a") == (Line(product="a"), reported)
    assert read(one, element + b"}", product="a") == Line(product="a")
    assert read(one, element + b', "since": null}', product="a") == Line(product="a")


def test_ids_are_compared_as_text() -> None:
    one = OneOf(Company, items=None, match="id", argument="company")
    decoding = lenient()
    one.decode(answer(b'[{"id": 52, "vatNumber": "x"}]'), decoding, {"company": 52})
    one.decode(answer(b'[{"id": "52", "vatNumber": "x"}]'), decoding, {"company": 52})
    assert "other_id" not in {event.kind for event in decoding.events}


def test_one_without_an_id_is_taken() -> None:
    assert read(ONE, b'{"lines": [{"price": 1}]}', product="a") == Line(price=Decimal(1))


def test_one_with_another_id_is_taken_and_reported() -> None:
    line, reported = read_odd(ONE, b'{"lines": [{"productCode": "A"}]}', product="a")
    assert (line, reported) == (Line(product="A"), [("other_id", "lines[0].productCode")])


def test_of_several_the_one_that_was_asked_for_is_taken() -> None:
    content = b'{"lines": [{"productCode": "b"}, 5, {"productCode": "a", "price": 1}]}'
    assert read(ONE, content, product="a") == Line(product="a", price=Decimal(1))


def test_the_same_one_twice_is_one() -> None:
    content = b'{"lines": [{"productCode": "a"}, {"productCode": "a"}]}'
    assert read(ONE, content, product="a") == Line(product="a")


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b'{"lines": [{"productCode": "b"}, {"productCode": "c"}]}', "2 elements instead of one, none of them"),
        (
            b'{"lines": [{"productCode": "a"}, {"productCode": "a", "price": 1}]}',
            "2 elements instead of one, 2 of them",
        ),
        (b'{"lines": [5]}', "expected an object"),
        (b"5", "expected an object with the array lines"),
    ],
)
def test_what_does_not_single_one_out_is_an_error(content: bytes, cause: str) -> None:
    with pytest.raises(DecodeError, match=cause):
        ONE.decode(answer(content), lenient(), {"product": "a"})


@pytest.mark.parametrize("content", [b'{"lines": []}', b'{"lines": null}'])
def test_no_element_is_not_found(content: bytes) -> None:
    with pytest.raises(NotFoundError, match="no Line with product='a/b'") as caught:
        ONE.decode(answer(content), lenient(), {"product": "a/b"})
    error = caught.value
    assert (error.operation, error.status, error.body_start) == ("get_invoice", 200, content)


def test_a_bare_object_instead_of_the_array_is_taken_and_reported() -> None:
    line, reported = read_odd(ONE, b'{"productCode": "a"}', product="a")
    assert (line, reported) == (Line(product="a"), [("wrong_type", "")])


@pytest.mark.parametrize("content", [b'{"productCode": "500", "message": "oops"}', b'{"productCode": null}'])
def test_a_bare_object_that_is_not_the_one_is_an_error(content: bytes) -> None:
    with pytest.raises(
        DecodeError, match=r"instead of an object with the array lines.*another productCode than product"
    ):
        ONE.decode(answer(content), lenient(), {"product": "a"})


@pytest.mark.parametrize(("found", "asked"), [("a", "a"), (None, "a"), ("52", 52)])
def test_what_was_asked_for_or_has_no_id_may_be_written_back(found: str | None, asked: object) -> None:
    insist_on(Line(product=found), "product", asked, operation="get_line")
    insist_on(Line(), "product", asked, operation="get_line")


def test_what_was_not_asked_for_may_not_be_written_back() -> None:
    with pytest.raises(
        DecodeError, match=r"get_line: .* Line with product='A', not 'a' .*nothing was written"
    ) as caught:
        insist_on(Line(product="A"), "product", "a", operation="get_line")
    assert (caught.value.operation, caught.value.path) == ("get_line", "product")
    with pytest.raises(DecodeError) as caught:
        insist_on(Line(product="b" * 1000), "product", "a" * 1000, operation="get_line")
    assert len(str(caught.value)) < 400


def test_ids_of_any_kind_are_compared_as_they_are_written() -> None:
    for given in (52, "52"):
        invoice = Invoice.from_dict({"id": given})
        insist_on(invoice, "id", 52, operation="get_invoice")
        insist_on(invoice, "id", "52", operation="get_invoice")
        with pytest.raises(DecodeError, match="id=52, not 5 "):
            insist_on(invoice, "id", 5, operation="get_invoice")


def test_a_value() -> None:
    assert read(Value(DECIMAL), b"1.10") == Decimal("1.10")
    assert read(Value(array(INTEGER)), b"[1, 2]") == [1, 2]
    assert read_odd(Value(INTEGER), b'"5"') == (5, [("number_as_text", "")])


def test_a_write_is_done_whatever_it_answers_if_nothing_is_documented_about_that() -> None:
    unknown = Value(ANY, unknown=True)
    assert read(unknown, b'{"number": 1.10}') == {"number": Decimal("1.10")}
    assert read_odd(unknown, b" ") == (None, [("empty_body", "")])
    assert read_odd(unknown, b"SO-1 \xc3\xa4", "text/plain") == ("SO-1 ä", [("content_type", "")])
    for content, content_type in ((b"<p>", "text/plain"), (b"<p>", "text/html"), (b"SO-1", "application/json")):
        with pytest.raises(DecodeError):
            read(unknown, content, content_type)
    with pytest.raises(DecodeError, match="empty"):
        read(Value(ANY), b"")


NEW_ID = Value(INT64, field="Id")


def test_an_id_alone_or_in_an_object() -> None:
    assert read(NEW_ID, b"17") == 17
    assert read_odd(NEW_ID, b'"17"') == (17, [("number_as_text", "")])
    assert read_odd(NEW_ID, b'{"Id": 17, "Name": "x"}') == (17, [("wrong_type", "")])
    assert read_odd(NEW_ID, b'{"Id": "17"}') == (17, [("wrong_type", ""), ("number_as_text", "Id")])


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"null", "the answer: expected an integer of 64 bits, found null"),
        (b"true", "the answer: expected an integer of 64 bits, found a boolean"),
        (b"[17]", "the answer: expected an integer of 64 bits, found an array of 1"),
        (b'"new"', "the answer: expected an integer of 64 bits, found text"),
        (b"1.5", "the answer: expected an integer of 64 bits, found a number with a fraction"),
        (b"9223372036854775808", "the answer: expected an integer of 64 bits"),
        (b'{"Message": "no"}', "the answer: expected an integer of 64 bits, found an object"),
        (b'{"Id": null}', "Id: expected an integer of 64 bits, found null"),
        (b"", "empty"),
        (b"<html>", "HTML"),
    ],
)
def test_what_is_no_id_is_an_error_since_nothing_can_be_done_with_it(content: bytes, cause: str) -> None:
    with pytest.raises(DecodeError, match=cause):
        NEW_ID.decode(answer(content), lenient(), {})


def test_a_write_whose_answer_has_no_id_may_have_been_done() -> None:
    post = CREATE._replace(result=cast("Any", NEW_ID))
    assert drive([answer_of(200, 17)], post)[0] == 17
    failing([answer_of(200, b"null")], post, AmbiguousWriteError)
    failing([answer_of(200, b"")], post, AmbiguousWriteError)
    failing([answer_of(200, {"Id": None})], post, DecodeError)  # it was done, as the object shows


@pytest.mark.parametrize("content", [b"", b" \r\n"])
def test_nothing(content: bytes) -> None:
    assert read(Nothing(), content, None) is None


def test_a_body_where_none_belongs_is_reported() -> None:
    assert read_odd(Nothing(), b'{"ok": true}') == (None, [("unexpected_body", "")])


def test_a_web_page_where_nothing_belongs_is_no_success() -> None:
    with pytest.raises(DecodeError, match="HTML"):
        Nothing().decode(answer(b"\n<html>Please log in</html>", "text/html"), lenient(), {})


def test_a_file_is_bytes() -> None:
    result = Binary("application/pdf, application/zip")
    assert result.accept == "application/pdf, application/zip"
    assert read(result, b"%PDF-1.7", "application/pdf; x=y") == b"%PDF-1.7"
    assert read(result, b"%PDF-1.7", None) == b"%PDF-1.7"
    assert read_odd(result, b"%PDF-1.7", "application/octet-stream") == (b"%PDF-1.7", [("content_type", "")])


@pytest.mark.parametrize(
    ("content", "content_type"), [(b"", "application/pdf"), (b"<html>", "text/html"), (b"{}", "application/json")]
)
def test_an_error_page_is_no_file(content: bytes, content_type: str) -> None:
    with pytest.raises(DecodeError, match="application/pdf"):
        Binary("application/pdf").decode(answer(content, content_type), lenient(), {})


def test_text_is_read_in_its_charset() -> None:
    assert read(Text(), "å".encode("latin-1"), "text/plain; charset=iso-8859-1") == "å"
    with pytest.raises(DecodeError, match="byte 0"):
        Text().decode(answer(b"\xff", "text/plain"), lenient(), {})
