"""Steps of a call: waiting, for the quota, between attempts and for pauses that the vendor asks for.

Waits that are certain to last longer than allowed are not begun: they raise at once.
"""

from __future__ import annotations

from collections.abc import Generator
from logging import INFO
from typing import TYPE_CHECKING, Any

from erp_client_runtime.effects import Sleep
from erp_client_runtime.errors import QuotaTimeoutError, StoreError
from erp_client_runtime.log import LOGGER, log_wait
from erp_client_runtime.retry import backoff, pause_without_advice, soonest_after_refusal

if TYPE_CHECKING:
    from erp_client_runtime.call import Call
    from erp_client_runtime.effects import Effect
    from erp_client_runtime.errors import AnsweredError, ERPClientError

_LONGEST_PAUSE = 3600.0
_LONGEST_NAP = 5.0
_NOTICED = 1.0
_INFINITE = float("inf")


def take_permit(call: Call) -> Generator[Effect, Any, None]:
    """Wait for the quota and for the end of pauses."""
    ticket, clock, store = call.ticket, call.clock, call.shared.store
    if store.shared:
        ticket.hold = _longest_attempt(call)
    told = call.last is not None  # a pause that the call itself led to
    while True:
        now = clock.monotonic()
        wait = store.try_take(ticket, now)
        if isinstance(wait, float):
            if wait <= 0.0:
                return
            _check(call, now, wait)
            if wait >= _NOTICED and not told:
                told = True
                _log(call, f"requests are held back ({call.shared.why_held_back(ticket, now, wait)})", wait)
            # Someone ahead may give up in the meantime: no nap is longer than it takes for that to matter.
            nap = wait if ticket.limit is None else min(wait, max(ticket.limit.per, _LONGEST_NAP))
            yield store.nap(ticket, nap)
        else:
            problem = yield wait
            if isinstance(problem, StoreError):
                raise problem
        passed = clock.monotonic() - now
        call.waited += passed
        call.quota_waited += passed


def _longest_attempt(call: Call) -> float:
    timeout, left = call.settings.timeout, max(0.0, call.left(call.clock.monotonic()))
    return left if timeout is None else min(timeout, left)


def _check(call: Call, now: float, wait: float) -> None:
    """Raise if it is certain that waiting for the quota takes longer than allowed."""
    allowed = call.settings.quota_timeout
    left = _INFINITE if allowed is None else allowed - call.quota_waited
    if wait <= min(left, call.left(now)):
        return
    if call.last is not None:
        raise call.last
    needed = call.quota_waited + wait
    why = call.shared.why_held_back(call.ticket, now, wait)
    raise QuotaTimeoutError(
        f"{call.operation.name}: requests are held back ({why}); that takes at least {needed:.1f} s, longer than "
        f"{'quota_timeout' if wait > left else 'deadline'} allows",
        needed=needed,
    )


def leave(call: Call) -> None:
    """Give up the place in the queue, if there is still one."""
    call.shared.store.leave(call.ticket)


def back_off(call: Call, error: ERPClientError, advice: float | None) -> Generator[Effect, Any, None]:
    """Wait before the next attempt, at least as long as the vendor says; raise the error if that is too long."""
    call.last = error
    call.retries += 1
    wait = max(backoff(call.retries, call.clock.random), advice or 0.0)
    now = call.clock.monotonic()
    if wait > call.shared.max_pause or wait > call.left(now):
        raise error
    _log(call, type(error).__name__, wait)
    yield from _sleep(call, wait, now)


def pause_everyone(call: Call, error: AnsweredError) -> None:
    """Let nobody with the same quota send for as long as the vendor says; this call waits with its next permit."""
    call.refusals += 1
    shared, advice = call.shared, error.retry_after
    if advice is None:
        pause = min(pause_without_advice(shared.default_pause, call.refusals, call.clock.random), shared.max_pause)
    else:
        pause = max(advice, soonest_after_refusal(call.refusals))
    shared.store.pause(call.ticket, call.clock.monotonic(), min(pause, _LONGEST_PAUSE))
    call.last = error
    call.paused += pause
    allowed = call.settings.quota_timeout
    # Pauses count whole, also where they pass while a token is fetched: else there would be no end to them.
    if (advice is not None and advice > shared.max_pause) or (allowed is not None and call.paused > allowed):
        raise error
    _log(call, "too many requests", pause)


def wait_to_look(call: Call, seconds: float) -> Generator[Effect, Any, bool]:
    """Wait before looking whether a write was done; False at once if the deadline leaves no time for that."""
    now = call.clock.monotonic()
    if seconds >= call.left(now):
        return False
    _log(call, "nobody knows whether it was done", seconds)
    yield from _sleep(call, seconds, now)
    return True


def _sleep(call: Call, seconds: float, now: float) -> Generator[Effect, Any, None]:
    yield Sleep(seconds)
    call.waited += call.clock.monotonic() - now


def _log(call: Call, reason: str, seconds: float) -> None:
    if LOGGER.isEnabledFor(INFO):
        log_wait(call.shared.vendor.name, call.operation, reason=reason, seconds=seconds, attempts=call.attempts)
