"""Tiny documents, and what it takes to make a package of one and call it."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
from attrs import evolve

from erp_client_runtime.auth import StaticHeaders
from scripts.generator.foreign.package import foreign_package
from scripts.generator.load import Names
from scripts.generator.render import package_files
from scripts.generator.write import write

Node = dict[str, Any]
JSON = "application/json"


def document(paths: Node, schemas: Node | None = None, **root: Any) -> Node:
    """A whole document around paths and schemas."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tiny API", "version": "1.0.0"},
        "servers": [{"url": "http://localhost"}],
        "paths": paths,
        "components": {"schemas": schemas or {}, **root.pop("components", {})},
        **root,
    }


def operation(method: str, schema: Node | None = None, **more: Any) -> Node:
    """An operation of the tag `things` that answers with a schema (nothing if there is none)."""
    answer: Node = {"description": "An answer."}
    if schema is not None:
        answer["content"] = {JSON: {"schema": schema}}
    return {
        "operationId": f"{method}_thing",
        "x-method": method,
        "tags": ["things"],
        "responses": {"200": answer},
        **more,
    }


def body(schema: Node) -> Node:
    """A JSON body."""
    return {"required": True, "content": {JSON: {"schema": schema}}}


def ref(name: str) -> Node:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def path_parameter(name: str, schema: Node | None = None) -> Node:
    """A parameter in the path."""
    return {"name": name, "in": "path", "required": True, "schema": schema or {"type": "string"}}


def reading(properties: Node, **more: Any) -> Node:
    """A document whose one operation, `get`, answers with an object of these properties."""
    return document(
        {"/thing": {"get": operation("get", ref("Thing"))}},
        {"Thing": {"type": "object", "properties": properties, **more}},
    )


def names(package: str) -> Names:
    """Names for a package."""
    return Names(
        vendor="tiny",
        distribution=package.replace("_", "-"),
        package=package,
        client="Tiny",
        overlay=None,
        source="tiny.yaml",
        command="make generate",
        license=None,
    )


class Generated:
    """A generated and imported package.

    Attributes:
        package: Its name.
        folder: Where its sources are.
        root: The package itself.
    """

    def __init__(self, package: str, folder: Path) -> None:
        self.package = package
        self.folder = folder
        self.root = importlib.import_module(package)

    def module(self, name: str) -> ModuleType:
        """One of its modules."""
        return importlib.import_module(f"{self.package}.{name}")

    def model(self, name: str) -> Any:
        """One of its models."""
        return getattr(self.module("models"), name)

    def client(self, answer: Any, *, seen: list[httpx.Request] | None = None, **options: Any) -> Any:
        """A client whose requests are answered by `answer`: a response, a value to be sent as JSON, or a function."""
        http_client = httpx.Client(transport=httpx.MockTransport(_handler(answer, seen)))
        return self.root.Tiny(**_settings(options), http_client=http_client)

    def async_client(self, answer: Any, *, seen: list[httpx.Request] | None = None, **options: Any) -> Any:
        """As `client`, asynchronous."""
        http_client = httpx.AsyncClient(transport=httpx.MockTransport(_handler(answer, seen)))
        return self.root.AsyncTiny(**_settings(options), http_client=http_client)


def _settings(options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "auth": StaticHeaders({"X-Key": "sesame-street"}),
        "base_url": "http://localhost",
        "max_retries": 0,
        **options,
    }


def _handler(answer: Any, seen: list[httpx.Request] | None) -> Callable[[httpx.Request], httpx.Response]:
    def handle(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        if isinstance(answer, httpx.Response):
            return answer
        if callable(answer):
            response: httpx.Response = answer(request)
            return response
        return httpx.Response(200, content=json.dumps(answer).encode(), headers={"Content-Type": JSON})

    return handle


def generator(folder: Path) -> Iterator[Callable[..., Generated]]:
    """Makes packages in a folder and forgets them in the end."""
    made: list[str] = []

    def generate(
        spec: Node, package: str | None = None, fields: Mapping[str, str] | None = None, *, foreign: bool = False
    ) -> Generated:
        package = package or f"tiny_{folder.name.replace('-', '_')}_{len(made)}"
        called = evolve(names(package), fields=fields or {})
        write(folder / package, foreign_package(spec, called).files if foreign else package_files(spec, called))
        sys.path.insert(0, str(folder / package / "src"))
        made.append(package)
        importlib.invalidate_caches()
        return Generated(package, folder / package)

    yield generate
    for package in made:
        sys.path.remove(str(folder / package / "src"))
        for module in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
            del sys.modules[module]
