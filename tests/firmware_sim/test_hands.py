"""What is recorded as done is done to the person: once what is over at once, on and on what goes on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from breathline.firmware_sim.hands import NOTHING, Going, Hands, Means, as_recorded, means
from breathline.firmware_sim.scenario_parts import Kit
from breathline.guidelines.pack_file import load_pack
from breathline.words import Action, ActionId, BreathMethod, Route
from tests.device.stand_ins import NOTHING as QUIET

MEANS = Means(BreathMethod.MASK, 10, "in4mg", 4, 5.0, 0.5)
BREATHS, PUSHES = Going(breaths=True), Going(compressions=True)


@dataclass
class Doll:
    """Somebody who only remembers what was done."""

    now: float = 0.0
    done: list[tuple[object, ...]] = field(default_factory=list)

    def give(self, substance: str, mg: float, t: float, *, product: str = "", over_s: float = 0.0) -> None:
        self.done.append(("give", substance, mg, t, product, over_s))

    def breath(self, t: float, *, method: str = "mouth", litres: float = 0.5, o2: float | None = None) -> None:
        assert (litres, o2) == (0.5, None)
        self.done.append(("breath", round(t, 1), method))

    def oxygen(self, *, flow_l_min: float | None = None, fio2: float | None = None) -> None:
        assert fio2 is None
        self.done.append(("oxygen", flow_l_min))

    def airway(self, *, is_open: bool) -> None:
        self.done.append(("airway", is_open))

    def stimulate(self, t: float) -> None:
        self.done.append(("stimulate", t))

    def compress(self, *, on: bool) -> None:
        self.done.append(("compress", on))

    def turn(self) -> None:
        self.done.append(("turn",))

    def of(self, what: str) -> list[object]:
        return [each[1] for each in self.done if each[0] == what]


def hands_on(doll: Doll) -> Hands:
    return Hands(doll, MEANS, lambda: doll.now)  # type: ignore[arg-type]  # a doll is only handled, not asked


def go_on(doll: Doll, hands: Hands, going: Going, until: float) -> None:
    while doll.now < until:
        hands.go_on(going)
        doll.now = round(doll.now + 0.1, 1)


def test_breaths_come_one_by_one_at_the_guidelines_rhythm_while_the_record_says_so() -> None:
    doll = Doll(now=20)
    hands = hands_on(doll)
    go_on(doll, hands, BREATHS, 36)
    go_on(doll, hands, NOTHING, 60)

    assert doll.of("breath") == [20, 25, 30, 35]
    assert doll.done[0] == ("airway", True)


def test_whoever_records_each_breath_gives_those_and_no_others() -> None:
    doll = Doll()
    hands = hands_on(doll)
    hands.do(Action(ActionId.BREATH, BreathMethod.BAG))
    go_on(doll, hands, BREATHS, 7)
    hands.do(Action(ActionId.BREATH, count=2))
    go_on(doll, hands, BREATHS, 20)
    assert [each for each in doll.done if each[0] == "breath"] == [("breath", t, "bag") for t in (0, 7, 12)]

    hands.do(Action(ActionId.BREATHS_STARTED))
    go_on(doll, hands, BREATHS, 21)
    assert len(doll.of("breath")) > 3


def test_oxygen_is_on_with_the_flow_that_was_said_until_the_record_says_off() -> None:
    doll = Doll()
    hands = hands_on(doll)
    hands.do(Action(ActionId.OXYGEN_ON, flow_l_min=6))
    for going in (Going(oxygen=True), Going(oxygen=True), NOTHING, NOTHING):
        hands.go_on(going)

    assert doll.of("oxygen") == [6, None]


def test_pushes_and_breaths_take_turns() -> None:
    doll = Doll()
    go_on(doll, hands_on(doll), PUSHES, 40)

    assert doll.of("compress") == [True, False, True, False, True]
    assert doll.of("breath") == [15, 16.5, 33, 34.5]


def test_a_dose_stays_in_whatever_becomes_of_the_record() -> None:
    doll = Doll(now=12)
    hands = hands_on(doll)
    hands.do(Action(ActionId.NALOXONE))
    hands.do(Action(ActionId.UNDO))
    hands.go_on(NOTHING)

    assert doll.done == [("give", "naloxone", 4, 12, "in4mg", 0.0)]


@pytest.mark.parametrize(
    ("action", "given"),
    [
        (Action(ActionId.NALOXONE, count=2), [("in4mg", 4.0)] * 2),
        (Action(ActionId.NALOXONE, dose_mg=2, route=Route.NASAL), [("in4mg", 2.0)]),
        (Action(ActionId.NALOXONE, dose_mg=0.4, route=Route.MUSCLE), [("im0.4mg", 0.4)]),
        (Action(ActionId.NALOXONE, dose_mg=2, route=Route.MUSCLE), [("im2mg", 2.0)]),
        (Action(ActionId.NALOXONE, dose_mg=0.1, route=Route.VEIN), [("iv", 0.1)]),
    ],
)
def test_the_route_and_dose_decide_the_product(action: Action, given: list[tuple[str, float]]) -> None:
    doll = Doll()
    hands_on(doll).do(action)

    assert [(each[4], each[2]) for each in doll.done] == given


def test_a_shout_an_open_airway_and_turning_are_done_at_once() -> None:
    doll = Doll(now=3)
    hands = hands_on(doll)
    for act in (ActionId.STIMULATED, ActionId.AIRWAY, ActionId.RECOVERY_POSITION, ActionId.CALLED_911):
        hands.do(Action(act))

    assert doll.done == [("stimulate", 3), ("airway", True), ("turn",)]


def test_the_means_are_the_guidelines_unless_the_scenario_has_others() -> None:
    pack = load_pack("bc")
    own = means(pack, Kit())
    other = means(pack, Kit.model_validate({"naloxone": "in4mg", "breaths": "bag", "oxygen": "15 L/min"}))

    assert (own.method, own.product, own.dose_mg, own.breath_s) == (BreathMethod.MOUTH, "im0.4mg", 0.4, 5)
    assert (other.method, other.product, other.dose_mg, other.flow_l_min) == (BreathMethod.BAG, "in4mg", 4, 15)
    assert means(pack.model_copy(update={"doses": ()}), Kit()).product == "in4mg"


def test_who_knows_the_means_records_them() -> None:
    assert MEANS.with_values(Action(ActionId.NALOXONE)) == Action(ActionId.NALOXONE, dose_mg=4, route=Route.NASAL)
    assert MEANS.with_values(Action(ActionId.BREATHS_STARTED)).method is BreathMethod.MASK
    assert MEANS.with_values(Action(ActionId.OXYGEN_ON)).flow_l_min == 10
    assert MEANS.with_values(Action(ActionId.AIRWAY)) == Action(ActionId.AIRWAY)


def test_what_goes_on_is_what_the_record_says() -> None:
    assert as_recorded(QUIET) == NOTHING
    assert as_recorded(replace(QUIET, breaths_since=3, oxygen_since=4)) == Going(breaths=True, oxygen=True)
