"""One vendor's folder in `specs/`: its three files, read and checked together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.specs.evidence import check_evidence
from scripts.specs.extensions import check_extensions, shape_errors
from scripts.specs.markers import check_markers
from scripts.specs.nodes import unused_names
from scripts.specs.references import check_references
from scripts.specs.schemas import check_schemas
from scripts.specs.source import SPECS, Finding, Source, read_yaml
from scripts.specs.validity import check_validity

_TEXT = {"type": "string", "minLength": 1}
_PAGES = {
    "type": "object",
    "properties": {
        "pages": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
                    "title": _TEXT,
                    "url": {"type": "string", "pattern": "^https?://"},
                    "date": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
                    "read": {"enum": ["page", "transcribed"]},
                    "by_hand": {"type": "array", "minItems": 1, "uniqueItems": True, "items": _TEXT},
                    "waived": {"type": "object", "minProperties": 1, "additionalProperties": _TEXT},
                },
                "required": ["id", "title", "url", "date", "read"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["pages"],
    "additionalProperties": False,
}
_GENERATOR = {
    "type": "object",
    "properties": {
        "distribution": {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},
        "package": {"type": "string", "pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"},
        "client": {"type": "string", "pattern": "^[A-Z][A-Za-z0-9]*$"},
        "overlay": {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},
        "fields": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "string", "pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"},
        },
    },
    "required": ["distribution", "package", "client", "overlay"],
    "additionalProperties": False,
}


class SpecError(Exception):
    """A spec cannot be used; the message says why and what to do."""


def vendors(root: Path = SPECS) -> list[str]:
    """Names of the vendors that have a spec."""
    return sorted(path.name for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))


def load_spec(vendor: str, root: Path = SPECS) -> dict[str, Any]:
    """A vendor's OpenAPI document, read as the checks read it: keys are text, dates stay text.

    Raises:
        SpecError: there is no such vendor, or the file is not YAML as the specs are allowed to use it.
    """
    if not (root / vendor).is_dir():
        raise SpecError(f"no vendor {vendor!r} in {root}: there are {', '.join(vendors(root)) or 'none'}")
    source = read_yaml(root / vendor / "openapi.yaml")
    if source.data is None or source.findings:
        raise SpecError("\n".join(map(str, source.findings)))
    found: dict[str, Any] = source.data
    return found


def read_names(folder: Path) -> Source:
    """A vendor's `generator.yaml`, with a finding for every name that is missing, unknown or cannot be used."""
    source = read_yaml(folder / "generator.yaml")
    if source.data is not None:
        _check_shape(source, _GENERATOR)
    return source


def check_folder(folder: Path) -> list[Finding]:
    """Everything that is wrong in one vendor's folder, in the order of the lines; empty if nothing is."""
    spec, sources, generator = (
        read_yaml(folder / "openapi.yaml"),
        read_yaml(folder / "sources.yaml"),
        read_names(folder),
    )
    if sources.data is not None:
        _check_shape(sources, _PAGES)
        _check_page_ids(sources)
    if spec.data is not None:
        check_extensions(spec)
        check_evidence(spec, _page_ids(sources.data))
        check_validity(spec)
        _check_what_is_named(spec)
        _check_named_fields(generator, spec.data)
    for source, name in ((spec, "openapi.yaml"), (sources, "sources.yaml"), (generator, "generator.yaml")):
        check_markers(source, folder / name)
    return [finding for source in (spec, sources, generator) for finding in _once(source)]


def _check_what_is_named(spec: Source) -> None:
    try:
        check_schemas(spec)
        check_references(spec)
    except (TypeError, AttributeError, KeyError) as error:
        # A list where a mapping belongs has been found before; without such a finding the mistake is here.
        if not spec.findings:
            raise
        spec.complain((), f"what it names could not be checked to the end ({error}); mend the other findings first")


def _check_named_fields(generator: Source, spec: Mapping[str, Any]) -> None:
    given = generator.data.get("fields") if isinstance(generator.data, Mapping) else None
    for name in unused_names(spec, given) if isinstance(given, Mapping) else ():
        generator.complain(("fields", name), f"no property and no parameter `{name}` in openapi.yaml; take it out")


def _once(source: Source) -> list[Finding]:
    """The findings in order, one per line and problem: a node that is used through an alias is met more than once."""
    found: dict[tuple[int, str], Finding] = {}
    for finding in sorted(source.findings, key=lambda one: one.line):
        found.setdefault((finding.line, finding.problem), finding)
    return list(found.values())


def _check_shape(source: Source, schema: Mapping[str, Any]) -> None:
    for pointer, problem in shape_errors(schema, source.data):
        source.complain(pointer, f"{problem}; see docs/specs.md")


def _page_ids(data: Any) -> frozenset[str] | None:
    pages = data.get("pages") if isinstance(data, Mapping) else None
    if not isinstance(pages, list):
        return None
    return frozenset(page["id"] for page in pages if isinstance(page, Mapping) and isinstance(page.get("id"), str))


def _check_page_ids(source: Source) -> None:
    seen: set[str] = set()
    pages = source.data.get("pages")
    for index, page in enumerate(pages if isinstance(pages, list) else ()):
        name = page.get("id") if isinstance(page, Mapping) else None
        if isinstance(name, str):
            if name in seen:
                source.complain(("pages", index, "id"), f"there is a page `{name}` already; each page has its own id")
            seen.add(name)
        if isinstance(page, Mapping) and page.get("read") == "transcribed" and "by_hand" in page:
            source.complain(("pages", index, "by_hand"), "all of a transcribed page is by hand; leave `by_hand` out")
        if isinstance(page, Mapping) and page.get("read") == "transcribed" and "by_hand" in page:
            source.complain(("pages", index, "by_hand"), "all of a transcribed page is by hand; leave `by_hand` out")
