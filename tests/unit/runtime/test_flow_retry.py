"""What is repeated after which failure, after which wait, and when a call gives up: the flow driven by hand."""

from __future__ import annotations

from typing import Any

import pytest

from erp_client_runtime import errors
from erp_client_runtime.errors import (
    AmbiguousWriteError,
    BadRequestError,
    ConnectError,
    DecodeError,
    NotFoundError,
    RateLimitError,
    ServerError,
    TransportError,
    UnexpectedStatusError,
)
from erp_client_runtime.response import RawResponse
from tests.unit.runtime.flow_support import (
    CREATE,
    DELETE,
    GET,
    TERM,
    Driven,
    answer,
    client,
    drive,
    envelope,
    failing,
    lost,
    unsent,
)

TRANSIENT = [408, 500, 502, 503, 504, 520, 522, 529]


def too_late(sent: bool = True) -> errors.TimeoutError:
    return errors.TimeoutError("no answer", sent=sent)


@pytest.mark.parametrize("status", TRANSIENT)
def test_a_read_is_repeated_after_a_transient_status(status: int) -> None:
    result, driven = drive([answer(status), answer(status), answer(200, TERM)])
    assert result.code == "30N"
    assert len(driven.sent) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 412, 418, 422, 499, 501, 505, 530, 302])
def test_a_read_is_not_repeated_after_any_other_error(status: int) -> None:
    with pytest.raises(errors.ERPClientError):
        drive([answer(status)])


@pytest.mark.parametrize("failure", [lost, too_late, unsent, lambda: too_late(sent=False)])
def test_a_read_is_repeated_after_failures_of_the_transport(failure: Any) -> None:
    result, driven = drive([failure(), failure(), answer(200, TERM)])
    assert result.code == "30N"
    assert len(driven.slept) == 2


def test_retries_are_counted_and_the_last_error_is_raised_with_what_it_took() -> None:
    error, driven = failing([answer(503), lost(), answer(502)], GET, ServerError)
    assert (error.status, error.attempts, len(driven.sent)) == (502, 3, 3)
    assert error.waited == pytest.approx(sum(driven.slept))
    assert error.operation == "get_term"


def test_no_retries_at_all() -> None:
    failing([answer(503)], GET, ServerError, max_retries=0)
    failing([unsent()], CREATE, ConnectError, max_retries=0)


def test_backoff_has_full_jitter_and_is_capped() -> None:
    of = client()
    driven = Driven(of, [answer(503)] * 8 + [answer(200, TERM)])
    driven.clock.chance = 0.999999
    driven.call(GET, max_retries=8)
    assert driven.slept == pytest.approx([0.5, 1, 2, 4, 8, 8, 8, 8], rel=1e-5)
    driven = Driven(of, [answer(503), answer(200, TERM)])
    driven.clock.chance = 0.0
    driven.call(GET)
    assert driven.slept == [0.0]


def test_retry_after_on_503_is_obeyed() -> None:
    _, driven = drive([answer(503, headers={"retry-after": "7"}), answer(200, TERM)])
    assert driven.slept == [7.0]


def test_retry_after_on_503_above_the_cap_gives_up_at_once() -> None:
    error, driven = failing([answer(503, headers={"retry-after": "121"})], GET, ServerError)
    assert error.retry_after == 121.0
    assert driven.slept == []


def test_a_code_that_means_something_definite_is_no_reason_to_repeat() -> None:
    failing([answer(500, envelope(2))], GET, NotFoundError)


# Writes that must not happen twice


@pytest.mark.parametrize("failure", [unsent, lambda: too_late(sent=False)])
def test_a_write_is_repeated_when_nothing_was_sent(failure: Any) -> None:
    result, driven = drive([failure(), answer(201, TERM)], CREATE)
    assert result.code == "30N"
    assert len(driven.sent) == 2


@pytest.mark.parametrize("failure", [lost, too_late])
def test_a_write_without_an_answer_is_ambiguous_and_not_repeated(failure: Any) -> None:
    cause = failure()
    error, driven = failing([cause], CREATE, AmbiguousWriteError)
    assert error.__cause__ is cause
    assert len(driven.sent) == 1
    assert error.attempts == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 408, 499])
def test_a_write_answered_by_something_else_that_gave_up_or_leads_elsewhere_is_ambiguous(status: int) -> None:
    error, driven = failing([answer(status, b"<html>")], CREATE, AmbiguousWriteError)
    assert type(error.__cause__) is UnexpectedStatusError
    assert (error.status, error.__cause__.status, error.body_start, len(driven.sent)) == (status, status, b"<html>", 1)


@pytest.mark.parametrize("status", [302, 408, 499])
def test_a_write_that_the_vendor_itself_refuses_so_did_not_happen(status: int) -> None:
    error, _ = failing([answer(status, envelope(532))], CREATE, UnexpectedStatusError)
    assert error.code == "532"


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520, 599])
def test_a_write_answered_by_something_else_with_5xx_is_ambiguous(status: int) -> None:
    error, driven = failing(
        [answer(status, b"<html>bad gateway", {"content-type": "text/html"})], CREATE, AmbiguousWriteError
    )
    assert isinstance(error.__cause__, ServerError)
    assert (error.status, error.body_start, len(driven.sent)) == (status, b"<html>bad gateway", 1)


def test_a_write_refused_with_5xx_by_the_vendor_itself_did_not_happen() -> None:
    error, _ = failing([answer(500, envelope(532))], CREATE, ServerError)
    assert (error.code, error.meaning) == ("532", "the term could not be created")


@pytest.mark.parametrize("body", [b"<html>", b'{"code": "30', b"\xff\xfe", b"[]", b"[" * 100_000])
def test_a_write_whose_success_cannot_be_read_is_ambiguous(body: bytes) -> None:
    error, _ = failing([answer(200, body)], CREATE, AmbiguousWriteError)
    assert isinstance(error.__cause__, DecodeError)
    assert error.status == 200


def test_a_write_that_differs_in_one_field_under_strict_is_not_ambiguous() -> None:
    error, _ = failing([answer(200, {"code": 1})], CREATE, DecodeError, strict=True)
    assert error.path == "code"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'\xef\xbb\xbf{"code": "30N", "dayCount": 30}', "application/json"),
        (b'{"code": "30N", "dayCount": 30}', "text/plain"),
        (b'{"code": "\\ud800", "dayCount": 30}', "application/json"),
    ],
)
def test_a_write_whose_answer_differs_as_a_whole_under_strict_is_not_ambiguous(body: bytes, content_type: str) -> None:
    error, _ = failing([answer(200, body, {"content-type": content_type})], CREATE, DecodeError, strict=True)
    assert error.path == ""


def test_a_write_whose_answer_differs_and_cannot_be_read_either_is_ambiguous_under_strict_too() -> None:
    failing([answer(200, b'\xef\xbb\xbf{"code": "30')], CREATE, AmbiguousWriteError, strict=True)
    cut = RawResponse(200, answer().headers, b'\xef\xbb\xbf{"code": "30N"}', damage="it has more than 10 bytes")
    failing([cut], CREATE, AmbiguousWriteError, strict=True)


@pytest.mark.parametrize(
    ("status", "kind"), [(400, BadRequestError), (404, NotFoundError), (418, UnexpectedStatusError)]
)
def test_a_refused_write_raises_what_its_status_says(status: int, kind: type[Exception]) -> None:
    _, driven = failing([answer(status)], CREATE, kind)
    assert len(driven.sent) == 1


def test_a_read_that_cannot_be_decoded_is_not_ambiguous() -> None:
    failing([answer(200, b"<html>")], GET, DecodeError)


# DELETE


@pytest.mark.parametrize("first", [lost, too_late, lambda: answer(502)])
@pytest.mark.parametrize("second", [lambda: answer(404), lambda: answer(410), lambda: answer(400, envelope(2))])
def test_a_repeated_delete_that_finds_nothing_has_done_its_work(first: Any, second: Any) -> None:
    result, driven = drive([first(), second()], DELETE)
    assert result is None
    assert len(driven.sent) == 2


@pytest.mark.parametrize("before", [[], [unsent()], [answer(429, headers={"retry-after": "1"})]])
def test_a_delete_that_finds_nothing_the_first_time_is_an_error(before: list[Any]) -> None:
    failing([*before, answer(404)], DELETE, NotFoundError)


@pytest.mark.parametrize("status", [500, 503])
def test_a_delete_that_the_vendor_itself_refused_before_did_not_do_its_work(status: int) -> None:
    failing([answer(status, envelope(531)), answer(404)], DELETE, NotFoundError)
    result, _ = drive([lost(), answer(status, envelope(531)), answer(404)], DELETE)
    assert result is None


def test_a_repeated_read_that_finds_nothing_is_an_error() -> None:
    failing([lost(), answer(404)], GET, NotFoundError)


# 429


@pytest.mark.parametrize("operation", [GET, CREATE])
def test_429_is_waited_for_and_uses_up_no_retries(operation: Any) -> None:
    refusals = [answer(429, headers={"retry-after": "3"})] * 5
    result, driven = drive([*refusals, answer(200, TERM)], operation, max_retries=0)
    assert result.code == "30N"
    assert driven.slept == [3.0] * 5


@pytest.mark.parametrize("status", [200, 400, 403, 500, 503])
def test_a_code_that_means_too_many_requests_is_treated_as_429(status: int) -> None:
    result, driven = drive([answer(status, envelope(429), {"retry-after": "2"}), answer(200, TERM)], CREATE)
    assert result.code == "30N"
    assert driven.slept == [2.0]


