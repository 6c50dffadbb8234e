"""Python names for the vendor's names: the parser's rules for words, our own list of names that are taken."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from openapi_python_client.strings import pascal_case, sanitize, snake_case

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
_RESULTS = {"Binary", "Changes", "Items", "Nothing", "Object", "OneOf", "Page", "Text", "Value", "Wire"}
_RUNTIME = {"AsyncClient", "CallOptions", "Client", "ErrorCode", "Evidence", "Operation", "Parameter", "UNSET"}
_BASES = {"OpenIntEnum", "OpenStrEnum", "ReadModel", "UnsetType", "WriteModel"}
_STANDARD = {"Any", "AsyncIterator", "Decimal", "Iterator", "Literal", "Mapping"}
_IMPORTED = frozenset(_CODECS | _RESULTS | _RUNTIME | _BASES | _STANDARD)
# Taken in a method: the arguments and variables that it has anyway.
_ARGUMENTS = _CALLED | {
    *("self", "options", "body", "fields", "extra_fields", "content", "current", "changes", "item", "page")
}
_CLIENT = frozenset({"call", "close", "aclose", "vendor", "user_agent", "with_options", "base_url"})
_METHODS = frozenset({"self"})


def _identifier(wire: str, prefix: str) -> str:
    name = snake_case(wire)
    if not name.isidentifier() or sanitize(wire).startswith("_"):
        name = f"{prefix}{name}"
    return name


def _free(name: str, taken: frozenset[str]) -> str:
    while keyword.iskeyword(name) or name in taken:
        name += "_"
    return name


def field_name(wire: str) -> str:
    """Name of a field. `$id`, the number of an object within an answer, must not look like the record's own id."""
    return "json_ref" if wire == "$id" else _free(_identifier(wire, "field_"), _FIELDS)


def argument_name(wire: str, others: Iterable[str] = ()) -> str:
    """Name of a method's argument; `others` are the fields that can be given beside it."""
    return _free(_identifier(wire, "argument_"), _ARGUMENTS | frozenset(others))


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


def class_name(words: str) -> str:
    """Name of a class that is no model."""
    return pascal_case(words)


def is_imported(name: str) -> bool:
    """Whether generated modules import something else of this name."""
    return name in _IMPORTED


def constant_name(operation: str) -> str:
    """Name of the constant that describes an operation."""
    return _free(operation.upper(), _IMPORTED)


def member_names(values: Iterable[str | int], given: list[str] | None = None) -> list[str]:
    """Names of an enum's members, one for each value, each different."""
    names: list[str] = []
    for index, value in enumerate(values):
        if given is not None:
            name = snake_case(given[index]).upper()
        elif isinstance(value, int):
            name = f"VALUE_{value}" if value >= 0 else f"VALUE_MINUS_{-value}"
        else:
            name = snake_case(value).upper() or "EMPTY"
            name = name if name.isidentifier() else f"VALUE_{name}"
        name = re.sub(r"\W", "_", name)
        candidate, number = name, 2
        while candidate in names:
            candidate, number = f"{name}_{number}", number + 1
        names.append(candidate)
    return names
