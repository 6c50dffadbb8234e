"""Docstrings: the document's texts, evidence in words, wrapped and safe inside quotes."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable

from erp_client_runtime.operation import Evidence

WIDTH = 120


def clean(text: str) -> str:
    """A text of the document without what Python source cannot hold; paragraphs stay."""
    kept = "".join(character for character in text if character in "\n\t" or unicodedata.category(character)[0] != "C")
    return kept.replace('"""', "'''").strip()


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", clean(text)) if part.strip()]


def place(evidence: Evidence) -> str:
    """Where something is documented."""
    return ", ".join(part for part in (evidence.source, evidence.section) if part)


def known_from(evidence: Evidence | None, *, subject: str = "") -> str:
    """How something is known, in a sentence; nothing if the document does not say."""
    if evidence is None:
        return ""
    where = place(evidence)
    because = sentence(evidence.because or "")
    lead = f"{subject}: " if subject else ""
    match evidence.level:
        case "documented":
            text = f"Known from: {where} (documented)." if where else "Documented."
        case "example":
            text = f"Known from an example only{f' ({where})' if where else ''}."
        case "observed":
            text = f"Observed at the live API, not documented{f' ({where})' if where else ''}."
        case "inferred":
            text = f"Inferred: {because}"
        case "assumed":
            text = f"Assumed: {because}"
    return f"{lead}{text[0].lower()}{text[1:]}" if lead else text


def doubt(evidence: Evidence | None) -> str:
    """As `known_from`, and nothing for what is documented."""
    return "" if evidence is None or evidence.level == "documented" else known_from(evidence)


def as_the_class(evidence: Evidence | None) -> str:
    """As `doubt`, of a field that is known in the same way as the whole class, whose docstring has the reason."""
    if evidence is None or evidence.level == "documented":
        return ""
    words = {"example": "Known from an example only", "observed": "Observed, not documented"}
    return f"{words.get(evidence.level, evidence.level.capitalize())}, as all of this class."


def sentence(text: str) -> str:
    """The text with a full stop."""
    text = " ".join(text.split())
    return text if not text or text[-1] in ".!?" else f"{text}."


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    found = re.match(r".*?[.!?](?=\s|$)", " ".join(text.split()))
    return found.group() if found else sentence(text)


def wrap(text: str, indent: int, hanging: int = 0) -> list[str]:
    """Lines of one paragraph, indented."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )


def section(title: str, entries: Iterable[tuple[str, str]], indent: int) -> list[str]:
    """Lines of a section like `Args:`."""
    lines = [f"{' ' * indent}{title}:"]
    for name, text in entries:
        lines.extend(wrap(f"{name}: {text}" if name else text, indent + 4, 4))
    return lines


def docstring(text: str, indent: int, *, fallback: str, sections: Iterable[list[str]] = ()) -> str:
    """A docstring whose first line is one sentence.

    Args:
        text: Paragraphs; the first sentence of the first one becomes the first line.
        indent: Columns before the quotes.
        fallback: First line if there is no text, or its first sentence does not fit one line.
        sections: Lines to follow, a blank line before each.
    """
    parts = paragraphs(text)
    blocks: list[list[str]] = []
    summary = _summary(parts[0]) if parts else fallback
    if parts and len(summary) + indent + 3 <= WIDTH:
        rest = " ".join(parts[0].split())[len(first_sentence(parts[0])) :].strip()
        parts[:1] = [rest] if rest else []
    else:
        summary = fallback
    blocks.extend(wrap(sentence(part), indent) for part in parts)
    blocks.extend(list(lines) for lines in sections)
    if not blocks and len(summary) + indent + 6 <= WIDTH:
        return _quoted([summary], one_line=True, indent=indent)
    lines = [summary]
    for block in blocks:
        lines.extend(["", *block])
    return _quoted(lines, one_line=False, indent=indent)


def attribute_docstring(parts: list[str], indent: int) -> str:
    """The text below a field, as it is: it needs no summary line."""
    if not parts:
        return ""
    if len(parts) == 1 and len(parts[0]) + indent + 6 <= WIDTH:
        return _quoted([parts[0]], one_line=True, indent=indent)
    lines: list[str] = []
    for index, part in enumerate(parts):
        wrapped = wrap(part, indent if index else indent + 3)
        lines.extend(["", *wrapped] if index else [wrapped[0].strip(), *(line[3:] for line in wrapped[1:])])
    return _quoted(lines, one_line=False, indent=indent)


def _summary(paragraph: str) -> str:
    text = first_sentence(paragraph)
    return text[0].upper() + text[1:]


def _quoted(lines: list[str], *, one_line: bool, indent: int) -> str:
    raw = "r" if any("\\" in line for line in lines) else ""
    if one_line:
        end = " " if lines[0].endswith(('"', "\\")) else ""
        start = " " if lines[0].startswith('"') else ""
        return f'{raw}"""{start}{lines[0]}{end}"""'
    return "\n".join([f'{raw}"""{lines[0]}', *lines[1:], f'{" " * indent}"""'])
