"""Client credentials from arguments and environment, where they may be sent, and the store of what they bring."""

from __future__ import annotations

import asyncio
import base64
import copy
import gc
import os
import pickle
import subprocess
import sys
import threading
from typing import Any

import pytest

from erp_client_runtime.auth import ClientCredentials, StaticHeaders, client_credentials
from erp_client_runtime.errors import ConfigurationError
from erp_client_runtime.redaction import redacted
from erp_client_runtime.tokens import MemoryTokens, Token
from tests.unit.runtime.flow_support import GET, VENDOR
from tests.unit.runtime.loopback import response, serving
from tests.unit.runtime.token_support import (
    BASIC,
    FORM,
    FORM_VENDOR,
    ID,
    SECRET,
    TOKEN_VENDOR,
    AsyncTokenAcme,
    FormAcme,
    TokenAcme,
    credentials,
    endpoint,
)

IN_ENVIRONMENT = {
    "ACME_CLIENT_ID": "id-env",
    "ACME_CLIENT_SECRET": "secret-env",
    "ACME_SCOPE": "scope-env",
    "ACME_TOKEN_URL": "https://env.example/token",
}


NOTHING: dict[str, str | None] = {"client_id": None, "client_secret": None, "scope": None, "token_url": None}


def sent(auth: ClientCredentials) -> tuple[bytes, str]:
    """The form, and the header decoded."""
    content, headers = auth.request()
    header = dict(headers).get(b"Authorization", b"")
    return content, base64.b64decode(header.removeprefix(b"Basic ")).decode()


def refused(given: dict[str, Any], environ: dict[str, str] | None = None, vendor: Any = TOKEN_VENDOR) -> str:
    with pytest.raises(ConfigurationError) as caught:
        client_credentials(vendor, given, environ or {})
    return str(caught.value)


# Where they come from


def test_arguments_alone() -> None:
    auth = client_credentials(TOKEN_VENDOR, {"client_id": "a", "client_secret": "b"}, {})
    assert sent(auth) == (b"grant_type=client_credentials", "a:b")
    assert (auth.scope, auth.token_url) == (None, None)


def test_the_environment_alone() -> None:
    auth = client_credentials(TOKEN_VENDOR, NOTHING, IN_ENVIRONMENT)
    assert sent(auth) == (b"grant_type=client_credentials&scope=scope-env", "id-env:secret-env")
    assert auth.token_url == "https://env.example/token"


def test_each_argument_beats_its_variable() -> None:
    given = {**NOTHING, "client_secret": "mine", "token_url": "https://mine.example/t"}
    auth = client_credentials(TOKEN_VENDOR, given, IN_ENVIRONMENT)
    assert sent(auth)[1] == "id-env:mine"
    assert auth.token_url == "https://mine.example/t"


def test_empty_variables_are_none() -> None:
    environ = {**IN_ENVIRONMENT, "ACME_SCOPE": "", "ACME_TOKEN_URL": ""}
    auth = client_credentials(TOKEN_VENDOR, NOTHING, environ)
    assert (auth.scope, auth.token_url) == (None, None)


def test_variables_of_arguments_that_the_client_does_not_have_do_not_count() -> None:
    auth = client_credentials(TOKEN_VENDOR, {"client_id": None, "client_secret": None}, IN_ENVIRONMENT)
    assert (auth.scope, auth.token_url) == (None, None)


def test_what_is_missing_is_named_with_its_variable_and_where_it_comes_from() -> None:
    message = refused(dict(NOTHING))
    assert "credentials for Acme API are missing (keys page)" in message
    assert "client_id= or the environment variable ACME_CLIENT_ID" in message
    assert "client_secret= or the environment variable ACME_CLIENT_SECRET" in message
    message = refused({**NOTHING, "client_id": "a"})
    assert "ACME_CLIENT_ID" not in message
    assert "ACME_CLIENT_SECRET" in message


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", "is empty"),
        (7, "has to be text, not a int"),
        (f" {SECRET}", "begins or ends with white space"),
        (f"{SECRET}\n", "begins or ends with white space"),
        (f"{SECRET}\r\nX: y", "such as a line break"),
        (f"{SECRET}\ud800", "characters that cannot be sent"),
    ],
)
@pytest.mark.parametrize("name", ["client_id", "client_secret", "scope", "token_url"])
def test_values_that_cannot_be_sent_are_refused_without_showing_them(name: str, value: Any, problem: str) -> None:
    given = {"client_id": "a", "client_secret": "b", name: value}
    message = refused(given)
    assert message.startswith(f"{name}= ")
    assert problem in message
    assert SECRET not in message
    if isinstance(value, str) and value:
        environ = {**IN_ENVIRONMENT, f"ACME_{name}".upper(): value}
        message = refused(NOTHING, environ)
        assert message.startswith(f"the environment variable ACME_{name.upper()} ")
        assert SECRET not in message
    if name != "token_url":
        with pytest.raises(ConfigurationError, match=f"^{name}= "):
            ClientCredentials(BASIC, **given)


