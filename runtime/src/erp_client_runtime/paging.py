"""Going through a list page by page.

Vendors stop in different ways, and often no page says how: the rules here end at whatever can be the last page, and
never go on for ever. `Walk` holds them, without I/O; `iterate` and `iterate_async` do the calls.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import UNSET

from erp_client_runtime.decoding import Decoding
from erp_client_runtime.errors import InvalidArgumentError
from erp_client_runtime.layout import layout_of
from erp_client_runtime.model import Model

if TYPE_CHECKING:
    from erp_client_runtime.client import AsyncClient, Client
    from erp_client_runtime.operation import Operation, Paging
    from erp_client_runtime.pages import Page
    from erp_client_runtime.response import RawResponse
    from erp_client_runtime.settings import CallOptions

T = TypeVar("T")


def iterate(
    client: Client, operation: Operation[Page[T]], arguments: Mapping[str, Any], options: CallOptions | None = None
) -> Iterator[T]:
    """Go through the elements of a list, page after page; one page is held at a time, and each is one call.

    Args:
        client: The client.
        operation: The list.
        arguments: Its arguments, by Python name; the position is that of the first page.
        options: Settings for each of the calls.

    Yields:
        The elements.

    Raises:
        InvalidArgumentError: a position or size cannot be; nothing was sent.
        ERPClientError: see `errors`; from the call of any page.
    """
    walk: Walk[T] = Walk(operation, arguments)
    while walk.going_on:
        yield from walk.take(client.call(operation, walk.arguments, options=options))
    if walk.repeated:
        client._shared.report(walk.oddities(client._settings_for(options).strict).events)


async def iterate_async(
    client: AsyncClient, operation: Operation[Page[T]], arguments: Mapping[str, Any], options: CallOptions | None = None
) -> AsyncIterator[T]:
    """As `iterate`, with calls that are awaited."""
    walk: Walk[T] = Walk(operation, arguments)
    while walk.going_on:
        for item in walk.take(await client.call(operation, walk.arguments, options=options)):
            yield item
    if walk.repeated:
        client._shared.report(walk.oddities(client._settings_for(options).strict).events)


class Walk(Generic[T]):
    """Which page comes next, and whether there is one.

    Without a size, given or documented, nothing tells a full page from the last one: then the first page is all.

    Args:
        operation: The list.
        arguments: What the caller gave.

    Attributes:
        arguments: Arguments of the next call. The first has what the caller gave and no more.
        going_on: Whether there is a next call.
        repeated: Whether the end was a page that came a second time.
    """

    __slots__ = ("_again", "_before", "_first", "_longest", "_operation", "_size", "arguments", "going_on", "repeated")

    def __init__(self, operation: Operation[Page[T]], arguments: Mapping[str, Any]) -> None:
        self._operation = operation
        self.arguments = dict(arguments)
        self.going_on = True
        self.repeated = False
        self._longest = 0
        # The answer before, and a copy of its first element. The caller may have changed the elements since; to copy
        # all of them would take longer than all the rest.
        self._before: RawResponse | None = None
        self._first: Any = None
        self._again: list[T] = []
        self._size: int | None = None
        paging = operation.paging
        if paging is not None:
            given = arguments.get(paging.size)
            self._size = paging.default if given is None or given is UNSET else given

    def take(self, page: Page[T]) -> Sequence[T]:
        """Take the answer to the call; the elements of it that are new."""
        paging, count = self._operation.paging, len(page)
        if paging is None or self._size is None or not count or self._is_short(paging, self._size, count):
            self.going_on = False
            return page
        first = _copied(page[0])
        if self._before is not None and first == self._first and self._are_those_in(self._before, page):
            self.going_on, self.repeated, self._again = False, True, list(page)
            return ()
        self._before, self._first = page.raw, first
        self._longest = max(self._longest, count)
        position = self.arguments.get(paging.position)
        if position is None or position is UNSET:
            position = paging.first
        self.arguments[paging.position] = position + (count if paging.style == "offset" else 1)
        return page

    def _are_those_in(self, answer: RawResponse, page: Page[T]) -> bool:
        """Whether the elements of a page are those of an earlier answer."""
        before = self._operation.result.decode(answer, Decoding(self._operation.name), self.arguments)
        return [_copied(element) for element in page] == [_copied(element) for element in before]

    def _is_short(self, paging: Paging, size: int, count: int) -> bool:
        """Whether a page has fewer elements than any full page would."""
        # The vendor may have ignored the size that was asked for. More than the largest there is, is never asked for.
        if count >= size or count == paging.default:
            return False
        return paging.largest is not None or count < self._longest

    def oddities(self, strict: bool) -> Decoding:
        """A page that was repeated, as a difference: it is the end, or the vendor does not heed the position.

        Raises:
            DecodeError: when strict.
        """
        paging = self._operation.paging
        assert paging is not None
        decoding = Decoding(self._operation.name, strict)
        expected = f"another page than before, as {paging.position} asks for; the list may not be complete"
        decoding.drift("repeated_page", None, self._again, expected)
        return decoding


def check_paging(operation: Operation[Any], paging: Paging, arguments: Mapping[str, Any]) -> None:
    """Make sure that a position and a size can be. Their types are checked where they are written.

    Raises:
        InvalidArgumentError: one of them is out of range.
    """
    for name, least, most in ((paging.position, paging.first, None), (paging.size, 1, paging.largest)):
        value = arguments.get(name)
        if not isinstance(value, int) or (least <= value and (most is None or value <= most)):
            continue
        allowed = f"at least {least}" if most is None else f"from {least} to {most}"
        raise InvalidArgumentError(
            f"{name} of {operation.name} has to be {allowed}, not {value}", operation=operation.name
        )


def _copied(value: Any) -> Any:
    """An element to compare with: values instead of objects, and without what is never sent back (running numbers)."""
    if isinstance(value, Model):
        fields = {
            plan.name: _copied(getattr(value, plan.name)) for plan in layout_of(type(value)).plans if not plan.wire.omit
        }
        return type(value), fields, _copied(value.extra_fields)
    if isinstance(value, list):
        return [_copied(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return value
