"""What a vendor's rules say; everything that the spec says is not said here again.

A vendor is one subclass of `Rules`, found by the entry point group `erp_sandbox.vendors` or in a file. Its class
attributes are data; its methods are called by the core and may be overridden. A method named `handle_<operationId>`
answers that operation altogether.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from erp_sandbox.errors import ConfigurationError
from erp_sandbox.settings import OpenPoint, Settings
from erp_sandbox.spec import Operation, Spec
from erp_sandbox.store import Item

if TYPE_CHECKING:
    from erp_sandbox.call import Answer, Call

GROUP = "erp_sandbox.vendors"


class Kind(Enum):
    """What is wrong with a request; the value is the status where the vendor's documentation gives none."""

    UNKNOWN_PATH = "no_path", 404
    METHOD_NOT_ALLOWED = "method", 405
    NOT_ACCEPTABLE = "accept", 406
    UNAUTHORIZED = "login", 401
    TOO_LARGE = "size", 413
    UNSUPPORTED_MEDIA_TYPE = "media_type", 415
    MALFORMED = "malformed", 400
    INVALID = "invalid", 400
    NOT_FOUND = "missing", 404
    CONFLICT = "conflict", 409
    TOO_MANY_REQUESTS = "quota", 429
    INTERNAL = "internal", 500
    FAULT = "fault", 500

    @property
    def status(self) -> int:
        """The plausible status."""
        return int(self.value[1])


