"""The Lagerkoll client where an answer is not what it should be."""

from __future__ import annotations

import logging

import pytest

from erp_client_runtime import Drift
from erp_sandbox import Sandbox
from lagerkoll import Lagerkoll
from lagerkoll.errors import (
    AuthenticationError,
    DecodeError,
    ERPClientError,
    NotFoundError,
    ServerError,
    UnexpectedStatusError,
)
from lagerkoll.models import PaymentTerm
from tests.sandbox.clients import calls
from tests.sandbox.lagerkoll_client.support import Connect

NOT_JSON = {
    "html": (b"<html>Sign in</html>", "text/html"),
    "html called json": (b"<html>Sign in</html>", "application/json"),
    "truncated": (b'{"paymentTerms": [{"code": "30', "application/json"),
    "bad utf-8": b'{"paymentTerms": [{"code": "\xff\xfe"}], "since": 1}',
    "absurd nesting": b"[" * 200_000,
    "empty": b"",
    "a number": b"42",
    "null": b"null",
    "a string for the list": b'{"paymentTerms": "none", "since": 1}',
}


@pytest.mark.parametrize("name", NOT_JSON)
def test_a_body_that_cannot_be_read_is_an_error_that_keeps_its_beginning(
    vendor: Sandbox, client: Lagerkoll, name: str
) -> None:
    given = NOT_JSON[name]
    body, content_type = given if isinstance(given, tuple) else (given, "application/json")
    vendor.faults.add("list_payment_terms", "body", body=body, content_type=content_type)
    if name == "a string for the list":
        with pytest.raises(DecodeError):
            client.payment_terms.list(options={"strict": True})
        return
    with pytest.raises(DecodeError) as caught:
        client.payment_terms.list()
    assert caught.value.status == 200
    assert caught.value.body_start == body[:500]


def test_what_the_documentation_does_not_promise_is_kept_and_reported(
    vendor: Sandbox, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    drifts: list[Drift] = []
    client = connect(on_drift=drifts.append)
    body = (
        b'\xef\xbb\xbf{"since": null, "paymentTerms": [{"code": "30N", "description": 30, "color": "red"}], "page": 1}'
    )
    vendor.faults.add("get_payment_term", "body", body=body, times=2)
    with caplog.at_level(logging.WARNING, logger="erp_client_runtime.drift"):
        term = client.payment_terms.get("30N")
    assert (term.code, term.description, term.extra_fields) == ("30N", "30", {"color": "red"})
    assert "paymentTerms[0].color" in {drift.path for drift in drifts}
    assert "paymentTerms[0].description" in {drift.path for drift in drifts}
    assert ("unknown_field", "page") in {(drift.kind, drift.path) for drift in drifts}
    assert "color" in caplog.text
    assert "red" not in caplog.text
    with pytest.raises(DecodeError, match="byte order mark"):
        client.payment_terms.get("30N", options={"strict": True})
    # What the client does not know goes back to the vendor.
    term.description = "30 days"
    client.payment_terms.update("30N", term)
    assert b'"color":"red"' in vendor.requests[-1].body


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b'{"paymentTerms": [null], "since": 1}', DecodeError),
        (b'{"paymentTerms": [5], "since": 1}', DecodeError),
        (b'{"paymentTerms": [], "since": 1}', NotFoundError),
        (b'{"paymentTerms": []}', NotFoundError),
    ],
)
def test_a_wrapper_without_the_term_is_not_a_term(
    vendor: Sandbox, client: Lagerkoll, body: bytes, error: type[ERPClientError]
) -> None:
    vendor.faults.add("get_payment_term", "body", body=body)
    with pytest.raises(error):
        client.payment_terms.get("30N")


