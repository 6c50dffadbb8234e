"""Whether recorded requests and answers are what the spec describes: paths, parameters, logins, bodies, statuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import jsonschema_rs
from attrs import field, frozen

from erp_sandbox.corrections import corrected
from erp_sandbox.spec import Spec
from scripts.contract.cassette import Exchange, Headers, media_type
from scripts.contract.token_endpoint import TOKEN, token_endpoint
from scripts.specs.evidence import evidence_nodes
from scripts.specs.nodes import parameters, resolve, walk

JSON = "application/json"


@frozen
class SpecOperation:
    """One operation, references followed.

    Attributes:
        name: operationId.
        method: In capitals.
        path: Template below the server's URL.
        parameters: By place and name.
        node: The operation itself.
        logins: Alternatives, each the names of the security schemes that go together.
    """

    name: str
    method: str
    path: str
    parameters: Mapping[tuple[str, str], Mapping[str, Any]] = field(repr=False)
    node: Mapping[str, Any] = field(repr=False)
    logins: tuple[frozenset[str], ...] = field(repr=False)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches the raw path of a URL; one group for each variable, in the order of `variables`."""
        parts = re.split(r"{[^}]*}", self.path)
        return re.compile("([^/]+)".join(map(re.escape, parts)))

    @property
    def variables(self) -> list[str]:
        """Names of the variables in the path."""
        return re.findall(r"{([^}]*)}", self.path)


