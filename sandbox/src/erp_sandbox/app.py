"""The ASGI application: bytes in, bytes out; everything that is decided is decided by the engine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from erp_sandbox.connection import Connection
from erp_sandbox.engine import Engine
from erp_sandbox.wire import Outcome, Request

# The server puts the connection here, so that a dropped connection is a real one.
CONNECTION = "erp_sandbox.connection"
_PIECES = 10


class SandboxApp:
    """An ASGI application around an engine.

    Under a server that does not lend its connection (`httpx.ASGITransport`), a dropped or cut answer is a
    `ConnectionResetError` raised by the application, and no answer comes twice.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        arrived = self.engine.clock.monotonic()
        try:
            body = await _read(receive, self.engine.body_limit)
        except _GoneError:
            return
        headers: dict[str, list[str]] = {}
        for name, value in Headers(scope=scope).items():
            headers.setdefault(name.lower(), []).append(value)
        raw_path = scope.get("raw_path") or scope["path"].encode("utf-8")
        request = Request(
            method=scope["method"],
            raw_path=raw_path.decode("latin-1"),
            query=scope["query_string"].decode("latin-1"),
            headers=headers,
            body=body,
            arrived=arrived,
        )
        outcome = self.engine.handle(request)
        try:
            if outcome.delay and await _gone_within(outcome.delay, receive):
                return
            await _answer(outcome, scope, receive, send)
        finally:
            self.engine.ended(outcome.number)


class _GoneError(Exception):
    """The client went away before its request was complete."""


async def _read(receive: Receive, limit: int) -> bytes | None:
    """The whole body; None if it is longer than `limit`, in which case it is read to its end and thrown away."""
    body = bytearray()
    too_long = False
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _GoneError
        body += message.get("body", b"")
        if len(body) > limit:
            too_long = True
            body.clear()
        if not message.get("more_body", False):
            return None if too_long else bytes(body)


async def _gone_within(seconds: float, receive: Receive) -> bool:
    """Wait; True as soon as the client goes away, or the server stops."""
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True


async def _answer(outcome: Outcome, scope: Scope, receive: Receive, send: Send) -> None:
    connection: Connection | None = scope.get("extensions", {}).get(CONNECTION)
    if outcome.drop:
        await _close(connection, receive)
        return
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in outcome.headers]
    start = {"type": "http.response.start", "status": outcome.status, "headers": headers}
    if outcome.twice and connection is not None:
        # The second one is written while the server still takes the first one for unfinished, so that nothing can come
        # between, and both leave together: a client that is quick would else have sent its next request by then.
        with connection.as_one_write():
            await send(start)
            await send({"type": "http.response.body", "body": outcome.body, "more_body": True})
            connection.write(_raw(outcome.status, headers, outcome.body))
            await send({"type": "http.response.body", "body": b""})
        return
    await send(start)
    if outcome.cut is not None:
        await send({"type": "http.response.body", "body": outcome.body[: outcome.cut], "more_body": True})
        await _close(connection, receive)
        return
    if outcome.spread and outcome.body:
        for piece in _pieces(outcome.body):
            if await _gone_within(outcome.spread / _PIECES, receive):
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.body", "body": outcome.body})


def _pieces(body: bytes) -> Iterator[bytes]:
    size = -(-len(body) // _PIECES)
    for begin in range(0, len(body), size):
        yield body[begin : begin + size]


def _raw(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> bytes:
    lines = [b"HTTP/1.1 %d " % status, *(b"%s: %s" % field for field in headers), b"", body]
    return b"\r\n".join(lines)


async def _close(connection: Connection | None, receive: Receive) -> None:
    """Close the connection; what was written before is sent, and nothing after it."""
    if connection is None:
        raise ConnectionResetError("the sandbox dropped the connection, as planned by a fault")
    connection.close()
    while (await receive())["type"] != "http.disconnect":
        pass
