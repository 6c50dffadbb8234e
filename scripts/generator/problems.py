"""What stops a generation: a list of places in the document and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen


@frozen(order=True)
class Problem:
    """A place (JSON pointer, or a file) and what is wrong with it, with the cure where there is one."""

    pointer: str
    reason: str

    def __str__(self) -> str:
        return f"{self.pointer}: {self.reason}"


class GenerationError(Exception):
    """The document cannot become a package; nothing was written.

    Attributes:
        problems: All that was found, in the order of their places.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def fail(pointer: str, reason: str) -> GenerationError:
    """An error about one place."""
    return GenerationError([Problem(pointer, reason)])
