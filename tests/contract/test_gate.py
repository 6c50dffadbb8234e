"""The gate lets the cassettes of this repository through, and each of its rules finds the cassette that breaks it."""

from __future__ import annotations

import base64
import gzip
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve

from erp_sandbox import Sandbox
from scripts.contract.against_spec import Contract
from scripts.contract.case import CASSETTES, Case, Suite, load_suite
from scripts.contract.cassette import Cassette, Exchange, Headers, read, write
from scripts.specs.folder import load_spec
from tests.contract import gate

VENDOR = "lagerkoll"
SUITE = load_suite(VENDOR)
CONTRACT = Contract(load_spec(VENDOR))
CANARY = "canary-6f1d0c5e"


class TestCassettesOfThisRepository:
    def test_every_operation_has_a_success_and_an_error(self, suite: Suite, contract: Contract) -> None:
        assert gate.uncovered_operations(suite, contract, CASSETTES) == []

    def test_cassettes_and_cases_belong_together(self, suite: Suite, contract: Contract) -> None:
        assert gate.orphans(suite, contract, CASSETTES) == []

    def test_origins_are_said(self, suite: Suite, contract: Contract) -> None:
        assert gate.wrong_origins(suite, contract, CASSETTES) == []

    def test_requests_and_answers_agree_with_the_spec(self, suite: Suite, contract: Contract) -> None:
        assert gate.deviations(suite, contract, CASSETTES) == []

    def test_no_secret_is_written_down(self, suite: Suite, contract: Contract) -> None:
        secrets = [*Sandbox(suite.vendor, seed=0).credentials.values(), *_first_tokens(suite)]

        assert gate.leaks(suite, contract, CASSETTES, [*secrets, *(value[::-1] for value in secrets)]) == []

    def test_files_are_written_as_recording_writes_them(self, suite: Suite) -> None:
        assert gate.irregular_files(suite, CASSETTES) == []

    @pytest.mark.block_network
    def test_every_exchange_is_used(self, suite: Suite, contract: Contract) -> None:
        assert gate.unplayed(suite, contract, CASSETTES) == []


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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The cassettes, to be broken."""
    shutil.copytree(CASSETTES / VENDOR, tmp_path / VENDOR)
    return tmp_path


def _broken(folder: Path, file: str, change: Callable[[Cassette], Cassette]) -> None:
    path = folder / VENDOR / f"{file}.yaml"
    assert write(path, change(read(path))), "the change changed nothing"


def _exchange(folder: Path, file: str, change: Callable[[Exchange], Exchange]) -> None:
    """Change the first exchange of a cassette."""
    _broken(folder, file, lambda one: evolve(one, exchanges=[change(one.exchanges[0]), *one.exchanges[1:]]))


def _with_case(file: str, **changes: Any) -> Suite:
    cases = tuple(evolve(case, **changes) if case.file == file else case for case in SUITE.cases)
    assert cases != SUITE.cases
    return evolve(SUITE, cases=cases)


def _request(one: Exchange, **headers: list[str]) -> Exchange:
    changed: Headers = {**one.request_headers, **headers}
    return evolve(one, request_headers=changed)


class TestCoverage:
    def test_operation_without_a_success_is_found(self, copy: Path) -> None:
        (copy / VENDOR / "delete_cost_center" / "existing.yaml").unlink()

        assert [p.partition(";")[0] for p in gate.uncovered_operations(SUITE, CONTRACT, copy)] == [
            "delete_cost_center: no cassette of a success"
        ]

    def test_operation_without_an_error_is_found(self, copy: Path) -> None:
        (copy / VENDOR / "delete_cost_center" / "missing.yaml").unlink()

        assert [p.partition(";")[0] for p in gate.uncovered_operations(SUITE, CONTRACT, copy)] == [
            "delete_cost_center: no cassette of an error"
        ]

    def test_error_that_only_the_client_makes_of_a_success_does_not_count(self, copy: Path) -> None:
        (copy / VENDOR / "get_cost_center" / "missing.yaml").unlink()
        assert (copy / VENDOR / "get_cost_center" / "none.yaml").is_file()

        assert "get_cost_center: no cassette of an error" in gate.uncovered_operations(SUITE, CONTRACT, copy)[0]


class TestOrphans:
    def test_cassette_without_a_case_is_found(self, copy: Path) -> None:
        file = copy / VENDOR / "get_cost_center" / "example.yaml"
        shutil.copy(file, file.with_name("stray.yaml"))

        assert gate.orphans(SUITE, CONTRACT, copy) == [
            f"{VENDOR}/get_cost_center/stray.yaml: no case uses this file; delete it, or add its case"
        ]

    def test_case_without_a_cassette_is_found(self, copy: Path) -> None:
        (copy / VENDOR / "get_cost_center" / "example.yaml").unlink()

        (problem,) = gate.orphans(SUITE, CONTRACT, copy)
        assert problem.startswith("get_cost_center/example: the case has no cassette")

    def test_live_case_needs_no_cassette(self, copy: Path) -> None:
        assert any(case.origin == "live" for case in SUITE.cases)
        shutil.rmtree(copy / VENDOR / "get_cost_center")

        assert not any("/live" in problem for problem in gate.orphans(SUITE, CONTRACT, copy))

    def test_case_of_an_operation_that_does_not_exist_is_found(self, copy: Path) -> None:
        suite = _with_case("get_cost_center/example", operation="get_nothing")

        assert any(
            "the spec has no operation get_nothing" in problem for problem in gate.orphans(suite, CONTRACT, copy)
        )

    def test_two_cases_with_one_cassette_are_found(self, copy: Path) -> None:
        suite = evolve(SUITE, cases=(*SUITE.cases, SUITE.cases[0]))

        assert any("two cases" in problem for problem in gate.orphans(suite, CONTRACT, copy))


class TestOrigins:
    @pytest.mark.parametrize(
        ("file", "changes", "problem"),
        [
            ("get_cost_center/none", {"origin": "memory"}, "is not one of docs, sandbox, live"),
            ("get_cost_center/none", {"origin": "live"}, "origin is live, and the case says sandbox"),
            ("get_cost_center/none", {"source": {"page": "cost-centers", "section": "A"}}, "take it out"),
            ("get_cost_center/example", {"source": None}, "needs source"),
            ("get_cost_center/example", {"source": {"page": "cost-centers"}}, "needs source"),
            ("get_cost_center/example", {"source": {"page": "cost-centers", "section": ""}}, "needs source"),
            ("get_cost_center/example", {"source": {"page": "moon", "section": "A"}}, "known from moon, A"),
            (
                "get_cost_center/example",
                {"source": {"page": "cost-centers", "section": "Get payment term"}},
                "known from cost-centers, Get payment term",
            ),
        ],
    )
    def test_wrong_origin_is_found(self, copy: Path, file: str, changes: dict[str, Any], problem: str) -> None:
        _broken(copy, file, lambda one: evolve(one, **changes))

        (found,) = gate.wrong_origins(SUITE, CONTRACT, copy)
        assert found.startswith(f"{file}: ")
        assert problem in found


class TestAgreementWithTheSpec:
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
            (
                "delete_cost_center/existing",
                lambda one: evolve(one, uri=one.uri + "x"),
                "path parameter cost_center",
            ),
            (
                "list_payment_terms/seeded",
                lambda one: evolve(one, request_headers={"accept": ["application/json"], "store": ["<STORE>"]}),
                "the login is store and must be exactly",
            ),
            (
                "list_payment_terms/seeded",
                lambda one: _request(one, user_id=["<USER_ID>"], user_token=["<USER_TOKEN>"]),
                "the login is api_key+store+user_id+user_token",
            ),
            ("list_payment_terms/seeded", lambda one: _request(one, accept=["text/html"]), "accept is text/html"),
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
                lambda one: _request(one, **{"content-type": ["text/plain"]}),
                "the body is text/plain",
            ),
            (
                "delete_cost_center/existing",
                lambda one: evolve(_request(one, **{"content-type": ["application/json"]}), request_body=b"{}"),
                "there is a body, and the spec has none",
            ),
            (
                "list_payment_terms/seeded",
                lambda one: evolve(one, response_body=b'{"paymentTerms": [{"code": 30}]}'),
                "answer: body.paymentTerms[0].code",
            ),
            (
                "list_payment_terms/seeded",
                lambda one: evolve(one, response_body=b"<html>"),
                "answer: the body is not JSON",
            ),
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
    def test_deviation_is_found(
        self, copy: Path, file: str, change: Callable[[Exchange], Exchange], problem: str
    ) -> None:
        _exchange(copy, file, change)

        found = gate.deviations(SUITE, CONTRACT, copy)
        assert any(text.startswith(f"{file}: ") and problem in text for text in found), found

    def test_status_that_the_spec_does_not_have_is_found(self) -> None:
        spec = load_spec(VENDOR)
        del spec["paths"]["/v1/payment_terms/"]["get"]["responses"]["default"]

        found = gate.deviations(SUITE, Contract(spec), CASSETTES)

        assert "list_payment_terms/refused: answer: status 400 is not in the spec" in found

    def test_statuses_that_the_spec_does_not_list_are_errors_and_no_successes(self) -> None:
        uri = "https://app.erpxt.de/api2/public/products"
        answers = [Exchange(method="GET", uri=uri, status=status) for status in (201, 418)]

        assert [TOKEN_CONTRACT.response_problems(answer)[0] for answer in answers] == [
            "answer: status 201 is not in the spec",
            "answer: the body is without a media type; the spec has application/json",
        ]

    def test_json_under_a_more_special_name_is_checked_as_json(self, copy: Path) -> None:
        problem_json = {"content-type": ["application/problem+json"]}
        _exchange(copy, "list_payment_terms/refused", lambda one: evolve(one, response_headers=problem_json))
        assert gate.deviations(SUITE, CONTRACT, copy) == []

        _exchange(copy, "list_payment_terms/refused", _answer_with(b'{"errorCode": "900531"}'))
        assert "answer: body.errorCode" in gate.deviations(SUITE, CONTRACT, copy)[0]

    def test_missing_query_parameter_and_header_are_found_where_the_spec_requires_them(self) -> None:
        spec = load_spec(VENDOR)
        spec["components"]["parameters"]["since"]["required"] = True
        spec["components"]["responses"]["TooManyRequests"]["headers"]["Retry-After"]["required"] = True
        uri = "https://capi.lagerkoll.com/v1/payment_terms/"
        exchange = Exchange(method="GET", uri=uri, status=429)

        found = Contract(spec).problems(exchange)

        assert "request: query parameter since is missing" in found
        assert "answer: header Retry-After is missing" in found

    def test_case_that_says_it_deviates_must_deviate(self, copy: Path) -> None:
        _exchange(copy, "list_payment_terms/drifted", lambda one: evolve(one, response_body=b'{"paymentTerms": []}'))

        (problem,) = gate.deviations(SUITE, CONTRACT, copy)
        assert "the case says that an answer deviates" in problem

    def test_deviating_answer_excuses_no_request(self, copy: Path) -> None:
        _exchange(copy, "list_payment_terms/drifted", lambda one: evolve(one, uri=one.uri + "&page=1"))

        (problem,) = gate.deviations(SUITE, CONTRACT, copy)
        assert "request: query parameter page" in problem

    def test_cassette_in_which_its_operation_is_not_called_is_found(self, copy: Path) -> None:
        file = copy / VENDOR / "get_cost_center" / "example.yaml"
        shutil.copy(copy / VENDOR / "list_cost_centers" / "example.yaml", file)

        assert gate.deviations(SUITE, CONTRACT, copy) == [
            "get_cost_center/example: get_cost_center is not called in it"
        ]


def _answer_with(content: bytes) -> Callable[[Exchange], Exchange]:
    return lambda one: evolve(one, response_body=content)


class TestSecrets:
    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(_answer_with(f'{{"note": "{CANARY}"}}'.encode()), id="in the answer"),
            pytest.param(_answer_with(gzip.compress(CANARY.encode(), mtime=0)), id="compressed"),
            pytest.param(_answer_with(base64.b64encode(f"id:{CANARY}".encode())), id="in base64"),
            pytest.param(
                _answer_with(base64.b64encode(gzip.compress(CANARY.encode(), mtime=0))), id="compressed in base64"
            ),
            pytest.param(lambda one: evolve(one, uri=f"{one.uri}&note={CANARY}"), id="in the URL"),
            pytest.param(lambda one: evolve(one, request_body=f'"{CANARY}"'.encode()), id="in the request"),
            pytest.param(lambda one: _request(one, accept=[CANARY]), id="in a header that may stay"),
            pytest.param(lambda one: _request(one, api_key=[CANARY]), id="in a header of the login"),
        ],
    )
    def test_known_secret_is_found(self, copy: Path, change: Callable[[Exchange], Exchange]) -> None:
        _exchange(copy, "list_payment_terms/seeded", change)

        problems = gate.leaks(SUITE, CONTRACT, copy, [CANARY])

        assert problems
        assert all(problem.startswith("list_payment_terms/seeded: ") for problem in problems)

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (lambda one: _request(one, cookie=["a=b"]), "request header cookie is not one of those"),
            (lambda one: _request(one, **{"user-agent": ["x"]}), "request header user-agent is not one of those"),
            (
                lambda one: evolve(one, response_headers={"set-cookie": ["a=b"]}),
                "response header set-cookie is not one of those",
            ),
            (lambda one: _request(one, api_key=["something else"]), "the header api_key is not <API_KEY>"),
            (_answer_with(b'{"access_token": "short"}'), "has a access_token that is no placeholder"),
            (_answer_with(b'{"a": [{"user_token": "short"}]}'), "has a user_token that is no placeholder"),
            (
                lambda one: evolve(one, request_body=b"grant_type=x&client_secret=short"),
                "has a client_secret that is no placeholder",
            ),
            (_answer_with(b'"Authorization: Bearer abcdefgh12345678"'), "holds a bearer token"),
            (_answer_with(b'"Authorization: Basic YWJjOmRlZmdoaWo="'), "holds basic credentials"),
            (_answer_with(b'"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefgh"'), "holds a JSON web token"),
            (_answer_with(b'"-----BEGIN RSA PRIVATE KEY-----"'), "holds a private key"),
        ],
    )
    def test_what_looks_like_a_secret_is_found(
        self, copy: Path, change: Callable[[Exchange], Exchange], problem: str
    ) -> None:
        _exchange(copy, "list_payment_terms/seeded", change)

        problems = gate.leaks(SUITE, CONTRACT, copy)

        assert any(problem in text for text in problems), problems

    def test_what_was_found_is_not_shown(self, copy: Path) -> None:
        _exchange(copy, "list_payment_terms/seeded", _answer_with(CANARY.encode()))

        assert CANARY not in "".join(gate.leaks(SUITE, CONTRACT, copy, [CANARY]))


TOKEN_VENDOR = "comarch_erp_xt"
TOKEN_SUITE = load_suite(TOKEN_VENDOR)
TOKEN_CONTRACT = Contract(load_spec(TOKEN_VENDOR))
TOKEN_FILE = "get_product/seeded"


class TestTokens:
    """A vendor whose tokens are fetched: that request is part of each recording."""

    @pytest.fixture
    def copy(self, tmp_path: Path) -> Path:
        shutil.copytree(CASSETTES / TOKEN_VENDOR, tmp_path / TOKEN_VENDOR)
        return tmp_path

    def _changed(self, folder: Path, change: Callable[[list[Exchange]], list[Exchange]]) -> None:
        path = folder / TOKEN_VENDOR / f"{TOKEN_FILE}.yaml"
        cassette = read(path)
        assert write(path, evolve(cassette, exchanges=change(cassette.exchanges))), "the change changed nothing"

    def test_token_endpoint_needs_a_success_and_an_error_as_well(self, copy: Path) -> None:
        shutil.rmtree(copy / TOKEN_VENDOR / "token")

        assert [p.partition(";")[0] for p in gate.uncovered_operations(TOKEN_SUITE, TOKEN_CONTRACT, copy)] == [
            "token: no cassette of a success",
            "token: no cassette of an error",
        ]

    def test_recording_without_its_token_request_is_found(self, copy: Path) -> None:
        self._changed(copy, lambda exchanges: exchanges[1:])

        (problem,) = gate.deviations(TOKEN_SUITE, TOKEN_CONTRACT, copy)
        assert "is no token that an answer gave before" in problem

    def test_token_that_was_not_given_is_found(self, copy: Path) -> None:
        self._changed(copy, lambda ones: [ones[0], _request(ones[1], authorization=["Bearer <ACCESS_TOKEN_2>"])])

        (problem,) = gate.deviations(TOKEN_SUITE, TOKEN_CONTRACT, copy)
        assert "'Bearer <ACCESS_TOKEN_2>' is no token that an answer gave before" in problem

    def test_wrong_token_request_and_answer_are_found(self, copy: Path) -> None:
        self._changed(
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

        problems = gate.deviations(TOKEN_SUITE, TOKEN_CONTRACT, copy)
        assert problems == [
            f"{TOKEN_FILE}: request: grant_type must be client_credentials",
            f"{TOKEN_FILE}: answer: expires is 'soon' and must be a number of seconds",
        ]

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (
                lambda ones: [evolve(ones[0], response_body=b'{"access_token":"%s"}' % CANARY.encode()), ones[1]],
                "has a access_token that is no placeholder",
            ),
            (
                lambda ones: [ones[0], _request(ones[1], authorization=[f"Bearer {CANARY}"])],
                "the header authorization is neither",
            ),
            (
                lambda ones: [_request(ones[0], authorization=["Basic aWQ6Y2FuYXJ5LWNhbmFyeQ=="]), ones[1]],
                "the header authorization is neither",
            ),
            (
                lambda ones: [evolve(ones[0], request_body=b"grant_type=client_credentials&client_secret=x"), ones[1]],
                "has a client_secret that is no placeholder",
            ),
        ],
    )
    def test_secret_of_a_login_is_found(
        self, copy: Path, change: Callable[[list[Exchange]], list[Exchange]], problem: str
    ) -> None:
        self._changed(copy, change)

        found = gate.leaks(TOKEN_SUITE, TOKEN_CONTRACT, copy)
        assert any(problem in text for text in found), found
        assert CANARY not in "".join(found)

    def test_client_that_sends_another_token_than_the_one_it_got_fails_the_replay(self, copy: Path) -> None:
        self._changed(
            copy, lambda ones: [evolve(ones[0], response_body=b'{"access_token":"<ACCESS_TOKEN_2>"}'), *ones[1:]]
        )
        cases = tuple(case for case in TOKEN_SUITE.cases if case.file == TOKEN_FILE)

        assert any(
            "is recorded and not used" in problem
            for problem in gate.unplayed(evolve(TOKEN_SUITE, cases=cases), TOKEN_CONTRACT, copy)
        )


class TestFiles:
    def test_file_that_is_no_cassette_is_found(self, copy: Path) -> None:
        (copy / VENDOR / "get_cost_center" / "example.yaml").write_text("origin: docs\n", "utf-8")

        (problem,) = gate.irregular_files(SUITE, copy)
        assert "not a cassette" in problem

    def test_file_that_is_no_yaml_is_found(self, copy: Path) -> None:
        (copy / VENDOR / "get_cost_center" / "example.yaml").write_text("a: [", "utf-8")

        (problem,) = gate.irregular_files(SUITE, copy)
        assert "not a cassette" in problem

    def test_file_in_another_form_is_found(self, copy: Path) -> None:
        file = copy / VENDOR / "get_cost_center" / "example.yaml"
        file.write_text(file.read_text("utf-8") + "# a comment\n", "utf-8")

        assert [problem.partition(":")[0] for problem in gate.irregular_files(SUITE, copy)] == [
            "get_cost_center/example"
        ]


def _unplayed(folder: Path, file: str) -> list[str]:
    """What the gate says about this cassette alone."""
    cases = tuple(case for case in SUITE.cases if case.file == file)
    return gate.unplayed(evolve(SUITE, cases=cases), CONTRACT, folder)


class TestReplay:
    def test_exchange_that_is_not_used_is_found(self, copy: Path) -> None:
        file = "get_cost_center/example"
        _broken(copy, file, lambda one: evolve(one, exchanges=one.exchanges * 2))

        assert _unplayed(copy, file) == [
            f"{file}: GET https://capi.lagerkoll.com/v1/costcenters/52 is recorded and not used"
        ]

    def test_other_result_is_found(self, copy: Path) -> None:
        file = "get_cost_center/example"
        _exchange(copy, file, lambda one: evolve(one, response_body=one.response_body.replace(b"Workshop", b"Shop")))

        (problem,) = _unplayed(copy, file)
        assert problem.startswith(f"{file}: returned ")

    def test_other_drift_is_found(self, copy: Path) -> None:
        file = "get_cost_center/example"
        _exchange(copy, file, lambda one: evolve(one, response_body=one.response_body.replace(b'"id"', b'"x":1,"id"')))

        problems = _unplayed(copy, file)
        assert f"{file}: reported the drift ['unknown_field'] instead of []" in problems

    def test_other_wait_is_found(self, copy: Path) -> None:
        file = "list_payment_terms/paused"
        _exchange(copy, file, lambda one: evolve(one, response_headers={**one.response_headers, "retry-after": ["8"]}))

        assert _unplayed(copy, file) == [f"{file}: waited [8.0] instead of [7.0]"]

    @pytest.mark.parametrize(
        ("file", "change"),
        [
            ("get_cost_center/example", lambda one: evolve(one, method="POST")),
            ("get_cost_center/example", lambda one: evolve(one, uri=one.uri + "0")),
            ("list_cost_centers/example", lambda one: evolve(one, uri=one.uri.replace("since=0", "since=1"))),
            ("get_cost_center/example", lambda one: _request(one, accept=["*/*"])),
            ("create_cost_center/example", lambda one: _request(one, **{"content-type": ["text/json"]})),
            ("get_cost_center/example", lambda one: _request(one, user_id=["<USER_ID>"])),
            (
                "create_cost_center/example",
                lambda one: evolve(one, request_body=one.request_body.replace(b"true", b"1")),
            ),
        ],
        ids=["method", "path", "query", "accept", "content-type", "login", "body"],
    )
    def test_request_that_is_not_the_recorded_one_is_found(
        self, copy: Path, file: str, change: Callable[[Exchange], Exchange]
    ) -> None:
        _exchange(copy, file, change)

        problems = _unplayed(copy, file)

        assert any(problem.startswith(f"{file}: ") and "recorded and not used" in problem for problem in problems)


def test_case_that_returns_another_type_than_expected_differs() -> None:
    case: Case = next(case for case in SUITE.cases if case.file == "delete_cost_center/existing")

    assert case.expected.differences(False, None) == ["returned False instead of None"]
