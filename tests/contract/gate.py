"""The gate: what must hold for all cassettes. Each function gives what is wrong, and an empty list if nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.contract.against_spec import Contract
from scripts.contract.case import Case, Suite
from scripts.contract.cassette import ORIGINS, Cassette, CassetteError, read, text_of
from scripts.contract.recorder import cassette_path
from scripts.contract.running import FakeClock, placeholders, replaying, run, unused
from scripts.contract.secrecy import survivors


def uncovered_operations(suite: Suite, contract: Contract, folder: Path) -> list[str]:
    """Operations of the spec, and `token`, without a cassette of a success, or without one of an error answer."""
    found = {name: set[str]() for name in contract.names}
    for case, cassette in _readable(suite, folder):
        own = contract.corrected(*suite.corrections(case))
        answers = [one.status for one in cassette.exchanges if own.called_by(one) == case.operation]
        if not answers or case.operation not in found:
            continue
        if not case.expected.is_error and 200 <= answers[-1] < 300:
            found[case.operation].add("a success")
        if case.expected.is_error and answers[-1] >= 400:
            found[case.operation].add("an error")
    return [
        f"{name}: no cassette of {kind}; add a case to tests/contract/cases/{suite.vendor}.py and run make record"
        for name, kinds in found.items()
        for kind in ("a success", "an error")
        if kind not in kinds
    ]


def orphans(suite: Suite, contract: Contract, folder: Path) -> list[str]:
    """Cassettes without a case, cases without a cassette or an operation, and cases of one name."""
    problems = []
    paths = {cassette_path(suite, case, folder): case for case in suite.cases}
    if len(paths) != len(suite.cases):
        problems.append("two cases have the same operation and name, and so the same cassette; rename one")
    strays = [path for path in sorted((folder / suite.vendor).rglob("*")) if path.is_file() and path not in paths]
    problems += [f"{path.relative_to(folder)}: no case uses this file; delete it, or add its case" for path in strays]
    for path, case in paths.items():
        if case.operation not in contract.names:
            problems.append(f"{case.file}: the spec has no operation {case.operation}; mend the case")
        # Who has no account has no recordings of one.
        if case.origin != "live" and not path.is_file():
            problems.append(f"{case.file}: the case has no cassette; make it with make record, or by hand for docs")
    return problems


def wrong_origins(suite: Suite, contract: Contract, folder: Path) -> list[str]:
    """Cassettes that do not say, or say wrongly, where they come from."""
    problems = []
    for case, cassette in _readable(suite, folder):
        if cassette.origin not in ORIGINS:
            problems.append(f"{case.file}: origin {cassette.origin!r} is not one of {', '.join(ORIGINS)}")
        elif cassette.origin != case.origin:
            problems.append(f"{case.file}: origin is {cassette.origin}, and the case says {case.origin}; mend one")
        source = cassette.source
        if cassette.origin != "docs":
            if source is not None:
                problems.append(f"{case.file}: only an example of the documentation has a source; take it out")
        elif not isinstance(source, dict) or set(source) != {"page", "section"} or not all(source.values()):
            problems.append(f"{case.file}: needs source: {{page: …, section: …}}, where the example stands")
        elif (source["page"], source["section"]) not in contract.sections:
            problems.append(
                f"{case.file}: nothing in the spec is known from {source['page']}, {source['section']}; mend the source"
            )
    return problems


def deviations(suite: Suite, contract: Contract, folder: Path) -> list[str]:
    """Requests and answers that do not agree with the spec, and deviating cases that do."""
    problems = []
    for case, cassette in _readable(suite, folder):
        own = contract.corrected(*suite.corrections(case))
        requests = [problem for one in cassette.exchanges for problem in own.request_problems(one)]
        requests += own.session_problems(cassette.exchanges)
        answers = [problem for one in cassette.exchanges for problem in own.response_problems(one)]
        problems += [f"{case.file}: {problem}" for problem in requests]
        if not case.deviates:
            problems += [f"{case.file}: {problem}" for problem in answers]
        elif not answers:
            problems.append(f"{case.file}: the case says that an answer deviates from the spec, and none does")
        if case.operation not in map(own.called_by, cassette.exchanges):
            problems.append(f"{case.file}: {case.operation} is not called in it")
    return problems


def leaks(suite: Suite, contract: Contract, folder: Path, secrets: Iterable[str] = ()) -> list[str]:
    """Secrets, and headers that are not on the list, in any cassette."""
    known = list(secrets)
    return [
        f"{case.file}: {problem}"
        for case, cassette in _readable(suite, folder)
        for problem in survivors(cassette, contract.login_headers, known)
    ]


def irregular_files(suite: Suite, folder: Path) -> list[str]:
    """Cassettes that cannot be read, or whose bytes are not those that recording would write."""
    problems = []
    for case, path in _files(suite, folder):
        try:
            regular = text_of(read(path))
        except CassetteError as error:
            problems.append(str(error))
            continue
        if path.read_bytes() != regular.encode():
            problems.append(f"{case.file}: not written as recording writes it (order, quotes, other keys); rewrite it")
    return problems


def unplayed(suite: Suite, contract: Contract, folder: Path) -> list[str]:
    """Cases that come to something else than they say, and exchanges that their calls do not use."""
    problems = []
    for case, path in _files(suite, folder):
        with replaying(path, contract.login_headers) as cassette:
            done = run(suite, case, placeholders(suite, case), FakeClock())
            problems += [f"{case.file}: {problem}" for problem in done.differences(case)]
            problems += [f"{case.file}: {exchange} is recorded and not used" for exchange in unused(cassette)]
    return problems


def _files(suite: Suite, folder: Path) -> Iterator[tuple[Case, Path]]:
    for case in suite.cases:
        path = cassette_path(suite, case, folder)
        if path.is_file():
            yield case, path


def _readable(suite: Suite, folder: Path) -> Iterator[tuple[Case, Cassette]]:
    """Cassettes that can be read; the others are found by `irregular_files`."""
    for case, path in _files(suite, folder):
        try:
            yield case, read(path)
        except CassetteError:
            continue
