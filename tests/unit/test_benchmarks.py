"""What `make bench` promises about its rows, its table, its JSON and its exit code; nothing here measures anything."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks import environment
from benchmarks.__main__ import MODULES, main, run
from benchmarks.measure import (
    Effort,
    Goal,
    Row,
    at_least,
    at_most,
    better_than,
    compared,
    in_turns,
    over_at_most,
    ratio_at_least,
    ratio_at_most,
)
from benchmarks.report import document, line, machine
from benchmarks.workers import Worker, WorkerError, workers

ROW = Row.of(
    "one call",
    "µs",
    [120.0, 130.0, 125.0],
    [100.0, 100.0, 100.0],
    "a bare call",
    peers={"slow": [250.0, 260.0, 500.0]},
    missing={"absent": "there is no such thing", "broken": "it ended", "also absent": "there is no such thing"},
    goals=[ratio_at_most(1.25), over_at_most(20)],
    note="all of them wash their hands",
)
ABOUT = {"processor": "P", "cores": 2, "load": 0.1, "python": "CPython 3", "system": "S", "libraries": {}, "peers": {}}


def constant(value: float) -> Callable[[], float]:
    return lambda: value


def broken() -> float:
    raise WorkerError("it does not start\nand says more")


# Rows


def test_a_row_has_medians_of_values_and_of_what_happens_within_a_round() -> None:
    # The machine is twice as slow in the second round, for both: neither difference nor ratio of medians would tell.
    row = Row.of("m", "ms", [11.0, 22.0, 12.0], [10.0, 20.0, 10.0], peers={"peer": [22.0, 22.0, 24.0]})

    assert (row.ours, row.floor, row.peers) == (12.0, 10.0, {"peer": 22.0})
    assert row.over == 2.0
    assert row.ratio == pytest.approx(1.1)
    assert row.ratios["peer"] == pytest.approx(0.5)


def test_there_is_no_ratio_to_nothing() -> None:
    row = Row.of("refused", "", 0, 0, peers={"peer": 0, "other": 4}, goals=[ratio_at_most(1), at_most(0)])

    assert (row.ratio, row.over, row.ratios) == (None, 0, {"other": 0})
    assert [target.met for target in row.targets] == [False, True]


def test_a_row_may_have_no_floor() -> None:
    row = Row.of("m", "s", 2.0, goals=[ratio_at_most(9), over_at_most(9)])

    assert (row.floor, row.over, row.ratio) == (None, None, None)
    assert not any(target.met for target in row.targets)


@pytest.mark.parametrize(
    ("goal", "text", "met"),
    [
        (ratio_at_most(1.25), "≤ 1.25x floor", True),
        (ratio_at_most(1.24), "≤ 1.24x floor", False),
        (ratio_at_least(1.25), "≥ 1.25x floor", True),
        (ratio_at_least(1.26), "≥ 1.26x floor", False),
        (over_at_most(25), "≤ 25 µs over floor", True),
        (over_at_most(24.9), "≤ 24.9 µs over floor", False),
        (at_most(125), "≤ 125 µs", True),
        (at_most(124), "≤ 124 µs", False),
        (at_least(125), "≥ 125 µs", True),
        (at_least(126), "≥ 126 µs", False),
        (better_than("slow"), "no worse than slow", True),
        (better_than("slow", 2), "2x better than slow", True),
        (better_than("slow", 2.1), "2.1x better than slow", False),
        (better_than("absent"), "no worse than absent", False),
    ],
)
def test_a_target_is_met_or_not(goal: Goal, text: str, met: bool) -> None:
    assert goal(ROW) == (text, met)


# Turns


def test_all_take_turns_after_one_round_to_warm_up_and_every_second_round_goes_back() -> None:
    order: list[str] = []

    def noted(name: str) -> Callable[[], float]:
        def measured() -> float:
            order.append(name)
            return len(order)

        return measured

    needed = {"ours": noted("ours"), "floor": noted("floor")}
    values, missing = in_turns(needed, {"peer": noted("peer")}, rounds=2)

    assert order == ["floor", "ours", "peer", "peer", "ours", "floor", "floor", "ours", "peer"]
    assert values == {"ours": [5, 8], "floor": [6, 7], "peer": [4, 9]}
    assert missing == {}


def test_a_peer_that_fails_is_named_and_the_others_stay() -> None:
    row = compared("m", "ms", constant(2), constant(1), rounds=3, peers={"broken": broken, "peer": constant(4)})

    assert (row.peers, row.ratios, row.missing) == ({"peer": 4}, {"peer": 0.5}, {"broken": "it does not start"})


def test_without_a_floor_there_is_no_measure() -> None:
    with pytest.raises(WorkerError, match="does not start"):
        compared("m", "ms", constant(2), broken, rounds=3)


def test_a_quick_run_takes_fewer_rounds_but_never_more_than_a_thorough_one() -> None:
    assert [Effort().rounds(usual) for usual in (1, 25)] == [1, 25]
    assert [Effort(quick=True).rounds(usual) for usual in (1, 5, 25)] == [1, 3, 5]


# Table and JSON


def test_the_table_shows_ours_floor_peers_targets_and_what_is_missing() -> None:
    assert line(ROW).splitlines() == [
        "one call                            125 µs     floor 100 (1.25x, +25)"
        "  [≤ 1.25x floor: met]  [≤ 20 µs over floor: MISSED]",
        "      slow 260 (0.48x)",
        "      absent, also absent could not be measured: there is no such thing",
        "      broken could not be measured: it ended",
        "      floor: a bare call",
        "      all of them wash their hands",
    ]


def test_the_table_says_once_what_a_floor_is() -> None:
    assert "a bare call" not in line(ROW, {ROW.floor_is, ROW.note})
    assert ROW.note not in line(ROW, {ROW.floor_is, ROW.note})


def test_the_json_has_every_part_of_a_row() -> None:
    written = json.loads(json.dumps(document(ABOUT, {"calls": [ROW]}, {"lists": "no"})))

    (row,) = written["rows"]
    assert row["module"] == "calls"
    assert (row["measure"], row["unit"], row["ours"], row["floor"]) == ("one call", "µs", 125.0, 100.0)
    assert (row["over"], row["ratio"]) == (25.0, 1.25)
    assert (row["peers"], row["ratios"]) == ({"slow": 260.0}, {"slow": pytest.approx(0.48)})
    assert row["missing"]["broken"] == "it ended"
    assert row["targets"] == [["≤ 1.25x floor", True], ["≤ 20 µs over floor", False]]
    assert (written["machine"], written["failed"]) == (ABOUT, {"lists": "no"})


def test_the_machine_names_the_versions_that_were_asked_for() -> None:
    about = machine(environment.REQUIREMENTS)

    asked = {"openai", "githubkit", "stripe", "botocore", "pyrate-limiter", "aiolimiter", "throttled-py"}
    assert asked <= set(about["peers"])
    assert "certifi" not in about["peers"]
    assert about["cores"] > 0
    assert about["processor"]


# The command


def test_a_measure_that_fails_is_reported_and_loses_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def halfway(effort: Effort) -> Iterator[Row]:
        yield Row.of("before", "ms", 1.0)
        raise environment.UnavailableError("no registry")

    def fine(effort: Effort) -> Iterator[Row]:
        yield Row.of("after", "ms", 2.0)

    code = run({"imports": halfway, "calls": fine}, Effort(), tmp_path / "deep/bench.json")

    shown, written = capsys.readouterr().out, json.loads((tmp_path / "deep/bench.json").read_text("utf-8"))
    assert code == 1
    assert "imports FAILED: UnavailableError: no registry" in shown
    assert "not measured to the end: imports" in shown
    assert [row["measure"] for row in written["rows"]] == ["before", "after"]
    assert written["failed"] == {"imports": "UnavailableError: no registry"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Row.of("m", "ms", 2.0, goals=[at_most(3)]), 0),
        (Row.of("m", "ms", 4.0, goals=[at_most(3)]), 0),
        (Row.of("m", "ms", 2.0, missing={"peer": "why"}), 1),
    ],
    ids=["met", "missed", "peer missing"],
)
def test_the_exit_code_says_whether_everything_was_measured(row: Row, code: int, tmp_path: Path) -> None:
    assert run({"calls": lambda effort: iter([row])}, Effort(), tmp_path / "bench.json") == code


def test_a_measure_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--only", "imports,impotrs"])

    assert refused.value.code == 2
    assert f"there is no impotrs; there are {', '.join(MODULES)}" in capsys.readouterr().err


# Workers


def served(measure: str) -> Worker:
    code = f"from benchmarks.peers.serve import serve; serve({measure})"
    return Worker(lambda: [sys.executable, "-c", code], limit=30)


def test_a_worker_gives_a_value_a_round_whatever_else_it_prints() -> None:
    one = served("lambda n=[]: (print('noise'), n.append(1), len(n))[-1]")
    try:
        assert [one(), one(), one()] == [1, 2, 3]
    finally:
        one.close()


def test_a_worker_that_ends_says_why() -> None:
    one = served("lambda: 1 / 0")
    try:
        with pytest.raises(WorkerError, match="ZeroDivisionError: division by zero"):
            one()
    finally:
        one.close()


def test_a_worker_that_takes_too_long_is_ended() -> None:
    one = Worker(lambda: [sys.executable, "-c", "import time; time.sleep(60)"], limit=0.05)
    try:
        with pytest.raises(WorkerError, match=r"took longer than 0\.05 s"):
            one()
    finally:
        one.close()


def test_nothing_is_made_for_a_worker_before_its_first_round() -> None:
    def unavailable() -> str:
        raise AssertionError("made too early")

    with workers() as worker:
        worker("calls", "stock", unavailable)


# The environment of the peers


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The commands that are run instead of making an environment in a folder of the test's own."""
    ran: list[str] = []

    def note(command: list[object], folder: Path | None = None) -> str:
        ran.append(" ".join(map(str, command)))
        (tmp_path / "venv").mkdir(exist_ok=True)
        return ""

    (tmp_path / "requirements.txt").write_text("one==1\n", encoding="utf-8")
    (tmp_path / "ours.whl").write_bytes(b"1")
    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path / "requirements.txt")
    monkeypatch.setattr(environment, "_VENV", tmp_path / "venv")
    monkeypatch.setattr(environment, "_run", note)
    monkeypatch.setattr(environment, "build", lambda folder: [tmp_path / "ours.whl"])
    environment._made.cache_clear()
    yield ran
    environment._made.cache_clear()


