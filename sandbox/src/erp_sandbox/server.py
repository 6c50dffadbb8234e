"""The network side: uvicorn's HTTP/1.1 protocol on an event loop of its own, quick to start and to stop.

`uvicorn.Server` looks every 100 ms whether it should stop and waits as long again for connections; a fixture that is
used by hundreds of tests cannot. So only uvicorn's protocol is used, which also lets a fault close the connection.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from typing import Any, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from erp_sandbox.app import CONNECTION
from erp_sandbox.connection import Connection
from erp_sandbox.errors import SandboxError

_START_TIMEOUT = 10.0
_STOP_TIMEOUT = 5.0


class _Protocol(H11Protocol):
    """Lends each request its connection."""

    def __init__(self, config: Config, state: ServerState) -> None:
        super().__init__(config=config, server_state=state, app_state={})
        self._wrapped = self.app
        self.app = self._with_connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Begin with a connection."""
        super().connection_made(cast("asyncio.Transport", Connection(transport)))

    async def _with_connection(self, scope: Any, receive: Any, send: Any) -> None:
        scope["extensions"] = {CONNECTION: self.transport}
        await self._wrapped(scope, receive, send)


class Server:
    """Serves one application from a thread of its own.

    Args:
        app: The ASGI application.
        host: Address to listen on.
        port: Port to listen on, 0 for a free one.

    Raises:
        SandboxError: The address cannot be listened on.
    """

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._socket = _listen(host, port)
        self.host = host
        self.port: int = self._socket.getsockname()[1]
        self._config = Config(
            _untyped(app),
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=60,
        )
        self._state = ServerState()
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name=f"erp-sandbox:{self.port}", daemon=True)

    def start(self) -> None:
        """Begin to serve; returns when requests are taken.

        Raises:
            SandboxError: The thread did not get so far.
        """
        self._thread.start()
        if not self._ready.wait(_START_TIMEOUT):
            raise SandboxError(f"the sandbox did not start within {_START_TIMEOUT:g} s")

    def stop(self) -> None:
        """End serving, closing connections that are still open, and wait for the thread.

        Raises:
            SandboxError: The thread did not end.
        """
        if self._loop is not None and self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(_STOP_TIMEOUT)
        self._socket.close()
        if self._thread.is_alive():
            raise SandboxError(f"the sandbox did not stop within {_STOP_TIMEOUT:g} s")

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        listener = await self._loop.create_server(lambda: _Protocol(self._config, self._state), sock=self._socket)
        self._ready.set()
        await self._stop.wait()
        listener.close()
        for connection in list(self._state.connections):
            connection.transport.abort()
        await asyncio.gather(*self._state.tasks, return_exceptions=True)
        await listener.wait_closed()


def _untyped(app: ASGIApp) -> Any:
    """Starlette and uvicorn name the same interface with different types."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)

    return run


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Without the protocol asyncio does not set TCP_NODELAY.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except (OSError, OverflowError) as error:
        listener.close()
        wrong_host = isinstance(error, socket.gaierror) or getattr(error, "errno", None) == errno.EADDRNOTAVAIL
        cure = "another --host, such as 127.0.0.1" if wrong_host else "another --port, or 0 for a free one"
        raise SandboxError(f"cannot listen on {host} port {port}: {error}; choose {cure}") from error
    return listener