def test_a_colon_in_the_id_is_refused_where_it_would_end_the_id() -> None:
    assert "holds a colon" in refused({"client_id": "a:b", "client_secret": "c"})
    auth = client_credentials(FORM_VENDOR, {"client_id": "a:b", "client_secret": "c:d"}, {})
    assert auth.request() == (b"grant_type=client_credentials&client_id=a%3Ab&client_secret=c%3Ad", ())
    assert sent(ClientCredentials(BASIC, "a", "c:d"))[1] == "a:c:d"


def test_a_vendor_without_a_token_endpoint() -> None:
    assert "no token endpoint" in refused({"client_id": "a", "client_secret": "b"}, vendor=VENDOR)


@pytest.mark.parametrize("secret", ["plain", "with space", "ümläut-ß", "100%+&=/?", '"quoted\\"'])
def test_the_header_holds_the_credentials_as_they_are(secret: str) -> None:
    assert sent(ClientCredentials(BASIC, "ïd", secret))[1] == f"ïd:{secret}"


def test_what_the_client_takes_as_credentials() -> None:
    with pytest.raises(ConfigurationError, match="auth= has to be StaticHeaders or ClientCredentials"):
        TokenAcme(auth={"client_id": "a"})  # type: ignore[arg-type]  # on purpose
    with serving(lambda *_: response(b"{}")) as server:
        auth = StaticHeaders({"Authorization": "Bearer from-elsewhere"})
        with TokenAcme(auth=auth, base_url=server.url) as made:
            made.call(GET, {"term_id": "1"})
        assert len(server.requests) == 1
        assert b"Bearer from-elsewhere" in server.requests[0]


# Not shown


def test_they_are_neither_shown_nor_copied() -> None:
    auth = credentials()
    assert repr(auth) == "<ClientCredentials basic>"
    assert SECRET.encode() not in auth.fingerprint
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="cannot be pickled or copied"):
            attempt(auth)
    assert repr(Token("canary-token", 0.0, 1.0)) == "<Token>"


def test_the_secret_is_known_in_every_form_in_which_an_answer_may_hold_it() -> None:
    secret = 'a"b/c+d e&ü'
    known = ClientCredentials(BASIC, "x", secret).secrets
    basic = base64.b64encode(f"x:{secret}".encode()).decode().rstrip("=")
    for form in (
        secret,
        basic,
        'a\\"b/c+d e&ü',
        'a\\"b\\/c+d e&\\u00fc',
        "a%22b%2Fc%2Bd%20e%26%C3%BC",
        "a%22b%2Fc%2Bd+e%26%C3%BC",
        "a&quot;b/c+d e&amp;ü",
    ):
        assert redacted(f"<{form}>", known) == "<[redacted]>"


def test_fingerprints_tell_credentials_apart() -> None:
    assert credentials().fingerprint == credentials(FORM, scope="x").fingerprint
    assert ClientCredentials(FORM, "a:b", "c").fingerprint != ClientCredentials(FORM, "a", "b:c").fingerprint


# Where they may be sent


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://id.example/token", "not encrypted"),
        ("https://user:pass@id.example/token", "must not hold a user or a password"),
        ("https://id.example/token?x=1", "no query"),
        ("id.example/token", "has to begin with https://"),
        ("ftp://id.example/token", "has to begin with https://"),
        ("https://id.example/a/../token", "'.' or '..'"),
    ],
)
def test_the_token_url_is_checked_like_the_base_url(url: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match="token_url=") as caught:
        TokenAcme(auth=credentials(token_url=url))
    assert problem in str(caught.value)
    assert "user:pass" not in str(caught.value)


def test_an_unencrypted_token_url_can_be_allowed() -> None:
    made = TokenAcme(auth=credentials(token_url="http://id.example/token"), allow_insecure=True)
    assert made._shared.token_url == "http://id.example/token"


def test_a_slash_at_the_end_of_the_token_url_belongs_to_it() -> None:
    made = TokenAcme(auth=credentials(token_url="https://ID.example:443/oauth/token/"))
    assert made._shared.token_url == "https://id.example/oauth/token/"