def test_one_element_without_anything_in_it_is_the_result(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("get_payment_term", "body", body=b'{"paymentTerms": [{}], "since": 1}')
    assert client.payment_terms.get("30N") == PaymentTerm()


def test_of_several_the_one_that_was_asked_for_is_taken(vendor: Sandbox, client: Lagerkoll) -> None:
    body = b'{"paymentTerms": [{"code": "10N"}, {"code": "30N", "description": "this"}], "since": 1}'
    vendor.faults.add("get_payment_term", "body", body=body)
    assert client.payment_terms.get("30N").description == "this"


@pytest.mark.parametrize(
    "body",
    [b'{"paymentTerms": [{"code": "10N", "description": "another"}], "since": 1}', b'{"code": "10N", "colour": "red"}'],
)
def test_a_change_never_writes_the_data_of_another_term(vendor: Sandbox, client: Lagerkoll, body: bytes) -> None:
    before = client.payment_terms.get("30N")
    vendor.faults.add("get_payment_term", "body", body=body)
    with pytest.raises(DecodeError, match=r"10N.*30N|another code than term_id"):
        client.payment_terms.change("30N", description="new")
    assert calls(vendor, "update_payment_term") == 0
    assert client.payment_terms.get("30N") == before


def test_a_change_of_a_term_that_comes_without_its_code_is_written(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("get_payment_term", "body", body=b'{"paymentTerms": [{"code": null}], "since": 1}')
    client.payment_terms.change("30N", code="30N", description="new")
    assert client.payment_terms.get("30N").description == "new"


@pytest.mark.parametrize("body", [b'{"message": "Internal server error"}', b"{}"])
def test_an_error_under_a_status_of_success_is_not_an_empty_answer(
    vendor: Sandbox, client: Lagerkoll, body: bytes
) -> None:
    for operation in ("list_payment_terms", "get_payment_term", "list_cost_centers", "get_cost_center"):
        vendor.faults.add(operation, "body", body=body, times=None)
    terms, centers = client.payment_terms, client.cost_centers
    for call in (
        terms.list,
        lambda: terms.changes(17),
        lambda: list(terms.iterate()),
        lambda: terms.get("30N"),
        lambda: terms.change("30N", description="new"),
        centers.list,
        lambda: centers.get(1),
    ):
        with pytest.raises(DecodeError, match="expected an object with the array"):
            call()
    assert calls(vendor, "update_payment_term") == 0


def test_an_answer_without_a_cursor_keeps_the_one_that_was_sent(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("list_payment_terms", "body", body=b'{"paymentTerms": null}')
    assert client.payment_terms.changes(17) == ([], 17)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_never_followed(vendor: Sandbox, client: Lagerkoll, status: int) -> None:
    headers = {"Location": "https://elsewhere.example/secret-path"}
    vendor.faults.add("get_payment_term", "body", status=status, headers=headers)
    with pytest.raises(UnexpectedStatusError, match="elsewhere\\.example") as caught:
        client.payment_terms.get("30N")
    assert caught.value.status == status
    assert "secret-path" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "error"), [(499, UnexpectedStatusError), (520, ServerError), (418, UnexpectedStatusError)]
)
def test_a_status_that_nobody_documented_is_a_typed_error(
    vendor: Sandbox, client: Lagerkoll, status: int, error: type[ERPClientError]
) -> None:
    vendor.faults.add("get_payment_term", "status", status=status, envelope=False)
    with pytest.raises(error):
        client.payment_terms.get("30N", options={"max_retries": 0})


@pytest.mark.parametrize("status", ["200", "400", "500"])
def test_the_envelope_is_found_under_any_status(status: str) -> None:
    with (
        Sandbox("lagerkoll", quota=None, settings={"error_status": status}) as vendor,
        Lagerkoll(base_url=vendor.base_url, max_retries=0, **vendor.logins[0]) as client,
    ):
        with pytest.raises(ERPClientError) as caught:
            client.payment_terms.create(code="30N", description="there already")
        assert getattr(caught.value, "code", None) == "900532"
        wrong = Lagerkoll(base_url=vendor.base_url, store="0", api_key="wrong", max_retries=0)
        with wrong, pytest.raises(AuthenticationError, match="credentials do not match"):
            wrong.payment_terms.list()


def test_a_missing_element_is_not_found_in_either_way_of_saying_it() -> None:
    with (
        Sandbox("lagerkoll", settings={"on_missing_get": "error"}) as vendor,
        Lagerkoll(base_url=vendor.base_url, **vendor.logins[0]) as client,
        pytest.raises(NotFoundError) as caught,
    ):
        client.payment_terms.get("nowhere")
    assert (caught.value.status, caught.value.code) == (404, "900531")
    assert "path of this operation is inferred" in str(caught.value)


@pytest.mark.parametrize("given", [b'"17"', b"17.0"])
def test_a_cursor_in_another_form_is_reported_and_can_be_passed_on(
    vendor: Sandbox, connect: Connect, given: bytes
) -> None:
    drifts: list[Drift] = []
    client = connect(on_drift=drifts.append)
    vendor.faults.add("list_payment_terms", "body", body=b'{"paymentTerms": [], "since": ' + given + b"}")
    cursor = client.payment_terms.changes(0).cursor
    assert (type(cursor), cursor) == (int, 17)
    assert [drift.path for drift in drifts] == ["since"]
    client.payment_terms.changes(cursor)
    assert vendor.requests[-1].query == "since=17"


@pytest.mark.parametrize(
    "body", [b'{"paymentTerms": [{"code": "30N"}], "since": "x"}', b'{"page": 1, "paymentTerms": [{}]}']
)
def test_what_is_odd_around_a_term_is_an_error_when_strict(vendor: Sandbox, client: Lagerkoll, body: bytes) -> None:
    vendor.faults.add("get_payment_term", "body", body=body)
    with pytest.raises(DecodeError, match=r"since|page"):
        client.payment_terms.get("30N", options={"strict": True})
