"""Which schemas become classes, and which of those are only ever sent."""

from __future__ import annotations

from attrs import evolve, frozen

from scripts.generator import naming
from scripts.generator.document import Document, join
from scripts.generator.normalise import json_content
from scripts.generator.parse import ClassName, Parsed
from scripts.generator.results import schema_pointer, success_schemas, unwrapped
from scripts.generator.schemas import fields_of, reachable


@frozen
class _Reach:
    read: set[str]
    sent: set[str]
    asked: set[str]
    aside: set[str]


def generated_classes(document: Document, parsed: Parsed) -> dict[str, ClassName]:
    """The classes to be generated: all but maps, the wrappers that x-unwrap removes, and what only errors hold."""
    reach = _reach(document, parsed)
    wanted = reach.read | reach.sent | reach.asked
    classes: dict[str, ClassName] = {}
    for pointer, found in parsed.classes.items():
        if pointer in reach.aside - wanted:
            continue
        if found.enum or fields_of(document, pointer):
            classes[pointer] = _apart(found)
    return classes


def _apart(found: ClassName) -> ClassName:
    """A class named like something that generated modules import gets a longer name."""
    if not naming.is_imported(found.name):
        return found
    return evolve(found, name=f"{found.name}Model", module=f"{found.module.rstrip('_')}_model")


def sent_only(document: Document, parsed: Parsed) -> set[str]:
    """Schemas that are sent and never come back."""
    reach = _reach(document, parsed)
    return reach.sent - reach.read


def _reach(document: Document, parsed: Parsed) -> _Reach:
    read: list[str] = []
    sent: list[str] = []
    asked: list[str] = []
    aside: list[str] = []
    for operation, _, _ in parsed.operations:
        node = document.at(operation)
        wrapped = unwrapped(document, operation)
        successes = success_schemas(document, operation)
        if wrapped is not None:
            aside.append(wrapped[0])
            read.append(wrapped[1])
            # What else the wrapper holds is read, though nobody gets it.
            read += [field.pointer for field in fields_of(document, wrapped[0])]
        else:
            read += [schema for pointer, one in successes if (schema := schema_pointer(pointer, one))]
        for code in node.get("responses", {}):
            pointer, response = document.resolve(join(operation, "responses", code))
            schema = schema_pointer(pointer, response)
            if schema and all(pointer != success for success, _ in successes):
                aside.append(schema)
        if "requestBody" in node:
            here, body = document.resolve(join(operation, "requestBody"))
            media_type = json_content(body["content"])
            if media_type is not None and "schema" in body["content"][media_type]:
                sent.append(join(here, "content", media_type, "schema"))
        for owner in (operation, operation.rsplit("/", 1)[0]):
            for index in range(len(document.at(owner).get("parameters", []))):
                pointer, parameter = document.resolve(join(owner, "parameters", index))
                if "schema" in parameter:
                    asked.append(join(pointer, "schema"))
    return _Reach(*(reachable(document, pointers) for pointers in (read, sent, asked, aside)))
