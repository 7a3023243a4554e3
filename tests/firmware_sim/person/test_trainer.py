"""Mode `trainer`: what the person's body does while somebody acts, or nobody."""

from __future__ import annotations

import pytest

from breathline.errors import BreathlineError, UsageError
from breathline.firmware_sim.person.body import Body, Person
from breathline.firmware_sim.person.breaths import METHODS
from breathline.firmware_sim.person.fda import FdaPerson
from breathline.firmware_sim.person.settings import FdaSettings
from breathline.firmware_sim.person.trainer import TrainerPerson
from breathline.firmware_sim.person.trainer_settings import TrainerSettings

OVERDOSE_MG = 1.625
"""Mann 2022's smaller overdose."""
LOW_S = 76.5
"""Sixty seconds after that overdose first takes breathing below 40 %: when a rescuer of the FDA's acts."""


def person(**chosen: object) -> TrainerPerson:
    return TrainerPerson(TrainerSettings(**chosen))  # type: ignore[arg-type]  # a test's choice of settings


def overdosed(until: float = LOW_S, mg: float = OVERDOSE_MG, **chosen: object) -> TrainerPerson:
    someone = person(**chosen)
    someone.give("fentanyl", mg, 0.0)
    someone.advance(until)
    return someone


def after(someone: Person, t: float) -> Body:
    someone.advance(t)
    return someone.body()


def course(someone: TrainerPerson, until: float, every: float = 1.0) -> list[Body]:
    began = someone.t
    return [after(someone, began + i * every) for i in range(int((until - began) / every) + 1)]


def crossing(someone: TrainerPerson, pct: float) -> float:
    while someone.body().sao2 >= pct:
        someone.advance(someone.t + 0.25)
    return someone.t


def arrest_s(someone: TrainerPerson, until: float = 1000.0) -> float | None:
    return next((body.t for body in course(someone, until) if body.arrested), None)


@pytest.mark.parametrize("step_s", [0.25, 0.1])
def test_a_person_at_rest_stays_as_the_fdas_settles_and_breathes_fourteen_times_a_minute(step_s: float) -> None:
    bodies = course(person(step_s=step_s), 600, 20)

    for body in bodies:
        assert body.ve_l_min == pytest.approx(6.76, abs=0.5)
        assert body.paco2 == pytest.approx(38.6, abs=0.8)
        assert body.sao2 == pytest.approx(97.3, abs=0.3)
        assert body.pbo2 == pytest.approx(31.6, abs=0.6)
        assert body.breaths_per_min == pytest.approx(14, abs=0.7)
        assert body.breath_l == pytest.approx(0.483, abs=0.02)
        assert body.pulse_bpm == pytest.approx(75, abs=0.5)
        assert body.breathing
        assert body.responsive
        assert body.pulse_felt
        assert not body.arrested


@pytest.mark.parametrize("step_s", [0.25, 0.1])
def test_without_breaths_on_room_air_a_person_falls_as_slowly_as_the_stores_in_the_blood_let_them(
    step_s: float,
) -> None:
    someone = person(step_s=step_s)
    someone.apnoea = True

    crossings = [crossing(someone, pct) for pct in (95, 90, 80, 70, 50)]

    # The FDA's model alone falls at 17, 35, 50, 59 and 70 s; asked for are these, within 3 s.
    assert crossings == pytest.approx([30, 51, 75, 96, 145], abs=0.6)


def test_the_untreated_overdose_of_a_tolerant_person_arrests_between_ten_and_twelve_minutes() -> None:
    bodies = course(overdosed(0), 720)
    arrested = next(body.t for body in bodies if body.arrested)

    assert arrested == pytest.approx(654, abs=10)
    assert [crossing(overdosed(0), pct) for pct in (95, 90, 80, 70, 50)] == pytest.approx(
        [46, 73, 111, 150, 237], abs=1.5
    )
    assert not bodies[30].breathing
    assert not bodies[60].responsive
    assert all(body.arrested for body in bodies if body.t >= arrested)
    assert bodies[-1].pulse_bpm == bodies[-1].perfusion == bodies[-1].breaths_per_min == 0
    assert not bodies[-1].pulse_felt


