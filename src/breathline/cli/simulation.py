"""A scenario from person to prompts, as fast as the processor goes.

Person -> finger and oximeter -> the family's bytes -> driver -> conditioner -> guide, and back by hands: somebody reads
the Situation, acts, and what they do is done to the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from breathline.ble.drivers.driver import Driver, Refused
from breathline.device.response import Response
from breathline.events.model import AlarmId
from breathline.firmware_sim.blood_way import IN_LIFE
from breathline.firmware_sim.conversation import Conversation
from breathline.firmware_sim.goals import Trace
from breathline.firmware_sim.hands import as_recorded, means
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.responder import Seen, responder
from breathline.firmware_sim.scene import Scene
from breathline.guidelines.engine import Engine
from breathline.guidelines.texts import texts_for
from breathline.signal.conditioner import Conditioner
from breathline.words import Action, ActionId, Fault, FaultId, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from breathline.events.model import Event
    from breathline.firmware_sim.person.body import Body
    from breathline.firmware_sim.responder import Responder
    from breathline.firmware_sim.scenario import Scenario
    from breathline.guidelines.pack import Pack

STEPS_A_SECOND = 10
"""How finely acts fall; readings and deadlines keep their own times."""
INPUT_ENDED = "input_ended"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a scenario is run.

    Attributes:
        pack: The guideline.
        oximeter: The family of the virtual oximeters.
        who: "ideal", "none" or the path of a script: who acts.
        seed: The same seed gives the same run.
        until: Seconds; None is the scenario's length.
    """

    pack: Pack
    oximeter: Driver
    who: str = "none"
    seed: int = 0
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a run.

    Attributes:
        person: Whose response: 0, or 1 for the second person.
        event: What the guide was told, or made of it.
        body: What was true of that person then.
    """

    person: int
    event: Event
    body: Body


def simulate(scenario: Scenario, settings: Settings) -> Iterator[Happened]:
    """Every response of a scenario, each from its start to its end.

    Raises:
        BreathlineError: The responder's script is wrong or can't be read.
    """
    until = scenario.lasts if settings.until is None else settings.until
    sides = [Side(scenario, i, settings) for i in range(len(scenario.stories))]
    for side in sides:
        yield from side.start()
    for step in count():
        t = min(step / STEPS_A_SECOND, until)
        for side in sides:
            yield from side.step(t)
        if t >= until or all(side.over for side in sides):
            break
    for side in sides:
        yield from side.end(until)


def traces(happened: Iterable[Happened], people: int) -> list[Trace]:
    """What goals are held to, for each person."""
    events: list[list[Event]] = [[] for _ in range(people)]
    bodies: list[list[tuple[float, Body]]] = [[] for _ in range(people)]
    for each in happened:
        events[each.person].append(each.event)
        seen = bodies[each.person]
        if not seen or each.event.t >= seen[-1][0] + 0.5:
            seen.append((each.event.t, each.body))
    return [Trace(*both) for both in zip(bodies, events, strict=True)]


class Side:
    """One person, the box beside them and who acts there.

    Args:
        scenario: The scenario.
        number: Which of its people.
        settings: How it is run.
    """

    def __init__(self, scenario: Scenario, number: int, settings: Settings) -> None:
        pack, oximeter = settings.pack, settings.oximeter
        story = scenario.stories[number]
        at_hand = means(pack, scenario.kit)
        seed = settings.seed + number
        self._number = number
        self._ends = scenario.ends
        self._scene = Scene(story, at_hand, seed, scenario.help_after)
        self._who: Responder = responder(settings.who, at_hand)
        low = pack.limit(AlarmId.SPO2_LOW).value
        conditioner = Conditioner(oximeter.period_s, pleth_hz=oximeter.pleth_hz, low_limit=low)
        self._response = Response(Engine(pack, texts_for(pack)), conditioner)
        self._link = _Link(
            oximeter, OximeterModel(oximeter, self._scene.finger, seed, lag=IN_LIFE, battery=story.clip.battery)
        )
        self.over = False

    def start(self) -> Iterator[Happened]:
        """Begin the response."""
        yield from self._happened(self._response.do(Action(ActionId.START), 0.0))

    def step(self, t: float) -> Iterator[Happened]:
        """Go on to `t` seconds."""
        if self.over:
            return
        response, scene = self._response, self._scene
        scene.advance(t, as_recorded(response.situation))
        yield from self._happened(self._link.carry(response, t, in_range=scene.in_range))
        if t >= response.next_due:
            yield from self._happened(response.wait(t))
        for action in scene.take_told():
            yield from self._happened(response.do(action, t))
        yield from self._act(t)
        self.over = response.situation.ended
        if scene.reached(self._ends):
            yield from self.end(t)

    def end(self, t: float) -> Iterator[Happened]:
        """End the response because the scenario is over, if it has not ended yet."""
        if not self.over:
            self.over = True
            yield from self._happened(self._response.finish(t, INPUT_ENDED))

    def _act(self, t: float) -> Iterator[Happened]:
        body = self._scene.body()
        seen = Seen(body.breathing, body.responsive, body.pulse_felt, self._scene.help_here)
        for item in self._who.due(t, self._response.situation, seen):
            events = self._response.do(item, t)
            if isinstance(item, Action):
                self._scene.acted(item)
            yield from self._happened(events)

    def _happened(self, events: Iterable[Event]) -> Iterator[Happened]:
        body = self._scene.body()
        for event in events:
            yield Happened(self._number, event, body)


class _Link:
    """The way of the bytes: what the model shows, coded and decoded by the family's driver."""

    def __init__(self, oximeter: Driver, model: OximeterModel) -> None:
        self._model = model
        self._conversation = Conversation(oximeter)
        self._lost = False

    def carry(self, response: Response, t: float, *, in_range: bool) -> Iterator[Event]:
        """Hand over everything due by `t`; an oximeter that is off or out of range is a lost link."""
        for reading in self._model.frames(t):
            for piece in self._conversation.hear(reading) if in_range else ():
                yield from self._hear(response, piece)
        if not (self._model.on and in_range) and not self._lost:
            yield from self._set_lost(response, t, lost=True)

    def _hear(self, response: Response, piece: Reading | Refused) -> Iterator[Event]:
        if self._lost:
            yield from self._set_lost(response, piece.t, lost=False)
        if isinstance(piece, Reading):
            yield from response.reading(piece)

    def _set_lost(self, response: Response, t: float, *, lost: bool) -> Iterator[Event]:
        self._lost = lost
        yield from response.fault(Fault(FaultId.LINK_LOST, present=lost), t)
