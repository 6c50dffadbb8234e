"""What the document says, and how it is known, reaches the user of the package unharmed."""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import nullcontext
from itertools import pairwise
from typing import Any

import pytest

from scripts.generator import parse
from scripts.generator.load import read_document
from scripts.generator.render import package_files
from tests.pipeline.test_generate_golden import GOLDEN
from tests.pipeline.tiny import Generated, document, names, operation, path_parameter, reading, ref

Generate = Callable[..., Generated]
TEXT = {"type": "string"}


def evidence(level: str, **more: str) -> dict[str, Any]:
    return {"x-evidence": {"level": level, **more}}


def attribute_docs(source: str, class_name: str) -> dict[str, str]:
    """The texts below the fields of a class."""
    body = next(
        node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == class_name
    ).body
    docs: dict[str, str] = {}
    for before, node in pairwise(body):
        if isinstance(before, ast.AnnAssign) and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docs[ast.unparse(before.target)] = " ".join(str(node.value.value).split())
    return docs


def test_the_text_of_a_field_says_how_it_is_known_unless_it_is_documented() -> None:
    properties = {
        "a": {**TEXT, "description": "An a", **evidence("documented", source="page")},
        "b": {**TEXT, "description": "A b.", **evidence("example", source="page", section="Sample")},
        "c": {**TEXT, **evidence("observed", source="forum")},
        "e": {**TEXT, "description": "An e.", **evidence("inferred", because="it looks like one")},
        "f": {**ref("Other"), "description": "Beside a reference.", **evidence("assumed", because="somebody has to")},
        "g": {**TEXT, "readOnly": True, "deprecated": True},
        "h": ref("Other"),
    }
    spec = reading(properties, **evidence("inferred", because="the whole is a guess"))
    spec["components"]["schemas"]["Other"] = {
        "type": "object",
        "description": "Another.",
        "properties": {"x": TEXT},
        **evidence("example", source="page"),
    }
    docs = attribute_docs(package_files(spec, names("tiny"))["src/tiny/models/thing.py"], "Thing")
    assert docs == {
        "a": "An a.",
        "b": "A b. Known from an example only (page, Sample).",
        "c": "Observed at the live API, not documented (forum).",
        "e": "An e. Inferred: it looks like one.",
        "f": "Beside a reference. Assumed: somebody has to.",
        "g": "Read only. Deprecated by the vendor. Inferred, as all of this class.",
        "h": "Known from an example only (page).",
    }


def test_a_part_of_a_response_that_is_not_documented_is_named_by_its_response() -> None:
    spec = document({"/thing": {"get": operation("get", ref("Thing"))}}, {"Thing": {"type": "object"}})
    spec["components"]["schemas"]["Thing"] = {"type": "object", "properties": {"a": TEXT}}
    spec["paths"]["/thing"]["get"]["responses"]["429"] = {"$ref": "#/components/responses/TooMany"}
    schema = {**ref("Thing"), **evidence("inferred", because="it has to be one")}
    header = {"schema": TEXT, **evidence("assumed", because="somebody said so")}
    answer = {"description": "Too many.", "content": {"application/json": {"schema": schema}}}
    spec["components"]["responses"] = {"TooMany": {**answer, "headers": {"Retry-After": header}}}
    readme = package_files(spec, names("tiny"))["README.md"]
    assert "- Inferred: body of response `TooMany`. It has to be one." in readme
    assert "- Assumed: header `Retry-After` of response `TooMany`. Somebody said so." in readme


