"""Everything a client raises on purpose, one tree.

    ERPClientError
    ├── ConfigurationError          what the caller gave cannot work
    │   └── InvalidArgumentError    … an argument of one call; also a ValueError
    ├── AssumedOperationError       the operation's path or method is a guess and was not allowed
    ├── TransportError              no complete answer arrived
    │   ├── ConnectError            … because no connection was made: nothing was sent
    │   └── TimeoutError            … in time; also the builtin TimeoutError
    ├── AmbiguousWriteError         a write may or may not have happened
    ├── DecodeError                 an answer arrived and is not what it should be
    ├── AuthenticationError         the vendor does not accept the credentials, or gives no token for them
    ├── QuotaTimeoutError           waiting for the quota would have taken too long
    ├── StoreError                  a shared store of quota or tokens cannot be used
    └── APIStatusError              the vendor answered with an error
        ├── BadRequestError, PermissionDeniedError, NotFoundError, ConflictError,
        └── RateLimitError, ServerError, UnexpectedStatusError

All of them can be pickled, and none holds a credential: a request is described by its operation, and by the host if no
connection to that was made, never by its headers or its URL.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from erp_client_runtime.operation import Evidence

__all__ = [
    "APIStatusError",
    "AmbiguousWriteError",
    "AssumedOperationError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "ConnectError",
    "DecodeError",
    "ERPClientError",
    "InvalidArgumentError",
    "NotFoundError",
    "PermissionDeniedError",
    "QuotaTimeoutError",
    "RateLimitError",
    "ServerError",
    "StoreError",
    "TimeoutError",
    "TransportError",
    "UnexpectedStatusError",
]

BODY_START = 500
"""How many bytes of an answer an error keeps."""


def _rebuild(cls: type[ERPClientError], message: str, state: dict[str, Any]) -> ERPClientError:
    error = cls.__new__(cls)
    Exception.__init__(error, message)
    error.__dict__.update(state)
    return error


class ERPClientError(Exception):
    """Base of all errors of the clients.

    Attributes:
        operation: Name of the operation, for example `get_payment_term`; None outside a call.
        attempts: How many requests of the call were started.
        waited: Seconds the call spent waiting, for the quota and between attempts.
    """

    def __init__(self, message: str, *, operation: str | None = None) -> None:
        super().__init__(message)
        self.operation = operation
        self.attempts = 0
        self.waited = 0.0

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own way calls the class with `args`, which loses keyword-only arguments.
        return _rebuild, (type(self), str(self), self.__dict__)


class ConfigurationError(ERPClientError):
    """A setting or an argument is missing, contradictory or of the wrong kind. Nothing was sent."""


class InvalidArgumentError(ConfigurationError, ValueError):
    """An argument of a call cannot be sent. Nothing was sent."""


class AssumedOperationError(ERPClientError):
    """The path or the method of this operation is a guess. Nothing was sent.

    `allow_assumed=True` runs it all the same; `operation_paths={name: path}` gives the true path.
    """


class TransportError(ERPClientError):
    """No complete answer arrived.

    Attributes:
        sent: Whether any part of the request may have reached the vendor.
        status: Status of the answer, if it began to arrive.
    """

    def __init__(
        self, message: str, *, operation: str | None = None, sent: bool = True, status: int | None = None
    ) -> None:
        super().__init__(message, operation=operation)
        self.sent = sent
        self.status = status


class ConnectError(TransportError):
    """No connection was made, so nothing was sent, unless `sent` says that an earlier attempt of the call was."""

    def __init__(self, message: str, *, operation: str | None = None) -> None:
        super().__init__(message, operation=operation, sent=False)


class TimeoutError(TransportError, builtins.TimeoutError):  # noqa: A001 - the name that callers look for; also the builtin
    """An attempt, or the whole call, took longer than allowed."""


class AmbiguousWriteError(ERPClientError):
    """A write was sent and nobody knows whether it happened, so it was not repeated.

    The cause (`__cause__`) tells what came instead of an answer. Find out by reading, then decide. Where what is
    written has a natural key, it has been looked up by then, and this is raised only if that did not settle it.

    Attributes:
        status: Status of the answer, if one arrived.
        body_start: First bytes of the answer, if one arrived.
        found: What the last look-up found: `nothing` (it may still arrive), `different` (there is one with this key,
            and it holds something else) or `equal` (several like it, and nothing tells them apart). None if nothing was
            looked up, or that failed; the message says why.
        differing: With `different`, the fields that differ, by the vendor's names.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        status: int | None = None,
        body_start: bytes = b"",
        found: Literal["nothing", "different", "equal"] | None = None,
        differing: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, operation=operation)
        self.status = status
        self.body_start = body_start[:BODY_START]
        self.found = found
        self.differing = differing


