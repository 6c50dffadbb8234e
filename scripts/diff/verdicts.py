"""One verdict for each package: what has changed since a revision, and whether its version says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from attrs import define, field
from packaging.version import InvalidVersion, Version

from scripts.diff.change import Change, Level, in_order, next_version, verdict
from scripts.diff.document import compare_specs
from scripts.diff.names import Spec
from scripts.diff.package import Package, PackageError, compare_packages, compare_requirements
from scripts.diff.surface import compare_surfaces, names_of
from scripts.specs.source import Source, read_yaml
from scripts.surface import package as surface


@define
class Verdict:
    """What is to be said of one package.

    Attributes:
        name: What pip installs.
        folder: Where it is, relative to the repository.
        before: Its version at the revision; None if it was not there.
        version: Its version now; None if it is gone.
        changes: What has changed for its users, what asks most of them first.
        findings: What is wrong with its version, each with the cure; empty if nothing is.
    """

    name: str
    folder: str
    before: Version | None
    version: Version | None
    changes: list[Change] = field(factory=list)
    findings: list[str] = field(factory=list)

    @property
    def level(self) -> Level:
        """How much its changes ask of users; `NONE` for a package that nobody has yet."""
        return Level.NONE if self.before is None else verdict(self.changes)

    @property
    def needed(self) -> Version | None:
        """The lowest version that says so."""
        return None if self.before is None else next_version(self.before, self.level)


def judge(old: Path, new: Path, since: str) -> list[Verdict]:
    """The verdicts on all packages, those that others depend on first.

    Args:
        old: A folder with the repository as it was.
        new: The repository.
        since: Name of the revision, for messages.

    Raises:
        PackageError: a package or spec cannot be read.
        SurfaceError: the public names of a package cannot be told.
    """
    found: dict[str, Verdict] = {}
    for folder in _folders(old, new):
        before, now = _Side.read(old, folder), _Side.read(new, folder)
        if (present := now or before) is None:
            continue
        one = found[present.package.name] = Verdict(present.package.name, folder, None, None)
        if before is not None and now is not None and now.spec is not None and before.files() == now.files():
            # What is made from a spec and has not changed has no reason to; large specs take a while to read.
            one.before = one.version = now.package.version
            continue
        one.before = None if before is None else before.version
        if now is None:
            one.changes.append(Change(Level.MAJOR, "the package is gone", "removed"))
            continue
        one.version = now.version
        if before is not None:
            one.changes = in_order(_changes(before, now, found))
        one.findings += [*_version_findings(one, now, since), *_range_findings(now.package, found, folder)]
    return list(found.values())


def _folders(old: Path, new: Path) -> Iterator[str]:
    yield from ("runtime", "sandbox")
    for top in ("generated", "overlays"):
        yield from sorted({path.relative_to(root).as_posix() for root in (old, new) for path in root.glob(f"{top}/*/")})


@define(slots=False)
class _Side:
    """A package, before or now, with the spec that it is made from if it is."""

    package: Package
    spec: Path | None

    @classmethod
    def read(cls, root: Path, folder: str) -> _Side | None:
        if not (root / folder / "pyproject.toml").exists():
            return None
        top, _, vendor = folder.partition("/")
        return cls(Package.read(root / folder), root / "specs" / vendor if top == "generated" else None)

    @cached_property
    def version(self) -> Version:
        """The version; that of a generated package is the one of its spec, made from it or not yet."""
        if self.spec is None:
            return self.package.version
        text = _read(self.spec / "openapi.yaml").data.get("info", {}).get("version")
        try:
            return Version(str(text))
        except InvalidVersion as error:
            raise PackageError(f"{self.spec / 'openapi.yaml'}: info.version is {text!r}; write it as 1.2.3") from error

    @cached_property
    def surface(self) -> surface.Package:
        return surface.Package(self.package.folder)

    def files(self) -> dict[str, bytes]:
        """Everything that changes can come from."""
        folder = self.package.folder
        extra = [folder / "pyproject.toml", *(self.spec.glob("*.yaml") if self.spec else ())]
        return {**self.package.contents(), **{path.name: path.read_bytes() for path in extra}}

    def meant(self) -> Spec:
        """Its spec, with the names that the package has."""
        if self.spec is None:
            raise TypeError(f"{self.package.name} is not made from a spec")
        names = _read(self.spec / "generator.yaml").data.get("fields", {})
        classes = frozenset(
            name.name
            for (module, _), name in names_of(self.surface).items()
            if name.made is not None and ".models" in module
        )
        return Spec(_read(self.spec / "openapi.yaml").data, names, classes)


def _changes(before: _Side, now: _Side, others: dict[str, Verdict]) -> list[Change]:
    changes = [] if before.files() == now.files() else _own_changes(before, now)
    ours = {name: (one.before, one.level) for name, one in others.items()}
    if now.package.folder.parent.name == "overlays":
        # What users of an overlay see is made in the generated package below it; that it needs another one is no news.
        for name in now.package.requirements:
            if name in others and others[name].folder.startswith("generated/"):
                changes += others[name].changes
                ours[name] = None, Level.PATCH
    changes += compare_requirements(before.package, now.package, ours)
    if not changes and before.package.contents() != now.package.contents():
        changes.append(Change(Level.PATCH, "something inside is done in another way", ""))
    return changes


def _own_changes(before: _Side, now: _Side) -> list[Change]:
    changes = compare_surfaces(before.surface, now.surface)
    if now.spec is not None:
        told = _told_by(before, now)
        changes = [*told, *(change for change in changes if not _is_told(change, told))]
    return [*changes, *compare_packages(before.package, now.package)]


def _told_by(before: _Side, now: _Side) -> list[Change]:
    try:
        return compare_specs(before.meant(), now.meant())
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        # The check of the specs says better what is wrong with one.
        vendor = now.package.folder.name
        cure = f"mend what `python -m scripts.check_specs --vendor {vendor}` finds"
        raise PackageError(f"the specs of {vendor} cannot be compared ({error!r}); {cure}") from error


def _is_told(change: Change, told: Sequence[Change]) -> bool:
    """Whether a change of public names is what a change of the spec, told in words for users, comes down to.

    What callers have to look for has to be in these words, so that one change does not hide another of its module.
    """
    return any(
        one.level >= change.level
        and any(_is_of(name, module) for name in one.names for module in change.names)
        and re.search(rf"\b{change.about}\b", one.words)
        for one in told
    )


def _is_of(name: str, module: str) -> bool:
    # An object without a name of its own gets that of the schema that it stands in, and its own module.
    return module == name or module.startswith(f"{name}_")


def _read(path: Path) -> Source:
    source = read_yaml(path)
    if source.data is None or source.findings:
        raise PackageError("\n".join(map(str, source.findings)))
    return source


def _version_findings(one: Verdict, now: _Side, since: str) -> Iterator[str]:
    place, then = f"{one.folder}/{now.package.version_file}", ""
    if now.spec is not None:
        place, then = f"specs/{now.spec.name}/openapi.yaml (info.version)", ", then: make generate"
        if now.package.version != now.version:
            made = f"{one.folder}/pyproject.toml says {now.package.version}"
            yield f"{made} and its spec {now.version}; run: make generate"
    if one.needed is not None and Version(now.version.base_version) < one.needed:
        words = f"has {one.level.word} changes since {since}" if one.level else f"had {one.before} in {since}"
        yield f"{one.name} {now.version} {words}; write {one.needed} or later in {place}{then}"


def _range_findings(package: Package, others: dict[str, Verdict], folder: str) -> Iterator[str]:
    for name, requirement in package.requirements.items():
        version = others[name].version if name in others else None
        if version is not None and not requirement.specifier.contains(version, prereleases=True):
            end = next_version(version, Level.MAJOR)
            wanted = f"{name}>={version.major}.{version.minor},<{end.major}.{end.minor}"
            where = "scripts/generator/templates" if folder.startswith("generated/") else f"{folder}/pyproject.toml"
            yield f"{package.name} needs `{requirement}`, and {name} is {version}; write `{wanted}` in {where}"
