"""What an operation answers with, as the runtime's result and as a Python type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, frozen

from scripts.generator.document import Document, Node, join
from scripts.generator.literals import quoted
from scripts.generator.normalise import is_json, json_content
from scripts.generator.problems import fail
from scripts.generator.schemas import Field, fields_of
from scripts.generator.typed import Typed
from scripts.generator.types import Types

_RESULTS = "erp_client_runtime.results"
# What documents within JSON can be: how they begin, as an expression, and what they are called.
_DOCUMENTS = {"application/pdf": ('b"%PDF"', "The PDF")}


@frozen
class ResultView:
    """The answer of an operation.

    Attributes:
        source: Expression of the runtime's result.
        annotation: What the caller gets.
        item: Of a list, what one item is; None otherwise.
        imports: Import lines of both.
        typed: The type of the object or item, if the answer is JSON.
        cursor: The type of the cursor, if there is one.
        document: Of a document within JSON, what it is called.
    """

    source: str
    annotation: str
    imports: frozenset[str]
    item: str | None = None
    typed: Typed | None = None
    cursor: Typed | None = None
    document: str = ""


def success_schemas(document: Document, operation: str) -> list[tuple[str, Node]]:
    """The responses of success, resolved; `default` if no other is declared."""
    codes = _success_codes(document.at(operation))
    if not codes:
        raise fail(join(operation, "responses"), "no answer of success (2XX) is declared")
    return [document.resolve(join(operation, "responses", code)) for code in codes]


def _success_codes(node: Node) -> list[str]:
    responses = node.get("responses", {})
    return [code for code in responses if code.startswith("2")] or [code for code in responses if code == "default"]


def schema_pointer(pointer: str, response: Node) -> str | None:
    """Where the JSON schema of a response is; None if it has none."""
    content = response.get("content", {})
    media_type = json_content(content)
    if media_type is None or "schema" not in content[media_type]:
        return None
    return join(pointer, "content", media_type, "schema")


def unwrapped(document: Document, operation: str) -> tuple[str, str] | None:
    """Of an operation with x-unwrap, the pointers of the wrapper and of the items' schema."""
    node = document.at(operation)
    if "items" not in node.get("x-unwrap", {}):
        return None
    here = join(operation, "x-unwrap")
    pointer, response = success_schemas(document, operation)[0]
    schema = schema_pointer(pointer, response)
    if schema is None:
        raise fail(here, "the answer has no JSON schema to take the items out of")
    wrapper, alternatives = document.resolve(schema)
    if node["x-unwrap"]["items"] == "*":
        return wrapper, _anywhere(document, here, wrapper, alternatives)
    field = next((field for field in fields_of(document, wrapper) if field.wire == node["x-unwrap"]["items"]), None)
    if field is None:
        raise fail(here, f"the answer has no property {node['x-unwrap']['items']!r}")
    array, content = document.resolve(field.pointer)
    if not isinstance(content.get("items"), dict):
        raise fail(here, f"{field.wire!r} is no array with `items`")
    return wrapper, join(array, "items")


def _anywhere(document: Document, here: str, wrapper: str, node: Node) -> str:
    """Where the items' schema is in an answer that is an array, or an object with one of an unknown name."""
    members = [document.resolve(join(wrapper, "anyOf", index)) for index in range(len(node.get("anyOf", [])))]
    arrays = [pointer for pointer, member in members if isinstance(member.get("items"), dict)]
    objects = [member for _, member in members if member.get("type") == "object" and "properties" not in member]
    if len(members) != 2 or len(arrays) != 1 or len(objects) != 1:
        raise fail(here, "`*` needs an answer of `anyOf`: an array with `items`, and {type: object} without properties")
    return join(arrays[0], "items")


