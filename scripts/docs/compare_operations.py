"""What changed in operations."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from scripts.docs.compare_fields import fields, parameters
from scripts.docs.differences import Difference, changed, entry, pairs_of, reworded
from scripts.docs.facts import Facts, Field, Operation, Parameter
from scripts.docs.statements import Call, Place, comparable

Guesses = Mapping[str, tuple[str, str]]
"""Method and path that the spec has for a title under which the old page shows neither."""


def operations(old: Facts, new: Facts, guesses: Guesses) -> Iterator[Difference]:
    """What changed in the operations of a page."""
    calls = {id(one): Call.of(facts, one) for facts in (old, new) for one in facts.operations}

    def called(one: Operation) -> Hashable | None:
        call = calls[id(one)]
        if call.path is None:
            return guesses.get(call.title or "")
        return call.method, comparable(call.path)

    def titled(one: Operation) -> Hashable | None:
        return one.title and (one.method, one.title)

    pairs, gone, came = pairs_of(
        old.operations,
        new.operations,
        called,
        titled,
        lambda one: one.title,
        lambda one: one.description_hash and (one.method, one.description_hash),
    )
    found, gone, came = _revealed(gone, came)
    pairs += found
    for one in gone:
        yield Difference("operation removed", _operation_place(calls[id(one)]), str(calls[id(one)]))
    for one in came:
        call = calls[id(one)]
        yield Difference("operation added", _operation_place(call), None, str(call), _size(one))
    for before, after in sorted(pairs, key=lambda pair: str(calls[id(pair[1])])):
        yield from _operation(before, calls[id(before)], after, calls[id(after)])


def _revealed(
    gone: Sequence[Operation], came: Sequence[Operation]
) -> tuple[list[tuple[Operation, Operation]], list[Operation], list[Operation]]:
    """Operations whose path was not shown before, with those that they turn out to be; then those left over.

    They are known by the wording that they have in common, and the last one by being the only one left.
    """
    pairs: list[tuple[Operation, Operation]] = []
    left, right = list(gone), list(came)
    for one in [operation for operation in gone if operation.path is None and operation.method is None]:
        common = {id(other): len(_wording(one) & _wording(other)) for other in right}
        best = sorted(right, key=lambda other: common[id(other)], reverse=True)[:2]
        if best and common[id(best[0])] and (len(best) == 1 or common[id(best[0])] > common[id(best[1])]):
            pairs.append((one, best[0]))
            left, right = _without(left, one), _without(right, best[0])
    hidden = [one for one in left if one.path is None and one.method is None]
    if len(hidden) == len(right) == 1:
        pairs.append((hidden[0], right[0]))
        left, right = _without(left, hidden[0]), []
    return pairs, left, right


def _wording(one: Operation) -> frozenset[str]:
    parts: tuple[Parameter | Field, ...] = (*one.parameters, *one.request_fields, *one.response_fields)
    hashes = (one.description_hash, *(part.description_hash for part in parts), *one.statuses.values())
    return frozenset(text for text in hashes if text is not None)


def _without(items: Sequence[Operation], gone: Operation) -> list[Operation]:
    return [one for one in items if one is not gone]


def _operation_place(call: Call) -> Place:
    return Place("operation", call=call, section=call.title)


def _size(one: Operation) -> str:
    named = {
        "parameters": [known.name or "?" for known in one.parameters],
        "takes": [known.field for known in one.request_fields],
        "answers": [known.field for known in one.response_fields],
        "statuses": list(one.statuses),
    }
    return "; ".join(f"{what}: {', '.join(names)}" for what, names in named.items() if names)


def _operation(old: Operation, was: Call, new: Operation, call: Call) -> Iterator[Difference]:
    place, former = _operation_place(call), _operation_place(was)
    hidden = (was.path is None and call.path is not None) or (was.method is None and call.method is not None)
    if hidden:
        # What is shown for the first time is new to the reader, not to the API.
        yield Difference("operation now shown", place, str(was), str(call), _size(new), was=former)
    else:
        lost = (call.path is None and was.path is not None) or (call.method is None and was.method is not None)
        alike = old.path == new.path or comparable(was.path or "") == comparable(call.path or "")
        if lost or was.method != call.method or not alike:
            kind = "operation no longer shown" if lost else "operation moved"
            yield Difference(kind, place, str(was), str(call), was=former)
        if was.title != call.title:
            yield Difference("section renamed", place, was.title, call.title, was=former)
    yield from reworded(place, old.description_hash, new.description_hash)
    if old.headers or not hidden:
        yield from changed("headers changed", place, old.headers, new.headers)
    if old.parameters or not hidden:
        yield from parameters(old.parameters, was, new.parameters, call)
    for part, before, after in (
        ("request field", old.request_fields, new.request_fields),
        ("response field", old.response_fields, new.response_fields),
    ):
        if before or not hidden:
            yield from fields(before, after, _in_operation(part, call))
    for status in sorted({*old.statuses, *new.statuses}) if old.statuses or not hidden else ():
        at = Place("status", status, call, section=call.title)
        yield from entry("status", at, old.statuses, new.statuses, status)


def _in_operation(part: str, call: Call) -> Callable[[Field], Place]:
    return lambda one: Place(part, one.field, call, section=call.title)
