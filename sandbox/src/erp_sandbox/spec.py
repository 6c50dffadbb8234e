"""A vendor's OpenAPI document, read for serving: operations, schemas, login alternatives, quota, evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from erp_sandbox.errors import ConfigurationError

Schema = Mapping[str, Any]
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
JSON_TYPE = "application/json"


@dataclass(frozen=True)
class Parameter:
    """A path or query parameter; `canonical` is its name in the spec where a correction gave it another one."""

    name: str
    canonical: str
    place: str
    required: bool
    schema: Schema


@dataclass(frozen=True)
class Paging:
    """How a list comes in pages; `position` and `size` are names of query parameters as the spec has them.

    Attributes:
        style: `page` (position counts pages) or `offset` (position counts elements).
        first: Position of the first page.
        default: Size of a page if none is asked for, None for everything.
        largest: The largest size, None if the spec knows none.
    """

    style: str
    position: str
    size: str
    first: int
    default: int | None
    largest: int | None


@dataclass(frozen=True)
class Operation:
    """One operation of the spec, with everything that is inherited already put in.

    Attributes:
        id: operationId.
        kind: `x-method`: list, get, create, update, delete or a name of the vendor's own.
        resource: The tag, which is the name of the collection it works on.
        path: Path template below the server's base path.
        request: Schema of the JSON body, None if there is none.
        success: Status and schema of the answer; the status is None where the spec says 2XX, the schema where no body
            is described.
        error_codes: Meanings of the vendor's error codes of this operation alone.
        security: Alternatives; each is the names of the schemes that are needed together.
        paging: Pages of a list, None if it comes whole.
    """

    id: str
    kind: str
    resource: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    request: Schema | None
    body_required: bool
    success: tuple[int | None, Schema | None]
    error_codes: Mapping[str, Mapping[str, Any]]
    security: tuple[tuple[str, ...], ...]
    paging: Paging | None
    node: Mapping[str, Any] = field(repr=False)

    def parameter(self, place: str, name: str) -> Parameter | None:
        """The parameter of that name, None if there is none."""
        return next((p for p in self.parameters if (p.place, p.name) == (place, name)), None)


class Spec:
    """A whole document. `$ref` is followed wherever a node is looked at through this class."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document

    @classmethod
    def packaged(cls, vendor: str) -> Spec:
        """The spec of a vendor that this package carries.

        Raises:
            ConfigurationError: There is none.
        """
        file = resources.files("erp_sandbox") / "_specs" / f"{vendor}.json"
        if not file.is_file():
            raise ConfigurationError(f"this package carries no spec of {vendor!r}; its rules must name one (spec_file)")
        return cls(json.loads(file.read_text("utf-8")))

    @classmethod
    def from_file(cls, path: Path) -> Spec:
        """A spec in a JSON file of the user's own.

        Raises:
            ConfigurationError: The file cannot be read, or is not an OpenAPI document in JSON.
        """
        try:
            document = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"cannot read the spec {path}: {error}") from error
        if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
            raise ConfigurationError(f"{path} is not an OpenAPI document: it has no paths")
        return cls(document)

    @property
    def title(self) -> str:
        """Title of the API."""
        return str(self.document["info"]["title"])

    @cached_property
    def base_path(self) -> str:
        """Path of the first server, its variables at their defaults, without a slash at its end."""
        server: Mapping[str, Any] = next(iter(self.document.get("servers", ())), {"url": ""})
        url = str(server["url"])
        for name, variable in server.get("variables", {}).items():
            url = url.replace(f"{{{name}}}", str(variable["default"]))
        return urlsplit(url).path.rstrip("/")

    @property
    def schemes(self) -> Mapping[str, Mapping[str, Any]]:
        """Security schemes by name."""
        found: Mapping[str, Mapping[str, Any]] = self.document.get("components", {}).get("securitySchemes", {})
        return found

    @property
    def quota(self) -> Mapping[str, Any] | None:
        """`x-quota`, None where the vendor documents no limit."""
        found: Mapping[str, Any] | None = self.document.get("x-quota")
        return found

    @property
    def error_codes(self) -> Mapping[str, Mapping[str, Any]]:
        """Meanings of the vendor's error codes that hold for every operation."""
        found: Mapping[str, Mapping[str, Any]] = self.document.get("x-error-codes", {}).get("codes", {})
        return found

    def resolve(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """The node itself, or what its `$ref` points at; keys beside `$ref` win.

        Raises:
            ConfigurationError: The reference leads nowhere.
        """
        seen: set[str] = set()
        while "$ref" in node:
            reference = node["$ref"]
            if not reference.startswith("#/") or reference in seen:
                raise ConfigurationError(
                    f"the spec refers to {reference}, which is not inside the document or refers to itself"
                )
            seen.add(reference)
            target: Any = self.document
            for part in reference[2:].split("/"):
                key = part.replace("~1", "/").replace("~0", "~")
                if not isinstance(target, Mapping) or key not in target:
                    raise ConfigurationError(f"the spec refers to {reference}, which does not exist")
                target = target[key]
            node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
        return node

    def schema(self, name: str) -> Schema:
        """A schema of `components`, resolved.

        Raises:
            ConfigurationError: There is none of that name.
        """
        return self.resolve({"$ref": f"#/components/schemas/{name}"})

    def properties(self, schema: Schema) -> dict[str, Schema]:
        """Resolved properties of an object schema by wire name, those of `allOf` and of alternatives included."""
        resolved = self.resolve(schema)
        found: dict[str, Schema] = {}
        for part in (*resolved.get("allOf", ()), *resolved.get("anyOf", ()), *resolved.get("oneOf", ())):
            found.update(self.properties(part))
        found.update({name: self.resolve(value) for name, value in resolved.get("properties", {}).items()})
        return found

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation in the order of the document."""
        return tuple(
            self._operation(path, self.resolve(item), method)
            for path, item in self.document["paths"].items()
            for method in METHODS
            if method in item
        )

    @cached_property
    def features(self) -> frozenset[str]:
        """What there is at all, so that nothing else has to be decided.

        Kinds of operations (`update`), and `cursor`, `pages`, `largest_page`, `any_list` (a list in a form that is not
        known), `value` (an answer that is a bare value), `tokens`, `logins` (more than one).
        """
        found = {operation.kind for operation in self.operations}
        logins = {alternative for operation in self.operations for alternative in operation.security}
        for operation in self.operations:
            unwrap = operation.node.get("x-unwrap", {})
            present = {
                "cursor": "x-cursor" in operation.node,
                "pages": operation.paging is not None,
                "largest_page": operation.paging is not None and operation.paging.largest is not None,
                "any_list": unwrap.get("items") == "*",
                "value": "value" in unwrap,
            }
            found.update(name for name, there in present.items() if there)
        if any(scheme["type"] == "oauth2" for scheme in self.schemes.values()):
            found.add("tokens")
        return frozenset(found | ({"logins"} if len(logins) > 1 else set()))

    def _operation(self, path: str, item: Mapping[str, Any], method: str) -> Operation:
        node = item[method]
        parameters = {
            (p["in"], p["name"]): p
            for p in map(self.resolve, [*item.get("parameters", ()), *node.get("parameters", ())])
        }
        body = self.resolve(node.get("requestBody", {}))
        typed = tuple(
            Parameter(
                p["name"],
                p.get("x-sandbox-name", p["name"]),
                p["in"],
                bool(p.get("required")),
                self.resolve(p.get("schema", {})),
            )
            for p in parameters.values()
        )
        return Operation(
            id=node["operationId"],
            kind=node.get("x-method", node["operationId"]),
            resource=next(iter(node.get("tags", ())), ""),
            method=method.upper(),
            path=path,
            parameters=typed,
            request=body.get("content", {}).get(JSON_TYPE, {}).get("schema"),
            body_required=bool(body.get("required")),
            success=self._success(node["responses"]),
            error_codes=node.get("x-error-codes", {}).get("codes", {}),
            security=tuple(
                tuple(alternative) for alternative in node.get("security", self.document.get("security", ()))
            ),
            paging=_paging(node, typed),
            node=node,
        )

    def _success(self, responses: Mapping[str, Any]) -> tuple[int | None, Schema | None]:
        for status, response in responses.items():
            if str(status).startswith("2"):
                schema = self.resolve(response).get("content", {}).get(JSON_TYPE, {}).get("schema")
                return (int(status) if str(status).isdigit() else None), schema
        return None, None

    def evidence(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Place and `x-evidence` of every node that has one of its own, in the order of the document."""
        return _evidence(self.document, "")


def _paging(node: Mapping[str, Any], parameters: tuple[Parameter, ...]) -> Paging | None:
    """What `x-pagination` and the schemas of its parameters say.

    Raises:
        ConfigurationError: It names a parameter that does not exist, or a style that is not known.
    """
    said = node.get("x-pagination", {"style": "none"})
    style = said["style"]
    if style == "none":
        return None
    if style not in ("page", "offset"):
        raise ConfigurationError(f"{node['operationId']}: x-pagination has a style {style!r}; use none, page or offset")
    by_name = {p.canonical: p.schema for p in parameters if p.place == "query"}
    for role in (style, "size"):
        if said.get(role) not in by_name:
            raise ConfigurationError(
                f"{node['operationId']}: x-pagination needs {role}, a query parameter, not {said.get(role)!r}"
            )
    position, size = by_name[said[style]], by_name[said["size"]]
    first = position.get("default", position.get("minimum", 1 if style == "page" else 0))
    return Paging(style, said[style], said["size"], first, size.get("default"), size.get("maximum"))


def _evidence(node: Any, place: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(node, Mapping):
        if isinstance(node.get("x-evidence"), Mapping):
            yield node.get("operationId", place.lstrip(".")), node["x-evidence"]
        for key, value in node.items():
            if key != "x-evidence":
                yield from _evidence(value, f"{place}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            name = value.get("name", index) if isinstance(value, Mapping) else index
            yield from _evidence(value, f"{place}.{name}")
