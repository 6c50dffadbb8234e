"""Open enums take any value of their type and stay enums."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

from tests.unit.runtime.sample_models import Priority, Status


def test_a_documented_value_is_its_member() -> None:
    assert Status("open") is Status.OPEN
    assert Status.OPEN.known
    assert Priority(2) is Priority.HIGH


@pytest.mark.parametrize("member", [Status("new"), Priority(77)])
def test_an_unknown_value_is_an_unnamed_member_that_survives_copies_and_pickling(member: Status | Priority) -> None:
    raw = member.value
    assert not member.known
    assert member == raw
    assert hash(member) == hash(raw)
    assert str(member) == str(raw)
    assert f"{member:>5}" == f"{raw:>5}"
    for again in (copy.copy(member), copy.deepcopy(member), pickle.loads(pickle.dumps(member))):
        assert again == member
        assert type(again) is type(member)
        assert not again.known
    assert "not documented" in repr(member)
    assert json.loads(json.dumps(member)) == raw


def test_unknown_values_are_not_remembered() -> None:
    before = len(Status._value2member_map_), len(Status.__members__)
    for number in range(1000):
        Status(f"value {number}")
    assert (len(Status._value2member_map_), len(Status.__members__)) == before


@pytest.mark.parametrize(("enum", "value"), [(Status, 5), (Status, None), (Priority, "1"), (Priority, 1.5)])
def test_a_value_of_another_type_is_no_member(enum: Any, value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        enum(value)


def test_members_print_as_their_value() -> None:
    assert f"{Status.PAID}" == "paid"
    assert f"{Priority.HIGH}" == "2"
    assert repr(Status.PAID) == "<Status.PAID: 'paid'>"
