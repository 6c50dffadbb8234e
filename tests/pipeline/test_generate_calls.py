"""What a generated client does on the wire: the faults of stock generators that ours must not have."""

from __future__ import annotations

import asyncio
import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from erp_client_runtime.decoding import Drift
from erp_client_runtime.errors import (
    APIStatusError,
    AuthenticationError,
    DecodeError,
    InvalidArgumentError,
    NotFoundError,
    ServerError,
    UnexpectedStatusError,
)
from tests.pipeline.tiny import Generated, body, document, operation, path_parameter, reading, ref

Generate = Callable[..., Generated]
TEXT = {"type": "string"}
THING = {"type": "object", "properties": {"code": TEXT, "name": TEXT}}


def by_id(**operations: dict[str, Any]) -> dict[str, Any]:
    """A document with `/things/{id}`."""
    return document({"/things/{id}": {"parameters": [path_parameter("id")], **operations}}, {"Thing": THING})


def test_delete_takes_the_id_of_the_record_and_not_the_number_within_the_answer(generate_client: Generate) -> None:
    spec = by_id(get=operation("get", ref("Thing")), delete=operation("delete"))
    spec["components"]["schemas"]["Thing"] = {"type": "object", "properties": {"$id": TEXT, "Id": TEXT}}
    generated = generate_client(spec)
    seen: list[httpx.Request] = []
    with generated.client({"$id": "1", "Id": "4711"}, seen=seen) as client:
        thing = client.things.get("4711")
        assert (thing.id, thing.json_ref) == ("4711", "1")
        assert thing.to_dict() == {"Id": "4711"}
    with generated.client(httpx.Response(204), seen=seen) as client:
        assert client.things.delete(thing.id) is None
    assert seen[-1].url.raw_path == b"/things/4711"


@pytest.mark.parametrize("value", ["", ".", "..", None, True])
@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_path_id_that_would_address_something_else_is_refused_before_sending(
    generate_client: Generate, method: str, value: Any
) -> None:
    generated = generate_client(by_id(get=operation("get", ref("Thing")), delete=operation("delete")))
    seen: list[httpx.Request] = []
    with generated.client({}, seen=seen) as client, pytest.raises(InvalidArgumentError, match="id of"):
        getattr(client.things, method)(value)

    async def run() -> None:
        async with generated.async_client({}, seen=seen) as client:
            with pytest.raises(InvalidArgumentError, match="id of"):
                await getattr(client.things, method)(value)

    asyncio.run(run())
    assert seen == []


def test_everything_in_a_path_is_percent_encoded(generate_client: Generate) -> None:
    generated = generate_client(by_id(delete=operation("delete")))
    seen: list[httpx.Request] = []
    with generated.client(httpx.Response(204), seen=seen) as client:
        client.things.delete("a/b %ä?#")
    assert seen[0].url.raw_path == b"/things/a%2Fb%20%25%C3%A4%3F%23"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, AuthenticationError),
        (404, NotFoundError),
        (500, ServerError),
        (499, UnexpectedStatusError),
        (520, ServerError),
    ],
)
def test_a_status_that_the_document_does_not_mention_raises(
    generate_client: Generate, status: int, error: type[Exception]
) -> None:
    generated = generate_client(by_id(get=operation("get", ref("Thing"))))
    with generated.client(httpx.Response(status, text="no")) as client, pytest.raises(error) as caught:
        client.things.get("x")
    assert getattr(caught.value, "status") == status  # noqa: B009 - the classes differ, and all of them have it

    async def run() -> None:
        async with generated.async_client(httpx.Response(status, text="no")) as client:
            with pytest.raises(error):
                await client.things.get("x")

    asyncio.run(run())


