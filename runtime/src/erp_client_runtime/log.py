"""Log records: what happened, never with what. No header, no body, no id, no query is ever logged.

`erp_client_runtime` gets one record per call (DEBUG, INFO if it failed), one per wait after a refusal or failure
(INFO), one per token that was fetched (DEBUG) or could not be renewed early (INFO); `erp_client_runtime.drift` one per
new kind of difference between answers and documentation (WARNING).
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from erp_client_runtime.decoding import Drift
    from erp_client_runtime.operation import Operation

LOGGER = logging.getLogger("erp_client_runtime")
LOGGER.addHandler(logging.NullHandler())
DRIFT_LOGGER = logging.getLogger("erp_client_runtime.drift")

_MOST_DRIFTS = 1000
_POSITION = r"\[\d+\]"


def log_call(
    vendor: str,
    operation: Operation[object],
    *,
    outcome: str,
    failed: bool,
    status: int | None,
    attempts: int,
    waited: float,
    duration: float,
    request_id: str | None,
) -> None:
    """One record for a finished call."""
    if request_id is not None and not (request_id.isprintable() and len(request_id) <= 200):
        request_id = None
    LOGGER.log(
        logging.INFO if failed else logging.DEBUG,
        "%s %s: %s (%s %s, status %s, attempts %d, waited %.3f s, took %.3f s, request id %s)",
        vendor,
        operation.name,
        outcome,
        operation.method,
        operation.path,
        status,
        attempts,
        waited,
        duration,
        request_id,
        extra={
            "vendor": vendor,
            "operation": operation.name,
            "method": operation.method,
            "path": operation.path,
            "status": status,
            "attempts": attempts,
            "waited": waited,
            "duration": duration,
            "request_id": request_id,
        },
    )


def log_wait(vendor: str, operation: Operation[object], *, reason: str, seconds: float, attempts: int) -> None:
    """One record for a pause or a repeat."""
    LOGGER.info(
        "%s %s: %s, going on in %.3f s (attempts so far %d)",
        vendor,
        operation.name,
        reason,
        seconds,
        attempts,
        extra={"vendor": vendor, "operation": operation.name, "attempts": attempts, "seconds": seconds},
    )


def log_token(vendor: str, *, lifetime: float | None, duration: float, attempts: int) -> None:
    """One record for a token that was fetched."""
    LOGGER.debug(
        "%s: fetched a token (%s, took %.3f s, attempts %d)",
        vendor,
        "not to be kept" if lifetime is None else f"good for {lifetime:g} s",
        duration,
        attempts,
        extra={"vendor": vendor, "lifetime": lifetime, "duration": duration, "attempts": attempts},
    )


def log_renewal(vendor: str, *, error: str, left: float) -> None:
    """One record for a token that could not be renewed early."""
    LOGGER.info(
        "%s: the token could not be renewed early (%s), going on with the one there is for another %.0f s",
        vendor,
        error,
        left,
        extra={"vendor": vendor, "error": error, "left": left},
    )


class DriftLog:
    """Logs each kind of difference once per client, with the place and the type but without the value."""

    __slots__ = ("_seen", "_vendor")

    def __init__(self, vendor: str) -> None:
        self._vendor = vendor
        self._seen: set[tuple[str, str, str]] = set()

    def record(self, drift: Drift) -> None:
        """Log a difference unless it was logged before."""
        key = (drift.kind, drift.model, re.sub(_POSITION, "[]", drift.path))
        # The bound is for answers with ever new field names.
        if key in self._seen or len(self._seen) >= _MOST_DRIFTS:
            return
        self._seen.add(key)
        owner = f" of {drift.model}" if drift.model else ""
        DRIFT_LOGGER.warning(
            "%s %s: %s %s: expected %s, found %s; further ones of this kind are not logged",
            self._vendor,
            drift.operation,
            drift.kind,
            f"at {drift.path}{owner}" if drift.path else "in the body",
            drift.expected,
            drift.found,
            extra={
                "vendor": self._vendor,
                "operation": drift.operation,
                "kind": drift.kind,
                "model": drift.model,
                "path": drift.path,
            },
        )
