"""Requests of every style and kind of body, sent to a server and read there by other means than ours."""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest

from erp_client_runtime.auth import StaticHeaders
from erp_client_runtime.errors import InvalidArgumentError
from erp_client_runtime.payloads import File
from tests.pipeline.tiny import Generated, document, operation, path_parameter, ref
from tests.unit.runtime.loopback import Server

Call = Callable[..., dict[str, Any]]

TEXT = {"type": "string"}
NUMBERS = {"type": "array", "items": {"type": "integer"}}
TEXTS = {"type": "array", "items": TEXT}
MAP = {"type": "object", "additionalProperties": TEXT}
FILE = {"type": "string", "format": "binary"}
ADDRESS = {
    "type": "object",
    "properties": {"city": TEXT, "lines": TEXTS, "when": {"type": "string", "format": "date"}, "inner": ref("Address")},
}
ODD = "a/b ?&=+%,;ü\"'"


def answer(connection: object, number: int) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server(answer)
    yield one
    one.close()


@pytest.fixture
def call(generate_client: Callable[..., Generated], server: Server) -> Iterator[Call]:
    """`call(parameters, arguments, body=…, given=…)`: what the server got of the only operation of a document."""
    open_clients = []

    def make(
        path: str, parameters: list[dict[str, Any]], *given: Any, content: dict[str, Any] | None = None, **named: Any
    ) -> dict[str, Any]:
        more = {} if content is None else {"requestBody": {"required": True, "content": content}}
        send = operation("post", {}, parameters=parameters, **more)
        generated = generate_client(document({path: {"post": send}}, {"Address": ADDRESS}), foreign=True)
        client = generated.root.Tiny(auth=StaticHeaders({}), base_url=server.url)
        open_clients.append(client)
        models = generated.module("models")
        values = [one(models) if callable(one) else one for one in given]
        client.things.post(*values, **{name: one(models) if callable(one) else one for name, one in named.items()})
        return received(server.requests[-1])

    yield make
    for client in open_clients:
        client.close()


def received(request: bytes) -> dict[str, Any]:
    """A request, taken apart."""
    head, _, body = request.partition(b"\r\n\r\n")
    line, *lines = head.decode("ascii").split("\r\n")
    _, target, _ = line.split(" ")
    path, _, query = target.partition("?")
    headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in lines)}
    return {"path": path, "query": query, "headers": headers, "body": body}


def parameter(name: str, place: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema, "required": True, **more}


@pytest.mark.parametrize(
    ("style", "explode", "schema", "value", "segment"),
    [
        ("simple", False, TEXT, ODD, ODD),
        ("simple", False, NUMBERS, [1, 2], "1,2"),
        ("simple", False, MAP, {"a": "1", "b": "2"}, "a,1,b,2"),
        ("simple", True, MAP, {"a": "1", "b": "2"}, "a=1,b=2"),
        ("label", False, TEXT, ODD, f".{ODD}"),
        ("label", False, NUMBERS, [1, 2], ".1,2"),
        ("label", True, NUMBERS, [1, 2], ".1.2"),
        ("label", True, MAP, {"a": "1", "b": "2"}, ".a=1.b=2"),
        ("matrix", False, TEXT, "x", ";x=x"),
        ("matrix", False, NUMBERS, [1, 2], ";x=1,2"),
        ("matrix", True, NUMBERS, [1, 2], ";x=1;x=2"),
        ("matrix", True, MAP, {"a": "1", "b": "2"}, ";a=1;b=2"),
    ],
)
def test_values_in_the_path(call: Call, style: str, explode: bool, schema: Any, value: Any, segment: str) -> None:
    got = call("/v/{x}/end", [parameter("x", "path", schema, style=style, explode=explode)], value)
    assert unquote(got["path"]) == f"/v/{segment}/end"
    assert got["path"].count("/") == 3  # a slash in a value is not one of the path


def from_query(style: str, explode: bool, name: str, query: str) -> Any:
    """What a list of one parameter was, by the tables of OpenAPI."""
    pairs = parse_qsl(query, keep_blank_values=True)
    if explode:
        return [text for key, text in pairs if key == name]
    ((key, _),) = pairs
    assert key == name
    delimiter = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}[style]
    return [unquote(part) for part in query.partition("=")[2].split(delimiter)]


@pytest.mark.parametrize("explode", [True, False])
@pytest.mark.parametrize("style", ["form", "spaceDelimited", "pipeDelimited"])
def test_lists_in_the_query(call: Call, style: str, explode: bool) -> None:
    got = call("/v", [parameter("x y", "query", TEXTS, style=style, explode=explode)], x_y=["a,b", "c&d=e", "ü;+"])
    assert from_query(style, explode, "x y", got["query"]) == ["a,b", "c&d=e", "ü;+"]


