"""Facts of an OpenAPI document that stands on a page, as GitBook writes one for each operation into its Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from scripts.docs.facts import Field, Operation, Parameter, digest
from scripts.docs.reading import said_about

_METHODS = ("get", "put", "post", "delete", "patch")
_JSON = ("application/json", "text/json", "application/*+json")
_DEEPEST = 12


def openapi_base(document: Mapping[str, Any]) -> str | None:
    """The host that a document names, `https://api.example.com`; None if it names none."""
    for server in _list(document.get("servers")):
        parts = urlsplit(str(server.get("url", "")))
        if parts.scheme and parts.netloc:
            return f"{parts.scheme}://{parts.netloc}"
    return None


def openapi_token_urls(document: Mapping[str, Any]) -> list[str]:
    """Where its client credentials flows have tokens."""
    schemes = _map(_map(document.get("components")).get("securitySchemes"))
    flows = (_map(_map(scheme).get("flows")).get("clientCredentials") for scheme in schemes.values())
    return [str(flow["tokenUrl"]) for flow in flows if isinstance(flow, Mapping) and flow.get("tokenUrl")]


def openapi_operations(document: Mapping[str, Any], title: str | None = None) -> list[Operation]:
    """The operations of a document.

    Args:
        document: The document.
        title: The heading above it, for an operation without a summary.
    """
    prefix = next((urlsplit(str(server.get("url", ""))).path for server in _list(document.get("servers"))), "")
    reader = _Document(document)
    return [
        reader.operation(
            title, prefix.rstrip("/") + path, method, _map(item)[method], _list(_map(item).get("parameters"))
        )
        for path, item in _map(document.get("paths")).items()
        for method in _METHODS
        if isinstance(_map(item).get(method), Mapping)
    ]


class _Document:
    """A document whose references can be followed."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def operation(
        self, title: str | None, path: str, method: str, node: Mapping[str, Any], shared: list[Any]
    ) -> Operation:
        verb = method.upper()
        parameters = [self._resolved(one) for one in (*shared, *_list(node.get("parameters")))]
        body = self._resolved(node.get("requestBody"))
        responses = {str(status): self._resolved(one) for status, one in _map(node.get("responses")).items()}
        success = next((one for status, one in sorted(responses.items()) if status.startswith("2")), {})
        sent = next((kind for kind in _map(body.get("content")) if kind in _JSON), None)
        return Operation(
            str(node.get("summary") or "") or title,
            verb,
            path,
            digest(str(node.get("description") or "")),
            [self._parameter(one) for one in parameters if one.get("in") in ("query", "path")],
            self._fields(body, verb),
            self._fields(success, None),
            {status: digest(str(one.get("description") or "")) for status, one in responses.items()},
            [f"Content-type: {sent}"] if sent else (),
        )

    def _parameter(self, node: Mapping[str, Any]) -> Parameter:
        schema = self._merged(node.get("schema"))
        description = str(node.get("description") or schema.get("description") or "")
        default, allowed = said_about(description)
        return Parameter(
            str(node.get("name")),
            _text(schema["default"]) if schema.get("default") is not None else default,
            _allowed(schema) or allowed,
            digest(description),
            self._type(schema),
            bool(node.get("required")),
            str(node.get("in")),
            schema.get("format"),
        )

    def _fields(self, holder: Mapping[str, Any], method: str | None) -> list[Field]:
        content = _map(holder.get("content"))
        media = next((_map(content[kind]) for kind in (*_JSON, *content) if kind in content), {})
        schema = self._merged(media.get("schema"))
        if "array" in _types(schema):
            return list(self._members(self._merged(schema.get("items")), "[].", method))
        return list(self._members(schema, "", method))

    def _members(
        self, schema: Mapping[str, Any], prefix: str, method: str | None, above: frozenset[str] = frozenset()
    ) -> Iterator[Field]:
        """The fields of a schema with those inside them; `above` are the references that led here."""
        required = _list(schema.get("required"))
        for name, node in _map(schema.get("properties")).items():
            inner = self._merged(node)
            description = str(inner.get("description") or "")
            default, accepted = said_about(description)
            yield Field(
                f"{prefix}{name}",
                self._type(inner),
                (method,) if method and name in required else (),
                access="R" if inner.get("readOnly") else "W" if inner.get("writeOnly") else None,
                default=_text(inner["default"]) if inner.get("default") is not None else default,
                accepted=_allowed(inner) or accepted,
                description_hash=digest(description),
                format=inner.get("format"),
            )
            if not (led := _references(node)) & above:
                yield from self._members(inner, f"{prefix}{name}.", method, above | led)
            items = inner.get("items") if "array" in _types(inner) else None
            if not (led := _references(items)) & above:
                yield from self._members(self._merged(items), f"{prefix}{name}[].", method, above | led)

    def _type(self, schema: Mapping[str, Any]) -> str | None:
        kinds = [kind for kind in _types(schema) if kind != "null"]
        if not kinds:
            return None
        return " | ".join(kinds) + (" | null" if "null" in _types(schema) else "")

    def _resolved(self, node: Any) -> dict[str, Any]:
        for _ in range(_DEEPEST):
            if not isinstance(node, Mapping) or not isinstance(node.get("$ref"), str):
                break
            target: Any = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = _map(target).get(part.replace("~1", "/").replace("~0", "~"))
            node = {**_map(target), **{key: value for key, value in node.items() if key != "$ref"}}
        return dict(_map(node))

    def _merged(self, node: Any, depth: int = 0) -> dict[str, Any]:
        """A schema as one: references followed, `allOf` in it, and of `anyOf` or `oneOf` the one that is not null."""
        schema = self._resolved(node)
        if depth > _DEEPEST:
            return schema
        parts = [self._merged(one, depth + 1) for one in _list(schema.get("allOf"))]
        for key in ("anyOf", "oneOf"):
            choices = [self._merged(one, depth + 1) for one in _list(schema.get(key))]
            real = [one for one in choices if _types(one) != ["null"]]
            if len(real) == 1:
                parts.append(real[0])
                if len(real) < len(choices):
                    parts.append({"nullable": True})
        merged: dict[str, Any] = {}
        for part in (*parts, schema):
            merged |= {
                **part,
                "properties": {**_map(merged.get("properties")), **_map(part.get("properties"))},
                "required": [*_list(merged.get("required")), *_list(part.get("required"))],
            }
        return merged


def _references(node: Any) -> frozenset[str]:
    """The references that a schema consists of, without those of its properties."""
    found = {node["$ref"]} if isinstance(_map(node).get("$ref"), str) else set()
    parts = (part for key in ("allOf", "anyOf", "oneOf") for part in _list(_map(node).get(key)))
    return frozenset(found.union(*map(_references, parts)))


def _types(schema: Mapping[str, Any]) -> list[str]:
    kind = schema.get("type")
    kinds = [str(one) for one in kind] if isinstance(kind, list) else [kind] if isinstance(kind, str) else []
    if not kinds and schema.get("properties"):
        kinds = ["object"]
    return [*kinds, "null"] if schema.get("nullable") and "null" not in kinds else kinds


def _allowed(schema: Mapping[str, Any]) -> tuple[str, ...]:
    limits = (f"{sign}{schema[key]}" for key, sign in (("minimum", ">="), ("maximum", "<=")) if key in schema)
    return (*map(_text, _list(schema.get("enum"))), *limits)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) or value is None else str(value)


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
