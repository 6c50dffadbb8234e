"""One call on its way through a vendor's rules: who is called with what, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from erp_sandbox.clock import Clock
from erp_sandbox.rules import Kind, Problem, Resource, Rules
from erp_sandbox.settings import Settings
from erp_sandbox.spec import Operation, Spec
from erp_sandbox.store import Collection


@dataclass(frozen=True)
class Answer:
    """A success. `body` is a JSON value, or bytes that are sent as they are; without `has_body` nothing is sent."""

    body: Any = None
    has_body: bool = True
    status: int | None = None
    content_type: str = "application/json"


@dataclass(frozen=True)
class World:
    """What a sandbox consists of; calls look at it and change its collections."""

    spec: Spec
    rules: Rules
    settings: Settings
    clock: Clock
    resources: Mapping[str, Resource]
    collections: Mapping[str, Collection]

    def change_floor(self) -> int:
        """The least number that the next change may have."""
        return int(self.clock.now().timestamp() * 1000) if self.settings["cursor_unit"] == "milliseconds" else 0


@dataclass(frozen=True)
class Call:
    """A valid request.

    Attributes:
        world: State and rules.
        operation: What is called.
        path: Typed path parameters.
        query: Typed query parameters, defaults filled in.
        body: JSON body without read-only fields.
        sent: JSON body with them.
        headers: Header fields by name in lower case.
    """

    world: World
    operation: Operation
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any
    sent: Any
    headers: Mapping[str, list[str]] = field(default_factory=dict, repr=False)

    @property
    def settings(self) -> Settings:
        """Values of the open points."""
        return self.world.settings

    @property
    def resource(self) -> Resource:
        """The resource that the operation's tag names."""
        return self.world.resources[self.operation.resource]

    @property
    def collection(self) -> Collection:
        """The elements of that resource."""
        return self.world.collections[self.operation.resource]

    def key(self) -> str:
        """Key of the element that the call is about, from the path, or from the body where the spec has the id there.

        Raises:
            Problem: The body holds no id.
        """
        if self.operation.node.get("x-id-in-body"):
            value = self.sent.get(self.resource.key) if isinstance(self.sent, dict) else None
            if value is None or isinstance(value, bool | dict | list):
                raise Problem(Kind.INVALID, f"{self.resource.key} is missing", field=self.resource.key)
            return str(value)
        parameter = self.operation.node.get("x-unwrap", {}).get("param") or next(iter(self.path))
        return str(self.path[parameter])
