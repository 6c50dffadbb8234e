"""A vendor that does not exist, its operations, a clock that tests turn, and a flow driven by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from attrs import define, field

from erp_client_runtime.auth import StaticHeaders
from erp_client_runtime.client import AsyncClient, Client
from erp_client_runtime.clock import Clock
from erp_client_runtime.codecs import DATE, INTEGER, TEXT, array, mapping
from erp_client_runtime.effects import Send, Sleep
from erp_client_runtime.errors import ConnectError, TransportError
from erp_client_runtime.flow import call_flow
from erp_client_runtime.model import Model, ReadModel, WriteModel, mark_present, wire
from erp_client_runtime.operation import (
    Credential,
    Envelope,
    ErrorCode,
    Evidence,
    Operation,
    Parameter,
    QuotaLimit,
    Vendor,
)
from erp_client_runtime.quota import MemoryStore
from erp_client_runtime.response import Headers, RawResponse
from erp_client_runtime.results import Nothing, Object

SECRET = "canary-secret-value"


@define(kw_only=True, on_setattr=mark_present)
class Term(ReadModel):
    code: str | None = field(default=None, metadata=wire("code", TEXT, nullable=True))
    days: int | None = field(default=None, metadata=wire("dayCount", INTEGER, nullable=True))


@define(kw_only=True)
class TermCreate(WriteModel):
    code: str = field(metadata=wire("code", TEXT, required=True))
    days: int = field(default=30, metadata=wire("dayCount", INTEGER))


DOCUMENTED = Evidence("documented", "terms", "Terms")
INFERRED = Evidence("inferred", "terms", "Terms", "the base ends with a slash")
ASSUMED = Evidence("assumed", "terms", "Terms", "the page does not print it")
ID = Parameter("term_id", "term_id", "path", TEXT, required=True)

GET = Operation(
    name="get_term",
    method="GET",
    path="/v1/terms/{term_id}",
    parameters=(ID,),
    result=Object(Term),
    retry="safe",
    error_codes={"531": ErrorCode("the term could not be read")},
    evidence=DOCUMENTED,
    path_evidence=INFERRED,
)
LIST = Operation(
    name="list_terms",
    method="GET",
    path="/v1/terms/",
    parameters=(
        Parameter("since", "since", "query", INTEGER),
        Parameter("day", "theDay", "query", DATE),
        Parameter("states", "state", "query", array(TEXT)),
        Parameter("ids", "ids", "query", array(INTEGER), explode=False),
        Parameter("piped", "piped", "query", array(TEXT), style="pipeDelimited", explode=False),
        Parameter("where", "where", "query", mapping(TEXT), style="deepObject"),
        Parameter("flat", "flat", "query", mapping(TEXT)),
        Parameter("joined", "joined", "query", mapping(TEXT), explode=False),
        Parameter("language", "X-Language", "header", TEXT),
    ),
    result=Object(Term),
    retry="safe",
    evidence=DOCUMENTED,
    path_evidence=DOCUMENTED,
)
CREATE = Operation(
    name="create_term",
    method="POST",
    path="/v1/terms/",
    result=Object(Term),
    retry="never",
    error_codes={"532": ErrorCode("the term could not be created")},
    evidence=DOCUMENTED,
    path_evidence=DOCUMENTED,
)
DELETE = Operation(
    name="delete_term",
    method="DELETE",
    path="/v1/terms/{term_id}",
    parameters=(ID,),
    result=Nothing(),
    retry="safe",
    evidence=DOCUMENTED,
    path_evidence=DOCUMENTED,
)
GUESS = Operation(
    name="guess_term",
    method="GET",
    path="/v1/guesses/{term_id}",
    parameters=(ID,),
    result=Object(Term),
    retry="safe",
    evidence=DOCUMENTED,
    path_evidence=ASSUMED,
)

KEY = Credential("api_key", "api_key", "Key for programs; shown under Settings.")
STORE = Credential("store", "store", "Id of the store; shown where the API was activated.")
USER = Credential("user_id", "user_id", "Id of a person.")
TOKEN = Credential("user_token", "user_token", "What the login returned.")

VENDOR = Vendor(
    name="acme",
    title="Acme API",
    base_url="https://api.acme.example",
    quota=None,
    envelope=Envelope(code="errorCode", message="errorMessage", field="errorField", data="errorData"),
    error_codes={
        "1": ErrorCode("the credentials do not match", error="authentication"),
        "2": ErrorCode("no such thing", error="not_found"),
        "429": ErrorCode("too many requests", error="rate_limit"),
    },
    schemes=((KEY, STORE), (USER, TOKEN, STORE)),
    operations=frozenset({"get_term", "list_terms", "create_term", "put_term", "delete_term", "guess_term"}),
)


class Acme(Client):
    vendor = VENDOR
    user_agent = "acme/1.0"


class AsyncAcme(AsyncClient):
    vendor = VENDOR
    user_agent = "acme/1.0"


def login() -> StaticHeaders:
    return StaticHeaders({"api_key": SECRET, "store": "4711"})


class FakeClock(Clock):
    """Stands still unless someone sleeps or `now` is set."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.wall_now = 1_800_000_000.0
        self.chance = 0.5
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def wall(self) -> float:
        return self.wall_now

    def random(self) -> float:
        return self.chance

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
        await asyncio.sleep(0)


