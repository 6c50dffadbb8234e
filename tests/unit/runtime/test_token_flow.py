"""When a token is fetched, renewed and dropped, and what happens if there is none to be had: without a network."""

from __future__ import annotations

import base64
import logging
import pickle
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

import pytest

from erp_client_runtime import errors
from erp_client_runtime.decoding import Drift
from erp_client_runtime.effects import Send, Sleep, Wait
from erp_client_runtime.errors import (
    APIStatusError,
    AuthenticationError,
    ConnectError,
    DecodeError,
    ERPClientError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    TransportError,
)
from erp_client_runtime.tokens import MemoryTokens, Token
from tests.unit.runtime.flow_support import CREATE, GET, TERM, answer, envelope, lost, unsent
from tests.unit.runtime.token_support import (
    ID,
    LIFETIME,
    SECRET,
    FormAcme,
    Played,
    Step,
    TokenAcme,
    client,
    credentials,
    is_token_request,
    token_answer,
)

OK = answer(200, TERM)
REFUSED = answer(401)


def played(of: Any = None, **given: Any) -> Played:
    made = Played(of or client(), **given)
    made.run()
    return made


def failing(error: type[Exception], of: Any = None, **given: Any) -> tuple[Any, Played]:
    made = Played(of or client(), **given)
    with pytest.raises(error) as caught:
        made.run()
    assert type(caught.value) is error
    return caught.value, made


# What is asked


def test_a_call_fetches_a_token_first_and_carries_it() -> None:
    made = played(tokens=[token_answer("abc.DEF-1")])
    assert made.carried == [b"Bearer abc.DEF-1"]


def test_the_request_with_the_credentials_in_the_header() -> None:
    (send,) = played(tokens=[token_answer()]).token_requests
    assert (send.method, send.url) == ("POST", "https://api.acme.example/token")
    assert send.content == b"grant_type=client_credentials"
    assert dict(send.credentials) == {b"Authorization": b"Basic " + base64.b64encode(f"{ID}:{SECRET}".encode())}
    assert {name.lower(): value for name, value in send.headers} == {
        b"host": b"api.acme.example",
        b"accept": b"application/json",
        b"user-agent": dict(send.headers)[b"User-Agent"],
        b"accept-encoding": b"gzip, deflate",
        b"content-type": b"application/x-www-form-urlencoded",
        b"content-length": b"29",
    }


def test_the_request_with_the_credentials_in_the_form() -> None:
    of = client(FormAcme, base_url="https://elsewhere.example/v2")
    (send,) = played(of, tokens=[token_answer()]).token_requests
    assert send.url == "https://id.acme.example/connect/token"
    assert send.credentials == ()
    assert send.content is not None
    assert parse_qs(send.content.decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": [ID],
        "client_secret": [SECRET],
    }


def test_a_token_url_below_the_base_url_follows_it() -> None:
    (send,) = played(client(base_url="https://other.example/api/"), tokens=[token_answer()]).token_requests
    assert send.url == "https://other.example/api/token"


def test_a_scope_is_sent() -> None:
    of = TokenAcme(auth=credentials(scope="read write"))
    of.use_tokens(MemoryTokens())
    (send,) = played(of, tokens=[token_answer()]).token_requests
    assert send.content == b"grant_type=client_credentials&scope=read+write"


def test_headers_that_the_user_adds_are_for_the_vendor_alone() -> None:
    made = played(client(headers={"X-Tenant": "7", "User-Agent": "mine"}), tokens=[token_answer()])
    assert b"X-Tenant" in dict(made.requests[0].headers)
    assert b"X-Tenant" not in dict(made.token_requests[0].headers)
    assert dict(made.token_requests[0].headers)[b"User-Agent"] == b"mine"


def test_the_header_of_the_token_cannot_be_given_otherwise() -> None:
    with pytest.raises(errors.ConfigurationError, match="holds credentials"):
        client(headers={"Authorization": "Bearer x"})


def test_a_token_request_takes_no_permit() -> None:
    of = client(quota=(1, 100.0))
    made = played(of, tokens=[token_answer()])
    assert (len(made.token_requests), made.slept) == (1, [])


# How long it is used


def test_a_token_is_used_until_its_last_tenth() -> None:
    of = client()
    assert len(played(of, tokens=[token_answer(expires=100)]).token_requests) == 1
    of.clock.now += 89.9
    assert len(played(of, tokens=[]).token_requests) == 0
    of.clock.now += 0.2
    assert len(played(of, tokens=[token_answer("second-token")]).token_requests) == 1


def test_a_long_token_is_used_until_its_last_minute() -> None:
    of = client()
    played(of, tokens=[token_answer(expires=86_400)])
    of.clock.now += 86_400 - 60.1
    assert len(played(of, tokens=[]).token_requests) == 0
    of.clock.now += 0.2
    assert len(played(of, tokens=[token_answer("second-token")]).token_requests) == 1


def test_the_lifetime_counts_from_the_request() -> None:
    of = client()

    def slowly() -> Any:
        of.clock.now += 95.0
        return token_answer(expires=100)

    played(of, tokens=[slowly])
    assert len(played(of, tokens=[token_answer("second-token")]).token_requests) == 1


@pytest.mark.parametrize(
    ("fields", "lifetime", "kinds"),
    [
        ({"expires": 100}, 100.0, []),
        ({"expires_in": 100}, 100.0, []),
        ({"expires": 100, "expires_in": 50}, 100.0, []),
        ({"expires": 99.5}, 99.5, []),
        ({"expires": "100"}, 100.0, ["number_as_text"]),
        ({}, LIFETIME, []),
        ({"expires": None}, LIFETIME, ["null"]),
        ({"expires": None, "expires_in": 50}, 50.0, ["null"]),
        ({"expires": True}, LIFETIME, ["wrong_type"]),
        ({"expires": [100]}, LIFETIME, ["wrong_type"]),
        ({"expires": "soon"}, LIFETIME, ["bad_value"]),
        ({"expires": "NaN"}, LIFETIME, ["bad_value"]),
        ({"expires": 31_536_001}, LIFETIME, ["bad_value"]),
        ({"expires": 10**400}, LIFETIME, ["bad_value"]),
        ({"expires": -(10**400), "expires_in": 50}, 50.0, ["bad_value"]),
        ({"expires": 0, "expires_in": 50}, 50.0, ["bad_value"]),
    ],
)
def test_the_lifetime_is_the_first_that_is_usable(fields: dict[str, Any], lifetime: float, kinds: list[str]) -> None:
    drifts: list[Drift] = []
    of = client(on_drift=drifts.append)
    played(of, tokens=[token_answer(**fields)])
    assert [drift.kind for drift in drifts] == kinds
    token = of._shared.login.token
    assert token.ends - 1000.0 == pytest.approx(lifetime)


@pytest.mark.parametrize("lifetime", [0, -1, "0", Decimal("-0.5")])
def test_a_token_that_is_over_at_once_is_used_for_the_call_that_fetched_it_alone(lifetime: Any) -> None:
    drifts: list[Drift] = []
    of = client(on_drift=drifts.append)
    fields = {"expires": float(lifetime) if isinstance(lifetime, Decimal) else lifetime}
    assert played(of, tokens=[token_answer("first-token", **fields)]).carried == [b"Bearer first-token"]
    assert played(of, tokens=[token_answer("second-token", **fields)]).carried == [b"Bearer second-token"]
    assert [drift.kind for drift in drifts] == ["bad_value", "bad_value"]


def test_a_token_that_ends_while_the_call_waits_for_its_permit_is_not_sent() -> None:
    of = client(quota=(1, 200.0))
    played(of, tokens=[token_answer("first-token", expires=100)])
    made = played(of, tokens=[token_answer("second-token")])
    assert made.slept == [200.0]
    assert made.carried == [b"Bearer second-token"]


