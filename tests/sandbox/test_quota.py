"""The quota is counted over every window, at the server; a refusal says how long to wait."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp_sandbox import ConfigurationError, Sandbox
from erp_sandbox.pytest import SandboxFactory
from erp_sandbox.quota import Quota, SlidingWindow
from tests.sandbox.support import TERMS, Connect, HandClock, refused


def test_the_quota_lets_through_what_the_window_holds_and_no_more(sandbox: SandboxFactory, connect: Connect) -> None:
    clock = HandClock()
    box = sandbox("lagerkoll", quota=(3, 10), clock=clock)
    client = connect(box)
    for clock.seconds in (0.0, 4.0, 4.5):
        assert client.get(TERMS).status_code == 200
    clock.seconds = 9.2
    response = client.get(TERMS)
    refused(response, 429, 900429)
    assert response.headers["retry-after"] == "1"  # room at 10.0, in 0.8 s, rounded up
    clock.seconds = 4.6
    assert client.get(TERMS).headers["retry-after"] == "6"
    clock.seconds = 10.0
    assert client.get(TERMS).status_code == 200
    assert client.get(TERMS).status_code == 429
    assert [(r.arrived, r.status) for r in box.requests][3:] == [(9.2, 429), (4.6, 429), (10.0, 200), (10.0, 429)]


def test_the_documented_quota_is_the_default(sandbox: SandboxFactory, connect: Connect) -> None:
    client = connect(sandbox("lagerkoll", clock=HandClock()))
    statuses = [client.get(TERMS + "10N").status_code for _ in range(201)]
    assert statuses == [200] * 200 + [429]


@pytest.mark.parametrize(("quota_by", "status"), [("credential", 200), ("store", 429)])
def test_logins_share_a_quota_only_by_store(
    sandbox: SandboxFactory, connect: Connect, quota_by: str, status: int
) -> None:
    box = sandbox("lagerkoll", quota=(1, 60), quota_by=quota_by)
    assert connect(box, 0).get(TERMS).status_code == 200
    assert connect(box, 1).get(TERMS).status_code == status
    assert connect(box, 0).get(TERMS).status_code == 429


def test_requests_without_a_login_use_nothing_up(sandbox: SandboxFactory, connect: Connect) -> None:
    box = sandbox("lagerkoll", quota=(1, 60))
    wrong = connect(box)
    wrong.headers["api_key"] = "wrong"
    assert wrong.get(TERMS).status_code == 401
    assert connect(box).get(TERMS).status_code == 200


@pytest.mark.parametrize(("counts", "status"), [("no", 200), ("yes", 429)])
def test_refused_requests_can_count(sandbox: SandboxFactory, connect: Connect, counts: str, status: int) -> None:
    clock = HandClock()
    client = connect(sandbox("lagerkoll", quota=(1, 10), clock=clock, settings={"quota_counts_refused": counts}))
    client.get(TERMS)
    clock.seconds = 5
    client.get(TERMS)
    clock.seconds = 10
    assert client.get(TERMS).status_code == status


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 8), st.sampled_from([1.0, 3.0, 2.5]))
def test_no_window_ever_holds_more_than_the_quota(steps: list[float], requests: int, per: float) -> None:
    window, now, let_through = SlidingWindow(Quota(requests, per)), 0.0, list[float]()
    for step in steps:
        now += step
        wait = window.wait("key", now)
        if wait == 0:
            let_through.append(now)
        else:
            assert len([t for t in let_through if t + per > now]) == requests
            assert len([t for t in let_through if t + per > now + wait]) < requests
    for start in let_through:
        assert len([t for t in let_through if start <= t and t < start + per]) <= requests


@pytest.mark.parametrize("quota", [(0, 1), (1, 0), (-1, 5), (1, float("inf")), (1, float("nan"))])
def test_a_quota_that_cannot_be(quota: tuple[int, float]) -> None:
    with pytest.raises(ConfigurationError, match="quota"):
        Sandbox("lagerkoll", quota=quota)


@pytest.mark.parametrize("text", ["", "50", "50/", "/3", "a/b", "50/3/1", "-5/3", "5.5/3", "50/0", "0/3", "NONE"])
def test_a_malformed_quota_names_the_form(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"50/3, or none|at least 1 request"):
        Quota.parse(text)


def test_quotas_as_text() -> None:
    assert Quota.parse("none") is None
    assert Quota.parse("50/3") == Quota(50, 3.0)
    assert Quota.parse("1/0.5") == Quota(1, 0.5)
