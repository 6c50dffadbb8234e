"""After a write that nobody knows the outcome of: look by its natural key whether it was done.

    found with what was written     the result, as if the answer had come
    found with something else       AmbiguousWriteError, which names the fields that differ
    not found                       AmbiguousWriteError: it may still be under way, so repeating could do it twice

Also found with what was written is one that was there before, or that another program wrote: nothing tells them apart,
and what was asked for is there.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from msgspec import UNSET

from erp_client_runtime.effects import Effect
from erp_client_runtime.errors import AmbiguousWriteError, ERPClientError, NotFoundError
from erp_client_runtime.flow import call_flow
from erp_client_runtime.ids import shown_id
from erp_client_runtime.judging import ambiguous
from erp_client_runtime.layout import layout_of
from erp_client_runtime.likeness import alike, differing
from erp_client_runtime.model import Model
from erp_client_runtime.operation import Reconcile
from erp_client_runtime.paging import Walk
from erp_client_runtime.redaction import redacted
from erp_client_runtime.results import Nothing, Value
from erp_client_runtime.waiting import wait_to_look

if TYPE_CHECKING:
    from erp_client_runtime.call import Call
    from erp_client_runtime.operation import Operation

WAITS = (0.5, 1.5, 3.0)
"""Seconds before each look: the write may still be under way at the vendor."""

_SHORTEST = 0.001


def settle(call: Call, body: object, error: AmbiguousWriteError) -> Generator[Effect, Any, Any]:
    """The result of a write that a look-up shows to be done.

    Each look-up is a call of its own: it takes permits of the quota, is repeated like any read, and is logged.

    Args:
        call: The write.
        body: What it wrote.
        error: Why its outcome is not known.

    Raises:
        AmbiguousWriteError: no look-up settles it, or none is possible.
    """
    operation = call.operation
    rule = operation.retry
    if not isinstance(rule, Reconcile) or not isinstance(body, Model) or not _has_key(rule, body):
        raise error
    looks = _Looks(call, rule, body)
    for wait in WAITS:
        if not (yield from wait_to_look(call, wait)):
            break
        try:
            found = yield from looks.look()
            same = [one for one in found if not differing(body, one)]
            if len(same) == 1:
                return _result(operation, same[0])
        except Exception as failure:  # noqa: BLE001 - of a callback of the user's, too; what was written matters more
            looks.fail(error, failure)
        looks.seen(found, same)
    looks.give_up(error)


def _has_key(rule: Reconcile, body: Model) -> bool:
    """Whether what was written has a natural key: without one, the vendor chose it."""
    return all(getattr(body, name, None) not in (None, UNSET, "") for name in rule.keys)


class _Looks:
    """The look-ups after one write, and what they found."""

    def __init__(self, call: Call, rule: Reconcile, body: Model) -> None:
        self._call, self._rule, self._body = call, rule, body
        self._count = 0
        self._found: Literal["nothing", "different", "equal"] | None = None
        self._differing: tuple[str, ...] = ()
        self._words = "The deadline left no time to look it up"
        fields = layout_of(type(body)).by_name
        key = ", ".join(f"{fields[name].wire_name}={shown_id(getattr(body, name))}" for name in rule.keys)
        self._key = redacted(key, call.secrets)

    def look(self) -> Generator[Effect, Any, list[Model]]:
        """Everything that has the key."""
        rule, body = self._rule, self._body
        self._count += 1
        arguments = {argument: getattr(body, name) for argument, name in rule.match.items()}
        if rule.items:
            found: list[Model] = []
            walk: Walk[Model] = Walk(rule.look_up, arguments)
            while walk.going_on:
                page = yield from _read(self._call, rule.look_up, walk.arguments)
                found += [one for one in walk.take(page) if self._is_meant(one)]
            return found
        try:
            one = yield from _read(self._call, rule.look_up, arguments)
        except NotFoundError:
            return []
        wires = layout_of(type(body)).by_name
        others = {wires[name].wire_name for name in rule.keys}.intersection(differing(body, one))
        if others:
            raise ERPClientError(f"it answered with one that has another {' and '.join(sorted(others))}")
        return [one]

    def _is_meant(self, element: Model) -> bool:
        return all(
            alike(getattr(self._body, name), getattr(element, field)) for field, name in self._rule.items.items()
        )

    def seen(self, found: list[Model], same: list[Model]) -> None:
        """Remember what did not settle it."""
        self._differing = ()
        times = "once" if self._count == 1 else f"{self._count} times"
        if same:
            self._found = "equal"
            self._words = f"{len(same)} of those with {self._key} hold what was written; nothing tells which one is new"
        elif found:
            self._found = "different"
            # The nearest one, should several have the key.
            self._differing = min((differing(self._body, one) for one in found), key=len)
            self._words = (
                f"There is one with {self._key}, and it differs in {', '.join(self._differing)}: it was there before, "
                "or was changed since"
            )
        else:
            self._found = "nothing"
            self._words = (
                f"There is none with {self._key} ({self._rule.look_up.name} was asked {times}); it may still arrive, "
                "so look again before trying again"
            )

    def fail(self, error: AmbiguousWriteError, failure: Exception) -> NoReturn:
        """Raise, since the look-up failed."""
        self._found, self._differing = None, ()
        kind = "" if isinstance(failure, ERPClientError) else f"{type(failure).__name__}: "
        why = redacted(f"{kind}{failure}", self._call.secrets)
        self._words = (
            f"Looking with {self._rule.look_up.name} for one with {self._key} failed ({why}), so look again before "
            "trying again"
        )
        self.give_up(error)

    def give_up(self, error: AmbiguousWriteError) -> NoReturn:
        """Raise, with what was found."""
        cause = error.__cause__
        assert isinstance(cause, ERPClientError)
        raise ambiguous(
            self._call,
            cause,
            f". {self._words}",
            status=error.status,
            body_start=error.body_start,
            found=self._found,
            differing=self._differing,
        ) from cause


def _read(call: Call, operation: Operation[Any], arguments: Mapping[str, Any]) -> Generator[Effect, Any, Any]:
    """The result of another operation: a call of its own, with the settings of this one and the same end."""
    settings = call.settings
    if call.ends is not None:
        left = max(call.left(call.clock.monotonic()), _SHORTEST)
        settings = settings.with_options({"deadline": left}, ())
    return (yield from call_flow(call.shared, settings, call.clock, operation, arguments, None))


def _result(operation: Operation[Any], found: Model) -> Any:
    """What the write would have returned."""
    result = operation.result
    if isinstance(result, Nothing):
        return None
    if isinstance(result, Value) and result.field is not None:
        value = getattr(found, layout_of(type(found)).wire_names[result.field].name)
        if value is None:
            raise ERPClientError(f"what was found has no {result.field}")
        return value
    return found
