"""YAML as the specs are allowed to use it: read as YAML 1.2 reads it, with the line of every node kept for messages.

What another reader could understand differently (a key given twice, `no` without quotes, merged mappings) is a finding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from attrs import define, field, frozen

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT / "specs"

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times as fast, where it is there

# Far more than anybody writes, and what can be read without running out of stack and memory.
_DEEPEST = 300
_MOST_REPEATED = 200_000

Pointer = tuple[str | int, ...]
"""Where a node stands: the keys and indexes that lead to it from the top of its file."""


def pointer_text(pointer: Pointer) -> str:
    """The pointer in the notation of JSON pointers; `/` for the top."""
    return "/" + "/".join(map(escaped, pointer))


def escaped(part: str | int) -> str:
    """A key or index as it stands in a JSON pointer."""
    return str(part).replace("~", "~0").replace("/", "~1")


def pointer_parts(text: str) -> list[str]:
    """The keys that a JSON pointer, or a `$ref` within its document, consists of."""
    return [part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:]]


@frozen
class Finding:
    """Something wrong in a file of `specs/`.

    Attributes:
        file: Path of the file, as it is shown.
        line: Line, counted from 1.
        pointer: Node that it is about.
        problem: What is wrong and what to do.
    """

    file: str
    line: int
    pointer: Pointer
    problem: str

    @property
    def place(self) -> str:
        """File, line and node."""
        return f"{self.file}:{self.line}: {pointer_text(self.pointer)}"

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


@define
class Source:
    """A YAML file as data, with the line of every node and what was wrong with reading it.

    Attributes:
        file: Path of the file, as messages show it.
        data: Its content: dict, list, str, int, float, bool and None only; dates stay text. None if it is unreadable.
        lines: Line of every node.
        findings: What is wrong with the text.
    """

    file: str
    data: Any = None
    lines: dict[Pointer, int] = field(factory=dict)
    findings: list[Finding] = field(factory=list)

    def finding(self, pointer: Pointer, problem: str) -> Finding:
        """A finding at a node; a node that does not exist is looked up at the nearest one above it that does."""
        found: Pointer = ()
        for part in pointer:
            # Validators give a key of digits as a number.
            at = next((one for one in ((*found, part), (*found, str(part))) if one in self.lines), None)
            if at is None:
                break
            found = at
        return Finding(self.file, self.lines.get(found, 1), pointer, problem)

    def complain(self, pointer: Pointer, problem: str) -> None:
        """Add a finding."""
        self.findings.append(self.finding(pointer, problem))


def shown(path: Path) -> str:
    """A path as messages show it: from the top of the repository if it is inside."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()


def read_yaml(path: Path, *, foreign: bool = False) -> Source:
    """Read a file; whatever is wrong with it becomes a finding, never an exception.

    Args:
        path: The file; JSON is YAML too.
        foreign: Whether it is not one of `specs/`. Then what only some readers take for something else (`no`, a key
            that is a number) is no finding: it is what YAML 1.2 says it is, and keys are text.
    """
    source = Source(shown(path))
    try:
        text = path.read_text("utf-8")
        source.data = _json(text) if foreign else None
        if source.data is not None:
            return source
        _refuse_depth(text)
        node = yaml.compose(text, Loader=_LOADER)
    except FileNotFoundError:
        cure = "mend the path" if foreign else "every folder in specs/ has openapi.yaml, sources.yaml, generator.yaml"
        source.complain((), f"the file does not exist; {cure}")
    except UnicodeDecodeError as error:
        source.complain((), f"the file is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8")
    except yaml.MarkedYAMLError as error:
        source.lines[()] = error.problem_mark.line + 1 if error.problem_mark else 1
        source.complain((), f"not valid YAML: {error.problem}; mend the syntax")
    except (OSError, yaml.YAMLError) as error:
        source.complain((), f"cannot be read: {error}")
    except _TooMuchError as error:
        source.complain((), str(error))
    else:
        _take(source, node, foreign=foreign)
    return source


