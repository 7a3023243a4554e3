"""With what something is given is said by one key, noted with each act, and never guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from breathline.device.published import Published
from breathline.guidelines.texts import languages, load_texts
from breathline.tui import means
from breathline.tui.hands import Hands
from breathline.tui.means import Means
from breathline.tui.pictures import StillDesk
from breathline.tui.places import places
from breathline.words import Action, ActionId, BreathMethod, Route
from tests.tui.scenes import WORDS, before, ended, guiding
from tests.tui.steps import Clock, with_situation


def hands_on(published: Published) -> tuple[Hands, StillDesk, Clock]:
    desk, clock = StillDesk(published), Clock()
    return Hands(desk, clock, WORDS), desk, clock


def press(hands: Hands, clock: Clock, *keys: str) -> None:
    for key in keys:
        clock.at += 1.0
        hands.press(key)


@pytest.mark.parametrize("key", ["b", "o", "n"])
def test_what_nobody_said_is_not_known(key: str) -> None:
    hands, desk, clock = hands_on(guiding())
    press(hands, clock, key)
    (act,) = desk.posted
    assert isinstance(act, Action)
    assert act == Action(act.id)


@pytest.mark.parametrize(
    ("keys", "act"),
    [
        ("vb", Action(ActionId.BREATHS_STARTED, method=BreathMethod.MOUTH)),
        ("vvvb", Action(ActionId.BREATHS_STARTED, method=BreathMethod.BAG)),
        ("vv.", Action(ActionId.BREATH, method=BreathMethod.MASK)),
        ("vvvvb", Action(ActionId.BREATHS_STARTED)),
        ("lo", Action(ActionId.OXYGEN_ON, flow_l_min=2.0)),
        ("llllo", Action(ActionId.OXYGEN_ON, flow_l_min=15.0)),
        ("dn", Action(ActionId.NALOXONE, dose_mg=4.0, route=Route.NASAL)),
        ("dddn", Action(ActionId.NALOXONE, dose_mg=0.4, route=Route.MUSCLE)),
        ("ddddn", Action(ActionId.NALOXONE, route=Route.VEIN)),
        ("dddddn", Action(ActionId.NALOXONE)),
        ("vlda", Action(ActionId.AIRWAY)),
    ],
)
def test_a_key_goes_round_its_choices_and_the_act_says_so(keys: str, act: Action) -> None:
    hands, desk, clock = hands_on(guiding())
    press(hands, clock, *keys)
    assert desk.posted == [act]


def test_each_press_says_what_is_noted_from_now_on() -> None:
    hands, _, clock = hands_on(before())
    for keys, said in (
        ("v", "breaths, mouth"),
        ("l", "oxygen, 2 L"),
        ("d", "naloxone, 4 mg nose"),
        ("ddd", "vein"),
        ("d", "?"),
    ):
        press(hands, clock, *keys)
        assert hands.notice.endswith(said)


def test_what_goes_on_with_something_else_is_noted_at_once() -> None:
    giving = with_situation(guiding(), breaths_since=100.0, oxygen_since=100.0)
    hands, desk, clock = hands_on(giving)
    press(hands, clock, "v", "l", "d")
    assert desk.posted == [
        Action(ActionId.BREATHS_STARTED, method=BreathMethod.MOUTH),
        Action(ActionId.OXYGEN_ON, flow_l_min=2.0),
    ]


def test_nothing_is_noted_where_nothing_goes_on() -> None:
    for published in (guiding(), before(), with_situation(ended(), breaths_since=100.0, oxygen_since=100.0)):
        hands, desk, clock = hands_on(published)
        press(hands, clock, *"vlvldvvll")
        assert desk.posted == []


def test_that_it_is_not_known_any_more_is_no_act() -> None:
    chosen = Means()
    giving = with_situation(guiding(), breaths_since=1.0, oxygen_since=1.0).situation
    assert chosen.goes_on(means.HOW_BREATHS, giving) is None
    assert chosen.goes_on(means.HOW_OXYGEN, giving) is None


def test_help_is_here_and_then_has_taken_over() -> None:
    for situation, posted in (
        ({}, [Action(ActionId.HELP_HERE)]),
        ({"help_here_at": 9.0}, [Action(ActionId.HANDED_OVER)]),
        ({"help_here_at": 9.0, "can_undo": ActionId.HANDED_OVER}, []),
    ):
        hands, desk, clock = hands_on(with_situation(guiding(), **situation))
        press(hands, clock, "h")
        assert desk.posted == posted


def test_a_clip_that_was_moved_is_noted() -> None:
    hands, desk, clock = hands_on(guiding())
    press(hands, clock, "m")
    assert desk.posted == [Action(ActionId.SENSOR_MOVED)]


@pytest.mark.parametrize("language", languages())
def test_every_choice_has_room_in_the_smallest_window(language: str) -> None:
    words = load_texts(language).screen.means
    width = places(80, 24).parts["notice"].width
    chosen = Means()
    for key in sorted(means.KEYS):
        for _ in range(6):
            chosen.change(key)
            assert len(chosen.told(key, words)) <= width - 2


def test_the_choice_is_for_acts_alone() -> None:
    chosen = Means()
    chosen.change(means.HOW_BREATHS)
    kept = Action(ActionId.END)
    assert chosen.fill(kept) == kept
    assert chosen.fill(replace(kept, id=ActionId.NALOXONE)) == Action(ActionId.NALOXONE)
