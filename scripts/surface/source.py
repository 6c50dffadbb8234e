"""One source file, read without importing it: what it defines, imports and exports."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from attrs import define, frozen

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class SurfaceError(Exception):
    """The public names of a package cannot be told; the message says why."""


@frozen
class Import:
    """`from module import original`."""

    module: str
    original: str


@define(eq=False)
class Module:
    """One source file.

    Attributes:
        name: Dotted name.
        path: Where it is.
    """

    name: str
    path: Path

    @cached_property
    def statements(self) -> list[ast.stmt]:
        """All statements of the module itself, those in `if` and `try` included."""
        return list(flat(ast.parse(self.path.read_text("utf-8"), str(self.path)).body))

    @cached_property
    def definitions(self) -> dict[str, list[ast.stmt]]:
        """Classes, functions and variables by name, in the order of the source."""
        return by_name(self.statements)

    @cached_property
    def imports(self) -> dict[str, Import]:
        """What each name stands for that `from … import …` brings."""
        return {
            alias.asname or alias.name: Import(_absolute(node, self.path), alias.name)
            for node in self.statements
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

    @cached_property
    def stars(self) -> list[str]:
        """The modules that everything is taken from."""
        return [
            _absolute(node, self.path)
            for node in self.statements
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        ]

    @cached_property
    def exported(self) -> list[str]:
        """`__all__`; without a literal one, what is defined here and what is imported `as` itself."""
        for node in self.definitions.get("__all__", []):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.Tuple):
                return sorted(ast.literal_eval(node.value))
        passed_on = [
            alias.name
            for node in self.statements
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if alias.asname == alias.name
        ]
        own = (name for name, nodes in self.definitions.items() if not _is_type_variable(nodes[0]))
        return sorted(name for name in {*own, *passed_on} if not name.startswith("_"))


def flat(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, those in `if` and `try` included."""
    for node in body:
        if isinstance(node, ast.If):
            yield from flat([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            yield from flat([*node.body, *(item for handler in node.handlers for item in handler.body), *node.orelse])
        else:
            yield node


def by_name(statements: Iterable[ast.stmt]) -> dict[str, list[ast.stmt]]:
    """The statements that define each name, in the order of the source."""
    found: dict[str, list[ast.stmt]] = {}
    for node in statements:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [item.id for target in targets for item in ast.walk(target) if isinstance(item, ast.Name)]
        else:
            names = []
        for name in names:
            found.setdefault(name, []).append(node)
    return found


def _is_type_variable(node: ast.stmt) -> bool:
    value = node.value if isinstance(node, ast.Assign) else None
    return isinstance(value, ast.Call) and ast.unparse(value.func) in {"TypeVar", "ParamSpec"}


def _absolute(node: ast.ImportFrom, path: Path) -> str:
    if node.level or node.module is None:
        raise SurfaceError(f"{path}:{node.lineno}: a relative import; write the whole name of the module")
    return node.module
