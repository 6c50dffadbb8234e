"""Resources: the operations of a tag as the methods of a pair of classes, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import Container, Iterable

from attrs import evolve, frozen

from scripts.generator import naming, texts
from scripts.generator.constants import shared_constants
from scripts.generator.document import Document
from scripts.generator.methods import MethodView, by_role, methods_of
from scripts.generator.models import Models
from scripts.generator.operations import OperationView
from scripts.generator.problems import GenerationError, Problem
from scripts.generator.reconcile import with_look_ups
from scripts.generator.types import Types


@frozen
class ResourceView:
    """The operations of one tag."""

    attribute: str
    module: str
    class_name: str
    title: str
    module_doc: str
    doc: str
    async_doc: str
    constants: list[tuple[str, str]]
    operations: list[OperationView]
    methods: list[MethodView]
    imports: list[str]

    @property
    def calls(self) -> list[tuple[OperationView, list[str]]]:
        """The operations, each with the names of its methods."""
        names: dict[str, list[str]] = {}
        for method in self.methods:
            names.setdefault(method.operation.name, []).append(method.name)
        return [(operation, names[operation.name]) for operation in self.operations]

    @property
    def definitions(self) -> list[OperationView]:
        """The operations, each behind those that it refers to."""
        return sorted(self.operations, key=lambda operation: bool(operation.repeats))


@frozen
class TagNames:
    """What the resource of a tag is called."""

    attribute: str
    module: str
    class_name: str


def tag_names(document: Document, tags: Iterable[str], taken: Container[str]) -> dict[str, TagNames]:
    """The names for each tag; no two are the same, nor differ in case only, nor is one `taken` by a model or constant.

    Raises:
        GenerationError: two tags would become one resource.
    """
    found: dict[str, TagNames] = {}
    seen: dict[str, str] = {}
    problems: list[Problem] = []
    for tag in tags:
        names, number = _tag_names(tag, taken), 2
        while other := seen.get(names.module.lower()) or seen.get(names.class_name.lower()):
            if not document.foreign:
                problems.append(Problem("#/tags", f"{tag!r} and {other!r} would become one resource; rename one"))
                break
            names, number = _tag_names(f"{tag}_{number}", taken), number + 1
        seen[names.module.lower()] = seen[names.class_name.lower()] = tag
        found[tag] = names
    if problems:
        raise GenerationError(problems)
    return found


def _tag_names(tag: str, taken: Container[str]) -> TagNames:
    attribute, class_name = naming.attribute_name(tag), naming.class_name(tag)
    if naming.is_imported(class_name) or class_name in taken:
        class_name += "Resource"
    return TagNames(attribute, naming.module_name(attribute), class_name)


def resource_view(
    document: Document,
    types: Types,
    models: Models,
    tag: str,
    names: TagNames,
    text: str,
    operations: list[OperationView],
) -> ResourceView:
    """The view of a tag.

    Raises:
        GenerationError: two operations would become one method.
    """
    operations, constants = shared_constants(with_look_ups(models, _with_also(operations)))
    methods = methods_of(document, models, operations)
    imports = _imports(types, operations, methods)
    first = texts.paragraphs(text)[0] if text.strip() else f"Operations of `{tag}`."
    summary = texts.first_sentence(first)
    return ResourceView(
        names.attribute,
        names.module,
        names.class_name,
        summary,
        texts.docstring(summary, 0, fallback=f"Operations of `{tag}`."),
        texts.docstring(text, 4, fallback=f"Operations of `{tag}`."),
        texts.docstring(
            f"{summary.rstrip('.')}; every call is awaited.", 4, fallback=f"Operations of `{tag}`, awaited."
        ),
        constants,
        operations,
        methods,
        imports,
    )


def _with_also(operations: list[OperationView]) -> list[OperationView]:
    """Let `update` take the object as `get` returned it."""
    get, update = by_role(operations, "get"), by_role(operations, "update")
    if get is None or update is None or update.body is None or get.result.typed is None:
        return operations
    if update.body.fields is None:
        return operations
    read = get.result.typed
    if read.model is None or read.model == update.body.typed.model:
        return operations
    changed = evolve(update, body=evolve(update.body, also=read))
    return [changed if operation is update else operation for operation in operations]


def _imports(types: Types, operations: list[OperationView], methods: list[MethodView]) -> list[str]:
    lines: set[str] = {"from erp_client_runtime.client import AsyncClient, CallOptions, Client"}
    lines.add("from erp_client_runtime.operation import Operation")
    for operation in operations:
        if operation.evidence or operation.path_evidence:
            lines.add("from erp_client_runtime.operation import Evidence")
        lines |= operation.result.imports
        if operation.parameters:
            lines.add("from erp_client_runtime.operation import Parameter")
        if operation.error_codes:
            lines.add("from erp_client_runtime.operation import ErrorCode")
        if operation.repeats:
            lines.add("from erp_client_runtime.operation import Reconcile")
        for parameter in operation.parameters:
            lines |= parameter.typed.imports | parameter.typed.types
        if operation.body is not None:
            lines |= operation.body.imports
        if operation.body is not None and operation.body.fields is None:
            lines |= operation.body.typed.types
        elif operation.body is not None and operation.body.fields is not None:
            lines |= {"from erp_client_runtime.model import body_from", "from typing import Any, overload"}
            lines.add("from collections.abc import Mapping")
            lines |= operation.body.typed.types | (operation.body.also.types if operation.body.also else frozenset())
            for field in operation.body.fields:
                lines |= field.typed.types
    text = " ".join(
        " ".join([*method.keywords, *method.positional, *method.fields, method.returns]) for method in methods
    )
    for method in methods:
        lines |= method.types
        if method.kind == "change":
            lines.add("from erp_client_runtime.model import changes_from")
        if method.insisted:
            lines.add("from erp_client_runtime.results import insist_on")
        if method.kind == "pages":
            lines.add("from erp_client_runtime.operation import Paging")
            lines.add("from erp_client_runtime.paging import iterate, iterate_async")
        if method.kind in ("iterate", "pages"):
            lines.add("from collections.abc import AsyncIterator, Iterator")
        if method.kind == "changes":
            lines.add("from erp_client_runtime.results import Changes")
    if "UNSET" in text:
        lines.add("from erp_client_runtime.model import UNSET, UnsetType")
    if "builtins." in text:
        lines.add("import builtins")
    return sorted(lines)
