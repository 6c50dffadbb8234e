"""Operations as data and as methods of a resource, for the templates."""

from __future__ import annotations

from attrs import frozen

from scripts.generator import naming, texts
from scripts.generator.document import Document, Node, join
from scripts.generator.models import FieldView, Models
from scripts.generator.normalise import json_content
from scripts.generator.parameters import ParameterView, document_path, parameters_of
from scripts.generator.problems import fail
from scripts.generator.results import ResultView, result_of
from scripts.generator.types import Typed, Types, quoted

RAISES = "see `erp_client_runtime.errors`."


@frozen
class BodyView:
    """The body of an operation.

    Attributes:
        typed: Its model.
        required: Whether there has to be one.
        fields: What can be given as keywords.
        whole: Whether all of it has to be given.
        also: The model as it is read, if that is accepted as well.
    """

    typed: Typed
    required: bool
    fields: list[FieldView]
    whole: bool
    also: Typed | None = None

    @property
    def annotation(self) -> str:
        """What the argument `body` takes."""
        return self.typed.annotation if self.also is None else f"{self.also.annotation} | {self.typed.annotation}"

    @property
    def keywords(self) -> list[str]:
        """The fields as keyword arguments."""
        return [keyword(field, whole=self.whole) for field in self.fields if not field.omit]


@frozen
class OperationView:
    """One operation."""

    pointer: str
    name: str
    constant: str
    method: str
    path: str
    call: str
    parameters: list[ParameterView]
    result: ResultView
    body: BodyView | None
    retry: str
    error_codes: list[tuple[str, str]]
    evidence: str
    path_evidence: str
    node: Node
    level: str
    path_level: str

    @property
    def path_arguments(self) -> list[ParameterView]:
        """Arguments that are given by position."""
        return [parameter for parameter in self.parameters if parameter.location == "path"]

    @property
    def keyword_arguments(self) -> list[ParameterView]:
        """Arguments that are given by name, the ones without a default first."""
        others = [parameter for parameter in self.parameters if parameter.location != "path"]
        return sorted(others, key=lambda parameter: parameter.default is not None)

    @property
    def arguments(self) -> str:
        """The mapping that is handed to the runtime."""
        return "{" + ", ".join(f"{quoted(one.name)}: {one.name}" for one in self.parameters) + "}"


def keyword(field: FieldView, *, whole: bool) -> str:
    """A field of a body as a keyword argument."""
    base = field.typed.optional
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
    return f"{field.typed.annotation} | UnsetType" + (" | None" if field.typed.nullable else "")


def evidence_source(document: Document, pointer: str) -> tuple[str, str]:
    """Expression of an `Evidence`, and its level."""
    evidence = document.evidence(pointer)
    if evidence is None:
        return 'Evidence("documented")', "documented"
    parts = [evidence.level, evidence.source, evidence.section, evidence.because]
    while parts[-1] is None:
        parts.pop()
    return f"Evidence({', '.join('None' if part is None else quoted(part) for part in parts)})", evidence.level


def error_code_entries(node: Node) -> list[tuple[str, str]]:
    """Vendor codes and the expressions of their `ErrorCode`."""
    entries = []
    for code, content in node.get("x-error-codes", {}).get("codes", {}).items():
        error = f", error={quoted(content['error'])}" if "error" in content else ""
        entries.append((quoted(code), f"ErrorCode({quoted(content['meaning'])}{error})"))
    return entries


