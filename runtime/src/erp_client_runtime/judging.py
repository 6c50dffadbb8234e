"""Steps of a call: what an answer means, or that there was none: a result, an error, or a reason to try again.

A write of which nobody knows whether it was done is never repeated, since that could do it twice. That is so where it
was sent and no answer came, and where the answer is an error that neither is the vendor's own nor says that the request
was refused.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any

from erp_client_runtime.decoding import Decoding
from erp_client_runtime.errors import AmbiguousWriteError, DecodeError, ERPClientError, NotFoundError
from erp_client_runtime.faults import error_for
from erp_client_runtime.redaction import redacted_bytes, redacted_id
from erp_client_runtime.reporting import fail
from erp_client_runtime.retry import REPEATED_STATUSES, retry_after
from erp_client_runtime.waiting import back_off

if TYPE_CHECKING:
    from erp_client_runtime.call import Call
    from erp_client_runtime.effects import Effect
    from erp_client_runtime.errors import AnsweredError, TransportError
    from erp_client_runtime.faults import Fault
    from erp_client_runtime.response import RawResponse

_NOT_LOOKED_UP = ": look with a read whether it was done before trying again"
_FRESH_REFUSED = (
    ". A fresh token was refused, too, so it is not the token's age: check that token_url= and base_url= belong to the "
    "same system, and that this client may use it"
)


def after_failure(call: Call, error: TransportError) -> Generator[Effect, Any, None]:
    """Wait to repeat an attempt without an answer; raise if it must not be repeated."""
    if error.sent:
        if call.operation.retry != "safe":
            raise ambiguous(call, error, status=error.status) from error
        call.lost = True
    if call.retries >= call.settings.max_retries:
        raise error
    yield from back_off(call, error, None)


def error_of(call: Call, fault: Fault) -> AnsweredError:
    """The exception for an answer that is an error."""
    response, operation = fault.response, call.operation
    return error_for(
        fault,
        call.shared.vendor,
        operation,
        corrected=operation.name in call.shared.operation_paths,
        secrets=call.secrets,
        remark=_FRESH_REFUSED if response.status == 401 and call.renewed else "",
        retry_after=retry_after(response.headers, call.clock.wall),
    )


def may_repeat(call: Call, fault: Fault) -> bool:
    """Whether an answer that is an error is a reason to try again."""
    if fault.response.status not in REPEATED_STATUSES or fault.kind not in (None, "server"):
        return False
    if call.operation.retry != "safe":
        return False
    if fault.envelope is None:  # else the vendor itself says that it was not done
        call.lost = True
    return call.retries < call.settings.max_retries


def was_deleted_before(call: Call, error: AnsweredError) -> bool:
    """Whether a repeated DELETE finds nothing because the first one did its work and its answer was lost."""
    return call.lost and call.operation.method == "DELETE" and isinstance(error, NotFoundError)


def is_ambiguous(call: Call, fault: Fault) -> bool:
    """Whether a write may have happened although the answer is an error: a gateway failed, gave up, or leads away."""
    if call.operation.retry == "safe" or fault.envelope is not None:
        return False
    status = fault.response.status
    return 300 <= status < 400 or status in (408, 499) or status >= 500


def final(call: Call, fault: Fault, error: AnsweredError) -> ERPClientError:
    """What to raise for an answer that is an error."""
    if not is_ambiguous(call, fault):
        return error
    return ambiguous(call, error, status=error.status, body_start=error.body_start)


def decoded(call: Call, response: RawResponse, arguments: Mapping[str, Any]) -> Any:
    """The result that an answer holds; differences from the documentation are reported."""
    operation = call.operation
    response.attempts, response.waited = call.attempts, call.waited
    decoding = Decoding(operation.name, call.settings.strict, response=response)
    try:
        if response.damage is not None:
            raise decoding.error(f"the body cannot be used: {response.damage}")
        result = operation.result.decode(response, decoding, arguments)
    except (DecodeError, NotFoundError) as error:
        # The vendor may echo what it was sent, and who made these errors does not know the credentials.
        secrets = call.secrets
        error.body_start = redacted_bytes(response.content, secrets)
        error.__context__ = None  # that of a parser, which holds the whole answer
        if isinstance(error, NotFoundError):
            error.request_id = redacted_id(response, secrets)
            raise
        if operation.retry == "safe" or error.path or _is_readable(call, response, arguments):
            raise
        raise ambiguous(call, error, status=error.status, body_start=error.body_start) from error
    if decoding.count:
        call.drifts += decoding.events
    return result


def _is_readable(call: Call, response: RawResponse, arguments: Mapping[str, Any]) -> bool:
    """Whether an answer that strictness refuses would do without it, so that it tells that a write was done."""
    if not call.settings.strict or response.damage is not None:
        return False
    operation = call.operation
    try:
        operation.result.decode(response, Decoding(operation.name, response=response), arguments)
    except ERPClientError:
        return False
    return True


def ambiguous(call: Call, cause: ERPClientError, outcome: str = _NOT_LOOKED_UP, **known: Any) -> AmbiguousWriteError:
    """The error for a write of which nobody knows whether it was done.

    Args:
        call: The write.
        cause: What came instead of an answer that tells.
        outcome: What became of looking it up.
        known: Further attributes of the error.
    """
    return AmbiguousWriteError(
        f"{call.operation.name} was sent, and what came back does not tell whether it was done ({cause}). It was not "
        f"repeated, since that could do it twice{outcome}",
        **known,
    )


def settled(call: Call, error: AmbiguousWriteError, body: object) -> Generator[Effect, Any, Any]:
    """The result of such a write after all, if a look-up tells that it was done; else report and raise the error."""
    # Here, since few calls ever need it.
    from erp_client_runtime.reconcile import settle

    try:
        return (yield from settle(call, body, error))
    except AmbiguousWriteError as failure:
        fail(call, failure)
        raise