def test_without_retry_after_the_pause_grows_up_to_the_cap() -> None:
    driven = Driven(client(default_pause=10.0, max_pause=45.0), [answer(429)] * 4 + [answer(200, TERM)])
    driven.clock.chance = 0.0
    driven.call(GET)
    assert driven.slept == [10.0, 20.0, 40.0, 45.0]


def test_without_retry_after_the_pause_is_jittered_upwards() -> None:
    driven = Driven(client(default_pause=10.0), [answer(429), answer(200, TERM)])
    driven.clock.chance = 0.5
    driven.call(GET)
    assert driven.slept == [11.25]


@pytest.mark.parametrize(
    "value", ["-1", "nan", "inf", "1e9", "soon", "", "9" * 400, "99999999999", "1_0", "0x10", "Mon, 99 Foo 2026"]
)
def test_a_senseless_retry_after_means_the_pause_without_one(value: str) -> None:
    driven = Driven(client(default_pause=4.0), [answer(429, headers={"retry-after": value}), answer(200, TERM)])
    driven.clock.chance = 0.0
    driven.call(GET)
    assert driven.slept == [4.0]


def test_retry_after_zero_forever_is_no_hot_loop() -> None:
    driven = Driven(client(), [answer(429, headers={"retry-after": "0"})] * 100)
    with pytest.raises(RateLimitError):
        driven.call(GET, quota_timeout=60)
    assert len(driven.sent) < 20


def test_retry_after_above_the_cap_gives_up_at_once_and_keeps_the_pause_for_everyone() -> None:
    of = client()
    error, driven = failing([answer(429, headers={"retry-after": "121"})], GET, RateLimitError, of=of)
    assert (error.retry_after, driven.slept) == (121.0, [])
    assert "asks to wait 121 s" in str(error)
    held, _ = failing([], GET, errors.QuotaTimeoutError, of=of, quota_timeout=100)
    assert held.needed == pytest.approx(121.0)
    _, driven = drive([answer(200, TERM)], of=of)
    assert driven.slept == [pytest.approx(121.0)]


def test_an_hour_is_the_longest_pause_for_everyone() -> None:
    of = client()
    failing([answer(429, headers={"retry-after": "900000"})], GET, RateLimitError, of=of)
    held, _ = failing([], GET, errors.QuotaTimeoutError, of=of)
    assert held.needed == pytest.approx(3600.0)


def test_a_pause_counts_against_the_time_for_the_quota() -> None:
    refusal = answer(429, headers={"retry-after": "100"})
    error, driven = failing([refusal] * 4, GET, RateLimitError)
    assert driven.slept == [100.0] * 3
    assert (error.attempts, error.waited) == (4, 300.0)


def test_without_a_limit_for_the_quota_time_waits_go_on() -> None:
    refusals = [answer(429, headers={"retry-after": "100"})] * 10
    _, driven = drive([*refusals, answer(200, TERM)], quota_timeout=None)
    assert len(driven.slept) == 10


def test_quota_timeout_zero_means_no_wait_at_all() -> None:
    _, driven = failing([answer(429, headers={"retry-after": "1"})], GET, RateLimitError, quota_timeout=0)
    assert driven.slept == []


# Deadline


def test_a_wait_that_would_pass_the_deadline_is_not_begun() -> None:
    error, driven = failing([answer(503, headers={"retry-after": "11"})], GET, ServerError, deadline=10.0)
    assert driven.slept == []
    assert error.attempts == 1
    _, driven = failing([answer(429, headers={"retry-after": "11"})], GET, RateLimitError, deadline=10.0)
    assert driven.slept == []


def test_an_attempt_gets_what_is_left_of_the_deadline() -> None:
    driven = Driven(client(), [lost, lost, answer(200, TERM)], takes=3.0)
    driven.clock.chance = 0.0
    driven.call(GET, deadline=10.0, timeout=5.0)
    assert driven.timeouts == [5.0, 5.0, 4.0]


def test_the_deadline_holds_for_failures_too() -> None:
    driven = Driven(client(), [lost, lost], takes=6.0)
    driven.clock.chance = 0.0
    with pytest.raises(TransportError) as caught:
        driven.call(GET, deadline=10.0, max_retries=10)
    assert caught.value.attempts == 2


def test_the_timeout_is_thirty_seconds_unless_given() -> None:
    _, driven = drive([answer(200, TERM)])
    assert driven.timeouts == [30.0]
    _, driven = drive([answer(200, TERM)], timeout=None)
    assert driven.timeouts == [None]


def test_a_jump_of_the_wall_clock_changes_nothing() -> None:
    def jump() -> Any:
        driven.clock.wall_now += 10**7
        return answer(429, headers={"retry-after": "2"})

    driven = Driven(client(quota=(1, 5.0)), [jump, answer(200, TERM)])
    driven.call(GET, deadline=20.0)
    assert driven.slept == [5.0]
