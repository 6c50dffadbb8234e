"""Facts taken apart into single statements, each with a name by which people and `waived:` call it.

`field PaymentTerm.code: type` is one, `error code 900531` another. Wording is none: it is watched, not covered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from attrs import field, frozen

from scripts.docs.facts import Facts, Field, Operation, Parameter

_VARIABLE = re.compile(r"\{[^{}]*\}")


@frozen
class Call:
    """An operation as a page names it.

    Attributes:
        method: `GET`, …; None if it is not shown.
        path: From the top of the server; None if it is not shown.
        title: Its heading; None if it has none.
    """

    method: str | None
    path: str | None
    title: str | None = field(default=None, eq=False)

    @classmethod
    def of(cls, facts: Facts, operation: Operation) -> Call:
        """The name of an operation of a page."""
        path = facts.full_path(operation)
        if path is not None and "://" in path:
            path = urlsplit(path).path
        return cls(operation.method, path, operation.title)

    def __str__(self) -> str:
        if self.path is None:
            return f'{self.method or ""} "{self.title or "no title"}"'.lstrip()
        return f"{self.method or 'any method'} {self.path}"


def comparable(path: str) -> str:
    """A path in which the names of variables, and a slash at the end, make no difference."""
    return _VARIABLE.sub("{}", path).rstrip("/") or "/"


@frozen
class Place:
    """What a statement is about.

    Attributes:
        part: `base URL`, `operation`, `header`, `parameter`, `request field`, `response field`, `class`, `field` (of a
            class), `error code`, `error field`, `status`, `limit`, `login`, `section` or `page`.
        name: Name of the parameter, the field, the class …; None if there is none, or if it is not shown.
        call: The operation that it belongs to; None if it belongs to none.
        owner: The class that a `field` belongs to.
        section: Where a spec would cite it; None if the facts do not tell.
        hash: Tells parameters apart whose names are not shown.
    """

    part: str
    name: str | None = None
    call: Call | None = None
    owner: str | None = None
    section: str | None = field(default=None, eq=False)
    hash: str | None = None

    def __str__(self) -> str:
        if self.part in ("base URL", "page"):
            return self.part
        if self.part == "operation":
            return f"operation {self.call}"
        if self.part == "field":
            return f"field {self.owner}.{self.name}"
        name = self.name if self.name is not None else f"without a name ({self.hash or 'no words'})"
        return f"{self.part} {name}" + (f" of {self.call}" if self.call else "")


@frozen
class Statement:
    """One thing that a page says.

    Attributes:
        place: What it is about.
        attribute: What it says of it: `type`, `format`, `nullable`, `required`, `optional`, `default`, `values`, `in`,
            `access`, `url`, `lifetime`; empty: that it is there, or its only value.
        value: The value, or the values, as the page has them.
    """

    place: Place
    attribute: str = ""
    value: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.place}: {self.attribute}" if self.attribute else str(self.place)


def statements(facts: Facts) -> Iterator[Statement]:
    """Everything that a page says, in the order of its facts."""
    if facts.base_url is not None:
        yield Statement(Place("base URL"), "", (facts.base_url,))
    for operation in facts.operations:
        yield from of_operation(facts, operation)
    for name, fields in facts.classes.items():
        yield from of_class(name, fields)
    for code in facts.error_codes:
        yield Statement(Place("error code", code))
    for one in facts.error_fields:
        yield from _of_field(Place("error field", one.field), one)
    for status in facts.statuses:
        yield Statement(Place("status", status))
    for name, limit in facts.limits.items():
        yield Statement(Place("limit", name), "", (str(limit),))
    for login in facts.auth:
        place = Place("login", f"{login.scheme} {', '.join(login.names)}".strip())
        yield Statement(place, "", login.names)
        if login.url is not None:
            yield Statement(place, "url", (login.url,))
        if login.lifetime is not None:
            yield Statement(place, "lifetime", (str(login.lifetime),))


def of_operation(facts: Facts, operation: Operation) -> Iterator[Statement]:
    """What a page says of one operation."""
    call = Call.of(facts, operation)
    yield Statement(Place("operation", call=call, section=call.title))
    for header in operation.headers:
        yield Statement(Place("header", header, call, section=call.title))
    for parameter in operation.parameters:
        yield from _of_parameter(parameter_place(call, parameter), parameter)
    for part, fields in (("request field", operation.request_fields), ("response field", operation.response_fields)):
        for one in fields:
            yield from _of_field(Place(part, one.field, call, section=call.title), one)
    for status in operation.statuses:
        yield Statement(Place("status", status, call, section=call.title))


def of_class(name: str, fields: tuple[Field, ...]) -> Iterator[Statement]:
    """What a page says of one class."""
    yield Statement(class_place(name))
    for one in fields:
        yield from _of_field(field_place(name, one), one)


def class_place(name: str) -> Place:
    """Where a class stands."""
    return Place("class", name, section=f"Classes/{name}")


def field_place(owner: str, one: Field) -> Place:
    """Where a field of a class stands."""
    return Place("field", one.field, owner=owner, section=f"Classes/{owner}")


def parameter_place(call: Call, parameter: Parameter) -> Place:
    """Where a parameter stands."""
    hidden = parameter.description_hash if parameter.name is None else None
    return Place("parameter", parameter.name, call, section=call.title, hash=hidden)


def _of_parameter(place: Place, parameter: Parameter) -> Iterator[Statement]:
    yield Statement(place)
    yield from _of_type(place, parameter.type, parameter.format)
    if parameter.required is not None:
        yield Statement(place, "required" if parameter.required else "optional")
    if parameter.default is not None:
        yield Statement(place, "default", (parameter.default,))
    if parameter.allowed:
        yield Statement(place, "values", parameter.allowed)
    if parameter.place is not None:
        yield Statement(place, "in", (parameter.place,))


def _of_field(place: Place, one: Field) -> Iterator[Statement]:
    yield Statement(place)
    yield from _of_type(place, one.type, one.format)
    if one.required_on:
        yield Statement(place, "required", one.required_on)
    if one.optional_on:
        yield Statement(place, "optional", one.optional_on)
    if one.access is not None:
        yield Statement(place, "access", (one.access,))
    if one.default is not None:
        yield Statement(place, "default", (one.default,))
    if one.accepted:
        yield Statement(place, "values", one.accepted)


def _of_type(place: Place, written: str | None, form: str | None) -> Iterator[Statement]:
    if form is not None:
        yield Statement(place, "format", (form,))
    if written is None:
        return
    name, _, null = (part.strip() for part in written.partition("|"))
    if name and name != "null":
        yield Statement(place, "type", (name,))
    if null == "null":
        yield Statement(place, "nullable")