class DecodeError(ERPClientError):
    """An answer is not what the documentation and its content type promise.

    Attributes:
        path: Where in the body, for example `paymentTerms[3].code`; empty for the body as a whole.
        status: Status of the answer.
        body_start: First bytes of the answer.
        sent: Whether the call itself was sent; False if it is the token's answer that cannot be read, so that nothing
            was done.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        path: str = "",
        status: int | None = None,
        body_start: bytes = b"",
    ) -> None:
        super().__init__(message, operation=operation)
        self.sent = True
        self.path = path
        self.status = status
        self.body_start = body_start[:BODY_START]


class QuotaTimeoutError(ERPClientError):
    """Waiting for the quota would have taken longer than `quota_timeout` (or the deadline) allows. Nothing was sent.

    Attributes:
        needed: Seconds it would have taken at least.
    """

    def __init__(self, message: str, *, operation: str | None = None, needed: float) -> None:
        super().__init__(message, operation=operation)
        self.needed = needed


class StoreError(ERPClientError):
    """A shared store of quota or tokens cannot be used."""


class AnsweredError(ERPClientError):
    """An error that the vendor's answer tells.

    Attributes:
        status: HTTP status.
        code: The vendor's code for the error, as text; None if the answer has none.
        meaning: What the documentation says about the code, in our words; None if it says nothing.
        vendor_message: The vendor's own text.
        field: Field that the error is about, if the answer names one.
        data: Whatever else the vendor's envelope carries.
        request_id: The answer's id, if it has one.
        retry_after: Seconds the vendor asks to wait, if it does.
        body_start: First bytes of the answer.
        evidence: How the operation's path is known.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        status: int | None = None,
        code: str | None = None,
        meaning: str | None = None,
        vendor_message: str | None = None,
        field: str | None = None,
        data: Any = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        body_start: bytes = b"",
        evidence: Evidence | None = None,
    ) -> None:
        super().__init__(message, operation=operation)
        self.status = status
        self.code = code
        self.meaning = meaning
        self.vendor_message = vendor_message
        self.field = field
        self.data = data
        self.request_id = request_id
        self.retry_after = retry_after
        self.body_start = body_start[:BODY_START]
        self.evidence = evidence


class AuthenticationError(AnsweredError):
    """The vendor does not accept the credentials, or gives no token for them."""


class APIStatusError(AnsweredError):
    """The vendor answered with an error."""


class BadRequestError(APIStatusError):
    """400 or 422: the vendor does not accept the content."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials are known but not allowed to do this."""


class NotFoundError(APIStatusError):
    """404 or 410, or an answer that holds no such element."""


class ConflictError(APIStatusError):
    """409 or 412: the element is in a state that does not allow this."""


class RateLimitError(APIStatusError):
    """429: too many requests, and waiting as the vendor asks would take longer than allowed."""


class ServerError(APIStatusError):
    """500 and above."""


class UnexpectedStatusError(APIStatusError):
    """A status that fits none of the others, a redirect included, or an error envelope under a status of success."""


BY_KIND: Mapping[str, type[AnsweredError]] = {
    "authentication": AuthenticationError,
    "bad_request": BadRequestError,
    "permission_denied": PermissionDeniedError,
    "not_found": NotFoundError,
    "conflict": ConflictError,
    "rate_limit": RateLimitError,
    "server": ServerError,
}
"""What the `error` of a vendor's error code (x-error-codes) may name."""

_BY_STATUS = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    410: NotFoundError,
    412: ConflictError,
    422: BadRequestError,
    429: RateLimitError,
}


def error_class(status: int, kind: str | None = None) -> type[AnsweredError]:
    """The class for a status; a vendor code that means something more precise (`kind`) decides instead."""
    if kind is not None:
        return BY_KIND[kind]
    if 500 <= status < 600:
        return ServerError
    return _BY_STATUS.get(status, UnexpectedStatusError)
