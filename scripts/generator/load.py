"""Reading a spec and the names that its package gets."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from scripts.generator.problems import GenerationError, Problem, fail
from scripts.specs import folder
from scripts.specs.source import Source, read_yaml

_DISTRIBUTION = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@frozen
class Names:
    """What the package and its parts are called.

    Attributes:
        vendor: Short name, also the prefix of environment variables.
        distribution: What pip installs.
        package: What Python imports.
        client: The synchronous client class; the asynchronous one has `Async` before it.
        overlay: The package that users install instead of this one; None if there is none.
        source: Where the document is, as it is named in the generated files.
        command: How the files are made again.
        license: Text of the licence; None if the package carries none.
        fields: Python names of some of the vendor's properties and parameters; the others follow from theirs.
    """

    vendor: str
    distribution: str
    package: str
    client: str
    overlay: str | None
    source: str
    command: str
    license: str | None
    fields: Mapping[str, str] = field(factory=dict)

    @property
    def marker(self) -> str:
        """First line of every generated file, without the comment sign."""
        return f"Made by `{self.command}` from {self.source}; changes made here are lost."


def read_document(path: Path, *, foreign: bool = False) -> dict[str, Any]:
    """An OpenAPI document from YAML or JSON, as plain JSON values that share nothing.

    Args:
        path: The file.
        foreign: Whether it is not one of `specs/`, which have to be plain to every reader.

    Raises:
        GenerationError: the file is missing, no YAML, no mapping, or ambiguous.
    """
    return _content(read_yaml(path, foreign=foreign))


def read_names(root: Path, vendor: str) -> Names:
    """The names of a vendor's package, from its `generator.yaml`.

    Raises:
        GenerationError: a name is missing, unknown or cannot be used.
    """
    return Names(
        vendor=vendor,
        source=f"specs/{vendor}/openapi.yaml",
        command="make generate",
        license=(root / "LICENSE").read_text(encoding="utf-8"),
        **_content(folder.read_names(root / "specs" / vendor)),
    )


def _content(source: Source) -> dict[str, Any]:
    if source.findings:
        raise GenerationError(Problem(finding.place, finding.problem) for finding in source.findings)
    content: dict[str, Any] = source.data
    return content


def names_for(spec: Path, name: str, *, options: str = "") -> Names:
    """Names for a package of any other document, all made from one.

    Args:
        spec: The document.
        name: The name.
        options: Further options of the command that makes the package.

    Raises:
        GenerationError: the name cannot be that of a package.
    """
    package = name.replace("-", "_")
    words = [word.capitalize() for word in re.split(r"[-_]", name)]
    if not _DISTRIBUTION.fullmatch(name.replace("_", "-")) or keyword.iskeyword(package):
        raise fail(str(spec), f"the name {name!r} must be lower-case words joined with '-' or '_'")
    return Names(
        vendor=package,
        distribution=name.replace("_", "-"),
        package=package,
        client="".join(words) + "Client",
        overlay=None,
        source=spec.name,
        command=f"python -m scripts.generate --spec {spec.name} --out DIR --name {name}{options}",
        license=None,
    )
