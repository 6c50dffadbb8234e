"""The operations on Simutek's page as GitBook renders them: `namestringRequired` for name, type and flag of a field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import attrs

from scripts.docs.blocks import Block, Line, Sample
from scripts.docs.facts import Field, Operation, Parameter, Unread, digest
from scripts.docs.reading import said_about, sample_fields, wording

_METHOD = re.compile(r"(get|post|put|patch|delete)(?:\s+(/\S*))?", re.IGNORECASE)
_REQUEST = re.compile(r"(GET|POST|PUT|PATCH|DELETE)\s+(/\S*)\s+HTTP/[\d.]+")
_LABELS = {
    "auth": re.compile(r"authorizations?", re.IGNORECASE),
    "path": re.compile(r"path parameters?", re.IGNORECASE),
    "query": re.compile(r"query parameters?", re.IGNORECASE),
    "header": re.compile(r"header parameters?|headers", re.IGNORECASE),
    "body": re.compile(r"(?:request )?body", re.IGNORECASE),
    "responses": re.compile(r"responses?", re.IGNORECASE),
}
_TYPES = r"(?:string|integer|number|boolean|object|any|array)"
_NAMED = re.compile(
    rf"(?P<name>[A-Za-z_$][\w.$-]*?)\s*(?P<type>{_TYPES}(?:\[\])*)(?:\s*·\s*(?P<format>[\w-]+))?"
    r"(?P<null>\s*\|\s*(?:nullable|null))?\s*(?P<flag>Required|Optional)?"
)
_TYPE_ALONE = re.compile(rf"{_TYPES}(?:\[\])*(?:\s*·\s*[\w-]+)?(?:\s*\|\s*(?:nullable|null))?\s*(?:Required|Optional)?")
_VALUE = re.compile(r"(example|default|possible values|enum)s?\s*:\s*(.*)", re.IGNORECASE)
_STATUS = re.compile(r"([1-5]\d\d|default)\b\s*(.*)")
_SKIPPED = re.compile(
    r"(?:application|text)/[\w.+*-]+|no content|copy|test it|expand all|(?:show|hide) (?:properties|all)|"
    r"required|optional|schema|example",
    re.IGNORECASE,
)
_HEADER = re.compile(r"(Host|Authorization|Content-Type|Accept|Content-Length|User-Agent)\s*:\s*(.*)", re.IGNORECASE)


def method_lines(found: Sequence[Block]) -> list[int]:
    """Where operations begin: their lines with the method, without those that only head a sample."""
    begin: list[int] = []
    for at, block in enumerate(found):
        method = _METHOD.fullmatch(block.text) if isinstance(block, Line) else None
        if method is None or (method[1] != method[1].lower() and not method[2]):
            continue
        following = [one.text for one in found[at + 1 : at + 3] if isinstance(one, Line | Sample)]
        if not any(_REQUEST.match(text) for text in following):
            begin.append(at)
    return begin


def rendered_base(found: Sequence[Block]) -> str | None:
    """The host that the request samples name; they mostly leave it empty."""
    for block in found:
        header = _HEADER.fullmatch(block.text) if isinstance(block, Line) else None
        if header and header[1].lower() == "host" and header[2]:
            return f"https://{header[2]}"
    return None


def rendered_operations(found: Sequence[Block]) -> tuple[list[Operation], list[Unread]]:
    """The operations, and what could not be placed."""
    begin = method_lines(found)
    titles = [
        at - 1 if at and isinstance(found[at - 1], Line) and not _is_skeleton(found[at - 1]) else at for at in begin
    ]
    operations: list[Operation] = []
    unread: list[Unread] = []
    for title, at, end in zip(titles, begin, [*titles[1:], len(found)], strict=True):
        before = found[title]
        reader = _Reader(before.text if title < at and isinstance(before, Line) else None)
        for block in found[at:end]:
            reader.take(block)
        operations.append(reader.operation())
        unread.extend(reader.unread)
    return operations, unread


def _is_skeleton(block: Block) -> bool:
    text = block.text if isinstance(block, Line) else ""
    labels = any(pattern.fullmatch(text) for pattern in _LABELS.values())
    return labels or bool(_SKIPPED.fullmatch(text) or _HEADER.fullmatch(text) or _STATUS.fullmatch(text))


@attrs.define
class _Named:
    """A parameter or field while it is read."""

    name: str
    type: str
    format: str | None
    required: bool
    prose: list[str] = attrs.field(factory=list)
    values: dict[str, str] = attrs.field(factory=dict)

    def description(self) -> str:
        return "\n".join(self.prose)

    def default(self) -> str | None:
        return self.values.get("default") or said_about(self.description())[0]

    def allowed(self) -> tuple[str, ...]:
        listed = self.values.get("possible values") or self.values.get("enum")
        return tuple(re.split(r"\s*[,·|]\s*|\s+", listed)) if listed else said_about(self.description())[1]


class _Reader:
    """Reads one operation."""

    def __init__(self, title: str | None) -> None:
        self.unread: list[Unread] = []
        self._title = title
        self._method: str | None = None
        self._path: str | None = None
        self._sample_path: str | None = None
        self._part = "description"
        self._prose: list[str] = []
        self._named: dict[str, list[_Named]] = {part: [] for part in ("path", "query", "header", "body", "responses")}
        self._split_name: str | None = None
        self._statuses: dict[str, list[str]] = {}
        self._status: str | None = None
        self._samples: dict[str, tuple[Field, ...]] = {}
        self._headers: list[str] = []

    def take(self, block: Block) -> None:
        if isinstance(block, Sample):
            self._sample(block)
        elif isinstance(block, Line):
            self._line(block.text)

    def _line(self, text: str) -> None:
        method, request = _METHOD.fullmatch(text), _REQUEST.match(text)
        label = next((name for name, pattern in _LABELS.items() if pattern.fullmatch(text)), None)
        if request:
            self._sample_path = re.sub(r"[?#].*", "", request[2])
            self._part, self._status = "sample", None
        elif method and (self._method is None or text == text.lower()):
            self._method = self._method or method[1].upper()
            self._path = self._path or method[2]
        elif label and self._part != "sample":
            self._part, self._status = label, None
        elif header := _HEADER.fullmatch(text) if self._part == "sample" else None:
            if header[1].lower() == "content-type":
                self._headers.append(f"Content-type: {header[2]}")
        elif re.fullmatch(r"/\S*", text):
            self._path = self._path or text
        elif _SKIPPED.fullmatch(text):
            if self._part == "sample":
                self._status = self._status or "shown"
        elif self._part == "auth":
            return
        elif self._part == "description":
            self._prose.append(text)
        elif self._part in ("responses", "sample"):
            self._response(text)
        else:
            self._in_names(text)

    def _in_names(self, text: str) -> None:
        names = self._named[self._part]
        if self._split_name is not None and _TYPE_ALONE.fullmatch(text):
            # Name, type and flag stood on lines of their own.
            if names and names[-1].prose and names[-1].prose[-1] == self._split_name:
                names[-1].prose.pop()
            text = f"{self._split_name}{text}"
        if named := _NAMED.fullmatch(text):
            kind = "array" if named["type"].endswith("[]") else named["type"]
            kind += " | null" if named["null"] else ""
            names.append(_Named(named["name"], kind, named["format"], named["flag"] == "Required"))
        elif value := _VALUE.fullmatch(text):
            if names:
                names[-1].values[value[1].lower()] = value[2]
        elif not names:
            if not re.fullmatch(r"[A-Za-z_$][\w.$-]*", text):
                self.unread.append(Unread.of(self._title, f"a line in the part for the {self._part}", text))
        elif not (names[-1].prose and _is_value(text)):
            names[-1].prose.append(text)
        self._split_name = text if re.fullmatch(r"[A-Za-z_$][\w.$-]*", text) else None

    def _response(self, text: str) -> None:
        if status := _STATUS.fullmatch(text):
            self._status = status[1]
            if status[2]:
                self._statuses.setdefault(status[1], []).append(status[2])
            else:
                self._statuses.setdefault(status[1], [])
        elif self._part == "responses" and (named := _NAMED.fullmatch(text)):
            if self._status is not None and self._status.startswith("2"):
                kind = "array" if named["type"].endswith("[]") else named["type"]
                kind += " | null" if named["null"] else ""
                self._named["responses"].append(_Named(named["name"], kind, named["format"], required=False))
        elif self._status in self._statuses and self._status is not None:
            if self._part == "responses" or not self._statuses[self._status]:
                self._statuses[self._status].append(text)
        elif self._part == "sample" and any(text in lines for lines in self._statuses.values()):
            self._status = "shown"
        else:
            self.unread.append(Unread.of(self._title, "a line among the answers", text))

    def _sample(self, sample: Sample) -> None:
        fields = sample_fields(sample.text)
        if fields is None:
            self.unread.append(Unread.of(self._title, "a sample that is no JSON", sample.text))
            return
        takes = self._method in ("POST", "PUT", "PATCH") and self._part == "sample" and self._status is None
        self._samples.setdefault("request" if takes and "request" not in self._samples else "response", fields)

    def operation(self) -> Operation:
        parameters = [
            Parameter(
                one.name,
                one.default(),
                one.allowed(),
                digest(one.description()),
                one.type,
                one.required,
                part,
                one.format,
            )
            for part in ("path", "query")
            for one in self._named[part]
        ]
        return Operation(
            self._title,
            self._method,
            self._path or self._path_of_sample(),
            wording(self._prose),
            parameters,
            self._fields("body", "request", self._method),
            self._fields("responses", "response", None),
            {status: wording(lines) for status, lines in self._statuses.items()},
            self._headers,
        )

    def _path_of_sample(self) -> str | None:
        """The path in the request sample, with the name of its one variable where the sample shows a value."""
        variables = self._named["path"]
        if self._sample_path is None or "{" in self._sample_path or not variables:
            return self._sample_path
        if len(variables) > 1:
            self.unread.append(Unread.of(self._title, "which parts of the path are variables", self._sample_path))
            return None
        return re.sub(r"[^/]+/?$", f"{{{variables[0].name}}}", self._sample_path)

    def _fields(self, part: str, sample: str, method: str | None) -> list[Field]:
        """The fields of a list of names, put where the sample has them, and those that the sample alone shows."""
        shown = self._samples.get(sample, ())
        places: dict[str, list[str]] = {}
        for field in shown:
            places.setdefault(field.field.rpartition(".")[2].removeprefix("[]"), []).append(field.field)
        counts = Counter(one.name for one in self._named[part])
        found: list[Field] = []
        for one in self._named[part]:
            known = places.get(one.name, [])
            if known and len(known) != counts[one.name]:
                self.unread.append(
                    Unread.of(self._title, f"which of the fields `{one.name}` this is", one.description())
                )
                continue
            found.append(
                Field(
                    known[sum(1 for other in found if other.field in known)] if known else one.name,
                    one.type,
                    (method,) if one.required and method else (),
                    default=one.default(),
                    accepted=one.allowed(),
                    description_hash=digest(one.description()),
                    format=one.format,
                )
            )
        listed = {field.field for field in found}
        return [*found, *(field for field in shown if field.field not in listed)]


def _is_value(text: str) -> bool:
    """Whether a line below a description is an example or default that is shown bare."""
    return re.fullmatch(r"\S{1,40}", text) is not None and not text.endswith(".")
