"""A request's way through the sandbox, without any network: the order of the steps can be read in `Engine._outcome`."""

from __future__ import annotations

import logging
import random
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

from erp_sandbox import jsonio
from erp_sandbox.call import Answer, Call, World
from erp_sandbox.clock import Clock
from erp_sandbox.crud import HANDLERS
from erp_sandbox.errors import ConfigurationError
from erp_sandbox.faults import Fault, Faults
from erp_sandbox.incoming import canonical_keys, without_read_only
from erp_sandbox.ledger import RecordedRequest
from erp_sandbox.quota import Quota, SlidingWindow
from erp_sandbox.routing import Router, UndecodablePathError
from erp_sandbox.rules import Kind, Problem, Resource, Rules
from erp_sandbox.security import Login, Security, TokenError
from erp_sandbox.settings import Settings
from erp_sandbox.spec import JSON_TYPE, Operation, Schema, Spec
from erp_sandbox.store import Collection, Item
from erp_sandbox.validation import Validator, load_models
from erp_sandbox.wire import DROPPED, Outcome, Request, damaged

# A sandbox that serves for days must not fill the memory with what it has seen.
LEDGER_SIZE = 100_000
TOKEN = "token"  # noqa: S105 - the name of an operation

logger = logging.getLogger("erp_sandbox")

_HTML = b"<!DOCTYPE html><html><head><title>Service</title></head><body><h1>This is not JSON</h1></body></html>"
_KIND_OF_STATUS = {401: Kind.UNAUTHORIZED, 404: Kind.NOT_FOUND, 409: Kind.CONFLICT, 429: Kind.TOO_MANY_REQUESTS}


@dataclass
class _Trace:
    """What the ledger will say about a request."""

    operation: str | None = None
    credential: str | None = None
    fault: Fault | None = None