@pytest.mark.parametrize(("status", "error"), [(200, DecodeError), (400, APIStatusError)])
def test_a_web_page_instead_of_json_is_an_error_that_shows_how_it_begins(
    generate_client: Generate, status: int, error: type[Exception]
) -> None:
    get = operation("get", ref("Thing"))
    get["responses"]["400"] = {"description": "Wrong.", "content": {"application/json": {"schema": ref("Thing")}}}
    generated = generate_client(by_id(get=get))
    answer = httpx.Response(status, text="<html>Wartung</html>", headers={"Content-Type": "text/html"})
    with generated.client(answer) as client, pytest.raises(error) as caught:
        client.things.get("x")
    assert getattr(caught.value, "body_start").startswith(b"<html>")  # noqa: B009 - as above


def test_codes_of_the_operation_and_of_the_vendor_decide_about_the_error(generate_client: Generate) -> None:
    codes = {"7": {"meaning": "nothing of that name", "error": "not_found"}}
    spec = by_id(get=operation("get", ref("Thing"), **{"x-error-codes": {"codes": codes}}))
    spec["x-error-codes"] = {
        "code": "no",
        "message": "text",
        "codes": {"8": {"meaning": "go away", "error": "permission_denied"}},
    }
    generated = generate_client(spec)
    for code, kind, meaning in ((7, "NotFoundError", "nothing of that name"), (8, "PermissionDeniedError", "go away")):
        with (
            generated.client(httpx.Response(400, json={"no": code, "text": "?"})) as client,
            pytest.raises(APIStatusError) as caught,
        ):
            client.things.get("x")
        assert (type(caught.value).__name__, caught.value.code, caught.value.meaning) == (kind, str(code), meaning)


def test_style_and_explode_are_obeyed(generate_client: Generate) -> None:
    many = {"type": "array", "items": TEXT}
    parameters = [
        {"name": "a", "in": "query", "schema": many},
        {"name": "b", "in": "query", "schema": many, "explode": False},
        {"name": "c", "in": "query", "schema": many, "style": "pipeDelimited"},
        {"name": "f", "in": "query", "style": "deepObject", "schema": {"type": "object", "additionalProperties": TEXT}},
        {"name": "X-Kind", "in": "header", "schema": {"type": "string", "enum": ["big"]}},
        {"name": "unused", "in": "query", "schema": TEXT},
        {"name": "page", "in": "query", "schema": {"type": "integer", "default": 1}},
    ]
    generated = generate_client(
        document({"/things": {"get": operation("search", {"type": "array", "items": TEXT}, parameters=parameters)}})
    )
    seen: list[httpx.Request] = []
    with generated.client(["x"], seen=seen) as client:
        found = client.things.search(a=["1", "2"], b=["1", "2"], c=["1", "2"], f={"k": "v"}, x_kind="big")
    assert found == ["x"]
    assert seen[0].url.query == b"a=1&a=2&b=1,2&c=1%7C2&f%5Bk%5D=v&page=1"
    assert seen[0].headers["X-Kind"] == "big"


@pytest.mark.parametrize("media_type", ["application/pdf", "application/octet-stream", "image/png"])
def test_a_file_comes_as_bytes(generate_client: Generate, media_type: str) -> None:
    spec = by_id(get=operation("print"))
    spec["paths"]["/things/{id}"]["get"]["responses"]["200"]["content"] = {
        media_type: {"schema": {"type": "string", "format": "binary"}}
    }
    generated = generate_client(spec)
    answer = httpx.Response(200, content=b"%PDF\x00", headers={"Content-Type": media_type})
    seen: list[httpx.Request] = []
    with generated.client(answer, seen=seen) as client:
        assert client.things.print("x") == b"%PDF\x00"
    assert media_type in seen[0].headers["Accept"]


def test_text_comes_as_text_and_a_bare_number_as_a_number(generate_client: Generate) -> None:
    spec = by_id(get=operation("xml"), post=operation("count", {"type": "integer"}))
    spec["paths"]["/things/{id}"]["get"]["responses"]["200"]["content"] = {"application/xml": {"schema": TEXT}}
    generated = generate_client(spec)
    with generated.client(httpx.Response(200, text="<a/>", headers={"Content-Type": "application/xml"})) as client:
        assert client.things.xml("x") == "<a/>"
    with generated.client(4711) as client:
        assert client.things.count("x") == 4711


