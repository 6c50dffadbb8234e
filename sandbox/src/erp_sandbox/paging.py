"""The part of a list that was asked for."""

from __future__ import annotations

from erp_sandbox.call import Call
from erp_sandbox.store import Item


def page_of(call: Call, items: list[Item]) -> list[Item]:
    """The page that position and size in the query name; all elements where the list does not come in pages.

    The open points `page_parameters` and `page_beyond_end` say what else the pretended server makes of them.
    """
    paging = call.operation.paging
    if paging is None:
        return items
    position, size = paging.first, paging.default
    obeyed = call.settings["page_parameters"]
    if obeyed != "ignore":
        position = call.query.get(paging.position, position)
    if obeyed == "obey":
        size = call.query.get(paging.size, size)
    start = position - paging.first
    if paging.style == "page":
        start *= size or len(items)
    if items and start >= len(items) and call.settings["page_beyond_end"] == "last":
        start = (len(items) - 1) // size * size if size else 0
    return items[start:] if size is None else items[start : start + size]