def client(**options: Any) -> Acme:
    """A client with a clock and a quota of its own."""
    made = Acme(auth=login(), **options)
    made.clock = FakeClock()
    made.quota_store = MemoryStore()
    return made


def answer(status: int = 200, body: Any = None, headers: Mapping[str, str] | None = None) -> RawResponse:
    """An answer with a JSON body, or with bytes as they are."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    given = {"content-type": "application/json", **(headers or {})}
    return RawResponse(status, Headers(list(given.items())), content)


def envelope(code: int | str, message: str = "in its words", **other: Any) -> dict[str, Any]:
    return {"errorCode": code, "errorMessage": message, "errorField": None, "errorData": None, **other}


def lost() -> TransportError:
    return TransportError("the connection failed")


def unsent() -> ConnectError:
    return ConnectError("no connection could be made")


TERM = {"code": "30N", "dayCount": 30}


class Driven:
    """A flow driven by hand: each `Send` gets the next of the answers, each `Sleep` turns the clock."""

    def __init__(self, of: Acme, answers: list[Any], *, takes: float = 0.0) -> None:
        self.client = of
        self.clock: Any = of.clock
        self.answers = list(answers)
        self.takes = takes
        self.sent: list[Send] = []
        self.timeouts: list[float | None] = []
        self.slept: list[float] = []

    def call(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any] | None = None,
        body: Model | None = None,
        **options: Any,
    ) -> Any:
        if arguments is None:
            arguments = {"term_id": "30N"} if ID in operation.parameters else {}
        if body is None and operation is CREATE:
            body = TermCreate(code="30N")
        settings = self.client._settings_for(options or None)  # type: ignore[arg-type]  # any options
        flow = call_flow(self.client._shared, settings, self.clock, operation, arguments, body)
        result: Any = None
        try:
            while True:
                try:
                    effect = flow.send(result)
                except StopIteration as done:
                    return done.value
                result = self._do(effect)
        finally:
            flow.close()

    def _do(self, effect: Any) -> Any:
        if isinstance(effect, Sleep):
            self.slept.append(effect.seconds)
            self.clock.now += effect.seconds
            return None
        assert isinstance(effect, Send)
        self.sent.append(effect)
        self.timeouts.append(effect.timeout)
        self.clock.now += self.takes
        reply = self.answers.pop(0)
        return reply() if callable(reply) else reply


def drive(
    answers: list[Any], operation: Operation[Any] = GET, *, of: Acme | None = None, **options: Any
) -> tuple[Any, Driven]:
    """Call an operation with these answers; its result, and what was done for it."""
    driven = Driven(of or client(), answers)
    return driven.call(operation, **options), driven


def failing(
    answers: list[Any], operation: Operation[Any], error: type[Exception], *, of: Acme | None = None, **options: Any
) -> tuple[Any, Driven]:
    """Call an operation that has to fail; the error, and what was done for it."""
    import pytest

    driven = Driven(of or client(), answers)
    with pytest.raises(error) as caught:
        driven.call(operation, **options)
    assert type(caught.value) is error
    return caught.value, driven


QUOTA = QuotaLimit(3, 10.0)
Handler = Callable[[Any], Any]
