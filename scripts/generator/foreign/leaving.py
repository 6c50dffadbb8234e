"""Operations that cannot be generated are taken out of a document, with all that only they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scripts.generator.document import Document, Node, join
from scripts.generator.problems import GenerationError, Problem
from scripts.specs.nodes import METHODS
from scripts.specs.source import pointer_parts


def leave_out(root: Node, problems: Iterable[Problem]) -> list[Problem]:
    """Take out what has problems, and every operation that needs it.

    Args:
        root: The document, which is changed.
        problems: What stops the generation.

    Returns:
        The operations that were taken out, each with the reason.

    Raises:
        GenerationError: a problem of the document as a whole.
    """
    users = _users(root)
    reasons: dict[str, Problem] = {}
    hopeless: list[Problem] = []
    for problem in problems:
        owners = list(_owners(root, problem.pointer))
        if not owners:
            hopeless.append(problem)
        seen = set(owners)
        while owners:
            owner = owners.pop()
            reasons.setdefault(owner, problem)
            more = users.get(owner, set()) - seen
            seen |= more
            owners.extend(sorted(more))
    if hopeless:
        raise GenerationError(hopeless)
    left: list[Problem] = []
    for pointer in Document(root).operations:
        if pointer in reasons:
            why = reasons[pointer]
            at = "" if why.pointer == pointer else f"{why.pointer}: "
            left.append(Problem(pointer, f"{at}{why.reason}"))
    for pointer in reasons:
        _remove(root, pointer)
    return left


def _owners(root: Node, pointer: str) -> Iterator[str]:
    """The operations or the component that a place belongs to; none if it belongs to the document as a whole."""
    parts = pointer_parts(pointer) if pointer.startswith("#/") else []
    if parts[:1] == ["components"] and len(parts) > 2:
        yield join("#", *parts[:3])
    elif parts[:1] == ["paths"] and len(parts) > 1:
        methods = [parts[2]] if len(parts) > 2 and parts[2] in METHODS else METHODS
        item = root.get("paths", {}).get(parts[1], {})
        yield from (join("#", "paths", parts[1], method) for method in methods if method in item)


def _users(root: Node) -> dict[str, set[str]]:
    """The operations and components that refer to each component."""
    users: dict[str, set[str]] = {}
    owners: list[tuple[str, Any]] = []
    for kind, components in root.get("components", {}).items():
        if isinstance(components, dict):
            owners += [(join("#", "components", kind, name), node) for name, node in components.items()]
    for path, item in root.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                content = [item[method], item.get("parameters", [])]
                owners.append((join("#", "paths", path, method), content))
    for owner, node in owners:
        for reference in _references(node):
            users.setdefault(join("#", *pointer_parts(reference)[:3]), set()).add(owner)
    return users


def _references(node: Any) -> Iterator[str]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _remove(root: Node, pointer: str) -> None:
    *holders, name = pointer_parts(pointer)
    node: Any = root
    for part in holders:
        node = node[part]
    del node[name]
