"""The file format of recorded exchanges: vcrpy's YAML, and above it where the recording comes from.

The same exchanges always give the same bytes: keys in one order, header names in lower case and in alphabetical order.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import yaml
from attrs import define, evolve, field

from scripts.files import write_whole

# The same as yaml.SafeLoader, ten times as fast, where PyYAML was built with libyaml.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

ORIGINS = ("docs", "sandbox", "live")
"""Built from an example in the documentation, recorded from the sandbox, or recorded from the vendor."""

Headers = dict[str, list[str]]


class CassetteError(Exception):
    """A file is not a cassette; the message names the file, what is wrong and what to do."""


@define(kw_only=True)
class Exchange:
    """One request and its answer.

    Attributes:
        method: HTTP method.
        uri: Absolute URL, as sent.
        request_headers: Values by name in lower case.
        request_body: Body as sent; None if there was none.
        status: Status of the answer.
        response_headers: Values by name in lower case.
        response_body: Body of the answer, decompressed.
    """

    method: str
    uri: str
    request_headers: Headers = field(factory=dict, repr=False)
    request_body: bytes | None = field(default=None, repr=False)
    status: int
    response_headers: Headers = field(factory=dict, repr=False)
    response_body: bytes = field(default=b"", repr=False)


@define(kw_only=True)
class Cassette:
    """The exchanges of one case.

    Attributes:
        origin: One of `ORIGINS`.
        exchanges: In the order in which they happened.
        source: `{page: id in sources.yaml, section: …}` of the example, for `docs`.
        note: What the example does not show and was chosen all the same.
    """

    origin: str
    exchanges: list[Exchange]
    source: Mapping[str, str] | None = None
    note: str | None = None


class _Dumper(yaml.SafeDumper):
    """Never writes anchors: equal bodies stand in full, so that a change of one is a change of one."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def media_type(headers: Headers) -> str:
    """The media type that `Content-Type` names, in lower case and without parameters; empty if it is not there."""
    return ",".join(headers.get("content-type", [])).partition(";")[0].strip().lower()


def text_of(cassette: Cassette) -> str:
    """The file's content."""
    content: dict[str, Any] = {"origin": cassette.origin}
    if cassette.source is not None:
        content["source"] = dict(cassette.source)
    if cassette.note is not None:
        content["note"] = cassette.note
    content["version"] = 1
    content["interactions"] = [
        {
            "request": {
                "method": one.method,
                "uri": one.uri,
                "headers": _sorted(one.request_headers),
                "body": None if one.request_body is None else _text_or_bytes(one.request_body),
            },
            "response": {
                "status": {"code": one.status, "message": _phrase(one.status)},
                "headers": _sorted(one.response_headers),
                "body": {"string": _text_or_bytes(one.response_body)},
            },
        }
        for one in cassette.exchanges
    ]
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)


def read(path: Path) -> Cassette:
    """Read a file.

    Raises:
        CassetteError: the file is missing, no YAML, or lacks a part.
    """
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - it is a safe one
        return Cassette(
            origin=content["origin"],
            source=content.get("source"),
            note=content.get("note"),
            exchanges=[_exchange(one["request"], one["response"]) for one in content["interactions"]],
        )
    except FileNotFoundError:
        raise CassetteError(f"{path}: there is no such cassette; make it with: make record") from None
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise CassetteError(
            f"{path}: not a cassette ({type(error).__name__}: {error}); "
            "it needs origin, and interactions as vcrpy writes them"
        ) from error


def write(path: Path, cassette: Cassette) -> bool:
    """Write a file at once, or not at all; returns whether its bytes changed."""
    text = text_of(cassette)
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    write_whole(path, text)
    return True


def recorded(requests: Iterable[Any], responses: Iterable[Mapping[str, Any]]) -> list[Exchange]:
    """Exchanges from what vcrpy has recorded, bodies decompressed."""
    return [
        decompressed(
            Exchange(
                method=request.method,
                uri=request.uri,
                request_headers={name.lower(): [str(value)] for name, value in request.headers.items()},
                request_body=request.body or None,
                status=int(response["status"]["code"]),
                response_headers={name.lower(): list(values) for name, values in response["headers"].items()},
                response_body=bytes(response["body"]["string"]),
            )
        )
        for request, response in zip(requests, responses, strict=True)
    ]


def decompressed(exchange: Exchange) -> Exchange:
    """The exchange with a readable answer.

    Raises:
        CassetteError: the body is not what its Content-Encoding says.
    """
    encoding = ", ".join(exchange.response_headers.get("content-encoding", [])).strip().lower()
    if encoding in ("", "identity"):
        return exchange
    try:
        if encoding == "gzip":
            body = gzip.decompress(exchange.response_body)
        elif encoding == "deflate":
            body = zlib.decompress(exchange.response_body)
        else:
            raise CassetteError(
                f"{exchange.method} {exchange.uri}: content-encoding {encoding!r} is not one we ask for"
            )
    except (OSError, EOFError, zlib.error) as error:
        raise CassetteError(f"{exchange.method} {exchange.uri}: the body is not {encoding}: {error}") from error
    headers = {
        name: values
        for name, values in exchange.response_headers.items()
        if name not in ("content-encoding", "content-length")
    }
    return evolve(exchange, response_body=body, response_headers=headers)


def _exchange(request: Mapping[str, Any], response: Mapping[str, Any]) -> Exchange:
    return Exchange(
        method=request["method"],
        uri=request["uri"],
        request_headers=_lists(request["headers"]),
        request_body=None if request["body"] is None else _bytes(request["body"]),
        status=int(response["status"]["code"]),
        response_headers=_lists(response["headers"]),
        response_body=_bytes(response["body"]["string"]),
    )


def _lists(headers: Mapping[str, Any]) -> Headers:
    return {name: [value] if isinstance(value, str) else list(value) for name, value in headers.items()}


def _sorted(headers: Headers) -> Headers:
    return {name: headers[name] for name in sorted(headers)}


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _text_or_bytes(body: bytes) -> str | bytes:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
