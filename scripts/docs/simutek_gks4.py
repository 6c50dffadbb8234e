"""Reads Simutek's page: prose with headings, and below `Dokumentation` the operations.

They come as OpenAPI documents in the page's Markdown, one for each, or rendered as text, or in copies that keep the
descriptions alone. Those name neither operations nor fields: all of it is unread then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from scripts.docs.blocks import Block, Line, Sample, with_samples
from scripts.docs.facts import Auth, Facts, Operation, Unread
from scripts.docs.openapi_blocks import openapi_base, openapi_operations, openapi_token_urls
from scripts.docs.reading import wording
from scripts.docs.simutek_gks4_rendered import method_lines, rendered_base, rendered_operations

SERVES_MARKDOWN = True

_HEADING = re.compile(
    r"introduktion|autentisering och auktorisering|exempel på [^.]*|headers|dokumentation", re.IGNORECASE
)
_OPERATIONS = re.compile(r"dokumentation|documentation", re.IGNORECASE)
_EXAMPLE = re.compile(r"exempel\b.*", re.IGNORECASE)
_END = re.compile(
    r"(?:last updated|senast uppdaterad|was this helpful).*|(?:previous|next|föregående|nästa)", re.IGNORECASE
)
_CALL = re.compile(r"(?:GET|POST|PUT|PATCH|DELETE)\s+/", re.IGNORECASE)
_TOKEN_URL = re.compile(r"https?://[^\s'\"]+/token\b")
_FORM = re.compile(r"['\"]?\b(client_id|client_secret|grant_type|scope|audience)\b['\"]?\s*[=:]")
_BEARER = re.compile(r"\beyJ\S*")
_GLUED = re.compile(r"^(?:[A-Z]*\d+|[A-Z]{3})(?=[A-Z])")
"""An example or default that a copy has left glued to the description of the next field."""
_WORDLESS = re.compile(r"no content|copy|expand all|show (?:more|properties)|hide properties", re.IGNORECASE)


def read(page: str, found: Sequence[Block]) -> Facts:
    """The facts of the page."""
    documents = _documents(found)
    split = _operations_start(found, documents)
    sections, token = _prose(found[:split])
    below = list(with_samples(_in_lines(found[split:])))
    base: str | None
    operations: list[Operation] = []
    unread: list[Unread] = []
    if documents:
        for title, document in documents:
            operations.extend(openapi_operations(document, title))
        base = next((one for _, document in documents if (one := openapi_base(document))), None)
    elif method_lines(below):
        operations, unread = rendered_operations(below)
        base = rendered_base(below)
    else:
        base = None
        reason = "a description whose operation, name and place are not shown"
        unread = [
            Unread.of("Dokumentation", reason, _GLUED.sub("", block.text))
            for block in below
            if isinstance(block, Line) and not _WORDLESS.fullmatch(block.text) and not _OPERATIONS.fullmatch(block.text)
        ]
    urls = {url for _, document in documents for url in openapi_token_urls(document)} - {token.url if token else None}
    auth = [*([token] if token else []), *(Auth("oauth2 client_credentials", (), url) for url in urls)]
    if operations or unread:
        sections.setdefault("Dokumentation", None)
    return Facts(page, base, operations, auth=auth, sections=sections, unread=unread)


def _documents(found: Sequence[Block]) -> list[tuple[str | None, dict[str, Any]]]:
    """The OpenAPI documents on the page, each with the heading above it unless that is method and path."""
    documents: list[tuple[str | None, dict[str, Any]]] = []
    heading: str | None = None
    for block in found:
        if isinstance(block, Line) and block.level:
            heading = None if _CALL.match(block.text) else block.text
        elif isinstance(block, Sample) and (document := _document(block)) is not None:
            documents.append((heading, document))
            heading = None
    return documents


def _document(sample: Sample) -> dict[str, Any] | None:
    """The OpenAPI document in a sample, if it is one."""
    try:
        value = json.loads(sample.text)
    except ValueError:
        return None
    return value if isinstance(value, dict) and "openapi" in value and "paths" in value else None


def _operations_start(found: Sequence[Block], documents: Sequence[object]) -> int:
    for at, block in enumerate(found):
        if isinstance(block, Line) and _OPERATIONS.fullmatch(block.text):
            return at + 1
        if isinstance(block, Sample) and documents and _document(block) is not None:
            headings = [no for no, above in enumerate(found[:at]) if isinstance(above, Line) and above.level]
            return headings[-1] if headings else at
    first = min(method_lines(found), default=len(found))
    return max(first - 1, 0)


def _in_lines(found: Sequence[Block]) -> list[Block]:
    """The blocks with samples as lines, tables as lines, and without what stands below the page."""
    lines: list[Block] = []
    for block in found:
        if isinstance(block, Line):
            if _END.fullmatch(block.text):
                break
            lines.append(block)
        elif isinstance(block, Sample):
            lines.extend(Line(" ".join(line.split())) for line in block.text.splitlines() if line.strip())
        else:
            lines.extend(block.lines())
    return lines


def _prose(found: Sequence[Block]) -> tuple[dict[str, str | None], Auth | None]:
    """The sections above the operations, and how a token is had."""
    prose: dict[str, list[str]] = {}
    code: list[str] = []
    section: str | None = None
    for block in found:
        text = block.text if isinstance(block, Line | Sample) else " ".join(line.text for line in block.lines())
        if isinstance(block, Line) and (_HEADING.fullmatch(text) or (block.level > 1)):
            section = text
            prose.setdefault(section, [])
            continue
        code.append(text)
        if section is not None and isinstance(block, Line) and not _EXAMPLE.fullmatch(section):
            prose[section].append(_BEARER.sub("…", text))
    everything = "\n".join(code)
    url = _TOKEN_URL.search(everything)
    token = None
    if url and "client_credentials" in everything:
        token = Auth("oauth2 client_credentials", set(_FORM.findall(everything)), url[0])
    return {name: wording(lines) for name, lines in prose.items()}, token
