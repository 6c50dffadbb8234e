"""A file that comes in JSON, however it is wrapped; and nothing else taken for one."""

from __future__ import annotations

import json
from base64 import b64encode, encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp_client_runtime.errors import AmbiguousWriteError, DecodeError
from erp_client_runtime.operation import Operation
from erp_client_runtime.results import Document
from tests.unit.runtime.flow_support import DOCUMENTED, drive, failing
from tests.unit.runtime.flow_support import answer as answer_of
from tests.unit.runtime.sample_models import answer, kinds, lenient, strict

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 3 + b"\n%%EOF"
BASE64 = b64encode(PDF).decode()
DOCUMENT = Document("application/pdf", magic=b"%PDF")
PRINT = Operation("print_term", "GET", "/v1/terms/print", DOCUMENT, DOCUMENTED, DOCUMENTED, "safe")
WRAPPED = ["data:application/pdf;base64,", "data:;base64,", "DATA:application/pdf;name=a.pdf;charset=utf-8;BASE64,"]


@pytest.mark.parametrize("prefix", ["", *WRAPPED])
@pytest.mark.parametrize(
    "encoded",
    [
        BASE64,
        BASE64.rstrip("="),
        encodebytes(PDF).decode(),
        encodebytes(PDF).decode().replace("\n", "\r\n"),
        f" {BASE64}\n",
    ],
)
def test_a_file_in_a_json_text(prefix: str, encoded: str) -> None:
    assert DOCUMENT.decode(answer(json.dumps(prefix + encoded).encode()), strict(), {}) == PDF
    escaped = json.dumps(prefix + encoded).replace("/", "\\/").encode()
    assert DOCUMENT.decode(answer(escaped), strict(), {}) == PDF


@given(st.binary(max_size=40))
def test_every_file_comes_out_as_it_went_in(content: bytes) -> None:
    text = b64encode(b"%PDF" + content).decode()
    for wrapped in (text, text.rstrip("="), WRAPPED[0] + text):
        assert DOCUMENT.decode(answer(json.dumps(wrapped).encode()), strict(), {}) == b"%PDF" + content


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (PDF, "application/pdf"),
        (PDF, "application/json"),
        (BASE64.encode(), "application/json"),
        (BASE64.rstrip("=").encode(), "text/plain"),
        (b"\r\n" + encodebytes(PDF), None),
        ((WRAPPED[0] + BASE64).encode(), "text/plain"),
        (b'"' + encodebytes(PDF) + b'"', "application/json"),  # line breaks that JSON would have escaped
        (b'"' + encodebytes(PDF).replace(b"\n", b"\r\n") + b'"\n', None),
    ],
)
def test_other_wrappings_are_read_and_reported(content: bytes, content_type: str | None) -> None:
    decoding = lenient()
    assert DOCUMENT.decode(answer(content, content_type), decoding, {}) == PDF
    assert kinds(decoding) == [("wrong_type", "")]
    with pytest.raises(DecodeError, match=r"a JSON text that holds a file \(application/pdf\) in Base64, found"):
        DOCUMENT.decode(answer(content, content_type), strict(), {})


def test_another_media_type_and_a_byte_order_mark_are_reported() -> None:
    decoding = lenient()
    content = b"\xef\xbb\xbf" + json.dumps(BASE64).encode()
    assert DOCUMENT.decode(answer(content, "application/pdf"), decoding, {}) == PDF
    assert kinds(decoding) == [("byte_order_mark", ""), ("content_type", "")]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b'""', "holds is something else"),
        (b'"data:application/pdf;base64,"', "holds is something else"),
        (json.dumps(b64encode(b"<html>").decode()).encode(), "holds is something else"),
        (json.dumps(b64encode(b"\n" + PDF).decode()).encode(), "holds is something else"),
        (json.dumps(BASE64.replace("J", "-", 1)).encode(), "is not Base64"),
        (json.dumps(BASE64[:-3] + "å").encode(), "is not Base64"),
        (json.dumps(BASE64[:5]).encode(), "is not Base64"),
        (json.dumps("data:application/pdf," + BASE64).encode(), "is not Base64"),
        (BASE64.encode() + b"<", "is not Base64"),
        (BASE64.encode() + b"\xff", "is not Base64"),
        (json.dumps(BASE64).encode()[:-1], "cut off"),
        (b"null", "found null"),
        (b"5", "found an integer"),
        (json.dumps({"Document": BASE64}).encode(), "found an object with 1 fields"),
        (json.dumps([BASE64]).encode(), "found an array of 1"),
        (b"<html>Please log in</html>", "HTML"),
        (b"JVBE", "not JSON"),
    ],
)
def test_anything_else_is_an_error_with_its_first_bytes(content: bytes, cause: str) -> None:
    with pytest.raises(DecodeError, match=cause) as caught:
        DOCUMENT.decode(answer(content), lenient(), {})
    assert (caught.value.status, caught.value.body_start) == (200, content[:500])


def test_a_file_is_asked_for_as_documented() -> None:
    file, driven = drive([answer_of(200, BASE64)], PRINT)
    assert file == PDF
    assert (b"Accept", b"application/json") in driven.sent[0].headers


def test_an_error_under_a_status_of_success_is_not_taken_for_a_file() -> None:
    failing([answer_of(200, {"Message": "no"})], PRINT, DecodeError)
    failing([answer_of(200, {"Message": "no"})], PRINT._replace(retry="never"), AmbiguousWriteError)