def listing(**more: Any) -> dict[str, Any]:
    """A document with a wrapped list that has a cursor, and everything that is done to one element of it."""
    wrapper = {
        "type": "object",
        "properties": {"things": {"type": ["array", "null"], "items": ref("Thing")}, "since": {"type": "integer"}},
    }
    update = {
        "type": "object",
        "properties": {"code": TEXT, "name": {"type": ["string", "null"]}, "no": {"type": "integer", "readOnly": True}},
    }
    return document(
        {
            "/things": {
                "get": operation(
                    "list",
                    ref("Things"),
                    parameters=[{"name": "since", "in": "query", "schema": {"type": "integer", "default": 0}}],
                    **{
                        "x-unwrap": {"items": "things"},
                        "x-cursor": {"parameter": "since", "field": "since", "start": 0},
                    },
                ),
                "post": operation("create", ref("Thing"), requestBody=body(ref("ThingCreate"))),
            },
            "/things/{id}": {
                "parameters": [path_parameter("id")],
                "get": operation(
                    "get", ref("Things"), **{"x-unwrap": {"items": "things", "match": "code", "param": "id"}}
                ),
                "put": operation("update", ref("Thing"), requestBody=body(ref("ThingUpdate"))),
                **more,
            },
        },
        {
            "Things": wrapper,
            "Thing": {
                "type": "object",
                "properties": {"code": TEXT, "name": {"type": ["string", "null"]}, "no": {"type": "integer"}},
            },
            "ThingCreate": {"type": "object", "required": ["code"], "properties": {"code": TEXT, "name": TEXT}},
            "ThingUpdate": update,
        },
    )


def test_the_wrapper_of_a_list_is_taken_off_and_is_no_model(generate_client: Generate) -> None:
    generated = generate_client(listing())
    assert not hasattr(generated.module("models"), "Things")
    with generated.client({"things": [{"code": "a"}, {"code": "b"}], "since": 9}) as client:
        page = client.things.list()
        assert ([thing.code for thing in page], page.cursor) == (["a", "b"], 9)
        assert [thing.code for thing in client.things.iterate(since=3)] == ["a", "b"]
        items, cursor = client.things.changes(3)
        assert ([thing.code for thing in items], cursor) == (["a", "b"], 9)
        assert client.things.get("b").code == "b"
    with generated.client({"things": [{"code": "a"}]}) as client:
        assert client.things.changes(3).cursor == 3
        # A cursor that got lost must not become a reading of everything.
        with pytest.raises(InvalidArgumentError, match="since"):
            client.things.changes(None)
    with generated.client({"things": []}) as client, pytest.raises(NotFoundError):
        client.things.get("b")


