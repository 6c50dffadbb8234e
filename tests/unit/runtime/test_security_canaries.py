"""No credential is to be seen in anything that a call leaves behind, wherever a server puts it into its answer."""

from __future__ import annotations

import json
import logging
import pickle
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from erp_client_runtime.auth import ClientCredentials, StaticHeaders
from erp_client_runtime.decoding import Drift
from erp_client_runtime.errors import ERPClientError, StoreError
from erp_client_runtime.quota import MemoryStore
from erp_client_runtime.tokens import MemoryTokens
from tests.unit.runtime.flow_support import CREATE, GET, Acme, AsyncAcme, FakeClock, TermCreate
from tests.unit.runtime.loopback import Script, response, serving
from tests.unit.runtime.security_support import leaks, parts_of, parts_of_logs, squeezed
from tests.unit.runtime.token_support import BASIC, FORM, AsyncTokenAcme, FormAcme, TokenAcme

KEY = "cAnArYk/9+\"s'\\<Jx>&=%41~Qw7RtZu"
STORE = "store-of-cAnArY-Vb3nM8pL"
ID = "client-of-the-tests"
CLIENT_SECRET = "ßecret-cAnArY+/\"'\\<Hy>&=%41-Lk5JhG"
TOKEN = "tOkEn.cAnArY-_~+/" + "Ab0Cd1Ef2Gh3" * 60 + "=="
BASIC_HEADER = "Y2xpZW50LW9mLXRoZS10ZXN0czr"  # how Base64 of id and secret begins
SECRETS = [KEY, STORE, CLIENT_SECRET, TOKEN, BASIC_HEADER]

Places = dict[str, Callable[[str], bytes]]


def http(body: bytes | str, status: str = "200 OK", *headers: str) -> bytes:
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + content


def envelope(code: Any, message: Any, data: Any = None) -> str:
    return json.dumps({"errorCode": code, "errorMessage": message, "errorField": message, "errorData": data})


JSON = "Content-Type: application/json"
ECHOES: Places = {
    "text": lambda s: http(f"you sent {s}", "400 Bad", "Content-Type: text/plain"),
    "many": lambda s: http(f"{s} " * 40, "403 No", "Content-Type: text/plain"),
    "problem": lambda s: http(
        json.dumps({"title": s, "detail": s}), "422 Bad", "Content-Type: application/problem+json"
    ),
    "html": lambda s: http(f"<html>{s}</html>", "502 Bad", "Content-Type: text/html"),
    "envelope": lambda s: http(envelope(7, s, {s: [s, {"x": s}]}), "400 Bad", JSON),
    "code": lambda s: http(envelope(s, "no"), "404 Not Found", JSON),
    "slashes": lambda s: http(envelope(7, s).replace("/", "\\/"), "409 Conflict", JSON),
    "denied": lambda s: http(envelope(1, s), "401 Unauthorized", JSON),
    "limited": lambda s: http(envelope(429, s), "429 Slow", JSON, "Retry-After: 500"),
    "request id": lambda s: http("{}", "500 Oh", JSON, f"X-Request-Id: {s}"),
    "retry after": lambda s: http("{}", "503 Oh", JSON, f"Retry-After: {s}"),
    "redirect host": lambda s: http("", "302 Found", f"Location: https://{s}/x"),
    "redirect path": lambda s: http("", "307 Found", f"Location: /{s}?{s}"),
    "bad redirect": lambda s: http("", "308 Found", f"Location: https://[{s}"),
    "no json": lambda s: http(f"{s} is no JSON", "200 OK", JSON),
    "cut json": lambda s: http(f'{{"code": {json.dumps(s)[:-8]}', "200 OK", JSON),
    "another type": lambda s: http(json.dumps([s]), "200 OK", JSON),
    "another field": lambda s: http(json.dumps({s: 1, "code": "30N"}), "200 OK", JSON),
    "bad value": lambda s: http(json.dumps({"dayCount": s, "code": [s]}), "200 OK", JSON),
    "charset": lambda s: http("{}", "200 OK", f"Content-Type: application/json; charset={s}"),
    "content type": lambda s: http("{}", "200 OK", f"Content-Type: text/{s}"),
    "encoding": lambda s: http("{}", "200 OK", JSON, f"Content-Encoding: {s}"),
    "wide": lambda s: http(f"not {s}".encode("utf-16-le"), "400 Bad", "Content-Type: text/plain; charset=utf-16le"),
    "wide json": lambda s: http(f"{s}".encode("utf-16"), "200 OK", "Content-Type: application/json; charset=utf-16"),
    "gzip": lambda s: http(squeezed(f"you sent {s}"), "400 Bad", "Content-Encoding: gzip"),
    "cut gzip": lambda s: http(squeezed(f"you sent {s}" * 3)[:-9], "400 Bad", "Content-Encoding: gzip"),
    "bad gzip": lambda s: http(squeezed(f"you sent {s}")[:-8] + b"12345678", "200 OK", "Content-Encoding: gzip"),
    "large gzip": lambda s: http(squeezed(s + " " * 10_000), "200 OK", JSON, "Content-Encoding: gzip"),
    "gzip as br": lambda s: http(squeezed(s), "200 OK", JSON, "Content-Encoding: br"),
    "not gzip": lambda s: http(f"you sent {s}", "404 Bad", "Content-Encoding: gzip"),
    "large": lambda s: http(s + " " * 10_000, "200 OK", JSON),
    "breaks off": lambda s: http(f"<{s}", "500 Oh")[:-5],
    "bad status line": lambda s: f"HTTP {s}\r\n\r\n".encode(),
    "bad header": lambda s: f"HTTP/1.1 200 OK\r\nno colon {s}\r\n\r\n".encode(),
    "bad chunk": lambda s: f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{s}\r\n".encode(),
}


