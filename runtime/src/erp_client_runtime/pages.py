"""What a list operation returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

if TYPE_CHECKING:
    from erp_client_runtime.response import RawResponse

T = TypeVar("T")


class Changes(NamedTuple, Generic[T]):
    """What changed since a cursor.

    Attributes:
        items: The objects that were added or changed.
        cursor: What to pass the next time, of the type that the list method takes; Any, as it is opaque.
    """

    items: list[T]
    cursor: Any


class Page(Sequence[T]):
    """The objects of one answer, a sequence.

    Attributes:
        cursor: The vendor's cursor for the next call, of the type that the list method takes; None if there is none.
        raw: The answer as it came.
    """

    __slots__ = ("_items", "cursor", "raw")

    def __init__(self, items: list[T], *, cursor: Any, raw: RawResponse) -> None:
        self._items = items
        self.cursor = cursor
        self.raw = raw

    def changes(self, since: Any) -> Changes[T]:
        """The objects and the cursor for the next time, which stays `since` if the answer has none."""
        return Changes(list(self._items), since if self.cursor is None else self.cursor)

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> list[T]: ...

    def __getitem__(self, index: int | slice) -> T | list[T]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        cursor = "" if self.cursor is None else f", cursor {self.cursor!r}"
        return f"<Page of {len(self._items)}{cursor}>"
