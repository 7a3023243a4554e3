"""The hands of somebody who helps: what is recorded as done, done to the person.

Acts that are over at once (a shout, a dose, one breath, turning) are done as they are recorded, and taking them back
takes back the record alone: what is in a body stays in it. Acts that go on (breaths, oxygen, compressions) go on for
as long as the record says so: taking back "breaths" puts the hands down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from breathline.words import Action, ActionId, BreathMethod, Route

if TYPE_CHECKING:
    from breathline.firmware_sim.person.body import Person
    from breathline.firmware_sim.scenario_parts import Kit
    from breathline.guidelines.pack import Pack
    from breathline.guidelines.situation import Situation

BREATH_L: Final = 0.5
"""A breath that makes the chest rise; 10 to 12 a minute are the 6 L/min of the FDA's runs with help."""
FLOW_L_MIN: Final = 10.0
"""Oxygen, where nobody says how much (10 to 15 L/min fill a bag's reservoir)."""
PUSHES_A_ROUND: Final = 30
BREATHS_A_ROUND: Final = 2
"""Pushes and breaths take turns, 30 and 2, as first-aid courses teach."""
BREATH_TAKES_S: Final = 1.5
"""A breath among pushes, with the way to the mouth."""

PRODUCTS: Final = ((3.0, "in4mg"), (1.0, "im2mg"), (0.0, "im0.4mg"))
"""Which product a dose of a guideline comes in, from so many mg on."""
HOLDS_MG: Final = {"in4mg": 4.0, "im2mg": 2.0, "im2mg-auto": 2.0, "im0.4mg": 0.4}
_ROUTES: Final = {"in": Route.NASAL, "im": Route.MUSCLE, "iv": Route.VEIN}
_BY_ROUTE: Final = {Route.NASAL: "in4mg", Route.VEIN: "iv"}


@dataclass(frozen=True, slots=True)
class Means:
    """What there is to help with.

    Attributes:
        method: What breaths are given with.
        flow_l_min: Oxygen.
        product: The naloxone at hand.
        dose_mg: What one dose of it is.
        breath_s: From one breath to the next, seconds.
        push_s: From one push to the next; None where the guideline has no pushes.
    """

    method: BreathMethod
    flow_l_min: float
    product: str
    dose_mg: float
    breath_s: float
    push_s: float | None

    def with_values(self, action: Action) -> Action:
        """The act as somebody who knows these means records it."""
        match action.id:
            case ActionId.NALOXONE:
                return replace(action, dose_mg=self.dose_mg, route=_ROUTES[self.product[:2]])
            case ActionId.BREATHS_STARTED:
                return replace(action, method=self.method)
            case ActionId.OXYGEN_ON:
                return replace(action, flow_l_min=self.flow_l_min)
            case _:
                return action


def means(pack: Pack, kit: Kit) -> Means:
    """What the guideline has, and what the scenario has instead."""
    timers = pack.timers
    dose_mg = pack.doses[0].amount.value if pack.doses else HOLDS_MG["in4mg"]
    product = next(name for least, name in PRODUCTS if dose_mg >= least)
    if kit.naloxone is not None:
        product, dose_mg = kit.naloxone, HOLDS_MG[kit.naloxone]
    push = timers.get("compression_period")
    return Means(
        method=kit.breaths or pack.rules.breath_method.value,
        flow_l_min=FLOW_L_MIN if kit.oxygen is None else kit.oxygen,
        product=product,
        dose_mg=dose_mg,
        breath_s=timers["breath_period"].value,
        push_s=None if push is None else push.value,
    )


@dataclass(frozen=True, slots=True)
class Going:
    """What hands are doing at this moment."""

    breaths: bool = False
    oxygen: bool = False
    compressions: bool = False

    def __or__(self, other: Going) -> Going:
        """What two pairs of hands do together."""
        return Going(
            self.breaths or other.breaths, self.oxygen or other.oxygen, self.compressions or other.compressions
        )


NOTHING = Going()


def as_recorded(situation: Situation) -> Going:
    """What goes on by the record."""
    return Going(
        breaths=situation.breaths_since is not None,
        oxygen=situation.oxygen_since is not None,
        compressions=situation.compressions_since is not None,
    )


