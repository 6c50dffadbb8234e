"""What differs between an answer and what is documented: recorded as `Drift`, or raised when strict.

A place in the body is a linked path, so that it costs next to nothing while nothing is off: `None` for the body as a
whole, else `(parent, key)` or, for the field of a model, `(parent, key, model name)`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import field, frozen

from erp_client_runtime.errors import DecodeError

if TYPE_CHECKING:
    from erp_client_runtime.response import RawResponse

At: TypeAlias = "tuple[At, str | int] | tuple[At, str | int, str] | None"

Kind = Literal[
    "unknown_field",
    "missing_field",
    "null",
    "unknown_value",
    "empty_value",
    "bad_value",
    "number_as_text",
    "wrong_type",
    "empty_body",
    "unexpected_body",
    "content_type",
    "byte_order_mark",
    "irregular_json",
    "other_id",
    "repeated_page",
]
"""What can differ.

- `unknown_field`: a field that is not documented; kept in `extra_fields`.
- `missing_field`: a field that is documented as always there is not; None instead.
- `null`: null where that is not documented; None.
- `unknown_value`: a value that a closed list does not have; kept as a member without a name.
- `empty_value`: an empty text or zeros for a date; None.
- `bad_value`: the right JSON type, but not readable as what it should be (`tomorrow` as a date), or out of range; kept
  as it came.
- `number_as_text`: a number in a text; read as the number.
- `wrong_type`: another JSON type; converted if that loses nothing (a number where text belongs), else kept as it came.
- `empty_body`: no body where an object belongs.
- `unexpected_body`: a body where none belongs.
- `content_type`: another media type than documented, though the body could be read.
- `byte_order_mark`: the body begins with one.
- `irregular_json`: JSON that cannot be written again exactly (half surrogate pairs, absurdly large numbers).
- `other_id`: the one element of an answer has another id than was asked for.
- `repeated_page`: the next page of a list is the same as the one before; taken as the end.
"""

_PLAIN_KEY = r"[^\W\d]\w{0,79}"
_SHOWN_KEY = 60


@frozen
class Drift:
    """A difference between an answer and the documentation.

    Attributes:
        kind: What differs, see `Kind`.
        operation: Name of the operation.
        model: Name of the model; empty outside of one.
        path: Where it was first seen, for example `paymentTerms[3].code`; empty for the body as a whole.
        expected: What belongs there, in words.
        found: What is there, in words that never are the value itself.
        value: The value as it came. Not in the repr, since it may be personal.
        count: How often it occurred in this answer.
    """

    kind: Kind
    operation: str
    model: str
    path: str
    expected: str
    found: str
    value: Any = field(repr=False)
    count: int = 1


def keys_of(at: At) -> list[str | int]:
    """The keys from the root to a place."""
    keys: list[str | int] = []
    while at is not None:
        keys.append(at[1])
        at = at[0]
    keys.reverse()
    return keys


def path_text(at: At) -> str:
    """A place as text: `paymentTerms[3].code`, and `["a key"]` for keys that are no plain names."""
    text = ""
    for key in keys_of(at):
        if isinstance(key, int):
            text += f"[{key}]"
        elif re.fullmatch(_PLAIN_KEY, key, re.ASCII):
            text += f".{key}" if text else key
        else:
            text += f"[{_shown(key)}]"
    return text


def _shown(key: str) -> str:
    clipped = key if len(key) <= _SHOWN_KEY else key[:_SHOWN_KEY] + "…"
    return '"' + clipped.encode("unicode_escape").decode().replace('"', '\\"') + '"'


def _model_and_field(at: At) -> tuple[str, tuple[str | int, ...]]:
    """The innermost model on the way and the keys from there, with list positions left out."""
    below: list[str | int] = []
    while at is not None:
        below.append("[]" if isinstance(at[1], int) else at[1])
        if len(at) == 3:
            return at[2], tuple(below)
        at = at[0]
    return "", tuple(below)


def describe(value: Any) -> str:
    """A JSON value in words that do not give it away."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return f"text of {len(value)} characters" if value else "an empty text"
        case int():
            return "an integer"
        case float() | Decimal():
            return "a number with a fraction or exponent"
        case list():
            return f"an array of {len(value)}"
        case dict():
            return f"an object with {len(value)} fields"
        case bytes():
            return f"{len(value)} bytes"
        case _:
            return f"a Python {type(value).__name__}"


class Decoding:
    """Collects what is off while one answer is decoded.

    Args:
        operation: Name of the operation, for the events and errors.
        strict: Whether to raise at the first difference instead.
        response: The answer, so that errors can tell its status and first bytes.
    """

    __slots__ = ("_found", "count", "operation", "response", "strict", "trials")

    def __init__(self, operation: str, strict: bool = False, *, response: RawResponse | None = None) -> None:
        self.operation = operation
        self.strict = strict
        self.response = response
        self.count = 0
        self.trials = 0
        # A change of a vendor's is in every object of an answer, so counting has to be cheap.
        self._found: dict[tuple[Any, ...], list[Any]] = {}

    @property
    def events(self) -> list[Drift]:
        """What was off, each kind of difference once per field of a model, in the order of first occurrence."""
        return [
            Drift(kind, self.operation, key[1], path_text(at), expected, describe(value), value, count)
            for key, (kind, at, expected, value, count) in self._found.items()
        ]

    def drift(self, kind: Kind, at: At, value: Any, expected: str) -> None:
        """Record a difference.

        Raises:
            DecodeError: when strict.
        """
        if self.strict:
            raise self.error(
                f"expected {expected}, found {describe(value)} ({kind}); "
                "without strict the answer is accepted and this is reported as a Drift",
                at,
            )
        self.count += 1
        key = (kind, at[2], (at[1],)) if at is not None and len(at) == 3 else (kind, *_model_and_field(at))
        found = self._found.get(key)
        if found is None:
            self._found[key] = [kind, at, expected, value, 1]
        else:
            found[4] += 1

    def error(self, cause: str, at: At = None) -> DecodeError:
        """An error about this answer, to be raised."""
        path = path_text(at)
        response = self.response
        return DecodeError(
            f"{self.operation}: {path or 'the answer'}: {cause}",
            operation=self.operation,
            path=path,
            status=None if response is None else response.status,
            body_start=b"" if response is None else response.content,
        )

    def trial(self) -> Decoding:
        """An empty, lenient one, to try out whether a value fits."""
        trial = Decoding(self.operation, response=self.response)
        trial.trials = self.trials + 1
        return trial

    def adopt(self, trial: Decoding) -> None:
        """Take over what a trial found.

        Raises:
            DecodeError: when strict and the trial found something.
        """
        for key, (kind, at, expected, value, count) in trial._found.items():
            if self.strict:
                self.drift(kind, at, value, expected)
            found = self._found.get(key)
            if found is None:
                self._found[key] = [kind, at, expected, value, count]
            else:
                found[4] += count
        self.count += trial.count
