"""A request's way through the sandbox, without any network: the order of the steps can be read in `Engine._api`."""

from __future__ import annotations

import copy
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from erp_sandbox.answers import MIX_UPS, Answers, Successes
from erp_sandbox.call import Answer, Call, World
from erp_sandbox.clock import Clock
from erp_sandbox.corrections import MOVED
from erp_sandbox.crud import HANDLERS
from erp_sandbox.errors import ConfigurationError
from erp_sandbox.fault_kinds import EXPIRED_TOKEN, TOKEN
from erp_sandbox.faults import Fault, Faults
from erp_sandbox.incoming import accepts_json, canonical_keys, json_body, query_of, without_read_only
from erp_sandbox.ledger import Ledger, RecordedRequest
from erp_sandbox.quota import Quota, SlidingWindow
from erp_sandbox.routing import Router, UndecodablePathError
from erp_sandbox.rules import Kind, Problem, Resource, Rules
from erp_sandbox.security import Login, Security, TokenError
from erp_sandbox.settings import Settings
from erp_sandbox.spec import JSON_TYPE, Operation, Schema, Spec
from erp_sandbox.store import Collection, Item, Written
from erp_sandbox.validation import Validator, load_models
from erp_sandbox.wire import DROPPED, Outcome, Request, damaged

logger = logging.getLogger("erp_sandbox")


