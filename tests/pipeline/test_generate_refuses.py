"""A document that would lose something on the way stops the generation, with the place and the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scripts.generator.problems import GenerationError
from scripts.generator.render import package_files
from tests.pipeline.tiny import document, names, operation, path_parameter, reading, ref

TEXT = {"type": "string"}
THING = {"Thing": {"type": "object", "properties": {"code": TEXT}}}


def refused(spec: dict[str, Any]) -> dict[str, str]:
    """The problems of a document: reason by place."""
    with pytest.raises(GenerationError) as caught:
        package_files(spec, names("tiny"))
    return {problem.pointer: problem.reason for problem in caught.value.problems}


def with_operation(**more: Any) -> dict[str, Any]:
    return document({"/thing": {"get": operation("get", ref("Thing"), **more)}}, THING)


def with_schema(schema: Any) -> dict[str, Any]:
    return reading({"field": schema})


FIELD = "#/components/schemas/Thing/properties/field"
OPERATION = "#/paths/~1thing/get"


@pytest.mark.parametrize(
    ("schema", "place", "word"),
    [
        (False, FIELD, "nothing fits"),
        ({"$ref": "other.yaml#/Thing"}, FIELD, "same document"),
        ({"$ref": "#/components/schemas/Missing"}, FIELD, "does not exist"),
        ({"$ref": "#/components/schemas/Thing/properties/field"}, FIELD, "refers to itself"),
        ({"$ref": "#/components/schemas/Thing/properties"}, FIELD, "part of a component"),
        ({"type": "object", "$defs": {"a": TEXT}}, f"{FIELD}/$defs", "components/schemas"),
        ({"type": "array", "prefixItems": [TEXT]}, f"{FIELD}/prefixItems", "position"),
        ({"not": TEXT}, f"{FIELD}/not", "not supported"),
        ({"type": "string", "format": "binary"}, FIELD, "byte"),
        ({"oneOf": [TEXT, {"type": "integer"}], "properties": {"a": TEXT}}, FIELD, "oneOf"),
        ({"type": "integer", "x-wire": "date-prefix"}, f"{FIELD}/x-wire", "string"),
        ({"type": "string", "x-wire": "roman"}, f"{FIELD}/x-wire", "date-prefix"),
        ({"type": "string", "x-whatever": 1}, f"{FIELD}/x-whatever", "not one of the extensions"),
        ({"type": "string", "x-method": "get"}, f"{FIELD}/x-method", "belongs to the operation"),
        ({"type": "string", "description": False}, f"{FIELD}/description", "quote it"),
        ({"type": "string", "x-evidence": {"level": "inferred"}}, f"{FIELD}/x-evidence", "because"),
        ({"type": "string", "x-evidence": {"level": "sure"}}, f"{FIELD}/x-evidence/level", "documented"),
        ({"type": "string", "x-omit": False}, f"{FIELD}/x-omit", "true was expected"),
        ({"type": "integer", "enum": [1, 2], "x-enum-varnames": ["a"]}, f"{FIELD}/x-enum-varnames", "1 names for 2"),
        ({"type": "array", "items": False}, f"{FIELD}/items", "nothing fits"),
        ({"type": "string", "x-evidence": "documented"}, f"{FIELD}/x-evidence", "object"),
        ({"type": "string", "x-alias": "other"}, f"{FIELD}/x-alias", "array"),
        ({"oneOf": [ref("Thing"), TEXT], "discriminator": {"propertyName": "a"}}, f"{FIELD}/discriminator", "leads to"),
    ],
)
def test_a_schema_that_would_lose_something_is_refused(schema: Any, place: str, word: str) -> None:
    problems = refused(with_schema(schema))
    assert word in problems[place]


@pytest.mark.parametrize(
    ("more", "place", "word"),
    [
        ({"x-pagination": {"style": "offset"}}, "/x-pagination", "docs/specs.md"),
        ({"x-retry": "maybe"}, "/x-retry", "docs/specs.md"),
        ({"x-retry": {"reconcile": {"operation": "x"}}}, "/x-retry", "docs/specs.md"),
        ({"x-cursor": {"parameter": "since", "field": "since", "start": 0}}, "/x-cursor", "needs x-unwrap"),
        ({"x-unwrap": {"items": "things"}}, "/x-unwrap", "no property"),
        ({"x-unwrap": {"items": "code", "match": "code"}}, "/x-unwrap", '"param" is a required'),
        ({"x-method": "a b"}, "/x-method", "does not match"),
        ({"security": [{"key": []}]}, "/security", "one operation"),
        (
            {"x-error-codes": {"codes": {"1": {"meaning": "x", "error": "odd"}}}},
            "/x-error-codes/codes/1/error",
            "not_found",
        ),
        ({"x-error-codes": {"code": "c", "codes": {}}}, "/x-error-codes", "'code' was unexpected"),
        (
            {"requestBody": {"content": {"multipart/form-data": {"schema": TEXT}}}},
            "/requestBody/content/multipart~1form-data/schema",
            "a form has to be an object",
        ),
        (
            {"requestBody": {"content": {"application/x-www-form-urlencoded": {}}}},
            "/requestBody/content/application~1x-www-form-urlencoded",
            "needs a schema",
        ),
        ({"requestBody": {"content": {}}}, "/requestBody/content", "media type"),
        ({"parameters": [{"name": "c", "in": "body", "schema": TEXT}]}, "/parameters/0/in", "no place"),
        ({"parameters": [{"name": "Host", "in": "header", "schema": TEXT}]}, "/parameters/0", "the client's own"),
        ({"operationId": None}, "", "needs an operationId"),
        ({"parameters": [{"name": "c", "in": "query", "content": {}}]}, "/parameters/0/content", "media type"),
        (
            {"parameters": [{"name": "c", "in": "query", "style": "matrix", "schema": TEXT}]},
            "/parameters/0/style",
            "matrix",
        ),
        (
            {"parameters": [{"name": "c", "in": "query", "schema": {"type": "integer", "default": "x"}}]},
            "/parameters/0/schema/default",
            "does not fit",
        ),
    ],
)
def test_an_operation_that_would_lose_something_is_refused(more: dict[str, Any], place: str, word: str) -> None:
    problems = refused(with_operation(**more))
    assert OPERATION + place in problems
    assert word in problems[OPERATION + place]


def test_a_cursor_that_no_parameter_takes_is_refused() -> None:
    cursor = {"x-unwrap": {"items": "things"}, "x-cursor": {"parameter": "since", "field": "next", "start": 0}}
    answer = {"things": {"type": "array", "items": ref("Thing")}, "next": {"type": "integer"}}
    schemas = {**THING, "Things": {"type": "object", "properties": answer}}
    problems = refused(document({"/thing": {"get": operation("list", ref("Things"), **cursor)}}, schemas))
    assert "no query parameter 'since'" in problems[f"{OPERATION}/x-cursor"]


def test_a_cursor_that_cannot_be_passed_on_as_it_came_is_refused() -> None:
    cursor = {"x-unwrap": {"items": "things"}, "x-cursor": {"parameter": "since", "field": "next", "start": 0}}
    answer = {"things": {"type": "array", "items": ref("Thing")}, "next": TEXT}
    schemas = {**THING, "Things": {"type": "object", "properties": answer}}
    parameters = [{"name": "since", "in": "query", "schema": {"type": "integer", "default": 0}}]
    listing = operation("list", ref("Things"), parameters=parameters, **cursor)
    problems = refused(document({"/thing": {"get": listing}}, schemas))
    assert "received (str) is not what 'since' takes (int)" in problems[f"{OPERATION}/x-cursor"]


def test_webhooks_are_no_part_of_the_client() -> None:
    hook = {"post": {"requestBody": {"content": {"text/plain": {}}}, "responses": {"200": {"description": "Seen."}}}}
    assert package_files({**with_operation(), "webhooks": {"created": hook}}, names("tiny")) == package_files(
        with_operation(), names("tiny")
    )


@pytest.mark.parametrize("place", ["info", "tags"])
def test_evidence_where_nothing_is_known_by_it_is_refused(place: str) -> None:
    spec = {**with_operation(), "tags": [{"name": "things"}]}
    node = spec["info"] if place == "info" else spec["tags"][0]
    node["x-evidence"] = {"level": "documented"}
    ((pointer, reason),) = refused(spec).items()
    assert pointer.startswith(f"#/{place}")
    assert "means nothing at this place" in reason


def test_additional_properties_may_be_ruled_out() -> None:
    schema = {"type": "object", "properties": {"a": TEXT}, "additionalProperties": False}
    assert "src/tiny/models/thing_field.py" in package_files(with_schema(schema), names("tiny"))


def test_two_names_that_become_one_are_refused_with_both() -> None:
    problems = refused(reading({"Id": TEXT, "id": TEXT}))
    assert problems == {
        "#/components/schemas/Thing/properties/id": "'id' and 'Id' would both become the Python name 'id'"
    }


def test_two_schemas_that_become_one_class_are_refused() -> None:
    spec = reading({"a": ref("payment_term"), "b": ref("PaymentTerm")})
    for name in ("payment_term", "PaymentTerm"):
        spec["components"]["schemas"][name] = {"type": "object", "properties": {"a": TEXT}}
    assert any("PaymentTerm" in reason for reason in refused(spec).values())


def test_classes_that_differ_in_case_only_are_refused() -> None:
    spec = reading({"a": ref("PayDay"), "b": ref("Payday")})
    for name in ("PayDay", "Payday"):
        spec["components"]["schemas"][name] = {"type": "object", "properties": {"a": TEXT}}
    assert "too close" in " ".join(refused(spec).values())


def test_two_operations_of_one_name_are_refused() -> None:
    spec = document({"/a": {"get": operation("get")}, "/b": {"get": {**operation("get"), "x-method": "other"}}})
    assert "get_thing" in refused(spec)["#/paths/~1b/get"]
    spec = document({"/a": {"get": operation("get")}, "/b": {"get": {**operation("get"), "operationId": "other"}}})
    assert "x-method" in refused(spec)["#/paths/~1b/get"]


def test_a_path_variable_without_a_parameter_and_the_other_way_round_are_refused() -> None:
    find = operation("find", parameters=[path_parameter("x")])
    problems = refused(document({"/a/{id}": {"get": operation("get")}, "/b": {"get": find}}))
    assert list(problems) == ["#/paths/~1a~1{id}/get", "#/paths/~1b/get"]


def test_a_name_that_is_required_and_described_nowhere_is_refused() -> None:
    problems = refused(reading({"a": TEXT}, required=["a", "b"]))
    assert problems == {"#/components/schemas/Thing": "requires b, which is none of its properties"}


def test_properties_that_contradict_each_other_in_all_of_are_refused() -> None:
    spec = reading({"a": {"allOf": [ref("A"), ref("B")]}})
    for name, kind in (("A", "string"), ("B", "integer")):
        spec["components"]["schemas"][name] = {"type": "object", "properties": {"x": {"type": kind}}}
    assert refused(spec) == {
        "#/components/schemas/B/properties/x": "is integer, and string at #/components/schemas/A/properties/x"
    }


def test_a_status_that_is_none_is_refused() -> None:
    spec = with_operation()
    spec["paths"]["/thing"]["get"]["responses"]["abc"] = {"description": ""}
    assert refused(spec) == {f"{OPERATION}/responses/abc": "abc is no HTTP status"}


def test_a_mistake_in_the_form_of_the_document_is_told_with_its_place() -> None:
    assert "'string'" in refused(with_schema({"type": "strin"}))[f"{FIELD}/type"]
    assert "dictionary" in refused(with_schema("text"))[FIELD]


@pytest.mark.parametrize("version", [{"openapi": "2.0"}, {"swagger": "2.0"}])
def test_another_kind_of_document_is_refused(version: dict[str, str]) -> None:
    assert "3.1" in refused({**version, "info": {"title": "x", "version": "1"}, "paths": {}})["#/openapi"]


def test_a_schema_that_holds_itself_without_an_object_is_refused() -> None:
    spec = reading({"tree": ref("Tree")})
    spec["components"]["schemas"]["Tree"] = {"type": "array", "items": ref("Tree")}
    assert "Tree" in " ".join(refused(spec))


@pytest.mark.parametrize(
    "scheme",
    [{"type": "http", "scheme": "bearer"}, {"type": "apiKey", "in": "query", "name": "key"}],
)
def test_credentials_of_another_kind_are_refused(scheme: dict[str, Any]) -> None:
    spec = document(
        {"/thing": {"get": operation("get")}}, components={"securitySchemes": {"key": scheme}}, security=[{"key": []}]
    )
    assert "apiKey in a header" in refused(spec)["#/components/securitySchemes/key"]


def test_all_problems_are_told_at_once_and_in_order() -> None:
    problems = refused(reading({"z": {"type": "string", "x-odd": 1}, "Id": TEXT, "id": TEXT, "b": {"not": TEXT}}))
    places = ["b/not", "id", "z/x-odd"]
    assert list(problems) == [f"#/components/schemas/Thing/properties/{place}" for place in places]


@pytest.mark.parametrize(
    ("schema", "annotation"),
    [
        ({"type": "array"}, "list[Any]"),
        (True, "Any"),
        ({"type": "object"}, "dict[str, Any]"),
        ({"type": ["string", "null"]}, "str | None"),
    ],
)
def test_schemas_that_stock_generators_drop_are_kept(schema: Any, annotation: str) -> None:
    files = package_files(with_schema(schema), names("tiny"))
    assert f"    field_: {annotation}" in files["src/tiny/models/thing.py"]


def _chained(count: int) -> dict[str, Any]:
    schemas = {f"M{n}": {"type": "object", "properties": {"next": ref(f"M{n + 1}")}} for n in range(count)}
    return {**schemas, f"M{count}": {"type": "object", "properties": {"a": TEXT}}}


def _operations(count: int, schema: Callable[[int], str]) -> dict[str, Any]:
    return {
        f"/r{n}": {"get": {**operation("get", ref(schema(n))), "operationId": f"get_{n}", "x-method": f"get_{n}"}}
        for n in range(count)
    }


@pytest.mark.timeout(60)
def test_many_operations_over_a_deep_graph_take_seconds() -> None:
    files = package_files(document(_operations(400, lambda _: "M0"), _chained(500)), names("tiny"))
    assert sum(name.startswith("src/tiny/models/m") for name in files) == 501
    assert files["src/tiny/resources/things.py"].count(" = Operation(") == 400
