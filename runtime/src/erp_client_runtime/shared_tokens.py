"""A store of tokens that other processes use, too, as the flow of a call sees it.

In each process only the call that leads the request for an account's next token asks it. Nothing here blocks: what does
is handed out as an effect (`Ask`), or to the store's worker if nobody waits for it.
"""

from __future__ import annotations

import os
import re
import sys
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from erp_client_runtime.effects import Ask
from erp_client_runtime.errors import StoreError
from erp_client_runtime.log import LOGGER
from erp_client_runtime.token_backend import StoredToken
from erp_client_runtime.tokens import SENDABLE, Token
from erp_client_runtime.worker import Worker

if TYPE_CHECKING:
    from erp_client_runtime.stores import StoreKey
    from erp_client_runtime.token_backend import TokenBackend

T = TypeVar("T")

_GRACE = 1.0  # seconds that a request may outlast its time limit


class SharedTokens:
    """Tokens of a store outside this process.

    Args:
        backend: The store.
        opens: Whether this process fetches tokens by itself while the store cannot be used; else calls fail then.

    Attributes:
        opens: The same.
    """

    def __init__(self, backend: TokenBackend, *, opens: bool = False) -> None:
        self.opens = opens
        self._backend = backend
        self._worker = Worker()
        self._failing = False
        self._process = os.urandom(16).hex()
        _stores.add(self)
        # The connections are closed when nobody uses the store any more, and at the end of the process.
        weakref.finalize(self, backend.close)

    @property
    def name(self) -> str:
        """What errors call it."""
        return self._backend.name

    def after_fork(self) -> None:
        """A child is a process of its own, without the parent's connections and thread."""
        self._backend.after_fork()
        self._worker.after_fork()
        self._process = os.urandom(16).hex()

    def lease(self, key: StoreKey) -> Lease:
        """For one who leads the request for the next token of an account."""
        return Lease(self, key)

    def _do(self, call: Callable[[TokenBackend], T]) -> T:
        """Do something with the store.

        Raises:
            StoreError: it cannot be used.
        """
        try:
            result = call(self._backend)
        except StoreError as error:
            self._note(error)
            raise
        self._failing = False
        return result

    def _note(self, error: StoreError) -> None:
        if not self._failing:
            self._failing = True
            instead = "it is done without it" if self.opens else "calls that need a new token fail"
            LOGGER.warning("until it can be used again, %s: %s", instead, error)


class Found(NamedTuple):
    """What the store has for one who wants a token.

    Attributes:
        token: A token that can be sent; None if there is none.
        leased: Whether the asker is to fetch the next one.
    """

    token: Token | None
    leased: bool


class Lease:
    """The right to fetch the next token of an account, for one who asks for it.

    Args:
        store: The store.
        key: The account.
    """

    __slots__ = ("_holder", "_key", "_number", "_store", "_unsettled")

    def __init__(self, store: SharedTokens, key: StoreKey) -> None:
        self._store = store
        self._key = key
        # One for the process: a call that blocks an event loop must not wait for a call in that loop.
        self._holder = store._process
        self._number = 0
        self._unsettled = False  # whether the store may think that we hold it

    def ask(self, refused: str, seconds: float, now: float) -> Ask:
        """Look for a token, and ask for the right to fetch one if there is none, or if it ends soon.

        The result is a `Found`, or a `StoreError`.

        Args:
            refused: The token that was refused last; empty if none was.
            seconds: For which the right is needed, at least.
            now: The time, monotonic.
        """
        self._unsettled = True

        def take() -> Found:
            answer = self._store._do(
                lambda backend: backend.take(self._key.text, self._holder, seconds + _GRACE, refused)
            )
            if answer.number:
                self._number = answer.number
            else:
                self._unsettled = False
            kept = answer.token
            if kept is None:
                return Found(None, bool(answer.number))
            if not re.fullmatch(SENDABLE, kept.value):
                raise StoreError(
                    f"the token store {self._store.name} holds something that is no token: delete what it holds"
                )
            # Its life is counted from before the store was asked: rather too short than too long.
            token = Token(kept.value, now, kept.left)
            token.renew_at = token.ends - kept.margin
            return Found(token, bool(answer.number))

        return Ask(take, self._store._worker)

    def keep(self, seconds: float, now: float) -> Ask:
        """Ask for the right for longer. Should another process have got it meanwhile, the newer token stays."""
        return self.ask("", seconds, now)

    def put(self, token: Token, now: float) -> Ask:
        """Hand over the token that was fetched. That the store does not take it is logged, and has no other effect."""
        stored = StoredToken(token.value, token.ends - now, token.ends - token.renew_at)

        def put() -> None:
            self._unsettled = False
            try:
                self._store._do(lambda backend: backend.put(self._key.text, self._holder, self._number, stored))
            except StoreError:
                return  # noted; this process has its token

        return Ask(put, self._store._worker)

    def release(self) -> None:
        """Give the right back, if it may be there; nobody waits for that."""
        if not self._unsettled or self._holder != self._store._process:
            return
        self._unsettled = False

        def release() -> None:
            try:
                # By now the number is known, even if nobody waited for the answer.
                self._store._do(lambda backend: backend.release(self._key.text, self._holder, self._number))
            except StoreError:
                return  # noted; it ends by itself

        try:
            self._store._worker.submit(release)
        except RuntimeError:
            return  # the process ends, and the right by itself


_stores: weakref.WeakSet[SharedTokens] = weakref.WeakSet()


def _after_fork() -> None:
    for store in list(_stores):
        store.after_fork()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_after_fork)
