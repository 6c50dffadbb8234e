"""Parameters of operations outside the body."""

from __future__ import annotations

from attrs import frozen

from scripts.generator import naming, texts
from scripts.generator.document import Document, Node, join
from scripts.generator.models import Models
from scripts.generator.problems import GenerationError, Problem, fail
from scripts.generator.types import Typed, Types, default_of, quoted, with_none

_STYLES = {
    "path": ("simple",),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
}


@frozen
class ParameterView:
    """One parameter: how it is declared as data and as an argument.

    Attributes:
        name: The Python argument.
        wire: The vendor's name.
        location: path, query or header.
        annotation: Type of the argument.
        default: Expression of its default; None if it must be given.
        source: Expression of the runtime's `Parameter`.
        text: For the docstring.
    """

    name: str
    wire: str
    location: str
    annotation: str
    default: str | None
    typed: Typed
    source: str
    text: str

    @property
    def declaration(self) -> str:
        """As in a signature."""
        return f"{self.name}: {self.annotation}" + ("" if self.default is None else f" = {self.default}")


def parameters_of(
    document: Document, types: Types, models: Models, operation: str, taken: set[str]
) -> list[ParameterView]:
    """The parameters of an operation, in the order of the path, then as the document has them.

    Args:
        document: The document.
        types: Its types.
        models: Its models.
        operation: Pointer of the operation.
        taken: Names of the body's fields, which can be given as keywords too.

    Raises:
        GenerationError: two of them would get the same name, or one cannot be expressed.
    """
    found: dict[tuple[str, str], tuple[str, Node]] = {}
    path_item = operation.rsplit("/", 1)[0]
    for owner in (operation, path_item):
        node = document.at(owner)
        for index in range(len(node.get("parameters", []))):
            pointer, content = document.resolve(join(owner, "parameters", index))
            found.setdefault((content["in"], content["name"]), (pointer, content))
    path = document_path(path_item)
    order = sorted(
        found.values(),
        key=lambda entry: path.find(f"{{{entry[1]['name']}}}") if entry[1]["in"] == "path" else len(path),
    )
    views: list[ParameterView] = []
    problems: list[Problem] = []
    for pointer, content in order:
        try:
            view = _view(document, types, models, pointer, content, taken)
        except GenerationError as error:
            problems.extend(error.problems)
            continue
        if view.name in {other.name for other in views}:
            problems.append(
                Problem(pointer, f"{view.wire!r} and another parameter would both become the argument {view.name!r}")
            )
        views.append(view)
    if problems:
        raise GenerationError(problems)
    return views


def document_path(path_item: str) -> str:
    """The path of a path item, from its pointer."""
    return path_item.removeprefix("#/paths/").replace("~1", "/").replace("~0", "~")


def _view(
    document: Document, types: Types, models: Models, pointer: str, content: Node, taken: set[str]
) -> ParameterView:
    if "schema" not in content:
        raise fail(pointer, "a parameter needs a schema")
    wire, location = str(content["name"]), str(content["in"])
    schema_pointer, schema = document.resolve(join(pointer, "schema"))
    typed = types.of(join(pointer, "schema"))
    if typed.model is not None or (typed.elements is not None and typed.elements.model is not None):
        raise fail(
            pointer, "an object with properties as a parameter is not supported; a map (additionalProperties) is"
        )
    style = str(content.get("style", _STYLES[location][0]))
    if style not in _STYLES[location]:
        raise fail(
            join(pointer, "style"),
            f"{style} is not supported in a {location}; supported are {', '.join(_STYLES[location])}",
        )
    explode = bool(content.get("explode", style == "form"))
    # One with a default is always sent, so None, which means leaving it out, is a mistake there.
    always = isinstance(schema, dict) and schema.get("default") is not None
    required = location == "path" or content.get("required") is True or always
    name = naming.argument_name(wire, taken)
    parts = [quoted(name), quoted(wire), quoted(location), typed.codec]
    parts += ["required=True"] if required else []
    if typed.elements is not None or style == "deepObject" or typed.codec.startswith("mapping("):
        parts += [f"style={quoted(style)}"] if style != "form" else []
        parts += [] if explode else ["explode=False"]
    default: str | None = None
    annotation = typed.annotation
    if isinstance(schema, dict) and "default" in schema:
        default = default_of(typed, schema["default"], join(schema_pointer, "default"), models.enum_members(typed))
    elif not required:
        annotation, default = with_none(typed.annotation), "None"
    text = " ".join(texts.paragraphs(str(content.get("description", ""))))
    doubt = texts.doubt(document.evidence(pointer))
    told = " ".join(part for part in (texts.sentence(text), doubt) if part) or f"The vendor's `{wire}`."
    return ParameterView(name, wire, location, annotation, default, typed, f"Parameter({', '.join(parts)})", told)
