"""The gate follows the tokens: the request for one is part of each recording, and its secrets are not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from scripts.contract.cassette import Exchange
from tests.contract import gate
from tests.contract.broken import CANARY, Copy, with_headers

VENDOR = "comarch_erp_xt"
FILE = "get_product/seeded"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path, VENDOR)


def _changed(copy: Copy, change: Callable[[list[Exchange]], list[Exchange]]) -> None:
    copy.change(FILE, lambda one: evolve(one, exchanges=change(one.exchanges)))


def test_token_endpoint_needs_a_success_and_an_error_as_well(copy: Copy) -> None:
    shutil.rmtree(copy.folder / VENDOR / "token")

    assert [p.partition(";")[0] for p in copy.problems(gate.uncovered_operations)] == [
        "token: no cassette of a success",
        "token: no cassette of an error",
    ]


def test_recording_without_its_token_request_is_found(copy: Copy) -> None:
    _changed(copy, lambda exchanges: exchanges[1:])

    (problem,) = copy.problems(gate.deviations, FILE)
    assert "is no token that an answer gave before" in problem


def test_token_that_was_not_given_is_found(copy: Copy) -> None:
    _changed(copy, lambda ones: [ones[0], with_headers(ones[1], authorization=["Bearer <ACCESS_TOKEN_2>"])])

    (problem,) = copy.problems(gate.deviations, FILE)
    assert "'Bearer <ACCESS_TOKEN_2>' is no token that an answer gave before" in problem


def test_wrong_token_request_and_answer_are_found(copy: Copy) -> None:
    _changed(
        copy,
        lambda ones: [
            evolve(
                ones[0],
                request_body=b"grant_type=password",
                response_body=b'{"access_token":"<ACCESS_TOKEN>","expires":"soon"}',
            ),
            *ones[1:],
        ],
    )

    problems = copy.problems(gate.deviations, FILE)
    assert problems == [
        f"{FILE}: request: grant_type must be client_credentials",
        f"{FILE}: answer: expires is 'soon' and must be a number of seconds",
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            lambda ones: [evolve(ones[0], response_body=b'{"access_token":"%s"}' % CANARY.encode()), ones[1]],
            "has a access_token that is no placeholder",
        ),
        (
            lambda ones: [ones[0], with_headers(ones[1], authorization=[f"Bearer {CANARY}"])],
            "the header authorization is neither",
        ),
        (
            lambda ones: [with_headers(ones[0], authorization=["Basic aWQ6Y2FuYXJ5LWNhbmFyeQ=="]), ones[1]],
            "the header authorization is neither",
        ),
        (
            lambda ones: [evolve(ones[0], request_body=b"grant_type=client_credentials&client_secret=x"), ones[1]],
            "has a client_secret that is no placeholder",
        ),
    ],
)
def test_secret_of_a_login_is_found(
    copy: Copy, change: Callable[[list[Exchange]], list[Exchange]], problem: str
) -> None:
    _changed(copy, change)

    found = copy.problems(gate.leaks, FILE)
    assert any(problem in text for text in found), found
    assert CANARY not in "".join(found)


def test_client_that_sends_another_token_than_the_one_it_got_fails_the_replay(copy: Copy) -> None:
    _changed(copy, lambda ones: [evolve(ones[0], response_body=b'{"access_token":"<ACCESS_TOKEN_2>"}'), *ones[1:]])

    assert any("is recorded and not used" in problem for problem in copy.problems(gate.unplayed, FILE))
