"""What operations of a page will be called: tag, method and name, as clients have them everywhere."""

from __future__ import annotations

from attrs import frozen

from scripts.docs.described import Described
from scripts.docs.draft_parts import snake
from scripts.docs.english import singular
from scripts.docs.facts import Facts, Operation
from scripts.docs.statements import Call, comparable

_USUAL = frozenset({"list", "get", "create", "update", "delete"})


@frozen
class Named:
    """An operation and what clients will call it."""

    operation: Operation
    path: str
    tag: str
    method: str
    name: str


def named(facts: Facts, spec: Described | None) -> list[Named]:
    """The operations of a page that have method and path and are not in the spec yet."""
    found: list[Named] = []
    used: set[tuple[str, str]] = set()
    for one in facts.operations:
        call = Call.of(facts, one)
        if call.path is None or call.method is None or (spec is not None and spec.at_path(call)):
            continue
        path = call.path.removeprefix(spec.server_path if spec else "") or "/"
        fixed = [part for part in path.split("/") if part and "{" not in part]
        tag = snake(fixed[-1]) if fixed else "api"
        single = comparable(path).endswith("{}")
        method = {"GET": "get" if single else "list", "POST": "create", "DELETE": "delete"}.get(call.method, "update")
        if (tag, method) in used:
            method = snake(one.title or f"{method} {len(found)}")
        used.add((tag, method))
        name = f"{method}_{tag if method == 'list' else singular(tag)}" if method in _USUAL else method
        found.append(Named(one, path, tag, method, name))
    return found
