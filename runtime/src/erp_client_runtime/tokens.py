"""Tokens in the memory of the process, and who fetches the next one: one request at a time for each login.

A login is what one set of credentials is at one endpoint. All clients, threads, tasks and event loops of the process
that use the same share it. Whoever needs a token while none is there starts a flight, as its leader; the others wait
for its end. A leader that gives up, for whatever reason, ends the flight too, and one of those who waited leads the
next. A leader that can no longer be heard of (its event loop has stopped) is not waited for longer than its request
may take.

Nothing here blocks, apart from the two ways to wait for a flight, which the drivers call.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from erp_client_runtime.effects import HeaderPairs
from erp_client_runtime.errors import ERPClientError

if TYPE_CHECKING:
    from erp_client_runtime.shared_tokens import SharedTokens
    from erp_client_runtime.stores import StoreKey

SENDABLE = r"[\x21-\x7e]+"
"""What a token looks like that can be sent in a header."""

_REMEMBERED = 16
_SWEEP_ABOVE = 64
_EARLY_SHARE = 0.1
_EARLIEST = 60.0
_UNENDING = float("inf")


class Token:
    """An access token. All times are monotonic.

    Args:
        value: The token.
        now: When it was asked for.
        lifetime: Seconds from then on; None if it is good for the calls that wait for it and is not to be kept.

    Attributes:
        value: The token.
        pairs: The header that carries it.
        renew_at: From when on someone should fetch the next one: the last tenth of the lifetime, at most a minute.
        ends: From when on it is not sent any more.
        kept: Whether later calls may use it.
    """

    __slots__ = ("ends", "kept", "pairs", "renew_at", "value")

    def __init__(self, value: str, now: float, lifetime: float | None) -> None:
        self.value = value
        self.pairs: HeaderPairs = ((b"Authorization", b"Bearer " + value.encode("ascii")),)
        self.kept = lifetime is not None
        self.ends = _UNENDING if lifetime is None else now + lifetime
        self.renew_at = _UNENDING if lifetime is None else self.ends - min(_EARLIEST, _EARLY_SHARE * lifetime)

    def __repr__(self) -> str:
        return "<Token>"


class Flight:
    """One request for a token, led by one call; others may wait for its end.

    Attributes:
        token: What it brought; None while it is under way, and if it brought nothing.
        error: Why it brought nothing, if that holds for those who wait as well; never raised itself, only copies.
        due: When it will have ended unless its leader is gone, monotonic.
        timeout: Seconds that its leader gives one attempt; None for no limit.
        retries: How often its leader repeats one.
    """

    __slots__ = ("_login", "_number", "_over", "_thread", "_wakers", "due", "error", "retries", "timeout", "token")

    def __init__(self, login: Login, number: int, timeout: float | None, retries: int) -> None:
        self._login = login
        self._number = number
        self._thread = threading.get_ident()
        self._over = False
        self._wakers: set[Callable[[], object]] = set()
        self.token: Token | None = None
        self.error: ERPClientError | None = None
        self.due = _UNENDING
        self.timeout = timeout
        self.retries = retries

    def wait(self, seconds: float) -> bool:
        """Block until it ends or some seconds are over.

        Returns:
            Whether waiting is of no use: its leader is a call of this very thread, which cannot go on meanwhile.
        """
        if self._thread == threading.get_ident():
            return not self._over
        event = threading.Event()
        if self._call_at_end(event.set):
            try:
                event.wait(seconds)
            finally:
                self._wakers.discard(event.set)
        return False

    async def wait_async(self, seconds: float) -> bool:
        """Await its end, or that some seconds are over; False, since other tasks can always go on meanwhile."""
        import asyncio  # here, since who only makes synchronous calls should not wait for it

        loop = asyncio.get_running_loop()
        ended = asyncio.Event()

        def wake() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(ended.set)

        if self._call_at_end(wake):
            try:
                async with asyncio.timeout(seconds):
                    await ended.wait()
            except TimeoutError:
                pass
            finally:
                self._wakers.discard(wake)
        return False

    def _call_at_end(self, waker: Callable[[], object]) -> bool:
        with self._login._lock:
            if not self._over:
                self._wakers.add(waker)
            return not self._over

    def _wake(self) -> None:
        self._over = True
        for waker in list(self._wakers):
            try:
                waker()
            except RuntimeError:  # its event loop was closed in this very moment: nobody waits there any more
                continue


class Login:
    """What is known about one set of credentials at one token endpoint.

    Attributes:
        token: The token that calls carry; None if there is none.
        flight: The request for the next one that is under way; None if none is.
        secrets: The last tokens, newest first, for removing them from whatever an answer echoes.
        refused: The last tokens that were refused, newest first; another process may not know yet.
        shared: The store of other processes, and the key there, from which tokens come; None if there is none.
    """

    __slots__ = (
        "__weakref__",
        "_flights",
        "_last",
        "_lock",
        "_newest",
        "flight",
        "refused",
        "secrets",
        "shared",
        "token",
    )

    def __init__(self, shared: tuple[SharedTokens, StoreKey] | None = None) -> None:
        self.token: Token | None = None
        self.secrets: tuple[str, ...] = ()
        self.refused: tuple[str, ...] = ()
        self.shared = shared
        self._flights = 0
        self._last: Token | None = None
        self._newest = 0  # number of the flight that brought the newest token there ever was
        self.reset()

    def reset(self) -> None:
        """Forget who is under way: after a fork those threads do not exist. The token is as good as before."""
        # Reentrant, since the garbage collector may end a flight at any moment, in this thread as well.
        self._lock = threading.RLock()
        self.flight: Flight | None = None

    def start(self, seen: Token | None, timeout: float | None, retries: int) -> Flight | None:
        """Begin a flight as its leader.

        Args:
            seen: The token that is to be replaced.
            timeout: Seconds that the leader gives one attempt; None for no limit.
            retries: How often the leader repeats one.

        Returns:
            The flight; None if one is under way, or if the token is another one by now.
        """
        with self._lock:
            if self.flight is not None or self.token is not seen:
                return None
            self._flights += 1
            self.flight = Flight(self, self._flights, timeout, retries)
            return self.flight

    def land(self, flight: Flight, token: Token | None = None, error: ERPClientError | None = None) -> None:
        """End a flight, as its leader, with a token, with an error that others get too, or with nothing.

        A token never takes the place of one that was asked for later, or that came later and has been refused since.
        """
        with self._lock:
            flight.token, flight.error = token, error
            if token is not None:
                if token.value not in self.secrets:
                    self.secrets = (token.value, *self.secrets[: _REMEMBERED - 1])
                if token.kept and flight._number > self._newest:
                    self._newest = flight._number
                    self.token = self._last = token
                    self.refused = tuple(value for value in self.refused if value != token.value)
            self.give_up(flight)

    def give_up(self, flight: Flight) -> None:
        """Do not wait for a flight any longer; if it lands after all, it still brings its token."""
        with self._lock:
            if self.flight is flight:
                self.flight = None
            flight._wake()

    def drop(self, token: Token) -> None:
        """Forget a token that was refused, unless another one has taken its place."""
        with self._lock:
            if self.token is token:
                self.token = None
                self.refused = (token.value, *self.refused[: _REMEMBERED - 1])

    def known(self, token: Token) -> Token:
        """The object that calls carry already, if it is the same token: it is dropped when any of them is refused."""
        last = self._last
        if last is None or last.value != token.value:
            return token
        last.ends, last.renew_at = token.ends, token.renew_at
        return last


class MemoryTokens:
    """The logins of this process, found by what tells them apart. A forked child keeps the tokens."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        # All that some client uses; and, for the next client with the same credentials, those that hold a token.
        self._used: weakref.WeakValueDictionary[Hashable, Login] = weakref.WeakValueDictionary()
        self._kept: dict[Hashable, Login] = {}
        self._sweep_at = _SWEEP_ABOVE
        if sys.platform != "win32":
            os.register_at_fork(after_in_child=self._after_fork)

    def login(self, key: Hashable, now: float, shared: tuple[SharedTokens, StoreKey] | None = None) -> Login:
        """The login for a key (vendor, addresses, fingerprint of the credentials, scope) and a store of its own."""
        if shared is not None:
            key = (key, shared[0])
        with self._lock:
            login = self._used.get(key)
            if login is None:
                self._sweep(now)
                login = self._used[key] = Login(shared)
            if shared is None:
                # Else the next client finds the token in the store, whose thread and connections end with its users.
                self._kept[key] = login
            return login

    def _sweep(self, now: float) -> None:
        if len(self._kept) >= self._sweep_at:
            self._kept = {
                key: login for key, login in self._kept.items() if login.token is not None and login.token.ends > now
            }
            self._sweep_at = max(_SWEEP_ABOVE, 2 * len(self._kept))

    def _after_fork(self) -> None:
        self._lock = threading.RLock()
        for login in list(self._used.values()):
            login.reset()


TOKENS = MemoryTokens()
"""The store that all clients of this process share."""
