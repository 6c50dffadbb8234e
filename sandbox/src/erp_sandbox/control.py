"""The control endpoint: another program changes and looks at a running sandbox, over HTTP on a port of its own.

It is there only if it was asked for, listens on the loopback address alone whatever the sandbox listens on, shares no
path with the vendor's API, and takes no request without its token, which is new with every start.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from erp_sandbox import jsonio
from erp_sandbox.errors import ConfigurationError
from erp_sandbox.fault_script import entries_of, faults_of

if TYPE_CHECKING:
    from erp_sandbox.sandbox import Sandbox

_BODY_LIMIT = 1024 * 1024
_PAGE = 10_000
_HELP = {
    "GET /": "the vendor, and this list",
    "GET /faults": "what shall still go wrong, each with the calls that are left (null for all)",
    "POST /faults": 'plan faults, all or none: {"fault": [{"operation": "*", "kind": "status", "status": 503}, ...]}',
    "DELETE /faults": "nothing goes wrong any more",
    "POST /revoke-tokens": "every token given out so far is refused",
    "POST /reset": "back to the start: state, quota, tokens, faults and ledger",
    "GET /ledger?after=0&limit=10000": "requests after this number, one line of JSON each, at most so many",
    "GET /elements/{resource}": "what is stored, the element changed last at the end",
    "GET /clock": "the clock of the sandbox",
    "POST /clock": 'move a fixed clock on: {"advance": seconds}',
}


def control_app(sandbox: Sandbox, token: str) -> ASGIApp:
    """The application that is served; every request must carry `Authorization: Bearer <token>`."""
    control = _Control(sandbox)
    routes = [
        Route("/", control.help, methods=["GET"]),
        Route("/faults", control.faults, methods=["GET"]),
        Route("/faults", control.add_faults, methods=["POST"]),
        Route("/faults", control.clear_faults, methods=["DELETE"]),
        Route("/revoke-tokens", control.revoke_tokens, methods=["POST"]),
        Route("/reset", control.reset, methods=["POST"]),
        Route("/ledger", control.ledger, methods=["GET"]),
        Route("/elements/{resource}", control.elements, methods=["GET"]),
        Route("/clock", control.clock, methods=["GET"]),
        Route("/clock", control.move_clock, methods=["POST"]),
    ]
    handlers: Any = {HTTPException: _http_error, ConfigurationError: _configuration_error}
    app = Starlette(routes=routes, exception_handlers=handlers)
    expected = f"Bearer {token}".encode()

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        given = [value for name, value in scope.get("headers", ()) if name == b"authorization"]
        if len(given) == 1 and hmac.compare_digest(given[0], expected):
            await app(scope, receive, send)
            return
        refusal = _error(
            401, "the control endpoint needs Authorization: Bearer TOKEN, with the token that `serve` printed"
        )
        await refusal(scope, receive, send)

    return guarded


class _Control:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def help(self, request: Request) -> Response:
        return JSONResponse({"vendor": self._sandbox.vendor, "requests": _HELP})

    async def faults(self, request: Request) -> Response:
        return JSONResponse({"fault": self._sandbox.faults.described()})

    async def add_faults(self, request: Request) -> Response:
        faults, source = self._sandbox.faults, "the body"
        # No `file`: whoever may plan faults shall not read the files of this machine by that.
        faults.plan(faults_of(faults, entries_of(await _json(request), source), source, None))
        return await self.faults(request)

    async def clear_faults(self, request: Request) -> Response:
        self._sandbox.faults.clear()
        return await self.faults(request)

    async def revoke_tokens(self, request: Request) -> Response:
        self._sandbox.revoke_tokens()
        return JSONResponse({})

    async def reset(self, request: Request) -> Response:
        self._sandbox.reset()
        return JSONResponse({})

    async def ledger(self, request: Request) -> Response:
        after, limit = _number(request, "after", 0), _number(request, "limit", _PAGE)
        lines = [json.dumps(entry) + "\n" for entry in self._sandbox.ledger(after, min(limit, _PAGE))]
        return Response("".join(lines), media_type="application/x-ndjson")

    async def elements(self, request: Request) -> Response:
        found = self._sandbox.elements(request.path_params["resource"])
        return Response(jsonio.encode(found), media_type="application/json")

    async def clock(self, request: Request) -> Response:
        clock = self._sandbox.clock
        return JSONResponse({"now": clock.now().isoformat(), "monotonic": clock.monotonic()})

    async def move_clock(self, request: Request) -> Response:
        said = await _json(request)
        seconds = said.get("advance") if isinstance(said, Mapping) and set(said) == {"advance"} else None
        if type(seconds) not in (int, float):
            raise ConfigurationError('a clock is moved with {"advance": seconds}')
        self._sandbox.advance_clock(cast("float", seconds))
        return await self.clock(request)


async def _json(request: Request) -> Any:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _BODY_LIMIT:
            raise HTTPException(413, f"the body is longer than {_BODY_LIMIT} bytes")
    try:
        jsonio.decode(bytes(body))  # refuses what could not be answered, such as halves of surrogate pairs
        return json.loads(bytes(body))
    except jsonio.MalformedJSONError as error:
        raise ConfigurationError(str(error)) from None


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise ConfigurationError(f"{name} is a whole number, not {text!r}")
    return int(text)


def _error(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": text}, status, headers)


async def _http_error(request: Request, error: HTTPException) -> Response:
    hint = "; GET / lists what there is" if error.status_code in (404, 405) else ""
    return _error(error.status_code, f"{error.detail}{hint}", error.headers)


async def _configuration_error(request: Request, error: ConfigurationError) -> Response:
    return _error(400, str(error))
