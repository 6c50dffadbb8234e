"""Each rule of the gate finds the cassette that breaks it; those about the spec and about secrets have own files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from tests.contract import gate
from tests.contract.broken import Change, Copy, with_headers

VENDOR = "lagerkoll"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path, VENDOR)


class TestCoverage:
    def test_operation_without_a_success_is_found(self, copy: Copy) -> None:
        copy.path("delete_cost_center/existing").unlink()

        assert [p.partition(";")[0] for p in copy.problems(gate.uncovered_operations)] == [
            "delete_cost_center: no cassette of a success"
        ]

    def test_operation_without_an_error_is_found(self, copy: Copy) -> None:
        copy.path("delete_cost_center/missing").unlink()

        assert [p.partition(";")[0] for p in copy.problems(gate.uncovered_operations)] == [
            "delete_cost_center: no cassette of an error"
        ]

    def test_error_that_only_the_client_makes_of_a_success_does_not_count(self, copy: Copy) -> None:
        copy.path("get_cost_center/missing").unlink()
        assert copy.path("get_cost_center/none").is_file()

        assert "get_cost_center: no cassette of an error" in copy.problems(gate.uncovered_operations)[0]


class TestOrphans:
    def test_cassette_without_a_case_is_found(self, copy: Copy) -> None:
        file = copy.path("get_cost_center/example")
        shutil.copy(file, file.with_name("stray.yaml"))

        assert copy.problems(gate.orphans) == [
            f"{VENDOR}/get_cost_center/stray.yaml: no case uses this file; delete it, or add its case"
        ]

    def test_case_without_a_cassette_is_found(self, copy: Copy) -> None:
        copy.path("get_cost_center/example").unlink()

        (problem,) = copy.problems(gate.orphans)
        assert problem.startswith("get_cost_center/example: the case has no cassette")

    def test_live_case_needs_no_cassette(self, copy: Copy) -> None:
        assert any(case.origin == "live" for case in copy.suite.cases)
        shutil.rmtree(copy.folder / VENDOR / "get_cost_center")

        assert not any("/live" in problem for problem in copy.problems(gate.orphans))

    def test_case_of_an_operation_that_does_not_exist_is_found(self, copy: Copy) -> None:
        suite = copy.only("get_cost_center/example", operation="get_nothing")

        assert any(
            "the spec has no operation get_nothing" in problem
            for problem in gate.orphans(suite, copy.contract, copy.folder)
        )

    def test_two_cases_with_one_cassette_are_found(self, copy: Copy) -> None:
        suite = evolve(copy.suite, cases=(*copy.suite.cases, copy.suite.cases[0]))

        assert any("two cases" in problem for problem in gate.orphans(suite, copy.contract, copy.folder))


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
    def test_wrong_origin_is_found(self, copy: Copy, file: str, changes: dict[str, Any], problem: str) -> None:
        copy.change(file, lambda one: evolve(one, **changes))

        (found,) = copy.problems(gate.wrong_origins, file)
        assert found.startswith(f"{file}: ")
        assert problem in found


class TestFiles:
    def test_file_that_is_no_cassette_is_found(self, copy: Copy) -> None:
        copy.path("get_cost_center/example").write_text("origin: docs\n", "utf-8")

        (problem,) = gate.irregular_files(copy.suite, copy.folder)
        assert "not a cassette" in problem

    def test_file_that_is_no_yaml_is_found(self, copy: Copy) -> None:
        copy.path("get_cost_center/example").write_text("a: [", "utf-8")

        (problem,) = gate.irregular_files(copy.suite, copy.folder)
        assert "not a cassette" in problem

    def test_file_in_another_form_is_found(self, copy: Copy) -> None:
        file = copy.path("get_cost_center/example")
        file.write_text(file.read_text("utf-8") + "# a comment\n", "utf-8")

        assert [problem.partition(":")[0] for problem in gate.irregular_files(copy.suite, copy.folder)] == [
            "get_cost_center/example"
        ]


class TestReplay:
    def test_exchange_that_is_not_used_is_found(self, copy: Copy) -> None:
        file = "get_cost_center/example"
        copy.change(file, lambda one: evolve(one, exchanges=one.exchanges * 2))

        assert copy.problems(gate.unplayed, file) == [
            f"{file}: GET https://capi.lagerkoll.com/v1/costcenters/52 is recorded and not used"
        ]

    def test_other_result_is_found(self, copy: Copy) -> None:
        file = "get_cost_center/example"
        copy.change_first(file, lambda one: evolve(one, response_body=one.response_body.replace(b"Workshop", b"Shop")))

        (problem,) = copy.problems(gate.unplayed, file)
        assert problem.startswith(f"{file}: returned ")

    def test_other_drift_is_found(self, copy: Copy) -> None:
        file = "get_cost_center/example"
        copy.change_first(
            file, lambda one: evolve(one, response_body=one.response_body.replace(b'"id"', b'"x":1,"id"'))
        )

        problems = copy.problems(gate.unplayed, file)
        assert f"{file}: reported the drift ['unknown_field'] instead of []" in problems

    def test_other_wait_is_found(self, copy: Copy) -> None:
        file = "list_payment_terms/paused"
        copy.change_first(
            file, lambda one: evolve(one, response_headers={**one.response_headers, "retry-after": ["8"]})
        )

        assert copy.problems(gate.unplayed, file) == [f"{file}: waited [8.0] instead of [7.0]"]

    @pytest.mark.parametrize(
        ("file", "change"),
        [
            ("get_cost_center/example", lambda one: evolve(one, method="POST")),
            ("get_cost_center/example", lambda one: evolve(one, uri=one.uri + "0")),
            ("list_cost_centers/example", lambda one: evolve(one, uri=one.uri.replace("since=0", "since=1"))),
            ("get_cost_center/example", lambda one: with_headers(one, accept=["*/*"])),
            ("create_cost_center/example", lambda one: with_headers(one, **{"content-type": ["text/json"]})),
            ("get_cost_center/example", lambda one: with_headers(one, user_id=["<USER_ID>"])),
            (
                "create_cost_center/example",
                lambda one: evolve(one, request_body=one.request_body.replace(b"true", b"1")),
            ),
        ],
        ids=["method", "path", "query", "accept", "content-type", "login", "body"],
    )
    def test_request_that_is_not_the_recorded_one_is_found(self, copy: Copy, file: str, change: Change) -> None:
        copy.change_first(file, change)

        problems = copy.problems(gate.unplayed, file)

        assert any(problem.startswith(f"{file}: ") and "recorded and not used" in problem for problem in problems)


def test_case_that_returns_another_type_than_expected_differs(copy: Copy) -> None:
    (case,) = copy.only("delete_cost_center/existing").cases

    assert case.expected.differences(False, None) == ["returned False instead of None"]
