"""The command `erp-sandbox`: serve vendors, or list what their documentation leaves open and what can go wrong."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from erp_sandbox.errors import SandboxError

if TYPE_CHECKING:
    from erp_sandbox.ledger import LedgerFile
    from erp_sandbox.sandbox import Sandbox

_QUOTA_FORM = "requests/seconds, such as 50/3, or none; without it the documented limit"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when it was stopped or is done, 2 when it was asked for something that cannot be."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "serve":
            return _serve(options)
        return _open_points(options) if options.command == "open-points" else _faults()
    except BrokenPipeError:
        return 0  # whoever reads, such as `head`, has read enough
    except SandboxError as error:
        print(f"erp-sandbox: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="erp-sandbox", description="Play an ERP vendor's API on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve one vendor, or all of them, until stopped")
    points = commands.add_parser("open-points", help="list what a vendor's documentation leaves open, and the switches")
    commands.add_parser("faults", help="list what can go wrong on demand, with options and examples")
    for command in (serve, points):
        command.add_argument("--vendor", default=None, help="name of a vendor, or all")
        command.add_argument(
            "--rules", type=Path, default=None, metavar="FILE", help="rules of a vendor of your own, a Python file"
        )
        command.add_argument(
            "--set", action="append", default=[], dest="settings", metavar="NAME=VALUE", help="decide an open point"
        )
    serve.add_argument(
        "--operation-path",
        action="append",
        default=[],
        metavar="OPERATION=PATH",
        help="true path of an operation whose path is guessed",
    )
    serve.add_argument(
        "--wire-name",
        action="append",
        default=[],
        metavar="OPERATION.NAME=NAME",
        help="true name of a request field or query parameter whose name is guessed",
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument(
        "--port",
        type=_port,
        default=8801,
        help="first port, counting up with several vendors; 0 for free ones (default: 8801)",
    )
    serve.add_argument("--json", action="store_true", help="print one JSON line per vendor when ready, nothing else")
    serve.add_argument("--quota", default=None, metavar="N/SECONDS", help=_QUOTA_FORM)
    serve.add_argument(
        "--quota-by", choices=("credential", "store"), default="credential", help="what the quota counts by"
    )
    serve.add_argument(
        "--token-ttl",
        type=int,
        default=None,
        metavar="SECONDS",
        help="how long a token lives; vendors without tokens ignore it",
    )
    serve.add_argument("--seed", type=int, default=0, help="sample data, credentials and chances (default: 0)")
    serve.add_argument("--clock", choices=("real", "fixed"), default="real", help="fixed: time stands still")
    serve.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="SPEC",
        help="OPERATION:KIND[=VALUE][,OPTION=VALUE...][*TIMES][@RATE], see `erp-sandbox faults`",
    )
    serve.add_argument(
        "--fault-script",
        action="append",
        default=[],
        type=Path,
        dest="fault_scripts",
        metavar="FILE",
        help="many faults and when they happen, in TOML",
    )
    serve.add_argument(
        "--control", action="store_true", help="let other programs change and look at the sandbox while it runs"
    )
    serve.add_argument(
        "--ledger", type=Path, default=None, metavar="FILE", help="write one line of JSON for each request there"
    )
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: use 0 to 65535")
    return int(text)


def _serve(options: argparse.Namespace) -> int:
    from erp_sandbox.ledger import LedgerFile

    ledger_file = None if options.ledger is None else LedgerFile(options.ledger)
    sandboxes = _sandboxes(options, ledger_file)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as running:
        if ledger_file is not None:
            running.enter_context(ledger_file)
        for sandbox in sandboxes:
            running.enter_context(sandbox)
        for sandbox in sandboxes:
            say = _as_json if options.json else _in_words
            _say(say(sandbox, options.control))
        stop.wait()
    return 0


def _sandboxes(options: argparse.Namespace, ledger_file: LedgerFile | None) -> list[Sandbox]:
    """Everything that is asked for, made before anything is served, so that a mistake serves nothing."""
    # Parsing the options needs none of this, and `--help` should not wait for it.
    from erp_sandbox.fault_plans import plan_faults
    from erp_sandbox.quota import Quota
    from erp_sandbox.sandbox import Sandbox

    names = _vendors(options)
    settings = _settings(options, names)
    paths = _corrections(options, names, "operation_path")
    wire_names = _corrections(options, names, "wire_name")
    quota: tuple[int, float] | Literal["documented"] | None = "documented"
    if options.quota is not None:
        parsed = Quota.parse(options.quota)
        quota = None if parsed is None else (parsed.requests, parsed.per)
    sandboxes = [
        Sandbox(
            name,
            rules=options.rules,
            quota=quota,
            quota_by=options.quota_by,
            token_ttl=options.token_ttl,
            seed=options.seed,
            clock=options.clock,
            settings=settings[number],
            operation_paths=paths[number],
            wire_names=wire_names[number],
            host=options.host,
            port=options.port + number if options.port else 0,
            control=options.control,
            ledger_file=ledger_file,
        )
        for number, name in enumerate(names)
    ]
    plan_faults([sandbox.faults for sandbox in sandboxes], options.fault, options.fault_scripts)
    return sandboxes


def _settings(options: argparse.Namespace, names: Sequence[str | None]) -> list[dict[str, str]]:
    """Values of open points for each vendor."""
    from erp_sandbox.sandbox import Sandbox
    from erp_sandbox.settings import parse_setting

    given = dict(map(parse_setting, options.settings))
    if len(names) == 1 or not given:
        return [given for _ in names]
    known = [{point.name for point in Sandbox(name, rules=options.rules).open_points} for name in names]
    return _shared(given, known)


def _corrections(options: argparse.Namespace, names: Sequence[str | None], option: str) -> list[dict[str, str]]:
    """What is corrected of each vendor's spec; an operationId leads to its vendor."""
    from erp_sandbox.sandbox import Sandbox

    given: dict[str, str] = {}
    for text in getattr(options, option):
        name, equals, value = text.partition("=")
        if not (name and equals and value):
            switch = option.replace("_", "-")
            raise SandboxError(f"malformed correction {text!r}: write --{switch} NAME=VALUE, see --help")
        given[name] = value
    if len(names) == 1 or not given:
        return [given for _ in names]
    known = [{operation.id for operation in Sandbox(name, rules=options.rules).spec.operations} for name in names]
    return _shared(given, known)


