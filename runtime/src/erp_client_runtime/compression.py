"""Decompression of a body that never takes more memory than allowed."""

from __future__ import annotations

import zlib

_GZIP, _ZLIB, _RAW = 31, zlib.MAX_WBITS, -zlib.MAX_WBITS
_MOST_LAYERS = 3


class DamagedBodyError(Exception):
    """A body cannot be decompressed; the text says why. Never reaches a user as such."""


def decompressed(content: bytes, encodings: str, limit: int) -> bytes:
    """A body without its `Content-Encoding`.

    Args:
        content: The body as it came.
        encodings: Value of the header; several are undone from last to first.
        limit: The most bytes a body may have.

    Raises:
        DamagedBodyError: it is cut off, corrupt, too large, or in an encoding that was not asked for.
    """
    names = [name for part in encodings.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(names) > _MOST_LAYERS:
        raise DamagedBodyError(f"it is compressed {len(names)} times over")
    for name in reversed(names):
        if not content:
            return content
        if name in ("gzip", "x-gzip"):
            content = _gzip(content, limit)
        elif name == "deflate":
            content = _deflate(content, limit)
        else:
            raise DamagedBodyError(f"it is encoded as {name[:40]!r}, which was not asked for")
    return content


def _gzip(content: bytes, limit: int) -> bytes:
    members: list[bytes] = []
    size = 0
    while content:
        member, content = _member(content, _GZIP, limit - size)
        members.append(member)
        size += len(member)
        # Servers may fill up with zeros after the last member.
        content = content.lstrip(b"\0")
    return b"".join(members)


def _deflate(content: bytes, limit: int) -> bytes:
    try:
        return _member(content, _ZLIB, limit)[0]
    except _NotThisFormatError:
        # What the name says and some servers send, against the standard: without the wrapper of zlib.
        return _member(content, _RAW, limit)[0]


class _NotThisFormatError(DamagedBodyError):
    pass


def _member(content: bytes, bits: int, limit: int) -> tuple[bytes, bytes]:
    """One compressed stream and what follows it."""
    stream = zlib.decompressobj(bits)
    try:
        # At least 1, since 0 would mean no limit.
        data = stream.decompress(content, max(1, limit + 1))
    except zlib.error as error:
        raise _NotThisFormatError(f"it cannot be decompressed: {error}") from None
    if len(data) > limit:
        raise DamagedBodyError(too_large(limit, "decompressed"))
    if not stream.eof:
        raise DamagedBodyError("its compressed content is cut off")
    return data, stream.unused_data


def too_large(limit: int, how: str = "") -> str:
    """Why a body is refused that is larger than the limit."""
    return f"it has more than {limit} bytes{' ' + how if how else ''}, the limit (max_response_bytes)"
