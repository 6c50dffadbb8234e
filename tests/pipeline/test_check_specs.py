"""Each rule of the spec checks, broken once in a small spec that is otherwise in order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts import check_specs
from scripts.specs.evidence import evidence_nodes
from scripts.specs.folder import SpecError, check_folder, load_spec, vendors
from scripts.specs.source import SPECS, Finding

SPEC = """\
openapi: 3.1.0
info: {title: Tiny, version: 0.1.0}
servers:
  - url: https://api.example
    x-evidence: {level: documented, source: main, section: Basics}
security:
  - {key: []}
x-quota:
  requests: 10
  per: 60
  scope: credential
  x-evidence: {level: documented, source: main, section: Limits}
x-error-codes:
  code: errorCode
  codes:
    "17":
      meaning: no such thing
      error: not_found
      x-evidence: {level: documented, source: main, section: Errors}
tags:
  - {name: things, description: Things.}
paths:
  /things:
    x-evidence: {level: documented, source: main, section: Things}
    get:
      operationId: list_things
      x-method: list
      tags: [things]
      x-evidence: {level: documented, source: main, section: Things}
      x-retry: safe
      x-pagination: {style: none}
      x-cursor: {parameter: since, field: next, start: 0}
      x-unwrap: {items: things}
      parameters:
        - {name: since, in: query, schema: {type: integer}}
      responses: &answers
        "200":
          description: Things.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Things"}
        default: {$ref: "#/components/responses/Error"}
    put:
      operationId: update_thing
      x-method: update
      tags: [things]
      x-evidence: {level: documented, source: main, section: Things}
      x-retry: {reconcile: {operation: get_thing, match: {id: id}}}
      x-id-in-body: id
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Thing"}
      responses: *answers
  /things/{id}:
    x-evidence: {level: inferred, because: the base and the name are joined}
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
    get:
      operationId: get_thing
      x-method: get
      tags: [things]
      x-evidence: {level: documented, source: main, section: Things}
      x-retry: safe
      x-unwrap: {items: things, match: id, param: id}
      responses: *answers
components:
  securitySchemes:
    key:
      type: apiKey
      in: header
      name: key
      description: The key.
      x-evidence: {level: documented, source: main, section: Login}
  responses:
    Error:
      description: An error.
      x-evidence: {level: example, source: main, section: Errors}
      headers:
        Retry-After: {schema: {type: integer}}
      content:
        application/json:
          schema: {$ref: "#/components/schemas/Error"}
  schemas:
    Error:
      type: object
      x-evidence: {level: example, source: main, section: Errors}
      properties:
        errorCode: {type: integer}
    Things:
      type: object
      x-evidence: {level: example, source: main, section: Things}
      properties:
        things: {type: array, items: {$ref: "#/components/schemas/Thing"}}
        next: {type: integer}
    Thing:
      type: object
      x-evidence: {level: documented, source: main, section: Things}
      required: [id]
      properties:
        id: {type: integer}
        kind: {type: integer, enum: [1, 2], x-enum-varnames: [ONE, TWO]}
        colour: {type: string, x-alias: [color]}
        x-size: {type: string, x-omit: true, x-evidence: {level: assumed, because: a guess}}
