"""URLs, queries and headers: everything is encoded or refused, and nothing addresses something else by accident."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import unquote

import httpx
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp_client_runtime.codecs import INT64, TEXT
from erp_client_runtime.errors import ConfigurationError, InvalidArgumentError
from erp_client_runtime.model import UNSET
from erp_client_runtime.operation import Operation, Parameter
from erp_client_runtime.results import Nothing
from tests.unit.runtime.flow_support import (
    CREATE,
    DELETE,
    DOCUMENTED,
    GET,
    LIST,
    TERM,
    Driven,
    Term,
    TermCreate,
    answer,
    client,
    failing,
)
from tests.unit.runtime.sample_models import Invoice

BASE = "https://api.acme.example/v1/terms/"


def url(operation: Any = LIST, of: Any = None, **arguments: Any) -> str:
    driven = Driven(of or client(), [answer(200, TERM)])
    driven.call(operation, arguments)
    return driven.sent[0].url


def headers(**arguments: Any) -> dict[bytes, bytes]:
    driven = Driven(client(), [answer(200, TERM)])
    driven.call(LIST, arguments)
    return dict(driven.sent[0].headers)


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("30N", "30N"),
        ("a/b", "a%2Fb"),
        ("50%", "50%25"),
        ("%2F", "%252F"),
        ("../x", "..%2Fx"),
        ("...", "..."),
        ("a b", "a%20b"),
        ("å", "%C3%A5"),
        ("😀", "%F0%9F%98%80"),
        ("a\r\nHost: x", "a%0D%0AHost%3A%20x"),
        ("\x00", "%00"),
        ("a?b#c", "a%3Fb%23c"),
        ("a;b=c&d", "a%3Bb%3Dc%26d"),
        ("-._~", "-._~"),
        (" ", "%20"),
    ],
)
def test_a_path_id_is_percent_encoded(value: str, segment: str) -> None:
    assert url(GET, term_id=value) == BASE + segment


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: text not in (".", "..")))
def test_every_path_id_arrives_as_it_was_given(value: str) -> None:
    address = url(GET, term_id=value)
    segment = address.removeprefix(BASE)
    assert unquote(segment, errors="strict") == value
    assert set(segment) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%")
    for module in (httpx, httpx2):
        if len(address) < 60_000:
            assert module.Request("GET", address).url.raw_path.decode() == "/v1/terms/" + segment


@pytest.mark.parametrize(
    "value", ["", ".", "..", None, True, False, 5, 1.5, b"x", ["a"], {"a": 1}, UNSET, "\ud800", object()]
)
@pytest.mark.parametrize("operation", [GET, DELETE])
def test_a_path_id_that_cannot_be_one_is_refused_before_any_request(value: Any, operation: Any) -> None:
    error, driven = failing([], operation, InvalidArgumentError, arguments={"term_id": value})
    assert driven.sent == []
    assert "term_id" in str(error)
    assert error.operation == operation.name
    assert isinstance(error, ValueError)


def test_a_missing_or_unknown_argument_is_named() -> None:
    failing([], GET, InvalidArgumentError, arguments={})
    error, _ = failing([], GET, InvalidArgumentError, arguments={"term_id": "1", "termid": "1"})
    assert "did you mean 'term_id'" in str(error)


def test_arguments_that_are_not_given_are_not_sent() -> None:
    assert url(since=None, day=UNSET) == BASE


def test_values_are_written_in_the_wire_form() -> None:
    assert url(since=0) == f"{BASE}?since=0"
    assert url(day=datetime.date(2026, 1, 2)) == f"{BASE}?theDay=2026-01-02"


def test_several_parameters_keep_the_documented_order() -> None:
    assert url(states=["a"], since=3) == f"{BASE}?since=3&state=a"


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ({"states": ["a b", "c&d"]}, "state=a%20b&state=c%26d"),
        ({"ids": [1, 2]}, "ids=1,2"),
        ({"ids": (1,)}, "ids=1"),
        ({"piped": ["a|b", "c"]}, "piped=a%7Cb%7Cc"),
        ({"where": {"na me": "x&y"}}, "where%5Bna%20me%5D=x%26y"),
        ({"flat": {"a": "1", "b": "2"}}, "a=1&b=2"),
        ({"joined": {"a": "1", "b": "2"}}, "joined=a,1,b,2"),
        ({"states": ["=&?#%+"]}, "state=%3D%26%3F%23%25%2B"),
    ],
)
def test_arrays_and_objects_are_written_as_style_and_explode_say(arguments: dict[str, Any], query: str) -> None:
    assert url(**arguments) == f"{BASE}?{query}"


@pytest.mark.parametrize("arguments", [{"states": []}, {"ids": []}, {"where": {}}, {"flat": {}}])
def test_an_empty_list_is_refused_since_it_would_ask_for_everything(arguments: dict[str, Any]) -> None:
    error, _ = failing([], LIST, InvalidArgumentError, arguments=arguments)
    assert "empty" in str(error)


@pytest.mark.parametrize(
    "arguments",
    [
        {"since": "1"}, {"since": True}, {"since": 1.0}, {"states": "abc"}, {"states": [1]}, {"states": [None]},
        {"where": [1]}, {"where": {1: "a"}}, {"day": "2026-01-02"}, {"states": ["\udfff"]}, {"flat": {"\udfff": "a"}},
    ],
)  # fmt: skip
def test_wrong_types_are_refused_with_the_name_of_the_argument(arguments: dict[str, Any]) -> None:
    error, driven = failing([], LIST, InvalidArgumentError, arguments=arguments)
    assert next(iter(arguments)) in str(error)
    assert driven.sent == []


def test_a_header_parameter_is_sent_as_a_header() -> None:
    assert headers(language="sv")[b"X-Language"] == b"sv"


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "å", "", " a", "a ", "a\x00"])
def test_a_header_parameter_that_cannot_be_a_header_is_refused(value: str) -> None:
    failing([], LIST, InvalidArgumentError, arguments={"language": value})


# operation_paths and wire_names


def test_a_corrected_path_has_to_have_the_same_variables() -> None:
    for path in ("/v2/terms", "/v2/{id}", "/v2/{term_id}/{other}"):
        error, driven = failing([], GET, ConfigurationError, of=client(operation_paths={"get_term": path}))
        assert "{term_id}" in str(error)
        assert driven.sent == []


def test_corrected_names_of_parameters_and_fields_are_used() -> None:
    of = client(
        wire_names={
            "list_terms.since": "from id",
            "list_terms.language": "Accept-Language",
            "create_term.days": "daysNet",
        }
    )
    driven = Driven(of, [answer(200, TERM), answer(200, TERM)])
    driven.call(LIST, {"since": 3, "language": "sv"})
    assert driven.sent[0].url == f"{BASE}?from%20id=3"
    assert (b"Accept-Language", b"sv") in driven.sent[0].headers
    driven.call(CREATE, {}, TermCreate(code="30N", extra_fields={"x": 1}))
    assert driven.sent[1].content == b'{"code":"30N","daysNet":30,"x":1}'


@pytest.mark.parametrize(
    ("operation", "name", "hint"),
    [
        (LIST, "sinse", "'since'"),
        (CREATE, "day", "'days'"),
        (CREATE, "qqqq", "code, days"),
        (GET, "qqqq", "there are none"),
    ],
)
def test_a_correction_of_something_unknown_is_refused_at_the_call(operation: Any, name: str, hint: str) -> None:
    of = client(wire_names={f"{operation.name}.{name}": "x"})
    error, driven = failing([], operation, ConfigurationError, of=of)
    assert hint in str(error)
    assert driven.sent == []


@pytest.mark.parametrize(
    ("operation", "names", "body", "told"),
    [
        (CREATE, {"days": "code"}, TermCreate(code="30N"), "'code' and 'days'"),
        (CREATE, {"days": "x", "code": "x"}, TermCreate(code="30N"), "'code' and 'days'"),
        (CREATE, {"days": "x"}, TermCreate(code="30N", extra_fields={"x": 1}), "'days' and one of extra_fields"),
        (LIST, {"since": "theDay"}, None, "'since' and 'day'"),
        (LIST, {"since": "x", "day": "x"}, None, "'since' and 'day'"),
    ],
)
def test_a_corrected_name_that_something_else_has_is_refused(
    operation: Any, names: dict[str, str], body: Any, told: str
) -> None:
    of = client(wire_names={f"{operation.name}.{name}": wire for name, wire in names.items()})
    driven = Driven(of, [answer(200, TERM)])
    with pytest.raises(ConfigurationError) as caught:
        driven.call(operation, {}, body)
    assert told in str(caught.value)
    assert repr(next(iter(names.values()))) in str(caught.value)
    assert driven.sent == []


def test_headers_of_one_name_are_refused_however_they_are_capitalised() -> None:
    operation = LIST._replace(parameters=(*LIST.parameters, Parameter("trace", "X-Trace", "header", TEXT)))
    of = client(wire_names={"list_terms.trace": "x-language"})
    error, driven = failing([], operation, ConfigurationError, of=of)
    assert "'language' and 'trace'" in str(error)
    assert driven.sent == []


def test_names_may_be_exchanged_and_are_apart_where_they_are_sent_in_different_places() -> None:
    names = {"create_term.days": "code", "create_term.code": "dayCount", "list_terms.language": "since"}
    driven = Driven(client(wire_names=names), [answer(200, TERM), answer(200, TERM)])
    driven.call(CREATE, {}, TermCreate(code="30N"))
    assert driven.sent[0].content == b'{"dayCount":"30N","code":30}'
    driven.call(LIST, {"since": 3, "language": "sv"})
    assert driven.sent[1].url == f"{BASE}?since=3"
    assert (b"since", b"sv") in driven.sent[1].headers


def test_a_field_that_is_not_sent_leaves_its_corrected_name_to_an_extra_one() -> None:
    driven = Driven(client(wire_names={"create_term.days": "x"}), [answer(200, TERM)])
    driven.call(CREATE, {}, Term.from_dict({"code": "30N", "x": 1}))
    assert driven.sent[0].content == b'{"code":"30N","x":1}'


def test_the_name_of_a_path_variable_cannot_be_corrected() -> None:
    error, _ = failing([], GET, ConfigurationError, of=client(wire_names={"get_term.term_id": "x"}))
    assert "operation_paths" in str(error)


# Parameters in the body

PUT = Operation(
    name="put_term",
    method="PUT",
    path="/v1/terms",
    parameters=(Parameter("id", "Id", "body", INT64, required=True),),
    result=Nothing(),
    evidence=DOCUMENTED,
    path_evidence=DOCUMENTED,
)


def sent_body(body: Any, arguments: dict[str, Any], operation: Any = PUT, **options: Any) -> bytes | None:
    driven = Driven(client(**options), [answer(204)])
    driven.call(operation, arguments, body)
    [send] = driven.sent
    assert send.url == "https://api.acme.example/v1/terms"
    content: bytes | None = send.content
    return content


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (TermCreate(code="30N"), b'{"Id":5,"code":"30N","dayCount":30}'),
        (TermCreate(code="30N", extra_fields={"Id": 5}), b'{"Id":5,"code":"30N","dayCount":30}'),
        (Invoice(number="A"), b'{"Id":5,"invoiceNumber":"A"}'),
        (Term.from_dict({"code": "x", "Id": 5, "odd": [1]}), b'{"Id":5,"code":"x","odd":[1]}'),
        (Term.from_dict({"code": "x", "Id": "5"}), b'{"Id":5,"code":"x"}'),
        (Term.from_dict({"code": "x", "Id": None}), b'{"Id":5,"code":"x"}'),
        (None, b'{"Id":5}'),
    ],
)
def test_an_argument_that_belongs_into_the_body_is_sent_there_once(body: Any, content: bytes) -> None:
    assert sent_body(body, {"id": 5}) == content


@pytest.mark.parametrize("own", [7, "7", 0, "", True])
def test_a_body_with_another_id_than_the_one_given_is_refused_before_anything_is_sent(own: Any) -> None:
    driven = Driven(client(), [])
    with pytest.raises(
        InvalidArgumentError, match=r"id of put_term is 5, but the Term .* has Id .*the other"
    ) as caught:
        driven.call(PUT, {"id": 5}, Term.from_dict({"code": "x", "Id": own}))
    assert (driven.sent, caught.value.operation) == ([], "put_term")
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("value", [None, UNSET, True, "5", 5.0, 2**63])
def test_an_argument_for_the_body_is_checked_like_any_other(value: Any) -> None:
    driven = Driven(client(), [])
    with pytest.raises(InvalidArgumentError, match="id of put_term"):
        driven.call(PUT, {"id": value}, TermCreate(code="30N"))
    assert driven.sent == []


def test_an_argument_for_the_body_may_be_left_out_if_it_is_not_required() -> None:
    operation = PUT._replace(parameters=(Parameter("id", "Id", "body", INT64),))
    assert sent_body(Term.from_dict({"code": "x", "Id": 7}), {}, operation) == b'{"code":"x","Id":7}'
    assert sent_body(None, {"id": None}, operation) is None


def test_the_name_of_an_argument_in_the_body_can_be_corrected() -> None:
    names = {"put_term.id": "Key", "put_term.code": "Code"}
    content = b'{"Key":5,"Code":"30N","dayCount":30}'
    assert sent_body(TermCreate(code="30N"), {"id": 5}, wire_names=names) == content
    assert sent_body(None, {"id": 5}, wire_names={"put_term.id": "Key"}) == b'{"Key":5}'
    # A field of the same name is the same thing.
    renamed = sent_body(Invoice.from_dict({"id": 5, "paid": True}), {"id": 5}, wire_names={"put_term.id": "Key"})
    assert renamed == b'{"Key":5,"paid":true}'
    driven = Driven(client(wire_names={"put_term.id": "Key"}), [])
    with pytest.raises(InvalidArgumentError, match="has Key 7"):
        driven.call(PUT, {"id": 5}, Invoice.from_dict({"id": 7}))


def test_a_corrected_name_of_an_argument_in_the_body_must_not_be_that_of_a_field() -> None:
    driven = Driven(client(wire_names={"put_term.id": "code"}), [])
    with pytest.raises(ConfigurationError, match="'code' and 'id'"):
        driven.call(PUT, {"id": 5}, TermCreate(code="30N"))
    assert driven.sent == []
