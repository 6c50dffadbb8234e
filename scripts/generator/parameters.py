"""Parameters of operations outside the body."""

from __future__ import annotations

from attrs import frozen

from scripts.generator import naming, texts
from scripts.generator.document import Document, Node, join
from scripts.generator.literals import default_of, quoted
from scripts.generator.models import Models
from scripts.generator.normalise import json_content
from scripts.generator.problems import GenerationError, Problem, fail
from scripts.generator.schemas import Field
from scripts.generator.typed import Typed, with_none
from scripts.generator.types import Types

_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}


@frozen
class ParameterView:
    """One parameter: how it is declared as data and as an argument.

    Attributes:
        name: The Python argument.
        wire: The vendor's name.
        location: path, query, header, or body for one that is a field of the body.
        annotation: Type of the argument.
        default: Expression of its default; None if it must be given.
        source: Expression of the runtime's `Parameter`.
        text: For the docstring.
        level: How well it is known; empty if the document does not say.
    """

    name: str
    wire: str
    location: str
    annotation: str
    default: str | None
    typed: Typed
    source: str
    text: str
    level: str

    @property
    def declaration(self) -> str:
        """As in a signature."""
        return f"{self.name}: {self.annotation}" + ("" if self.default is None else f" = {self.default}")


def declared_parameters(document: Document, operation: str) -> dict[tuple[str, str], tuple[str, Node]]:
    """The parameters of an operation and of its path, by place and name, each with its pointer."""
    found: dict[tuple[str, str], tuple[str, Node]] = {}
    path_item = operation.rsplit("/", 1)[0]
    for owner in (operation, path_item):
        node = document.at(owner)
        for index in range(len(node.get("parameters", []))):
            pointer, content = document.resolve(join(owner, "parameters", index))
            found.setdefault((content["in"], content["name"]), (pointer, content))
    return found


def parameters_of(
    document: Document,
    types: Types,
    models: Models,
    operation: str,
    *,
    id_in_body: Field | None,
    fields: set[str],
    paged: set[str],
) -> list[ParameterView]:
    """The parameters of an operation, in the order of the path, then as the document has them.

    Args:
        document: The document.
        types: Its types.
        models: Its models.
        operation: Pointer of the operation.
        id_in_body: Field of the body that is an argument.
        fields: Names of the other fields of the body, which can be given as keywords too.
        paged: Query parameters that choose a page; their defaults are not sent.

    Raises:
        GenerationError: two of them would get the same name, or one cannot be expressed.
    """
    found = declared_parameters(document, operation)
    path = document_path(operation.rsplit("/", 1)[0])
    order = sorted(
        found.values(),
        key=lambda entry: path.find(f"{{{entry[1]['name']}}}") if entry[1]["in"] == "path" else len(path),
    )
    views: list[ParameterView] = []
    problems: list[Problem] = []
    if id_in_body is not None:
        views.append(_in_body(document, types, models, operation, id_in_body, fields))
    taken = {view.name for view in views}
    names = _names(document, models, order, fields | taken, problems)
    for (pointer, content), name in zip(order, names, strict=True):
        optional = content["in"] == "query" and content["name"] in paged
        try:
            views.append(_view(document, types, models, pointer, content, name, optional=optional))
        except GenerationError as error:
            problems.extend(error.problems)
    if problems:
        raise GenerationError(problems)
    return views


def _names(
    document: Document, models: Models, order: list[tuple[str, Node]], beside: set[str], problems: list[Problem]
) -> list[str]:
    """The names of arguments; two that are the same are a problem, or told apart by where they go."""
    names = [naming.argument_name(str(content["name"]), models.given, beside) for _, content in order]
    if not document.foreign:
        for index, (pointer, content) in enumerate(order):
            if names[index] in names[:index]:
                reason = f"{content['name']!r} and another parameter would both become the argument {names[index]!r}"
                problems.append(Problem(pointer, reason))
        return names
    for index, (_, content) in enumerate(order):
        if names[index] in names[:index]:
            names[index] = naming.argument_name(f"{names[index]}_{content['in']}", {}, beside)
    found = naming.told_apart([str(content["name"]) for _, content in order], names)
    for (pointer, content), name in zip(order, found, strict=True):
        plain = naming.argument_name(str(content["name"]), models.given, beside)
        if name != plain:
            document.note(pointer, f"becomes the argument {name!r}, since there is another {plain!r}")
    return found


