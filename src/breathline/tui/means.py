"""With what breaths, oxygen and naloxone are given, as somebody at this screen said it.

One key each goes round a short list; it holds until it is changed, because a site has the same things day after day.
What nobody said is not known, and stands so in the record. None of this is a dose or a flow to give: it is what was
given.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from breathline.words import Action, ActionId, BreathMethod, Route

if TYPE_CHECKING:
    from breathline.guidelines.screen_texts import MeansWords
    from breathline.guidelines.situation import Situation

HOW_BREATHS, HOW_OXYGEN, HOW_NALOXONE = "v", "l", "d"
KEYS = frozenset({HOW_BREATHS, HOW_OXYGEN, HOW_NALOXONE})

_FLOWS = (2.0, 6.0, 10.0, 15.0)
"""Litres a minute: what a flow meter is turned to."""
_PRODUCTS = ((4.0, Route.NASAL), (2.0, Route.NASAL), (0.4, Route.MUSCLE), (None, Route.VEIN))
"""Milligrams and route: the sprays and the ampoule that the shipped guidelines name. Into a vein it is drawn up anew
each time."""

_Each = TypeVar("_Each")


class Means:
    """What was chosen; at first nothing is known."""

    def __init__(self) -> None:
        self._method: BreathMethod | None = None
        self._flow: float | None = None
        self._product: tuple[float | None, Route] | None = None

    def change(self, key: str) -> None:
        """Go on to the next choice of a key; after the last nothing is known again."""
        if key == HOW_BREATHS:
            self._method = _after(self._method, tuple(BreathMethod))
        elif key == HOW_OXYGEN:
            self._flow = _after(self._flow, _FLOWS)
        else:
            self._product = _after(self._product, _PRODUCTS)

    def fill(self, action: Action) -> Action:
        """The act with what is known of how it is done."""
        if action.id in {ActionId.BREATHS_STARTED, ActionId.BREATH}:
            return replace(action, method=self._method)
        if action.id is ActionId.OXYGEN_ON:
            return replace(action, flow_l_min=self._flow)
        if action.id is ActionId.NALOXONE and self._product is not None:
            return replace(action, dose_mg=self._product[0], route=self._product[1])
        return action

    def goes_on(self, key: str, situation: Situation) -> Action | None:
        """The act to hand in when breaths or oxygen go on and are given with something else from now on."""
        if key == HOW_BREATHS and situation.breaths_since is not None and self._method is not None:
            return self.fill(Action(ActionId.BREATHS_STARTED))
        if key == HOW_OXYGEN and situation.oxygen_since is not None and self._flow is not None:
            return self.fill(Action(ActionId.OXYGEN_ON))
        return None

    def told(self, key: str, words: MeansWords) -> str:
        """What a key has come to, in words."""
        if key == HOW_BREATHS:
            return words.breaths.format(what=words.not_noted if self._method is None else words.of(self._method))
        if key == HOW_OXYGEN:
            return words.oxygen.format(
                what=words.not_noted if self._flow is None else words.flow.format(flow=f"{self._flow:g}")
            )
        if self._product is None:
            return words.naloxone.format(what=words.not_noted)
        dose, route = self._product
        where = words.of(route)
        return words.naloxone.format(what=where if dose is None else words.dose.format(dose=f"{dose:g}", route=where))


def _after(chosen: _Each | None, choices: tuple[_Each, ...]) -> _Each | None:
    if chosen is None:
        return choices[0]
    place = choices.index(chosen) + 1
    return choices[place] if place < len(choices) else None
