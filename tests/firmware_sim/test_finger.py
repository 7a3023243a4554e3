"""A person's finger in a clip: what is true of them shows late, and what they breathe shows in the pleth."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from breathline.ble.drivers.registry import driver
from breathline.firmware_sim.blood_way import IN_LIFE
from breathline.firmware_sim.finger import OnPerson
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.person.trainer import TrainerPerson
from breathline.firmware_sim.person.trainer_settings import TrainerSettings
from breathline.firmware_sim.truth import WELL_WORN, Worn
from breathline.signal.breathing import BreathSigns
from breathline.signal.waveform import BAD, Waveform
from breathline.words import Flag, Frame

FAMILY = driver("pc60fw")


class Bed:
    """A person, a clip on their finger, and what is shown and heard, second by second.

    Attributes:
        true: SaO2.
        shown: SpO2; 0 for dashes.
        breaths: What the pleth says of breathing.
        quality: How much of a pulse it is.
    """

    def __init__(self, settings: TrainerSettings | None = None) -> None:
        self.person = TrainerPerson(settings or TrainerSettings())
        self.clip = OnPerson(self.person)
        self.oximeter = OximeterModel(FAMILY, self.clip, lag=IN_LIFE)
        self.wave = Waveform(FAMILY.pleth_hz)
        self.true: list[float] = []
        self.shown: list[float] = []
        self.flags: list[frozenset[Flag]] = []
        self.breaths: list[BreathSigns | None] = []
        self.quality: list[float] = []

    def wait(self, until: int, each: Callable[[int], None] = lambda _: None) -> None:
        for t in range(len(self.true), until):
            each(t)
            self._second(t)

    def _second(self, t: int) -> None:
        for frame in self.oximeter.frames(t):
            if frame.frame is Frame.VALUES:
                self.shown.append(frame.spo2 or 0.0)
                self.flags.append(frame.flags)
            self.wave.take(frame.t, frame.pleth)
        self.true.append(self.person.body().sao2)
        signs = self.wave.at(float(t))
        self.quality.append(0.0 if signs is None else signs.quality)
        self.breaths.append(self.wave.breath(float(t)))


def first(numbers: list[float], fits: Callable[[float], bool], since: int = 0) -> int:
    return next(t for t, number in enumerate(numbers) if t >= since and fits(number))


def apnoea() -> Bed:
    bed = Bed()
    bed.wait(60)
    bed.person.apnoea = True
    return bed


def test_true_saturation_falls_and_the_number_follows_about_half_a_minute_later() -> None:
    bed = apnoea()
    bed.wait(180)
    true, shown = (first(each, lambda spo2: spo2 <= 90, 60) for each in (bed.true, bed.shown))
    assert 23 <= shown - true <= 33


def test_breaths_bring_true_saturation_up_and_the_number_follows_about_half_a_minute_later() -> None:
    bed = Bed()
    bed.person.give("fentanyl", 1.625, 0.0)
    bed.wait(76)
    assert bed.true[-1] < 90

    def breathe(t: int) -> None:
        if t % 5 == 1:
            bed.person.breath(float(t), method="bag")

    bed.wait(180, breathe)
    true, shown = (1 + max(t for t, spo2 in enumerate(each) if 0 < spo2 <= 90) for each in (bed.true, bed.shown))
    assert true - 76 <= 20
    assert 22 <= shown - true <= 35
    assert min(bed.shown[85:]) < bed.shown[85], "the number falls on while the breaths work already"


def test_breathing_is_heard_in_the_pleth_and_so_is_its_end() -> None:
    bed = Bed()
    bed.wait(150)
    rates = [each.rate for each in bed.breaths[60:] if each is not None]
    assert rates == pytest.approx([14.0] * 90, abs=1.5)
    bed.person.apnoea = True
    bed.wait(180)
    last = bed.breaths[-1]
    assert last is not None
    assert last.rate is None
    assert last.gap is not None
    assert 15 <= last.gap <= 30


def test_slow_breathing_under_an_opioid_is_heard_as_slow_or_not_at_all() -> None:
    bed = Bed()
    bed.person.give("fentanyl", 0.7, 0.0)
    bed.wait(260)
    rates = [each.rate for each in bed.breaths[180:] if each is not None and each.rate is not None]
    assert len(rates) > 40
    assert rates == pytest.approx([bed.person.body().breaths_per_min] * len(rates), abs=1.5)


def test_motion_is_heard_as_no_pulse_and_no_breathing() -> None:
    bed = Bed()
    bed.wait(60)
    bed.clip.worn = Worn(motion=0.8)
    bed.wait(90)
    assert max(bed.quality[70:]) < BAD
    assert {each.rate for each in bed.breaths[72:] if each is not None} == {None}
    assert all(Flag.MOTION in flags for flags in bed.flags[61:])
    bed.clip.worn = WELL_WORN
    bed.wait(110)
    assert bed.quality[-1] > 0.9


def test_a_cold_hand_gives_no_reading() -> None:
    bed = Bed()
    bed.wait(40)
    assert bed.shown[-1] > 95
    bed.clip.worn = Worn(cold=1.0)
    bed.wait(60)
    assert bed.shown[45] > 95, "held for a while, and marked"
    assert Flag.LOW_PERFUSION in bed.flags[45]
    assert bed.shown[-1] == 0


def test_the_clip_falls_off_and_searches_when_it_is_back() -> None:
    bed = Bed()
    bed.wait(40)
    bed.clip.finger = False
    bed.wait(44)
    assert bed.flags[-1] == {Flag.NO_FINGER}
    bed.clip.finger = True
    bed.wait(60)
    assert Flag.SEARCHING in bed.flags[46]
    assert bed.shown[-1] > 95


def test_switched_off_it_says_nothing() -> None:
    bed = Bed()
    bed.clip.switched_on = False
    bed.wait(5)
    assert not bed.oximeter.on
    assert bed.shown == []


def test_a_heart_that_stops_leaves_dashes_and_compressions_a_false_pulse() -> None:
    bed = Bed()
    bed.wait(30)
    bed.person.stop_heart(30.0)
    bed.wait(60)
    assert bed.shown[35] > 90
    assert bed.shown[45:] == [0.0] * len(bed.shown[45:])
    bed.person.compress(on=True)
    bed.wait(90)
    assert bed.clip.at(90.0).compressed
    assert bed.shown[-1] > 0
    assert Flag.WEAK_SIGNAL in bed.flags[-1]


def test_the_persons_time_may_have_begun_earlier() -> None:
    person = TrainerPerson(TrainerSettings())
    clip = OnPerson(person, from_s=60.0)
    clip.at(-1.0)
    assert person.t == 60.0
    clip.at(10.0)
    assert person.t == 70.0


def test_the_first_number_is_of_blood_that_left_before_the_clip_was_on() -> None:
    person = TrainerPerson(TrainerSettings())
    person.apnoea = True
    clip = OnPerson(person, from_s=60.0)
    assert clip.at(-90.0).spo2 == clip.at(-40.0).spo2 > clip.at(-20.0).spo2 > clip.at(-0.2).spo2 > clip.at(0.0).spo2
    first = next(frame.spo2 for frame in OximeterModel(FAMILY, clip, lag=IN_LIFE).frames(10.0) if frame.spo2)
    assert first > clip.at(0.0).spo2 + 3
    assert person.body().sao2 < 90


def test_the_blood_flow_of_a_finger_does_not_double_with_the_bodys() -> None:
    bed = apnoea()
    bed.wait(130)
    assert bed.person.body().cardiac_output_l_min > 5.5
    assert bed.clip.at(130.0).flow == 1.0


def test_the_same_seed_gives_the_same_frames() -> None:
    def frames(seed: int) -> list[object]:
        person = TrainerPerson(replace(TrainerSettings(), seed=seed))
        person.give("fentanyl", 1.0, 5.0)
        worn = Worn(motion=0.4, light=0.4)
        return list(OximeterModel(FAMILY, OnPerson(person, worn), seed, lag=IN_LIFE).frames(60))

    assert frames(1) == frames(1) != frames(2)
