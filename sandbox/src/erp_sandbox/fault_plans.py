"""Faults for several sandboxes at once: each goes to those that know its operation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from erp_sandbox.errors import ConfigurationError
from erp_sandbox.fault_kinds import ANY
from erp_sandbox.fault_script import faults_of, read_script
from erp_sandbox.fault_text import FORM
from erp_sandbox.faults import Faults


def plan_faults(plans: Sequence[Faults], texts: Sequence[str], scripts: Sequence[Path]) -> None:
    """Plan what `--fault` and `--fault-script` say.

    Raises:
        ConfigurationError: Something in them cannot be.
    """
    for text in texts:
        for faults in _concerned(plans, text.partition(":")[0]):
            try:
                faults.add_text(text)
            except ConfigurationError as error:
                hint = "" if FORM in str(error) else f"; write {FORM}"
                raise ConfigurationError(f"{error}{hint}") from None
    for path in scripts:
        for number, entry in enumerate(read_script(path), 1):
            for faults in _concerned(plans, entry["operation"]):
                faults.plan(faults_of(faults, [entry], str(path), path.parent, first=number))


def _concerned(plans: Sequence[Faults], operation: str) -> Sequence[Faults]:
    """Those that have the operation; if none has, the first one says so."""
    return [faults for faults in plans if operation in (ANY, *faults.operations)] or plans[:1]
