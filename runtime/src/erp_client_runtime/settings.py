"""The settings of a client and of a call: their names, and the settings of a call ready for use."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from erp_client_runtime.checks import HEADER_VALUE, callback, names, seconds, switch, whole
from erp_client_runtime.effects import HeaderPairs
from erp_client_runtime.errors import ConfigurationError
from erp_client_runtime.hints import did_you_mean

if TYPE_CHECKING:
    from erp_client_runtime.decoding import Drift
    from erp_client_runtime.quota import MemoryStore
    from erp_client_runtime.quota_backend import QuotaBackend
    from erp_client_runtime.response import RawResponse
    from erp_client_runtime.token_backend import TokenBackend

# Text, which `re` compiles at first use: few programs ever give headers.
_HEADER_NAME = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_OWN_HEADERS = frozenset(
    {
        *("host", "content-length", "transfer-encoding", "connection", "cookie"),
        *("accept", "accept-encoding", "content-type", "content-encoding"),
    }
)


class CallOptions(TypedDict, total=False):
    """Settings of one call, or of a copy of a client (`with_options`).

    A call that has to fetch a token first sends that request with the same `timeout` and `max_retries` and within the
    same `deadline`, but without `headers`, not strictly, and not reported to `on_response`.

    Attributes:
        timeout: Seconds for one attempt as a whole; None for no limit. Default 30.
        max_retries: How often a failed attempt is repeated if that is safe. Default 2.
        strict: Whether to raise DecodeError where an answer differs from the documentation. Default False.
        deadline: Seconds for the whole call with all its attempts and waits; None for no limit. Default None.
        headers: Headers to send in addition.
        quota_timeout: Seconds that a call may wait for the quota and for pauses, all in all; None for no limit.
            Default 300.
        on_response: Called with the final answer of every call, errors included. What it raises comes out of the call,
            whose work is done all the same; if the call fails, the error of the call is raised and has it as a note.
    """

    timeout: float | None
    max_retries: int
    strict: bool
    deadline: float | None
    headers: Mapping[str, str]
    quota_timeout: float | None
    on_response: Callable[[RawResponse], object] | None


class ClientOptions(CallOptions, total=False):
    """Settings of a client.

    Attributes:
        base_url: Where the API is; default is the vendor's, or the environment variable `<VENDOR>_BASE_URL`.
        quota: (requests, seconds): at most so many in any so many seconds; None for no limit. Default is what the
            vendor documents.
        quota_key: Counts clients apart that would be counted together (same credentials and base URL), or names what
            they share.
        quota_store: Where requests are counted: "memory" (default; all clients of this process count together),
            "file:/path/to/it" (all processes of this machine; SQLite), "redis://host:6379/0", "rediss://…" or
            "unix://…" (several machines; needs `erp-client-runtime[redis]`), or an object: a `FileQuota`, a
            `RedisQuota`, or one of a class of your own with the methods of `QuotaBackend`. Default is the environment
            variable `<VENDOR>_QUOTA_STORE`, if it is set.
        token_store: Where tokens are kept, for vendors that give out some: "memory" (default; all clients of this
            process share them), "file:/path/to/it" (all processes of this machine; needs `erp-client-runtime[file]`),
            "redis://host:6379/0", "rediss://…" or "unix://…" (several machines; needs `erp-client-runtime[redis]`), or
            an object: a `FileTokens`, a `RedisTokens`, or one of a class of your own with the methods of
            `TokenBackend`. File and Redis hold tokens as they are, not encrypted. Default is the environment variable
            `<VENDOR>_TOKEN_STORE`, if it is set.
        on_store_error: What happens while one of these stores cannot be used: "raise" (default) StoreError, or "open"
            to count, and to fetch tokens, for this process alone.
        http_client: A client of httpx or httpx2 to send with; its TLS, proxy, pool, hooks and (unless `timeout` is
            given) times apply. Never closed.
        on_drift: Called with every difference between an answer and the documentation. What it raises comes out of
            the call, whose work is done all the same, after `on_response` and the log; the further differences of
            that answer are only logged.
        allow_assumed: Whether to run operations whose path or method is a guess.
        operation_paths: True paths by operation, for example {"create_order": "/api/v1/orders"}.
        wire_names: True names of parameters and body fields, for example {"create_order.language": "lang"}.
        allow_insecure: Whether base_url and token_url may be http to another machine.
        max_response_bytes: The most that an answer may have, as it comes and decompressed. Default 64 MiB.
        max_pause: Seconds; a longer `Retry-After` is not waited for. Default 120.
        default_pause: Seconds to pause after a 429 without a usable `Retry-After`; doubles each time. Default 5.
    """

    base_url: str
    quota: tuple[int, float] | None
    quota_key: str | None
    quota_store: str | MemoryStore | QuotaBackend
    token_store: str | TokenBackend
    on_store_error: Literal["raise", "open"]
    http_client: Any
    on_drift: Callable[[Drift], object] | None
    allow_assumed: bool
    operation_paths: Mapping[str, str]
    wire_names: Mapping[str, str]
    allow_insecure: bool
    max_response_bytes: int
    max_pause: float
    default_pause: float


CALL_OPTIONS = frozenset(CallOptions.__annotations__)
CLIENT_OPTIONS = frozenset(ClientOptions.__annotations__)


class Settings:
    """The settings of a call, ready for use. Never changed; `with_options` makes another one."""

    __slots__ = (
        "_headers",
        "deadline",
        "headers",
        "keep_times",
        "max_retries",
        "on_response",
        "quota_timeout",
        "strict",
        "timeout",
    )

    def __init__(self, user_agent: str, *, keep_times: bool) -> None:
        self.timeout: float | None = None if keep_times else 30.0
        self.keep_times = keep_times
        self.max_retries = 2
        self.strict = False
        self.deadline: float | None = None
        self.quota_timeout: float | None = 300.0
        self.on_response: Callable[[RawResponse], object] | None = None
        self._headers = {
            "user-agent": (b"User-Agent", user_agent.encode("ascii")),
            "accept-encoding": (b"Accept-Encoding", b"gzip, deflate"),
        }
        self.headers: HeaderPairs = tuple(self._headers.values())

    @property
    def own_headers(self) -> HeaderPairs:
        """Those of the headers that say what is sending, which may go to a token endpoint as well."""
        return self._headers["user-agent"], self._headers["accept-encoding"]

    def with_options(self, options: Mapping[str, Any], protected: Collection[str]) -> Settings:
        """These settings with some replaced; headers are added.

        Args:
            options: Any of `CallOptions`.
            protected: Lower-case names of headers that hold credentials.

        Raises:
            ConfigurationError: an option is unknown or cannot be what it is.
        """
        refuse_unknown(options, CALL_OPTIONS)
        made = object.__new__(Settings)
        for name in Settings.__slots__:
            setattr(made, name, getattr(self, name))
        for name, value in options.items():
            match name:
                case "timeout":
                    made.timeout = seconds(name, value, or_none=True)
                    made.keep_times = False
                case "deadline":
                    made.deadline = seconds(name, value, or_none=True)
                case "quota_timeout":
                    made.quota_timeout = seconds(name, value, or_none=True, zero=True)
                case "max_retries":
                    made.max_retries = whole(name, value, least=0)
                case "strict":
                    made.strict = switch(name, value)
                case "on_response":
                    made.on_response = callback(name, value)
                case _:
                    made._headers = {**made._headers, **_extra_headers(value, protected)}
                    made.headers = tuple(made._headers.values())
        return made


def refuse_unknown(options: Mapping[str, Any], known: Collection[str]) -> None:
    """Raise for an option that does not exist.

    Raises:
        ConfigurationError: there is one.
    """
    if not isinstance(options, Mapping):
        raise ConfigurationError(f"options= has to be a dict, not a {type(options).__name__}")
    for name in options:
        if name not in known:
            where = " here; it belongs to the client" if name in CLIENT_OPTIONS else ""
            raise ConfigurationError(f"there is no option {name!r}{where}{did_you_mean(str(name), known)}")


def _extra_headers(value: Any, protected: Collection[str]) -> dict[str, tuple[bytes, bytes]]:
    headers = {}
    # Some servers take - and _ for the same.
    credentials = {name.replace("_", "-") for name in protected}
    for name, text in names("headers", value).items():
        lower = name.lower()
        if not re.fullmatch(_HEADER_NAME, name):
            raise ConfigurationError(f"headers: {name!r} cannot be the name of a header")
        if lower.replace("_", "-") in credentials:
            raise ConfigurationError(f"headers: {name!r} holds credentials; give them to the constructor instead")
        if lower in _OWN_HEADERS:
            raise ConfigurationError(f"headers: {name!r} is set by the client itself and cannot be given")
        if not isinstance(text, str) or not re.fullmatch(HEADER_VALUE, text):
            # The value is not shown: it may be a secret.
            raise ConfigurationError(
                f"headers: the value for {name!r} has to be text of ASCII characters, not empty, without line breaks, "
                "tabs and spaces at its ends"
            )
        headers[lower] = (name.encode("ascii"), text.encode("ascii"))
    return headers
