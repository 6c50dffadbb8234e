"""Resources: the operations of a tag as the methods of a pair of classes, synchronous and asynchronous."""

from __future__ import annotations

import re

from attrs import evolve, frozen

from scripts.generator import naming, texts
from scripts.generator.constants import shared_constants
from scripts.generator.document import Document
from scripts.generator.methods import MethodView, by_call, methods_of
from scripts.generator.models import Models
from scripts.generator.operations import OperationView
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


def resource_view(
    document: Document, types: Types, models: Models, tag: str, text: str, operations: list[OperationView]
) -> ResourceView:
    """The view of a tag.

    Raises:
        GenerationError: two operations would become one method.
    """
    operations, constants = shared_constants(_with_also(operations))
    methods = methods_of(document, models, operations)
    attribute = naming.attribute_name(tag)
    class_name = naming.class_name(tag)
    imports = _imports(types, operations, methods)
    if naming.is_imported(class_name) or any(re.search(rf"\bimport {class_name}$", line) for line in imports):
        class_name += "Resource"
    first = texts.paragraphs(text)[0] if text.strip() else f"Operations of `{tag}`."
    summary = texts.first_sentence(first)
    return ResourceView(
        attribute,
        attribute.rstrip("_"),
        class_name,
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
    get, update = by_call(operations, "get"), by_call(operations, "update")
    if get is None or update is None or update.body is None or get.result.typed is None:
        return operations
    read = get.result.typed
    if read.model is None or read.model == update.body.typed.model:
        return operations
    changed = evolve(update, body=evolve(update.body, also=read))
    return [changed if operation is update else operation for operation in operations]


def _imports(types: Types, operations: list[OperationView], methods: list[MethodView]) -> list[str]:
    lines: set[str] = {"from erp_client_runtime.client import AsyncClient, CallOptions, Client"}
    lines.add("from erp_client_runtime.operation import Evidence, Operation")
    for operation in operations:
        lines |= operation.result.imports
        if operation.parameters:
            lines.add("from erp_client_runtime.operation import Parameter")
        if operation.error_codes:
            lines.add("from erp_client_runtime.operation import ErrorCode")
        for parameter in operation.parameters:
            lines |= parameter.typed.imports | parameter.typed.types
        if operation.body is not None:
            lines |= {"from erp_client_runtime.model import body_from", "from typing import Any, overload"}
            lines.add("from collections.abc import Mapping")
            lines |= operation.body.typed.types | (operation.body.also.types if operation.body.also else frozenset())
            for field in operation.body.fields:
                lines |= field.typed.types
    text = " ".join(
        " ".join([*method.keywords, *method.positional, *method.fields, method.returns]) for method in methods
    )
    for method in methods:
        if method.kind == "change":
            lines.add("from erp_client_runtime.model import changes_from")
        if method.insisted:
            lines.add("from erp_client_runtime.results import insist_on")
        if method.kind == "iterate":
            lines.add("from collections.abc import AsyncIterator, Iterator")
        if method.kind == "changes":
            lines.add("from erp_client_runtime.results import Changes")
    if "UNSET" in text:
        lines.add("from erp_client_runtime.model import UNSET, UnsetType")
    if "builtins." in text:
        lines.add("import builtins")
    return sorted(lines)