class Engine:
    """One vendor: its state, its login, its quota, the faults that are planned, and a ledger.

    Safe to use from several threads.
    """

    def __init__(
        self,
        spec: Spec,
        rules: Rules,
        settings: Settings,
        clock: Clock,
        *,
        seed: int,
        quota: Quota | None,
        quota_by: str,
        token_ttl: int | None,
    ) -> None:
        self.spec, self.rules, self.settings, self.clock = spec, rules, settings, clock
        self.security = Security(spec, rules.vendor, seed, token_ttl)
        self.faults = Faults(
            [*(operation.id for operation in spec.operations), *([TOKEN] if self.security.token_path else [])], seed
        )
        self.body_limit = int(settings["body_limit"])
        self._seed = seed
        self._quota_by = quota_by
        self._window = SlidingWindow(quota, count_refused=settings["quota_counts_refused"] == "yes") if quota else None
        self.validator = Validator(
            spec, load_models(rules.vendor, rules.models, packaged=rules.spec_file is None), settings
        )
        self._router = Router(
            spec.operations,
            spec.base_path,
            greedy=rules.greedy_parameters(settings),
            merge_slashes=rules.merge_slashes(settings),
            final_slash_optional=rules.final_slash_optional(settings),
        )
        self._lock = Lock()
        self.ledger: deque[RecordedRequest] = deque(maxlen=LEDGER_SIZE)
        self.reset()

    def reset(self) -> None:
        """Back to the seeds: state, quota, tokens, planned faults and ledger as at the start."""
        with self._lock:
            chance = random.Random(f"{self.rules.vendor}:{self._seed}:seeds")  # noqa: S311 - sample data
            resources = self.rules.resources(self.settings, chance)
            collections = {name: _collection(resource) for name, resource in resources.items()}
            self.world = World(self.spec, self.rules, self.settings, self.clock, resources, collections)
            for name, resource in resources.items():
                for item in resource.seeds:
                    collections[name].put(str(item[resource.key]), item, not_before=self.world.change_floor())
            if self._window is not None:
                self._window.clear()
            self.security.reset()
            self.faults.clear()
            self.ledger.clear()

    def requests(self) -> tuple[RecordedRequest, ...]:
        """What is in the ledger now."""
        with self._lock:
            return tuple(self.ledger)

    def elements(self, resource: str) -> list[Item]:
        """Copies of the elements of a resource, the one changed last at the end.

        Raises:
            ConfigurationError: There is no such resource.
        """
        with self._lock:
            collections = self.world.collections
            if resource not in collections:
                raise ConfigurationError(f"there is no resource {resource!r}: there are {', '.join(collections)}")
            return collections[resource].items()

    def revoke_tokens(self) -> None:
        """Every token that was given out is refused from now on."""
        with self._lock:
            self.security.revoke_tokens()

    def handle(self, request: Request) -> Outcome:
        """Answer a request and write it down."""
        with self._lock:
            trace = _Trace()
            outcome = self._outcome(request, trace)
            self.ledger.append(
                RecordedRequest(
                    operation=trace.operation,
                    method=request.method,
                    path=request.raw_path,
                    query=request.query,
                    status=None if outcome.drop else outcome.status,
                    credential=trace.credential,
                    arrived=request.arrived,
                    fault=trace.fault.kind if trace.fault else None,
                    headers={name: ", ".join(values) for name, values in request.headers.items()},
                    body=request.body or b"",
                )
            )
            return outcome

    def _outcome(self, request: Request, trace: _Trace) -> Outcome:
        operation: Operation | None = None
        try:
            if self.security.token_path is not None and request.raw_path == self.security.token_path:
                return self._token(request, trace)
            operation, path = self._route(request)
            trace.operation = operation.id
            trace.fault = self.faults.take(operation.id)
            if trace.fault is not None and trace.fault.kind == "drop_before":
                return DROPPED
            self._admit(request, operation, trace)
            instead = self._played(trace.fault)
            answer = instead or self._success(self._call(request, operation, path))
        except Problem as problem:
            problem.operation = operation
            answer = self._error(problem)
        except Exception:
            # A bug in the sandbox or in rules: the client must see what it would see from a vendor in trouble, and we
            # the traceback.
            logger.exception(
                "internal error of the sandbox in %s %s", request.method, trace.operation or request.raw_path
            )
            answer = self._error(Problem(Kind.INTERNAL, "internal error, see the log of the sandbox"))
        return damaged(answer, trace.fault)

    def _route(self, request: Request) -> tuple[Operation, dict[str, str]]:
        try:
            match = self._router.match(request.method, request.raw_path)
        except UndecodablePathError as error:
            raise Problem(Kind.MALFORMED, str(error)) from None
        if not match.allowed:
            raise Problem(Kind.UNKNOWN_PATH, "there is no such path")
        if match.operation is None:
            allowed = ", ".join(match.allowed)
            raise Problem(Kind.METHOD_NOT_ALLOWED, f"this path takes {allowed}", headers={"Allow": allowed})
        return match.operation, match.parameters

    def _admit(self, request: Request, operation: Operation, trace: _Trace) -> None:
        """Check the login and the quota; a request that is refused here leaves the planned fault to the next one."""
        try:
            login = self.security.check(operation, request.headers, self.settings, request.arrived)
            trace.credential = login.label if login else None
            self._take_permit(login, request.arrived)
        except Problem:
            if trace.fault is not None:
                self.faults.put_back(trace.fault)
                trace.fault = None
            raise

    def _take_permit(self, login: Login | None, now: float) -> None:
        if self._window is None:
            return
        key = login.label if login is not None and self._quota_by == "credential" else ""
        seconds = self._window.wait(key, now)
        if seconds:
            raise Problem(
                Kind.TOO_MANY_REQUESTS, f"too many requests, wait {seconds} s", headers={"Retry-After": str(seconds)}
            )

    def _played(self, fault: Fault | None) -> Outcome | None:
        """The answer that a fault gives in place of processing the request."""
        if fault is None:
            return None
        if fault.kind == "html":
            return self._reply(fault.status, _HTML, "text/html; charset=utf-8")
        if fault.kind == "body":
            return self._reply(fault.status, fault.body, fault.content_type, fault.headers)
        if fault.kind == "status":
            headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
            if not fault.envelope:
                return self._reply(fault.status, b"", None, headers)
            kind = _KIND_OF_STATUS.get(fault.status, Kind.FAULT)
            raise Problem(kind, f"planned fault: status {fault.status}", status=fault.status, headers=headers)
        return None

    def _call(self, request: Request, operation: Operation, path: Mapping[str, str]) -> Call:
        """The request as valid, typed values."""
        if self.rules.json_only and not _accepts_json(request.headers.get("accept", [])):
            raise Problem(Kind.NOT_ACCEPTABLE, f"only {JSON_TYPE} is offered")
        typed_path = self.validator.parameters(operation, "path", {name: [value] for name, value in path.items()})
        query = self.validator.parameters(operation, "query", self._query(request))
        sent = body = None
        if operation.request is not None and (request.body != b"" or operation.body_required):
            sent = self._body(request, operation.request)
            resource = self.world.resources.get(operation.resource)
            read = {} if resource is None else self.spec.schema(resource.schema)
            body = self.validator.body(operation, without_read_only(self.spec, operation.request, read, sent))
        return Call(self.world, operation, typed_path, query, body, sent)

    def _query(self, request: Request) -> dict[str, list[str]]:
        try:
            pairs = parse_qsl(request.query, keep_blank_values=True, errors="strict", max_num_fields=200)
        except ValueError:
            raise Problem(Kind.MALFORMED, "the query string is not percent-encoded UTF-8, or endless") from None
        found: dict[str, list[str]] = {}
        for name, value in pairs:
            found.setdefault(name, []).append(value)
        return found

    def _body(self, request: Request, schema: Schema) -> Any:
        if request.body is None:
            raise Problem(Kind.TOO_LARGE, f"the body is longer than {self.body_limit} bytes")
        media_type, _, parameters = ", ".join(request.headers.get("content-type", [])).partition(";")
        charset = parameters.lower().partition("charset=")[2].strip(' "')
        if media_type.strip().lower() != JSON_TYPE or charset not in ("", "utf-8", "utf8"):
            raise Problem(Kind.UNSUPPORTED_MEDIA_TYPE, f"the body must be {JSON_TYPE} in UTF-8")
        try:
            value = jsonio.decode(request.body)
        except jsonio.MalformedJSONError as error:
            raise Problem(Kind.MALFORMED, str(error)) from None
        return canonical_keys(self.spec, schema, value, ignore_case=self.rules.case_insensitive_keys)

    def _success(self, call: Call) -> Outcome:
        handler = getattr(self.rules, f"handle_{call.operation.id}", None) or HANDLERS.get(call.operation.kind)
        if handler is None:
            raise NotImplementedError(f"rules of {self.rules.vendor} have no handle_{call.operation.id}")
        self.rules.before(call)
        answer: Answer = handler(call)
        status = answer.status or call.operation.success[0] or self.rules.success_status(call, answer.has_body)
        if not answer.has_body:
            return self._reply(status, b"", None)
        body = answer.body if isinstance(answer.body, bytes) else jsonio.encode(answer.body)
        return self._reply(status, body, answer.content_type)

    def _error(self, problem: Problem) -> Outcome:
        status, body = self.rules.error(problem, self.spec, self.settings)
        return self._reply(
            status, b"" if body is None else jsonio.encode(body), None if body is None else JSON_TYPE, problem.headers
        )

    def _token(self, request: Request, trace: _Trace) -> Outcome:
        trace.operation = TOKEN
        trace.fault = self.faults.take(TOKEN)
        if trace.fault is not None and trace.fault.kind == "drop_before":
            return DROPPED
        instead = self._played(trace.fault)
        if instead is None:
            if request.method != "POST":
                raise Problem(Kind.METHOD_NOT_ALLOWED, "this path takes POST", headers={"Allow": "POST"})
            try:
                token = self.security.token(request.headers, request.body or b"", request.arrived)
                status, body = 200, self.rules.token_answer(token, self.security.token_ttl)
            except TokenError as error:
                status, body = self.rules.token_error(str(error))
            instead = self._reply(status, jsonio.encode(body), JSON_TYPE, {"Cache-Control": "no-store"})
        return damaged(instead, trace.fault)

    def _reply(
        self, status: int, body: bytes, content_type: str | None, headers: Mapping[str, str] | None = None
    ) -> Outcome:
        fields = [("Date", format_datetime(self.clock.now(), usegmt=True))]
        if content_type is not None:
            fields.append(("Content-Type", content_type))
        if status not in (204, 304):
            fields.append(("Content-Length", str(len(body))))
        return Outcome(status, (*fields, *(headers or {}).items()), b"" if status in (204, 304) else body)


def _collection(resource: Resource) -> Collection:
    """An empty collection whose numbers go on where the seeds end."""
    numbers = [int(item[resource.key]) for item in resource.seeds] if resource.numbered else []
    return Collection(first_change=resource.first_change, first_id=max(numbers, default=0) + 1)


def _accepts_json(values: list[str]) -> bool:
    """Whether an `Accept` header takes JSON; without one everything is taken."""
    ranges = [part.strip().lower() for part in ", ".join(values).split(",") if part.strip()]
    for text in ranges:
        media_range, *parameters = (piece.strip() for piece in text.split(";"))
        refused = any(piece.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for piece in parameters)
        if media_range in (JSON_TYPE, "application/*", "*/*") and not refused:
            return True
    return not ranges
