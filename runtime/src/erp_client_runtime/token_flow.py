"""Getting a token: who fetches it, who waits for whom, and when the request is repeated.

A flow like that of a call, and part of it: no I/O, and its waits are those of the call. Token requests take no permit
of the quota, and a 429 from the endpoint holds up nobody but those who wait for this token.
"""

from __future__ import annotations

import copy
from collections.abc import Generator
from logging import DEBUG, INFO
from typing import TYPE_CHECKING, Any

from erp_client_runtime import errors, token_endpoint
from erp_client_runtime.effects import Effect, Sleep, Wait
from erp_client_runtime.errors import APIStatusError, ERPClientError, RateLimitError, TransportError
from erp_client_runtime.log import LOGGER, log_renewal, log_token, log_wait
from erp_client_runtime.retry import REPEATED_STATUSES, backoff, pause_without_advice, soonest_after_refusal
from erp_client_runtime.tokens import Token

if TYPE_CHECKING:
    from erp_client_runtime.clock import Clock
    from erp_client_runtime.decoding import Drift
    from erp_client_runtime.operation import Operation
    from erp_client_runtime.settings import Settings
    from erp_client_runtime.shared import Shared
    from erp_client_runtime.shared_tokens import Lease
    from erp_client_runtime.tokens import Flight, Login

GRACE = 5.0
PATIENCE = 60.0  # how long others wait for a request that has no time limit, before they ask themselves
_EARLY_TIMEOUT = 10.0
EARLY_PAUSE = 10.0
_LONGEST_WAIT = 3600.0  # at a time: locks cannot wait for any number of seconds
_INFINITE = float("inf")


