"""Writes with a natural key: the read that tells whether one was done although no answer says so (`x-retry`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from scripts.generator.document import join
from scripts.generator.literals import quoted
from scripts.generator.models import FieldView, Models
from scripts.generator.operations import OperationView
from scripts.generator.problems import fail
from scripts.generator.typed import Typed


def with_look_ups(models: Models, operations: list[OperationView]) -> list[OperationView]:
    """The operations of a tag; those with a look-up know it.

    Raises:
        GenerationError: a look-up cannot tell whether the write was done.
    """
    made = []
    for operation in operations:
        retry = operation.node.get("x-retry")
        if isinstance(retry, Mapping):
            made.append(_with_look_up(models, operations, operation, retry["reconcile"]))
        else:
            made.append(operation)
    return made


def _with_look_up(
    models: Models, operations: list[OperationView], write: OperationView, rule: Mapping[str, Any]
) -> OperationView:
    here = join(write.pointer, "x-retry", "reconcile")
    look_up = next((one for one in operations if one.node.get("operationId") == rule["operation"]), None)
    if look_up is None or look_up.method != "GET" or isinstance(look_up.node.get("x-retry"), Mapping):
        raise fail(here, f"{rule['operation']!r} is no read of the same tag")
    read = look_up.result.typed
    if read is None or read.model is None:
        raise fail(here, f"{look_up.name} answers with no objects, so nothing can be compared")
    if write.body is None or write.body.fields is None:
        raise fail(here, "only a write whose body is an object with properties can be looked up")
    written = {field.wire: field for field in write.body.fields}
    elements = {field.wire: field for field in models.named(read.model).fields}
    _check_result(here, write, read, elements)
    match, items = rule.get("match", {}), rule.get("match_items", {})
    keys = list(dict.fromkeys((*match.values(), *items.values())))
    for wire in keys:
        if wire not in written:
            raise fail(here, f"the body has no property {wire!r}")
    parts = [look_up.constant]
    if match or not items:
        parts.append(f"match={_names(_arguments(here, look_up, match, written))}")
    if items or look_up.result.item is not None:
        parts.append(f"items={_names(_fields(here, look_up, items, elements, written))}")
    words = _words(look_up, [written[key] for key in keys])
    return evolve(write, retry=f"Reconcile({', '.join(parts)})", repeats=words)


def _arguments(
    here: str, look_up: OperationView, match: Mapping[str, str], written: Mapping[str, FieldView]
) -> dict[str, str]:
    """By argument of the look-up, the field of the body that it takes."""
    known = {one.wire: one for one in look_up.parameters}
    for wire, field in match.items():
        if wire not in known or known[wire].typed.annotation != written[field].typed.annotation:
            raise fail(here, f"{look_up.name} has no parameter {wire!r} that takes what {field!r} holds")
    missing = [one.wire for one in look_up.parameters if one.default is None and one.wire not in match]
    if missing:
        raise fail(here, f"{look_up.name} needs {', '.join(missing)}; say in match what it takes")
    return {known[wire].name: written[field].name for wire, field in match.items()}


def _fields(
    here: str,
    look_up: OperationView,
    items: Mapping[str, str],
    elements: Mapping[str, FieldView],
    written: Mapping[str, FieldView],
) -> dict[str, str]:
    """By field of an element of the list, the field of the body that it has to equal."""
    if not items:
        raise fail(here, f"{look_up.name} answers with a list; say in match_items what tells the one that was written")
    if look_up.result.item is None:
        raise fail(here, f"{look_up.name} answers with one object; leave out match_items")
    for wire in items:
        if wire not in elements:
            raise fail(here, f"what {look_up.name} reads has no property {wire!r}")
    return {elements[wire].name: written[field].name for wire, field in items.items()}


def _check_result(here: str, write: OperationView, read: Typed, elements: Mapping[str, FieldView]) -> None:
    """Make sure that what the look-up finds says what the write would have answered."""
    result = write.result
    if result.annotation == "None" or (result.typed is not None and result.typed.model == read.model is not None):
        return
    field = elements.get(write.node.get("x-unwrap", {}).get("value", ""))
    if field is None or field.typed.annotation != result.annotation:
        raise fail(here, f"what is found does not hold what {write.name} answers ({result.annotation})")


def _names(names: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{quoted(name)}: {quoted(field)}" for name, field in names.items()) + "}"


def _words(look_up: OperationView, keys: list[FieldView]) -> str:
    """How a write with a look-up is repeated, for its docstring."""
    named = " and ".join(f"`{key.name}`" for key in keys)
    without = (
        f" Without {named} there is nothing to look for."
        if any(not key.required or key.nullable for key in keys)
        else ""
    )
    listed = " The whole list is read for that." if look_up.result.item is not None else ""
    return (
        "Repeats: never once it may have been done. If no answer tells whether it was, it is looked up by "
        f"{named} ({look_up.name}): one that holds what was written is the result, even if it was there before.{listed}"
        f"{without}"
    )
