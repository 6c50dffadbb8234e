"""Writes whose outcome is looked up: what the generator makes of `x-retry: {reconcile: …}`, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from erp_client_runtime.clock import Clock
from erp_client_runtime.errors import AmbiguousWriteError
from scripts.generator.problems import GenerationError
from scripts.generator.render import package_files
from tests.pipeline.tiny import Generated, body, document, names, operation, path_parameter, ref

Generate = Callable[..., Generated]
TEXT = {"type": "string"}


class AtOnce(Clock):
    """Waits without waiting."""

    def sleep(self, seconds: float) -> None:
        return


def looked_up(rule: dict[str, Any], answer: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A document with `list`, `get` and `create`, whose `create` is looked up by a rule."""
    retry = {"x-retry": {"reconcile": rule}}
    create = operation("create", answer, requestBody=body(ref("ThingCreate")), **retry, **more)
    return document(
        {
            "/things": {"get": operation("list", {"type": "array", "items": ref("Thing")}), "post": create},
            "/things/{thing-id}": {"parameters": [path_parameter("thing-id")], "get": operation("get", ref("Thing"))},
        },
        {
            "Thing": {"type": "object", "properties": {"code": TEXT, "name": TEXT, "Id": {"type": "integer"}}},
            "ThingCreate": {"type": "object", "properties": {"code": TEXT, "name": TEXT}},
        },
    )


def by_code(operation_id: str = "get_thing") -> dict[str, Any]:
    if operation_id == "get_thing":
        return {"operation": "get_thing", "match": {"thing-id": "code"}}
    return {"operation": operation_id, "match_items": {"code": "code"}}


def answering(found: Any) -> Callable[[httpx.Request], httpx.Response]:
    """A gateway that fails for every write, and something that is found."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(502)
        return httpx.Response(200, content=json.dumps(found).encode(), headers={"Content-Type": "application/json"})

    return answer


THING = {"code": "a", "name": "A", "Id": 7}


def test_one_object_is_asked_for_by_its_key(generate_client: Generate) -> None:
    generated = generate_client(looked_up(rule=by_code(), answer=ref("Thing")))
    seen: list[httpx.Request] = []
    with generated.client(answering(THING), seen=seen) as client:
        client.clock = AtOnce()
        assert client.things.create(code="a", name="A").id == 7
        with pytest.raises(AmbiguousWriteError, match="differs in name"):
            client.things.create(code="a", name="B")
    assert [request.url.path for request in seen[:2]] == ["/things", "/things/a"]


def test_a_list_is_searched_for_the_key(generate_client: Generate) -> None:
    value = looked_up(rule=by_code("list_thing"), answer={"type": "integer"}, **{"x-unwrap": {"value": "Id"}})
    generated = generate_client(value)
    with generated.client(answering([{"code": "b"}, THING])) as client:
        client.clock = AtOnce()
        assert client.things.create(code="a", name="A") == 7


def test_a_write_that_answers_nothing_returns_nothing(generate_client: Generate) -> None:
    generated = generate_client(looked_up(rule=by_code()))
    with generated.client(answering(THING)) as client:
        client.clock = AtOnce()
        assert client.things.create(code="a") is None


def test_docstrings_say_how_an_outcome_is_found_out() -> None:
    files = package_files(looked_up(rule=by_code("list_thing")), names("tiny_texts"))
    module = files["src/tiny_texts/resources/things.py"]
    text = " ".join(module.split())
    assert "AmbiguousWriteError: it was sent, and nobody knows whether it was done." in text
    assert "Repeats: never once it may have been done. If no answer tells whether it was, it is looked up by" in text
    assert "The whole list is read for that. Without `code` there is nothing to look for." in text
    assert module.index("LIST_THING = ") < module.index("CREATE_THING = ")


def changed(**changes: Any) -> dict[str, Any]:
    """A rule that fits, with something else in it."""
    return {**by_code(), **changes}


@pytest.mark.parametrize(
    ("rule", "answer", "words"),
    [
        (changed(operation="none"), None, "no read of the same tag"),
        (changed(operation="create_thing"), None, "no read of the same tag"),
        (changed(match={"thing-id": "Nr"}), None, "the body has no property 'Nr'"),
        (changed(match={"id": "code"}), None, "no parameter 'id' that takes what 'code' holds"),
        (changed(match_items={"code": "code"}), None, "leave out match_items"),
        ({"operation": "get_thing", "match_items": {"code": "code"}}, None, "answers with one object"),
        ({"operation": "list_thing", "match": {"page": "code"}}, None, "no parameter 'page'"),
        ({"operation": "list_thing", "match_items": {"nr": "code"}}, None, "reads has no property 'nr'"),
        (by_code(), {"type": "integer"}, "does not hold what create_thing answers (int)"),
        (by_code(), ref("Other"), "does not hold what create_thing answers (Other)"),
    ],
)
def test_a_look_up_that_cannot_tell_is_refused(rule: dict[str, Any], answer: dict[str, Any] | None, words: str) -> None:
    made = looked_up(rule=rule, answer=answer)
    made["components"]["schemas"]["Other"] = {"type": "object", "properties": {"code": TEXT}}
    with pytest.raises(GenerationError) as caught:
        package_files(made, names("tiny_refused"))
    (problem,) = caught.value.problems
    assert problem.pointer == "#/paths/~1things/post/x-retry/reconcile"
    assert words in problem.reason


def test_a_key_of_another_type_is_refused() -> None:
    made = looked_up(rule=by_code())
    made["components"]["schemas"]["ThingCreate"]["properties"]["code"] = {"type": "integer"}
    with pytest.raises(GenerationError, match="that takes what 'code' holds"):
        package_files(made, names("tiny_refused"))


def test_a_list_needs_to_be_told_what_to_look_for() -> None:
    made = looked_up(rule={"operation": "list_thing", "match": {"q": "code"}})
    made["paths"]["/things"]["get"]["parameters"] = [{"name": "q", "in": "query", "schema": TEXT}]
    with pytest.raises(GenerationError, match="say in match_items what tells the one that was written"):
        package_files(made, names("tiny_refused"))
