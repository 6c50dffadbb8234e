"""The methods of a resource: one for each operation, and those that are made of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from scripts.generator import naming, texts
from scripts.generator.bodies import unset
from scripts.generator.document import Document, join
from scripts.generator.literals import quoted
from scripts.generator.models import Models
from scripts.generator.operations import OperationView, describe
from scripts.generator.problems import GenerationError, Problem, fail
from scripts.generator.typed import with_none

_OPTIONS = ("options", "Settings for this call alone.")
_BUILTINS = ("list", "dict", "str", "int", "float", "bool", "bytes")


@frozen
class MethodView:
    """One method.

    Attributes:
        kind: How its body is made: plain, write, content, iterate, pages, changes or change.
        name: Its name.
        operation: The operation behind it.
        doc: Docstring.
        returns: What it returns; of `iterate`, the items.
        positional: Arguments by position.
        keywords: Arguments by name, `options` aside.
        fields: Fields of the body by name.
        passed: How `iterate`, `changes` and `change` hand their arguments on.
        cursor: Of `changes`, the argument that is the cursor.
        model: Of `change`, the class of what is read.
        insisted: Of `change`, what has to hold for what is read, as arguments of `insist_on`; empty if it has no id.
        variables: Names of the variables in its body, none of them that of an argument.
        types: Import lines that its signature needs beyond those of the operation.
    """

    kind: str
    name: str
    operation: OperationView
    doc: str
    returns: str
    positional: list[str]
    keywords: list[str]
    fields: Sequence[str] = ()
    passed: str = ""
    cursor: str = ""
    model: str = ""
    insisted: str = ""
    variables: Sequence[str] = ()
    types: frozenset[str] = frozenset()


def methods_of(document: Document, models: Models, operations: list[OperationView]) -> list[MethodView]:
    """The methods for the operations of a tag.

    Raises:
        GenerationError: two operations would become one method.
    """
    methods: list[MethodView] = []
    for operation in operations:
        methods.extend(_methods(document, operation))
    change = _change(document, models, operations)
    if change is not None:
        at = next(index for index, method in enumerate(methods) if method.name == "update")
        methods.insert(at + 1, change)
    _check_names(methods)
    return _apart_from_builtins(methods)


def by_role(operations: Iterable[OperationView], role: str) -> OperationView | None:
    """The operation whose method does something, if there is one."""
    return next((operation for operation in operations if operation.role == role), None)


def _methods(document: Document, operation: OperationView) -> list[MethodView]:
    args = [(one.name, one.text) for one in [*operation.positional_arguments, *operation.keyword_arguments]]
    positional = [one.declaration for one in operation.positional_arguments]
    keywords = [one.declaration for one in operation.keyword_arguments]
    result = operation.result
    if operation.body is not None and operation.body.fields is None:
        args.insert(len(positional), ("body", "What is sent."))
        doc = describe(document, operation, args=[*args, _OPTIONS], returns=_returns(operation))
        maybe = "" if operation.body.required else " = None"
        annotation = operation.body.annotation if operation.body.required else with_none(operation.body.annotation)
        positional = [*positional, f"body: {annotation}{maybe}"]
        return [MethodView("content", operation.call, operation, doc, result.annotation, positional, keywords)]
    if operation.body is not None:
        path_args = args[: len(positional)]
        also = ", as it was read and changed" if operation.body.also else ""
        body = [("body", f"All that is sent, as one object{also}."), *args[len(positional) :], _OPTIONS]
        fields = ("**fields", f"The fields of `{operation.body.typed.annotation}` as keywords, instead of `body`.")
        doc = describe(document, operation, args=[*path_args, *body, fields], returns=_returns(operation))
        given = operation.body.keywords
        return [MethodView("write", operation.call, operation, doc, result.annotation, positional, keywords, given)]
    doc = describe(document, operation, args=[*args, _OPTIONS], returns=_returns(operation))
    methods = [MethodView("plain", operation.call, operation, doc, result.annotation, positional, keywords)]
    if operation.role != "list" or result.item is None:
        return methods
    passed = [one.name for one in operation.path_arguments]
    passed += [f"{one.name}={one.name}" for one in operation.keyword_arguments]
    if operation.paging is not None:
        doc, item = operation.paging.doc, result.item
        return [*methods, MethodView("pages", "iterate", operation, doc, item, positional, keywords)]
    iterate_doc = texts.docstring(
        "Go through the items of `list`, page after page.\n\nArguments and errors are those of `list`.", 8, fallback=""
    )
    methods.append(
        MethodView(
            "iterate", "iterate", operation, iterate_doc, result.item, positional, keywords, passed=", ".join(passed)
        )
    )
    if "x-cursor" in operation.node:
        methods.append(_changes(document, operation))
    return methods


def _changes(document: Document, operation: OperationView) -> MethodView:
    wire = operation.node["x-cursor"]["parameter"]
    cursor = next(one for one in operation.keyword_arguments if one.wire == wire)
    others = [one for one in operation.keyword_arguments if one is not cursor]
    start = operation.node["x-cursor"].get("start")
    begin = f" Begin with {start}." if start is not None else ""
    args = [(one.name, one.text) for one in operation.path_arguments]
    args += [(cursor.name, f"The cursor of the last call.{begin}"), *((one.name, one.text) for one in others), _OPTIONS]
    sections = [
        texts.section("Args", args, 8),
        texts.section("Returns", [("", "The items, and the cursor to pass next time.")], 8),
        texts.section("Raises", [("ERPClientError", "see `list`.")], 8),
    ]
    text = (
        "What changed since a cursor, and the cursor for the next time.\n\n"
        "An answer without a cursor gives back the one that was passed, so that nothing is missed."
    )
    doc = texts.docstring(text, 8, fallback="", sections=sections)
    positional = [one.declaration for one in operation.path_arguments]
    passed = [one.name for one in operation.path_arguments]
    passed += [f"{one.name}={one.name}" for one in operation.keyword_arguments]
    return MethodView(
        "changes",
        "changes",
        operation,
        doc,
        f"Changes[{operation.result.item}]",
        [*positional, f"{cursor.name}: {cursor.typed.annotation}"],
        [one.declaration for one in others],
        passed=", ".join(passed),
        cursor=cursor.name,
        variables=[naming.variable_name("page", [name for name, _ in args])],
    )


def _change(document: Document, models: Models, operations: list[OperationView]) -> MethodView | None:
    get, update = by_role(operations, "get"), by_role(operations, "update")
    if get is None or update is None or update.body is None or update.body.fields is None:
        return None
    if get.result.typed is None or not update.body.whole:
        return None
    in_body = update.node.get("x-id-in-body")
    if in_body is None:
        same = [one.wire for one in get.path_arguments] == [one.wire for one in update.path_arguments]
    else:
        same = [one.annotation for one in get.path_arguments] == [one.annotation for one in update.positional_arguments]
    if not same or get.result.typed.model is None or get.keyword_arguments or update.keyword_arguments:
        return None
    read = models.named(get.result.typed.model).fields
    readable = {field.name: field.typed for field in read}
    # Set on what was read, so of its types: a list of the objects that came, not of those that `update` takes.
    fields = [
        evolve(field, typed=evolve(readable[field.name], nullable=field.typed.nullable))
        for field in update.body.fields
        if not field.read_only and field.name in readable
    ]
    text = (
        "Read, change the given fields and write the whole back.\n\n"
        "Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone "
        "else writes between the two is lost. The fields that are not given go back as they were read, unknown ones "
        "included."
    )
    match = in_body or get.node.get("x-unwrap", {}).get("match")
    insisted = ""
    raises = [("ERPClientError", "see `get` and `update`; without any field, nothing is sent and it is an error.")]
    if match is not None:
        field = next((one.name for one in read if one.wire == match), None)
        if field is None:
            reason = f"what {get.name} reads has no property {match!r}, so nobody can tell which element it is; add it"
            raise fail(join(update.pointer, "x-id-in-body"), reason)
        wire = in_body or get.node["x-unwrap"]["param"]
        argument = next(one.name for one in update.positional_arguments if one.wire == wire)
        insisted = f"{quoted(field)}, {argument}, operation={quoted(get.name)}"
        raises.insert(0, ("DecodeError", f"what came has another `{match}` than was asked for; nothing is written."))
    args = [(one.name, one.text) for one in update.positional_arguments]
    args += [(field.name, f"New value of `{field.wire}`.") for field in fields]
    taken = [name for name, _ in args]
    sections = [
        texts.section("Args", [*args, ("options", "Settings for both calls.")], 8),
        *(
            []
            if update.result.annotation == "None"
            else [texts.section("Returns", [("", "What `update` returns.")], 8)]
        ),
        texts.section("Raises", raises, 8),
    ]
    return MethodView(
        "change",
        "change",
        update,
        texts.docstring(text, 8, fallback="", sections=sections),
        update.result.annotation,
        [one.declaration for one in update.positional_arguments],
        [f"{field.name}: {unset(field)} = UNSET" for field in fields],
        passed=", ".join(f"{field.name}={field.name}" for field in fields),
        model=get.result.typed.annotation,
        insisted=insisted,
        variables=[naming.variable_name(name, taken) for name in ("changes", "current")],
        types=frozenset().union(*(field.typed.types for field in fields)),
    )


def _returns(operation: OperationView) -> str:
    result = operation.result
    if result.annotation == "None":
        return ""
    if "x-cursor" in operation.node and result.item is not None:
        parameter = operation.node["x-cursor"]["parameter"]
        return f"The items as a sequence; its `cursor` is the `{parameter}` of the next call."
    if result.item is not None:
        return "The items as a sequence."
    if result.source.startswith("Document("):
        return f"{result.document}, as bytes, taken out of the text that it came in."
    if result.annotation == "bytes":
        return "The content of the answer, as it came."
    if result.source.startswith("OneOf("):
        return "The one that was asked for."
    responses = operation.node.get("responses", {})
    text = next((str(one.get("description", "")) for code, one in responses.items() if code.startswith("2")), "")
    return " ".join(text.split()) or "What the vendor answers."


def _check_names(methods: list[MethodView]) -> None:
    seen: dict[str, str] = {}
    problems = []
    for method in methods:
        if method.name in seen:
            other = seen[method.name]
            reason = f"the method {method.name!r} stands twice in this tag, the other one is {other}; set x-method"
            problems.append(Problem(method.operation.pointer, reason))
        seen[method.name] = method.operation.pointer
    if problems:
        raise GenerationError(problems)


def _apart_from_builtins(methods: list[MethodView]) -> list[MethodView]:
    """In a class with a method `list`, the type has to be called `builtins.list`."""
    hidden = [name for name in _BUILTINS if name in {method.name for method in methods}]
    if not hidden:
        return methods
    pattern, spelled = re.compile(rf"(?<![\w.])({'|'.join(hidden)})\b(?![\w(])"), r"builtins.\1"

    def apart(declaration: str) -> str:
        name, colon, annotation = declaration.partition(": ")
        return name + colon + pattern.sub(spelled, annotation)

    return [
        evolve(
            method,
            returns=pattern.sub(spelled, method.returns),
            positional=[apart(one) for one in method.positional],
            keywords=[apart(one) for one in method.keywords],
            fields=[apart(one) for one in method.fields],
        )
        for method in methods
    ]
