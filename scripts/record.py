"""Records cassettes again: `python -m scripts.record [--vendor v] [--live [--writes]]`.

From the sandbox (its clock stands still, so nothing changes unless something changed), rewriting only what came from
there. With `--live` from the vendor, with credentials from the environment, beside the others; says where the vendor
differs from the spec.

Exit codes: 0 done; 1 the vendor differs from the spec; 2 something could not be recorded.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from erp_client_runtime.errors import ConfigurationError, ERPClientError
from scripts.contract.against_spec import Contract
from scripts.contract.case import CASSETTES, Suite, load_suite, suites
from scripts.contract.cassette import CassetteError
from scripts.contract.recorder import RecordError, record_from_sandbox, record_live
from scripts.specs.folder import load_spec


def main(arguments: list[str] | None = None, folder: Path = CASSETTES) -> int:
    """Record what the command line names into `folder`."""
    parser = argparse.ArgumentParser(prog="python -m scripts.record", description="Record cassettes again.")
    parser.add_argument("--vendor", choices=suites(), help="this one alone")
    parser.add_argument("--live", action="store_true", help="from the vendor; credentials from the environment")
    parser.add_argument("--writes", action="store_true", help="with --live: also what creates, changes and deletes")
    chosen = parser.parse_args(arguments)
    if chosen.writes and not chosen.live:
        parser.error("--writes means nothing without --live: the sandbox is always written to")
    codes = [
        _live(load_suite(vendor), folder, writes=chosen.writes) if chosen.live else _sandbox(load_suite(vendor), folder)
        for vendor in ([chosen.vendor] if chosen.vendor else suites())
    ]
    return max(codes, default=0)


def _sandbox(suite: Suite, folder: Path) -> int:
    contract = Contract(load_spec(suite.vendor), suite.base_url)
    cases = [case for case in suite.cases if case.origin == "sandbox"]
    changed: list[str] = []
    failed = 0
    for case in cases:
        try:
            if record_from_sandbox(suite, case, contract, folder):
                changed.append(case.file)
        except (RecordError, CassetteError) as error:
            print(f"{suite.vendor}: {error}", file=sys.stderr)
            failed += 1
    for name in changed:
        print(f"{suite.vendor}: {name} changed")
    print(f"{suite.vendor}: {len(cases)} cassettes from the sandbox, {len(changed)} changed, {failed} failed")
    return 2 if failed else 0


def _live(suite: Suite, folder: Path, *, writes: bool) -> int:
    contract = Contract(load_spec(suite.vendor), suite.base_url)
    cases = [case for case in suite.cases if case.origin == "live" and (writes or not case.writes)]
    code = 0
    for case in cases:
        try:
            differences = record_live(suite, case, contract, folder)
        except ConfigurationError as error:
            # The same settings hold for every case.
            print(f"{suite.vendor}: {error}", file=sys.stderr)
            return 2
        except (RecordError, CassetteError, ERPClientError) as error:
            print(f"{suite.vendor}: {case.file}: {error}", file=sys.stderr)
            code = 2
            continue
        print(f"{suite.vendor}: {case.file}: recorded, {len(differences) or 'no'} differences from the spec")
        for difference in differences:
            print(f"  {difference}")
        code = max(code, 1 if differences else 0)
    return code


if __name__ == "__main__":
    sys.exit(main())
