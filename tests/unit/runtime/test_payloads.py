"""Bodies that are no model as JSON, and values in the styles of OpenAPI, where a whole call would tell less."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import define, field

from erp_client_runtime.codecs import ANY, DATE, TEXT, array, mapping
from erp_client_runtime.decoding import Decoding
from erp_client_runtime.errors import DecodeError, InvalidArgumentError
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire
from erp_client_runtime.operation import Operation
from erp_client_runtime.payloads import FILE, Content, File, Form, Json, Multipart, Part
from erp_client_runtime.request import Plan
from erp_client_runtime.response import Headers, RawResponse
from erp_client_runtime.results import ByStatus, Nothing, Text, Value
from erp_client_runtime.styles import in_path, pairs


@define(kw_only=True, repr=False)
class Upload(WriteModel):
    """What is uploaded."""

    file: bytes | File = field(metadata=wire("file", FILE, required=True))
    title: str | UnsetType | None = field(default=UNSET, metadata=wire("title", TEXT, nullable=True))


@define(kw_only=True, repr=False)
class Note(WriteModel):
    """What is noted."""

    title: str = field(metadata=wire("title", TEXT, required=True))


def same(text: str, at: str) -> str:
    return text


def test_a_file_does_not_show_what_is_in_it() -> None:
    assert repr(File(b"secret", "a.txt")) == "File(name='a.txt', media_type=None)"


def test_the_same_form_is_the_same_bytes_and_another_one_is_not() -> None:
    first, second = (Multipart().encode(Upload(file=content), "it") for content in (b"a", b"a"))
    assert first == second
    assert Multipart().encode(Upload(file=b"b"), "it")[1] != first[1]


def test_names_cannot_break_out_of_the_head_of_a_part() -> None:
    body, _ = Multipart().encode(Upload(file=File(b"", 'x"\r\nX-Evil: 1')), "it")
    assert b'filename="x%22%0D%0AX-Evil: 1"' in body


@pytest.mark.parametrize("media_type", ["text/plain\r\nX: 1", "täxt"])
def test_media_types_cannot_break_out_of_headers(media_type: str) -> None:
    file = File(b"", media_type=media_type)
    with pytest.raises(InvalidArgumentError, match="media type"):
        Multipart().encode(Upload(file=file), "it")
    with pytest.raises(InvalidArgumentError, match="media type"):
        Content("application/octet-stream").encode(file, "it")


@pytest.mark.parametrize("writer", [Form(), Multipart()])
def test_null_has_no_form_in_a_form(writer: Form | Multipart) -> None:
    with pytest.raises(InvalidArgumentError, match="title of it is null"):
        writer.encode({"title": None}, "it")


def test_a_file_needs_a_multipart_form() -> None:
    with pytest.raises(InvalidArgumentError, match="file of it is a file, which only a multipart form"):
        Form().encode(Upload(file=b""), "it")


def test_a_form_of_something_else_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="a model"):
        Form().encode(3, "it")


def test_what_is_an_open_file_has_to_be_read_first() -> None:
    with open(__file__, "rb") as file:  # noqa: PTH123 - a file object is what is meant
        for writer, value in ((Content("a/b"), file), (Multipart(), Upload(file=file))):  # type: ignore[arg-type]  # wrong on purpose
            with pytest.raises(InvalidArgumentError, match="read the file first"):
                writer.encode(value, "it")


def test_a_file_in_an_answer_is_reported_and_kept() -> None:
    decoding = Decoding("test", strict=False)
    assert FILE.decode("x", decoding, None) == "x"
    assert [drift.kind for drift in decoding.events] == ["wrong_type"]


def test_json_that_holds_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(InvalidArgumentError, match="holds itself"):
        Json(array(ANY)).encode(endless, "it")


def test_corrected_names_hold_for_forms_too() -> None:
    operation = Operation("up", "POST", "/up", Nothing(), body=Form({"name": Part("json")}))
    plan = Plan(operation, "https://x.y", None, {"title": "name"})
    assert plan.written(Note(title="a b"))[0] == b"name=%22a+b%22"


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"),
    [
        ("form", True, [1, True, Decimal("1.10")], ["n=1", "n=true", "n=1.10"]),
        ("form", False, {"a": 1, "b": "x"}, ["n=a,1,b,x"]),
        ("pipeDelimited", False, ["a", "b"], ["n=a%7Cb"]),
        (
            "deepObject",
            True,
            {"a": {"b": [1, {"c": 2}]}},
            ["n%5Ba%5D%5Bb%5D%5B0%5D=1", "n%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=2"],
        ),
        ("deepObject", True, "single", ["n=single"]),
        ("json", True, {"a": [Decimal("1.10")]}, ['n={"a":[1.10]}']),
    ],
)
def test_pairs(style: str, explode: bool, value: Any, expected: list[str]) -> None:
    assert list(pairs("n", value, style, explode, same, "it")) == expected


@pytest.mark.parametrize(
    ("style", "value"),
    [("form", []), ("form", {}), ("deepObject", {"a": []}), ("form", [[1]]), ("form", {"a": {}}), ("form", None)],
)
def test_what_has_no_form_in_a_style_is_refused(style: str, value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="it"):
        list(pairs("n", value, style, True, same, "it"))


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"),
    [
        ("simple", True, {"a": 1, "b": 2}, "a=1,b=2"),
        ("label", False, {"a": 1, "b": 2}, ".a,1,b,2"),
        ("label", True, [1, 2], ".1.2"),
        ("matrix", True, {"a": 1, "b": 2}, ";a=1;b=2"),
        ("matrix", False, [1, 2], ";n=1,2"),
        ("json", False, [1, "x"], '[1,"x"]'),
    ],
)
def test_in_path(style: str, explode: bool, value: Any, expected: str) -> None:
    assert in_path("n", value, style, explode, same, "it") == expected


def response(status: int, content: bytes, media_type: str = "application/json") -> RawResponse:
    return RawResponse(status, Headers([("content-type", media_type)]), content)


def test_the_status_chooses_the_result() -> None:
    result: ByStatus[Any] = ByStatus({"201": Value(TEXT), "2XX": Text(), "default": Nothing()})
    assert result.accept == "application/json, text/plain"
    found = [
        result.decode(response(201, b'"x"'), Decoding("test", strict=True), {}),
        result.decode(response(202, b"y", "text/plain"), Decoding("test", strict=True), {}),
    ]
    assert found == ["x", "y"]


def test_a_status_that_is_not_documented_is_reported_and_read_as_the_first() -> None:
    result: ByStatus[Any] = ByStatus({"200": Value(mapping(DATE)), "204": Nothing()})
    decoding = Decoding("test", strict=False)
    assert result.decode(response(203, b"{}"), decoding, {}) == {}
    assert [drift.kind for drift in decoding.events] == ["unknown_value"]
    with pytest.raises(DecodeError, match="200 or 204"):
        result.decode(response(203, b"{}"), Decoding("test", strict=True), {})
