"""The answer to a request as it came over the wire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, overload

T = TypeVar("T")

_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-correlation-id")


class Headers(Mapping[str, str]):
    """Response headers; names without regard to case, repeated ones joined with a comma."""

    __slots__ = ("_values",)

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        values: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            values[key] = f"{values[key]}, {value}" if key in values else value
        self._values = values

    @classmethod
    def from_raw(cls, pairs: Iterable[tuple[bytes, bytes]]) -> Headers:
        """Headers as an HTTP client has them."""
        return cls([(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs])

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    @overload
    def get(self, name: str, /) -> str | None: ...

    @overload
    def get(self, name: str, /, default: str | T) -> str | T: ...

    def get(self, name: str, /, default: object = None) -> object:
        """The value of a header; the default if there is none. Most answers lack most headers, so without an error."""
        return self._values.get(name.lower(), default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        # Values may hold cookies or tokens.
        return f"<Headers {', '.join(self._values)}>"


class RawResponse:
    """Status, headers and body of an answer, and what it took to get it.

    Attributes:
        status: HTTP status.
        headers: Response headers.
        content: The body, decompressed; where it is damaged, as much of its beginning as can be read.
        operation: Name of the operation.
        attempts: How many requests the call took.
        waited: Seconds the call spent waiting, for the quota and between attempts.
        damage: Why the body could not be read whole (cut off, too large, not decompressible); None if it could.
    """

    __slots__ = ("attempts", "content", "damage", "headers", "operation", "status", "waited")

    def __init__(
        self, status: int, headers: Headers, content: bytes, operation: str = "", damage: str | None = None
    ) -> None:
        self.status = status
        self.headers = headers
        self.content = content
        self.operation = operation
        self.attempts = 1
        self.waited = 0.0
        self.damage = damage

    @property
    def request_id(self) -> str | None:
        """The id that the vendor's server (or a proxy) gave the request, if it gave one."""
        for name in _REQUEST_ID_HEADERS:
            if name in self.headers:
                return self.headers[name]
        return None

    @property
    def content_type(self) -> str:
        """Media type of the body without its parameters, in lower case; empty if none is given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def __repr__(self) -> str:
        # Header values and bodies may hold what should not be shown.
        return f"<RawResponse {self.operation} {self.status}, {len(self.content)} bytes>"
