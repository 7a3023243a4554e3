"""Draws the screen's main states for the documents, each as a real response reached it.

    python docs/make_pictures.py docs/pictures

Nothing on these pictures is made up: a virtual oximeter on the demo's virtual person is read, somebody acts at
the times below and answers as the person is, and engine, pack and texts are the ones the box uses.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from breathline.ble.drivers.pc60fw import Pc60fw
from breathline.device.published import Beside, Link, OpenResponse, Published, Sound
from breathline.device.response import Response
from breathline.events.model import ActionEvent, AlarmId, Event
from breathline.firmware_sim.blood_way import IN_LIFE
from breathline.firmware_sim.hands import as_recorded, means
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.scenario import Story, load_scenario
from breathline.firmware_sim.scene import Scene
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import Texts, texts_for
from breathline.signal.conditioner import Conditioner
from breathline.tui.pictures import draw
from breathline.words import Action, ActionId, Answer, AnswerValue, Fault, FaultId, Flag, LinkAdvice, QuestionId

SIZES = ((80, 24), (100, 30), (160, 45))
PACK, FRENCH_PACK = load_pack("bc"), load_pack("catie-fr")
TEXTS, FRENCH_TEXTS = texts_for(PACK), texts_for(FRENCH_PACK)
_BATTERY = 82.0
_LOOKS_S = 24
"""How often somebody answers for the second of two people."""
_ON_THE_BEAT_S = 0.4
"""Snapshots are taken this long after a whole second, between two readings."""


class Bedside:
    """A response with a virtual oximeter, and somebody whose acts and answers are given by their times."""

    def __init__(self, pack: Pack = PACK, story: Story | None = None) -> None:
        conditioner = Conditioner(low_limit=pack.limit(AlarmId.SPO2_LOW).value)
        self.response = Response(Engine(pack, texts_for(pack)), conditioner)
        self.events: list[Event] = []
        played = load_scenario()
        self._scene = Scene(story or played, means(pack, played.kit))
        self._oximeter = OximeterModel(Pc60fw(), self._scene.finger, lag=IN_LIFE, battery=_BATTERY)
        self._tenths = 0
        self._moves = False
        self._link = Link.GOOD
        self._sound = Sound.ON

    def wait(self, t: float) -> None:
        """Let time pass: the person lives, hands go on with what they do, the oximeter sends."""
        while self._tenths <= round(t * 10):
            now = self._tenths / 10
            self._scene.advance(now, as_recorded(self.response.situation))
            for reading in self._oximeter.frames(now):
                if self._link is Link.GOOD:
                    flags = reading.flags | {Flag.MOTION} if self._moves else reading.flags
                    self.events += self.response.reading(replace(reading, flags=flags))
            self._tenths += 1
        self.events += self.response.wait(t)

    def act(self, t: float, act: ActionId) -> None:
        """Somebody does this."""
        self.wait(t)
        self.events += self.response.do(Action(act), t)
        self._scene.acted(Action(act))

    def look(self, t: float) -> bool | None:
        """Somebody answers what is asked, if anything is, as the person is; returns the answer."""
        self.wait(t)
        asked, body = self.response.situation.question, self._scene.body()
        if asked is None:
            return None
        facts = {
            QuestionId.RESPONSIVE: body.responsive,
            QuestionId.BREATHING: body.breathing,
            QuestionId.PULSE_FELT: body.pulse_felt,
        }
        value = AnswerValue.YES if facts[asked.id] else AnswerValue.NO
        self.events += self.response.do(Answer(asked.id, value), t)
        return facts[asked.id]

    def breathes(self, t: float) -> bool:
        """Somebody looks, and they breathe."""
        self.wait(t)
        asked = self.response.situation.question
        return asked is not None and asked.id is QuestionId.BREATHING and self.look(t) is True

    def move(self, t: float, *, moves: bool) -> None:
        """The hand begins or ceases to move; the oximeter says so."""
        self.wait(t)
        self._moves = moves

    def clip(self, t: float, *, on: bool) -> None:
        """The clip is put on a finger or taken off."""
        self.wait(t)
        self._oximeter.finger(on)

    def link(self, t: float, link: Link) -> None:
        """The link goes (LOST) or comes back (GOOD)."""
        self.wait(t)
        self._link = link
        self.events += self.response.fault(Fault(FaultId.LINK_LOST, present=link is Link.LOST), t)

    def mute(self, t: float) -> None:
        """The speaker is gone."""
        self.wait(t)
        self._sound = Sound.NONE
        self.events += self.response.fault(Fault(FaultId.NO_SOUND, present=True), t)

    def shown(self, t: float) -> Published:
        """What the screen is given at this moment."""
        self.wait(t)
        response = self.response
        # Like the box: after the end the guide has stopped, the number has not.
        situation = replace(response.situation, t=t if response.running else response.situation.t)
        vitals = response.vitals
        paused = situation.pause_until is not None and self._sound is not Sound.NONE
        return Published(
            situation=replace(situation, vitals=vitals),
            practice=True,
            link=self._link,
            link_advice=LinkAdvice.LOST if self._link is Link.LOST else None,
            battery=None if vitals is None else vitals.battery,
            sound=Sound.PAUSED if paused else self._sound,
            log_ok=True,
            trend=response.trend,
        )


def before() -> dict[str, Published]:
    """The clip is on, nobody has pressed START; and a box that finds a response it was torn out of."""
    waiting = Bedside().shown(12.4)
    torn, _ = first_minutes()
    acts = tuple((event.t, event.action.id) for event in torn.events if isinstance(event, ActionEvent))
    box = replace(
        waiting, situation=Bedside().shown(0.0).situation, link=Link.SEARCHING, link_advice=LinkAdvice.SEARCHING,
        battery=None, trend=(),
    )  # fmt: skip
    return {"start": waiting, "still-open": replace(box, offered=OpenResponse("", 250.0, acts))}


def first_minutes() -> tuple[Bedside, dict[str, Published]]:
    """They do not wake and do not breathe: 911, breaths, oxygen, one dose."""
    bedside = Bedside()
    bedside.act(0.0, ActionId.START)
    bedside.look(9.0)
    bedside.act(14.0, ActionId.CALLED_911)
    bedside.act(20.0, ActionId.AIRWAY)
    shown = {"guiding": bedside.shown(24.4)}
    bedside.look(29.0)
    bedside.act(34.0, ActionId.BREATHS_STARTED)
    bedside.look(38.0)
    bedside.look(50.0)
    bedside.act(56.0, ActionId.OXYGEN_ON)
    bedside.look(66.0)
    bedside.act(78.0, ActionId.NALOXONE)
    bedside.look(88.0)
    shown["breaths"] = bedside.shown(151.4)
    return bedside, shown


def a_doubtful_number() -> dict[str, Published]:
    """The hand moves, and the sound is paused."""
    bedside, _ = first_minutes()
    bedside.look(154.0)
    bedside.move(156.0, moves=True)
    bedside.act(160.0, ActionId.PAUSE)
    return {"not-sure": bedside.shown(167.4)}


def no_reading() -> dict[str, Published]:
    """The link is lost, nobody answers, and nothing can be heard."""
    bedside, _ = first_minutes()
    for t in (154.0, 217.0):
        bedside.look(t)
    bedside.mute(240.0)
    bedside.link(285.0, Link.LOST)
    return {"no-reading": bedside.shown(302.4)}


def the_way_back() -> dict[str, Published]:
    """Five minutes after the dose; breathing again; the clip off; the end."""
    bedside, _ = first_minutes()
    for t in (154.0, 217.0, 280.0, 343.0):
        bedside.look(t)
    shown = {"look-again": bedside.shown(380.4)}
    bedside.look(384.0)
    bedside.act(394.0, ActionId.NALOXONE)
    t = next(t for t in range(400, 1200, 10) if bedside.breathes(t))
    shown["breathing-again"] = bedside.shown(t + 4.4)
    bedside.act(t + 8, ActionId.RECOVERY_POSITION)
    bedside.look(t + 24)
    bedside.clip(t + 44, on=False)
    bedside.act(t + 46, ActionId.OXIMETER_OFF)
    bedside.look(t + 52)
    # This family switches itself off, and the link goes with it.
    bedside.link(t + 53, Link.LOST)
    shown["clip-off"] = bedside.shown(t + 88.4)
    bedside.look(t + 90)
    bedside.clip(t + 96, on=True)
    bedside.act(t + 97, ActionId.OXIMETER_ON)
    bedside.link(t + 100, Link.GOOD)
    bedside.act(t + 126, ActionId.OXYGEN_OFF)
    bedside.act(t + 156, ActionId.END)
    shown["ended"] = bedside.shown(t + 160.4)
    return shown


def falling() -> Published:
    """SpO2 falls and has not reached the limit: the screen says how soon it will."""
    bedside = Bedside()
    bedside.act(0.0, ActionId.START)
    bedside.look(9.0)
    for t in range(10, 120):
        shown = bedside.shown(t + _ON_THE_BEAT_S)
        vitals = shown.situation.vitals
        if vitals is not None and vitals.low_in is not None:
            return shown
    raise ValueError("the demo's person does not fall")


def two_people() -> Published:
    """Two people at once: person 1 gets breaths, person 2 began later and gets worse."""
    first, second = (Bedside(story=story) for story in load_scenario("two-people").stories)
    later = 75.0
    first.act(0.0, ActionId.START)
    first.look(9.0)
    first.act(14.0, ActionId.CALLED_911)
    first.act(20.0, ActionId.AIRWAY)
    first.look(29.0)
    first.act(34.0, ActionId.BREATHS_STARTED)
    first.look(50.0)
    first.act(62.0, ActionId.NALOXONE)
    for t in (70.0, 100.0, 133.0, 166.0, 199.0, 228.0):
        first.look(t)
    second.act(0.0, ActionId.START)
    second.look(8.0)
    second.act(12.0, ActionId.CALLED_911)
    for t in range(20, 300):
        if t % _LOOKS_S == 0:
            second.look(t)
        shown = second.shown(t + _ON_THE_BEAT_S)
        if any(alarm.id is AlarmId.SPO2_LOW for alarm in shown.situation.alarms):
            beside = Beside(replace(shown, person=2), -later)
            return replace(first.shown(t + later + _ON_THE_BEAT_S), other=beside)
    raise ValueError("nothing becomes of person 2")


def in_french() -> dict[str, Published]:
    """The French pack's main moments."""
    bedside = Bedside(FRENCH_PACK)
    shown = {"fr-start": bedside.shown(12.4)}
    bedside = Bedside(FRENCH_PACK)
    bedside.act(0.0, ActionId.START)
    bedside.look(9.0)
    bedside.act(14.0, ActionId.CALLED_911)
    bedside.act(20.0, ActionId.AIRWAY)
    bedside.look(29.0)
    bedside.act(34.0, ActionId.BREATHS_STARTED)
    bedside.look(38.0)
    bedside.look(50.0)
    bedside.act(56.0, ActionId.OXYGEN_ON)
    bedside.look(66.0)
    bedside.act(78.0, ActionId.NALOXONE)
    bedside.look(88.0)
    shown["fr-breaths"] = bedside.shown(151.4)
    bedside.act(160.0, ActionId.PAUSE)
    bedside.link(285.0, Link.LOST)
    shown["fr-no-reading"] = bedside.shown(302.4)
    bedside.act(310.0, ActionId.END)
    shown["fr-ended"] = bedside.shown(314.4)
    return shown