def test_a_token_that_was_renewed_while_the_call_waited_is_the_one_sent() -> None:
    of = client(quota=(1, 50.0))
    played(of, tokens=[token_answer("first-token", expires=100)])
    waiting = Step(of)
    nap = waiting.next()
    assert isinstance(nap, Sleep)
    of._shared.login.drop(of._shared.login.token)
    login = of._shared.login
    flight = login.start(None, None, 0)
    assert flight is not None
    login.land(flight, Token("second-token", of.clock.now, 100.0))
    of.clock.now += nap.seconds
    send = waiting.next()
    assert send.credentials == ((b"Authorization", b"Bearer second-token"),)
    waiting.close()


def test_a_wrong_token_type_is_told() -> None:
    drifts: list[Drift] = []
    body = {"access_token": "some-token", "token_type": "mac"}
    made = played(client(on_drift=drifts.append), tokens=[answer(200, body)])
    assert made.carried == [b"Bearer some-token"]
    assert [(drift.kind, drift.path) for drift in drifts] == [("unknown_value", "token_type")]


# Renewal after 401


@pytest.mark.parametrize("operation", [GET, CREATE])
def test_a_token_that_is_refused_is_renewed_and_the_call_repeated(operation: Any) -> None:
    made = played(
        tokens=[token_answer("first-token"), token_answer("second-token")], calls=[REFUSED, OK], operation=operation
    )
    assert made.carried == [b"Bearer first-token", b"Bearer second-token"]
    assert made.slept == []


def test_a_second_refusal_is_final_and_says_that_a_fresh_token_was_refused() -> None:
    error, made = failing(
        AuthenticationError, tokens=[token_answer(), token_answer("second-token")], calls=[REFUSED, REFUSED]
    )
    assert len(made.requests) == 2
    assert (error.status, error.attempts) == (401, 2)
    assert "A fresh token was refused, too" in str(error)
    assert "token_url=" in str(error)


def test_one_renewal_in_a_call_even_if_other_attempts_come_between() -> None:
    _, made = failing(
        AuthenticationError,
        tokens=[token_answer(), token_answer("second-token")],
        calls=[REFUSED, answer(503), REFUSED],
    )
    assert len(made.token_requests) == 2


@pytest.mark.parametrize(("status", "error"), [(403, PermissionDeniedError), (404, errors.NotFoundError)])
def test_other_refusals_do_not_renew(status: int, error: type[Exception]) -> None:
    _, made = failing(error, tokens=[token_answer()], calls=[answer(status)])
    assert len(made.token_requests) == 1


def test_a_code_of_the_vendor_that_means_bad_credentials_does_not_renew_without_401() -> None:
    error, made = failing(AuthenticationError, tokens=[token_answer()], calls=[answer(400, envelope(1))])
    assert len(made.token_requests) == 1
    assert "fresh token" not in str(error)


def test_a_token_that_another_call_has_renewed_since_is_not_renewed_again() -> None:
    of = client()
    played(of, tokens=[token_answer("first-token")])
    late = Step(of)
    assert isinstance(late.next(), Send)
    played(of, tokens=[token_answer("second-token")], calls=[REFUSED, OK])
    send = late.next(REFUSED)
    assert isinstance(send, Send)
    assert send.credentials == ((b"Authorization", b"Bearer second-token"),)
    assert late.next(OK) is None


def test_a_renewal_that_fails_is_what_the_call_fails_with() -> None:
    error, _ = failing(
        AuthenticationError,
        tokens=[token_answer(), answer(400, {"error": "invalid_client"})],
        calls=[REFUSED],
        operation=CREATE,
    )
    assert "token request to api.acme.example/token" in str(error)
    assert error.attempts == 1


