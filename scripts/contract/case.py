"""What is recorded and replayed, as data. A vendor is one module in tests/contract/cases/ with a `SUITE` of these."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterable, Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from attrs import Factory, field, frozen

from scripts.specs.source import ROOT

TESTS = ROOT / "tests" / "contract"
CASSETTES = TESTS / "cassettes"


class Expected(Protocol):
    """What a call must come to."""

    @property
    def is_error(self) -> bool:
        """Whether it must raise."""
        ...

    def differences(self, result: object, error: BaseException | None) -> list[str]:
        """What came otherwise; empty if nothing."""
        ...


@frozen
class Returns:
    """The call returns something equal to this, of the same type."""

    value: object
    is_error = False

    def differences(self, result: object, error: BaseException | None) -> list[str]:
        """See `Expected`."""
        if error is not None:
            return [f"raised {type(error).__name__}: {error}"]
        if type(result) is not type(self.value) or result != self.value:
            return [f"returned {result!r} instead of {self.value!r}"]
        return []


@frozen
class Lists:
    """The call returns a page of these, with this cursor."""

    items: list[Any]
    cursor: object = None
    is_error = False

    def differences(self, result: Any, error: BaseException | None) -> list[str]:
        """See `Expected`."""
        if error is not None:
            return [f"raised {type(error).__name__}: {error}"]
        problems = []
        if list(result) != self.items:
            problems.append(f"returned {list(result)!r} instead of {self.items!r}")
        if result.cursor != self.cursor or type(result.cursor) is not type(self.cursor):
            problems.append(f"has the cursor {result.cursor!r} instead of {self.cursor!r}")
        return problems


@frozen
class Document:
    """The call returns a file that begins like this, ends like this, and holds these.

    Attributes:
        begins: First bytes.
        ends: Last bytes, white space after them apart.
        holds: Further bytes that must be somewhere in it.
    """

    begins: bytes
    ends: bytes
    holds: tuple[bytes, ...] = ()
    is_error = False

    def differences(self, result: object, error: BaseException | None) -> list[str]:
        """See `Expected`."""
        if error is not None:
            return [f"raised {type(error).__name__}: {error}"]
        if not isinstance(result, bytes):
            return [f"returned a {type(result).__name__} instead of bytes"]
        problems = []
        if not result.startswith(self.begins):
            problems.append(f"returned bytes that begin with {result[:40]!r} and not with {self.begins!r}")
        if not result.rstrip().endswith(self.ends):
            problems.append(f"returned bytes that end with {result[-40:]!r} and not with {self.ends!r}")
        return problems + [f"returned bytes without {part!r}" for part in self.holds if part not in result]


@frozen
class Raises:
    """The call raises exactly this class, with these attributes."""

    error: type[BaseException]
    attributes: Mapping[str, object] = Factory(dict)
    is_error = True

    def differences(self, result: object, error: BaseException | None) -> list[str]:
        """See `Expected`."""
        if error is None:
            return [f"returned {result!r} instead of raising {self.error.__name__}"]
        if type(error) is not self.error:
            return [f"raised {type(error).__name__} ({error}) instead of {self.error.__name__}"]
        wrong = {name: getattr(error, name) for name, value in self.attributes.items() if getattr(error, name) != value}
        return [f"has {name} {value!r} instead of {self.attributes[name]!r}" for name, value in wrong.items()]


@frozen
class Succeeds:
    """The call does not raise; what it returns is the vendor's business (recordings from a real account)."""

    is_error = False

    def differences(self, result: object, error: BaseException | None) -> list[str]:
        """See `Expected`."""
        return [] if error is None else [f"raised {type(error).__name__}: {error}"]


@frozen
class Fault:
    """What the sandbox shall do wrong with the first call of a case's operation: see `erp_sandbox.faults`."""

    kind: str
    options: Mapping[str, Any] = Factory(dict)