def result_of(document: Document, types: Types, operation: str, arguments: dict[str, str]) -> ResultView:
    """The result of an operation.

    Args:
        document: The document.
        types: Its types.
        operation: Pointer of the operation.
        arguments: Names of the path's arguments by the vendor's names.

    Raises:
        GenerationError: the answer cannot be expressed.
    """
    node = document.at(operation)
    wrapped = unwrapped(document, operation)
    if wrapped is not None:
        return _unwrapped(document, types, operation, arguments, wrapped)
    if "x-cursor" in node:
        raise fail(join(operation, "x-cursor"), "needs x-unwrap: a bare answer has no place for a cursor")
    successes = success_schemas(document, operation)
    views = [_one(document, types, operation, *success) for success in successes]
    if "x-unwrap" in node:
        return _value_or_field(join(operation, "x-unwrap"), node["x-unwrap"]["value"], views)
    filled = list(dict.fromkeys(view for view in views if view.source != "Nothing()"))
    if len(filled) > 1:
        return _by_status(dict(zip(_success_codes(node), views, strict=True)))
    return filled[0] if filled else views[0]


def _by_status(views: Mapping[str, ResultView]) -> ResultView:
    """Answers of success with different contents."""
    source = ", ".join(f"{quoted(code)}: {view.source}" for code, view in views.items())
    annotations = list(dict.fromkeys(part for view in views.values() for part in view.annotation.split(" | ")))
    annotation = " | ".join(
        [*(one for one in annotations if one != "None"), *(["None"] if "None" in annotations else [])]
    )
    imports = frozenset({f"from {_RESULTS} import ByStatus"}).union(*(view.imports for view in views.values()))
    return ResultView(f"ByStatus({{{source}}})", "Any" if "Any" in annotations else annotation, imports)


def _one(document: Document, types: Types, operation: str, pointer: str, response: Node) -> ResultView:
    content = response.get("content", {})
    if not content:
        return _view("Nothing()", "Nothing", "None")
    if json_content(content) is None:
        return _raw(pointer, list(content))
    schema = schema_pointer(pointer, response)
    # What a write did is done, also if its answer is empty.
    writes = operation.rsplit("/", 1)[1] in ("post", "put", "patch", "delete")
    if schema is None:
        return _value(types.of(pointer, {}), writes=writes)
    _, content = document.resolve(schema)
    if content.get("contentEncoding") == "base64" and "contentMediaType" in content:
        return _document(schema, str(content["contentMediaType"]))
    typed = types.of(schema)
    if typed.model is not None and not typed.nullable:
        empty_ok = ", empty_ok=True" if writes else ""
        return _view(f"Object({typed.annotation}{empty_ok})", "Object", typed=typed)
    if typed.elements is not None and typed.elements.model is not None and not typed.nullable:
        return _view(f"Items({typed.elements.annotation})", "Items", typed=typed.elements, page=True)
    return _value(typed, writes=writes)


def _document(pointer: str, media_type: str) -> ResultView:
    if media_type not in _DOCUMENTS:
        raise fail(
            join(pointer, "contentMediaType"),
            f"only {', '.join(_DOCUMENTS)} is supported within JSON; how {media_type} begins is not known",
        )
    magic, name = _DOCUMENTS[media_type]
    return evolve(_view(f"Document({quoted(media_type)}, magic={magic})", "Document", "bytes"), document=name)


def _value_or_field(here: str, name: str, views: Sequence[ResultView]) -> ResultView:
    """A value that may also stand in an object."""
    view = views[0]
    if len(views) != 1 or view.annotation not in ("int", "str"):
        raise fail(here, "value: needs one answer of success, whose schema is text or an integer")
    return evolve(view, source=f"{view.source[:-1]}, field={quoted(name)})")


def _raw(pointer: str, media_types: list[str]) -> ResultView:
    names = [media_type.partition(";")[0].strip().lower() for media_type in media_types]
    if any(is_json(name) for name in names):
        raise fail(pointer, "JSON without a schema beside other media types")
    if "text/event-stream" in names:
        raise fail(pointer, "a stream of events is not supported; an answer is read as a whole")
    accepted = quoted(", ".join(names))
    if all(name.startswith("text/") or name.endswith(("/xml", "+xml")) for name in names):
        return _view("Text()" if names == ["text/plain"] else f"Text({accepted})", "Text", "str")
    return _view(f"Binary({accepted})", "Binary", "bytes")


