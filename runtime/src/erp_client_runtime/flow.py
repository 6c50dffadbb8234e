"""One call, from its arguments to its result. `call_flow` shows the order; the steps are in `call`.

A flow does no I/O: it yields effects (`Send`, `Sleep`, `Wait`) and is given their results, by the drivers or by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from erp_client_runtime.call import Call
from erp_client_runtime.errors import AmbiguousWriteError, ERPClientError, TransportError
from erp_client_runtime.faults import find_fault

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
            if call.lacks_token():
                yield from call.get_token()
            yield from call.take_permit()
            if call.token_ended():
                continue
            answer = yield from call.attempt(send)
            if isinstance(answer, TransportError):
                yield from call.after_failure(answer)
                continue
            fault = find_fault(shared.vendor, operation, answer)
            if fault is None:
                result: T = call.decoded(answer, arguments)
                break
            error = call.error_for(fault)
            if fault.rate_limited:
                call.pause_everyone(error)
            elif call.may_renew(fault):
                call.drop_token()
            elif call.may_repeat(fault):
                yield from call.back_off(error, error.retry_after)
            elif call.was_deleted_before(error):
                result = cast("T", None)
                break
            else:
                raise call.final(fault, error) from (error if call.is_ambiguous(fault) else None)
    except AmbiguousWriteError as error:
        # A look-up may tell that it was done; else this raises the error, with what was found.
        result = yield from call.settled(error, body)
    except ERPClientError as error:
        call.fail(error)
        raise
    finally:
        call.leave()
    # Not among the above: what a callback raises does not make a failure of a call that succeeded.
    call.succeed()
    return result
