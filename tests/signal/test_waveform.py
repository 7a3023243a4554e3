"""The pleth speaks for and against the numbers; what it says of breathing changes nothing."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from breathline.signal.conditioner import Conditioner
from breathline.signal.pleth import PlethMonitor, PlethSigns
from breathline.signal.waveform import Waveform, against_pulse, against_spo2, is_frozen
from breathline.words import Cause, Flag, Frame, Reading, Trust, Vitals
from tests.signal.feeding import values

HZ = 50
Wave = Callable[[float], float]


def beating(bpm: float) -> Wave:
    """A pulse: a steep rise, a slow fall, breathing in its height."""

    def at(t: float) -> float:
        phase = t * bpm / 60.0 % 1.0
        shape = phase / 0.15 if phase < 0.15 else math.exp(-4.0 * (phase - 0.15))
        return 100.0 + 40.0 * shape * (1.0 + 0.1 * math.sin(2 * math.pi * t / 4.0))

    return at


def flat(_: float) -> float:
    return 100.0


def noise(seed: int) -> Wave:
    chance = random.Random(seed)
    return lambda _: chance.uniform(0.0, 200.0)


def watch(
    wave: Wave, pulses: Sequence[float], spo2: float = 97.0, conditioner: Conditioner | None = None
) -> list[Vitals]:
    """A clip that sends a wave in blocks of a fifth of a second, and numbers once a second."""
    conditioner = conditioner or Conditioner(pleth_hz=HZ)
    given = []
    for second, pulse in enumerate(pulses):
        for block in range(5):
            t = second + block / 5
            samples = tuple(wave(t - 0.2 + i / HZ) for i in range(HZ // 5))
            conditioner.take(Reading(t, Frame.PLETH, pleth=samples))
        vitals = conditioner.take(values(second + 0.9, spo2, pulse))
        assert vitals is not None
        given.append(vitals)
    return given


def living(bpm: float, seconds: int) -> list[float]:
    return [bpm + second % 3 for second in range(seconds)]


def test_a_good_wave_leaves_good_numbers_live() -> None:
    given = watch(beating(72.0), living(71.0, 40))
    assert {vitals.trust for vitals in given[2:]} == {Trust.LIVE}
    assert {vitals.pulse_trust for vitals in given[2:]} == {Trust.LIVE}
    quality = given[-1].signal_quality
    assert quality is not None
    assert quality > 0.5


def test_a_pulse_that_is_not_the_wave_s_is_doubtful_alone() -> None:
    last = watch(beating(72.0), living(110.0, 30))[-1]
    assert last.pulse_trust is Trust.DOUBTFUL
    assert last.trust is Trust.LIVE


@pytest.mark.hazard("H-03")
def test_numbers_over_a_dead_wave_are_frozen() -> None:
    last = watch(flat, living(71.0, 30))[-1]
    assert (last.trust, last.cause) == (Trust.DOUBTFUL, Cause.FROZEN)


def test_numbers_that_stand_still_over_a_wave_of_another_rate_are_frozen() -> None:
    last = watch(beating(110.0), [71.0] * 40)[-1]
    assert (last.trust, last.cause) == (Trust.DOUBTFUL, Cause.FROZEN)


def test_numbers_that_stand_still_over_a_wave_of_their_own_rate_are_not() -> None:
    assert watch(beating(71.0), [71.0] * 40)[-1].trust is Trust.LIVE


@pytest.mark.hazard("H-04")
def test_a_wave_that_is_only_noise_makes_the_numbers_doubtful() -> None:
    last = watch(noise(1), living(71.0, 30))[-1]
    assert last.trust is Trust.DOUBTFUL
    assert last.cause in {Cause.WEAK_SIGNAL, Cause.FROZEN}
    assert last.pulse_trust is Trust.DOUBTFUL


def test_without_a_rate_a_wave_is_passed_over() -> None:
    given = watch(flat, living(71.0, 30), conditioner=Conditioner())
    assert given[-1].trust is Trust.LIVE
    assert given[-1].signal_quality is None


def test_the_rate_is_learned_with_the_link() -> None:
    conditioner = Conditioner()
    conditioner.sends_pleth(HZ)
    assert watch(beating(72.0), living(71.0, 20), conditioner=conditioner)[-1].signal_quality is not None


def test_a_wave_from_before_the_finger_was_out_says_nothing() -> None:
    conditioner = Conditioner(pleth_hz=HZ)
    watch(beating(72.0), living(71.0, 20), conditioner=conditioner)
    conditioner.take(values(20.0, None, None, Flag.NO_FINGER))
    assert conditioner.at(20.1).signal_quality is None


def silent_about_breath(vitals: Vitals) -> Vitals:
    return replace(vitals, breath_rate=None, breath_quality=None, breath_gap=None)


@pytest.mark.hazard("H-08")
@pytest.mark.parametrize("wave", [beating(72.0), flat, noise(2)], ids=["beating", "flat", "noise"])
def test_what_is_said_of_breathing_changes_nothing_else(wave: Wave, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = [[wave(second + i / HZ) for i in range(HZ)] for second in range(90)]

    def replayed() -> list[Vitals]:
        said = iter(samples)
        conditioner = Conditioner(pleth_hz=HZ, low_limit=90.0)
        given = []
        for second, block in enumerate(said):
            conditioner.take(Reading(second + 0.5, Frame.PLETH, pleth=tuple(block)))
            vitals = conditioner.take(values(second + 0.9, 97.0 - second // 10, 71.0 + second % 3))
            assert vitals is not None
            given.append(vitals)
        return given

    with_breath = replayed()
    monkeypatch.setattr(Waveform, "breath", lambda *_: None)
    without = replayed()
    assert all(vitals.breath_quality is None for vitals in without)
    assert [silent_about_breath(vitals) for vitals in with_breath] == without


def signs(quality: float, pulse: float | None, *, alive: bool = True) -> PlethSigns:
    return PlethSigns(quality, pulse, 1.0, (), alive)


def test_what_speaks_against_what() -> None:
    assert against_pulse(None, 70.0) is None
    assert against_spo2(None) is None
    assert not is_frozen(None, 70.0, 1000.0)
    good = signs(0.9, 80.0)
    assert against_pulse(good, 70.0) is None
    assert against_pulse(good, 69.0) is Cause.WEAK_SIGNAL
    assert against_pulse(signs(0.9, 200.0), 175.0) is None
    assert against_spo2(good) is None
    assert not is_frozen(good, 60.0, 19.0)
    assert is_frozen(good, 60.0, 20.0)
    assert not is_frozen(good, None, 1000.0)
    bad = signs(0.2, None)
    assert against_pulse(bad, 70.0) is against_spo2(bad) is Cause.WEAK_SIGNAL
    assert not is_frozen(bad, 70.0, 1000.0)
    assert is_frozen(signs(0.0, None, alive=False), 70.0, 0.0)


def test_a_waveform_without_a_rate_says_nothing() -> None:
    waveform = Waveform(None)
    waveform.take(0.0, (1.0, 2.0))
    waveform.clear()
    assert waveform.at(0.0) is None
    assert waveform.breath(0.0) is None
    assert PlethMonitor(HZ).at(0.0) is None
