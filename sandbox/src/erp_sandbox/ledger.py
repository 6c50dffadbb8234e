"""What arrived at the sandbox, in order of arrival, for tests to count and compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RecordedRequest:
    """One request as it arrived and what became of it.

    Attributes:
        operation: operationId of the spec, `token` for the token endpoint, None if nothing fits.
        method: HTTP method.
        path: Path as sent, still percent-encoded.
        query: Query string as sent.
        status: Status of the answer; None if the connection was dropped before the answer.
        credential: The login that was accepted (names of its parts, never values); None if none was.
        arrived: Seconds of the sandbox's monotonic clock when the head of the request had arrived.
        fault: Kind of the fault that was played, None if none.
        headers: Request headers in lower case, several of one name joined by a comma.
        body: Request body.
    """

    operation: str | None
    method: str
    path: str
    query: str
    status: int | None
    credential: str | None
    arrived: float
    fault: str | None
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