def test_an_older_token_of_which_the_vendor_has_forgotten_the_first_is_renewed_for_those_who_come_later() -> None:
    of = client()
    played(of, tokens=[token_answer("first-token"), token_answer("second-token")], calls=[REFUSED, OK])
    assert played(of, tokens=[]).carried == [b"Bearer second-token"]


# Early renewal


def early(of: Any, *, expires: int = 600) -> None:
    """Bring a client into the last minute of its token."""
    played(of, tokens=[token_answer("first-token", expires=expires)])
    of.clock.now += expires - min(60, expires / 10) + 1


@pytest.mark.parametrize(
    "failure",
    [lost(), unsent(), answer(401, {"error": "invalid_client"}), answer(429), answer(503), answer(200, b"<html>")],
)
def test_a_good_token_is_used_on_if_its_early_renewal_fails(failure: Any, caplog: pytest.LogCaptureFixture) -> None:
    of = client()
    early(of)
    caplog.set_level(logging.INFO, "erp_client_runtime")
    made = played(of, tokens=[failure])
    assert (made.carried, made.slept) == ([b"Bearer first-token"], [])
    (record,) = caplog.records
    assert "could not be renewed early" in record.message
    # Not every call tries.
    assert played(of, tokens=[]).carried == [b"Bearer first-token"]
    of.clock.now += 10.0
    assert played(of, tokens=[token_answer("second-token")]).carried == [b"Bearer second-token"]


def test_an_early_renewal_that_takes_until_the_end_of_the_token_is_followed_by_a_true_one() -> None:
    of = client()
    early(of)

    def slow() -> Any:
        of.clock.now += 60.0
        return lost()

    made = played(of, tokens=[slow, answer(503), token_answer("second-token")])
    assert made.carried == [b"Bearer second-token"]


def test_a_token_that_ends_soon_after_its_early_renewal_failed_is_followed_by_another_one() -> None:
    of = client()
    early(of)
    of.clock.now += 58.0  # one second is left of it
    assert played(of, tokens=[lost()]).carried == [b"Bearer first-token"]
    of.clock.now += 2.0
    assert played(of, tokens=[token_answer("second-token")]).carried == [b"Bearer second-token"]


def test_an_early_renewal_takes_no_longer_than_the_call_can_spare() -> None:
    of = client()
    early(of)
    assert played(of, tokens=[lost()]).timeouts == [10.0]
    of.clock.now += 10.0
    assert played(of, tokens=[lost()], timeout=3.0).timeouts == [3.0]
    of.clock.now += 10.0
    assert played(of, tokens=[lost()], deadline=4.0).timeouts == [2.0]
    of.clock.now += 30.0
    assert played(of, tokens=[lost()]).timeouts == [pytest.approx(9.0)]


def test_a_call_does_not_wait_for_another_one_that_renews_early() -> None:
    of = client()
    early(of)
    renewing = Step(of)
    request = renewing.next()
    assert is_token_request(request)
    assert played(of, tokens=[]).carried == [b"Bearer first-token"]
    send = renewing.next(token_answer("second-token"))
    assert send.credentials == ((b"Authorization", b"Bearer second-token"),)
    renewing.close()


# Repeating the request


def test_a_request_that_fails_is_repeated_like_a_read() -> None:
    made = played(tokens=[lost(), answer(503), token_answer()])
    assert made.slept == [0.25, 0.5]
    made = played(tokens=[answer(503, headers={"retry-after": "7"}), token_answer()], operation=CREATE)
    assert made.slept == [7.0]


def test_max_retries_counts_for_the_token_request_too() -> None:
    error, made = failing(ServerError, tokens=[answer(503), answer(500), answer(502)])
    assert (error.status, len(made.token_requests), len(made.requests)) == (502, 3, 0)
    assert str(error).startswith("token request to api.acme.example/token: Acme API gave no token and answered 502")
    _, made = failing(ConnectError, tokens=[unsent()], max_retries=0)
    assert len(made.token_requests) == 1


