"""Arrays and objects in paths, queries, headers, cookies and forms (OpenAPI `style` and `explode`).

Values come as JSON has them (lists, dicts, single values), as a codec encoded them. OpenAPI says nothing about lists
and objects inside others; in brackets (`deepObject`) they are written as most servers read them: `a[b][c]=1`,
`a[0]=1`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from erp_client_runtime.encoding import encode_json, plain_text
from erp_client_runtime.errors import InvalidArgumentError
from erp_client_runtime.scalars import ANY

DELIMITERS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}
"""What stands between the members of a list that is one value of a query or a form."""


def single_text(value: Any, at: str) -> str:
    """A single value as text.

    Raises:
        InvalidArgumentError: it is a list, an object or null.
    """
    if type(value) is str:
        return plain_text(value, at)
    if value is None or isinstance(value, (list, tuple, Mapping)):
        kind = "null" if value is None else "a list" if isinstance(value, (list, tuple)) else "an object"
        raise InvalidArgumentError(f"{at} is {kind}, which has no form as text here")
    return ANY.text(value, at)


def json_text(value: Any) -> str:
    """A value as JSON in text."""
    return encode_json(value).decode()


def pairs(name: str, value: Any, style: str, explode: bool, quote: Callable[[str, str], str], at: str) -> Iterator[str]:
    """The `name=text` that a value becomes in a query or a form.

    Args:
        name: The name, quoted.
        value: The value.
        style: `form`, `spaceDelimited`, `pipeDelimited`, `deepObject` or `json`.
        explode: Whether members become pairs of their own.
        quote: Makes a text (and where it is, for the error) what may stand there.
        at: Where the value is, for the error.

    Raises:
        InvalidArgumentError: the value is empty, or has no form in this style.
    """
    if style == "json":
        yield f"{name}={quote(json_text(value), at)}"
    elif style == "deepObject" and isinstance(value, (list, dict)):
        yield from _in_brackets(name, value, quote, at)
    elif isinstance(value, list):
        texts = [quote(single_text(one, f"{at}[{index}]"), at) for index, one in enumerate(_filled(value, at))]
        yield from (f"{name}={text}" for text in texts) if explode else [f"{name}={DELIMITERS[style].join(texts)}"]
    elif isinstance(value, dict):
        members = _members(_filled(value, at), quote, at)
        if explode:
            yield from (f"{key}={text}" for key, text in members)
        else:
            yield f"{name}={DELIMITERS[style].join(part for pair in members for part in pair)}"
    else:
        yield f"{name}={quote(single_text(value, at), at)}"


def in_path(wire: str, value: Any, style: str, explode: bool, quote: Callable[[str, str], str], at: str) -> str:
    """A value as a part of a path, or of a header (`simple`).

    Args:
        wire: The name, quoted.
        value: The value.
        style: `simple`, `label`, `matrix` or `json`.
        explode: See `pairs`.
        quote: See `pairs`.
        at: See `pairs`.

    Raises:
        InvalidArgumentError: the value is empty, or has no form in this style.
    """
    if style == "json":
        return quote(json_text(value), at)
    named = explode and isinstance(value, dict)
    parts: list[str]
    if isinstance(value, list):
        parts = [quote(single_text(one, f"{at}[{index}]"), at) for index, one in enumerate(_filled(value, at))]
    elif isinstance(value, dict):
        members = _members(_filled(value, at), quote, at)
        parts = [f"{key}={text}" for key, text in members] if named else [part for pair in members for part in pair]
    else:
        parts = [quote(single_text(value, at), at)]
    if style == "label":
        return "".join(f".{part}" for part in parts) if explode else f".{','.join(parts)}"
    if style == "matrix":
        if explode:
            return "".join(f";{part}" if named else f";{wire}={part}" for part in parts)
        return f";{wire}={','.join(parts)}"
    return ",".join(parts)


def _in_brackets(name: str, value: Any, quote: Callable[[str, str], str], at: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in _filled(value, at).items():
            yield from _in_brackets(f"{name}%5B{quote(key, f'a key of {at}')}%5D", inner, quote, f"{at}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(_filled(value, at)):
            yield from _in_brackets(f"{name}%5B{index}%5D", inner, quote, f"{at}[{index}]")
    else:
        yield f"{name}={quote(single_text(value, at), at)}"


def _members(value: Mapping[str, Any], quote: Callable[[str, str], str], at: str) -> list[tuple[str, str]]:
    return [
        (quote(key, f"a key of {at}"), quote(single_text(inner, f"{at}.{key}"), at)) for key, inner in value.items()
    ]


def _filled(value: Any, at: str) -> Any:
    if not value:
        raise empty(at)
    return value


def empty(at: str) -> InvalidArgumentError:
    """The error for a list or an object without members, to be raised."""
    return InvalidArgumentError(
        f"{at} is empty: that cannot be told from leaving it out, which may mean everything; leave it out if that is "
        "meant"
    )
