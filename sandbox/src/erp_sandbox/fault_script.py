"""Script files: many faults and when they happen, in TOML; the control endpoint takes the same as JSON.

    [[fault]]
    operation = "create_customer"
    kind = "drop_after"
    rate = 0.1

    [[fault]]           # an outage of 20 seconds, beginning 5 seconds after the script was read
    operation = "*"
    kind = "status"
    status = 503
    rate = 1
    at = 5
    until = 25

The keys are the options of `Faults.add`; `body` is a text, and `file` (a path, relative to the script) holds the body.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from erp_sandbox.errors import ConfigurationError

if TYPE_CHECKING:
    from erp_sandbox.faults import Fault, Faults

Entry = Mapping[str, Any]
_FORM = 'a list "fault" of tables, each with operation, kind and options; `erp-sandbox faults` shows them'


def read_script(path: Path) -> list[Entry]:
    """The entries of a script file.

    Raises:
        ConfigurationError: It cannot be read, or has another form.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:  # a TOMLDecodeError and a wrong encoding are ValueErrors
        raise ConfigurationError(f"cannot read the fault script {path}: {error}") from None
    return entries_of(document, str(path))


def entries_of(document: object, source: str) -> list[Entry]:
    """The entries of a script, each with its operation and its kind.

    Raises:
        ConfigurationError: It has another form.
    """
    entries = document.get("fault") if isinstance(document, Mapping) and set(document) == {"fault"} else None
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise ConfigurationError(f"{source} is no fault script: it holds {_FORM}")
    for number, entry in enumerate(entries, 1):
        for name in ("operation", "kind"):
            if not isinstance(entry.get(name), str):
                raise ConfigurationError(f"{source}, fault {number} has no {name}: a script holds {_FORM}")
    return entries


def faults_of(faults: Faults, entries: list[Entry], source: str, folder: Path | None, first: int = 1) -> list[Fault]:
    """The faults that entries describe, checked and not yet planned.

    Args:
        faults: The plan that they are for.
        entries: From `entries_of`.
        source: What the entries come from, for errors.
        folder: Where `file` is looked for; None where no file may be read.
        first: Number of the first entry, for errors.

    Raises:
        ConfigurationError: One of them cannot be; the text names it.
    """
    found = []
    for number, entry in enumerate(entries, first):
        try:
            options = _options(entry, folder)
            found.append(faults.checked(entry["operation"], entry["kind"], **options))
        except ConfigurationError as error:
            raise ConfigurationError(f"{source}, fault {number}: {error}") from None
    return found


def _options(entry: Entry, folder: Path | None) -> dict[str, Any]:
    options = {name: value for name, value in entry.items() if name not in ("operation", "kind")}
    if "file" in options and folder is not None:
        if "body" in options:
            raise ConfigurationError("body and file are given at once")
        try:
            options["body"] = (folder / str(options.pop("file"))).read_bytes()
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"its file cannot be read: {error}") from None
    elif isinstance(options.get("body"), str):
        options["body"] = options["body"].encode()  # neither TOML nor the control endpoint lets halves of pairs in
    return options
