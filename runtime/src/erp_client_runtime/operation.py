"""What a generated package says about its vendor: operations, parameters, error codes, credentials, all as data.

Nothing here does anything; the call flow reads it. Named tuples, since every program waits for these classes to be
made, and attrs takes four times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from erp_client_runtime.codecs import Codec
    from erp_client_runtime.decoding import Decoding
    from erp_client_runtime.response import RawResponse

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Level = Literal["documented", "example", "observed", "inferred", "assumed"]


class Evidence(NamedTuple):
    """How something is known.

    Attributes:
        level: `documented` (a page states it), `example` (only an example shows it), `observed` (programs that call the
            live API show it), `inferred` (we concluded it) or `assumed` (a guess).
        source: Id of the documentation page.
        section: Section of that page.
        because: The reason, for `inferred` and `assumed`.
    """

    level: Level
    source: str | None = None
    section: str | None = None
    because: str | None = None


class ErrorCode(NamedTuple):
    """What a vendor's error code means.

    Attributes:
        meaning: In our words.
        error: The kind of error (a key of `errors.BY_KIND`), where the status alone does not tell.
    """

    meaning: str
    error: str | None = None


class Envelope(NamedTuple):
    """The names under which an error body holds its parts."""

    code: str
    message: str | None = None
    field: str | None = None
    data: str | None = None


class QuotaLimit(NamedTuple):
    """At most `requests` in any `per` seconds."""

    requests: int
    per: float


class Credential(NamedTuple):
    """A value that the caller has to give and that is sent as a header.

    Attributes:
        name: Name of the constructor's argument; in capitals behind the vendor's name it is the environment variable.
        header: Name of the header.
        description: What it is and where the vendor shows it.
    """

    name: str
    header: str
    description: str


class TokenEndpoint(NamedTuple):
    """Where a token is had for client credentials (OAuth 2.0), and how.

    Attributes:
        url: Absolute; or, beginning with a slash, below the base URL.
        client: How the client says who it is: `basic` (in a header) or `form` (in the body).
        lifetime: Fields of the answer that may tell how many seconds the token lives; the first usable one counts.
        default: Seconds, if none of them does.
        description: Where the client's id and secret come from.
    """

    url: str
    client: Literal["basic", "form"]
    lifetime: tuple[str, ...]
    default: float
    description: str


class Parameter(NamedTuple):
    """A parameter of an operation, outside the body.

    Attributes:
        name: Name of the Python argument.
        wire: The vendor's name.
        location: Where it is sent; `body` is the top level of the JSON body.
        codec: How it is written.
        required: Whether it must be given.
        style: How an array or object is written (OpenAPI `style`); `json` is JSON as text. The default is that of
            queries, and means `simple` in paths and headers.
        explode: Whether its members become parameters of their own (OpenAPI `explode`).
    """

    name: str
    wire: str
    location: Literal["path", "query", "header", "cookie", "body"]
    codec: Codec[Any]
    required: bool = False
    style: str = "form"
    explode: bool = True


class Paging(NamedTuple):
    """How a list comes in pages.

    Attributes:
        style: Whether the position counts pages (`page`) or elements (`offset`).
        position: Python argument that says where a page begins.
        size: Python argument that says how many elements a page may have.
        first: Position of the first page.
        default: Size of a page if none is asked for; None if that is not known.
        largest: The most that may be asked for; None if that is not known.
    """

    style: Literal["page", "offset"]
    position: str
    size: str
    first: int
    default: int | None = None
    largest: int | None = None


class Result(Protocol[T_co]):
    """How the answer of an operation becomes what the caller gets."""

    @property
    def accept(self) -> str:
        """Media types that the request asks for."""
        ...

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> T_co:
        """Turn the answer into the result.

        Raises:
            DecodeError: the answer is not what it should be.
            NotFoundError: the answer says that there is no such element.
        """
        ...


class RequestBody(Protocol):
    """How the body of a request is written, where it is no model as JSON."""

    def encode(self, value: Any, at: str) -> tuple[bytes, str]:
        """The body and its media type.

        Args:
            value: What the caller gave; of a model with corrected names, its fields as they are sent.
            at: What it is, for the error.

        Raises:
            InvalidArgumentError: it cannot be sent.
        """
        ...


class Reconcile(NamedTuple):
    """How a read tells whether a write was done although no answer says so: what it writes has a natural key.

    Attributes:
        look_up: The read: of one object, or of a list that is searched.
        match: By argument of it, the field of the written body that it takes; both are Python names.
        items: Of a list, by field of its elements the field of the body that it has to equal; both are Python names.
    """

    look_up: Operation[Any]
    match: Mapping[str, str] = {}
    items: Mapping[str, str] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields of the body that are the natural key."""
        return tuple(dict.fromkeys((*self.match.values(), *self.items.values())))


class Operation(NamedTuple, Generic[T]):
    """One operation of a vendor's API.

    Attributes:
        name: Its name in messages, in `operation_paths` and in `wire_names`.
        method: HTTP method.
        path: Path below the base URL, with `{wire name}` for each path parameter.
        result: How its answer is read.
        evidence: How the operation is known; None if its document does not say.
        path_evidence: How its path is known; None if its document does not say.
        retry: `safe` if it may be repeated whatever happened, else `never`; or a read that tells whether it was done.
        parameters: What it takes outside the body.
        error_codes: The vendor's codes that mean something for this operation, added to those of the vendor as a whole.
        paging: How its answers come in pages; None if they do not.
        body: How its body is written; None for a model as JSON, and if it has none.
    """

    name: str
    method: str
    path: str
    result: Result[T]
    evidence: Evidence | None = None
    path_evidence: Evidence | None = None
    retry: Literal["safe", "never"] | Reconcile = "never"
    parameters: tuple[Parameter, ...] = ()
    error_codes: Mapping[str, ErrorCode] = {}
    paging: Paging | None = None
    body: RequestBody | None = None

    @property
    def assumed(self) -> bool:
        """Whether its path or its method is a guess, so that it runs only when allowed or corrected."""
        return any(one is not None and one.level == "assumed" for one in (self.evidence, self.path_evidence))

    @property
    def guess(self) -> str:
        """Of one that is assumed: what is a guess, and why, in words."""
        known = (self.evidence, self.path_evidence)
        reasons = [one.because for one in known if one is not None and one.level == "assumed" and one.because]
        because = f" ({'; '.join(reasons)})" if reasons else ""
        return f"{self.method} {self.path} is a guess{because}"


class Vendor(NamedTuple):
    """What holds for all operations of a vendor.

    Attributes:
        name: Short name, also the prefix of environment variables and of log records.
        title: Name for people.
        base_url: Where the vendor's API is; None if every user has an own one.
        quota: The documented limit; None if there is none.
        envelope: How error bodies look; None if that is not known.
        error_codes: Codes that mean the same for all operations.
        schemes: Alternative sets of credentials, exactly one of which is sent.
        operations: Names of all operations, for checking the settings that name one.
        token: Where a token is had, if that is what requests carry instead of such a set.
    """

    name: str
    title: str
    base_url: str | None
    quota: QuotaLimit | None
    envelope: Envelope | None
    error_codes: Mapping[str, ErrorCode]
    schemes: tuple[tuple[Credential, ...], ...]
    operations: frozenset[str]
    token: TokenEndpoint | None = None
