"""Sandboxes: the real command in real processes, with every fault there is, and what is left of them, their ledgers."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
from attrs import define

from tests.chaos.steps import KEPT

COMMAND = Path(sys.executable).with_name("erp-sandbox")
TOKENS = ("simutek_gks4", "comarch_erp_xt")  # those that have them
TOKEN_TTL = 5
SLOW = 1.3  # longer than the patience of the clients

# Of 1,000 calls so many, more or less; of each kind, one at least.
FAULTS: tuple[tuple[float, dict[str, Any]], ...] = (
    (1, {"kind": "status", "status": 429}),
    (1, {"kind": "status", "status": 429, "retry_after": "1"}),
    (1, {"kind": "status", "status": 429, "retry_after": "-1"}),
    (1, {"kind": "status", "status": 429, "retry_after": "99999999999"}),
    (1, {"kind": "status", "status": 429, "retry_after": "soon"}),
    (3, {"kind": "status", "status": 500}),
    (3, {"kind": "status", "status": 502, "envelope": False}),
    (3, {"kind": "status", "status": 503}),
    (3, {"kind": "status", "status": 503, "envelope": False, "retry_after": "1"}),
    (5, {"kind": "status", "status": 504, "envelope": False, "processed": True}),
    (3, {"kind": "status", "status": 520, "envelope": False}),
    (4, {"kind": "html"}),
    (4, {"kind": "html", "status": 502, "processed": True}),
    (3, {"kind": "body", "status": 302, "headers": {"Location": "http://other.example/"}}),
    (3, {"kind": "body", "body": '\ufeff{"code": ', "processed": True}),
    (5, {"kind": "truncated"}),
    (5, {"kind": "truncated", "cut": "json"}),
    (2, {"kind": "slow", "seconds": SLOW}),
    (2, {"kind": "slow", "seconds": 0.1}),
    (2, {"kind": "slow_body", "seconds": SLOW}),
    (2, {"kind": "slow_body", "seconds": 0.1}),
    (8, {"kind": "drop_before"}),
    (12, {"kind": "drop_after"}),
    (4, {"kind": "wrong_clock", "date": -86400}),
    (8, {"kind": "duplicate"}),
    (4, {"kind": "stale_answer"}),
    (4, {"kind": "foreign_answer"}),
)
OF_CALLS_WITH_TOKENS = (3, {"kind": "expired_token"})
# Of 1,000 token requests.
OF_TOKENS: tuple[tuple[float, dict[str, Any]], ...] = (
    (50, {"kind": "status", "status": 503}),
    (30, {"kind": "status", "status": 429, "retry_after": "1"}),
    (30, {"kind": "html"}),
    (30, {"kind": "truncated"}),
    (30, {"kind": "slow", "seconds": SLOW}),
    (50, {"kind": "drop_before"}),
    (50, {"kind": "drop_after"}),
    (50, {"kind": "wrong_clock", "lifetime": 60}),
    (50, {"kind": "wrong_clock", "lifetime": -3}),
    (50, {"kind": "duplicate"}),
)
KINDS = {fault["kind"] for _, fault in (*FAULTS, OF_CALLS_WITH_TOKENS)}


def script(vendor: str, seed: str) -> str:
    """Faults for a sandbox, as a script: in an order and with rates that the seed decides."""
    chance = random.Random(seed)
    concerned = [("*", *fault) for fault in FAULTS]
    if vendor in TOKENS:
        concerned += [("*", *OF_CALLS_WITH_TOKENS)] + [("token", *fault) for fault in OF_TOKENS]
    chance.shuffle(concerned)
    entries = []
    for operation, share, fault in concerned:
        entries.append({"operation": operation, **fault, "rate": share / 1000 * chance.uniform(0.5, 1.5)})
        if operation == "*":
            entries.append({"operation": operation, **fault, "after": chance.randint(10, 200)})
    return "\n".join(
        "[[fault]]\n" + "".join(f"{name} = {_toml(value)}\n" for name, value in e.items()) for e in entries
    )


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value)


@define
class Vendor:
    """A sandbox in a process of its own.

    Attributes:
        name: Its name.
        quota: Requests and seconds.
        login: Constructor arguments of its clients.
        ledger: All requests, in order, when it has ended.
        elements: What it then held: names of records and their values, by resource.
    """

    name: str
    quota: tuple[int, float]
    login: dict[str, Any]
    control: httpx.Client
    ledger: list[dict[str, Any]]
    elements: dict[str, list[tuple[str, str]]]

    def ask(self, method: str, path: str) -> Any:
        """Something of the control endpoint.

        Raises:
            httpx.HTTPStatusError: it refuses.
        """
        return self.control.request(method, path).raise_for_status()

    def look(self) -> None:
        """Remember what it holds."""
        for resource, (name, value) in KEPT[self.name].items():
            held = self.ask("GET", f"/elements/{resource}").json()
            self.elements[resource] = [(str(element.get(name)), str(element.get(value))) for element in held]


@contextmanager
def serving(quotas: Mapping[str, tuple[int, float]], seed: str, folder: Path) -> Iterator[list[Vendor]]:
    """Sandboxes for a `with` block, all started at once, and their ledgers after it."""
    with ExitStack() as running:
        processes = {name: running.enter_context(_started(name, quotas[name], seed, folder)) for name in quotas}
        vendors = [running.enter_context(_ready(name, quotas[name], processes[name])) for name in quotas]
        yield vendors
    for vendor in vendors:
        lines = (folder / f"{vendor.name}.ledger").read_text("utf-8").splitlines()
        vendor.ledger = sorted(map(json.loads, lines), key=lambda request: int(request["number"]))


@contextmanager
def _started(name: str, quota: tuple[int, float], seed: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    faults = folder / f"{name}.toml"
    faults.write_text(script(name, f"{seed}:{name}"), "utf-8")
    requests, seconds = quota
    arguments = ["--vendor", name, "--port", "0", "--json", "--control", "--quota", f"{requests}/{seconds}"]
    arguments += ["--ledger", str(folder / f"{name}.ledger"), "--fault-script", str(faults)]
    arguments += ["--seed", str(random.Random(seed).randrange(10**6))]
    if name in TOKENS:
        arguments += ["--token-ttl", str(TOKEN_TTL)]
    with subprocess.Popen([COMMAND, "serve", *arguments], stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def _ready(name: str, quota: tuple[int, float], process: subprocess.Popen[bytes]) -> Iterator[Vendor]:
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    login = {"base_url": told["base_url"], **_first_login(told["credentials"])}
    if told["token_url"]:
        login["token_url"] = told["token_url"]
    headers = {"Authorization": f"Bearer {told['control_token']}"}
    with httpx.Client(base_url=told["control_url"], headers=headers, timeout=60) as control:
        yield Vendor(name, quota, login, control, [], {})


def _first_login(credentials: dict[str, str]) -> dict[str, str]:
    """Of alternatives, one: what the vendor counts is then all one login's."""
    return {name: value for name, value in credentials.items() if name not in ("user_id", "user_token")}
