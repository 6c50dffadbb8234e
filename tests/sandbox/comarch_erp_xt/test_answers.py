"""Answers of Comarch ERP XT: running numbers, days, texts, every open point, and the same ones every time."""

from __future__ import annotations

from typing import Any

import httpx
import jsonschema_rs
import pytest

from erp_sandbox import Sandbox
from erp_sandbox.spec import Spec
from tests.sandbox.comarch_erp_xt.support import (
    PRODUCT,
    RESOURCES,
    created,
    document,
    listed,
    read,
    without_json_ids,
    written,
)
from tests.sandbox.support import Open

POINTS = Sandbox("comarch_erp_xt").open_points


def _json_ids(value: Any) -> list[str]:
    """Every `$id`, in the order of the text."""
    if isinstance(value, list):
        return [found for item in value for found in _json_ids(item)]
    if not isinstance(value, dict):
        return []
    assert next(iter(value)) == "$id"
    return [value["$id"], *(found for name, item in value.items() if name != "$id" for found in _json_ids(item))]


def test_every_object_of_an_answer_has_a_running_number(client: httpx.Client) -> None:
    for resource in RESOURCES:
        found = _json_ids(client.get(resource).json())
        assert found == [str(n) for n in range(1, len(found) + 1)]
    assert len(_json_ids(client.get("customers").json())) == 6
    invoice = client.get(f"invoices/{listed(client, 'invoices')[0]['Id']}").json()
    assert _json_ids(invoice) == ["1", "2", "3"]


def test_running_numbers_are_the_servers_own(client: httpx.Client) -> None:
    customer = listed(client, "customers")[0]
    written(client.put("customers", json={"Id": customer["Id"], "Extra": {"$id": "x", "a": 1}}))
    answer = client.get(f"customers/{customer['Id']}").json()
    assert answer["Extra"] == {"$id": "3", "a": 1}
    assert _json_ids(answer) == ["1", "2", "3"]


def test_running_numbers_can_be_absent(served: Open) -> None:
    client = served({"json_ids": "absent"})
    assert "$id" not in client.get("customers").text


@pytest.mark.parametrize("resource", RESOURCES)
def test_every_answer_fits_the_spec(client: httpx.Client, resource: str) -> None:
    spec = Spec.packaged("comarch_erp_xt")
    operation = next(o for o in spec.operations if o.path == f"/{resource}" and o.method == "GET")
    schema = {**dict(operation.success[1] or {}), "components": spec.document["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema)
    answer = client.get(resource).json()
    assert answer
    assert [error.message for error in validator.iter_errors(answer)] == []
    known = set(spec.properties(spec.resolve((operation.success[1] or {})["items"])))
    assert {name for item in answer for name in item} == known


@pytest.mark.parametrize("point", [point for point in POINTS if point.choices], ids=lambda point: point.name)
def test_every_choice_of_every_open_point_works(served: Open, point: Any) -> None:
    for choice in point.choices:
        client = served({point.name: choice})
        assert [len(listed(client, resource)) for resource in RESOURCES] == [4, 3, 2, 1, 3, 2, 3]
        assert client.post("proformas", json=document(client)).status_code == 200


def test_every_open_point_says_why() -> None:
    assert {point.level for point in POINTS} <= {"inferred", "assumed"}
    assert all(len(point.why) > 40 for point in POINTS)


def test_a_creation_can_answer_with_an_object(served: Open) -> None:
    client = served({"value_form": "object"})
    answer = client.post("products", json=PRODUCT).json()
    assert without_json_ids(answer) == {"Id": max(product["Id"] for product in listed(client, "products"))}


@pytest.mark.parametrize("sent", ["UnitOfMeasurment", "UnitOfMeasurement", "unitofmeasurement"])
@pytest.mark.parametrize("answered", ["UnitOfMeasurment", "UnitOfMeasurement"])
def test_the_unit_is_taken_in_both_spellings_and_answered_in_one(served: Open, sent: str, answered: str) -> None:
    client = served({"unit_spelling": answered})
    product = created(client, "products", {"Name": "Nut", sent: "Box", "Rate": 8})
    assert product[answered] == "Box"
    assert sum("unit" in name.lower() for name in product) == 1
    written(client.put("products", json={"Id": product["Id"], sent: "Bag"}))
    assert read(client, "products", product["Id"])[answered] == "Bag"


@pytest.mark.parametrize(
    ("offset", "day", "moment"),
    [
        ("+01:00", "2026-06-30", "2026-06-30T00:00:00+01:00"),
        ("+02:00", "2026-01-31", "2026-01-31T00:00:00+02:00"),
        ("none", "2026-06-30", "2026-06-30T00:00:00"),
        ("season", "2026-03-29", "2026-03-29T00:00:00+01:00"),
        ("season", "2026-03-30", "2026-03-30T00:00:00+02:00"),
        ("season", "2026-10-25", "2026-10-25T00:00:00+02:00"),
        ("season", "2026-10-26", "2026-10-26T00:00:00+01:00"),
        ("season", "2024-03-31", "2024-03-31T00:00:00+01:00"),
        ("season", "9999-12-31", "9999-12-31T00:00:00+01:00"),
    ],
)
def test_days_are_answered_as_local_midnight(served: Open, offset: str, day: str, moment: str) -> None:
    client = served({"date_offset": offset})
    assert created(client, "proformas", document(client, IssueDate=day))["IssueDate"] == moment


@pytest.mark.parametrize("choice", ["null", "empty"])
def test_texts_that_were_never_set_are_null_or_empty(served: Open, choice: str) -> None:
    client = served({"empty_text": choice})
    expected = None if choice == "null" else ""
    customer = created(client, "customers", {"Name": "A", "Address": {"City": "B"}})
    assert (customer["Mail"], customer["Address"]["Street"]) == (expected, expected)
    invoice = created(client, "invoices", document(client))
    assert invoice["Items"][0]["ProductDescription"] == expected
    assert invoice["BankAccountId"] is None


def test_the_same_seed_gives_the_same_bytes_and_another_one_other_ids(served: Open) -> None:
    def answers(seed: int) -> list[bytes]:
        client = served(seed=seed, clock="fixed")
        created(client, "invoices", document(client))
        return [client.get(resource).content for resource in RESOURCES]

    assert answers(1) == answers(1)
    assert all(one != other for one, other in zip(answers(1), answers(2), strict=True))


def test_a_reset_forgets_everything(served: Open) -> None:
    box = served.box()
    client = served.client(box)
    before = [client.get(resource).content for resource in RESOURCES]
    created(client, "proformas", document(client))
    written(client.delete(f"products/{listed(client, 'products')[1]['Id']}"))
    box.reset()
    fresh = served.client(box)
    assert [fresh.get(resource).content for resource in RESOURCES] == before