def _value(typed: Typed, *, writes: bool) -> ResultView:
    unknown = ", unknown=True" if writes and typed.codec == "ANY" else ""
    view = _view(f"Value({typed.codec}{unknown})", "Value", typed.optional, typed=typed)
    return evolve(view, imports=view.imports | typed.imports)


def _unwrapped(
    document: Document, types: Types, operation: str, arguments: dict[str, str], wrapped: tuple[str, str]
) -> ResultView:
    node = document.at(operation)
    unwrap = node["x-unwrap"]
    typed = types.of(wrapped[1])
    here = join(operation, "x-unwrap")
    if typed.model is None:
        raise fail(here, f"the items of {unwrap['items']!r} are no objects with properties")
    if unwrap["items"] == "*":
        if "match" in unwrap or "x-cursor" in node:
            raise fail(here, "`*` goes neither with match nor with x-cursor; name the field that holds the items")
        return _view(f"Items({typed.annotation}, anywhere=True)", "Items", typed=typed, page=True)
    items = f"items={quoted(unwrap['items'])}"
    fields = {field.wire: field for field in fields_of(document, wrapped[0]) if field.wire != unwrap["items"]}
    if "match" in unwrap:
        if unwrap["match"] not in {field.wire for field in fields_of(document, wrapped[1])}:
            raise fail(here, f"match: the items have no property {unwrap['match']!r}")
        if unwrap["param"] not in arguments:
            raise fail(here, f"param: the operation has no path parameter {unwrap['param']!r}")
        match = f"match={quoted(unwrap['match'])}, argument={quoted(arguments[unwrap['param']])}"
        others, wires = _others(types, fields.values())
        return _view(f"OneOf({typed.annotation}, {items}, {match}{others})", "OneOf", typed=typed, wires=wires)
    if "x-cursor" not in node:
        others, wires = _others(types, fields.values())
        return _view(f"Items({typed.annotation}, {items}{others})", "Items", typed=typed, wires=wires, page=True)
    name = node["x-cursor"]["field"]
    if name not in fields:
        raise fail(join(operation, "x-cursor"), f"field: the answer has no property {name!r} beside the items")
    source, cursor = _wire(types, fields.pop(name))
    others, wires = _others(types, fields.values())
    source = f"Items({typed.annotation}, {items}, cursor={source}{others})"
    return evolve(_view(source, "Items", typed=typed, wires=[cursor, *wires], page=True), cursor=cursor)


def _others(types: Types, fields: Iterable[Field]) -> tuple[str, list[Typed]]:
    """The argument for the fields of a wrapper that the client has no use for, and their types."""
    made = [_wire(types, field) for field in fields]
    sources = "".join(f"{source}, " for source, _ in made)
    return f", others=({sources})" if made else "", [typed for _, typed in made]


def _wire(types: Types, field: Field) -> tuple[str, Typed]:
    """Expression of the runtime's `Wire` of a field of a wrapper, and its type."""
    typed = types.of(field.pointer, field.node)
    parts = [quoted(field.wire), typed.codec]
    parts += ["required=True"] if field.required else []
    parts += ["nullable=True"] if typed.nullable else []
    parts += [f"aliases=({', '.join(map(quoted, field.node['x-alias']))},)"] if "x-alias" in field.node else []
    return f"Wire({', '.join(parts)})", typed


def _view(
    source: str,
    name: str,
    annotation: str | None = None,
    *,
    typed: Typed | None = None,
    wires: Sequence[Typed] = (),
    page: bool = False,
) -> ResultView:
    """A view.

    Args:
        source: Expression of the runtime's result.
        name: Class of the result.
        annotation: What the caller gets; None if it is an object, or a page of them.
        typed: The type of the object.
        wires: The types of the other fields of its wrapper.
        page: Whether the caller gets a page of objects.
    """
    names = {name, *(["Page"] if page else []), *(["Wire"] if wires else [])}
    imports = {f"from {_RESULTS} import {one}" for one in names}.union(*(one.imports for one in wires))
    if typed is not None:
        imports |= typed.types
        annotation = annotation or (f"Page[{typed.annotation}]" if page else typed.annotation)
    assert annotation is not None
    return ResultView(source, annotation, frozenset(imports), typed.annotation if typed and page else None, typed)
