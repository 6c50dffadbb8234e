"""One call, from its arguments to its result. `call_flow` shows the order of its steps.

A flow does no I/O: it yields effects (`Send`, `Sleep`, `Wait`) and is given their results, by the drivers or by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from erp_client_runtime.attempting import attempt, drop_token, get_token, lacks_token, may_renew, token_ended
from erp_client_runtime.call import Call
from erp_client_runtime.errors import AmbiguousWriteError, ERPClientError, TransportError
from erp_client_runtime.faults import find_fault
from erp_client_runtime.judging import (
    after_failure,
    decoded,
    error_of,
    final,
    is_ambiguous,
    may_repeat,
    settled,
    was_deleted_before,
)
from erp_client_runtime.reporting import fail, succeed
from erp_client_runtime.waiting import back_off, leave, pause_everyone, take_permit

if TYPE_CHECKING:
    from erp_client_runtime.clock import Clock
    from erp_client_runtime.drivers import Flow
    from erp_client_runtime.operation import Operation
    from erp_client_runtime.settings import Settings
    from erp_client_runtime.shared import Shared

T = TypeVar("T")


def call_flow(
    shared: Shared,
    settings: Settings,
    clock: Clock,
    operation: Operation[T],
    arguments: Mapping[str, Any],
    body: object,
) -> Flow[T]:
    """The flow of one call.

    Args:
        shared: What all calls of a client have in common.
        settings: The settings of this call.
        clock: Time and chance.
        operation: What to call.
        arguments: Its arguments outside the body, by Python name.
        body: Its body; None if it has none.

    Raises:
        ERPClientError: see `errors`; `attempts` and `waited` are set.
        Exception: a callback raised it, after a call that succeeded.
    """
    call = Call(shared, settings, clock, operation)
    try:
        send = shared.request(operation, arguments, body, settings)
        while True:
            if lacks_token(call):
                yield from get_token(call)
            yield from take_permit(call)
            if token_ended(call):
                continue
            answer = yield from attempt(call, send)
            if isinstance(answer, TransportError):
                yield from after_failure(call, answer)
                continue
            fault = find_fault(shared.vendor, operation, answer)
            if fault is None:
                result: T = decoded(call, answer, arguments)
                break
            error = error_of(call, fault)
            if fault.rate_limited:
                pause_everyone(call, error)
            elif may_renew(call, fault):
                drop_token(call)
            elif may_repeat(call, fault):
                yield from back_off(call, error, error.retry_after)
            elif was_deleted_before(call, error):
                result = cast("T", None)
                break
            else:
                raise final(call, fault, error) from (error if is_ambiguous(call, fault) else None)
    except AmbiguousWriteError as error:
        # A look-up may tell that it was done; else this raises the error, with what was found.
        result = yield from settled(call, error, body)
    except ERPClientError as error:
        fail(call, error)
        raise
    finally:
        leave(call)
    # Not among the above: what a callback raises does not make a failure of a call that succeeded.
    succeed(call)
    return result
