"""How one definition is written in a listing: signatures, types and those values that users depend on."""

from __future__ import annotations

import ast

from scripts.surface.source import FUNCTIONS

_LONGEST_VALUE = 300
_PROPERTIES = {"property", "cached_property"}
# Of a class decorator, what users of the class notice.
_VISIBLE_KEYWORDS = {"eq", "frozen", "kw_only", "order"}


def decorators(node: ast.stmt) -> list[str]:
    """Names of the decorators of a function."""
    if not isinstance(node, FUNCTIONS):
        return []
    return [ast.unparse(item.func if isinstance(item, ast.Call) else item) for item in node.decorator_list]


def visible(decorator: ast.expr) -> str:
    """A decorator of a class, without what concerns the class itself alone."""
    if not isinstance(decorator, ast.Call):
        return ast.unparse(decorator)
    kept = [ast.unparse(keyword) for keyword in decorator.keywords if keyword.arg in _VISIBLE_KEYWORDS]
    return f"{ast.unparse(decorator.func)}({', '.join(kept)})"


def function(node: ast.FunctionDef | ast.AsyncFunctionDef, shown: str) -> str:
    """A function, method or property."""
    returns = ast.unparse(node.returns) if node.returns else "?"
    decorated = decorators(node)
    if _PROPERTIES & set(decorated):
        return f"property {shown}: {returns}"
    if any(name.endswith(".setter") for name in decorated):
        return f"property {shown} can be set"
    prefix = "".join(f"@{name} " for name in decorated)
    keyword = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    return f"{prefix}{keyword} {shown}({ast.unparse(node.args)}) -> {returns}"


def variable(node: ast.stmt, shown: str) -> str:
    """Type and value of a variable or field, as far as users depend on them."""
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        raise TypeError(f"`{shown}` is defined by {type(node).__name__}")
    annotation = f": {ast.unparse(node.annotation)}" if isinstance(node, ast.AnnAssign) else ""
    # The version is in the changelog; here it would make every release look like a change of the interface.
    if node.value is None or shown == "__version__":
        return annotation
    return f"{annotation}{_value(node.value)}"


def instance_attributes(node: ast.ClassDef) -> dict[str, str]:
    """What the `__init__` of a class sets, with its type as far as it is written there."""
    found: dict[str, str] = {}
    for init in node.body:
        if not isinstance(init, ast.FunctionDef) or init.name != "__init__":
            continue
        arguments = (*init.args.posonlyargs, *init.args.args, *init.args.kwonlyargs)
        types = {argument.arg: argument.annotation for argument in arguments}
        for item in ast.walk(init):
            if not isinstance(item, ast.Assign | ast.AnnAssign):
                continue
            annotation = item.annotation if isinstance(item, ast.AnnAssign) else None
            if annotation is None and isinstance(item.value, ast.Name):
                annotation = types.get(item.value.id)
            for target in item.targets if isinstance(item, ast.Assign) else [item.target]:
                if isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self" and target.attr[0] != "_":
                    found.setdefault(target.attr, f": {ast.unparse(annotation)}" if annotation else "")
    return found


def _value(value: ast.expr) -> str:
    if isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] in {"field", "ib"}:
        keywords = {keyword.arg: keyword.value for keyword in value.keywords}
        init = keywords.get("init")
        if isinstance(init, ast.Constant) and init.value is False:
            return "  (no argument)"
        if "factory" in keywords or "default_factory" in keywords:
            return " = ..."
        return _value(keywords["default"]) if "default" in keywords else ""
    if isinstance(value, ast.Call):
        return f" = {ast.unparse(value.func)}(...)"
    text = ast.unparse(value)
    plain = not any(isinstance(node, ast.Call | ast.Lambda | ast.JoinedStr) for node in ast.walk(value))
    return f" = {text}" if plain and len(text) <= _LONGEST_VALUE else " = ..."
