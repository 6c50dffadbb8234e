"""What becomes of a write whose outcome nobody knows: the rows of the table in docs/writes.md, driven by hand."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from attrs import define, field

from erp_client_runtime import errors
from erp_client_runtime.codecs import INT64, INTEGER, TEXT
from erp_client_runtime.errors import AmbiguousWriteError, BadRequestError, ConflictError, ERPClientError
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire
from erp_client_runtime.operation import Operation, Paging, Parameter, Reconcile
from erp_client_runtime.response import RawResponse
from erp_client_runtime.results import Items, Nothing, Value
from tests.unit.runtime.flow_support import (
    CREATE,
    GET,
    SECRET,
    TERM,
    Driven,
    Term,
    TermCreate,
    answer,
    client,
    envelope,
    lost,
    unsent,
)

HTML = RawResponse(200, answer().headers, b"<html>Sign in</html>")
OTHER = {"code": "30N", "dayCount": 31}
LOOKS = [0.5, 1.5, 3.0]


@define(kw_only=True)
class Draft(WriteModel):
    """A term whose code the vendor chooses unless it is given."""

    code: str | UnsetType | None = field(default=UNSET, metadata=wire("code", TEXT, nullable=True))
    days: int | UnsetType = field(default=30, metadata=wire("dayCount", INTEGER))


LIST = Operation(
    name="list_terms",
    method="GET",
    path="/v1/terms/",
    parameters=(Parameter("page", "page", "query", INTEGER), Parameter("size", "size", "query", INTEGER)),
    result=Items(Term),
    retry="safe",
)
PAGED = LIST._replace(paging=Paging("page", position="page", size="size", first=1, default=2))
BY_CODE: Operation[Any] = CREATE._replace(retry=Reconcile(GET, match={"term_id": "code"}))
FROM_LIST: Operation[Any] = CREATE._replace(retry=Reconcile(LIST, items={"code": "code"}))
FOR_NUMBER: Operation[Any] = FROM_LIST._replace(result=Value(INT64, field="dayCount"))
FOR_NOTHING: Operation[Any] = BY_CODE._replace(result=Nothing())

UNKNOWN: dict[str, Callable[[], Any]] = {
    "the connection is lost": lost,
    "no answer in time": lambda: errors.TimeoutError("no answer", sent=True),
    "a gateway failed": lambda: answer(502, b"<html>", {"content-type": "text/html"}),
    "a gateway gave up": lambda: answer(504),
    "no error body of the vendor": lambda: answer(500),
    "a redirect": lambda: answer(302),
    "a web page under 200": lambda: HTML,
    "an answer cut short": lambda: answer(200, b'{"code": "30'),
    "an answer that is damaged": lambda: RawResponse(200, answer().headers, b"", damage="no gzip"),
    "an answer of another form": lambda: answer(200, [TERM]),
}


def create(answers: list[Any], operation: Operation[Any] = BY_CODE, body: Any = None, **options: Any) -> Any:
    """What is made of these answers, the first of which is to the write; and what was done for it."""
    driven = Driven(client(), answers)
    body = TermCreate(code="30N", days=30) if body is None else body
    result = driven.call(operation, {}, body, **options)
    assert driven.answers == []
    return result, driven


def failing(answers: list[Any], operation: Operation[Any] = BY_CODE, body: Any = None, **options: Any) -> Any:
    """The error that has to come of it; and what was done for it."""
    driven = Driven(client(), answers)
    body = TermCreate(code="30N", days=30) if body is None else body
    with pytest.raises(AmbiguousWriteError) as caught:
        driven.call(operation, {}, body, **options)
    assert driven.answers == []
    assert [send.method for send in driven.sent].count("POST") == 1
    return caught.value, driven


def methods(driven: Driven) -> list[str]:
    return [send.method for send in driven.sent]


# Settled


@pytest.mark.parametrize("first", UNKNOWN)
def test_one_with_what_was_written_is_the_result(first: str) -> None:
    result, driven = create([UNKNOWN[first](), answer(200, TERM)])
    assert (type(result), result.code, result.days) == (Term, "30N", 30)
    assert methods(driven) == ["POST", "GET"]
    assert driven.sent[1].url.endswith("/v1/terms/30N")
    assert driven.slept == [0.5]


@pytest.mark.parametrize("looks", [2, 3])
def test_a_write_that_takes_its_time_is_found_when_it_is_there(looks: int) -> None:
    _, driven = create([lost(), *[answer(404)] * (looks - 1), answer(200, TERM)])
    assert driven.slept == LOOKS[:looks]


def test_a_write_that_changes_what_was_there_is_found_when_it_has() -> None:
    result, driven = create([lost(), answer(200, OTHER), answer(200, TERM)])
    assert result.days == 30
    assert driven.slept == LOOKS[:2]


def test_one_that_was_there_before_with_the_same_content_is_the_result_too() -> None:
    # The vendor refused, and a gateway failed on the way back: nothing tells this from a write that was done.
    result, _ = create([answer(502), answer(200, {**TERM, "since": "last year"})])
    assert result.extra_fields == {"since": "last year"}


def test_what_was_not_written_does_not_matter() -> None:
    body = Draft(code="30N", days=30)
    result, _ = create([lost(), answer(200, {**TERM, "id": 17, "owner": "someone"})], body=body)
    assert result.extra_fields == {"id": 17, "owner": "someone"}


def test_a_write_without_an_answer_of_its_own_gives_none() -> None:
    assert create([lost(), answer(200, TERM)], FOR_NOTHING)[0] is None


def test_a_write_that_answers_with_a_number_gives_the_number_of_what_was_found() -> None:
    assert create([lost(), answer(200, [{"code": "10N", "dayCount": 10}, TERM])], FOR_NUMBER)[0] == 30


def test_of_several_with_the_key_the_one_with_what_was_written_is_the_result() -> None:
    result, _ = create([lost(), answer(200, [OTHER, TERM])], FROM_LIST)
    assert result.days == 30


def test_a_list_in_pages_is_searched_to_its_end() -> None:
    pages = [[OTHER, {"code": "1", "dayCount": 1}], [{"code": "2", "dayCount": 2}, TERM], []]
    operation = CREATE._replace(retry=Reconcile(PAGED, items={"code": "code"}))
    result, driven = create([lost(), *(answer(200, page) for page in pages)], operation)
    assert result.days == 30
    assert [send.url.partition("?")[2] for send in driven.sent[1:]] == ["", "page=2", "page=3"]


def test_a_list_may_be_narrowed_by_arguments() -> None:
    parameter = Parameter("number", "number", "query", TEXT)
    narrowed = LIST._replace(parameters=(parameter,))
    operation = CREATE._replace(retry=Reconcile(narrowed, match={"number": "code"}, items={"code": "code"}))
    # A vendor who does not know the parameter answers with all of them.
    _, driven = create([lost(), answer(200, [{"code": "1", "dayCount": 30}, TERM])], operation)
    assert driven.sent[1].url.endswith("?number=30N")


def test_a_look_up_is_repeated_like_any_read() -> None:
    result, driven = create([lost(), answer(503), lost(), answer(200, TERM)])
    assert result.code == "30N"
    assert methods(driven) == ["POST", "GET", "GET", "GET"]


def test_the_call_succeeds_for_its_callbacks_and_its_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "erp_client_runtime")
    seen: list[int] = []
    create([answer(502), answer(200, TERM)], on_response=lambda raw: seen.append(raw.status))
    # The read is a call of its own.
    assert seen == [200, 502]
    assert [record.getMessage().partition(" (")[0] for record in caplog.records] == [
        "acme create_term: nobody knows whether it was done, going on in 0.500 s",
        "acme get_term: done",
        "acme create_term: done",
    ]


# Not settled


@pytest.mark.parametrize("first", UNKNOWN)
def test_one_that_is_not_there_is_ambiguous_and_never_repeated(first: str) -> None:
    cause = UNKNOWN[first]()
    error, driven = failing([cause, answer(404), answer(404), answer(404)])
    assert (error.found, error.differing) == ("nothing", ())
    assert isinstance(error.__cause__, ERPClientError)
    assert (error.operation, error.attempts) == ("create_term", 1)
    assert error.waited == pytest.approx(5.0)
    assert driven.slept == LOOKS
    text = "There is none with code='30N' (get_term was asked 3 times); it may still arrive, so look again"
    assert text in str(error)
    if isinstance(cause, RawResponse):
        assert (error.status, error.body_start) == (cause.status, cause.content[:500])


def test_one_that_holds_something_else_is_ambiguous_and_the_error_names_the_fields_without_what_they_hold() -> None:
    error, driven = failing([lost(), *[answer(200, {"code": "30N", "dayCount": 987654})] * 3])
    assert (error.found, error.differing) == ("different", ("dayCount",))
    assert "There is one with code='30N', and it differs in dayCount: it was there before, or was changed" in str(error)
    assert "987654" not in str(error)
    assert driven.slept == LOOKS


def test_of_several_that_hold_something_else_the_nearest_counts() -> None:
    body = Draft(code="30N", days=30)
    body.extra_fields["colour"] = "red"
    found = [{"code": "30N", "dayCount": 1, "colour": "blue"}, {"code": "30N", "dayCount": 2, "colour": "red"}]
    error, _ = failing([lost(), *[answer(200, found)] * 3], FROM_LIST, body)
    assert error.differing == ("dayCount",)


def test_several_with_what_was_written_cannot_be_told_apart() -> None:
    error, _ = failing([lost(), *[answer(200, [TERM, OTHER, TERM])] * 3], FROM_LIST)
    assert (error.found, error.differing) == ("equal", ())
    assert "2 of those with code='30N' hold what was written; nothing tells which one is new" in str(error)


@pytest.mark.parametrize("code", [None, UNSET, ""])
def test_without_a_key_there_is_nothing_to_look_for(code: Any) -> None:
    error, driven = failing([lost()], body=Draft(code=code))
    assert (error.found, driven.slept) == (None, [])
    assert "look with a read whether it was done before trying again" in str(error)


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ([answer(403)], "get_term: Acme API answered 403"),
        ([HTML], "HTML or XML instead of JSON"),
        ([lost(), lost(), lost()], "the connection failed"),
        ([answer(200, {"code": "31N", "dayCount": 30})], "one that has another code"),
    ],
)
def test_a_look_up_that_fails_leaves_it_ambiguous(read: list[Any], words: str) -> None:
    error, driven = failing([lost(), *read])
    assert error.found is None
    assert "Looking with get_term for one with code='30N' failed" in str(error)
    assert words in str(error)
    assert methods(driven) == ["POST", *["GET"] * len(read)]


def test_a_look_up_that_fails_after_one_that_found_nothing_leaves_it_unknown() -> None:
    error, _ = failing([lost(), answer(404), answer(403)])
    assert error.found is None


def test_a_callback_that_raises_during_the_look_up_does_not_hide_that_the_outcome_is_unknown() -> None:
    def burst(raw: RawResponse) -> None:
        raise RuntimeError(f"no, {SECRET}")

    error, _ = failing([lost(), answer(200, TERM)], on_response=burst)
    assert "RuntimeError: no, [redacted]" in str(error)
    assert SECRET not in str(error)


def test_a_key_that_cannot_be_asked_for_leaves_it_ambiguous() -> None:
    error, driven = failing([lost()], body=TermCreate(code=".."))
    assert "cannot be part of a path" in str(error)
    assert methods(driven) == ["POST"]


def test_one_without_the_number_that_the_write_answers_with_leaves_it_ambiguous() -> None:
    body = Draft(code="30N", days=UNSET)
    error, _ = failing([lost(), answer(200, [{"code": "30N", "dayCount": None}])], FOR_NUMBER, body)
    assert "failed (what was found has no dayCount)" in str(error)


def test_strictness_holds_for_the_look_up_too() -> None:
    error, _ = failing([lost(), answer(200, {**TERM, "new": 1})], strict=True)
    assert "DecodeError" not in str(error)
    assert "new" in str(error)
    assert error.found is None


def test_a_key_that_is_a_secret_is_not_shown() -> None:
    error, _ = failing([lost(), *[answer(404)] * 3], body=TermCreate(code=SECRET))
    assert SECRET not in str(error)


# Time


def test_the_deadline_holds_for_waits_and_look_ups() -> None:
    error, driven = failing([lost(), answer(404)], deadline=1.9)
    assert driven.slept == [0.5]
    assert (error.found, driven.timeouts[1]) == ("nothing", pytest.approx(1.4))
    error, driven = failing([lost()], deadline=0.4)
    assert (error.found, driven.slept) == (None, [])
    assert "The deadline left no time to look it up" in str(error)


def test_a_look_up_that_the_deadline_ends_leaves_it_ambiguous() -> None:
    driven = Driven(client(), [lost, lost], takes=1.0)
    with pytest.raises(AmbiguousWriteError, match="failed"):
        driven.call(BY_CODE, {}, TermCreate(code="30N"), deadline=2.0)


def test_look_ups_take_permits_of_the_quota() -> None:
    of = client(quota=(1, 10.0))
    driven = Driven(of, [lost(), answer(200, TERM)])
    driven.call(BY_CODE, {}, TermCreate(code="30N"))
    assert driven.slept == [0.5, 9.5]


def test_a_quota_that_would_take_too_long_leaves_it_ambiguous() -> None:
    driven = Driven(client(quota=(1, 10.0)), [lost()])
    with pytest.raises(AmbiguousWriteError, match="requests are held back"):
        driven.call(BY_CODE, {}, TermCreate(code="30N"), quota_timeout=1)


# Nothing to settle


@pytest.mark.parametrize("first", [unsent(), answer(429, headers={"retry-after": "1"})])
def test_a_write_that_surely_was_not_done_is_repeated_without_a_look(first: Any) -> None:
    _, driven = create([first, answer(201, TERM)])
    assert methods(driven) == ["POST", "POST"]


def test_a_repeat_whose_outcome_is_not_known_is_looked_up() -> None:
    _, driven = create([answer(429, headers={"retry-after": "1"}), lost(), answer(200, TERM)])
    assert methods(driven) == ["POST", "POST", "GET"]


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [(answer(409, envelope(532)), ConflictError), (answer(409), ConflictError), (answer(400), BadRequestError)],
)
def test_a_write_that_the_vendor_refuses_is_not_looked_up(refusal: RawResponse, kind: type[Exception]) -> None:
    driven = Driven(client(), [unsent(), refusal])
    with pytest.raises(kind):
        driven.call(BY_CODE, {}, TermCreate(code="30N"))
    assert methods(driven) == ["POST", "POST"]


def test_a_write_without_a_look_up_is_ambiguous_at_once() -> None:
    error, driven = failing([lost()], CREATE)
    assert (error.found, error.differing, driven.slept) == (None, (), [])


# The error


def test_the_error_survives_a_pickle() -> None:
    error, _ = failing([lost(), *[answer(200, OTHER)] * 3])
    again = pickle.loads(pickle.dumps(error))
    assert (again.found, again.differing, str(again)) == ("different", ("dayCount",), str(error))
