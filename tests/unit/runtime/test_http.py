"""Sending on clients of httpx and httpx2, sync and async: what of the user's client applies, and what comes back."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx
import httpx2
import pytest

from erp_client_runtime import errors
from erp_client_runtime.errors import (
    AmbiguousWriteError,
    ConfigurationError,
    ConnectError,
    DecodeError,
    ERPClientError,
    InvalidArgumentError,
    NotFoundError,
    ServerError,
    TransportError,
    UnexpectedStatusError,
)
from erp_client_runtime.quota import MemoryStore
from erp_client_runtime.response import Headers, RawResponse
from tests.unit.runtime.flow_support import CREATE, GET, SECRET, TERM, Acme, AsyncAcme, FakeClock, TermCreate, login

JSON = json.dumps(TERM).encode()


class Kind:
    """One of the four kinds of clients, used the same way."""

    def __init__(self, module: ModuleType, is_async: bool) -> None:
        self.module: Any = module
        self.is_async = is_async

    def http(self, handler: Callable[[Any], Any], **options: Any) -> Any:
        cls = self.module.AsyncClient if self.is_async else self.module.Client
        return cls(transport=self.module.MockTransport(handler), **options)

    def stream(self, *chunks: bytes | Exception, closed: list[bool] | None = None) -> Any:
        """A body that comes over the wire in pieces."""

        def close() -> None:
            if closed is not None:
                closed.append(True)

        class Sync(self.module.SyncByteStream):  # type: ignore[misc,name-defined]  # of either module
            def __iter__(self) -> Any:
                for chunk in chunks:
                    if isinstance(chunk, Exception):
                        raise chunk
                    yield chunk

            def close(self) -> None:
                close()

        class Async(self.module.AsyncByteStream):  # type: ignore[misc,name-defined]  # of either module
            async def __aiter__(self) -> Any:
                for chunk in chunks:
                    if isinstance(chunk, Exception):
                        raise chunk
                    yield chunk

            async def aclose(self) -> None:
                close()

        return Async() if self.is_async else Sync()

    def call(
        self,
        handler: Callable[[Any], Any],
        operation: Any = GET,
        *,
        http: Any = None,
        term_id: str = "30N",
        call_options: Any = None,
        **options: Any,
    ) -> Any:
        arguments = {} if operation is CREATE else {"term_id": term_id}
        body = TermCreate(code="30N") if operation is CREATE else None
        given = self.http(handler) if http is None else http
        made: Any = (AsyncAcme if self.is_async else Acme)(auth=login(), http_client=given, **options)
        made.clock = FakeClock()
        made.quota_store = MemoryStore()
        if not self.is_async:
            with given:
                return made.call(operation, arguments, body, options=call_options)

        async def run() -> Any:
            async with given:
                return await made.call(operation, arguments, body, options=call_options)

        return asyncio.run(run())


KINDS = [Kind(module, is_async) for module in (httpx, httpx2) for is_async in (False, True)]


@pytest.fixture(params=KINDS, ids=["httpx", "httpx-async", "httpx2", "httpx2-async"])
def kind(request: pytest.FixtureRequest) -> Kind:
    made: Kind = request.param
    return made


def test_nothing_of_the_users_client_mixes_into_the_request(kind: Kind) -> None:
    seen: list[Any] = []

    def handler(request: Any) -> Any:
        seen.append(request)
        return kind.module.Response(200, json=TERM, headers={"set-cookie": "session=1; Path=/"})

    http = kind.http(
        handler,
        auth=("user", "password"),
        cookies={"mine": "1"},
        params={"q": "1"},
        headers={"Authorization": "Bearer x", "X-Mine": "1"},
        base_url="https://elsewhere.example/prefix/",
        follow_redirects=True,
    )
    made: Any = (AsyncAcme if kind.is_async else Acme)(auth=login(), http_client=http)

    async def run() -> None:
        for _ in range(2):
            await made.call(GET, {"term_id": "a/b"})
        await http.aclose()

    if kind.is_async:
        asyncio.run(run())
    else:
        made.call(GET, {"term_id": "a/b"})
        made.call(GET, {"term_id": "a/b"})
        http.close()
    for request in seen:
        assert str(request.url) == "https://api.acme.example/v1/terms/a%2Fb"
        assert set(request.headers) == {"host", "accept", "accept-encoding", "user-agent", "api_key", "store"}
        assert request.headers["host"] == "api.acme.example"


def test_a_redirect_is_not_followed_even_if_the_users_client_would(kind: Kind) -> None:
    seen: list[str] = []

    def handler(request: Any) -> Any:
        seen.append(request.url.host)
        return kind.module.Response(302, headers={"location": "https://evil.example/"})

    with pytest.raises(UnexpectedStatusError, match=r"evil\.example"):
        kind.call(handler, http=kind.http(handler, follow_redirects=True))
    assert seen == ["api.acme.example"]


def test_a_body_goes_out_as_json(kind: Kind) -> None:
    seen: list[Any] = []

    def handler(request: Any) -> Any:
        seen.append(request)
        return kind.module.Response(201, json=TERM)

    assert kind.call(handler, CREATE).code == "30N"
    assert seen[0].method == "POST"
    assert seen[0].content == b'{"code":"30N","dayCount":30}'
    assert seen[0].headers["content-type"] == "application/json"
    assert seen[0].headers["content-length"] == "28"


@pytest.mark.parametrize(
    ("method", "length"), [("GET", None), ("DELETE", None), ("POST", "0"), ("PUT", "0"), ("PATCH", "0")]
)
def test_a_request_without_a_body_tells_its_length_where_one_is_usual(
    kind: Kind, method: str, length: str | None
) -> None:
    seen: list[Any] = []

    def handler(request: Any) -> Any:
        seen.append(request)
        return kind.module.Response(200, json=TERM)

    kind.call(handler, GET._replace(method=method))
    assert seen[0].headers.get("content-length") == length
    assert "content-type" not in seen[0].headers
    assert seen[0].content == b""


@pytest.mark.parametrize(
    "base_url",
    [
        "https://api.acme.example",
        "https://API.acme.example:443/v2/",
        "https://api.acme.example:8443/v2",
        "http://127.0.0.1:8801",
        "http://[::1]:8801/v2",
        "http://localhost:80",
    ],
)
def test_the_host_is_named_as_httpx_would(kind: Kind, base_url: str) -> None:
    seen: list[Any] = []

    def handler(request: Any) -> Any:
        seen.append(request)
        return kind.module.Response(200, json=TERM)

    kind.call(handler, base_url=base_url)
    assert seen[0].headers["host"] == kind.module.Request("GET", base_url).headers["host"]
    assert seen[0].headers.get_list("host") == [seen[0].headers["host"]]


def test_headers_are_found_in_any_case_and_missing_ones_have_a_default() -> None:
    headers = Headers.from_raw([(b"X-One", b"1"), (b"x-one", b"2")])
    assert headers.get("X-ONE") == headers["x-One"] == "1, 2"
    assert headers.get("x-two") is None
    assert headers.get("x-two", "none") == "none"
    with pytest.raises(KeyError):
        headers["x-two"]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", JSON),
        ("identity", JSON),
        ("gzip", gzip.compress(JSON, mtime=0)),
        ("x-gzip", gzip.compress(JSON, mtime=0)),
        ("GZIP", gzip.compress(JSON, mtime=0)),
        ("gzip", gzip.compress(JSON[:5], mtime=0) + gzip.compress(JSON[5:], mtime=0)),
        ("gzip", gzip.compress(JSON, mtime=0) + b"\0" * 20),
        ("deflate", zlib.compress(JSON)),
        ("deflate", zlib.compress(JSON, wbits=-15)),
        ("deflate, gzip", gzip.compress(zlib.compress(JSON), mtime=0)),
    ],
)
def test_compressed_bodies_are_read_in_pieces_of_any_size(kind: Kind, encoding: str, body: bytes) -> None:
    for size in (1, 7, len(body)):
        chunks = [body[at : at + size] for at in range(0, len(body), size)]
        headers = {"content-encoding": encoding} if encoding else {}
        made = kind.module.Response(200, headers=headers, stream=kind.stream(*chunks))
        assert kind.call(lambda _, made=made: made).code == "30N"  # type: ignore[misc]  # mypy infers no default


def test_mocks_whose_body_is_read_already_work_compressed_ones_too(kind: Kind) -> None:
    body, headers = gzip.compress(JSON, mtime=0), {"content-encoding": "gzip"}
    assert kind.call(lambda _: kind.module.Response(200, content=body, headers=headers)).code == "30N"
    assert kind.call(lambda _: kind.module.Response(200, json=TERM)).code == "30N"


@pytest.mark.parametrize(
    ("encoding", "body", "cause"),
    [
        ("gzip", gzip.compress(JSON, mtime=0)[:-3], "cut off"),
        ("gzip", b"not gzip at all", "decompressed"),
        ("gzip", gzip.compress(JSON, mtime=0) + b"junk", "decompressed"),
        ("gzip", gzip.compress(JSON, mtime=0)[:-8] + b"\0" * 8, "decompressed"),
        ("deflate", b"\xff\xff\xff", "decompressed"),
        ("br", JSON, "not asked for"),
        ("gzip, gzip, gzip, gzip", JSON, "4 times"),
    ],
)
def test_bodies_that_cannot_be_decompressed_are_typed_errors(
    kind: Kind, encoding: str, body: bytes, cause: str
) -> None:
    def handler(_: Any) -> Any:
        return kind.module.Response(200, headers={"content-encoding": encoding}, stream=kind.stream(body))

    with pytest.raises(DecodeError, match=cause) as caught:
        kind.call(handler)
    assert caught.value.status == 200
    with pytest.raises(AmbiguousWriteError, match=cause):
        kind.call(handler, CREATE)


def test_a_bomb_is_never_unpacked_beyond_the_limit(kind: Kind) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 60_000

    def handler(_: Any) -> Any:
        return kind.module.Response(200, headers={"content-encoding": "gzip"}, stream=kind.stream(bomb))

    import tracemalloc

    tracemalloc.start()
    with pytest.raises(DecodeError, match="max_response_bytes"):
        kind.call(handler, max_response_bytes=100_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_above_the_limit_is_not_read_to_its_end(kind: Kind, declared: bool) -> None:
    closed: list[bool] = []
    chunks = [b"x" * 1000] * 50
    headers = {"content-length": "50000"} if declared else {}

    def handler(_: Any) -> Any:
        return kind.module.Response(
            200, headers=headers, stream=kind.stream(*chunks, AssertionError("read too far"), closed=closed)
        )

    with pytest.raises(DecodeError, match="more than 2500 bytes"):
        kind.call(handler, max_response_bytes=2500)
    assert closed == [True]
    assert (
        kind.call(lambda _: kind.module.Response(200, stream=kind.stream(JSON)), max_response_bytes=len(JSON)).code
        == "30N"
    )


def test_a_mock_body_above_the_limit_is_refused_too(kind: Kind) -> None:
    with pytest.raises(DecodeError, match="more than 5 bytes"):
        kind.call(lambda _: kind.module.Response(200, json=TERM), max_response_bytes=5)


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "x", "٣"])
def test_a_senseless_content_length_breaks_nothing(kind: Kind, length: str) -> None:
    def handler(_: Any) -> Any:
        return kind.module.Response(200, headers=[(b"content-length", length.encode())], stream=kind.stream(JSON))

    try:
        assert kind.call(handler).code == "30N"
    except DecodeError as error:
        assert "max_response_bytes" in str(error)  # noqa: PT017 - either is right


ERRORS = {
    "ConnectError": (ConnectError, False),
    "ProxyError": (ConnectError, False),
    "ConnectTimeout": (errors.TimeoutError, False),
    "PoolTimeout": (errors.TimeoutError, False),
    "ReadTimeout": (errors.TimeoutError, True),
    "WriteTimeout": (errors.TimeoutError, True),
    "ReadError": (TransportError, True),
    "WriteError": (TransportError, True),
    "CloseError": (TransportError, True),
    "RemoteProtocolError": (TransportError, True),
}


@pytest.mark.parametrize(("name", "expected"), ERRORS.items())
def test_failures_become_ours_and_say_whether_anything_was_sent(
    kind: Kind, name: str, expected: tuple[type[TransportError], bool]
) -> None:
    cls, sent = expected
    attempts: list[int] = []

    def handler(_: Any) -> Any:
        attempts.append(1)
        raise getattr(kind.module, name)(f"about {name}")

    with pytest.raises(cls, match=name) as caught:
        kind.call(handler)
    assert type(caught.value) is cls
    assert caught.value.sent is sent
    assert ("no connection to api.acme.example" in str(caught.value)) is not sent
    assert isinstance(caught.value.__cause__, getattr(kind.module, name))
    assert len(attempts) == 3
    attempts.clear()
    with pytest.raises(AmbiguousWriteError if sent else cls):
        kind.call(handler, CREATE)
    assert len(attempts) == (1 if sent else 3)


@pytest.mark.parametrize("told", [True, False], ids=["from its cause", "without saying from what"])
@pytest.mark.parametrize("name", ["ConnectError", "ConnectTimeout"])
def test_what_another_transport_calls_no_connection_may_have_been_sent(kind: Kind, name: str, told: bool) -> None:
    attempts: list[int] = []

    def handler(_: Any) -> Any:
        attempts.append(1)
        error = getattr(kind.module, name)("server disconnected")
        try:
            raise ConnectionResetError
        except ConnectionResetError as cause:
            if told:
                raise error from cause
            raise error  # noqa: B904 - as some transports do

    with pytest.raises(AmbiguousWriteError):
        kind.call(handler, CREATE)
    assert attempts == [1]


def test_what_the_program_was_handling_does_not_make_a_connection_one_that_was_made(kind: Kind) -> None:
    attempts: list[int] = []

    def handler(_: Any) -> Any:
        attempts.append(1)
        raise kind.module.ConnectError("refused")

    try:
        raise KeyError
    except KeyError:
        with pytest.raises(ConnectError):
            kind.call(handler, CREATE)
    assert len(attempts) == 3


def test_what_a_deadline_left_for_an_attempt_is_told_without_the_digits_of_a_clock(kind: Kind) -> None:
    def handler(_: Any) -> Any:
        raise kind.module.ReadTimeout("late")

    with pytest.raises(errors.TimeoutError, match=r"no answer in 0\.12 s"):
        kind.call(handler, timeout=0.123456)


@pytest.mark.parametrize("name", ["UnsupportedProtocol", "LocalProtocolError"])
def test_a_request_that_the_client_refuses_is_a_matter_of_configuration(kind: Kind, name: str) -> None:
    def handler(_: Any) -> Any:
        raise getattr(kind.module, name)("no")

    with pytest.raises(ConfigurationError, match="refuses"):
        kind.call(handler)


def test_an_answer_that_breaks_off_is_a_failure_of_the_transport(kind: Kind) -> None:
    broken = kind.module.RemoteProtocolError("peer closed")

    def handler(_: Any) -> Any:
        return kind.module.Response(200, stream=kind.stream(b'{"code"', broken))

    with pytest.raises(TransportError, match="status 200 had begun") as caught:
        kind.call(handler)
    assert (caught.value.attempts, caught.value.status) == (3, 200)
    with pytest.raises(AmbiguousWriteError) as ambiguous:
        kind.call(handler, CREATE)
    assert ambiguous.value.status == 200


def test_an_error_that_breaks_off_still_says_what_its_status_says(kind: Kind) -> None:
    broken = kind.module.ReadError("reset")

    def handler(_: Any) -> Any:
        return kind.module.Response(404, stream=kind.stream(b"<ht", broken))

    with pytest.raises(NotFoundError, match="broke off") as caught:
        kind.call(handler)
    assert caught.value.body_start == b"<ht"


def test_a_hook_that_raises_for_errors_does_not_hide_ours(kind: Kind) -> None:
    def check(response: Any) -> None:
        response.raise_for_status()

    async def check_async(response: Any) -> None:
        response.raise_for_status()

    async def read_and_check(response: Any) -> None:
        await response.aread()
        response.raise_for_status()

    def read_and_check_sync(response: Any) -> None:
        response.read()
        response.raise_for_status()

    def handler(_: Any) -> Any:
        return kind.module.Response(404, stream=kind.stream(b'{"errorCode": 531}'))

    hooks: dict[str, Any] = {"response": [check_async if kind.is_async else check]}
    with pytest.raises(NotFoundError) as caught:
        kind.call(handler, http=kind.http(handler, event_hooks=hooks))
    assert caught.value.code is None
    hooks = {"response": [read_and_check if kind.is_async else read_and_check_sync]}
    with pytest.raises(NotFoundError) as caught:
        kind.call(handler, http=kind.http(handler, event_hooks=hooks))
    assert caught.value.code == "531"


def hooks(kind: Kind, hook: Callable[[Any], Any]) -> dict[str, Any]:
    """A hook for responses, which returns what an asynchronous client is to await."""

    async def awaiting(response: Any) -> None:
        await hook(response)

    return {"response": [awaiting if kind.is_async else hook]}


def test_what_a_hook_was_answered_by_others_is_not_the_vendors_answer(kind: Kind) -> None:
    def ask(_: Any) -> Any:
        other = kind.http(lambda _: kind.module.Response(400))
        if not kind.is_async:
            return other.get("http://metrics.example/").raise_for_status()

        async def run() -> None:
            (await other.get("http://metrics.example/")).raise_for_status()

        return run()

    def handler(_: Any) -> Any:
        return kind.module.Response(200, stream=kind.stream(JSON))

    with pytest.raises(kind.module.HTTPStatusError, match=r"metrics\.example"):
        kind.call(handler, CREATE, http=kind.http(handler, event_hooks=hooks(kind, ask)))


def test_a_damaged_answer_to_a_write_that_a_hook_reads_is_ambiguous(kind: Kind) -> None:
    def handler(_: Any) -> Any:
        return kind.module.Response(200, headers={"content-encoding": "gzip"}, stream=kind.stream(b"none"))

    def read(response: Any) -> Any:
        return response.aread() if kind.is_async else response.read()

    with pytest.raises(AmbiguousWriteError, match="DecodingError") as caught:
        kind.call(handler, CREATE, http=kind.http(handler, event_hooks=hooks(kind, read)))
    assert SECRET not in reachable(caught.value)


def test_an_answer_that_a_hook_has_used_up_is_an_answer_that_cannot_be_read(kind: Kind) -> None:
    def handler(_: Any) -> Any:
        return kind.module.Response(200, stream=kind.stream(JSON))

    def use_up(response: Any) -> Any:
        if not kind.is_async:
            return list(response.iter_raw())

        async def run() -> None:
            async for _ in response.aiter_raw():
                pass

        return run()

    with pytest.raises(DecodeError, match="did not keep it"):
        kind.call(handler, http=kind.http(handler, event_hooks=hooks(kind, use_up)))


def test_an_error_in_a_hook_is_the_users_and_gives_the_permit_back(kind: Kind) -> None:
    def handler(_: Any) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        kind.call(handler)


def test_a_closed_client_is_told_apart(kind: Kind) -> None:
    http = kind.http(lambda _: kind.module.Response(200, json=TERM))
    made: Any = (AsyncAcme if kind.is_async else Acme)(auth=login(), http_client=http)

    async def run() -> None:
        await http.aclose()
        with pytest.raises(ConfigurationError, match="closed"):
            await made.call(GET, {"term_id": "1"})

    if kind.is_async:
        asyncio.run(run())
        return
    http.close()
    with pytest.raises(ConfigurationError, match="closed"):
        made.call(GET, {"term_id": "1"})


def test_the_users_client_is_never_closed(kind: Kind) -> None:
    http = kind.http(lambda _: kind.module.Response(200, json=TERM))

    async def run() -> None:
        async with AsyncAcme(auth=login(), http_client=http) as made:
            await made.call(GET, {"term_id": "1"})
        assert not http.is_closed
        await http.aclose()

    if kind.is_async:
        asyncio.run(run())
    else:
        with Acme(auth=login(), http_client=http) as made:
            made.call(GET, {"term_id": "1"})
        assert not http.is_closed
        http.close()


def test_a_client_of_the_wrong_kind_is_refused(kind: Kind) -> None:
    http = kind.http(lambda _: None)
    with pytest.raises(ConfigurationError, match="synchronous"):
        (Acme if kind.is_async else AsyncAcme)(auth=login(), http_client=http)


@pytest.mark.parametrize(
    "given", [httpx.Client, httpx, object(), "client", 5, httpx.MockTransport(lambda _: httpx.Response(200))]
)
@pytest.mark.parametrize("cls", [Acme, AsyncAcme])
def test_what_is_no_client_is_refused(given: Any, cls: Any) -> None:
    with pytest.raises(ConfigurationError, match="http_client="):
        cls(auth=login(), http_client=given)


def test_a_subclass_of_a_client_is_one(kind: Kind) -> None:
    base = kind.module.AsyncClient if kind.is_async else kind.module.Client
    mine = type("Mine", (base,), {})
    handler = kind.module.MockTransport(lambda _: kind.module.Response(200, json=TERM))
    assert kind.call(lambda _: None, http=mine(transport=handler)).code == "30N"


def times(kind: Kind, *, client_timeout: Any, call_options: Any = None, **options: Any) -> Any:
    seen: list[Any] = []

    def handler(request: Any) -> Any:
        given = request.extensions["timeout"]
        seen.append({name: given.get(name) for name in ("connect", "read", "write", "pool")})
        return kind.module.Response(200, json=TERM)

    kind.call(handler, http=kind.http(handler, timeout=client_timeout), call_options=call_options, **options)
    return seen[0]


def test_the_times_of_the_users_client_apply_unless_ours_are_given(kind: Kind) -> None:
    own = kind.module.Timeout(3.0, read=7.0)
    assert times(kind, client_timeout=own) == {"connect": 3.0, "read": 7.0, "write": 3.0, "pool": 3.0}
    assert times(kind, client_timeout=own, timeout=50)["read"] == pytest.approx(50, abs=1)
    assert times(kind, client_timeout=own, call_options={"timeout": 50})["connect"] == pytest.approx(50, abs=1)
    assert times(kind, client_timeout=own, timeout=None) == dict.fromkeys(("connect", "read", "write", "pool"))
    limited = times(kind, client_timeout=own, deadline=5)
    assert limited["connect"] == 3.0
    assert limited["read"] == pytest.approx(5, abs=1)


def test_a_url_that_is_too_long_is_an_invalid_argument(kind: Kind) -> None:
    with pytest.raises(InvalidArgumentError, match="get_term"):
        kind.call(lambda _: None, term_id="x" * 100_000)


@pytest.mark.parametrize("status", [499, 520, 600, 999])
def test_statuses_that_nobody_registered_are_typed(kind: Kind, status: int) -> None:
    with pytest.raises((UnexpectedStatusError, ServerError)) as caught:
        kind.call(lambda _: kind.module.Response(status))
    assert caught.value.status == status


def test_headers_of_the_answer_can_be_read_in_any_case(kind: Kind) -> None:
    seen: list[RawResponse] = []
    pairs = [(b"X-Odd", b"caf\xe9"), (b"Set-Cookie", b"a=1"), (b"set-cookie", b"b=2")]
    kind.call(lambda _: kind.module.Response(200, headers=pairs, content=JSON), on_response=seen.append)
    assert seen[0].headers["x-odd"] == "café"
    assert seen[0].headers["SET-COOKIE"] == "a=1, b=2"
    assert "a=1" not in f"{seen[0]!r} {seen[0].headers!r}"


def reachable(error: BaseException | None) -> str:
    """All that an error and those that led to it say, their requests included."""
    shown, seen = "", set()
    pending = [error]
    while pending:
        link = pending.pop()
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        pending += (link.__cause__, link.__context__)
        shown += f"{link} {vars(link)}"
        carriers = [link, getattr(link, "response", None)]
        for request in [getattr(carrier, "_request", None) for carrier in carriers]:
            if request is not None:
                shown += f"{request.method} {request.url} {request.headers.raw} {request.content!r}"
    return shown


@pytest.mark.parametrize("error", ["ConnectError", "ReadError", "ReadTimeout", "LocalProtocolError"])
@pytest.mark.parametrize("operation", [GET, CREATE])
def test_no_failure_leads_to_the_request_with_its_credentials(kind: Kind, error: str, operation: Any) -> None:
    def handler(request: Any) -> Any:
        try:
            answered = kind.module.Response(500, request=request)
            raise kind.module.HTTPStatusError("inner", request=request, response=answered)
        except kind.module.HTTPStatusError as inner:
            raise getattr(kind.module, error)("reset", request=request) from inner

    with pytest.raises(ERPClientError) as caught:
        kind.call(handler, operation, max_retries=0)
    shown = reachable(caught.value)
    assert SECRET not in shown
    assert "30N" not in shown
    assert "https://api.acme.example" in shown


def test_a_body_that_breaks_off_does_not_lead_to_the_request_either(kind: Kind) -> None:
    def handler(request: Any) -> Any:
        return kind.module.Response(200, stream=kind.stream(b"{", kind.module.ReadError("reset", request=request)))

    with pytest.raises(TransportError) as caught:
        kind.call(handler, max_retries=0)
    assert caught.value.__cause__ is not None
    assert SECRET not in reachable(caught.value)


def test_the_error_of_a_hook_does_not_lead_to_the_request_either(kind: Kind) -> None:
    def strict(response: Any) -> None:
        response.raise_for_status()

    async def strict_async(response: Any) -> None:
        response.raise_for_status()

    hooks = {"response": [strict_async if kind.is_async else strict]}
    http = kind.http(lambda _: kind.module.Response(502, content=b"bad"), event_hooks=hooks)
    with pytest.raises(AmbiguousWriteError) as caught:
        kind.call(lambda _: None, CREATE, http=http)
    assert SECRET not in reachable(caught.value)


def test_no_failure_shows_a_credential_or_an_id(kind: Kind) -> None:
    def handler(request: Any) -> Any:
        raise kind.module.ReadError("reset", request=request)

    with pytest.raises(ERPClientError) as caught:
        kind.call(handler)
    assert SECRET not in f"{caught.value} {vars(caught.value)} {caught.value.__cause__!r}"
    assert "30N" not in str(caught.value)
