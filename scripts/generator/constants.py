"""What several operations of a resource have in common is written once."""

from __future__ import annotations

from collections import Counter

from attrs import evolve

from scripts.generator.operations import OperationView


def shared_constants(operations: list[OperationView]) -> tuple[list[OperationView], list[tuple[str, str]]]:
    """The operations with names in place of what stands in more than one of them, and those names with their values."""
    wanted: list[tuple[str, str]] = []
    for operation in operations:
        wanted += [(f"_{one.name.upper()}", one.source) for one in operation.parameters]
        variables = [one.name.upper() for one in operation.path_arguments]
        suffix = f"_WITH_{variables[-1]}" if variables else ""
        if operation.path_evidence:
            wanted.append((f"_PATH{suffix}", operation.path_evidence))
    counted = Counter(source for _, source in wanted)
    named: dict[str, str] = {}
    for name, source in wanted:
        if counted[source] > 1 and source not in named:
            named[source] = _unused(name, set(named.values()))
    replaced = [
        evolve(
            operation,
            parameters=[evolve(one, source=named.get(one.source, one.source)) for one in operation.parameters],
            path_evidence=named.get(operation.path_evidence, operation.path_evidence),
        )
        for operation in operations
    ]
    return replaced, [(name, source) for source, name in named.items()]


def _unused(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate
