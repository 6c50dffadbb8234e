"""The modules that have the interface of httpx: which one a client belongs to, its requests, and what its errors mean.

httpx itself is imported by `pool` alone, and only when a client of our own is needed.
"""

from __future__ import annotations

import sys
from typing import Any

from erp_client_runtime import errors
from erp_client_runtime.effects import Send
from erp_client_runtime.errors import (
    ConfigurationError,
    ConnectError,
    InvalidArgumentError,
    TransportError,
)
from erp_client_runtime.remnants import WatchedAsyncStream, WatchedStream


class Dialect:
    """The names that such a module has for requests and errors."""

    __slots__ = (
        "_carriers",
        "_late",
        "_refused",
        "_request",
        "_stream",
        "_unsent",
        "_url_errors",
        "_watched",
        "_watched_async",
        "status_error",
        "stream_closed",
        "transport_error",
    )

    def __init__(self, module: Any) -> None:
        self._request = module.Request
        self._stream = module.ByteStream
        self._carriers = (module.RequestError, module.HTTPStatusError)
        self._late = module.TimeoutException
        self._unsent = (module.ConnectError, module.ConnectTimeout, module.PoolTimeout, module.ProxyError)
        self._refused = (module.UnsupportedProtocol, module.LocalProtocolError)
        self._url_errors = (module.InvalidURL, UnicodeError)
        self._watched = type("WatchedStream", (WatchedStream, module.SyncByteStream), {})
        self._watched_async = type("WatchedStream", (WatchedAsyncStream, module.AsyncByteStream), {})
        self.transport_error = module.TransportError
        self.status_error = module.HTTPStatusError
        self.stream_closed = module.StreamClosed

    def build(self, send: Send, phases: dict[str, float | None] | None) -> Any:
        """The request as the module wants it. Built without the client, nothing of the client mixes in.

        Given a stream and not a content, the module leaves the headers as they are: nothing has to be worked out anew
        for every request.

        Args:
            send: What to send.
            phases: The `timeout` extension; None to let the client's own times apply.

        Raises:
            InvalidArgumentError: no URL can be made of the arguments (it is too long).
        """
        extensions = None if phases is None else {"timeout": phases}
        try:
            request = self._request(
                send.method,
                send.url,
                headers=[*send.headers, *send.credentials],
                stream=self._stream(send.content or b""),
                extensions=extensions,
            )
        except self._url_errors as error:
            why = str(error)
        else:
            request.read()  # hooks of the user's client may look at `request.content`
            return request
        # Not raised above: the frames of the other error have the credentials among their local variables.
        raise InvalidArgumentError(
            f"{send.operation}: no URL can be made of base_url and the arguments: {why}", operation=send.operation
        )

    def watch(self, response: Any) -> None:
        """See to it that the response's connection is not used again if it holds more than the response."""
        if not response.is_closed:
            response.stream = self._watched(response.stream)

    def watch_async(self, response: Any) -> None:
        """The same for a response of an asynchronous client."""
        if not response.is_closed:
            response.stream = self._watched_async(response.stream)

    def failure(
        self, error: Exception, send: Send, around: BaseException | None, status: int | None = None
    ) -> TransportError:
        """Our error for one of the module's.

        Args:
            error: The module's.
            send: What was to be sent.
            around: What the program was handling when it sent this.
            status: Status of the answer, if one had begun.

        Raises:
            ConfigurationError: the client refused the request before anything was sent.
        """
        self.strip(error, send, around)
        if isinstance(error, self._refused):
            raise ConfigurationError(
                f"{send.operation}: the HTTP client refuses this request: {error}", operation=send.operation
            ) from error
        unsent = isinstance(error, self._unsent)
        name, text = type(error).__name__, str(error)
        what = f"{name}: {text}" if text else name
        begun = "" if status is None else f" after an answer with status {status} had begun"
        result: TransportError
        if isinstance(error, self._late):
            limit = "the time that the HTTP client allows" if send.timeout is None else f"{send.timeout:g} s"
            result = errors.TimeoutError(
                f"{send.operation}: {'no connection' if unsent else 'no answer'} in {limit}{begun} ({what})",
                operation=send.operation,
                sent=not unsent,
                status=status,
            )
        elif unsent:
            result = ConnectError(f"{send.operation}: no connection could be made ({what})", operation=send.operation)
        else:
            result = TransportError(
                f"{send.operation}: the connection failed{begun} ({what})", operation=send.operation, status=status
            )
        result.__cause__ = error
        return result

    def strip(self, error: BaseException, send: Send, around: BaseException | None) -> None:
        """Take the request, with its credentials and ids, from an error of the module and from those that led to it.

        The frames go, too: among their local variables are the bytes that were sent. What the program itself was
        handling stays as it is; our own error will lead to it.
        """
        bare = self._request(send.method, "/".join(send.url.split("/", 3)[:3]))
        seen: set[int] = set()
        chain: list[BaseException | None] = [error]
        while chain:
            link = chain.pop()
            if link is None or link is around or id(link) in seen:
                continue
            seen.add(id(link))
            link.__traceback__ = None
            if link.__context__ is around:
                link.__context__ = None
            chain += (link.__cause__, link.__context__)
            if isinstance(link, self._carriers):
                link.request = bare
                response = getattr(link, "response", None)
                if response is not None:
                    response.request = bare


def late(send: Send, status: int | None) -> errors.TimeoutError:
    """The error for an attempt that took too long as a whole, although none of its steps did."""
    begun = "" if status is None else f"; an answer with status {status} had begun"
    return errors.TimeoutError(
        f"{send.operation}: no complete answer in {send.timeout:g} s{begun}", operation=send.operation, status=status
    )


_DIALECTS: dict[str, Dialect] = {}


def dialect_of(client: object) -> tuple[Dialect, bool] | None:
    """The dialect of a client, and whether it is asynchronous; None if it is no client with the interface of httpx."""
    for cls in type(client).__mro__:
        name = cls.__module__.partition(".")[0]
        module: Any = sys.modules.get(name)
        if not hasattr(module, "TransportError"):
            continue
        for attribute, is_async in (("Client", False), ("AsyncClient", True)):
            if getattr(module, attribute, None) is cls:
                return _dialect(name, module), is_async
    return None


def dialect_for(client: object, *, is_async: bool) -> Dialect:
    """The dialect of a client that a user gave.

    Raises:
        ConfigurationError: it is no client, or one of the other kind.
    """
    found = dialect_of(client)
    wanted = "httpx.AsyncClient" if is_async else "httpx.Client"
    if found is None:
        hint = ", not the class" if isinstance(client, type) else ""
        raise ConfigurationError(
            f"http_client= has to be an instance of {wanted} (or of httpx2){hint}; it is a "
            f"{type(client).__module__}.{type(client).__qualname__}"
        )
    dialect, found_async = found
    if found_async is not is_async:
        raise ConfigurationError(
            f"http_client= is {'asynchronous' if found_async else 'synchronous'} but this client is not: it takes an "
            f"instance of {wanted}"
        )
    return dialect


def httpx_dialect(module: Any) -> Dialect:
    """The dialect of a module."""
    return _dialect(module.__name__, module)


def _dialect(name: str, module: Any) -> Dialect:
    dialect = _DIALECTS.get(name)
    if dialect is None:
        dialect = _DIALECTS[name] = Dialect(module)
    return dialect
