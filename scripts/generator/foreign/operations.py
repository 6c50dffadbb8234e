"""Operations in the form that ours have: with a name and one tag, parameters that are whole, known media types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scripts.generator import naming
from scripts.generator.document import Node, join
from scripts.generator.foreign.root import has_other_server
from scripts.generator.normalise import apart, is_json
from scripts.generator.problems import Problem
from scripts.specs import nodes
from scripts.specs.nodes import METHODS

_VARIABLE = re.compile(r"{([^{}]*)}")
_SEPARATORS = re.compile(r"[^\w.\- ]+")
_STATUS = re.compile(r"[1-5](\d\d|XX)|default")
# By OpenAPI these are no parameters; the client sends them itself.
_OWN_HEADERS = ("accept", "content-type", "authorization")
_SUCH = {"parameters": "parameters", "requestBody": "requestBodies", "responses": "responses"}


def inline(root: Node) -> None:
    """Write out what is referred to and is no component of the right kind: paths, parts of other operations."""
    paths = root.get("paths", {})
    for path, item in paths.items():
        if "$ref" in item and (target := _target(root, item)) is not None:
            paths[path] = {**apart(target), **{key: item[key] for key in item if key != "$ref"}}
    for _, _, owner in _owners(root):
        parameters = owner.get("parameters", [])
        for index, parameter in enumerate(parameters):
            parameters[index] = _written_out(root, parameter, "parameters")
        if "requestBody" in owner:
            owner["requestBody"] = _written_out(root, owner["requestBody"], "requestBodies")
        for code, response in owner.get("responses", {}).items():
            owner["responses"][code] = _written_out(root, response, "responses")


def _owners(root: Node) -> Iterator[tuple[str, str, Node]]:
    """Path, method and content of all operations; paths themselves, with an empty method, before theirs."""
    for path, item in root.get("paths", {}).items():
        yield path, "", item
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _target(root: Node, node: Node) -> Node | None:
    try:
        return dict(nodes.resolve(root, node))
    except LookupError:
        return None


def _written_out(root: Node, node: Node, kind: str) -> Node:
    reference = node.get("$ref")
    if not isinstance(reference, str) or reference.startswith(f"#/components/{kind}/"):
        return node
    target = _target(root, node)
    return node if target is None else apart(target)


def complete(root: Node, notes: list[Problem], moved: dict[str, str]) -> None:
    """Give every operation all that those of ours have.

    Args:
        root: The document.
        notes: What became different; added to.
        moved: Where nodes were, by the pointers of where they are now; added to.
    """
    _name_all(root, notes)
    for path, method, node in _owners(root):
        if not has_other_server(root, node):
            node.pop("servers", None)
        pointer = join("#", "paths", path, *([method] if method else []))
        _parameters(root, node, path, pointer, notes, moved)
        if method:
            node.pop("callbacks", None)
            tags = node.get("tags")
            node["tags"] = [tag for tag in tags if _usable(tag)][:1] if isinstance(tags, list) else []
            node["tags"] = node["tags"] or ["default"]
            _variables(root, path, node, pointer, notes)
            _responses(node, method, pointer, notes)
    for name, parameter in root.get("components", {}).get("parameters", {}).items():
        _style(parameter, join("#", "components", "parameters", name), notes)
    for response in _all_responses(root):
        _media_types(root, response.get("content", {}))


def _all_responses(root: Node) -> Iterator[Node]:
    yield from root.get("components", {}).get("responses", {}).values()
    for _, _, node in _owners(root):
        yield from node.get("responses", {}).values()


def _name_all(root: Node, notes: list[Problem]) -> None:
    """Give each operation a name of its own: its id, or one that is made from method and path.

    A name that is made depends on nothing else, unless an operation is called so already.
    """
    operations = [(path, method, node) for path, method, node in _owners(root) if method]
    named: dict[str, int] = {}
    with_id = [one for one in operations if _usable(one[2].get("operationId"))]
    without = [one for one in operations if not _usable(one[2].get("operationId"))]
    for path, method, node in (*with_id, *without):
        words = _SEPARATORS.sub("_", node["operationId"]) if _usable(node.get("operationId")) else _words(path, method)
        plain = naming.operation_name(words)
        node["operationId"] = name = _free(plain, named)
        if name != plain:
            told = f"is called {name!r}, since there is another {plain!r}"
            notes.append(Problem(join("#", "paths", path, method), told))


def _free(plain: str, named: dict[str, int]) -> str:
    """A name that is not taken.

    Args:
        plain: The name, if it is free.
        named: The names that are taken, as constants (what differs in case only would become one), and how many
            operations wanted each; added to.
    """
    name = plain
    while naming.constant_name(name) in named:
        named[naming.constant_name(plain)] += 1
        name = f"{plain}_{named[naming.constant_name(plain)]}"
    named[naming.constant_name(name)] = 1
    return name


def _usable(words: Any) -> bool:
    """Whether a name can be made of something."""
    return isinstance(words, str) and any(character.isalnum() for character in words)


def _words(path: str, method: str) -> str:
    parts = [_VARIABLE.sub(r" by \1 ", part) for part in path.split("/")]
    return "_".join(re.findall(r"\w+", " ".join([method, *parts])))


def _parameters(root: Node, owner: Node, path: str, pointer: str, notes: list[Problem], moved: dict[str, str]) -> None:
    kept: list[Any] = []
    seen: set[str] = set()
    for index, parameter in enumerate(owner.get("parameters", [])):
        here = join(pointer, "parameters", index)
        target = _target(root, parameter)
        if target is not None:
            key = f"{target.get('in')} {target.get('name')}"
            if key in seen:
                notes.append(Problem(here, f"stands twice: {target.get('name')} in {target.get('in')}"))
                continue
            seen.add(key)
            if target.get("in") == "path" and f"{{{target.get('name')}}}" not in path:
                notes.append(Problem(here, f"{target.get('name')!r} is no variable of the path and left out"))
                continue
            if target.get("in") == "header" and str(target.get("name")).lower() in _OWN_HEADERS:
                continue
        if "$ref" not in parameter:
            _style(parameter, here, notes)
        if len(kept) != index:
            moved[join(pointer, "parameters", len(kept))] = here
        kept.append(parameter)
    if "parameters" in owner:
        owner["parameters"] = kept


def _style(parameter: Node, pointer: str, notes: list[Problem]) -> None:
    if "schema" not in parameter and "content" not in parameter and "$ref" not in parameter:
        parameter["schema"] = {"type": "string"}
        notes.append(Problem(pointer, "has no schema; it is taken for text"))
    if parameter.get("in") == "path":
        parameter["required"] = True


def _variables(root: Node, path: str, node: Node, pointer: str, notes: list[Problem]) -> None:
    """Parameters for the variables of a path that have none."""
    listed = [*node.get("parameters", []), *root["paths"][path].get("parameters", [])]
    found = [_target(root, parameter) or {} for parameter in listed]
    declared = {str(parameter.get("name")) for parameter in found if parameter.get("in") == "path"}
    for name in dict.fromkeys(_VARIABLE.findall(path)):
        if name not in declared:
            notes.append(Problem(pointer, f"the variable {name!r} of the path is not described; it is taken for text"))
            added = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            node["parameters"] = [*node.get("parameters", []), added]


def _responses(node: Node, method: str, pointer: str, notes: list[Problem]) -> None:
    responses: Node = {}
    for code, response in node.get("responses", {}).items():
        status = code.upper() if code != "default" else code
        if not _STATUS.fullmatch(status):
            notes.append(Problem(join(pointer, "responses", code), "is no HTTP status and left out"))
        else:
            responses[status] = response
            if method == "head" and "$ref" not in response:
                response.pop("content", None)
    node["responses"] = responses


def _media_types(root: Node, content: Node) -> None:
    """An answer of any media type that has a schema is JSON."""
    if "*/*" not in content or any(map(is_json, content)):
        return
    schema = content["*/*"].get("schema")
    target = _target(root, schema) if isinstance(schema, dict) else None
    if target and target.get("type") != "string":
        content["application/json"] = content.pop("*/*")