@pytest.mark.parametrize("seed", range(1, 5))
def test_another_seed_moves_the_arrest_by_seconds_only(seed: int) -> None:
    assert arrest_s(overdosed(0, seed=seed)) == pytest.approx(654, abs=10)


def test_a_larger_dose_arrests_sooner_and_a_small_one_not_at_all() -> None:
    assert arrest_s(overdosed(0, mg=2.965)) == pytest.approx(588, abs=10)
    # 2 ug/kg in a person without tolerance: half of those in Bailey's trial fell below 90 %.
    small = course(overdosed(0, mg=0.14, tolerance="naive"), 900)
    assert min(body.sao2 for body in small) == pytest.approx(91.4, abs=0.5)
    assert not small[-1].arrested


def test_the_same_dose_does_more_to_somebody_light_or_old_or_without_tolerance_and_less_to_somebody_heavy() -> None:
    usual = arrest_s(overdosed(0))
    light, old, naive = (
        arrest_s(overdosed(0, **other)) for other in ({"weight_kg": 50.0}, {"age": 80.0}, {"tolerance": "naive"})
    )

    assert usual is not None
    assert all(each is not None and each < usual for each in (light, old, naive))
    assert arrest_s(overdosed(0, weight_kg=120.0)) is None


def test_even_breaths_bring_saturation_above_90_within_15_seconds() -> None:
    someone = overdosed()
    assert someone.body().sao2 < 89
    someone.assist(6.0)

    assert max(body.sao2 for body in course(someone, LOW_S + 15)) > 90
    assert min(body.sao2 for body in course(someone, 600)) > 90


@pytest.mark.parametrize(
    ("method", "litres", "oxygen", "within_s"),
    [("mouth", 0.5, False, 14), ("mask", 0.5, True, 4.5), ("bag", 0.5, False, 9.5), ("bag", 0.5, True, 2.5)],
)
def test_breaths_one_by_one_bring_it_above_90_within_15_seconds(
    method: str, litres: float, oxygen: bool, within_s: float
) -> None:
    someone = overdosed()
    someone.airway(is_open=True)
    if oxygen:
        someone.oxygen(flow_l_min=10)
    for breath in range(4):
        someone.breath(LOW_S + 5 * breath, method=method, litres=litres)

    above = next(body.t for body in course(someone, LOW_S + 20, 0.25) if body.sao2 > 90) - LOW_S
    assert above == pytest.approx(within_s, abs=1)


def test_a_breath_goes_in_over_a_second_and_lifts_the_chest() -> None:
    someone = person()
    someone.apnoea = True
    before = after(someone, 10)
    someone.breath(10.0, method="bag", litres=0.5)

    half, full, out = after(someone, 10.5), after(someone, 11), after(someone, 14)
    assert before.lungs_l < 0.01
    assert half.lungs_l == pytest.approx(0.25)
    assert full.lungs_l == pytest.approx(0.5)
    assert out.lungs_l < 0.02
    assert full.ve_l_min == pytest.approx(2.0)
    assert full.breaths_per_min == 0


def test_exhaled_air_keeps_somebody_alive_but_not_pink() -> None:
    someone = overdosed()
    someone.airway(is_open=True)
    for breath in range(200):
        someone.breath(LOW_S + 5 * breath)

    assert after(someone, 600).sao2 == pytest.approx(95, abs=1)


def test_two_minutes_of_breaths_and_then_none_and_they_fall_again() -> None:
    someone = overdosed()
    someone.assist(6.0)
    best = after(someone, LOW_S + 120).sao2
    someone.assist(0)
    bodies = course(someone, 600)

    assert best > 96
    assert crossing_t(bodies, 90) - (LOW_S + 120) == pytest.approx(45, abs=10)
    assert min(body.sao2 for body in bodies) < 40


def crossing_t(bodies: list[Body], pct: float) -> float:
    return next(body.t for body in bodies if body.sao2 < pct)


