"""What all calls of a client, and of its copies, have in common."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from erp_client_runtime import base_url, checks
from erp_client_runtime.auth import Auth, ClientCredentials, StaticHeaders
from erp_client_runtime.clock import SYSTEM
from erp_client_runtime.effects import HeaderPairs, Send
from erp_client_runtime.errors import AssumedOperationError, ConfigurationError
from erp_client_runtime.log import DriftLog
from erp_client_runtime.quota import MEMORY
from erp_client_runtime.redaction import redacted

if TYPE_CHECKING:
    from erp_client_runtime.decoding import Drift
    from erp_client_runtime.operation import Operation, Vendor
    from erp_client_runtime.quota import MemoryStore, Ticket
    from erp_client_runtime.request import Plan
    from erp_client_runtime.settings import Settings
    from erp_client_runtime.shared_quota import SharedQuota
    from erp_client_runtime.shared_tokens import SharedTokens
    from erp_client_runtime.stores import StoreKey
    from erp_client_runtime.tokens import Login, MemoryTokens

_JSON = (b"Content-Type", b"application/json")
_WITHOUT_BODY = (b"Content-Length", b"0")
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose requests say how long their body is even if they have none."""
_MOST_BYTES = 64 * 1024 * 1024
_ABOUT = 0.01  # seconds that pass between two looks at the clock