def test_too_many_token_requests_are_waited_for() -> None:
    made = played(tokens=[answer(429, headers={"retry-after": "30"}), answer(429), token_answer()])
    assert made.slept[0] == 30.0
    assert made.slept[1] > 5.0


def test_a_pause_that_is_too_long_is_an_error() -> None:
    error, made = failing(RateLimitError, tokens=[answer(429, headers={"retry-after": "121"})])
    assert (error.retry_after, made.slept) == (121.0, [])
    _, made = failing(RateLimitError, tokens=[answer(429, headers={"retry-after": "60"})] * 6)
    assert sum(made.slept) == 300.0
    assert "token request to" in str(error)


def test_a_pause_of_the_token_endpoint_does_not_pause_the_calls() -> None:
    of = client()
    step = Step(of)
    step.next()
    assert isinstance(step.next(answer(429, headers={"retry-after": "30"})), Sleep)
    assert of.quota_store.pause_left(step_ticket(of), of.clock.now) == 0.0
    step.close()


def step_ticket(of: Any) -> Any:
    from erp_client_runtime.quota import Ticket

    return Ticket(of._shared.quota_key, None)


def test_the_deadline_limits_the_request_and_its_repetition() -> None:
    of = client()

    def slow() -> Any:
        of.clock.now += 4.0
        return errors.TimeoutError("no answer")

    error, made = failing(errors.TimeoutError, of, tokens=[slow], deadline=4.0)
    assert made.timeouts == [4.0]
    _, made = failing(ServerError, tokens=[answer(503, headers={"retry-after": "9"})], deadline=8.0)
    assert made.slept == []
    assert error.sent is False


def test_the_time_of_an_attempt_limits_the_request() -> None:
    assert played(tokens=[token_answer()], timeout=7.0).timeouts == [7.0]
    assert played(tokens=[token_answer()]).timeouts == [30.0]
    assert played(tokens=[token_answer()], timeout=None).timeouts == [None]


def test_waits_for_a_token_are_waits_of_the_call() -> None:
    error, _ = failing(ServerError, tokens=[answer(503), answer(503), answer(503)])
    assert (error.waited, error.attempts, error.operation) == (0.75, 0, "get_term")


def test_nothing_of_a_write_was_sent_if_there_is_no_token() -> None:
    for failure in (lost(), errors.TimeoutError("late")):
        error, made = failing(type(failure), tokens=[failure] * 3, operation=CREATE)
        assert (error.sent, made.requests) == (False, [])


# Answers that hold no token


@pytest.mark.parametrize("status", [400, 401, 403])
def test_credentials_that_are_not_accepted(status: int) -> None:
    body = {"error": "invalid_client", "error_description": "who are you?"}
    error, made = failing(AuthenticationError, tokens=[answer(status, body)])
    assert (error.status, error.code, error.vendor_message) == (status, "invalid_client", "who are you?")
    assert error.meaning == "the client is unknown, or its secret is wrong"
    assert len(made.token_requests) == 1
    text = str(error)
    assert "token request to api.acme.example/token" in text
    assert "ACME_CLIENT_ID, ACME_CLIENT_SECRET, ACME_TOKEN_URL" in text
    assert "who are you?" in text


def test_the_message_of_an_answer_that_is_no_oauth_error() -> None:
    error, _ = failing(AuthenticationError, tokens=[answer(400, {"Message": "key was withdrawn"})])
    assert (error.code, error.vendor_message) == (None, "key was withdrawn")
    error, _ = failing(AuthenticationError, tokens=[answer(400, {"error": 7, "error_description": ["x"]})])
    assert (error.code, error.vendor_message) == (None, None)


def test_a_scope_that_is_not_granted() -> None:
    error, _ = failing(AuthenticationError, tokens=[answer(400, {"error": "invalid_scope"})])
    assert "Check scope= (in the environment: ACME_SCOPE)" in str(error)