def operation_view(document: Document, types: Types, models: Models, pointer: str, name: str) -> OperationView:
    """The view of an operation.

    Raises:
        GenerationError: something about it cannot be expressed.
    """
    node = document.at(pointer)
    if "security" in node and node["security"] != document.root.get("security"):
        raise fail(join(pointer, "security"), "credentials of its own for one operation are not supported")
    if "servers" in node:
        raise fail(join(pointer, "servers"), "a host of its own for one operation is not supported")
    method = pointer.rsplit("/", 1)[1].upper()
    path_item = pointer.rsplit("/", 1)[0]
    call = naming.method_name(str(node.get("x-method", name)))
    body = _body(document, types, models, pointer, call)
    taken = {field.name for field in body.fields} if body else set()
    parameters = parameters_of(document, types, models, pointer, taken)
    arguments = {one.wire: one.name for one in parameters if one.location == "path"}
    evidence, level = evidence_source(document, pointer)
    path_evidence, path_level = evidence_source(document, path_item)
    result = result_of(document, types, pointer, arguments)
    _check_cursor(node, pointer, parameters, result)
    return OperationView(
        pointer=pointer,
        name=name,
        constant=naming.constant_name(name),
        method=method,
        path=document_path(path_item),
        call=call,
        parameters=parameters,
        result=result,
        body=body,
        retry=str(node.get("x-retry", "safe" if method in ("GET", "HEAD", "OPTIONS") else "never")),
        error_codes=error_code_entries(node),
        evidence=evidence,
        path_evidence=path_evidence,
        node=node,
        level=level,
        path_level=path_level,
    )


def _body(document: Document, types: Types, models: Models, pointer: str, call: str) -> BodyView | None:
    node = document.at(pointer)
    if "requestBody" not in node:
        return None
    here, content = document.resolve(join(pointer, "requestBody"))
    media_type = json_content(content["content"])
    assert media_type is not None  # normalise refuses bodies without JSON
    schema = join(here, "content", media_type, "schema")
    if "schema" not in content["content"][media_type]:
        raise fail(join(here, "content", media_type), "a body needs a schema")
    typed = types.of(schema)
    if typed.model is None:
        raise fail(schema, f"a body has to be an object with properties, this one is {typed.annotation}")
    view = models.named(typed.model)
    fields = [field for field in view.fields if not field.omit]
    whole = call == "update" and pointer.endswith("/put")
    return BodyView(typed, content.get("required", False) is True, fields, whole)


def _check_cursor(node: Node, pointer: str, parameters: list[ParameterView], result: ResultView) -> None:
    if "x-cursor" not in node:
        return
    here, wire = join(pointer, "x-cursor"), node["x-cursor"]["parameter"]
    sent = next((one for one in parameters if one.wire == wire and one.location == "query"), None)
    if sent is None:
        raise fail(here, f"parameter: the operation has no query parameter {wire!r}")
    if result.cursor is not None and result.cursor.annotation != sent.typed.annotation:
        raise fail(
            here,
            f"what is received ({result.cursor.annotation}) is not what {wire!r} takes ({sent.typed.annotation}); "
            "give both the same type",
        )


def describe(document: Document, view: OperationView, *, args: list[tuple[str, str]], returns: str) -> str:
    """The docstring of an operation's method."""
    node = view.node
    text = "\n\n".join(str(node[key]) for key in ("summary", "description") if node.get(key))
    sections: list[list[str]] = []
    if node.get("deprecated") is True:
        text += "\n\nDeprecated by the vendor."
    sections.append(texts.section("Args", args, 8))
    if returns:
        sections.append(texts.section("Returns", [("", returns)], 8))
    codes = node.get("x-error-codes", {}).get("codes", {})
    told = "; ".join(f"{code} {content['meaning']}" for code, content in codes.items())
    raises = f"{RAISES} Codes of this operation: {told}." if told else RAISES
    none = [("NotFoundError", "there is none.")] if view.result.source.startswith("OneOf(") else []
    sections.append(texts.section("Raises", [*none, ("ERPClientError", raises)], 8))
    known = [texts.known_from(document.evidence(view.pointer))]
    path = document.evidence(view.pointer.rsplit("/", 1)[0])
    if path is not None and path.level != "documented":
        known.append(texts.known_from(path, subject="Path"))
    if any(known):
        sections.append(texts.wrap(" ".join(part for part in known if part), 8))
    return texts.docstring(text, 8, fallback=f"Call `{view.method} {view.path}`.", sections=sections)
