"""From an operation and its arguments to a URL, headers and a body.

What does not change from call to call is worked out once per operation and client, as a `Plan`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import UNSET

from erp_client_runtime.checks import HEADER_VALUE
from erp_client_runtime.codec import refused
from erp_client_runtime.composites import Array, MappingOf
from erp_client_runtime.encoding import encode_json
from erp_client_runtime.errors import ConfigurationError, InvalidArgumentError
from erp_client_runtime.hints import did_you_mean
from erp_client_runtime.layout import layout_of
from erp_client_runtime.operation import Operation, Parameter
from erp_client_runtime.scalars import TEXT

if TYPE_CHECKING:
    from erp_client_runtime.model import Model

VARIABLE = re.compile(r"\{([^{}]*)\}")
_DELIMITERS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}


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

    __slots__ = ("_known", "_others", "_pieces", "_renamed_body", "accept", "operation")

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
        # Literal text and parameters in turn; the base URL belongs to the first text.
        self._pieces: tuple[tuple[str, Parameter | None], ...] = tuple(
            (text if index else prefix + text, in_path[name] if name else None)
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
        # Parameters and their names on the wire, as they are written there.
        self._others = tuple(
            (parameter, quote(wire, safe="") if parameter.location == "query" else wire) for parameter, wire in named
        )
        self._known = frozenset(parameter.name for parameter in operation.parameters)
        own = {parameter.name for parameter, _ in self._others}
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
        url = ""
        for text, parameter in self._pieces:
            url += text
            if parameter is not None:
                url += self._segment(parameter, arguments.get(parameter.name))
        query: list[str] = []
        headers: list[tuple[bytes, bytes]] = []
        for parameter, wire in self._others:
            value = arguments.get(parameter.name)
            if value is None or value is UNSET:
                if parameter.required:
                    raise InvalidArgumentError(f"{self._at(parameter)} is required")
                continue
            if parameter.location == "query":
                query.extend(self._query(parameter, wire, value))
            else:
                headers.append(self._header(parameter, wire, value))
        return (f"{url}?{'&'.join(query)}" if query else url), headers

    def content(self, body: Model | None) -> bytes | None:
        """The body as JSON, with corrected names.

        Raises:
            InvalidArgumentError: a value cannot be sent.
            ConfigurationError: `wire_names` corrects a field that the operation does not have, or to a name that
                another field has.
        """
        if not self._renamed_body:
            return None if body is None else body.to_json()
        if body is None:
            raise self._unknown_wire_name(next(iter(self._renamed_body)), self._named())
        fields = layout_of(type(body)).by_name
        for name in self._renamed_body:
            if name not in fields:
                raise self._unknown_wire_name(name, [*fields, *self._named()])
        sent = {
            plan.wire_name: (name, self._renamed_body.get(name, plan.wire_name))
            for name, plan in fields.items()
            if not plan.wire.omit
        }
        self._refuse_collisions(sent.values())
        content: dict[str, Any] = {}
        # Extra fields come last.
        for key, value in body.to_dict().items():
            _, wire = sent.get(key, ("", key))
            if wire in content:
                owner = next(one for one, taken in sent.values() if taken == wire)
                raise self._collision(f"{owner!r} and one of extra_fields", wire, "leave it out of extra_fields")
            content[wire] = value
        return encode_json(content)

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
        return [parameter.name for parameter, _ in self._others]

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

    def _segment(self, parameter: Parameter, value: Any) -> str:
        if value is None or value is UNSET:
            raise InvalidArgumentError(f"{self._at(parameter)} is None, but it is part of the path")
        text = ",".join([self._quote(parameter, part) for part in self._texts(parameter, value)])
        if text in ("", ".", ".."):
            # Such a path would be another one: DELETE /terms/ instead of DELETE /terms/{id}.
            raise InvalidArgumentError(
                f"{self._at(parameter)} is {text!r}, which cannot be part of a path: it would address something else"
            )
        return text

    def _query(self, parameter: Parameter, name: str, value: Any) -> list[str]:
        if isinstance(parameter.codec, MappingOf):
            pairs = self._pairs(parameter, value)
            if parameter.style == "deepObject":
                return [f"{name}%5B{key}%5D={text}" for key, text in pairs]
            if parameter.explode:
                return [f"{key}={text}" for key, text in pairs]
            return [f"{name}={_DELIMITERS[parameter.style].join(part for pair in pairs for part in pair)}"]
        texts = [self._quote(parameter, text) for text in self._texts(parameter, value)]
        if parameter.explode:
            return [f"{name}={text}" for text in texts]
        return [f"{name}={_DELIMITERS[parameter.style].join(texts)}"]

    def _header(self, parameter: Parameter, wire: str, value: Any) -> tuple[bytes, bytes]:
        text = ",".join(self._texts(parameter, value))
        if not re.fullmatch(HEADER_VALUE, text):
            raise InvalidArgumentError(
                f"{self._at(parameter)} cannot be sent in a header: it may hold ASCII characters only, no line "
                "breaks, and no spaces at its ends"
            )
        return wire.encode("ascii"), text.encode("ascii")

    def _texts(self, parameter: Parameter, value: Any) -> list[str]:
        """The value, or each of its elements, as text."""
        codec = parameter.codec
        if not isinstance(codec, Array):
            return [codec.text(value, self._at(parameter))]
        if not isinstance(value, (list, tuple)):
            raise refused(self._at(parameter), value, "a list")
        self._refuse_empty(parameter, value)
        return [codec.item.text(element, f"{self._at(parameter)}[{index}]") for index, element in enumerate(value)]

    def _pairs(self, parameter: Parameter, value: Any) -> list[tuple[str, str]]:
        if not isinstance(value, Mapping):
            raise refused(self._at(parameter), value, "a dict")
        self._refuse_empty(parameter, value)
        codec: Any = parameter.codec
        return [
            (
                self._quote(parameter, TEXT.text(key, f"a key of {self._at(parameter)}")),
                self._quote(parameter, codec.item.text(inner, f"{self._at(parameter)}.{key}")),
            )
            for key, inner in value.items()
        ]

    def _quote(self, parameter: Parameter, text: str) -> str:
        try:
            return quote(text, safe="")
        except UnicodeEncodeError:
            raise InvalidArgumentError(
                f"{self._at(parameter)} holds half a surrogate pair, which UTF-8 cannot say; remove it"
            ) from None

    def _refuse_empty(self, parameter: Parameter, values: Collection[Any]) -> None:
        if not values:
            raise InvalidArgumentError(
                f"{self._at(parameter)} is empty: that cannot be told from leaving it out, which may mean "
                "everything; leave it out if that is meant"
            )
