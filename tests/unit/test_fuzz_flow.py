"""Any answers and failures in any order: a call ends within its budget, with its result or an error of our tree.

Whatever happens, it sends no more often than it may, a write least of all, and gives its permits back, and the right to
fetch a token for all processes.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erp_client_runtime.effects import Ask, Send, Sleep
from erp_client_runtime.errors import AmbiguousWriteError, ERPClientError, StoreError, TransportError
from erp_client_runtime.faults import find_fault
from erp_client_runtime.flow import call_flow
from erp_client_runtime.model import Model
from erp_client_runtime.operation import Operation, Reconcile
from erp_client_runtime.quota import MemoryStore, Ticket
from erp_client_runtime.response import Headers, RawResponse
from erp_client_runtime.tokens import MemoryTokens
from tests.unit.fuzz_answers import REPLIES, TOKEN_REPLIES, failure
from tests.unit.fuzz_tokens import TAKES, TELLS, AtOnce, FakeTokens
from tests.unit.runtime.flow_support import (
    CREATE,
    DELETE,
    GET,
    VENDOR,
    Acme,
    FakeClock,
    TermCreate,
    login,
)
from tests.unit.runtime.token_support import TokenAcme, credentials, is_token_request

RECONCILED: Operation[Any] = CREATE._replace(name="put_term", retry=Reconcile(GET, match={"term_id": "code"}))
OPERATIONS: dict[str, Operation[Any]] = {"read": GET, "write": CREATE, "delete": DELETE, "reconciled write": RECONCILED}
MOST_EFFECTS = 10_000
MAX_PAUSE = 20.0
LONGEST_ANSWER = 40.0
"""Seconds that an answer takes if the call itself has no limit."""
LOOKS_AT_THE_END = 2
"""How often a call asks the store of tokens after its deadline: once for what was under way, once to hand over."""

OPTIONS = st.fixed_dictionaries(
    {
        "max_retries": st.integers(0, 3),
        "quota_timeout": st.sampled_from([0.0, 1.0, 30.0, 300.0]),
        "deadline": st.sampled_from([None, None, 0.5, 10.0, 60.0]),
        "timeout": st.sampled_from([None, 0.1, 5.0, 30.0]),
        "strict": st.booleans(),
    }
)


class World:
    """Answers a call from lists, whose last answers repeat for ever, and takes note of what it does."""

    def __init__(self, replies: list[Any], token_replies: list[Any], takes: list[float]) -> None:
        self.replies, self.token_replies, self.takes = replies, token_replies, takes
        self.sent: list[tuple[str, Any]] = []
        self.tokens_asked = 0
        self.slept = 0.0
        self.sending = 0.0
        self.asking = 0.0  # seconds that each look into a store takes
        self.asked = 0
        self.tokens_sent: set[bytes] = set()

    def run(self, client: Any, operation: Operation[Any], options: dict[str, Any]) -> Any:
        arguments = {"term_id": "30N"} if operation in (GET, DELETE) else {}
        body: Model | None = None if arguments else TermCreate(code="30N")
        flow = call_flow(client._shared, client._settings_for(options), client.clock, operation, arguments, body)
        given: Any = None
        try:
            for _ in range(MOST_EFFECTS):
                try:
                    effect = flow.send(given)
                except StopIteration as done:
                    return done.value
                given = self.do(effect, client.clock)
        finally:
            flow.close()
        raise AssertionError(f"the call goes on for ever: {Counter(name for name, _ in self.sent)}")

    def do(self, effect: Any, clock: FakeClock) -> Any:
        if isinstance(effect, Sleep):
            assert 0.0 <= effect.seconds < 4000.0
            self.slept += effect.seconds
            clock.now += effect.seconds
            return None
        if isinstance(effect, Ask):
            self.asked += 1
            clock.now += self.asking
            return effect.do()
        assert isinstance(effect, Send)
        assert effect.timeout is None or effect.timeout > 0.0
        of_token = is_token_request(effect)
        replies = self.token_replies if of_token else self.replies
        number = self.tokens_asked if of_token else len(self.sent)
        takes = self.takes[(number + self.tokens_asked) % len(self.takes)] * (effect.timeout or LONGEST_ANSWER)
        clock.now += takes
        self.sending += takes
        reply = replies[min(number, len(replies) - 1)]
        reply = failure(reply) if isinstance(reply, str) else copied(reply)
        if of_token:
            self.tokens_asked += 1
        else:
            self.sent.append((effect.operation, reply))
            self.tokens_sent.update(value for name, value in effect.credentials if name == b"Authorization")
        return reply


def copied(response: RawResponse) -> RawResponse:
    return RawResponse(response.status, Headers(response.headers.items()), response.content, damage=response.damage)


def client_for(kind: str, quota: Any, **more: Any) -> Any:
    settings: dict[str, Any] = {"quota": quota, "max_pause": MAX_PAUSE, "default_pause": 2.0, **more}
    client: Any
    if kind == "key":
        client = Acme(auth=login(), **settings)
    else:
        client = TokenAcme(auth=credentials(), **settings)
        client.use_tokens(MemoryTokens())
    client.clock = FakeClock()
    client.quota_store = MemoryStore()
    return client


def is_certain(reply: Any, *, with_token: bool) -> bool:
    """Whether it is certain after this that a write was not done, so that it may be sent once more."""
    if isinstance(reply, TransportError):
        return not reply.sent
    fault = find_fault(VENDOR, CREATE, reply)
    return fault is not None and (fault.rate_limited or (with_token and reply.status == 401))


def check_sends(world: World, operation: Operation[Any], options: dict[str, Any], *, with_token: bool) -> None:
    own = [reply for name, reply in world.sent if name == operation.name]
    refused = [reply for reply in own if isinstance(reply, RawResponse) and is_rate_limited(reply)]
    renewals = 1 if with_token else 0
    assert len(own) - len(refused) <= 1 + options["max_retries"] + renewals
    if operation.retry != "safe":
        assert all(is_certain(reply, with_token=with_token) for reply in own[:-1])
    others = [reply for name, reply in world.sent if name != operation.name]
    if operation is not RECONCILED:
        assert not others
    limited = sum(isinstance(reply, RawResponse) and is_rate_limited(reply) for reply in others)
    assert len(others) - limited <= 3 * (1 + options["max_retries"] + renewals)


def is_rate_limited(reply: RawResponse) -> bool:
    fault = find_fault(VENDOR, GET, reply)
    return fault is not None and fault.rate_limited


def check_permits(client: Any) -> None:
    """The whole quota can be had once everything that was sent is a window old, and all pauses are over."""
    shared, later = client._shared, client.clock.now + 10_000.0
    requests = 1 if shared.quota is None else shared.quota.requests
    for _ in range(requests):
        assert shared.store.try_take(Ticket(shared.quota_key, shared.quota), later) <= 0.0
    if shared.quota is not None:
        assert shared.store.try_take(Ticket(shared.quota_key, shared.quota), later) > 0.0


@pytest.mark.parametrize("kind", ["key", "token"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_any_call_ends_within_its_budget_with_a_result_or_an_error_of_ours(name: str, kind: str) -> None:
    operation = OPERATIONS[name]

    @given(
        st.lists(REPLIES, min_size=1, max_size=6),
        st.lists(TOKEN_REPLIES, min_size=1, max_size=4),
        st.lists(st.sampled_from([0.0, 0.001, 0.1, 0.9]), min_size=1, max_size=4),
        OPTIONS,
        st.sampled_from([None, (1, 3.0), (2, 5.0)]),
    )
    @settings(max_examples=80)
    def check(replies: list[Any], tokens: list[Any], takes: list[float], options: dict[str, Any], quota: Any) -> None:
        client = client_for(kind, quota)
        world = World(replies, tokens, takes)
        began = client.clock.now
        error: ERPClientError | None = None
        try:
            world.run(client, operation, options)
        except ERPClientError as raised:
            error = raised
        took = client.clock.now - began
        own = [reply for sent, reply in world.sent if sent == operation.name]

        check_sends(world, operation, options, with_token=kind == "token")
        check_permits(client)
        if options["deadline"] is not None:
            assert took <= options["deadline"] + 0.01
        assert took == pytest.approx(world.slept + world.sending)
        if error is not None:
            assert error.operation == operation.name
            assert error.attempts == len(own)
            assert error.waited <= took + 0.01
        if (
            error is not None
            and own
            and operation.retry != "safe"
            and not is_certain(own[-1], with_token=kind == "token")
        ):
            # Sent, and perhaps done: nobody may take the error for one of a write that was not done.
            last = own[-1]
            lost = isinstance(last, TransportError) or last.status >= 500
            known = isinstance(last, RawResponse) and (fault := find_fault(VENDOR, operation, last)) and fault.envelope
            if lost and not known:
                assert isinstance(error, AmbiguousWriteError)

    check()


@pytest.mark.parametrize("name", OPERATIONS)
def test_with_tokens_of_a_store_any_call_ends_so_whatever_the_store_and_other_processes_do(name: str) -> None:
    operation = OPERATIONS[name]

    @given(
        st.lists(REPLIES, min_size=1, max_size=6),
        st.lists(TOKEN_REPLIES, min_size=1, max_size=4),
        st.lists(st.sampled_from([0.0, 0.1, 0.9]), min_size=1, max_size=4),
        OPTIONS,
        TAKES,
        TELLS,
        st.sampled_from([0.0, 0.0, 0.5]),
        st.sampled_from(["raise", "raise", "open"]),
    )
    @settings(max_examples=150)
    def check(
        replies: list[Any],
        tokens: list[Any],
        takes: list[float],
        options: dict[str, Any],
        looks: list[Any],
        tells: list[Any],
        asking: float,
        on_store_error: str,
    ) -> None:
        clock = FakeClock()
        backend = FakeTokens(clock, looks, tells)
        client = client_for("token", (2, 5.0), token_store=backend, on_store_error=on_store_error)
        client.clock = clock
        client._shared.login.shared[0]._worker = AtOnce()
        world = World(replies, tokens, takes)
        world.asking = asking
        began = clock.now
        error: ERPClientError | None = None
        try:
            world.run(client, operation, options)
        except ERPClientError as raised:
            error = raised
        took = clock.now - began

        check_sends(world, operation, options, with_token=True)
        check_permits(client)
        assert all(value.startswith(b"Bearer token-of-") for value in world.tokens_sent)
        assert took == pytest.approx(world.slept + world.sending + world.asked * asking)
        if options["deadline"] is not None:
            # A look into the store that has begun is not broken off.
            assert took <= options["deadline"] + LOOKS_AT_THE_END * asking + 0.01
        if isinstance(error, StoreError):
            assert backend.failures
            assert on_store_error == "raise"
        if not backend.failures:
            assert backend.holder in ("", "another")

    check()


@pytest.mark.parametrize("kind", ["key", "token"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_answer_that_never_changes_is_not_asked_for_for_ever(name: str, kind: str) -> None:
    @given(REPLIES, TOKEN_REPLIES, st.sampled_from([0.0, 0.02, 0.9]), st.sampled_from([0.0, 60.0]))
    @settings(max_examples=40)
    def check(reply: Any, token: Any, takes: float, quota_timeout: float) -> None:
        client = client_for(kind, (2, 5.0))
        world = World([reply], [token], [takes])
        options = {"max_retries": 2, "quota_timeout": quota_timeout}
        with contextlib.suppress(ERPClientError):
            world.run(client, OPERATIONS[name], options)
        # Pauses for the quota and for the endpoint, of the call and of what it looks up; backing off between attempts.
        calls = 1 + (3 if OPERATIONS[name] is RECONCILED else 0)
        assert world.slept <= calls * (3 * quota_timeout + 6 * MAX_PAUSE) + 5.0
        assert len(world.sent) + world.tokens_asked <= calls * 60

    check()
