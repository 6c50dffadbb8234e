"""The tables of fields on ERP XT's pages, with the rows of objects and lists put where they belong.

`Items` and `Address` are rows like any other, followed by the rows of their members, indented or not. Without an indent
a row belongs to what its name is known for, here or elsewhere on the page; where that is not enough, it is unread.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from scripts.docs.blocks import Table
from scripts.docs.facts import Field, Unread, digest
from scripts.docs.reading import numbers

_FIRST = re.compile(r"paramet(?:er|r)|feld|pole|field", re.IGNORECASE)
_SECOND = re.compile(r"beschreibung|opis|description", re.IGNORECASE)
_YES_NO = re.compile(r"(ja|nein|tak|nie)([\d\W]*)", re.IGNORECASE)
_NAME = re.compile(r"(\$?[A-Za-z]\w*?)(\d?)\)?")
_LISTS = frozenset({"Items"})
_MEMBERS: Mapping[str, re.Pattern[str]] = {
    "Items": re.compile(r"\$id|Id|Product\w*|Quantity|UnitOfMeasure?ment|VatRateId"),
    "Address": re.compile(r"\$id|Id|Street|BuildingNumber|FlatNumber|ApartmentNumbe?r?|PostalCode|City"),
}
_OUTER = re.compile(
    r"Number|Status|Description|Name|Mail|PhoneNumber|\w+Date|\w+Status|\w+Type|\w+Kind|Customer\w+|Payment\w+|BankAccount\w+"
    r"|PurchasingParty\w*|ReceivingParty\w*|Currency\w+|\w*(?:Net|Gross|Vat)Total"
)


def is_fields(table: Table) -> bool:
    """Whether a table is one of fields."""
    header = table.header
    return len(header) > 1 and bool(_FIRST.fullmatch(header[0]) and _SECOND.fullmatch(header[1]))


def table_fields(
    table: Table, method: str, notes: Mapping[str, str], outer: Collection[str], section: str | None
) -> tuple[list[Field], list[Unread]]:
    """The fields in a table, and what of it could not be placed.

    Args:
        table: The table.
        method: Of the request that it belongs to.
        notes: The footnotes below it, by their digits.
        outer: Names that the page shows outside of any object or list.
        section: Where the table stands.
    """
    rows, unread = _rows(table, section)
    owners, lost = _owners([name for name, *_ in rows], [indent for *_, indent in rows], outer)
    found: list[Field] = []
    for (name, description, required, _), owner in zip(rows, owners, strict=True):
        if name in lost and owner is None:
            unread.append(Unread.of(section, f"whether `{name}` belongs to the object or list above it", description))
            continue
        answer = _YES_NO.fullmatch(required)
        if required and not answer:
            unread.append(Unread.of(section, f"whether `{name}` is required", required))
        note = " ".join(notes.get(digit, "") for digit in re.findall(r"\d", answer[2])) if answer else ""
        is_required = answer is not None and answer[1].lower() in ("ja", "tak")
        found.append(
            Field(
                f"{owner}{name}",
                required_on=(method,) if is_required else (),
                optional_on=(method,) if answer and not is_required else (),
                accepted=numbers(description),
                description_hash=digest(f"{description}\n{note}"),
            )
        )
    return found, unread


def _rows(table: Table, section: str | None) -> tuple[list[tuple[str, str, str, int]], list[Unread]]:
    """Name, description, the third column and indent of each row."""
    rows: list[tuple[str, str, str, int]] = []
    unread: list[Unread] = []
    for row, indent in zip(table.rows, table.indents, strict=True):
        first, description, required = (*row, "", "", "")[:3]
        if not table.exact and len(table.header) > 2 and not required and _YES_NO.fullmatch(description):
            # A copy that has dropped the empty description.
            description, required = "", description
        name = _NAME.fullmatch(re.sub(r"^[-–•·>]\s*", "", first))  # noqa: RUF001 - dashes that bullets are made of
        if not first and rows:
            before = rows[-1]
            rows[-1] = (before[0], f"{before[1]} {description}", f"{before[2]}{required}", before[3])
        elif name is None:
            unread.append(Unread.of(section, "a row of a table without the name of a field", " ".join(row)))
        else:
            rows.append((name[1] + name[2], description, required, indent))
    return rows, unread


def _owners(
    names: Sequence[str], indents: Sequence[int], outer: Collection[str]
) -> tuple[list[str | None], frozenset[str]]:
    """What each row belongs to: `Items[].`, `Address.` or nothing; None for those of which it is not certain."""
    if len(set(indents)) > 1:
        return [*_by_indent(names, indents)], frozenset()
    owners: list[str | None] = []
    lost: set[str] = set()
    inside: str | None = None
    members: set[str] = set()
    for at, name in enumerate(names):
        if inside is not None and not _is_member(name, at, names, inside, members, outer):
            is_known_outer = name in outer or name in _MEMBERS or _OUTER.fullmatch(name)
            if not is_known_outer:
                owners.append(None)
                lost.add(name)
                continue
            inside = None
        owners.append("" if inside is None else _prefix(inside))
        members.add(name)
        if inside is None and _is_container(name, at, names):
            inside, members = name, set()
    return owners, frozenset(lost)


def _is_container(name: str, at: int, names: Sequence[str]) -> bool:
    following = names[at + 1] if at + 1 < len(names) else None
    return name in _MEMBERS or (following == "$id" and "$id" in names[:at])


def _is_member(
    name: str, at: int, names: Sequence[str], inside: str, members: Collection[str], outer: Collection[str]
) -> bool:
    if name in members:
        return False
    known = _MEMBERS.get(inside)
    if known is None:
        # An object that is not known: its members are what is not known to stand outside.
        return name in ("$id", "Id") or not (name in outer or _OUTER.fullmatch(name))
    if known.fullmatch(name):
        return True
    if name in outer or name in _MEMBERS or _OUTER.fullmatch(name):
        return False
    # A name that nobody knows is a member if one that is known follows before anything from outside does.
    for later in names[at + 1 :]:
        if later in outer or later in _MEMBERS or later in members:
            return False
        if known.fullmatch(later):
            return True
    return False


def _by_indent(names: Sequence[str], indents: Sequence[int]) -> list[str]:
    owners: list[str] = []
    above: list[tuple[int, str]] = []
    for name, indent in zip(names, indents, strict=True):
        while above and above[-1][0] >= indent:
            above.pop()
        owner = above[-1][1] if above else ""
        owners.append(owner)
        above.append((indent, f"{owner}{_prefix(name)}"))
    return owners


def _prefix(name: str) -> str:
    return f"{name}[]." if name in _LISTS else f"{name}."
