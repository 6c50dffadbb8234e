"""Taking credentials out of what an answer echoes, before it gets into an error or a log record.

A credential is found in whatever case, in the forms that it has in JSON, URLs and HTML, in UTF-16 and UTF-32, and also
where only its beginning is left because something was clipped or broke off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import AnyStr

from erp_client_runtime.errors import BODY_START, ERPClientError
from erp_client_runtime.response import RawResponse

REDACTED = "[redacted]"

_PLAIN = r"[\w.-]*"
_LEAST_PIECE, _MOST_PIECE = 8, 24
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def forms(secret: str) -> set[str]:
    """A secret in the forms that it has in texts, form bodies, JSON and HTML."""
    if re.fullmatch(_PLAIN, secret, re.ASCII):
        return {secret}
    from html import escape
    from json import dumps
    from urllib.parse import quote, quote_plus

    in_json = [dumps(secret, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)]
    escaped_slashes = [text.replace("/", "\\/") for text in in_json]
    return {secret, *in_json, *escaped_slashes, quote(secret, safe=""), quote_plus(secret), escape(secret)}


def redacted(text: str, secrets: Iterable[str]) -> str:
    """A text without any of the secrets in it."""
    found = _all_forms(secrets)
    return "".join(_pieces(text, found, REDACTED, len(text))) if found else text


def redacted_bytes(content: bytes, secrets: Iterable[str], most: int = BODY_START) -> bytes:
    """The first bytes of a body, at most as many as that, without any of the secrets in them."""
    found = _all_forms(secrets)
    if not found:
        return content[:most]
    encodings = ["utf-8", *(_WIDE if b"\0" in content[: 2 * most] else ())]
    encoded = [secret.encode(encoding) for encoding in encodings for secret in found]
    return b"".join(_pieces(content, encoded, REDACTED.encode(), most))[:most]


def redacted_id(response: RawResponse, secrets: Iterable[str]) -> str | None:
    """The id of an answer without any of the secrets in it."""
    request_id = response.request_id
    return None if request_id is None else redacted(request_id, secrets)


def scrub(error: ERPClientError, secrets: Iterable[str]) -> None:
    """Take the secrets out of all texts of an error and of those of the HTTP client that led to it.

    Its frames go, too, since answers are among their local variables.
    """
    known = list(secrets)
    link: BaseException | None = error
    while link is not None:
        link.args = tuple(redacted(part, known) if isinstance(part, str) else part for part in link.args)
        if isinstance(link, ERPClientError):
            link.__traceback__ = None
            for name, value in vars(link).items():
                if isinstance(value, str) and name != "operation":
                    setattr(link, name, redacted(value, known))
            link = link.__cause__
        else:
            link = link.__cause__ or link.__context__


def _all_forms(secrets: Iterable[str]) -> list[str]:
    return sorted({form for secret in secrets for form in forms(secret)})


def _pieces(content: AnyStr, secrets: list[AnyStr], mark: AnyStr, most: int) -> Iterator[AnyStr]:
    """What is to be shown instead of the first part of something; together at least `most` long where there is more."""
    begins = dict.fromkeys(_beginning(secret) for secret in secrets)
    longest = max(map(len, begins))
    # Of an empty value to join with, since the kind of text is only known as that of the arguments.
    pattern = re.compile((content[:0] + _alternative(content)).join(map(re.escape, begins)), re.IGNORECASE)
    position = shown = 0
    while shown < most and (match := pattern.search(content, position, position + most - shown + longest)):
        start = match.start()
        yield content[position:start]
        yield mark
        shown += start - position + len(mark)
        position = start + max(_agreement(content, start, secret) for secret in secrets)
    yield content[position : position + max(0, most - shown)]


def _alternative(like: AnyStr) -> AnyStr:
    return "|" if isinstance(like, str) else b"|"


def _beginning(secret: AnyStr) -> AnyStr:
    """What is enough of a secret to take it for that; less may be left of it."""
    return secret[: min(_MOST_PIECE, max(_LEAST_PIECE, len(secret) // 3))]


def _agreement(content: AnyStr, start: int, secret: AnyStr) -> int:
    """How much of a secret stands at a place."""
    there = content[start : start + len(secret)]
    if there == secret:
        return len(secret)
    count = 0
    for index in range(len(there)):
        if there[index : index + 1].lower() != secret[index : index + 1].lower():
            break
        count += 1
    return count
