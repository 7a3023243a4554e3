"""Two people on one screen as still scenes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from breathline.device.published import Beside
from tests.tui.scenes import breathing_for, doubtful, ended, guiding, lost, offered

if TYPE_CHECKING:
    from breathline.device.published import Published


def two(front: Published, other: Published, person: int = 1, ahead_s: float = -60.0) -> Published:
    """The first in front of the second; `person` is the number of the one in front."""
    theirs = replace(other, person=3 - person)
    return replace(front, person=person, other=Beside(theirs, ahead_s))


def first_is_well() -> Published:
    """Person 1, in front, is asked about; person 2 has a low number that sounds."""
    return two(guiding(), breathing_for(), ahead_s=222.0 - guiding().situation.t)


def second_in_front() -> Published:
    """The same with person 2 in front."""
    return two(breathing_for(), guiding(), person=2, ahead_s=guiding().situation.t - 222.0)


def second_lost() -> Published:
    """Person 2's clip is lost and nobody has answered; person 1 gets breaths."""
    return two(breathing_for(), replace(lost(), practice=True, log_ok=True), ahead_s=0.0)


def both_low() -> Published:
    """Both are low; person 2's number is not sure."""
    return two(replace(breathing_for(), check_clips=True), doubtful(), ahead_s=0.0)


def one_ended() -> Published:
    """Person 1's response is over."""
    return two(breathing_for(), ended(), person=2, ahead_s=754.0 - 222.0)


def both_offered() -> Published:
    """After a power cut."""
    return two(offered(), offered(), ahead_s=0.0)


TWO = {
    "first": first_is_well,
    "second": second_in_front,
    "lost": second_lost,
    "both-low": both_low,
    "one-ended": one_ended,
    "offered": both_offered,
}
