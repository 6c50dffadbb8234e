"""Sending one request, synchronously or asynchronously, on the user's client or on one of our own.

What comes back is ours: a `RawResponse`, or a `TransportError`, which is returned and not raised, since the flow
decides what it means.
"""

from __future__ import annotations

import sys
from typing import Any

from erp_client_runtime.dialect import Dialect, dialect_for
from erp_client_runtime.effects import Send
from erp_client_runtime.errors import ConfigurationError, TransportError
from erp_client_runtime.pool import AsyncPool, Pool
from erp_client_runtime.reading import Reading, time_left
from erp_client_runtime.remnants import spoil_if_more_came
from erp_client_runtime.response import RawResponse

_GRACE = 0.05


def _refuse_closed(client: Any) -> None:
    if client.is_closed:
        raise ConfigurationError(
            "the http_client= that was given is closed; keep it open for as long as this client is used"
        )


class Sender:
    """Sends on a synchronous client.

    Args:
        given: The user's client; None to use one of our own.

    Raises:
        ConfigurationError: what was given is not such a client.

    Attributes:
        pools: Our own clients: one that may use proxies, one that goes without.
        closed: Whether it was closed.
    """

    __slots__ = ("_dialect", "_given", "closed", "pools")

    def __init__(self, given: Any) -> None:
        self._given = given
        self._dialect = None if given is None else dialect_for(given, is_async=False)
        self.pools = Pool(direct=False), Pool(direct=True)
        self.closed = False

    def close(self) -> None:
        """Close our own clients; the user's stays open."""
        self.closed = True
        for pool in self.pools:
            pool.close()

    def send(self, send: Send) -> RawResponse | TransportError:
        """Do what a `Send` asks for.

        Raises:
            ConfigurationError: the user's client is closed, or refuses the request.
        """
        around = sys.exception()
        client, dialect = self._given, self._dialect
        if dialect is None:
            client, dialect = self.pools[send.direct].client()
        else:
            _refuse_closed(client)
        times = time_left(send, client)
        reading = Reading(send, times)
        request = dialect.build(send, times)
        try:
            response = client.send(request, stream=True, auth=None, follow_redirects=False)
        except dialect.transport_error as error:
            return dialect.failure(error, send, around)
        except dialect.status_error as error:
            if error.response.request is not request:
                raise  # a hook asked something else, and got this
            # A hook of the user's client that raises for errors. The flow has errors that tell more.
            response = error.response
        try:
            result: RawResponse | TransportError | None = reading.begin(response)
            if result is not None:
                return result
            for chunk in response.stream:
                result = reading.add(chunk)
                if result is not None:
                    return result
            return reading.finish()
        except dialect.transport_error as error:
            return reading.broke(dialect.failure(error, send, around, reading.status))
        finally:
            spoil_if_more_came(response)
            response.close()


class AsyncSender:
    """Sends on an asynchronous client.

    Args:
        given: The user's client; None to use our own, one per event loop.

    Raises:
        ConfigurationError: what was given is not such a client.

    Attributes:
        pools: Our own clients: those that may use proxies, and those that go without.
    """

    __slots__ = ("_cancellation", "_dialect", "_given", "pools")

    def __init__(self, given: Any) -> None:
        # Here, since who only makes synchronous calls should not wait for asyncio and anyio.
        from erp_client_runtime import cancellation

        self._cancellation = cancellation
        self._given = given
        self._dialect = None if given is None else dialect_for(given, is_async=True)
        self.pools = AsyncPool(direct=False), AsyncPool(direct=True)

    async def close(self) -> None:
        """Close our own clients of the running event loop; the user's stays open."""
        for pool in self.pools:
            await pool.close()

    async def send(self, send: Send) -> RawResponse | TransportError:
        """Do what a `Send` asks for.

        Raises:
            ConfigurationError: the user's client is closed, or refuses the request.
        """
        client, dialect = self._given, self._dialect
        if dialect is None:
            client, dialect = await self.pools[send.direct].client()
            within = self._cancellation.within
        else:
            _refuse_closed(client)
            within = self._within(client, dialect)
        times = time_left(send, client)
        reading = Reading(send, times)
        # A little longer than the phases may take, so that a connection that could not be made is known as such.
        seconds = None if send.timeout is None else send.timeout + _GRACE
        result = await within(seconds, self._send(send, client, dialect, times, reading))
        return reading.late() if result is None else result

    def _within(self, client: Any, dialect: Dialect) -> Any:
        """How what the user's client does is to be cancelled."""
        if not dialect.has_own_transports(client):
            return self._cancellation.within_asyncio
        return self._cancellation.within_a_task if dialect.has_foreign_code(client) else self._cancellation.within

    async def _send(
        self, send: Send, client: Any, dialect: Dialect, times: dict[str, float | None] | None, reading: Reading
    ) -> RawResponse | TransportError:
        around = sys.exception()
        request = dialect.build(send, times)
        if send.url.startswith("https:"):
            request.extensions["trace"] = self._cancellation.closing_unfinished()
        try:
            response = await client.send(request, stream=True, auth=None, follow_redirects=False)
        except dialect.transport_error as error:
            return dialect.failure(error, send, around)
        except dialect.status_error as error:
            if error.response.request is not request:
                raise  # a hook asked something else, and got this
            # A hook of the user's client that raises for errors. The flow has errors that tell more.
            response = error.response
        try:
            result: RawResponse | TransportError | None = reading.begin(response)
            if result is not None:
                return result
            async for chunk in response.stream:
                result = reading.add(chunk)
                if result is not None:
                    return result
            return reading.finish()
        except dialect.transport_error as error:
            return reading.broke(dialect.failure(error, send, around, reading.status))
        finally:
            spoil_if_more_came(response)
            await response.aclose()