class TokenFlow:
    """How one call gets a token.

    Args:
        shared: What all calls of the client have in common.
        login: Where its tokens are.
        settings: The settings of the call.
        clock: Time and chance.
        operation: What is to be called.
        ends: When the call has to be over, monotonic; None for no limit.

    Attributes:
        waited: Seconds spent waiting, for others and between attempts.
        drifts: What was off in the answer of the endpoint.
    """

    __slots__ = (
        "_clock",
        "_cut_short",
        "_ends",
        "_login",
        "_operation",
        "_paused",
        "_refusals",
        "_retries",
        "_settings",
        "_shared",
        "drifts",
        "waited",
    )

    def __init__(
        self,
        shared: Shared,
        login: Login,
        settings: Settings,
        clock: Clock,
        operation: Operation[Any],
        ends: float | None,
    ) -> None:
        self._shared = shared
        self._login = login
        self._settings = settings
        self._clock = clock
        self._operation = operation
        self._ends = ends
        self._retries = 0
        self._refusals = 0
        self._paused = 0.0  # seconds of pauses after 429
        self._cut_short = False  # whether the request failed only because this call has no more time
        self.waited = 0.0
        self.drifts: list[Drift] = []

    def run(self) -> Generator[Effect, Any, Token]:
        """The token to send.

        Raises:
            ERPClientError: there is none to be had; it says that it was the token request that failed.
        """
        login = self._login
        while True:
            now = self._clock.monotonic()
            token = login.token
            good = token is not None and now < token.ends
            if token is not None and good and now < token.renew_at:
                return token
            flight = login.start(token, self._settings.timeout, self._settings.max_retries)
            if flight is not None:
                if token is None or not good:
                    return (yield from self._lead(flight, None))
                renewed = yield from self._renew(flight, token, now)
                if renewed is not None:
                    return renewed
            elif token is not None and good:
                return token  # someone else renews it; until then it will do
            else:
                flight = login.flight
                fetched = None if flight is None else (yield from self._follow(flight, now))
                if fetched is not None:
                    return fetched

    # Whose turn it is

    def _follow(self, flight: Flight, now: float) -> Generator[Effect, Any, Token | None]:
        """Wait for the token that another call fetches; None if it is to be seen anew whose turn it is."""
        if self._ends is not None and now >= self._ends:
            raise self._late("while another call was fetching the token")
        until = flight.due if self._ends is None else min(flight.due, self._ends)
        useless = yield Wait(flight, min(max(0.0, until - now), _LONGEST_WAIT))
        later = self._clock.monotonic()
        self.waited += later - now
        if flight.token is not None:
            return flight.token if later < flight.token.ends else None
        if flight.error is not None and self._would_fail_too(flight, flight.error):
            raise _copy(flight.error)
        if useless or later >= flight.due:
            self._login.give_up(flight)
        return None

    def _would_fail_too(self, flight: Flight, error: ERPClientError) -> bool:
        """Whether this call would have got no further; it might, if it has more patience than the leader had."""
        if not isinstance(error, TransportError | APIStatusError):
            return True
        timeout, retries = self._settings.timeout, self._settings.max_retries
        return (flight.timeout or _INFINITE) >= (timeout or _INFINITE) and flight.retries >= retries

    def _renew(self, flight: Flight, token: Token, now: float) -> Generator[Effect, Any, Token | None]:
        """Replace a token before it ends; None if that fails, since there is still the old one."""
        # For all others, and for the next try if this one fails; from its end on it is of no use to anybody.
        token.renew_at = min(now + EARLY_PAUSE, token.ends)
        try:
            return (yield from self._lead(flight, token))
        except ERPClientError as error:
            self._log_renewal(error, token)
            return None

    def _log_renewal(self, error: ERPClientError, token: Token) -> None:
        if LOGGER.isEnabledFor(INFO):
            left = max(0.0, token.ends - self._clock.monotonic())
            log_renewal(self._shared.vendor.name, error=type(error).__name__, left=left)

    def _lead(self, flight: Flight, early: Token | None) -> Generator[Effect, Any, Token]:
        token = shared_error = None
        try:
            token = yield from self._obtain(flight, early)
            return token
        except ERPClientError as error:
            # An early renewal is one attempt, which says nothing about those who would try harder.
            if early is None and not self._cut_short:
                shared_error = _copy(error)
            raise
        finally:
            self._login.land(flight, token, shared_error)

    def _obtain(self, flight: Flight, early: Token | None) -> Generator[Effect, Any, Token]:
        """The next token, for all calls of this process."""
        return (yield from self._fetch(flight, early))

    # The request

    def _fetch(self, flight: Flight, early: Token | None, lease: Lease | None = None) -> Generator[Effect, Any, Token]:
        clock, shared = self._clock, self._shared
        send = token_endpoint.request(shared, self._settings)
        started = clock.monotonic()
        attempts = 0
        while True:
            now = clock.monotonic()
            send.timeout, by_deadline = self._time_for_attempt(now, early)
            flight.due = now + (send.timeout or PATIENCE) + GRACE
            attempts += 1
            answer = yield send
            if isinstance(answer, TransportError):
                self._cut_short = by_deadline and isinstance(answer, errors.TimeoutError)
                error: ERPClientError = token_endpoint.failed(shared, answer)
                repeated = not self._cut_short
            elif 200 <= answer.status < 300:
                token, lifetime, drifts = token_endpoint.read(shared, answer, now)
                if token.ends <= clock.monotonic():
                    # It lives for less time than it takes to get one. Fetching others would never end.
                    token, lifetime = Token(token.value, now, None), None
                self.drifts += drifts
                if LOGGER.isEnabledFor(DEBUG):
                    log_token(
                        shared.vendor.name, lifetime=lifetime, duration=clock.monotonic() - started, attempts=attempts
                    )
                return token
            else:
                error = token_endpoint.refused(shared, answer, clock.wall)
                repeated = answer.status in REPEATED_STATUSES or answer.status == 429
            if early is not None or not repeated:
                raise error
            wait = self._pause(error)
            now = clock.monotonic()
            flight.due = now + wait + GRACE
            if LOGGER.isEnabledFor(INFO):
                log_wait(
                    shared.vendor.name,
                    self._operation,
                    reason=f"token request: {type(error).__name__}",
                    seconds=wait,
                    attempts=attempts,
                )
            if lease is not None:
                yield lease.keep(wait + self._longest_attempt(now), now)
            yield Sleep(wait)
            self.waited += clock.monotonic() - now

    def _time_for_attempt(self, now: float, early: Token | None) -> tuple[float | None, bool]:
        """Seconds for an attempt, and whether it is the deadline of the call that limits them."""
        timeout = self._settings.timeout
        left = None if self._ends is None else self._ends - now
        if left is not None and left <= 0.0:
            self._cut_short = True
            raise self._late("before a token was fetched")
        if early is not None:
            # The call could as well do without: it does not risk all of its time for this.
            limits = (timeout, _EARLY_TIMEOUT, early.ends - now, None if left is None else left / 2)
            return min(limit for limit in limits if limit is not None), False
        if left is not None and (timeout is None or left < timeout):
            return left, True
        return timeout, False

    def _longest_attempt(self, now: float) -> float:
        """Seconds after which an attempt that begins now has surely ended."""
        limits = (self._settings.timeout, None if self._ends is None else self._ends - now)
        return min((limit for limit in limits if limit is not None), default=PATIENCE)

    def _pause(self, error: ERPClientError) -> float:
        """Seconds to wait before the request is repeated; raises the error if it is not to be."""
        shared, settings, random = self._shared, self._settings, self._clock.random
        advice = error.retry_after if isinstance(error, APIStatusError) else None
        if isinstance(error, RateLimitError):
            self._refusals += 1
            if advice is None:
                wait = min(pause_without_advice(shared.default_pause, self._refusals, random), shared.max_pause)
            else:
                wait = max(advice, soonest_after_refusal(self._refusals))
            self._paused += wait
            if settings.quota_timeout is not None and self._paused > settings.quota_timeout:
                raise error
        else:
            self._retries += 1
            if self._retries > settings.max_retries:
                raise error
            wait = max(backoff(self._retries, random), advice or 0.0)
        if wait > shared.max_pause:
            raise error
        if self._ends is not None and self._clock.monotonic() + wait > self._ends:
            self._cut_short = True
            raise error
        return wait

    def _late(self, when: str) -> errors.TimeoutError:
        return errors.TimeoutError(
            f"{self._operation.name}: the deadline of {self._settings.deadline} s passed {when}", sent=False
        )


def _copy(error: ERPClientError) -> ERPClientError:
    """Each of those who share a failure gets an error of its own, which its call completes."""
    copied = copy.copy(error)
    copied.__cause__ = error.__cause__
    return copied
