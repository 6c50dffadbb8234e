"""Two versions of a spec compared by meaning: `compare_specs`. Order means nothing, wording is documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scripts.diff.change import Change, Level, in_order
from scripts.diff.comparison import Comparison, Place, shown
from scripts.diff.names import Spec, call_of, class_of, listed
from scripts.diff.operations import compare_codes, compare_operations
from scripts.diff.schemas import compare_schemas, renamed_schemas
from scripts.generator.naming import attribute_name, credential_name
from scripts.specs.nodes import Node, walk
from scripts.specs.source import Pointer, pointer_text

_WORDING = ("title", "summary", "description", "meaning", "example", "examples", "x-evidence")


def compare_specs(old: Spec, new: Spec) -> list[Change]:
    """What is different for users, each change once, what asks most of them first; empty if nothing at all is.

    `info.version` is no change: it is what has to follow from the others.
    """
    comparison = Comparison(old, new, renamed_schemas(old, new))
    _compare_servers(comparison)
    _compare_credentials(comparison)
    _compare_quota(comparison)
    top = Place("", ())
    before, now = old.data.get("x-error-codes", {}), new.data.get("x-error-codes", {})
    compare_codes(comparison, top, before, now)
    if _without(before, "codes") != _without(now, "codes"):
        comparison.found(Level.MINOR, top.below("", "x-error-codes"), "errors are read from other fields of an answer")
    compare_operations(comparison)
    compare_schemas(comparison)
    comparison.changes += _wording(comparison)
    if not comparison.changes and (where := next(_different(_plain(old.data), _plain(new.data), ()), None)) is not None:
        # Never silent: what nobody has thought of is shown with its place.
        words = f"something changed that there are no words for, at {pointer_text(where)}"
        comparison.found(Level.MINOR, Place("", where), words, "")
    return in_order(comparison.changes)


def _without(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: item for name, item in value.items() if name != key}


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = _unordered({**data, "info": _without(data.get("info", {}), "version")})
    return plain


def _unordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _unordered(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted(map(_unordered, value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def _compare_servers(comparison: Comparison) -> None:
    before, now = (spec.data.get("servers", []) for spec in (comparison.old, comparison.new))
    place = Place("", ("servers",), around=("the server", ""))
    urls = [[_filled_in(server) for server in servers] for servers in (before, now)]
    if urls[0] != urls[1]:
        asks = [any(url.endswith(".invalid") or ".invalid/" in url for url in some) for some in urls]
        if asks[1] and not asks[0]:
            comparison.found(Level.MAJOR, place, "the address of the server has to be given now")
        else:
            level, words = Level.PATCH, f"calls go to {listed(urls[1])} now (was {listed(urls[0])})"
            if asks[0] and not asks[1]:
                level, words = Level.MINOR, f"calls go to {listed(urls[1])} unless another address is given"
            comparison.found(level, place, words)
    if len(before) == len(now):
        for old, new in zip(before, now, strict=True):
            comparison.known(place, old, new)


def _filled_in(server: Mapping[str, Any]) -> str:
    url = str(server.get("url"))
    for name, variable in server.get("variables", {}).items():
        url = url.replace(f"{{{name}}}", str(variable.get("default")))
    return url


def _compare_credentials(comparison: Comparison) -> None:
    place = Place("", ("security",))
    before, now = (
        {frozenset(map(credential_name, one)) for one in spec.data.get("security", [])}
        for spec in (comparison.old, comparison.new)
    )
    for ways, level, words, kind in (
        (before - now, Level.MAJOR, "is no longer possible", "removed"),
        (now - before, Level.MINOR, "is possible", "added"),
    ):
        for way in sorted(map(sorted, ways)):
            comparison.found(level, place, f"logging in with {listed(way)} {words}", kind)
    old, new = (spec.data.get("components", {}).get("securitySchemes", {}) for spec in (comparison.old, comparison.new))
    for name in old:
        if name not in new:
            continue
        at = Place(credential_name(name), ("components", "securitySchemes", name))
        if old[name].get("type") != new[name].get("type"):
            comparison.found(Level.MAJOR, at, f"`{at.label}` is another kind of login now")
        for key, words in (
            ("in", "is sent at another place"),
            ("name", f"is sent as `{new[name].get('name')}` now (was `{old[name].get('name')}`)"),
            ("flows", "gets its tokens elsewhere"),
            ("x-token", "gets and keeps tokens in another way"),
            ("scheme", "is sent in another way"),
        ):
            if old[name].get(key) != new[name].get(key):
                comparison.found(Level.PATCH, at, f"`{at.label}` {words}", "fixed" if key == "name" else "changed")
        comparison.known(at, old[name], new[name])


def _compare_quota(comparison: Comparison) -> None:
    old, new = comparison.old.data.get("x-quota"), comparison.new.data.get("x-quota")
    place = Place("", ("x-quota",), around=("the limit", ""))
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        if _without(old, "x-evidence") != _without(new, "x-evidence"):
            comparison.found(Level.PATCH, place, f"the client keeps to {_limit(new)} (was {_limit(old)})")
        comparison.known(place, old, new)
    elif isinstance(new, Mapping):
        comparison.found(Level.MINOR, place, f"the client keeps to {_limit(new)}", "added")
    elif isinstance(old, Mapping):
        comparison.found(Level.MINOR, place, f"the client no longer keeps to {_limit(old)}", "removed")


def _limit(quota: Mapping[str, Any]) -> str:
    return f"{quota.get('requests')} requests in {shown(quota.get('per'))} seconds"


def _wording(comparison: Comparison) -> list[Change]:
    """One change for all descriptions, examples and sources that read differently."""
    before = {_place(node): node for node in walk(comparison.old.data)}
    labels: list[str] = []
    first: Pointer | None = None
    for node in walk(comparison.new.data):
        other = before.get(_place(node))
        if other is not None and _texts(other) != _texts(node):
            first = first or node.pointer
            labels.append(_label(comparison.new, node))
    if first is None:
        return []
    return [Change(Level.PATCH, f"the documentation of {listed(labels)} reads differently", "", first)]


def _place(node: Node) -> Pointer:
    """Where a node stands, with what has a name in a list under that name."""
    if node.parent is None:
        return ()
    *way, last = node.pointer[len(node.parent.pointer) :]
    named = isinstance(last, int) and isinstance(node.value.get("name"), str)
    return (*_place(node.parent), *way, f"{node.value.get('in')} {node.value['name']}" if named else last)


def _texts(node: Node) -> list[object]:
    # A schema may have a property `title`, which is below `properties`; here are the words about the node alone.
    found: list[object] = [node.value.get(key) for key in _WORDING]
    evidence = found[-1]
    return [*found[:-1], _without(evidence, "level") if isinstance(evidence, Mapping) else None]


def _label(spec: Spec, node: Node) -> str:
    operation = node if node.kind == "operation" else node.above("operation")
    if operation is not None:
        return call_of(operation)
    pointer = node.pointer
    if pointer[:2] == ("components", "schemas") and len(pointer) > 2:
        fields = [str(pointer[at + 1]) for at in range(3, len(pointer) - 1) if pointer[at] == "properties"]
        return ".".join([class_of(str(pointer[2])), *map(spec.field, fields)])
    if node.kind == "tag":
        return attribute_name(str(node.value.get("name")))
    return {"info": "the package", "server": "the server", "quota": "the limit"}.get(node.kind, str(pointer[-1]))


def _different(old: Any, new: Any, at: Pointer) -> Iterator[Pointer]:
    """Places where two documents differ, the deepest that both have."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            if key not in old or key not in new:
                yield (*at, key)
            else:
                yield from _different(old[key], new[key], (*at, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _different(one, other, (*at, index))
    elif old != new:
        yield at
