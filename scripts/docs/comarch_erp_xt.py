"""Reads a help page of Comarch ERP XT, German or Polish: a resource, the general page, or the one about tokens.

A request is a line `[GET] https://…`, and the heading above it is its title. The table below says what is read, or with
a third column what is written and what is required. Headings without a request, and prose outside, are sections.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import attrs

from scripts.docs.blocks import Block, Line, Sample, Table
from scripts.docs.comarch_erp_xt_tables import is_fields, table_fields
from scripts.docs.facts import Auth, Facts, Field, Operation, Unread, digest
from scripts.docs.reading import sample_fields, wording

_REQUEST = re.compile(r"\[?\s*(GET|POST|PUT|PATCH|DELETE)\s*\]\s*(https?://\S+)")
_URL = re.compile(r"(https?://[^/\s]+/api2/public)(/\S*)?")
_RESOURCE = re.compile(rf"(.+?)\s*[:–-]?\s+{_URL.pattern}")  # noqa: RUF001 - the dash of the pages
_STATUS = re.compile(r"[•*·-]?\s*([1-5]\d\d)\s+([A-Z][A-Za-z ]*?)\s*(?:[–—:-]\s*(.*))?")  # noqa: RUF001 - as above
_PLACEHOLDER = re.compile(r"(?<=/)(?:X{2,}|\{\w+\}|\[\w+\]|<\w+>)(?=/|$)", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(\d)\s?\)\s*(.+)")
_LABEL = re.compile(r".*\b(?:json|struktur\w*|beispiel\w*|przyk[lł]ad\w*)\b.*:", re.IGNORECASE)
_PICTURE = re.compile(r"\S+(?:-\S+)+|\S+\.(?:png|jpe?g|gif)", re.IGNORECASE)
_NAVIGATION = re.compile(r".*(?:\s[|»›>/]\s).*")  # noqa: RUF001 - signs between links
_END = re.compile(
    r".*(?:artyku[lł] by[lł] pomocny|artikel hilfreich|verwandte artikel|powi[aą]zane artyku).*", re.IGNORECASE
)
_NAMED_SECTIONS = {
    "Methods": re.compile(r".*http.{0,3}method.*:|.*metody http.*:|.*metod\w* http.*:", re.IGNORECASE),
    "Resources": re.compile(r"(?:quellen|ressourcen|zasoby|źródła):?", re.IGNORECASE),
    "Statuses": re.compile(r".*\bhttp-?\s?status.*:|.*\bstatus\w* http.*:", re.IGNORECASE),
}
_LIFETIME = re.compile(r"(\d+)\s*(minut|sekund)", re.IGNORECASE)
_TOKEN_NAMES = ("grant_type", "Authorization", "scope", "client_id", "client_secret")


def read(page: str, found: Sequence[Block]) -> Facts:
    """The facts of a help page."""
    reader = _Reader()
    for block in _content(found):
        reader.take(block)
    return reader.facts(page)


def _content(found: Sequence[Block]) -> list[Block]:
    """The blocks without pictures' names, breadcrumbs and what stands below the article."""
    kept: list[Block] = []
    for block in found:
        if isinstance(block, Line):
            if _END.fullmatch(block.text):
                break
            if not block.level and (_PICTURE.fullmatch(block.text) or _is_navigation(block.text)):
                continue
        if isinstance(block, Table) and not is_fields(block):
            kept.extend(block.lines())
        else:
            kept.append(block)
    return kept


def _is_navigation(text: str) -> bool:
    return _NAVIGATION.fullmatch(text) is not None and not text.endswith(".") and "http" not in text


@attrs.define
class _Request:
    """A call while it is read."""

    title: str | None
    method: str
    path: str
    prose: list[str] = attrs.field(factory=list)
    table: Table | None = None
    sample: str | None = None


