"""What cannot be made of pages, wrappers, ids in bodies, documents, logins, hosts and chosen names is refused."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from scripts.generator.load import read_document
from scripts.generator.problems import GenerationError
from scripts.generator.render import package_files
from tests.pipeline.test_generate_golden import HARBOUR

Spec = dict[str, Any]
DOCUMENT = read_document(HARBOUR.document)
SHIPS = "#/paths/~1ships"
BERTHS = "#/paths/~1berths/get"
OAUTH = "#/components/securitySchemes/oauth"


def refused(change: Callable[[Spec], Any], **fields: str) -> dict[str, str]:
    """The problems of the document after a change: reason by place."""
    spec = copy.deepcopy(DOCUMENT)
    change(spec)
    with pytest.raises(GenerationError) as caught:
        package_files(spec, evolve(HARBOUR.names, fields={**HARBOUR.names.fields, **fields}))
    return {problem.pointer: problem.reason for problem in caught.value.problems}


def lists(spec: Spec) -> Spec:
    found: Spec = spec["paths"]["/ships"]["get"]
    return found


def berths(spec: Spec) -> Spec:
    found: Spec = spec["paths"]["/berths"]["get"]
    return found


def answer(operation: Spec) -> Spec:
    found: Spec = operation["responses"]["200"]["content"]["application/json"]
    return found


def schemas(spec: Spec) -> Spec:
    found: Spec = spec["components"]["schemas"]
    return found


def oauth(spec: Spec) -> Spec:
    found: Spec = spec["components"]["securitySchemes"]["oauth"]
    return found


def flow(spec: Spec) -> Spec:
    found: Spec = oauth(spec)["flows"]["clientCredentials"]
    return found


PAGES = {
    "no such parameter": (
        lambda spec: lists(spec)["x-pagination"].update(size="top"),
        f"{SHIPS}/get/x-pagination/size",
        "no query parameter `top`",
    ),
    "no number": (
        lambda spec: lists(spec)["x-pagination"].update(offset="$filter"),
        f"{SHIPS}/get/x-pagination/offset",
        "`$filter` is no integer",
    ),
    "required": (
        lambda spec: berths(spec)["parameters"][1].update(required=True),
        f"{BERTHS}/x-pagination/size",
        "take `required` out",
    ),
    "counted from nowhere": (
        lambda spec: berths(spec)["parameters"][0].update(schema={"type": "integer"}),
        f"{BERTHS}/x-pagination/page",
        "where does counting begin",
    ),
    "counted from two places": (
        lambda spec: berths(spec)["parameters"][0]["schema"].update(minimum=0),
        f"{BERTHS}/x-pagination/page",
        "counting begins at 0 and 1",
    ),
    "elements counted from one": (
        lambda spec: lists(spec)["parameters"][1]["schema"].update(minimum=1),
        f"{SHIPS}/get/x-pagination/offset",
        "counting begins at 0 and 1",
    ),
    "pages of nothing": (
        lambda spec: berths(spec)["parameters"][1]["schema"].update(default=0),
        f"{BERTHS}/x-pagination/size",
        "`default` is 0",
    ),
    "no list": (
        lambda spec: lists(spec).update({"x-method": "find"}),
        f"{SHIPS}/get/x-pagination",
        "only a method `list`",
    ),
}
WRAPPERS = {
    "any array, but none is possible": (
        lambda spec: answer(berths(spec)).update(schema={"$ref": "#/components/schemas/Berth"}),
        f"{BERTHS}/x-unwrap",
        "`*` needs an answer of `anyOf`",
    ),
    "any array, and a cursor": (
        lambda spec: berths(spec).update({"x-cursor": {"parameter": "page", "field": "x", "start": 1}}),
        f"{BERTHS}/x-unwrap",
        "neither with match nor with x-cursor",
    ),
    "a value that is an object": (
        lambda spec: answer(spec["paths"]["/ships"]["post"]).update(schema={"$ref": "#/components/schemas/Ship"}),
        f"{SHIPS}/post/x-unwrap",
        "whose schema is text or an integer",
    ),
    "a value and elements": (
        lambda spec: spec["paths"]["/ships"]["post"]["x-unwrap"].update(items="x"),
        f"{SHIPS}/post/x-unwrap",
        "more than 1 propert",
    ),
    "a document of an unknown kind": (
        lambda spec: answer(spec["paths"]["/ships/{id}/papers"]["get"])["schema"].update(contentMediaType="image/x"),
        "#/paths/~1ships~1{id}~1papers/get/responses/200/content/application~1json/schema/contentMediaType",
        "only application/pdf",
    ),
}
IDS = {
    "in no field": (
        lambda spec: spec["paths"]["/ships"]["put"].update({"x-id-in-body": "Nr"}),
        f"{SHIPS}/put/x-id-in-body",
        "no property 'Nr'",
    ),
    "not required": (
        lambda spec: schemas(spec)["ShipUpdate"].pop("required"),
        f"{SHIPS}/put/x-id-in-body",
        "does not require 'Id'",
    ),
    "without a body": (
        lambda spec: lists(spec).update({"x-id-in-body": "Id"}),
        f"{SHIPS}/get/x-id-in-body",
        "no JSON body",
    ),
    "no id": (
        lambda spec: schemas(spec)["ShipUpdate"]["properties"].update(Id={"type": "boolean"}),
        f"{SHIPS}/put/x-id-in-body",
        "an id is text or an integer",
    ),
    "nothing to compare with": (
        lambda spec: schemas(spec)["Ship"]["properties"].pop("Id"),
        f"{SHIPS}/put/x-id-in-body",
        "what get_ship reads has no property 'Id'",
    ),
    "in a schema that another request has": (
        lambda spec: spec["paths"]["/ships"]["post"]["requestBody"]["content"].update(
            {"application/json": {"schema": {"$ref": "#/components/schemas/ShipUpdate"}}}
        ),
        f"{SHIPS}/post/requestBody/content/application~1json/schema",
        "give this place a schema of its own",
    ),
    "in a schema that is read": (
        lambda spec: schemas(spec)["Berth"]["properties"].update(ship={"$ref": "#/components/schemas/ShipUpdate"}),
        "#/components/schemas/Berth/properties/ship",
        "is no field but an argument",
    ),
}
LOGINS = {
    "another flow": (
        lambda spec: oauth(spec).update(flows={"implicit": {"authorizationUrl": "https://x", "scopes": {}}}),
        f"{OAUTH}/flows",
        "only clientCredentials",
    ),
    "no x-token": (lambda spec: oauth(spec).pop("x-token"), OAUTH, "needs x-token"),
    "scopes": (lambda spec: flow(spec).update(scopes={"a": "A."}), f"{OAUTH}/flows/clientCredentials", "scopes"),
    "tokens from nowhere": (
        lambda spec: flow(spec).update(tokenUrl="token"),
        f"{OAUTH}/flows/clientCredentials/tokenUrl",
        "neither a whole URL",
    ),
    "a choice of logins": (
        lambda spec: spec.update(security=[{"oauth": []}, {}]),
        OAUTH,
        "apiKey in a header and oauth2 by itself",
    ),
    "a host that works for nobody but looks so": (
        lambda spec: spec["servers"][0]["variables"]["host"].update(default="api.example"),
        "#/servers/0",
        "end in .invalid",
    ),
    "a host of unknown parts": (
        lambda spec: spec["servers"][0].update(url="https://{host}/{version}"),
        "#/servers/0",
        "differ in version",
    ),
}


@pytest.mark.parametrize(
    ("change", "place", "word"),
    [*PAGES.values(), *WRAPPERS.values(), *IDS.values(), *LOGINS.values()],
    ids=[*PAGES, *WRAPPERS, *(f"id {name}" for name in IDS), *LOGINS],
)
def test_what_cannot_be_made_is_refused_at_its_place(change: Callable[[Spec], Any], place: str, word: str) -> None:
    problems = refused(change)
    assert place in problems
    assert word in problems[place]


@pytest.mark.parametrize(
    ("wire", "name", "place", "word"),
    [
        ("Width", "width", "generator.yaml/fields/Width", "no property and no parameter"),
        ("Name", "class", "generator.yaml/fields/Name", "means something else"),
        ("$filter", "options", "generator.yaml/fields/$filter", "means something else"),
        ("Name", "flag", "#/components/schemas/Ship/properties/Flag", "both become the Python name 'flag'"),
    ],
)
def test_a_chosen_name_that_cannot_be_is_refused(wire: str, name: str, place: str, word: str) -> None:
    assert word in refused(lambda spec: None, **{wire: name})[place]


def test_chosen_names_hold_for_parameters_too() -> None:
    spec = copy.deepcopy(DOCUMENT)
    files = package_files(spec, evolve(HARBOUR.names, fields={**HARBOUR.names.fields, "$top": "at_most"}))
    ships = files["src/harbour_api/resources/ships.py"]
    assert 'Parameter("at_most", "$top", "query", INTEGER)' in ships
    assert 'size="at_most"' in ships


def test_an_enum_beside_other_values_is_open_only_if_they_are_of_its_type() -> None:
    spec = copy.deepcopy(DOCUMENT)
    schemas(spec)["Ship"]["properties"]["Flag"]["anyOf"][1] = {"type": "string"}
    ship = package_files(spec, HARBOUR.names)["src/harbour_api/models/ship.py"]
    assert "flag: Flag | str | None" in ship
    assert "any_of(enumeration(Flag), TEXT)" in ship