def test_oxygen_alone_hides_from_an_oximeter_that_they_hardly_breathe() -> None:
    someone = overdosed(30)
    someone.oxygen(fio2=0.5)
    bodies = course(someone, 1200)

    assert min(body.sao2 for body in bodies) > 90
    assert max(body.paco2 for body in bodies) > 71
    assert not any(body.breathing for body in bodies if body.t < 900)


def test_oxygen_that_comes_late_brings_the_number_back_without_the_breathing() -> None:
    someone = overdosed()
    someone.oxygen(fio2=0.5)
    bodies = course(someone, 1200)

    assert all(body.sao2 > 90 for body in bodies if body.t > 130)
    assert max(body.paco2 for body in bodies) > 70


def test_nasal_oxygen_raises_the_oxygen_in_the_blood_and_can_be_turned_off() -> None:
    with_flow, without = person(), person()
    with_flow.oxygen(flow_l_min=4)
    rich = after(with_flow, 120)

    assert rich.pao2 - after(without, 120).pao2 == pytest.approx(56, abs=8)
    with_flow.oxygen()
    assert after(with_flow, 300).pao2 == pytest.approx(93, abs=3)


@pytest.mark.parametrize(
    ("product", "mg", "breathing_s", "responsive_s"),
    [("in4mg", 4.0, 442, 571), ("im2mg-auto", 2.0, 389, 476), ("iv", 0.4, 177, 222)],
)
def test_naloxone_brings_back_breathing_and_then_waking(
    product: str, mg: float, breathing_s: float, responsive_s: float
) -> None:
    someone = overdosed()
    someone.give("naloxone", mg, LOW_S, product=product)
    bodies = course(someone, 720)

    assert next(body.t for body in bodies if body.breathing) == pytest.approx(breathing_s, abs=8)
    assert next(body.t for body in bodies if body.responsive) == pytest.approx(responsive_s, abs=8)
    assert bodies[-1].sao2 > 94


def test_naloxone_into_the_vein_wears_off_before_a_large_dose_does() -> None:
    someone = overdosed(120, mg=6.0)
    someone.assist(6.0)
    someone.give("naloxone", 2.0, 120.0, product="iv")
    someone.advance(420)
    someone.assist(0)
    bodies = course(someone, 4000, 60)
    bound = [body.opioid_bound for body in bodies]

    assert any(body.breathing for body in bodies)
    assert bound[-1] > min(bound) + 0.02


def test_who_comes_round_breathes_when_told_and_so_under_given_breaths_too() -> None:
    someone = overdosed()
    someone.airway(is_open=True)
    someone.give("naloxone", 4.0, LOW_S, product="in4mg")
    for breath in range(100):
        someone.breath(LOW_S + 5 * breath)
    bodies = course(someone, 570)

    woke = next(body for body in bodies if body.responsive)
    assert woke.t == pytest.approx(518, abs=8)
    assert any(body.breathing for body in bodies if woke.t <= body.t < woke.t + 30)


@pytest.mark.parametrize(("sedative", "mg"), [("benzodiazepine", 10.0), ("xylazine", 120.0), ("medetomidine", 0.25)])
def test_naloxone_restores_breathing_but_not_the_waking_that_a_sedative_takes(sedative: str, mg: float) -> None:
    someone = person()
    someone.give(sedative, mg, 0.0)
    someone.give("fentanyl", OVERDOSE_MG, 0.0)
    someone.advance(90)
    someone.assist(6.0)
    for t in (90.0, 270.0):
        someone.give("naloxone", 4.0, t, product="in4mg")
    someone.advance(700)
    someone.assist(0)
    body = after(someone, 1500)

    assert body.breathing
    assert body.sao2 > 95
    assert not body.responsive
    assert body.opioid_bound < 0.7


def test_a_sedative_alone_sedates_while_they_breathe_on() -> None:
    someone = person()
    someone.give("benzodiazepine", 10.0, 0.0)
    body = after(someone, 600)

    assert not body.responsive
    assert body.breathing
    assert body.sao2 > 92


