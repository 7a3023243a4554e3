"""The virtual oximeter shows what a clip would show."""

from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Driver
from breathline.ble.drivers.registry import DRIVERS, driver
from breathline.firmware_sim.blood_way import AT_ONCE, IN_LIFE, Lag
from breathline.firmware_sim.conversation import Conversation
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.habits import Habits
from breathline.firmware_sim.measuring import SEARCHING_S
from breathline.firmware_sim.optics import FASTEST_BPM, SLOWEST_BPM
from breathline.firmware_sim.oximeter import BATTERY_LIFE_S, PLETH_FRAME_S, OximeterModel
from breathline.firmware_sim.truth import Truth, Worn
from breathline.words import Flag, Frame, Reading

EVERY = pytest.mark.parametrize("each", DRIVERS.values(), ids=list(DRIVERS))


def curve(*later: Point, spo2: float = 96, pulse: float = 72, perfusion: float = 4) -> Curve:
    begin = Point(t=0, spo2=spo2, pulse=pulse, perfusion=perfusion)
    return Curve(point=(begin, *later))


def values(frames: list[Reading]) -> list[Reading]:
    return [frame for frame in frames if frame.frame is Frame.VALUES]


@EVERY
def test_frames_come_in_order_at_the_familys_pace(each: Driver) -> None:
    frames = OximeterModel(each, curve()).frames(10)
    times = [frame.t for frame in frames]

    assert times == sorted(times)
    assert [frame.t for frame in values(frames)] == pytest.approx(
        [number * each.period_s for number in range(round(10 / each.period_s) + 1)],
        # A value goes with the nearest sample of a pleth that has no whole number of samples a second.
        abs=1e-6 if (each.pleth_hz or 1.0).is_integer() else 0.51 / (each.pleth_hz or 1.0),
    )
    unsent = (each.pleth_hz or 0) * PLETH_FRAME_S
    assert sum(len(frame.pleth) for frame in frames) == pytest.approx((each.pleth_hz or 0) * 10, abs=unsent + 1)


@EVERY
def test_small_steps_and_a_long_one_give_the_same_frames(each: Driver) -> None:
    stepped, at_once = OximeterModel(each, curve(), 3), OximeterModel(each, curve(), 3)

    assert [frame for step in range(84) for frame in stepped.frames(step * 0.13)] == at_once.frames(83 * 0.13)


@EVERY
def test_what_it_says_survives_its_own_bytes(each: Driver) -> None:
    conversation = Conversation(each)
    said = values(OximeterModel(each, curve(), 2).frames(12))
    heard = values([one for reading in said for one in conversation.hear(reading) if isinstance(one, Reading)])

    # A family that sends a frame more than once says the same in it.
    assert numbers(heard) == numbers(said)[: len(numbers(heard))]
    assert said[-1].t - heard[-1].t < 4 * each.period_s


def numbers(readings: list[Reading]) -> list[tuple[float | None, float | None]]:
    return [numbers for numbers, _ in groupby((one.spo2, one.pulse) for one in readings)]


def test_the_same_seed_gives_the_same_frames_and_another_seed_others() -> None:
    one, same, other = (OximeterModel(driver("pc60fw"), curve(), seed).frames(60) for seed in (1, 1, 2))

    assert one == same != other


def test_it_searches_before_the_first_value() -> None:
    found = values(OximeterModel(driver("plx"), curve()).frames(SEARCHING_S))

    assert [one.spo2 for one in found[:-1]] == [None] * int(SEARCHING_S)
    assert all(one.flags == {Flag.SEARCHING} for one in found[:-1])
    assert found[-1].spo2 is not None
    assert found[-1].flags == set()


def test_values_are_whole_and_near_the_truth() -> None:
    last = values(OximeterModel(driver("plx"), curve(perfusion=3.44)).frames(60))[-1]

    assert last.spo2 in {95, 96, 97}
    assert last.pulse in {71, 72, 73}
    assert last.perfusion == pytest.approx(3.4, abs=0.6)
    assert last.perfusion == round(last.perfusion or 0, 1)


def test_a_step_shows_after_the_averaging() -> None:
    step = curve(Point(t=20, spo2=96), Point(t=20.5, spo2=76))
    shown = {one.t: one.spo2 or 0 for one in values(OximeterModel(driver("plx"), step).frames(30))}

    assert 88 <= shown[21] <= 93
    assert 75 <= shown[24] <= 77


def test_the_finger_delay_moves_the_number_and_not_the_clip() -> None:
    step = curve(Point(t=20, spo2=96), Point(t=20.5, spo2=76), Point(t=60, finger=False))
    shown = values(OximeterModel(driver("plx"), step, lag=Lag(20.0, 0.0, 0.0)).frames(61))

    assert (shown[30].spo2 or 0) > 94
    assert (shown[50].spo2 or 100) < 78
    assert shown[60].flags == {Flag.NO_FINGER}


def test_without_a_finger_there_is_no_number_and_no_pleth() -> None:
    model = OximeterModel(driver("berrymed"), curve(Point(t=10, finger=False)))
    model.frames(9.9)
    off = model.frames(12)[20:]

    assert {(one.spo2, one.pulse, one.flags, one.pleth) for one in off} == {
        (None, None, frozenset({Flag.NO_FINGER}), (0.0,))
    }


