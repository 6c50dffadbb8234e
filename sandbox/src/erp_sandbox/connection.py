"""A connection that can hold back what is written to it, so that several writes leave as one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Connection:
    """A transport of an event loop, and nothing else than that until it is told to hold back.

    Args:
        transport: The transport.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._held: list[bytes] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write, or keep it for later."""
        if self._held is None:
            self._transport.write(data)
        else:
            self._held.append(data)

    def close(self) -> None:
        """Close it when what was written is sent."""
        self._let_go()  # a transport that is closing takes nothing more
        self._transport.close()

    @contextmanager
    def as_one_write(self) -> Iterator[None]:
        """Everything that is written in a `with` block leaves at its end, at once.

        The kernel hands it over in one piece then, as far as it fits: no other program runs in between.
        """
        self._held = []
        try:
            yield
        finally:
            self._let_go()

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held:
            self._transport.write(b"".join(held))
