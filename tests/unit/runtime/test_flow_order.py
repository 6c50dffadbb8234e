"""What a call does in which order, what it holds while it does so, and what it tells."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from erp_client_runtime.decoding import Drift
from erp_client_runtime.effects import Send, Sleep
from erp_client_runtime.errors import (
    AssumedOperationError,
    AuthenticationError,
    DecodeError,
    InvalidArgumentError,
    NotFoundError,
    QuotaTimeoutError,
    RateLimitError,
    TransportError,
)
from erp_client_runtime.flow import call_flow
from erp_client_runtime.quota import MemoryStore
from erp_client_runtime.response import RawResponse
from tests.unit.runtime.flow_support import (
    CREATE,
    GET,
    GUESS,
    SECRET,
    TERM,
    Acme,
    Driven,
    TermCreate,
    answer,
    client,
    drive,
    envelope,
    failing,
    lost,
    unsent,
)


def start(of: Acme, arguments: Any = None, operation: Any = GET) -> Any:
    return call_flow(of._shared, of._settings, of.clock, operation, arguments or {"term_id": "30N"}, None)


def test_a_guess_does_not_run_unless_allowed_or_corrected() -> None:
    error, driven = failing([], GUESS, AssumedOperationError)
    assert driven.sent == []
    for hint in ("guess_term", "allow_assumed=True", "operation_paths", "wire_names", "the page does not print it"):
        assert hint in str(error)
    _, driven = drive([answer(200, TERM)], GUESS, of=client(allow_assumed=True))
    assert driven.sent[0].url == "https://api.acme.example/v1/guesses/30N"
    _, driven = drive([answer(200, TERM)], GUESS, of=client(operation_paths={"guess_term": "/v2/{term_id}/x"}))
    assert driven.sent[0].url == "https://api.acme.example/v2/30N/x"


def test_arguments_are_checked_before_the_quota_is_touched() -> None:
    of = client(quota=(1, 10.0))
    failing([], GET, InvalidArgumentError, of=of, arguments={"term_id": ""})
    _, driven = drive([answer(200, TERM)], of=of)
    assert driven.slept == []


def test_credentials_and_headers_go_out_with_every_attempt() -> None:
    _, driven = drive([answer(503), answer(200, TERM)], headers={"X-Trace": "t"})
    assert len(driven.sent) == 2
    for send in driven.sent:
        headers = dict([*send.headers, *send.credentials])
        assert headers[b"api_key"] == SECRET.encode()
        assert headers[b"Accept"] == b"application/json"
        assert headers[b"Accept-Encoding"] == b"gzip, deflate"
        assert headers[b"X-Trace"] == b"t"
        assert headers[b"User-Agent"].startswith(b"acme/1.0 erp-client-runtime/")
        assert b"Content-Type" not in headers


def test_a_content_type_goes_out_with_a_body_only() -> None:
    _, driven = drive([answer(200, TERM)], CREATE)
    assert dict(driven.sent[0].headers)[b"Content-Type"] == b"application/json"
    assert driven.sent[0].content == b'{"code":"30N","dayCount":30}'


def test_a_request_that_was_answered_counts_until_a_window_after_its_answer() -> None:
    of = client(quota=(1, 10.0))
    driven = Driven(of, [answer(200, TERM), answer(200, TERM)], takes=4.0)
    driven.call(GET)
    driven.call(GET)
    assert driven.slept == [10.0]


def test_a_request_that_never_left_does_not_count() -> None:
    of = client(quota=(1, 10.0))
    driven = Driven(of, [unsent(), answer(200, TERM)])
    driven.clock.chance = 0.0
    driven.call(GET)
    assert driven.slept == [0.0]


@pytest.mark.parametrize("sent", [False, True])
def test_an_abandoned_call_gives_everything_back(sent: bool) -> None:
    of = client(quota=(1, 10.0))
    clock: Any = of.clock
    first = start(of)
    assert isinstance(next(first), Send)
    second = start(of)
    third = start(of)
    assert isinstance(next(second), Sleep)
    assert isinstance(next(third), Sleep)
    if sent:
        first.close()  # cancelled in flight: counts as sent now
        second.close()  # cancelled while it waits: leaves the queue
        clock.now += 10.0
        assert isinstance(third.send(None), Send)
    else:
        first.close()
        clock.now += 10.0
        assert isinstance(third.send(None), Sleep)  # the second is before it
        assert isinstance(second.send(None), Send)
        second.close()
    third.close()
    store = of.quota_store
    assert isinstance(store, MemoryStore)
    state = next(iter(store._states.values()))
    assert (state.in_flight, state.queue, state.limits) == (0, [], {})


def test_a_long_wait_is_looked_at_again_in_case_someone_ahead_gives_up() -> None:
    of = client(quota=(1, 10.0))
    calls = [start(of) for _ in range(4)]
    effects = [next(call) for call in calls]
    assert [effect.seconds for effect in effects[1:]] == [10.0, 10.0, 10.0]
    for call in calls[:3]:
        call.close()
    clock: Any = of.clock
    clock.now += 10.0
    assert isinstance(calls[3].send(None), Send)
    calls[3].close()


@pytest.mark.parametrize(("per", "told"), [(0.9, []), (3.0, ["the quota is 1 per 3 s), going on in 3.000 s"])])
def test_a_long_wait_for_the_quota_is_logged_when_it_begins(
    per: float, told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "erp_client_runtime")
    driven = Driven(client(quota=(1, per)), [answer(200, TERM), answer(200, TERM)])
    driven.call(GET)
    driven.call(GET)
    assert driven.slept == pytest.approx([per])
    assert caplog.messages == [f"acme get_term: requests are held back ({why} (attempts so far 0)" for why in told]


def test_a_wait_in_several_naps_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "erp_client_runtime")
    of = client(quota=(1, 10.0))
    failing([answer(429, headers={"retry-after": "30"})], GET, RateLimitError, of=of, quota_timeout=0)
    caplog.clear()
    _, driven = drive([answer(200, TERM)], of=of)
    assert len(driven.slept) == 3
    assert len(caplog.messages) == 1
    assert "the vendor asked to pause: too many requests, 429), going on in 30.000 s" in caplog.text


def test_a_wait_for_the_quota_that_is_too_long_is_known_beforehand() -> None:
    of = client(quota=(1, 10.0))
    drive([answer(200, TERM)], of=of)
    error, driven = failing([], GET, QuotaTimeoutError, of=of, quota_timeout=9.0)
    assert driven.slept == []
    assert error.needed == pytest.approx(10.0)
    assert "the quota is 1 per 10 s)" in str(error)
    error, _ = failing([], GET, QuotaTimeoutError, of=of, deadline=9.0)
    assert "deadline" in str(error)


@pytest.mark.parametrize("quota", [None, (3, 10.0)])
def test_a_wait_that_is_too_long_because_of_a_pause_says_so(quota: Any) -> None:
    of = client(quota=quota)
    failing([answer(429, headers={"retry-after": "50"})], GET, RateLimitError, of=of, quota_timeout=1.0)
    error, _ = failing([], GET, QuotaTimeoutError, of=of, quota_timeout=1.0)
    assert "(the vendor asked to pause: too many requests, 429)" in str(error)
    assert error.needed == pytest.approx(50.0)


def test_a_wait_that_is_too_long_because_of_a_pause_and_the_quota_names_both() -> None:
    of = client(quota=(1, 10.0))
    failing([answer(429, headers={"retry-after": "4"})], GET, RateLimitError, of=of, quota_timeout=1.0)
    error, _ = failing([], GET, QuotaTimeoutError, of=of, quota_timeout=1.0)
    assert "(the quota is 1 per 10 s, after a pause that the vendor asked for with 429)" in str(error)


def test_a_pause_holds_without_a_quota_too() -> None:
    of = client(quota=None)
    failing([answer(429, headers={"retry-after": "50"})], GET, RateLimitError, of=of, quota_timeout=1.0)
    _, driven = drive([answer(200, TERM)], of=of)
    assert driven.slept == [50.0]


def test_401_is_an_authentication_error_and_not_repeated() -> None:
    error, driven = failing([answer(401)], GET, AuthenticationError)
    assert (error.status, len(driven.sent)) == (401, 1)


def test_the_answer_of_every_call_can_be_had_errors_included() -> None:
    seen: list[RawResponse] = []
    headers = {"X-Request-Id": "r-1", "retry-after": "1"}
    drive([answer(429, headers=headers), answer(200, TERM, headers)], on_response=seen.append)
    failing([answer(404, b"gone", headers)], GET, NotFoundError, on_response=seen.append)
    failing([answer(200, b"<html>")], GET, DecodeError, on_response=seen.append)
    assert [raw.status for raw in seen] == [200, 404, 200]
    assert (seen[0].attempts, seen[0].waited, seen[0].request_id) == (2, 1.0, "r-1")
    assert seen[1].content == b"gone"


def test_no_answer_no_call_of_on_response() -> None:
    seen: list[RawResponse] = []
    failing([answer(503), lost()], GET, TransportError, max_retries=1, on_response=seen.append)
    assert seen == []


def fail(_: object) -> None:
    raise KeyError("mine")


def fail_in_our_way(_: object) -> None:
    raise NotFoundError("mine")


def test_an_error_in_a_callback_does_not_hide_why_the_call_failed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "erp_client_runtime")
    error, _ = failing([answer(404)], GET, NotFoundError, on_response=fail)
    assert error.status == 404
    assert ["on_response" in note and "KeyError: 'mine'" in note for note in error.__notes__] == [True]
    assert "NotFoundError" in caplog.text


def test_a_credential_in_the_error_of_a_callback_is_not_in_the_note() -> None:
    def tell(_: object) -> None:
        raise ValueError(f"key {SECRET}")

    error, _ = failing([answer(404)], GET, NotFoundError, on_response=tell)
    assert SECRET not in str(error.__notes__)


@pytest.mark.parametrize("failing_callback", [fail, fail_in_our_way])
def test_an_error_in_a_callback_prevents_neither_the_other_callback_nor_the_log(
    failing_callback: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "erp_client_runtime")
    seen: list[RawResponse] = []
    drifts: list[Drift] = []
    body = {"new": 1, "newer": 2}
    with pytest.raises((KeyError, NotFoundError), match="mine"):
        drive([answer(200, body)], of=client(on_drift=failing_callback), on_response=seen.append)
    assert [raw.status for raw in seen] == [200]
    with pytest.raises((KeyError, NotFoundError), match="mine"):
        drive([answer(200, body)], of=client(on_drift=drifts.append), on_response=failing_callback)
    assert {drift.path for drift in drifts} >= {"new", "newer"}
    done = [record.getMessage() for record in caplog.records if record.name == "erp_client_runtime"]
    assert [": done (" in text for text in done] == [True, True]
    logged = [vars(record)["path"] for record in caplog.records if record.name == "erp_client_runtime.drift"]
    assert (logged.count("new"), logged.count("newer")) == (2, 2)


def test_when_both_callbacks_fail_neither_error_is_lost() -> None:
    with pytest.raises(NotFoundError, match="mine") as caught:
        drive([answer(200, {"new": 1})], of=client(on_drift=fail), on_response=fail_in_our_way)
    assert isinstance(caught.value.__context__, KeyError)


def test_an_error_in_a_callback_is_not_swallowed() -> None:
    with pytest.raises(KeyError, match="mine"):
        drive([answer(200, TERM)], on_response=fail)
    with pytest.raises(KeyError, match="mine"):
        drive([answer(200, {"new": 1})], of=client(on_drift=fail))


def test_every_difference_reaches_the_callback_and_strict_raises() -> None:
    drifts: list[Drift] = []
    of = client(on_drift=drifts.append)
    result, _ = drive([answer(200, {"code": 7, "new": "x"})], of=of)
    assert {drift.kind for drift in drifts} == {"wrong_type", "unknown_field"}
    assert result.code == "7"
    failing([answer(200, {"new": "x"})], GET, DecodeError, of=of, strict=True)


def test_a_difference_is_logged_once_per_client_and_without_its_value(caplog: pytest.LogCaptureFixture) -> None:
    of = client()
    for _ in range(3):
        drive([answer(200, {"code": "30N", "new": "personal-value"})], of=of)
    drive([answer(200, {"code": "30N", "new": "personal-value"})], of=of.with_options(timeout=1))
    records = [record for record in caplog.records if record.name == "erp_client_runtime.drift"]
    assert len(records) == 1
    assert records[0].levelno == logging.WARNING
    assert "new" in caplog.text
    assert "personal-value" not in caplog.text


def test_a_call_is_logged_without_anything_that_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "erp_client_runtime")
    body = {"code": "body-value", "dayCount": 30}
    drive(
        [answer(503), answer(200, body, {"x-request-id": "r-1"})],
        arguments={"term_id": "id-value"},
        headers={"X-Mine": "header-value"},
    )
    wait, done = caplog.records
    assert (wait.levelno, done.levelno) == (logging.INFO, logging.DEBUG)
    fields = done.__dict__
    assert (fields["vendor"], fields["operation"], fields["method"]) == ("acme", "get_term", "GET")
    assert (fields["path"], fields["status"], fields["attempts"], fields["request_id"]) == (
        "/v1/terms/{term_id}",
        200,
        2,
        "r-1",
    )
    assert fields["waited"] == pytest.approx(0.25)
    for hidden in (SECRET, "body-value", "id-value", "header-value"):
        assert hidden not in caplog.text
        assert hidden not in str([record.__dict__ for record in caplog.records])


def test_a_failed_call_is_logged_with_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "erp_client_runtime")
    failing([answer(404, envelope(531, "a text of the vendor"))], GET, NotFoundError)
    assert "NotFoundError" in caplog.text
    assert "a text of the vendor" not in caplog.text


def test_logging_is_silent_by_default() -> None:
    assert any(isinstance(handler, logging.NullHandler) for handler in logging.getLogger("erp_client_runtime").handlers)


def test_a_body_that_is_too_large_or_broken_is_a_decode_error_of_a_read() -> None:
    damaged = RawResponse(200, answer().headers, b"", damage="it has more than 10 bytes")
    error, _ = failing([damaged], GET, DecodeError)
    assert "more than 10 bytes" in str(error)


def test_a_body_that_cannot_be_sent_is_refused_before_any_request() -> None:
    of = client()
    driven = Driven(of, [])
    with pytest.raises(InvalidArgumentError, match="code"):
        driven.call(CREATE, body=TermCreate(code=12))  # type: ignore[arg-type]  # what is to be refused
    assert driven.sent == []