@pytest.mark.parametrize("status", [302, 404, 405, 415, 451])
def test_other_statuses_point_at_the_address(status: int) -> None:
    error, made = failing(AuthenticationError, tokens=[answer(status, b"<html>", {"content-type": "text/html"})])
    assert "Check token_url= (in the environment: ACME_TOKEN_URL)" in str(error)
    assert (error.status, len(made.token_requests)) == (status, 1)


def test_an_error_under_a_status_of_success() -> None:
    error, _ = failing(AuthenticationError, tokens=[answer(200, {"error": "invalid_client"})])
    assert error.status == 200


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<html>login</html>", "HTML or XML instead of JSON"),
        (b"", "empty where JSON belongs"),
        (b'{"access_token": "abc', "cut off"),
        (b"\xff\xfe", "not"),
        ([], "an array of 0 where an object with access_token belongs"),
        ({}, "no access_token in it; its fields: none"),
        ({"AccessToken": "x" * 20}, "its fields: AccessToken"),
        ({"access_token": ""}, "an empty text that cannot be sent"),
        ({"access_token": 17}, "access_token: an integer where the token belongs"),
        ({"access_token": None}, "access_token: null where the token belongs"),
        ({"access_token": ["x"]}, "access_token: an array of 1 where the token belongs"),
        ({"access_token": "sm\xf6rg\xe5s"}, "only visible ASCII characters"),
        ({"access_token": "two words"}, "only visible ASCII characters"),
        ({"access_token": "two\r\nlines"}, "only visible ASCII characters"),
    ],
)
def test_answers_without_a_usable_token(body: Any, told: str) -> None:
    error, made = failing(DecodeError, tokens=[answer(200, body)])
    assert told in str(error)
    assert "token request to api.acme.example/token" in str(error)
    assert "Check token_url=" in str(error)
    assert (error.status, error.operation, len(made.token_requests)) == (200, "get_term", 1)


def test_an_answer_that_could_not_be_read_whole() -> None:
    cut = answer(200, {"access_token": "abc"})
    cut.damage = "it is larger than allowed"
    error, _ = failing(DecodeError, tokens=[cut])
    assert "it is larger than allowed" in str(error)


def test_a_token_that_cannot_be_read_is_told_from_an_answer_to_a_write() -> None:
    error, made = failing(DecodeError, tokens=[answer(200, b"<html>")], operation=CREATE)
    assert (error.sent, made.requests) == (False, [])
    assert not pickle.loads(pickle.dumps(error)).sent
    refused = answer(401, envelope(1))
    error, made = failing(DecodeError, tokens=[token_answer(), answer(200, b"")], calls=[refused], operation=CREATE)
    assert (error.sent, len(made.requests)) == (False, 1)
    error, _ = failing(DecodeError, tokens=[token_answer()], calls=[answer(200, b"<html>")])
    assert error.sent


def test_nor_is_it_said_that_nothing_was_sent_after_an_attempt_that_got_no_answer() -> None:
    calls = [lost(), answer(401, envelope(1))]
    error, made = failing(DecodeError, tokens=[token_answer(), answer(200, b"")], calls=calls)
    assert (error.sent, len(made.requests)) == (True, 2)


def test_a_byte_order_mark_and_another_media_type_do_not_matter() -> None:
    drifts: list[Drift] = []
    reply = answer(201, b'\xef\xbb\xbf{"access_token":"abc"}', {"content-type": "text/plain"})
    assert played(client(on_drift=drifts.append), tokens=[reply]).carried == [b"Bearer abc"]
    assert {drift.kind for drift in drifts} == {"byte_order_mark", "content_type"}


def test_strictness_is_about_the_answers_of_operations() -> None:
    assert played(tokens=[token_answer(expires="600")], strict=True).carried == [b"Bearer token-1-of-the-endpoint"]


# Secrets