class _TooMuchError(Exception):
    """More than anybody writes, and more than can be read; the message says what."""


def _refuse_depth(text: str) -> None:
    """Composing a text that is nested without end would exhaust the stack, which ends the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _TooMuchError(f"nested more than {_DEEPEST} levels deep; give the inner parts names of their own")


def _take(source: Source, node: yaml.Node | None, *, foreign: bool) -> None:
    """Put what was composed into a source."""
    if not isinstance(node, yaml.MappingNode):
        source.complain((), "holds no mapping; write `key: value` lines")
        return
    try:
        source.data = _Reader(source, foreign=foreign).value(node, ())
    except _TooMuchError as error:
        source.complain((), str(error))


def _json(text: str) -> dict[str, Any] | None:
    """A document in JSON, which large ones mostly are in; None if it is none that YAML would read in the same way."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError("a key stands twice")  # the reader of YAML tells where
        return found

    try:
        data = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


class _Reader:
    """Turns composed nodes into data."""

    def __init__(self, source: Source, *, foreign: bool) -> None:
        self._source = source
        self._foreign = foreign
        self._inside: set[int] = set()
        self._seen: set[int] = set()
        self._repeated = 0

    def value(self, node: yaml.Node, pointer: Pointer) -> Any:
        self._count(node)
        self._source.lines[pointer] = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, pointer)
        if id(node) in self._inside:
            self._source.complain(pointer, "an alias that leads into itself; write the node out")
            return None
        self._inside.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.value(item, (*pointer, index)) for index, item in enumerate(node.value)]
            return self._mapping(node, pointer)
        finally:
            self._inside.discard(id(node))

    def _count(self, node: yaml.Node) -> None:
        """A few lines of aliases of aliases can unfold to more than any memory holds."""
        if id(node) in self._seen:
            self._repeated += 1
            if self._repeated > _MOST_REPEATED:
                raise _TooMuchError(f"aliases unfold to more than {_MOST_REPEATED} values; use fewer of them")
        self._seen.add(id(node))

    def _mapping(self, node: yaml.Node, pointer: Pointer) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._source.complain(pointer, "a key that is a list or a mapping; keys are text")
                continue
            key = str(key_node.value)
            at = (*pointer, key)
            self._source.lines[at] = key_node.start_mark.line + 1
            if key_node.tag == "tag:yaml.org,2002:merge":
                self._source.complain(
                    at, "merging (`<<`) is not part of YAML 1.2; write the keys out, or alias the whole node"
                )
                continue
            if key_node.tag not in _TEXT_TAGS and not self._foreign:
                self._source.complain(at, f'a key that is not text; write "{key}"')
            if key in found:
                self._source.complain(at, "a key that this mapping has already; keep one of them")
            line = self._source.lines[at]
            found[key] = self.value(value_node, at)
            # The line of the key is where a reader looks, also when the value is an alias to somewhere else.
            self._source.lines[at] = line
        return found

    def _scalar(self, node: yaml.ScalarNode, pointer: Pointer) -> Any:
        text: str = node.value
        if node.style or node.tag == "tag:yaml.org,2002:timestamp":
            return text
        value = _yaml_1_2(text)
        kind = _KINDS.get(type(value), "str")
        read = node.tag.rpartition(":")[2]
        if read != kind and not self._foreign:
            self._source.complain(
                pointer,
                f'`{text}` is {_NAMES.get(read, read)} to some readers of YAML; write "{text}" if text is meant',
            )
        return value


_TEXT_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp")
_KINDS: Mapping[type, str] = {bool: "bool", int: "int", float: "float", type(None): "null"}
_NAMES: Mapping[str, str] = {"bool": "a boolean", "int": "a number", "float": "a number", "null": "null", "str": "text"}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def _yaml_1_2(text: str) -> str | int | float | bool | None:
    """A scalar without quotes, as YAML 1.2 resolves it."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