@frozen
class Case:
    """One cassette, and the call that it is for.

    Attributes:
        operation: operationId of what it is about, or `token` for the endpoint where tokens are had.
        name: Name of the cassette's file.
        call: Makes the call with a client, synchronous or asynchronous. For several calls a generator that yields each
            and gets its result back.
        expected: What the call must come to.
        origin: `docs`, `sandbox` or `live`.
        login: The arguments that the client is given; the suite's first login if empty.
        options: Further arguments of the client; `operation_paths` and `wire_names` correct the sandbox as well.
        waits: Seconds of each wait, in order.
        drift: Kinds of drift that must be reported, in order.
        deviates: Whether an answer is meant not to agree with the spec.
        settings: Open points of the sandbox that are switched for the recording.
        fault: What the sandbox does wrong during the recording; None for nothing.
        rejected: Whether the sandbox does not know the credentials that the client is given.
        writes: Whether it changes anything; asked for live recordings only.
    """

    operation: str
    name: str
    call: Callable[[Any], Any] = field(repr=False)
    expected: Expected = field(repr=False)
    origin: str = field(default="sandbox", kw_only=True)
    login: tuple[str, ...] = field(default=(), kw_only=True)
    options: Mapping[str, Any] = field(factory=dict, kw_only=True)
    waits: tuple[float, ...] = field(default=(), kw_only=True)
    drift: tuple[str, ...] = field(default=(), kw_only=True)
    deviates: bool = field(default=False, kw_only=True)
    settings: Mapping[str, str] = field(factory=dict, kw_only=True)
    fault: Fault | None = field(default=None, kw_only=True)
    rejected: bool = field(default=False, kw_only=True)
    writes: bool = field(default=False, kw_only=True)

    @property
    def file(self) -> str:
        """Path of the cassette inside the vendor's folder, without its suffix."""
        return f"{self.operation}/{self.name}"


class Corrections(NamedTuple):
    """What a case knows better than the spec: true paths of operations, and true names by `operationId.name`."""

    operation_paths: Mapping[str, str]
    wire_names: Mapping[str, str]


@frozen(kw_only=True)
class Suite:
    """All cases of one vendor.

    Attributes:
        vendor: Its name, which is that of its folders.
        client: Class of the synchronous client.
        async_client: Class of the asynchronous one.
        logins: Arguments of each login of the client.
        cases: The cases.
        base_url: Address that the client is given, where it knows none because every user has an own one.
        spec_names: Names in the spec by those in Python, where the one does not follow from the other.
    """

    vendor: str
    client: Callable[..., Any]
    async_client: Callable[..., Any]
    logins: tuple[tuple[str, ...], ...]
    cases: tuple[Case, ...] = field(repr=False)
    base_url: str | None = None
    spec_names: Mapping[str, str] = Factory(dict)

    def corrections(self, case: Case) -> Corrections:
        """What the client of a case is given to correct the spec, in the spec's own names."""
        names = {}
        for place, name in case.options.get("wire_names", {}).items():
            operation, _, corrected = place.partition(".")
            names[f"{operation}.{self.spec_names.get(corrected, corrected)}"] = name
        return Corrections(case.options.get("operation_paths", {}), names)

    def login_of(self, case: Case) -> tuple[str, ...]:
        """The arguments that the client of a case is given."""
        return case.login or self.logins[0]


def everything(elements: Any) -> Any:
    """All elements that a synchronous or an asynchronous iterator gives, as a list (for the latter to be awaited)."""
    return _gathered(elements) if isinstance(elements, AsyncIterable) else list(elements)


async def _gathered(elements: AsyncIterable[Any]) -> list[Any]:
    return [element async for element in elements]


def suites(folder: Path = TESTS / "cases") -> list[str]:
    """Names of the vendors that have cases."""
    return sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))


def load_suite(vendor: str) -> Suite:
    """The cases of a vendor.

    Raises:
        LookupError: it has none.
    """
    if vendor not in suites():
        raise LookupError(f"no cases of {vendor!r} in tests/contract/cases: there are {', '.join(suites()) or 'none'}")
    found = importlib.import_module(f"tests.contract.cases.{vendor}").SUITE
    if not isinstance(found, Suite) or found.vendor != vendor:
        raise LookupError(f"tests/contract/cases/{vendor}.py: SUITE is not the suite of {vendor}")
    return found
