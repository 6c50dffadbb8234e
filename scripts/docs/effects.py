"""What a change of a page would be for the users of a client, once the spec follows: major, minor, patch, or nothing.

A judgement before the fact, to plan with; `make spec-diff` gives the verdict on what was made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from scripts.docs.described import Described, Part
from scripts.docs.differences import Difference


@frozen
class Effect:
    """What a change would be for users.

    Attributes:
        level: `major`, `minor`, `patch`, or `none`.
        reason: Why, in words for people.
    """

    level: str
    reason: str


_KEPT = "unless `fields` in generator.yaml keeps the name"
_NOTHING = Effect("none", "clients do not have it")
_FIXED: Mapping[str, Effect] = {
    "operation added": Effect("minor", "clients can have one more method"),
    "operation removed": Effect("major", "a method goes away"),
    "operation moved": Effect("patch", "the same method calls another address"),
    "operation no longer shown": Effect("none", "it may still be there; ask before anything is taken out"),
    "headers changed": Effect("patch", "the same calls send other headers"),
    "parameter renamed": Effect("major", f"an argument is called differently, {_KEPT}"),
    "parameter retyped": Effect("major", "an argument takes another type"),
    "parameter removed": Effect("major", "an argument goes away"),
    "parameter moved": Effect("patch", "the same argument is sent at another place"),
    "class added": Effect("minor", "clients can have one more model"),
    "class removed": Effect("major", "a model goes away"),
    "class renamed": Effect("patch", "the spec cites the section under its new name"),
    "field removed": Effect("major", "an attribute goes away"),
    "field renamed": Effect("major", f"an attribute is called differently, {_KEPT}"),
    "field retyped": Effect("major", "an attribute has another type"),
    "default changed": Effect("minor", "calls that leave it out mean something else"),
    "error code added": Effect("minor", "errors can tell what the code means"),
    "error code removed": Effect("patch", "errors no longer tell what the code means"),
    "status added": Effect("patch", "one more answer is described"),
    "status removed": Effect("patch", "one answer is no longer described"),
    "login added": Effect("minor", "clients can offer one more way to log in"),
    "login removed": Effect("major", "a way to log in goes away"),
    "section added": Effect("none", "read it; facts in it are reported by themselves"),
    "section removed": Effect("none", "nodes that cite it need another source"),
    "section renamed": Effect("patch", "the spec cites the section under its new name"),
    "wording changed": Effect("patch", "descriptions at most; read whether the meaning is another one"),
    "not understood": Effect("none", "read it; nobody knows yet what it says"),
}
# Kinds that matter to those alone who have it already.
_NEEDS_NODES = frozenset(
    {
        "operation removed",
        "operation moved",
        "parameter renamed",
        "parameter retyped",
        "parameter removed",
        "parameter moved",
        "class removed",
        "field removed",
        "field renamed",
        "field retyped",
        "default changed",
        "required changed",
        "access changed",
        "accepted values changed",
        "error code removed",
        "status removed",
        "limit changed",
        "login changed",
    }
)


@frozen
class _Asked:
    spec: Described
    page: str
    one: Difference
    parts: Sequence[Part]


def effect(spec: Described, page: str, difference: Difference, parts: Sequence[Part]) -> Effect:
    """What a change would be for users.

    Args:
        spec: The spec as it is.
        page: The page.
        difference: What changed.
        parts: The nodes of the spec that are what changed.
    """
    if difference.kind in _NEEDS_NODES and not parts:
        return _NOTHING
    judge = _JUDGED.get(difference.kind)
    return judge(_Asked(spec, page, difference, parts)) if judge else _FIXED[difference.kind]


def _base_url(asked: _Asked) -> Effect:
    if asked.one.before is None:
        return Effect("minor", "users need no longer find out the address")
    return Effect("patch", "calls go to another address unless the user gives one")


def _added(asked: _Asked) -> Effect:
    if asked.one.demands and (asked.one.place.part != "field" or asked.spec.is_sent(asked.one.place, asked.page)):
        return Effect("major", "whoever writes has to give it")
    if (
        asked.one.place.part == "field"
        and _is_written(asked.one)
        and asked.spec.is_updated(asked.one.place, asked.page)
    ):
        return Effect("major", "an update sends the whole object, so who names its fields has to name one more")
    what = "argument" if asked.one.place.part == "parameter" else "attribute"
    return Effect("minor", f"one more {what}, which programs may leave aside")


def _is_written(one: Difference) -> bool:
    """Whether a field that was added can be written, as far as the page tells."""
    access = re.search(r"\baccess (\S+)", one.after or "")
    return access is not None and "W" in access[1]


def _named(asked: _Asked) -> Effect:
    if any(part.value.get("name") == asked.one.place.name for part in asked.parts):
        return Effect("patch", "what was guessed turns out to be right")
    return Effect("major", f"an argument is called differently than was guessed, {_KEPT}")


def _shown(asked: _Asked) -> Effect:
    if any(part.level == "assumed" for part in asked.parts):
        return Effect("minor", "the method can be relied on and no longer has to be allowed first")
    return Effect("patch", "what was concluded is documented now")


def _required(asked: _Asked) -> Effect:
    if asked.one.demands:
        return Effect("major", "whoever writes has to give it")
    return Effect("minor", "it may be left out")


def _access(asked: _Asked) -> Effect:
    if "W" in (asked.one.before or "") and "W" not in (asked.one.after or ""):
        return Effect("major", "it can no longer be written")
    if "R" in (asked.one.before or "") and "R" not in (asked.one.after or ""):
        return Effect("major", "it is no longer in answers")
    return Effect("minor", "it can be used in one more way")


def _accepted(asked: _Asked) -> Effect:
    if gone := removed_values(asked.one):
        return Effect("major", f"no longer accepted: {', '.join(gone)}")
    return Effect("minor", "more values are accepted")


def removed_values(one: Difference) -> list[str]:
    """Accepted values that a page no longer lists, if that is what changed; none if it lists none at all any more."""
    if one.kind != "accepted values changed" or one.before is None or one.after is None:
        return []
    after = one.after.split(", ")
    return [value for value in one.before.split(", ") if value not in after]


def _limit(asked: _Asked) -> Effect:
    if asked.one.place.name in ("status", "header"):
        return Effect("minor", "clients learn in another way that they are too fast")
    return Effect("patch", "clients keep the new pace unless the user sets one")


def _login(asked: _Asked) -> Effect:
    if asked.one.note == "its names":
        return Effect("major", "logging in takes other settings")
    return Effect("patch", "clients log in as the page says now")


_JUDGED: Mapping[str, Callable[[_Asked], Effect]] = {
    "base URL changed": _base_url,
    "parameter added": _added,
    "field added": _added,
    "name now shown": _named,
    "operation now shown": _shown,
    "required changed": _required,
    "access changed": _access,
    "accepted values changed": _accepted,
    "limit changed": _limit,
    "login changed": _login,
}
