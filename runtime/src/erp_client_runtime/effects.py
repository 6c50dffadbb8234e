"""What a call asks of its driver: the flow yields these, the driver does them and sends the results back into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

HeaderPairs: TypeAlias = Sequence[tuple[bytes, bytes]]


class Send:
    """Send one request; the result is a `RawResponse`, or a `TransportError` if no complete answer arrived.

    Attributes:
        operation: Name of the operation.
        method: HTTP method.
        url: Absolute URL.
        headers: All headers except for the credentials.
        credentials: The headers that tell who asks; set anew for each attempt.
        content: Body; None if there is none.
        timeout: Seconds for this attempt as a whole; None for no limit of ours.
        keep_times: Whether the HTTP client's own times apply, as far as they are shorter.
        limit: The most bytes a body may have, as it comes and decompressed.
    """

    __slots__ = ("content", "credentials", "headers", "keep_times", "limit", "method", "operation", "timeout", "url")

    def __init__(
        self, operation: str, method: str, url: str, content: bytes | None, limit: int, keep_times: bool
    ) -> None:
        self.operation = operation
        self.method = method
        self.url = url
        self.headers: list[tuple[bytes, bytes]] = []
        self.credentials: HeaderPairs = ()
        self.content = content
        self.timeout: float | None = None
        self.limit = limit
        self.keep_times = keep_times

    def __repr__(self) -> str:
        # Neither the URL nor the headers: ids and credentials.
        return f"<Send {self.operation} {self.method}>"


class Sleep:
    """Do nothing for some seconds; there is no result."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


Effect: TypeAlias = "Send | Sleep"
