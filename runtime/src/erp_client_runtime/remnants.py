"""Connections on which more came than the answer: they are not used again.

A server, or something before it, that sends an answer twice would have the next call take the second one for its own,
and every later call that of the call before it. httpx looks only whether bytes wait in the socket; what it has read
along with an answer it keeps, and takes for the beginning of the next one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

# From a stream of httpx to the state of its connection by h11, which has the interface for both questions below.
_INWARDS = ("_stream", "_httpcore_stream", "_stream", "_connection", "_h11_state")


def spoil_if_more_came(stream: Any) -> None:
    """Have the connection of an answer closed with the answer if there is more on it; of HTTP/1.1 only."""
    for name in _INWARDS:
        stream = getattr(stream, name, None)
    if stream is not None and stream.trailing_data[0]:
        stream.send_failed()  # a connection that is not in order is closed and not kept


class WatchedStream:
    """The stream of an answer; mixed with the `SyncByteStream` of a dialect's module."""

    def __init__(self, stream: Any) -> None:
        self._inner = stream

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._inner)

    def close(self) -> None:
        """Close it, and the connection with it if that is not in order."""
        spoil_if_more_came(self._inner)
        self._inner.close()


class WatchedAsyncStream:
    """The stream of an answer; mixed with the `AsyncByteStream` of a dialect's module."""

    def __init__(self, stream: Any) -> None:
        self._inner = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        inner: AsyncIterator[bytes] = aiter(self._inner)
        return inner

    async def aclose(self) -> None:
        """Close it, and the connection with it if that is not in order."""
        spoil_if_more_came(self._inner)
        await self._inner.aclose()
