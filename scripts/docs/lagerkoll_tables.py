"""The tables of Lagerkoll's pages, also those of copies that have dropped empty cells or the lines between cells.

Where a cell has lost its column, its form tells where it belongs as far as that is certain: access is `R` or `R,W`,
`Mandatory` names methods. What could stand in more than one column is unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scripts.docs.blocks import Block, Line, Table
from scripts.docs.facts import Field, Parameter, Unread, digest
from scripts.docs.reading import is_literal, listed

_CLASS_COLUMNS = (
    "Field",
    "Type",
    "Description",
    "Default",
    "Mandatory",
    "Accepted values",
    "Example values",
    "Access",
)
_PARAMETER_COLUMNS = ("Parameter", "Description", "Default value", "Allowed values")
_ERROR_COLUMNS = ("Code", "Description")
_FLAT = {" ".join(columns).lower(): columns for columns in (_CLASS_COLUMNS, _PARAMETER_COLUMNS, _ERROR_COLUMNS)}
_ACCESS = re.compile(r"R|W|R\s*,\s*W|RW")
_METHODS = r"(?:Post|Put|Patch|Delete|Get)"
_MANDATORY = re.compile(rf"{_METHODS}(?:\s*(?:,|/|and|&)\s*{_METHODS})*")
_SCALARS = "string long int integer short byte boolean double float bigdecimal date list map object"
_TYPE = re.compile(rf"(?:{'|'.join(_SCALARS.split())})(?:<.*>|\[\])?|[A-Z]\w*(?:<.*>|\[\])?", re.IGNORECASE)
_NEXT = re.compile(r".*:|body|headers|success?full? response", re.IGNORECASE)
"""What follows the table of parameters."""
_PARAMETER_ROW = re.compile(r"([a-z_$][\w.$-]*)((?:\s+\S+)*)", re.IGNORECASE)


def flat_tables(found: Sequence[Block]) -> list[Block]:
    """The blocks with tables put together again whose cells were separated by one space."""
    whole: list[Block] = []
    columns: tuple[str, ...] | None = None
    rows: list[tuple[str, ...]] = []
    for block in (*found, None):
        row = _flat_row(block.text, columns) if isinstance(block, Line) and columns and not block.level else None
        if row is not None:
            rows.append(row)
            continue
        if columns:
            whole.append(Table(columns, tuple(rows), (0,) * len(rows), exact=False))
            columns, rows = None, []
        if isinstance(block, Line) and block.text.lower() in _FLAT:
            columns = _FLAT[block.text.lower()]
        elif block is not None:
            whole.append(block)
    return whole


def _flat_row(text: str, columns: tuple[str, ...]) -> tuple[str, ...] | None:
    """The cells of a row as far as they can be told apart; None if the line is not a row."""
    if text.lower() in _FLAT:
        return None
    first, _, rest = text.partition(" ")
    if columns is _ERROR_COLUMNS:
        return (first, rest) if first.isdigit() else None
    if columns is _PARAMETER_COLUMNS:
        return None if _NEXT.fullmatch(text) or not _PARAMETER_ROW.fullmatch(text) else (first, *_flat_values(rest))
    kind, _, rest = rest.partition(" ")
    if not kind or not _TYPE.fullmatch(kind):
        return None
    if kind.lower() not in _SCALARS.split() and not re.search(rf"(?:^|\s)(?:{_ACCESS.pattern})$", rest):
        return None  # a line below the table
    found = re.fullmatch(rf"(.*?)\s*\b({_ACCESS.pattern})?", rest)
    middle, access = (found[1], found[2]) if found else (rest, None)
    required = re.search(rf"(?:^|\s)({_MANDATORY.pattern})(?=\s|$)(?!.*\s{_METHODS}(\s|$))", middle)
    cells = [middle]
    if required:
        cells = [middle[: required.start()], required[1], middle[required.end() :].strip()]
    return tuple(cell for cell in (first, kind, *cells, access) if cell)


def _flat_values(text: str) -> tuple[str, ...]:
    """Description, default and allowed values of a parameter: `Words that say it 0`, `0`, `Words all all,open`."""
    words = text.split()
    values: list[str] = []
    if words and re.search(r"\S[,|]\S", words[-1]):
        values.insert(0, words.pop())
        if words and words[-1] in listed(values[0]):
            values.insert(0, words.pop())
    elif words and is_literal(words[-1]):
        values.insert(0, words.pop())
    return tuple(cell for cell in (" ".join(words), *values) if cell)


def _placed(table: Table, row: Sequence[str], last: re.Pattern[str] | None) -> dict[str, str] | None:
    """The cells by column, in lower case; None if columns were lost on the way."""
    columns = [column.lower() for column in table.header]
    full = len(row) == len(columns)
    kept = full and ((last and last.fullmatch(row[-1])) or any(not cell for cell in row[: _filled(row)]))
    return dict(zip(columns, row, strict=False)) if table.exact or kept else None


def _filled(row: Sequence[str]) -> int:
    return max((index + 1 for index, cell in enumerate(row) if cell), default=0)


def parameter_rows(table: Table, section: str | None) -> tuple[list[Parameter], list[Unread]]:
    """The parameters in a table, and what of it could not be placed."""
    found: list[Parameter] = []
    unread: list[Unread] = []
    for row in table.rows:
        cells = _placed(table, row, None)
        if cells is None:
            cells = _parameter_cells([cell for cell in row[1:] if cell])
        name = row[0]
        allowed = cells.get("allowed values", "")
        values = listed(allowed) if allowed else ()
        if allowed and not values:
            unread.append(Unread.of(section, f"the allowed values of `{name}`, which are words", allowed))
        if rest := cells.get("unplaced"):
            unread.append(Unread.of(section, f"a cell of `{name}` whose column is not shown", rest))
        description = digest(cells.get("description", ""))
        found.append(Parameter(name, cells.get("default value") or None, values, description))
    return found, unread


def _parameter_cells(cells: Sequence[str]) -> dict[str, str]:
    placed: dict[str, str] = {}
    for cell in cells:
        if is_literal(cell) and "default value" not in placed:
            column = "default value"
        elif len(listed(cell)) > 1 and "allowed values" not in placed:
            column = "allowed values"
        elif not placed and not is_literal(cell):
            column = "description"
        elif len(cells) > 1 and list(placed) == ["description"]:
            column = "default value"
        else:
            column = "unplaced"
        placed[column] = cell if column not in placed else f"{placed[column]} {cell}"
    return placed


def class_rows(table: Table, section: str) -> tuple[list[Field], list[Unread]]:
    """The fields in the table of a class, and what of it could not be placed."""
    found: list[Field] = []
    unread: list[Unread] = []
    for row in table.rows:
        cells = _placed(table, row, _ACCESS)
        if cells is None:
            cells = _class_cells([cell for cell in row if cell])
        name, kind, access = cells.get("field", ""), cells.get("type", ""), cells.get("access", "")
        required = re.findall(_METHODS, cells.get("mandatory", ""))
        accepted = cells.get("accepted values", "")
        values = listed(accepted) if accepted else ()
        reasons = {
            f"a row without a field name in `{name}`": "" if re.fullmatch(r"[\w.$-]+", name) else " ".join(row),
            f"when `{name}` is mandatory": cells.get("mandatory", "") if not required else "",
            f"the accepted values of `{name}`, which are words": accepted if not values else "",
            f"the access of `{name}`": access if access and not _ACCESS.fullmatch(access) else "",
            f"a cell of `{name}` whose column is not shown": cells.get("unplaced", ""),
        }
        unread.extend(Unread.of(section, reason, text) for reason, text in reasons.items() if text)
        found.append(
            Field(
                name,
                _type(kind),
                [method.upper() for method in required],
                access=re.sub(r"\s|^RW$", "", access) or ("R,W" if access == "RW" else None),
                default=cells.get("default") or None,
                accepted=values,
                description_hash=digest(cells.get("description", "")),
            )
        )
    return found, unread


def _type(text: str) -> str | None:
    """A type, with Java's own in lower case, as some pages write them."""
    outer = re.match(r"\w+", text)
    if outer and outer[0].lower() in _SCALARS.split():
        return (outer[0].lower() + text[outer.end() :]).replace(" ", "")
    return text.replace(" ", "") or None


def _class_cells(cells: list[str]) -> dict[str, str]:
    """The cells of a row that has lost its columns."""
    placed = dict(zip(("field", "type"), cells, strict=False))
    rest = cells[2:]
    if rest and _ACCESS.fullmatch(rest[-1]):
        placed["access"] = rest.pop()
    at = next((index for index, cell in enumerate(rest) if _MANDATORY.fullmatch(cell)), None)
    before, after = (rest, []) if at is None else (rest[:at], rest[at + 1 :])
    if at is not None:
        placed["mandatory"] = rest[at]
    unplaced: list[str] = []
    if before and not is_literal(before[0]) and len(listed(before[0])) < 2:
        placed["description"] = before.pop(0)
    if at is not None and len(before) == 1:
        placed["default"] = before.pop()
    if len(after) == 2 or (after and len(listed(after[0])) > 1):
        placed["accepted values"] = after[0]
    else:
        unplaced += after
    unplaced += before
    if unplaced:
        placed["unplaced"] = " ".join(unplaced)
    return placed
