"""Tokens of the clients that log in for them, against their sandboxes: one promise, every vendor, real connections."""

from __future__ import annotations

import asyncio
import logging
import pickle
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import comarch_erp_xt
import simutek_gks4
from erp_client_runtime import Drift
from erp_client_runtime.clock import Clock
from erp_client_runtime.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    ConfigurationError,
    DecodeError,
    ERPClientError,
    RateLimitError,
    ServerError,
    TimeoutError,  # noqa: A004 - the name under which users import it
    TransportError,
)
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.clients import calls, login, without_tokens
from tests.sandbox.support import HandClock

MANY = 20
PRODUCT = {"name": "Nut", "unit_of_measurement": "ST", "rate": 9}
ANNA = {"name": "Anna", "number": "K1", "invoice_email": None, "corporate_identity_number": "1"}

# Per vendor: the classes, a read, a write, and the names of their operations.
VENDORS: dict[str, Any] = {
    "simutek_gks4": (
        simutek_gks4.SimutekGKS4,
        simutek_gks4.AsyncSimutekGKS4,
        lambda client: client.customers.get("50%"),
        lambda client: client.customers.create(**ANNA),
        ("get_customer", "create_customer"),
    ),
    "comarch_erp_xt": (
        comarch_erp_xt.ComarchERPXT,
        comarch_erp_xt.AsyncComarchERPXT,
        lambda client: client.products.list(),
        lambda client: client.products.create(**PRODUCT),
        ("list_products", "create_product"),
    ),
}


class MovedClock(Clock):
    """The client's clock, moved by hand; its waits pass at once."""

    def __init__(self, hand: HandClock) -> None:
        self._hand = hand

    def monotonic(self) -> float:
        return self._hand.seconds

    def sleep(self, seconds: float) -> None:
        self._hand.seconds += seconds

    async def sleep_async(self, seconds: float) -> None:
        self._hand.seconds += seconds


class Scene:
    """A vendor's sandbox and clients of it, all with one clock that the test moves."""

    def __init__(self, name: str, sandbox: SandboxFactory, **options: Any) -> None:
        self.name = name
        self.cls, self.async_cls, self.read, self.write, (self.reading, self.writing) = VENDORS[name]
        self.hand = HandClock()
        self.box: Sandbox = sandbox(name, clock=self.hand, **options)
        self.clients: list[Any] = []

    def client(self, **settings: Any) -> Any:
        made = self._prepared(self.cls(**login(self.box, **settings)))
        self.clients.append(made)
        return made

    def async_client(self, **settings: Any) -> Any:
        return self._prepared(self.async_cls(**login(self.box, **settings)))

    def _prepared(self, client: Any) -> Any:
        client.clock = MovedClock(self.hand)
        return without_tokens(client)

    @property
    def tokens(self) -> int:
        """How many token requests came."""
        return calls(self.box, "token")


@pytest.fixture(params=VENDORS)
def start(request: pytest.FixtureRequest, sandbox: SandboxFactory) -> Iterator[Callable[..., Scene]]:
    scenes: list[Scene] = []

    def make(**options: Any) -> Scene:
        scenes.append(Scene(request.param, sandbox, **options))
        return scenes[-1]

    yield make
    for scene in scenes:
        for client in scene.clients:
            client.close()


@pytest.fixture
def scene(start: Callable[..., Scene]) -> Scene:
    return start()


def test_one_token_serves_until_it_ends_and_the_next_is_fetched_before(start: Callable[..., Scene]) -> None:
    scene = start(token_ttl=1)
    client = scene.client()
    for seconds, tokens in ((0.0, 1), (0.5, 1), (0.89, 1), (0.91, 2), (1.8, 2), (1.82, 3), (60.0, 4)):
        scene.hand.seconds = seconds
        scene.read(client)
        assert scene.tokens == tokens
    assert 401 not in [request.status for request in scene.box.requests]


def test_a_token_of_ten_minutes_is_renewed_in_its_last_one(scene: Scene) -> None:
    client = scene.client()
    for seconds, tokens in ((0.0, 1), (539.0, 1), (541.0, 2)):
        scene.hand.seconds = seconds
        scene.read(client)
        assert scene.tokens == tokens


