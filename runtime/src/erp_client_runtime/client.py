"""The clients that generated packages build on: settings, copies with other settings, closing, and `call`."""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypeVar, Unpack

from erp_client_runtime import __version__
from erp_client_runtime.clock import SYSTEM, Clock
from erp_client_runtime.drivers import drive, drive_async
from erp_client_runtime.errors import ConfigurationError
from erp_client_runtime.flow import call_flow
from erp_client_runtime.http import AsyncSender, Sender
from erp_client_runtime.pool import running_loop
from erp_client_runtime.settings import (
    CALL_OPTIONS,
    CLIENT_OPTIONS,
    CallOptions,
    ClientOptions,
    Settings,
    refuse_unknown,
)
from erp_client_runtime.shared import Shared

if TYPE_CHECKING:
    import asyncio
    from types import TracebackType

    from erp_client_runtime.auth import Auth
    from erp_client_runtime.operation import Operation, Vendor
    from erp_client_runtime.quota import MemoryStore
    from erp_client_runtime.shared_quota import SharedQuota
    from erp_client_runtime.tokens import MemoryTokens

__all__ = ["AsyncClient", "CallOptions", "Client", "ClientOptions"]

T = TypeVar("T")

_PLATFORM = f"erp-client-runtime/{__version__} python/{sys.version_info.major}.{sys.version_info.minor}"


class _Base:
    """What both clients share.

    Attributes:
        vendor: The vendor, set by the generated package.
        user_agent: Name and version of the package that users install.
        clock: Time and chance; a test may replace it to run without waiting.
    """

    vendor: ClassVar[Vendor]
    user_agent: ClassVar[str] = ""
    clock: Clock = SYSTEM

    _shared: Shared
    _settings: Settings
    _is_copy: bool

    def _set_up(self, auth: Auth, options: Mapping[str, Any]) -> Any:
        refuse_unknown(options, CLIENT_OPTIONS)
        http_client = options.get("http_client")
        self._is_copy = False
        self._shared = Shared(self.vendor, auth, options, os.environ)
        agent = f"{self.user_agent} {_PLATFORM}" if self.user_agent else _PLATFORM
        settings = Settings(agent, keep_times=http_client is not None)
        of_call = {name: value for name, value in options.items() if name in CALL_OPTIONS}
        self._settings = settings.with_options(of_call, auth.names)
        return http_client

    @property
    def base_url(self) -> str:
        """Where the API is."""
        return self._shared.base_url

    @property
    def quota_store(self) -> MemoryStore | SharedQuota:
        """Where requests are counted. A test may set a new one to count from nothing."""
        return self._shared.store

    @quota_store.setter
    def quota_store(self, store: MemoryStore | SharedQuota) -> None:
        self._shared.use_quota_store(store)

    def use_tokens(self, store: MemoryTokens) -> None:
        """Keep the tokens of this process in a store of its own. A test may do so to begin without a token."""
        self._shared.use_tokens(store)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """A copy with other settings.

        It shares the connections, the credentials and the quota; closing it does not close those.

        Args:
            options: See `CallOptions`; `headers` are added to those there are.

        Raises:
            ConfigurationError: an option is unknown or cannot be what it is.
        """
        cls = type(self)
        made = object.__new__(cls)
        # Resources that were used already belong to the original.
        made.__dict__.update(
            (name, value)
            for name, value in self.__dict__.items()
            if not isinstance(getattr(cls, name, None), cached_property)
        )
        made._settings = self._settings.with_options(options, self._shared.auth.names)
        made._is_copy = True
        return made

    def _settings_for(self, options: CallOptions | None) -> Settings:
        return self._settings if options is None else self._settings.with_options(options, self._shared.auth.names)

    def __repr__(self) -> str:
        shared = getattr(self, "_shared", None)
        if shared is None:  # shown by a traceback of the constructor
            return f"<{type(self).__name__}, not set up>"
        return f"<{type(self).__name__} {shared.vendor.name} {shared.base_url}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} cannot be pickled or copied: it holds connections and credentials; make one in "
            "each process, or use with_options() for a copy with other settings"
        )


class Client(_Base):
    """A client whose calls block. Any number of threads may use it at the same time.

    Args:
        auth: The credentials.
        options: See `ClientOptions`.

    Raises:
        ConfigurationError: a setting cannot be what it is.
    """

    def __init__(self, *, auth: Auth, **options: Unpack[ClientOptions]) -> None:
        given = self._set_up(auth, options)
        self._sender = Sender(given)

    def call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        body: object = None,
        *,
        options: CallOptions | None = None,
    ) -> T:
        """Call an operation; the methods of the resources do so.

        Args:
            operation: The operation.
            arguments: Its arguments outside the body, by Python name.
            body: Its body; a model, or what the operation's `body` takes.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `errors`.
        """
        if self._sender.closed:
            raise ConfigurationError(f"this {type(self).__name__} is closed; make a new one")
        flow = call_flow(self._shared, self._settings_for(options), self.clock, operation, arguments, body)
        return drive(flow, self._sender, self.clock)

    def close(self) -> None:
        """Close the connections; the client and its copies cannot be used any more.

        Does nothing on a copy, nor to an http_client that was given.
        """
        if not self._is_copy:
            self._sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(_Base):
    """A client whose calls are awaited. Any number of tasks may use it at the same time, in any event loop of asyncio.

    Args:
        auth: The credentials.
        options: See `ClientOptions`.

    Raises:
        ConfigurationError: a setting cannot be what it is.
    """

    def __init__(self, *, auth: Auth, **options: Unpack[ClientOptions]) -> None:
        given = self._set_up(auth, options)
        self._sender = AsyncSender(given)
        self._closed_in: weakref.WeakSet[asyncio.AbstractEventLoop] = weakref.WeakSet()

    async def call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        body: object = None,
        *,
        options: CallOptions | None = None,
    ) -> T:
        """Call an operation; the methods of the resources do so.

        Args:
            operation: The operation.
            arguments: Its arguments outside the body, by Python name.
            body: Its body; a model, or what the operation's `body` takes.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `errors`.
        """
        if self._closed_in and running_loop() in self._closed_in:
            raise ConfigurationError(f"this {type(self).__name__} is closed; make a new one")
        flow = call_flow(self._shared, self._settings_for(options), self.clock, operation, arguments, body)
        return await drive_async(flow, self._sender, self.clock)

    async def aclose(self) -> None:
        """Close the connections of the running event loop, in which the client and its copies cannot be used any more.

        Does nothing on a copy, nor to an http_client that was given.
        """
        if not self._is_copy:
            self._closed_in.add(running_loop())
            await self._sender.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
