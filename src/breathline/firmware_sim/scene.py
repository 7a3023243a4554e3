"""A story as it happens: the person lives, the room does what it does, hands help.

Time comes in as `t`, seconds since the response began (or since the demo's clip was switched on), and only grows. The
same story, seed and acts give the same course. `Scene.finger` is what a virtual oximeter measures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from breathline.firmware_sim.finger import OnPerson
from breathline.firmware_sim.hands import NOTHING, Going, Hands
from breathline.firmware_sim.person.trainer import TrainerPerson
from breathline.firmware_sim.person.trainer_settings import TrainerSettings
from breathline.firmware_sim.scenario_parts import Event, Help, Moment, Timed, What
from breathline.words import Action, ActionId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from breathline.firmware_sim.hands import Means
    from breathline.firmware_sim.person.body import Body
    from breathline.firmware_sim.scenario import Story
    from breathline.firmware_sim.truth import Truth

_DONE: Final = {
    ActionId.STIMULATED: Moment.STIMULATED,
    ActionId.BREATHS_STARTED: Moment.BREATHS_STARTED,
    ActionId.BREATH: Moment.BREATHS_STARTED,
    ActionId.OXYGEN_ON: Moment.OXYGEN_ON,
    ActionId.NALOXONE: Moment.NALOXONE,
    ActionId.CALLED_911: Moment.CALLED_911,
    ActionId.COMPRESSIONS_STARTED: Moment.COMPRESSIONS_STARTED,
    ActionId.RECOVERY_POSITION: Moment.RECOVERY_POSITION,
}
_ENDED_BY_MOVING: Final = frozenset({What.FINGER_OFF, What.MOTION, What.LIGHT, What.CONGESTION})
"""What is over once somebody puts the clip on again, on another finger."""


@dataclass(frozen=True, slots=True)
class _Going:
    """An event that goes on."""

    event: Event
    until: float


class Scene:
    """One story.

    Args:
        story: Whose.
        means: What there is to help with.
        seed: Of the person's unevenness.
        help_after_s: From the call for an ambulance to its crew; None is never.

    Attributes:
        person: Who lives here.
        finger: What a clip measures.
        told: What colleagues pressed on the box since the last `take_told`.
    """

    def __init__(self, story: Story, means: Means, seed: int = 0, help_after_s: float | None = None) -> None:
        self._story = story
        self._before_s = story.before_s
        self._t = 0.0
        self._help_after_s = help_after_s
        self.person = _person(story, seed)
        self.finger = OnPerson(self.person, story.clip.worn(), from_s=self._before_s)
        self._resting = story.clip.worn()
        self.hands = Hands(self.person, means, lambda: self._before_s + self._t)
        self._means = means
        self._moments: dict[Moment, float] = {}
        self._events = list(story.event)
        self._on: list[_Going] = []
        self._colleague = list(story.colleague)
        self._helping: Going = NOTHING
        self._clip_off = False
        self._told: list[Action] = []
        self.person.advance(self._before_s)
        self._look()
        self._happen()

    def advance(self, t: float, recorded: Going = NOTHING) -> None:
        """Let everything happen up to `t`; `recorded` is what somebody goes on doing, by the record."""
        self._t = max(t, self._t)
        self._happen()
        self.hands.go_on(recorded | self._helping)
        self.person.advance(self._before_s + self._t)
        self._look()

    def at(self, t: float) -> Truth:
        """What a clip finds at `t` seconds, when nobody but the scenario acts: a scene is a `truth.Source`."""
        self.advance(t)
        return self.finger.at(t)

    def acted(self, action: Action) -> None:
        """Do to the person what somebody did, now."""
        self._note(_DONE.get(action.id))
        self.hands.do(action)
        if action.id is ActionId.SENSOR_MOVED:
            self._move_clip()
        elif action.id in {ActionId.OXIMETER_OFF, ActionId.OXIMETER_ON}:
            self._clip_off = action.id is ActionId.OXIMETER_OFF
            self._arrange()

    def _move_clip(self) -> None:
        """Put the clip on the other finger: whatever disturbed it on the first is over."""
        other = self._story.other_finger
        self._resting = self._resting if other is None else other.worn()
        self._on = [each for each in self._on if each.event.what not in _ENDED_BY_MOVING]
        self._clip_off = False
        self._arrange()

    def take_told(self) -> list[Action]:
        """What colleagues told the box since the last time."""
        told, self._told = self._told, []
        return told

    def body(self) -> Body:
        """What is true of the person now."""
        return self.person.body()

    @property
    def in_range(self) -> bool:
        """False while Bluetooth is lost."""
        return not any(each.event.what is What.OUT_OF_RANGE for each in self._on)

    @property
    def help_here(self) -> bool:
        """Whether the ambulance's crew is here."""
        called = self._moments.get(Moment.CALLED_911)
        return called is not None and self._help_after_s is not None and self._t >= called + self._help_after_s

    def reached(self, when: Iterable[Timed]) -> bool:
        """Whether one of these times has come."""
        return any((at := self._time_of(each)) is not None and self._t >= at for each in when)

    def _time_of(self, timed: Timed) -> float | None:
        if timed.after is None:
            return timed.t
        since = self._moments.get(timed.after)
        return None if since is None else since + timed.delay

    def _note(self, moment: Moment | None) -> None:
        if moment is not None:
            self._moments.setdefault(moment, self._t)

    def _look(self) -> None:
        """Notice what the person did by themselves; to breathe or wake again, they must first have stopped."""
        body = self.person.body()
        self._note(Moment.STOPS_BREATHING if not body.breathing else None)
        self._note(Moment.PASSES_OUT if not body.responsive else None)
        self._note(Moment.ARREST if body.arrested else None)
        if body.breathing and Moment.STOPS_BREATHING in self._moments:
            self._note(Moment.BREATHES)
        if body.responsive and Moment.PASSES_OUT in self._moments:
            self._note(Moment.WAKES)

    def _happen(self) -> None:
        self._help()
        begun = [each for each in self._events if self.reached((each,))]
        over = [each for each in self._on if each.until <= self._t]
        if not begun and not over:
            return
        self._events = [each for each in self._events if each not in begun]
        self._on = [each for each in self._on if each not in over]
        for event in begun:
            until = float("inf") if event.lasts is None else (self._time_of(event) or 0.0) + event.lasts
            self._on.append(_Going(event, until))
            if event.what is What.HEART_STOPS:
                self.person.stop_heart(self._before_s + self._t)
        self._arrange()

    def _help(self) -> None:
        due = [each for each in self._colleague if self.reached((each,))]
        for each in due:
            self._colleague.remove(each)
            self._helping = _helping(self._helping, each.does)
            action = self._means.with_values(Action(ActionId(each.does.value)))
            self.acted(action)
            if each.told:
                self._told.append(action)

    def _arrange(self) -> None:
        """Make clip and person what the events that go on say."""
        on = {each.event.what for each in self._on}
        self.person.apnoea = What.APNOEA in on
        self.finger.finger = not (self._clip_off or What.FINGER_OFF in on)
        self.finger.switched_on = What.SWITCHED_OFF not in on
        self.finger.worn = replace(
            self._resting,
            motion=self._strongest(What.MOTION, self._resting.motion),
            light=self._strongest(What.LIGHT, self._resting.light),
            congestion=self._strongest(What.CONGESTION, self._resting.congestion),
        )

    def _strongest(self, what: What, resting: float) -> float:
        return max([resting, *(each.event.level for each in self._on if each.event.what is what)])


def _helping(before: Going, does: Help) -> Going:
    match does:
        case Help.BREATHS_STARTED | Help.BREATHS_STOPPED:
            return replace(before, breaths=does is Help.BREATHS_STARTED)
        case Help.OXYGEN_ON | Help.OXYGEN_OFF:
            return replace(before, oxygen=does is Help.OXYGEN_ON)
        case Help.COMPRESSIONS_STARTED | Help.COMPRESSIONS_STOPPED:
            return replace(before, compressions=does is Help.COMPRESSIONS_STARTED)
        case _:
            return before


def _person(story: Story, seed: int) -> TrainerPerson:
    """The person of a story, before anything is taken."""
    who = story.person
    person = TrainerPerson(
        TrainerSettings(
            opioid=story.opioid,
            tolerance=who.tolerance,
            age=who.age,
            weight_kg=who.weight,
            lungs=who.lungs,
            cold=who.cold,
            asleep=who.asleep,
            airway_alone=who.airway,
            rest_bpm=who.pulse,
            seed=seed,
        )
    )
    for each in story.substance:
        t = story.before_s - each.ago if each.ago is not None else story.before_s + (each.t or 0.0)
        person.give(str(each.name), each.dose, t, over_s=each.over)
    return person
