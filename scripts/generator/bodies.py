"""What an operation takes as its body: a model or its fields as keywords, or one value."""

from __future__ import annotations

from attrs import frozen

from scripts.generator.document import Document, Node, join
from scripts.generator.literals import quoted
from scripts.generator.models import FieldView, Models
from scripts.generator.normalise import body_content, is_form, is_json
from scripts.generator.problems import fail
from scripts.generator.schemas import fields_of, type_names
from scripts.generator.typed import Typed
from scripts.generator.types import Types

PAYLOADS = "erp_client_runtime.payloads"


@frozen
class BodyView:
    """The body of an operation.

    Attributes:
        typed: What it is.
        required: Whether there has to be one.
        fields: What can be given as keywords; None if it is one value.
        whole: Whether all of it has to be given.
        also: The model as it is read, if that is accepted as well.
        source: Expression of the runtime's `RequestBody`; empty for a model as JSON.
        imports: Import lines of that.
    """

    typed: Typed
    required: bool
    fields: list[FieldView] | None
    whole: bool
    also: Typed | None = None
    source: str = ""
    imports: frozenset[str] = frozenset()

    @property
    def annotation(self) -> str:
        """What the argument `body` takes."""
        if self.fields is None:
            return self.typed.optional_sent
        return self.typed.annotation if self.also is None else f"{self.also.annotation} | {self.typed.annotation}"

    @property
    def keywords(self) -> list[str]:
        """The fields as keyword arguments."""
        return [keyword(field, whole=self.whole) for field in self.fields or () if not field.omit]


def keyword(field: FieldView, *, whole: bool) -> str:
    """A field of a body as a keyword argument."""
    base = field.typed.optional_sent
    if field.required and field.default is None:
        return f"{field.name}: {base}"
    if whole and not field.read_only and field.default in ("UNSET", "None"):
        return f"{field.name}: {base}"
    if field.default in ("UNSET", "None"):
        return f"{field.name}: {unset(field)} = UNSET"
    return f"{field.name}: {base} = ..."


def unset(field: FieldView) -> str:
    """Type of a keyword that may be left out."""
    if field.typed.annotation == "Any":
        return "Any"
    return f"{field.typed.sent} | UnsetType" + (" | None" if field.typed.nullable else "")


def body_of(document: Document, types: Types, models: Models, pointer: str, *, updates: bool) -> BodyView | None:
    """The body of an operation; None if it has none.

    Args:
        document: The document.
        types: Its types.
        models: Its models.
        pointer: Pointer of the operation.
        updates: Whether its method is called `update`.

    Raises:
        GenerationError: the body cannot be expressed.
    """
    node = document.at(pointer)
    if "requestBody" not in node:
        return None
    here, content = document.resolve(join(pointer, "requestBody"))
    offered = content.get("content", {})
    media_type = body_content(offered)
    if media_type is None:
        raise fail(here, "a body needs a media type")
    place, base = join(here, "content", media_type), media_type.partition(";")[0].strip().lower()
    required = content.get("required", False) is True
    if not is_json(media_type) and not is_form(media_type):
        return _raw(base, required)
    if "schema" not in offered[media_type]:
        raise fail(place, "a body needs a schema")
    typed = types.of(join(place, "schema"))
    if is_form(media_type):
        if typed.model is None and not typed.codec.startswith("mapping("):
            raise fail(join(place, "schema"), f"a form has to be an object, this one is {typed.annotation}")
        source, imports = _form(base, offered[media_type], typed)
    elif typed.model is None or base != "application/json":
        media = "" if base == "application/json" else f", {quoted(base)}"
        source, imports = f"Json({typed.codec}{media})", typed.imports | {f"from {PAYLOADS} import Json"}
    else:
        source, imports = "", frozenset()
    if typed.model is None:
        return BodyView(typed, required, None, False, source=source, imports=imports)
    fields = [field for field in models.named(typed.model).fields if not field.omit]
    whole = updates and pointer.endswith("/put")
    return BodyView(typed, required, fields, whole, source=source, imports=imports)


def _raw(media_type: str, required: bool) -> BodyView:
    """Bytes or text; where any kind of file will do, a `File` tells which one it is."""
    anything = "*" in media_type
    written = "application/octet-stream" if anything else media_type
    text = media_type.startswith("text/") or media_type.endswith(("/xml", "+xml"))
    annotation = "bytes | str" if text else "bytes | File" if anything else "bytes"
    types = frozenset({f"from {PAYLOADS} import File"} if anything else ())
    imports = frozenset({f"from {PAYLOADS} import Content"})
    return BodyView(
        Typed(annotation, "", types=types), required, None, False, None, f"Content({quoted(written)})", imports
    )


def _form(media_type: str, content: Node, typed: Typed) -> tuple[str, frozenset[str]]:
    """Expression of a form, and its import lines."""
    name = "Multipart" if media_type == "multipart/form-data" else "Form"
    parts = []
    for wire, encoding in content.get("encoding", {}).items():
        source = _part(name, encoding)
        if source:
            parts.append(f"{quoted(wire)}: {source}")
    names = {name, *(["Part"] if parts else [])}
    imports = frozenset(f"from {PAYLOADS} import {one}" for one in names)
    arguments = [f"{{{', '.join(parts)}}}"] if parts else []
    if typed.model is None:
        arguments, imports = [*arguments, f"codec={typed.codec}"], imports | typed.imports
    return f"{name}({', '.join(arguments)})", imports


def _part(form: str, encoding: Node) -> str:
    media_type = str(encoding.get("contentType", "")).partition(",")[0].strip()
    if form == "Multipart":
        return f"Part(media_type={quoted(media_type)})" if media_type and "*" not in media_type else ""
    if not encoding.keys() & {"style", "explode", "allowReserved"}:
        return 'Part("json")' if is_json(media_type) else ""
    style = str(encoding.get("style", "form"))
    explode = bool(encoding.get("explode", style == "form"))
    return f"Part({quoted(style)})" if explode or style == "deepObject" else f"Part({quoted(style)}, explode=False)"


def files_in_forms(document: Document) -> set[str]:
    """Where schemas stand for files: in the fields of multipart forms, and in lists of such."""
    found: set[str] = set()
    for operation in document.operations:
        if "requestBody" not in document.at(operation):
            continue
        here, body = document.resolve(join(operation, "requestBody"))
        media_type = body_content(body.get("content", {}))
        if media_type is None or not media_type.lower().startswith("multipart/form-data"):
            continue
        schema = join(here, "content", media_type, "schema")
        if "schema" not in body["content"][media_type]:
            continue
        for field in fields_of(document, schema):
            pointer, node = document.resolve(field.pointer)
            if isinstance(node, dict) and isinstance(node.get("items"), dict):
                pointer, node = document.resolve(join(pointer, "items"))
            if isinstance(node, dict) and is_file(node):
                found.add(pointer)
    return found


def is_file(node: Node) -> bool:
    """Whether a schema stands for the bytes of a file."""
    if type_names(node) == ["string"] and node.get("format") == "binary":
        return True
    return "contentMediaType" in node and "contentEncoding" not in node
