"""Documents of others: names are told apart, shapes of the wild work, and what cannot be is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from erp_client_runtime.decoding import Drift
from scripts import generate
from scripts.generator.foreign.package import Made, foreign_package
from scripts.generator.problems import GenerationError
from tests.pipeline.shapes import OTHERS, PETSTORE, SHAPES
from tests.pipeline.tiny import Generated, body, document, names, path_parameter, reading, ref

Generate = Callable[..., Generated]

JSON = "application/json"
TEXT = {"type": "string"}


def made(spec: dict[str, Any], *, skip: bool = False) -> Made:
    """The package of a document."""
    return foreign_package(spec, names("tiny"), skip_unsupported=skip)


def refused(spec: dict[str, Any]) -> dict[str, str]:
    """The problems of a document: reason by place."""
    with pytest.raises(GenerationError) as caught:
        made(spec)
    return {problem.pointer: problem.reason for problem in caught.value.problems}


def notes(spec: dict[str, Any]) -> dict[str, str]:
    """What became different: text by place."""
    return {note.pointer: note.reason for note in made(spec).notes}


def plain(schema: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """An operation without any of our extensions, id and tag."""
    answer = {"description": "An answer.", **({"content": {JSON: {"schema": schema}}} if schema is not None else {})}
    return {"responses": {"200": answer}, **more}


def methods(generated: Generated, module: str, cls: str) -> list[str]:
    """The methods of a resource."""
    return [name for name in vars(getattr(generated.module(f"resources.{module}"), cls)) if not name.startswith("_")]


# Names


def test_operations_without_an_id_are_called_after_method_and_path(generate_client: Generate) -> None:
    paths = {
        "/pets/{petId}/toys": {"get": plain(parameters=[path_parameter("petId")]), "delete": plain()},
        "/pets/": {"get": plain()},
        "/pets": {"get": plain(), "post": plain(operationId="get_pets")},
    }
    generated = generate_client(document(paths), foreign=True)
    assert methods(generated, "default", "Default") == [
        *("get_pets_by_pet_id_toys", "delete_pets_by_pet_id_toys"),
        *("get_pets_2", "get_pets_3", "get_pets"),
    ]


def test_ids_that_become_one_name_get_numbers_and_keywords_a_line(generate_client: Generate) -> None:
    ids = ["getPet", "get_pet", "GET-PET", "import", "pets/list-all"]
    paths = {f"/{index}": {"get": plain(operationId=one)} for index, one in enumerate(ids)}
    generated = generate_client(document(paths), foreign=True)
    assert methods(generated, "default", "Default") == ["get_pet", "get_pet_2", "get_pet_3", "import_", "pets_list_all"]


def test_of_several_tags_the_first_counts_and_resources_are_told_apart(generate_client: Generate) -> None:
    tags = [["class", "b"], ["Clock"], ["a1"], ["a_1"], ["Pet"], []]
    paths = {f"/{index}": {"get": plain(operationId=f"op{index}", tags=one)} for index, one in enumerate(tags)}
    paths["/pet"] = {"get": plain(ref("Pet"), operationId="pet", tags=["Pet"])}
    generated = generate_client(document(paths, {"Pet": {"type": "object", "properties": {"a": TEXT}}}), foreign=True)
    with generated.client({"a": "x"}) as client:
        assert client.pet.pet().a == "x"
        assert type(client.pet).__name__ == "PetResource"
        for attribute, method in [("class_", "op0"), ("clock_", "op1"), ("a1", "op2"), ("a_1_2", "op3")]:
            assert hasattr(getattr(client, attribute), method), attribute
        assert client.default.op5


def test_properties_that_become_one_name_are_told_apart_and_each_keeps_its_own(generate_client: Generate) -> None:
    wires = ["Id", "$id", "id", "ID", "@id", "user-name", "user_name", "id_2"]
    generated = generate_client(reading(dict.fromkeys(wires, TEXT)), foreign=True)
    value = {wire: f"of {wire}" for wire in wires}
    thing = generated.model("Thing").from_dict(value)
    assert (thing.id, thing.user_name, thing.id_2) == ("of id", "of user_name", "of id_2")
    assert thing.to_dict() == value
    told = notes(reading(dict.fromkeys(wires, TEXT)))
    assert told["#/components/schemas/Thing/properties/Id"] == "'Id' becomes 'id_3', since 'id' is 'id'"


def test_schemas_that_become_one_class_are_told_apart(generate_client: Generate) -> None:
    schemas = {
        name: {"type": "object", "properties": {name: TEXT}} for name in ("PayDay", "payDay", "Payday", "pay_day")
    }
    holder = {"type": "object", "properties": {name: ref(name) for name in schemas}}
    spec = document({"/": {"get": plain(ref("Holder"))}}, {**schemas, "Holder": holder})
    generated = generate_client(spec, foreign=True)
    value = {name: {name: "x"} for name in schemas}
    holder_model = generated.model("Holder").from_dict(value)
    found = [type(getattr(holder_model, name)).__name__ for name in ("pay_day", "pay_day_2", "payday", "pay_day_3")]
    assert len(set(found)) == 4
    assert holder_model.to_dict() == value


def test_arguments_that_become_one_name_are_told_apart_by_their_places(generate_client: Generate) -> None:
    parameters = [
        path_parameter("id"),
        {"name": "id", "in": "query", "schema": TEXT},
        {"name": "ID", "in": "query", "schema": TEXT},
        {"name": "id", "in": "header", "schema": TEXT},
        {"name": "id", "in": "cookie", "schema": TEXT},
    ]
    seen: list[httpx.Request] = []
    spec = document({"/t/{id}": {"get": plain(parameters=parameters, operationId="find")}})
    with generate_client(spec, foreign=True).client(httpx.Response(200), seen=seen) as client:
        client.default.find("1", id_query="2", id_query_2="3", id_header="4", id_cookie="5")
    assert str(seen[0].url) == "http://localhost/t/1?id=2&ID=3"
    assert (seen[0].headers["id"], seen[0].headers["cookie"]) == ("4", "id=5")


# What others write


def test_extensions_of_others_are_nothing_to_us(generate_client: Generate) -> None:
    spec = reading(
        {"a": {**TEXT, "x-go-name": "A", "x-evidence": "hearsay", "x-nullable": True}}, **{"x-kubernetes-x": []}
    )
    spec |= {"x-logo": {"url": "…"}, "x-quota": 7}
    spec["paths"]["x-path"] = [1]
    spec["paths"]["/thing"]["get"] |= {"x-codegen": {"x-method": "y"}, "x-retry": "sometimes", "x-method": "get it"}
    generated = generate_client(spec, foreign=True)
    with generated.client({"a": "x"}) as client:
        assert client.things.get_thing().a == "x"
    assert set(notes(spec)) == {
        "#/components/schemas/Thing/properties/a/x-evidence",
        "#/paths/~1thing/get/x-method",
        "#/paths/~1thing/get/x-retry",
        "#/x-quota",
    }


def test_our_extensions_mean_what_they_mean(generate_client: Generate) -> None:
    spec = reading({"a": {**TEXT, "x-alias": ["b"]}})
    spec["paths"]["/thing"]["get"] |= {"x-method": "look", "x-evidence": {"level": "assumed", "because": "we guess"}}
    generated = generate_client(spec, foreign=True)
    with generated.client({"b": "x"}, allow_assumed=True) as client:
        assert client.things.look().a == "x"


def test_nothing_is_said_about_how_things_are_known() -> None:
    files = made(reading({"a": TEXT})).files
    assert "Evidence" not in files["src/tiny/resources/things.py"]
    assert "documented" not in "".join(files.values())


def test_defaults_are_the_servers_business(generate_client: Generate) -> None:
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "default": "ten"}}
    create = plain(requestBody=body(ref("Thing")), parameters=[limit], operationId="create")
    schemas = {"Thing": {"type": "object", "properties": {"a": {**TEXT, "default": "x"}, "b": TEXT}}}
    seen: list[httpx.Request] = []
    generated = generate_client(document({"/t": {"post": create}}, schemas), foreign=True)
    with generated.client(httpx.Response(200), seen=seen) as client:
        client.default.create(b="y")
    assert (str(seen[0].url), seen[0].content) == ("http://localhost/t", b'{"b":"y"}')
    assert (
        "Without it, the vendor takes x." in (generated.folder / f"src/{generated.package}/models/thing.py").read_text()
    )


def test_shapes_of_the_wild_are_read_and_written_without_loss(generate_client: Generate) -> None:
    properties = {f"p{index}": schema for index, (_, schema, _) in enumerate(SHAPES)}
    text = json.dumps(properties)
    for index, (name, _, _) in enumerate(SHAPES):
        if name == "defs":
            text = text.replace("Thing/properties/field", f"Thing/properties/p{index}")
    spec = reading(json.loads(text))
    spec["components"]["schemas"] |= OTHERS
    thing = generate_client(spec, foreign=True).model("Thing")
    for index, (name, _, values) in enumerate(SHAPES):
        for value in values:
            read = thing.from_dict({f"p{index}": value}, strict=True)
            assert read.to_dict() == {f"p{index}": value}, name


def test_a_base_with_alternatives_gives_its_properties_to_each(generate_client: Generate) -> None:
    spec = reading({"pet": ref("Animal"), "one": ref("Bird")})
    spec["components"]["schemas"] |= OTHERS
    thing = generate_client(spec, foreign=True).model("Thing")
    mammal, bird = (
        thing.from_dict({"pet": pet}, strict=True).pet for pet in ({"name": "x", "fur": "f"}, {"name": "x", "wings": 2})
    )
    assert (type(mammal).__name__, mammal.name, mammal.fur) == ("Mammal", "x", "f")
    assert (bird.name, bird.wings) == ("x", 2)


def test_answers_of_success_may_differ_by_status(generate_client: Generate) -> None:
    responses = {
        "200": {"description": "", "content": {JSON: {"schema": ref("Thing")}}},
        "201": {"description": "", "content": {JSON: {"schema": {"type": "array", "items": ref("Thing")}}}},
        "204": {"description": ""},
        "2XX": {"description": "", "content": {"text/plain": {}}},
    }
    schemas = {"Thing": {"type": "object", "properties": {"a": TEXT}}}
    spec = document({"/t": {"get": {"operationId": "t", "responses": responses}}}, schemas)
    drifts: list[Drift] = []
    found: list[Any] = []
    answers = [
        httpx.Response(200, json={"a": "x"}),
        httpx.Response(201, json=[{"a": "y"}]),
        httpx.Response(204),
        httpx.Response(202, text="text", headers={"Content-Type": "text/plain"}),
    ]
    generated = generate_client(spec, foreign=True)
    for one in answers:
        with generated.client(one, on_drift=drifts.append) as client:
            found.append(client.default.t())
    assert (found[0].a, found[1][0].a, found[2], found[3]) == ("x", "y", None, "text")
    assert drifts == []
    del spec["paths"]["/t"]["get"]["responses"]["2XX"]
    with generate_client(spec, foreign=True).client(answers[0], on_drift=drifts.append) as client:
        client.default.t()
        assert drifts == []
    with generate_client(spec, foreign=True).client(httpx.Response(203, json={}), on_drift=drifts.append) as client:
        client.default.t()
    assert [drift.kind for drift in drifts] == ["unknown_value"]


def test_petstore_as_everybody_knows_it(generate_client: Generate) -> None:
    seen: list[httpx.Request] = []
    generated = generate_client(PETSTORE, foreign=True)
    with generated.client({"id": 1, "name": "x", "photoUrls": [], "status": "sold"}, seen=seen) as client:
        added = client.pet.add_pet(name="x", photo_urls=[])
        assert (added.name, added.status) == ("x", "sold")
        assert client.pet.get_pet_by_id(7).id == 1
        client.pet.upload_file(7, b"GIF")
    assert [(one.method, one.url.path, one.content) for one in seen] == [
        ("POST", "/pet", b'{"name":"x","photoUrls":[]}'),
        ("GET", "/pet/7", b""),
        ("POST", "/pet/7/uploadImage", b"GIF"),
    ]
    readme = (generated.folder / "README.md").read_text()
    assert '`petstore_auth`: `{"Authorization": "Bearer …"}`, with a token that you fetch yourself' in readme
    assert '`api_key`: `{"api_key": "…"}`' in readme
    assert "base_url= has to be given" in notes(PETSTORE)["#/servers/0/url"]


@pytest.mark.parametrize(
    ("servers", "base_url"),
    [
        (
            [{"url": "https://{env}.example.com/v1/", "variables": {"env": {"default": "api"}}}],
            '"https://api.example.com/v1"',
        ),
        ([{"url": "https://{env}.example.com"}], "None"),
        ([{"url": "/v1"}], "None"),
        ([], "None"),
    ],
)
def test_the_address_of_the_server(servers: list[Any], base_url: str) -> None:
    spec = {**reading({"a": TEXT}), "servers": servers}
    assert f"base_url={base_url}," in made(spec).files["src/tiny/_vendor.py"]


@pytest.mark.parametrize(
    ("given", "version"), [("v1", "1"), ("2026-04-01", "2026.4.1"), ("1.2.3-beta", "1.2.3"), ("", "0")]
)
def test_versions_become_those_of_packages(given: str, version: str) -> None:
    spec = reading({"a": TEXT})
    spec["info"]["version"] = given
    assert f'version = "{version}"' in made(spec).files["pyproject.toml"]
    assert repr(given) in notes(spec)["#/info/version"]


# What is refused, and what is left out


@pytest.mark.parametrize(
    ("more", "place", "word"),
    [
        ({"servers": [{"url": "https://other.example.com"}]}, "/servers", "a host of its own"),
        ({"security": [{"in_query": []}]}, "/security", "a key in the query"),
        ({"responses": {"302": {"description": ""}}}, "/responses", "no answer of success"),
        ({"responses": {"200": {"description": "", "content": {"text/event-stream": {}}}}}, "/responses/200", "stream"),
        ({"parameters": [{"name": "q", "in": "query", "content": {"text/x": {}}}]}, "/parameters/0/content", "JSON"),
        (
            {
                "parameters": [
                    {"name": "Authorization", "in": "header"},
                    {"name": "q", "in": "header", "style": "form", "schema": TEXT},
                ]
            },
            "/parameters/1/style",
            "form is not supported in a header",
        ),
        (
            {"requestBody": body({"type": "string", "format": "binary"})},
            "/requestBody/content/application~1json/schema",
            "binary",
        ),
    ],
)
def test_an_operation_that_cannot_be_generated_is_refused_or_left_out(
    more: dict[str, Any], place: str, word: str
) -> None:
    bad = {**plain(ref("Thing"), operationId="bad"), **more}
    spec = document(
        {"/bad": {"get": bad}, "/good": {"get": plain(ref("Thing"), operationId="good")}},
        {"Thing": {"type": "object", "properties": {"a": TEXT}}},
        components={"securitySchemes": {"in_query": {"type": "apiKey", "in": "query", "name": "key"}}},
    )
    problems = refused(spec)
    assert word in problems[f"#/paths/~1bad/get{place}"]
    package = made(spec, skip=True)
    assert [problem.pointer for problem in package.left_out] == ["#/paths/~1bad/get"]
    assert word in package.left_out[0].reason
    assert "def good(" in package.files["src/tiny/resources/default.py"]
    assert "def bad(" not in package.files["src/tiny/resources/default.py"]
    assert "## Left out\n" in package.files["README.md"]
    assert word in package.files["README.md"]


def test_what_needs_a_schema_that_cannot_be_generated_is_left_out_with_it() -> None:
    schemas = {
        "Bad": {"type": "object", "properties": {"f": {"$ref": "other.yaml#/X"}}},
        "Uses": {"type": "object", "properties": {"bad": ref("Bad")}},
        "Good": {"type": "object", "properties": {"a": TEXT}},
        "Unused": {"type": "array", "items": ref("Bad")},
    }
    paths = {
        "/uses": {"get": plain(ref("Uses")), "post": plain(ref("Good"))},
        "/sends": {"post": plain(ref("Good"), requestBody=body(ref("Bad")))},
        "/good": {"get": plain(ref("Good"))},
    }
    spec = document(paths, schemas)
    place = "#/components/schemas/Bad/properties/f"
    assert "only components of the same document" in refused(spec)[place]
    package = made(spec, skip=True)
    assert [problem.pointer for problem in package.left_out] == ["#/paths/~1sends/post", "#/paths/~1uses/get"]
    assert all(problem.reason.startswith(f"{place}: refers to other.yaml#/X") for problem in package.left_out)
    assert "src/tiny/models/good.py" in package.files
    assert not {"src/tiny/models/bad.py", "src/tiny/models/uses.py"} & package.files.keys()


@pytest.mark.parametrize(("depth", "works"), [(120, True), (1000, False)])
def test_what_is_nested_deeply_works_or_is_refused(depth: int, works: bool) -> None:
    schema: dict[str, Any] = TEXT
    for _ in range(depth):
        schema = {"type": "object", "properties": {"inner": schema}}
    if works:
        names_of_files = [Path(name).name for name in made(reading({"a": schema})).files]
        assert len(set(names_of_files)) > depth
        assert max(map(len, names_of_files)) < 200
    else:
        assert "nested too deeply" in refused(reading({"a": schema}))["#"]


def test_places_are_those_of_the_document_as_it_was() -> None:
    inner = {"type": "object", "properties": {"bin": {"type": "string", "format": "binary"}}}
    spec = reading(
        {"a": {"type": "object", "properties": {"in": inner}}, "b": {"$ref": "#/components/schemas/Thing/properties/a"}}
    )
    assert list(refused(spec)) == ["#/components/schemas/Thing/properties/a/properties/in/properties/bin"]


def test_nothing_left_is_an_error() -> None:
    spec = document({"/bad": {"get": plain(servers=[{"url": "https://x.y"}])}})
    with pytest.raises(GenerationError, match="no operation is left"):
        made(spec, skip=True)


def test_a_problem_of_the_document_as_a_whole_cannot_be_left_out() -> None:
    spec = reading({"a": TEXT})
    del spec["info"]["title"]
    with pytest.raises(GenerationError, match="needs a title"):
        made(spec, skip=True)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"paths": []}, "#/paths"),
        ({"paths": {"/a": 1}}, "#/paths/~1a"),
        (
            {"components": {"schemas": {"A": {"type": "object", "properties": ["x"]}}}},
            "#/components/schemas/A/properties",
        ),
        ({"components": {"schemas": {"A": {"allOf": [1]}}}}, "#/components/schemas/A/allOf/0"),
        ({"openapi": "2.0"}, "#/openapi"),
    ],
)
def test_a_document_of_another_form_is_refused_with_the_place(change: dict[str, Any], place: str) -> None:
    assert list(refused({**reading({"a": TEXT}), **change})) == [place]


def test_the_command_lists_what_it_leaves_out_and_writes_nothing_unless_told_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = document({"/a": {"get": plain()}, "/b": {"get": plain(servers=[{"url": "https://x.y"}])}})
    path, out = tmp_path / "spec.json", tmp_path / "out"
    path.write_text(json.dumps(spec))
    command = ["--spec", str(path), "--out", str(out), "--name", "others"]
    assert generate.main(command) == 1
    assert not out.exists()
    assert "#/paths/~1b/get/servers: a host of its own" in capsys.readouterr().err
    assert generate.main([*command, "--skip-unsupported"]) == 0
    assert "left out: #/paths/~1b/get: #/paths/~1b/get/servers: a host of its own" in capsys.readouterr().err
    assert generate.main([*command, "--skip-unsupported", "--check"]) == 0
    first = (out / "README.md").read_text().splitlines()[0]
    assert "--spec spec.json --out DIR --name others --skip-unsupported`" in first
