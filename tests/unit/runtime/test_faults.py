"""Which answers are errors, which class they become, and what the error tells without telling secrets."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from erp_client_runtime import errors
from erp_client_runtime.operation import Envelope, ErrorCode
from erp_client_runtime.response import Headers, RawResponse
from erp_client_runtime.results import OneOf
from tests.unit.runtime.flow_support import (
    CREATE,
    DELETE,
    GET,
    GUESS,
    LIST,
    SECRET,
    TERM,
    Acme,
    Term,
    answer,
    client,
    drive,
    envelope,
    failing,
    lost,
)

KNOWN = GET._replace(path_evidence=LIST.path_evidence)
"""The same, with a path that the documentation has."""

STATUSES = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    405: errors.UnexpectedStatusError,
    409: errors.ConflictError,
    410: errors.NotFoundError,
    412: errors.ConflictError,
    422: errors.BadRequestError,
    499: errors.UnexpectedStatusError,
    501: errors.ServerError,
    530: errors.ServerError,
    600: errors.UnexpectedStatusError,
    100: errors.UnexpectedStatusError,
}


@pytest.mark.parametrize(("status", "kind"), STATUSES.items())
@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b"{", b"[1]", b"\xff", b"null", b'"text"', b"[" * 50_000])
def test_an_error_without_an_envelope_goes_by_its_status_whatever_its_body(
    status: int, kind: type[Exception], body: bytes
) -> None:
    error, _ = failing([answer(status, body)], GET, kind)
    assert error.status == status
    assert error.code is None
    assert error.body_start == body[:500]


@pytest.mark.parametrize("status", [200, 201, 299, 400, 404, 500])
def test_the_code_says_what_kind_of_error_it_is_under_any_status(status: int) -> None:
    error, _ = failing([answer(status, envelope(1, "who are you"))], GET, errors.AuthenticationError)
    assert (error.status, error.code, error.meaning) == (status, "1", "the credentials do not match")
    assert error.vendor_message == "who are you"


def test_an_envelope_under_a_status_of_success_is_an_error() -> None:
    error, _ = failing([answer(200, envelope(531))], GET, errors.UnexpectedStatusError)
    assert error.meaning == "the term could not be read"
    error, _ = failing([answer(200, envelope(531))], DELETE, errors.UnexpectedStatusError)
    assert error.meaning is None  # a code of another operation means nothing here


def test_an_envelope_of_success_may_have_more_fields_than_are_documented() -> None:
    failing([answer(200, envelope(531, errorId="x"))], GET, errors.UnexpectedStatusError)


@pytest.mark.parametrize(
    "body",
    [
        {"code": "30N", "errorCode": 5},
        {"code": "30N", "errorCode": 5, "errorMessage": "of the last run"},
        {"errorCode": None, "errorMessage": None, "errorField": None, "errorData": None},
        {"errorCode": 0, "errorMessage": "ok"},
        {"errorCode": 5},
    ],
)
def test_an_ordinary_object_with_a_field_of_that_name_is_no_error(body: dict[str, Any]) -> None:
    result, _ = drive([answer(200, body)])
    assert result.extra_fields.keys() >= {"errorCode"}


@pytest.mark.parametrize("code", [True, {"a": 1}, [1], "", None])
def test_a_code_that_is_none_makes_no_envelope(code: Any) -> None:
    error, _ = failing([answer(400, envelope(code))], GET, errors.BadRequestError)
    assert error.code is None


def test_everything_in_the_envelope_reaches_the_error() -> None:
    body = envelope(999, "wrong", errorField="code", errorData={"limit": [1, "x"]})
    error, _ = failing([answer(400, body, {"X-Request-Id": "r-9"})], GET, errors.BadRequestError)
    assert (error.code, error.meaning, error.vendor_message, error.field) == ("999", None, "wrong", "code")
    assert error.data == {"limit": [1, "x"]}
    assert error.request_id == "r-9"
    assert "999" in str(error)
    assert "wrong" in str(error)


def test_a_byte_order_mark_does_not_hide_the_envelope() -> None:
    error, _ = failing([answer(400, b"\xef\xbb\xbf" + json.dumps(envelope(531)).encode())], GET, errors.BadRequestError)
    assert error.code == "531"


def test_a_404_from_an_inferred_path_says_so() -> None:
    error, _ = failing([answer(404)], GET, errors.NotFoundError)
    assert "inferred" in str(error)
    assert "the base ends with a slash" in str(error)
    assert "/v1/terms/{term_id}, added to base_url" in str(error)
    assert error.evidence.level == "inferred"


def test_a_404_from_a_documented_or_corrected_path_does_not() -> None:
    error, _ = failing([answer(404)], LIST, errors.NotFoundError)
    assert "inferred" not in str(error)
    of = client(operation_paths={"get_term": "/v2/{term_id}"})
    error, _ = failing([answer(404)], GET, errors.NotFoundError, of=of)
    assert "inferred" not in str(error)


@pytest.mark.parametrize(
    ("operation", "body", "doubted"),
    [
        (LIST, b"", True),
        (LIST, envelope(999), True),
        (KNOWN, b"there is no such page", True),
        (KNOWN, envelope(999), False),
        (KNOWN, envelope(1), False),
    ],
    ids=["list", "list, said by the vendor", "id, said by another", "id, said by the vendor", "credentials"],
)
def test_a_404_that_no_missing_element_explains_makes_the_base_url_doubtful(
    operation: Any, body: Any, doubted: bool
) -> None:
    with pytest.raises(errors.ERPClientError) as caught:
        drive([answer(404, body)], operation)
    assert (f"Check base_url: {operation.path} is added to it" in str(caught.value)) is doubted


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("operation", [GET, CREATE])
def test_a_redirect_is_an_error_that_names_the_host_alone(status: int, operation: Any) -> None:
    location = "https://user:pw@evil.example/steal?token=1"
    kind = errors.AmbiguousWriteError if operation is CREATE else errors.UnexpectedStatusError
    error, driven = failing([answer(status, headers={"location": location})], operation, kind)
    assert "evil.example" in str(error)
    for hidden in ("steal", "token", "pw"):
        assert hidden not in str(error)
    assert len(driven.sent) == 1


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("/elsewhere", "to another path of the same host"),
        ("", "without saying where to"),
        (None, "without saying where to"),
        ("http://[", "to what is no URL"),
    ],
)
def test_a_redirect_without_a_host_says_what_it_has_instead(location: str | None, told: str) -> None:
    headers = {} if location is None else {"location": location}
    error, _ = failing([answer(302, headers=headers)], GET, errors.UnexpectedStatusError)
    assert f"that is a redirect {told}" in str(error)


def test_an_echoed_credential_appears_nowhere_in_the_error() -> None:
    body = envelope(
        f"c{SECRET}", f"key {SECRET} is unknown", errorField=SECRET, errorData={SECRET: [SECRET, {"k": SECRET}]}
    )
    error, _ = failing([answer(403, body)], GET, errors.PermissionDeniedError)
    shown = f"{error} {error!r} {vars(error)}".encode() + pickle.dumps(error)
    assert SECRET.encode() not in shown
    assert b"[redacted]" in error.body_start


@pytest.mark.parametrize("operation", [GET, CREATE])
@pytest.mark.parametrize("status", [200, 502])
def test_an_echoed_credential_in_a_page_appears_nowhere(operation: Any, status: int) -> None:
    page = f"<html>{SECRET}</html>".encode()
    with pytest.raises(errors.ERPClientError) as caught:
        drive([answer(status, page)], operation, max_retries=0)
    error: BaseException | None = caught.value
    while error is not None:
        assert SECRET.encode() not in f"{error} {vars(error)}".encode() + pickle.dumps(error)
        error = error.__cause__


@pytest.mark.parametrize("offset", [0, 495])
@pytest.mark.parametrize("status", [200, 404])
def test_an_echoed_credential_is_not_left_in_part_where_the_body_is_cut(status: int, offset: int) -> None:
    page = b"<" + b"x" * offset + SECRET.encode()
    with pytest.raises(errors.ERPClientError) as caught:
        drive([answer(status, page)])
    kept: bytes = getattr(caught.value, "body_start")  # noqa: B009 - only some errors have it
    assert SECRET[:4].encode() not in kept
    assert b"[red" in kept


def test_an_echoed_credential_in_the_id_of_the_answer_appears_neither_in_the_error_nor_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG", "erp_client_runtime")
    headers = {"x-request-id": f"r-{SECRET}"}
    error, _ = failing([answer(404, headers=headers)], GET, errors.NotFoundError)
    assert error.request_id == "r-[redacted]"
    one = OneOf(Term, items=None, match="code", argument="term_id")
    error, _ = failing([answer(200, [], headers)], GET._replace(result=one), errors.NotFoundError)
    assert error.request_id == "r-[redacted]"
    drive([answer(200, {"code": "30N"}, headers)])
    assert SECRET not in f"{caplog.text} {[vars(record) for record in caplog.records]}"
    assert "r-[redacted]" in caplog.text


def test_errors_survive_pickling() -> None:
    error, _ = failing([answer(404, envelope(531))], GET, errors.NotFoundError)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is errors.NotFoundError
    assert (str(copy), vars(copy)) == (str(error), vars(error))


@pytest.mark.parametrize("cls", [getattr(errors, name) for name in errors.__all__])
def test_every_error_survives_pickling_and_is_of_our_tree(cls: type[errors.ERPClientError]) -> None:
    extra: dict[str, Any] = {"needed": 3.0} if cls is errors.QuotaTimeoutError else {}
    copy = pickle.loads(pickle.dumps(cls("message", operation="get_term", **extra)))
    assert isinstance(copy, errors.ERPClientError)
    assert type(copy) is cls
    assert (str(copy), copy.operation) == ("message", "get_term")


def test_a_body_that_broke_off_is_told() -> None:
    broken = RawResponse(400, Headers([]), b'{"errorCode": 53', damage="it broke off before its end")
    error, _ = failing([broken], GET, errors.BadRequestError)
    assert "broke off" in str(error)
    assert error.code is None


def test_a_vendor_without_a_known_envelope_goes_by_status() -> None:
    of = client()
    of._shared.vendor = of._shared.vendor._replace(envelope=None)
    failing([answer(400, envelope(1))], GET, errors.BadRequestError, of=of)
    result, _ = drive([answer(200, TERM)], of=of)
    assert result.code == "30N"


def test_an_envelope_of_two_names_is_found_under_success_when_nothing_else_is_there() -> None:
    of = client()
    of._shared.vendor = of._shared.vendor._replace(envelope=Envelope(code="code", message="message"))
    failing([answer(200, {"code": "E1", "message": "no"})], GET, errors.UnexpectedStatusError, of=of)
    result, _ = drive([answer(200, {"code": "30N", "dayCount": 3})], of=of)
    assert result.days == 3


def worded(**codes: ErrorCode) -> Acme:
    """A client of a vendor whose codes are words, and whose errors need not have one."""
    of = client()
    envelope = Envelope(code="Code", message="Message", data="Data")
    of._shared.vendor = of._shared.vendor._replace(envelope=envelope, error_codes=codes)
    return of


MISSING = ErrorCode("there is no such element", error="not_found")


def test_a_code_may_be_a_word_and_says_more_than_the_status() -> None:
    body = {"Code": "EntityNotFoundException", "Message": "Entity not found", "Data": {"Id": 7}}
    error, _ = failing([answer(400, body)], GET, errors.NotFoundError, of=worded(EntityNotFoundException=MISSING))
    assert (error.status, error.code, error.meaning) == (400, "EntityNotFoundException", "there is no such element")
    assert (error.vendor_message, error.data) == ("Entity not found", {"Id": 7})
    error, _ = failing([answer(400, body)], GET, errors.BadRequestError, of=worded())
    assert (error.code, error.meaning) == ("EntityNotFoundException", None)


def test_deleting_what_a_lost_request_has_deleted_is_success_though_the_status_is_400() -> None:
    body = {"Code": "EntityNotFoundException", "Message": "Entity not found"}
    of = worded(EntityNotFoundException=MISSING)
    result, driven = drive([lost(), answer(400, body)], DELETE, of=of)
    assert result is None
    assert len(driven.sent) == 2
    failing([answer(400, body)], DELETE, errors.NotFoundError, of=worded(EntityNotFoundException=MISSING))


@pytest.mark.parametrize("status", [400, 403, 404, 500])
@pytest.mark.parametrize("code", [{}, {"Code": None}, {"Code": ""}])
def test_a_message_without_a_code_reaches_the_error(status: int, code: dict[str, Any]) -> None:
    body = {"Message": f"not so, {SECRET}", "Data": [1], **code}
    error, _ = failing([answer(status, body)], GET, errors.error_class(status), of=worded(), max_retries=0)
    assert (error.code, error.meaning, error.data) == (None, None, [1])
    assert error.vendor_message == "not so, [redacted]"
    assert "(in its own words: 'not so, [redacted]')" in str(error)
    assert ", code" not in str(error)


@pytest.mark.parametrize("body", [{"Message": None}, {"Message": 5}, {"message": "x"}, {"Data": 1}, ["Message"]])
def test_a_body_without_code_and_message_tells_nothing(body: Any) -> None:
    error, _ = failing([answer(400, body)], GET, errors.BadRequestError, of=worded())
    assert (error.code, error.vendor_message, error.data) == (None, None, None)


def test_a_message_without_a_code_under_a_status_of_success_is_no_error() -> None:
    result, _ = drive([answer(200, {"code": "30N", "Message": "hello"})], of=worded())
    assert result.extra_fields == {"Message": "hello"}


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        ({"title": "Not Found", "status": 404, "detail": "no such term"}, "application/problem+json", "no such term"),
        ({"title": "Not Found", "detail": None}, "application/json", "Not Found"),
        (b"no such term\r\n", "text/plain; charset=utf-8", "no such term"),
        (b"token " + SECRET.encode(), "text/plain", "token [redacted]"),
        ({"detail": SECRET}, "application/json", "[redacted]"),
        (b"", "text/plain", None),
        (b"\xff", "text/plain", "\ufffd"),
        ({"detail": {"a": 1}}, "application/json", None),
    ],
)
def test_without_the_vendors_error_body_the_words_are_those_of_problem_details_or_plain_text(
    body: Any, content_type: str, words: str | None
) -> None:
    error, _ = failing([answer(404, body, {"content-type": content_type})], GET, errors.NotFoundError)
    assert error.vendor_message == words
    assert ("in its own words" in str(error)) == (words is not None)


def test_a_failure_without_a_code_does_not_tell_whether_a_write_was_done() -> None:
    body = {"Message": "An error has occurred."}
    failing([answer(500, body)], CREATE, errors.AmbiguousWriteError, of=worded())
    failing([answer(500, {**body, "Code": "X"})], CREATE, errors.ServerError, of=worded())


@pytest.mark.parametrize("status", [400, 404, 405, 422])
def test_an_operation_that_is_a_guess_and_is_not_understood_hints_at_the_settings(status: int) -> None:
    of = client(allow_assumed=True)
    one = {"term_id": "1"}
    error, _ = failing([answer(status)], GUESS, STATUSES.get(status, errors.BadRequestError), of=of, arguments=one)
    assert "is a guess (the page does not print it)" in str(error)
    assert "operation_paths={'guess_term': '/…'}" in str(error)
    assert "wire_names={'guess_term.…': '…'}" in str(error)
    of = client(operation_paths={"guess_term": "/true/{term_id}"})
    error, _ = failing([answer(status)], GUESS, STATUSES.get(status, errors.BadRequestError), of=of, arguments=one)
    assert "operation_paths" not in str(error)
    assert ("wire_names" in str(error)) == (status in (400, 422))


def test_a_bad_request_that_is_no_guess_of_ours_hints_at_nothing() -> None:
    of = client(allow_assumed=True)
    error, _ = failing([answer(400, envelope(2))], GUESS, errors.NotFoundError, of=of, arguments={"term_id": "1"})
    assert "wire_names" not in str(error)  # the vendor's code says what it is
    error, _ = failing([answer(400)], GET, errors.BadRequestError)
    assert "wire_names" not in str(error)
