"""Which open points a vendor has: common and own ones, where there is something to decide."""

from __future__ import annotations

import random

from erp_sandbox.errors import ConfigurationError
from erp_sandbox.rules import Rules
from erp_sandbox.settings import COMMON_POINTS, OpenPoint, Settings
from erp_sandbox.spec import Spec


def points_of(rules: Rules, spec: Spec) -> tuple[OpenPoint, ...]:
    """Common and own open points of a vendor, without what its documentation decides and what it has no use for."""
    by_name = {point.name: point for point in (*COMMON_POINTS, *rules.open_points)}
    for name, value in rules.decided.items():
        if name not in by_name:
            raise ConfigurationError(f"rules of {rules.vendor} decide {name!r}, which is not an open point")
        by_name[name].check(value)
    points = tuple(by_name.values())
    present = spec.features | _kept(rules, spec, Settings(points, rules.decided, {}))
    return tuple(
        point
        for name, point in by_name.items()
        if name not in rules.decided and (point.feature is None or point.feature in present)
    )


def _kept(rules: Rules, spec: Spec, settings: Settings) -> set[str]:
    """What there is to decide about elements: `given_keys` (the client gives the key), `write_once`."""
    found: set[str] = set()
    resources = rules.resources(settings, random.Random(0))  # noqa: S311 - only their form is looked at
    for operation in spec.operations:
        resource = resources.get(operation.resource)
        if resource is not None and operation.kind == "create" and not resource.numbered:
            found.add("given_keys")
        if resource is not None and operation.kind == "update" and resource.write_once:
            found.add("write_once")
    return found
