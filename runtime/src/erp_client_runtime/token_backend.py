"""What a store of tokens that several processes share has to do, and how it answers.

`FileTokens` and `RedisTokens` do it, by one rule: who wants to fetch a token for an account gets a number, while nobody
else is allowed to. The number is higher than any before; a token only ever takes the place of one that was fetched with
a lower one. Who was allowed to fetch and is never heard of again loses that after a while.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol


class StoredToken(NamedTuple):
    """A token as a store keeps it.

    Attributes:
        value: The token.
        left: Seconds for which it is good from now on.
        margin: How many seconds before its end someone should fetch the next one.
    """

    value: str
    left: float
    margin: float

    def __repr__(self) -> str:
        return f"<StoredToken, {self.left:.0f} s left>"


class TokenAnswer(NamedTuple):
    """What a store says to one who wants a token.

    Attributes:
        token: The token there is; None if there is none that can be used.
        number: With which the asker is to fetch the next one; 0 if it is not: the token is good for longer, or someone
            else fetches.
    """

    token: StoredToken | None
    number: int


class TokenBackend(Protocol):
    """A store that several processes share. Its methods may block for a moment.

    All of them raise `StoreError` if the store cannot be used, can be repeated without harm, and may be called by any
    number of threads at a time.
    """

    @property
    def name(self) -> str:
        """What errors call it; without passwords."""
        ...

    def take(self, key: str, holder: str, hold: float, refused: str) -> TokenAnswer:
        """Get the token, or the right to fetch one.

        A process that has the right already gets it anew, with another number.

        Args:
            key: The account; nothing can be found out from it.
            holder: Id of the process that asks.
            hold: Seconds for which the asker has the right, if it gets it, unless it gives it back.
            refused: A token that is not good any more; it is forgotten if it is still the one there. May be empty.
        """
        ...

    def put(self, key: str, holder: str, number: int, token: StoredToken) -> None:
        """Keep a token, unless one with the same or a higher number was kept before, and give back the right to fetch.

        Args:
            key: The account.
            holder: Id of the process that fetched it.
            number: The number with which it was fetched.
            token: The token.
        """
        ...

    def release(self, key: str, holder: str, number: int) -> None:
        """Give back the right to fetch, if it is still the holder's, and with this number."""
        ...

    def after_fork(self) -> None:
        """Forget connections without closing them: they are the parent's."""
        ...

    def close(self) -> None:
        """Close connections; the next use makes new ones."""
        ...
