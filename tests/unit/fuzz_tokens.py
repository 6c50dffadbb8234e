"""A store of tokens as a fuzz has it: it keeps the rule of all stores, among processes and failures that are chosen."""

from __future__ import annotations

from typing import Any, TypeAlias

from attrs import frozen
from hypothesis import strategies as st

from erp_client_runtime.errors import StoreError
from erp_client_runtime.token_backend import StoredToken, TokenAnswer
from tests.unit.runtime.flow_support import FakeClock

UNSENDABLE = "token\r\nX-Evil: 1"


@frozen
class Other:
    """Another process is allowed to fetch for some seconds, if nobody else is, and then brings a token, or none."""

    seconds: float
    lifetime: float | None


Event: TypeAlias = "str | Other"

_OTHERS = st.builds(Other, st.sampled_from([0.01, 1.0, 40.0, 1e9]), st.sampled_from([None, 0.5, 30.0, 600.0]))
TAKES: st.SearchStrategy[list[Event]] = st.lists(
    st.one_of(st.sampled_from(["right", "right", "fails", "is not heard", "unsendable", "loses all"]), _OTHERS),
    max_size=6,
)
"""What happens at each look for a token; after the last one everything goes right."""
TELLS: st.SearchStrategy[list[Event]] = st.lists(
    st.sampled_from(["right", "right", "fails", "is not heard"]), max_size=4
)
"""The same for tokens that are handed over and rights that are given back."""


class FakeTokens:
    """The store: one account, in memory.

    Attributes:
        failures: How often it failed.
        holder: Who may fetch; empty if nobody does.
    """

    name = "the fake one"

    def __init__(self, clock: FakeClock, takes: list[Event], tells: list[Event]) -> None:
        self.failures = 0
        self.holder = ""
        self._clock, self._takes, self._tells = clock, list(takes), list(tells)
        self._until = 0.0
        self._brings: float | None = None
        self._token: tuple[str, float, float] | None = None
        self._last = self._newest = self._number = 0

    def take(self, key: str, holder: str, hold: float, refused: str) -> TokenAnswer:
        event = self._takes.pop(0) if self._takes else "right"
        self._let_time_pass()
        if isinstance(event, Other):
            if not self.holder:
                self._lend("another", event.seconds)
                self._brings = event.lifetime
        elif event == "fails":
            raise self._failure()
        elif event == "unsendable":
            self.failures += 1
            return TokenAnswer(StoredToken(UNSENDABLE, 600.0, 60.0), 0)
        elif event == "loses all":
            self._token, self.holder, self._last, self._newest = None, "", 0, 0
        answer = self._taken(holder, hold, refused)
        if event == "is not heard":
            raise self._failure()
        return answer

    def put(self, key: str, holder: str, number: int, token: StoredToken) -> None:
        def put() -> None:
            if number > self._newest:
                self._newest = number
                self._token = token.value, self._clock.now + token.left, token.margin
            self._give_back(holder, number)

        self._tell(put)

    def release(self, key: str, holder: str, number: int) -> None:
        self._tell(lambda: self._give_back(holder, number))

    def after_fork(self) -> None:
        raise AssertionError("nothing forks")

    def close(self) -> None:
        """Nothing is open."""

    def _taken(self, holder: str, hold: float, refused: str) -> TokenAnswer:
        if self._token is not None and (self._token[0] == refused or self._token[1] <= self._clock.now):
            self._token = None
        token = None
        if self._token is not None:
            value, ends, margin = self._token
            token = StoredToken(value, ends - self._clock.now, margin)
            if token.left > margin:
                return TokenAnswer(token, 0)
        if self.holder not in ("", holder):
            return TokenAnswer(token, 0)
        self._lend(holder, hold)
        return TokenAnswer(token, self._number)

    def _lend(self, holder: str, seconds: float) -> None:
        self._last = self._number = max(self._last, self._newest) + 1
        self.holder, self._until, self._brings = holder, self._clock.now + seconds, None

    def _let_time_pass(self) -> None:
        if self.holder and self._clock.now >= self._until:
            self.holder = ""
            if self._brings is not None:
                self._newest = self._number
                self._token = f"token-of-another-{self._number}", self._until + self._brings, 0.1 * self._brings

    def _tell(self, work: Any) -> None:
        event = self._tells.pop(0) if self._tells else "right"
        if event == "fails":
            raise self._failure()
        work()
        if event == "is not heard":
            raise self._failure()

    def _give_back(self, holder: str, number: int) -> None:
        if (self.holder, self._number) == (holder, number):
            self.holder = ""

    def _failure(self) -> StoreError:
        self.failures += 1
        return StoreError("the token store the fake one cannot be used")


class AtOnce:
    """In place of the thread of a store."""

    def submit(self, call: Any) -> None:
        call()
