"""`make generate`: packages, and the sandbox's models, from the specs.

    python -m scripts.generate [--vendor v] [--check]
    python -m scripts.generate --spec FILE --out DIR --name NAME [--check] [--skip-unsupported]

Everything is made in memory first, so a spec with a mistake changes nothing. Files that would stay the same are not
touched. Exit status: 0 all is well, 1 a spec cannot be generated or (with --check) files are out of date.
docs/generator.md says what is supported.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote

from scripts.files import write_whole
from scripts.generator.foreign.package import foreign_package
from scripts.generator.load import names_for, read_document, read_names
from scripts.generator.problems import GenerationError
from scripts.generator.render import package_files
from scripts.generator.write import Difference, compare, refuse_foreign, write
from scripts.sandbox_models import render as sandbox_files

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.generate", description="Make packages from specs.")
    parser.add_argument("--vendor", help="folder name below specs/; all of them otherwise")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if a file is out of date")
    parser.add_argument("--spec", type=Path, help="any OpenAPI document, instead of the vendors'")
    parser.add_argument("--out", type=Path, help="folder of its package")
    parser.add_argument("--name", help="name of its package")
    parser.add_argument(
        "--skip-unsupported", action="store_true", help="leave out operations that cannot be generated, and list them"
    )
    options = parser.parse_args(arguments)
    foreign = (options.spec, options.out, options.name)
    if any(foreign) and (not all(foreign) or options.vendor):
        parser.error("--spec, --out and --name belong together, without --vendor")
    if options.skip_unsupported and not options.spec:
        parser.error("--skip-unsupported goes with --spec; nothing is left out of a vendor's own spec")
    try:
        if options.spec:
            return generate_foreign(
                options.spec, options.out, options.name, check=options.check, skip=options.skip_unsupported
            )
        return generate_vendors(ROOT, options.vendor, check=options.check)
    except GenerationError as error:
        print(f"nothing was written: {len(error.problems)} problem(s)", file=sys.stderr)
        for problem in error.problems:
            print(f"  {problem}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"not everything was written: {error}; mend that, and run it again", file=sys.stderr)
        return 1


def generate_foreign(spec: Path, out: Path, name: str, *, check: bool, skip: bool) -> int:
    """Make (or check) the package of a document that is not one of `specs/`.

    Args:
        spec: The document.
        out: Folder of the package.
        name: Its name.
        check: Whether to write nothing and only compare.
        skip: Whether to leave out operations that cannot be generated.

    Returns:
        The exit status.

    Raises:
        GenerationError: the document cannot be generated; nothing was written.
    """
    skipping = " --skip-unsupported" if skip else ""
    names = names_for(spec, name, options=skipping)
    made = foreign_package(read_document(spec, foreign=True), names, skip_unsupported=skip)
    for note in made.notes:
        print(f"note: {note}", file=sys.stderr)
    for left in made.left_out:
        print(f"left out: {left}", file=sys.stderr)
    cure = f"python -m scripts.generate --spec {quote(str(spec))} --out {quote(str(out))} --name {name}{skipping}"
    return _put({out: made.files}, {}, check=check, cure=cure)


def generate_vendors(root: Path, vendor: str | None, *, check: bool) -> int:
    """Make (or check) the packages of one vendor or of all, and what the sandbox has of them.

    Args:
        root: The repository, or a folder like it.
        vendor: Folder name below `specs/`; None for all.
        check: Whether to write nothing and only compare.

    Returns:
        The exit status.

    Raises:
        GenerationError: a spec cannot be generated; nothing was written.
    """
    vendors = [vendor] if vendor else sorted(path.parent.name for path in (root / "specs").glob("*/openapi.yaml"))
    packages: dict[Path, dict[str, str]] = {}
    base = root / "sandbox/src/erp_sandbox"
    single: dict[Path, str | None] = {}
    for name in vendors:
        spec = read_document(root / "specs" / name / "openapi.yaml")
        packages[root / "generated" / name] = package_files(spec, read_names(root, name))
        single.update({base / path: text for path, text in sandbox_files(name, spec).items()})
    if vendor is None:
        made = [*base.glob("_models/*.py"), *base.glob("_specs/*.json")]
        single.update({path: None for path in sorted(made) if path not in single and path.name != "__init__.py"})
    return _put(packages, single, check=check, cure="make generate")


def _put(
    packages: Mapping[Path, Mapping[str, str]], single: Mapping[Path, str | None], *, check: bool, cure: str
) -> int:
    """Write packages (folders that hold nothing else) and single files (None: remove); or say what would change."""
    found: list[str] = []
    if not check:
        # All of them before the first is written.
        for folder, files in packages.items():
            refuse_foreign(folder, files)
    for folder, files in packages.items():
        found += _told(folder, compare(folder, files) if check else write(folder, files))
    for path, text in single.items():
        if text is None:
            found.append(f"{_short(path)} (no longer made)")
            if not check:
                path.unlink()
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            found.append(_short(path))
            if not check:
                write_whole(path, text)
    for line in found:
        print(f"out of date: {line}" if check else f"written: {line}", file=sys.stderr if check else sys.stdout)
    if not found:
        print("up to date")
    if check and found:
        print(f"run: {cure}", file=sys.stderr)
        return 1
    return 0


def _told(folder: Path, difference: Difference) -> list[str]:
    return [
        *(_short(folder / name) for name in difference.changed),
        *(f"{_short(folder / name)} (no longer made)" for name in difference.stale),
    ]


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main())
