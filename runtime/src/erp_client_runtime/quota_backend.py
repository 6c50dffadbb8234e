"""What a store of quotas that several processes share has to do, and how it answers.

`FileQuota` and `RedisQuota` do it, by one rule: a permit counts from the moment at which it is taken until one window
after it is given back; if nobody gives it back, until one window after its holder must have given up. The store's own
clock counts; nothing here depends on the clocks of those who ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

OVERDUE = 0.25
"""Seconds after which someone who was told when to come, and does not, loses the place in the order."""


class Asker(NamedTuple):
    """Who asks, about what.

    Attributes:
        key: What is counted together; nothing can be found out from it.
        process: Id of the process that asks.
        generation: What the last answer said, if it is so recent that its counts matter; else 0.
        window: Seconds of the limit's window; 0 without a limit.
        hold: Seconds after which a request of this process has surely ended.
    """

    key: str
    process: str
    generation: int
    window: float
    hold: float


class Answer(NamedTuple):
    """What a store says to one who wants a permit.

    Attributes:
        generation: Tells one set of counts from the next one, should they get lost.
        pause: Seconds for which nobody may send, since the vendor said so.
        settling: Seconds for which nobody may send, since counts got lost.
        waits: Seconds until the asker can have a permit at the earliest, and until those who wait behind it in its own
            process can. The first is 0 if the asker's permit was taken, and only then.
    """

    generation: int
    pause: float
    settling: float
    waits: list[float]


class QuotaBackend(Protocol):
    """A store that several processes share. Its methods may block for a moment.

    All of them raise `StoreError` if the store cannot be used, and can be repeated without harm.

    Attributes:
        name: What errors call it; without passwords.
    """

    @property
    def name(self) -> str:
        """What errors call it; without passwords."""
        ...

    def take(self, asker: Asker, permit: str, requests: int, ages: Sequence[float], behind: int) -> Answer:
        """Take a permit if it is the asker's turn.

        Its place in the order, or that of the next of its process if it has got its permit, is kept until it should be
        back.

        Args:
            asker: Who asks.
            permit: Id of the permit.
            requests: Requests per window; 0 without a limit.
            ages: For how many seconds the asker has waited, and the next of its process if there is one: who has waited
                longest is first.
            behind: How many others of the same process wait behind the asker.
        """
        ...

    def finish(self, asker: Asker, permit: str, *, sent: bool) -> None:
        """Give a permit back: its request is over, or (`sent` false) never left."""
        ...

    def leave(self, asker: Asker) -> None:
        """Give up the process's place in the order."""
        ...

    def pause(self, asker: Asker, seconds: float) -> None:
        """Let nobody with the same key send for some seconds."""
        ...

    def after_fork(self) -> None:
        """Forget connections without closing them: they are the parent's."""
        ...

    def close(self) -> None:
        """Close connections; the next use makes new ones."""
        ...
