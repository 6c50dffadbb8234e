"""The public names of a package, read from its source: what `scripts.public_api` writes down.

Nothing is imported or run, so the result is the same under every Python. A name is public if no part of its path begins
with an underscore. A package that has modules for itself alone names the others in its pyproject.toml:

    [tool.public-api]
    modules = ["client", "errors"]

What a public module passes on from a private one is listed as if it stood there; what it passes on from a public one,
as `name = where.it.is`. Methods that come from a private base class are listed with the public class that has them.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.surface.source import FUNCTIONS, Module, SurfaceError, by_name, flat
from scripts.surface.text import decorators, function, instance_attributes, variable, visible

# Methods for the class itself, or that every class has.
_NOT_LISTED = {"__attrs_post_init__", "__init_subclass__", "__post_init__", "__reduce__", "__repr__"}

Member = tuple[Module, ast.stmt]
"""A definition and the module it stands in."""


class Package:
    """The source of one package.

    Args:
        folder: The folder that has `pyproject.toml` and `src/`.

    Raises:
        SurfaceError: `src/` does not hold exactly one package, or a module that is declared public does not exist.
    """

    def __init__(self, folder: Path) -> None:
        found = sorted(path.parent for path in folder.glob("src/*/__init__.py"))
        if len(found) != 1:
            raise SurfaceError(f"{folder / 'src'} must hold one package; there are {len(found)}")
        self.name = found[0].name
        self.modules = {
            name: Module(name, path)
            for path in sorted(found[0].rglob("*.py"))
            for name in [".".join(path.relative_to(found[0].parent).with_suffix("").parts).removesuffix(".__init__")]
        }
        self.public = sorted(self._public_modules(folder))

    def _public_modules(self, folder: Path) -> set[str]:
        settings = tomllib.loads((folder / "pyproject.toml").read_text("utf-8")).get("tool", {}).get("public-api")
        if settings is None:
            return {name for name in self.modules if not any(part.startswith("_") for part in name.split("."))}
        declared = {f"{self.name}.{name}" for name in settings["modules"]}
        if missing := declared - self.modules.keys():
            raise SurfaceError(
                f"{folder / 'pyproject.toml'}: [tool.public-api] names {', '.join(sorted(missing))}, which do not exist"
            )
        return declared | {self.name}

    def lines(self) -> dict[str, list[str]]:
        """One line for each public name, by module; names are relative to the module."""
        return {name: self._module_lines(self.modules[name]) for name in self.public}

    def _module_lines(self, module: Module) -> list[str]:
        lines = [f"* = {star}.*" for star in module.stars]
        for name in module.exported:
            lines += self._symbol(module, name, name)
        return lines

    def _symbol(self, module: Module, name: str, shown: str) -> Iterator[str]:
        if name in module.definitions:
            yield from self._described(((module, node) for node in module.definitions[name]), shown)
        elif name in module.imports:
            origin = module.imports[name]
            if origin.module in self.modules and origin.module not in self.public:
                yield from self._symbol(self.modules[origin.module], origin.original, shown)
            else:
                yield f"{shown} = {origin.module}.{origin.original}"
        else:
            raise SurfaceError(f"{module.path}: `{name}` is in __all__ and not defined there by a plain statement")

    def _described(self, members: Iterable[Member], shown: str) -> Iterator[str]:
        members = list(members)
        overloaded = any("overload" in decorators(node) for _, node in members)
        for module, node in members:
            if isinstance(node, ast.ClassDef):
                yield from self._class(module, node, shown)
            elif not isinstance(node, FUNCTIONS):
                yield shown + variable(node, shown)
            elif not overloaded or "overload" in decorators(node):
                yield function(node, shown)

    def _class(self, module: Module, node: ast.ClassDef, shown: str) -> Iterator[str]:
        bases = [ast.unparse(base) for base in (*node.bases, *node.keywords)]
        decorated = "".join(f"@{visible(decorator)} " for decorator in node.decorator_list)
        yield f"{decorated}class {shown}({', '.join(bases)})"
        members: dict[str, list[Member]] = {}
        attributes: dict[str, str] = {}
        for origin, owner in self._lineage(module, node):
            attributes |= instance_attributes(owner)
            for name, nodes in by_name(flat(owner.body)).items():
                if _is_listed(name, nodes[0]):
                    members[name] = [(origin, item) for item in nodes]
        for name in sorted(attributes.keys() - members.keys()):
            yield f"{shown}.{name}{attributes[name]}"
        # Fields stay in the order of the source, which is that of the arguments of a constructor.
        methods = sorted(name for name, nodes in members.items() if isinstance(nodes[0][1], FUNCTIONS))
        for name in [*(name for name in members if name not in methods), *methods]:
            yield from self._described(members[name], f"{shown}.{name}")

    def _lineage(self, module: Module, node: ast.ClassDef) -> list[tuple[Module, ast.ClassDef]]:
        """A class, after those of its bases that are not listed themselves."""
        found = [(module, node)]
        for base in node.bases:
            if (private := self._private_class(module, base)) is not None:
                found = [*self._lineage(*private), *found]
        return found

    def _private_class(self, module: Module, base: ast.expr) -> tuple[Module, ast.ClassDef] | None:
        """The class that a base names, if it is of this package and not public."""
        name = ast.unparse(base.value if isinstance(base, ast.Subscript) else base)
        while name in module.imports and module.imports[name].module in self.modules:
            origin = module.imports[name]
            module, name = self.modules[origin.module], origin.original
        if module.name in self.public and name in module.exported:
            return None
        classes = (node for node in module.definitions.get(name, []) if isinstance(node, ast.ClassDef))
        return next(((module, node) for node in classes), None)


def _is_listed(name: str, node: ast.stmt) -> bool:
    special = name.startswith("__") and name.endswith("__") and isinstance(node, FUNCTIONS)
    return not name.startswith("_") or (special and name not in _NOT_LISTED)