def test_what_else_a_wrapper_holds_is_checked_and_a_cursor_can_be_sent_again(generate_client: Generate) -> None:
    spec = listing()
    around = spec["components"]["schemas"]["Things"]
    around["required"] = ["total"]
    around["properties"] |= {
        "total": {"type": "integer", "format": "int32"},
        "note": {"type": ["string", "null"]},
        "first": ref("Head"),
        "kind": ref("Kind"),
        "unit": {"type": "string", "x-alias": ["unti"]},
    }
    spec["components"]["schemas"] |= {
        "Head": {"type": "object", "properties": {"no": {"type": "integer"}}},
        "Kind": {"type": "string", "enum": ["a", "b"]},
    }
    generated = generate_client(spec)
    wrapper = {"things": [{"code": "a"}], "since": 1, "total": 1, "note": None, "first": {"no": 1}, "kind": "a"}
    with generated.client({**wrapper, "unti": "kg"}, strict=True) as client:
        assert [thing.code for thing in client.things.list()] == [client.things.get("a").code] == ["a"]
    odd = {"things": [{"code": "a"}], "since": "17", "note": 5, "first": {"no": "1"}, "kind": "c", "page": 1}
    drift: list[Drift] = []
    seen: list[httpx.Request] = []
    expected = [
        ("number_as_text", "since"),
        ("missing_field", "total"),
        ("wrong_type", "note"),
        ("number_as_text", "first.no"),
        ("unknown_value", "kind"),
        ("unknown_field", "page"),
    ]
    with generated.client(odd, seen=seen, on_drift=drift.append) as client:
        cursor = client.things.changes(0).cursor
        assert cursor == 17
        assert [(one.kind, one.path) for one in drift] == expected
        client.things.changes(cursor)
        assert seen[-1].url.query == b"since=17"
        drift.clear()
        client.things.get("a")
        assert sorted((one.kind, one.path) for one in drift) == sorted(expected)
        with pytest.raises(DecodeError):
            client.things.get("a", options={"strict": True})


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("content", [b"", b"null"])
def test_an_empty_answer_to_a_write_is_an_object_without_fields(
    generate_client: Generate, method: str, content: bytes
) -> None:
    spec = by_id(**{method: operation("write", ref("Thing"))})
    spec["components"]["schemas"]["Thing"] = {**THING, "required": ["code"]}
    drift: list[Drift] = []
    with generate_client(spec).client(httpx.Response(200, content=content), on_drift=drift.append) as client:
        assert client.things.write("x").to_dict() == {}
    assert [(one.kind, one.path) for one in drift] == [("empty_body", ""), ("missing_field", "code")]


def test_an_answer_to_a_write_of_which_nothing_is_known_may_be_empty(generate_client: Generate) -> None:
    generated = generate_client(by_id(post=operation("order", {}), get=operation("look", {})))
    with generated.client(httpx.Response(200)) as client:
        assert client.things.order("x") is None
        with pytest.raises(DecodeError, match="empty"):
            client.things.look("x")
    with generated.client({"number": 7}) as client:
        assert client.things.order("x") == {"number": 7}


async def test_the_asynchronous_class_does_the_same(generate_client: Generate) -> None:
    generated = generate_client(listing())
    seen: list[httpx.Request] = []
    async with generated.async_client({"things": [{"code": "a"}], "since": 9}, seen=seen) as client:
        assert (await client.things.list()).cursor == 9
        assert [thing.code async for thing in client.things.iterate(since=3)] == ["a"]
        assert (await client.things.changes(3)).cursor == 9
        assert (await client.things.get("a")).code == "a"
    async with generated.async_client({"code": "x"}, seen=seen) as client:
        assert (await client.things.create(code="x")).code == "x"
    assert seen[-1].content == b'{"code":"x"}'


def test_create_takes_the_model_or_its_fields_and_names_what_is_wrong(generate_client: Generate) -> None:
    generated = generate_client(listing())
    seen: list[httpx.Request] = []
    create = generated.model("ThingCreate")
    with generated.client({"code": "x"}, seen=seen) as client:
        client.things.create(code="x", extra_fields={"more": 1})
        client.things.create(create(code="x", name="y"))
        for fields, name in (({}, "code"), ({"code": "x", "nmae": "y"}, "name"), ({"code": 3}, "code")):
            with pytest.raises(InvalidArgumentError, match=name):
                client.things.create(**fields)
    assert [request.content for request in seen] == [b'{"code":"x","more":1}', b'{"code":"x","name":"y"}']


