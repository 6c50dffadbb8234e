"""Which schemas become classes, and which of those are only ever sent."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from scripts.generator import naming
from scripts.generator.classes import Candidate
from scripts.generator.document import Document, join
from scripts.generator.normalise import body_content
from scripts.generator.parameters import parameter_schema
from scripts.generator.problems import GenerationError, Problem
from scripts.generator.results import schema_pointer, success_schemas, unwrapped
from scripts.generator.schemas import fields_of, reachable


@frozen
class _Reach:
    read: set[str]
    sent: set[str]
    asked: set[str]
    aside: set[str]


def generated_classes(document: Document, found: Mapping[str, Candidate]) -> dict[str, Candidate]:
    """The classes to be generated: all but maps, the wrappers that x-unwrap removes, and what only errors hold.

    Raises:
        GenerationError: two of them are called the same.
    """
    reach = _reach(document)
    wanted = reach.read | reach.sent | reach.asked
    return _named_apart(
        {
            pointer: candidate
            for pointer, candidate in found.items()
            if (pointer in wanted or pointer not in reach.aside) and (candidate.enum or fields_of(document, pointer))
        },
        document,
    )


def _named_apart(classes: dict[str, Candidate], document: Document) -> dict[str, Candidate]:
    """The classes with names of their own.

    Classes that only one letter's case keeps apart would share a file on some systems, and a module name always. One
    that is called like something that generated modules import gets a longer name.
    """
    seen: dict[str, str] = {}
    problems: list[Problem] = []
    named: dict[str, Candidate] = {}
    for pointer, candidate in classes.items():
        name, module = naming.class_and_module(candidate.words)
        why = ""
        if naming.is_imported(name):
            why = f"generated code has another {name}"
            name, module = naming.class_and_module(f"{name}Model")
        other = seen.get(name.lower()) or seen.get(module)
        if other is not None:
            why = f"{name} is {other}"
            if not document.foreign:
                reason = f"becomes the class {name}, too close to that of {other}; rename one"
                problems.append(Problem(pointer, reason))
        words, number = name, 2
        while name.lower() in seen or module in seen:
            name, module = naming.class_and_module(f"{words}{number}")
            number += 1
        if why and document.foreign:
            document.note(pointer, f"becomes the class {name}, since {why}")
        seen[name.lower()] = seen[module] = pointer
        named[pointer] = evolve(candidate, words=name)
    if problems:
        raise GenerationError(problems)
    return named


def sent_only(document: Document) -> set[str]:
    """Schemas that are sent and never come back."""
    reach = _reach(document)
    return reach.sent - reach.read


def _reach(document: Document) -> _Reach:
    read: list[str] = []
    sent: list[str] = []
    asked: list[str] = []
    aside: list[str] = []
    for operation in document.operations:
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
            media_type = body_content(body["content"])
            if media_type is not None and "schema" in body["content"][media_type]:
                sent.append(join(here, "content", media_type, "schema"))
        for owner in (operation, operation.rsplit("/", 1)[0]):
            for index in range(len(document.at(owner).get("parameters", []))):
                pointer, parameter = document.resolve(join(owner, "parameters", index))
                schema = parameter_schema(pointer, parameter)
                if schema is not None:
                    asked.append(schema)
    return _Reach(*(reachable(document, pointers) for pointers in (read, sent, asked, aside)))
