"""Exactly one complete set of credentials, whatever mixture of arguments and environment is given; never shown."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from erp_client_runtime.auth import StaticHeaders, choose_scheme
from erp_client_runtime.errors import ConfigurationError
from tests.unit.runtime.flow_support import SECRET, VENDOR

KEY_IN_ENVIRONMENT = {"ACME_API_KEY": "k-env", "ACME_STORE": "s-env"}
PERSON_IN_ENVIRONMENT = {"ACME_USER_ID": "u-env", "ACME_USER_TOKEN": "t-env", "ACME_STORE": "s-env"}


def chosen(given: dict[str, str | None], environ: dict[str, str] | None = None) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in choose_scheme(VENDOR, given, environ or {}).pairs}


def refused(given: dict[str, Any], environ: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigurationError) as caught:
        choose_scheme(VENDOR, given, environ or {})
    return str(caught.value)


def test_arguments_alone() -> None:
    assert chosen({"api_key": "k", "store": "s", "user_id": None}) == {"api_key": "k", "store": "s"}
    assert chosen({"user_id": "u", "user_token": "t", "store": "s"}) == {
        "user_id": "u",
        "user_token": "t",
        "store": "s",
    }


def test_the_environment_alone() -> None:
    assert chosen({}, KEY_IN_ENVIRONMENT) == {"api_key": "k-env", "store": "s-env"}
    assert chosen({}, PERSON_IN_ENVIRONMENT) == {"user_id": "u-env", "user_token": "t-env", "store": "s-env"}


def test_the_environment_fills_in_what_is_missing_of_the_set_that_was_begun() -> None:
    assert chosen({"api_key": "k"}, {"ACME_STORE": "s-env"}) == {"api_key": "k", "store": "s-env"}
    assert chosen({"store": "s"}, KEY_IN_ENVIRONMENT) == {"api_key": "k-env", "store": "s"}


def test_arguments_beat_the_environment_as_a_whole_set() -> None:
    both = KEY_IN_ENVIRONMENT | PERSON_IN_ENVIRONMENT
    assert chosen({"api_key": "k", "store": "s"}, both) == {"api_key": "k", "store": "s"}
    assert chosen({"user_id": "u"}, both) == {"user_id": "u", "user_token": "t-env", "store": "s-env"}


def test_an_incomplete_set_beside_a_complete_one_does_not_matter() -> None:
    assert chosen({}, KEY_IN_ENVIRONMENT | {"ACME_USER_ID": "stray"}) == {"api_key": "k-env", "store": "s-env"}


def test_two_sets_are_refused() -> None:
    message = refused({"api_key": SECRET, "store": "s", "user_id": SECRET, "user_token": SECRET})
    assert "exactly one" in message
    assert SECRET not in message
    assert "environment" in refused({}, KEY_IN_ENVIRONMENT | PERSON_IN_ENVIRONMENT)
    assert "exactly one" in refused({"store": "s"}, KEY_IN_ENVIRONMENT | PERSON_IN_ENVIRONMENT)


def test_nothing_at_all_names_every_part_its_variable_and_where_it_is_shown() -> None:
    message = refused({})
    for hint in ("api_key=", "ACME_API_KEY", "shown under Settings", "user_token=", "ACME_USER_TOKEN", "ACME_STORE"):
        assert hint in message


def test_a_begun_set_names_what_is_missing_of_it_alone() -> None:
    message = refused({"api_key": SECRET})
    assert "ACME_STORE" in message
    assert "shown where the API was activated" in message
    assert "USER" not in message
    assert SECRET not in message


def test_empty_variables_count_as_not_set() -> None:
    assert "ACME_API_KEY" in refused({"store": "s"}, {"ACME_API_KEY": ""})


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        f"{SECRET} ",
        f" {SECRET}",
        f"{SECRET}\n",
        f"a\r\n{SECRET}",
        f"{SECRET}å",
        f"{SECRET}\x00",
        f"{SECRET}\x7f",
    ],
)
def test_values_that_cannot_be_a_header_are_refused_without_showing_them(value: str) -> None:
    message = refused({"api_key": value, "store": "s"})
    assert "api_key" in message
    assert SECRET not in message
    if value.strip():
        message = refused({}, {"ACME_API_KEY": value, "ACME_STORE": "s"})
        assert "ACME_API_KEY" in message
        assert SECRET not in message


@pytest.mark.parametrize("value", [5, b"x", ["x"], True, object()])
def test_values_that_are_no_text_are_refused(value: Any) -> None:
    assert "text" in refused({"api_key": value, "store": "s"})
    with pytest.raises(ConfigurationError):
        StaticHeaders({"api_key": value})


def test_nothing_shows_the_values() -> None:
    auth = StaticHeaders({"api_key": SECRET})
    assert repr(auth) == "<StaticHeaders api_key>"
    assert SECRET not in f"{auth!r} {auth}"
    assert SECRET.encode() not in auth.fingerprint
    for leak in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="pickled"):
            leak(auth)


def test_the_fingerprint_tells_credentials_apart_in_any_order() -> None:
    first = StaticHeaders({"a": "1", "b": "2"}).fingerprint
    assert first == StaticHeaders({"b": "2", "a": "1"}).fingerprint
    assert first != StaticHeaders({"a": "1", "b": "3"}).fingerprint
    assert first != StaticHeaders({"a": "12", "b": "2"}).fingerprint
