"""A package of a document that is not one of `specs/`."""

from __future__ import annotations

from attrs import frozen

from scripts.generator.document import Document, Node
from scripts.generator.foreign import Adapted, adapt
from scripts.generator.foreign.leaving import leave_out
from scripts.generator.load import Names
from scripts.generator.problems import GenerationError, Problem, fail
from scripts.generator.render import Remarks, files_of


@frozen
class Made:
    """A package, and what became different.

    Attributes:
        files: Text of each file by its path.
        notes: What is not quite as the document says.
        left_out: Operations that are not there, each with the reason.
    """

    files: dict[str, str]
    notes: list[Problem]
    left_out: list[Problem]


def foreign_package(root: Node, names: Names, *, skip_unsupported: bool = False) -> Made:
    """Make the package of a document; the same document always gives the same.

    Args:
        root: The document, which is not changed.
        names: What the package is called.
        skip_unsupported: Whether to leave out operations that cannot be generated.

    Raises:
        GenerationError: it holds something that is not supported (and that may not, or cannot, be left out).
    """
    try:
        return _package(adapt(root), names, skip_unsupported)
    except RecursionError as error:
        raise fail("#", "is nested too deeply; give the inner schemas names in components") from error


def _package(adapted: Adapted, names: Names, skip_unsupported: bool) -> Made:
    left: list[Problem] = []
    while True:
        document = Document(adapted.root, foreign=True)
        try:
            files = files_of(document, names, Remarks(adapted.credentials, left))
        except GenerationError as error:
            if not skip_unsupported:
                raise _original(adapted, error.problems) from error
            try:
                gone = leave_out(adapted.root, error.problems)
            except GenerationError as hopeless:
                raise _original(adapted, hopeless.problems) from hopeless
            left = sorted({*left, *map(adapted.original, gone)})
            if not Document(adapted.root).operations:
                raise GenerationError([*left, *fail("#/paths", "no operation is left").problems]) from error
        else:
            notes = sorted({adapted.original(note) for note in [*adapted.notes, *document.notes]})
            return Made(files, notes, left)


def _original(adapted: Adapted, problems: list[Problem]) -> GenerationError:
    return GenerationError(adapted.original(problem) for problem in problems)
