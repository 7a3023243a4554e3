"""Mode `fda`: what a person's body does while somebody acts."""

from __future__ import annotations

import math
from dataclasses import astuple

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from breathline.errors import BreathlineError, UsageError
from breathline.firmware_sim.person import fda
from breathline.firmware_sim.person.fda import FdaBody, FdaPerson
from breathline.firmware_sim.person.fda_equations import SETTLED
from breathline.firmware_sim.person.settings import LONGEST_STEP_S, ROOM_AIR, FdaSettings, NaloxoneDose, OpioidDose

OVERDOSE = OpioidDose(1.625)
NALOXONE = NaloxoneDose.named("in4mg")


def person(**chosen: object) -> FdaPerson:
    return FdaPerson(FdaSettings(**chosen))  # type: ignore[arg-type]  # a test's choice of settings


def after(someone: FdaPerson, t: float) -> FdaBody[float]:
    someone.advance(t)
    return someone.body()


def test_a_person_at_rest_stays_as_the_model_settles() -> None:
    body = after(person(opioid=None), 300)

    # Mann 2022's own baseline, run: VE 6.76 L/min, PaO2 92.8, PaCO2 38.59, PBO2 31.6 mmHg, flow 4.93 L/min.
    assert body.ve_l_min == pytest.approx(6.764, abs=0.001)
    assert body.pao2_mmhg == pytest.approx(92.795, abs=0.001)
    assert body.paco2_mmhg == pytest.approx(38.587, abs=0.001)
    assert body.pbo2_mmhg == pytest.approx(31.609, abs=0.001)
    assert body.cardiac_output_l_min == pytest.approx(4.931, abs=0.001)
    assert body.sao2_pct == pytest.approx(97.3, abs=0.05)
    assert not body.arrested


def test_the_settled_state_is_what_an_hour_makes_of_the_fdas_first_values(monkeypatch: pytest.MonkeyPatch) -> None:
    first = (0.0, 0.0, 1.0, 40.28, 100.2, 0.645, 9.78e-4, 0.605, 1.3e-3, 0.0, 0.0, 1.0, 1.0)
    monkeypatch.setattr(fda, "SETTLED", first)
    someone = person(opioid=None)

    someone.advance(3600)

    assert someone._state == pytest.approx(SETTLED, rel=1e-9)


def test_an_untreated_overdose_arrests_at_656_seconds() -> None:
    someone = person()
    someone.give(OVERDOSE)

    assert not after(someone, 655).arrested
    assert after(someone, 657).arrested
    assert someone.collapse_s == pytest.approx(417.2)
    assert someone.arrest_s == pytest.approx(655.8)


def test_breaths_alone_keep_an_overdosed_person_alive_and_work_within_seconds() -> None:
    someone = person()
    someone.give(OVERDOSE)
    low = after(someone, 76.6).sao2_pct
    someone.assist = 6.0

    assert low < 85
    assert after(someone, 90).sao2_pct > 90
    assert after(someone, 1200).sao2_pct > 96


def test_oxygen_alone_hides_that_they_hardly_breathe() -> None:
    someone = person()
    someone.give(OVERDOSE)
    someone.advance(76.6)
    someone.fio2 = 0.5
    body = after(someone, 600)

    assert body.sao2_pct > 97
    assert body.paco2_mmhg > 70


def test_naloxone_takes_opioid_from_the_receptors_and_brings_breathing_back() -> None:
    someone = person()
    someone.give(OVERDOSE)
    someone.advance(76.6)
    someone.give(NALOXONE)
    body = after(someone, 900)

    assert body.naloxone_bound > 0.1
    assert body.opioid_bound < 0.9
    assert body.ve_l_min > 6


def test_forced_apnoea_stops_their_own_breathing_but_not_breaths_that_are_given() -> None:
    someone = person(opioid=None)
    someone.apnoea = True
    alone = after(someone, 30)
    someone.assist = 6.0
    helped = after(someone, 31)

    assert alone.ve_l_min == 0
    assert alone.sao2_pct < 95
    assert helped.ve_l_min == 6.0


def test_advancing_a_little_at_a_time_is_the_same_as_all_at_once() -> None:
    little, once = person(), person()
    little.give(OVERDOSE)
    once.give(OVERDOSE)

    for tenths in range(1, 601):
        little.advance(tenths * 0.1)
    once.advance(60)

    assert little.body() == once.body()


def test_time_that_is_no_whole_step_waits_for_the_next_call() -> None:
    someone = person()

    assert after(someone, 0.19).t == pytest.approx(0.1)
    assert after(someone, 0.2).t == pytest.approx(0.2)
    assert after(someone, 0.1).t == pytest.approx(0.2)


def test_a_third_spray_reaches_less_and_less_again_after_two_at_once() -> None:
    def bound_after(*seconds: float) -> float:
        someone = person(opioid=None)
        for t in seconds:
            someone.advance(t)
            someone.give(NALOXONE)
        return after(someone, 300).naloxone_bound

    first = bound_after(0)
    apart = bound_after(0, 10, 20) - bound_after(0, 10)
    together = bound_after(0, 0, 20) - bound_after(0, 0)
    assert 0 < together < apart < first


def test_a_second_product_adds_to_the_first() -> None:
    def bound_after(*products: str) -> float:
        someone = person(opioid=None)
        for product in products:
            someone.give(NaloxoneDose.named(product))
        return after(someone, 120).naloxone_bound

    both = bound_after("in4mg", "iv0.4mg")
    assert both > bound_after("iv0.4mg") > bound_after("in4mg") > 0


