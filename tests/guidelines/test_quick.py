"""Quick ways to make frozen data give what the slow ways give."""

import dataclasses
from dataclasses import fields

import pytest

from breathline.guidelines.quick import maker, replace
from breathline.guidelines.situation import Situation
from breathline.guidelines.state import State
from tests.guidelines.rehearsal import started


def test_a_copy_is_the_one_the_standard_library_makes() -> None:
    state = State(t=3.0)
    assert replace(state, t=4.0) == dataclasses.replace(state, t=4.0)
    assert state == State(t=3.0)


def test_a_copy_is_frozen_too() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        replace(State(), t=4.0).t = 5.0  # type: ignore[misc]  # that is what is tested


def test_what_a_maker_makes_is_what_the_constructor_makes() -> None:
    situation = started().situation
    parts = {field.name: getattr(situation, field.name) for field in fields(Situation)}
    assert maker(Situation)(**parts) == Situation(**parts) == situation
