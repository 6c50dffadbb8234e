"""A spec, asked what it says about something that a page says: which nodes are that, and which cite the page for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from scripts.docs.statements import Call, Place, comparable
from scripts.specs.evidence import REASONED, Known, evidence_nodes
from scripts.specs.nodes import METHODS, follow
from scripts.specs.source import Pointer, Source, pointer_parts


@frozen
class Part:
    """A node of the spec, with what it leads to.

    Attributes:
        pointer: Where it stands.
        value: Its content, a `$ref` followed.
        evidence: How it is known.
        required: Of a field: whether the object that it stands in requires it.
    """

    pointer: Pointer
    value: Mapping[str, Any] = field(repr=False, eq=False)
    evidence: Mapping[str, Any] = field(repr=False, eq=False)
    required: bool = False

    @property
    def level(self) -> str:
        """Its evidence level."""
        return str(self.evidence.get("level", "documented"))


class Described:
    """What a spec describes.

    Args:
        source: The spec's `openapi.yaml`, which must be in order.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.data: Mapping[str, Any] = source.data
        self.known: dict[Pointer, Known] = {known.node.pointer: known for known in evidence_nodes(self.data)}

    def line(self, pointer: Pointer) -> int:
        """The line of a node."""
        return self.source.finding(pointer, "").line

    def part(self, pointer: Pointer, value: Mapping[str, Any], *, required: bool = False) -> Part:
        """A node, followed to where its `$ref` leads."""
        landed, content = self._landed(pointer, value)
        known = self.known.get(pointer) or self.known.get(landed)
        evidence = known.evidence if known else None
        return Part(landed, content, evidence or {}, required)

    def citing(self, page: str, section: str | None = None) -> list[Part]:
        """The nodes that name this section of this page (or any section of it) as their source, each line once."""
        found: dict[int, Part] = {}
        for known in self.known.values():
            own = known.node.value.get("x-evidence")
            if isinstance(own, Mapping) and own.get("source") == page and section in (None, own.get("section")):
                at = known.node.pointer
                found.setdefault(self.line((*at, "x-evidence")), Part(at, known.node.value, own))
        return list(found.values())

    # Operations

    @cached_property
    def _operations(self) -> dict[tuple[str, str], Part]:
        found: dict[tuple[str, str], Part] = {}
        for path, item in self.data.get("paths", {}).items():
            for method in METHODS:
                if isinstance(item, Mapping) and isinstance(item.get(method), Mapping):
                    key = (method.upper(), comparable(self.server_path + path))
                    found.setdefault(key, self.part(("paths", path, method), item[method]))
        return found

    @property
    def all_operations(self) -> list[Part]:
        """Every operation."""
        return list(self._operations.values())

    @cached_property
    def server_path(self) -> str:
        """The path of the first server, without a slash at the end."""
        servers = self.data.get("servers") or [{}]
        return urlsplit(str(servers[0].get("url", ""))).path.rstrip("/")

    def operations(self, call: Call | None, page: str) -> list[Part]:
        """The operations that a page means by a call: those of its path; otherwise those that cite its title.

        An operation that is documented has its path for certain, so it is not meant by a call with another one.
        """
        if call is None:
            return []
        cited = self.citing(page, call.title) if call.title else []
        titled = [self._by_pointer[one.pointer] for one in cited if one.pointer in self._by_pointer]
        if call.path is None:
            return titled
        found = self.at_path(call)
        return found or [one for one in titled if one.level in REASONED]

    def at_path(self, call: Call) -> list[Part]:
        """The operations that have the method and the path of a call."""
        written = call.path or ""
        # A page that does not name its server shows paths from where the spec has them.
        keys = (comparable(written), comparable(f"{self.server_path}{written}"))
        return [
            one for (method, path), one in self._operations.items() if path in keys and call.method in (None, method)
        ]

    @cached_property
    def _by_pointer(self) -> dict[Pointer, Part]:
        return {one.pointer: one for one in self._operations.values()}

    def parameters(self, operation: Part) -> Iterator[Part]:
        """The parameters of an operation, those of its path included."""
        path = operation.pointer[:2]
        item = self.data["paths"][path[1]]
        for pointer, holder in ((path, item), (operation.pointer, operation.value)):
            for index, parameter in enumerate(holder.get("parameters", ())):
                yield self.part((*pointer, "parameters", index), parameter)

    # Fields

    def request(self, operation: Part, name: str | None = None) -> list[Part]:
        """What an operation takes: all fields, or those of a name."""
        body = operation.value.get("requestBody")
        if not isinstance(body, Mapping):
            return []
        found = self.part((*operation.pointer, "requestBody"), body)
        return self.named(self.content(found), name)

    def response(self, operation: Part, name: str | None = None) -> list[Part]:
        """What an operation answers when all goes well: all fields, or those of a name."""
        return self.named(
            (
                one
                for status, response in operation.value.get("responses", {}).items()
                if status.startswith("2") and isinstance(response, Mapping)
                for one in self.content(self.part((*operation.pointer, "responses", status), response))
            ),
            name,
        )

    def content(self, holder: Part) -> Iterator[tuple[str, Part]]:
        """Every field of a request body or an answer, by its name within the others."""
        for media, content in holder.value.get("content", {}).items():
            if isinstance(content, Mapping) and isinstance(content.get("schema"), Mapping):
                yield from self.fields((*holder.pointer, "content", media, "schema"), content["schema"])

    @staticmethod
    def named(fields: Iterator[tuple[str, Part]], name: str | None) -> list[Part]:
        """Those of some fields that have a name, each once; all of them without one."""
        wanted = None if name is None else name.removeprefix("[].")
        found: dict[Pointer, Part] = {}
        for path, one in fields:
            if wanted is None or path.removeprefix("[].") == wanted:
                found.setdefault(one.pointer, one)
        return list(found.values())

    def fields(
        self, pointer: Pointer, schema: Mapping[str, Any], prefix: str = "", above: tuple[Pointer, ...] = ()
    ) -> Iterator[tuple[str, Part]]:
        """Every field below a schema, by its name within the others: `Items[].Id`; other spellings too."""
        landed, content = self._landed(pointer, schema)
        if landed in above:
            return
        inside = (*above, landed)
        for word in ("allOf", "anyOf", "oneOf"):
            for index, one in enumerate(content.get(word, ())):
                if isinstance(one, Mapping):
                    yield from self.fields((*landed, word, index), one, prefix, inside)
        items = content.get("items")
        if isinstance(items, Mapping):
            yield from self.fields((*landed, "items"), items, f"{prefix}[]", inside)
        required = content.get("required", ())
        for name, one in content.get("properties", {}).items():
            if not isinstance(one, Mapping):
                continue
            at: Pointer = (*landed, "properties", name)
            known = self.known.get(at)
            _, value = self._landed(at, one)
            for spelling in (name, *value.get("x-alias", ())):
                path = f"{prefix}.{spelling}" if prefix else spelling
                yield path, Part(at, value, (known.evidence if known else None) or {}, name in required)
                yield from self.fields(at, one, path, inside)

    # Classes

    def classes(self, name: str | None, page: str) -> list[Part]:
        """The named schemas that cite the table of a class."""
        return [one for one in self.citing(page, f"Classes/{name}") if one.pointer[:2] == ("components", "schemas")]

    def is_sent(self, place: Place, page: str) -> bool:
        """Whether clients send the class that a field belongs to."""
        return any(one.pointer in self.taken_by for one in self.classes(place.owner, page))

    def is_updated(self, place: Place, page: str) -> bool:
        """Whether an update, which takes the whole object, sends the class that a field belongs to."""
        classes = {one.pointer for one in self.classes(place.owner, page)}
        updates = (one for one in self.all_operations if one.value.get("x-method") == "update")
        return any(not classes.isdisjoint(self._sent_by(one)) for one in updates)

    @cached_property
    def taken_by(self) -> dict[Pointer, frozenset[str]]:
        """For each named schema that is sent: the methods that send it."""
        found: dict[Pointer, set[str]] = {}
        for (method, _), operation in self._operations.items():
            for schema in self._sent_by(operation):
                found.setdefault(schema, set()).add(method)
        return {pointer: frozenset(methods) for pointer, methods in found.items()}

    def _sent_by(self, operation: Part) -> Iterator[Pointer]:
        body = operation.value.get("requestBody")
        if isinstance(body, Mapping):
            yield from self._reached(self.part((*operation.pointer, "requestBody"), body).value, set())

    def _reached(self, value: Any, seen: set[Pointer]) -> Iterator[Pointer]:
        if isinstance(value, Mapping):
            reference = value.get("$ref")
            if isinstance(reference, str):
                at = tuple(pointer_parts(reference))
                if at not in seen:
                    seen.add(at)
                    yield at
                    yield from self._reached(self._landed(at, value)[1], seen)
        for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
            yield from self._reached(one, seen)

    def _landed(self, pointer: Pointer, value: Mapping[str, Any]) -> tuple[Pointer, Mapping[str, Any]]:
        """Where a node leads to, and its content; keys beside a `$ref` win."""
        landed, content = pointer, dict(value)
        try:
            for reference, target in follow(self.data, value):
                landed = tuple(pointer_parts(reference))
                content = {**target, **{key: one for key, one in content.items() if key != "$ref"}}
        except LookupError:
            return pointer, content  # the check of the specs says so
        return landed, content
