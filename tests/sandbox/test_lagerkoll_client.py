"""The Lagerkoll client against its sandbox: two independent readings of one spec, over real connections."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import httpx2
import pytest

from erp_client_runtime import Drift, RawResponse
from erp_sandbox import Sandbox
from lagerkoll import AsyncLagerkoll, Lagerkoll
from lagerkoll.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ConnectError,
    DecodeError,
    ERPClientError,
    InvalidArgumentError,
    NotFoundError,
    QuotaTimeoutError,
    RateLimitError,
    ServerError,
    TimeoutError,  # noqa: A004 - the name under which users import it
    TransportError,
    UnexpectedStatusError,
)
from lagerkoll.models import CostCenterCreate, PaymentTerm, PaymentTermUpdate

STRANGE_CODES = ["30 N", "a/b", "/", "50%", "%2F", "å ä ö", "🧾", "a\r\nb", "a?b#c", "a+b", "...", "x" * 500]


@pytest.fixture
def vendor() -> Iterator[Sandbox]:
    with Sandbox("lagerkoll", quota=None) as sandbox:
        yield sandbox


@pytest.fixture
def connect(vendor: Sandbox) -> Iterator[Callable[..., Lagerkoll]]:
    clients: list[Lagerkoll] = []

    def make(**settings: Any) -> Lagerkoll:
        client = Lagerkoll(base_url=vendor.base_url, **{**vendor.logins[0], **settings})
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(connect: Callable[..., Lagerkoll]) -> Lagerkoll:
    return connect()


def calls(vendor: Sandbox, operation: str) -> int:
    return sum(request.operation == operation for request in vendor.requests)


# What everybody does


def test_a_payment_term_lives_from_creation_to_deletion(client: Lagerkoll) -> None:
    terms = client.payment_terms
    created = terms.create(code="45N", description="45 days net")
    assert (created.code, created.description) == ("45N", "45 days net")
    assert terms.get("45N") == created
    created.description = "45 days"
    assert terms.update("45N", created).description == "45 days"
    assert terms.update("45N", code="45N", description="six weeks").description == "six weeks"
    assert terms.update("45N", PaymentTermUpdate(code="45N", description="soon")).description == "soon"
    assert terms.change("45N", description="45").description == "45"
    assert [term.code for term in terms.iterate() if term.description == "45"] == ["45N"]
    assert terms.delete("45N") is None  # type: ignore[func-returns-value]  # that it returns nothing is the promise
    with pytest.raises(NotFoundError) as caught:
        terms.get("45N")
    assert caught.value.operation == "get_payment_term"


def test_a_cost_center_lives_from_creation_to_deletion(client: Lagerkoll, vendor: Sandbox) -> None:
    centers = client.cost_centers
    created = centers.create(CostCenterCreate(short_name="LAB", name="Laboratory"))
    assert created.active is True
    assert created.id is not None
    assert b'"active":true' in vendor.requests[-1].body.replace(b" ", b"")
    created.active = False
    assert centers.update(created.id, created).active is False
    assert centers.change(created.id, name="Lab").name == "Lab"
    assert centers.get(created.id).name == "Lab"
    centers.delete(created.id)
    with pytest.raises(NotFoundError):
        centers.get(created.id)


def test_only_what_changed_comes_after_a_cursor(client: Lagerkoll) -> None:
    everything = client.payment_terms.changes(0)
    assert len(everything.items) == len(client.payment_terms.list())
    client.payment_terms.create(code="45N", description="45 days net")
    changed, cursor = client.payment_terms.changes(everything.cursor)
    assert [term.code for term in changed] == ["45N"]
    assert client.payment_terms.changes(cursor) == ([], cursor)


async def test_the_asynchronous_client_does_the_same(vendor: Sandbox) -> None:
    async with AsyncLagerkoll(base_url=vendor.base_url, **vendor.logins[1]) as client:
        terms = client.payment_terms
        cursor = (await terms.list()).cursor
        created = await terms.create(code="45N", description="45 days net")
        assert await terms.get("45N") == created
        assert (await terms.change("45N", description="45")).description == "45"
        assert (await terms.update("45N", code="45N", description="46")).description == "46"
        changed, cursor = await terms.changes(cursor)
        assert [term.code for term in changed] == ["45N"]
        assert "45N" in [term.code async for term in terms.iterate()]
        await terms.delete("45N")
        with pytest.raises(NotFoundError):
            await terms.get("45N")
    assert {request.credential for request in vendor.requests} == {"user_id+user_token+store"}


@pytest.mark.parametrize("code", STRANGE_CODES)
def test_a_code_may_hold_anything(client: Lagerkoll, code: str) -> None:
    client.payment_terms.create(code=code, description="strange")
    assert client.payment_terms.get(code).code == code
    assert client.payment_terms.change(code, description="stranger").description == "stranger"
    client.payment_terms.delete(code)
    with pytest.raises(NotFoundError):
        client.payment_terms.get(code)


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_a_client_of_the_users_own_is_used_and_left_open(vendor: Sandbox, library: Any) -> None:
    with library.Client(
        cookies={"session": "theirs"},
        auth=("user", "password"),
        headers={"api_key": "another", "X-Theirs": "yes"},
        follow_redirects=True,
        base_url="https://elsewhere.example",
        params={"debug": "1"},
    ) as http:
        with Lagerkoll(base_url=vendor.base_url, http_client=http, **vendor.logins[0]) as client:
            assert len(client.payment_terms.list()) > 0
        request = vendor.requests[-1]
        assert not {"cookie", "authorization", "x-theirs"} & set(request.headers)
        assert request.headers["api_key"] == vendor.logins[0]["api_key"]
        assert request.query == "since=0"
        assert not http.is_closed


async def test_an_asynchronous_client_of_the_users_own_is_used(vendor: Sandbox) -> None:
    async with httpx2.AsyncClient() as http:
        client = AsyncLagerkoll(base_url=vendor.base_url, http_client=http, **vendor.logins[0])
        assert len(await client.payment_terms.list()) > 0


def test_one_asynchronous_client_serves_several_event_loops(vendor: Sandbox) -> None:
    client = AsyncLagerkoll(base_url=vendor.base_url, **vendor.logins[0])

    async def count() -> int:
        return len(await client.payment_terms.list())

    assert asyncio.run(count()) == asyncio.run(count())


def test_one_client_serves_many_threads(client: Lagerkoll) -> None:
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            client.payment_terms.create(code=f"T{number}", description="parallel")
            assert client.payment_terms.get(f"T{number}").code == f"T{number}"
        except Exception as error:  # noqa: BLE001 - reported by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len([term for term in client.payment_terms.list() if term.description == "parallel"]) == 20


async def test_one_client_serves_many_tasks(vendor: Sandbox) -> None:
    async with AsyncLagerkoll(base_url=vendor.base_url, **vendor.logins[0]) as client:
        created = await asyncio.gather(
            *(client.payment_terms.create(code=f"T{number}", description="parallel") for number in range(20))
        )
    assert {term.code for term in created} == {f"T{number}" for number in range(20)}


# The limit


def test_the_documented_limit_is_kept_without_a_single_429() -> None:
    with (
        Sandbox("lagerkoll", quota=(20, 0.5)) as vendor,
        Lagerkoll(base_url=vendor.base_url, quota=(20, 0.5), **vendor.logins[0]) as client,
    ):
        threads = [threading.Thread(target=lambda: [client.payment_terms.list() for _ in range(10)]) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [request.status for request in vendor.requests] == [200] * 50


def test_a_429_makes_every_caller_wait_and_none_fail() -> None:
    with (
        Sandbox("lagerkoll", quota=(5, 1)) as vendor,
        Lagerkoll(base_url=vendor.base_url, quota=None, **vendor.logins[0]) as client,
    ):
        answers: list[RawResponse] = []
        copy = client.with_options(on_response=answers.append)
        threads = [threading.Thread(target=copy.payment_terms.list) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [answer.status for answer in answers] == [200] * 8
        assert max(answer.waited for answer in answers) >= 0.9
        assert 429 in [request.status for request in vendor.requests]


def test_waiting_for_the_limit_is_bounded(vendor: Sandbox, connect: Callable[..., Lagerkoll]) -> None:
    client = connect(quota=(1, 60), quota_timeout=1)
    client.payment_terms.list()
    with pytest.raises(QuotaTimeoutError) as caught:
        client.payment_terms.list()
    assert 50 < caught.value.needed <= 60
    assert calls(vendor, "list_payment_terms") == 1


# The second one is longer than any pause can be meant, so it counts as none given.
@pytest.mark.parametrize("retry_after", ["86400", "99999999999999999999"])
def test_an_absurd_retry_after_is_an_error_and_not_a_day_of_waiting(
    vendor: Sandbox, client: Lagerkoll, retry_after: str
) -> None:
    vendor.faults.add("get_payment_term", "status", status=429, retry_after=retry_after)
    with pytest.raises(RateLimitError) as caught:
        client.payment_terms.get("30N", options={"quota_timeout": 1})
    assert caught.value.attempts == 1
    assert caught.value.waited < 1
    # The vendor's wish holds for everyone with these credentials.
    with pytest.raises(QuotaTimeoutError, match="429"):
        client.cost_centers.list(options={"quota_timeout": 1})


@pytest.mark.parametrize("retry_after", ["-5", "soon", "NaN", "", "Thu, 99 Foo 2026 99:99:99 GMT"])
def test_a_malformed_retry_after_gives_a_short_pause(
    vendor: Sandbox, connect: Callable[..., Lagerkoll], retry_after: str
) -> None:
    client = connect(default_pause=0.1)
    vendor.faults.add("get_payment_term", "status", status=429, retry_after=retry_after)
    answers: list[RawResponse] = []
    client.payment_terms.get("30N", options={"on_response": answers.append})
    assert (answers[0].status, answers[0].attempts) == (200, 2)
    assert 0.1 <= answers[0].waited < 1


# What goes wrong on the way


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
def test_a_read_survives_a_server_in_trouble(vendor: Sandbox, client: Lagerkoll, status: int) -> None:
    vendor.faults.add("get_payment_term", "status", status=status, envelope=False)
    assert client.payment_terms.get("30N").code == "30N"
    assert calls(vendor, "get_payment_term") == 2


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "truncated"])
def test_a_read_survives_a_lost_connection(vendor: Sandbox, client: Lagerkoll, kind: str) -> None:
    vendor.faults.add("get_payment_term", kind)
    assert client.payment_terms.get("30N").code == "30N"
    assert calls(vendor, "get_payment_term") == 2


def test_a_read_gives_up_after_its_retries(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("get_payment_term", "drop_before", times=None)
    with pytest.raises(TransportError) as caught:
        client.payment_terms.get("30N", options={"max_retries": 1})
    assert caught.value.attempts == 2
    assert calls(vendor, "get_payment_term") == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "drop_before"},
        {"kind": "drop_after"},
        {"kind": "truncated"},
        {"kind": "truncated", "cut": "json"},
        {"kind": "html"},
        {"kind": "status", "status": 500, "envelope": False},
        {"kind": "status", "status": 520, "envelope": False},
    ],
    ids=lambda fault: "-".join(str(value) for value in fault.values()),
)
def test_a_create_of_unknown_outcome_is_never_repeated(
    vendor: Sandbox, client: Lagerkoll, fault: dict[str, Any]
) -> None:
    vendor.faults.add("create_cost_center", **fault)
    with pytest.raises(AmbiguousWriteError) as caught:
        client.cost_centers.create(short_name="WS", name="Workshop")
    assert caught.value.__cause__ is not None
    assert calls(vendor, "create_cost_center") == 1


def test_a_create_that_the_vendor_refuses_is_not_ambiguous(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("create_payment_term", "status", status=500)
    with pytest.raises(ServerError) as caught:
        client.payment_terms.create(code="45N", description="45 days net")
    assert (caught.value.code, caught.value.meaning) == ("900532", "the payment term could not be created")
    with pytest.raises(ConflictError):
        client.payment_terms.create(code="30N", description="there already")
    with pytest.raises(BadRequestError) as refused:
        client.payment_terms.create(code="", description="no code")
    assert refused.value.field == "code"


def test_a_create_whose_connection_was_never_made_is_repeated() -> None:
    with Sandbox("lagerkoll") as vendor:
        port = int(vendor.base_url.rpartition(":")[2])
    vendor = Sandbox("lagerkoll", port=port)
    later = threading.Timer(0.3, vendor.start)
    later.start()
    answers: list[RawResponse] = []
    try:
        with Lagerkoll(base_url=f"http://127.0.0.1:{port}", max_retries=50, **vendor.logins[0]) as client:
            client.payment_terms.create(code="45N", description="45", options={"on_response": answers.append})
    finally:
        later.join()
        vendor.stop()
    assert answers[0].attempts > 1
    assert calls(vendor, "create_payment_term") == 1


def test_a_write_of_which_an_earlier_attempt_was_sent_does_not_claim_that_nothing_was(
    vendor: Sandbox, client: Lagerkoll
) -> None:
    vendor.faults.add("delete_payment_term", "drop_after")
    log: list[str] = []

    class StopAfterTheFirst(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            log.append(record.getMessage())
            vendor.stop()

    logger, handler = logging.getLogger("erp_client_runtime"), StopAfterTheFirst(logging.INFO)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        with pytest.raises(ConnectError) as caught:
            client.payment_terms.delete("30N", options={"max_retries": 1})
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    assert log
    assert caught.value.sent


def test_a_create_that_was_one_too_many_is_repeated(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("create_payment_term", "status", status=429, retry_after=0)
    assert client.payment_terms.create(code="45N", description="45 days net").code == "45N"
    assert len([term for term in client.payment_terms.list() if term.code == "45N"]) == 1


def test_a_delete_whose_answer_was_lost_is_done(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("delete_payment_term", "drop_after")
    client.payment_terms.delete("30N")
    assert calls(vendor, "delete_payment_term") == 2
    with pytest.raises(NotFoundError):
        client.payment_terms.delete("30N")


def test_a_slow_answer_is_a_timeout(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("get_payment_term", "slow", seconds=5, times=None)
    with pytest.raises(TimeoutError):
        client.payment_terms.get("30N", options={"timeout": 0.1, "max_retries": 0})
    with pytest.raises(TimeoutError):
        client.payment_terms.get("30N", options={"deadline": 0.2})


NOT_JSON = {
    "html": (b"<html>Sign in</html>", "text/html"),
    "html called json": (b"<html>Sign in</html>", "application/json"),
    "truncated": (b'{"paymentTerms": [{"code": "30', "application/json"),
    "bad utf-8": b'{"paymentTerms": [{"code": "\xff\xfe"}], "since": 1}',
    "absurd nesting": b"[" * 200_000,
    "empty": b"",
    "a number": b"42",
    "null": b"null",
    "a string for the list": b'{"paymentTerms": "none", "since": 1}',
}


@pytest.mark.parametrize("name", NOT_JSON)
def test_a_body_that_cannot_be_read_is_an_error_that_keeps_its_beginning(
    vendor: Sandbox, client: Lagerkoll, name: str
) -> None:
    given = NOT_JSON[name]
    body, content_type = given if isinstance(given, tuple) else (given, "application/json")
    vendor.faults.add("list_payment_terms", "body", body=body, content_type=content_type)
    if name == "a string for the list":
        with pytest.raises(DecodeError):
            client.payment_terms.list(options={"strict": True})
        return
    with pytest.raises(DecodeError) as caught:
        client.payment_terms.list()
    assert caught.value.status == 200
    assert caught.value.body_start == body[:500]


def test_what_the_documentation_does_not_promise_is_kept_and_reported(
    vendor: Sandbox, connect: Callable[..., Lagerkoll], caplog: pytest.LogCaptureFixture
) -> None:
    drifts: list[Drift] = []
    client = connect(on_drift=drifts.append)
    body = (
        b'\xef\xbb\xbf{"since": null, "paymentTerms": [{"code": "30N", "description": 30, "color": "red"}], "page": 1}'
    )
    vendor.faults.add("get_payment_term", "body", body=body, times=2)
    with caplog.at_level(logging.WARNING, logger="erp_client_runtime.drift"):
        term = client.payment_terms.get("30N")
    assert (term.code, term.description, term.extra_fields) == ("30N", "30", {"color": "red"})
    assert "paymentTerms[0].color" in {drift.path for drift in drifts}
    assert "paymentTerms[0].description" in {drift.path for drift in drifts}
    assert ("unknown_field", "page") in {(drift.kind, drift.path) for drift in drifts}
    assert "color" in caplog.text
    assert "red" not in caplog.text
    with pytest.raises(DecodeError, match="byte order mark"):
        client.payment_terms.get("30N", options={"strict": True})
    # What the client does not know goes back to the vendor.
    term.description = "30 days"
    client.payment_terms.update("30N", term)
    assert b'"color":"red"' in vendor.requests[-1].body


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b'{"paymentTerms": [null], "since": 1}', DecodeError),
        (b'{"paymentTerms": [5], "since": 1}', DecodeError),
        (b'{"paymentTerms": [], "since": 1}', NotFoundError),
        (b'{"paymentTerms": []}', NotFoundError),
    ],
)
def test_a_wrapper_without_the_term_is_not_a_term(
    vendor: Sandbox, client: Lagerkoll, body: bytes, error: type[ERPClientError]
) -> None:
    vendor.faults.add("get_payment_term", "body", body=body)
    with pytest.raises(error):
        client.payment_terms.get("30N")


def test_one_element_without_anything_in_it_is_the_result(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("get_payment_term", "body", body=b'{"paymentTerms": [{}], "since": 1}')
    assert client.payment_terms.get("30N") == PaymentTerm()


def test_of_several_the_one_that_was_asked_for_is_taken(vendor: Sandbox, client: Lagerkoll) -> None:
    body = b'{"paymentTerms": [{"code": "10N"}, {"code": "30N", "description": "this"}], "since": 1}'
    vendor.faults.add("get_payment_term", "body", body=body)
    assert client.payment_terms.get("30N").description == "this"


@pytest.mark.parametrize(
    "body",
    [b'{"paymentTerms": [{"code": "10N", "description": "another"}], "since": 1}', b'{"code": "10N", "colour": "red"}'],
)
def test_a_change_never_writes_the_data_of_another_term(vendor: Sandbox, client: Lagerkoll, body: bytes) -> None:
    before = client.payment_terms.get("30N")
    vendor.faults.add("get_payment_term", "body", body=body)
    with pytest.raises(DecodeError, match=r"10N.*30N|another code than term_id"):
        client.payment_terms.change("30N", description="new")
    assert calls(vendor, "update_payment_term") == 0
    assert client.payment_terms.get("30N") == before


def test_a_change_of_a_term_that_comes_without_its_code_is_written(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("get_payment_term", "body", body=b'{"paymentTerms": [{"code": null}], "since": 1}')
    client.payment_terms.change("30N", code="30N", description="new")
    assert client.payment_terms.get("30N").description == "new"


@pytest.mark.parametrize("body", [b'{"message": "Internal server error"}', b"{}"])
def test_an_error_under_a_status_of_success_is_not_an_empty_answer(
    vendor: Sandbox, client: Lagerkoll, body: bytes
) -> None:
    for operation in ("list_payment_terms", "get_payment_term", "list_cost_centers", "get_cost_center"):
        vendor.faults.add(operation, "body", body=body, times=None)
    terms, centers = client.payment_terms, client.cost_centers
    for call in (
        terms.list,
        lambda: terms.changes(17),
        lambda: list(terms.iterate()),
        lambda: terms.get("30N"),
        lambda: terms.change("30N", description="new"),
        centers.list,
        lambda: centers.get(1),
    ):
        with pytest.raises(DecodeError, match="expected an object with the array"):
            call()
    assert calls(vendor, "update_payment_term") == 0


def test_an_answer_without_a_cursor_keeps_the_one_that_was_sent(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("list_payment_terms", "body", body=b'{"paymentTerms": null}')
    assert client.payment_terms.changes(17) == ([], 17)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_never_followed(vendor: Sandbox, client: Lagerkoll, status: int) -> None:
    headers = {"Location": "https://elsewhere.example/secret-path"}
    vendor.faults.add("get_payment_term", "body", status=status, headers=headers)
    with pytest.raises(UnexpectedStatusError, match="elsewhere\\.example") as caught:
        client.payment_terms.get("30N")
    assert caught.value.status == status
    assert "secret-path" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "error"), [(499, UnexpectedStatusError), (520, ServerError), (418, UnexpectedStatusError)]
)
def test_a_status_that_nobody_documented_is_a_typed_error(
    vendor: Sandbox, client: Lagerkoll, status: int, error: type[ERPClientError]
) -> None:
    vendor.faults.add("get_payment_term", "status", status=status, envelope=False)
    with pytest.raises(error):
        client.payment_terms.get("30N", options={"max_retries": 0})


@pytest.mark.parametrize("status", ["200", "400", "500"])
def test_the_envelope_is_found_under_any_status(status: str) -> None:
    with (
        Sandbox("lagerkoll", quota=None, settings={"error_status": status}) as vendor,
        Lagerkoll(base_url=vendor.base_url, max_retries=0, **vendor.logins[0]) as client,
    ):
        with pytest.raises(ERPClientError) as caught:
            client.payment_terms.create(code="30N", description="there already")
        assert getattr(caught.value, "code", None) == "900532"
        wrong = Lagerkoll(base_url=vendor.base_url, store="0", api_key="wrong", max_retries=0)
        with wrong, pytest.raises(AuthenticationError, match="credentials do not match"):
            wrong.payment_terms.list()


def test_a_missing_element_is_not_found_in_either_way_of_saying_it() -> None:
    with (
        Sandbox("lagerkoll", settings={"on_missing_get": "error"}) as vendor,
        Lagerkoll(base_url=vendor.base_url, **vendor.logins[0]) as client,
        pytest.raises(NotFoundError) as caught,
    ):
        client.payment_terms.get("nowhere")
    assert (caught.value.status, caught.value.code) == (404, "900531")
    assert "path of this operation is inferred" in str(caught.value)


@pytest.mark.parametrize("given", [b'"17"', b"17.0"])
def test_a_cursor_in_another_form_is_reported_and_can_be_passed_on(
    vendor: Sandbox, connect: Callable[..., Lagerkoll], given: bytes
) -> None:
    drifts: list[Drift] = []
    client = connect(on_drift=drifts.append)
    vendor.faults.add("list_payment_terms", "body", body=b'{"paymentTerms": [], "since": ' + given + b"}")
    cursor = client.payment_terms.changes(0).cursor
    assert (type(cursor), cursor) == (int, 17)
    assert [drift.path for drift in drifts] == ["since"]
    client.payment_terms.changes(cursor)
    assert vendor.requests[-1].query == "since=17"


@pytest.mark.parametrize(
    "body", [b'{"paymentTerms": [{"code": "30N"}], "since": "x"}', b'{"page": 1, "paymentTerms": [{}]}']
)
def test_what_is_odd_around_a_term_is_an_error_when_strict(vendor: Sandbox, client: Lagerkoll, body: bytes) -> None:
    vendor.faults.add("get_payment_term", "body", body=body)
    with pytest.raises(DecodeError, match=r"since|page"):
        client.payment_terms.get("30N", options={"strict": True})


# What is refused before anything is sent


@pytest.mark.parametrize("term_id", ["", ".", "..", None, True, False, 5, b"30N", "\ud800", ["30N"]])
def test_an_id_that_cannot_be_one_is_refused(vendor: Sandbox, client: Lagerkoll, term_id: Any) -> None:
    for call in (client.payment_terms.get, client.payment_terms.delete):
        with pytest.raises(InvalidArgumentError, match="term_id"):
            call(term_id)
    assert vendor.requests == ()


@pytest.mark.parametrize("number", ["", "52", None, True, 1.0, 2**63])
def test_a_number_that_cannot_be_one_is_refused(vendor: Sandbox, client: Lagerkoll, number: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="cost_center"):
        client.cost_centers.get(number)
    assert vendor.requests == ()


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.payment_terms.create(code=5, description="x"),
        lambda client: client.payment_terms.create(code=None, description="x"),
        lambda client: client.payment_terms.create(code="x"),
        lambda client: client.payment_terms.create(code="x", decription="typo"),
        lambda client: client.payment_terms.create({"code": "x", "description": "x"}),
        lambda client: client.payment_terms.create(PaymentTermUpdate(code="x")),
        lambda client: client.payment_terms.create(code="\ud800", description="x"),
        lambda client: client.payment_terms.update("30N", description="the rest is missing"),
        lambda client: client.payment_terms.update("30N"),
        lambda client: client.cost_centers.create(short_name="a", name="b", active="yes"),
        lambda client: client.payment_terms.list(since="yesterday"),
        lambda client: client.payment_terms.changes(None),
        lambda client: client.payment_terms.list(since=True),
        lambda client: client.payment_terms.list(since=2**63),
        lambda client: client.payment_terms.create(code="a", description="b", extra_fields={"x": float("nan")}),
        lambda client: client.payment_terms.change("30N"),
        lambda client: client.payment_terms.change("30N", description=5),
    ],
)
def test_arguments_of_the_wrong_kind_are_refused(
    vendor: Sandbox, client: Lagerkoll, call: Callable[[Any], object]
) -> None:
    with pytest.raises(InvalidArgumentError):
        call(client)
    assert vendor.requests == ()


def test_a_change_of_something_unknown_is_refused(vendor: Sandbox, client: Lagerkoll) -> None:
    with pytest.raises(TypeError):
        client.payment_terms.change("30N", decription="typo")  # type: ignore[call-arg]  # the typo is the point
    assert vendor.requests == ()


def test_plain_http_is_for_this_machine_only() -> None:
    with pytest.raises(ERPClientError, match="https"):
        Lagerkoll(base_url="http://capi.lagerkoll.com", store="s", api_key="k")
    Lagerkoll(base_url="http://capi.lagerkoll.com", store="s", api_key="k", allow_insecure=True).close()


def test_no_secret_is_logged(vendor: Sandbox, client: Lagerkoll, caplog: pytest.LogCaptureFixture) -> None:
    vendor.faults.add("get_payment_term", "status", status=503)
    with caplog.at_level(logging.DEBUG, logger="erp_client_runtime"):
        client.payment_terms.get("30N")
    assert "get_payment_term" in caplog.text
    for secret in vendor.logins[0].values():
        assert secret not in caplog.text
