"""What a schema means in Python: the annotation, the codec that reads and writes it, the imports both need."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from attrs import evolve

from scripts.generator.document import Document, Node, join
from scripts.generator.literals import quoted
from scripts.generator.normalise import is_null
from scripts.generator.parse import ClassName
from scripts.generator.problems import fail
from scripts.generator.schemas import type_names
from scripts.generator.typed import ANY, CODECS, FILE, FORMATS, TYPES, WIRE, Typed
from scripts.specs.wire_forms import WIRE_FORMS


class Types:
    """Turns schemas of one document into `Typed`.

    Args:
        document: The document.
        classes: The classes to be made, by the pointers of their schemas.
        package: The package that they are made in.
        files: Pointers of schemas that stand for files of forms.
    """

    def __init__(
        self, document: Document, classes: Mapping[str, ClassName], package: str, files: Container[str] = ()
    ) -> None:
        self._document = document
        self._classes = classes
        self._files = files
        self.package = package
        self._open: dict[str, None] = {}
        self._known: dict[str, Typed] = {}
        self._cuts = 0

    def of(self, pointer: str, node: Any = None) -> Typed:
        """What the schema at a pointer means; `node` if its content was put together from several places.

        Raises:
            GenerationError: nothing that Python or the runtime can express.
        """
        if pointer in self._known and node is None:
            return self._known[pointer]
        whole = node is None
        if whole:
            node = self._document.at(pointer)
        if not isinstance(node, dict):
            return ANY
        if pointer in self._open:
            if not self._document.foreign:
                raise fail(pointer, "the schema holds itself without an object in between")
            self._cuts += 1
            self._document.note(pointer, "holds itself without an object in between; there, its type is Any")
            return ANY
        cuts = self._cuts
        self._open[pointer] = None
        try:
            typed = self._of(pointer, node)
        finally:
            del self._open[pointer]
        typed = evolve(typed, nullable=typed.nullable or _allows_null(node))
        if whole and cuts == self._cuts:
            self._known[pointer] = typed
        return typed

    def _of(self, pointer: str, node: Node) -> Typed:
        if "$ref" in node:
            return self._reference(pointer, str(node["$ref"]))
        members = node.get("allOf", [])
        if len(members) == 1 and "$ref" in members[0] and not node.get("properties"):
            return self._reference(pointer, str(members[0]["$ref"]))
        if pointer in self._classes:
            return self._class(pointer)
        for key in ("oneOf", "anyOf"):
            if node.get(key):
                return self._union(pointer, key, node)
        if "const" in node:
            return self._const(pointer, node["const"])
        types = [name for name in type_names(node) if name != "null"]
        if "x-wire" in node:
            return _wire(pointer, node["x-wire"], types)
        if len(types) > 1:
            return self._any_of(
                [self.of(join(pointer, "type"), {**node, "type": name, "nullable": False}) for name in types]
            )
        return self._simple(pointer, node, types[0] if types else "")

    def _simple(self, pointer: str, node: Node, kind: str) -> Typed:
        if kind == "array" or (not kind and "items" in node):
            items = node.get("items")
            inner = self.of(join(pointer, "items"), items) if isinstance(items, dict) else ANY
            many = ", nullable=True" if inner.nullable and inner.codec != "ANY" else ""
            return Typed(
                f"list[{inner.optional}]",
                f"array({inner.codec}{many})",
                imports=inner.imports | {f"from {CODECS} import array"},
                types=inner.types,
                elements=inner,
                wider=f"list[{inner.optional_sent}]" if inner.wider else None,
            )
        if kind == "object" or (not kind and "additionalProperties" in node):
            extra = node.get("additionalProperties")
            inner = self.of(join(pointer, "additionalProperties"), extra) if isinstance(extra, dict) else ANY
            many = ", nullable=True" if inner.nullable and inner.codec != "ANY" else ""
            return Typed(
                f"dict[str, {inner.optional}]",
                f"mapping({inner.codec}{many})",
                imports=inner.imports | {f"from {CODECS} import mapping"},
                types=inner.types,
                wider=f"dict[str, {inner.optional_sent}]" if inner.wider else None,
            )
        if not kind:
            kind = _kind_of_values(node.get("enum", []))
        if pointer in self._files:
            return FILE
        if kind == "string" and node.get("format") == "binary":
            raise fail(pointer, "binary content within JSON: say format: byte if it is Base64, else plain string")
        if kind == "string" and node.get("contentEncoding") == "base64":
            return FORMATS[kind, "byte"]
        if kind:
            return FORMATS.get((kind, str(node.get("format"))), TYPES.get(kind, ANY))
        return ANY

    def _reference(self, pointer: str, target: str) -> Typed:
        final, node = self._document.resolve(target)
        return self.of(final, None if node is self._document.at(final) else node)

    def _class(self, pointer: str) -> Typed:
        found = self._classes[pointer]
        line = f"from {self.package}.models.{found.module} import {found.name}"
        if found.enum:
            codec, imports = f"enumeration({found.name})", {f"from {CODECS} import enumeration", line}
            return Typed(found.name, codec, imports=frozenset(imports), types=frozenset({line}), model=None)
        return Typed(
            found.name,
            f'ref("{self.package}.models", "{found.name}")',
            imports=frozenset({f"from {CODECS} import ref"}),
            types=frozenset({line}),
            model=found,
        )

    def _union(self, pointer: str, key: str, node: Node) -> Typed:
        members = [(join(pointer, key, index), member) for index, member in enumerate(node[key]) if not is_null(member)]
        typed = [self.of(here, member) for here, member in members]
        if not typed:
            return ANY
        if len(typed) == 1:
            return typed[0]
        if key == "anyOf" and (values := self._open_values([here for here, _ in members])) is not None:
            return evolve(values, nullable=any(one.nullable for one in typed))
        discriminator = node.get("discriminator")
        if discriminator is None:
            return self._any_of(typed)
        choices: dict[str, str] = {}
        by_target = {member.get("$ref"): one for (_, member), one in zip(members, typed, strict=True)}
        mapping = discriminator.get("mapping") or {str(ref).rsplit("/", 1)[-1]: ref for ref in by_target if ref}
        for value, target in mapping.items():
            one = by_target.get(target) or by_target.get(f"#/components/schemas/{target}")
            if one is None or one.model is None:
                raise fail(
                    join(pointer, "discriminator"), f"{value!r} stands for {target}, which is no object of this union"
                )
            choices[str(value)] = one.codec
        if {one.codec for one in typed} - set(choices.values()):
            raise fail(
                join(pointer, "discriminator"), "no value of the discriminator leads to some alternatives of the union"
            )
        pairs = ", ".join(f"{quoted(value)}: {codec}" for value, codec in choices.items())
        codec = f"union(discriminator={quoted(discriminator['propertyName'])}, mapping={{{pairs}}})"
        return self._alternatives(typed, codec, "union")

    def _open_values(self, pointers: list[str]) -> Typed | None:
        """An enum beside all values of its type: those that are known by name, and others."""
        final = [self._document.resolve(pointer) for pointer in pointers]
        enums = [found for found in final if found[0] in self._classes and self._classes[found[0]].enum]
        others = [node for pointer, node in final if pointer not in self._classes]
        if len(final) != 2 or len(enums) != 1 or len(others) != 1:
            return None
        pointer, node = enums[0]
        kind = _kind_of_values(node["enum"])
        types = [name for name in type_names(others[0]) if name != "null"]
        if types != [kind] or others[0].keys() & {"enum", "const", "format", "x-wire", "contentEncoding"}:
            return None
        found = self._classes[pointer]
        plain = TYPES[kind].annotation
        return evolve(
            self.of(pointer, node), codec=f"enumeration({found.name}, others=True)", wider=f"{found.name} | {plain}"
        )

    def _any_of(self, typed: list[Typed]) -> Typed:
        return self._alternatives(typed, f"any_of({', '.join(dict.fromkeys(one.codec for one in typed))})", "any_of")

    def _alternatives(self, typed: list[Typed], codec: str, function: str) -> Typed:
        annotations = [one.annotation for one in typed]
        nullable = any(one.nullable for one in typed)
        if len(set(annotations)) == 1 and len({one.codec for one in typed}) == 1:
            return evolve(typed[0], nullable=nullable)
        return Typed(
            _either(annotations),
            codec,
            nullable=nullable,
            wider=_either([one.sent for one in typed]) if any(one.wider for one in typed) else None,
            imports=frozenset({f"from {CODECS} import {function}"}).union(*(one.imports for one in typed)),
            types=frozenset().union(*(one.types for one in typed)),
        )

    def _const(self, pointer: str, value: Any) -> Typed:
        if not isinstance(value, str | int | bool):
            raise fail(join(pointer, "const"), "only text, integers and booleans are supported here")
        literal = quoted(value) if isinstance(value, str) else repr(value)
        return Typed(
            f"Literal[{literal}]",
            f"const({literal})",
            imports=frozenset({f"from {CODECS} import const"}),
            types=frozenset({"from typing import Literal"}),
        )


def _either(annotations: list[str]) -> str:
    return "Any" if "Any" in annotations else " | ".join(dict.fromkeys(annotations))


def _allows_null(node: Node) -> bool:
    return (
        node.get("nullable") is True
        or "null" in type_names(node)
        or None in node.get("enum", [])
        or any(is_null(member) for key in ("oneOf", "anyOf") for member in node.get(key, []))
    )


def _kind_of_values(values: list[Any]) -> str:
    names = {type(value).__name__ for value in values if value is not None}
    return (
        {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}.get(names.pop(), "")
        if len(names) == 1
        else ""
    )


def _wire(pointer: str, form: str, types: list[str]) -> Typed:
    fitting = WIRE_FORMS[form]
    if len(types) != 1 or types[0] not in fitting:
        raise fail(
            join(pointer, "x-wire"),
            f"{form} is a form of {' or '.join(sorted(fitting))}, not of {', '.join(types) or 'anything'}",
        )
    return WIRE[form]
