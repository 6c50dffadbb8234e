"""What the command prints as lists: the open points of a vendor, and the kinds of faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from erp_sandbox.fault_kinds import KINDS, WHEN
from erp_sandbox.fault_text import FORM

if TYPE_CHECKING:
    from erp_sandbox.sandbox import Sandbox

_SCRIPT = """a script (--fault-script FILE) is TOML, with the same options and these two:

    [[fault]]
    operation = "*"
    kind = "status"
    status = 503
    rate = 0.2
    at = 5
    until = 25

Python takes them as faults.add("*", "status", status=503, rate=0.2, at=5, until=25), and a running sandbox over its
control endpoint (--control) as {"fault": [{"operation": "*", "kind": "status", ...}]}."""


def faults_report() -> str:
    """Every kind of fault, with its options and examples."""
    lines = [f"as text: {FORM}", "", "OPERATION is an operationId, token, or * for every operation but token.", ""]
    for name, kind in KINDS.items():
        lines += [name, f"    {kind.what}", *_options(kind.options, kind.main)]
        lines += [f"    e.g. --fault '{example}'" for example in kind.examples]
        lines.append("")
    lines += ["options of every fault", *_options(WHEN, None), ""]
    lines += [
        "A call meets one fault at most: the first, in the order planned, that is for it. With the same --seed the",
        "n-th call of an operation meets the same faults.",
        "",
        _SCRIPT,
    ]
    return "\n".join(lines)


def _options(options: Mapping[str, str], main: str | None) -> list[str]:
    return [f"    {name}{' (=VALUE)' if name == main else ''}: {what}" for name, what in options.items()]


def points_report(sandbox: Sandbox) -> str:
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
