"""The end of a call: its error completed, differences and the answer handed to callbacks, one log record."""

from __future__ import annotations

from logging import DEBUG, INFO
from typing import TYPE_CHECKING

from erp_client_runtime.errors import AnsweredError, DecodeError, ERPClientError, TransportError
from erp_client_runtime.log import LOGGER, log_call
from erp_client_runtime.redaction import redacted, redacted_id, scrub

if TYPE_CHECKING:
    from erp_client_runtime.call import Call


def succeed(call: Call) -> None:
    """Report differences and the answer, and log the call; each of these even if one before it raises."""
    try:
        if call.drifts:
            call.shared.report(call.drifts)
    finally:
        try:
            _report_answer(call)
        finally:
            if LOGGER.isEnabledFor(DEBUG):
                _log(call, "done", failed=False)


def fail(call: Call, error: ERPClientError) -> None:
    """Complete the error, report the answer and log the call."""
    _complete(call, error)
    if isinstance(error.__cause__, ERPClientError):
        _complete(call, error.__cause__)
    scrub(error, call.secrets)
    try:
        _report_answer(call)
    except Exception as failure:  # noqa: BLE001 - the user's own code, which may raise anything
        text = redacted(f"{type(failure).__name__}: {failure}", call.secrets)
        error.add_note(f"on_response was told of this and raised {text}")
    if LOGGER.isEnabledFor(INFO):
        _log(call, type(error).__name__, failed=True)


def _complete(call: Call, error: ERPClientError) -> None:
    error.operation = error.operation or call.operation.name
    error.attempts, error.waited = call.attempts, call.waited
    if call.lost and isinstance(error, TransportError | DecodeError):
        error.sent = True  # by an attempt before the last one
    if isinstance(error, AnsweredError) and error.evidence is None:
        error.evidence = call.operation.path_evidence


def _report_answer(call: Call) -> None:
    raw, on_response = call.raw, call.settings.on_response
    if raw is not None:
        raw.attempts, raw.waited = call.attempts, call.waited
        if on_response is not None:
            on_response(raw)


def _log(call: Call, outcome: str, *, failed: bool) -> None:
    raw = call.raw
    log_call(
        call.shared.vendor.name,
        call.operation,
        outcome=outcome,
        failed=failed,
        status=None if raw is None else raw.status,
        attempts=call.attempts,
        waited=call.waited,
        duration=call.clock.monotonic() - call.started,
        request_id=None if raw is None else redacted_id(raw, call.secrets),
    )
