"""Credentials that are easy to find again, and the search for them in everything that a call leaves behind."""

from __future__ import annotations

import base64
import gzip
import html
import json
import logging
import pickle
import re
import traceback
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus

_GZIP_START = b"\x1f\x8b\x08"
_FRAMES_OF_TESTS = "/tests/"


def forms(secret: str) -> set[str]:
    """What a secret looks like once it was put into JSON, a URL, HTML, a header, or clipped after two thirds."""
    part = secret[: len(secret) * 2 // 3]
    written = set()
    for text in (secret, part):
        in_json = json.dumps(text)[1:-1]
        written |= {text, in_json, in_json.replace("/", "\\/"), quote(text, safe=""), quote_plus(text)}
        written |= {html.escape(text), repr(text)[1:-1], base64.b64encode(text.encode()).decode().rstrip("=")[:-1]}
    return {form.lower() for form in written}


def searchable(blob: bytes) -> Iterator[str]:
    """Bytes as texts: as they are, in wide encodings, and what is left to read of anything compressed in them."""
    yield blob.decode("utf-8", "replace")
    if b"\0" in blob:
        yield blob.replace(b"\0", b"").decode("utf-8", "replace")
    for start in [match.start() for match in re.finditer(re.escape(_GZIP_START), blob)]:
        yield from searchable(_opened(blob[start:], 31))
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        opened = _opened(blob, bits)
        if len(opened) > 20:
            yield opened.decode("utf-8", "replace")


def _opened(blob: bytes, bits: int) -> bytes:
    stream, opened = zlib.decompressobj(bits), b""
    try:
        for index in range(len(blob)):
            opened += stream.decompress(blob[index : index + 1])
    except zlib.error:
        return opened
    return opened


def leaks(secrets: list[str], *left_behind: Any) -> list[str]:
    """Where any of the secrets is found; what is searched may be text, bytes, or anything that has a repr."""
    wanted = set().union(*(forms(secret) for secret in secrets))
    found = []
    for number, item in enumerate(left_behind):
        texts = searchable(item) if isinstance(item, bytes) else [item if isinstance(item, str) else repr(item)]
        for text in texts:
            lowered = text.lower()
            hits = [form for form in wanted if form in lowered]
            if hits:
                place = lowered.index(hits[0])
                found.append(f"{number}: …{text[max(0, place - 80) : place + 60]}…")
    return found


def parts_of(error: BaseException) -> Iterator[Any]:
    """All that is to be seen of an error and of those that led to it: texts, parts, pickles, locals of frames."""
    pending: list[BaseException | None] = [error]
    seen: set[int] = set()
    while pending:
        link = pending.pop()
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        pending += (link.__cause__, link.__context__)
        yield from (str(link), repr(link), repr(link.args), repr(vars(link)))
        yield from (value for value in vars(link).values() if isinstance(value, bytes))
        yield pickle.dumps(link)
        request = getattr(link, "_request", None)
        if request is not None:
            yield f"{request.url} {request.headers.raw} {request.content!r}"
        for frame, _ in traceback.walk_tb(link.__traceback__):
            if _FRAMES_OF_TESTS in frame.f_code.co_filename:
                continue
            for name, value in frame.f_locals.items():
                yield f"{frame.f_code.co_qualname} {name} = {value!r}"


def parts_of_logs(records: list[logging.LogRecord]) -> Iterator[str]:
    """All that is to be seen of log records, with the exceptions that they carry."""
    for record in records:
        yield record.getMessage()
        yield repr(vars(record))
        if record.exc_info:
            yield logging.Formatter().formatException(record.exc_info)


def squeezed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)
