"""Settings for all tests."""

from __future__ import annotations

from hypothesis import settings

# The same examples every time: a test that fails fails for everyone. Run with --hypothesis-profile=default to search.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
