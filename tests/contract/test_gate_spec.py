"""The gate finds every request and answer that does not agree with the spec."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from attrs import evolve

from scripts.contract.against_spec import Contract
from scripts.contract.case import CASSETTES, load_suite
from scripts.contract.cassette import Exchange
from scripts.specs.folder import load_spec
from tests.contract import gate
from tests.contract.broken import Change, Copy, with_answer, with_headers

VENDOR = "lagerkoll"
DRIFTED = "list_payment_terms/drifted"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path, VENDOR)


@pytest.mark.parametrize(
    ("file", "change", "problem"),
    [
        (
            "list_payment_terms/seeded",
            lambda one: evolve(one, uri=one.uri.replace("payment_terms/", "payment_terms")),
            "no operation of the spec has GET /v1/payment_terms",
        ),
        (
            "list_payment_terms/seeded",
            lambda one: evolve(one, uri=one.uri.replace("https://capi", "https://other")),
            "no operation of the spec",
        ),
        ("list_payment_terms/seeded", lambda one: evolve(one, method="PATCH"), "no operation of the spec"),
        (
            "list_payment_terms/seeded",
            lambda one: evolve(one, uri=one.uri.replace("since=0", "since=never")),
            "query parameter since",
        ),
        (
            "list_payment_terms/seeded",
            lambda one: evolve(one, uri=one.uri + "&page=1"),
            "query parameter page is not in the spec",
        ),
        ("delete_cost_center/existing", lambda one: evolve(one, uri=one.uri + "x"), "path parameter cost_center"),
        (
            "list_payment_terms/seeded",
            lambda one: evolve(one, request_headers={"accept": ["application/json"], "store": ["<STORE>"]}),
            "the login is store and must be exactly",
        ),
        (
            "list_payment_terms/seeded",
            lambda one: with_headers(one, user_id=["<USER_ID>"], user_token=["<USER_TOKEN>"]),
            "the login is api_key+store+user_id+user_token",
        ),
        ("list_payment_terms/seeded", lambda one: with_headers(one, accept=["text/html"]), "accept is text/html"),
        ("create_payment_term/example", lambda one: evolve(one, request_body=None), "the body is missing"),
        (
            "create_payment_term/example",
            lambda one: evolve(one, request_body=b'{"code": "30N"}'),
            'body: "description" is a required property',
        ),
        (
            "create_payment_term/example",
            lambda one: evolve(one, request_body=b'{"code": 30, "description": "x"}'),
            "body.code",
        ),
        (
            "create_payment_term/example",
            lambda one: with_headers(one, **{"content-type": ["text/plain"]}),
            "the body is text/plain",
        ),
        (
            "delete_cost_center/existing",
            lambda one: evolve(with_headers(one, **{"content-type": ["application/json"]}), request_body=b"{}"),
            "there is a body, and the spec has none",
        ),
        (
            "list_payment_terms/seeded",
            lambda one: evolve(one, response_body=b'{"paymentTerms": [{"code": 30}]}'),
            "answer: body.paymentTerms[0].code",
        ),
        ("list_payment_terms/seeded", lambda one: evolve(one, response_body=b"<html>"), "answer: the body is not JSON"),
        (
            "list_payment_terms/seeded",
            lambda one: evolve(one, response_headers={"content-type": ["text/html"]}),
            "answer: the body is text/html",
        ),
        (
            "list_payment_terms/paused",
            lambda one: evolve(one, response_headers={**one.response_headers, "retry-after": ["soon"]}),
            "answer: header Retry-After",
        ),
        (
            "delete_cost_center/existing",
            lambda one: evolve(one, response_body=b"{}"),
            "answer: there is a body, and the spec has none with status 204",
        ),
        (
            "list_payment_terms/refused",
            lambda one: evolve(one, response_body=b'{"errorCode": "900531"}'),
            "answer: body.errorCode",
        ),
    ],
)
def test_deviation_is_found(copy: Copy, file: str, change: Change, problem: str) -> None:
    copy.change_first(file, change)

    found = copy.problems(gate.deviations, file)
    assert any(text.startswith(f"{file}: ") and problem in text for text in found), found


def test_status_that_the_spec_does_not_have_is_found() -> None:
    spec = load_spec(VENDOR)
    del spec["paths"]["/v1/payment_terms/"]["get"]["responses"]["default"]

    found = gate.deviations(load_suite(VENDOR), Contract(spec), CASSETTES)

    assert "list_payment_terms/refused: answer: status 400 is not in the spec" in found


def test_statuses_that_the_spec_does_not_list_are_errors_and_no_successes() -> None:
    contract = Contract(load_spec("comarch_erp_xt"))
    uri = "https://app.erpxt.de/api2/public/products"
    answers = [Exchange(method="GET", uri=uri, status=status) for status in (201, 418)]

    assert [contract.response_problems(answer)[0] for answer in answers] == [
        "answer: status 201 is not in the spec",
        "answer: the body is without a media type; the spec has application/json",
    ]


def test_json_under_a_more_special_name_is_checked_as_json(copy: Copy) -> None:
    file = "list_payment_terms/refused"
    problem_json = {"content-type": ["application/problem+json"]}
    copy.change_first(file, lambda one: evolve(one, response_headers=problem_json))
    assert copy.problems(gate.deviations, file) == []

    copy.change_first(file, with_answer(b'{"errorCode": "900531"}'))
    assert "answer: body.errorCode" in copy.problems(gate.deviations, file)[0]


def test_missing_query_parameter_and_header_are_found_where_the_spec_requires_them() -> None:
    spec = load_spec(VENDOR)
    spec["components"]["parameters"]["since"]["required"] = True
    spec["components"]["responses"]["TooManyRequests"]["headers"]["Retry-After"]["required"] = True
    uri = "https://capi.lagerkoll.com/v1/payment_terms/"
    exchange = Exchange(method="GET", uri=uri, status=429)

    found = Contract(spec).problems(exchange)

    assert "request: query parameter since is missing" in found
    assert "answer: header Retry-After is missing" in found


def test_case_that_says_it_deviates_must_deviate(copy: Copy) -> None:
    copy.change_first(DRIFTED, lambda one: evolve(one, response_body=b'{"paymentTerms": []}'))

    (problem,) = copy.problems(gate.deviations, DRIFTED)
    assert "the case says that an answer deviates" in problem


def test_deviating_answer_excuses_no_request(copy: Copy) -> None:
    copy.change_first(DRIFTED, lambda one: evolve(one, uri=one.uri + "&page=1"))

    (problem,) = copy.problems(gate.deviations, DRIFTED)
    assert "request: query parameter page" in problem


def test_cassette_in_which_its_operation_is_not_called_is_found(copy: Copy) -> None:
    file = "get_cost_center/example"
    shutil.copy(copy.path("list_cost_centers/example"), copy.path(file))

    assert copy.problems(gate.deviations, file) == [f"{file}: get_cost_center is not called in it"]