"""
SOURCES = """\
pages:
  - {id: main, title: API, url: https://api.example/docs, date: 2026-11-21, read: transcribed}
"""
GENERATOR = "{distribution: tiny-api, package: tiny_api, client: TinyAPI, overlay: tiny}\n"


def _check(
    folder: Path, old: str = "", new: str = "", *, spec: str = SPEC, sources: str = SOURCES, generator: str = GENERATOR
) -> list[Finding]:
    """What is found after replacing a text, wherever it stands first."""
    texts = {"openapi.yaml": spec, "sources.yaml": sources, "generator.yaml": generator}
    if old:
        (name,) = [name for name, text in texts.items() if old in text]
        texts[name] = texts[name].replace(old, new, 1)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return check_folder(folder)


def test_small_spec_is_in_order(tmp_path: Path) -> None:
    assert _check(tmp_path) == []


@pytest.mark.parametrize("vendor", vendors())
def test_real_specs_are_in_order(vendor: str) -> None:
    assert [str(finding) for finding in check_folder(SPECS / vendor)] == []


THING = "x-evidence: {level: documented, source: main, section: Things}"
KEY = "type: apiKey\n      in: header\n      name: key\n"
OAUTH = "type: oauth2\n      flows: {clientCredentials: {tokenUrl: https://api.example/token, scopes: {}}}\n"
BROKEN = {
    # the text of the file
    "key twice": ("info: {title: Tiny,", "info: {title: Tiny, title: Again,", 2, "/info/title", "has already"),
    "boolean for text": ("description: The key.", "description: no", 73, "description", 'write "no"'),
    "number in another base": ("requests: 10", "requests: 010", 9, "/x-quota/requests", "a number to some readers"),
    "number for a key": ('"17":', "17:", 16, "/x-error-codes/codes/17", 'write "17"'),
    "merged mapping": (
        "in: header",
        "<<: {in: header}",
        71,
        "/components/securitySchemes/key/<<",
        "write the keys out",
    ),
    "no YAML": ("info: {title", "info: [{title", 3, "/", "not valid YAML"),
    # OpenAPI
    "other version": ("openapi: 3.1.0", "openapi: 3.0.3", 1, "/openapi", "OpenAPI 3.1"),
    "missing field": ("info: {title: Tiny, version: 0.1.0}", "info: {title: Tiny}", 2, "/info", "version"),
    "unknown type": ("colour: {type: string", "colour: {type: txt", 103, "colour/type", "not a valid JSON schema"),
    "reference to nothing": ('schemas/Things"}', 'schemas/Thingies"}', 41, "$ref", "does not exist"),
    "reference outside": (
        "#/components/schemas/Things",
        "other.yaml#/Things",
        41,
        "$ref",
        "not a place in this document",
    ),
    "path variable that is not declared": (
        "  /things/{id}:",
        "  /things/{id}/{part}:",
        59,
        "get",
        "add a path parameter",
    ),
    "path parameter that is not in the path": ("  /things/{id}:", "  /things/x:", 59, "get", "put it there"),
    # names
    "operationId twice": ("operationId: get_thing", "operationId: list_things", 60, "operationId", "each has its own"),
    "no operationId": ("      operationId: list_things\n", "", 25, "/paths/~1things/get", "snake_case"),
    "operationId no name": ("operationId: list_things", "operationId: listThings", 25, "get", "snake_case"),
    "two methods of one name": ("x-method: get", "x-method: list", 61, "x-method", "has a method `list` already"),
    "method is a keyword": ("x-method: get", "x-method: import", 61, "x-method", "Python language"),
    "method no name": ("x-method: get", "x-method: get-one", 61, "x-method", "docs/specs.md"),
    "no x-method": ("      x-method: get\n", "", 59, "get", "has no x-method"),
    "no x-retry": ("      x-retry: safe\n      x-pagination", "      x-pagination", 25, "get", "has no x-retry"),
    "tag not described": ("{name: things, desc", "{name: other, desc", 25, "get", "exactly one tag"),
    # extensions
    "unknown extension": (
        "x-unwrap: {items: things}",
        "x-unpack: {items: things}",
        33,
        "x-unpack",
        "not one of the extensions",
    ),
    "extension at the wrong place": (
        "info: {title: Tiny,",
        "info: {x-retry: safe, title: Tiny,",
        2,
        "x-retry",
        "means nothing",
    ),
    "extension in a subnode without meaning": (
        "in: header",
        "in: header\n      x-quota: 3",
        72,
        "x-quota",
        "belongs to the root",
    ),
    "unknown level": (
        "level: example, source: main, section: Things",
        "level: sure, source: main, section: Things",
        92,
        "level",
        "x-evidence",
    ),
    "unknown key in evidence": (
        "because: the base",
        "why: us, because: the base",
        56,
        "x-evidence",
        "x-evidence in docs",
    ),
    "quota without number": ("  requests: 10\n", "", 8, "/x-quota", "requests"),
    "quota below one": ("requests: 10", "requests: 0", 9, "/x-quota/requests", "x-quota in docs"),
    "quota by something else": ("scope: credential", "scope: moon", 11, "/x-quota/scope", "x-quota in docs"),
    "unknown kind of error": ("error: not_found", "error: gone", 18, "/x-error-codes/codes/17/error", "not_found"),
    "codes without envelope": ("  code: errorCode\n", "", 13, "/x-error-codes", "code"),
    "unknown retry": ("x-retry: safe", "x-retry: maybe", 30, "x-retry", "x-retry in docs"),
    "unknown pagination": ("style: none", "style: magic", 31, "x-pagination", "x-pagination in docs"),
    "cursor without field": (", field: next", "", 32, "x-cursor", "field"),
    "match without param": (", match: id, param: id", ", match: id", 65, "x-unwrap", "param"),
    "alias is no list": ("x-alias: [color]", "x-alias: color", 103, "x-alias", "x-alias in docs"),
    "omit is not true": ("x-omit: true", "x-omit: 1", 104, "x-omit", "x-omit in docs"),
    "wire form is no name": (
        "colour: {type: string",
        "colour: {x-wire: roman, type: string",
        103,
        "x-wire",
        "x-wire in docs",
    ),
    "token without default": (
        "in: header",
        "in: header\n      x-token: {client: form, lifetime: [a]}",
        72,
        "x-token",
        "default",
    ),
    "wire form of another type": (
        "colour: {type: string",
        "colour: {x-wire: epoch-millis, type: string",
        103,
        "x-wire",
        "a form of integer",
    ),
    # what extensions name
    "cursor of no parameter": ("parameter: since", "parameter: after", 32, "x-cursor/parameter", "`after`"),
    "cursor of no field": ("field: next", "field: last", 32, "x-cursor/field", "`last`"),
    "unwrap of no field": ("{items: things}", "{items: stuff}", 33, "x-unwrap/items", "`stuff`"),
    "unwrap of no array": ("{items: things}", "{items: next}", 33, "x-unwrap/items", "not an array"),
    "unwrap by no field": ("match: id", "match: code", 65, "x-unwrap/match", "`code`"),
    "unwrap by no parameter": ("param: id", "param: code", 65, "x-unwrap/param", "`code`"),
    "id in no field": ("x-id-in-body: id", "x-id-in-body: key", 49, "x-id-in-body", "`key`"),
    "page in no parameter": ("{style: none}", "{style: page, page: p, size: since}", 31, "x-pagination/page", "`p`"),
    "pages counted from nowhere": (
        "{style: none}",
        "{style: page, page: since, size: since}",
        31,
        "x-pagination/page",
        "where does counting begin",
    ),
    "offset in no parameter": ("{style: none}", "{style: offset, offset: o, size: since}", 31, "offset", "`o`"),
    "elements anywhere in an object": ("{items: things}", '{items: "*"}', 33, "x-unwrap/items", "`*` is for an answer"),
    "one element from anywhere": ("{items: things, match", '{items: "*", match', 65, "x-unwrap/match", "unknown name"),
    "value that is an object": ("{items: things}", "{value: id}", 33, "x-unwrap/value", "no text and no integer"),
    "value and elements": ("{items: things}", "{items: things, value: id}", 33, "x-unwrap", "more than 1 propert"),
    "id that need not be given": ("required: [id]", "required: [kind]", 49, "x-id-in-body", "does not require `id`"),
    "host of unknown parts": (
        "url: https://api.example\n    x",
        "url: https://{host}\n    x",
        4,
        "/servers/0",
        "differ in host",
    ),
    "host that looks real": (
        "url: https://api.example\n    x",
        "url: https://{host}\n    variables: {host: {default: api.example}}\n    x",
        4,
        "/servers/0",
        "end in .invalid",
    ),
    "token of a key": (
        "in: header",
        "in: header\n      x-token: {client: form, lifetime: [a], default: 1}",
        72,
        "key/x-token",
        "type oauth2",
    ),
    "tokens without x-token": (KEY, OAUTH, 69, "/components/securitySchemes/key", "add x-token"),
    "another flow": (KEY, OAUTH.replace("clientCredentials", "password"), 71, "key/flows", "clientCredentials"),
    "tokens from nowhere": (KEY, OAUTH.replace("https://api.example", ""), 71, "tokenUrl", "neither a whole URL"),
    "reconciled by no operation": ("operation: get_thing", "operation: find", 48, "x-retry/reconcile", "`find`"),
    "reconciled by no parameter": (
        "match: {id: id}",
        "match: {key: id}",
        48,
        "x-retry/reconcile",
        "no parameter `key`",
    ),
    "reconciled by no field": ("match: {id: id}", "match: {id: key}", 48, "x-retry/reconcile", "no field `key`"),
    "reconciled without a key": (", match: {id: id}", "", 48, "x-retry", "x-retry in docs"),
    "reconciled by half a key": (
        "match: {id: id}",
        "match_items: {id: id}",
        48,
        "x-retry/reconcile",
        "`get_thing` needs `id`; say in match",
    ),
    "one object searched like a list": (
        "match: {id: id}",
        "match: {id: id}, match_items: {id: id}",
        48,
        "x-retry/reconcile",
        "answers with one object; leave out match_items",
    ),
    "a list not searched": (
        "operation: get_thing, match: {id: id}",
        "operation: list_things, match: {since: id}",
        48,
        "x-retry/reconcile",
        "answers with a list; say in match_items",
    ),
    "a list searched by no field": (
        "operation: get_thing, match: {id: id}",
        "operation: list_things, match_items: {key: id}",
        48,
        "x-retry/reconcile",
        "what `list_things` reads has no field `key`",
    ),
    "reconciled by a write": (
        "operation: get_thing, match: {id: id}",
        "operation: update_thing, match_items: {id: id}",
        48,
        "x-retry/reconcile",
        "`update_thing` is not a read of the same tag",
    ),
    "login with no scheme": ("  - {key: []}", "  - {token: []}", 7, "/security/0/token", "no security scheme `token`"),
    "required without a field": ("required: [id]", "required: [id, nr]", 99, "Thing/required", "no field `nr`"),
    "value of another type": ("enum: [1, 2]", "enum: [1, two]", 102, "kind/enum/1", "is not of the type"),
    "alias taken": ("x-alias: [color]", "x-alias: [kind]", 103, "x-alias", "one meaning"),
    "required but never sent": ("required: [id]", "required: [x-size]", 104, "x-omit", "`required`"),
    "too few names of an enum": ("[ONE, TWO]", "[ONE]", 102, "x-enum-varnames", "one name for each"),
    "envelope of no field": ("code: errorCode", "code: number", 14, "/x-error-codes/code", "`number`"),
    # evidence
    "server": (
        "    x-evidence: {level: documented, source: main, section: Basics}\n",
        "",
        4,
        "/servers/0",
        "this server is known",
    ),
    "quota": (
        "  x-evidence: {level: documented, source: main, section: Limits}\n",
        "",
        8,
        "/x-quota",
        "this quota is known",
    ),
    "error code": (
        "      x-evidence: {level: documented, source: main, section: Errors}\n",
        "",
        16,
        "17",
        "error code is known",
    ),
    "path": (f"    {THING}\n", "", 23, "/paths/~1things", "path is known"),
    "operation": (f"      {THING}\n", "", 25, "/paths/~1things/get", "operation is known"),
    "login": (
        "      x-evidence: {level: documented, source: main, section: Login}\n",
        "",
        69,
        "key",
        "scheme is known",
    ),
    "response": (
        "      x-evidence: {level: example, source: main, section: Errors}\n      h",
        "      h",
        76,
        "Error",
        "response is known",
    ),
    "schema": (
        "      x-evidence: {level: example, source: main, section: Things}\n",
        "",
        90,
        "Things",
        "schema is known",
    ),
    "conclusion without reason": (", because: the base and the name are joined", "", 56, "x-evidence", "add because"),
    "guess without reason": (", because: a guess", "", 104, "x-size/x-evidence", "add because"),
    "reason for what is documented": (
        "section: Basics",
        "section: Basics, because: so",
        5,
        "because",
        "needs no reason",
    ),
    "no source": ("source: main, section: Basics", "section: Basics", 5, "/servers/0/x-evidence", "`source`"),
    "no section": (", section: Basics", "", 5, "/servers/0/x-evidence", "`section`"),
    "unknown page": ("source: main, section: Basics", "source: moon, section: Basics", 5, "source", "no page `moon`"),
    "evidence beside a reference": (
        'default: {$ref: "#/components/responses/Error"}',
        'default: {$ref: "#/components/responses/Error", x-evidence: {level: example, source: main, section: A}}',
        42,
        "x-evidence",
        "ignored",
    ),
    # the other files
    "page without address": (", url: https://api.example/docs", "", 2, "/pages/0", "url"),
    "page without day": (", date: 2026-11-21", "", 2, "/pages/0", "date"),
    "page that was neither read nor transcribed": (
        "read: transcribed",
        "read: never",
        2,
        "/pages/0/read",
        "one of page",
    ),
    "transcribed page with a part by hand": (
        "read: transcribed",
        "read: transcribed, by_hand: [limits]",
        2,
        "/pages/0/by_hand",
        "all of a transcribed page",
    ),
    "page id twice": (
        "pages:\n",
        "pages:\n  - {id: main, title: A, url: https://a, date: 2026-11-21, read: page}\n",
        3,
        "/pages/1/id",
        "already",
    ),
    "no distribution": ("distribution: tiny-api, ", "", 1, "/", "distribution"),
    "client no class name": ("client: TinyAPI", "client: tiny-api", 1, "/client", "tiny-api"),
    "unknown name": ("overlay: tiny", "overlay: tiny, colour: red", 1, "/", "colour"),
    "name of nothing": ("overlay: tiny", "overlay: tiny, fields: {Colour: red}", 1, "/fields/Colour", "no property"),
    "field no name": ("overlay: tiny", "overlay: tiny, fields: {colour: Red}", 1, "/fields/colour", "Red"),
}


@pytest.mark.parametrize(("old", "new", "line", "pointer", "problem"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_rule_is_found_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, pointer: str, problem: str
) -> None:
    findings = [str(finding) for finding in _check(tmp_path, old, new)]

    assert any(f":{line}: /" in text and pointer in text and problem in text for text in findings), findings


def test_component_that_is_not_a_schema_needs_evidence_of_its_own(tmp_path: Path) -> None:
    parameter = "  parameters:\n    since: {name: since, in: query, schema: {type: integer}}\n"
    header = "  headers:\n    Retry-After: {schema: {type: integer}}\n"
    body = "  requestBodies:\n    Body: {content: {text/plain: {}}}\n"

    findings = _check(tmp_path, "components:\n", f"components:\n{parameter}{header}{body}")

    kinds = [finding.problem.partition(" is known")[0].rpartition(" this ")[2] for finding in findings]
    assert kinds == ["parameter", "header", "request body"]


def test_names_can_be_chosen_for_properties_and_parameters(tmp_path: Path) -> None:
    generator = GENERATOR.replace("overlay: tiny", "overlay: tiny, fields: {colour: color, since: cursor}")

    assert _check(tmp_path, generator=generator) == []


def test_id_in_a_body_is_a_field_that_is_read(tmp_path: Path) -> None:
    spec = SPEC.replace("{items: things, match: id, param: id}", "{items: next}")

    findings = [str(finding) for finding in _check(tmp_path, spec=spec)]

    assert any("x-id-in-body: what `get` reads has no field `id`" in finding for finding in findings), findings


@pytest.mark.parametrize(("field", "found"), [("id", 0), ("nr", 1)])
def test_value_of_an_answer_is_a_field_that_is_read(tmp_path: Path, field: str, found: int) -> None:
    number = 'responses: {"200": {description: Id., content: {application/json: {schema: {type: integer}}}}}\n'
    spec = SPEC.replace("x-id-in-body: id", f"x-unwrap: {{value: {field}}}")
    spec = spec.replace("responses: *answers\n  /things/{id}", f"{number}  /things/{{id}}")

    findings = [str(finding) for finding in _check(tmp_path, spec=spec)]

    assert len(findings) == found
    assert all("x-unwrap/value: what `get` reads has no field `nr`" in finding for finding in findings)


def test_all_findings_are_shown_not_only_the_first(tmp_path: Path) -> None:
    spec = SPEC.replace("x-method: get", "x-method: list").replace("error: not_found", "error: gone")

    findings = _check(tmp_path, ", date: 2026-11-21", "", spec=spec)

    assert [Path(finding.file).name for finding in findings] == ["openapi.yaml", "openapi.yaml", "sources.yaml"]
    assert [finding.line for finding in findings] == [18, 61, 2]


def test_node_that_is_used_through_an_alias_is_reported_once(tmp_path: Path) -> None:
    findings = _check(tmp_path, '"#/components/schemas/Things"', '"#/components/schemas/Stuff"')

    assert [finding.line for finding in findings if "does not exist" in finding.problem] == [41]


def test_missing_file_is_named(tmp_path: Path) -> None:
    _check(tmp_path)
    (tmp_path / "sources.yaml").unlink()

    (finding,) = check_folder(tmp_path)

    assert finding.file.endswith("sources.yaml")
    assert "does not exist" in finding.problem


def test_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    _check(tmp_path)
    (tmp_path / "generator.yaml").write_bytes(b"overlay: \xff\n")

    (finding,) = check_folder(tmp_path)

    assert "not UTF-8" in finding.problem


def test_alias_that_leads_into_itself_is_found(tmp_path: Path) -> None:
    findings = _check(
        tmp_path, "info: {title: Tiny, version: 0.1.0}", "info: &a {title: Tiny, version: 0.1.0, contact: *a}"
    )

    assert any("leads into itself" in finding.problem for finding in findings)


def test_anything_anywhere_is_a_finding_or_nothing_but_never_a_traceback(tmp_path: Path) -> None:
    document = yaml.safe_load(SPEC)
    junk = itertools.cycle([None, [], {}, "x", 3, [None], {"a": None}, [{"$ref": "#/nope"}], {"$ref": 3}, True, ["x"]])

    for place in [place for place in _places(document) if place][::3]:
        broken = yaml.safe_load(SPEC)
        at = broken
        for key in place[:-1]:
            at = at[key]
        at[place[-1]] = next(junk)
        for finding in _check(tmp_path, spec=yaml.safe_dump(broken, sort_keys=False)):
            assert finding.problem


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    for key, child in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield from _places(child, (*place, key))


def test_names_that_the_vendor_chose_are_not_taken_for_extensions(tmp_path: Path) -> None:
    spec = SPEC.replace("Retry-After: {schema", "x-rate: {schema").replace("x-size", "x-anything")

    assert _check(tmp_path, spec=spec) == []


def test_evidence_is_own_inherited_or_that_of_what_is_referred_to(tmp_path: Path) -> None:
    _check(tmp_path)
    spec = load_spec(tmp_path.name, tmp_path.parent)
    known = {known.node.pointer: known for known in evidence_nodes(spec)}

    thing = known["components", "schemas", "Thing", "properties", "id"]
    parameter = known["paths", "/things", "get", "parameters", 0]
    shared = known["paths", "/things/{id}", "parameters", 0]
    header = known["components", "responses", "Error", "headers", "Retry-After"]
    guess = known["components", "schemas", "Thing", "properties", "x-size"]
    answer = known["paths", "/things", "get", "responses", "default"]
    assert thing.inherited_from is not None
    assert thing.inherited_from.pointer == ("components", "schemas", "Thing")
    assert parameter.inherited_from is not None
    assert parameter.inherited_from.kind == "operation"
    assert shared.inherited_from is not None
    assert shared.inherited_from.kind == "path_item"
    assert header.inherited_from is not None
    assert header.inherited_from.kind == "response"
    assert (guess.inherited_from, guess.evidence and guess.evidence["level"]) == (None, "assumed")
    assert (answer.inherited_from, answer.evidence and answer.evidence["level"]) == (None, "example")


def test_dates_and_numbers_are_read_as_json_knows_them(tmp_path: Path) -> None:
    _check(tmp_path, "info: {title: Tiny, ", "info: {title: 2026-11-21, ")

    assert load_spec(tmp_path.name, tmp_path.parent)["info"] == {"title": "2026-11-21", "version": "0.1.0"}


def test_loading_a_spec_that_is_ambiguous_says_where(tmp_path: Path) -> None:
    _check(tmp_path, "description: The key.", "description: no")

    with pytest.raises(SpecError, match=r"openapi\.yaml:73: .*description"):
        load_spec(tmp_path.name, tmp_path.parent)


def test_loading_an_unknown_vendor_names_those_that_exist() -> None:
    with pytest.raises(SpecError, match="no vendor 'nobody'"):
        load_spec("nobody")


def test_command_says_that_all_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_specs.main([]) == 0
    assert "all in order" in capsys.readouterr().out


def test_command_fails_on_a_finding_and_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tiny").mkdir()
    _check(tmp_path / "tiny", ", section: Basics", "")
    monkeypatch.setattr(check_specs, "SPECS", tmp_path)

    assert check_specs.main([]) == 1
    assert "tiny/openapi.yaml:5: /servers/0/x-evidence: `documented` needs `section`" in capsys.readouterr().err


def test_command_refuses_an_unknown_vendor(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_specs.main(["--vendor", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err
