"""Real connections that fail in real ways, to clients of our own and to clients of httpx2: sync and async."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import httpx2
import pytest

from erp_client_runtime import errors
from erp_client_runtime.errors import (
    AmbiguousWriteError,
    ConnectError,
    DecodeError,
    NotFoundError,
    ServerError,
    TransportError,
    UnexpectedStatusError,
)
from erp_client_runtime.quota import MemoryStore
from tests.unit.runtime.flow_support import CREATE, DELETE, GET, TERM, Acme, AsyncAcme, FakeClock, TermCreate, login
from tests.unit.runtime.loopback import Script, response, serving

JSON = json.dumps(TERM).encode()
OK = response(JSON)


def call(kind: str, url: str, operation: Any = GET, *, times: int = 1, **options: Any) -> Any:
    """Call an operation, with waits between attempts that take no time; the last result."""
    arguments = {} if operation is CREATE else {"term_id": "30N"}
    body = TermCreate(code="30N") if operation is CREATE else None
    cls: Any = AsyncAcme if kind.startswith("async") else Acme

    def prepared(http: Any) -> Any:
        given = {} if http is None else {"http_client": http}
        made = cls(auth=login(), base_url=url, **given, **options)
        made.clock = FakeClock()
        made.quota_store = MemoryStore()
        return made

    result = None
    if cls is Acme:
        http = httpx2.Client() if kind.endswith("httpx2") else None
        try:
            with prepared(http) as made:
                for _ in range(times):
                    result = made.call(operation, arguments, body)
        finally:
            if http is not None:
                http.close()
        return result

    async def run() -> Any:
        http = httpx2.AsyncClient() if kind.endswith("httpx2") else None
        result = None
        try:
            async with prepared(http) as made:
                for _ in range(times):
                    result = await made.call(operation, arguments, body)
        finally:
            if http is not None:
                await http.aclose()
        return result

    return asyncio.run(run())


@pytest.fixture(params=["own", "async-own", "httpx2", "async-httpx2"])
def kind(request: pytest.FixtureRequest) -> str:
    made: str = request.param
    return made


def once(first: Script) -> Script:
    """A script for the first request; later ones are answered well."""
    return lambda connection, number: first(connection, number) if number == 1 else OK


def drop(connection: socket.socket, _: int) -> None:
    return None


def reset(connection: socket.socket, _: int) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def truncated(connection: socket.socket, _: int) -> None:
    connection.sendall(OK[:-5])


def truncated_chunks(connection: socket.socket, _: int) -> None:
    connection.sendall(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"cod\r\n')


def garbage(connection: socket.socket, _: int) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")


FAILURES = [drop, reset, truncated, truncated_chunks, garbage]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_read_survives_a_connection_that_fails(kind: str, failure: Script) -> None:
    with serving(once(failure)) as server:
        assert call(kind, server.url).code == "30N"
        assert len(server.requests) == 2


@pytest.mark.parametrize("failure", FAILURES)
def test_a_write_is_never_sent_twice_when_the_connection_fails(kind: str, failure: Script) -> None:
    with serving(once(failure)) as server:
        with pytest.raises(AmbiguousWriteError) as caught:
            call(kind, server.url, CREATE)
        assert isinstance(caught.value.__cause__, TransportError)
        assert len(server.requests) == 1


def test_nobody_listens(kind: str) -> None:
    free = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{free.getsockname()[1]}"
    free.close()
    for operation in (GET, CREATE):
        with pytest.raises(ConnectError) as caught:
            call(kind, url, operation)
        assert (caught.value.attempts, caught.value.sent) == (3, False)
        assert f"no connection to {url.removeprefix('http://')} could be made" in str(caught.value)


def silent(over: threading.Event) -> Script:
    def script(*_: object) -> bytes:
        over.wait(10)
        return OK

    return script


def drip(over: threading.Event) -> Script:
    def script(connection: socket.socket, _: int) -> bytes:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n")
        while not over.wait(0.03):
            connection.sendall(b" ")
        return b""

    return script


@pytest.mark.parametrize("slow", [silent, drip])
def test_the_time_for_an_attempt_is_a_total(kind: str, slow: Callable[[threading.Event], Script]) -> None:
    over = threading.Event()
    with serving(slow(over)) as server:
        try:
            with pytest.raises(errors.TimeoutError) as caught:
                call(kind, server.url, timeout=0.1, max_retries=0)
            assert caught.value.sent
            with pytest.raises(AmbiguousWriteError):
                call(kind, server.url, CREATE, timeout=0.1)
        finally:
            over.set()


def test_an_error_whose_body_drips_is_the_error_that_its_status_says(kind: str) -> None:
    def slow(connection: socket.socket, _: int) -> bytes:
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(40):
            connection.sendall(b"x")
            time.sleep(0.03)
        return b""

    with serving(slow) as server, pytest.raises(NotFoundError, match="broke off"):
        call(kind, server.url, timeout=0.2)


def test_a_gzip_bomb_is_stopped(kind: str) -> None:
    bomb = gzip.compress(b"\0" * 20_000_000)
    packed = response(bomb, "200 OK", "Content-Encoding: gzip")
    with serving(lambda *_: packed) as server, pytest.raises(DecodeError, match="decompressed"):
        call(kind, server.url, max_response_bytes=1_000_000)


def test_compressed_answers_are_read(kind: str) -> None:
    with serving(lambda *_: response(gzip.compress(JSON, mtime=0), "200 OK", "Content-Encoding: gzip")) as server:
        assert call(kind, server.url).code == "30N"
        assert b"accept-encoding: gzip, deflate\r\n" in server.requests[0].lower()


def test_an_endless_body_is_stopped(kind: str) -> None:
    def endless(connection: socket.socket, _: int) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"2710\r\n" + b"x" * 10_000 + b"\r\n")

    with serving(endless) as server, pytest.raises(DecodeError, match="max_response_bytes"):
        call(kind, server.url, max_response_bytes=100_000)


def test_a_redirect_leads_nowhere(kind: str) -> None:
    with (
        serving(lambda *_: OK) as other,
        serving(lambda *_: response(b"", "307 Go", f"Location: {other.url}/x")) as server,
    ):
        with pytest.raises(UnexpectedStatusError, match=r"127\.0\.0\.1"):
            call(kind, server.url)
        assert (len(server.requests), other.connections) == (1, 0)


@pytest.mark.parametrize(
    ("status", "error"), [("499 Gone Fishing", UnexpectedStatusError), ("520", ServerError), ("530 ", ServerError)]
)
def test_odd_statuses_are_typed(kind: str, status: str, error: type[Exception]) -> None:
    with serving(lambda *_: response(b"<html>", status)) as server, pytest.raises(error):
        call(kind, server.url, max_retries=0)


def test_connections_are_kept_and_cookies_are_not(kind: str) -> None:
    with serving(lambda *_: response(JSON, "200 OK", "Set-Cookie: session=1; Path=/")) as server:
        call(kind, server.url, times=5)
        assert (len(server.requests), server.connections) == (5, 1)
        assert not any(b"cookie:" in request.lower() for request in server.requests)


@pytest.mark.parametrize("more", ["twice", "with something more"])
def test_what_comes_along_with_an_answer_is_not_the_answer_to_the_next_call(kind: str, more: str) -> None:
    def answer(_: socket.socket, number: int) -> bytes:
        own = response(json.dumps({**TERM, "code": str(number)}).encode())
        return own + (own if more == "twice" else b"\r\n")

    with serving(answer) as server:
        assert call(kind, server.url, times=3).code == "3"
        assert (len(server.requests), server.connections) == (3, 3)


@pytest.mark.parametrize("module", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_nor_is_it_if_a_hook_reads_the_answers(module: Any) -> None:
    def answer(_: socket.socket, number: int) -> bytes:
        return response(json.dumps({**TERM, "code": str(number)}).encode()) * 2

    async def read(answer: Any) -> None:
        await answer.aread()

    async def run(url: str) -> list[str | None]:
        async with module.AsyncClient(event_hooks={"response": [read]}) as http:
            made = AsyncAcme(auth=login(), base_url=url, http_client=http)
            return [(await made.call(GET, {"term_id": "30N"})).code for _ in range(3)]

    with serving(answer) as server, module.Client(event_hooks={"response": [lambda answer: answer.read()]}) as http:
        made = Acme(auth=login(), base_url=server.url, http_client=http)
        assert [made.call(GET, {"term_id": "30N"}).code for _ in range(3)] == ["1", "2", "3"]
        assert asyncio.run(run(server.url)) == ["4", "5", "6"]


def test_an_answer_without_a_body_that_comes_twice_is_no_answer_to_the_next_call(kind: str) -> None:
    nothing = b"HTTP/1.1 204 No Content\r\n\r\n"
    with serving(once(lambda *_: nothing * 2)) as server:
        call(kind, server.url, DELETE, times=2)
        assert (len(server.requests), server.connections) == (2, 2)


def test_what_goes_over_the_wire_is_what_was_asked_for(kind: str) -> None:
    with serving(lambda *_: OK) as server:
        call(kind, server.url + "/prefix/", CREATE)
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
        assert head.startswith(b"POST /prefix/v1/terms/ HTTP/1.1\r\n")
        assert body == b'{"code":"30N","dayCount":30}'
        names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]]
        assert sorted(names) == sorted(
            [
                b"host",
                b"accept",
                b"accept-encoding",
                b"user-agent",
                b"api_key",
                b"store",
                b"content-type",
                b"content-length",
            ]
        )
