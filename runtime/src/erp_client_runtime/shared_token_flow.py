"""Getting a token where other processes use the same ones: from their store, or fetched for all of them.

The one call of this process whose turn it is looks first whether the store has a token, and fetches the next one only
if no other process does.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from erp_client_runtime import errors
from erp_client_runtime.effects import Effect, Sleep
from erp_client_runtime.errors import ERPClientError, StoreError
from erp_client_runtime.token_flow import EARLY_PAUSE, GRACE, PATIENCE, TokenFlow
from erp_client_runtime.tokens import Token

if TYPE_CHECKING:
    from erp_client_runtime.shared_tokens import Found, Lease
    from erp_client_runtime.tokens import Flight

_INFINITE = float("inf")
_LOOK_AFTER = (0.05, 0.25)  # seconds between two looks whether another process has fetched it


class SharedTokenFlow(TokenFlow):
    """How one call gets a token of a store that other processes use, too; see `TokenFlow`."""

    __slots__ = ()

    def _obtain(self, flight: Flight, early: Token | None) -> Generator[Effect, Any, Token]:
        assert self._login.shared is not None
        store, key = self._login.shared
        clock, lease = self._clock, store.lease(key)
        began = clock.monotonic()
        try:
            while True:
                found = yield from self._look(flight, lease)
                if isinstance(found, StoreError):
                    if not store.opens:
                        raise found
                    return (yield from self._fetch(flight, early))
                now = clock.monotonic()
                good = next((one for one in (found.token, early) if one is not None and now < one.ends), None)
                if found.leased:
                    token = yield from self._fetch_for_all(flight, good, lease)
                    if token is not None:
                        return token
                elif good is not None:
                    return _rested(good, now)
                else:
                    self._check_wait(now - began)
                    yield from self._let_others_fetch(flight, now)
        finally:
            lease.release()

    def _look(self, flight: Flight, lease: Lease) -> Generator[Effect, Any, Found | StoreError]:
        """What the store has, as far as it can be used."""
        login, clock = self._login, self._clock
        refused = login.refused[0] if login.refused else ""
        while True:
            now = clock.monotonic()
            if self._ends is not None and now >= self._ends:
                self._cut_short = True
                raise self._late("while another process was fetching the token")
            flight.due = now + PATIENCE
            found: Found | StoreError = yield lease.ask(refused, self._longest_attempt(now), now)
            token = None if isinstance(found, StoreError) else found.token
            if isinstance(found, StoreError) or token is None:
                return found
            if token.value == refused or token.value not in login.refused:
                return found._replace(token=login.known(token))
            refused = token.value  # other processes do not know yet that it was

    def _fetch_for_all(self, flight: Flight, good: Token | None, lease: Lease) -> Generator[Effect, Any, Token | None]:
        """Fetch a token; if that fails, the one that is still good. None if that has just ended."""
        try:
            token = yield from self._fetch(flight, good, lease)
        except ERPClientError as error:
            if good is None:
                raise
            now = self._clock.monotonic()
            self._log_renewal(error, good)
            return _rested(good, now) if now < good.ends else None
        if token.kept:
            yield lease.put(token, self._clock.monotonic())
            now = self._clock.monotonic()
            if token.ends <= now:
                # It lives for less time than the store needs. Fetching others would never end.
                return Token(token.value, now, None)
        return token

    def _check_wait(self, waited: float) -> None:
        """Raise if others take longer than this call could take: they may have failed one after the other."""
        settings = self._settings
        pauses = _INFINITE if settings.quota_timeout is None else settings.quota_timeout
        if waited > pauses + (1 + settings.max_retries) * (settings.timeout or PATIENCE) + GRACE:
            raise errors.TimeoutError(
                f"{self._operation.name}: for {waited:.0f} s other processes had the turn to fetch the token, and none "
                "brought one. Check whether the token endpoint answers, and what these processes log",
                sent=False,
            )

    def _let_others_fetch(self, flight: Flight, now: float) -> Generator[Effect, Any, None]:
        least, most = _LOOK_AFTER
        wait = least + (most - least) * self._clock.random()
        if self._ends is not None:
            wait = max(0.0, min(wait, self._ends - now))
        flight.due = now + wait + GRACE
        yield Sleep(wait)
        self.waited += self._clock.monotonic() - now


def _rested(token: Token, now: float) -> Token:
    """A token that is good, and that nobody in this process tries to renew before a while."""
    if token.renew_at <= now:
        token.renew_at = now + EARLY_PAUSE
    return token