BASIC_VALUE = base64.b64encode(f"{ID}:{SECRET}".encode()).decode()
TOKEN = "canary-access-token"


def shown(error: BaseException) -> str:
    """Everything that an error shows: itself, its parts, its causes, and what of it can be pickled."""
    text = ""
    link: BaseException | None = error
    while link is not None:
        text += f"{link!r} {link} {vars(link)} {pickle.dumps(link)!r}"
        link = link.__cause__ or link.__context__
    return text


OWN = f"{SECRET} {BASIC_VALUE}"
ECHO = f"{OWN} {TOKEN}"


@pytest.mark.parametrize(
    ("tokens", "calls"),
    [
        ([answer(400, {"error": OWN, "error_description": OWN, "Message": OWN}, {"x-request-id": OWN})], []),
        ([answer(200, {"error": OWN})], []),
        ([answer(200, f"{OWN} is no JSON".encode())], []),
        ([answer(200, {"token": TOKEN, "nested": [{"secret": SECRET, "other": TOKEN}]})], []),
        ([answer(200, f"access_token={TOKEN}&token_type=bearer".encode())], []),
        ([answer(200, f'{{"access_token": "{TOKEN}", "x": '.encode())], []),
        ([answer(200, {"access_token": TOKEN + "\n"})], []),
        ([answer(500, OWN.encode())] * 3, []),
        ([token_answer(TOKEN)], [answer(403, ECHO.encode(), {"x-request-id": ECHO})]),
        ([token_answer(TOKEN)], [answer(400, envelope(ECHO, ECHO, errorData={"a": [ECHO]}))]),
        ([token_answer(TOKEN)], [answer(200, ECHO.encode())]),
        ([token_answer(TOKEN), token_answer("other-token")], [REFUSED, answer(400, ECHO.encode())]),
        ([token_answer(TOKEN, expires=0)], [answer(400, ECHO.encode())]),
    ],
)
def test_no_secret_gets_into_an_error_or_the_log(
    tokens: list[Any], calls: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = Played(client(), tokens=tokens, calls=calls)
    with pytest.raises(ERPClientError) as caught:
        made.run()
    text = shown(caught.value) + caplog.text + repr([vars(record) for record in caplog.records])
    for secret in (SECRET, BASIC_VALUE, TOKEN):
        assert secret not in text


def test_a_call_in_flight_knows_its_token_however_many_have_come_since() -> None:
    of = client()
    step = Step(of)
    step.next()
    step.next(token_answer(TOKEN, expires=0))
    for number in range(20):
        played(of, tokens=[token_answer(f"later-token-{number}", expires=0)])
    with pytest.raises(APIStatusError) as caught:
        step.next(answer(403, ECHO.encode()))
    assert TOKEN not in shown(caught.value)


def test_the_first_bytes_of_an_answer_with_a_token_in_another_place_do_not_hold_it() -> None:
    error, _ = failing(DecodeError, tokens=[answer(200, {"jwt": TOKEN, "expires": 600, "more": [TOKEN, True]})])
    assert error.body_start == b'{"jwt": "[redacted]", "expires": 0, "more": ["[redacted]", true]}'
    error, _ = failing(DecodeError, tokens=[answer(200, f"access_token={TOKEN}&x=1".encode())])
    assert error.body_start == b"access_token=[redacted]&x=1"


def test_a_fetched_token_is_logged_without_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "erp_client_runtime")
    played(tokens=[token_answer(TOKEN, expires=600)])
    first = caplog.records[0]
    assert (first.levelname, first.message) == (
        "DEBUG",
        "acme: fetched a token (good for 600 s, took 0.000 s, attempts 1)",
    )
    assert TOKEN not in repr([vars(record) for record in caplog.records])


