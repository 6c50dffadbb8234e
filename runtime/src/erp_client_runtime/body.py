"""The body of a call from what the caller gave: a model, or its fields as keywords."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from erp_client_runtime.errors import InvalidArgumentError
from erp_client_runtime.layout import layout_of

if TYPE_CHECKING:
    from erp_client_runtime.model import Model


def body_from(
    cls: type[Model],
    body: Model | None,
    fields: Mapping[str, Any],
    *,
    also: type[Model] | None = None,
    whole: bool = False,
) -> Model:
    """The model to be sent.

    Args:
        cls: The class for it.
        body: A model that the caller made.
        fields: Fields that the caller gave as keywords instead; `UNSET` counts as not given.
        also: Another class that is taken.
        whole: Whether keywords have to give the whole object, fields that only the vendor sets aside.

    Raises:
        InvalidArgumentError: both or the wrong one were given, or fields are unknown or missing.
    """
    if body is not None:
        classes = (cls,) if also is None else (cls, also)
        names = " or ".join(accepted.__name__ for accepted in classes)
        if not isinstance(body, classes):
            raise InvalidArgumentError(
                f"the body has to be {names}, not {type(body).__name__}; or give its fields as keywords"
            )
        if fields:
            raise InvalidArgumentError(
                f"give either {names} or its fields as keywords, not both (also given: {', '.join(fields)}); "
                "set the fields on the model instead"
            )
        return body
    given = {name: value for name, value in fields.items() if value is not UNSET}
    check_names(cls, given)
    layout = layout_of(cls)
    missing = [
        plan.name
        for plan in layout.plans
        if plan.name not in given and (plan.wire.required or (whole and not plan.wire.read_only and not plan.wire.omit))
    ]
    if missing and whole:
        object_first = "" if given else "; an object comes second, after the argument that says which one it is"
        raise InvalidArgumentError(
            f"update sends the whole object; missing: {', '.join(missing)} (see {cls.__name__}); "
            f"change() changes single fields{object_first}"
        )
    if missing:
        raise InvalidArgumentError(f"missing: {', '.join(missing)} (see {cls.__name__})")
    if isinstance(given.get("extra_fields"), Mapping):
        given["extra_fields"] = dict(given["extra_fields"])
    return cls(**given)


def changes_from(cls: type[Model], /, **fields: Any) -> dict[str, Any]:
    """The fields that are to be changed on a model, each checked: what is left when those that are `UNSET` are not.

    Args:
        cls: Class of the model.
        **fields: Its fields and their new values; None sends null.

    Raises:
        InvalidArgumentError: nothing is to be changed, a name is not a field, or a value cannot be sent.
    """
    changes = {name: value for name, value in fields.items() if value is not UNSET}
    check_names(cls, changes)
    if not changes:
        raise InvalidArgumentError(f"nothing to change: give at least one field of {cls.__name__} (None sends null)")
    known = layout_of(cls).by_name
    for name, value in changes.items():
        if value is None or name not in known:
            continue
        try:
            known[name].codec.encode(value, f"{cls.__name__}.{name}")
        except RecursionError:
            raise InvalidArgumentError(f"{cls.__name__}.{name} is nested too deeply, or holds itself") from None
    return changes


def check_names(cls: type[Model], names: Collection[str]) -> None:
    """Make sure that a model has fields of these names.

    Raises:
        InvalidArgumentError: it does not; names the field that was probably meant.
    """
    known = layout_of(cls).by_name
    for name in names:
        if name in known or name == "extra_fields":
            continue
        # Not loaded unless something is wrong.
        from difflib import get_close_matches

        plan = layout_of(cls).wire_names.get(name)
        meant = [plan.name] if plan else get_close_matches(name, known, n=1)
        hint = f"did you mean {meant[0]!r}?" if meant else f"it has: {', '.join(known)}"
        raise InvalidArgumentError(
            f"{cls.__name__} has no field {name!r}; {hint} (fields that are not documented go into extra_fields)"
        )
