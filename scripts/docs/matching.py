"""Whether a spec has what a page states: it does, it does not, or it says something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from scripts.docs.described import Described, Part
from scripts.docs.places import parts_of
from scripts.docs.statements import Statement, comparable

COVERED, MISSING, CONTRADICTED = "covered", "missing", "contradicted"

# What the pages call a type, in lower case, and the JSON types that a spec may have for it.
_TYPES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("string", "text", "guid", "uuid", "email", "uri"), frozenset({"string"})),
    **dict.fromkeys(("long", "int", "integer", "short", "int32", "int64"), frozenset({"integer"})),
    **dict.fromkeys(("number", "double", "float", "decimal", "bigdecimal"), frozenset({"number", "integer"})),
    **dict.fromkeys(("boolean", "bool"), frozenset({"boolean"})),
    **dict.fromkeys(("list", "array", "set"), frozenset({"array"})),
    **dict.fromkeys(("object", "map"), frozenset({"object"})),
    **dict.fromkeys(("date", "datetime", "date-time", "timestamp"), frozenset({"string", "integer"})),
}


@frozen
class Match:
    """What a spec has of a statement.

    Attributes:
        statement: What the page says.
        state: `covered`, `missing` or `contradicted`.
        parts: The nodes that are what the statement is about.
        why: What is missing, or what the spec says instead.
    """

    statement: Statement
    state: str
    parts: tuple[Part, ...] = field(default=(), repr=False)
    why: str = ""


@frozen
class _Asked:
    spec: Described
    page: str
    statement: Statement
    parts: Sequence[Part]


def match(spec: Described, page: str, statement: Statement) -> Match:
    """What a spec has of a statement of one of its pages."""
    parts = parts_of(spec, statement.place, page)
    if not parts:
        return _without_nodes(spec, page, statement)
    check = _CHECKS.get((statement.place.part, statement.attribute)) or _CHECKS.get(("", statement.attribute))
    why = check(_Asked(spec, page, statement, parts)) if check else ""
    return Match(statement, CONTRADICTED if why else COVERED, tuple(parts), why)


def _without_nodes(spec: Described, page: str, statement: Statement) -> Match:
    """What is not there; an operation may be there under another path."""
    place = statement.place
    if place.part == "operation" and place.section is not None:
        cited = [one for one in spec.citing(page, place.section) if one.pointer[:1] == ("paths",)]
        operations = [one for one in cited if len(one.pointer) == 3]
        if operations:
            return Match(statement, CONTRADICTED, tuple(operations), f"the spec has {called(spec, operations)}")
    return Match(statement, MISSING, (), "the spec does not have it")


def json_types(spec: Described, part: Part) -> frozenset[str]:
    """The JSON types that a node may have; empty if it may have any."""
    return frozenset(_types(spec, part.value, 0))


def _types(spec: Described, schema: Mapping[str, Any], depth: int) -> Iterator[str]:
    followed = spec.part((), schema).value if "$ref" in schema else schema
    written = followed.get("type", ())
    yield from [written] if isinstance(written, str) else written
    if depth < 10:
        for word in ("anyOf", "oneOf", "allOf"):
            for one in followed.get(word, ()):
                if isinstance(one, Mapping):
                    yield from _types(spec, one, depth + 1)


def _type(asked: _Asked) -> str:
    written = asked.statement.value[0]
    wanted = _TYPES.get(written.partition("<")[0].strip(), frozenset({"array"} if written.endswith("[]") else ()))
    for part in asked.parts:
        schema = part.value.get("schema") if asked.statement.place.part == "parameter" else part.value
        types = json_types(asked.spec, Part(part.pointer, schema or {}, {})) - {"null"}
        if wanted and types and not types & wanted:
            return f"the spec has {' or '.join(sorted(types))}"
        if not wanted and types and not types & {"object", "string", "integer"}:  # a class or an enumeration
            return f"the spec has {' or '.join(sorted(types))}"
    return ""


def _format(asked: _Asked) -> str:
    """Formats say the same if they are; decimals and wire forms of our own are finer than what a page can say."""
    schemas = [_schema(part) for part in asked.parts]
    formats = {str(schema["format"]) for schema in schemas if "format" in schema}
    if asked.statement.value[0] in formats or any("x-wire" in schema for schema in schemas):
        return ""
    if asked.statement.value[0] in ("double", "float") and "decimal" in formats:
        return ""
    return f"the spec has {' or '.join(sorted(formats))}" if formats else "the spec names no format"


def _nullable(asked: _Asked) -> str:
    for part in asked.parts:
        types = json_types(asked.spec, part)
        if types and "null" not in types:
            return "the spec does not allow null"
    return ""


def _required(asked: _Asked) -> str:
    if asked.statement.place.part == "parameter":
        return "" if any(part.value.get("required") for part in asked.parts) else "the spec does not require it"
    methods = set(asked.statement.value)
    sent = [part for part in asked.parts if _sent_by(asked.spec, part, asked.statement) & methods]
    if sent and not any(part.required for part in sent):
        return "the spec does not require it"
    return ""


def _optional(asked: _Asked) -> str:
    if asked.statement.place.part == "parameter":
        return "the spec requires it" if all(part.value.get("required") for part in asked.parts) else ""
    methods = set(asked.statement.value)
    sent = [part for part in asked.parts if methods & _sent_by(asked.spec, part, asked.statement)]
    return "the spec requires it" if sent and all(part.required for part in sent) else ""


def _sent_by(spec: Described, part: Part, statement: Statement) -> frozenset[str]:
    call = statement.place.call
    if statement.place.part == "request field" and call is not None and call.method is not None:
        return frozenset({call.method})
    return spec.taken_by.get(part.pointer[:3], frozenset())


def _access(asked: _Asked) -> str:
    sent = [part for part in asked.parts if _sent_by(asked.spec, part, asked.statement)]
    got = [part for part in asked.parts if not _sent_by(asked.spec, part, asked.statement)]
    letters = {letter.strip() for letter in asked.statement.value[0].split(",")}
    if letters == {"R"} and any(not part.value.get("readOnly") for part in sent):
        return "the spec sends it and does not call it readOnly"
    writable = [part for part in sent if not part.value.get("readOnly")]
    classes = asked.spec.classes(asked.statement.place.owner, asked.page)
    if "W" in letters and not writable and any(one.pointer in asked.spec.taken_by for one in classes):
        return "the spec never sends it"
    if letters == {"W"} and got:
        return "the spec expects it in answers"
    return ""


def _default(asked: _Asked) -> str:
    wanted = asked.statement.value[0]
    found = [_schema(part).get("default") for part in asked.parts]
    if any(_text(value) == wanted for value in found if value is not None):
        return ""
    if any(_mentions(part, wanted) for part in asked.parts):
        return ""
    given = sorted({_text(value) for value in found if value is not None})
    return f"the spec has {' or '.join(given)}" if given else "the spec names no default"


def _values(asked: _Asked) -> str:
    known: set[str] = set()
    for part in asked.parts:
        known.update(_enumerated(asked.spec, _schema(part), 0))
    lacking = [
        value
        for value in asked.statement.value
        if value not in known and not any(_mentions(part, value) for part in asked.parts)
    ]
    return f"the spec does not have {', '.join(lacking)}" if lacking else ""


def _enumerated(spec: Described, schema: Mapping[str, Any], depth: int) -> Iterator[str]:
    followed = spec.part((), schema).value if "$ref" in schema else schema
    yield from map(_text, followed.get("enum", ()))
    if "const" in followed:
        yield _text(followed["const"])
    for word, sign in (("maximum", "<="), ("minimum", ">="), ("maxLength", "<="), ("minLength", ">=")):
        if word in followed:
            yield f"{sign}{_text(followed[word])}"
    if depth < 10:
        for word in ("anyOf", "oneOf", "allOf"):
            for one in followed.get(word, ()):
                yield from _enumerated(spec, one, depth + 1)


def _mentions(part: Part, word: str) -> bool:
    """Whether the description of a node names a value."""
    return word in re.split(r"[\s`,.();:]+", str(part.value.get("description", "")))


def _schema(part: Part) -> Mapping[str, Any]:
    schema = part.value.get("schema")
    return {**part.value, **schema} if isinstance(schema, Mapping) else part.value


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _in(asked: _Asked) -> str:
    places = {str(part.value.get("in")) for part in asked.parts}
    return "" if asked.statement.value[0] in places else f"the spec has it in {' and '.join(sorted(places))}"


def _operation(asked: _Asked) -> str:
    call = asked.statement.place.call
    if call is None or call.path is None or asked.spec.at_path(call):
        return ""
    return f"the spec has {called(asked.spec, asked.parts)}"


def called(spec: Described, operations: Sequence[Part]) -> str:
    """Method and path of some operations of a spec."""
    return ", ".join(f"{str(one.pointer[2]).upper()} {spec.server_path}{one.pointer[1]}" for one in operations)


def _base_url(asked: _Asked) -> str:
    base, server = urlsplit(asked.statement.value[0]), str(asked.parts[0].value.get("url", ""))
    host = re.sub(r"\\{[^{}]*\\}", "[^/]+", re.escape(f"{urlsplit(server).scheme}://{urlsplit(server).netloc}"))
    if not re.fullmatch(host, f"{base.scheme}://{base.netloc}"):
        return f"the spec has {server}"
    wanted = comparable(base.path)
    paths = [
        asked.spec.server_path,
        *(comparable(asked.spec.server_path + path) for path in asked.spec.data.get("paths", {})),
    ]
    known = any(path == wanted or path.startswith(f"{wanted.rstrip('/')}/") for path in paths)
    return "" if known else "no path of the spec begins with it"


def _limit(asked: _Asked) -> str:
    name, value = asked.statement.place.name, asked.statement.value[0]
    if name in ("requests", "per"):
        found = str(asked.parts[0].value.get(name))
        return "" if found == value else f"the spec has {found}"
    if name == "header":
        headers = {str(part.pointer[-1]) for part in asked.parts}
        return "" if value.casefold() in {one.casefold() for one in headers} else f"the spec has {', '.join(headers)}"
    return "" if value == "429" else "the spec has 429"


def _login(asked: _Asked) -> str:
    if (asked.statement.place.name or "").startswith("oauth2"):
        return ""
    headers = {str(part.value.get("name")).casefold() for part in asked.parts}
    lacking = [name for name in asked.statement.value if name.casefold() not in headers]
    return f"the spec has no header {', '.join(lacking)}" if lacking else ""


def _login_url(asked: _Asked) -> str:
    urls = {
        str(flow.get("tokenUrl"))
        for part in asked.parts
        for flow in part.value.get("flows", {}).values()
        if flow is not None
    }
    return "" if asked.statement.value[0] in urls else f"the spec has {', '.join(sorted(urls)) or 'none'}"


def _login_lifetime(asked: _Asked) -> str:
    defaults = {str(part.value.get("x-token", {}).get("default")) for part in asked.parts}
    return "" if asked.statement.value[0] in defaults else f"the spec has {', '.join(sorted(defaults))} seconds"


_Check = Callable[[_Asked], str]
# By part and attribute; an empty part means any.
_CHECKS: Mapping[tuple[str, str], _Check] = {
    ("", "type"): _type,
    ("", "format"): _format,
    ("", "nullable"): _nullable,
    ("", "required"): _required,
    ("", "optional"): _optional,
    ("", "default"): _default,
    ("", "values"): _values,
    ("", "in"): _in,
    ("field", "access"): _access,
    ("base URL", ""): _base_url,
    ("operation", ""): _operation,
    ("limit", ""): _limit,
    ("login", ""): _login,
    ("login", "url"): _login_url,
    ("login", "lifetime"): _login_lifetime,
}