def test_maps_and_models_in_the_query(call: Call) -> None:
    got = call("/v", [parameter("m", "query", MAP)], m={"a": "1", "b&": ODD})
    assert dict(parse_qsl(got["query"], keep_blank_values=True)) == {"a": "1", "b&": ODD}
    got = call("/v", [parameter("m", "query", MAP, explode=False)], m={"a": "1", "b": "2"})
    assert parse_qsl(got["query"]) == [("m", "a,1,b,2")]
    deep = parameter("where", "query", ref("Address"), style="deepObject")
    got = call("/v", [deep], where=lambda models: models.Address(city=ODD, inner=models.Address(lines=["x", "y"])))
    assert dict(parse_qsl(got["query"])) == {
        "where[city]": ODD,
        "where[inner][lines][0]": "x",
        "where[inner][lines][1]": "y",
    }


def test_a_value_or_an_object_in_the_query(call: Call) -> None:
    either = parameter("created", "query", {"anyOf": [ref("Address"), {"type": "integer"}]}, style="deepObject")
    assert call("/v", [either], created=5)["query"] == "created=5"
    got = call("/v", [either], created=lambda models: models.Address(city="x"))
    assert parse_qsl(got["query"]) == [("created[city]", "x")]


def test_json_in_the_query(call: Call) -> None:
    filtering = {"name": "f", "in": "query", "content": {"application/json": {"schema": ref("Address")}}}
    got = call("/v", [filtering], f=lambda models: models.Address(city=ODD, lines=[]))
    ((name, text),) = parse_qsl(got["query"])
    assert (name, json.loads(text)) == ("f", {"city": ODD, "lines": []})


def test_headers_and_cookies(call: Call) -> None:
    parameters = [
        parameter("X-List", "header", NUMBERS),
        parameter("X-Map", "header", MAP, explode=True),
        parameter("session", "cookie", TEXT),
        parameter("numbers", "cookie", NUMBERS, explode=False),
        parameter("Accept", "header", TEXT),
    ]
    got = call("/v", parameters, x_list=[1, 2], x_map={"a": "b c", "d": "e"}, session="a b;c", numbers=[1, 2])
    assert got["headers"]["x-list"] == "1,2"
    assert got["headers"]["x-map"] == "a=b c,d=e"
    assert got["headers"]["cookie"] == "session=a%20b%3Bc; numbers=1,2"


def test_forms(call: Call) -> None:
    schema = {
        "type": "object",
        "required": ["amount"],
        "properties": {
            "amount": {"type": "number", "format": "decimal"},
            "on": {"type": "boolean"},
            "expand": TEXTS,
            "ids": NUMBERS,
            "address": ref("Address"),
            "plain": ref("Address"),
        },
    }
    encoding = {"address": {"style": "deepObject", "explode": True}, "ids": {"style": "form", "explode": False}}
    content = {"application/x-www-form-urlencoded": {"schema": schema, "encoding": encoding}}
    got = call(
        "/v",
        [],
        content=content,
        amount=5,
        on=True,
        expand=["a b", "c&d"],
        ids=[1, 2],
        address=lambda models: models.Address(city="ü", lines=["x"]),
        plain=lambda models: models.Address(city="y"),
    )
    assert got["headers"]["content-type"] == "application/x-www-form-urlencoded"
    pairs = parse_qsl(got["body"].decode("ascii"), strict_parsing=True)
    assert [pair for pair in pairs if pair[0] != "plain"] == [
        ("amount", "5"),
        ("on", "true"),
        ("expand", "a b"),
        ("expand", "c&d"),
        ("ids", "1,2"),
        ("address[city]", "ü"),
        ("address[lines][0]", "x"),
    ]
    assert json.loads(dict(pairs)["plain"]) == {"city": "y"}


def test_a_map_as_a_form(call: Call) -> None:
    content = {"application/x-www-form-urlencoded": {"schema": MAP}}
    got = call("/v", [], {"a": "1", "ü": "x y"}, content=content)
    assert parse_qsl(got["body"].decode("ascii")) == [("a", "1"), ("ü", "x y")]


def parts(got: dict[str, Any]) -> list[tuple[str, str | None, str | None, bytes]]:
    """The parts of a multipart body: name, file name, media type, content; as the standard library reads them."""
    head = f"Content-Type: {got['headers']['content-type']}\r\n\r\n".encode()
    message: Any = email.message_from_bytes(head + got["body"], policy=email.policy.HTTP)
    found = []
    for part in message.iter_parts():
        disposition = part["content-disposition"].params
        media_type = part.get_content_type() if "content-type" in part else None
        found.append((disposition["name"], disposition.get("filename"), media_type, part.get_payload(decode=True)))
    return found