def test_no_secret_is_shown_by_what_holds_it() -> None:
    of = client()
    made = played(of, tokens=[token_answer(TOKEN)])
    held = [of, of._shared.auth, of._shared.login.token, *made.token_requests, *made.requests, TokenAcme.vendor]
    for secret in (SECRET, BASIC_VALUE, TOKEN):
        assert secret not in repr(held)
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(of._shared.auth)


# Who waits for whom


def test_a_call_waits_for_another_one_that_fetches() -> None:
    of = client()
    leader, follower = Step(of), Step(of)
    assert is_token_request(leader.next())
    wait = follower.next()
    assert isinstance(wait, Wait)
    assert wait.seconds == 35.0
    send = leader.next(token_answer())
    of.clock.now += 1.0
    assert follower.next(False).credentials == send.credentials
    assert follower.next(OK) is None
    leader.close()


@pytest.mark.parametrize("how", ["closed", "thrown"])
def test_a_leader_that_is_stopped_leaves_the_lead_to_those_who_wait(how: str) -> None:
    of = client()
    leader, follower = Step(of), Step(of)
    leader.next()
    assert isinstance(follower.next(), Wait)
    if how == "closed":
        leader.close()
    else:
        with pytest.raises(KeyboardInterrupt):
            leader.flow.throw(KeyboardInterrupt())
    assert is_token_request(follower.next(False))
    follower.close()


def test_a_leader_that_is_overdue_is_not_waited_for() -> None:
    of = client()
    leader, follower = Step(of), Step(of)
    leader.next()
    wait = follower.next()
    of.clock.now += wait.seconds
    assert is_token_request(follower.next(False))
    # Both bring a token: the later request is the one that counts, for both.
    follower.next(token_answer("second-token"))
    assert leader.next(token_answer("first-token")).credentials == ((b"Authorization", b"Bearer second-token"),)
    assert of._shared.login.token.value == "second-token"
    leader.close()
    follower.close()


def test_a_token_for_one_use_serves_those_who_waited_for_it() -> None:
    of = client()
    leader, follower = Step(of), Step(of)
    leader.next()
    follower.next()
    leader.next(token_answer("first-token", expires=0))
    assert follower.next(False).credentials == ((b"Authorization", b"Bearer first-token"),)
    leader.close()
    follower.close()


def test_nobody_waits_longer_at_a_time_than_a_lock_can() -> None:
    of = client(timeout=1e12)
    leader, follower = Step(of), Step(of)
    leader.next()
    wait = follower.next()
    assert wait.seconds == 3600.0
    of.clock.now += wait.seconds
    assert isinstance(follower.next(False), Wait)
    leader.close()
    follower.close()


def test_a_leader_that_waits_to_repeat_is_waited_for_longer() -> None:
    of = client()
    leader = Step(of)
    leader.next()
    pause = leader.next(answer(429, headers={"retry-after": "100"}))
    assert isinstance(pause, Sleep)
    wait = Step(of).next()
    assert isinstance(wait, Wait)
    assert wait.seconds == 105.0
    leader.close()


def test_errors_of_followers_know_their_own_call() -> None:
    of = client()
    leader, follower = Step(of), Step(of, CREATE)
    leader.next()
    follower.next()
    with pytest.raises(AuthenticationError) as first:
        leader.next(answer(401))
    of.clock.now += 2.0
    with pytest.raises(AuthenticationError) as second:
        follower.next(False)
    assert (first.value.operation, second.value.operation) == ("get_term", "create_term")
    assert (first.value.waited, second.value.waited) == (0.0, 2.0)
    assert str(first.value) == str(second.value)


def test_a_transport_failure_is_shared_by_those_with_the_same_patience() -> None:
    of = client()
    leader, same, patient = Step(of, max_retries=0), Step(of, max_retries=0), Step(of)
    for step in (leader, same, patient):
        step.next()
    with pytest.raises(TransportError):
        leader.next(lost())
    with pytest.raises(TransportError):
        same.next(False)
    assert is_token_request(patient.next(False))
    patient.close()