class _Reader:
    """Goes down the page and keeps what it finds."""

    def __init__(self) -> None:
        self._heading: str | None = None
        self._requests: list[_Request] = []
        self._open: list[_Request] = []
        self._described: _Request | None = None
        self._prose: dict[str, list[str]] = {}
        self._before: list[str] = []
        self._resources: dict[str, str] = {}
        self._statuses: dict[str, str | None] = {}
        self._bases: Counter[str] = Counter()
        self._notes: dict[int, dict[str, str]] = {}
        self._unread: list[Unread] = []
        self._words: list[str] = []

    def take(self, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Sample):
            self._sample(block)
        else:
            self._words.append(block.text)
            self._line(block)

    def _line(self, block: Line) -> None:
        text = block.text
        named = next((name for name, pattern in _NAMED_SECTIONS.items() if pattern.fullmatch(text)), None)
        if request := _REQUEST.search(text):
            self._request(request[1], request[2])
        elif note := _FOOTNOTE.fullmatch(text) if self._requests and self._requests[-1].table else None:
            self._notes.setdefault(len(self._requests) - 1, {})[note[1]] = note[2]
        elif status := _STATUS.fullmatch(text):
            self._statuses[status[1]] = digest(f"{status[2]} {status[3] or ''}")
            self._enter("Statuses")
        elif resource := _RESOURCE.fullmatch(text) if not self._requests else None:
            self._bases[resource[2]] += 1
            self._resources[_path(resource[3] or "")] = resource[1].lstrip("•*- ")
            self._enter("Resources")
        elif named:
            self._enter(named)
            if named == "Statuses":
                self._prose[named].append(text)
        elif block.level or _is_capital(text):
            self._enter(text.rstrip(":"), keep=False)
        else:
            self._prose_line(text)

    def _prose_line(self, text: str) -> None:
        if _LABEL.fullmatch(text):
            return
        if self._described is not None:
            self._described.prose.append(text)
        elif self._heading in self._prose and self._heading == "Statuses" and self._statuses:
            self._enter("Remarks")
            self._prose["Remarks"].append(text)
        elif self._heading is None:
            self._before.append(text)
        else:
            self._prose.setdefault(self._heading, []).append(text)

    def _enter(self, section: str, *, keep: bool = True) -> None:
        """Go on below a heading; one without prose and without requests is not kept."""
        self._open, self._described = [], None
        self._heading = section
        if keep:
            self._prose.setdefault(section, [])

    def _request(self, method: str, address: str) -> None:
        url = _URL.match(address.rstrip(".,;"))
        if url is None:
            self._unread.append(Unread.of(self._heading, "a request to another place than the API", address))
            return
        self._bases[url[1]] += 1
        request = _Request(self._heading, method, _path(url[2] or ""))
        if not self._open and self._heading in self._prose:
            # What stands between the heading and the request describes the request.
            request.prose = self._prose.pop(self._heading or "")
        if self._described is None or self._described.prose or self._described.table:
            # Requests one after the other, for all and for one, are described together.
            self._described = request
        self._requests.append(request)
        self._open.append(request)

    def _table(self, table: Table) -> None:
        if not self._open:
            self._unread.append(Unread.of(self._heading, "a table of fields without a request", _row_text(table)))
            return
        waiting = [request for request in self._open if request.table is None]
        if not waiting:
            place = self._open[-1].title
            self._unread.append(Unread.of(place, "a second table of fields for one request", _row_text(table)))
        for request in waiting:
            request.table = table

    def _sample(self, sample: Sample) -> None:
        if self._open and sample_fields(sample.text):
            self._open[-1].sample = sample.text
            return
        for line in sample.text.splitlines():
            if line.strip():
                self.take(Line(" ".join(line.split())))

    def facts(self, page: str) -> Facts:
        outer = {name for request in self._requests if request.table for name in _certainly_outer(request.table)}
        listed = [Operation(title, None, path) for path, title in self._resources.items()]
        sections = {name: wording(lines) for name, lines in self._prose.items()}
        base = self._bases.most_common(1)[0][0] if self._bases else None
        self._unread.extend(
            Unread.of(None, "another server than that of most requests", other)
            for other in self._bases
            if other != base
        )
        if before := _sentences(self._before):
            sections["Scope" if self._requests else "Server"] = wording(before)
        return Facts(
            page,
            base,
            [*listed, *(self._operation(index, outer) for index in range(len(self._requests)))],
            statuses=self._statuses,
            auth=self._auth(base),
            sections=sections,
            unread=self._unread,
        )

    def _operation(self, index: int, outer: set[str]) -> Operation:
        request = self._requests[index]
        like = index
        if request.table is None:
            # The request for one element stands below the table of the request for all of them.
            like = max((no for no in range(index) if self._is_same(self._requests[no], request)), default=index)
        table, notes = self._requests[like].table, self._notes.get(like, {})
        fields, unread = table_fields(table, request.method, notes, outer, request.title) if table else ([], [])
        self._unread.extend(unread)
        fields = _with_sample(fields, self._requests[like].sample)
        writes = request.method != "GET"
        return Operation(
            request.title,
            request.method,
            request.path,
            wording(request.prose),
            request_fields=fields if writes else (),
            response_fields=() if writes else fields,
        )

    def _is_same(self, one: _Request, other: _Request) -> bool:
        return one.table is not None and (one.title, one.method, "GET") == (other.title, other.method, other.method)

    def _auth(self, base: str | None) -> list[Auth]:
        text = "\n".join(self._words)
        if "client_credentials" not in text:
            return []
        url = re.search(r"https?://\S+/token\b", text)
        lives = _LIFETIME.search(text)
        seconds = int(lives[1]) * (60 if lives[2].lower() == "minut" else 1) if lives else None
        names = [name for name in _TOKEN_NAMES if name.lower() in text.lower()]
        place = url[0] if url else None
        return [Auth("oauth2 client_credentials", names, place, seconds)]


def _path(text: str) -> str:
    return _PLACEHOLDER.sub("{id}", re.sub(r"[?#].*", "", text))


def _is_capital(text: str) -> bool:
    return text == text.upper() and len(re.findall(r"[^\W\d_]", text)) > 3 and "HTTP" not in text.split()


def _sentences(lines: Sequence[str]) -> list[str]:
    """Lines without titles and links, which have no end of a sentence and few words."""
    return [line for line in lines if re.search(r"[.!?:]$", line) or len(line.split()) > 8]


def _certainly_outer(table: Table) -> list[str]:
    """Names in a table before the first object or list in it."""
    names = [row[0].strip() for row in table.rows]
    repeated = next((at for at, name in enumerate(names) if name in names[:at]), len(names) + 1)
    return names[: max(repeated - 1, 0)]


def _with_sample(fields: Sequence[Field], sample: str | None) -> list[Field]:
    """The fields with the types that a sample shows, and those that only the sample shows."""
    shown = {field.field.removeprefix("[]."): field for field in (sample_fields(sample) or () if sample else ())}
    typed = [attrs.evolve(field, type=shown[field.field].type) if field.field in shown else field for field in fields]
    known = {field.field for field in fields}
    return [*typed, *(Field(name, field.type) for name, field in shown.items() if name not in known)]


def _row_text(table: Table) -> str:
    return "\n".join(" ".join(cell for cell in row if cell) for row in table.rows)
