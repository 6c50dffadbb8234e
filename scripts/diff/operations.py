"""Operations compared by meaning: what is called how, where it is sent, what it takes, answers and is allowed to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from scripts.diff.change import Level
from scripts.diff.comparison import Comparison, Place, shown
from scripts.diff.names import Spec, call_of, listed, resource_of
from scripts.diff.schemas import compare_value
from scripts.diff.types import alternatives, is_object
from scripts.specs.nodes import Node


def compare_operations(comparison: Comparison) -> None:
    """Compare the operations of two specs."""
    pairs = _pairs(comparison.old, comparison.new)
    for name, node in comparison.old.operations.items():
        if name not in pairs:
            place = Place(call_of(node), node.pointer, names=frozenset({resource_of(node)}))
            comparison.found(Level.MAJOR, place, f"`{place.label}` is gone", "removed")
    for name, node in comparison.new.operations.items():
        if name not in pairs.values():
            place = Place(call_of(node), node.pointer, names=frozenset({resource_of(node)}))
            comparison.found(Level.MINOR, place, f"`{place.label}` is new", "added")
    for before, now in pairs.items():
        _compare(comparison, comparison.old.operations[before], comparison.new.operations[now])


def _pairs(old: Spec, new: Spec) -> dict[str, str]:
    """Ids of operations that are the same: by id, by method and path, or by what users call them."""
    found = {name: name for name in old.operations if name in new.operations}
    for same in (_address, call_of):
        free = {same(node): name for name, node in new.operations.items() if name not in found.values()}
        for name, node in old.operations.items():
            if name not in found and same(node) in free:
                found[name] = free.pop(same(node))
    return found


def _address(node: Node) -> str:
    return f"{str(node.pointer[-1]).upper()} {node.pointer[-2]}"


def _compare(comparison: Comparison, before: Node, now: Node) -> None:
    old, new = before.value, now.value
    place = Place(call_of(now), now.pointer, names=frozenset({resource_of(before), resource_of(now)}))
    if call_of(before) != place.label:
        comparison.found(Level.MAJOR, place, f"`{call_of(before)}` is called `{place.label}` now")
    if (was := old.get("operationId")) != (is_ := new.get("operationId")):
        words = f"settings and messages call `{place.label}` {shown(is_)} now (was {shown(was)})"
        comparison.found(Level.MAJOR, place, words)
    if _address(before) != _address(now):
        words = f"`{place.label}` is sent to `{_address(now)}` now (was `{_address(before)}`)"
        comparison.found(Level.PATCH, place, words, "fixed")
    _compare_evidence(comparison, place, before, now)
    for words in _behaviour(place.label, old, new):
        comparison.found(Level.MINOR, place, words)
    _compare_paging(comparison, place, old, new)
    _compare_parameters(comparison, place, comparison.old.parameters(before), comparison.new.parameters(now))
    _compare_bodies(comparison, place, old, new)
    _compare_answers(comparison, place, old.get("responses", {}), new.get("responses", {}))
    compare_codes(comparison, place, old.get("x-error-codes", {}), new.get("x-error-codes", {}))


def _compare_evidence(comparison: Comparison, place: Place, before: Node, now: Node) -> None:
    """What is assumed does not run until the user allows it, so this is more than a remark."""

    def guessed(node: Node) -> bool:
        nodes = (node.value, (node.above("path_item") or node).value)
        return any(one.get("x-evidence", {}).get("level") == "assumed" for one in nodes)

    if guessed(before) and not guessed(now):
        comparison.found(Level.MINOR, place, f"`{place.label}` runs without being allowed first", "fixed")
    elif guessed(now) and not guessed(before):
        comparison.found(Level.MAJOR, place, f"`{place.label}` does not run until it is allowed or corrected")
    known = comparison.known(place, before.value, now.value)
    above_before, above = before.above("path_item"), now.above("path_item")
    if above_before is not None and above is not None:
        path = evolve(known, label=str(above.pointer[-1]), pointer=above.pointer, known=(None, None))
        comparison.known(path, above_before.value, above.value)


def _behaviour(label: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    found = []
    if old.get("x-retry") != new.get("x-retry"):
        found.append(f"`{label}` is {_retry(new.get('x-retry'))} now (was {_retry(old.get('x-retry'))})")
    if old.get("x-unwrap") != new.get("x-unwrap"):
        found.append(f"the result of `{label}` is taken out of the answer in another way")
    if old.get("security") != new.get("security"):
        found.append(f"`{label}` takes other credentials than the rest, or no longer does")
    return found


def _retry(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"looked up with `{value.get('reconcile', {}).get('operation')}` after a lost answer"
    return "repeated after a failure" if value == "safe" else "never repeated"


def _compare_paging(comparison: Comparison, place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    before, now = (node.get("x-pagination", {"style": "none"}) for node in (old, new))
    if before != now:
        first = before.get("style") == "none" or before.get("style") == now.get("style")
        style = {"none": "has no pages", "page": "counts pages", "offset": "counts elements"}
        words = f"`{place.label}` {style.get(now.get('style'), 'has pages')} now"
        if before.get("style") == now.get("style"):
            words = f"the pages of `{place.label}` are asked for with other parameters"
        comparison.found(Level.MINOR if first else Level.MAJOR, place, words)
    if (was := old.get("x-cursor")) != (is_ := new.get("x-cursor")):
        if was is None or is_ is None:
            level, kind = (Level.MAJOR, "removed") if is_ is None else (Level.MINOR, "added")
            words = f"`{place.label}` {'has no cursor any more' if is_ is None else 'can ask for what has changed'}"
            comparison.found(level, place, words, kind)
        else:
            comparison.found(Level.MINOR, place, f"the cursor of `{place.label}` is another one")
    if old.get("x-id-in-body") != new.get("x-id-in-body"):
        one = None in (old.get("x-id-in-body"), new.get("x-id-in-body"))
        comparison.found(Level.MAJOR if one else Level.MINOR, place, f"`{place.label}` takes the id in another way")


def _compare_parameters(
    comparison: Comparison, place: Place, old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]
) -> None:
    before = {(str(one.get("in")), str(one.get("name"))): one for one in old}
    now = {(str(one.get("in")), str(one.get("name"))): one for one in new}
    pairs = {key: key for key in before if key in now} | _renamed_parameters(comparison, before, now)
    for key, parameter in before.items():
        name = comparison.old.argument(key[1])
        if key not in pairs:
            at = place.below(place.label, "parameters")
            comparison.found(Level.MAJOR, at, f"`{place.label}` no longer takes `{name}`", "removed")
            continue
        other = now[pairs[key]]
        called = comparison.new.argument(pairs[key][1])
        at = place.below(called, "parameters", pairs[key][1])
        at = evolve(at, sent=True, around=("", f" of `{place.label}`"))
        if called != name:
            comparison.found(Level.MAJOR, at, f"`{name}` of `{place.label}` is called `{called}` now")
        elif pairs[key] != key:
            words = f"{at.shown} is sent as `{pairs[key][1]}` in the {pairs[key][0]} now"
            comparison.found(Level.PATCH, at, f"{words} (was `{key[1]}` in the {key[0]})", "fixed")
        if other.get("required", False) and not parameter.get("required", False):
            comparison.found(Level.MAJOR, at, f"{at.shown} has to be given now")
        elif parameter.get("required", False) and not other.get("required", False):
            comparison.found(Level.MINOR, at, f"{at.shown} can be left out now")
        at = comparison.known(at, parameter, other)
        compare_value(comparison, at, parameter.get("schema", {}), other.get("schema", {}))
    for key, parameter in now.items():
        if key not in pairs.values():
            at = place.below(place.label, "parameters", key[1])
            words = f"`{place.label}` takes `{comparison.new.argument(key[1])}`"
            if parameter.get("required", False):
                comparison.found(Level.MAJOR, at, f"{words}, which has to be given", "added")
            else:
                comparison.found(Level.MINOR, at, words, "added")


Parameters = Mapping[tuple[str, str], Mapping[str, Any]]


def _renamed_parameters(
    comparison: Comparison, before: Parameters, now: Parameters
) -> dict[tuple[str, str], tuple[str, str]]:
    """Parameters that went, each with the one that came for it, if there is no doubt which."""
    gone, came = [key for key in before if key not in now], [key for key in now if key not in before]

    def same(key: tuple[str, str], other: tuple[str, str]) -> bool:
        if comparison.old.argument(key[1]) == comparison.new.argument(other[1]):
            return True
        text = before[key].get("description")
        types = alternatives(comparison.old, before[key].get("schema"), comparison.renamed)
        return (
            key[0] == other[0]
            and types == alternatives(comparison.new, now[other].get("schema"), {})
            and ((text is not None and text == now[other].get("description")) or len(gone) == len(came) == 1)
        )

    found: dict[tuple[str, str], tuple[str, str]] = {}
    for key in gone:
        likely = [other for other in came if same(key, other)]
        if len(likely) == 1 and sum(same(one, likely[0]) for one in gone) == 1:
            found[key] = likely[0]
    return found


def _content(spec: Spec, node: Any) -> Mapping[str, Any]:
    found = spec.resolved(node).get("content", {})
    return found if isinstance(found, Mapping) else {}


def _compare_bodies(comparison: Comparison, place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    before, now = old.get("requestBody"), new.get("requestBody")
    at = evolve(place.below(place.label, "requestBody"), sent=True, around=("what ", " sends"))
    if before is None and now is None:
        return
    if before is None or now is None:
        level = Level.MAJOR if now is None or comparison.new.resolved(now).get("required", False) else Level.MINOR
        comparison.found(level, at, f"`{place.label}` {'sends nothing' if now is None else 'takes what it sends'} now")
        return
    was, is_ = (spec.resolved(node) for spec, node in ((comparison.old, before), (comparison.new, now)))
    if is_.get("required", False) != was.get("required", False):
        must = is_.get("required", False)
        words = "something to send has to be given" if must else "it can be called with nothing to send"
        comparison.found(Level.MAJOR if must else Level.MINOR, at, f"`{place.label}`: {words} now")
    at = comparison.known(at, was, is_)
    _compare_content(comparison, at, _content(comparison.old, before), _content(comparison.new, now))


def _compare_answers(comparison: Comparison, place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    at = evolve(place.below(place.label, "responses"), read=True, around=("what ", " answers"))
    before, now = ({str(key): node for key, node in one.items()} for one in (old, new))
    good = [{key for key in one if key.startswith("2")} for one in (before, now)]
    if good[0] != good[1]:
        words = f"`{place.label}` answers with {listed(sorted(good[1]))} now (was {listed(sorted(good[0]))})"
        comparison.found(Level.PATCH, at, words)
    if came := sorted(now.keys() - before.keys() - good[1]):
        comparison.found(Level.PATCH, at, f"`{place.label}`: {listed(came)} is documented as an error")
    if gone := sorted(before.keys() - now.keys() - good[0]):
        comparison.found(Level.PATCH, at, f"`{place.label}`: {listed(gone)} is no longer documented as an error")
    for key in now:
        # A success is compared with a success, whatever its number.
        was = key if key in before else next(iter(sorted(good[0])), None) if key in good[1] else None
        if was is None:
            continue
        one = at if key in good[1] else evolve(at, around=(f"error {key} of ", ""), most=Level.PATCH)
        known = comparison.known(
            one.below(one.label, key), comparison.old.resolved(before[was]), comparison.new.resolved(now[key])
        )
        _compare_content(comparison, known, _content(comparison.old, before[was]), _content(comparison.new, now[key]))


def _compare_content(comparison: Comparison, place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    gone, came = [kind for kind in old if kind not in new], [kind for kind in new if kind not in old]
    if gone or came:
        breaks = bool((gone and place.sent) or (came and place.read and old))
        words = f"{place.shown}: {listed(new) or 'nothing'} now (was {listed(old) or 'nothing'})"
        comparison.found(Level.MAJOR if breaks else Level.MINOR, place, words)
    for kind in old:
        if kind in new:
            before, now = old[kind].get("schema", {}), new[kind].get("schema", {})
            if not _wrapped_in_name(comparison, before, now):
                compare_value(comparison, place.below(place.label, "content", kind, "schema"), before, now)


def _wrapped_in_name(comparison: Comparison, old: Any, new: Any) -> bool:
    """Whether both are objects with a name that users do not see; those are compared where they stand."""
    names = [str(one.get("$ref", "")).rpartition("/")[2] if isinstance(one, Mapping) else "" for one in (old, new)]
    specs = (comparison.old, comparison.new)
    return all(
        name in spec.schemas and is_object(spec.schemas[name]) and not spec.is_class(name)
        for spec, name in zip(specs, names, strict=True)
    )


def compare_codes(comparison: Comparison, place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Compare the error codes of an operation, or those that mean the same everywhere."""
    before, now = old.get("codes", {}), new.get("codes", {})
    of = " of " if place.label else ""
    for code in dict.fromkeys([*before, *now]):
        at = evolve(place.below(place.label, "x-error-codes", "codes", code), around=(f"error {code}{of}", ""))
        was, is_ = before.get(code), now.get(code)
        if was is None:
            comparison.found(Level.MINOR, at, f"{at.shown} is known: {is_.get('meaning')}", "added")
        elif is_ is None:
            level = Level.MAJOR if "error" in was else Level.PATCH
            comparison.found(level, at, f"{at.shown} is no longer known", "removed")
        else:
            if was.get("error") != is_.get("error"):
                kinds = [f"`{one.get('error')}`" if one.get("error") else "what its status says" for one in (is_, was)]
                words = f"{at.shown} is raised as {kinds[0]} now (was {kinds[1]})"
                comparison.found(Level.MAJOR, at, words)
            comparison.known(at, was, is_)
