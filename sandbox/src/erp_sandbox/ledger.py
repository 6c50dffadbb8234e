"""What arrived at the sandbox and what became of it, for tests to count and compare: in memory, and in a file."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self, TextIO

from erp_sandbox.errors import ConfigurationError, SandboxError
from erp_sandbox.store import Written

# A sandbox that serves for days must not fill the memory with what it has seen: the oldest requests go first.
LEDGER_SIZE = 100_000
LEDGER_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """One request as it arrived and what became of it.

    Attributes:
        number: Counts the requests of a sandbox from 1, in the order in which they were dealt with; goes on after a
            `reset`. If the first one that is left is not the first one there was, older ones were forgotten.
        operation: operationId of the spec, `token` for the token endpoint, None if nothing fits.
        method: HTTP method.
        path: Path as sent, still percent-encoded.
        query: Query string as sent.
        status: Status of the answer; None if the connection was dropped before the answer.
        credential: The login that was accepted (names of its parts, never values); None if none was.
        arrived: Seconds of the sandbox's monotonic clock when the head of the request had arrived.
        ended: Seconds of the same clock when the answer had been handed to the network, or the connection was gone;
            None while it is not.
        fault: Kind of the fault that was played, None if none.
        processed: Whether the call was carried out with success, whatever became of its answer. For `token`: whether a
            token was given out.
        changes: What it changed in the store, in order.
        headers: Request headers in lower case, several of one name joined by a comma.
        body: Request body.
    """

    number: int
    operation: str | None
    method: str
    path: str
    query: str
    status: int | None
    credential: str | None
    arrived: float
    ended: float | None
    fault: str | None
    processed: bool
    changes: tuple[Written, ...]
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def wrote(self) -> bool:
        """Whether it changed anything in the store."""
        return bool(self.changes)


def exported(request: RecordedRequest, vendor: str, redact: Callable[[str], str]) -> dict[str, Any]:
    """A request as data for people and programs outside: without headers and body, which hold secrets.

    Args:
        request: What is exported.
        vendor: Name of the vendor that was played.
        redact: Takes the sandbox's secrets out of a text.
    """
    return {
        "vendor": vendor,
        "number": request.number,
        "operation": request.operation,
        "method": request.method,
        "path": redact(request.path),
        "query": redact(request.query),
        "status": request.status,
        "credential": request.credential,
        "arrived": request.arrived,
        "ended": request.ended,
        "fault": request.fault,
        "processed": request.processed,
        "wrote": request.wrote,
        "changes": [{"resource": c.resource, "key": redact(c.key), "change": c.change} for c in request.changes],
    }


class LedgerFile:
    """A file that gets one line of JSON for each request when it has ended; several sandboxes may share it.

    A context manager: entering replaces the file.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._file: TextIO | None = None
        self._lock = Lock()
        self._failure: OSError | None = None

    def __enter__(self) -> Self:
        """Begin the file.

        Raises:
            ConfigurationError: It cannot be written.
        """
        try:
            self._file = self._path.open("w", encoding="utf-8")
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"cannot write the ledger {self._path}: {error}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the file.

        Raises:
            SandboxError: It is not complete.
        """
        with self._lock:
            file, self._file = self._file, None
            try:
                if file is not None:
                    file.close()
            except OSError as failure:
                self._failure = self._failure or failure
        if self._failure is not None:
            raise SandboxError(f"the ledger {self._path} is not complete: {self._failure}") from error

    def write(self, line: Mapping[str, Any]) -> None:
        """Add a line; after a failure nothing is written any more, and the end of the file says so.

        Raises:
            SandboxError: The file is not open.
        """
        text = json.dumps(line) + "\n"
        with self._lock:
            if self._file is None:
                raise SandboxError(f"the ledger {self._path} is not open: enter it as a context manager")
            if self._failure is not None:
                return
            try:
                self._file.write(text)
                self._file.flush()
            except OSError as error:
                self._failure = error


class Ledger:
    """The last requests, oldest first. Safe to use from several threads.

    Args:
        write: Gets each request once, when it has ended.
        size: How many requests are kept at most.
        limit: How many bytes all their bodies may have together.
    """

    def __init__(
        self,
        write: Callable[[RecordedRequest], None] | None = None,
        size: int = LEDGER_SIZE,
        limit: int = LEDGER_BYTES,
    ) -> None:
        self._write = write
        self._size, self._limit = size, limit
        self._lock = Lock()
        self._requests: deque[RecordedRequest] = deque()
        self._bytes = 0
        self._last = 0
        # What is not in memory any more, but has not ended: a `reset` or many quick requests beside a slow one.
        self._forgotten: dict[int, RecordedRequest] = {}

    def add(self, **what: Any) -> int:
        """Write a request down that was dealt with; gives its number, for `end`."""
        headers = {sys.intern(name): sys.intern(value) for name, value in what.pop("headers").items()}
        with self._lock:
            self._last += 1
            self._requests.append(RecordedRequest(number=self._last, ended=None, headers=headers, **what))
            self._bytes += len(what["body"])
            while len(self._requests) > self._size or (self._bytes > self._limit and len(self._requests) > 1):
                self._forget_oldest()
            return self._last

    def end(self, number: int, now: float) -> None:
        """The request with this number has ended."""
        with self._lock:
            ended = self._forgotten.pop(number, None)
            if ended is not None:
                ended = replace(ended, ended=now)
            else:
                place = number - self._requests[0].number
                ended = self._requests[place] = replace(self._requests[place], ended=now)
        if self._write is not None:
            self._write(ended)

    def requests(self) -> tuple[RecordedRequest, ...]:
        """What is kept now."""
        with self._lock:
            return tuple(self._requests)

    def after(self, number: int, limit: int) -> list[RecordedRequest]:
        """At most `limit` of the requests that follow this number."""
        with self._lock:
            first = self._requests[0].number if self._requests else 0
            begin = max(0, number + 1 - first)
            return [self._requests[i] for i in range(begin, min(begin + limit, len(self._requests)))]

    def clear(self) -> None:
        """Forget everything; numbers go on."""
        with self._lock:
            while self._requests:
                self._forget_oldest()

    def _forget_oldest(self) -> None:
        oldest = self._requests.popleft()
        self._bytes -= len(oldest.body)
        if oldest.ended is None:
            self._forgotten[oldest.number] = replace(oldest, body=b"", headers={})
