"""HTTP clients of our own, for those who give none: made when needed, closed without anyone having to think of it.

Making one costs tens of milliseconds for its TLS context, so the process has one context. An asynchronous client
belongs to an event loop, so there is one per loop; it is closed with its loop, at the latest.

Proxies that the environment names are used, except by a pool that is told to go without.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any, TypeAlias

from erp_client_runtime.dialect import Dialect, httpx_dialect

if TYPE_CHECKING:
    import asyncio
    import ssl

    import httpx

_Clients: TypeAlias = "dict[asyncio.AbstractEventLoop, tuple[Any, AsyncGenerator[None, None]]]"

_KEPT_CONNECTIONS = 100

_lock = threading.Lock()
_tls: ssl.SSLContext | None = None
_closing: set[asyncio.Task[None]] = set()
_pools: weakref.WeakSet[Pool | AsyncPool] = weakref.WeakSet()


def _settings(*, direct: bool) -> tuple[Any, dict[str, Any]]:
    """httpx, and what our clients are made with: `direct` without the proxies that the environment names."""
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    global _tls
    with _lock:
        if _tls is None:
            _tls = httpx.create_ssl_context()
        context = _tls
    return httpx, {
        "verify": context,
        # The context above has the environment's certificates all the same.
        "trust_env": not direct,
        "timeout": None,
        # The quota limits how many requests are under way, not the pool: nobody should wait for a connection on top.
        "limits": httpx.Limits(max_connections=None, max_keepalive_connections=_KEPT_CONNECTIONS),
        # Credentials are headers; a cookie that a proxy sets is not to be kept, let alone sent.
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    }


class Pool:
    """A synchronous client of our own.

    Args:
        direct: Whether to go without the proxies that the environment names.
    """

    __slots__ = ("__weakref__", "_client", "_closer", "_dialect", "_direct")

    def __init__(self, *, direct: bool) -> None:
        self._direct = direct
        self._client: httpx.Client | None = None
        self._dialect: Dialect | None = None
        self._closer: weakref.finalize[..., Any] | None = None

    def client(self) -> tuple[Any, Dialect]:
        """The client, made if need be."""
        client, dialect = self._client, self._dialect
        if client is not None and dialect is not None:
            return client, dialect
        httpx, settings = _settings(direct=self._direct)
        with _lock:
            if self._client is None:
                self._dialect = httpx_dialect(httpx)
                self._client = httpx.Client(**settings)
                # Also when nobody closes us: at the end of the process, or when we are garbage.
                self._closer = weakref.finalize(self, self._client.close)
                _pools.add(self)
            assert self._dialect is not None
            return self._client, self._dialect

    def close(self) -> None:
        """Close the client, if there is one."""
        closer = self._closer
        self._client = self._closer = None
        if closer is not None:
            closer()

    def abandon(self) -> None:
        """Forget the client without closing it: after a fork its connections are the parent's."""
        if self._closer is not None:
            self._closer.detach()
        self._client = self._closer = None


def running_loop() -> asyncio.AbstractEventLoop:
    """The running event loop. Importing asyncio is left to those who run one: it takes as long as the rest of us."""
    import asyncio

    return asyncio.get_running_loop()


class AsyncPool:
    """Asynchronous clients of our own, one per event loop.

    Args:
        direct: Whether to go without the proxies that the environment names.
    """

    __slots__ = ("__weakref__", "_clients", "_dialect", "_direct", "_finalizer")

    def __init__(self, *, direct: bool) -> None:
        self._direct = direct
        self._clients: _Clients = {}
        self._dialect: Dialect | None = None
        self._finalizer: weakref.finalize[..., Any] | None = None

    async def client(self) -> tuple[Any, Dialect]:
        """The client of the running loop, made if need be."""
        loop = running_loop()
        found = self._clients.get(loop)
        if found is not None and self._dialect is not None:
            return found[0], self._dialect
        httpx, settings = _settings(direct=self._direct)
        self._dialect = httpx_dialect(httpx)
        client = httpx.AsyncClient(**settings)
        closer = _close_with_loop(client, self._clients, loop)
        with _lock:
            for other in [other for other in self._clients if other.is_closed()]:
                del self._clients[other]
            self._clients[loop] = client, closer
            if self._finalizer is None:
                _pools.add(self)
                # For when we are garbage before our loop ends; it also keeps the clients from being garbage with us.
                self._finalizer = weakref.finalize(self, _close_soon, self._clients)
                self._finalizer.atexit = False
        # From its first step on the loop knows the generator, and closes it when it shuts down.
        await anext(closer)
        return client, self._dialect

    async def close(self) -> None:
        """Close the client of the running loop, if there is one."""
        found = self._clients.get(running_loop())
        if found is not None:
            await found[1].aclose()

    def abandon(self) -> None:
        """Forget the clients without closing them: after a fork their connections are the parent's."""
        if self._finalizer is not None:
            self._finalizer.detach()
        self._clients, self._finalizer = {}, None


async def _close_with_loop(
    client: Any, clients: _Clients, loop: asyncio.AbstractEventLoop
) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        clients.pop(loop, None)
        await client.aclose()


def _close_soon(clients: _Clients) -> None:
    for loop, (_, closer) in list(clients.items()):
        if not loop.is_closed():
            loop.call_soon_threadsafe(_start_closing, loop, closer)


def _start_closing(loop: asyncio.AbstractEventLoop, closer: AsyncGenerator[None, None]) -> None:
    async def close() -> None:
        await closer.aclose()

    # The loop itself holds its tasks weakly.
    task = loop.create_task(close())
    _closing.add(task)
    task.add_done_callback(_closing.discard)


def _after_fork() -> None:
    global _lock
    _lock = threading.Lock()
    for pool in _pools:
        pool.abandon()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_after_fork)
