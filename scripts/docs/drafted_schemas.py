"""The schemas of a draft: one per use, from tables of classes where the page has them, otherwise from what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from scripts.docs.draft_parts import evidence, fill_in, pascal, schema_of
from scripts.docs.english import singular
from scripts.docs.facts import Facts, Field, Operation
from scripts.docs.spec_yaml import Flow

_METHODS = {"Create": "POST", "Update": "PUT"}
_LISTS = ("array", "list")


@attrs.define
class _Tree:
    """A field, and those within it.

    Attributes:
        said: What is said of it; None if only what is within it is named.
        inside: The fields within it, or within its elements.
        many: Whether it is a list.
    """

    said: Field | None = None
    inside: dict[str, _Tree] = attrs.field(factory=dict)
    many: bool = False


def _trees(fields: Iterable[Field]) -> _Tree:
    root = _Tree()
    for one in fields:
        at = root
        parts = one.field.split(".")
        for number, part in enumerate(parts):
            name = part.rstrip("[]")
            if not name:  # the answer is a list itself
                at.many = True
                continue
            inner = at.inside.setdefault(name, _Tree())
            inner.many = inner.many or part.endswith("[]")
            if number == len(parts) - 1 and not part.endswith("[]"):
                inner.said = one
                inner.many = inner.many or _is_list(one.type)
            at = inner
    return root


def _is_list(written: str | None) -> bool:
    return written is not None and (written.partition("<")[0].strip() in _LISTS or written.endswith("[]"))


@attrs.define
class Schemas:
    """Collects the schemas that the operations of a draft need.

    Attributes:
        facts: What the page says.
        taken: Names of schemas that the spec has already.
    """

    facts: Facts
    taken: frozenset[str]
    _found: dict[str, dict[str, Any]] = attrs.field(init=False, factory=dict)

    def drafted(self) -> dict[str, dict[str, Any]]:
        """The schemas by name."""
        return dict(sorted(self._found.items()))

    def of(self, fields: Iterable[Field], use: str, hint: str, operation: Operation) -> Flow:
        """The schema of what an operation takes or answers.

        Args:
            fields: Its fields.
            use: `Create`, `Update`, or empty for what is read.
            hint: A name for it if no class has these fields.
            operation: The operation.
        """
        root = _trees(fields)
        named = Flow({"$ref": f"#/components/schemas/{self._object(root.inside, use, hint, operation)}"})
        return Flow(type="array", items=named) if root.many else named

    def _class(self, names: Iterable[str]) -> str | None:
        """The class that has all of some fields, the smallest if there are several."""
        wanted = set(names)
        fitting = [name for name, fields in self.facts.classes.items() if wanted <= {one.field for one in fields}]
        return min(fitting, key=lambda name: len(self.facts.classes[name]), default=None)

    def _object(self, trees: Mapping[str, _Tree], use: str, hint: str, operation: Operation) -> str:
        owner = self._class(trees)
        name = f"{owner.removesuffix('Dto') if owner else hint}{use}"
        if name in self.taken:
            return name
        known = {one.field: one for one in self.facts.classes[owner]} if owner else {}
        written = any("W" in (one.access or "") for one in known.values())
        schema = self._found.setdefault(name, {})
        section = f"Classes/{owner}" if owner else operation.title
        if not schema:
            level = "documented" if owner or any(_told(tree.said) for tree in trees.values()) else "example"
            schema["type"] = "object"
            schema["description"] = fill_in("what it is")
            schema["x-evidence"] = evidence(self.facts.page, level, section)
        names = list(dict.fromkeys([*trees, *known]))
        if use:
            names = [one for one in names if one in trees or "W" in (known[one].access or "")]
            method = _METHODS[use]
            required = [one for one in names if method in (_demanded(known.get(one)) or _demanded(_field(trees, one)))]
            if required and "required" not in schema:
                schema["required"] = required
        properties = schema.setdefault("properties", {})
        for one in names:
            fact = known.get(one) or _field(trees, one) or Field(one)
            if one not in properties:
                properties[one] = self._property(
                    fact, trees.get(one), use, f"{name.removesuffix(use)}{pascal(singular(one))}", operation, owner
                )
                if fact.access == "R" and written:
                    properties[one]["readOnly"] = True
        return name

    def _property(
        self, fact: Field, tree: _Tree | None, use: str, hint: str, operation: Operation, owner: str | None
    ) -> dict[str, Any]:
        name = fact.field.rpartition(".")[2]
        nullable = use != "Create" or (fact.type or "").endswith("| null")
        words = f"what `{name}` is"
        if fact.accepted:
            words += f", and what its values mean ({', '.join(fact.accepted)}); an enum, if there are no others"
        found: dict[str, Any] = {}
        inside = tree.inside if tree else {}
        if _is_list(fact.type) or (tree is not None and tree.many):
            found["type"] = ["array", "null"] if nullable else "array"
            found["description"] = fill_in(words)
            if inside:
                if _is_list(fact.type) and fact.access is not None:
                    because = "the class table does not show the type of its elements; the sample does"
                    section = f"Classes/{owner}" if owner else operation.title
                    found["x-evidence"] = evidence(self.facts.page, "inferred", section, because)
                found["items"] = Flow({"$ref": f"#/components/schemas/{self._object(inside, use, hint, operation)}"})
            else:
                found["items"] = Flow(type=fill_in(f"type of the elements of {name}"))
            return found
        if inside:
            named = Flow({"$ref": f"#/components/schemas/{self._object(inside, use, hint, operation)}"})
            found["description"] = fill_in(words)
            if nullable:
                found["anyOf"] = [named, Flow(type="null")]
            else:
                found.update(named)
            return found
        schema = schema_of(fact.type or (tree.said.type if tree and tree.said else None), fact.format, name)
        if nullable and not schema["type"].startswith("<<"):
            schema["type"] = [schema["type"], "null"]
        found.update(schema)
        found["description"] = fill_in(words)
        return found


def _field(trees: Mapping[str, _Tree], name: str) -> Field | None:
    return trees[name].said if name in trees else None


def _demanded(one: Field | None) -> tuple[str, ...]:
    return one.required_on if one else ()


def _told(one: Field | None) -> bool:
    """Whether a page says more of a field than a sample would."""
    if one is None:
        return False
    return bool(one.required_on or one.optional_on or one.description_hash or one.accepted or one.access)