def test_the_finger_can_be_moved_by_hand_and_given_back_to_the_curve() -> None:
    model = OximeterModel(driver("plx"), curve())
    model.frames(10)
    model.finger(False)
    assert values(model.frames(12))[-1].flags == {Flag.NO_FINGER}
    model.finger(None)
    assert values(model.frames(13))[-1].flags == {Flag.SEARCHING}
    assert values(model.frames(20))[-1].flags == set()


def test_a_clip_that_switches_itself_off_is_silent_until_it_is_put_back() -> None:
    model = OximeterModel(driver("pc60fw"), curve(Point(t=20, finger=False), Point(t=60, finger=True)))
    assert [one.flags for one in values(model.frames(27.99))[-8:]] == [{Flag.NO_FINGER}] * 8
    assert model.on
    assert model.frames(59.9) == []
    assert not model.on
    back = values(model.frames(70))
    assert model.on
    assert [one.spo2 is None for one in back] == [True] * 5 + [False] * 6


def test_its_button_switches_it_off_and_on() -> None:
    model = OximeterModel(driver("plx"), curve())
    model.frames(10)
    model.switched(False)
    assert model.frames(15) == []
    assert not model.on
    model.switched(True)
    assert values(model.frames(16))[0].flags == {Flag.SEARCHING}
    model.switched(None)
    assert values(model.frames(30))[-1].spo2 is not None


def test_its_button_wakes_it_without_a_finger_for_a_while() -> None:
    model = OximeterModel(driver("pc60fw"), curve(Point(t=5, finger=False)))
    model.frames(20)
    assert not model.on
    model.switched(True)
    assert values(model.frames(21))[0].flags == {Flag.NO_FINGER}
    model.frames(40)
    assert not model.on


def test_a_family_may_hold_the_last_values_for_a_while() -> None:
    holding = Habits(hold_s=10)
    model = OximeterModel(driver("plx"), curve(Point(t=20, finger=False)), habits=holding)
    shown = values(model.frames(35))

    assert shown[25].spo2 == shown[19].spo2
    assert shown[31].spo2 is None


def test_a_clip_that_never_had_a_value_has_none_to_hold() -> None:
    model = OximeterModel(driver("plx"), curve(Point(t=2, finger=False)), habits=Habits(hold_s=10))

    assert values(model.frames(5))[-1].flags == {Flag.NO_FINGER}


def test_little_blood_flow_makes_the_number_wander_and_less_takes_it_away() -> None:
    cold = curve(Point(t=60, perfusion=0.3), Point(t=120, perfusion=0.3), Point(t=121, perfusion=0.1), perfusion=0.35)
    shown = values(OximeterModel(driver("plx"), cold, habits=Habits(hold_weak_s=0.0)).frames(130))

    assert shown[60].flags == {Flag.LOW_PERFUSION}
    assert len({one.spo2 for one in shown[10:110]}) > 2
    assert shown[125].spo2 is None
    assert shown[125].flags == {Flag.LOW_PERFUSION, Flag.SEARCHING}


def test_without_a_pulse_it_searches() -> None:
    shown = values(OximeterModel(driver("plx"), curve(pulse=0)).frames(20))

    assert {(one.spo2, one.pulse) for one in shown} == {(None, None)}
    assert shown[-1].flags == {Flag.SEARCHING}


def test_the_battery_runs_down_is_called_low_and_ends() -> None:
    model = OximeterModel(driver("plx"), curve(), battery=11)
    percent = BATTERY_LIFE_S / 100
    first = values(model.frames(0))[0]
    assert (first.battery, first.flags) == (11, frozenset({Flag.SEARCHING}))
    low = values(model.frames(2 * percent))[-1]
    assert (low.battery, low.flags) == (9, frozenset({Flag.LOW_BATTERY}))
    model.frames(12 * percent)
    assert not model.on
    assert model.battery == 0


WILD = st.floats() | st.floats(0, 100)
TRUTHS = st.builds(
    Truth,
    *[WILD] * 3,
    finger=st.booleans(),
    lungs_l=WILD,
    flow=WILD,
    cold=WILD,
    compressed=st.booleans(),
    worn=st.builds(Worn, *[st.floats(0, 1)] * 7),
)


class Told:
    """Says one thing after another, each for five seconds."""

    def __init__(self, truths: list[Truth]) -> None:
        self._truths = truths

    def at(self, t: float) -> Truth:
        return self._truths[min(max(int(t / 5), 0), len(self._truths) - 1)]


@given(st.lists(TRUTHS, min_size=1, max_size=6), st.sampled_from(list(DRIVERS)), st.sampled_from([AT_ONCE, IN_LIFE]))
@settings(deadline=None, max_examples=60)
def test_no_number_that_is_none_or_out_of_range_reaches_a_reading(truths: list[Truth], family: str, lag: Lag) -> None:
    each = driver(family)
    conversation = Conversation(each)
    for frame in OximeterModel(each, Told(truths), lag=lag).frames(len(truths) * 5):
        assert frame.spo2 is None or 1 <= frame.spo2 <= 100
        assert frame.pulse is None or SLOWEST_BPM <= frame.pulse <= FASTEST_BPM
        assert frame.perfusion is None or 0 <= frame.perfusion <= 20
        assert all(0 <= sample <= 100 for sample in frame.pleth)
        assert all(isinstance(piece, Reading) for piece in conversation.hear(frame))
