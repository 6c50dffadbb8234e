"""What a generated client makes of values: the faults of stock generators that ours must not have."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest

from erp_client_runtime.decoding import Drift
from erp_client_runtime.errors import DecodeError, InvalidArgumentError
from erp_client_runtime.model import UNSET
from tests.pipeline.tiny import Generated, body, document, operation, reading, ref

Generate = Callable[..., Generated]
ENUM = {"type": "string", "enum": ["open", "closed"]}


def read(generated: Generated, answer: Any, **options: Any) -> tuple[Any, list[Drift]]:
    """What `get` makes of an answer, and what drifted."""
    drift: list[Drift] = []
    with generated.client(answer, on_drift=drift.append, **options) as client:
        return client.things.get(), drift


def writing(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A document whose one operation, `create`, takes an object of these properties."""
    return document(
        {"/thing": {"post": operation("create", requestBody=body(ref("ThingCreate")))}},
        {"ThingCreate": {"type": "object", "properties": properties, **more}},
    )


def sent(generated: Generated, **fields: Any) -> str:
    """The body that `create` sends for these fields."""
    seen: list[httpx.Request] = []
    with generated.client(httpx.Response(200), seen=seen) as client:
        client.things.create(**fields)
    return seen[0].content.decode()


def test_a_property_named_d_is_a_field_like_any_other(generate_client: Generate) -> None:
    thing, _ = read(generate_client(reading({"d": {"type": "string"}, "e": {"type": "integer"}})), {"d": "x", "e": 1})
    assert (thing.d, thing.e) == ("x", 1)


@pytest.mark.parametrize(
    "name",
    [
        "self",
        "options",
        "body",
        "extra_fields",
        "from_dict",
        "to_dict",
        "class",
        "None",
        "list",
        "str",
        "field",
        "dt",
        "ref",
        "wire",
        "1st",
        "_id",
    ],
)
def test_names_that_are_taken_get_another_python_name_and_keep_their_wire_name(
    generate_client: Generate, name: str
) -> None:
    # A second field after it shows whether the first one hides what the class body needs.
    properties = {
        name: {"type": "string"},
        "items": {"type": "array", "items": {"type": "string"}},
        "born": {"type": "string", "format": "date"},
    }
    generated = generate_client(reading(properties))
    thing, drift = read(generated, {name: "x", "items": ["y"], "born": "2026-01-02"})
    assert thing.to_dict() == {name: "x", "items": ["y"], "born": "2026-01-02"}
    assert thing.extra_fields == {}
    assert drift == []


def test_a_nullable_enum_is_one_class_in_every_spelling(generate_client: Generate) -> None:
    properties = {
        "a": {"type": ["string", "null"], "enum": ["open", "closed", None]},
        "b": {"anyOf": [ref("State"), {"type": "null"}]},
        "c": {"type": "string", "nullable": True, "enum": ["x", None]},
        "e": {"allOf": [ref("State")], "nullable": True},
    }
    spec = reading(properties)
    spec["components"]["schemas"]["State"] = ENUM
    generated = generate_client(spec)
    modules = {path.stem for path in (generated.folder / "src" / generated.package / "models").glob("*.py")}
    assert modules == {"__init__", "thing", "thing_a", "thing_c", "state"}
    thing, drift = read(generated, {"a": None, "b": "open", "c": None, "e": None})
    assert (thing.a, thing.b, thing.c, thing.e) == (None, generated.model("State").OPEN, None, None)
    assert drift == []


def test_an_unknown_enum_value_survives_and_the_rest_of_the_answer_with_it(generate_client: Generate) -> None:
    generated = generate_client(reading({"state": ENUM, "name": {"type": "string"}}))
    thing, drift = read(generated, {"state": "melted", "name": "x"})
    assert thing.state == "melted"
    assert not thing.state.known
    assert isinstance(thing.state, generated.model("ThingState"))
    assert thing.to_dict() == {"state": "melted", "name": "x"}
    assert [(one.kind, one.path) for one in drift] == [("unknown_value", "state")]


def test_enum_values_that_differ_in_case_only_are_two_members(generate_client: Generate) -> None:
    generated = generate_client(reading({"state": {"type": "string", "enum": ["Open", "open", "", "1", "a b"]}}))
    members = {member.name: member.value for member in generated.model("ThingState")}
    assert members == {"OPEN": "Open", "OPEN_2": "open", "EMPTY": "", "VALUE_1": "1", "A_B": "a b"}


def test_integer_enums_are_open_and_take_the_names_of_the_document(generate_client: Generate) -> None:
    properties = {"level": {"type": "integer", "enum": [0, 7], "x-enum-varnames": ["invoice", "proForma"]}}
    generated = generate_client(reading(properties))
    thing, _ = read(generated, {"level": 7})
    assert thing.level is generated.model("ThingLevel").PRO_FORMA
    assert read(generated, {"level": 9})[0].level == 9


def test_null_in_an_optional_field_and_a_missing_required_one_are_none_and_reported(generate_client: Generate) -> None:
    properties = {"name": {"type": "string"}, "code": {"type": "string"}}
    thing, drift = read(generate_client(reading(properties, required=["code"])), {"name": None})
    assert (thing.name, thing.code) == (None, None)
    assert {(one.kind, one.path) for one in drift} == {("null", "name"), ("missing_field", "code")}


@pytest.mark.parametrize("value", ["", "0000-00-00", "yesterday"])
def test_a_date_that_is_none_names_its_field(generate_client: Generate, value: str) -> None:
    generated = generate_client(
        reading(
            {
                "rows": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"day": {"type": "string", "format": "date"}}},
                }
            }
        )
    )
    answer = {"rows": [{"day": "2026-01-02"}, {"day": value}]}
    thing, drift = read(generated, answer)
    assert thing.rows[0].day == dt.date(2026, 1, 2)
    assert thing.to_dict() == answer
    assert [one.path for one in drift] == ["rows[1].day"]
    with pytest.raises(DecodeError) as caught:
        read(generated, answer, strict=True)
    assert caught.value.path == "rows[1].day"


def test_a_number_in_a_string_becomes_a_number_and_is_reported(generate_client: Generate) -> None:
    generated = generate_client(reading({"ratio": {"type": "number"}, "count": {"type": "integer"}}))
    thing, drift = read(generated, {"ratio": "12.50", "count": "3"})
    assert (thing.ratio, thing.count) == (12.5, 3)
    assert isinstance(thing.ratio, float)
    assert {one.path for one in drift} == {"ratio", "count"}


@pytest.mark.parametrize(("form", "most"), [("int32", 2**31 - 1), ("int64", 2**63 - 1)])
def test_integers_of_so_many_bits_are_sent_only_within_their_range(
    generate_client: Generate, form: str, most: int
) -> None:
    size = {"size": {"type": "integer", "format": form}}
    generated = generate_client(writing(size))
    assert json.loads(sent(generated, size=most)) == {"size": most}
    with pytest.raises(InvalidArgumentError, match=f"size has to be .* to {most}; the one given is larger"):
        sent(generated, size=most + 1)
    thing, drift = read(generate_client(reading(size)), {"size": most + 1})
    assert (thing.size, [(one.kind, one.path) for one in drift]) == (most + 1, [("bad_value", "size")])


def test_decimals_are_exact_in_both_directions_as_number_and_as_text(generate_client: Generate) -> None:
    number, text = {"type": "number", "format": "decimal"}, {"type": "string", "format": "decimal"}
    generated = generate_client(reading({"price": number, "weight": text}))
    content = b'{"price":0.10000000000000000555,"weight":"12.50"}'
    thing, drift = read(generated, httpx.Response(200, content=content, headers={"Content-Type": "application/json"}))
    assert (thing.price, thing.weight) == (Decimal("0.10000000000000000555"), Decimal("12.50"))
    assert thing.to_json() == content
    assert drift == []
    generated = generate_client(writing({"price": number, "weight": text}))
    assert sent(generated, price=Decimal("12.50"), weight=Decimal("12.50")) == '{"price":12.50,"weight":"12.50"}'
    with pytest.raises(InvalidArgumentError, match="price"):
        sent(generated, price=12.5)


def test_formats_and_wire_forms_are_kept(generate_client: Generate) -> None:
    properties = {
        "day": {"type": "string", "format": "date"},
        "moment": {"type": "string", "format": "date-time"},
        "shipped": {"type": "string", "x-wire": "date-prefix"},
        "touched": {"type": "integer", "x-wire": "epoch-millis"},
        "key": {"type": "string", "format": "uuid"},
        "amount": {"type": "string", "x-wire": "decimal-string"},
    }
    generated = generate_client(reading(properties))
    answer: dict[str, Any] = {
        "day": "2026-01-02",
        "moment": "2026-01-02T03:04:05Z",
        "shipped": "2026-01-02T00:00:00+01:00",
        "touched": 1767323045000,
        "key": "12345678-1234-5678-1234-567812345678",
        "amount": "1.10",
    }
    thing, drift = read(generated, answer)
    assert drift == []
    assert thing.day == dt.date(2026, 1, 2)
    assert thing.moment == dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    assert thing.shipped == dt.date(2026, 1, 2)
    assert thing.touched == dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    assert thing.key == uuid.UUID(answer["key"])
    assert thing.amount == Decimal("1.10")


def test_other_spellings_are_read_into_one_field(generate_client: Generate) -> None:
    generated = generate_client(reading({"UnitOfMeasurement": {"type": "string", "x-alias": ["UnitOfMeasurment"]}}))
    thing, _ = read(generated, {"UnitOfMeasurment": "kg"})
    assert thing.unit_of_measurement == "kg"