def test_medetomidine_makes_a_slow_pulse_that_naloxone_does_not_quicken() -> None:
    someone = person()
    someone.give("medetomidine", 0.25, 0.0)
    slow = after(someone, 900)
    someone.give("naloxone", 4.0, 900.0, product="in4mg")
    still = after(someone, 1800)

    assert slow.pulse_bpm == pytest.approx(40, abs=3)
    assert still.pulse_bpm == pytest.approx(slow.pulse_bpm, abs=3)
    assert slow.perfusion < 3
    assert slow.pulse_felt


def test_xylazine_slows_the_pulse_less() -> None:
    someone = person()
    for dose in (60.0, 40.0):
        someone.give("xylazine", dose, 0.0, over_s=60)

    assert 75 - after(someone, 1200).pulse_bpm == pytest.approx(20, abs=2)


def test_the_pulse_quickens_as_saturation_falls_and_then_gives_out() -> None:
    bodies = course(overdosed(0), 620)
    by_t = {round(body.t): body.pulse_bpm for body in bodies}

    assert by_t[180] > by_t[60] + 8
    assert by_t[330] < 50
    assert by_t[480] < 32


def test_an_arrested_person_has_no_pulse_and_compressions_look_like_one() -> None:
    someone = person()
    someone.stop_heart(10.0)
    still = after(someone, 30)
    someone.compress(on=True)
    pressed = after(someone, 60)
    someone.compress(on=False)

    assert (still.pulse_bpm, still.perfusion, still.pulse_felt, still.arrested) == (0, 0, False, True)
    assert not still.responsive
    assert not still.breathing
    assert (pressed.pulse_bpm, pressed.perfusion, pressed.pulse_felt) == (110, 0.5, False)
    assert 0.5 < pressed.cardiac_output_l_min < 1.5
    assert after(someone, 61).pulse_bpm == 0


def test_breaths_just_before_the_heart_stops_bring_it_back() -> None:
    someone = overdosed(590)
    assert someone.body().pulse_bpm < 30
    someone.assist(10.0)
    someone.oxygen(fio2=1.0)
    body = after(someone, 900)

    assert not body.arrested
    assert body.sao2 > 95
    assert body.pulse_bpm > 60


def test_chronic_lung_disease_rests_near_90_percent_with_much_co2_and_falls_sooner() -> None:
    resting = course(person(lungs="chronic"), 900, 60)
    someone = person(lungs="chronic")
    someone.apnoea = True

    assert all(body.sao2 == pytest.approx(90.2, abs=1) for body in resting)
    assert all(body.paco2 == pytest.approx(48.5, abs=1.5) for body in resting)
    assert all(body.breathing and body.responsive for body in resting)
    assert crossing(someone, 80) < 50


def test_cold_hands_have_little_perfusion_and_say_so() -> None:
    warm, cold = person().body(), person(cold=0.9).body()

    assert warm.perfusion == 4
    assert cold.perfusion == pytest.approx(0.58)
    assert (warm.cold, cold.cold) == (0, 0.9)


def test_opening_the_airway_lets_breaths_in_and_letting_go_lets_it_close() -> None:
    someone = overdosed(60, airway_alone=0.2)
    closed = someone.body()
    someone.airway(is_open=True)
    opened = after(someone, 62)
    someone.airway(is_open=False)
    let_go = after(someone, 64)
    someone.turn()

    assert (closed.airway, opened.airway, let_go.airway) == (0.2, 1, 0.2)
    assert opened.ve_l_min > 4 * closed.ve_l_min
    assert after(someone, 66).airway == 1


def test_a_shut_airway_is_seen_as_no_breath() -> None:
    body = overdosed(60, airway_alone=0.0).body()

    assert (body.breaths_per_min, body.breath_l, body.ve_l_min) == (0, 0, 0)


def test_a_sleeper_who_snores_dips_and_wakes_when_shaken() -> None:
    someone = person(asleep=True)
    bodies = course(someone, 540)
    someone.stimulate(540.0)
    awake = course(someone, 570)

    assert 92 < min(body.sao2 for body in bodies) < 95.5
    assert all(body.responsive for body in bodies)
    assert {body.breathing for body in bodies} == {True, False}
    assert all(body.breathing for body in awake[1:])


