"""Cases that are the same for many vendors: what tokens and reads may come to, and reading a real account."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from erp_client_runtime.errors import AuthenticationError, DecodeError, PermissionDeniedError, ServerError
from scripts.contract.case import Case, Raises, Returns, Succeeds
from tests.contract.cases._short import HTML, Call, Steps, again_after, refuses


def token_cases(read: Call, result: object) -> tuple[Case, ...]:
    """A token is kept, renewed early, waited for, and not taken from a page.

    Args:
        read: Any call that needs a token.
        result: What it returns once there is one.
    """
    returns = Returns(result)
    return (
        Case("token", "kept", again_after(530, read), returns),
        Case("token", "renewed_early", again_after(550, read), returns),
        Case("token", "unavailable", read, returns, fault=refuses(503), waits=(0.25,)),
        Case("token", "paused", read, returns, fault=refuses(429, retry_after=3), waits=(3.0,)),
        Case("token", "html", read, Raises(DecodeError), fault=HTML, deviates=True),
    )


def failing_reads(operation: str, read: Call, result: object) -> tuple[Case, ...]:
    """A read fails for good, is forbidden, meets a token that has ended, or a page.

    Args:
        operation: Its operationId.
        read: The call.
        result: What it returns when nothing is wrong.
    """
    failed, rejected = Raises(ServerError, {"status": 500}), Raises(AuthenticationError, {"status": 401})
    forbidden = Raises(PermissionDeniedError, {"status": 403})
    return (
        Case(operation, "failed", read, failed, fault=refuses(500, times=3), waits=(0.25, 0.5)),
        Case(operation, "forbidden", read, forbidden, fault=refuses(403)),
        Case(operation, "revoked", read, Returns(result), fault=refuses(401)),
        Case(operation, "revoked_twice", read, rejected, fault=refuses(401, times=2)),
        Case(operation, "html", read, Raises(DecodeError), fault=HTML, deviates=True),
    )


def live_reads(resource: str, one: str, *, key: str = "id", options: dict[str, Any] | None = None) -> tuple[Case, ...]:
    """The list of a resource, and the first element of it if there is one, from a real account.

    Args:
        resource: Attribute of the client.
        one: End of the names of its operations.
        key: What an element is read by.
        options: Arguments of the client.
    """
    of, given = attrgetter(resource), options or {}

    def first(client: Any) -> Steps:
        page = yield of(client).list()
        return (yield of(client).get(getattr(page[0], key))) if page else None

    return (
        Case(f"list_{resource}", "live", lambda client: of(client).list(), Succeeds(), origin="live", options=given),
        Case(f"get_{one}", "live", first, Succeeds(), origin="live", options=given),
    )
