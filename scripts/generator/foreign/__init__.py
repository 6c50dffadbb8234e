"""Documents that are not of `specs/`: brought into the form that ours have, so that the generator knows one form only.

    extensions → form → parts → schemas → operations → root

What is left out and changed on the way makes no difference for a client, or is told as a note. What the generator
cannot express stays, so that it is refused with its place, or left out with every operation that needs it (`leaving`).
"""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from scripts.generator.document import Node
from scripts.generator.foreign import extensions, operations, parts, root, schemas
from scripts.generator.normalise import apart
from scripts.generator.problems import GenerationError, Problem
from scripts.specs.nodes import misshapen
from scripts.specs.source import pointer_text


@frozen
class Adapted:
    """A document in the form that ours have.

    Attributes:
        root: The document.
        notes: What became different on the way.
        moved: Where nodes were, by the pointers of where they are now.
        credentials: What requests have to carry, in words.
    """

    root: Node
    notes: list[Problem]
    moved: dict[str, str] = field(factory=dict)
    credentials: list[str] = field(factory=list)

    def original(self, problem: Problem) -> Problem:
        """A problem with the place that it has in the document as it was."""
        pointer, rest = problem.pointer, ""
        while pointer:
            if pointer in self.moved:
                return Problem(self.moved[pointer] + rest, problem.reason)
            pointer, slash, last = pointer.rpartition("/")
            rest = slash + last + rest
        return problem


def adapt(document: Any) -> Adapted:
    """The document in the form that ours have.

    Raises:
        GenerationError: it is not of the form that OpenAPI documents have, or for another version.
    """
    copy: Node = apart(document)
    copy["openapi"] = _version(copy)
    # A document may be made of components and webhooks alone.
    copy.setdefault("paths", {})
    notes: list[Problem] = []
    ours = extensions.keep_ours(copy, notes)
    problems = [Problem(f"#{pointer_text(pointer)}", reason) for pointer, reason in misshapen(copy)]
    if problems:
        raise GenerationError(problems)
    root.tidy(copy, notes)
    moved = parts.give_names(copy)
    operations.inline(copy)
    schemas.simplify(copy, moved, keep_defaults=ours)
    operations.complete(copy, notes, moved)
    credentials = root.without_login(copy)
    return Adapted(copy, notes, moved, credentials)


def _version(document: Node) -> str:
    """The version of OpenAPI that a document is for; one without its last number is the first of these."""
    given = document.get("openapi")
    version = f"{given}.0" if str(given) in ("3.0", "3.1") else str(given)
    if version.startswith(("3.0.", "3.1.")):
        return version
    if "swagger" in document:
        told = f"this is Swagger {document['swagger']}; convert it to OpenAPI 3 first"
    else:
        what = "there is none" if given is None else f"this is {given!r}"
        told = f"{what}; only OpenAPI 3.0 and 3.1 are supported"
    raise GenerationError([Problem("#/openapi", told)])
