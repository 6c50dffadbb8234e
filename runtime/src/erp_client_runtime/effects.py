"""What a call asks of its driver: the flow yields these, the driver does them and sends the results back into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from erp_client_runtime.errors import StoreError

if TYPE_CHECKING:
    from erp_client_runtime.quota_line import Place
    from erp_client_runtime.tokens import Flight
    from erp_client_runtime.worker import Worker

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
        direct: Whether a client of our own goes without the proxies that the environment names.
    """

    __slots__ = (
        "content",
        "credentials",
        "direct",
        "headers",
        "keep_times",
        "limit",
        "method",
        "operation",
        "timeout",
        "url",
    )

    def __init__(
        self,
        operation: str,
        method: str,
        url: str,
        content: bytes | None,
        limit: int,
        keep_times: bool,
        direct: bool,
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
        self.direct = direct

    def __repr__(self) -> str:
        # Neither the URL nor the headers: ids and credentials.
        return f"<Send {self.operation} {self.method}>"


class Sleep:
    """Do nothing for some seconds; there is no result."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Wait:
    """Wait until something that another call does is over, or some seconds are.

    That is a token request, or its turn to ask a store of quotas. The result is whether waiting is of no use, since
    that other call cannot go on meanwhile.
    """

    __slots__ = ("flight", "seconds")

    def __init__(self, flight: Flight | Place, seconds: float) -> None:
        self.flight = flight
        self.seconds = seconds


class Ask:
    """Ask a store outside this process, which may block for a moment.

    The result is what the call returns, or the `StoreError` that it raises.

    Args:
        call: What to do.
        worker: Who does it where nothing may block.
    """

    __slots__ = ("_call", "_worker")

    def __init__(self, call: Callable[[], Any], worker: Worker) -> None:
        self._call = call
        self._worker = worker

    def do(self) -> Any:
        """Do it here."""
        try:
            return self._call()
        except StoreError as error:
            return error

    async def do_async(self) -> Any:
        """Have the worker do it; it goes on if nobody waits for it any more."""
        import asyncio  # here, since who only makes synchronous calls should not wait for it

        return await asyncio.wrap_future(self._worker.submit(self.do))


Effect: TypeAlias = "Send | Sleep | Wait | Ask"