def test_a_stimulus_makes_somebody_light_breathe_more_for_a_moment_and_does_little_for_somebody_deep() -> None:
    def gained(someone: TrainerPerson) -> float:
        before = someone.own_l_min
        someone.stimulate(someone.t)
        return after(someone, someone.t + 1).ve_l_min - before

    assert gained(overdosed(60, mg=0.1, tolerance="naive")) > 0.5
    assert gained(overdosed(60)) < 0.6


def test_acts_wait_for_their_time() -> None:
    later, now = person(), person()
    later.give("fentanyl", OVERDOSE_MG, 60.0)
    now.advance(60)
    now.give("fentanyl", OVERDOSE_MG, 0.0)

    assert after(later, 59.75).opioid_bound == 0
    assert after(later, 120) == after(now, 120)
    assert after(later, 90) == later.body()  # earlier times change nothing
    assert later.t == 120


def test_the_same_seed_gives_the_same_run_however_it_is_advanced() -> None:
    one, other = overdosed(0, seed=3), overdosed(0, seed=3)

    assert course(one, 200, 0.25)[-1] == after(other, 200)
    assert overdosed(200, seed=4).body() != other.body()


def test_both_persons_give_the_opioid_the_same_course() -> None:
    ours = overdosed(120, step_s=0.1).body()
    theirs = FdaPerson(FdaSettings())
    theirs.drugs.give_opioid(OVERDOSE_MG)
    theirs.advance(120)

    assert ours.opioid_bound == pytest.approx(theirs.body().opioid_bound, abs=0.002)


def test_what_cannot_be_is_refused_in_a_line_that_says_what_to_write() -> None:
    someone = person()
    for wrong, said in (
        (lambda: someone.give("morphine", 1.0, 0.0), "choose one of: fentanyl, carfentanil, benzodiazepine"),
        (lambda: someone.give("carfentanil", 1.0, 0.0), "one opioid: fentanyl, not carfentanil"),
        (lambda: person(opioid=None).give("fentanyl", 1.0, 0.0), "one opioid: none"),
        (lambda: someone.give("fentanyl", 0.0, 0.0), "above 0"),
        (lambda: someone.give("fentanyl", 1.0, 0.0, over_s=-1.0), "the infusion"),
        (lambda: someone.give("naloxone", 4.0, 0.0, product="pill"), "choose one of: in4mg"),
        (lambda: someone.give("fentanyl", 1.0, float("nan")), "the time"),
        (lambda: someone.breath(0.0, method="straw"), "choose one of: " + ", ".join(METHODS)),
        (lambda: someone.breath(0.0, litres=3.0), "a given breath"),
        (lambda: someone.breath(0.0, o2=2.0), "oxygen"),
        (lambda: someone.assist(100.0), "breaths given"),
        (lambda: someone.oxygen(flow_l_min=-1.0), "oxygen"),
        (lambda: someone.oxygen(fio2=0.0), "oxygen breathed"),
        (lambda: someone.advance(float("inf")), "the time"),
        (lambda: person(tolerance="some"), "choose one of: chronic, naive"),
        (lambda: person(opioid="heroin"), "choose one of: fentanyl"),
        (lambda: person(lungs="iron"), "choose healthy or chronic"),
        (lambda: person(weight_kg=5.0), "the weight"),
        (lambda: person(age=5.0), "the age"),
        (lambda: person(cold=2.0), "cold hands"),
        (lambda: person(airway_alone=-1.0), "the airway"),
        (lambda: person(rest_bpm=300.0), "the pulse at rest"),
        (lambda: person(step_s=0.5), "not stable"),
    ):
        with pytest.raises(UsageError, match=said):
            wrong()
    assert after(someone, 5) == after(person(), 5)


def test_a_number_that_is_none_is_never_shown() -> None:
    someone = person()
    someone._inside._blood.gases = someone._inside._blood.gases._replace(brain_o2=float("nan"))

    with pytest.raises(BreathlineError, match="left their range"):
        someone.advance(1)
