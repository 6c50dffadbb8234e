"""Lists that come in pages: as the runtime's data, and as the text that tells how `iterate` goes through them."""

from __future__ import annotations

from attrs import frozen

from scripts.generator import texts
from scripts.generator.document import Document, join
from scripts.generator.literals import quoted
from scripts.generator.parameters import ParameterView, declared_parameters
from scripts.generator.problems import fail
from scripts.specs.pagination import Pages, PaginationError, pages_of


@frozen
class PagingView:
    """How a list comes in pages.

    Attributes:
        source: Expression of the runtime's `Paging`.
        doc: Docstring of `iterate`.
    """

    source: str
    doc: str


def pages_at(document: Document, operation: str) -> Pages | None:
    """What the document says about the pages of an operation; None if there are none.

    Raises:
        GenerationError: a parameter does not exist, or cannot be what it is said to be.
    """
    pagination = document.at(operation).get("x-pagination", {"style": "none"})
    query = {
        name: {**node, "schema": document.resolve(join(pointer, "schema"))[1]}
        for (place, name), (pointer, node) in declared_parameters(document, operation).items()
        if place == "query" and "schema" in node
    }
    try:
        return pages_of(pagination, query)
    except PaginationError as error:
        raise fail(join(operation, "x-pagination", error.key), error.reason) from error


def paging_view(operation: str, pages: Pages, parameters: list[ParameterView], *, lists: bool) -> PagingView:
    """The view of the pages of an operation.

    Args:
        operation: Pointer of the operation.
        pages: What the document says about them.
        parameters: The arguments of the operation.
        lists: Whether it is a method `list` with a page of objects as its result, and no cursor.

    Raises:
        GenerationError: it is not.
    """
    if not lists:
        raise fail(
            join(operation, "x-pagination"),
            "only a method `list` that answers with objects comes in pages, and one with a cursor does not",
        )
    query = {one.wire: one for one in parameters if one.location == "query"}
    position, size = query[pages.position], query[pages.size]
    parts = [quoted(pages.style), f"position={quoted(position.name)}", f"size={quoted(size.name)}"]
    parts += [f"first={pages.first}"]
    parts += [f"default={pages.default}"] if pages.default is not None else []
    parts += [f"largest={pages.largest}"] if pages.largest is not None else []
    text = "\n\n".join(["Go through all items, page after page.", *_told(pages, position, size)])
    return PagingView(f"Paging({', '.join(parts)})", texts.docstring(text, 8, fallback=""))


def _told(pages: Pages, position: ParameterView, size: ParameterView) -> list[str]:
    """How it begins, goes on and ends; what nobody knows."""
    begin = (
        f"Begins with page `{position.name}`, else with page {pages.first}"
        if pages.style == "page"
        else f"Begins after as many items as `{position.name}` says, else with the first"
    )
    limit = f", {pages.largest} at most" if pages.largest is not None else ""
    if pages.default is None:
        asks = (
            f"Asks for `{size.name}` items at a time{limit}. How many come if it is not given is not known: then it is "
            "one call, and what that brings is all."
        )
    else:
        asks = f"Asks for `{size.name}` items at a time{limit}; if it is not given, {pages.default} are expected."
    unknown = "" if pages.largest is not None else f" The largest `{size.name}` that the vendor allows is not known."
    unsure = [one for one in (position, size) if one.level not in ("documented", "")]
    names = " and ".join(f"`{one.name}`" for one in unsure)
    doubt = [f"That the vendor has {names} is {' or '.join(dict.fromkeys(one.level for one in unsure))}: see `list`."]
    return [
        f"{begin}. {asks}{unknown}",
        "Ends with a page that is empty, too short to be full, or the same as the one before. What is added or "
        "deleted in the meantime moves items from one page to another: they can come twice, or not at all.",
        *(doubt if unsure else []),
        "Every page is one call. The other arguments, and errors, are those of `list`.",
    ]