def test_files_in_forms(call: Call) -> None:
    schema = {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": FILE,
            "more": {"type": "array", "items": FILE},
            "about": ref("Address"),
            "count": {"type": "integer"},
            "labels": TEXTS,
            "script": {"contentMediaType": "text/x-python"},
        },
    }
    content = {"multipart/form-data": {"schema": schema, "encoding": {"file": {"contentType": "image/png, image/gif"}}}}
    blob = bytes(range(256)) + b"\r\n--"
    got = call(
        "/v",
        [],
        content=content,
        file=blob,
        more=[File(b"one", "a b.txt", "text/plain"), b"two"],
        about=lambda models: models.Address(city="ü"),
        count=3,
        labels=["x", "y"],
        script=File(b"print()", name='quo"te.py'),
    )
    assert re.fullmatch(r"multipart/form-data; boundary=[0-9a-f]+", got["headers"]["content-type"])
    assert parts(got) == [
        ("file", "file", "image/png", blob),
        ("more", "a b.txt", "text/plain", b"one"),
        ("more", "more", "application/octet-stream", b"two"),
        ("about", None, "application/json", '{"city":"ü"}'.encode()),
        ("count", None, None, b"3"),
        ("labels", None, None, b"x"),
        ("labels", None, None, b"y"),
        ("script", "quo%22te.py", "application/octet-stream", b"print()"),
    ]


@pytest.mark.parametrize(
    ("media_type", "value", "body", "sent_as"),
    [
        ("application/octet-stream", b"\x00\xff", b"\x00\xff", "application/octet-stream"),
        ("application/pdf", b"%PDF", b"%PDF", "application/pdf"),
        ("*/*", File(b"GIF", media_type="image/gif"), b"GIF", "image/gif"),
        ("*/*", b"x", b"x", "application/octet-stream"),
        ("text/csv", "ä;1", "ä;1".encode(), "text/csv; charset=utf-8"),
        ("application/xml", b"<a/>", b"<a/>", "application/xml"),
    ],
)
def test_bytes_and_text(call: Call, media_type: str, value: Any, body: bytes, sent_as: str) -> None:
    got = call("/v", [], value, content={media_type: {"schema": FILE}})
    assert (got["body"], got["headers"]["content-type"]) == (body, sent_as)


@pytest.mark.parametrize(
    ("schema", "value", "body"),
    [
        (NUMBERS, [1, 2], [1, 2]),
        (TEXT, ODD, ODD),
        ({"type": "array", "items": ref("Address")}, lambda models: [models.Address(city="x")], [{"city": "x"}]),
        ({}, {"a": [1, None]}, {"a": [1, None]}),
        ({"anyOf": [ref("Address"), TEXT]}, "x", "x"),
    ],
)
def test_json_that_is_no_object_with_fields(call: Call, schema: Any, value: Any, body: Any) -> None:
    got = call("/v", [], value, content={"application/json": {"schema": schema}})
    assert json.loads(got["body"]) == body


def test_json_of_another_media_type(call: Call) -> None:
    content = {"application/merge-patch+json": {"schema": ref("Address")}}
    got = call("/v/{id}", [path_parameter("id")], "7", content=content, city="x")
    assert got["headers"]["content-type"] == "application/merge-patch+json"
    assert json.loads(got["body"]) == {"city": "x"}


@pytest.mark.parametrize(
    ("content", "given", "named", "told"),
    [
        ({"multipart/form-data": {"schema": MAP}}, [{"a": 1}], {}, "has to be text"),
        ({"application/octet-stream": {}}, [3], {}, "bytes or text, not int"),
        ({"application/json": {"schema": NUMBERS}}, [["x"]], {}, "an integer"),
        (
            {"multipart/form-data": {"schema": {"type": "object", "properties": {"f": FILE}}}},
            [],
            {"f": open},
            "a file",
        ),
        ({"application/x-www-form-urlencoded": {"schema": ref("Address")}}, [], {"lines": []}, "empty"),
    ],
)
def test_what_cannot_be_sent_is_refused_before_anything_is(
    generate_client: Callable[..., Generated],
    server: Server,
    content: dict[str, Any],
    given: list[Any],
    named: dict[str, Any],
    told: str,
) -> None:
    send = operation("post", {}, requestBody={"required": True, "content": content})
    generated = generate_client(document({"/v": {"post": send}}, {"Address": ADDRESS}), foreign=True)
    with (
        generated.root.Tiny(auth=StaticHeaders({}), base_url=server.url) as client,
        pytest.raises(InvalidArgumentError, match=told),
    ):
        client.things.post(*given, **named)
    assert server.requests == []
