"""What importing a client costs, in an environment as users have it: time, modules and memory of a new interpreter.

Counted is the time of the processor: files come out of the cache, and a new process suffers most from what else the
machine does. The environment has no development tools: with those around, httpx imports more than users pay for, which
would make its floor too high.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import environment
from benchmarks.measure import Effort, Goal, Row, in_turns, over_at_most, ratio_at_most
from scripts.build import ROOT
from scripts.environments import Environment

_ROUNDS = 11
_FLOOR = "import httpx, attrs"
_LIMIT = 1.25
_MARGIN = 10.0  # ms that a client of 800 models may take more than a small one
_MODELS, _OPERATIONS = 800, 200
_UNITS = ("ms", "", "MB")
_LARGE = f"{_MODELS} models"
_SMALL = "lagerkoll"
_SMALL_IS = f"the same of {_SMALL}"
_SMALL_ALONE = f"import {_SMALL}, httpx"
_LARGE_ALONE = f"import of {_LARGE}, httpx"

# What a first call needs: the package, httpx, the resource and a model.
_OVERLAYS = {
    "lagerkoll": "lagerkoll_api.resources.payment_terms; from lagerkoll.models import PaymentTerm",
    "comarch_erp_xt": "comarch_erp_xt_api.resources.invoices; from comarch_erp_xt.models import Invoice",
    "simutek_gks4": "simutek_gks4_api.resources.customers; from simutek_gks4.models import Customer",
}
_BOTOCORE = "keys = {'aws_access_key_id': 'k', 'aws_secret_access_key': 's', 'region_name': 'eu-west-1'}"
# Each as a user would write it before the first call: a class of clients, one resource, one model.
_PEERS = {
    "openai": (
        "from openai import OpenAI; from openai.resources.chat.completions import Completions; "
        "from openai.types.chat import ChatCompletion"
    ),
    "githubkit": (
        "from githubkit import GitHub; github = GitHub(); github.rest.repos; "
        "from githubkit_schemas.latest.models import FullRepository"
    ),
    "stripe": "from stripe import StripeClient, Customer; StripeClient('k').v1.customers",
    "botocore": f"import botocore.session as s; {_BOTOCORE}; s.get_session().create_client('s3', **keys)",
}
_STOCK = (
    "from stock_comarch_erp_xt import AuthenticatedClient; from stock_comarch_erp_xt.api.invoices import list_invoices"
)
_PEERS_NOTE = (
    "peers: a class of clients, one resource, one model; for botocore what makes a client of s3; "
    "stock: what openapi-python-client makes of the ERP XT document"
)


class Cost(NamedTuple):
    """What an import costs.

    Attributes:
        time: Milliseconds of the processor.
        modules: How many modules were imported.
        memory: The most memory of the process, the interpreter included, in MB.
    """

    time: float
    modules: float
    memory: float


def rows(effort: Effort) -> Iterator[Row]:
    """Each client alone and ready for a first call, and one whose document has 800 models."""
    large = environment.ours(_OPERATIONS, _MODELS)
    ours = {f"import {name}, httpx": _importing(f"import {name}, httpx") for name in _OVERLAYS}
    ours |= {name: _importing(f"import {name}, httpx, {what}") for name, what in _OVERLAYS.items()}
    needed: dict[str, Callable[[], Cost]] = {}
    for name, importing in ours.items():
        # Each beside a floor of its own: a round takes seconds, and the machine changes its speed meanwhile.
        needed |= {name: importing, f"{_FLOOR} beside {name}": _importing(_FLOOR)}
    needed |= {
        _LARGE_ALONE: _importing("import everything, httpx", large),
        f"{_SMALL_ALONE} beside {_LARGE_ALONE}": ours[_SMALL_ALONE],
        _LARGE: _importing("import everything, httpx, everything.resources.orders", large),
        f"{_SMALL_IS} beside {_LARGE}": ours[_SMALL],
        f"{_FLOOR} beside {_LARGE}": _importing(_FLOOR),
    }
    peers = {name: _importing(statement) for name, statement in _PEERS.items()}
    peers["stock"] = lambda: _importing(_STOCK, environment.stock("comarch_erp_xt"))()
    costs, missing = in_turns(needed, peers, rounds=effort.rounds(_ROUNDS))

    def row(measure: str, name: str, index: int, *goals: Goal, floor: str = _FLOOR, alone: bool = False) -> Row:
        each = {who: [cost[index] for cost in some] for who, some in costs.items()}
        return Row.of(
            measure,
            _UNITS[index],
            each[name],
            each[f"{floor} beside {name}"],
            floor,
            peers={} if alone else {who: each[who] for who in peers if who in each},
            missing={} if alone else missing,
            goals=goals,
            note="" if alone else _PEERS_NOTE,
        )

    for name in _OVERLAYS:
        package = f"import {name}, httpx"
        yield row(package, package, 0, ratio_at_most(_LIMIT), alone=True)
        yield row("… and for a first call", name, 0, ratio_at_most(_LIMIT))
        yield row("… modules", name, 1)
        yield row("… peak memory", name, 2)
    yield row(_LARGE_ALONE, _LARGE_ALONE, 0, over_at_most(_MARGIN), floor=_SMALL_ALONE, alone=True)
    yield row("… and for a first call", _LARGE, 0, over_at_most(_MARGIN), floor=_SMALL_IS, alone=True)
    yield row("… modules", _LARGE, 1)
    yield row("… peak memory", _LARGE, 2)


def _importing(statement: str, path: Path | None = None) -> Callable[[], Cost]:
    """What a statement costs in a new interpreter, with a folder of packages to import from besides."""
    code = (
        f"import sys, time; sys.path += {[str(path)] if path else []}; before = len(sys.modules); "
        f"start = time.process_time(); {statement}; took = time.process_time() - start; "
        f"count = len(sys.modules) - before; sys.path.append({str(ROOT)!r}); "
        "from benchmarks.memory import most_memory; print(took * 1000, count, most_memory())"
    )

    def measured() -> Cost:
        command = [environment.python(), "-I", "-c", code]
        done = subprocess.run(command, env=Environment.variables(), capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{statement}: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
        return Cost(*map(float, done.stdout.split()))

    return measured