def parameter_schema(pointer: str, parameter: Node) -> str | None:
    """Where the schema of a parameter stands; None if it has none."""
    if "schema" in parameter:
        return join(pointer, "schema")
    media_type = json_content(parameter.get("content", {}))
    if media_type is None or "schema" not in parameter["content"][media_type]:
        return None
    return join(pointer, "content", media_type, "schema")


def document_path(path_item: str) -> str:
    """The path of a path item, from its pointer."""
    return path_item.removeprefix("#/paths/").replace("~1", "/").replace("~0", "~")


def _in_body(
    document: Document, types: Types, models: Models, operation: str, field: Field, fields: set[str]
) -> ParameterView:
    typed = types.of(field.pointer, field.node)
    if typed.annotation not in ("int", "str") or typed.nullable:
        raise fail(join(operation, "x-id-in-body"), f"{field.wire!r} is {typed.optional}; an id is text or an integer")
    name = naming.argument_name(field.wire, models.given, fields)
    source = f'Parameter({quoted(name)}, {quoted(field.wire)}, "body", {typed.codec}, required=True)'
    text, level = _told(document, field.told, field.node, field.wire)
    return ParameterView(name, field.wire, "body", typed.annotation, None, typed, source, text, level)


def _told(document: Document, pointer: str, content: Node, wire: str) -> tuple[str, str]:
    """The text for the docstring, and how well it is known."""
    evidence = document.evidence(pointer)
    text = " ".join(texts.paragraphs(str(content.get("description", ""))))
    told = " ".join(part for part in (texts.sentence(text), texts.doubt(evidence)) if part)
    return told or f"The vendor's `{wire}`.", "" if evidence is None else evidence.level


def _view(
    document: Document,
    types: Types,
    models: Models,
    pointer: str,
    content: Node,
    name: str,
    *,
    optional: bool,
) -> ParameterView:
    """The view of a parameter; `optional` if it is left out unless it is given, whatever its default."""
    place = parameter_schema(pointer, content)
    if place is None:
        raise fail(pointer, "a parameter needs a schema, or one of JSON as its content")
    wire, location = str(content["name"]), str(content["in"])
    schema_pointer, schema = document.resolve(place)
    typed = types.of(place)
    style = "json" if "schema" not in content else str(content.get("style", _STYLES[location][0]))
    if typed.elements is not None and not typed.elements.is_single and style not in ("json", "deepObject"):
        raise fail(pointer, "a list of lists or objects as a parameter is supported with style: deepObject only")
    if style not in ("json", *_STYLES[location]):
        raise fail(
            join(pointer, "style"),
            f"{style} is not supported in a {location}; supported are {', '.join(_STYLES[location])}",
        )
    explode = bool(content.get("explode", style == "form"))
    composite = typed.elements is not None or not typed.is_single
    # One with a default is always sent, so None, which means leaving it out, is a mistake there.
    always = isinstance(schema, dict) and schema.get("default") is not None and not optional
    required = location == "path" or content.get("required") is True or always
    parts = [quoted(name), quoted(wire), quoted(location), typed.codec]
    parts += ["required=True"] if required else []
    if composite or style in ("deepObject", "label", "matrix", "json"):
        parts += [f"style={quoted(style)}"] if style != "form" else []
        parts += [] if explode else ["explode=False"]
    default: str | None = None
    annotation = typed.sent
    if isinstance(schema, dict) and "default" in schema and not optional:
        default = default_of(typed, schema["default"], join(schema_pointer, "default"), models.enum_members(typed))
    elif not required:
        annotation, default = with_none(typed.sent), "None"
    text, level = _told(document, pointer, content, wire)
    return ParameterView(
        name, wire, location, annotation, default, typed, f"Parameter({', '.join(parts)})", text, level
    )
