"""What is logged about differences between answers and documentation."""

from __future__ import annotations

import logging

import pytest

from erp_client_runtime.decoding import Drift
from erp_client_runtime.log import DriftLog


@pytest.mark.parametrize(
    ("model", "path", "place"),
    [
        ("Line", "lines[0].price", "wrong_type at lines[0].price of Line: expected a number, found an array of 2;"),
        ("", "page", "wrong_type at page: expected"),
        ("", "", "wrong_type in the body: expected"),
        ("Line", "", "wrong_type in the body: expected"),
    ],
)
def test_a_drift_is_logged_with_its_place(caplog: pytest.LogCaptureFixture, model: str, path: str, place: str) -> None:
    log = DriftLog("nobody")
    drift = Drift("wrong_type", "get_invoice", model, path, "a number", "an array of 2", [1, 2])
    with caplog.at_level(logging.WARNING, logger="erp_client_runtime.drift"):
        log.record(drift)
        log.record(drift)
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith(f"nobody get_invoice: {place}")