class Hands:
    """Hands on one person.

    Args:
        person: Whom they help.
        means: What there is.
        now: The person's time, seconds.
    """

    def __init__(self, person: Person, means: Means, now: Callable[[], float]) -> None:
        self._person = person
        self._means = means
        self._now = now
        self._going = NOTHING
        self._method = means.method
        self._flow = means.flow_l_min
        self._next_breath = 0.0
        self._one_by_one = False
        """Somebody records each breath: only those are given."""
        self._round_from = 0.0

    def do(self, action: Action) -> None:
        """Do at once what is over at once, and remember how the rest is to be done."""
        once = self._once.get(action.id)
        if once is not None:
            once(self, action)

    def go_on(self, going: Going) -> None:
        """Do what goes on; call it again and again."""
        before, self._going = self._going, going
        now = self._now()
        if going.oxygen != before.oxygen:
            self._person.oxygen(flow_l_min=self._flow if going.oxygen else None)
        if going.compressions != before.compressions:
            self._round_from = now
            self._person.compress(on=going.compressions)
        if not (going.breaths or going.compressions):
            self._one_by_one = False
        if going.compressions:
            self._push(now)
        elif going.breaths:
            self._breathe(now, fresh=not before.breaths or before.compressions)

    def _breathe(self, now: float, *, fresh: bool) -> None:
        if fresh:
            self._person.airway(is_open=True)
            self._next_breath = now
        if now >= self._next_breath and not self._one_by_one:
            self._give_breath(now)
            self._next_breath += self._means.breath_s

    def _push(self, now: float) -> None:
        pushing_s = PUSHES_A_ROUND * (self._means.push_s or 0.0)
        into = now - self._round_from
        if into < pushing_s:
            return
        if self._next_breath < self._round_from + pushing_s:
            self._person.compress(on=False)
            self._person.airway(is_open=True)
            self._next_breath = self._round_from + pushing_s
        given = round((self._next_breath - self._round_from - pushing_s) / BREATH_TAKES_S)
        if given < BREATHS_A_ROUND and now >= self._next_breath:
            self._give_breath(now)
            self._next_breath += BREATH_TAKES_S
        elif given >= BREATHS_A_ROUND and now >= self._next_breath:
            self._round_from = now
            self._person.compress(on=True)

    def _give_breath(self, now: float) -> None:
        self._person.breath(now, method=str(self._method), litres=BREATH_L)

    def _one_breath(self, action: Action) -> None:
        self._one_by_one = True
        self._method = action.method or self._method
        self._person.airway(is_open=True)
        for i in range(action.count or 1):
            now = self._now() + i * self._means.breath_s
            self._person.breath(now, method=str(self._method), litres=BREATH_L)

    def _breaths(self, action: Action) -> None:
        self._method = action.method or self._means.method
        self._one_by_one = False

    def _oxygen(self, action: Action) -> None:
        self._flow = self._means.flow_l_min if action.flow_l_min is None else action.flow_l_min

    def _naloxone(self, action: Action) -> None:
        mg = self._means.dose_mg if action.dose_mg is None else action.dose_mg
        for _ in range(action.count or 1):
            self._person.give("naloxone", mg, self._now(), product=self._product(action.route, mg))

    def _product(self, route: Route | None, mg: float) -> str:
        own = self._means.product
        if route is None or _ROUTES[own[:2]] is route:
            return own
        return _BY_ROUTE.get(route) or next(name for least, name in PRODUCTS[1:] if mg >= least)

    _once: Mapping[ActionId, Callable[[Hands, Action], None]] = {
        ActionId.STIMULATED: lambda self, _: self._person.stimulate(self._now()),
        ActionId.AIRWAY: lambda self, _: self._person.airway(is_open=True),
        ActionId.RECOVERY_POSITION: lambda self, _: self._person.turn(),
        ActionId.BREATH: _one_breath,
        ActionId.BREATHS_STARTED: _breaths,
        ActionId.OXYGEN_ON: _oxygen,
        ActionId.NALOXONE: _naloxone,
    }
