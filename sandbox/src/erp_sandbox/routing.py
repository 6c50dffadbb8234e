"""From a raw, still percent-encoded path to an operation of the spec.

Frameworks decode a path before they split it, which turns `a%2Fb` into two segments; here it is split first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from erp_sandbox.spec import Operation

_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


class UndecodablePathError(ValueError):
    """A segment is not percent-encoded UTF-8."""


@dataclass(frozen=True)
class Match:
    """What a path leads to.

    Attributes:
        operation: The operation, None if the path or the method does not exist.
        parameters: Decoded path parameters.
        allowed: Methods of the path, empty if the path does not exist.
    """

    operation: Operation | None
    parameters: dict[str, str]
    allowed: tuple[str, ...]


class Router:
    """Routes of one vendor.

    Args:
        operations: The operations of the spec.
        base_path: What comes before every path of the spec.
        greedy: Path parameters that also take slashes which are not encoded.
        merge_slashes: Doubled slashes count as one.
        final_slash_optional: A slash at the end does not matter.
    """

    def __init__(
        self,
        operations: Iterable[Operation],
        base_path: str,
        *,
        greedy: Collection[str] = (),
        merge_slashes: bool = False,
        final_slash_optional: bool = False,
    ) -> None:
        self._merge = merge_slashes
        self._final_optional = final_slash_optional
        self._routes: dict[str, tuple[re.Pattern[str], dict[str, Operation]]] = {}
        for operation in operations:
            pattern = re.compile(_pattern(base_path + operation.path, frozenset(greedy)))
            self._routes.setdefault(operation.path, (pattern, {}))[1][operation.method] = operation

    def match(self, method: str, raw_path: str) -> Match:
        """Find the operation; a path without variables wins over one with them.

        Raises:
            UndecodablePathError: A variable in the path is not percent-encoded UTF-8.
        """
        for path in self._readings(raw_path):
            for _, (pattern, by_method) in sorted(self._routes.items(), key=lambda route: route[0].count("{")):
                found = pattern.fullmatch(path)
                if found is not None:
                    operation = by_method.get(method)
                    names = re.findall(r"{([^{}]+)}", next(iter(by_method.values())).path)
                    values = {name: _decoded(value) for name, value in zip(names, found.groups(), strict=True)}
                    return Match(operation, values, tuple(sorted(by_method)))
        return Match(None, {}, ())

    def leads_to(self, raw_path: str, path: str) -> bool:
        """Whether a path is that one, where slashes that do not matter are not looked at."""
        return path in self._readings(raw_path)

    def _readings(self, raw_path: str) -> tuple[str, ...]:
        """The forms of a path that are the same to the vendor."""
        if self._merge:
            raw_path = re.sub(r"/{2,}", "/", raw_path)
        if not self._final_optional:
            return (raw_path,)
        return raw_path, raw_path.rstrip("/") if raw_path.endswith("/") else raw_path + "/"


def _pattern(template: str, greedy: frozenset[str]) -> str:
    parts = re.split(r"({[^{}]+})", template)
    return "".join(
        (("(.+)" if part[1:-1] in greedy else "([^/]+)") if part.startswith("{") else re.escape(part)) for part in parts
    )


def _decoded(segment: str) -> str:
    if _BAD_PERCENT.search(segment):
        raise UndecodablePathError("a % in the path is not followed by two hexadecimal digits")
    try:
        return unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError:
        raise UndecodablePathError("the path is not percent-encoded UTF-8") from None
