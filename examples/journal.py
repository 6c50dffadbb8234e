"""A record of the calls that a program makes, for showing at the end what they took."""

from __future__ import annotations

from collections.abc import Callable

from erp_client_runtime import RawResponse


class Journal:
    """All calls of a program, in order."""

    def __init__(self) -> None:
        self._calls: list[tuple[str, RawResponse]] = []

    def of(self, vendor: str) -> Callable[[RawResponse], None]:
        """What to give a client as `on_response`: it is called with the final answer of each call."""

        def note(answer: RawResponse) -> None:
            self._calls.append((vendor, answer))

        return note

    @property
    def repeats(self) -> int:
        """How many calls took more than one attempt."""
        return sum(answer.attempts > 1 for _, answer in self._calls)

    def table(self) -> str:
        """All calls, as lines of text."""
        rows = [("system", "call", "status", "attempts", "waited")]
        rows += [
            (vendor, answer.operation, str(answer.status), str(answer.attempts), f"{answer.waited:.1f} s")
            for vendor, answer in self._calls
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )
