"""Specs compared by meaning: what each kind of change is called, and how much it asks of users."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import Version

from scripts.diff.change import Level, next_version
from scripts.diff.document import compare_specs
from scripts.diff.names import Spec
from scripts.specs.folder import load_spec, vendors
from scripts.specs.nodes import walk
from scripts.specs.source import Pointer
from tests.pipeline.shop import CLASSES, SHOP, Document, Edit, changes, edited, rename, said


def schema(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


def field(document: Document, name: str, wire: str) -> Document:
    found: Document = schema(document, name)["properties"][wire]
    return found


def listing(document: Document) -> Document:
    found: Document = document["paths"]["/orders"]["get"]
    return found


def creating(document: Document) -> Document:
    found: Document = document["paths"]["/orders"]["post"]
    return found


def one(document: Document) -> Document:
    found: Document = document["paths"]["/orders/{id}"]
    return found


def quoted(document: Document) -> None:
    text = copy.deepcopy(document)
    document.clear()
    document.update(reference_renamed(text, "Order", "SalesOrder"))


def reference_renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {new if key == old else key: reference_renamed(item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [reference_renamed(item, old, new) for item in value]
    return f"#/components/schemas/{new}" if value == f"#/components/schemas/{old}" else value


FIELDS: dict[str, tuple[Edit, list[str]]] = {
    "a field that is read": (
        lambda new: schema(new, "Order")["properties"].update(discount={"type": ["number", "null"]}),
        ["minor: `Order` gained `discount`"],
    ),
    "a field that may be sent": (
        lambda new: schema(new, "OrderCreate")["properties"].update(hurry={"type": "boolean"}),
        ["minor: `OrderCreate` gained `hurry`"],
    ),
    "a field that must be sent": (
        lambda new: schema(new, "OrderCreate").update(
            required=["reference", "dueOn"],
            properties={**schema(new, "OrderCreate")["properties"], "dueOn": {"type": "string", "format": "date"}},
        ),
        ["major: `OrderCreate` gained `due_on`, which has to be given"],
    ),
    "a field less": (
        lambda new: schema(new, "Order")["properties"].pop("total"),
        ["major: `Order` lost `total`"],
    ),
    "another name": (
        lambda new: rename(schema(new, "Order")["properties"], "total", "amountDue"),
        ["major: `Order.total` is called `amount_due` now"],
    ),
    "another spelling of the same name": (
        lambda new: rename(schema(new, "Order")["properties"], "reference", "Reference"),
        ["patch: `Order.reference` stands for the vendor's `Reference` now (was `reference`)"],
    ),
    "another type of what is read": (
        lambda new: field(new, "Order", "total").update(type=["string", "null"]),
        ["major: `Order.total` is text or null now (was number or null)"],
    ),
    "fewer possibilities of what is read": (
        lambda new: field(new, "Order", "total").update(type="number"),
        ["minor: `Order.total` is never null now"],
    ),
    "more possibilities of what is sent": (
        lambda new: field(new, "OrderCreate", "reference").update(type=["string", "null"]),
        ["minor: `OrderCreate.reference` may be null now"],
    ),
    "fewer possibilities of what is sent": (
        lambda new: field(new, "OrderCreate", "gift").update(type="integer", default=0),
        [
            "major: `OrderCreate.gift` is whole number now (was true or false)",
            "minor: the default of `OrderCreate.gift` is 0 now (was false)",
        ],
    ),
    "a form of a value": (
        lambda new: field(new, "Order", "placed").update({"x-wire": "epoch-millis"}),
        ["major: `Order.placed` is date with time or null now (was date or null)"],
    ),
    "a field has to be sent": (
        lambda new: schema(new, "OrderCreate").update(required=["reference", "gift"]),
        ["major: `OrderCreate.gift` has to be given now"],
    ),
    "a field can be left out": (
        lambda new: schema(new, "OrderCreate").pop("required"),
        ["minor: `OrderCreate.reference` can be left out now"],
    ),
    "a field always comes": (
        lambda new: schema(new, "Order").update(required=["id"]),
        ["minor: `Order.id` always comes now"],
    ),
    "another default": (
        lambda new: field(new, "OrderCreate", "gift").update(default=True),
        ["minor: the default of `OrderCreate.gift` is true now (was false)"],
    ),
    "a field becomes read-only": (
        lambda new: field(new, "OrderCreate", "gift").update(readOnly=True),
        ["major: `OrderCreate.gift` is not written any more"],
    ),
    "a field is never sent back": (
        lambda new: field(new, "OrderCreate", "gift").update({"x-omit": True}),
        ["minor: `OrderCreate.gift` is never sent back now"],
    ),
    "another alias": (
        lambda new: field(new, "Order", "reference").update({"x-alias": ["ref"]}),
        [
            "major: `Order.reference` is no longer read from `refrence`",
            "minor: `Order.reference` is also read from `ref`",
        ],
    ),
    "a limit": (
        lambda new: field(new, "OrderCreate", "reference").update(maxLength=20),
        ["minor: maxLength of `OrderCreate.reference` is 20 now (was 40)"],
    ),
    "a field of an object within": (
        lambda new: field(new, "Order", "address")["properties"].update(country={"type": "string"}),
        ["minor: `Order.address` gained `country`"],
    ),
    "elements of a list": (
        lambda new: field(new, "Order", "rows").update(items={"type": "string"}),
        ["major: `Order.rows` is list of text or null now (was list of `Row` or null)"],
    ),
    "a value of an open enum": (
        lambda new: schema(new, "State").update({"enum": [1, 2, 3], "x-enum-varnames": ["OPEN", "SENT", "BACK"]}),
        ["minor: `State` knows `3`"],
    ),
    "a value of an enum less": (
        lambda new: schema(new, "State").update({"enum": [1], "x-enum-varnames": ["OPEN"]}),
        ["major: `State` no longer knows `2`"],
    ),
    "a value of an enum with another name": (
        lambda new: schema(new, "State").update({"x-enum-varnames": ["OPEN", "SHIPPED"]}),
        ["major: `State.SENT` is called `SHIPPED` now"],
    ),
    "a schema with another name": (quoted, ["major: `Order` is called `SalesOrder` now"]),
    "a field of a wrapper that users do not see": (
        lambda new: schema(new, "OrdersResponse")["properties"].update(count={"type": "integer"}),
        ["patch: `OrdersResponse` gained `count`"],
    ),
    "how a field is known": (
        lambda new: field(new, "Order", "total").update({"x-evidence": {"level": "example"}}),
        [
            "patch: `Order.total` is known from an example now (was documented)",
            "patch: the documentation of `Order.total` reads differently",
        ],
    ),
}

OPERATIONS: dict[str, tuple[Edit, list[str]]] = {
    "an operation less": (lambda new: one(new).pop("delete"), ["major: `orders.delete` is gone"]),
    "an operation more": (
        lambda new: one(new).update(get={**one(new)["delete"], "operationId": "get_order", "x-method": "get"}),
        ["minor: `orders.get` is new"],
    ),
    "another name": (
        lambda new: one(new)["delete"].update({"x-method": "cancel"}),
        ["major: `orders.delete` is called `orders.cancel` now"],
    ),
    "another id": (
        lambda new: one(new)["delete"].update(operationId="remove_order"),
        ["major: settings and messages call `orders.delete` `remove_order` now (was `delete_order`)"],
    ),
    "a corrected path": (
        lambda new: rename(new["paths"], "/orders/{id}", "/salesorders/{id}"),
        ["patch: `orders.delete` is sent to `DELETE /salesorders/{id}` now (was `DELETE /orders/{id}`)"],
    ),
    "an assumption that is confirmed": (
        lambda new: one(new).update({"x-evidence": {"level": "documented", "source": "api", "section": "Delete"}}),
        [
            "minor: `orders.delete` runs without being allowed first",
            "patch: `/orders/{id}` is documented now (was assumed)",
            "patch: the documentation of `/orders/{id}` reads differently",
        ],
    ),
    "a doubt": (
        lambda new: listing(new).update({"x-evidence": {**listing(new)["x-evidence"], "level": "assumed"}}),
        [
            "major: `orders.list` does not run until it is allowed or corrected",
            "patch: `orders.list` is assumed now (was documented)",
        ],
    ),
    "other retries": (
        lambda new: creating(new).update({"x-retry": "safe"}),
        ["minor: `orders.create` is repeated after a failure now (was never repeated)"],
    ),
    "a look-up after a failure": (
        lambda new: creating(new).update({"x-retry": {"reconcile": {"operation": "list_orders", "match": {}}}}),
        ["minor: `orders.create` is looked up with `list_orders` after a lost answer now (was never repeated)"],
    ),
    "no pages": (
        lambda new: listing(new).update({"x-pagination": {"style": "none"}}),
        ["major: `orders.list` has no pages now"],
    ),
    "pages counted in elements": (
        lambda new: listing(new).update({"x-pagination": {"style": "offset", "offset": "page", "size": "pageSize"}}),
        ["major: `orders.list` counts elements now"],
    ),
    "a cursor": (
        lambda new: listing(new).update({"x-cursor": {"parameter": "state", "field": "orders", "start": 0}}),
        ["minor: `orders.list` can ask for what has changed"],
    ),
    "a result from elsewhere": (
        lambda new: listing(new).update({"x-unwrap": {"items": "elements"}}),
        ["minor: the result of `orders.list` is taken out of the answer in another way"],
    ),
    "a parameter less": (
        lambda new: listing(new)["parameters"].pop(),
        ["major: `orders.list` no longer takes `state`"],
    ),
    "a parameter more": (
        lambda new: listing(new)["parameters"].append({"name": "q", "in": "query", "schema": {"type": "string"}}),
        ["minor: `orders.list` takes `q`"],
    ),
    "a parameter that must be given": (
        lambda new: listing(new)["parameters"][0].update(required=True),
        ["major: `page` of `orders.list` has to be given now"],
    ),
    "a parameter with another name": (
        lambda new: listing(new)["parameters"][1].update(name="limit"),
        ["major: `page_size` of `orders.list` is called `limit` now"],
    ),
    "a parameter with another spelling": (
        lambda new: listing(new)["parameters"][1].update(name="page_size"),
        [
            "patch: `page_size` of `orders.list` is sent as `page_size` in the query now (was `pageSize` in the query)",
        ],
    ),
    "another default": (
        lambda new: listing(new)["parameters"][1]["schema"].update(default=25),
        ["minor: the default of `page_size` of `orders.list` is 25 now (was 50)"],
    ),
    "another body": (
        lambda new: creating(new)["requestBody"]["content"]["application/json"].update(
            schema={"$ref": "#/components/schemas/Order"}
        ),
        ["major: what `orders.create` sends is `Order` now (was `OrderCreate`)"],
    ),
    "another answer": (
        lambda new: creating(new)["responses"]["200"].pop("content"),
        ["minor: what `orders.create` answers: nothing now (was `application/json`)"],
    ),
    "another number of success": (
        lambda new: rename(creating(new)["responses"], "200", "2XX"),
        ["patch: `orders.create` answers with `2XX` now (was `200`)"],
    ),
    "an error more": (
        lambda new: creating(new)["responses"].update({"409": {"description": "There is one."}}),
        ["patch: `orders.create`: `409` is documented as an error"],
    ),
    "an error code more": (
        lambda new: creating(new)["x-error-codes"]["codes"].update({"9102": {"meaning": "unknown article"}}),
        ["minor: error 9102 of `orders.create` is known: unknown article"],
    ),
    "an error code less": (
        lambda new: creating(new).pop("x-error-codes"),
        ["patch: error 9101 of `orders.create` is no longer known"],
    ),
    "an error of another kind": (
        lambda new: new["x-error-codes"]["codes"]["9001"].update(error="permission_denied"),
        ["major: error 9001 is raised as `permission_denied` now (was `authentication`)"],
    ),
}

TOP: dict[str, tuple[Edit, list[str]]] = {
    "another limit": (
        lambda new: new["x-quota"].update(requests=100),
        ["patch: the client keeps to 100 requests in 60 seconds (was 200 requests in 60 seconds)"],
    ),
    "no limit": (
        lambda new: new.pop("x-quota"),
        ["minor: the client no longer keeps to 200 requests in 60 seconds"],
    ),
    "another server": (
        lambda new: new["servers"][0].update(url="https://api.shop.example/v2"),
        ["patch: calls go to `https://api.shop.example/v2` now (was `https://api.shop.example/v1`)"],
    ),
    "no server": (
        lambda new: new["servers"][0].update(url="https://shop.invalid"),
        ["major: the address of the server has to be given now"],
    ),
    "another login": (
        lambda new: new["security"].append({"token": []}),
        ["minor: logging in with `token` is possible"],
    ),
    "a login less": (
        lambda new: new.update(security=[{"token": []}]),
        ["major: logging in with `api_key` is no longer possible", "minor: logging in with `token` is possible"],
    ),
    "another header": (
        lambda new: new["components"]["securitySchemes"]["api_key"].update(name="X-API-Key"),
        ["patch: `api_key` is sent as `X-API-Key` now (was `X-Key`)"],
    ),
    "wording": (
        lambda new: (schema(new, "Order").update(description="One."), listing(new).update(summary="Orders.")),
        ["patch: the documentation of `orders.list` and `Order` reads differently"],
    ),
    "the wording of a field and a tag": (
        lambda new: (
            field(new, "Order", "total").update(description="Sum."),
            new["tags"][0].update(description="All."),
        ),
        ["patch: the documentation of `orders` and `Order.total` reads differently"],
    ),
    "its version alone": (lambda new: new["info"].update(version="2.0.0"), []),
    "the order of things": (
        lambda new: (
            schema(new, "Order").update(properties=dict(reversed(schema(new, "Order")["properties"].items()))),
            new.update(dict(reversed(new.items()))),
            field(new, "Order", "total").update(type=["null", "number"]),
        ),
        [],
    ),
    "something nobody has thought of": (
        lambda new: new.update({"x-new": 1}),
        ["minor: something changed that there are no words for, at /x-new"],
    ),
}


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        pytest.param(edit, words, id=f"{kind}: {name}")
        for kind, cases in (("fields", FIELDS), ("operations", OPERATIONS), ("top", TOP))
        for name, (edit, words) in cases.items()
    ],
)
def test_a_change_is_told_in_words_with_its_level(edit: Edit, words: list[str]) -> None:
    assert said(edit) == words


def test_a_change_has_the_place_in_the_spec() -> None:
    (found,) = changes(lambda new: field(new, "Order", "total").update(type="string"))
    assert found.pointer == ("components", "schemas", "Order", "properties", "total")
    assert found.names == {"order", "orders"}


def test_what_is_renamed_in_doubt_is_gone_and_new() -> None:
    def edit(new: Document) -> None:
        fields = schema(new, "OrderCreate")["properties"]
        fields["name"] = fields["label"] = fields.pop("reference")
        schema(new, "OrderCreate")["required"] = []

    assert said(edit) == [
        "major: `OrderCreate` lost `reference`",
        "minor: `OrderCreate` gained `name`",
        "minor: `OrderCreate` gained `label`",
    ]


def test_a_python_name_that_was_chosen_anew_is_another_name() -> None:
    old, new = Spec(SHOP, {}, CLASSES), Spec(SHOP, {"total": "amount_due"}, CLASSES)
    assert [change.words for change in compare_specs(old, new)] == ["`Order.total` is called `amount_due` now"]


@pytest.mark.parametrize("vendor", vendors())
def test_a_spec_does_not_differ_from_itself(vendor: str) -> None:
    spec = load_spec(vendor)
    assert compare_specs(Spec(spec), Spec(copy.deepcopy(spec))) == []


_KEYS = [(node.pointer, key) for node in walk(SHOP) for key in node.value if (node.kind, key) != ("info", "version")]


@pytest.mark.parametrize("kind", ["paths", "components", "rest"])
def test_whatever_goes_is_noticed(kind: str) -> None:
    unnoticed = []
    for pointer, key in _KEYS:

        def edit(new: Document, pointer: Pointer = pointer, key: str = key) -> None:
            at: Any = new
            for part in pointer:
                at = at[part]
            del at[key]

        if kind == (pointer[0] if pointer[:1] in (("paths",), ("components",)) else "rest") and not changes(edit):
            unnoticed.append((pointer, key))
    assert unnoticed == []


@given(st.integers())
@settings(max_examples=20)
def test_the_order_of_fields_and_operations_means_nothing(seed: int) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            random.Random(seed).shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    assert compare_specs(Spec(SHOP), Spec(shuffled(SHOP))) == []


def test_to_go_back_asks_at_least_as_much_for_what_was_new() -> None:
    """What is new one way is gone the other way, so nothing that is added goes back without a word."""
    for edit, words in (*FIELDS.values(), *OPERATIONS.values()):
        later = edited(edit)
        back = compare_specs(Spec(later, {}, CLASSES), Spec(SHOP, {}, CLASSES))
        assert back
        if any("gained" in word or " is new" in word for word in words) and words[0].startswith(("minor", "major")):
            assert max(change.level for change in back) is Level.MAJOR


@pytest.mark.parametrize(
    ("released", "level", "version"),
    [
        ("0.4.2", Level.MAJOR, "0.5.0"),
        ("0.4.2", Level.MINOR, "0.4.3"),
        ("0.4.2", Level.PATCH, "0.4.3"),
        ("1.4.2", Level.MAJOR, "2.0.0"),
        ("1.4.2", Level.MINOR, "1.5.0"),
        ("1.4.2", Level.PATCH, "1.4.3"),
        ("1.4.2", Level.NONE, "1.4.2"),
    ],
)
def test_before_1_the_second_number_says_that_something_may_break(released: str, level: Level, version: str) -> None:
    assert next_version(Version(released), level) == Version(version)
