"""From an operation and its arguments to a URL, headers and a body.

What does not change from call to call is worked out once per operation and client, as a `Plan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import UNSET

from erp_client_runtime.checks import HEADER_VALUE
from erp_client_runtime.choices import AnyOf
from erp_client_runtime.codec import refused
from erp_client_runtime.composites import Array, MappingOf, OfModels
from erp_client_runtime.encoding import encode_json
from erp_client_runtime.errors import ConfigurationError, InvalidArgumentError
from erp_client_runtime.hints import did_you_mean
from erp_client_runtime.ids import id_text, shown_id
from erp_client_runtime.layout import layout_of
from erp_client_runtime.operation import Operation, Parameter
from erp_client_runtime.paging import check_paging
from erp_client_runtime.scalars import TEXT
from erp_client_runtime.styles import in_path, pairs

if TYPE_CHECKING:
    from erp_client_runtime.model import Model

VARIABLE = re.compile(r"\{([^{}]*)\}")
_COMPOSITES = (Array, MappingOf, OfModels, AnyOf)


class Plan:
    """How one operation is requested by one client.

    Args:
        operation: The operation.
        prefix: The base URL, without a slash at its end.
        path: The path to use instead of the operation's; None to use that.
        renamed: Corrected wire names by Python name, of parameters and of top-level body fields.

    Raises:
        ConfigurationError: the path does not have the operation's variables, a path variable is to be renamed, or a
            parameter gets a name that another one has.

    Attributes:
        operation: The operation.
        accept: The header that says what it answers with.
    """

    __slots__ = ("_in_body", "_known", "_others", "_pieces", "_renamed_body", "accept", "operation")

    def __init__(self, operation: Operation[Any], prefix: str, path: str | None, renamed: Mapping[str, str]) -> None:
        self.operation = operation
        self.accept = (b"Accept", operation.result.accept.encode("ascii"))
        in_path = {parameter.wire: parameter for parameter in operation.parameters if parameter.location == "path"}
        parts = VARIABLE.split(operation.path if path is None else path)
        if path is not None and set(parts[1::2]) != in_path.keys():
            wanted = ", ".join(f"{{{name}}}" for name in in_path) or "none"
            raise ConfigurationError(
                f"operation_paths: the path {path!r} for {operation.name} has to have exactly these variables: "
                f"{wanted} (as in {operation.path})"
            )
        # Literal text and parameters in turn, with their names as they are written in the path; the base URL belongs to
        # the first text.
        self._pieces: tuple[tuple[str, Parameter | None, str], ...] = tuple(
            (text if index else prefix + text, in_path[name] if name else None, quote(name, safe=""))
            for index, (text, name) in enumerate(zip(parts[::2], [*parts[1::2], ""], strict=True))
        )
        named = [
            (parameter, renamed.get(parameter.name, parameter.wire))
            for parameter in operation.parameters
            if parameter.location != "path"
        ]
        if renamed:
            self._refuse_collisions((one.name, wire) for one, wire in named if one.location == "query")
            # Names of headers are the same however they are capitalised.
            self._refuse_collisions((one.name, wire.lower()) for one, wire in named if one.location == "header")
        # Parameters, their names on the wire as they are written there, and what errors call them.
        self._in_body = tuple((one, wire, self._at(one)) for one, wire in named if one.location == "body")
        self._others = tuple(
            (one, quote(wire, safe="") if one.location in ("query", "cookie") else wire, self._at(one))
            for one, wire in named
            if one.location != "body"
        )
        self._known = frozenset(parameter.name for parameter in operation.parameters)
        own = {parameter.name for parameter, *_ in self._others}
        self._renamed_body = {name: wire for name, wire in renamed.items() if name not in own}
        for parameter in in_path.values():
            if parameter.name in renamed:
                raise ConfigurationError(
                    f"wire_names: {operation.name}.{parameter.name} is part of the path, where only its place counts; "
                    f"correct the path instead: operation_paths={{{operation.name!r}: …}}"
                )

    def url_and_headers(self, arguments: Mapping[str, Any]) -> tuple[str, list[tuple[bytes, bytes]]]:
        """The absolute URL with its query, and the headers that are parameters.

        Raises:
            InvalidArgumentError: an argument is missing, unknown, or cannot be sent.
        """
        if not arguments.keys() <= self._known:
            raise self._unknown(arguments)
        if self.operation.paging is not None:
            check_paging(self.operation, self.operation.paging, arguments)
        url = ""
        for text, parameter, wire in self._pieces:
            url += text
            if parameter is not None:
                url += self._segment(parameter, wire, arguments.get(parameter.name))
        query: list[str] = []
        cookies: list[str] = []
        headers: list[tuple[bytes, bytes]] = []
        for parameter, wire, at in self._others:
            value = arguments.get(parameter.name)
            if value is None or value is UNSET:
                if parameter.required:
                    raise InvalidArgumentError(f"{at} is required")
                continue
            if parameter.location == "header":
                headers.append(self._header(parameter, wire, value))
                continue
            shape = _shape(parameter, value, at)
            texts = pairs(wire, shape, parameter.style, parameter.explode, _quoted, at)
            (query if parameter.location == "query" else cookies).extend(texts)
        if cookies:
            headers.append((b"Cookie", "; ".join(cookies).encode("ascii")))
        return (f"{url}?{'&'.join(query)}" if query else url), headers

    def content(self, body: Model | None, arguments: Mapping[str, Any]) -> bytes | None:
        """The body as JSON, with corrected names and with the arguments that belong into it.

        Raises:
            InvalidArgumentError: a value cannot be sent, an argument is missing, or the body says otherwise than it.
            ConfigurationError: `wire_names` corrects a field that the operation does not have, or to a name that
                another field has.
        """
        if not self._renamed_body and not self._in_body:
            return None if body is None else body.to_json()
        content = self._renamed(body) if self._renamed_body else {} if body is None else body.to_dict()
        given: dict[str, Any] = {}
        for parameter, wire, at in self._in_body:
            value = arguments.get(parameter.name)
            if value is None or value is UNSET:
                if parameter.required:
                    raise InvalidArgumentError(f"{at} is required")
                continue
            given[wire] = parameter.codec.encode(value, at)
            own = content.pop(wire, None)
            if own is not None and id_text(own) != id_text(given[wire]):
                raise InvalidArgumentError(
                    f"{at} is {shown_id(given[wire])}, but the {type(body).__name__} that is to be "
                    f"sent has {wire} {shown_id(own)}: that would give one the data of the other"
                )
        return encode_json({**given, **content}) if given or body is not None else None

    def written(self, body: Any) -> tuple[bytes, str]:
        """The body and its media type, of an operation that says how its body is written.

        Raises:
            InvalidArgumentError: it cannot be sent.
            ConfigurationError: see `content`.
        """
        writer = self.operation.body
        assert writer is not None
        value = self._renamed(body) if self._renamed_body else body
        return writer.encode(value, f"the body of {self.operation.name}")

    def _renamed(self, body: Model | None) -> dict[str, Any]:
        """The body with corrected names."""
        in_body = {parameter.name: wire for parameter, wire, _ in self._in_body}
        fields = {} if body is None else layout_of(type(body)).by_name
        sendable = {name: plan.wire_name for name, plan in fields.items() if not plan.wire.omit}
        for name in self._renamed_body:
            if name not in sendable and name not in in_body:
                raise self._unknown_wire_name(name, list(dict.fromkeys([*sendable, *self._named()])))
        sent = {wire: (name, self._renamed_body.get(name, wire)) for name, wire in sendable.items()}
        self._refuse_collisions([*sent.values(), *in_body.items()])
        content: dict[str, Any] = {}
        if body is None:
            return content
        # Extra fields come last.
        for key, value in body.to_dict().items():
            _, wire = sent.get(key, ("", key))
            if wire in content:
                owner = next(one for one, taken in sent.values() if taken == wire)
                raise self._collision(f"{owner!r} and one of extra_fields", wire, "leave it out of extra_fields")
            content[wire] = value
        return content

    def _refuse_collisions(self, named: Iterable[tuple[str, str]]) -> None:
        """Make sure that no two of one place, by their Python names, are sent under one name."""
        owners: dict[str, str] = {}
        for name, wire in named:
            owner = owners.setdefault(wire, name)
            if owner != name:
                raise self._collision(f"{owner!r} and {name!r}", wire, "correct the name of the other one too")

    def _collision(self, owners: str, wire: str, cure: str) -> ConfigurationError:
        return ConfigurationError(
            f"wire_names: of {self.operation.name}, {owners} would both be sent as {wire!r}; {cure}",
            operation=self.operation.name,
        )

    def _named(self) -> list[str]:
        return [parameter.name for parameter, *_ in (*self._others, *self._in_body)]

    def _unknown_wire_name(self, name: str, known: list[str]) -> ConfigurationError:
        return ConfigurationError(
            f"wire_names: {self.operation.name} has no {name!r}{did_you_mean(name, known)}",
            operation=self.operation.name,
        )

    def _unknown(self, arguments: Mapping[str, Any]) -> InvalidArgumentError:
        name = next(name for name in arguments if name not in self._known)
        return InvalidArgumentError(
            f"{self.operation.name} takes no {name!r}{did_you_mean(name, self._known)}", operation=self.operation.name
        )

    def _at(self, parameter: Parameter) -> str:
        return f"{parameter.name} of {self.operation.name}"

    def _segment(self, parameter: Parameter, wire: str, value: Any) -> str:
        at = self._at(parameter)
        if value is None or value is UNSET:
            raise InvalidArgumentError(f"{at} is None, but it is part of the path")
        text = in_path(wire, _shape(parameter, value, at), parameter.style, parameter.explode, _quoted, at)
        if text in ("", ".", "..") or (parameter.style == "matrix" and text == f";{wire}="):
            # Such a path would be another one: DELETE /terms/ instead of DELETE /terms/{id}.
            raise InvalidArgumentError(
                f"{at} is {text!r}, which cannot be part of a path: it would address something else"
            )
        return text

    def _header(self, parameter: Parameter, wire: str, value: Any) -> tuple[bytes, bytes]:
        at = self._at(parameter)
        text = in_path(wire, _shape(parameter, value, at), parameter.style, parameter.explode, _as_it_is, at)
        if not re.fullmatch(HEADER_VALUE, text):
            raise InvalidArgumentError(
                f"{at} cannot be sent in a header: it may hold ASCII characters only, no line breaks, and no spaces at "
                "its ends"
            )
        return wire.encode("ascii"), text.encode("ascii")


def _shape(parameter: Parameter, value: Any, at: str) -> Any:
    """The value as a style takes it: a list or a dict of single values (as text where their codec says how), or one."""
    codec: Any = parameter.codec
    if parameter.style == "json":
        return codec.encode(value, at)
    if isinstance(codec, Array) and not isinstance(codec.item, _COMPOSITES):
        if not isinstance(value, (list, tuple)):
            raise refused(at, value, "a list")
        return [codec.item.text(element, f"{at}[{index}]") for index, element in enumerate(value)]
    if isinstance(codec, MappingOf) and not isinstance(codec.item, _COMPOSITES):
        if not isinstance(value, Mapping):
            raise refused(at, value, "a dict")
        return {TEXT.text(key, f"a key of {at}"): codec.item.text(inner, f"{at}.{key}") for key, inner in value.items()}
    return codec.encode(value, at) if isinstance(codec, _COMPOSITES) else codec.text(value, at)


def _quoted(text: str, at: str) -> str:
    if text.isalnum() and text.isascii():
        return text
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise InvalidArgumentError(f"{at} holds half a surrogate pair, which UTF-8 cannot say; remove it") from None


def _as_it_is(text: str, at: str) -> str:
    return text
