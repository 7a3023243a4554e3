"""The box is heard, or says that it is not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from breathline.device.config import SoundConfig
from breathline.device.published import Link, Published, Sound
from breathline.device.speaker import AGAIN_S, CHECK_S, Speaker
from breathline.events.model import AlarmId, AlarmState, Priority
from breathline.guidelines.situation import Alarm, Pacer
from tests.ble.virtual_time import live, now
from tests.device.stand_ins import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from breathline.device.sound.plan import Cue

HIGH = Alarm(AlarmId.LINK_LOST, Priority.HIGH, AlarmState.SIGNALLED, "link lost", 0.0)


class FakeOwner:
    def __init__(self) -> None:
        self.published = Published(
            replace(NOTHING, started=True), True, Link.GOOD, None, None, Sound.NONE, True, (), None
        )
        self.said: list[tuple[float, Sound]] = []
        self._tell: list[Callable[[Published], None]] = []

    def now(self) -> float:
        return now()

    def subscribe(self, on_publish: Callable[[Published], None]) -> Callable[[], None]:
        self._tell.append(on_publish)
        return self._tell.clear

    def sound(self, sound: Sound) -> None:
        self.said.append((now(), sound))

    def publish(self, *alarms: Alarm, pacer: Pacer | None = None, pause_until: float | None = None) -> None:
        situation = replace(self.published.situation, alarms=alarms, pacer=pacer, pause_until=pause_until)
        self.published = replace(self.published, situation=situation)
        for tell in self._tell:
            tell(self.published)


@dataclass
class FakeDevice:
    works: bool = True
    calls: int = 0
    opened: list[float] = field(default_factory=list)
    played: list[tuple[float, Cue]] = field(default_factory=list)
    hushed: list[float] = field(default_factory=list)
    closed: bool = False

    async def open(self) -> bool:
        self.opened.append(now())
        return self.works

    async def there(self) -> bool:
        self.calls += 1
        return self.works

    async def play(self, cue: Cue) -> bool:
        self.played.append((now(), cue))
        return self.works

    async def hush(self) -> bool:
        self.hushed.append(now())
        return self.works

    async def close(self) -> None:
        self.closed = True


@dataclass
class Room:
    owner: FakeOwner
    device: FakeDevice
    rings: list[float]


def heard(
    story: Callable[[Room], Coroutine[None, None, None]],
    config: SoundConfig | None = None,
    *,
    works: bool = True,
    bell: bool = True,
) -> Room:
    """A story with a speaker running."""

    async def with_speaker() -> Room:
        rings: list[float] = []
        room = Room(FakeOwner(), FakeDevice(works), rings)
        ring = (lambda: rings.append(now())) if bell else None
        speaker = Speaker(room.owner, config or SoundConfig(), ring, room.device)
        running = asyncio.create_task(speaker.run())
        await asyncio.sleep(0.01)
        await story(room)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert room.device.closed
        return room

    return live(with_speaker())


def test_a_device_that_opens_is_said() -> None:
    async def story(_: Room) -> None: ...

    assert [sound for _, sound in heard(story).owner.said] == [Sound.ON]


def test_an_alarm_sounds_at_once_and_again_louder() -> None:
    async def story(room: Room) -> None:
        await asyncio.sleep(5.0)
        room.owner.publish(replace(HIGH, since=now()))
        await asyncio.sleep(60.0)

    room = heard(story)
    assert room.device.played[0][0] == pytest.approx(5.01)
    volumes = [cue.volume for _, cue in room.device.played]
    assert volumes == sorted(volumes)
    assert (volumes[0], volumes[-1]) == (0.5, 1.0)
    assert not room.rings


def test_a_pause_stops_the_burst_that_plays() -> None:
    async def story(room: Room) -> None:
        room.owner.publish(HIGH)
        await asyncio.sleep(1.0)
        room.owner.publish(HIGH, pause_until=61.0)
        await asyncio.sleep(10.0)

    room = heard(story)
    assert room.device.hushed == [pytest.approx(1.01)]
    assert len(room.device.played) == 1


def test_the_pacer_ticks() -> None:
    async def story(room: Room) -> None:
        room.owner.publish(pacer=Pacer("breaths", 1.0, 5.0, "Breathe in"))
        await asyncio.sleep(11.5)

    times = [t for t, _ in heard(story).device.played]
    assert times == pytest.approx([1.0, 6.0, 11.0], abs=0.01)


def test_with_no_device_the_bell_rings_with_every_burst_and_never_for_a_tick() -> None:
    async def story(room: Room) -> None:
        room.owner.publish(HIGH, pacer=Pacer("breaths", 1.0, 5.0, "Breathe in"))
        await asyncio.sleep(30.0)

    room = heard(story, works=False)
    assert {sound for _, sound in room.owner.said} == {Sound.BELL}
    assert 3 <= len(room.rings) <= 5
    assert not room.device.played


@pytest.mark.hazard("H-27")
def test_with_no_device_and_no_bell_it_says_that_nothing_is_heard() -> None:
    async def story(room: Room) -> None:
        room.owner.publish(HIGH)
        await asyncio.sleep(3.0)

    assert heard(story, works=False, bell=False).owner.said[-1][1] is Sound.NONE


def test_a_device_that_is_not_wanted_is_never_opened() -> None:
    async def story(room: Room) -> None:
        room.owner.publish(HIGH)
        await asyncio.sleep(3.0)

    room = heard(story, SoundConfig(device=False))
    assert not room.device.opened
    assert room.owner.said[-1][1] is Sound.BELL
    assert room.rings


@pytest.mark.hazard("H-27")
def test_a_device_that_goes_away_is_said_soon_and_tried_again() -> None:
    async def story(room: Room) -> None:
        await asyncio.sleep(20.0)
        room.device.works = False
        await asyncio.sleep(CHECK_S + 0.1)
        room.device.works = True
        await asyncio.sleep(AGAIN_S)

    said = heard(story).owner.said
    assert [sound for _, sound in said] == [Sound.ON, Sound.BELL, Sound.ON]
    assert said[1][0] <= 20.0 + CHECK_S + 0.1


def test_a_burst_that_can_not_be_played_rings_the_bell_at_once() -> None:
    async def story(room: Room) -> None:
        await asyncio.sleep(1.0)
        room.device.works = False
        room.owner.publish(HIGH)
        await asyncio.sleep(0.1)
        assert room.rings
        assert room.owner.said[-1][1] is Sound.BELL

    heard(story)


def test_in_silence_it_sleeps() -> None:
    async def story(_: Room) -> None:
        await asyncio.sleep(60.0)

    assert heard(story).device.calls <= 60.0 / CHECK_S
