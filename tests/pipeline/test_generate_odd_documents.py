"""Documents that somebody wrote in a hurry: letters beyond ASCII, names that meet, missing pieces, no OpenAPI."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts import generate
from scripts.generator.foreign.package import Made, foreign_package
from scripts.generator.problems import GenerationError
from tests.pipeline.tiny import Generated, document, names, operation, reading, ref

Generate = Callable[..., Generated]

TEXT = {"type": "string"}


def made(spec: dict[str, Any]) -> Made:
    """The package of a document."""
    return foreign_package(spec, names("tiny"))


def refused(spec: dict[str, Any]) -> dict[str, str]:
    """The problems of a document: reason by place."""
    with pytest.raises(GenerationError) as caught:
        made(spec)
    return {problem.pointer: problem.reason for problem in caught.value.problems}


def command(tmp_path: Path, spec: str, out: str = "out") -> int:
    """Run the command on a text; gives its exit status."""
    path = tmp_path / "spec.yaml"
    path.write_text(spec, "utf-8")
    return generate.main(["--spec", str(path), "--out", str(tmp_path / out), "--name", "tiny"])


# Letters


def test_letters_with_marks_become_ascii_and_keep_their_names_on_the_wire(generate_client: Generate) -> None:
    schema = {
        "type": "object",
        "properties": {
            "größeInMeter": {"type": "integer"},
            "STRAẞE": TEXT,
            "Élan": TEXT,
            "m²": TEXT,
            "Łódź": {"type": "string", "enum": ["Grün", "½"]},
        },
    }
    spec = document(
        {"/flaechen": {"get": operation("get", ref("FlächenGröße"), operationId="flächeLesen", tags=["Größe"])}},
        {"FlächenGröße": schema},
    )
    del spec["paths"]["/flaechen"]["get"]["x-method"]
    value = {"größeInMeter": 1, "STRAẞE": "a", "Élan": "b", "m²": "c", "Łódź": "Grün"}

    with generate_client(spec, foreign=True).client(value) as client:
        found = client.groesse.flaeche_lesen()

    assert type(found).__name__ == "FlaechenGroesse"
    assert (found.groesse_in_meter, found.strasse, found.elan, found.m2, found.lodz.name) == (1, "a", "b", "c", "GRUEN")
    assert found.to_dict() == value


def test_names_that_python_takes_for_the_same_are_told_apart(generate_client: Generate) -> None:
    # Python reads both as `fi`, and a module of the first could not be imported.
    wires = ["\ufb01", "fi", "Nº", "No", "größe", "groesse"]
    schemas = {
        "\ufb01sh": {"type": "object", "properties": dict.fromkeys(wires, TEXT)},
        "fish": {"type": "object", "properties": {"other": ref("\ufb01sh")}},
    }
    spec = document({"/a": {"get": operation("get", ref("fish"), tags=["Nº"])}}, schemas)
    value = {"other": {wire: f"of {wire}" for wire in wires}}

    generated = generate_client(spec, foreign=True)
    with generated.client(value) as client:
        found = client.no.get()

    assert (found.other.fi, found.other.no, found.other.groesse) == ("of fi", "of Nº", "of groesse")
    assert found.to_dict() == value


def test_letters_without_capitals_are_names_as_they_are(generate_client: Generate) -> None:
    spec = document(
        {"/a": {"get": operation("get", ref("日本"), operationId="日本", tags=["日本"])}},
        {"日本": {"type": "object", "properties": {"語": TEXT}}},
    )
    del spec["paths"]["/a"]["get"]["x-method"]
    with generate_client(spec, foreign=True).client({"語": "x"}) as client:
        assert client.日本.日本().語 == "x"


# Names that meet


def test_an_operation_a_model_and_a_tag_may_have_one_name_in_capitals(generate_client: Generate) -> None:
    paths = {
        f"/{name}": {"get": operation("get", ref(name), operationId=name.lower(), tags=["URL"])}
        for name in ("URL", "A")
    }
    for item in paths.values():
        del item["get"]["x-method"]
    schemas = {name: {"type": "object", "properties": {"m": TEXT}} for name in ("URL", "A")}
    with generate_client(document(paths, schemas), foreign=True).client({"m": "x"}) as client:
        assert client.url.url().m == "x"
        assert client.url.a().m == "x"


@pytest.mark.parametrize(
    ("spec", "place", "text"),
    [
        (
            document(
                {
                    "/a": {"get": {**operation("get"), "operationId": "get_x"}},
                    "/b": {"post": {**operation("post"), "operationId": "getX"}},
                }
            ),
            "#/paths/~1b/post",
            "is called 'get_x_2', since there is another 'get_x'",
        ),
        (
            document(
                {"/a": {"get": operation("get", ref("foo-bar"))}},
                {
                    "foo-bar": {"type": "object", "properties": {"b": ref("FooBar")}},
                    "FooBar": {"type": "object", "properties": {"a": TEXT}},
                },
            ),
            "#/components/schemas/FooBar",
            "becomes the class FooBar2, since FooBar is #/components/schemas/foo-bar",
        ),
        (
            document(
                {"/a": {"get": operation("get", ref("Decimal"))}},
                {"Decimal": {"type": "object", "properties": {"a": TEXT}}},
            ),
            "#/components/schemas/Decimal",
            "becomes the class DecimalModel, since generated code has another Decimal",
        ),
    ],
)
def test_who_is_called_otherwise_because_of_others_is_told(spec: dict[str, Any], place: str, text: str) -> None:
    assert {note.pointer: note.reason for note in made(spec).notes}[place] == text


# Missing pieces


@pytest.mark.parametrize("missing", [{"paths": {}}, {"paths": None}])
def test_without_an_operation_there_is_no_client(missing: dict[str, Any]) -> None:
    spec = reading({"a": TEXT})
    spec = {key: value for key, value in {**spec, **missing}.items() if value is not None}
    assert refused(spec) == {"#/paths": "there is no operation; a client needs one"}


@pytest.mark.parametrize("version", ["3.0", "3.1", 3.0, 3.1])
def test_a_version_without_its_last_number_will_do(version: object) -> None:
    assert made({**reading({"a": TEXT}), "openapi": version}).files


@pytest.mark.parametrize(
    ("root", "told"),
    [
        ({"swagger": "2.0"}, "this is Swagger 2.0; convert it to OpenAPI 3 first"),
        ({"openapi": "3.2.0"}, "this is '3.2.0'; only OpenAPI 3.0 and 3.1 are supported"),
        ({}, "there is none; only OpenAPI 3.0 and 3.1 are supported"),
    ],
)
def test_of_another_version_the_version_is_named(root: dict[str, Any], told: str) -> None:
    spec = {key: value for key, value in {**reading({"a": TEXT}), **root}.items() if key != "openapi" or key in root}
    assert refused(spec) == {"#/openapi": told}


@pytest.mark.parametrize(
    "target",
    ["#/paths", "#/info/title", "#", "", 3, "#/components", "#/components/parameters/P", "#/components/schemas"],
)
def test_a_schema_that_refers_to_something_else_is_refused_at_its_place(target: object) -> None:
    spec = reading({"a": {"$ref": target}}, additionalProperties=True)
    spec["components"]["parameters"] = {"P": {"name": "p", "in": "query", "schema": TEXT}}
    (place,) = refused(spec)
    assert place == "#/components/schemas/Thing/properties/a"


@pytest.mark.parametrize(
    "url",
    ["https://user:pw@host.example/x", "http://[::1", "https://ex ample.com", "http://host.example", "https://h/ä"],
)
def test_a_server_that_no_client_would_talk_to_has_to_be_given(url: str) -> None:
    package = made({**reading({"a": TEXT}), "servers": [{"url": url}]})
    assert "base_url=None," in package.files["src/tiny/_vendor.py"]
    (told,) = [note.reason for note in package.notes if note.pointer == "#/servers/0/url"]
    assert "base_url= has to be given" in told
    assert "pw" not in told


def test_a_title_of_several_lines_is_one_line() -> None:
    spec = reading({"a": TEXT})
    spec["info"]["title"] = "The\nThing"
    assert "The Thing" in made(spec).files["README.md"]


def test_a_large_enum_has_a_name_for_each_value(generate_client: Generate) -> None:
    values = ["-", *(f"{index} %" for index in range(3000)), *("+" * count for count in range(1, 3000))]
    spec = reading({"a": {"type": "string", "enum": values}})
    members = list(generate_client(spec, foreign=True).model("ThingA"))
    assert [member.value for member in members] == values


# What is no document


def test_aliases_that_unfold_to_far_more_than_was_written_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["openapi: 3.0.0", "x-0: &x0 [1]"]
    lines += [f"x-{level}: &x{level} [{', '.join([f'*x{level - 1}'] * 10)}]" for level in range(1, 9)]
    assert command(tmp_path, "\n".join(lines)) == 1
    assert "aliases unfold to more than" in capsys.readouterr().err


@pytest.mark.parametrize("spec", ['{"a":' * 5000 + "1" + "}" * 5000, "[" * 100_000, "- " * 3000 + "a"])
def test_what_is_nested_too_deeply_to_be_read_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], spec: str
) -> None:
    assert command(tmp_path, spec) == 1
    assert "nothing was written" in capsys.readouterr().err


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("mine")
    spec = json.dumps(reading({"a": TEXT}))
    for out in ("taken", "taken/below"):
        assert command(tmp_path, spec, out) == 1
        assert "taken" in capsys.readouterr().err
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_variable_that_is_not_described_is_text_and_one_without_a_name_is_refused(
    generate_client: Generate,
) -> None:
    seen: list[httpx.Request] = []
    with generate_client(document({"/b/{a b}": {"get": operation("get")}}), foreign=True).client(
        httpx.Response(200), seen=seen
    ) as client:
        client.things.get("y z")
    assert seen[0].url.raw_path == b"/b/y%20z"
    assert refused(document({"/b/{}": {"get": operation("get")}})) == {
        "#/paths/~1b~1{}/get": "a variable of the path has no name"
    }