def collected(run: Callable[[list[Any]], Any]) -> list[Any]:
    """What a call leaves behind: its error, and what is appended to the list."""
    left: list[Any] = []
    try:
        run(left)
    except ERPClientError as error:
        left += parts_of(error)
    else:
        left.append("no error")
    return left


def ready(client: Any) -> Any:
    client.clock = FakeClock()
    client.quota_store = MemoryStore()
    return client


def options(left: list[Any]) -> dict[str, Any]:
    def drifted(drift: Drift) -> None:
        left.append(repr(drift))

    return {"on_drift": drifted, "on_response": lambda raw: left.append(repr(raw)), "max_response_bytes": 5000}


def of_others(records: list[logging.LogRecord]) -> list[logging.LogRecord]:
    """Records without those in which the HTTP library shows, at DEBUG, what of an answer it reads."""
    return [
        record
        for record in records
        if not (record.name.startswith("httpcore.") and record.getMessage().startswith("receive_response_"))
    ]


def sends(reply: bytes) -> Script:
    """A script that answers the same to everything, and then closes the connection."""

    def script(connection: socket.socket, _: int) -> None:
        connection.sendall(reply)

    return script


@pytest.mark.parametrize("operation", [GET, CREATE], ids=["read", "write"])
@pytest.mark.parametrize("place", ECHOES)
def test_keys_that_an_answer_echoes(place: str, operation: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    reply = ECHOES[place](f"{KEY} {STORE}")

    def run(left: list[Any]) -> None:
        with serving(sends(reply)) as server:
            auth = StaticHeaders({"api_key": KEY, "store": STORE})
            client = ready(Acme(auth=auth, base_url=server.url, **options(left)))
            left += [client, auth, client.__dict__]
            with client:
                if operation is GET:
                    client.call(GET, {"term_id": "30N"}, options={"strict": True, "max_retries": 1})
                else:
                    client.call(CREATE, {}, TermCreate(code="30N"))

    left = collected(run)
    assert leaks(SECRETS, *left, *parts_of_logs(of_others(caplog.records))) == []
    assert any("erp_client_runtime" in record.name for record in caplog.records)


@pytest.mark.parametrize("place", ["another field", "bad value", "content type"])
def test_keys_that_are_reported_as_a_difference(place: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    reply = ECHOES[place](KEY)
    left: list[Any] = []
    with serving(sends(reply)) as server:
        auth = StaticHeaders({"api_key": KEY})
        with ready(Acme(auth=auth, base_url=server.url, **options(left))) as client:
            client.call(GET, {"term_id": "30N"})
    assert any("Drift" in str(item) for item in left)
    assert leaks([KEY], *left, *parts_of_logs(of_others(caplog.records))) == []


async def test_keys_that_an_answer_echoes_to_a_task(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for place, echo in ECHOES.items():
        caplog.clear()
        reply = echo(f"{KEY} {STORE}")
        left: list[Any] = []
        with serving(sends(reply)) as server:
            auth = StaticHeaders({"api_key": KEY, "store": STORE})
            async with ready(AsyncAcme(auth=auth, base_url=server.url, **options(left))) as client:
                try:
                    await client.call(GET, {"term_id": "30N"}, options={"strict": True, "max_retries": 0})
                except ERPClientError as error:
                    left += parts_of(error)
        assert (place, leaks(SECRETS, *left, *parts_of_logs(of_others(caplog.records)))) == (place, [])


def with_token(cls: Any, url: str, left: list[Any]) -> Any:
    endpoint = BASIC if cls is TokenAcme else FORM
    auth = ClientCredentials(endpoint, ID, CLIENT_SECRET, token_url=f"{url}/token")
    client = ready(cls(auth=auth, base_url=url, **options(left)))
    client.use_tokens(MemoryTokens())
    left += [client, auth]
    return client


TOKEN_ANSWER = response(json.dumps({"access_token": TOKEN, "expires_in": 600}).encode())


@pytest.mark.parametrize("cls", [TokenAcme, FormAcme])
@pytest.mark.parametrize("place", ECHOES)
def test_tokens_and_secrets_that_an_answer_echoes(place: str, cls: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    auth = ClientCredentials(BASIC, ID, CLIENT_SECRET)
    basic = dict(auth.request()[1])[b"Authorization"].decode()
    of_the_call = ECHOES[place](TOKEN if cls is TokenAcme else f"{TOKEN} {CLIENT_SECRET} {basic}")

    def script(connection: socket.socket, number: int) -> bytes | None:
        if server.requests[number - 1].startswith(b"POST /token"):
            return TOKEN_ANSWER
        connection.sendall(of_the_call)
        return None

    def run(left: list[Any]) -> None:
        with with_token(cls, server.url, left) as client:
            client.call(GET, {"term_id": "30N"}, options={"strict": True, "max_retries": 1})

    with serving(script) as server:
        left = collected(run)
    assert leaks(SECRETS, *left, *parts_of_logs(of_others(caplog.records))) == []


@pytest.mark.parametrize("cls", [TokenAcme, FormAcme])
@pytest.mark.parametrize("place", ECHOES)
def test_secrets_that_the_token_endpoint_echoes(place: str, cls: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    auth = ClientCredentials(BASIC, ID, CLIENT_SECRET)
    basic = dict(auth.request()[1])[b"Authorization"].decode()
    reply = ECHOES[place](f"{CLIENT_SECRET} {basic}")

    def run(left: list[Any]) -> None:
        with with_token(cls, server.url, left) as client:
            client.call(CREATE, {}, TermCreate(code="30N"), options={"max_retries": 1})

    with serving(sends(reply)) as server:
        left = collected(run)
    assert "no error" not in left
    assert leaks(SECRETS, *left, *parts_of_logs(of_others(caplog.records))) == []


def token_body(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


UNUSABLE: dict[str, bytes] = {
    "cut off": response(token_body(access_token=TOKEN)[:-30]),
    "no json": response(f"access_token={TOKEN}&token_type=bearer".encode()),
    "html": response(f"<input name='token' value='{TOKEN}'>".encode()),
    "elsewhere": response(token_body(data={"token": TOKEN}, jwt=TOKEN, refresh_token=TOKEN)),
    "as a name": response(token_body(**{TOKEN: 1})),
    "in a list": response(json.dumps([TOKEN]).encode()),
    "unsendable": response(token_body(access_token=f"{TOKEN} ")),
    "beside an error": response(token_body(error="invalid_request", refresh_token=TOKEN)),
    "with status 201 and an odd lifetime": response(token_body(access_token=f"{TOKEN}\n", expires_in=TOKEN), "201 OK"),
    "cut gzip": http(
        squeezed(token_body(access_token=TOKEN, x=TOKEN[::-1]).decode())[:-12], "200 OK", "Content-Encoding: gzip"
    ),
}


@pytest.mark.parametrize("how", UNUSABLE)
def test_tokens_in_answers_that_cannot_be_used(how: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    def run(left: list[Any]) -> None:
        with with_token(TokenAcme, server.url, left) as client:
            client.call(GET, {"term_id": "30N"}, options={"max_retries": 0})

    with serving(sends(UNUSABLE[how])) as server:
        left = collected(run)
    assert "no error" not in left
    assert leaks([TOKEN], *left, *parts_of_logs(of_others(caplog.records))) == []


async def test_a_task_that_is_cut_short_leaves_no_credentials(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    left: list[Any] = []

    def silent(connection: socket.socket, _: int) -> None:
        connection.recv(1)

    with serving(silent) as server:
        endpoint_url = f"{server.url}/token"
        auth = ClientCredentials(BASIC, ID, CLIENT_SECRET, token_url=endpoint_url)
        async with ready(AsyncTokenAcme(auth=auth, base_url=server.url, timeout=0.05, max_retries=0)) as client:
            client.use_tokens(MemoryTokens())
            with pytest.raises(ERPClientError) as caught:
                await client.call(GET, {"term_id": "30N"})
            left += parts_of(caught.value)
        keys = StaticHeaders({"api_key": KEY, "store": STORE})
        with ready(Acme(auth=keys, base_url=server.url, timeout=0.05, max_retries=0)) as blocking:
            with pytest.raises(ERPClientError) as caught:
                blocking.call(CREATE, {}, TermCreate(code="30N"))
            left += parts_of(caught.value)
    assert leaks(SECRETS, *left, *parts_of_logs(caplog.records)) == []


NOBODY = "http://127.0.0.1:9"


def test_what_the_program_was_handling_is_left_alone() -> None:
    own = ValueError(f"the program's own {KEY}")

    def run(client: Acme) -> None:
        try:
            raise own
        except ValueError:
            client.call(GET, {"term_id": "30N"})

    auth = StaticHeaders({"api_key": KEY})
    with ready(Acme(auth=auth, base_url=NOBODY, max_retries=0)) as client, pytest.raises(ERPClientError) as caught:
        run(client)
    assert caught.value.__context__ is own
    assert KEY in str(own)
    assert own.__traceback__ is not None


def test_an_error_says_where_the_program_called() -> None:
    auth = StaticHeaders({"api_key": KEY})
    with ready(Acme(auth=auth, base_url=NOBODY, max_retries=0)) as client, pytest.raises(ERPClientError) as caught:
        client.call(GET, {"term_id": "30N"})
    assert [entry.name for entry in caught.traceback] == [
        "test_an_error_says_where_the_program_called",
        "call",
        "drive",
    ]


def test_the_password_of_a_store_that_cannot_be_used() -> None:
    auth = StaticHeaders({"api_key": KEY})
    store = "redis://someone:store-cAnArY-Tz6Yh@127.0.0.1:9/0"
    with Acme(auth=auth, base_url=NOBODY, quota_store=store, max_retries=0) as client:
        with pytest.raises(StoreError) as caught:
            client.call(GET, {"term_id": "30N"})
        left = [client, client.quota_store, vars(client._shared.store), *parts_of(caught.value)]
    assert leaks(["store-cAnArY-Tz6Yh"], *left) == []


@pytest.mark.parametrize("damage", ["none", "cut", "other", "no json"])
def test_tokens_in_a_file_that_is_damaged(damage: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    file = tmp_path / "tokens"

    def run(left: list[Any]) -> None:
        auth = ClientCredentials(BASIC, ID, CLIENT_SECRET, token_url=f"{server.url}/token")
        client = ready(TokenAcme(auth=auth, base_url=server.url, token_store=f"file:{file}", **options(left)))
        left.append(client)
        with client:
            client.call(GET, {"term_id": "30N"}, options={"max_retries": 0})

    def script(connection: socket.socket, number: int) -> bytes | None:
        if server.requests[number - 1].startswith(b"POST /token"):
            return TOKEN_ANSWER
        connection.sendall(ECHOES["text"](TOKEN))
        return None

    with serving(script) as server:
        left = collected(run)
        content = file.read_bytes()
        assert json.dumps(TOKEN).encode() in content  # it is not encrypted
        damaged = {"none": content, "cut": content[:-9], "other": json.dumps({TOKEN: TOKEN}).encode()}
        file.write_bytes(damaged.get(damage, TOKEN.encode()))
        left += collected(run)
    assert "no error" not in left
    assert leaks(SECRETS, *left, *parts_of_logs(of_others(caplog.records))) == []


@pytest.mark.parametrize("cls", [StaticHeaders, ClientCredentials])
def test_credentials_cannot_be_pickled(cls: Any) -> None:
    auth = StaticHeaders({"api_key": KEY}) if cls is StaticHeaders else ClientCredentials(BASIC, ID, CLIENT_SECRET)
    with pytest.raises(TypeError) as caught:
        pickle.dumps(auth)
    assert leaks(SECRETS, str(caught.value), repr(auth)) == []
