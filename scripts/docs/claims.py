"""Whether what a spec calls `documented` stands on the page that it names, as far as the lock knows that page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from scripts.docs.described import Described
from scripts.docs.facts import Facts, Operation
from scripts.docs.statements import Call, comparable
from scripts.specs.evidence import REASONED, Known
from scripts.specs.source import Finding, Pointer


@frozen
class _Claim:
    spec: Described
    known: Known
    facts: Facts
    pages: Mapping[str, Facts]


def unfounded(spec: Described, pages: Mapping[str, Facts]) -> Iterator[Finding]:
    """A finding for every node that claims what its page does not say, each line of the spec once.

    Args:
        spec: The spec.
        pages: The facts of its pages, by id.
    """
    seen: set[tuple[int, str]] = set()
    for known in spec.known.values():
        problem = _problem(spec, known, pages)
        if problem and (key := (spec.line(known.node.pointer), problem)) not in seen:
            seen.add(key)
            yield spec.source.finding(known.node.pointer, problem)


def _problem(spec: Described, known: Known, pages: Mapping[str, Facts]) -> str:
    evidence = known.evidence or {}
    level, page, section = evidence.get("level"), evidence.get("source"), evidence.get("section")
    if level not in ("documented", "example") or not isinstance(page, str) or page not in pages:
        return ""  # what is missing is found by the check of the specs
    facts = pages[page]
    if section not in facts.cited():
        if known.inherited_from is not None:
            return ""  # said at the node that it takes its evidence from
        return f"the facts of page `{page}` have no section `{section}`; cite one that is there"
    said = _SAID.get(known.node.kind)
    if level == "documented" and said is not None and not said(_Claim(spec, known, facts, pages)):
        return (
            f"claims to be documented, and the facts of page `{page}` do not say it; "
            "say how it is known, or accept the page that says it"
        )
    return ""


def _own(claim: _Claim) -> Sequence[Operation]:
    """The operations of a page that a node can mean: that of the section it cites, otherwise all."""
    return _cited(claim) or claim.facts.operations


def _cited(claim: _Claim) -> Sequence[Operation]:
    section = (claim.known.evidence or {}).get("section")
    return [one for one in claim.facts.operations if one.title == section]


def _server(claim: _Claim) -> bool:
    url = str(claim.known.node.value.get("url", "")).rstrip("/")
    written = [claim.facts.base_url, *(one.path for one in claim.facts.operations)]
    return any(one is not None and (one.rstrip("/") == url or one.startswith(f"{url}/")) for one in written)


def _path(claim: _Claim) -> bool:
    wanted = comparable(f"{claim.spec.server_path}{claim.known.node.pointer[-1]}")
    return wanted in {comparable(call.path) for call in _calls(claim.facts) if call.path is not None}


def _operation(claim: _Claim) -> bool:
    path, method = claim.known.node.pointer[-2:]
    wanted = comparable(f"{claim.spec.server_path}{path}")
    if any(
        call.path is not None and comparable(call.path) == wanted and call.method in (None, str(method).upper())
        for call in _calls(claim.facts)
    ):
        return True
    # Where the path itself is a conclusion, what is documented is that there is such an operation, which prose tells.
    if any(one.path is not None for one in _cited(claim)):
        return False
    above = claim.spec.known.get(claim.known.node.pointer[:-1])
    return above is not None and (above.evidence or {}).get("level") in REASONED


def _calls(facts: Facts) -> Iterator[Call]:
    return (Call.of(facts, one) for one in facts.operations)


def _parameter(claim: _Claim) -> bool:
    name = claim.known.node.value.get("name")
    for operation in _own(claim):
        if any(parameter.name in (name, None) for parameter in operation.parameters):
            return True
        if claim.known.node.value.get("in") == "path" and f"{{{name}}}" in (claim.facts.full_path(operation) or ""):
            return True
    return False


def _body(claim: _Claim) -> bool:
    # Of an operation without a path the copy of the page shows descriptions only.
    described = any(one.request_fields or one.path is None for one in _own(claim))
    return described or bool(claim.facts.classes)


def _response(claim: _Claim) -> bool:
    said = {status for one in _own(claim) for status in one.statuses}
    for facts in claim.pages.values():
        said.update(facts.statuses)
    if "status" in claim.facts.limits:
        said.add(str(claim.facts.limits["status"]))
    used = _used_for(claim.spec, claim.known.node.pointer)
    return bool(said & used) or ("default" in used and bool(said - _listed(claim.spec)))


def _used_for(spec: Described, response: Pointer) -> set[str]:
    if response[:1] == ("paths",):
        return {str(response[-1])}
    found = set()
    for operation in spec.all_operations:
        for status, one in operation.value.get("responses", {}).items():
            if (
                isinstance(one, Mapping)
                and spec.part((*operation.pointer, "responses", status), one).pointer == response
            ):
                found.add(str(status))
    return found


def _listed(spec: Described) -> set[str]:
    return {str(status) for operation in spec.all_operations for status in operation.value.get("responses", {})}


def _header(claim: _Claim) -> bool:
    name = str(claim.known.node.pointer[-1]).casefold()
    return str(claim.facts.limits.get("header", "")).casefold() == name


def _property(claim: _Claim) -> bool:
    section = str((claim.known.evidence or {}).get("section"))
    names = {str(claim.known.node.pointer[-1]), *claim.known.node.value.get("x-alias", ())}
    of_class = claim.facts.classes.get(section.removeprefix("Classes/")) if section.startswith("Classes/") else None
    if of_class is not None:
        fields = list(of_class)
    else:
        fields = [*claim.facts.error_fields, *(field for one in claim.facts.classes.values() for field in one)]
        for operation in _own(claim):
            fields += [*operation.request_fields, *operation.response_fields]
    return any(field.field.rpartition(".")[2].removesuffix("[]") in names for field in fields)


def _security_scheme(claim: _Claim) -> bool:
    value = claim.known.node.value
    if value.get("type") == "oauth2":
        return any(login.scheme.startswith("oauth2") for login in claim.facts.auth)
    name = str(value.get("name")).casefold()
    return any(name == one.casefold() for login in claim.facts.auth for one in login.names)


def _quota(claim: _Claim) -> bool:
    return all(claim.facts.limits.get(name) == claim.known.node.value.get(name) for name in ("requests", "per"))


def _error_code(claim: _Claim) -> bool:
    return claim.known.node.pointer[-1] in claim.facts.error_codes


# What has to be on the page, by the kind of the node; of schemas it is their fields.
_SAID: Mapping[str, Callable[[_Claim], bool]] = {
    "server": _server,
    "path_item": _path,
    "operation": _operation,
    "parameter": _parameter,
    "request_body": _body,
    "response": _response,
    "header": _header,
    "property": _property,
    "security_scheme": _security_scheme,
    "quota": _quota,
    "error_code": _error_code,
}
