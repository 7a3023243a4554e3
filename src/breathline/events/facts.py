"""What a response's events say was done, each as a fact of its own: never one "reversal".

Whoever reads a log, an export or an open response counts acts through here, so that all agree on what was taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from breathline.events.model import ActionEvent, CloseOutEvent, Event, TakenBackEvent
from breathline.words import Action, ActionId, BreathMethod, Hardship, Outcome

NOT_ACTS = frozenset({ActionId.START, ActionId.ACKNOWLEDGE, ActionId.PAUSE, ActionId.UNDO, ActionId.END})
"""What an undo passes over: these were asked of the box, not done to the person."""

_KINDS = (
    frozenset({ActionId.BREATHS_STARTED, ActionId.BREATH, ActionId.BREATHS_STOPPED}),
    frozenset({ActionId.OXYGEN_ON, ActionId.OXYGEN_OFF}),
    frozenset({ActionId.COMPRESSIONS_STARTED, ActionId.COMPRESSIONS_STOPPED}),
    frozenset({ActionId.CALLED_911, ActionId.NO_911}),
    frozenset({ActionId.OXIMETER_OFF, ActionId.OXIMETER_ON}),
)
"""Acts about one thing. Said again while the first holds they change nothing, and go with it when it is taken back."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was done and how it ended, without acts taken back. None: nobody said.

    Attributes:
        oxygen: Oxygen was given.
        breaths: Breaths were given by mouth or mask, or with no word of how.
        bagging: Breaths were given with a bag.
        naloxone: Doses of naloxone.
        naloxone_mg: All of it in milligrams; None when the amount of any dose is not known, and without a dose.
        compressions: The chest was pushed.
        called_911: True: 911 was called; False: deliberately not.
        help_here: Help came.
        handed_over: Somebody else took over.
        outcome: How it ended.
        hardship: What made it hard.
    """

    oxygen: bool = False
    breaths: bool = False
    bagging: bool = False
    naloxone: int = 0
    naloxone_mg: float | None = None
    compressions: bool = False
    called_911: bool | None = None
    help_here: bool = False
    handed_over: bool = False
    outcome: Outcome | None = None
    hardship: Hardship | None = None

    @property
    def monitor_only(self) -> bool:
        """The person was watched, and none of the acts above was done to them."""
        return not (self.oxygen or self.breaths or self.bagging or self.naloxone or self.compressions)

    @property
    def ambulance(self) -> bool | None:
        """An ambulance took them; None when nobody said how it ended."""
        return None if self.outcome is None else self.outcome is Outcome.AMBULANCE


def facts_of(events: Sequence[Event]) -> Facts:
    """The facts of a response, from its events in order."""
    acts = [event.action for event in standing(events)]
    ids = {act.id for act in acts}
    breaths = [act for act in acts if act.id in {ActionId.BREATHS_STARTED, ActionId.BREATH}]
    doses = [act for act in acts if act.id is ActionId.NALOXONE]
    outcome, hardship = _said_of_the_end(events)
    return Facts(
        oxygen=ActionId.OXYGEN_ON in ids,
        breaths=any(act.method is not BreathMethod.BAG for act in breaths),
        bagging=any(act.method is BreathMethod.BAG for act in breaths),
        naloxone=sum(_many(act) for act in doses),
        naloxone_mg=_amount(doses),
        compressions=ActionId.COMPRESSIONS_STARTED in ids,
        called_911=True if ActionId.CALLED_911 in ids else False if ActionId.NO_911 in ids else None,
        help_here=ActionId.HELP_HERE in ids,
        handed_over=ActionId.HANDED_OVER in ids,
        outcome=outcome,
        hardship=hardship,
    )


def standing(events: Iterable[Event]) -> tuple[ActionEvent, ...]:
    """What was done to the person and not taken back, in order."""
    listed = tuple(events)
    gone = taken_back(listed)
    return tuple(
        event
        for place, event in enumerate(listed)
        if isinstance(event, ActionEvent) and event.action.id not in NOT_ACTS and place not in gone
    )


def taken_back(events: Iterable[Event]) -> frozenset[int]:
    """The places of the acts that were taken back.

    The guide's own word (`TakenBackEvent`) says which. Rows of before there was one have none; there an undo takes the
    last act that still stands.
    """
    listed = tuple(events)
    told = any(isinstance(event, TakenBackEvent) for event in listed)
    stands: list[tuple[int, ActionEvent]] = []
    gone: set[int] = set()
    for place, event in enumerate(listed):
        if isinstance(event, TakenBackEvent):
            lost = _meant(event, stands)
            gone.update(lost)
            stands = [each for each in stands if each[0] not in lost]
        elif not isinstance(event, ActionEvent):
            continue
        elif event.action.id not in NOT_ACTS:
            stands.append((place, event))
        elif event.action.id is ActionId.UNDO and stands and not told:
            gone.add(stands.pop()[0])
    return frozenset(gone)


def _meant(undone: TakenBackEvent, stands: Sequence[tuple[int, ActionEvent]]) -> set[int]:
    """The act that was taken back, and with it what was said again of the same thing and changed nothing."""
    same = [(place, event.t) for place, event in stands if event.action.id is undone.id]
    first = next((place for place, t in reversed(same) if t == undone.at), None)
    if first is None:
        return set()
    kind = next((kind for kind in _KINDS if undone.id in kind), frozenset({undone.id}))
    return {first} | {place for place, event in stands if place > first and event.action.id in kind}


def _said_of_the_end(events: Iterable[Event]) -> tuple[Outcome | None, Hardship | None]:
    outcome, hardship = None, None
    for event in events:
        match event:
            case CloseOutEvent():
                outcome, hardship = event.outcome or outcome, event.hardship or hardship
            case ActionEvent(_, Action(id=ActionId.END, outcome=said)):
                outcome = said or outcome
            case _:
                pass
    return outcome, hardship


def _amount(doses: Sequence[Action]) -> float | None:
    if not doses or any(dose.dose_mg is None for dose in doses):
        return None
    return sum(_many(dose) * (dose.dose_mg or 0.0) for dose in doses)


def _many(act: Action) -> int:
    return 1 if act.count is None else act.count