@dataclass
class _Trace:
    """What the ledger will say about a request."""

    operation: str | None = None
    credential: str | None = None
    fault: Fault | None = None
    processed: bool = False


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
        on_end: Callable[[RecordedRequest], None] | None = None,
    ) -> None:
        self.spec, self.rules, self.settings, self.clock = spec, rules, settings, clock
        self.security = Security(spec, rules.vendor, seed, token_ttl)
        self.faults = Faults(
            [*(operation.id for operation in spec.operations), *([TOKEN] if self.security.token_path else [])],
            seed,
            clock.monotonic,
        )
        self.body_limit = int(settings["body_limit"])
        self._seed = seed
        self._quota_by = quota_by
        self._window = SlidingWindow(quota, count_refused=settings["quota_counts_refused"] == "yes") if quota else None
        self.validator = Validator(
            spec, load_models(rules.vendor, rules.models, packaged=rules.spec_file is None), settings
        )
        second = rules.other_paths(settings)
        others = [replace(o, path=second[o.id]) for o in spec.operations if o.id in second and MOVED not in o.node]
        self._router = Router(
            [*spec.operations, *others],
            spec.base_path,
            greedy=rules.greedy_parameters(settings),
            merge_slashes=rules.merge_slashes(settings),
            final_slash_optional=rules.final_slash_optional(settings),
        )
        self._answers = Answers(clock.now, lambda problem: rules.error(problem, spec, settings))
        self._successes = Successes()
        self._lock = Lock()
        self._journal: list[Written] = []
        self.ledger = Ledger(on_end)
        self.reset()

    def reset(self) -> None:
        """Back to the seeds: state, quota, tokens, planned faults and ledger as at the start."""
        with self._lock:
            chance = random.Random(f"{self.rules.vendor}:{self._seed}:seeds")  # noqa: S311 - sample data
            resources = self.rules.resources(self.settings, chance)
            collections = {name: self._collection(name, resource) for name, resource in resources.items()}
            self.world = World(self.spec, self.rules, self.settings, self.clock, resources, collections)
            for name, resource in resources.items():
                for item in resource.seeds:
                    collections[name].put(str(item[resource.key]), item, not_before=self.world.change_floor())
            self._journal.clear()
            if self._window is not None:
                self._window.clear()
            self.security.reset()
            self._successes.clear()
            self.faults.clear()
            self.ledger.clear()

    def _collection(self, name: str, resource: Resource) -> Collection:
        """An empty collection whose numbers go on where the seeds end."""
        numbers = [int(item[resource.key]) for item in resource.seeds] if resource.numbered else []
        first_id = max(numbers, default=0) + 1
        return Collection(name, self._journal, first_change=resource.first_change, first_id=first_id)

    def elements(self, resource: str) -> list[Item]:
        """Copies of the elements of a resource, the one changed last at the end.

        Raises:
            ConfigurationError: There is no such resource.
        """
        with self._lock:
            collections = self.world.collections
            if resource not in collections:
                raise ConfigurationError(f"there is no resource {resource!r}: there are {', '.join(collections)}")
            return copy.deepcopy(collections[resource].items())

    def revoke_tokens(self) -> None:
        """Every token that was given out is refused from now on."""
        with self._lock:
            self.security.revoke_tokens()

    def handle(self, request: Request) -> Outcome:
        """Answer a request and write it down; `ended` of the outcome's number completes that."""
        with self._lock:
            trace = _Trace()
            outcome = self._outcome(request, trace)
            number = self.ledger.add(
                operation=trace.operation,
                method=request.method,
                path=request.raw_path,
                query=request.query,
                status=None if outcome.drop else outcome.status,
                credential=trace.credential,
                arrived=request.arrived,
                fault=trace.fault.kind if trace.fault else None,
                processed=trace.processed,
                changes=tuple(self._journal),
                headers={name: ", ".join(values) for name, values in request.headers.items()},
                body=request.body or b"",
            )
            self._journal.clear()
            return replace(outcome, number=number)

    def ended(self, number: int) -> None:
        """The answer to the request with this number has been sent, or its connection is gone."""
        self.ledger.end(number, self.clock.monotonic())

    def _outcome(self, request: Request, trace: _Trace) -> Outcome:
        """The answer as it leaves: what the vendor says, and what a fault makes of it."""
        operation: Operation | None = None
        try:
            token_path = self.security.token_path
            if token_path is not None and self._router.leads_to(request.raw_path, token_path):
                answer = self._token(request, trace)
            else:
                operation, path = self._route(request)
                answer = self._api(request, operation, path, trace)
        except Problem as problem:
            problem.operation = operation
            answer = self._answers.error(problem)
        except Exception:
            # A bug in the sandbox or in rules: the client must see what it would see from a vendor in trouble, and we
            # the traceback.
            logger.exception(
                "internal error of the sandbox in %s %s", request.method, trace.operation or request.raw_path
            )
            answer = self._answers.error(Problem(Kind.INTERNAL, "internal error, see the log of the sandbox"))
        if trace.operation is None:
            return answer
        fault = trace.fault
        late = self._answers.planned(fault, operation) if fault is not None and fault.processed else None
        mixed_up = self._successes.instead(trace.operation, fault)
        if trace.processed:
            self._successes.remember(trace.operation, answer)
        return damaged(late or mixed_up or answer, fault)

    def _api(self, request: Request, operation: Operation, path: Mapping[str, str], trace: _Trace) -> Outcome:
        """A call of one of the vendor's operations."""
        fault = self._take_fault(operation.id, trace)
        if fault is not None and fault.kind == "drop_before":
            return DROPPED
        self._admit(request, operation, trace)
        if fault is not None and fault.kind == EXPIRED_TOKEN:
            self.security.end_token(request.headers)
            self.security.check(operation, request.headers, self.settings, request.arrived)
        instead = self._instead(fault, operation)
        if instead is not None:
            return instead
        answer = self._success(self._call(request, operation, path))
        trace.processed = True
        return answer

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

    def _take_fault(self, operation: str, trace: _Trace) -> Fault | None:
        """What goes wrong with this call; a fault that needs an earlier answer waits until there is one."""
        trace.operation, fault = operation, self.faults.take(operation)
        if fault is not None and fault.kind in MIX_UPS and self._successes.instead(operation, fault) is None:
            self.faults.put_back(fault)
            fault = None
        trace.fault = fault
        return fault

    def _instead(self, fault: Fault | None, operation: Operation | None) -> Outcome | None:
        """The answer that a fault gives in place of processing the request."""
        return None if fault is None or fault.processed else self._answers.planned(fault, operation)

    def _call(self, request: Request, operation: Operation, path: Mapping[str, str]) -> Call:
        """The request as valid, typed values."""
        if self.rules.json_only and not accepts_json(request.headers.get("accept", [])):
            raise Problem(Kind.NOT_ACCEPTABLE, f"only {JSON_TYPE} is offered")
        typed_path = self.validator.parameters(operation, "path", {name: [value] for name, value in path.items()})
        query = self.validator.parameters(operation, "query", query_of(request.query))
        sent = body = None
        if operation.request is not None and (request.body != b"" or operation.body_required):
            sent = self._body(request, operation.request)
            resource = self.world.resources.get(operation.resource)
            read = {} if resource is None else self.spec.schema(resource.schema)
            body = self.validator.body(operation, without_read_only(self.spec, operation.request, read, sent))
        return Call(self.world, operation, typed_path, query, body, sent, request.headers)

    def _body(self, request: Request, schema: Schema) -> Any:
        if request.body is None:
            raise Problem(Kind.TOO_LARGE, f"the body is longer than {self.body_limit} bytes")
        value = json_body(request.headers, request.body)
        return canonical_keys(self.spec, schema, value, ignore_case=self.rules.case_insensitive_keys)

    def _success(self, call: Call) -> Outcome:
        handler = getattr(self.rules, f"handle_{call.operation.id}", None) or HANDLERS.get(call.operation.kind)
        if handler is None:
            raise NotImplementedError(f"rules of {self.rules.vendor} have no handle_{call.operation.id}")
        self.rules.before(call)
        answer: Answer = handler(call)
        if answer.has_body and not isinstance(answer.body, bytes):
            answer = replace(answer, body=self.rules.finish(call, answer.body))
        status = answer.status or call.operation.success[0] or self.rules.success_status(call, answer.has_body)
        return self._answers.answered(status, answer)

    def _token(self, request: Request, trace: _Trace) -> Outcome:
        """A call of the token endpoint."""
        fault = self._take_fault(TOKEN, trace)
        if fault is not None and fault.kind == "drop_before":
            return DROPPED
        instead = self._instead(fault, None)
        if instead is not None:
            return instead
        if request.method != "POST":
            raise Problem(Kind.METHOD_NOT_ALLOWED, "this path takes POST", headers={"Allow": "POST"})
        try:
            token = self.security.token(request.headers, request.body or b"", self.settings, request.arrived)
        except TokenError as error:
            status, body = self.rules.token_error(str(error), self.settings)
        else:
            stated = self.security.token_ttl + (0 if fault is None else fault.lifetime)
            status, body = 200, self.rules.token_answer(token, stated, self.settings)
            trace.processed = True
        return self._answers.answered(status, body, {"Cache-Control": "no-store"})