@pytest.mark.parametrize("how", ["revoked", "ended"])
def test_a_token_that_is_refused_is_renewed_once_and_the_call_repeated(scene: Scene, how: str) -> None:
    client = scene.client()
    scene.read(client)
    for number, (call, operation) in enumerate(((scene.read, scene.reading), (scene.write, scene.writing)), start=2):
        if how == "revoked":
            scene.box.revoke_tokens()
        else:
            scene.box.faults.add(operation, "expired_token")
        call(client)
        assert [request.status for request in scene.box.requests[-3:]] == [401, 200, 200]
        assert scene.tokens == number


def test_a_second_refusal_is_an_error_that_says_where_to_look(scene: Scene) -> None:
    scene.box.faults.add(scene.writing, "status", status=401, times=None)
    with pytest.raises(AuthenticationError, match=r"fresh token was refused, too.*token_url=.*base_url=") as caught:
        scene.write(scene.client())
    assert (caught.value.status, caught.value.operation) == (401, scene.writing)
    assert (calls(scene.box, scene.writing), scene.tokens) == (2, 2)


def test_403_is_not_a_matter_of_the_token(scene: Scene) -> None:
    scene.box.faults.add(scene.reading, "status", status=403)
    with pytest.raises(ERPClientError, match="403"):
        scene.read(scene.client())
    assert scene.tokens == 1


@pytest.mark.parametrize("how", ["nothing yet", "ended", "revoked"])
def test_many_threads_fetch_one_token(scene: Scene, how: str) -> None:
    client = scene.client()
    begin(scene, client, how)
    before, failures = scene.tokens, list[Exception]()
    barrier = threading.Barrier(MANY)

    def work() -> None:
        barrier.wait()
        try:
            scene.read(client)
        except Exception as error:  # noqa: BLE001 - reported by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert scene.tokens == before + 1


@pytest.mark.parametrize("how", ["nothing yet", "ended", "revoked"])
async def test_many_tasks_fetch_one_token(scene: Scene, how: str) -> None:
    async with scene.async_client() as client:
        if how != "nothing yet":
            await scene.read(client)
        begin(scene, None, how)
        before = scene.tokens
        await asyncio.gather(*(scene.read(client) for _ in range(MANY)))
    assert scene.tokens == before + 1


def begin(scene: Scene, client: Any, how: str) -> None:
    """Bring the token that a client has into a state."""
    # Slow enough for all to find that there is none.
    scene.box.faults.add("token", "slow", seconds=0.2, times=None)
    if how != "nothing yet" and client is not None:
        scene.read(client)
    if how == "ended":
        scene.hand.seconds += 601.0
    if how == "revoked":
        scene.box.revoke_tokens()


def test_a_good_token_serves_on_while_the_endpoint_is_down(scene: Scene) -> None:
    client = scene.client()
    scene.read(client)
    scene.box.faults.add("token", "status", status=503, times=None)
    scene.hand.seconds = 560.0
    scene.read(client)
    scene.read(client)
    assert scene.tokens == 2  # not with every call
    scene.hand.seconds = 601.0
    with pytest.raises(ServerError, match="token request"):
        scene.read(client)
    scene.box.faults.clear()
    scene.read(client)


@pytest.mark.parametrize("kind", ["503", "drop_before", "drop_after"])
def test_an_endpoint_in_trouble_is_asked_again(scene: Scene, kind: str) -> None:
    fault = ("status", {"status": 503}) if kind == "503" else (kind, {})
    scene.box.faults.add("token", fault[0], **fault[1], times=2)
    scene.write(scene.client())
    assert (scene.tokens, calls(scene.box, scene.writing)) == (3, 1)
    scene.box.faults.add("token", fault[0], **fault[1], times=None)
    with pytest.raises((ServerError, TransportError), match="token request") as caught:
        scene.write(scene.client(max_retries=1))
    # Nothing was written, and the error does not leave that open.
    assert not isinstance(caught.value, AmbiguousWriteError)
    assert getattr(caught.value, "sent", False) is False
    assert (scene.tokens, calls(scene.box, scene.writing)) == (5, 1)


def test_an_endpoint_that_is_asked_too_often_is_given_the_time_it_wants(scene: Scene) -> None:
    scene.box.faults.add("token", "status", status=429, retry_after=20, times=2)
    scene.read(scene.client())
    assert (scene.tokens, 40.0 <= scene.hand.seconds < 60.0) == (3, True)
    scene.box.faults.add("token", "status", status=429, retry_after=86400)
    with pytest.raises(RateLimitError, match="token request"):
        scene.read(scene.client())


def test_a_slow_endpoint_is_a_timeout(start: Callable[..., Scene]) -> None:
    scene = start()
    scene.box.faults.add("token", "slow", seconds=5, times=None)
    with pytest.raises(TimeoutError, match="token request"):
        scene.read(scene.client(timeout=0.1, max_retries=0))


