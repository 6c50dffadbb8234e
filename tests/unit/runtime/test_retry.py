"""How long to wait: what `Retry-After` says, and what is done without it."""

from __future__ import annotations

import datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp_client_runtime.response import Headers
from erp_client_runtime.retry import backoff, pause_without_advice, retry_after, soonest_after_refusal

NOW = datetime.datetime(2026, 11, 21, 18, 0, 0, tzinfo=datetime.UTC)


def advice(value: str, date: str | None = None, wall: float = NOW.timestamp()) -> float | None:
    pairs = [("Retry-After", value)] + ([("Date", date)] if date is not None else [])
    return retry_after(Headers(pairs), lambda: wall)


def http_date(moment: datetime.datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("value", "seconds"), [("0", 0), ("7", 7), (" 120 ", 120), ("1.5", 1.5), ("007", 7), (".5", 0.5)]
)
def test_seconds(value: str, seconds: float) -> None:
    assert advice(value) == seconds


@pytest.mark.parametrize(
    "value",
    ["", "-1", "-0.5", "nan", "inf", "1e3", "1_000", "١٢", "soon", "1 2", "9" * 5000, "31536001", "1,5", "0x1", "Tue"],
)
def test_nonsense_is_no_advice(value: str) -> None:
    assert advice(value) is None


def test_no_header_no_advice() -> None:
    assert retry_after(Headers([]), lambda: 0.0) is None


def test_a_date_counts_from_the_date_of_the_answer_whatever_the_own_clock_says() -> None:
    until = http_date(NOW + datetime.timedelta(seconds=30))
    assert advice(until, http_date(NOW), wall=0.0) == 30.0
    assert advice(until, http_date(NOW), wall=9e9) == 30.0


def test_a_date_counts_from_the_own_clock_without_another() -> None:
    until = http_date(NOW + datetime.timedelta(seconds=30))
    assert advice(until) == 30.0
    assert advice(until, "nonsense") == 30.0


def test_a_date_that_has_just_passed_means_now_and_an_old_one_nothing() -> None:
    assert advice(http_date(NOW - datetime.timedelta(seconds=1)), http_date(NOW)) == 0.0
    assert advice(http_date(NOW - datetime.timedelta(days=1)), http_date(NOW)) is None


@given(st.floats(0, 31_536_000))
def test_any_sensible_number_of_seconds_is_read(seconds: float) -> None:
    text = f"{seconds:.6f}"
    assert advice(text) == float(text)


@given(st.integers(0, 31_536_000))
def test_any_sensible_date_is_read(seconds: int) -> None:
    assert advice(http_date(NOW + datetime.timedelta(seconds=seconds)), http_date(NOW)) == seconds


@given(st.text(max_size=40), st.none() | st.text(max_size=40))
def test_no_text_breaks_it(value: str, date: str | None) -> None:
    seconds = advice(value, date)
    assert seconds is None or 0.0 <= seconds <= 31_536_000


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_waits_stay_within_bounds(count: int, chance: float) -> None:
    assert 0.0 <= backoff(count, lambda: chance) <= 8.0
    assert 5.0 <= pause_without_advice(5.0, count, lambda: chance) <= 5.0 * 1024 * 1.25
    assert 0.0 <= soonest_after_refusal(count) <= 8.0
