"""List, get, create, update and delete as every vendor has them.

The forms of answers come from the spec, decisions from the settings.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from erp_sandbox.call import Answer, Call
from erp_sandbox.paging import page_of
from erp_sandbox.rules import Kind, Problem
from erp_sandbox.store import Item

# Wrapper of a list whose form is not known.
ANY_FORM = "*"


def list_elements(call: Call) -> Answer:
    """All elements, or those changed since a cursor; of these what the rules select, and of that one page."""
    cursor = call.operation.node.get("x-cursor")
    if cursor is None:
        items = call.collection.items()
    else:
        after = int(call.query.get(cursor["parameter"], cursor.get("start", 0)))
        if call.settings["cursor_includes_equal"] == "yes":
            after -= 1
        with_deleted = call.settings["cursor_reports_deletions"] == "yes" and after > 0
        items = [change.item for change in call.collection.changes(after=after) if with_deleted or not change.deleted]
    items = call.world.rules.select(call, items)
    return _wrapped(call, copy.deepcopy(page_of(call, items)), total=len(items))


def get_element(call: Call) -> Answer:
    """One element, in the vendor's wrapper if it has one."""
    item = call.collection.get(call.key())
    if "x-unwrap" in call.operation.node:
        if item is None and call.settings["on_missing_get"] == "error":
            raise _missing(call)
        return _wrapped(call, [] if item is None else [item])
    if item is None:
        raise _missing(call)
    return Answer(call.world.rules.present(call, item))


def create_element(call: Call) -> Answer:
    """Store a new element and answer with it, its key or nothing, whatever the spec says."""
    resource, collection = call.resource, call.collection
    item: Item = dict.fromkeys(_properties(call))
    item.update(resource.defaults)
    item.update(call.body)
    if resource.numbered:
        # Like a database, a creation that fails after this uses a number up.
        item[resource.key] = collection.new_id()
    call.world.rules.before_create(call, item)
    if item[resource.key] is None:
        raise Problem(Kind.INVALID, f"{resource.key} is missing", field=resource.key)
    if (
        not resource.numbered
        and collection.get(str(item[resource.key])) is not None
        and call.settings["on_duplicate"] == "error"
    ):
        raise Problem(Kind.CONFLICT, f"{resource.key} {item[resource.key]} exists already", field=resource.key)
    _check_unique(call, item, None)
    _check_references(call, item)
    collection.put(str(item[resource.key]), item, not_before=call.world.change_floor())
    return _written(call, item)


def update_element(call: Call) -> Answer:
    """Change an element; its key and what only creation sets stay as they are."""
    resource, collection, key = call.resource, call.collection, call.key()
    old = collection.get(key)
    if old is None:
        raise _missing(call)
    kept = {name: old.get(name) for name in _fixed(call)}
    for name in sorted(resource.write_once):
        new = call.body.get(name)
        if new is not None and new != old.get(name) and call.settings["on_changed_write_once"] == "error":
            raise Problem(Kind.INVALID, f"{name} is set on creation and cannot be changed", field=name)
    base: Item = old if call.settings["update_mode"] == "merge" else dict.fromkeys(_properties(call))
    item: Item = {**base, **call.body, **kept}
    call.world.rules.before_update(call, old, item)
    _check_unique(call, item, key)
    collection.put(key, item, not_before=call.world.change_floor())
    return _written(call, item)


def delete_element(call: Call) -> Answer:
    """Remove an element."""
    resource, collection, key = call.resource, call.collection, call.key()
    old = collection.get(key)
    if old is None:
        if call.settings["on_missing_delete"] == "error":
            raise _missing(call)
    else:
        remains = {**dict.fromkeys(_properties(call)), resource.key: old[resource.key]}
        collection.delete(key, remains, not_before=call.world.change_floor())
    return Answer(has_body=False)


HANDLERS: Mapping[str, Callable[[Call], Answer]] = {
    "list": list_elements,
    "get": get_element,
    "create": create_element,
    "update": update_element,
    "delete": delete_element,
}


def _properties(call: Call) -> dict[str, Mapping[str, Any]]:
    spec = call.world.spec
    return spec.properties(spec.schema(call.resource.schema))


def _fixed(call: Call) -> set[str]:
    """Properties that no update changes."""
    read_only = {name for name, schema in _properties(call).items() if schema.get("readOnly")}
    return read_only | call.resource.write_once | {call.resource.key}


def _missing(call: Call) -> Problem:
    return Problem(
        Kind.NOT_FOUND, f"there is no {call.operation.resource} element {call.key()}", field=call.resource.key
    )


def _wrapped(call: Call, items: list[Item], total: int = 1) -> Answer:
    """A list as the spec wraps it, with the cursor where it has one."""
    shown = [call.world.rules.present(call, item) for item in items]
    wrapper = call.operation.node.get("x-unwrap", {}).get("items")
    if wrapper == ANY_FORM and call.settings["list_form"] == "envelope":
        return Answer({"items": shown, "total": total})
    if wrapper in (None, ANY_FORM):
        return Answer(shown)
    cursor = _cursor_field(call)
    body: dict[str, Any] = {wrapper: shown}
    if cursor is not None:
        body[cursor] = call.collection.cursor
    return Answer(body)


def _cursor_field(call: Call) -> str | None:
    """The cursor belongs to the wrapper, so the answer with one element has it too."""
    for operation in call.world.spec.operations:
        if operation.resource == call.operation.resource and "x-cursor" in operation.node:
            return str(operation.node["x-cursor"]["field"])
    return None


def _written(call: Call, item: Item) -> Answer:
    schema = call.operation.success[1]
    if schema is None:
        return Answer(has_body=False)
    field = call.operation.node.get("x-unwrap", {}).get("value")
    if field is not None:
        return Answer({field: item[field]} if call.settings["value_form"] == "object" else item[field])
    kinds = call.world.spec.resolve(schema).get("type", "object")
    if kinds == "object" or "object" in kinds:
        return Answer(call.world.rules.present(call, item))
    return Answer(item[call.resource.key])


def _check_unique(call: Call, item: Item, own_key: str | None) -> None:
    for name in sorted(call.resource.unique):
        for other in call.collection:
            if (
                str(other[call.resource.key]) != own_key
                and item.get(name) is not None
                and other.get(name) == item[name]
            ):
                raise Problem(Kind.CONFLICT, f"{name} {item[name]} exists already", field=name)


def _check_references(call: Call, item: Item) -> None:
    for path, resource in call.resource.references.items():
        for key in _values(item, path.split(".")):
            if key is not None and call.world.collections[resource].get(str(key)) is None:
                raise Problem(Kind.INVALID, f"{path} names {key}, which is not in {resource}", field=path)


def _values(value: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for element in value:
            yield from _values(element, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        yield from _values(value.get(path[0]), path[1:])