def test_update_takes_the_whole_object_and_change_single_fields(generate_client: Generate) -> None:
    generated = generate_client(listing())
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        stored = {"code": "a", "name": "old", "no": 7, "new": True}
        return httpx.Response(200, json={"things": [stored]} if request.method == "GET" else stored)

    with generated.client(answer, seen=seen) as client:
        thing = client.things.get("a")
        thing.name = None
        client.things.update("a", thing)
        assert seen[-1].content == b'{"code":"a","name":null,"no":7,"new":true}'
        client.things.change("a", name="new")
        assert seen[-1].content == b'{"code":"a","name":"new","no":7,"new":true}'
        client.things.update("a", code="a", name="x")
        assert seen[-1].content == b'{"code":"a","name":"x"}'
        with pytest.raises(InvalidArgumentError, match="code"):
            client.things.update("a", name="x")
        sent = len(seen)
        with pytest.raises(InvalidArgumentError, match="nothing to change"):
            client.things.change("a")
        with pytest.raises(InvalidArgumentError, match=r"Thing\.name has to be text"):
            client.things.change("a", name=5)
        assert len(seen) == sent


def test_change_writes_nothing_if_something_else_was_read(generate_client: Generate) -> None:
    generated = generate_client(listing())
    seen: list[httpx.Request] = []
    with (
        generated.client({"things": [{"code": "b", "name": "of b", "no": 7}]}, seen=seen) as client,
        pytest.raises(DecodeError, match=r"get_thing: .*Thing with code='b', not 'a'"),
    ):
        client.things.change("a", name="new")
    assert [request.method for request in seen] == ["GET"]


async def test_the_asynchronous_change_writes_nothing_if_something_else_was_read(generate_client: Generate) -> None:
    generated = generate_client(listing())
    seen: list[httpx.Request] = []
    async with generated.async_client({"things": [{"code": "b", "name": "of b", "no": 7}]}, seen=seen) as client:
        with pytest.raises(DecodeError, match="code='b', not 'a'"):
            await client.things.change("a", name="new")
    assert [request.method for request in seen] == ["GET"]


def test_change_tells_that_it_is_two_calls(generate_client: Generate) -> None:
    change = generate_client(listing()).module("resources.things").Things.change
    doc = " ".join((change.__doc__ or "").split())
    for told in ("Two calls", "`deadline` and `max_retries` hold for each of them", "Not atomic", "DecodeError:"):
        assert told in doc, told


def test_models_print_their_fields_first(generate_client: Generate) -> None:
    generated = generate_client(listing())
    thing = generated.model("Thing").from_dict({"more": 1, "code": "a"})
    assert repr(thing).startswith("Thing(code='a', ")
    assert repr(thing).endswith(", extra_fields={'more': 1})")
    assert "extra_fields" not in repr(generated.model("ThingCreate")(code="x"))


def test_no_change_without_something_to_read(generate_client: Generate) -> None:
    spec = listing()
    del spec["paths"]["/things/{id}"]["get"]
    generated = generate_client(spec)
    assert not hasattr(generated.module("resources.things").Things, "change")


def test_credentials_follow_the_documents_security_and_are_never_shown(generate_client: Generate) -> None:
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": "Shown in the settings."},
        "user": {"type": "apiKey", "in": "header", "name": "X-User"},
    }
    spec = document(
        {"/thing": {"get": operation("get")}},
        components={"securitySchemes": schemes},
        security=[{"key": []}, {"key": [], "user": []}],
    )
    generated = generate_client(spec)
    vendor = generated.module("_vendor").VENDOR
    assert [[one.name for one in scheme] for scheme in vendor.schemes] == [["key"], ["key", "user"]]
    assert vendor.schemes[0][0].description == "Shown in the settings."
    seen: list[httpx.Request] = []
    with generated.client(httpx.Response(200), seen=seen) as client:
        client.things.get()
        assert "sesame" not in repr(client) + repr(client.things) + repr(vars(client))
    assert seen[0].headers["X-Key"] == "sesame-street"


