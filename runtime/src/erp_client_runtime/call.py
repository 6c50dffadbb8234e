"""The state of one call, and the steps that `flow.call_flow` puts in order: waiting, attempting, judging, reporting."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from logging import DEBUG, INFO
from typing import TYPE_CHECKING, Any, TypeVar

from erp_client_runtime import errors
from erp_client_runtime.decoding import Decoding
from erp_client_runtime.effects import Effect, Send, Sleep
from erp_client_runtime.errors import (
    AmbiguousWriteError,
    AnsweredError,
    DecodeError,
    ERPClientError,
    NotFoundError,
    QuotaTimeoutError,
    StoreError,
    TransportError,
)
from erp_client_runtime.faults import Fault, error_for
from erp_client_runtime.log import LOGGER, log_call, log_wait
from erp_client_runtime.quota import Ticket
from erp_client_runtime.redaction import redacted, redacted_bytes, redacted_id, scrub
from erp_client_runtime.retry import (
    REPEATED_STATUSES,
    backoff,
    pause_without_advice,
    retry_after,
    soonest_after_refusal,
)

if TYPE_CHECKING:
    from erp_client_runtime.clock import Clock
    from erp_client_runtime.decoding import Drift
    from erp_client_runtime.operation import Operation
    from erp_client_runtime.response import RawResponse
    from erp_client_runtime.settings import Settings
    from erp_client_runtime.shared import Shared
    from erp_client_runtime.tokens import Token

T = TypeVar("T")

_LONGEST_PAUSE = 3600.0
_LONGEST_NAP = 5.0
_SHORTEST = 0.001
_INFINITE = float("inf")
_NOT_LOOKED_UP = ": look with a read whether it was done before trying again"
_FRESH_REFUSED = (
    ". A fresh token was refused, too, so it is not the token's age: check that token_url= and base_url= belong to the "
    "same system, and that this client may use it"
)


class Call:
    """The state of one call."""

    __slots__ = (
        "_attempts",
        "_clock",
        "_drifts",
        "_ends",
        "_last",
        "_login",
        "_lost",
        "_operation",
        "_paused",
        "_quota_waited",
        "_raw",
        "_refusals",
        "_renewed",
        "_retries",
        "_settings",
        "_shared",
        "_started",
        "_ticket",
        "_token",
        "_waited",
    )

    def __init__(self, shared: Shared, settings: Settings, clock: Clock, operation: Operation[Any]) -> None:
        self._shared = shared
        self._settings = settings
        self._clock = clock
        self._operation = operation
        self._started = clock.monotonic()
        self._ends = None if settings.deadline is None else self._started + settings.deadline
        self._ticket = Ticket(shared.quota_key, shared.quota)
        self._login = shared.login
        self._token: Token | None = None  # the one to send
        self._renewed = False  # whether one that was sent has been refused
        self._attempts = 0
        self._retries = 0  # attempts that were repeats of failed ones, as max_retries counts them
        self._paused = 0.0  # seconds of the pauses that its refusals led to
        self._refusals = 0  # how often in a row the vendor said: too many requests
        self._waited = 0.0
        self._quota_waited = 0.0
        self._last: ERPClientError | None = None  # what went wrong in the last attempt
        self._lost = False  # whether an earlier attempt may have done its work although no answer says so
        self._drifts: list[Drift] = []
        self._raw: RawResponse | None = None  # the last answer, unless nothing came after it

    # The token

    def lacks_token(self) -> bool:
        """Whether a token has to be fetched first, or should be, since the one there is ends soon."""
        if self._login is None:
            return False
        token = self._login.token
        if token is None or self._clock.monotonic() >= token.renew_at:
            return True
        self._token = token
        return False

    def get_token(self) -> Generator[Effect, Any, None]:
        """Fetch a token, or wait for the one that another call fetches."""
        assert self._login is not None
        # Here, since clients with static headers should not wait for it, and few programs share tokens.
        if self._login.shared is None:
            from erp_client_runtime.token_flow import TokenFlow
        else:
            from erp_client_runtime.shared_token_flow import SharedTokenFlow as TokenFlow
        flow = TokenFlow(self._shared, self._login, self._settings, self._clock, self._operation, self._ends)
        try:
            self._token = yield from flow.run()
        finally:
            self._waited += flow.waited
            self._drifts += flow.drifts

    def token_ended(self) -> bool:
        """Whether the token ended, or was refused, while the call waited for its permit; that is given back then."""
        token, login = self._token, self._login
        if token is None or login is None:
            return False
        now = self._clock.monotonic()
        current = login.token
        if current is not token and token.kept:
            token = current
        if token is not None and now < token.ends:
            self._token = token
            return False
        self._shared.store.finish(self._ticket, now, sent=False)
        return True

    def may_renew(self, fault: Fault) -> bool:
        """Whether an answer says that the token is not good, so that another one may be; once in a call."""
        return fault.response.status == 401 and self._token is not None and not self._renewed

    def drop_token(self) -> None:
        """Have no call use the token that was refused any more."""
        assert self._login is not None
        assert self._token is not None
        self._login.drop(self._token)
        self._renewed = True

    # Waiting

    def take_permit(self) -> Generator[Effect, Any, None]:
        """Wait for the quota and for the end of pauses."""
        ticket, clock, store = self._ticket, self._clock, self._shared.store
        if store.shared:
            ticket.hold = self._longest_attempt()
        while True:
            now = clock.monotonic()
            wait = store.try_take(ticket, now)
            if isinstance(wait, float):
                if wait <= 0.0:
                    return
                self._check_wait(now, wait)
                # Someone ahead may give up in the meantime: no nap is longer than it takes for that to matter.
                nap = wait if ticket.limit is None else min(wait, max(ticket.limit.per, _LONGEST_NAP))
                yield store.nap(ticket, nap)
            else:
                problem = yield wait
                if isinstance(problem, StoreError):
                    raise problem
            passed = clock.monotonic() - now
            self._waited += passed
            self._quota_waited += passed

    def _longest_attempt(self) -> float:
        timeout = self._settings.timeout
        left = _INFINITE if self._ends is None else max(0.0, self._ends - self._clock.monotonic())
        return left if timeout is None else min(timeout, left)

    def _check_wait(self, now: float, wait: float) -> None:
        """Raise before waiting if it is certain that the wait takes longer than allowed."""
        allowed = self._settings.quota_timeout
        left = _INFINITE if allowed is None else allowed - self._quota_waited
        if self._ends is not None:
            left = min(left, self._ends - now)
        if wait <= left:
            return
        if self._last is not None:
            raise self._last
        needed = self._quota_waited + wait
        why = self._shared.why_held_back(self._ticket, now, wait)
        limit = "quota_timeout" if allowed is not None and wait > allowed - self._quota_waited else "deadline"
        raise QuotaTimeoutError(
            f"{self._operation.name}: requests are held back ({why}); that takes at least "
            f"{needed:.1f} s, longer than {limit} allows",
            needed=needed,
        )

    def _sleep(self, seconds: float, now: float) -> Generator[Effect, Any, None]:
        yield Sleep(seconds)
        self._waited += self._clock.monotonic() - now

    def back_off(self, error: ERPClientError, advice: float | None) -> Generator[Effect, Any, None]:
        """Wait before the next attempt, at least as long as the vendor says; raise the error if that is too long."""
        self._last = error
        self._retries += 1
        wait = max(backoff(self._retries, self._clock.random), advice or 0.0)
        now = self._clock.monotonic()
        if wait > self._shared.max_pause or (self._ends is not None and now + wait > self._ends):
            raise error
        self._log_wait(type(error).__name__, wait)
        yield from self._sleep(wait, now)

    def pause_everyone(self, error: AnsweredError) -> None:
        """Let nobody with the same quota send for as long as the vendor says; this call waits with its next permit."""
        self._refusals += 1
        shared, advice = self._shared, error.retry_after
        if advice is None:
            pause = min(
                pause_without_advice(shared.default_pause, self._refusals, self._clock.random), shared.max_pause
            )
        else:
            pause = max(advice, soonest_after_refusal(self._refusals))
        shared.store.pause(self._ticket, self._clock.monotonic(), min(pause, _LONGEST_PAUSE))
        self._last = error
        self._paused += pause
        allowed = self._settings.quota_timeout
        # Pauses count whole, also where they pass while a token is fetched: else there would be no end to them.
        if (advice is not None and advice > shared.max_pause) or (allowed is not None and self._paused > allowed):
            raise error
        self._log_wait("too many requests", pause)

    def leave(self) -> None:
        """Give up the place in the queue, if there is still one."""
        self._shared.store.leave(self._ticket)

    # One attempt

    def attempt(self, send: Send) -> Generator[Effect, Any, RawResponse | TransportError]:
        """Send with credentials, and give the permit back when the answer is there or will not come."""
        clock, store = self._clock, self._shared.store
        sent = False
        try:
            send.timeout = self._time_for_attempt(clock.monotonic())
            send.credentials = self._shared.pairs if self._token is None else self._token.pairs
            self._attempts += 1
            sent = True
            answer: RawResponse | TransportError = yield send
            if isinstance(answer, TransportError):
                sent = answer.sent
                self._raw = None
            else:
                self._raw = answer
        finally:
            store.finish(self._ticket, clock.monotonic(), sent=sent)
        if store.shared:
            yield store.settle(self._ticket)
        return answer

    def _time_for_attempt(self, now: float) -> float | None:
        timeout, ends = self._settings.timeout, self._ends
        if ends is None:
            return timeout
        left = ends - now
        if left <= 0.0:
            raise self._last or errors.TimeoutError(
                f"{self._operation.name}: the deadline of {self._settings.deadline} s passed before anything was sent",
                sent=False,
            )
        return left if timeout is None else min(timeout, left)

    def after_failure(self, error: TransportError) -> Generator[Effect, Any, None]:
        """Wait to repeat an attempt without an answer; raise if it must not be repeated."""
        if error.sent:
            if self._operation.retry != "safe":
                raise self.ambiguous(error, status=error.status) from error
            self._lost = True
        if self._retries >= self._settings.max_retries:
            raise error
        yield from self.back_off(error, None)

    # Judging an answer

    def error_for(self, fault: Fault) -> AnsweredError:
        """The exception for an answer that is an error."""
        shared, response = self._shared, fault.response
        return error_for(
            fault,
            shared.vendor,
            self._operation,
            corrected=self._operation.name in shared.operation_paths,
            secrets=self._secrets(),
            remark=_FRESH_REFUSED if fault.response.status == 401 and self._renewed else "",
            retry_after=retry_after(response.headers, self._clock.wall),
        )

    def may_repeat(self, fault: Fault) -> bool:
        """Whether an answer that is an error is a reason to try again."""
        if fault.response.status not in REPEATED_STATUSES or fault.kind not in (None, "server"):
            return False
        if self._operation.retry != "safe":
            return False
        if fault.envelope is None:  # else the vendor itself says that it was not done
            self._lost = True
        return self._retries < self._settings.max_retries

    def was_deleted_before(self, error: AnsweredError) -> bool:
        """Whether a repeated DELETE finds nothing because the first one did its work and its answer was lost."""
        return self._lost and self._operation.method == "DELETE" and isinstance(error, NotFoundError)

    def is_ambiguous(self, fault: Fault) -> bool:
        """Whether a write may have happened although the answer is an error.

        That is when the error is not the vendor's own and does not say that the request was refused: a gateway failed
        or gave up waiting, or leads elsewhere.
        """
        if self._operation.retry == "safe" or fault.envelope is not None:
            return False
        status = fault.response.status
        return 300 <= status < 400 or status in (408, 499) or status >= 500

    def final(self, fault: Fault, error: AnsweredError) -> ERPClientError:
        """What to raise for an answer that is an error."""
        if not self.is_ambiguous(fault):
            return error
        return self.ambiguous(error, status=error.status, body_start=error.body_start)

    def decoded(self, response: RawResponse, arguments: Mapping[str, Any]) -> Any:
        """The result that an answer holds; differences from the documentation are reported."""
        operation = self._operation
        response.attempts, response.waited = self._attempts, self._waited
        decoding = Decoding(operation.name, self._settings.strict, response=response)
        try:
            if response.damage is not None:
                raise decoding.error(f"the body cannot be used: {response.damage}")
            result = operation.result.decode(response, decoding, arguments)
        except (DecodeError, NotFoundError) as error:
            # The vendor may echo what it was sent, and who made these errors does not know the credentials.
            secrets = self._secrets()
            error.body_start = redacted_bytes(response.content, secrets)
            error.__context__ = None  # that of a parser, which holds the whole answer
            if isinstance(error, NotFoundError):
                error.request_id = redacted_id(response, secrets)
                raise
            if operation.retry == "safe" or error.path or self._is_readable(response, arguments):
                raise
            raise self.ambiguous(error, status=error.status, body_start=error.body_start) from error
        if decoding.count:
            self._drifts += decoding.events
        return result

    def _is_readable(self, response: RawResponse, arguments: Mapping[str, Any]) -> bool:
        """Whether an answer that strictness refuses would do without it, so that it tells that a write was done."""
        if not self._settings.strict or response.damage is not None:
            return False
        try:
            self._operation.result.decode(response, Decoding(self._operation.name, response=response), arguments)
        except ERPClientError:
            return False
        return True

    # A write of which nobody knows whether it was done

    def ambiguous(self, cause: ERPClientError, outcome: str = _NOT_LOOKED_UP, **known: Any) -> AmbiguousWriteError:
        """The error for it.

        Args:
            cause: What came instead of an answer that tells.
            outcome: What became of looking it up.
            known: Further attributes of the error.
        """
        return AmbiguousWriteError(
            f"{self._operation.name} was sent, and what came back does not tell whether it was done ({cause}). It "
            f"was not repeated, since that could do it twice{outcome}",
            **known,
        )

    def settled(self, error: AmbiguousWriteError, body: object) -> Generator[Effect, Any, Any]:
        """The result of it after all, if looking it up tells that it was done; else report and raise the error."""
        # Here, since few calls ever need it.
        from erp_client_runtime.reconcile import settle

        try:
            return (yield from settle(self, self._operation, body, error))
        except AmbiguousWriteError as failure:
            self.fail(failure)
            raise

    def wait_to_look(self, seconds: float) -> Generator[Effect, Any, bool]:
        """Wait before looking whether it was done; False at once if the deadline leaves no time for that."""
        now = self._clock.monotonic()
        if self._ends is not None and now + seconds >= self._ends:
            return False
        self._log_wait("nobody knows whether it was done", seconds)
        yield from self._sleep(seconds, now)
        return True

    def read(self, operation: Operation[Any], arguments: Mapping[str, Any]) -> Generator[Effect, Any, Any]:
        """The result of another operation: a call of its own, with the settings of this one and the same end."""
        from erp_client_runtime.flow import call_flow  # which imports this module

        settings = self._settings
        if self._ends is not None:
            left = max(self._ends - self._clock.monotonic(), _SHORTEST)
            settings = settings.with_options({"deadline": left}, ())
        return (yield from call_flow(self._shared, settings, self._clock, operation, arguments, None))

    def redacted(self, text: str) -> str:
        """A text without what must not appear in errors."""
        return redacted(text, self._secrets())

    def _secrets(self) -> tuple[str, ...]:
        """What must not appear in errors and logs, should an answer echo it."""
        secrets, token = self._shared.secrets, self._token
        return secrets if token is None else (*secrets, token.value)

    # The end

    def succeed(self) -> None:
        """Report differences and the answer, and log the call; each of these even if one before it raises."""
        try:
            if self._drifts:
                self._shared.report(self._drifts)
        finally:
            try:
                self._report_answer()
            finally:
                if LOGGER.isEnabledFor(DEBUG):
                    self._log("done", failed=False)

    def fail(self, error: ERPClientError) -> None:
        """Complete the error, report the answer and log the call."""
        self._complete(error)
        if isinstance(error.__cause__, ERPClientError):
            self._complete(error.__cause__)
        scrub(error, self._secrets())
        try:
            self._report_answer()
        except Exception as failure:  # noqa: BLE001 - the user's own code, which may raise anything
            text = redacted(f"{type(failure).__name__}: {failure}", self._secrets())
            error.add_note(f"on_response was told of this and raised {text}")
        if LOGGER.isEnabledFor(INFO):
            self._log(type(error).__name__, failed=True)

    def _complete(self, error: ERPClientError) -> None:
        error.operation = error.operation or self._operation.name
        error.attempts, error.waited = self._attempts, self._waited
        if self._lost and isinstance(error, TransportError):
            error.sent = True  # by an attempt before the last one
        if isinstance(error, AnsweredError) and error.evidence is None:
            error.evidence = self._operation.path_evidence

    def _report_answer(self) -> None:
        raw, on_response = self._raw, self._settings.on_response
        if raw is not None:
            raw.attempts, raw.waited = self._attempts, self._waited
            if on_response is not None:
                on_response(raw)

    def _log(self, outcome: str, *, failed: bool) -> None:
        raw = self._raw
        log_call(
            self._shared.vendor.name,
            self._operation,
            outcome=outcome,
            failed=failed,
            status=None if raw is None else raw.status,
            attempts=self._attempts,
            waited=self._waited,
            duration=self._clock.monotonic() - self._started,
            request_id=None if raw is None else redacted_id(raw, self._secrets()),
        )

    def _log_wait(self, reason: str, seconds: float) -> None:
        if LOGGER.isEnabledFor(INFO):
            log_wait(self._shared.vendor.name, self._operation, reason=reason, seconds=seconds, attempts=self._attempts)
