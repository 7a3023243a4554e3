"""Mode `trainer`: whatever is done, no number leaves its range, and it is quick enough to train with."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breathline.firmware_sim.person.body import Body
from breathline.firmware_sim.person.parameters import ABSORBED
from breathline.firmware_sim.person.sedatives import SEDATIVES
from breathline.firmware_sim.person.settings import INTO_VEIN, LONGEST_STEP_S
from breathline.firmware_sim.person.settled import settled
from breathline.firmware_sim.person.trainer import TrainerPerson
from breathline.firmware_sim.person.trainer_settings import TrainerSettings

RANGES = {
    "sao2": (0, 100),
    "pao2": (0, 720),
    "paco2": (0, 400),
    "pbo2": (0, 720),
    "ve_l_min": (0, 700),
    "breaths_per_min": (0, 120),
    "breath_l": (0, 8),
    "lungs_l": (0, 5),
    "pulse_bpm": (0, 208),
    "cardiac_output_l_min": (0, 14),
    "perfusion": (0, 4),
    "cold": (0, 1),
    "airway": (0, 1),
    "opioid_bound": (0, 1),
    "naloxone_bound": (0, 1),
}

PEOPLE = st.builds(
    TrainerSettings,
    opioid=st.sampled_from(["fentanyl", "carfentanil"]),
    tolerance=st.sampled_from(["chronic", "naive"]),
    age=st.floats(12, 100),
    weight_kg=st.floats(30, 250),
    lungs=st.sampled_from(["healthy", "chronic"]),
    cold=st.floats(0, 1),
    asleep=st.booleans(),
    airway_alone=st.floats(0, 1),
    rest_bpm=st.floats(40, 120),
    seed=st.integers(0, 9),
    step_s=st.sampled_from([0.1, 0.2, LONGEST_STEP_S]),
)

Act = Callable[[TrainerPerson], None]
MG = st.floats(1e-6, 1000) | st.sampled_from([0.012, 1.625, 1000.0])
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(lambda mg, s: lambda p: p.give(p._settings.opioid, mg, p.t, over_s=s), MG, st.floats(0, 600)),
    st.builds(
        lambda name, mg, s: lambda p: p.give(name, mg, p.t, over_s=s),
        st.sampled_from([*SEDATIVES]),
        MG,
        st.floats(0, 60),
    ),
    st.builds(
        lambda product, mg: lambda p: p.give("naloxone", mg, p.t, product=product),
        st.sampled_from([*ABSORBED, INTO_VEIN]),
        MG,
    ),
    st.builds(
        lambda method, litres, o2, often: (
            lambda p: [p.breath(p.t + 0.2 * i, method=method, litres=litres, o2=o2) for i in range(often)]
        ),
        st.sampled_from(["mouth", "mask", "bag"]),
        st.floats(0, 2),
        st.none() | st.floats(0, 1),
        st.integers(1, 40),
    ),
    st.builds(lambda l_min: lambda p: p.assist(l_min), st.floats(-200, 60)),
    st.builds(lambda flow: lambda p: p.oxygen(flow_l_min=flow), st.floats(0, 25)),
    st.builds(lambda fio2: lambda p: p.oxygen(fio2=fio2), st.floats(0.05, 1)),
    st.builds(lambda on: lambda p: p.airway(is_open=on), st.booleans()),
    st.builds(lambda on: lambda p: p.compress(on=on), st.booleans()),
    st.builds(lambda on: lambda p: setattr(p, "apnoea", on), st.booleans()),
    st.just(lambda p: p.stimulate(p.t)),
    st.just(lambda p: p.turn()),
    st.just(lambda p: p.stop_heart(p.t)),
)


def out_of_range(body: Body) -> list[str]:
    values = {field.name: getattr(body, field.name) for field in fields(body)}
    return [
        f"{name} {values[name]}"
        for name, (least, most) in RANGES.items()
        if not (math.isfinite(values[name]) and least <= values[name] <= most)
    ]


@settings(deadline=None, max_examples=25)
@given(PEOPLE, st.lists(st.tuples(ACTS, st.floats(0, 60)), max_size=8))
def test_no_number_leaves_its_range_whatever_is_done(who: TrainerSettings, acts: list[tuple[Act, float]]) -> None:
    someone = TrainerPerson(who)
    arrested = False
    for act, wait in [*acts, (lambda _: None, 300.0)]:
        act(someone)
        began = someone.t
        for part in (0.02, 0.3, 1.0):
            someone.advance(began + wait * part)
            body = someone.body()
            assert out_of_range(body) == []
            assert body.arrested >= arrested
            arrested = body.arrested
            if arrested:
                assert (body.breathing, body.responsive, body.pulse_felt) == (False, False, False)


def test_the_state_of_chronic_lung_disease_is_where_hours_at_rest_end() -> None:
    someone = TrainerPerson(TrainerSettings(lungs="chronic"))
    someone.advance(3600)
    means = [0.0] * 15
    for second in range(600):
        someone.advance(3600 + second)
        now = (
            *someone._inside._reflexes.state,
            *someone._inside._blood.gases,
            someone._inside._by_co2,
            someone._inside._by_hypoxia,
        )
        means = [mean + value / 600 for mean, value in zip(means, now, strict=True)]

    start = settled("chronic")
    assert means == pytest.approx([*start.reflexes, *start.gases, *start.vessels], rel=0.03)


def test_a_person_lives_a_thousand_times_faster_than_real_time() -> None:
    best = math.inf
    for _ in range(3):
        someone = TrainerPerson(TrainerSettings())
        someone.give("fentanyl", 1.625, 0.0)
        began = time.process_time()
        for second in range(301):
            someone.advance(second)
            someone.body()
        best = min(best, time.process_time() - began)

    assert 300 / best > 1000
