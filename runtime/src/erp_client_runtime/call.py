"""The state of one call.

`flow.call_flow` puts the steps in order that work with it: those in `attempting`, `waiting`, `judging` and `reporting`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erp_client_runtime.quota import Ticket

if TYPE_CHECKING:
    from erp_client_runtime.clock import Clock
    from erp_client_runtime.decoding import Drift
    from erp_client_runtime.errors import ERPClientError
    from erp_client_runtime.operation import Operation
    from erp_client_runtime.response import RawResponse
    from erp_client_runtime.settings import Settings
    from erp_client_runtime.shared import Shared
    from erp_client_runtime.tokens import Token

_INFINITE = float("inf")


class Call:
    """What is known of one call. Times are those of its clock, monotonic; all else is in seconds.

    Attributes:
        started: When it began.
        ends: When it has to be over; None without a deadline.
        ticket: Its place in the queue for permits.
        token: The token to send; None where the credentials themselves go along.
        renewed: Whether a token that was sent has been refused.
        attempts: How many requests were sent.
        retries: How many of them repeated failed ones, as `max_retries` counts them.
        refusals: How often in a row the vendor said: too many requests.
        paused: How long the pauses that this led to are together.
        waited: How long it has waited, for whatever.
        quota_waited: How long of that for permits.
        last: What went wrong in the last attempt.
        lost: Whether an earlier attempt may have done its work although no answer says so.
        drifts: Differences between answers and the documentation.
        raw: The last answer, unless nothing came after it.
    """

    __slots__ = (
        "attempts",
        "clock",
        "drifts",
        "ends",
        "last",
        "lost",
        "operation",
        "paused",
        "quota_waited",
        "raw",
        "refusals",
        "renewed",
        "retries",
        "settings",
        "shared",
        "started",
        "ticket",
        "token",
        "waited",
    )

    def __init__(self, shared: Shared, settings: Settings, clock: Clock, operation: Operation[Any]) -> None:
        self.shared = shared
        self.settings = settings
        self.clock = clock
        self.operation = operation
        self.started = clock.monotonic()
        self.ends = None if settings.deadline is None else self.started + settings.deadline
        self.ticket = Ticket(shared.quota_key, shared.quota)
        self.token: Token | None = None
        self.renewed = False
        self.attempts = 0
        self.retries = 0
        self.refusals = 0
        self.paused = 0.0
        self.waited = 0.0
        self.quota_waited = 0.0
        self.last: ERPClientError | None = None
        self.lost = False
        self.drifts: list[Drift] = []
        self.raw: RawResponse | None = None

    def left(self, now: float) -> float:
        """Seconds until it has to be over."""
        return _INFINITE if self.ends is None else self.ends - now

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not appear in errors and logs, should an answer echo it."""
        secrets, token = self.shared.secrets, self.token
        return secrets if token is None else (*secrets, token.value)