class Problem(Exception):  # noqa: N818 - named for what it is to a client; nobody sees it raised
    """Raised by the core or by rules; the vendor's rules make an answer of it.

    Args:
        kind: What is wrong.
        message: For people; holds no secret.
        field: Wire name of the field or parameter it is about.
        status: Status that is to be used whatever the rules say.
        headers: Headers that belong to the answer.

    Attributes:
        operation: The operation that was called, None if none was found; filled in by the core.
    """

    def __init__(
        self,
        kind: Kind,
        message: str,
        *,
        field: str | None = None,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.field = field
        self.status = status
        self.headers = dict(headers or {})
        self.operation: Operation | None = None


@dataclass(frozen=True)
class Resource:
    """A collection of elements.

    Attributes:
        schema: Name of the schema an element is read as; its `readOnly` properties are ignored in requests.
        key: Property that identifies an element.
        numbered: The server gives the key, a number that goes up; otherwise the client does.
        seeds: Elements that are there from the start, keys included.
        write_once: Properties that only creation sets.
        defaults: Values of properties that are left out on creation.
        unique: Properties, besides the key, that no two elements may share.
        references: For each property (a dotted path through objects and lists) the resource whose keys it holds;
            checked on create.
        first_change: Where the counter of changes starts.
    """

    schema: str
    key: str
    numbered: bool = False
    seeds: Sequence[Item] = ()
    write_once: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    unique: frozenset[str] = frozenset()
    references: Mapping[str, str] = field(default_factory=dict)
    first_change: int = 1


class Rules:
    """Rules of one vendor.

    Attributes:
        vendor: Name of the vendor; also that of the packaged spec and models.
        spec_file: A spec in JSON of one's own, instead of a packaged one; relative to the rules' file.
        models: Import name of a module with pydantic models of that spec, if there is one; a packaged spec has packaged
            ones.
        open_points: Decisions of this vendor; one with the name of a common decision replaces it.
        decided: Common decisions that the vendor's documentation has taken; they cannot be switched.
        case_insensitive_keys: Keys of request bodies are matched without regard to case.
        json_only: Requests that do not accept JSON are refused.
    """

    vendor: str
    spec_file: str | None = None
    models: str | None = None
    open_points: tuple[OpenPoint, ...] = ()
    decided: Mapping[str, str] = {}
    case_insensitive_keys: bool = False
    json_only: bool = True

    def resources(self, settings: Settings, chance: random.Random) -> Mapping[str, Resource]:
        """The collections by tag of the spec; all chance (seeds) comes from `chance`."""
        raise NotImplementedError

    def error(self, problem: Problem, spec: Spec, settings: Settings) -> tuple[int, Any | Answer]:
        """Status of an error and its body: a JSON value, None for no body, or an `Answer` that is not JSON."""
        raise NotImplementedError

    def other_paths(self, settings: Settings) -> Mapping[str, str]:
        """A second path of operations, by operationId, where the spec has guessed the first one.

        An operation whose path the user has corrected has that path alone.
        """
        return {}

    def greedy_parameters(self, settings: Settings) -> frozenset[str]:
        """Path parameters that also take slashes which are not encoded."""
        return frozenset()

    def merge_slashes(self, settings: Settings) -> bool:
        """Whether doubled slashes in a path count as one."""
        return False

    def final_slash_optional(self, settings: Settings) -> bool:
        """Whether a slash at the end of a path does not matter."""
        return False

    def before(self, call: Call) -> None:
        """Refuse (raise `Problem`) any call, before it is answered."""

    def success_status(self, call: Call, has_body: bool) -> int:
        """Status of an answer where the spec gives no number."""
        return 200 if has_body else 204

    def before_create(self, call: Call, item: Item) -> None:
        """Complete or refuse (raise `Problem`) an element that is about to be stored."""

    def before_update(self, call: Call, old: Item, item: Item) -> None:
        """Complete or refuse (raise `Problem`) an element that is about to replace `old`."""

    def select(self, call: Call, items: list[Item]) -> list[Item]:
        """The elements of a list that `call.query` asks for, in the order it asks for; pages are cut afterwards.

        They are the stored ones: not to be changed.
        """
        return items

    def present(self, call: Call, item: Item) -> Any:
        """An element as it is answered."""
        return item

    def finish(self, call: Call, body: Any) -> Any:
        """The JSON value of a success as it is sent; called once for each, after `present`."""
        return body

    def token_answer(self, token: str, ttl: int, settings: Settings) -> Any:
        """Body of the token endpoint's success."""
        return {"access_token": token, "token_type": "Bearer", "expires_in": ttl}

    def token_error(self, code: str, settings: Settings) -> tuple[int, Any | Answer]:
        """Status and body (as `error` gives it) of the token endpoint's refusal; `code` is one of OAuth 2.0."""
        return (401 if code == "invalid_client" else 400), {"error": code}


@cache
def _installed() -> Mapping[str, EntryPoint]:
    """The vendors that are installed; looked up once, since that asks every package that is installed."""
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def vendors() -> tuple[str, ...]:
    """Names of the vendors that are installed."""
    return tuple(sorted(_installed()))


def find_rules(vendor: str | None, path: str | Path | None = None) -> Rules:
    """Rules of an installed vendor, or of the one subclass of `Rules` that a Python file defines.

    Raises:
        ConfigurationError: Unknown vendor, or a file without exactly one subclass.
    """
    if path is not None:
        return _rules_in_file(Path(path), vendor)
    entry = _installed().get(vendor) if vendor is not None else None
    if entry is None:
        raise ConfigurationError(
            f"unknown vendor {vendor!r}: there are {', '.join(vendors()) or 'none'}; or give rules in a file"
        )
    found = entry.load()()
    if not isinstance(found, Rules):
        raise ConfigurationError(
            f"the entry point {entry.value} of {vendor} is not a subclass of erp_sandbox.rules.Rules"
        )
    return found


def _rules_in_file(path: Path, vendor: str | None) -> Rules:
    if not path.is_file():
        raise ConfigurationError(f"cannot read rules from {path}: there is no such file")
    module_spec = importlib.util.spec_from_file_location(f"erp_sandbox_rules_{path.stem}", path)
    if module_spec is None or module_spec.loader is None:
        raise ConfigurationError(f"cannot read rules from {path}: it is not a Python file, its name must end in .py")
    module = importlib.util.module_from_spec(module_spec)
    sys.modules[module.__name__] = module
    try:
        module_spec.loader.exec_module(module)
    except Exception as error:
        raise ConfigurationError(f"the rules in {path} cannot be loaded: {type(error).__name__}: {error}") from error
    classes = [
        c
        for c in vars(module).values()
        if isinstance(c, type) and issubclass(c, Rules) and c.__module__ == module.__name__
    ]
    if len(classes) != 1:
        raise ConfigurationError(f"{path} defines {len(classes)} subclasses of erp_sandbox.rules.Rules; it must be one")
    rules: Rules = classes[0]()
    if vendor not in (None, rules.vendor):
        raise ConfigurationError(f"the rules in {path} are for {rules.vendor}, not for {vendor}")
    if rules.spec_file is not None:
        rules.spec_file = str(path.parent / rules.spec_file)
    return rules
