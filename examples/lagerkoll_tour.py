"""A tour of the Lagerkoll client: create, read, change and delete a payment term, and follow what changes.

Run it against a sandbox or an account of your own; credentials and address come from the environment (LAGERKOLL_STORE,
LAGERKOLL_API_KEY, …). It removes what it creates, prints what it does, and ends with exit code 1 if anything is not as
it should be.

With `--repeats N` it also expects that N calls had to be repeated, for a sandbox that was told to fail that often.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack

from erp_client_runtime import RawResponse
from lagerkoll import Lagerkoll
from lagerkoll.errors import ERPClientError, NotFoundError

CODE = "45 days/net"  # a code may hold anything, also what means something in a URL


class Tour:
    """The steps, and a table of the calls they took."""

    def __init__(self) -> None:
        self.calls: list[tuple[RawResponse, str]] = []
        self.problems: list[str] = []
        self._answer: RawResponse | None = None

    def remember(self, answer: RawResponse) -> None:
        """Called by the client with the final answer of every call."""
        self._answer = answer

    def note(self, result: str) -> None:
        """Add the latest call to the table."""
        if self._answer is None:
            raise RuntimeError("no call was made")
        print(f"  {self._answer.operation}: {result}", flush=True)
        self.calls.append((self._answer, result))
        self._answer = None

    def check(self, what: str, holds: bool) -> None:
        """Remember what is not as it should be."""
        if not holds:
            self.problems.append(what)
            print(f"  NOT AS EXPECTED: {what}", flush=True)

    def run(self) -> None:
        """Take the tour."""
        with Lagerkoll(on_response=self.remember) as client:
            self.payment_terms(client)
            self.cost_centers(client)

    def payment_terms(self, client: Lagerkoll) -> None:
        """Create, read, change and delete a payment term, and see what changed in between."""
        terms = client.payment_terms.list()
        self.note(f"{len(terms)} payment terms, cursor {terms.cursor}")

        with ExitStack() as undo:  # whatever happens in between, the term is deleted
            term = client.payment_terms.create(code=CODE, description="45 days net")
            undo.callback(client.payment_terms.delete, CODE)
            self.note(f"created {term.code!r}")

            term = client.payment_terms.get(CODE)
            self.note(f"read {term.description!r}")
            self.check("the term reads as it was created", term.description == "45 days net")

            term = client.payment_terms.change(CODE, description="45 days net, 2 % within 10")
            self.note(f"changed to {term.description!r}")
            self.check("the term reads as it was changed", term.description == "45 days net, 2 % within 10")

            changed, cursor = client.payment_terms.changes(terms.cursor)
            self.note(f"{len(changed)} changed since {terms.cursor}, next cursor {cursor}")
            self.check("only the new term changed", [term.code for term in changed] == [CODE])
        self.note("deleted")

        try:
            client.payment_terms.get(CODE)
        except NotFoundError:
            self.note("gone, as it should be")
        else:
            self.check("the deleted term is gone", holds=False)

    def cost_centers(self, client: Lagerkoll) -> None:
        """Create a cost center, switch it off, delete it."""
        center = client.cost_centers.create(short_name="WS", name="Workshop")
        self.note(f"created number {center.id}")
        if center.id is None:
            self.check("a new cost center has an id", holds=False)
            return
        with ExitStack() as undo:
            undo.callback(client.cost_centers.delete, center.id)
            center.active = False
            center = client.cost_centers.update(center.id, center)
            self.note(f"active: {center.active}")
            self.check("the cost center is switched off", center.active is False)
        self.note("deleted")

    def table(self) -> str:
        """All calls, as lines of text."""
        rows = [("call", "status", "attempts", "waited", "result")]
        rows += [
            (answer.operation, str(answer.status), str(answer.attempts), f"{answer.waited:.1f} s", result)
            for answer, result in self.calls
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(5)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )


def main() -> int:
    """Take the tour and print its table."""
    parser = argparse.ArgumentParser(description="A tour of the Lagerkoll client.")
    parser.add_argument("--repeats", type=int, help="how many calls must have been repeated")
    repeats = parser.parse_args().repeats
    tour = Tour()
    try:
        tour.run()
    except ERPClientError as error:
        tour.check(f"no error, but: {error}", holds=False)
    repeated = sum(answer.attempts > 1 for answer, _ in tour.calls)
    if repeats is not None:
        tour.check(f"{repeats} calls were to be repeated, {repeated} were", repeated == repeats)
    print(f"\n{tour.table()}\n")
    for problem in tour.problems:
        print(f"went wrong: {problem}", file=sys.stderr)
    return 1 if tour.problems else 0


if __name__ == "__main__":
    sys.exit(main())
