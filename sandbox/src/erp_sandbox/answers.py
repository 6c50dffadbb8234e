"""Answers in their outer form, those that a fault gives in place of the right one, and those that it mixes up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from erp_sandbox import jsonio
from erp_sandbox.call import Answer
from erp_sandbox.fault_kinds import TOKEN
from erp_sandbox.faults import Fault
from erp_sandbox.rules import Kind, Problem
from erp_sandbox.spec import Operation
from erp_sandbox.wire import Outcome

_HTML = b"<!DOCTYPE html><html><head><title>Service</title></head><body><h1>This is not JSON</h1></body></html>"
_KIND_OF_STATUS = {401: Kind.UNAUTHORIZED, 404: Kind.NOT_FOUND, 409: Kind.CONFLICT, 429: Kind.TOO_MANY_REQUESTS}

_STALE, _FOREIGN = MIX_UPS = ("stale_answer", "foreign_answer")


class Answers:
    """Makes answers.

    Args:
        now: Calendar time.
        error: Status and body of the vendor's answer to a problem.
    """

    def __init__(self, now: Callable[[], datetime], error: Callable[[Problem], tuple[int, Any]]) -> None:
        self._now, self._error = now, error

    def error(self, problem: Problem) -> Outcome:
        """The vendor's answer to a problem."""
        status, body = self._error(problem)
        return self.answered(status, body, problem.headers)

    def answered(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> Outcome:
        """An answer with an `Answer`, a JSON value, or None for nothing."""
        answer = body if isinstance(body, Answer) else Answer(body, has_body=body is not None)
        if not answer.has_body:
            return self._reply(status, b"", None, headers)
        content = answer.body if isinstance(answer.body, bytes) else jsonio.encode(answer.body)
        return self._reply(status, content, answer.content_type, headers)

    def planned(self, fault: Fault, operation: Operation | None) -> Outcome | None:
        """The answer that a fault gives to an operation in place of the right one; None if it does not."""
        if fault.kind == "html":
            return self._reply(fault.status, _HTML, "text/html; charset=utf-8")
        if fault.kind == "body":
            return self._reply(fault.status, fault.body, fault.content_type, fault.headers)
        if fault.kind == "status":
            headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
            if not fault.envelope:
                return self._reply(fault.status, b"", None, headers)
            kind = _KIND_OF_STATUS.get(fault.status, Kind.FAULT)
            problem = Problem(kind, f"planned fault: status {fault.status}", status=fault.status, headers=headers)
            problem.operation = operation
            return self.error(problem)
        return None

    def _reply(
        self, status: int, body: bytes, content_type: str | None, headers: Mapping[str, str] | None = None
    ) -> Outcome:
        fields = [("Date", format_datetime(self._now(), usegmt=True))]
        if content_type is not None:
            fields.append(("Content-Type", content_type))
        if status not in (204, 304):
            fields.append(("Content-Length", str(len(body))))
        return Outcome(status, (*fields, *(headers or {}).items()), b"" if status in (204, 304) else body)


class Successes:
    """The last success of each operation, for faults that answer one call with what belongs to another."""

    def __init__(self) -> None:
        self._last: dict[str, Outcome] = {}

    def instead(self, operation: str, fault: Fault | None) -> Outcome | None:
        """The answer that a `stale_answer` or `foreign_answer` gives to this operation now; None if there is none."""
        if fault is None:
            return None
        if fault.kind == _STALE:
            return self._last.get(operation)
        if fault.kind == _FOREIGN:
            others = (answer for name, answer in reversed(self._last.items()) if name not in (operation, TOKEN))
            return next(others, None)
        return None

    def remember(self, operation: str, answer: Outcome) -> None:
        """This is the newest success."""
        self._last.pop(operation, None)
        self._last[operation] = answer

    def clear(self) -> None:
        """There was none yet."""
        self._last.clear()
