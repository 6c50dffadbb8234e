"""What the package carries of a spec is made from it, the same way every time, and complete."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import erp_sandbox
from erp_sandbox.rules import vendors
from erp_sandbox.sandbox import Sandbox
from erp_sandbox.validation import load_models
from scripts.sandbox_models import render

PACKAGE = Path(erp_sandbox.__file__).parent
SPECS = Path(__file__).parents[2] / "specs"

TINY: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Tiny", "version": "1"},
    "paths": {},
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "description": "å"},
                    "size": {"type": ["integer", "null"]},
                    "count": {"type": "integer"},
                },
            }
        }
    },
}


def spec_of(vendor: str) -> Any:
    return yaml.safe_load((SPECS / vendor / "openapi.yaml").read_text("utf-8"))


@pytest.mark.parametrize("vendor", vendors())
def test_the_package_holds_what_the_spec_gives(vendor: str) -> None:
    for path, text in render(vendor, spec_of(vendor)).items():
        assert (PACKAGE / path).read_text("utf-8") == text, f"{path} is not up to date: make generate VENDOR={vendor}"


def test_files_are_deterministic_and_say_where_they_come_from() -> None:
    files = render("tiny", TINY)
    assert files == render("tiny", TINY)
    assert list(files) == ["_specs/tiny.json", "_models/tiny.py"]
    assert json.loads(files["_specs/tiny.json"]) == TINY
    assert "å" in files["_specs/tiny.json"]
    first = files["_models/tiny.py"].partition("\n")[0]
    assert first.startswith("# Made by datamodel-code-generator from specs/tiny/openapi.yaml")
    assert first.endswith("make generate VENDOR=tiny")


def test_models_tell_absent_from_null_and_leave_unknown_fields_alone() -> None:
    code = render("tiny", TINY)["_models/tiny.py"]
    assert "name: " in code
    assert "size: int | None | MISSING = MISSING" in code
    assert "count: int | MISSING = MISSING" in code
    assert "forbid" not in code


@pytest.mark.parametrize("vendor", vendors())
def test_every_request_body_has_a_second_reading(vendor: str) -> None:
    models = load_models(vendor, None, packaged=True)
    bodies = [operation.request for operation in Sandbox(vendor).spec.operations if operation.request is not None]
    assert bodies
    for schema in bodies:
        assert hasattr(models, schema["$ref"].rpartition("/")[2])
