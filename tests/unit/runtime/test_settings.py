"""Settings that cannot work are refused when they are given, with what is wrong and what would be right."""

from __future__ import annotations

import math
import traceback
from typing import Any

import pytest

from erp_client_runtime.auth import StaticHeaders
from erp_client_runtime.errors import ConfigurationError
from tests.unit.runtime.flow_support import (
    GET,
    LIST,
    SECRET,
    TERM,
    VENDOR,
    Acme,
    AsyncAcme,
    Driven,
    answer,
    client,
    login,
)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACME_BASE_URL", raising=False)


def refused(**options: Any) -> str:
    with pytest.raises(ConfigurationError) as caught:
        Acme(auth=login(), **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://api.example", "https://api.example"),
        ("https://api.example/", "https://api.example"),
        ("https://API.Example:443/v1//", "https://api.example/v1"),
        ("HTTPS://api.example:8443/v1", "https://api.example:8443/v1"),
        ("http://localhost:8801", "http://localhost:8801"),
        ("http://a.localhost", "http://a.localhost"),
        ("http://127.0.0.1:8801/", "http://127.0.0.1:8801"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:8801", "http://[::1]:8801"),
        ("https://api.example/a%20b", "https://api.example/a%20b"),
    ],
)
def test_a_base_url_is_brought_into_one_form(given: str, used: str) -> None:
    assert client(base_url=given).base_url == used


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("http://api.example", "allow_insecure"),
        ("http://127.0.0.1.evil.example", "allow_insecure"),
        ("http://localhost.evil.example", "allow_insecure"),
        ("http://0.0.0.0", "allow_insecure"),
        ("https://user:hunter2@api.example", "user or a password"),
        ("https://user@api.example", "user or a password"),
        ("https://api.example?x=1", "query"),
        ("https://api.example?", "query"),
        ("https://api.example#x", "fragment"),
        ("https://api.example/../x", "'..'"),
        ("ftp://api.example", "https://"),
        ("//api.example", "https://"),
        ("api.example", "https://"),
        ("https://", "host"),
        ("https://:443", "host"),
        ("https://api.example:99999", "URL"),
        ("https://api.example:x", "URL"),
        ("https://[::1", "URL"),
        ("https://api.example/a b", "spaces"),
        ("https://api.example\r\nHost: x", "line breaks"),
        ("https://api.example\\x", "backslashes"),
        ("https://äpi.example", "encoded"),
        ("", "URL"),
        (5, "int"),
        (b"https://api.example", "bytes"),
    ],
)
def test_a_base_url_that_cannot_be_one_is_refused(given: Any, hint: str) -> None:
    message = refused(base_url=given)
    assert hint in message
    assert "hunter2" not in message


def test_http_elsewhere_can_be_allowed() -> None:
    assert client(base_url="http://api.example", allow_insecure=True).base_url == "http://api.example"


def test_the_base_url_can_come_from_the_environment_and_an_argument_beats_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_BASE_URL", "https://sandbox.example/")
    assert client().base_url == "https://sandbox.example"
    assert client(base_url="https://other.example").base_url == "https://other.example"
    monkeypatch.setenv("ACME_BASE_URL", "")
    assert client().base_url == "https://api.acme.example"


def test_a_vendor_without_a_common_address_needs_one() -> None:
    class Own(Acme):
        vendor = VENDOR._replace(base_url=None)

    with pytest.raises(ConfigurationError, match="ACME_BASE_URL"):
        Own(auth=login())


@pytest.mark.parametrize("name", ["timeout", "deadline", "max_pause", "default_pause"])
@pytest.mark.parametrize("value", [0, -1, math.nan, math.inf, True, "5", [5]])
def test_times_have_to_be_positive_numbers(name: str, value: Any) -> None:
    assert name in refused(**{name: value})


@pytest.mark.parametrize("value", [-1, math.nan, math.inf, True, "5"])
def test_the_time_for_the_quota_may_be_zero_but_not_nonsense(value: Any) -> None:
    assert "quota_timeout" in refused(quota_timeout=value)
    client(quota_timeout=0)


@pytest.mark.parametrize("value", [-1, True, 1.0, "2", None])
def test_retries_are_a_whole_number(value: Any) -> None:
    assert "max_retries" in refused(max_retries=value)


@pytest.mark.parametrize(
    "value",
    [
        (0, 60),
        (-1, 60),
        (True, 60),
        (1.5, 60),
        (5, 0),
        (5, -1),
        (5, math.nan),
        (5, math.inf),
        (5,),
        5,
        "50/3",
        (5, 1, 1),
        {},
    ],
)
def test_a_quota_is_a_number_per_seconds(value: Any) -> None:
    assert "quota" in refused(quota=value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strict", 1), ("allow_assumed", "yes"), ("allow_insecure", None), ("on_drift", "print"), ("on_response", 5),
        ("quota_key", 5), ("max_response_bytes", 0), ("max_response_bytes", True), ("max_response_bytes", 1.5),
    ],
)  # fmt: skip
def test_other_settings_have_to_be_of_their_kind(name: str, value: Any) -> None:
    assert name in refused(**{name: value})


