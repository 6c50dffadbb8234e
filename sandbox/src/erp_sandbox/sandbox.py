"""The Python interface: one `Sandbox` plays one vendor."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from erp_sandbox.app import SandboxApp
from erp_sandbox.clock import Clock, FixedClock, clock_from
from erp_sandbox.corrections import corrected
from erp_sandbox.engine import Engine
from erp_sandbox.errors import ConfigurationError, SandboxError
from erp_sandbox.faults import Faults
from erp_sandbox.ledger import LedgerFile, RecordedRequest, exported
from erp_sandbox.points import points_of
from erp_sandbox.quota import Quota
from erp_sandbox.rules import Rules, find_rules
from erp_sandbox.settings import OpenPoint, Settings
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
        control: Serve the control endpoint, too, see `control_url`.
        ledger_file: Gets every request when it has ended; it must be open while the sandbox serves.

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
        control: bool = False,
        ledger_file: LedgerFile | None = None,
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
            Settings(points_of(found, spec), found.decided, settings or {}),
            clock_from(clock),
            seed=seed,
            quota=_documented(spec) if quota == "documented" else (Quota(*quota) if quota is not None else None),
            quota_by=quota_by,
            token_ttl=token_ttl,
            on_end=None if ledger_file is None else lambda request: ledger_file.write(self._exported(request)),
        )
        self._host, self._port = host, port
        self._server: Server | None = None
        self._control: tuple[Server, str] | None = None
        self._with_control = control
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
    def control_url(self) -> str:
        """Where another program changes and looks at this sandbox; `GET /` there lists what there is.

        Always on the loopback address and on a port of its own, both new with every start.

        Raises:
            SandboxError: The sandbox is not started, or was made without `control`.
        """
        return f"http://127.0.0.1:{self._controlled()[0].port}"

    @property
    def control_token(self) -> str:
        """What requests to `control_url` must carry: `Authorization: Bearer <token>`; new with every start.

        Raises:
            SandboxError: As of `control_url`.
        """
        return self._controlled()[1]

    def _controlled(self) -> tuple[Server, str]:
        if self._control is None:
            raise SandboxError("there is no control endpoint: make the sandbox with control=True, and start it")
        return self._control

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
        """What arrived since the start or the last `reset`, in the order in which it was dealt with.

        At most 100,000 requests with at most 64 MiB of bodies; the oldest are forgotten first, see their `number`.
        """
        return self._engine.ledger.requests()

    def ledger(self, after: int = 0, limit: int = 100_000) -> list[dict[str, Any]]:
        """At most `limit` of the requests after number `after` as data, without headers, bodies and secrets."""
        return [self._exported(request) for request in self._engine.ledger.after(after, limit)]

    def _exported(self, request: RecordedRequest) -> dict[str, Any]:
        return exported(request, self.vendor, self._engine.security.redacted)

    @property
    def clock(self) -> Clock:
        """The clock of this sandbox."""
        return self._engine.clock

    def advance_clock(self, seconds: float) -> None:
        """Move a fixed clock on.

        Raises:
            ConfigurationError: The clock is not a fixed one, or would go back.
        """
        if not isinstance(self.clock, FixedClock):
            raise ConfigurationError("only a fixed clock can be moved: start the sandbox with clock fixed")
        self.clock.advance(seconds)

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
        with ExitStack() as undo:
            server = Server(self.app, self._host, self._port)
            undo.callback(server.stop)
            server.start()
            if self._with_control:
                self._control = self._start_control()
            undo.pop_all()
        self._server = server
        return self

    def _start_control(self) -> tuple[Server, str]:
        from erp_sandbox.control import control_app  # only who controls pays for it
        from erp_sandbox.server import Server

        token = secrets.token_urlsafe(32)
        server = Server(control_app(self, token), "127.0.0.1", 0)
        server.start()
        return server, token

    def stop(self) -> None:
        """Close all connections and end the thread; state stays, and `start` serves again."""
        control, self._control = self._control, None
        server, self._server = self._server, None
        with ExitStack() as ending:
            for running in (control[0] if control else None, server):
                if running is not None:
                    ending.callback(running.stop)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _documented(spec: Spec) -> Quota | None:
    return None if spec.quota is None else Quota(int(spec.quota["requests"]), float(spec.quota["per"]))
