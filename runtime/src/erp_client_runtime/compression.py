"""Decompression of a body that never takes more memory than allowed."""

from __future__ import annotations

import re
import zlib

_GZIP, _ZLIB, _RAW = 31, zlib.MAX_WBITS, -zlib.MAX_WBITS
_WRAPPERS = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _RAW)}
_MOST_LAYERS = 3
_MOST_MEMBERS = 10_000
_STEP = 64 * 1024
_NOT_IN_TEXT = rb"[\x00-\x08\x0e-\x1f\x7f]"


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
    names = _names(encodings)
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


def readable_start(content: bytes, encodings: str | None, most: int) -> bytes:
    """As much of the beginning of a damaged body as can be read, for people to see what it is.

    Never compressed bytes: nobody would see that a credential is in them, nor could it be taken out.
    """
    names = _names(encodings or "")
    if len(names) == 1 and names[0] in _WRAPPERS:
        for bits in _WRAPPERS[names[0]]:
            start = _start(content, bits, most)
            if start:
                return start
    if names and re.search(_NOT_IN_TEXT, content[:most]):
        return b""
    return content[:most]


def _names(encodings: str) -> list[str]:
    return [name for part in encodings.lower().split(",") if (name := part.strip()) not in ("", "identity")]


def _start(content: bytes, bits: int, most: int) -> bytes:
    stream = zlib.decompressobj(bits)
    data = b""
    position = 0
    try:
        while len(data) < most and position < len(content) and not stream.eof:
            # Small steps, since of the one with the damage nothing is left.
            data += stream.decompress(stream.unconsumed_tail + content[position : position + 64], most - len(data))
            position += 64
    except zlib.error:
        return data
    return data


def _gzip(content: bytes, limit: int) -> bytes:
    members: list[bytes] = []
    position = size = 0
    while position < len(content):
        if len(members) >= _MOST_MEMBERS:
            raise DamagedBodyError(f"it is compressed in more than {_MOST_MEMBERS} pieces")
        member, position = _member(content, position, _GZIP, limit - size)
        members.append(member)
        size += len(member)
        # Servers may fill up with zeros after the last member.
        zeros = re.compile(rb"\0*").match(content, position)
        assert zeros is not None
        position = zeros.end()
    return b"".join(members)


def _deflate(content: bytes, limit: int) -> bytes:
    try:
        return _member(content, 0, _ZLIB, limit)[0]
    except _NotThisFormatError:
        # What the name says and some servers send, against the standard: without the wrapper of zlib.
        return _member(content, 0, _RAW, limit)[0]


class _NotThisFormatError(DamagedBodyError):
    pass


def _member(content: bytes, position: int, bits: int, limit: int) -> tuple[bytes, int]:
    """The compressed stream at a position, and where it ends."""
    stream = zlib.decompressobj(bits)
    pieces: list[bytes] = []
    left = limit
    try:
        while position < len(content) and not stream.eof:
            # In steps, since whatever follows a stream is copied.
            step = content[position : position + _STEP]
            # At least 1, since 0 would mean no limit.
            data = stream.decompress(step, max(1, left + 1))
            pieces.append(data)
            left -= len(data)
            if left < 0:
                raise DamagedBodyError(too_large(limit, "decompressed"))
            position += len(step) - len(stream.unused_data) - len(stream.unconsumed_tail)
    except zlib.error as error:
        raise _NotThisFormatError(f"it cannot be decompressed: {error}") from None
    if not stream.eof:
        raise DamagedBodyError("its compressed content is cut off")
    return b"".join(pieces), position


def too_large(limit: int, how: str = "") -> str:
    """Why a body is refused that is larger than the limit."""
    return f"it has more than {limit} bytes{' ' + how if how else ''}, the limit (max_response_bytes)"
