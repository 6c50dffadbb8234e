"""The document as it was written: its nodes by JSON pointer, references followed, evidence inherited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from erp_client_runtime.operation import Evidence
from scripts.generator.problems import Problem, fail
from scripts.specs import nodes
from scripts.specs.evidence import evidence_nodes
from scripts.specs.source import escaped, pointer_parts

Node = dict[str, Any]


def join(pointer: str, *parts: str | int) -> str:
    """A pointer further down."""
    return "/".join([pointer, *map(escaped, parts)])


def walk(root: Node) -> Iterator[tuple[str, str, Node]]:
    """Every node of a document, as (kind, pointer, node); parents before children."""
    for node in nodes.walk(root):
        yield node.kind, join("#", *node.pointer), cast("Node", node.value)


class Document:
    """An OpenAPI document and the ways to look into it.

    Args:
        root: The document.
        foreign: Whether it is not one of `specs/`: then names that collide are told apart, where else they are
            refused, and nothing is said about how things are known unless the document says it.
    """

    def __init__(self, root: Node, *, foreign: bool = False) -> None:
        self.root = root
        self.foreign = foreign
        self.notes: list[Problem] = []

    def note(self, pointer: str, text: str) -> None:
        """Tell the user what became different from what the document says."""
        self.notes.append(Problem(pointer, text))

    @cached_property
    def operations(self) -> list[str]:
        """The pointers of all operations, in the order of the document."""
        return [
            join("#", "paths", path, method)
            for path, item in self.root.get("paths", {}).items()
            for method in item
            if method in nodes.METHODS
        ]

    def at(self, pointer: str) -> Any:
        """The node at a pointer.

        Raises:
            GenerationError: there is none.
        """
        node: Any = self.root
        for part in pointer_parts(pointer):
            try:
                node = node[int(part)] if isinstance(node, list) else node[part]
            except (KeyError, IndexError, ValueError, TypeError) as error:
                raise fail(pointer, "there is nothing here") from error
        return node

    def resolve(self, pointer: str) -> tuple[str, Node]:
        """The node at a pointer, or the one that it refers to in the end, with its own pointer."""
        node = self.at(pointer)
        if not isinstance(node, dict):
            return pointer, node
        final, found = pointer, cast("Mapping[str, Any]", node)
        try:
            for reference, target in nodes.follow(self.root, node):
                final, found = reference, target
        except LookupError as error:
            raise fail(pointer, str(error.args[0])) from error
        return final, cast("Node", found)

    def evidence(self, pointer: str) -> Evidence | None:
        """How the node at a pointer is known; None if the document does not say."""
        found = self._evidence.get(pointer)
        return None if found is None else Evidence(**found)

    @property
    def has_evidence(self) -> bool:
        """Whether the document says of anything how it is known."""
        return bool(self._evidence)

    @cached_property
    def _evidence(self) -> dict[str, Mapping[str, Any]]:
        return {
            join("#", *known.node.pointer): known.evidence
            for known in evidence_nodes(self.root)
            if known.evidence is not None
        }
