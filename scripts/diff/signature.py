"""Signatures compared: which calls that work would fail, by an error or by a type check, and what calls can do now."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from attrs import frozen

from scripts.diff.change import Level

Found = tuple[Level, str]
"""A level, and words that follow the name of what has changed."""

_POSITION, _BOTH, _KEYWORD = "by position", "by position or keyword", "by keyword"


@frozen
class Argument:
    """An argument of a function.

    Attributes:
        name: Its name.
        kind: How it is given.
        default: What holds without it, as it is written; None if it has to be given.
        types: Alternatives of its type; empty if it has none.
    """

    name: str
    kind: str
    default: str | None
    types: frozenset[str]


@frozen
class Signature:
    """A function as users see it.

    Attributes:
        kind: `def`, `async def`, with decorators before it.
        arguments: Those that have names of their own, `self` and `cls` apart.
        open: Whether it takes any further keywords.
        returns: Alternatives of what it returns; empty if that is not written.
    """

    kind: str
    arguments: tuple[Argument, ...]
    open: bool
    returns: frozenset[str]

    @classmethod
    def read(cls, kind: str, arguments: str, returns: str) -> Signature:
        """From the parts of a line of a listing."""
        node = ast.parse(f"def f({arguments}): ...").body[0]
        if not isinstance(node, ast.FunctionDef):
            raise TypeError(f"`{arguments}` are no arguments")
        args = node.args
        positional = [*args.posonlyargs, *args.args]
        defaults = [*[None] * (len(positional) - len(args.defaults)), *args.defaults]
        found = [
            _argument(one, _POSITION if one in args.posonlyargs else _BOTH, default)
            for one, default in zip(positional, defaults, strict=True)
        ]
        found += [
            _argument(one, _KEYWORD, default) for one, default in zip(args.kwonlyargs, args.kw_defaults, strict=True)
        ]
        own = found[1:] if positional and positional[0].arg in ("self", "cls") else found
        return cls(kind, tuple(own), args.kwarg is not None, types_in(returns) if returns != "?" else frozenset())


def _argument(node: ast.arg, kind: str, default: ast.expr | None) -> Argument:
    types = types_in(ast.unparse(node.annotation)) if node.annotation else frozenset[str]()
    return Argument(node.arg, kind, None if default is None else ast.unparse(default), types)


def types_in(annotation: str) -> frozenset[str]:
    """The alternatives of an annotation: those between `|`."""

    def parts(node: ast.expr) -> Iterator[str]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            yield from parts(node.left)
            yield from parts(node.right)
        else:
            yield ast.unparse(node)

    return frozenset(parts(ast.parse(annotation, mode="eval").body))


def compare_types(old: frozenset[str], new: frozenset[str], *, given: bool, got: bool) -> Level:
    """How much a changed type asks of users.

    Args:
        old: Alternatives before.
        new: Alternatives now.
        given: Whether users give such values; then fewer alternatives are the trouble.
        got: Whether they get them; then it is more.
    """
    if old == new:
        return Level.NONE
    if not old or not new:
        return Level.MINOR  # an annotation came or went; the value is what it was
    breaks = (given and old - new and "Any" not in new) or (got and new - old and "Any" not in old)
    return Level.MAJOR if breaks else Level.MINOR


def compare_overloads(old: list[Signature], new: list[Signature]) -> list[Found]:
    """Every way to call that there was must still be one; the closest of the new ones is compared."""
    found: list[Found] = []
    for signature in old:
        ways: list[list[Found]] = [list(compare_signatures(signature, other)) for other in new]
        closest = min(ways, key=_trouble)
        found.extend(closest)
    if len(new) > len(old):
        found.append((Level.MINOR, "can be called in more ways"))
    return found


def _trouble(found: list[Found]) -> tuple[Level, int]:
    return max((level for level, _ in found), default=Level.NONE), len(found)


def compare_signatures(old: Signature, new: Signature) -> Iterator[Found]:
    """What is different between two signatures."""
    if old.kind != new.kind:
        yield Level.MAJOR, f"is `{new.kind}` now (was `{old.kind}`)"
    now = {argument.name: argument for argument in new.arguments}
    before = {argument.name: argument for argument in old.arguments}
    for argument in old.arguments:
        other = now.get(argument.name) or _at_same_position(argument, old, new)
        if other is not None:
            yield from _compare_arguments(argument, other)
        elif not (new.open and argument.kind != _POSITION):
            yield Level.MAJOR, f"no longer takes `{argument.name}`"
    yield from _moved(old, new)
    for argument in new.arguments:
        if argument.name not in before and _at_same_position(argument, new, old) is None:
            if argument.default is None:
                yield Level.MAJOR, f"needs `{argument.name}`"
            else:
                yield Level.MINOR, f"takes `{argument.name}`"
    if new.open != old.open:
        yield (Level.MINOR, "takes any keywords") if new.open else (Level.MAJOR, "no longer takes any keywords")
    if level := compare_types(old.returns, new.returns, given=False, got=True):
        yield level, f"returns `{_shown(new.returns)}` now (was `{_shown(old.returns)}`)"


def _at_same_position(argument: Argument, owner: Signature, other: Signature) -> Argument | None:
    """What stands at the place of an argument whose name callers cannot use."""
    index = owner.arguments.index(argument)
    found = other.arguments[index] if index < len(other.arguments) else None
    return found if found is not None and argument.kind == found.kind == _POSITION else None


def _compare_arguments(old: Argument, new: Argument) -> Iterator[Found]:
    name = f"`{old.name}`"
    if old.kind != new.kind and new.kind != _BOTH:
        yield Level.MAJOR, f"takes {name} {new.kind} only"
    if new.default is None and old.default is not None:
        yield Level.MAJOR, f"needs {name}"
    elif old.default is None and new.default is not None:
        yield Level.MINOR, f"can be called without {name}"
    elif old.default != new.default:
        yield Level.MAJOR, f"takes `{new.default}` for {name} where it is not given (was `{old.default}`)"
    if level := compare_types(old.types, new.types, given=True, got=False):
        yield level, f"takes `{_shown(new.types)}` as {name} (was `{_shown(old.types)}`)"


def _moved(old: Signature, new: Signature) -> Iterator[Found]:
    before, now = ([argument.name for argument in one.arguments if argument.kind == _BOTH] for one in (old, new))
    common = [name for name in before if name in now]
    if [name for name in now if name in before] != common:
        yield Level.MAJOR, "takes its arguments in another order"
    else:
        # Something new before them shifts them just as well.
        for name in common:
            if now.index(name) > before.index(name):
                yield Level.MAJOR, f"takes `{name}` at another position"


def _shown(types: frozenset[str]) -> str:
    plain = sorted(types - {"None"})
    return " | ".join([*plain, "None"] if "None" in types else plain)
