"""Which store of quotas or tokens a setting means, and the key of what it keeps.

All clients of a process that name the same store share one object for it: one line of those who wait, one connection.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Hashable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from erp_client_runtime.errors import ConfigurationError
from erp_client_runtime.quota import MEMORY, MemoryStore
from erp_client_runtime.shared_quota import SharedQuota

if TYPE_CHECKING:
    from erp_client_runtime.auth import Auth
    from erp_client_runtime.quota_backend import QuotaBackend
    from erp_client_runtime.shared_tokens import SharedTokens
    from erp_client_runtime.token_backend import TokenBackend

_SCHEMES = ("redis", "rediss", "unix")
_QUOTA_METHODS = ("take", "finish", "leave", "pause", "after_fork", "close")
_TOKEN_METHODS = ("take", "put", "release", "after_fork", "close")
_OBJECTS = {
    "quota": "a FileQuota, a RedisQuota or another object with the methods of QuotaBackend",
    "token": "a FileTokens, a RedisTokens or another object with the methods of TokenBackend",
}
_FORMS = "'memory', 'file:/path/to/it' or 'redis://host:6379/0'"

_MOST_TEXTS = 10_000

_lock = threading.Lock()
_texts: dict[tuple[Hashable, ...], str] = {}
_quotas: weakref.WeakValueDictionary[tuple[Hashable, bool], SharedQuota] = weakref.WeakValueDictionary()
_tokens: weakref.WeakValueDictionary[tuple[Hashable, bool], SharedTokens] = weakref.WeakValueDictionary()


class StoreKey:
    """An account in a store that others see: what is counted together, or uses the same token.

    Args:
        purpose: What it is for; keys for two purposes cannot be compared by those who see them.
        parts: What tells the account from others, apart from its credentials: vendor, addresses, …
        auth: The credentials.
    """

    __slots__ = ("_auth", "_parts", "_purpose")

    def __init__(self, purpose: str, parts: tuple[str | None, ...], auth: Auth) -> None:
        self._purpose = purpose
        self._parts = parts
        self._auth = auth

    @property
    def text(self) -> str:
        """The same in all processes; credentials cannot be found out from it but by trying, which is slow.

        Computed at the first use in a process, which takes a twentieth of a second.
        """
        known = self._known
        text = _texts.get(known)
        if text is None:
            salt = repr((self._purpose, *self._parts)).encode()
            if len(_texts) >= _MOST_TEXTS:
                _texts.clear()
            text = _texts[known] = self._auth.lasting_fingerprint(salt).hex()
        return text

    @property
    def _known(self) -> tuple[Hashable, ...]:
        """The same, but for this process alone and at once."""
        return self._purpose, self._parts, self._auth.fingerprint

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StoreKey) and self._known == other._known

    def __hash__(self) -> int:
        return hash(self._known)


def quota_store(given: Any, on_error: Any) -> MemoryStore | SharedQuota:
    """The store that the settings `quota_store` and `on_store_error` mean.

    Raises:
        ConfigurationError: they mean none.
    """
    opens = _opens(on_error)
    if isinstance(given, MemoryStore | SharedQuota):
        return given
    if given == "memory":
        return MEMORY
    name = _identity("quota", given, _QUOTA_METHODS)
    with _lock:
        store = _quotas.get((name, opens))
        if store is None:
            backend: QuotaBackend = _named_quota(given) if isinstance(given, str) else given
            store = _quotas[name, opens] = SharedQuota(backend, opens=opens)
        return store


def token_store(given: Any, on_error: Any) -> SharedTokens | None:
    """The store that the settings `token_store` and `on_store_error` mean; None for the memory of the process.

    Raises:
        ConfigurationError: they mean none.
    """
    from erp_client_runtime.shared_tokens import SharedTokens  # here, since few programs need it

    opens = _opens(on_error)
    if given == "memory":
        return None
    name = _identity("token", given, _TOKEN_METHODS)
    with _lock:
        store = _tokens.get((name, opens))
        if store is None:
            backend: TokenBackend = _named_tokens(given) if isinstance(given, str) else given
            store = _tokens[name, opens] = SharedTokens(backend, opens=opens)
        return store


def _opens(on_error: Any) -> bool:
    if on_error not in ("raise", "open"):
        raise ConfigurationError(f"on_store_error= has to be 'raise' or 'open', not {on_error!r}")
    return bool(on_error == "open")


def _identity(kind: str, given: Any, methods: tuple[str, ...]) -> Hashable:
    if isinstance(given, str):
        return given
    if all(callable(getattr(given, method, None)) for method in methods) and hasattr(given, "name"):
        return id(given)
    raise ConfigurationError(f"{kind}_store= has to be {_FORMS}, or {_OBJECTS[kind]}, not a {type(given).__name__}")


def _named_quota(text: str) -> QuotaBackend:
    path = _file("quota", text)
    if path is not None:
        from erp_client_runtime.file_quota import FileQuota

        return FileQuota(path)
    _check_url("quota", text)
    from erp_client_runtime.redis_quota import RedisQuota

    return RedisQuota(text)


def _named_tokens(text: str) -> TokenBackend:
    path = _file("token", text)
    if path is not None:
        if find_spec("filelock") is None:
            raise ConfigurationError(
                "token_store= names a file, for which filelock is needed: pip install 'erp-client-runtime[file]'"
            )
        from erp_client_runtime.file_tokens import FileTokens

        return FileTokens(path)
    _check_url("token", text)
    from erp_client_runtime.redis_tokens import RedisTokens

    return RedisTokens(text)


def _file(kind: str, text: str) -> str | None:
    """The path that a setting names; None if it does not name a file."""
    scheme, colon, rest = text.partition(":")
    if not colon or scheme != "file":
        return None
    if not rest or (rest.startswith("//") and not rest.startswith("///")):
        raise ConfigurationError(f"{kind}_store={text!r} names no file of this machine: write file:/path/to/it")
    return rest


def _check_url(kind: str, text: str) -> None:
    scheme, colon, _ = text.partition(":")
    if not colon or scheme not in _SCHEMES:
        # What was given is not shown: a mistyped URL may hold a password.
        raise ConfigurationError(f"{kind}_store= (or the environment variable for it) has to be {_FORMS}")
    try:
        parts = urlsplit(text)
        usable = bool(parts.path if parts.scheme == "unix" else parts.hostname) and (parts.port is None or parts.port)
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError(
            f"{kind}_store= (or the environment variable for it) is no URL of Redis: write redis://host:6379/0, "
            "rediss://… for TLS, or unix:///path/to/the/socket"
        )
    if find_spec("redis") is None:
        raise ConfigurationError(
            f"{kind}_store= names Redis, for which redis-py is needed: pip install 'erp-client-runtime[redis]'"
        )