def proxied(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("http_proxy", url)


@pytest.mark.parametrize("is_async", [False, True])
def test_a_token_request_to_this_machine_never_goes_to_a_proxy(monkeypatch: pytest.MonkeyPatch, is_async: bool) -> None:
    proxy_answer = response(b"{}")
    with serving(lambda *_: proxy_answer) as proxy, endpoint() as vendor:
        proxied(monkeypatch, proxy.url)
        options: Any = {"base_url": "http://erp.example", "allow_insecure": True}
        auth = credentials(token_url=f"{vendor.url}/token")

        async def run() -> None:
            async with AsyncTokenAcme(auth=auth, **options) as made:
                made.use_tokens(MemoryTokens())
                await made.call(GET, {"term_id": "1"})

        if is_async:
            asyncio.run(run())
        else:
            with TokenAcme(auth=auth, **options) as made:
                made.use_tokens(MemoryTokens())
                made.call(GET, {"term_id": "1"})
        assert vendor.asked == 1
        assert [request.split(b" ")[1] for request in proxy.requests] == [b"http://erp.example/v1/terms/1"]
        assert not any(SECRET.encode() in request for request in proxy.requests)


def test_redirects_of_the_endpoint_are_not_followed() -> None:
    with endpoint() as other, endpoint() as vendor:
        vendor.before_token = lambda _: response(b"", "307 Go", f"Location: {other.url}/token")
        with TokenAcme(auth=credentials(), base_url=vendor.url) as made:
            made.use_tokens(MemoryTokens())
            with pytest.raises(Exception, match="redirects are not followed"):
                made.call(GET, {"term_id": "1"})
        assert other.server.connections == 0


def test_an_absolute_token_url_of_the_vendor_stays_when_the_base_url_changes() -> None:
    made = FormAcme(auth=credentials(FORM), base_url="https://elsewhere.example")
    assert made._shared.token_url == FORM.url


# The store


def test_a_login_is_shared_while_someone_uses_it_and_kept_while_its_token_is_good() -> None:
    store = MemoryTokens()
    first = store.login("key", 0.0)
    assert store.login("key", 0.0) is first
    first.token = Token("good", 0.0, 1000.0)
    over = store.login("other", 0.0)
    over.token = Token("over", 0.0, 1.0)
    used = store.login("used", 0.0)
    one = id(first)
    del first, over
    for number in range(500):
        store.login(number, 500.0)
    gc.collect()
    assert len(store._kept) <= 130
    assert id(store.login("key", 500.0)) == one
    assert store.login("key", 500.0).token is not None
    assert store.login("other", 500.0).token is None
    assert store.login("used", 500.0) is used


def test_a_flight_begins_only_for_the_token_that_was_seen() -> None:
    login = MemoryTokens().login("key", 0.0)
    flight = login.start(None, None, 0)
    assert flight is not None
    assert login.start(None, None, 0) is None
    login.land(flight, Token("new", 0.0, 10.0))
    assert login.start(None, None, 0) is None
    assert login.start(login.token, None, 0) is not None


def test_a_late_token_is_not_kept_after_a_newer_one_was_refused() -> None:
    login = MemoryTokens().login("key", 0.0)
    late = login.start(None, None, 0)
    assert late is not None
    login.give_up(late)
    newer = login.start(None, None, 0)
    assert newer is not None
    token = Token("newer", 0.0, 10.0)
    login.land(newer, token)
    login.drop(token)
    login.land(late, Token("late", 0.0, 10.0))
    assert login.token is None
    assert set(login.secrets) == {"late", "newer"}


async def test_a_waiter_whose_loop_is_closed_does_not_disturb_the_end_of_a_flight() -> None:
    login = MemoryTokens().login("key", 0.0)
    flight = login.start(None, None, 0)
    assert flight is not None
    woken = threading.Event()

    def closed() -> None:
        raise RuntimeError("Event loop is closed")

    flight._call_at_end(closed)
    flight._call_at_end(woken.set)
    login.land(flight)
    assert woken.is_set()
    assert login.flight is None


def test_waiting_for_a_flight_that_is_over_takes_no_time() -> None:
    login = MemoryTokens().login("key", 0.0)
    flight = login.start(None, None, 0)
    assert flight is not None
    login.land(flight)
    results: list[bool] = []
    waiter = threading.Thread(target=lambda: results.append(flight.wait(60.0)))
    waiter.start()
    waiter.join(5)
    assert results == [False]
    assert asyncio.run(flight.wait_async(60.0)) is False


def test_a_client_with_static_headers_loads_nothing_of_this() -> None:
    program = (
        "import sys\n"
        "from tests.unit.runtime.flow_support import Acme, login\n"
        "Acme(auth=login()).close()\n"
        "late = {'erp_client_runtime.tokens', 'erp_client_runtime.token_flow', 'erp_client_runtime.token_endpoint'}\n"
        "assert not late & set(sys.modules), late & set(sys.modules)\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(os.path.curdir)}
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30, env=environ)


def test_a_forked_child_keeps_the_token_but_not_the_flight() -> None:
    store = MemoryTokens()
    login = store.login("key", 0.0)
    login.token = Token("kept", 0.0, 10.0)
    flight = login.start(login.token, None, 0)
    assert flight is not None
    lock = login._lock
    store._after_fork()
    assert login._lock is not lock
    assert login.flight is None
    assert login.token is not None
    assert login.start(login.token, None, 0) is not None
    assert ID not in repr(login)
