"""Reading one answer within bounds of time and memory; the same for both kinds of clients."""

from __future__ import annotations

import time
from typing import Any

from erp_client_runtime.compression import DamagedBodyError, decompressed, readable_start, too_large
from erp_client_runtime.dialect import late
from erp_client_runtime.effects import Send
from erp_client_runtime.errors import TransportError
from erp_client_runtime.response import Headers, RawResponse

_SHORTEST = 0.001
_READ_OF_DAMAGED = 64 * 1024
_MOST_OF_DAMAGED = 4096
_NONE = Headers(())


class TimeLeft(dict[str, float | None]):
    """The `timeout` extension of a request: each of its phases gets what is left of the whole when it begins.

    Transports ask for `pool`, `connect`, `write` and `read` in turn, so that together they do not take longer than one
    of them may.

    Args:
        phases: The most that each phase may take.
        ends: When the whole has to be over, monotonic.
    """

    __slots__ = ("ends",)

    def __init__(self, phases: dict[str, float | None], ends: float) -> None:
        super().__init__(phases)
        self.ends = ends

    def get(self, key: str, default: Any = None) -> Any:
        """Seconds for a phase that begins now."""
        left = max(_SHORTEST, self.ends - time.monotonic())
        phase = super().get(key, default)
        return left if phase is None else min(phase, left)


def time_left(send: Send, client: Any) -> dict[str, float | None] | None:
    """The `timeout` extension for a request; None to leave it to the client."""
    seconds = send.timeout
    if seconds is None:
        return None if send.keep_times else {}
    if send.keep_times:
        own = client.timeout
        phases = {"connect": own.connect, "read": own.read, "write": own.write, "pool": own.pool}
    else:
        phases = {"connect": seconds, "read": seconds, "write": seconds, "pool": seconds}
    return TimeLeft(phases, time.monotonic() + seconds)


class Reading:
    """The answer to one request while it is read.

    Args:
        send: The request.
        times: Its `timeout` extension.
    """

    __slots__ = ("_body", "_ends", "_headers", "_send", "_status")

    def __init__(self, send: Send, times: dict[str, float | None] | None) -> None:
        self._send = send
        self._ends = times.ends if isinstance(times, TimeLeft) else None
        self._status = 0
        self._headers = _NONE
        # Most bodies come in one piece. Many small pieces would take far more memory than their content.
        self._body: bytes | bytearray = b""

    @property
    def status(self) -> int | None:
        """Status of the answer; None until it has begun."""
        return self._status or None

    def begin(self, response: Any) -> RawResponse | None:
        """Take the client's response; a result means that its body does not have to be read."""
        self._status = response.status_code
        self._headers = Headers.from_raw(response.headers.raw)
        limit = self._send.limit
        if response.is_stream_consumed:
            # By a mock or by a hook of the user's client; it is decompressed, too.
            try:
                content: bytes = response.content
            except RuntimeError:  # httpx.ResponseNotRead: it went piece by piece, and is gone
                return self._damaged(b"", "a hook of the HTTP client read it and did not keep it")
            return self._damaged(content, too_large(limit)) if len(content) > limit else self._whole(content)
        if response.is_closed:
            return self._damaged(b"", "a hook of the HTTP client closed it unread")
        length = self._headers.get("content-length", "")
        # More digits than any limit has are not for int(), which refuses absurd numbers of them.
        if length.isdecimal() and (len(length) > 15 or int(length) > limit):
            return self._damaged(b"", too_large(limit))
        return None

    def add(self, chunk: bytes) -> RawResponse | TransportError | None:
        """Take a piece of the body; a result means that reading ends here."""
        if not self._body:
            self._body = chunk
        else:
            if isinstance(self._body, bytes):
                self._body = bytearray(self._body)
            self._body += chunk
        if len(self._body) > self._send.limit:
            return self._damaged(self._body, too_large(self._send.limit))
        if self._ends is not None and time.monotonic() > self._ends:
            return self.late()
        return None

    def late(self) -> RawResponse | TransportError:
        """The result when the time is over."""
        return self.broke(late(self._send, self.status))

    def broke(self, error: TransportError) -> RawResponse | TransportError:
        """The result when no whole answer comes. If its status says that the request failed, that is what counts."""
        if not self._status or 200 <= self._status < 300:
            return error
        return self._damaged(self._body, "it broke off before its end")

    def finish(self) -> RawResponse:
        """The result when everything has been read."""
        content, self._body = bytes(self._body), b""
        encodings = self._headers.get("content-encoding")
        if encodings is None:
            return self._whole(content)
        try:
            return self._whole(decompressed(content, encodings, self._send.limit))
        except DamagedBodyError as error:
            return self._damaged(content, str(error))

    def _whole(self, content: bytes) -> RawResponse:
        return RawResponse(self._status, self._headers, content, self._send.operation)

    def _damaged(self, content: bytes | bytearray, damage: str) -> RawResponse:
        encodings = self._headers.get("content-encoding")
        start = readable_start(bytes(content[:_READ_OF_DAMAGED]), encodings, _MOST_OF_DAMAGED)
        return RawResponse(self._status, self._headers, start, self._send.operation, damage)
