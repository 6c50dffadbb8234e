"""How a list comes in pages: what `x-pagination` names, and what the schemas of those parameters tell about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, cast

from attrs import frozen

from scripts.specs.schemas import types


@frozen
class Pages:
    """How a list comes in pages.

    Attributes:
        style: Whether the position counts pages (`page`) or elements (`offset`).
        position: Query parameter that says where a page begins.
        size: Query parameter that says how many elements it may have.
        first: Position of the first page.
        default: Elements of a page if none are asked for; None if that is not known.
        largest: The most that may be asked for; None if that is not known.
    """

    style: Literal["page", "offset"]
    position: str
    size: str
    first: int
    default: int | None
    largest: int | None


class PaginationError(Exception):
    """A list cannot come in the pages that `x-pagination` describes.

    Attributes:
        key: Key of `x-pagination` that it is about.
        reason: What is wrong and what to do.
    """

    def __init__(self, key: str, reason: str) -> None:
        self.key, self.reason = key, reason
        super().__init__(f"{key}: {reason}")


def pages_of(pagination: Mapping[str, Any], query: Mapping[str, Mapping[str, Any]]) -> Pages | None:
    """What `x-pagination` says; None for `{style: none}`.

    Args:
        pagination: Its content, of the right form.
        query: The query parameters by name, each with its schema in place of a `$ref`.

    Raises:
        PaginationError: a parameter does not exist, or cannot be what it is said to be.
    """
    style = pagination["style"]
    if style == "none":
        return None
    position, size = _schema(pagination, style, query), _schema(pagination, "size", query)
    return Pages(
        style=cast("Literal['page', 'offset']", style),
        position=pagination[style],
        size=pagination["size"],
        first=_first(style, position),
        default=_size(size, "default"),
        largest=_size(size, "maximum"),
    )


def _schema(pagination: Mapping[str, Any], key: str, query: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    name = pagination[key]
    if name not in query:
        raise PaginationError(key, f"no query parameter `{name}` here; name the one that is meant")
    schema = query[name].get("schema")
    if not isinstance(schema, Mapping) or set(types(schema)) - {"null"} != {"integer"}:
        raise PaginationError(key, f"`{name}` is no integer; pages are counted in numbers, so change its type")
    if query[name].get("required") is True:
        raise PaginationError(key, f"`{name}` is required; without it the first page comes, so take `required` out")
    return schema


def _first(style: str, schema: Mapping[str, Any]) -> int:
    given = {schema[key] for key in ("default", "minimum") if schema.get(key) is not None}
    if style == "offset":
        given |= {0}
    if not given:
        raise PaginationError(style, "where does counting begin? give the parameter a `minimum`, 0 or 1")
    if len(given) > 1:
        shown = " and ".join(map(str, sorted(given)))
        raise PaginationError(style, f"counting begins at {shown}; `default`, `minimum` and the style have to agree")
    return int(given.pop())


def _size(schema: Mapping[str, Any], key: str) -> int | None:
    value = schema.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise PaginationError("size", f"its `{key}` is {value!r}; a page has at least one element")
    return value
