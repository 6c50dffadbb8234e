"""What all calls of a client, and of its copies, have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from erp_client_runtime import base_url, checks
from erp_client_runtime.effects import Send
from erp_client_runtime.errors import AssumedOperationError, ConfigurationError
from erp_client_runtime.log import DriftLog
from erp_client_runtime.quota import MEMORY

if TYPE_CHECKING:
    from erp_client_runtime.auth import StaticHeaders
    from erp_client_runtime.decoding import Drift
    from erp_client_runtime.model import Model
    from erp_client_runtime.operation import Operation, Vendor
    from erp_client_runtime.request import Plan
    from erp_client_runtime.settings import Settings

_JSON = (b"Content-Type", b"application/json")
_WITHOUT_BODY = (b"Content-Length", b"0")
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose requests say how long their body is even if they have none."""
_MOST_BYTES = 64 * 1024 * 1024


class Shared:
    """Where to send, as whom, how much at a time, and what a user corrected.

    Args:
        vendor: The vendor.
        auth: The credentials.
        options: The client's own settings (`ClientOptions` without `CallOptions`).
        environ: The environment, for the base URL.

    Raises:
        ConfigurationError: a setting cannot be what it is.
    """

    __slots__ = (
        "_allow_assumed",
        "_host",
        "_max_response_bytes",
        "_on_drift",
        "_plans",
        "_wire_names",
        "auth",
        "base_url",
        "default_pause",
        "drift_log",
        "max_pause",
        "operation_paths",
        "quota",
        "quota_key",
        "store",
        "vendor",
    )

    def __init__(
        self, vendor: Vendor, auth: StaticHeaders, options: Mapping[str, Any], environ: Mapping[str, str]
    ) -> None:
        get = options.get
        self.vendor = vendor
        self.auth = auth
        self.base_url = _base_url(vendor, options, environ)
        self._host = (b"Host", base_url.host(self.base_url))
        documented = vendor.quota
        self.quota = checks.quota_limit(options["quota"]) if "quota" in options else documented
        quota_key = get("quota_key")
        if quota_key is not None and not isinstance(quota_key, str):
            raise ConfigurationError(f"quota_key= has to be text, not a {type(quota_key).__name__}")
        self.quota_key = (vendor.name, self.base_url, auth.fingerprint, quota_key)
        self.store = MEMORY
        self.max_pause = checks.seconds("max_pause", get("max_pause", 120.0)) or 0.0
        self.default_pause = checks.seconds("default_pause", get("default_pause", 5.0)) or 0.0
        self.operation_paths = checks.operation_paths(get("operation_paths", {}), vendor)
        self._wire_names = checks.wire_names(get("wire_names", {}), vendor)
        self._allow_assumed = checks.switch("allow_assumed", get("allow_assumed", False))
        self._max_response_bytes = checks.whole("max_response_bytes", get("max_response_bytes", _MOST_BYTES), least=1)
        self._on_drift = checks.callback("on_drift", get("on_drift"))
        self.drift_log = DriftLog(vendor.name)
        self._plans: dict[str, Plan] = {}

    def request(
        self, operation: Operation[Any], arguments: Mapping[str, Any], body: Model | None, settings: Settings
    ) -> Send:
        """The request of a call, without credentials.

        Raises:
            AssumedOperationError: the operation is a guess and not allowed.
            ConfigurationError: a correction does not fit the operation, or an argument cannot be sent.
        """
        plan = self._plans.get(operation.name)
        if plan is None or plan.operation is not operation:
            plan = self._plan(operation)
        url, headers = plan.url_and_headers(arguments)
        content = plan.content(body)
        send = Send(operation.name, operation.method, url, content, self._max_response_bytes, settings.keep_times)
        send.headers = [self._host, plan.accept, *settings.headers, *headers]
        if content is not None:
            send.headers += (_JSON, (b"Content-Length", b"%d" % len(content)))
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
        for drift in drifts:
            self.drift_log.record(drift)
        if self._on_drift is not None:
            for drift in drifts:
                self._on_drift(drift)

    def why_held_back(self, wait: float, pause: float) -> str:
        """Why a request has to wait, in words.

        Args:
            wait: Seconds it has to wait.
            pause: Seconds of them in which nobody may send.
        """
        if self.quota is None or pause >= wait:
            return "the vendor asked to pause: too many requests, 429"
        quota = f"the quota is {self.quota.requests} per {self.quota.per:g} s"
        return f"{quota}, after a pause that the vendor asked for with 429" if pause else quota


def _base_url(vendor: Vendor, options: Mapping[str, Any], environ: Mapping[str, str]) -> str:
    variable = f"{vendor.name}_BASE_URL".upper()
    given = options.get("base_url")
    if given is None:
        given = environ.get(variable) or vendor.base_url
    if given is None:
        raise ConfigurationError(
            f"the address of {vendor.title} is missing, since every user has an own one: give base_url= or set "
            f"{variable}"
        )
    return base_url.checked(given, allow_insecure=checks.switch("allow_insecure", options.get("allow_insecure", False)))


def _assumed(operation: Operation[Any]) -> AssumedOperationError:
    guesses = [
        (what, evidence.because)
        for what, evidence in (("method", operation.evidence), ("path", operation.path_evidence))
        if evidence.level == "assumed"
    ]
    what = " and the ".join(name for name, _ in guesses)
    because = "; ".join(reason for _, reason in guesses if reason)
    return AssumedOperationError(
        f"{operation.name}: the {what} ({operation.method} {operation.path}) "
        f"{'are guesses' if len(guesses) > 1 else 'is a guess'}"
        f"{f' ({because})' if because else ''}. Nothing was sent. If you know the true path, give "
        f"operation_paths={{{operation.name!r}: '/…'}}; "
        "allow_assumed=True sends to the guessed one",
        operation=operation.name,
    )
