"""Scenarios: who is there, what they took, what happens, and what a run is held to. One TOML file each.

The schema is in docs/scenarios.md. `scene` makes a scenario happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path, PurePath

from pydantic import Field

from breathline.complaint import dotted, read_model
from breathline.errors import BreathlineError, UsageError
from breathline.firmware_sim.goals import Goal
from breathline.firmware_sim.scenario_parts import (
    OPIOIDS,
    Clip,
    Colleague,
    Event,
    Finger,
    Kit,
    Someone,
    Strict,
    Substance,
    Timed,
    What,
)
from breathline.firmware_sim.scenario_values import Seconds
from breathline.toml_lines import Lines
from breathline.toml_lines import Path as Place

DEFAULT = "fentanyl-fast"
"""The scenario that is used when none is named."""


class Story(Strict):
    """What becomes of one person.

    Attributes:
        person: Who they are.
        substance: What they took.
        clip: The finger that the clip is on, and the clip.
        other_finger: Where the clip goes when it is moved; like the first when it is left out.
        event: What happens.
        colleague: What somebody else does.
        goal: What a run is held to.
    """

    person: Someone = Someone()
    substance: tuple[Substance, ...] = ()
    clip: Clip = Clip()
    other_finger: Finger | None = None
    event: tuple[Event, ...] = ()
    colleague: tuple[Colleague, ...] = ()
    goal: tuple[Goal, ...] = ()

    @property
    def opioid(self) -> str | None:
        """The one opioid they get, if any."""
        return next((str(each.name) for each in self.substance if each.name in OPIOIDS), None)

    @property
    def before_s(self) -> float:
        """How long before the response it begins: at the first thing taken."""
        return max((each.ago or 0.0 for each in self.substance), default=0.0)


class Scenario(Story):
    """A whole scenario: one story, or two at once.

    Attributes:
        title: Its name for people.
        about: What happens, in a sentence or two.
        teaches: What somebody learns by it.
        lasts: How long it goes on.
        ends: What ends it sooner.
        help_after: The ambulance is here so long after 911 was called; never when it is left out.
        kit: What there is to help with.
        second: Somebody else who is down at the same time.
    """

    title: str = Field(min_length=1)
    about: str = Field(min_length=1)
    teaches: tuple[str, ...] = ()
    lasts: Seconds = Field(gt=0, le=4 * 3600.0)
    ends: tuple[Timed, ...] = ()
    help_after: Seconds | None = None
    kit: Kit = Kit()
    second: Story | None = None

    @property
    def stories(self) -> tuple[Story, ...]:
        """One, or two."""
        return (self,) if self.second is None else (self, self.second)


def scenario_names() -> list[str]:
    """The scenarios that come with the program, in the order of the alphabet."""
    folder = resources.files("breathline.firmware_sim") / "scenarios"
    return sorted(PurePath(each.name).stem for each in folder.iterdir() if each.name.endswith(".toml"))


def load_scenario(name_or_path: str = DEFAULT) -> Scenario:
    """A scenario by its name, or from a file whose path ends in .toml.

    Raises:
        UsageError: There is no such scenario, or its file is wrong.
        BreathlineError: The file can't be read.
    """
    if name_or_path.endswith(".toml"):
        return parse_scenario(_read(name_or_path), name_or_path)
    known = scenario_names()
    if name_or_path not in known:
        raise UsageError(f'there is no scenario "{name_or_path}"; choose one of: {", ".join(known)}, or a .toml file')
    return parse_scenario(scenario_text(name_or_path), f"scenario {name_or_path}")


def scenario_text(name: str) -> str:
    """The file of a scenario that comes with the program."""
    return (resources.files("breathline.firmware_sim") / "scenarios" / f"{name}.toml").read_text(encoding="utf-8")


def parse_scenario(text: str, origin: str) -> Scenario:
    """The scenario in a file's text.

    Args:
        text: TOML.
        origin: What to call it in a complaint.

    Raises:
        UsageError: It is no scenario, or can't be meant; with the line and what to write instead.
    """
    scenario = read_model(Scenario, text, origin)
    wrong = next(_wrong(scenario), None)
    if wrong is not None:
        place, words = wrong
        raise UsageError(f"{origin}: line {Lines(text).of(place)}: {dotted(place)}: {words}")
    return scenario


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise BreathlineError(f'cannot read the scenario "{path}": {why}') from error


def _wrong(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """What can't be meant, with its place."""
    for story, where in zip(scenario.stories, ((), ("second",)), strict=False):
        yield from _opioids(story, where)
        yield from _overlaps(story, where)
        yield from _too_late(scenario, story, where)


def _opioids(story: Story, where: Place) -> Iterator[tuple[Place, str]]:
    for i, each in enumerate(story.substance):
        if each.name in OPIOIDS and each.name != story.opioid:
            yield (*where, "substance", i, "name"), f"a person gets one opioid; write {story.opioid} here too"


def _overlaps(story: Story, where: Place) -> Iterator[tuple[Place, str]]:
    """The same thing twice at once, or a clip that is both off the finger and moved on it."""
    for i, later in enumerate(story.event):
        for earlier in story.event[:i]:
            if later.after is not earlier.after or not _clash(earlier.what, later.what) or not _meet(earlier, later):
                continue
            words = f"overlaps {earlier.what}, which goes on from {_start(earlier):g} s {_to(earlier)}"
            yield (*where, "event", i), f"{words}; begin it later, or end the other sooner"


_ON_THE_FINGER = frozenset({What.MOTION, What.LIGHT, What.CONGESTION})


def _clash(one: What, other: What) -> bool:
    if one is other:
        return True
    return What.FINGER_OFF in {one, other} and bool({one, other} & _ON_THE_FINGER)


def _start(event: Event) -> float:
    return event.delay if event.t is None else event.t


def _end(event: Event) -> float:
    return float("inf") if event.lasts is None else _start(event) + event.lasts


def _to(event: Event) -> str:
    return "to the end" if event.lasts is None else f"to {_end(event):g} s"


def _meet(one: Event, other: Event) -> bool:
    return _start(one) < _end(other) and _start(other) < _end(one)


def _too_late(scenario: Scenario, story: Story, where: Place) -> Iterator[tuple[Place, str]]:
    """What is set for a time after the end."""
    ends = f"is after the end at {scenario.lasts:g} s; write an earlier time, or a longer lasts"
    times = [("substance", [each.t for each in story.substance]), ("event", [each.t for each in story.event])]
    times.append(("colleague", [each.t for each in story.colleague]))
    for name, many in times:
        for i, t in enumerate(many):
            if t is not None and t >= scenario.lasts:
                yield (*where, name, i, "t"), f"{t:g} s {ends}"
    for i, goal in enumerate(story.goal):
        for key, at in (("by", goal.by), ("from", goal.since), ("until", goal.until)):
            if at is not None and at > scenario.lasts:
                yield (*where, "goal", i, key), f"{at:g} s {ends}"