def test_the_rule_looks_once_and_is_spent_or_waits_for_the_next_low() -> None:
    def collapses(rule: str) -> float:
        someone = person(opioid=None, arrest_rule=rule)
        for stop_s, breathe_s in ((0, 300), (600, 1200)):
            someone.advance(stop_s)
            someone.apnoea, someone.assist = True, 0.0
            someone.advance(breathe_s)
            someone.apnoea, someone.assist = False, 10.0
        return someone.collapse_s

    assert collapses("once") == math.inf
    assert 600 < collapses("rearm") < 1200


def test_long_after_the_arrest_numbers_are_still_numbers() -> None:
    someone = person(step_s=LONGEST_STEP_S)
    someone.give(OpioidDose(10))
    body = after(someone, 2 * 3600)

    assert body.arrested
    assert body.cardiac_output_l_min < 1e-6
    assert all(math.isfinite(value) for value in astuple(body))


@pytest.mark.parametrize("step_s", [0, -0.1, 0.26, 0.5, math.nan, math.inf])
def test_a_step_that_is_not_stable_is_refused(step_s: float) -> None:
    with pytest.raises(UsageError, match=r"not stable; choose one above 0 and up to 0\.25 s"):
        FdaSettings(step_s=step_s)


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"opioid": "heroin"}, 'no figures for the opioid "heroin"; choose one of: fentanyl, carfentanil, none'),
        ({"tolerance": "some"}, 'no tolerance "some"; choose one of: chronic, naive'),
        ({"arrest_rule": "twice"}, 'no arrest rule "twice"; choose once or rearm'),
    ],
)
def test_settings_that_are_not_published_are_refused(chosen: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        person(**chosen)


@pytest.mark.parametrize("mg", [0, -1, 1001, math.nan, math.inf])
def test_a_dose_that_cannot_be_is_refused(mg: float) -> None:
    with pytest.raises(UsageError, match="mg can't be; give a number"):
        OpioidDose(mg)
    with pytest.raises(UsageError, match="mg can't be; give a number"):
        NaloxoneDose("iv", mg)


def test_what_is_not_naloxone_is_refused() -> None:
    with pytest.raises(UsageError, match=r"choose one of: in4mg, im2mg, im2mg-auto, im0\.4mg, iv0\.4mg"):
        NaloxoneDose.named("in8mg")
    with pytest.raises(UsageError, match="there is no naloxone"):
        NaloxoneDose("im9mg", 9)


def test_breaths_and_oxygen_that_cannot_be_are_refused() -> None:
    someone = person()
    with pytest.raises(UsageError, match="give a number from -200 to 60"):
        someone.assist = 61
    with pytest.raises(UsageError, match=r"give a number from 0\.05 to 1"):
        someone.fio2 = 21
    with pytest.raises(UsageError, match="can't be"):
        someone.fio2 = math.nan
    assert (someone.assist, someone.fio2) == (0.0, ROOM_AIR)


def test_an_opioid_for_somebody_without_one_is_refused() -> None:
    with pytest.raises(UsageError, match="name the opioid in the person's settings"):
        person(opioid=None).give(OVERDOSE)


def test_a_number_that_is_none_stops_the_person() -> None:
    someone = person()
    someone._state = (math.nan, *someone._state[1:])

    with pytest.raises(BreathlineError, match="left their range at 0 s"):
        someone.check()


# What anybody may do to them at any time.
acts = st.one_of(
    st.builds(OpioidDose, st.floats(1e-6, 1000), st.floats(0, 100)),
    st.builds(NaloxoneDose, st.sampled_from(["in4mg", "im2mg", "im2mg-auto", "im0.4mg", "iv"]), st.floats(1e-6, 1000)),
    st.tuples(st.just("assist"), st.floats(-200, 60)),
    st.tuples(st.just("fio2"), st.floats(0.05, 1)),
    st.tuples(st.just("apnoea"), st.booleans()),
)


# Without shrinking: one of these people takes a second, and the failing one says it all.
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.sampled_from(["fentanyl", "carfentanil"]),
    st.sampled_from(["chronic", "naive"]),
    st.sampled_from(["once", "rearm"]),
    st.floats(0.05, LONGEST_STEP_S),
    st.lists(st.tuples(st.floats(0, 60), acts), max_size=6),
)
@example("carfentanil", "chronic", "once", 0.2, [(10.0, OpioidDose(1000.0, 5e-324))])
def test_whatever_is_done_every_number_stays_in_its_range(
    opioid: str, tolerance: str, rule: str, step_s: float, done: list[tuple[float, object]]
) -> None:
    someone = person(opioid=opioid, tolerance=tolerance, arrest_rule=rule, step_s=step_s)
    t = 0.0
    for seconds, act in [*done, (60.0, ("assist", 0.0))]:
        t += seconds
        body = after(someone, t)
        assert all(math.isfinite(value) for value in astuple(body))
        assert 0 <= body.ve_l_min <= 100
        assert 0 <= body.pao2_mmhg < 800
        assert 0 <= body.paco2_mmhg < 400
        assert 0 <= body.pbo2_mmhg < 800
        assert 0 <= body.sao2_pct <= 100
        assert 0 < body.cardiac_output_l_min < 15
        assert body.opioid_bound >= 0
        assert body.naloxone_bound >= 0
        assert body.opioid_bound + body.naloxone_bound <= 1 + 1e-9
        if isinstance(act, tuple):
            setattr(someone, *act)
        else:
            someone.give(act)  # type: ignore[arg-type]  # the strategy builds doses