class Contract:
    """A spec, asked about exchanges.

    Args:
        spec: The OpenAPI document.
        base_url: Where the API is in the recordings; None for the first server of the spec.

    Raises:
        ValueError: There is no `base_url`, and the address in the spec is a pattern.
    """

    def __init__(self, spec: Mapping[str, Any], base_url: str | None = None) -> None:
        self._spec = spec
        self.base_url = (base_url or str(spec["servers"][0]["url"])).rstrip("/")
        if "{" in self.base_url:
            raise ValueError(f"the spec knows no usable address ({self.base_url}): give the suite a base_url")
        self.token_endpoint = token_endpoint(spec, self.base_url)
        self.operations = {operation.name: operation for operation in self._operations()}
        self._schemes: Mapping[str, Mapping[str, Any]] = spec.get("components", {}).get("securitySchemes", {})
        self._validator = cache(self._new_validator)

    @property
    def login_headers(self) -> dict[str, str]:
        """Name of the client's argument by header (in lower case) that carries it."""
        found = {str(node["name"]).lower(): name for name, node in self._schemes.items() if node.get("in") == "header"}
        if any(node["type"] in ("oauth2", "http") for node in self._schemes.values()):
            found["authorization"] = "authorization"
        return found

    @property
    def names(self) -> list[str]:
        """What there must be cassettes of: the operations, and `token` if tokens are had from an endpoint."""
        return [*self.operations, *([TOKEN] if self.token_endpoint else [])]

    def corrected(self, operation_paths: Mapping[str, str], wire_names: Mapping[str, str]) -> Contract:
        """The contract of somebody who gives the client these corrections."""
        if not operation_paths and not wire_names:
            return self
        spec = corrected(Spec(self._spec), operation_paths, wire_names)
        return Contract(spec.document, self.base_url)

    @property
    def sections(self) -> frozenset[tuple[str, str]]:
        """Page and section of everything that the spec was transcribed from."""
        found = (known.evidence for known in evidence_nodes(self._spec) if known.evidence is not None)
        return frozenset((one["source"], one["section"]) for one in found if {"source", "section"} <= one.keys())

    def operation_of(self, exchange: Exchange) -> SpecOperation | None:
        """The operation that a request calls; None if it is none of the spec's."""
        path = self._raw_path(exchange.uri)
        if path is None:
            return None
        fitting = [
            operation
            for operation in self.operations.values()
            if operation.method == exchange.method and operation.pattern.fullmatch(path)
        ]
        return min(fitting, key=lambda operation: len(operation.variables), default=None)

    def called_by(self, exchange: Exchange) -> str | None:
        """Name of the operation that a request calls, or `token`; None if it is neither."""
        if self.token_endpoint is not None and self.token_endpoint.is_called_by(exchange):
            return TOKEN
        operation = self.operation_of(exchange)
        return None if operation is None else operation.name

    def session_problems(self, exchanges: Iterable[Exchange]) -> list[str]:
        """What does not fit together in a whole recording."""
        if self.token_endpoint is None:
            return []
        return [f"request: {problem}" for problem in self.token_endpoint.unknown_tokens(exchanges)]

    def problems(self, exchange: Exchange) -> list[str]:
        """What does not agree with the spec, request first; empty if everything does."""
        return [*self.request_problems(exchange), *self.response_problems(exchange)]

    def request_problems(self, exchange: Exchange) -> list[str]:
        """What of a request does not agree with the spec."""
        if self.token_endpoint is not None and self.token_endpoint.is_called_by(exchange):
            return [f"request: {problem}" for problem in self.token_endpoint.request_problems(exchange)]
        operation = self.operation_of(exchange)
        if operation is None:
            called = f"{exchange.method} {self._raw_path(exchange.uri) or exchange.uri}"
            return [f"request: no operation of the spec has {called}"]
        checks = (self._parameters, self._login, self._negotiation, self._request_body)
        return [f"request: {problem}" for check in checks for problem in check(operation, exchange)]

    def response_problems(self, exchange: Exchange) -> list[str]:
        """What of an answer does not agree with the spec."""
        if self.token_endpoint is not None and self.token_endpoint.is_called_by(exchange):
            return [f"answer: {problem}" for problem in self.token_endpoint.answer_problems(exchange)]
        operation = self.operation_of(exchange)
        if operation is None:
            return []
        return [f"answer: {problem}" for problem in self._response(operation, exchange)]

    def _operations(self) -> Iterator[SpecOperation]:
        for node in walk(self._spec):
            if node.kind == "operation" and node.pointer[0] == "paths":
                _, path, method = map(str, node.pointer)
                yield SpecOperation(
                    name=node.value["operationId"],
                    method=method.upper(),
                    path=path,
                    parameters={(one["in"], one["name"]): one for one in parameters(self._spec, node)},
                    node=node.value,
                    logins=tuple(map(frozenset, node.value.get("security", self._spec.get("security", ())))),
                )

    def _raw_path(self, uri: str) -> str | None:
        base, parts = urlsplit(self.base_url), urlsplit(uri)
        if (parts.scheme, parts.netloc) != (base.scheme, base.netloc) or not parts.path.startswith(base.path):
            return None
        return parts.path[len(base.path) :] or "/"

    def _parameters(self, operation: SpecOperation, exchange: Exchange) -> Iterator[str]:
        match = operation.pattern.fullmatch(self._raw_path(exchange.uri) or "")
        given: dict[tuple[str, str], list[str]] = {}
        for name, value in zip(operation.variables, match.groups() if match else (), strict=True):
            given["path", name] = [unquote(value, errors="strict")]
        for name, value in parse_qsl(urlsplit(exchange.uri).query, keep_blank_values=True, strict_parsing=False):
            given.setdefault(("query", name), []).append(value)
        for place, name in given.keys() - operation.parameters.keys():
            yield f"{place} parameter {name} is not in the spec"
        for key, parameter in operation.parameters.items():
            if key[0] == "header" and key[1].lower() in exchange.request_headers:
                given[key] = exchange.request_headers[key[1].lower()]
            if key not in given:
                if parameter.get("required") and key[0] != "cookie":
                    yield f"{key[0]} parameter {key[1]} is missing"
                continue
            yield from self._wrong(
                f"{key[0]} parameter {key[1]}", parameter.get("schema", {}), self._typed(parameter, given[key])
            )

    def _typed(self, parameter: Mapping[str, Any], texts: list[str]) -> Any:
        """The value that texts in a path, query or header stand for; a text that stands for none stays text."""
        schema = resolve(self._spec, parameter.get("schema", {}))
        if schema.get("type") == "array":
            items = {"schema": schema.get("items", {})}
            parts = texts if parameter.get("explode", True) else [part for text in texts for part in text.split(",")]
            return [self._typed(items, [text]) for text in parts]
        if schema.get("type") in ("integer", "number", "boolean") and len(texts) == 1:
            try:
                return json.loads(texts[0])
            except ValueError:
                return texts[0]
        return texts[0] if len(texts) == 1 else texts

    def _login(self, operation: SpecOperation, exchange: Exchange) -> Iterator[str]:
        sent = {name for name in self._schemes if self._scheme_header(name) in exchange.request_headers}
        if operation.logins and frozenset(sent) not in operation.logins:
            ways = " or ".join("+".join(sorted(login)) for login in operation.logins)
            yield f"the login is {'+'.join(sorted(sent)) or 'missing'} and must be exactly {ways}"

    def _scheme_header(self, name: str) -> str:
        node = self._schemes[name]
        return str(node["name"]).lower() if node["type"] == "apiKey" else "authorization"

    def _negotiation(self, operation: SpecOperation, exchange: Exchange) -> Iterator[str]:
        offered = {
            kind
            for response in operation.node["responses"].values()
            for kind in resolve(self._spec, response).get("content", {})
        }
        asked = {
            part.partition(";")[0].strip() for part in ",".join(exchange.request_headers.get("accept", [])).split(",")
        }
        if offered and not asked & (offered | {"*/*"}):
            yield f"accept is {', '.join(sorted(asked)) or 'missing'}; the spec offers {', '.join(sorted(offered))}"

    def _request_body(self, operation: SpecOperation, exchange: Exchange) -> Iterator[str]:
        described = resolve(self._spec, operation.node.get("requestBody", {}))
        if exchange.request_body is None:
            if described.get("required"):
                yield "the body is missing"
            return
        if not described:
            yield "there is a body, and the spec has none"
            return
        yield from self._body("body", described["content"], exchange.request_headers, exchange.request_body)

    def _response(self, operation: SpecOperation, exchange: Exchange) -> Iterator[str]:
        responses = operation.node["responses"]
        # What a spec says of all other statuses is said of errors.
        others = [] if 200 <= exchange.status < 300 else ["default"]
        keys = (str(exchange.status), f"{exchange.status // 100}XX", *others)
        key = next((key for key in keys if key in responses), None)
        if key is None:
            yield f"status {exchange.status} is not in the spec"
            return
        described = resolve(self._spec, responses[key])
        for name, node in described.get("headers", {}).items():
            header = resolve(self._spec, node)
            values = exchange.response_headers.get(name.lower())
            if values is not None:
                yield from self._wrong(f"header {name}", header.get("schema", {}), self._typed(header, values))
            elif header.get("required"):
                yield f"header {name} is missing"
        if not described.get("content"):
            if exchange.response_body:
                yield f"there is a body, and the spec has none with status {exchange.status}"
            return
        yield from self._body("body", described["content"], exchange.response_headers, exchange.response_body)

    def _body(self, what: str, content: Mapping[str, Any], headers: Headers, body: bytes) -> Iterator[str]:
        kind = media_type(headers)
        if kind.endswith("+json") and kind not in content and JSON in content:
            kind = JSON  # under a more special name, such as that of problem details
        if kind not in content:
            yield f"the {what} is {kind or 'without a media type'}; the spec has {', '.join(content)}"
            return
        if kind != JSON:
            return
        try:
            value = json.loads(body)
        except ValueError as error:
            yield f"the {what} is not JSON: {error}"
            return
        yield from self._wrong(what, content[kind].get("schema", {}), value)

    def _wrong(self, what: str, schema: Mapping[str, Any], value: Any) -> Iterator[str]:
        for error in self._validator(json.dumps(schema)).iter_errors(value):
            at = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.instance_path)
            # Messages quote the value; what is in a cassette is no secret, but may be long.
            yield f"{what}{at}: {error.message[:200]}"

    def _new_validator(self, schema: str) -> jsonschema_rs.Draft202012Validator:
        return jsonschema_rs.Draft202012Validator(
            {
                "allOf": [json.loads(schema)],
                "components": {"schemas": self._spec.get("components", {}).get("schemas", {})},
            }
        )
