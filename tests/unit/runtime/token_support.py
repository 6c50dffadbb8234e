"""A vendor whose requests carry tokens, clients of it, and a server that plays both it and its token endpoint."""

from __future__ import annotations

import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from erp_client_runtime.auth import ClientCredentials
from erp_client_runtime.client import AsyncClient, Client
from erp_client_runtime.effects import Send, Sleep, Wait
from erp_client_runtime.operation import Operation, TokenEndpoint
from erp_client_runtime.quota import MemoryStore
from erp_client_runtime.response import RawResponse
from erp_client_runtime.tokens import MemoryTokens
from tests.unit.runtime.flow_support import CREATE, GET, TERM, VENDOR, FakeClock, TermCreate, answer
from tests.unit.runtime.loopback import Server, response, serving

ID = "client-one"
SECRET = "canary-client-secret"
LIFETIME = 600.0
BASIC = TokenEndpoint(
    url="/token", client="basic", lifetime=("expires", "expires_in"), default=LIFETIME, description="keys page"
)
FORM = TokenEndpoint(
    url="https://id.acme.example/connect/token",
    client="form",
    lifetime=("expires_in",),
    default=LIFETIME,
    description="registered by the vendor",
)
TOKEN_VENDOR = VENDOR._replace(schemes=(), token=BASIC)
FORM_VENDOR = VENDOR._replace(schemes=(), token=FORM)


class TokenAcme(Client):
    vendor = TOKEN_VENDOR


class AsyncTokenAcme(AsyncClient):
    vendor = TOKEN_VENDOR


class FormAcme(Client):
    vendor = FORM_VENDOR


def credentials(endpoint: TokenEndpoint = BASIC, **given: Any) -> ClientCredentials:
    return ClientCredentials(endpoint, ID, SECRET, **given)


def client(cls: type[Client] = TokenAcme, *, store: MemoryTokens | None = None, **options: Any) -> Any:
    """A client with a clock, a quota and tokens of its own."""
    endpoint = cls.vendor.token
    assert endpoint is not None
    made = cls(auth=credentials(endpoint), **options)
    made.clock = FakeClock()
    made.quota_store = MemoryStore()
    made.use_tokens(store or MemoryTokens())
    return made


def token_answer(value: Any = "token-1-of-the-endpoint", **fields: Any) -> RawResponse:
    return answer(200, {"access_token": value, "token_type": "bearer", **fields})


class Step:
    """A call driven by hand, effect by effect."""

    def __init__(self, of: Any, operation: Operation[Any] = GET, **options: Any) -> None:
        from erp_client_runtime.flow import call_flow

        settings = of._settings_for(options or None)
        body = TermCreate(code="30N") if operation is CREATE else None
        arguments = {} if operation is CREATE else {"term_id": "30N"}
        self.clock: Any = of.clock
        self.flow = call_flow(of._shared, settings, of.clock, operation, arguments, body)
        self.result: Any = None

    def next(self, given: Any = None) -> Any:
        """The next effect; None if the call is over."""
        try:
            return self.flow.send(given)
        except StopIteration as done:
            self.result = done.value
            return None

    def close(self) -> None:
        self.flow.close()


class Played:
    """A call played to its end: each request gets the next answer for its kind, each sleep turns the clock."""

    def __init__(
        self,
        of: Any,
        *,
        tokens: list[Any],
        calls: list[Any] | None = None,
        operation: Operation[Any] = GET,
        **options: Any,
    ) -> None:
        self.tokens = list(tokens)
        self.calls = [answer(200, TERM)] if calls is None else list(calls)
        self.token_requests: list[Send] = []
        self.requests: list[Send] = []
        self.carried: list[bytes] = []
        self.timeouts: list[float | None] = []
        self.slept: list[float] = []
        self._step = Step(of, operation, **options)

    def run(self) -> Any:
        given = None
        try:
            while (effect := self._step.next(given)) is not None:
                given = self._do(effect)
        finally:
            self._step.close()
        return self._step.result

    def _do(self, effect: Any) -> Any:
        assert not isinstance(effect, Wait)
        if isinstance(effect, Sleep):
            self.slept.append(effect.seconds)
            self._step.clock.now += effect.seconds
            return None
        if is_token_request(effect):
            self.token_requests.append(effect)
            self.timeouts.append(effect.timeout)
            reply = self.tokens.pop(0)
        else:
            self.requests.append(effect)
            self.carried.append(dict(effect.credentials)[b"Authorization"])
            reply = self.calls.pop(0)
        return reply() if callable(reply) else reply


def is_token_request(send: Send) -> bool:
    return send.operation.startswith("token request to ")


class Endpoint:
    """A vendor on the loopback interface: gives out tokens at /token, and answers calls that carry a valid one.

    Attributes:
        fetched: Tokens that were given out, in order.
        valid: Those that are accepted.
        refused: How many calls were refused.
        before_token: Called with its number before each token request is answered; what it returns is sent instead of
            a token, and after no bytes the connection is closed.
        before_call: Called before each other request is judged.
    """

    def __init__(self) -> None:
        self.lifetime: float = LIFETIME
        self.fetched: list[str] = []
        self.valid: set[str] = set()
        self.refused = 0
        self.served = 0
        self.before_token: Callable[[int], bytes | None] = lambda number: None
        self.before_call: Callable[[], object] = lambda: None
        self._requests = itertools.count(1)
        self._lock = threading.Lock()
        self.server: Server

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def asked(self) -> int:
        """How many token requests came."""
        return sum(request.startswith(b"POST /token ") for request in self.server.requests)

    def revoke(self) -> None:
        """Have every token that was given out refused."""
        with self._lock:
            self.valid.clear()

    def script(self, _: socket.socket, number: int) -> bytes | None:
        """What it answers to a request."""
        request = self.server.requests[number - 1]
        if request.startswith(b"POST /token "):
            instead = self.before_token(next(self._requests))
            if instead is not None:
                return instead or None
            with self._lock:
                token = f"token-{len(self.fetched) + 1}-of-the-endpoint"
                self.fetched.append(token)
                self.valid.add(token)
            body = {"access_token": token, "token_type": "bearer", "expires": self.lifetime}
            return response(json.dumps(body).encode())
        self.before_call()
        carried = request.partition(b"\r\nAuthorization: Bearer ")[2].partition(b"\r\n")[0].decode()
        with self._lock:
            good = carried in self.valid
            self.served += good
            self.refused += not good
        return response(json.dumps(TERM).encode()) if good else response(b"{}", "401 Unauthorized")


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """Such a vendor for a `with` block."""
    played = Endpoint()
    with serving(played.script) as server:
        played.server = server
        yield played
