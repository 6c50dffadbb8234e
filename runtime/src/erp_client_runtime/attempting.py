"""Steps of a call: seeing to its token, and making one attempt."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from erp_client_runtime import errors
from erp_client_runtime.errors import TransportError

if TYPE_CHECKING:
    from erp_client_runtime.call import Call
    from erp_client_runtime.effects import Effect, Send
    from erp_client_runtime.faults import Fault
    from erp_client_runtime.response import RawResponse


def lacks_token(call: Call) -> bool:
    """Whether a token has to be fetched first, or should be, since the one there is ends soon."""
    login = call.shared.login
    if login is None:
        return False
    token = login.token
    if token is None or call.clock.monotonic() >= token.renew_at:
        return True
    call.token = token
    return False


def get_token(call: Call) -> Generator[Effect, Any, None]:
    """Fetch a token, or wait for the one that another call fetches."""
    login = call.shared.login
    assert login is not None
    # Here, since clients with static headers should not wait for it, and few programs share tokens.
    if login.shared is None:
        from erp_client_runtime.token_flow import TokenFlow
    else:
        from erp_client_runtime.shared_token_flow import SharedTokenFlow as TokenFlow
    flow = TokenFlow(call.shared, login, call.settings, call.clock, call.operation, call.ends)
    try:
        call.token = yield from flow.run()
    finally:
        call.waited += flow.waited
        call.drifts += flow.drifts


def token_ended(call: Call) -> bool:
    """Whether the token ended, or was refused, while the call waited for its permit; that is given back then."""
    token, login = call.token, call.shared.login
    if token is None or login is None:
        return False
    now = call.clock.monotonic()
    current = login.token
    if current is not token and token.kept:
        token = current
    if token is not None and now < token.ends:
        call.token = token
        return False
    call.shared.store.finish(call.ticket, now, sent=False)
    return True


def may_renew(call: Call, fault: Fault) -> bool:
    """Whether an answer says that the token is not good, so that another one may be; once in a call."""
    return fault.response.status == 401 and call.token is not None and not call.renewed


def drop_token(call: Call) -> None:
    """Have no call use the token that was refused any more."""
    login = call.shared.login
    assert login is not None
    assert call.token is not None
    login.drop(call.token)
    call.renewed = True


def attempt(call: Call, send: Send) -> Generator[Effect, Any, RawResponse | TransportError]:
    """Send with credentials, and give the permit back when the answer is there or will not come."""
    clock, store = call.clock, call.shared.store
    sent = False
    try:
        send.timeout = _time_for_attempt(call)
        send.credentials = call.shared.pairs if call.token is None else call.token.pairs
        call.attempts += 1
        sent = True
        answer: RawResponse | TransportError = yield send
        if isinstance(answer, TransportError):
            sent = answer.sent
            call.raw = None
        else:
            call.raw = answer
    finally:
        store.finish(call.ticket, clock.monotonic(), sent=sent)
    if store.shared:
        yield store.settle(call.ticket)
    return answer


def _time_for_attempt(call: Call) -> float | None:
    timeout = call.settings.timeout
    if call.ends is None:
        return timeout
    left = call.left(call.clock.monotonic())
    if left <= 0.0:
        raise call.last or errors.TimeoutError(
            f"{call.operation.name}: the deadline of {call.settings.deadline} s passed before anything was sent",
            sent=False,
        )
    return left if timeout is None else min(timeout, left)
