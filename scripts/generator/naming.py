"""Python names for the vendor's names: the parser's rules for words, our own list of names that are taken."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from openapi_python_client.strings import ClassName, PythonIdentifier, pascal_case, sanitize, snake_case

from erp_client_runtime.client import AsyncClient, Client
from scripts.specs.letters import plain

PREFIX = "field_"
"""What the parser puts before names that cannot stand alone."""

# Taken in a model: its own attributes and methods, the types in its annotations, the functions that its body calls.
_OF_MODELS = frozenset(
    {"extra_fields", "from_dict", "from_json", "to_dict", "to_json", "with_changes", "options", "self"}
)
_TYPES = frozenset({"str", "int", "float", "bool", "bytes", "list", "dict", "dt", "uuid"})
_FUNCTIONS = frozenset({"field", "wire", "array", "mapping", "enumeration", "ref", "union", "any_of", "const"})
# What methods of resources call, whose keywords are named after fields.
_CALLED = frozenset({"body_from", "changes_from", "insist_on"})
_FIELDS = _OF_MODELS | _TYPES | _FUNCTIONS | _CALLED
# Taken in a module: what the templates import.
_CODECS = {
    "ANY",
    "BINARY_BASE64",
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "DATE_PREFIX",
    "DECIMAL",
    "DECIMAL_TEXT",
    "EPOCH_MILLIS",
    "INT32",
    "INT64",
    "INTEGER",
    "NUMBER",
    "TEXT",
    "UUID",
}
_RESULTS = {
    "Binary",
    "ByStatus",
    "Changes",
    "Document",
    "Items",
    "Nothing",
    "Object",
    "OneOf",
    "Page",
    "Text",
    "Value",
    "Wire",
}
_RUNTIME = {
    "AsyncClient",
    "CallOptions",
    "Client",
    "ErrorCode",
    "Evidence",
    "Operation",
    "Paging",
    "Parameter",
    "UNSET",
}
_PAYLOADS = {"Content", "FILE", "File", "Form", "Json", "Multipart", "Part"}
_BASES = {"OpenIntEnum", "OpenStrEnum", "ReadModel", "UnsetType", "WriteModel"}
_STANDARD = {"Any", "AsyncIterator", "Decimal", "Iterator", "Literal", "Mapping"}
_IMPORTED = frozenset(_CODECS | _RESULTS | _PAYLOADS | _RUNTIME | _BASES | _STANDARD)
# Taken in a method: the arguments and variables that it has anyway.
_ARGUMENTS = _CALLED | {
    *("self", "options", "body", "fields", "extra_fields", "content", "current", "changes", "item"),
    *("iterate", "iterate_async"),
}
_CLIENT = frozenset({*dir(Client), *dir(AsyncClient), "vendor"})
_METHODS = frozenset({"self"})
_LONGEST = 100


def _identifier(wire: str, prefix: str) -> str:
    wire = plain(wire)
    name = snake_case(wire)
    if not name.isidentifier() or sanitize(wire).startswith("_"):
        name = f"{prefix}{name}"
    return name


def _free(name: str, taken: frozenset[str]) -> str:
    while keyword.iskeyword(name) or name in taken:
        name += "_"
    return name


def field_name(wire: str, given: Mapping[str, str]) -> str:
    """Name of a field; `given` are names that were chosen.

    `$id`, the number of an object within an answer, must not look like the record's own id.
    """
    return given.get(wire) or ("json_ref" if wire == "$id" else _free(_identifier(wire, "field_"), _FIELDS))


def argument_name(wire: str, given: Mapping[str, str], others: Iterable[str] = ()) -> str:
    """Name of a method's argument; `given` are names that were chosen, `others` the fields that stand beside it."""
    return _free(given.get(wire) or _identifier(wire, "argument_"), _ARGUMENTS | frozenset(others))


def is_taken(name: str) -> bool:
    """Whether generated code needs a name for something else, so that nobody can choose it for a field."""
    return keyword.iskeyword(name) or name in _FIELDS | _ARGUMENTS


def operation_name(operation_id: str) -> str:
    """Name of an operation, as the parser makes it."""
    return str(PythonIdentifier(plain(operation_id), PREFIX))


def told_apart(wires: Sequence[str], names: Sequence[str]) -> list[str]:
    """Names of which no two are the same: one that is the wire name itself stays, else the first; others get numbers.

    Args:
        wires: What the names are for.
        names: The names that they would get, in the same order.
    """
    owners: dict[str, int] = {}
    for index, (wire, name) in enumerate(zip(wires, names, strict=True)):
        if name not in owners or (wire == name and wires[owners[name]] != name):
            owners[name] = index
    taken = set(names)
    found: list[str] = []
    for index, name in enumerate(names):
        candidate, number = name, 2
        while owners[name] != index and candidate in taken:
            candidate, number = f"{name}_{number}", number + 1
        taken.add(candidate)
        found.append(candidate)
    return found


def credential_name(scheme: str) -> str:
    """Name under which a credential is given."""
    return _free(_identifier(scheme, "argument_"), _ARGUMENTS)


def variable_name(name: str, others: Iterable[str]) -> str:
    """Name of a variable beside arguments that are named after fields."""
    taken = frozenset(others)
    while name in taken:
        name += "_"
    return name


def method_name(wire: str) -> str:
    """Name of a resource's method."""
    return _free(_identifier(wire, "call_"), _METHODS)


def attribute_name(tag: str) -> str:
    """Name under which the client has a resource."""
    return _free(_identifier(tag, "tag_"), _CLIENT)


def module_name(attribute: str) -> str:
    """Name of the module of a resource."""
    return _free(attribute.rstrip("_"), frozenset())


def class_name(words: str) -> str:
    """Name of a class that is no model."""
    return pascal_case(plain(words))


def class_and_module(words: str) -> tuple[str, str]:
    """Name of a model, and of its module, as the parser makes them; one that no file could have is cut."""
    name = ClassName(plain(words).replace("/", "_"), PREFIX)
    if len(name) > _LONGEST:
        digest = int.from_bytes(blake2b(name.encode(), digest_size=4).digest())
        name = ClassName(f"{name[:_LONGEST]}{digest}", PREFIX)
    return str(name), str(PythonIdentifier(name, PREFIX))


def is_imported(name: str) -> bool:
    """Whether generated modules import something else of this name."""
    return name in _IMPORTED


def constant_name(operation: str, classes: Iterable[str] = ()) -> str:
    """Name of the constant that describes an operation, beside models of the names `classes`."""
    return _free(operation.upper(), _IMPORTED.union(classes))


def member_names(values: Iterable[str | int], given: list[str] | None = None) -> list[str]:
    """Names of an enum's members, one for each value, each different."""
    names: dict[str, int] = {}
    for index, value in enumerate(values):
        if given is not None:
            name = snake_case(plain(given[index])).upper()
        elif isinstance(value, int):
            name = f"VALUE_{value}" if value >= 0 else f"VALUE_MINUS_{-value}"
        else:
            name = snake_case(plain(value)).upper() or "EMPTY"
            name = name if name.isidentifier() else f"VALUE_{name}"
        name = re.sub(r"\W", "_", name)
        candidate = name
        while candidate in names:
            names[name] += 1
            candidate = f"{name}_{names[name]}"
        names[candidate] = 1
    return list(names)
