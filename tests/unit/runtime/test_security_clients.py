"""One HTTP client of the user's, shared by clients of several accounts: nothing of one gets into calls of another."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import httpx2
import pytest

from erp_client_runtime.auth import ClientCredentials, StaticHeaders
from erp_client_runtime.errors import ERPClientError
from erp_client_runtime.quota import MemoryStore
from erp_client_runtime.tokens import MemoryTokens
from tests.unit.runtime.flow_support import GET, Acme, AsyncAcme, FakeClock
from tests.unit.runtime.loopback import Server, response, serving
from tests.unit.runtime.token_support import BASIC, AsyncTokenAcme, TokenAcme

ACCOUNTS = ("ann", "bob", "eve")
OWN = "own-canary"
"""What the user's HTTP client has of its own, which no call may carry."""

KINDS = [(module, is_async) for module in (httpx, httpx2) for is_async in (False, True)]


class Shop:
    """A server that gives each account cookies, tokens and redirects of its own, and one where redirects lead."""

    def __init__(self) -> None:
        self.server: Server
        self.elsewhere: Server

    def script(self, _: socket.socket, number: int) -> bytes:
        request = self.server.requests[number - 1]
        account = account_in(request)
        cookies = f"Set-Cookie: session=cookie-of-{account}; Path=/"
        if request.startswith(b"POST /token"):
            body = {"access_token": f"token-of-{account}-{number}", "expires_in": 600}
            return response(json.dumps(body).encode(), "200 OK", cookies, f"X-Token: {account}")
        if number % 3 == 0:
            return response(b"", "307 Go", f"Location: {self.elsewhere.url}/{account}", cookies)
        if number % 7 == 0:
            return response(b"{}", "401 No", 'WWW-Authenticate: Basic realm="x"', cookies)
        return response(json.dumps({"code": account}).encode(), "200 OK", cookies)


def account_in(request: bytes) -> str:
    """The account that the address of a request names, or its Basic credentials."""
    import base64

    basic = re.search(rb"\r\nAuthorization: Basic (\S+)\r\n", request)
    if basic and request.startswith(b"POST /token"):
        return base64.b64decode(basic[1]).decode().partition(":")[0]
    named = re.match(rb"GET /v1/terms/(\w+) ", request)
    assert named, request
    return named[1].decode()


@pytest.fixture
def shop() -> Iterator[Shop]:
    made = Shop()
    with serving(made.script) as server, serving(lambda *_: response(b"{}")) as elsewhere:
        made.server, made.elsewhere = server, elsewhere
        yield made


def loaded(module: Any, is_async: bool, shop: Shop) -> tuple[Any, list[str]]:
    """A client with everything that a user can give one, and what its hooks saw."""
    seen: list[str] = []

    def saw(request: Any) -> None:
        seen.append(str(request.url))

    async def saw_async(request: Any) -> None:
        saw(request)

    cls = module.AsyncClient if is_async else module.Client
    client = cls(
        auth=(OWN, OWN),
        headers={"Authorization": f"Bearer {OWN}", "api_key": OWN, "X-Own": OWN},
        cookies={"own": OWN},
        params={"own": OWN},
        base_url=f"{shop.elsewhere.url}/{OWN}",
        follow_redirects=True,
        event_hooks={"request": [saw_async if is_async else saw], "response": []},
        verify=False,
    )
    return client, seen


def erp(cls: Any, auth: Any, shop: Shop, http: Any) -> Any:
    client = cls(auth=auth, base_url=shop.server.url, http_client=http, max_retries=0)
    client.clock = FakeClock()
    client.quota_store = MemoryStore()
    return client


def run(clients: dict[str, Any], is_async: bool, close: Callable[[], Any], times: int = 8) -> None:
    """Call with all accounts at once, several times each."""

    def call(account: str) -> None:
        try:
            assert clients[account].call(GET, {"term_id": account}).code == account
        except ERPClientError:
            return

    async def call_async(account: str) -> None:
        try:
            assert (await clients[account].call(GET, {"term_id": account})).code == account
        except ERPClientError:
            return

    async def all_async() -> None:
        for _ in range(times):
            await asyncio.gather(*(call_async(account) for account in ACCOUNTS))
        await close()

    if is_async:
        asyncio.run(all_async())
        return
    with ThreadPoolExecutor(len(ACCOUNTS)) as pool:
        for _ in range(times):
            list(pool.map(call, ACCOUNTS))
    close()


def lines_of(request: bytes) -> dict[str, str]:
    head = request.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")[1:]
    pairs = [line.split(": ", 1) for line in head]
    lines = {name.lower(): value for name, value in pairs}
    assert len(lines) == len(pairs)
    return lines


def check_nothing_is_mixed(shop: Shop, seen: list[str]) -> None:
    assert shop.elsewhere.connections == 0
    assert len(seen) == len(shop.server.requests) > len(ACCOUNTS)
    for request in shop.server.requests:
        assert OWN.encode() not in request
        assert "cookie" not in lines_of(request)


@pytest.mark.parametrize(("module", "is_async"), KINDS)
def test_keys_of_accounts_stay_apart_in_one_http_client(module: Any, is_async: bool, shop: Shop) -> None:
    http, seen = loaded(module, is_async, shop)
    cls = AsyncAcme if is_async else Acme
    auths = {
        account: StaticHeaders({"api_key": f"key-of-{account}", "store": f"store-of-{account}"}) for account in ACCOUNTS
    }
    run({account: erp(cls, auth, shop, http) for account, auth in auths.items()}, is_async, close_of(http, is_async))

    check_nothing_is_mixed(shop, seen)
    for request in shop.server.requests:
        account, lines = account_in(request), lines_of(request)
        assert (lines["api_key"], lines["store"]) == (f"key-of-{account}", f"store-of-{account}")
        assert "authorization" not in lines
        assert "x-own" not in lines
    left = f"{http.headers.raw} {http.auth} {http.params}"
    assert not any(f"-of-{account}" in left for account in ACCOUNTS)


@pytest.mark.parametrize(("module", "is_async"), KINDS)
def test_tokens_of_accounts_stay_apart_in_one_http_client(module: Any, is_async: bool, shop: Shop) -> None:
    http, seen = loaded(module, is_async, shop)
    cls = AsyncTokenAcme if is_async else TokenAcme
    store = MemoryTokens()
    clients = {}
    for account in ACCOUNTS:
        auth = ClientCredentials(BASIC, account, "the-same-secret")
        clients[account] = erp(cls, auth, shop, http)
        clients[account].use_tokens(store)
    run(clients, is_async, close_of(http, is_async))

    check_nothing_is_mixed(shop, seen)
    asked = [request for request in shop.server.requests if request.startswith(b"POST /token")]
    assert len(asked) >= len(ACCOUNTS)
    for request in shop.server.requests:
        account, sent = account_in(request), lines_of(request)["authorization"]
        assert sent.startswith("Basic ") if request in asked else sent.startswith(f"Bearer token-of-{account}-")


def close_of(http: Any, is_async: bool) -> Callable[[], Any]:
    close: Callable[[], Any] = http.aclose if is_async else http.close
    return close