def test_a_foreign_document_without_our_extensions_works(generate_client: Generate) -> None:
    get = {
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": ref("Thing")}}}},
        "parameters": [path_parameter("thingId")],
    }
    generated = generate_client(document({"/things/{thingId}": {"get": get}}, {"Thing": THING}), foreign=True)
    with generated.client({"code": "x"}) as client:
        assert client.default.get_things_by_thing_id("1").code == "x"


def test_schemas_and_tags_named_like_what_modules_import_get_longer_names(generate_client: Generate) -> None:
    taken = ["Page", "Client", "Any", "Text", "Value", "Operation", "Decimal", "UUID"]
    schemas = {
        name: {"type": "object", "properties": {"code": TEXT, "size": {"type": "number", "format": "decimal"}}}
        for name in taken
    }
    paths = {
        f"/{name}": {
            "get": {
                **operation("list", {"type": "array", "items": ref(name)}),
                "operationId": name.lower(),
                "x-method": f"list_{name.lower()}",
                "tags": ["client"],
            }
        }
        for name in taken
    }
    generated = generate_client(document(paths, schemas))
    with generated.client([{"code": "x", "size": 1}]) as client:
        page = client.client.list_page()
        assert (type(page).__name__, type(page[0]).__name__, page[0].code) == ("Page", "PageModel", "x")
        assert client.client.list_uuid()[0].code == "x"


def test_a_body_that_is_optional_may_be_left_out(generate_client: Generate) -> None:
    spec = document(
        {
            "/thing": {
                "post": operation("start", requestBody={"content": {"application/json": {"schema": ref("Thing")}}})
            }
        },
        {"Thing": THING},
    )
    generated = generate_client(spec)
    seen: list[httpx.Request] = []
    with generated.client(httpx.Response(204), seen=seen) as client:
        client.things.start()
        client.things.start(code="x")
    assert [request.content for request in seen] == [b"", b'{"code":"x"}']


def test_using_one_resource_of_a_large_client_imports_few_modules(generate_client: Generate) -> None:
    schemas = {f"Model{number}": THING for number in range(300)}
    paths = {
        f"/r{number}": {
            "get": {**operation("get", ref(f"Model{number}")), "operationId": f"get_{number}", "tags": [f"r{number}"]}
        }
        for number in range(300)
    }
    generated = generate_client(document(paths, schemas))
    code = (
        f"import sys; sys.path.insert(0, {str(generated.folder / 'src')!r})\n"
        f"import {generated.package} as package, {generated.package}.models as models\n"
        f"from {generated.package}.resources.r7 import R7\n"
        f"print(sum(name.startswith({generated.package!r}) for name in sys.modules), len(dir(models)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded, offered = map(int, done.stdout.split())
    assert offered == 300
    # The package, its client, vendor, models, resources, one resource and its one model.
    assert loaded == 7


def test_importing_a_name_that_is_no_model_says_so(generate_client: Generate) -> None:
    generated = generate_client(reading({"a": TEXT}))
    with pytest.raises(AttributeError, match="Thingy"):
        generated.model("Thingy")


@pytest.mark.parametrize(("name", "argument"), [("self", "self__"), ("options", "options__"), ("class", "class__")])
def test_a_path_variable_and_a_field_of_one_name_that_python_has_taken_are_two_arguments(
    generate_client: Generate, name: str, argument: str
) -> None:
    thing = {"type": "object", "properties": {name: {"type": "string"}}}
    path = f"/things/{{{name}}}"
    put = {**operation("put", ref("Thing"), requestBody=body(ref("Thing"))), "x-method": "update"}
    spec = document({path: {"parameters": [path_parameter(name)], "put": put}}, {"Thing": thing})
    generated, seen = generate_client(spec), list[httpx.Request]()
    with generated.client({name: "field"}, seen=seen) as client:
        client.things.update("variable", **{f"{name}_": "field"})
    assert list(inspect.signature(generated.module("resources.things").Things.update).parameters)[1] == argument
    assert (seen[0].url.path, json.loads(seen[0].content)) == ("/things/variable", {name: "field"})