def states() -> dict[str, Published]:
    """Every state that is drawn, by the name of its pictures."""
    return {
        **before(),
        **first_minutes()[1],
        "falling": falling(),
        **a_doubtful_number(),
        **no_reading(),
        **the_way_back(),
        "two-people": two_people(),
        **in_french(),
    }


class Picture(NamedTuple):
    """One state with the words it is drawn in, and what is pressed before."""

    published: Published
    texts: Texts = TEXTS
    pack: Pack = PACK
    presses: str = ""

    def draw(self, width: int, height: int) -> str:
        """The picture at one size."""
        return asyncio.run(draw(self.published, self.texts, width, height, pack=self.pack, presses=self.presses))


def pictures() -> dict[str, Picture]:
    """Every picture by its name, without its size."""
    shown = states()
    drawn = {
        name: Picture(published, FRENCH_TEXTS, FRENCH_PACK) if name.startswith("fr-") else Picture(published)
        for name, published in shown.items()
    }
    return {**drawn, "keys": Picture(shown["guiding"], presses="?"), "guide": Picture(shown["guiding"], presses="??")}


def main(arguments: list[str]) -> int:
    """Draw into the folder given; returns the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python docs/make_pictures.py FOLDER\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures().items():
        for width, height in SIZES:
            file = folder / f"{name}-{width}x{height}.svg"
            file.write_text(picture.draw(width, height), encoding="utf-8")
            sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
