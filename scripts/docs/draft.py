"""Drafts the part of a spec that describes a page which nobody has transcribed yet.

Operations, parameters, fields, types and evidence come from the facts of the page. Whatever only a person can say is a
marker that `make check` finds, `<<fill in: …>>`. What the spec has already is left out.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from attrs import define, field

from scripts.docs.described import Described
from scripts.docs.draft_names import Named, named
from scripts.docs.draft_parts import evidence, fill_in, pascal, schema_of
from scripts.docs.drafted_schemas import Schemas
from scripts.docs.english import singular
from scripts.docs.facts import Facts, Operation, Parameter
from scripts.docs.places import error_codes
from scripts.docs.spec_yaml import Comment, Flow, Spaced, dump

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_WRITES = {"POST": "Create", "PUT": "Update", "PATCH": "Update"}


def draft(facts: Facts, spec: Described | None = None) -> str:
    """A fragment of `openapi.yaml`, to be merged into it.

    Args:
        facts: What the page says.
        spec: The vendor's spec; None if there is none yet.
    """
    return _Draft(facts, spec).text()


@define
class _Draft:
    facts: Facts
    spec: Described | None
    schemas: Schemas = field(init=False)

    def __attrs_post_init__(self) -> None:
        taken = self.spec.data.get("components", {}).get("schemas", {}) if self.spec else {}
        self.schemas = Schemas(self.facts, frozenset(taken))

    def text(self) -> str:
        operations = named(self.facts, self.spec)
        paths: dict[str, Any] = Spaced()
        for one in operations:
            item = paths.setdefault(one.path, self._path_item(one))
            item[(one.operation.method or "").lower()] = self._operation(one)
        found: dict[str, Any] = Spaced({"#": self._head()})
        if tags := [one for one in dict.fromkeys(one.tag for one in operations) if one not in self._tags()]:
            words = fill_in("what they are, and what identifies one")
            found["tags"] = [{"name": tag, "description": words} for tag in tags]
        if codes := [code for code in self.facts.error_codes if not self._has_code(code)]:
            found["x-error-codes"] = {"codes": {code: self._code() for code in codes}}
        found["paths"] = paths or Flow()
        components: dict[str, Any] = Spaced()
        if paths and not (self.spec and self.spec.all_operations):
            components["responses"] = {"Error": self._error()}
        if schemas := self.schemas.drafted():
            components["schemas"] = Spaced(schemas)
        if components:
            found["components"] = components
        return dump(found)

    def _head(self) -> Comment:
        lines = [
            f"Draft of what the page `{self.facts.page}` says and the spec does not have. Merge it into openapi.yaml,",
            "move each error code to the operation that it belongs to, and write the words.",
        ]
        lines += [
            f"Not in it, since the page does not show method and path: {one.title or 'an operation without a title'}"
            for one in self.facts.operations
            if one.method is None or one.path is None
        ]
        if self.facts.unread:
            lines.append(f"The reader could not place {len(self.facts.unread)} parts of the page: see docs_read.")
        if self.facts.base_url is None and any(one.path is not None for one in self.facts.operations):
            lines.append("The page does not show what its paths are relative to.")
        return Comment("\n".join(lines))

    # What the spec has already

    def _tags(self) -> frozenset[str]:
        return frozenset(tag.get("name") for tag in (self.spec.data.get("tags", ()) if self.spec else ()))

    def _has_code(self, code: str) -> bool:
        return self.spec is not None and bool(error_codes(self.spec, code))

    def _common_answers(self) -> dict[str, Any]:
        """The answers that all operations of the spec have in common, by reference."""
        everywhere: list[dict[str, Any]] = [
            {
                status: Flow(response)
                for status, response in one.value.get("responses", {}).items()
                if set(response) == {"$ref"}
            }
            for one in (self.spec.all_operations if self.spec else ())
        ]
        if not everywhere:
            return {"default": Flow({"$ref": "#/components/responses/Error"})}
        return {
            status: response
            for status, response in everywhere[0].items()
            if all(one.get(status) == response for one in everywhere)
        }

    def _shared_parameter(self, name: str | None) -> str | None:
        shared = self.spec.data.get("components", {}).get("parameters", {}) if self.spec else {}
        for key, one in shared.items():
            if one.get("name") == name and one.get("in") == "query":
                return f"#/components/parameters/{key}"
        return None

    # Paths

    def _path_item(self, one: Named) -> dict[str, Any]:
        evidence = self._evidence("documented", one.operation.title)
        if self._is_joined(one.operation):
            because = "the base ends with a slash and the relative URL begins with one, so they are joined with one"
            evidence = self._evidence("inferred", one.operation.title, because)
        item: dict[str, Any] = {"x-evidence": evidence}
        known = {parameter.name: parameter for parameter in one.operation.parameters}
        if variables := _VARIABLE.findall(one.path):
            item["parameters"] = [self._variable(one, name, known.get(name)) for name in variables]
        return item

    def _is_joined(self, operation: Operation) -> bool:
        """Whether the path of an operation is its own and that of the base together."""
        base = urlsplit(self.facts.base_url or "").path.rstrip("/")
        return bool(base and operation.path) and not (operation.path or "").startswith(f"{base}/")

    def _variable(self, one: Named, name: str, known: Parameter | None) -> dict[str, Any]:
        schema = Flow(schema_of(known.type if known else None, known.format if known else None, name))
        return {
            "name": name,
            "in": "path",
            "required": True,
            "description": fill_in(f"what `{name}` is"),
            "x-evidence": self._evidence("documented", one.operation.title)
            if known
            else self._evidence("inferred", one.operation.title, fill_in("why it is what you say it is")),
            "schema": schema,
        }

    def _operation(self, one: Named) -> dict[str, Any]:
        operation = one.operation
        found: dict[str, Any] = {
            "operationId": one.name,
            "x-method": one.method,
            "tags": [one.tag],
            "summary": fill_in("what it does, in one line"),
            "x-evidence": self._evidence("documented", operation.title),
            "x-retry": "never" if operation.method == "POST" else "safe",
        }
        if one.method == "list":
            found["#pages"] = Comment(
                fill_in("x-pagination, if a list comes in pages; x-cursor, if a parameter is one")
            )
            found["x-pagination"] = Flow(style="none")
        if unwrap := self._unwrap(one):
            found["x-unwrap"] = unwrap
        in_path = set(_VARIABLE.findall(one.path))
        if query := [known for known in operation.parameters if known.name not in in_path]:
            found["parameters"] = [self._parameter(operation, known) for known in query]
        if operation.request_fields:
            found["requestBody"] = self._body(one)
        found["responses"] = {**self._answers(one), **self._common_answers()}
        return found

    def _unwrap(self, one: Named) -> Flow | None:
        """Where the elements are, if the answer is an object with one list."""
        if one.operation.method != "GET":
            return None
        top = [known for known in one.operation.response_fields if "." not in known.field and "[" not in known.field]
        lists = [known.field for known in top if known.type in ("array", "list")]
        if len(lists) != 1 or len(top) > 2:
            return None
        if one.method == "list":
            return Flow(items=lists[0])
        variables = _VARIABLE.findall(one.path)
        if not variables:
            return None
        return Flow(items=lists[0], match=fill_in("the field that identifies one"), param=variables[-1])

    def _parameter(self, operation: Operation, known: Parameter) -> dict[str, Any]:
        shared = self._shared_parameter(known.name)
        if shared is not None:
            return Flow({"$ref": shared})
        name = known.name or fill_in("its name, which the page does not show")
        schema: dict[str, Any] = schema_of(known.type, known.format, known.name or "it")
        if known.allowed and not any(value[:1] in "<>" for value in known.allowed):
            schema["enum"] = list(known.allowed)
        for value in known.allowed:
            bound = re.fullmatch(r"([<>])=(-?\d+)", value)
            if bound:
                schema["maximum" if bound[1] == "<" else "minimum"] = int(bound[2])
        if known.default is not None:
            schema["default"] = _default(known.default)
            if not known.type:
                schema["type"] = _type_of(schema["default"])
        evidence = self._evidence("documented", operation.title)
        if not known.type and known.default is not None:
            evidence = self._evidence(
                "inferred", operation.title, "name and default are documented and the type is not; it follows from them"
            )
        found: dict[str, Any] = {"name": name, "in": known.place or "query"}
        if known.required:
            found["required"] = True
        return {
            **found,
            "description": fill_in(f"what `{known.name or 'it'}` does"),
            "x-evidence": evidence,
            "schema": Flow(schema),
        }

    def _body(self, one: Named) -> dict[str, Any]:
        use = _WRITES.get(one.operation.method or "", "Create")
        schema = self.schemas.of(one.operation.request_fields, use, pascal(singular(one.tag)), one.operation)
        level = "documented" if any(known.required_on for known in one.operation.request_fields) else "example"
        return {
            "required": True,
            "x-evidence": self._evidence(level, one.operation.title),
            "content": {"application/json": {"schema": schema}},
        }

    def _answers(self, one: Named) -> dict[str, Any]:
        operation = one.operation
        successes = [status for status in operation.statuses if status.startswith("2")]
        found: dict[str, Any] = {}
        for status in successes or ["2XX"]:
            answer: dict[str, Any] = {"description": fill_in("what comes back")}
            answer["x-evidence"] = (
                self._evidence("documented", operation.title)
                if successes
                else self._evidence("inferred", operation.title, "the page does not show the status of a success")
            )
            if operation.response_fields:
                hint = pascal(singular(one.tag))
                schema = self.schemas.of(operation.response_fields, "", hint, operation)
                answer["content"] = {"application/json": {"schema": schema}}
            found[status] = answer
        common = self._common_answers()
        for status in operation.statuses:
            if not status.startswith("2") and status not in common:
                evidence = self._evidence("documented", operation.title)
                found[status] = {"description": fill_in(f"what {status} means"), "x-evidence": evidence}
        return found

    def _error(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "description": fill_in("what an error looks like"),
            "x-evidence": self._evidence("inferred", self._errors(), fill_in("why every error looks like this")),
        }
        if self.facts.error_fields:
            schema = self.schemas.of(self.facts.error_fields, "", "Error", Operation(self._errors()))
            found["content"] = {"application/json": {"schema": schema}}
        return found

    def _errors(self) -> str | None:
        """The section on errors."""
        return next((one for one in self.facts.sections if "rror" in one), None)

    def _code(self) -> dict[str, Any]:
        return {"meaning": fill_in("what it means"), "x-evidence": self._evidence("documented", self._errors())}

    def _evidence(self, level: str, section: str | None, because: str | None = None) -> Flow:
        return evidence(self.facts.page, level, section, because)


def _default(text: str) -> Any:
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    return {"true": True, "false": False}.get(text.lower(), text)


def _type_of(value: object) -> str:
    return "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int) else "string"