def test_an_error_inside_a_nullable_union_member_is_not_swallowed(generate_client: Generate) -> None:
    spec = reading({"holder": {"anyOf": [ref("Person"), {"type": "null"}]}})
    spec["components"]["schemas"]["Person"] = {"type": "object", "properties": {"age": {"type": "integer"}}}
    generated = generate_client(spec)
    thing, drift = read(generated, {"holder": {"age": "old"}})
    assert isinstance(thing.holder, generated.model("Person"))
    assert [one.path for one in drift] == ["holder.age"]
    with pytest.raises(DecodeError) as caught:
        read(generated, {"holder": {"age": "old"}}, strict=True)
    assert caught.value.path == "holder.age"
    assert read(generated, {"holder": None}) == (generated.model("Thing")(holder=None), [])


@pytest.mark.parametrize("mapping", [{"c": "#/components/schemas/Cat", "Dog": "#/components/schemas/Dog"}, None])
def test_a_discriminator_decides(generate_client: Generate, mapping: dict[str, str] | None) -> None:
    pet: dict[str, Any] = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind"}}
    if mapping:
        pet["discriminator"]["mapping"] = mapping
    spec = reading({"pet": pet})
    for name in ("Cat", "Dog"):
        spec["components"]["schemas"][name] = {"type": "object", "properties": {"kind": {"type": "string"}}}
    generated = generate_client(spec)
    for kind, model in (("c" if mapping else "Cat", "Cat"), ("Dog", "Dog")):
        thing, drift = read(generated, {"pet": {"kind": kind}})
        assert type(thing.pet) is generated.model(model)
        assert drift == []


def test_maps_arrays_circles_and_free_values_are_typed(generate_client: Generate) -> None:
    properties = {
        "prices": {"type": "object", "additionalProperties": {"type": "number", "format": "decimal"}},
        "children": {"type": "array", "items": ref("Thing")},
        "free": {"type": "array"},
        "either": {"type": ["integer", "string"]},
        "any": True,
        "fixed": {"const": "yes"},
    }
    generated = generate_client(reading(properties))
    answer = {
        "prices": {"a": 1},
        "children": [{"either": "x"}],
        "free": [1, "a"],
        "either": 3,
        "any": {"deep": [1]},
        "fixed": "yes",
    }
    thing, drift = read(generated, answer)
    assert thing.prices == {"a": Decimal(1)}
    assert thing.children[0].either == "x"
    assert thing.to_dict() == answer
    assert drift == []


def test_all_of_is_one_class_with_the_texts_of_its_parts(generate_client: Generate) -> None:
    spec = reading({})
    schemas = spec["components"]["schemas"]
    schemas["Base"] = {"type": "object", "properties": {"code": {"type": "string", "description": "Code of it."}}}
    schemas["Thing"] = {
        "allOf": [ref("Base"), {"type": "object", "required": ["code"], "properties": {"name": {"type": "string"}}}]
    }
    generated = generate_client(spec)
    assert read(generated, {"code": "1", "name": "x"})[0].to_dict() == {"code": "1", "name": "x"}
    assert '"""Code of it."""' in (generated.folder / f"src/{generated.package}/models/thing.py").read_text()


def test_from_dict_leaves_its_argument_alone(generate_client: Generate) -> None:
    generated = generate_client(
        reading(
            {
                "tags": {"type": "array", "items": {"type": "string"}},
                "sub": {"type": "object", "properties": {"a": {"type": "integer"}}},
            }
        )
    )
    given = {"tags": ["x"], "sub": {"a": 1, "new": 2}, "new": {"deep": [1]}}
    before = copy.deepcopy(given)
    thing = generated.model("Thing").from_dict(given)
    thing.tags.append("y")
    assert given == before


@pytest.mark.parametrize("duplicate", [lambda thing: pickle.loads(pickle.dumps(thing)), copy.deepcopy, copy.copy])
def test_a_copied_model_sends_what_the_original_sends(
    generate_client: Generate, duplicate: Callable[[Any], Any]
) -> None:
    generated = generate_client(writing({"name": {"type": "string"}, "note": {"type": "string"}}))
    model = generated.model("ThingCreate")(name="x")
    twin = duplicate(model)
    assert twin == model
    assert twin.note is UNSET
    assert twin.to_json() == b'{"name":"x"}'


def test_defaults_of_the_document_are_always_sent(generate_client: Generate) -> None:
    properties = {
        "active": {"type": "boolean", "default": True},
        "size": {"type": "integer", "default": 3},
        "price": {"type": "number", "format": "decimal", "default": 1.5},
        "state": {**ENUM, "default": "closed"},
        "tags": {"type": "array", "items": {"type": "string"}, "default": []},
        "other": {"type": "string"},
    }
    generated = generate_client(writing(properties))
    assert json.loads(sent(generated)) == {"active": True, "size": 3, "price": 1.5, "state": "closed", "tags": []}


def test_null_is_sent_only_where_the_document_allows_it(generate_client: Generate) -> None:
    generated = generate_client(writing({"note": {"type": ["string", "null"]}, "name": {"type": "string"}}))
    assert sent(generated, note=None) == '{"note":null}'
    with pytest.raises(InvalidArgumentError, match="name"):
        sent(generated, name=None)
