"""What users call the parts of a spec, and which modules of the generated package they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import define, field

from scripts.generator.naming import (
    argument_name,
    attribute_name,
    class_and_module,
    field_name,
    method_name,
    module_name,
)
from scripts.specs.nodes import Node, referred, resolve, walk

SCHEMAS = "#/components/schemas/"


@define(eq=False, slots=False)
class Spec:
    """A spec with the names that its package gives.

    Attributes:
        data: The OpenAPI document.
        fields: Python names that were chosen for wire names, from `generator.yaml`.
        classes: Names of the models that the package has; None if every schema counts as one.
    """

    data: Mapping[str, Any]
    fields: Mapping[str, str] = field(factory=dict)
    classes: frozenset[str] | None = None

    @cached_property
    def schemas(self) -> Mapping[str, Any]:
        """The named schemas."""
        return _mapping(_mapping(self.data.get("components")).get("schemas"))

    @cached_property
    def operations(self) -> dict[str, Node]:
        """Operations by their ids, in the order of the document."""
        return {str(node.value.get("operationId")): node for node in walk(self.data) if node.kind == "operation"}

    def resolved(self, value: Any) -> Mapping[str, Any]:
        """A node, references followed; empty for what is none."""
        try:
            return resolve(self.data, value) if isinstance(value, Mapping) else {}
        except LookupError:
            return {}

    def is_class(self, schema: str) -> bool:
        """Whether users see a named schema, as a class."""
        return self.classes is None or class_of(schema) in self.classes

    def field(self, wire: str) -> str:
        """Name of a field in Python."""
        return field_name(wire, self.fields)

    def argument(self, wire: str) -> str:
        """Name of an argument in Python."""
        return argument_name(wire, self.fields)

    def used_by(self, schema: str) -> frozenset[str]:
        """Modules of what uses a named schema: its own, and those of resources whose operations send or return it."""
        return frozenset({class_and_module(schema)[1], *self._resources.get(schema, ())})

    def sent_and_read(self, schema: str) -> tuple[bool, bool]:
        """Whether a named schema is in what is sent, and whether it is in what is read."""
        return schema in self._reached["sent"], schema in self._reached["read"]

    @cached_property
    def _reached(self) -> Mapping[str, frozenset[str]]:
        sent: set[str] = set()
        read: set[str] = set()
        for node in self.operations.values():
            sent |= reach(self.data, [self.resolved(node.value.get("requestBody")), self.parameters(node)])
            read |= reach(self.data, node.value.get("responses"))
        return {"sent": frozenset(sent), "read": frozenset(read)}

    @cached_property
    def _resources(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for node in self.operations.values():
            for schema in reach(self.data, [node.value, self.parameters(node)]):
                found.setdefault(schema, set()).add(resource_of(node))
        return found

    def parameters(self, operation: Node) -> list[Mapping[str, Any]]:
        """Parameters of an operation and of its path, references followed."""
        above = operation.above("path_item")
        listed = [*(above.value.get("parameters", ()) if above else ()), *operation.value.get("parameters", ())]
        return [found for found in map(self.resolved, listed) if found]


def reach(data: Mapping[str, Any], value: Any) -> set[str]:
    """The named schemas that something refers to, by whatever way."""
    found: set[str] = set()
    waiting, followed = [value], set[str]()
    while waiting:
        for reference in _references(waiting.pop()):
            if reference in followed:
                continue
            followed.add(reference)
            if reference.startswith(SCHEMAS):
                found.add(reference.removeprefix(SCHEMAS))
            try:
                waiting.append(referred(data, reference))
            except LookupError:
                continue  # the check of the specs says so
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def class_of(schema: str) -> str:
    """Name of the class of a named schema."""
    return class_and_module(schema)[0]


def call_of(operation: Node) -> str:
    """How users call an operation: `payment_terms.list`."""
    return f"{attribute_name(_tag(operation))}.{method_name(str(operation.value.get('x-method')))}"


def resource_of(operation: Node) -> str:
    """The module that an operation's method is in."""
    return module_name(attribute_name(_tag(operation)))


def _tag(operation: Node) -> str:
    tags = operation.value.get("tags")
    return str(tags[0]) if isinstance(tags, list) and tags else "default"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def listed(items: Iterable[str]) -> str:
    """`a`, `b` and 3 more."""
    names = [f"`{item}`" for item in dict.fromkeys(items)]
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1] if names else ""]))
