"""What the pretended vendor has stored: elements in collections, each with the place of its last change.

Every change moves an element to a new number of its collection's counter; that number is what a cursor points at.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

Item = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """The last change of an element; `item` is what is left of it, and `deleted` says that it is gone."""

    number: int
    item: Item
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One change of the store: `created`, `changed` or `deleted`, and which element it was."""

    resource: str
    key: str
    change: str


class Collection:
    """Elements of one resource by key, as text.

    What goes in is copied, as is what `get` gives. `items` and `changes` give the stored elements themselves, since
    there may be many of them and mostly few are wanted: whoever answers with one or changes one makes a copy of it.

    Args:
        name: Name of the resource.
        journal: Gets a line for each change.
        first_change: Where the counter of changes starts.
        first_id: Where new numbers start.
    """

    def __init__(self, name: str, journal: list[Written], *, first_change: int = 1, first_id: int = 1) -> None:
        self._name, self._journal = name, journal
        self._changes: dict[str, Change] = {}  # ascending by number: what is changed moves to the end
        self._cursor = first_change - 1
        self._next_id = first_id

    @property
    def cursor(self) -> int:
        """Number of the last change."""
        return self._cursor

    def new_id(self) -> int:
        """The next number that no element ever had."""
        number, self._next_id = self._next_id, self._next_id + 1
        return number

    def get(self, key: str) -> Item | None:
        """The element with this key, None if there is none (any more)."""
        change = self._changes.get(key)
        return None if change is None or change.deleted else copy.deepcopy(change.item)

    def put(self, key: str, item: Item, *, not_before: int = 0) -> None:
        """Store an element as the newest change; the counter goes on by one, or to `not_before` if that is more."""
        self._cursor = max(self._cursor + 1, not_before)
        old = self._changes.pop(key, None)
        self._changes[key] = Change(self._cursor, copy.deepcopy(item))
        self._journal.append(Written(self._name, key, "created" if old is None or old.deleted else "changed"))

    def delete(self, key: str, remains: Item, *, not_before: int = 0) -> None:
        """Remove an element; only `remains` of it is remembered, for cursors that report deletions."""
        self._cursor = max(self._cursor + 1, not_before)
        self._changes.pop(key, None)
        self._changes[key] = Change(self._cursor, copy.deepcopy(remains), deleted=True)
        self._journal.append(Written(self._name, key, "deleted"))

    def items(self) -> list[Item]:
        """All elements, the one changed last at the end."""
        return [change.item for change in self._changes.values() if not change.deleted]

    def changes(self, *, after: int) -> list[Change]:
        """The last change of every element changed after that number, oldest first, deletions included."""
        return list(takewhile(lambda change: change.number > after, reversed(self._changes.values())))[::-1]

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items())

    def __len__(self) -> int:
        return sum(not change.deleted for change in self._changes.values())
