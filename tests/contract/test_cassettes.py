"""The gate lets the cassettes of this repository through; that each is used by its call is in `test_replay`."""

from __future__ import annotations

import httpx

from erp_sandbox import Sandbox
from scripts.contract.against_spec import Contract
from scripts.contract.case import CASSETTES, Suite
from tests.contract import gate


def test_every_operation_has_a_success_and_an_error(suite: Suite, contract: Contract) -> None:
    assert gate.uncovered_operations(suite, contract, CASSETTES) == []


def test_cassettes_and_cases_belong_together(suite: Suite, contract: Contract) -> None:
    assert gate.orphans(suite, contract, CASSETTES) == []


def test_origins_are_said(suite: Suite, contract: Contract) -> None:
    assert gate.wrong_origins(suite, contract, CASSETTES) == []


def test_requests_and_answers_agree_with_the_spec(suite: Suite, contract: Contract) -> None:
    assert gate.deviations(suite, contract, CASSETTES) == []


def test_no_secret_is_written_down(suite: Suite, contract: Contract) -> None:
    secrets = [*Sandbox(suite.vendor, seed=0).credentials.values(), *_first_tokens(suite)]

    assert gate.leaks(suite, contract, CASSETTES, [*secrets, *(value[::-1] for value in secrets)]) == []


def test_files_are_written_as_recording_writes_them(suite: Suite) -> None:
    assert gate.irregular_files(suite, CASSETTES) == []


def _first_tokens(suite: Suite) -> list[str]:
    """The tokens that each recording from the sandbox begins with."""
    tokens: list[str] = []
    with Sandbox(suite.vendor, clock="fixed", seed=0) as sandbox:
        given = sandbox.credentials
        while sandbox.token_url is not None and len(tokens) < 4:
            # The client says who it is both ways; the sandbox reads the one that the vendor has.
            answer = httpx.post(
                sandbox.token_url,
                auth=(given["client_id"], given["client_secret"]),
                data={"grant_type": "client_credentials", **given},
            )
            tokens.append(answer.json()["access_token"])
    return tokens