def test_a_document_without_evidence_makes_a_package_that_says_nothing_about_it() -> None:
    spec = document({"/thing": {"get": operation("get", ref("Thing"))}}, {})
    spec["components"]["schemas"]["Thing"] = {"type": "object", "properties": {"a": TEXT}}
    files = package_files(spec, names("tiny"))
    texts = [line for text in files.values() for line in text.splitlines()]
    assert not [line for line in texts if "documented" in line or "known" in line.lower() or "Evidence" in line]
    assert "| call | request |\n|---|---|\n| `get` | `GET /thing` |\n" in files["README.md"]
    spec["paths"]["/thing"].update(evidence("documented", source="page", section="Thing"))
    readme = package_files(spec, names("tiny"))["README.md"]
    assert "| `get` | `GET /thing` | path documented |\n" in readme
    assert "does not say how all of the above is known" in readme
    spec["paths"]["/thing"]["get"].update(evidence("documented", source="page", section="Thing"))
    readme = package_files(spec, names("tiny"))["README.md"]
    assert "| call | request | known from |\n|---|---|---|\n| `get` | `GET /thing` | documented |\n" in readme
    assert "Nothing: everything above is documented." in readme


def test_operations_carry_their_evidence_and_that_of_their_path_as_data(generate_client: Generate) -> None:
    get = operation("get", ref("Thing"), summary="Get a thing.", **evidence("documented", source="page", section="Get"))
    item = {"parameters": [path_parameter("id")], "get": get, **evidence("assumed", because="no page prints it")}
    spec = document({"/things/{id}": item}, {"Thing": {"type": "object", "properties": {"a": TEXT}}})
    generated = generate_client(spec)
    module = generated.module("resources.things")
    made = module.GET_THING
    assert (made.evidence.level, made.evidence.source, made.evidence.section) == ("documented", "page", "Get")
    assert (made.path_evidence.level, made.path_evidence.because) == ("assumed", "no page prints it")
    assert made.assumed
    for resource in (module.Things, module.AsyncThings):
        text = " ".join(resource.get.__doc__.split())
        assert text.startswith("Get a thing.")
        assert "Known from: page, Get (documented). Path: assumed: no page prints it." in text


def test_the_readme_lists_what_the_documentation_leaves_open() -> None:
    readme = package_files(read_document(GOLDEN / "openapi.yaml"), names("tiny"))["README.md"]
    assert "| `get` | `GET /shelves/{code}` | documented, path inferred |" in readme
    gaps = readme.partition("## What the documentation leaves open")[2]
    assert "- Assumed: `DELETE /shelves/{code}`. Everything else can be deleted." in gaps
    assert "- Inferred: security scheme `user_token`. It is named beside the user." in gaps
    assert "`Shelf.width`" in gaps
    assert "documented" not in gaps


@pytest.mark.parametrize(
    "text",
    [
        'Ends with a "quote"',
        '"Starts" with one',
        'Three """ of them',
        "A \\ backslash, \\N, \\x and one at the end \\",
        "A control \x00 character and a \u2028 separator",
        "First line.\n\nSecond paragraph, with " + "so many words " * 20 + "that it has to be wrapped.",
        "W" * 200,
        "A long first sentence that goes on" + " and on" * 30 + ". End.",
        "{% raw %} {{ names }} {# no #}",
    ],
)
def test_any_text_survives_in_a_docstring(generate_client: Generate, text: str) -> None:
    spec = reading({"a": {**TEXT, "description": text}}, description=text)
    spec["info"]["summary"] = text
    spec["paths"]["/thing"]["get"].update(summary=text, description=text)
    spec["tags"] = [{"name": "things", "description": text}]
    generated = generate_client(spec)
    words = "".join(character for character in text.replace('"""', "'''") if character not in "\x00\u2028").split()
    for told in (
        generated.model("Thing").__doc__,
        generated.module("resources.things").Things.__doc__,
        generated.module("resources.things").Things.get.__doc__,
    ):
        assert " ".join(words).rstrip(".") in " ".join(told.split())


def test_the_shallow_copies_change_speed_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = read_document(GOLDEN / "openapi.yaml")
    fast = package_files(spec, names("tiny"))
    monkeypatch.setattr(parse, "shallow_endpoint_copies", nullcontext)
    assert package_files(spec, names("tiny")) == fast


def test_another_version_of_the_parser_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "PINNED", "0.0.0")
    with pytest.raises(Exception, match=r"0\.0\.0 is needed"):
        package_files(reading({"a": TEXT}), names("tiny"))
