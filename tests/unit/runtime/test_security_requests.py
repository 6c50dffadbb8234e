"""Where requests go and what is in them, whatever a program passes in and a server answers: on real connections."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import httpx
import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erp_client_runtime import base_url
from erp_client_runtime.errors import (
    AmbiguousWriteError,
    APIStatusError,
    ConfigurationError,
    ERPClientError,
    InvalidArgumentError,
    TransportError,
)
from erp_client_runtime.quota import MemoryStore
from tests.unit.runtime.flow_support import (
    CREATE,
    DELETE,
    GET,
    LIST,
    Acme,
    AsyncAcme,
    FakeClock,
    TermCreate,
    login,
)
from tests.unit.runtime.loopback import Server, response, serving

OK = response(b'{"code": "30N"}')
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
CREDENTIALS = {b"api_key", b"store"}


class Vendor:
    """A server whose next answer a test sets, a client of it, and another server that should never hear of it."""

    def __init__(self, server: Server, other: Server, client: Acme) -> None:
        self.server = server
        self.other = other
        self.client = client
        self.reply = OK

    def head(self) -> list[bytes]:
        """The lines of the last request before its body."""
        return self.server.requests[-1].partition(b"\r\n\r\n")[0].split(b"\r\n")


def ready(cls: Any, url: str, **options: Any) -> Any:
    client = cls(auth=login(), base_url=url, **options)
    client.clock = FakeClock()
    client.quota_store = MemoryStore()
    return client


@pytest.fixture(scope="module")
def vendor() -> Iterator[Vendor]:
    made: Vendor

    def script(_: socket.socket, __: int) -> bytes:
        return made.reply

    with serving(script) as server, serving(lambda *_: OK) as other, ready(Acme, server.url + "/base") as client:
        made = Vendor(server, other, client)
        yield made


# Redirects

LOCATIONS = st.one_of(
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=30),
    st.sampled_from(
        ["{other}/v1/terms/30N", "//{host}/x", "/x", "http://user:pw@{host}/", "x", "https://", "http://["]
    ),
)


@pytest.mark.parametrize("operation", [GET, CREATE, DELETE], ids=lambda operation: operation.method)
def test_no_redirect_is_followed_and_each_is_an_error(vendor: Vendor, operation: Any) -> None:
    @given(st.integers(300, 399), st.one_of(st.none(), LOCATIONS))
    @settings(max_examples=40)
    def check(status: int, location: str | None) -> None:
        host = vendor.other.url.partition("//")[2]
        to = None if location is None else location.replace("{other}", vendor.other.url).replace("{host}", host)
        headers = [] if to is None else [f"Location: {to}"]
        vendor.reply = response(b"", f"{status} Go", *headers) if status != 304 else b"HTTP/1.1 304 Go\r\n\r\n"
        before = len(vendor.server.requests)
        arguments = {} if operation is CREATE else {"term_id": "30N"}
        body = TermCreate(code="30N") if operation is CREATE else None
        with pytest.raises(AmbiguousWriteError if operation is CREATE else (APIStatusError, TransportError)):
            vendor.client.call(operation, arguments, body, options={"max_retries": 0})
        assert len(vendor.server.requests) == before + 1
        assert vendor.other.connections == 0

    check()
    vendor.reply = OK


# Cookies


@pytest.mark.parametrize("is_async", [False, True])
def test_no_cookie_is_ever_sent_back(is_async: bool) -> None:
    values = [
        "session=1",
        "a=b; Path=/; Domain=127.0.0.1",
        "c=d; Max-Age=1000",
        "e=f; SameSite=None; HttpOnly",
        "=",
        "x",
    ]
    sets = [f"Set-Cookie: {value}" for value in values]
    replies = [
        response(b'{"code": "30N"}', "200 OK", *sets),
        response(b"{}", "404 No", *sets),
        response(b"{}", "302 Go", "Location: /v1/terms/30N", *sets),
    ]

    async def run(url: str) -> None:
        async with ready(AsyncAcme, url) as client:
            for _ in range(6):
                try:
                    await client.call(GET, {"term_id": "30N"})
                except ERPClientError:
                    continue

    with serving(lambda _, number: replies[number % 3]) as server:
        if is_async:
            asyncio.run(run(server.url))
        else:
            with ready(Acme, server.url) as client:
                for _ in range(6):
                    try:
                        client.call(GET, {"term_id": "30N"})
                    except ERPClientError:
                        continue
        assert len(server.requests) == 6
        assert not any(b"cookie" in request.lower() for request in server.requests)


def test_no_credentials_are_taken_from_the_netrc_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password canary\ndefault login someone password canary\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(lambda *_: OK) as server, ready(Acme, server.url) as client:
        client.call(GET, {"term_id": "30N"})
        assert b"authorization" not in server.requests[0].lower()


# Addresses

HOSTS = st.sampled_from(
    [
        *(
            "api.example.com",
            "API.Example.COM",
            "127.0.0.1",
            "[::1]",
            "localhost",
            "x.localhost",
            "localhost.",
            "127.1",
        ),
        *("127.0.0.1.nip.io", "localhost.example.com", "0.0.0.0", "[::ffff:127.0.0.1]", "2130706433", "0x7f.0.0.1"),
        *(
            "[::1]x",
            "user@api.example.com",
            "127.0.0.1@evil.example",
            "evil.example#@127.0.0.1",
            "evil.example\\@127.0.0.1",
        ),
        *(
            "a%2eb",
            "%6cocalhost",
            "ex_ample",
            "-a-",
            "a..b",
            "127.0.0.1%2f.evil.example",
            "localhost%00.evil.example",
            "",
        ),
        *(
            "bücher.example",
            "localhost\t",
            "[fe80::1%25eth0]",
            "127.0.0.1:80:80",
            "[::1]:99",
            "a:0",
            "a:65536",
            "a:443",
        ),
    ]
)
URLS = st.one_of(
    st.builds(
        lambda scheme, slashes, host, path: f"{scheme}:{slashes}{host}{path}",
        st.sampled_from(["http", "https", "HTTP", "ftp", "file", "javascript", ""]),
        st.sampled_from(["//", "/", "///", "\\\\", ""]),
        HOSTS,
        st.sampled_from(
            ["", "/", "/v1", "/v1/..", "/%2e%2e/x", "/a b", "?x=1", "#x", "/v1//", ";x", "/@evil.example", "/ü"]
        ),
    ),
    TEXT,
)


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@given(URLS)
@settings(max_examples=400)
def test_an_address_is_refused_or_leads_to_the_host_that_it_shows(given_url: str) -> None:
    for allow_insecure in (False, True):
        try:
            url = base_url.checked(given_url, allow_insecure=allow_insecure)
        except ConfigurationError:
            continue
        for module in (httpx, httpx2):
            try:
                request = module.Request("GET", f"{url}/v1/terms/30N")
            except module.InvalidURL:
                continue  # refused with the first call
            assert request.url.scheme == url.partition(":")[0]
            assert request.url.scheme in ("http", "https")
            assert request.url.userinfo == b""
            assert request.url.netloc == base_url.host(url)
            assert url.startswith("https://") or allow_insecure or is_this_machine(request.url.host)
            assert base_url.stays_here(url) == (request.url.scheme == "http" and is_this_machine(request.url.host))
            # The host is that of the text as people read it: before any of the characters that end it.
            shown = given_url.partition("//")[2].lower()
            assert shown.startswith((request.url.host, f"[{request.url.host}]"))


# Paths and headers


def test_every_id_is_one_segment_of_the_path_on_the_wire(vendor: Vendor) -> None:
    @given(st.one_of(TEXT, st.text("./\\%;?#@:&=+~ \r\n\0", max_size=12)))
    @settings(max_examples=150)
    def check(term_id: str) -> None:
        before = len(vendor.server.requests)
        if term_id in ("", ".", ".."):
            with pytest.raises(InvalidArgumentError):
                vendor.client.call(DELETE, {"term_id": term_id})
            assert len(vendor.server.requests) == before
            return
        vendor.client.call(GET, {"term_id": term_id})
        method, target, version = vendor.head()[0].split(b" ")
        assert (method, version) == (b"GET", b"HTTP/1.1")
        segments = target.decode("ascii").split("/")
        assert segments[:-1] == ["", "base", "v1", "terms"]
        assert segments[-1] == quote(term_id, safe="")
        assert unquote(segments[-1], errors="strict") == term_id

    check()


def test_every_query_is_one_query_on_the_wire(vendor: Vendor) -> None:
    @given(st.lists(TEXT, min_size=1, max_size=3), st.dictionaries(TEXT.filter(bool), TEXT, min_size=1, max_size=2))
    @settings(max_examples=100)
    def check(states: list[str], where: dict[str, str]) -> None:
        try:
            vendor.client.call(LIST, {"states": states, "where": where})
        except InvalidArgumentError:
            return
        target = vendor.head()[0].split(b" ")[1].decode("ascii")
        path, _, query = target.partition("?")
        assert path == "/base/v1/terms/"
        pairs = [tuple(map(unquote, pair.split("="))) for pair in query.split("&")]
        assert pairs == [*(("state", one) for one in states), *((f"where[{key}]", one) for key, one in where.items())]

    check()


def test_headers_arrive_as_they_were_given_and_nothing_else_with_them(vendor: Vendor) -> None:
    ours = {b"host", b"accept", b"accept-encoding", b"user-agent", *CREDENTIALS}
    names = st.one_of(
        TEXT,
        st.sampled_from(
            ["X-Any", "Host", "api_key", "API-KEY", "Cookie", "Content-Length", "Authorization", "User-Agent"]
        ),
    )
    nasty = st.text(st.sampled_from("\r\n\0 \tab:;é\x7f"), max_size=8)

    @given(names, st.one_of(TEXT, nasty), st.one_of(st.none(), TEXT, nasty))
    @settings(max_examples=150)
    def check(name: str, value: str, language: str | None) -> None:
        before = len(vendor.server.requests)
        arguments = {} if language is None else {"language": language}
        try:
            vendor.client.call(LIST, arguments, options={"headers": {name: value}})
        except ConfigurationError:
            assert len(vendor.server.requests) == before
            return
        lines = [tuple(line.split(b": ", 1)) for line in vendor.head()[1:]]
        sent = {key.lower(): text for key, text in lines}
        assert len(sent) == len(lines)
        assert sent.keys() == ours | {name.lower().encode()} | (set() if language is None else {b"x-language"})
        assert sent[name.lower().encode()] == value.encode()
        assert language is None or sent[b"x-language"] == language.encode()
        assert sent[b"host"] == vendor.server.url.partition("//")[2].encode()
        assert sent[b"api_key"] == b"canary-secret-value"

    check()