def _shared(given: Mapping[str, str], known: Sequence[set[str]]) -> list[dict[str, str]]:
    """What concerns which vendor, by the part before a dot; what concerns none is left to the first, which says so."""
    shares = [{name: value for name, value in given.items() if name.partition(".")[0] in own} for own in known]
    shares[0].update({name: value for name, value in given.items() if not any(name in share for share in shares)})
    return shares


def _vendors(options: argparse.Namespace) -> list[str | None]:
    from erp_sandbox.rules import vendors

    if options.rules is not None:
        return [options.vendor]
    if options.vendor is None:
        raise SandboxError(f"which vendor? Give --vendor: all, {', '.join(vendors())}; or --rules FILE")
    return list(vendors()) if options.vendor == "all" else [options.vendor]


def _as_json(sandbox: Sandbox, control: bool) -> str:
    line: dict[str, Any] = {
        "vendor": sandbox.vendor,
        "base_url": sandbox.base_url,
        "token_url": sandbox.token_url,
        "credentials": sandbox.credentials,
    }
    if control:
        line.update(control_url=sandbox.control_url, control_token=sandbox.control_token)
    return json.dumps(line)


def _in_words(sandbox: Sandbox, control: bool) -> str:
    name = sandbox.vendor.upper()
    lines = [f"{sandbox.spec.title}: sandbox at {sandbox.base_url}", f"  export {name}_BASE_URL={sandbox.base_url}"]
    if sandbox.token_url is not None:
        lines.append(f"  export {name}_TOKEN_URL={sandbox.token_url}")
    for number, login in enumerate(sandbox.logins):
        lines.append("  log in with" if number == 0 else "  or with")
        lines.extend(f"  export {name}_{argument.upper()}={value}" for argument, value in login.items())
    if control:
        lines.append(f"  control it at {sandbox.control_url}")
        lines.append(f"  with the header Authorization: Bearer {sandbox.control_token}")
    lines.append("  stop with Ctrl+C")
    return "\n".join(lines)


def _open_points(options: argparse.Namespace) -> int:
    from erp_sandbox.reports import points_report
    from erp_sandbox.sandbox import Sandbox

    names = _vendors(options)
    for name, settings in zip(names, _settings(options, names), strict=True):
        _say(points_report(Sandbox(name, rules=options.rules, settings=settings)))
    return 0


def _faults() -> int:
    from erp_sandbox.reports import faults_report

    _say(faults_report())
    return 0


def _say(text: str) -> None:
    """Print at once.

    Raises:
        BrokenPipeError: Nobody reads it.
        SandboxError: It cannot be written.
    """
    try:
        print(text, flush=True)
    except OSError as error:
        # What is left of it would be tried again at the end of the process, and fail with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise SandboxError(f"cannot write the output: {error.strerror}; send it somewhere else") from error


if __name__ == "__main__":
    sys.exit(main())