ANSWERS: dict[str, tuple[int, bytes, str, type[ERPClientError], str]] = {
    "refused": (400, b'{"error": "invalid_client"}', "application/json", AuthenticationError, "client_secret"),
    "refused in words": (
        403,
        b'{"Message": "blocked"}',
        "application/json",
        AuthenticationError,
        "in its own words: 'blocked'",
    ),
    "refused as a page": (401, b"<html>no</html>", "text/html", AuthenticationError, "web page"),
    "refused without words": (400, b"", "application/json", AuthenticationError, "token_url"),
    "nothing there": (404, b"", "application/json", AuthenticationError, "404.*token_url"),
    "elsewhere": (302, b"", "text/html", AuthenticationError, "redirects are not followed"),
    "a page": (200, b"<html>Sign in</html>", "text/html", DecodeError, "HTML.*token_url"),
    "nothing": (200, b"", "application/json", DecodeError, "empty.*token_url"),
    "no token": (200, b'{"expires": 600, "id_token": "secret-0"}', "application/json", DecodeError, "no access_token"),
    "null": (200, b'{"access_token": null}', "application/json", DecodeError, "null where the token belongs"),
    "empty token": (200, b'{"access_token": ""}', "application/json", DecodeError, "an empty text"),
    "strange token": (200, '{"access_token": "secret-ä"}'.encode(), "application/json", DecodeError, "cannot be sent"),
    "a line": (200, b'{"access_token": "secret\\r\\nX: y"}', "application/json", DecodeError, "cannot be sent"),
    "an array": (200, b'["secret-0"]', "application/json", DecodeError, "array"),
    "cut off": (200, b'{"access_token": "secret-0', "application/json", DecodeError, "cut off"),
    "an error with 200": (200, b'{"error": "invalid_scope"}', "application/json", AuthenticationError, "invalid_scope"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_without_a_usable_token_says_so_and_what_to_check(scene: Scene, name: str) -> None:
    status, body, content_type, kind, told = ANSWERS[name]
    scene.box.faults.add("token", "body", status=status, body=body, content_type=content_type, times=None)
    with pytest.raises(kind, match=f"token request.*{told}") as caught:
        scene.write(scene.client())
    assert caught.value.operation == scene.writing
    assert scene.tokens == 1
    assert calls(scene.box, scene.writing) == 0
    assert "secret-" not in str(caught.value)
    assert b"secret-" not in getattr(caught.value, "body_start", b"")


@pytest.mark.parametrize(
    ("fields", "lifetime", "drift"),
    [
        ('"expires_in": 100', 100, None),
        ('"expires_in": "100"', 100, "number_as_text"),
        ('"expires_in": 100.5', 100.5, None),
        ('"expires_in": null', 600, "null"),
        ('"expires_in": "soon"', 600, "bad_value"),
        ('"expires_in": true', 600, "wrong_type"),
        ('"expires_in": 1e99', 600, "bad_value"),
        ('"expires_in": 1893456000', 600, "bad_value"),
        ('"expires_in": 0', 0, "bad_value"),
        ('"expires_in": -5', 0, "bad_value"),
        ('"token_type": "Bearer"', 600, None),
    ],
)
def test_the_lifetime_may_come_in_any_form(scene: Scene, fields: str, lifetime: float, drift: str | None) -> None:
    drifts: list[Drift] = []
    client = scene.client(on_drift=drifts.append)
    scene.read(other := scene.client())
    token = scene.box.requests[-1].headers["authorization"].removeprefix("Bearer ")
    assert other is not client
    scene.box.faults.add("token", "body", body=f'{{"access_token": "{token}", {fields}}}'.encode(), times=None)
    scene.read(client)
    assert [one.kind for one in drifts] == ([] if drift is None else [drift])
    before = scene.tokens
    scene.hand.seconds += 0.89 * lifetime
    scene.read(client)
    assert scene.tokens == before + (lifetime == 0)


@pytest.mark.parametrize(
    ("vendor", "setting"),
    [
        ("comarch_erp_xt", {"token_lifetime_field": "expires"}),
        ("comarch_erp_xt", {"token_lifetime_field": "expires_in"}),
        ("comarch_erp_xt", {"token_lifetime_field": "both"}),
        ("comarch_erp_xt", {"token_lifetime_field": "neither"}),
        ("simutek_gks4", {"login_answer": "full"}),
        ("simutek_gks4", {"login_answer": "text"}),
        ("simutek_gks4", {"login_answer": "no_lifetime"}),
        ("simutek_gks4", {"login_answer": "bare"}),
    ],
)
def test_the_forms_of_an_answer_that_vendors_may_have(
    sandbox: SandboxFactory, vendor: str, setting: dict[str, str]
) -> None:
    told = not {"neither", "no_lifetime", "bare"} & set(setting.values())
    scene = Scene(vendor, sandbox, settings=setting, token_ttl=100 if told else None)
    with scene.client() as client:
        for seconds, tokens in ((0.0, 1), (89.0, 1), (91.0, 2 if told else 1), (541.0 if not told else 182.0, None)):
            scene.hand.seconds = seconds
            scene.read(client)
            assert tokens in (None, scene.tokens)
    assert scene.tokens == (3 if told else 2)


@pytest.mark.parametrize(
    ("vendor", "setting", "status"),
    [
        *(("simutek_gks4", {"refused_login_body": form}, 400) for form in ("oauth", "text", "empty", "html")),
        ("simutek_gks4", {"refused_login_status": "401"}, 401),
        ("comarch_erp_xt", {"token_refusal": "oauth"}, 401),
        ("comarch_erp_xt", {"token_refusal": "oauth_400"}, 400),
        ("comarch_erp_xt", {"token_refusal": "envelope"}, 400),
        ("comarch_erp_xt", {"token_refusal": "empty"}, 401),
    ],
)
async def test_wrong_credentials_are_named_and_never_shown(
    sandbox: SandboxFactory, vendor: str, setting: dict[str, str], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    scene = Scene(vendor, sandbox, settings=setting)
    caplog.set_level(logging.DEBUG)
    wrong = {"client_id": "someone", "client_secret": "wrong&secret=+%"}
    with scene.client(**wrong) as client, pytest.raises(AuthenticationError, match=r"client_id=.*client_secret") as one:
        scene.read(client)
    async with scene.async_client(**wrong) as other:
        with pytest.raises(AuthenticationError, match=r"client_id=.*client_secret") as two:
            await scene.read(other)
    assert one.value.status == two.value.status == status
    assert scene.tokens == 2
    assert not any(secret in shown(one.value) + caplog.text for secret in (wrong["client_secret"], "wrong%26secret"))


def test_no_secret_is_shown_anywhere(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = scene.client()
    scene.read(client)
    token = scene.box.requests[-1].headers["authorization"].removeprefix("Bearer ")
    basic = scene.box.requests[0].headers.get("authorization", "").removeprefix("Basic ")
    secrets = [secret for secret in (token, basic, scene.box.credentials["client_secret"]) if secret]
    echo = " ".join(secrets).encode()
    errors: list[BaseException] = []
    for operation, call in ((scene.reading, scene.read), (scene.writing, scene.write)):
        for status in (200, 400, 401, 404, 500):
            for content_type in ("text/plain", "application/json", "text/html"):
                body = b'{"Message": "%s", "Code": "%s", "detail": "%s"' % (echo, echo, echo)
                body = body + b"}" if content_type == "application/json" and status != 200 else echo
                fault: dict[str, Any] = {"status": status, "body": body, "content_type": content_type, "headers": {}}
                scene.box.faults.add(operation, "body", times=2 if status == 401 else 1, **fault)
                try:
                    call(client.with_options(max_retries=0))
                except ERPClientError as error:
                    errors.append(error)
                scene.box.faults.clear()
    assert len(errors) > 20
    texts = [shown(error) for error in errors]
    texts += [caplog.text, repr(client), repr(vars(client)), repr(client._shared.auth), repr(client._shared.login)]
    for text in texts:
        assert not [secret for secret in secrets if secret in text]
    with pytest.raises(TypeError):
        pickle.dumps(client._shared.auth)


def shown(error: BaseException) -> str:
    """All that a log or a debugger would show of an error and of what caused it."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None:
        chain.append(following)
        following = following.__cause__ or following.__context__
    values = [repr(vars(one)) for one in chain]
    return "".join([*traceback.format_exception(error), *map(repr, chain), *map(str, chain), *values])


@pytest.mark.parametrize("url", ["http://id.example/token", "ftp://id.example", "https://id.example/token#x", "token"])
def test_a_token_url_that_would_give_the_secret_away_is_refused(scene: Scene, url: str) -> None:
    with pytest.raises(ConfigurationError, match="token_url"):
        scene.client(token_url=url)
