"""The query options of lists: `$filter`, `$orderby` and `$fts`, read and applied to elements.

    filter     = and-part { "or" and-part }
    and-part   = not-part { "and" not-part }
    not-part   = [ "not" ] ( "(" filter ")" | operand operator operand )
    operator   = eq | ne | gt | ge | lt | le
    operand    = a field | null | 'text' | datetime'YYYY-MM-DD' | number

Only what the vendor describes is understood; a quotation mark inside a text is doubled.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

Element = Mapping[str, Any]
Predicate = Callable[[Element], bool]

# A hundred is far beyond what anybody writes and far below what Python's stack holds.
_MAX_DEPTH = 100
_TOKENS = re.compile(
    r"""\s*(?:
    (?P<date>datetime'[^']*')
    |(?P<text>'(?:[^']|'')*')
    |(?P<number>-?[0-9]{1,40}(?:\.[0-9]{1,40})?(?![\w.]))
    |(?P<word>[$A-Za-z_][\w$]*)
    |(?P<mark>[(),])
    )""",
    re.VERBOSE | re.ASCII,
)
_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
_RESERVED = frozenset({*_OPERATORS, "and", "or", "not", "null", "asc", "desc"})


class QueryError(ValueError):
    """A query option that cannot be understood; the text says what and where."""


class Kind(Enum):
    """What a field or a constant is; only equal kinds can be compared, and anything with null."""

    TEXT = "text"
    NUMBER = "a number"
    DATE = "a date"
    NULL = "null"
    OTHER = "something that cannot be compared"


Fields = Mapping[str, Kind]


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


@dataclass(frozen=True)
class _Operand:
    kind: Kind
    value: Callable[[Element], Any]


def parse_filter(text: str, fields: Fields) -> Predicate:
    """Whether an element passes a `$filter`.

    Args:
        text: The option as it was sent, percent-decoding done.
        fields: What can be compared, by name.

    Raises:
        QueryError: Not the grammar above, a field that does not exist, or kinds that do not go together.
    """
    parser = _Parser("$filter", text, fields)
    predicate = parser.either(0)
    parser.end()
    return predicate


def parse_order(text: str, fields: Fields) -> Callable[[Sequence[Any]], list[Any]]:
    """What puts elements in the order of a `$orderby`: `Field [asc|desc]`, several with commas between them.

    Elements that are equal keep the order they have; null comes before everything.

    Raises:
        QueryError: Not that form, or a field that does not exist or has no order.
    """
    parser = _Parser("$orderby", text, fields)
    keys = list(parser.order())

    def ordered(elements: Sequence[Any]) -> list[Any]:
        found = list(elements)
        for value, descending in reversed(keys):
            found.sort(key=lambda element: _rank(value(element)), reverse=descending)
        return found

    return ordered


def parse_full_text(text: str) -> str:
    """What `$fts` looks for, without its quotation marks.

    Raises:
        QueryError: It is not one text in quotation marks, or there is nothing in them.
    """
    parser = _Parser("$fts", text, {})
    token = parser.take()
    if token.kind != "text" or not _unquoted(token.text).strip():
        raise QueryError("$fts takes one text in single quotation marks that is not empty")
    parser.end()
    return _unquoted(token.text).strip()


class _Parser:
    def __init__(self, option: str, text: str, fields: Fields) -> None:
        self._option = option
        self._fields = fields
        self._tokens = list(self._split(text))
        self._next = 0

    def _split(self, text: str) -> Iterator[_Token]:
        at, end = 0, len(text.rstrip())
        while at < end:
            found = _TOKENS.match(text, at)
            if found is None:
                rest = text[at:].lstrip()
                what = "a text is not closed" if rest.startswith("'") else f"{rest[:20]!r} is not understood"
                raise QueryError(f"{self._option}: {what} (character {len(text) - len(rest) + 1})")
            kind = str(found.lastgroup)
            yield _Token(kind, found.group(kind), found.start(kind) + 1)
            at = found.end()
        yield _Token("end", "the end", len(text) + 1)

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def take(self) -> _Token:
        token = self._peek()
        if token.kind != "end":
            self._next += 1
        return token

    def _taken(self, *words: str) -> str | None:
        token = self._peek()
        if token.kind in ("word", "mark") and token.text in words:
            self._next += 1
            return token.text
        return None

    def _error(self, expected: str, token: _Token) -> QueryError:
        return QueryError(f"{self._option}: {expected} expected, not {token.text} (character {token.at})")

    def end(self) -> None:
        token = self._peek()
        if token.kind != "end":
            raise self._error("the end", token)

    def either(self, depth: int) -> Predicate:
        parts = [self._both(depth)]
        while self._taken("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else lambda element: any(part(element) for part in parts)

    def _both(self, depth: int) -> Predicate:
        parts = [self._one(depth)]
        while self._taken("and"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else lambda element: all(part(element) for part in parts)

    def _one(self, depth: int) -> Predicate:
        if depth > _MAX_DEPTH:
            raise QueryError(f"{self._option}: nested deeper than {_MAX_DEPTH} levels")
        if self._taken("not"):
            inner = self._one(depth + 1)
            return lambda element: not inner(element)
        if self._taken("("):
            inner = self.either(depth + 1)
            if not self._taken(")"):
                raise self._error("a closing parenthesis", self._peek())
            return inner
        return self._comparison()

    def _comparison(self) -> Predicate:
        left = self._operand()
        token = self.take()
        if token.kind != "word" or token.text not in _OPERATORS:
            raise self._error("one of " + ", ".join(_OPERATORS), token)
        right = self._operand()
        if left.kind is not right.kind and Kind.NULL not in (left.kind, right.kind):
            raise QueryError(
                f"{self._option}: {left.kind.value} cannot be compared with {right.kind.value} (character {token.at})"
            )
        if left.kind is Kind.OTHER and right.kind is Kind.OTHER:
            raise QueryError(f"{self._option}: these fields cannot be compared (character {token.at})")
        return _compared(left, token.text, right)

    def _operand(self) -> _Operand:
        token = self.take()
        if token.kind == "text":
            return _constant(Kind.TEXT, _unquoted(token.text))
        if token.kind == "number":
            return _constant(Kind.NUMBER, Decimal(token.text))
        if token.kind == "date":
            return _constant(Kind.DATE, self._day(token))
        if token.kind == "word" and token.text == "null":
            return _constant(Kind.NULL, None)
        return self._field(token, "a field or a value")

    def _day(self, token: _Token) -> str:
        text = token.text[len("datetime'") : -1]
        try:
            # fromisoformat takes other forms of a date, too.
            if date.fromisoformat(text).isoformat() == text:
                return text
        except ValueError:
            pass
        raise self._error("datetime'YYYY-MM-DD' with a day that exists", token) from None

    def _field(self, token: _Token, expected: str) -> _Operand:
        if token.kind != "word" or token.text in _RESERVED:
            raise self._error(expected, token)
        if token.text not in self._fields:
            raise QueryError(f"{self._option}: there is no field {token.text} (character {token.at})")
        name, kind = token.text, self._fields[token.text]
        return _Operand(kind, lambda element: _comparable(element.get(name), kind))

    def order(self) -> Iterator[tuple[Callable[[Element], Any], bool]]:
        while True:
            token = self.take()
            operand = self._field(token, "a field")
            if operand.kind is Kind.OTHER:
                raise QueryError(f"{self._option}: {token.text} has no order (character {token.at})")
            yield operand.value, self._taken("asc", "desc") == "desc"
            if not self._taken(","):
                break
        self.end()


def _constant(kind: Kind, value: Any) -> _Operand:
    return _Operand(kind, lambda _: value)


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")


def _comparable(value: Any, kind: Kind) -> Any:
    """A stored value of a field; a date counts by its day, whatever its offset."""
    return value[:10] if kind is Kind.DATE and isinstance(value, str) else value


def _compared(left: _Operand, name: str, right: _Operand) -> Predicate:
    compare = _OPERATORS[name]

    def holds(element: Element) -> bool:
        one, other = left.value(element), right.value(element)
        if name not in ("eq", "ne") and (one is None or other is None):
            return False  # null is neither more nor less than anything
        return bool(compare(one, other))

    return holds


def _rank(value: Any) -> tuple[bool, Any]:
    return (value is not None, 0 if value is None else value)
