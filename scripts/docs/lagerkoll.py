"""Reads a resource page of Lagerkoll: all of them have the same skeleton, in whatever form and order they come.

A heading is known by its words (`Headers:`, `Body:`), an operation by its line `GETUrl: /{id}` and the line above it, a
class by the line above its table. Copies in which such lines are missing tell neither methods nor names of classes;
what stands there is then unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from scripts.docs.blocks import Block, Line, Sample, Table
from scripts.docs.facts import Auth, Facts, Field, Operation, Parameter, Unread, digest
from scripts.docs.lagerkoll_general import limits, logins
from scripts.docs.lagerkoll_lines import BASE, URL, label_of, whole
from scripts.docs.lagerkoll_tables import class_rows, parameter_rows
from scripts.docs.reading import sample_fields, wording

_TITLE = re.compile(r"\S+(?: \S+){0,7} API:?")
_HEADER = re.compile(r"(accept|content-type)\s*:\s*(.*)", re.IGNORECASE)
_CLASS = re.compile(r"[A-Z]\w*")
_NOWHERE = ""
"""The section of prose under no heading."""
_FOOTER = re.compile(r"(©|\(c\)|copyright\b).*", re.IGNORECASE)


def read(page: str, found: Sequence[Block]) -> Facts:
    """The facts of a resource page."""
    reader = _Reader(whole(found))
    reader.run()
    return reader.facts(page)


@attrs.define
class _Call:
    """An operation while it is read."""

    title: str | None
    method: str | None = None
    path: str | None = None
    part: str = "description"
    prose: list[str] = attrs.field(factory=list)
    headers: list[str] = attrs.field(factory=list)
    parameters: list[Parameter] = attrs.field(factory=list)
    fields: dict[str, tuple[Field, ...]] = attrs.field(factory=dict)


class _Reader:
    """Goes down the page and keeps what it finds."""

    def __init__(self, found: Sequence[Block]) -> None:
        self._blocks = found
        self._section: str | None = None
        self._group = False
        self._class_name: str | None = None
        self._call: _Call | None = None
        self._calls: list[_Call] = []
        self._classes: dict[str, tuple[Field, ...]] = {}
        self._codes: dict[str, str | None] = {}
        self._error_fields: tuple[Field, ...] = ()
        self._limits: dict[str, int | str] = {}
        self._prose: dict[str, list[str]] = {}
        self._auth: list[Auth] = []
        self._base: str | None = None
        self._unread: list[Unread] = []

    def run(self) -> None:
        at = self._start()
        while at < len(self._blocks):
            block = self._blocks[at]
            if isinstance(block, Table):
                self._table(block, None)
            elif isinstance(block, Sample):
                self._sample(block)
            elif self._heads(at):
                following = self._blocks[at + 1]
                if isinstance(following, Table):
                    self._table(following, block.text)
                elif isinstance(following, Line):
                    self._url(following.text, block.text)
                at += 1
            elif URL.fullmatch(block.text):
                self._url(block.text, None)
            else:
                self._line(block, at)
            at += 1
        self._finish()

    def facts(self, page: str) -> Facts:
        return Facts(
            page,
            self._base,
            [
                Operation(
                    call.title,
                    call.method,
                    call.path,
                    wording(call.prose),
                    call.parameters,
                    call.fields.get("request", ()),
                    call.fields.get("response", ()),
                    headers=call.headers,
                )
                for call in self._calls
            ],
            self._classes,
            self._codes,
            error_fields=self._error_fields,
            limits=self._limits,
            auth=self._auth,
            sections={section: wording(lines) for section, lines in self._prose.items()},
            unread=self._unread,
        )

    def _start(self) -> int:
        """Where the page begins: after its title, and after the navigation above that."""
        for at, block in enumerate(self._blocks):
            if isinstance(block, Line) and _TITLE.fullmatch(block.text) and not block.text.endswith(":"):
                return at + 1
            if not isinstance(block, Line) or label_of(block.text):
                break
        return 0

    def _heads(self, at: int) -> bool:
        """Whether a line names what follows: an operation, or a class with its table."""
        block, following = self._blocks[at], self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        if (
            not isinstance(block, Line)
            or label_of(block.text)
            or _HEADER.match(block.text)
            or URL.fullmatch(block.text)
        ):
            return False
        if isinstance(following, Table):
            return following.header[0].lower() == "field" and _CLASS.fullmatch(block.text.rstrip(":")) is not None
        return isinstance(following, Line) and URL.fullmatch(following.text) is not None

    def _url(self, text: str, title: str | None) -> None:
        found = URL.fullmatch(text)
        method = found[1] if found else None
        path = re.sub(r"\s+", "", found[2] or "") if found else None
        self._call = _Call(title, method.upper() if method else None, path if method else None)
        if method and title:
            self._calls.append(self._call)
        else:
            missing = "title" if method else "method"
            self._unread.append(Unread.of(title, f"an operation without {missing}", f"{title or ''} {text}"))

    def _line(self, block: Line, at: int) -> None:
        text = block.text
        label = label_of(text)
        if label:
            self._labelled(label)
        elif base := BASE.fullmatch(text):
            self._base = base[1]
            self._prose.setdefault("General/Basics", [])
        elif self._call is not None:
            self._in_call(block, at)
        elif _TITLE.fullmatch(text) and (block.level or text.endswith(":")):
            # Ends the general part; a line with the name of the group of operations follows.
            self._section = None
            self._group = True
        elif self._section is None and self._group and at + 1 < len(self._blocks) and self._heads(at + 1):
            self._group = False
        elif self._section == "Classes" and _CLASS.fullmatch(text) and self._table_follows(at):
            self._class_name = text
        elif self._class_name is not None:
            self._prose.setdefault(f"Classes/{self._class_name}", []).append(text)
        elif self._section is None or self._section == "Classes":
            if not _FOOTER.fullmatch(text):
                self._prose.setdefault(_NOWHERE, []).append(text)
        else:
            self._prose[self._section].append(text)

    def _labelled(self, label: str) -> None:
        if label in ("general", "basics", "errors"):
            self._enter("General" if label == "general" else f"General/{label.capitalize()}")
        elif label == "classes":
            self._enter("Classes")
        elif label == "headers" and self._call is None and (self._section or "").startswith("General"):
            if not self._prose.get("General/Errors") and self._section != "General/Errors":
                self._enter("General/Headers")
                return
            self._begin_unnamed()
        elif label == "headers":
            if self._call is None or self._call.part != "description" or self._call.headers:
                self._begin_unnamed()
        elif self._call is None:
            self._begin_unnamed()
        if label in ("parameters", "request", "response") and self._call is not None:
            self._call.part = label

    def _enter(self, section: str) -> None:
        self._call = None
        self._section = section
        self._prose.setdefault(section, [])

    def _begin_unnamed(self) -> None:
        """An operation whose heading and URL are missing in this copy."""
        self._call = _Call(None)
        self._unread.append(Unread(reason="an operation whose title, method and path are not shown"))

    def _in_call(self, block: Line, at: int) -> None:
        call = self._call
        assert call is not None
        text = block.text
        if header := _HEADER.fullmatch(text):
            if call.part != "description" or (call.title is None and call.prose):
                self._begin_unnamed()
                call = self._call
            name = header[1].capitalize()
            if call is not None:
                call.headers.extend(f"{name}: {value}" for value in re.split(r"\s*,\s*|\s+or\s+", header[2]) if value)
        elif call.part == "description":
            call.prose.append(text)
            if call.title is None:
                self._unread.append(Unread.of(None, "the description of an operation that is not named", text))
        elif _TITLE.fullmatch(text) or self._opens_section(block, at) or _FOOTER.fullmatch(text):
            self._call = None if call.part == "response" else call
        else:
            self._unread.append(Unread.of(call.title, f"a line in the part for the {call.part}", text))

    def _opens_section(self, block: Line, at: int) -> bool:
        """Whether a line is the heading over a group of operations."""
        return block.level > 0 and at + 1 < len(self._blocks) and self._heads(at + 1)

    def _table(self, table: Table, name: str | None) -> None:
        kind = table.header[0].lower()
        if kind == "code":
            self._prose.setdefault("General/Errors", [])
            for row in table.rows:
                meaning = digest(" ".join(row[1:]))
                if not re.fullmatch(r"\d+", row[0]):
                    self._unread.append(Unread.of("General/Errors", "a row without a code", " ".join(row)))
                elif self._codes.setdefault(row[0], meaning) != meaning:
                    self._unread.append(Unread.of("General/Errors", f"a second meaning of {row[0]}", " ".join(row[1:])))
        elif kind == "parameter":
            named = self._call is not None and self._call.title is not None
            title = self._call.title if self._call is not None else None
            found, unread = parameter_rows(table, title)
            if self._call is not None:
                self._call.parameters.extend(found)
            if not named:
                unread = [Unread.of(None, "parameters of an operation that is not named", _row_text(table))]
            self._unread.extend(unread)
        else:
            self._class(table, name.rstrip(":") if name else None)

    def _table_follows(self, at: int) -> bool:
        """Whether the next table, after lines that describe it, is that of the class named here."""
        following = next((block for block in self._blocks[at + 1 :] if not isinstance(block, Line)), None)
        between = self._blocks[at + 1 : at + 4]
        return isinstance(following, Table) and following in between and following.header[0].lower() == "field"

    def _class(self, table: Table, name: str | None) -> None:
        name, self._class_name = name or self._class_name, None
        if name is None:
            self._unread.append(Unread.of("Classes", "a class whose name is not shown", _row_text(table)))
            return
        fields, unread = class_rows(table, f"Classes/{name}")
        if self._classes.setdefault(name, tuple(fields)) != tuple(fields):
            unread.append(Unread.of(f"Classes/{name}", "a second table for this class", _row_text(table)))
        self._unread.extend(unread)
        self._enter("Classes")

    def _sample(self, sample: Sample) -> None:
        fields = sample_fields(sample.text)
        if fields is None:
            for line in sample.text.splitlines():
                if line.strip():
                    self._line(Line(line.strip()), len(self._blocks))
        elif any(field.field == "errorCode" for field in fields) and (self._call is None or self._call.title is None):
            self._error_fields = fields
        elif self._call is None or self._call.title is None or self._call.part not in ("request", "response"):
            names = " ".join(sorted(field.field for field in fields))
            self._unread.append(Unread.of(None, "a sample that belongs to no operation with a name", names))
        else:
            self._call.fields[self._call.part] = fields

    def _finish(self) -> None:
        """Take out of the prose of the general sections what is a fact, and the sections without any."""
        for section in ("General", "Classes"):
            if not self._prose.get(section):
                self._prose.pop(section, None)
        for section, lines in self._prose.items():
            found, self._prose[section] = limits(lines)
            self._limits |= found
        section = "General/Headers" if "General/Headers" in self._prose else _NOWHERE
        self._auth, self._prose[section], mixed = logins(self._prose.get(section, []))
        if mixed:
            self._unread.append(Unread.of(section or None, "which of the headers belong together", " ".join(mixed)))
        self._unread.extend(Unread.of(None, "a line under no heading", line) for line in self._prose.pop(_NOWHERE, ()))


def _row_text(table: Table) -> str:
    return "\n".join(sorted(" ".join(cell for cell in row if cell) for row in table.rows))