class Shared:
    """Where to send, as whom, how much at a time, and what a user corrected.

    Args:
        vendor: The vendor.
        auth: The credentials.
        options: The client's own settings (`ClientOptions` without `CallOptions`).
        environ: The environment, for the base URL.

    Raises:
        ConfigurationError: a setting cannot be what it is.

    Attributes:
        pairs: The headers that hold the credentials; none with `login`.
        login: Where the tokens are that requests carry; None if the credentials themselves go along.
        token_url: Where tokens are had; empty without `login`.
    """

    __slots__ = (
        "_allow_assumed",
        "_direct",
        "_host",
        "_on_drift",
        "_plans",
        "_quota_parts",
        "_shared_tokens",
        "_wire_names",
        "auth",
        "base_url",
        "default_pause",
        "drift_log",
        "login",
        "max_pause",
        "max_response_bytes",
        "operation_paths",
        "pairs",
        "quota",
        "quota_key",
        "store",
        "token_url",
        "vendor",
    )

    def __init__(self, vendor: Vendor, auth: Auth, options: Mapping[str, Any], environ: Mapping[str, str]) -> None:
        get = options.get
        if not isinstance(auth, StaticHeaders | ClientCredentials):
            raise ConfigurationError(
                f"auth= has to be StaticHeaders or ClientCredentials (see erp_client_runtime.auth), not "
                f"{type(auth).__name__}"
            )
        self.vendor = vendor
        self.auth = auth
        allow_insecure = checks.switch("allow_insecure", get("allow_insecure", False))
        self.base_url = _base_url(vendor, options, environ, allow_insecure=allow_insecure)
        self._host = (b"Host", base_url.host(self.base_url))
        self._direct = base_url.stays_here(self.base_url)
        documented = vendor.quota
        self.quota = checks.quota_limit(options["quota"]) if "quota" in options else documented
        quota_key = get("quota_key")
        if quota_key is not None and not isinstance(quota_key, str):
            raise ConfigurationError(f"quota_key= has to be text, not a {type(quota_key).__name__}")
        self._quota_parts = (vendor.name, self.base_url, auth.fingerprint, quota_key)
        self.quota_key: Hashable = self._quota_parts
        self.store: MemoryStore | SharedQuota = MEMORY
        given = get("quota_store") or environ.get(f"{vendor.name}_QUOTA_STORE".upper()) or "memory"
        if given != "memory" or "on_store_error" in options:
            self.use_quota_store(given, get("on_store_error", "raise"))
        self.max_pause = checks.seconds("max_pause", get("max_pause", 120.0)) or 0.0
        self.default_pause = checks.seconds("default_pause", get("default_pause", 5.0)) or 0.0
        self.operation_paths = checks.operation_paths(get("operation_paths", {}), vendor)
        self._wire_names = checks.wire_names(get("wire_names", {}), vendor)
        self._allow_assumed = checks.switch("allow_assumed", get("allow_assumed", False))
        self.max_response_bytes = checks.whole("max_response_bytes", get("max_response_bytes", _MOST_BYTES), least=1)
        self._on_drift = checks.callback("on_drift", get("on_drift"))
        self.drift_log = DriftLog(vendor.name)
        self._plans: dict[str, Plan] = {}
        self.token_url = ""
        self.login: Login | None = None
        self.pairs: HeaderPairs = ()
        self._shared_tokens: tuple[SharedTokens, StoreKey] | None = None
        if isinstance(auth, StaticHeaders):
            self.pairs = auth.pairs
            if get("token_store") is not None:
                raise ConfigurationError(
                    f"token_store= has no meaning for {vendor.title}, whose requests carry no token"
                )
        else:
            self.token_url = _token_url(auth, self.base_url, vendor, allow_insecure=allow_insecure)
            given = get("token_store") or environ.get(f"{vendor.name}_TOKEN_STORE".upper()) or "memory"
            if given != "memory":
                self._share_tokens(auth, given, get("on_store_error", "raise"))
            # Here, since clients with static headers should not wait for it.
            from erp_client_runtime.tokens import TOKENS

            self.use_tokens(TOKENS)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not appear in errors and logs, should an answer echo it."""
        return self.auth.secrets if self.login is None else (*self.auth.secrets, *self.login.secrets)

    def use_quota_store(self, store: Any, on_error: Any = "raise") -> None:
        """Count requests in this store.

        Raises:
            ConfigurationError: it is none.
        """
        # Here, since most programs need none of this.
        from erp_client_runtime.stores import StoreKey, quota_store

        self.store = quota_store(store, on_error)
        self.quota_key = self._quota_parts
        if self.store.shared:
            vendor, base, _, quota_key = self._quota_parts
            self.quota_key = StoreKey("quota", (vendor, base, quota_key), self.auth)

    def _share_tokens(self, auth: ClientCredentials, store: Any, on_error: Any) -> None:
        from erp_client_runtime.stores import StoreKey, token_store

        made = token_store(store, on_error)
        if made is not None:
            parts = (self.vendor.name, self.base_url, self.token_url, auth.scope)
            self._shared_tokens = made, StoreKey("token", parts, auth)

    def use_tokens(self, store: MemoryTokens) -> None:
        """Keep the tokens of this process in this store; does nothing where there are none."""
        auth = self.auth
        if not isinstance(auth, StaticHeaders):
            key = (self.vendor.name, self.base_url, self.token_url, auth.fingerprint, auth.scope)
            self.login = store.login(key, SYSTEM.monotonic(), self._shared_tokens)

    def request(self, operation: Operation[Any], arguments: Mapping[str, Any], body: Any, settings: Settings) -> Send:
        """The request of a call, without credentials.

        Raises:
            AssumedOperationError: the operation is a guess and not allowed.
            ConfigurationError: a correction does not fit the operation, or an argument cannot be sent.
        """
        plan = self._plans.get(operation.name)
        if plan is None or plan.operation is not operation:
            plan = self._plan(operation)
        url, headers = plan.url_and_headers(arguments)
        content_type = _JSON
        if operation.body is None or body is None:
            content = plan.content(body, arguments)
        else:
            content, media_type = plan.written(body)
            content_type = (b"Content-Type", media_type.encode("ascii"))
        send = Send(
            operation.name,
            operation.method,
            url,
            content,
            self.max_response_bytes,
            settings.keep_times,
            self._direct,
        )
        send.headers = [self._host, plan.accept, *settings.headers, *headers]
        if content is not None:
            send.headers += (content_type, (b"Content-Length", b"%d" % len(content)))
        elif operation.method in _WITH_BODY:
            send.headers.append(_WITHOUT_BODY)
        return send

    def _plan(self, operation: Operation[Any]) -> Plan:
        name = operation.name
        path = self.operation_paths.get(name)
        if operation.assumed and path is None and not self._allow_assumed:
            raise _assumed(operation)
        # Here, since it needs all the codecs, which are loaded with the first resource and not before.
        from erp_client_runtime.request import Plan

        plan = self._plans[name] = Plan(operation, self.base_url, path, self._wire_names.get(name, {}))
        return plan

    def report(self, drifts: list[Drift]) -> None:
        """Log differences between an answer and the documentation, and tell the user's callback.

        Raises:
            Exception: the callback did; everything is logged by then.
        """
        # An answer may echo a credential as the name of a field.
        secrets = self.secrets
        paths = "\n".join(drift.path for drift in drifts)
        if redacted(paths, secrets) != paths:
            from attrs import evolve  # here, since hardly an answer ever needs it

            drifts = [evolve(drift, path=redacted(drift.path, secrets)) for drift in drifts]
        for drift in drifts:
            self.drift_log.record(drift)
        if self._on_drift is not None:
            for drift in drifts:
                self._on_drift(drift)

    def why_held_back(self, ticket: Ticket, now: float, wait: float) -> str:
        """Why a request has to wait, in words.

        Args:
            ticket: Its ticket.
            now: The time.
            wait: Seconds it has to wait.
        """
        store = self.store
        wait -= _ABOUT
        if store.shared and store.settling_left(ticket) >= wait:
            return f"{store.name} was started anew or has lost its counts, so that nobody knows what was sent before"
        pause = store.pause_left(ticket, now)
        if self.quota is None or pause >= wait:
            return "the vendor asked to pause: too many requests, 429"
        quota = f"the quota is {self.quota.requests} per {self.quota.per:g} s"
        return f"{quota}, after a pause that the vendor asked for with 429" if pause else quota


def _base_url(vendor: Vendor, options: Mapping[str, Any], environ: Mapping[str, str], *, allow_insecure: bool) -> str:
    variable = f"{vendor.name}_BASE_URL".upper()
    given = options.get("base_url")
    if given is None:
        given = environ.get(variable) or vendor.base_url
    if given is None:
        raise ConfigurationError(
            f"the address of {vendor.title} is missing, since every user has an own one: give base_url= or set "
            f"{variable}"
        )
    return base_url.checked(given, allow_insecure=allow_insecure)


def _token_url(auth: ClientCredentials, base: str, vendor: Vendor, *, allow_insecure: bool) -> str:
    given = auth.token_url
    if given is not None:
        return base_url.checked_endpoint(given, allow_insecure=allow_insecure, name="token_url")
    url = auth.endpoint.url
    if url.startswith("/"):
        return base + url
    return base_url.checked_endpoint(url, allow_insecure=False, name=f"token_url of {vendor.title}")


def _assumed(operation: Operation[Any]) -> AssumedOperationError:
    return AssumedOperationError(
        f"{operation.name}: {operation.guess}. Nothing was sent. If you know the true path, give "
        f"operation_paths={{{operation.name!r}: '/…'}}; allow_assumed=True sends to the guessed one. Should names of "
        f"parameters or fields be other than guessed, wire_names={{'{operation.name}.…': '…'}} corrects them",
        operation=operation.name,
    )