def test_unknown_options_are_refused_everywhere() -> None:
    assert "did you mean 'timeout'" in refused(time_out=5)
    made = client()
    with pytest.raises(ConfigurationError, match="did you mean 'max_retries'"):
        made.with_options(max_retrys=1)  # type: ignore[call-arg]  # what is to be refused
    with pytest.raises(ConfigurationError, match="belongs to the client"):
        made.with_options(base_url="https://x.example")  # type: ignore[call-arg]  # what is to be refused
    with pytest.raises(ConfigurationError, match="has to be a dict"):
        made.call(GET, {"term_id": "1"}, options=5)  # type: ignore[arg-type]  # what is to be refused


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ({"list_term": "/x"}, "did you mean 'list_terms'"),
        ({"zzz": "/x"}, "create_term, delete_term"),
        ({"list_terms": "v1"}, "slash"),
        ({"list_terms": "//evil.example/x"}, "slash"),
        ({"list_terms": "https://evil.example/x"}, "slash"),
        ({"list_terms": "/x?y=1"}, "query"),
        ({"list_terms": "/x#y"}, "query"),
        ({"list_terms": "/x y"}, "spaces"),
        ({"list_terms": "/x\r\n"}, "spaces"),
        ({"list_terms": "/å"}, "percent"),
        ({"list_terms": "/../{term_id}"}, "'.' or '..'"),
        ({"list_terms": "/v1/./x"}, "'.' or '..'"),
        ({"list_terms": "/v1/.."}, "'.' or '..'"),
        ({"list_terms": "/v1/%2E%2e/x"}, "'.' or '..'"),
        ({"list_terms": 5}, "int"),
        (["/x"], "dict"),
        ({5: "/x"}, "dict"),
    ],
)
def test_corrected_paths_are_checked(value: Any, hint: str) -> None:
    assert hint in refused(operation_paths=value)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ({"list_term.since": "x"}, "did you mean 'list_terms'"),
        ({"since": "x"}, "create_order.language"),
        ({"list_terms.": "x"}, "create_order.language"),
        ({"list_terms.since": ""}, "text"),
        ({"list_terms.since": "a\nb"}, "line breaks"),
        ({"list_terms.since": 5}, "int"),
        ("x", "dict"),
    ],
)
def test_corrected_names_are_checked(value: Any, hint: str) -> None:
    assert hint in refused(wire_names=value)


@pytest.mark.parametrize(
    "name",
    [
        "api_key", "API_KEY", "api-key", "Store", "Host", "Content-Length", "content-type", "Cookie",
        "Transfer-Encoding", "Accept-Encoding",
        "Accept", "Connection", "", "a b", "a:b", "å", "a\r\nb",
    ],
)  # fmt: skip
def test_headers_that_are_not_the_users_to_set_are_refused(name: str) -> None:
    assert "headers" in refused(headers={name: "value-canary"})
    with pytest.raises(ConfigurationError):
        client().with_options(headers={name: "x"})


@pytest.mark.parametrize("value", ["", "a\r\nX: 1", "å", " a", "a ", 5, None, b"x"])
def test_header_values_that_cannot_be_sent_are_refused_without_showing_them(value: Any) -> None:
    message = refused(
        headers={"X-Mine": f"{value}canary{value}" if isinstance(value, str) and value.strip() else value}
    )
    if isinstance(value, str):
        assert "canary" not in message


def test_headers_add_up_from_client_copy_and_call() -> None:
    made = client(headers={"X-A": "1", "X-B": "1", "User-Agent": "mine/1"})
    driven = Driven(made.with_options(headers={"x-b": "2"}), [answer(200, TERM)])
    driven.call(GET, headers={"X-C": "3"})
    headers = {name.lower(): value for name, value in driven.sent[0].headers}
    assert (headers[b"x-a"], headers[b"x-b"], headers[b"x-c"]) == (b"1", b"2", b"3")
    assert [value for name, value in driven.sent[0].headers if name.lower() == b"user-agent"] == [b"mine/1"]


def test_a_copy_has_its_own_settings_and_leaves_the_original_alone() -> None:
    made = client(timeout=10)
    copy = made.with_options(timeout=3, strict=True)
    assert (made._settings.timeout, made._settings.strict) == (10.0, False)
    assert (copy._settings.timeout, copy._settings.strict) == (3.0, True)
    assert copy._shared is made._shared
    assert copy.with_options(max_retries=0)._settings.timeout == 3.0


@pytest.mark.parametrize("cls", [Acme, AsyncAcme])
def test_a_constructor_that_failed_can_be_shown_with_its_locals(cls: type[Acme]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        cls(auth=login(), quota=5)  # type: ignore[arg-type]  # what is to be refused
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert f"self = <{cls.__name__}, not set up>" in shown
    assert SECRET not in shown


def test_a_header_value_is_judged_alike_wherever_it_is_given() -> None:
    assert "tabs" in refused(headers={"X-Mine": "a\tb"})
    with pytest.raises(ConfigurationError, match="cannot be sent in a header"):
        StaticHeaders({"api_key": "a\tb"})
    with pytest.raises(ConfigurationError, match="cannot be sent in a header"):
        client().call(LIST, {"language": "a\tb"})


def test_repr_shows_where_and_no_secret() -> None:
    made = client()
    assert repr(made) == "<Acme acme https://api.acme.example>"
    shown = f"{made!r} {made} {vars(made)} {made._shared!r} {made._shared.auth!r} {made._settings!r}"
    assert SECRET not in shown
