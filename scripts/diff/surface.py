"""The public names of two versions of a package compared, from what `scripts.surface` lists of them.

It sees what users see: overloads, fields of models, what a private base gives, what is declared public at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import define, field

from scripts.diff.change import Change, Level, in_order
from scripts.diff.signature import Signature, compare_overloads, compare_types, types_in
from scripts.surface.package import Package

_FUNCTION = re.compile(r"((?:@.+ )?(?:async def|def)) ([\w.]+)\((.*)\) -> (.+)")
_CLASS = re.compile(r"((?:@.+ )?)class ([\w.]+)\((.*)\)")
_PROPERTY = re.compile(r"property ([\w.]+)(?:: (.+)|( can be set))")
_VARIABLE = re.compile(r"([\w.]+)(?:: (.+?))?(?: = (.*)|(  \(no argument\)))?")
_MADE_WITH_FIELDS = ("define", "frozen", "mutable", "dataclass", "attrs")


@define
class Name:
    """One public name.

    Attributes:
        module: Where it is.
        name: What it is called there, as `Class.method`.
        signatures: If it is a function, one or several.
        made: If it is a class, the decorators and bases.
        types: If it is a value, the alternatives of its type.
        value: What is written as its value, for one that is passed on where it comes from.
        settable: Whether a property can be set.
    """

    module: str
    name: str
    signatures: list[Signature] = field(factory=list)
    made: tuple[str, frozenset[str]] | None = None
    types: frozenset[str] | None = None
    value: str | None = None
    settable: bool = True

    @property
    def form(self) -> str:
        """What kind of thing it is."""
        return "a function" if self.signatures else "a class" if self.made else "a value"

    @property
    def owner(self) -> str:
        """The class that it belongs to; empty for none."""
        return self.name.rpartition(".")[0]

    @property
    def shown(self) -> str:
        """The name as users know it: a class alone, anything else with its module."""
        return self.name if self.name[0].isupper() else f"{self.module}.{self.name}"

    @property
    def modules(self) -> frozenset[str]:
        """Last names of the modules that it is about: its own, and those that a name passed on or a resource is in."""
        own = self.name.rpartition(".")[2]
        source = (self.value or "").split(".")
        return frozenset({self.module.rpartition(".")[2], own, *source[-2:-1]})


def compare_surfaces(old: Package, new: Package) -> list[Change]:
    """What is different for who imports a package."""
    before, now = names_of(old), names_of(new)
    places: dict[str, list[str]] = {}
    for module, key in now:
        places.setdefault(key, []).append(module)
    changes = [*_gone(before, now, places), *_came(before, now)]
    for place, name in before.items():
        if place in now:
            kind = _kind_of(now, now[place])
            modules = name.modules | now[place].modules
            changes += [
                Change(level, f"`{name.shown}` {words}", names=modules, about=_needed(words))
                for level, words in _compare(name, now[place], kind)
            ]
    return in_order(_without_twins(changes))


def names_of(package: Package) -> dict[tuple[str, str], Name]:
    """The public names of a package by module and name."""
    found: dict[tuple[str, str], Name] = {}
    for module, lines in package.lines().items():
        for line in lines:
            read = _read(module, line)
            known = found.setdefault((module, read.name), read)
            if known is not read:
                known.signatures += read.signatures
                known.settable |= read.settable
    return found


def _read(module: str, line: str) -> Name:
    if line.startswith("* = "):
        return Name(module, line, value=line)
    if matched := _FUNCTION.fullmatch(line):
        signature = Signature.read(matched[1].replace("@overload ", ""), matched[3], matched[4])
        return Name(module, matched[2], signatures=[signature])
    if matched := _CLASS.fullmatch(line):
        bases = frozenset(filter(None, re.split(r", (?![^\[]*\])", matched[3])))
        return Name(module, matched[2], made=(matched[1].strip(), bases))
    if matched := _PROPERTY.fullmatch(line):
        return Name(module, matched[1], types=_types(matched[2]), settable=bool(matched[3]))
    if matched := _VARIABLE.fullmatch(line):
        return Name(module, matched[1], types=_types(matched[2]), value=matched[3])
    raise ValueError(f"a line of the listing of {module} cannot be read: {line}")


def _types(annotation: str | None) -> frozenset[str]:
    return types_in(annotation) if annotation and annotation != "?" else frozenset()


def _gone(
    before: Mapping[tuple[str, str], Name], now: Mapping[tuple[str, str], Name], places: Mapping[str, list[str]]
) -> Iterator[Change]:
    for (module, key), name in before.items():
        if (module, key) in now or (name.owner and (module, name.owner) not in now):
            continue
        elsewhere = [place for place in places.get(key, ()) if (place, key) not in before]
        if elsewhere:
            words = f"`{name.name}` is in `{elsewhere[0]}` now (was in `{module}`)"
            yield Change(Level.MAJOR, words, "changed", names=name.modules)
        elif key.startswith("* = "):
            yield Change(Level.MAJOR, f"`{module}` no longer has the names of `{key[4:-2]}`", "removed")
        else:
            method = key.rpartition(".")[2] if name.owner and name.signatures else ""
            yield Change(Level.MAJOR, f"`{name.shown}` is gone", "removed", names=name.modules, about=method)


def _came(before: Mapping[tuple[str, str], Name], now: Mapping[tuple[str, str], Name]) -> Iterator[Change]:
    known = {name for _, name in before}
    for (module, key), name in now.items():
        if (module, key) in before or (name.owner and (module, name.owner) not in before) or key in known:
            continue
        kind = _kind_of(now, name)
        if key.startswith("* = "):
            yield Change(Level.MINOR, f"`{module}` has the names of `{key[4:-2]}`", "added")
        elif kind in ("fields", "sent") and name.form == "a value" and name.types and name.value is None:
            words = f"`{name.owner}` needs `{key.rpartition('.')[2]}`"
            yield Change(Level.MAJOR, words, "added", names=name.modules)
        else:
            yield Change(Level.MINOR, f"`{name.shown}` is new", "added", names=name.modules)


def _needed(words: str) -> str:
    """The argument that has to be given now, if that is what the words say."""
    found = re.fullmatch(r"needs `(\w+)`", words)
    return found[1] if found else ""


def _kind_of(names: Mapping[tuple[str, str], Name], name: Name) -> str:
    """What the class of a name is for: `sent` or `read` models, `options`, `enum`, `fields`; or none of them."""
    owner = names.get((name.module, name.owner))
    if owner is None or owner.made is None:
        return ""
    decorators, bases = owner.made
    if "WriteModel" in bases:
        return "sent"
    if "ReadModel" in bases:
        return "read"
    if "TypedDict" in bases:
        return "options"
    if any(base.endswith("Enum") for base in bases):
        return "enum"
    return "fields" if any(word in decorators for word in _MADE_WITH_FIELDS) else ""


def _compare(old: Name, new: Name, kind: str) -> Iterator[tuple[Level, str]]:
    if old.form != new.form:
        yield Level.MAJOR, f"is {new.form} now (was {old.form})"
    elif old.signatures:
        yield from compare_overloads(old.signatures, new.signatures)
    elif old.made and new.made:
        yield from _compare_classes(old.made, new.made)
    else:
        yield from _compare_values(old, new, kind)


def _compare_classes(old: tuple[str, frozenset[str]], new: tuple[str, frozenset[str]]) -> Iterator[tuple[Level, str]]:
    if old[0] != new[0]:
        yield Level.MAJOR, f"is made with `{new[0] or 'nothing'}` now (was `{old[0] or 'nothing'}`)"
    for base in sorted(old[1] - new[1]):
        yield Level.MAJOR, f"is no longer a `{base}`"
    for base in sorted(new[1] - old[1]):
        yield Level.MINOR, f"is a `{base}`"


def _compare_values(old: Name, new: Name, kind: str) -> Iterator[tuple[Level, str]]:
    given, got = kind in ("sent", "options", "fields"), kind not in ("sent", "options")
    before, now = old.types or frozenset(), new.types or frozenset()
    if level := compare_types(before, now, given=given, got=got):
        yield level, f"is `{' | '.join(sorted(now)) or '?'}` now (was `{' | '.join(sorted(before)) or '?'}`)"
    if old.settable and not new.settable:
        yield Level.MAJOR, "can no longer be set"
    if old.value == new.value or _is_place(old.value, new.value):
        return
    if kind in ("sent", "fields") and new.value is None:
        yield Level.MAJOR, "has to be given now"
    elif kind in ("sent", "fields") and old.value is None:
        yield Level.MINOR, "can be left out now"
    else:
        level = Level.MAJOR if kind in ("sent", "fields", "enum") else Level.MINOR
        yield level, f"is `{new.value}` now (was `{old.value}`)"


def _is_place(old: str | None, new: str | None) -> bool:
    """Whether both say where a name comes from; where that is does not matter to who takes it from here."""
    return all(value is not None and re.fullmatch(r"[a-z_]\w*(\.\w+)+", value) for value in (old, new))


def _without_twins(changes: list[Change]) -> Iterator[Change]:
    """The changes without those of an asynchronous class that its twin has too."""
    words = {change.words for change in changes}
    for change in changes:
        if (twin := re.sub(r"\bAsync(?=[A-Z])", "", change.words)) == change.words or twin not in words:
            yield change
