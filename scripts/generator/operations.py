"""Operations as data and as methods of a resource, for the templates."""

from __future__ import annotations

from attrs import frozen

from scripts.generator import naming, texts
from scripts.generator.bodies import BodyView, body_of
from scripts.generator.body_ids import request_schema
from scripts.generator.document import Document, Node, join
from scripts.generator.literals import prose, quoted
from scripts.generator.models import Models
from scripts.generator.paging import PagingView, pages_at, paging_view
from scripts.generator.parameters import ParameterView, document_path, parameters_of
from scripts.generator.problems import fail
from scripts.generator.results import ResultView, result_of
from scripts.generator.schemas import Field
from scripts.generator.types import Types

RAISES = "see `erp_client_runtime.errors`."
AMBIGUOUS = "it was sent, and nobody knows whether it was done."
ASSUMED = (
    "where this is sent is a guess. `allow_assumed=True` sends it there, `operation_paths` to the path that is right."
)


@frozen
class OperationView:
    """One operation.

    Attributes:
        role: What the document says that its method does (`x-method`); methods that are made of others go by that.
        retry: Expression of when it may be repeated.
        repeats: Of one with a look-up, how it is repeated, for the docstring; else empty.
    """

    pointer: str
    name: str
    constant: str
    method: str
    path: str
    call: str
    role: str
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
    paging: PagingView | None
    repeats: str = ""

    @property
    def known(self) -> str:
        """How it is known, in words; empty if the document does not say."""
        path = f"path {self.path_level}" if self.path_level and self.path_level != self.level else ""
        return ", ".join(filter(None, [self.level, path]))

    @property
    def path_arguments(self) -> list[ParameterView]:
        """The variables of the path."""
        return [parameter for parameter in self.parameters if parameter.location == "path"]

    @property
    def positional_arguments(self) -> list[ParameterView]:
        """Arguments that are given by position: what the operation is about."""
        return [parameter for parameter in self.parameters if parameter.location in ("path", "body")]

    @property
    def keyword_arguments(self) -> list[ParameterView]:
        """Arguments that are given by name, the ones without a default first."""
        others = [parameter for parameter in self.parameters if parameter.location not in ("path", "body")]
        return sorted(others, key=lambda parameter: parameter.default is not None)

    @property
    def arguments(self) -> str:
        """The mapping that is handed to the runtime."""
        return "{" + ", ".join(f"{quoted(one.name)}: {one.name}" for one in self.parameters) + "}"


def evidence_source(document: Document, pointer: str) -> tuple[str, str]:
    """Expression of an `Evidence`, and its level; nothing if the document does not say."""
    evidence = document.evidence(pointer)
    if evidence is None:
        return "", ""
    parts = [evidence.level, evidence.source, evidence.section, evidence.because]
    while parts[-1] is None:
        parts.pop()
    return f"Evidence({', '.join('None' if part is None else prose(part) for part in parts)})", evidence.level


def error_code_entries(node: Node) -> list[tuple[str, str]]:
    """Vendor codes and the expressions of their `ErrorCode`."""
    entries = []
    for code, content in node.get("x-error-codes", {}).get("codes", {}).items():
        error = f", error={quoted(content['error'])}" if "error" in content else ""
        entries.append((quoted(code), f"ErrorCode({prose(content['meaning'])}{error})"))
    return entries


def operation_view(document: Document, types: Types, models: Models, pointer: str, name: str) -> OperationView:
    """The view of an operation.

    Raises:
        GenerationError: something about it cannot be expressed.
    """
    node = document.at(pointer)
    path_item, method = pointer.rsplit("/", 1)
    if document.foreign and "security" in node:
        raise fail(join(pointer, "security"), "a key in the query, where logs and proxies see it, is not supported")
    if "security" in node and node["security"] != document.root.get("security"):
        raise fail(join(pointer, "security"), "credentials of its own for one operation are not supported")
    for owner in (pointer, path_item):
        if "servers" in document.at(owner):
            raise fail(join(owner, "servers"), "a host of its own for one operation or path is not supported")
    role = str(node.get("x-method", ""))
    call = naming.method_name(role or name)
    body = body_of(document, types, models, pointer, updates=role == "update")
    pages = pages_at(document, pointer)
    parameters = parameters_of(
        document,
        types,
        models,
        pointer,
        id_in_body=_id_in_body(document, models, pointer),
        fields={field.name for field in body.fields or ()} if body else set(),
        paged={pages.position, pages.size} if pages else set(),
    )
    arguments = {one.wire: one.name for one in parameters if one.location == "path"}
    evidence, level = evidence_source(document, pointer)
    path_evidence, path_level = evidence_source(document, path_item)
    result = result_of(document, types, pointer, arguments)
    _check_cursor(node, pointer, parameters, result)
    lists = role == "list" and result.item is not None and "x-cursor" not in node
    return OperationView(
        pointer=pointer,
        name=name,
        constant=naming.constant_name(name, models.pointers),
        method=method.upper(),
        path=document_path(path_item),
        call=call,
        role=role,
        parameters=parameters,
        result=result,
        body=body,
        retry=_retry(node, method),
        error_codes=error_code_entries(node),
        evidence=evidence,
        path_evidence=path_evidence,
        node=node,
        level=level,
        path_level=path_level,
        paging=None if pages is None else paging_view(pointer, pages, parameters, lists=lists),
    )


def _retry(node: Node, method: str) -> str:
    """Expression of when it may be repeated; `with_look_ups` replaces that of one with a look-up."""
    given = node.get("x-retry", "safe" if method in ("get", "head", "options") else "never")
    return quoted(given if isinstance(given, str) else "never")


def _id_in_body(document: Document, models: Models, pointer: str) -> Field | None:
    if "x-id-in-body" not in document.at(pointer):
        return None
    return models.ids[document.resolve(request_schema(document, pointer) or pointer)[0]]


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
    guess = [("AssumedOperationError", ASSUMED)] if "assumed" in (view.level, view.path_level) else []
    unknown = [] if view.retry == quoted("safe") else [("AmbiguousWriteError", AMBIGUOUS)]
    sections.append(texts.section("Raises", [*none, *guess, *unknown, ("ERPClientError", raises)], 8))
    if view.repeats:
        sections.append(texts.wrap(view.repeats, 8))
    known = [texts.known_from(document.evidence(view.pointer))]
    path = document.evidence(view.pointer.rsplit("/", 1)[0])
    if path is not None and path.level != "documented":
        known.append(texts.known_from(path, subject="Path"))
    if any(known):
        sections.append(texts.wrap(" ".join(part for part in known if part), 8))
    return texts.docstring(text, 8, fallback=f"Call `{view.method} {view.path}`.", sections=sections)
