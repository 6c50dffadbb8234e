"""The checks themselves: each finds what it is there to find."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from erp_client_runtime.errors import AmbiguousWriteError, DecodeError
from tests.chaos import invariants
from tests.chaos.journal import Account, Call, answered
from tests.chaos.steps import Do, Step
from tests.chaos.vendors import KINDS, TOKENS, Vendor, script

VALUE = "v0"
CONTROL = httpx.Client(verify=False)  # never used


def call(do: str = "create", how: str = "done", **more: Any) -> Call:
    given = {"slot": "P0-S0", "vendor": "lagerkoll", "resource": "payment_terms", "record": "K1", "value": VALUE}
    return Call(**{**given, "began": 0.0, "ended": 1.0, **more}, do=do, how=how)


def request(number: int = 1, arrived: float = 0.0, *changes: tuple[str, str], **more: Any) -> dict[str, Any]:
    changed = [{"resource": "payment_terms", "key": key, "change": change} for key, change in changes]
    said = {"number": number, "operation": "create_payment_term", "status": 200, "fault": None, "arrived": arrived}
    return {**said, "changes": changed, **more}


def vendor(ledger: list[dict[str, Any]], held: list[tuple[str, str]]) -> Vendor:
    elements = {"payment_terms": held}
    return Vendor("lagerkoll", (2, 1.0), {}, CONTROL, ledger, elements)


CREATED = request(1, 0.0, ("K1", "created"))


@pytest.mark.parametrize("how", ["done", "AmbiguousWriteError", "cancelled", ""])
def test_one_that_is_there_once_is_right_whoever_knows_it(how: str) -> None:
    assert invariants.check_writes(vendor([CREATED], [("K1", VALUE)]), [call(how=how)]) == 1


@pytest.mark.parametrize("how", ["AmbiguousWriteError", "cancelled", "", "ServerError", "StoreError"])
def test_one_that_is_not_there_is_right_if_its_creator_has_an_error(how: str) -> None:
    invariants.check_writes(vendor([request()], []), [call(how=how)])


@pytest.mark.parametrize(
    ("held", "ledger", "calls"),
    [
        pytest.param([], [request()], [call()], id="lost"),
        pytest.param([("K1", VALUE)] * 2, [CREATED], [call()], id="there twice"),
        pytest.param([("K1", VALUE)] * 2, [CREATED], [call(how="AmbiguousWriteError")], id="there twice, ambiguous"),
        pytest.param([("K1", VALUE)], [CREATED], [call(how="ServerError")], id="there, and its creator was told not"),
        pytest.param([], [request()], [call(how="DecodeError", answered=True)], id="lost although it was answered"),
        pytest.param([("K1", VALUE)], [CREATED], [call(), call("change", value="v1")], id="a change is lost"),
        pytest.param([("K1", VALUE)], [CREATED], [call(), call("delete")], id="a deletion is lost"),
        pytest.param([("K1", "v1")], [CREATED], [call()], id="changed by nobody"),
        pytest.param([("K1", VALUE)], [CREATED, request(2, 0.0, ("K1", "created"))], [call()], id="made twice"),
        pytest.param([("K1", VALUE)], [CREATED, request(2, 0.0, ("K2", "created"))], [call()], id="made by nobody"),
    ],
)
def test_writes_that_were_lost_or_doubled_are_found(
    held: list[tuple[str, str]], ledger: list[dict[str, Any]], calls: list[Call]
) -> None:
    with pytest.raises(AssertionError):
        invariants.check_writes(vendor(ledger, held), calls)


@pytest.mark.parametrize(
    ("do", "error", "done"),
    [
        pytest.param("create", DecodeError("no number", path="Id"), True, id="one field"),
        pytest.param("create", DecodeError("a text"), True, id="the whole answer to a creation"),
        pytest.param("change", DecodeError("no number", path="Id"), True, id="one field, of a change"),
        pytest.param("change", DecodeError("a web page"), False, id="no answer of the vendor"),
        pytest.param("create", AmbiguousWriteError("a web page"), False, id="ambiguous"),
        pytest.param("create", DecodeError("token request to acme/token: a web page"), False, id="no token"),
        pytest.param(
            "create", DecodeError("token request to acme/token: 1", path="access_token"), False, id="odd token"
        ),
    ],
)
def test_what_errors_say_of_a_write(do: Do, error: Exception, done: bool) -> None:
    assert answered(Step(do, lambda client, given: None), error) is done


def test_a_change_that_failed_leaves_the_old_value_or_the_new_one() -> None:
    assert invariants.possible([call(), call("change", "TimeoutError", value="v1")]) == {VALUE, "v1"}
    assert invariants.possible([call(), call("delete", "cancelled")]) == {VALUE, None}


def test_a_quota_that_was_exceeded_is_found_in_any_window() -> None:
    assert invariants.check_quota(vendor([request(1, 0.0), request(2, 0.9), request(3, 1.0)], []), []) == 2
    with pytest.raises(AssertionError, match="3 requests in"):
        invariants.check_quota(vendor([request(1, 0.5), request(2, 0.9), request(3, 1.4)], []), [])


def test_a_request_that_arrives_after_it_was_given_up_explains_one_too_many() -> None:
    arrived = [request(1, 0.5), request(2, 0.9), request(3, 1.499, status=429)]
    explains = call("read", "cancelled", ended=0.49)
    assert invariants.check_quota(vendor(arrived, []), [explains]) == 3
    for how, ended in (("cancelled", 0.51), ("cancelled", 0.3), ("done", 0.49)):
        with pytest.raises(AssertionError, match="3 requests in"):
            invariants.check_quota(vendor(arrived, []), [call("read", how, ended=ended)])


def test_token_requests_take_no_quota_and_true_refusals_are_found() -> None:
    tokens = [request(number, 0.0, operation="token") for number in range(1, 5)]
    assert invariants.check_quota(vendor([*tokens, request(5, status=429, fault="status")], []), []) == 1
    with pytest.raises(AssertionError):
        invariants.check_quota(vendor([request(status=429)], []), [])


@pytest.mark.parametrize("how", ["alien KeyError", "BadRequestError", ""])
def test_calls_that_ended_as_none_may_are_found(how: str) -> None:
    wrong = call(how=how, ended=1.0 if how else None)
    invariants.check_ends([call(how="ServerError")], 0)
    with pytest.raises(AssertionError):
        invariants.check_ends([wrong], 0)


def test_wrong_answers_are_found_unless_the_vendor_mixed_them_up() -> None:
    wrong = call("read", wrong=True)
    invariants.check_answers(vendor([request(fault="stale_answer")], []), [wrong])
    with pytest.raises(AssertionError):
        invariants.check_answers(vendor([request(fault="duplicate")], []), [wrong])


@pytest.mark.parametrize("more", [{"sockets": 12}, {"threads": 12}])
def test_what_piles_up_while_a_process_runs_is_found(more: dict[str, int]) -> None:
    used = {"calls": 1, "tasks": 0, "sockets": 3, "threads": 3}
    invariants.check_leaks([Account([], [used], {"sockets": 0, "threads": 0})], 2, 2)
    with pytest.raises(AssertionError):
        invariants.check_leaks([Account([], [{**used, **more}, used], {"sockets": 0, "threads": 0})], 2, 2)


@pytest.mark.parametrize("left", [{"sockets": 1, "threads": 0}, {"sockets": 0, "threads": 1}])
def test_what_is_left_at_the_end_of_a_process_is_found(left: dict[str, int]) -> None:
    with pytest.raises(AssertionError):
        invariants.check_leaks([Account([], [{"tasks": 0, "sockets": 0, "threads": 0}], left)], 2, 2)


def test_growth_is_found() -> None:
    samples = [{"calls": n, "bytes": 1000 * n, "objects": 10 * n} for n in range(30)]
    assert invariants.growth(Account([], samples, None)) == (11_000, 110)


@pytest.mark.parametrize("name", ["lagerkoll", *TOKENS])
def test_a_seed_gives_the_same_faults_and_another_one_others(name: str) -> None:
    assert script(name, "1") == script(name, "1") != script(name, "2")
    missing = {kind for kind in KINDS if f'kind = "{kind}"' not in script(name, "1")}
    assert missing == (set() if name in TOKENS else {"expired_token"})
