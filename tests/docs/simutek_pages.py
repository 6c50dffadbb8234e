"""Pages like Simutek's, of our own making and in our own words: GitBook's Markdown, its rendered text, its HTML, and a
copy that keeps descriptions alone."""

from __future__ import annotations

import html
import json
import random
from typing import Any

from attrs import frozen

PROSE = (
    ("Introduktion", ("Det här handlar om båtar i hamnen.",)),
    ("Autentisering och auktorisering", ("Logga in med OAuth 2.0 och skicka med en nyckel.",)),
    (
        "Exempel på hämtning av åtkomsttoken",
        (
            "curl 'https://id.simutek.se/connect/token' \\",
            "--data-urlencode 'client_id=mine' \\",
            "--data-urlencode 'client_secret=hidden' \\",
            "--data-urlencode 'grant_type=client_credentials'",
        ),
    ),
    ("Headers", ("Skicka Authorization med varje anrop.", "Bearer eyJabc")),
)

BERTH = {
    "type": "object",
    "required": ["row"],
    "properties": {
        "row": {"type": "string", "description": "Which pier it is."},
        "depth": {"type": "number", "description": "Metres of water. Default is 2."},
    },
}
BOAT = {
    "type": "object",
    "required": ["name", "number"],
    "properties": {
        "name": {"type": "string", "description": "What is painted on it."},
        "number": {"type": ["string", "null"], "description": "Its number in the harbour."},
        "flag": {"type": "string", "description": "Whose it is. Accepted values: se, no, fi"},
        "berth": {"$ref": "#/components/schemas/Berth"},
    },
}


@frozen
class Query:
    name: str
    type: str
    description: str
    default: int | None = None
    place: str = "query"


@frozen
class Call:
    summary: str
    method: str
    path: str
    statuses: tuple[tuple[str, str], ...]
    queries: tuple[Query, ...] = ()
    takes: bool = False
    gives: bool = False


FAILURES = (("400", "Something in the request is odd."), ("500", "We broke, sorry."))
CALLS = (
    Call("Moor a boat", "post", "/api/v1/boats", (("200", "It lies there now."), *FAILURES), takes=True),
    Call(
        "Find a boat",
        "get",
        "/api/v1/boats/{number}",
        (("200", "There it is."), ("404", "No such boat.")),
        (Query("number", "string", "The number of the boat.", place="path"),),
        gives=True,
    ),
    Call(
        "List boats",
        "get",
        "/api/v1/boats",
        (("200", "A page of them."), *FAILURES),
        (
            Query("name", "string", "Only those with this in their name."),
            Query("page", "integer", "Which page, starting from 1. Default is 1.", 1),
            Query("pageSize", "integer", "Boats on a page, maximum 100. Default is 50.", 50),
        ),
        gives=True,
    ),
)


def _openapi(call: Call, host: str) -> dict[str, Any]:
    parameters = [
        {
            "name": one.name,
            "in": one.place,
            "required": one.place == "path",
            "description": one.description,
            "schema": {"type": one.type, **({"default": one.default} if one.default is not None else {})},
        }
        for one in call.queries
    ]
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Boat"}}}
    operation: dict[str, Any] = {
        "summary": call.summary,
        "parameters": parameters,
        "responses": {
            status: {"description": text, **({"content": content} if call.gives and status == "200" else {})}
            for status, text in call.statuses
        },
    }
    if call.takes:
        operation["requestBody"] = {"content": content}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Harbour", "version": "1"},
        "servers": [{"url": host}] if host else [],
        "paths": {call.path: {call.method: operation}},
        "components": {
            "schemas": {"Boat": BOAT, "Berth": BERTH},
            "securitySchemes": {
                "OAuth2": {
                    "type": "oauth2",
                    "flows": {"clientCredentials": {"tokenUrl": "https://id.simutek.se/connect/token", "scopes": {}}},
                }
            },
        },
    }


def markdown(seed: int = 0, *, calls: tuple[Call, ...] = CALLS, host: str = "") -> str:
    chance = random.Random(seed)
    out = ["# API", ""]
    for heading, lines in PROSE:
        out += [f"## {heading}", "", *((f"```\n{chr(10).join(lines)}\n```",) if "curl" in lines[0] else lines), ""]
    out += ["## Dokumentation", ""]
    for call in chance.sample(calls, len(calls)):
        heading = chance.choice((call.summary, f"{call.method.upper()} {call.path}"))
        document = json.dumps(_openapi(call, host), indent=chance.choice((None, 2)))
        out += [f"## {heading}", "", f"> {call.summary}", "", "```json", document, "```", ""]
    return "\n".join(out)


def _value(schema: dict[str, Any], chance: random.Random) -> Any:
    if "$ref" in schema:
        return _value(BERTH, chance)
    if "properties" in schema:
        return {name: _value(inner, chance) for name, inner in schema["properties"].items()}
    kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
    return chance.random() * 9 if kind == "number" else f"text {chance.randint(0, 99)}"


