"""When faults happen: after so many calls, between two moments, with the same chances each time; and in scripts."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from erp_sandbox import ConfigurationError
from erp_sandbox.fault_kinds import KINDS
from erp_sandbox.faults import Faults
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.support import TERMS, Connect, HandClock

SCRIPT = """
[[fault]]
operation = "create_payment_term"
kind = "drop_after"
after = 2
times = 2

[[fault]]
operation = "*"
kind = "status"
status = 503
retry_after = 1
rate = 1
at = 5
until = 25

[[fault]]
operation = "*"
kind = "body"
file = "page.html"
content_type = "text/html"
headers = { "X-Cache" = "HIT" }
at = 30
"""


def played(faults: Faults, operation: str, calls: int) -> list[str | None]:
    taken = [faults.take(operation) for _ in range(calls)]
    return [fault.kind if fault else None for fault in taken]


def test_after_so_many_calls() -> None:
    faults = Faults(["x", "y"])
    faults.add("x", "html", after=2, times=2)
    assert played(faults, "y", 3) == [None] * 3
    assert played(faults, "x", 5) == [None, None, "html", "html", None]


def test_calls_of_every_operation_count_for_a_fault_of_every_operation() -> None:
    faults = Faults(["x", "y", "token"])
    faults.add("*", "html", after=2)
    assert played(faults, "token", 5) == [None] * 5
    assert played(faults, "x", 1) + played(faults, "y", 2) == [None, None, "html"]


def test_between_two_moments_of_the_clock() -> None:
    clock = HandClock()
    clock.seconds = 100
    faults = Faults(["x"], clock=clock.monotonic)
    faults.add("x", "html", at=5, until=7, rate=1)
    assert [played(faults, "x", 1) for clock.seconds in (104.9, 105, 106.9)] == [[None], ["html"], ["html"]]
    assert len(faults.pending()) == 1
    clock.seconds = 107
    assert played(faults, "x", 1) == [None]
    assert faults.pending() == ()


def test_a_fault_that_was_not_played_keeps_its_place_and_its_time() -> None:
    clock = HandClock()
    faults = Faults(["x"], clock=clock.monotonic)
    faults.add("x", "html", until=10)
    faults.add("x", "drop_after")
    clock.seconds = 5
    fault = faults.take("x")
    assert fault is not None
    faults.put_back(fault)
    assert [f.kind for f in faults.pending()] == ["html", "drop_after"]
    clock.seconds = 10
    assert [f.kind for f in faults.pending()] == ["drop_after"]


def test_the_nth_call_of_an_operation_meets_the_same_faults_whatever_else_is_called() -> None:
    def made() -> Faults:
        faults = Faults(["x", "y"], seed=9)
        for kind in ("html", "drop_after", "drop_before"):
            faults.add("*", kind, rate=0.2)
        return faults

    alone, mixed = made(), made()
    expected = played(alone, "x", 60)
    seen = []
    for number in range(60):
        played(mixed, "y", number % 3)
        seen += played(mixed, "x", 1)
    assert seen == expected
    assert set(expected) == {None, "html", "drop_after", "drop_before"}
    other = Faults(["x", "y"], seed=10)
    for kind in ("html", "drop_after", "drop_before"):
        other.add("*", kind, rate=0.2)
    assert played(other, "x", 60) != expected


def test_operations_have_chances_of_their_own() -> None:
    faults = Faults(["x", "y"])
    faults.add("*", "html", rate=0.5)
    assert played(faults, "x", 60) != played(faults, "y", 60)


def test_a_fault_counts_the_calls_that_meet_another_one() -> None:
    faults = Faults(["x"])
    faults.add("x", "html")
    faults.add("x", "drop_after", after=1)
    assert played(faults, "x", 3) == ["html", "drop_after", None]


def test_faults_are_played_as_often_as_planned_under_threads() -> None:
    faults = Faults(["x"])
    faults.add("x", "html", times=100)
    hits: list[int] = []

    def take() -> None:
        hits.append(sum(faults.take("x") is not None for _ in range(50)))

    threads = [threading.Thread(target=take) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(hits) == 100


def test_a_script(sandbox: SandboxFactory, connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "faults.toml").write_text(SCRIPT)
    (tmp_path / "page.html").write_bytes(b"<p>cached</p>")
    clock = HandClock()
    box = sandbox("lagerkoll", quota=None, clock=clock)
    assert len(box.faults.add_script(tmp_path / "faults.toml")) == 3
    client = connect(box)
    assert client.get(TERMS).status_code == 200
    for clock.seconds in (5, 24):
        assert client.get(TERMS).status_code == 503
    clock.seconds = 25
    assert client.get(TERMS).status_code == 200
    clock.seconds = 30
    cached = client.get(TERMS)
    assert (cached.content, cached.headers["content-type"], cached.headers["x-cache"]) == (
        b"<p>cached</p>",
        "text/html",
        "HIT",
    )
    assert [fault.kind for fault in box.faults.pending()] == ["drop_after"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[fault]\n", "cannot read the fault script"),
        ("x = 1", 'is no fault script: it holds a list "fault"'),
        ("fault = 1", "is no fault script"),
        ("fault = [1]", "is no fault script"),
        ("[[fault]]\nkind = 'html'", "fault 1 has no operation"),
        ("[[fault]]\noperation = 'x'\nkind = 5", "fault 1 has no kind"),
        ("[[fault]]\noperation='*'\nkind='html'\n[[fault]]\noperation='*'\nkind='nope'", "fault 2: no fault 'nope'"),
        ("[[fault]]\noperation = 'nope'\nkind = 'html'", "fault 1: no operation 'nope'"),
        ("[[fault]]\noperation = '*'\nkind = 'html'\nseconds = 1", "has no seconds"),
        ("[[fault]]\noperation = '*'\nkind = 'html'\nat = 2026-01-01", "at of a fault cannot be"),
        ("[[fault]]\noperation = '*'\nkind = 'body'\nfile = 'nope'", "its file cannot be read"),
        ("[[fault]]\noperation = '*'\nkind = 'body'\nfile = 'nope'\nbody = 'x'", "body and file are given at once"),
    ],
)  # fmt: skip
def test_a_script_that_cannot_be_plans_nothing_and_says_why(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "faults.toml").write_text(text)
    faults = Faults(["x"])
    with pytest.raises(ConfigurationError, match=says) as raised:
        faults.add_script(tmp_path / "faults.toml")
    assert "faults.toml" in str(raised.value)
    assert faults.pending() == ()


def test_the_readme_shows_a_script_that_works_and_every_kind(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "sandbox" / "README.md").read_text()
    (tmp_path / "faults.toml").write_text(readme.partition("```toml\n")[2].partition("```")[0])
    assert len(Faults(["create_payment_term"]).add_script(tmp_path / "faults.toml")) == 3
    table = readme.partition("| kind | what happens | as text |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(KINDS)


def test_a_script_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot read the fault script"):
        Faults(["x"]).add_script(tmp_path / "none.toml")
