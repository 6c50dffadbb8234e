"""A package of a large document of others: it has all that the document has, imports lazily, and loses no value."""

from __future__ import annotations

import importlib
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from attrs import frozen

from erp_client_runtime.decoding import Decoding
from erp_client_runtime.encoding import encode_json
from scripts import generate
from scripts.generator import naming
from scripts.generator.document import Document
from scripts.generator.foreign import adapt
from scripts.generator.foreign.package import Made, foreign_package
from scripts.generator.load import names_for
from scripts.generator.render import parsed_document
from scripts.generator.types import Types
from scripts.generator.write import write
from tests.pipeline.synthetic import make_document, ref
from tests.pipeline.values import judging, value_for

ROOT = Path(generate.__file__).resolve().parent.parent


@frozen
class Everything:
    """A document and its package, which can be imported."""

    version: str
    package: str
    document: dict[str, Any]
    made: Made
    folder: Path


@pytest.fixture(scope="module", params=["3.0.3", "3.1.0"])
def everything(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    package = f"everything_{request.param.replace('.', '_')}"
    document = make_document(90, 80, 1, request.param)
    document["paths"]["/all"] = {"get": reading_all(document)}
    made = foreign_package(document, names_for(Path("everything.json"), package))
    folder = tmp_path_factory.mktemp(package)
    write(folder, made.files)
    sys.path.insert(0, str(folder / "src"))
    yield Everything(request.param, package, document, made, folder)
    sys.path.remove(str(folder / "src"))
    for module in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[module]


def reading_all(document: dict[str, Any]) -> dict[str, Any]:
    """An operation that answers with everything, so that all models can be read."""
    properties = {f"p{index}": ref(name) for index, name in enumerate(document["components"]["schemas"])}
    content = {"application/json": {"schema": {"type": "object", "properties": properties}}}
    return {"operationId": "everything", "responses": {"200": {"description": "All.", "content": content}}}


def test_every_component_reads_and_writes_what_its_schema_allows(everything: Everything) -> None:
    names = names_for(Path("everything.json"), everything.package)
    adapted = Document(adapt(everything.document).root, foreign=True)
    parsed = parsed_document(adapted, names)
    types = Types(adapted, parsed.classes, everything.package)
    chance = random.Random(7)
    for name in everything.document["components"]["schemas"]:
        typed = types.of(f"#/components/schemas/{name}")
        scope: dict[str, Any] = {}
        exec("\n".join(sorted(typed.imports)), scope)
        codec = eval(typed.codec, scope)
        judge = jsonschema_rs.validator_for(judging(everything.document, name))
        for _ in range(8):
            value = value_for(everything.document, {"$ref": f"#/components/schemas/{name}"}, chance)
            assert judge.is_valid(value), (name, value, list(judge.iter_errors(value)))
            if value is None:
                assert typed.nullable, name
                continue
            decoding = Decoding("test", strict=False)
            decoded = codec.decode(json.loads(json.dumps(value), parse_float=Decimal), decoding, None)
            assert not decoding.count, (name, value, decoding.events)
            assert json.loads(encode_json(codec.encode(decoded, name))) == value, name


def test_importing_a_large_package_imports_neither_models_nor_resources(everything: Everything) -> None:
    code = f"""
import sys, {everything.package} as package
loaded = [name for name in sys.modules if name.startswith(package.__name__ + ".")]
print(loaded)
package.models.{next(iter(everything.document["components"]["schemas"]))}
more = [name for name in sys.modules if name.startswith(package.__name__ + ".models.")]
print(len(more), [name for name in sys.modules if ".resources" in name])
"""
    code = code.replace(" as package", f".models, {everything.package} as package")
    path = f"import sys; sys.path[:0] = [{str(everything.folder / 'src')!r}, {str(ROOT / 'runtime/src')!r}]"
    done = subprocess.run([sys.executable, "-c", f"{path}\n{code}"], capture_output=True, text=True, check=True)
    names, counted = done.stdout.splitlines()
    assert names == str([f"{everything.package}.{name}" for name in ("_vendor", "client", "models")])
    count, _, resources = counted.partition(" ")
    assert 1 <= int(count) <= 3  # the model, and the enums that stand in its annotations
    assert resources == "[]"


def test_every_operation_becomes_a_method_of_both_clients(everything: Everything) -> None:
    package = importlib.import_module(everything.package)
    vendor = importlib.import_module(f"{everything.package}._vendor").VENDOR
    document = everything.document
    count = sum(len(item.keys() & {"get", "put", "post", "patch", "delete"}) for item in document["paths"].values())
    assert len(vendor.operations) == count
    assert everything.made.left_out == []
    for name in package.__all__:
        cls = getattr(package, name)
        properties = [value for value in vars(cls).values() if isinstance(value, cached_property)]
        assert len(properties) == 6
        resources = [type(one.func(None)) for one in properties]
        methods = [method for one in resources for method in vars(one) if not method.startswith("_")]
        assert sorted(methods) == sorted(naming.method_name(operation) for operation in vendor.operations)


def test_notes_tell_what_became_different_and_nothing_else(everything: Everything) -> None:
    texts = {note.reason for note in everything.made.notes}
    words = (
        *("becomes 'id_", "becomes 'user_name_", "becomes the argument", "becomes the class", "is called '"),
        *("is Any", "no version of a Python package"),
    )
    assert all(any(word in text for word in words) for text in texts), texts
    assert all(note.pointer.startswith("#/") for note in everything.made.notes)
