"""What a page of documentation says, as data: names, paths, values and hashes of wording, never a vendor's sentences.

A reader (`scripts.docs.<vendor>`) makes `Facts` of a page, the lock in `specs/<vendor>/facts/` keeps those a person has
accepted, and everything else (watch, coverage, draft) works on the two. Whatever order a page has its parts in, its
facts have one order, so that equal pages have equal facts. None and empty mean: the page does not say, or this copy
of it does not show.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import attrs

_WORD = re.compile(r"[^\W_]+(?:_+[^\W_]+)*|[%<>=+]")
_PATTERN = re.compile(r"\{\s*([^{}:\s]+)\s*:[^{}]*\}")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def digest(text: str) -> str | None:
    """The hash of a wording: the same whatever white space, case, punctuation and markup stand between its words.

    Returns:
        16 hexadecimal digits; None if there are no words.
    """
    words = _WORD.findall(unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16] if words else None


def _in_order(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(items), key=lambda item: (len(item) if item.lstrip("-").isdigit() else 0, item)))


@attrs.frozen
class Parameter:
    """A parameter of an operation, in its query or path.

    Attributes:
        name: As it is sent; None if the page describes it and this copy does not show its name.
        type: As the page calls it, in lower case; `| null` at its end if it may be null.
        required: Whether it has to be sent; None if that is not said.
        default: What holds without it.
        allowed: The values that the page lists, and limits such as `<=100`, in one order.
        description_hash: Hash of what is said about it.
        place: `query` or `path`; None if that is not said.
        format: Of the type: `int32`.
    """

    name: str | None = None
    default: str | None = None
    allowed: tuple[str, ...] = attrs.field(default=(), converter=_in_order)
    description_hash: str | None = None
    type: str | None = None
    required: bool | None = None
    place: str | None = None
    format: str | None = None


@attrs.frozen
class Field:
    """A field of a class, or of what an operation takes or answers.

    Attributes:
        field: Its name; within another field `Outer.Inner`, within the elements of a list `Outer[].Inner`.
        type: As the page calls it, in lower case; `| null` at its end if it may be null. In samples `string`, `number`,
            `boolean`, `array` or `object`.
        required_on: Methods that require it: `("POST",)`.
        optional_on: Methods of which the page says that they do not.
        access: `R`, `W` or `R,W`.
        default: What holds without it.
        accepted: The values that the page lists, in one order.
        description_hash: Hash of what is said about it.
        format: Of the type: `date-time`.
    """

    field: str
    type: str | None = None
    required_on: tuple[str, ...] = attrs.field(default=(), converter=_in_order)
    optional_on: tuple[str, ...] = attrs.field(default=(), converter=_in_order)
    access: str | None = None
    default: str | None = None
    accepted: tuple[str, ...] = attrs.field(default=(), converter=_in_order)
    description_hash: str | None = None
    format: str | None = None


def _fields(items: Iterable[Field]) -> tuple[Field, ...]:
    return tuple(sorted(items, key=lambda item: item.field))


def _parameters(items: Iterable[Parameter]) -> tuple[Parameter, ...]:
    return tuple(sorted(items, key=lambda item: (item.name or "", item.description_hash or "")))


def _by_key(items: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(items.items()))


@attrs.frozen
class Operation:
    """A call that the page describes.

    Attributes:
        title: Its heading, which is the section that a spec cites; None if the page gives it none.
        method: `GET`, …; None if it is not shown: a resource is listed, or the copy lost it.
        path: As the page writes it, without white space: relative to `base_url` where the page has it so (`""` is the
            base itself); None if it is not shown.
        description_hash: Hash of its description.
        parameters: Of query and path, as far as the page describes them.
        request_fields: What it takes.
        response_fields: What it answers.
        statuses: Its own statuses, each with the hash of what is said about it.
        headers: Headers that it takes, a line for each value: `Accept: application/json`.
    """

    title: str | None = None
    method: str | None = None
    path: str | None = None
    description_hash: str | None = None
    parameters: tuple[Parameter, ...] = attrs.field(default=(), converter=_parameters)
    request_fields: tuple[Field, ...] = attrs.field(default=(), converter=_fields)
    response_fields: tuple[Field, ...] = attrs.field(default=(), converter=_fields)
    statuses: Mapping[str, str | None] = attrs.field(factory=dict, converter=_by_key, hash=False)
    headers: tuple[str, ...] = attrs.field(default=(), converter=_in_order)


@attrs.frozen
class Auth:
    """One way of identifying oneself.

    Attributes:
        scheme: `headers`, or `oauth2 client_credentials`.
        names: The headers, or the fields of the token request.
        url: Where a token is had.
        lifetime: Seconds that a token lives.
    """

    scheme: str
    names: tuple[str, ...] = attrs.field(default=(), converter=_in_order)
    url: str | None = None
    lifetime: int | None = None


@attrs.frozen
class Unread:
    """Something on the page that the reader could not place.

    Attributes:
        section: Where it stands.
        reason: Why it could not be placed, in our words.
        hash: Hash of its wording.
        text: The wording, for the person in front of the screen: never stored, and not part of what is compared.
    """

    section: str | None = None
    reason: str = attrs.field(kw_only=True)
    hash: str | None = None
    text: str = attrs.field(default="", eq=False)

    @classmethod
    def of(cls, section: str | None, reason: str, text: str) -> Unread:
        """Something unread, its hash made of its text."""
        return cls(section, digest(text), text, reason=reason)


def _operations(items: Iterable[Operation]) -> tuple[Operation, ...]:
    def key(item: Operation) -> tuple[str, int, str]:
        method = _METHODS.index(item.method) if item.method in _METHODS else len(_METHODS)
        return item.path or "", method, item.title or ""

    return tuple(sorted(items, key=key))


def _auth(items: Iterable[Auth]) -> tuple[Auth, ...]:
    return tuple(sorted(set(items), key=lambda item: (item.scheme, item.names, item.url or "")))


def _unread(items: Iterable[Unread]) -> tuple[Unread, ...]:
    return tuple(sorted(set(items), key=lambda item: (item.section or "", item.reason, item.hash or "")))


def _classes(items: Mapping[str, Iterable[Field]]) -> dict[str, tuple[Field, ...]]:
    return {name: _fields(fields) for name, fields in sorted(items.items())}


@attrs.frozen
class Facts:
    """Everything that one page says.

    Attributes:
        page: Its id in `sources.yaml`.
        base_url: What the paths are relative to.
        operations: In the order of their paths and methods, whatever order the page has.
        classes: Its tables of fields, by the name of the class.
        error_codes: Codes in error answers, each with the hash of its meaning.
        error_fields: Fields of an error answer.
        statuses: Statuses that hold for every operation, each with the hash of what is said about it.
        limits: `requests` per `per` seconds, the `status` when that is exceeded and the `header` that says how long to
            wait.
        auth: The ways of identifying oneself, each sufficient.
        sections: Headings with the hash of the prose below; what operations, fields and codes say is not in it.
        unread: What could not be placed.
    """

    page: str
    base_url: str | None = None
    operations: tuple[Operation, ...] = attrs.field(default=(), converter=_operations)
    classes: Mapping[str, tuple[Field, ...]] = attrs.field(factory=dict, converter=_classes, hash=False)
    error_codes: Mapping[str, str | None] = attrs.field(factory=dict, converter=_by_key, hash=False)
    statuses: Mapping[str, str | None] = attrs.field(factory=dict, converter=_by_key, hash=False)
    error_fields: tuple[Field, ...] = attrs.field(default=(), converter=_fields)
    limits: Mapping[str, int | str] = attrs.field(factory=dict, converter=_by_key, hash=False)
    auth: tuple[Auth, ...] = attrs.field(default=(), converter=_auth)
    sections: Mapping[str, str | None] = attrs.field(factory=dict, converter=_by_key, hash=False)
    unread: tuple[Unread, ...] = attrs.field(default=(), converter=_unread)

    def full_path(self, operation: Operation) -> str | None:
        """The path of an operation as a spec has it, from the top of the server: `/v1/payment_terms/{term_id}`.

        Patterns of variables are left out, and the base is joined with exactly one slash. None without a path. Without
        a base, a relative path stays as it is.
        """
        if operation.path is None:
            return None
        path = _PATTERN.sub(r"{\1}", operation.path)
        base = urlsplit(self.base_url or "").path
        if not base or path.startswith(base.rstrip("/") + "/"):
            return path
        return base.rstrip("/") + "/" + path.lstrip("/") if path else base

    def cited(self) -> frozenset[str]:
        """Every section that a spec can cite: headings, titles of operations, and `Classes/NAME`."""
        titles = (operation.title for operation in self.operations if operation.title is not None)
        return frozenset((*self.sections, *titles, *(f"Classes/{name}" for name in self.classes)))