def test_the_environment_is_made_once_and_again_when_the_pinned_versions_change(
    commands: list[str], tmp_path: Path
) -> None:
    def made() -> int:
        commands.clear()
        environment._made.cache_clear()
        environment.python()
        return len(commands)

    assert made() == 3  # the environment, the peers, ours
    assert made() == 0
    (tmp_path / "ours.whl").write_bytes(b"2")
    assert made() == 1
    (tmp_path / "requirements.txt").write_text("one==2\n", encoding="utf-8")
    assert made() == 3


def test_an_environment_that_could_not_be_made_is_tried_once_in_a_run_and_again_in_the_next(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = environment._run

    def offline(command: list[object], folder: Path | None = None) -> str:
        if "-r" in command:
            raise environment.UnavailableError("pip failed")
        return whole(command, folder)

    monkeypatch.setattr(environment, "_run", offline)
    for _ in range(2):
        with pytest.raises(environment.UnavailableError):
            environment.python()
    assert len(commands) == 1  # a registry that cannot be reached is not asked for every peer
    commands.clear()
    monkeypatch.setattr(environment, "_run", whole)
    environment._made.cache_clear()

    environment.python()

    assert len(commands) == 3


def test_a_command_that_fails_says_which_and_why() -> None:
    with pytest.raises(environment.UnavailableError, match=r"-c print\(1 / 0\) … failed: ZeroDivisionError"):
        environment._run([sys.executable, "-c", "print(1 / 0)"])


def test_every_peer_is_pinned_and_no_host_is_named() -> None:
    entries = [
        entry
        for entry in environment.REQUIREMENTS.read_text("utf-8").splitlines()
        if entry.strip() and not entry.lstrip().startswith("#")
    ]

    assert all("==" in entry for entry in entries)
    assert not any("://" in entry or entry.startswith("-") for entry in entries)


def test_nothing_makes_importing_httpx_dearer_than_for_users() -> None:
    # With all three of them installed, httpx imports them for its command line.
    pinned = {entry.partition("==")[0] for entry in environment.REQUIREMENTS.read_text("utf-8").splitlines()}

    assert not pinned >= {"click", "pygments", "rich"}


def test_help_needs_no_environment_of_the_peers() -> None:
    command, root = [sys.executable, "-m", "benchmarks", "--help"], Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)

    assert "--only" in done.stdout
