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


class Dialect:
    """The names that such a module has for requests and errors."""

    __slots__ = (
        "_async_client",
        "_async_transport",
        "_carriers",
        "_late",
        "_refused",
        "_request",
        "_stream",
        "_unsent",
        "_url_errors",
        "status_error",
        "transport_error",
    )

    def __init__(self, module: Any) -> None:
        self._async_client = module.AsyncClient
        self._async_transport = module.AsyncHTTPTransport
        self._request = module.Request
        self._stream = module.ByteStream
        self._carriers = (module.RequestError, module.HTTPStatusError)
        self._late = module.TimeoutException
        self._unsent = (module.ConnectError, module.ConnectTimeout, module.PoolTimeout, module.ProxyError)
        self._refused = (module.UnsupportedProtocol, module.LocalProtocolError)
        self._url_errors = (module.InvalidURL, UnicodeError)
        # The latter only where a hook of the user's client reads an answer; all else is decompressed here.
        self.transport_error = (module.TransportError, module.DecodingError)
        self.status_error = module.HTTPStatusError

    def has_own_transports(self, client: Any) -> bool:
        """Whether all transports of an asynchronous client are the module's, so that its connections are."""
        # Not public. Where they are called otherwise, they count as the module's.
        transports = (getattr(client, "_transport", None), *getattr(client, "_mounts", {}).values())
        return all(one is None or type(one) is self._async_transport for one in transports)

    def has_foreign_code(self, client: Any) -> bool:
        """Whether an asynchronous client awaits code of the user's besides: hooks, or methods of a class of its own."""
        return type(client) is not self._async_client or any(client.event_hooks.values())

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
        unsent = isinstance(error, self._unsent) and _is_of_httpx(error)
        host = send.url.split("/", 3)[2]
        name, text = type(error).__name__, str(error)
        what = f"{name}: {text}" if text else name
        begun = "" if status is None else f" after an answer with status {status} had begun"
        result: TransportError
        if isinstance(error, self._late):
            missing = f"no connection to {host}" if unsent else "no answer"
            result = errors.TimeoutError(
                f"{send.operation}: {missing} in {_limit(send)}{begun} ({what})",
                operation=send.operation,
                sent=not unsent,
                status=status,
            )
        elif unsent:
            result = ConnectError(
                f"{send.operation}: no connection to {host} could be made ({what})", operation=send.operation
            )
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
        f"{send.operation}: no complete answer in {_limit(send)}{begun}", operation=send.operation, status=status
    )


def _is_of_httpx(error: Exception) -> bool:
    """Whether an error comes from httpx's own transport, or from nothing else.

    Transports of others have been seen to report a connection that broke after the request as one never made. To
    believe that would repeat a write that may have been done. Not all of them say what their error was raised from;
    what the program itself was handling is no longer among what led to it (see `Dialect.strip`).
    """
    cause = error.__cause__ or error.__context__
    return cause is None or type(cause).__module__.partition(".")[0].startswith("httpcore")


def _limit(send: Send) -> str:
    """How long an attempt may take, for a message; what a deadline leaves has more digits than anybody wants."""
    if send.timeout is None:
        return "the time that the HTTP client allows"
    return f"{round(send.timeout, 2) or send.timeout:g} s"


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
