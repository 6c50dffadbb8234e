"""The Python interface: one `Sandbox` plays one vendor."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from erp_sandbox.app import SandboxApp
from erp_sandbox.clock import Clock, clock_from
from erp_sandbox.corrections import corrected
from erp_sandbox.engine import Engine
from erp_sandbox.errors import ConfigurationError, SandboxError
from erp_sandbox.faults import Faults
from erp_sandbox.ledger import RecordedRequest
from erp_sandbox.quota import Quota
from erp_sandbox.rules import Rules, find_rules
from erp_sandbox.settings import COMMON_POINTS, OpenPoint, Settings
from erp_sandbox.spec import Spec

if TYPE_CHECKING:
    from erp_sandbox.server import Server


class Sandbox:
    """A stateful stand-in for one vendor, served over HTTP while it is entered as a context manager or started.

    Args:
        vendor: Name of the vendor; may be None if `rules` is given.
        quota: (requests, seconds) of the window, None for no limit, `"documented"` for what the vendor documents.
        quota_by: Count per login (`credential`), or all logins of the account together (`store`).
        token_ttl: Seconds a token lives; means nothing for vendors without tokens. None for what the vendor documents.
        seed: Sample data, credentials and chances; the same seed gives the same ones.
        clock: `real`, `fixed` (answers are the same every time; a quota never recovers), or an object with `now()` and
            `monotonic()`.
        settings: Values of open points, see `open_points`.
        rules: Rules of a vendor of one's own: a `Rules` object or the path of a Python file.
        operation_paths: True paths of operations, by operationId, where the spec has guessed them.
        wire_names: True names of request fields and query parameters, by `operationId.name`, where the spec has guessed
            them. The name is that of the spec (`create_order.shortName`) or the one that Python clients make of it
            (`create_order.short_name`).
        host: Address to serve on.
        port: Port to serve on, 0 for a free one.

    Raises:
        ConfigurationError: An argument names something that does not exist, or has a value that cannot be.
    """

    def __init__(
        self,
        vendor: str | None = None,
        *,
        quota: tuple[int, float] | Literal["documented"] | None = "documented",
        quota_by: str = "credential",
        token_ttl: int | None = None,
        seed: int = 0,
        clock: str | Clock = "real",
        settings: Mapping[str, str] | None = None,
        rules: Rules | str | Path | None = None,
        operation_paths: Mapping[str, str] | None = None,
        wire_names: Mapping[str, str] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        if quota_by not in ("credential", "store"):
            raise ConfigurationError(f"a quota counts by credential or by store, not by {quota_by!r}")
        if token_ttl is not None and token_ttl < 1:
            raise ConfigurationError(f"a token lives at least 1 second, not {token_ttl}")
        found = rules if isinstance(rules, Rules) else find_rules(vendor, rules)
        written = Spec.packaged(found.vendor) if found.spec_file is None else Spec.from_file(Path(found.spec_file))
        spec = corrected(written, operation_paths or {}, wire_names or {})
        self._engine = Engine(
            spec,
            found,
            Settings(points_of(found), found.decided, settings or {}),
            clock_from(clock),
            seed=seed,
            quota=_documented(spec) if quota == "documented" else (Quota(*quota) if quota is not None else None),
            quota_by=quota_by,
            token_ttl=token_ttl,
        )
        self._host, self._port = host, port
        self._server: Server | None = None
        self.app = SandboxApp(self._engine)

    def __repr__(self) -> str:
        return f"<Sandbox {self.vendor} {'at ' + self.base_url if self._server else 'not started'}>"

    @property
    def vendor(self) -> str:
        """Name of the vendor that is played."""
        return self._engine.rules.vendor

    @property
    def spec(self) -> Spec:
        """The spec that is served."""
        return self._engine.spec

    @property
    def origin(self) -> str:
        """Scheme, host and port.

        Raises:
            SandboxError: The sandbox is not started.
        """
        if self._server is None:
            raise SandboxError("the sandbox has no address: enter it as a context manager, or call start()")
        host = f"[{self._server.host}]" if ":" in self._server.host else self._server.host
        return f"http://{host}:{self._server.port}"

    @property
    def base_url(self) -> str:
        """What a client takes as `base_url`.

        Raises:
            SandboxError: The sandbox is not started.
        """
        return self.origin + self._engine.spec.base_path

    @property
    def token_url(self) -> str | None:
        """URL of the token endpoint, None where the vendor has no tokens.

        Raises:
            SandboxError: The sandbox is not started.
        """
        path = self._engine.security.token_path
        return None if path is None else self.origin + path

    @property
    def credentials(self) -> dict[str, Any]:
        """Every constructor argument of every login in one dictionary; `logins` has them apart."""
        return dict(self._engine.security.credentials)

    @property
    def logins(self) -> tuple[dict[str, Any], ...]:
        """The constructor arguments of each login, in the order in which the spec gives the alternatives."""
        security = self._engine.security
        return tuple({name: security.credentials[name] for name in login.arguments} for login in security.logins)

    @property
    def faults(self) -> Faults:
        """What shall go wrong with the next calls."""
        return self._engine.faults

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """What arrived since the start or the last `reset` (at most 100,000), in the order in which it was answered."""
        return self._engine.requests()

    @property
    def open_points(self) -> tuple[OpenPoint, ...]:
        """What the vendor's documentation leaves open, and how it can be switched."""
        return self._engine.settings.points

    def setting(self, name: str) -> str:
        """The value of an open point that holds.

        Raises:
            ConfigurationError: There is none of that name.
        """
        if name not in {point.name for point in self.open_points}:
            raise ConfigurationError(
                f"unknown setting {name!r}: there are {', '.join(sorted(point.name for point in self.open_points))}"
            )
        return self._engine.settings[name]

    def elements(self, resource: str) -> list[dict[str, Any]]:
        """Copies of what is stored now, by tag of the spec, the one changed last at the end.

        Raises:
            ConfigurationError: There is no such resource.
        """
        return self._engine.elements(resource)

    def reset(self) -> None:
        """Back to the start: state, quota, tokens, faults and ledger. Address and credentials stay."""
        self._engine.reset()

    def revoke_tokens(self) -> None:
        """Refuse every token given out so far, before its time."""
        self._engine.revoke_tokens()

    def start(self) -> Self:
        """Serve from a thread; returns when requests are taken.

        Raises:
            SandboxError: The address cannot be listened on, or the sandbox is started already.
        """
        from erp_sandbox.server import Server  # only who serves pays for the server's import

        if self._server is not None:
            raise SandboxError("the sandbox is started already")
        server = Server(self.app, self._host, self._port)
        server.start()
        self._server = server
        return self

    def stop(self) -> None:
        """Close all connections and end the thread; state stays, and `start` serves again."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def points_of(rules: Rules) -> tuple[OpenPoint, ...]:
    """Common and own open points of a vendor, without those that its documentation decides."""
    by_name = {point.name: point for point in (*COMMON_POINTS, *rules.open_points)}
    for name, value in rules.decided.items():
        if name not in by_name:
            raise ConfigurationError(f"rules of {rules.vendor} decide {name!r}, which is not an open point")
        by_name[name].check(value)
    return tuple(point for name, point in by_name.items() if name not in rules.decided)


def _documented(spec: Spec) -> Quota | None:
    return None if spec.quota is None else Quota(int(spec.quota["requests"]), float(spec.quota["per"]))