def _glued(name: str, schema: dict[str, Any], *, required: bool) -> list[str]:
    if "$ref" in schema:
        inner = [line for key, one in BERTH["properties"].items() for line in _glued(key, one, required=key == "row")]  # type: ignore[attr-defined]  # a literal
        return [f"{name}object", "Show properties", *inner]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = kinds[0] + (" | nullable" if "null" in kinds else "")
    return [f"{name}{kind}{'Required' if required else ''}", schema["description"]]


def _rendered_lines(call: Call, chance: random.Random, host: str) -> list[str]:
    out = [call.summary, call.method]
    if chance.random() < 0.5:
        out.append(call.path)
    out += ["Authorizations", "OAuth2clientCredentialsRequired", "Token URL: https://id.simutek.se/connect/token"]
    for place in ("path", "query"):
        queries = [one for one in call.queries if one.place == place]
        if queries:
            out.append(f"{place.capitalize()} parameters")
        for one in queries:
            out += [f"{one.name}{one.type}{'Required' if place == 'path' else ''}", one.description]
            out += [chance.choice((f"Default: {one.default}", str(one.default)))] if one.default is not None else []
    if call.takes:
        out += ["Body", "application/json"]
        for name, schema in BOAT["properties"].items():  # type: ignore[attr-defined]  # a literal
            out += _glued(name, schema, required=name in BOAT["required"])
            if "$ref" not in schema and chance.random() < 0.5:
                out.append(f"Example: {chance.randint(0, 99)}")
    out.append("Responses")
    for status, text in call.statuses:
        out += [status, text]
        if call.gives and status == "200":
            out.append("application/json")
    out += [call.method, call.path] if chance.random() < 0.5 else []
    out += [f"{call.method.upper()} {call.path} HTTP/1.1", f"Host: {host.removeprefix('https://')}".strip()]
    out += ["Authorization: Bearer YOUR_TOKEN"]
    if call.takes:
        out += ["Content-Type: application/json", "Content-Length: 99", json.dumps(_value(BOAT, chance))]
    out += ["Accept: */*"] if not call.takes else []
    out += call.statuses[0]
    out.append(json.dumps(_value(BOAT, chance)) if call.gives else "No content")
    return out


def rendered_text(seed: int = 0, *, calls: tuple[Call, ...] = CALLS, host: str = "") -> str:
    chance = random.Random(seed)
    out = ["API", *(line for heading, lines in PROSE for line in (heading, *lines)), "Dokumentation"]
    for call in chance.sample(calls, len(calls)):
        out += _rendered_lines(call, chance, host)
    return "\n".join(line + "\n" * chance.choice((0, 0, 2)) for line in [*out, "Last updated", "3 days ago"])


def rendered_html(seed: int = 0, *, calls: tuple[Call, ...] = CALLS, host: str = "") -> str:
    chance = random.Random(seed)
    out = ["<h1>API</h1>"]
    for heading, lines in PROSE:
        out += [f"<h2>{heading}</h2>", *(f"<p>{html.escape(line)}</p>" for line in lines)]
    out.append("<h2>Dokumentation</h2>")
    for call in chance.sample(calls, len(calls)):
        title, *rest = _rendered_lines(call, chance, host)
        out.append(f"<h2>{title}</h2>")
        request = next(at for at, line in enumerate(rest) if line.endswith("HTTP/1.1"))
        end = next((at + 1 for at, line in enumerate(rest) if at > request and line.startswith("{")), request + 3)
        if not call.takes:
            end = request + 4
        out += [f"<div>{html.escape(line)}</div>" for line in rest[:request]]
        out.append(f"<pre><code>{html.escape(chr(10).join(rest[request:end]))}</code></pre>")
        out += [f"<div>{html.escape(line)}</div>" for line in rest[end:]]
    return f"<html><body><header>Menu</header><main>{''.join(out)}<p>Last updated</p></main></body></html>"


def descriptions(calls: tuple[Call, ...] = CALLS) -> str:
    """The copy that keeps descriptions alone, defaults glued to the next one."""
    out = ["API", *(line for heading, lines in PROSE for line in (heading, *lines)), "Dokumentation"]
    for call in calls:
        before = ""
        for one in call.queries:
            out.append(f"{before}{one.description}")
            before = "" if one.default is None else str(one.default)
        if call.takes:
            out += [str(schema["description"]) for schema in BOAT["properties"].values() if "description" in schema]  # type: ignore[attr-defined]  # a literal
        out += [f"{before if not at else ''}{text}" for at, (_, text) in enumerate(call.statuses)]
        out += [] if call.gives else ["No content"]
    return "\n".join([*out, "Last updated"])
