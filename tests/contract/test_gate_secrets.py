"""The gate finds what is, or looks like, a secret in a cassette, and does not show it."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import pytest
from attrs import evolve

from tests.contract import gate
from tests.contract.broken import CANARY, Change, Copy, with_answer, with_headers

VENDOR = "lagerkoll"
SEEDED = "list_payment_terms/seeded"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path, VENDOR)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(with_answer(f'{{"note": "{CANARY}"}}'.encode()), id="in the answer"),
        pytest.param(with_answer(gzip.compress(CANARY.encode(), mtime=0)), id="compressed"),
        pytest.param(with_answer(base64.b64encode(f"id:{CANARY}".encode())), id="in base64"),
        pytest.param(with_answer(base64.b64encode(gzip.compress(CANARY.encode(), mtime=0))), id="compressed in base64"),
        pytest.param(lambda one: evolve(one, uri=f"{one.uri}&note={CANARY}"), id="in the URL"),
        pytest.param(lambda one: evolve(one, request_body=f'"{CANARY}"'.encode()), id="in the request"),
        pytest.param(lambda one: with_headers(one, accept=[CANARY]), id="in a header that may stay"),
        pytest.param(lambda one: with_headers(one, api_key=[CANARY]), id="in a header of the login"),
    ],
)
def test_known_secret_is_found(copy: Copy, change: Change) -> None:
    copy.change_first(SEEDED, change)

    problems = copy.problems(gate.leaks, SEEDED, [CANARY])

    assert problems
    assert all(problem.startswith(f"{SEEDED}: ") for problem in problems)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda one: with_headers(one, cookie=["a=b"]), "request header cookie is not one of those"),
        (lambda one: with_headers(one, **{"user-agent": ["x"]}), "request header user-agent is not one of those"),
        (
            lambda one: evolve(one, response_headers={"set-cookie": ["a=b"]}),
            "response header set-cookie is not one of those",
        ),
        (lambda one: with_headers(one, api_key=["something else"]), "the header api_key is not <API_KEY>"),
        (with_answer(b'{"access_token": "short"}'), "has a access_token that is no placeholder"),
        (with_answer(b'{"a": [{"user_token": "short"}]}'), "has a user_token that is no placeholder"),
        (
            lambda one: evolve(one, request_body=b"grant_type=x&client_secret=short"),
            "has a client_secret that is no placeholder",
        ),
        (with_answer(b'"Authorization: Bearer abcdefgh12345678"'), "holds a bearer token"),
        (with_answer(b'"Authorization: Basic YWJjOmRlZmdoaWo="'), "holds basic credentials"),
        (with_answer(b'"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefgh"'), "holds a JSON web token"),
        (with_answer(b'"-----BEGIN RSA PRIVATE KEY-----"'), "holds a private key"),
    ],
)
def test_what_looks_like_a_secret_is_found(copy: Copy, change: Change, problem: str) -> None:
    copy.change_first(SEEDED, change)

    problems = copy.problems(gate.leaks, SEEDED)

    assert any(problem in text for text in problems), problems


def test_what_was_found_is_not_shown(copy: Copy) -> None:
    copy.change_first(SEEDED, with_answer(CANARY.encode()))

    assert CANARY not in "".join(copy.problems(gate.leaks, SEEDED, [CANARY]))
