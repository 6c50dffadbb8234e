"""Which schemas could become classes, and what these would be called.

A schema in `components` is called what it is called there; one that stands inside another after its place: that of the
property `address` of `Customer` is `CustomerAddress`.
"""

from __future__ import annotations

from attrs import frozen
from openapi_python_client.strings import ClassName, pascal_case

from scripts.generator import naming
from scripts.generator.document import Document, Node, join
from scripts.specs.letters import plain
from scripts.specs.nodes import METHODS


@frozen
class Candidate:
    """A schema that could become a class.

    Attributes:
        words: What it would be called.
        enum: Whether it is an enum.
    """

    words: str
    enum: bool


def candidates(normalised: Document) -> dict[str, Candidate]:
    """The candidates by the pointers of their schemas: those in `components` first, then those inside them.

    Args:
        normalised: The document as `normalise` leaves it.
    """
    finder = _Finder(normalised)
    schemas = normalised.root.get("components", {}).get("schemas", {})
    for name, node in schemas.items():
        finder.take(node, name, "")
    while finder.inside:
        finder.go_inside()
    for path, item in normalised.root.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                finder.operation(join("#", "paths", path, method))
    while finder.inside:
        finder.go_inside()
    return finder.found


class _Finder:
    def __init__(self, normalised: Document) -> None:
        self._document = normalised
        self.found: dict[str, Candidate] = {}
        self.inside: list[tuple[Node, str]] = []

    def go_inside(self) -> None:
        """Take what stands inside the models that were taken last."""
        models, self.inside = self.inside, []
        for node, name in models:
            for part in (*(one for one in node.get("allOf", []) if "$ref" not in one), node):
                for wire, member in part.get("properties", {}).items():
                    self.take(member, wire, name)
                if "additionalProperties" in part:
                    self.take(part["additionalProperties"], "AdditionalProperty", name)

    def take(self, node: Node, name: str, parent: str) -> None:
        """A schema and, unless it becomes a class itself, what stands inside it."""
        name = plain(name)
        parts = [*node.get("allOf", []), *node.get("anyOf", [])]
        types = node.get("type")
        if "$ref" in node or (len(parts) == 1 and "$ref" in parts[0] and "properties" not in node):
            return
        if "enum" in node and types != "boolean":
            self._add(node, f"{pascal_case(parent)}{pascal_case(name)}" if parent else name, enum=True)
        elif "anyOf" in node:
            for index, member in enumerate(node["anyOf"]):
                self.take(member, f"{name}_type_{index}", parent)
        elif isinstance(types, list):
            for index, one in enumerate(types):
                self.take({**node, "type": one}, f"{name}_type_{index}", parent)
        elif types == "array":
            self.take(node.get("items", {}), f"{name}_item", parent)
        elif types == "object" or "allOf" in node or (types is None and "properties" in node):
            words = f"{pascal_case(parent)}{pascal_case(name)}" if parent else name
            if self._add(node, words, enum=False):
                self.inside.append((node, ClassName(words, naming.PREFIX)))

    def _add(self, node: Node, words: str, *, enum: bool) -> bool:
        pointer = node["description"]
        if pointer in self.found:
            return False
        self.found[pointer] = Candidate(words, enum)
        return True

    def operation(self, pointer: str) -> None:
        """What stands at an operation, as far as it is in no component."""
        node, item = self._document.at(pointer), pointer.rsplit("/", 1)[0]
        name = naming.operation_name(node["operationId"])
        for owner in (pointer, item):
            for index in range(len(self._document.at(owner).get("parameters", []))):
                _, parameter = self._document.resolve(join(owner, "parameters", index))
                self.take(parameter["schema"], parameter["name"], name)
        for code in node.get("responses", {}):
            _, response = self._document.resolve(join(pointer, "responses", code))
            for content in response.get("content", {}).values():
                self.take(content["schema"], f"response_{code}", name)
        if "requestBody" in node:
            _, body = self._document.resolve(join(pointer, "requestBody"))
            for content in body.get("content", {}).values():
                self.take(content["schema"], "body", name)
