"""The command `erp-sandbox`: serve vendors, or list what their documentation leaves open."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from erp_sandbox.errors import SandboxError

if TYPE_CHECKING:
    from erp_sandbox.sandbox import Sandbox

_QUOTA_FORM = "requests/seconds, such as 50/3, or none; without it the documented limit"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when it was stopped or is done, 2 when it was asked for something that cannot be."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "serve":
            return _serve(options)
        return _open_points(options)
    except SandboxError as error:
        print(f"erp-sandbox: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="erp-sandbox", description="Play an ERP vendor's API on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve one vendor, or all of them, until stopped")
    points = commands.add_parser("open-points", help="list what a vendor's documentation leaves open, and the switches")
    for command in (serve, points):
        command.add_argument("--vendor", default=None, help="name of a vendor, or all")
        command.add_argument(
            "--rules", type=Path, default=None, metavar="FILE", help="rules of a vendor of your own, a Python file"
        )
        command.add_argument(
            "--set", action="append", default=[], dest="settings", metavar="NAME=VALUE", help="decide an open point"
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
        help="OPERATION:KIND[=VALUE][,OPTION=VALUE...][*TIMES][@RATE]",
    )
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: use 0 to 65535")
    return int(text)


def _serve(options: argparse.Namespace) -> int:
    sandboxes = _sandboxes(options)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as running:
        for sandbox in sandboxes:
            running.enter_context(sandbox)
        for sandbox in sandboxes:
            print(_as_json(sandbox) if options.json else _in_words(sandbox), flush=True)
        stop.wait()
    return 0


def _sandboxes(options: argparse.Namespace) -> list[Sandbox]:
    """Everything that is asked for, made before anything is served, so that a mistake serves nothing."""
    # Parsing the options needs none of this, and `--help` should not wait for it.
    from erp_sandbox.faults import FORM
    from erp_sandbox.quota import Quota
    from erp_sandbox.sandbox import Sandbox
    from erp_sandbox.settings import parse_setting

    names = _vendors(options)
    quota: dict[str, tuple[int, float] | None] = {}
    if options.quota is not None:
        parsed = Quota.parse(options.quota)
        quota["quota"] = None if parsed is None else (parsed.requests, parsed.per)
    sandboxes = [
        Sandbox(
            name,
            rules=options.rules,
            quota_by=options.quota_by,
            token_ttl=options.token_ttl,
            seed=options.seed,
            clock=options.clock,
            settings=dict(map(parse_setting, options.settings)),
            host=options.host,
            port=options.port + number if options.port else 0,
            **quota,  # type: ignore[arg-type]  # absent means the documented limit, which None would not
        )
        for number, name in enumerate(names)
    ]
    for text in options.fault:
        operation = text.partition(":")[0]
        concerned = [
            s for s in sandboxes if operation in ("*", "token") or any(o.id == operation for o in s.spec.operations)
        ]
        # Of several vendors only one has the operation; if none has, the first one says so, and how a fault is written.
        for sandbox in concerned or sandboxes[:1]:
            try:
                sandbox.faults.add_text(text)
            except SandboxError as error:
                hint = "" if FORM in str(error) else f"; write {FORM}"
                raise SandboxError(f"{error}{hint}") from None
    return sandboxes


def _vendors(options: argparse.Namespace) -> list[str | None]:
    from erp_sandbox.rules import vendors

    if options.rules is not None:
        return [options.vendor]
    if options.vendor is None:
        raise SandboxError(f"which vendor? Give --vendor: all, {', '.join(vendors())}; or --rules FILE")
    return list(vendors()) if options.vendor == "all" else [options.vendor]


def _as_json(sandbox: Sandbox) -> str:
    return json.dumps(
        {
            "vendor": sandbox.vendor,
            "base_url": sandbox.base_url,
            "token_url": sandbox.token_url,
            "credentials": sandbox.credentials,
        }
    )


def _in_words(sandbox: Sandbox) -> str:
    name = sandbox.vendor.upper()
    lines = [f"{sandbox.spec.title}: sandbox at {sandbox.base_url}", f"  export {name}_BASE_URL={sandbox.base_url}"]
    if sandbox.token_url is not None:
        lines.append(f"  export {name}_TOKEN_URL={sandbox.token_url}")
    for number, login in enumerate(sandbox.logins):
        lines.append("  log in with" if number == 0 else "  or with")
        lines.extend(f"  export {name}_{argument.upper()}={value}" for argument, value in login.items())
    lines.append("  stop with Ctrl+C")
    return "\n".join(lines)


def _open_points(options: argparse.Namespace) -> int:
    from erp_sandbox.sandbox import Sandbox
    from erp_sandbox.settings import parse_setting

    for name in _vendors(options):
        print(_report(Sandbox(name, rules=options.rules, settings=dict(map(parse_setting, options.settings)))))
    return 0


def _report(sandbox: Sandbox) -> str:
    """Open points with their switches, then what the spec itself has concluded or assumed."""
    lines = [f"{sandbox.vendor}: what the documentation leaves open, and what this sandbox does", ""]
    for point in sandbox.open_points:
        switch = "--set " if len(point.choices) != 1 else "no switch: "
        lines.append(f"{switch}{point.name}={sandbox.setting(point.name)}   [{point.level}]")
        lines.append(f"    {point.why}")
        choices = point.choices or {"a whole number": f"{point.default} if nothing is said"}
        lines.extend(
            f"    {'*' if value == point.default else ' '} {value}: {meaning}" for value, meaning in choices.items()
        )
    lines += [
        "--quota-by credential   [assumed]",
        "    What the quota counts by is decided by the option of serve.",
        "    * credential: each login has its own",
        "      store: all logins of the account share one",
        "",
    ]
    evidence = list(sandbox.spec.evidence())
    levels = Counter(str(node["level"]) for _, node in evidence)
    lines.append(
        "the spec, by how it is known: " + ", ".join(f"{count} {level}" for level, count in levels.most_common())
    )
    for place, node in evidence:
        if node["level"] in ("inferred", "assumed"):
            lines.append(f"    [{node['level']}] {place}: {node.get('because', 'no reason given')}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
