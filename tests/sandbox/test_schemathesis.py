"""Requests that the specs allow, and such that they forbid: no sandbox fails, and all its answers are as documented."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from erp_sandbox import Sandbox
from tests.sandbox.support import PLAIN

ROOT = Path(__file__).resolve().parents[2]
VENDORS = sorted(folder.name for folder in (ROOT / "specs").iterdir() if folder.is_dir())
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CONFORMANCE: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = 5
MOST_REAL = 20


class Target:
    """A running sandbox, the spec that it plays, and what is in it."""

    def __init__(self, vendor: str, box: Sandbox) -> None:
        spec = yaml.load((ROOT / "specs" / vendor / "openapi.yaml").read_bytes(), yaml.CSafeLoader)
        self.box = box
        self.headers = _login(box)
        self.operations = {
            found.label: found for result in _schema(spec).get_all_operations() if (found := result.ok()) is not None
        }

    def real(self, operation: APIOperation[Any, Any, Any, Any]) -> list[dict[str, Any]]:
        """Elements that the list beside an operation shows, so that not every request is about something else."""
        collection = operation.path.partition("{")[0].rstrip("/")
        lists = [one for one in self.operations.values() if one.method == "get" and one.path.rstrip("/") == collection]
        if not lists:
            return []
        query = {parameter.name: 0 for parameter in lists[0].query if parameter.is_required}
        answer = httpx.get(self.box.base_url + lists[0].path, headers=self.headers, params=query, verify=PLAIN).json()
        arrays = [answer, *answer.values()] if isinstance(answer, dict) else [answer]
        found = next((one for one in arrays if isinstance(one, list)), [])
        return [one for one in found if isinstance(one, dict)][:MOST_REAL]


def _schema(spec: dict[str, Any]) -> Any:
    """The spec without its logins: all requests carry the sandbox's own."""
    spec = copy.deepcopy(spec)
    spec.pop("security", None)
    for item in spec["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation.pop("security", None)
    return schemathesis.openapi.from_dict(spec)


def _login(box: Sandbox) -> dict[str, str]:
    if box.token_url is None:
        return dict(box.logins[0])
    form = {"grant_type": "client_credentials", **box.credentials}
    answer = httpx.post(box.token_url, data=form, verify=PLAIN)
    if answer.status_code != 200:
        answer = httpx.post(
            box.token_url,
            data={"grant_type": "client_credentials"},
            auth=(box.credentials["client_id"], box.credentials["client_secret"]),
            verify=PLAIN,
        )
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.fixture(scope="module", params=VENDORS)
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    with Sandbox(request.param, quota=None, clock="fixed") as box:
        yield Target(request.param, box)


def with_something_real(case: Case[Any], real: dict[str, Any], how: str, index: int) -> None:
    """Have a request be about an element that exists, and its body be that element with one field as generated."""
    ids = [real[key] for key in real if key.lower() in ("id", "code", "number")]
    case.path_parameters = dict.fromkeys(case.path_parameters or {}, ids[0])
    if how == "body" and isinstance(case.body, dict):
        names = list(case.body)
        one = {names[index % len(names)]: case.body[names[index % len(names)]]} if names else {}
        case.body = {**real, **one}


def attack(target: Target, operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode) -> set[int]:
    """Send generated requests and check the answers; their statuses."""
    seen: set[int] = set()
    real = target.real(operation)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        operation.as_strategy(generation_mode=mode),
        st.integers(0, MOST_REAL),
        st.sampled_from(["", "path", "body", "body"]),
    )
    def check(case: Case[Any], index: int, how: str) -> None:
        if real and how:
            with_something_real(case, real[index % len(real)], how, index)
        response = case.call(base_url=target.box.base_url, headers=target.headers)
        seen.add(response.status_code)
        case.validate_response(response, checks=CONFORMANCE)

    # Nothing can be said that is forbidden where any text may stand.
    with contextlib.suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else contextlib.nullcontext():
        check()
    return seen


def test_no_request_makes_a_sandbox_fail_or_answer_otherwise_than_documented(target: Target) -> None:
    seen = {
        label: {status for mode in MODES for status in attack(target, operation, mode)}
        for label, operation in target.operations.items()
    }
    # It was about more than errors.
    failed = {label: statuses for label, statuses in seen.items() if min(statuses, default=999) >= 300}
    assert len(failed) <= len(seen) * 0.3, failed
