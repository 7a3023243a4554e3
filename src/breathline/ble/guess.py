"""Which family a connected device speaks, when several look alike over the air: a first guess that corrects itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from breathline.ble.drivers.driver import Match
from breathline.ble.drivers.tables import Table, fits
from breathline.words import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breathline.ble.drivers.driver import Driver, Refused, Session

ENOUGH = 2
"""So many notifications that another family reads, and the guess not one: then it is the other. One may be chance."""

STRANGE_AFTER = 10
"""So many notifications refused and none read in a whole connection: whatever this is, it is none of ours."""


@dataclass
class _Trial:
    """Another family, listening along."""

    driver: Driver
    session: Session
    read: int = 0


class Guess:
    """The family of one connection, and its session.

    Args:
        first: What the advertisement made us think.
        others: Every family that it may be instead.
    """

    def __init__(self, first: Driver, others: Sequence[Driver] = ()) -> None:
        self.driver = first
        self.session: Session = first.session()
        self._others = others
        self._trials: list[_Trial] = []
        self._read = 0
        self._refused = 0

    @property
    def strange(self) -> bool:
        """Whether the device speaks, but nothing that can be read."""
        return self._read == 0 and self._refused >= STRANGE_AFTER

    def look(self, table: Table) -> Match:
        """Choose by what the connected device serves; the guess stays unless another family fits better.

        Returns:
            How well the chosen family fits; NO when none does.
        """
        first = self.driver
        fitting = {each: fits(each, table) for each in [first, *self._others]}
        best = max(fitting, key=lambda each: (fitting[each], each is first))
        if best is not first:
            self.driver, self.session = best, best.session()
        self._trials = [
            _Trial(each, each.session())
            for each, match in fitting.items()
            if match > Match.NO and each is not best and set(each.subscriptions) & set(best.subscriptions)
        ]
        return fitting[best]

    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        """Take one notification. `driver` and `session` are others afterwards when it proved the guess wrong."""
        heard = self.session.receive(t, characteristic, data)
        if any(isinstance(each, Reading) for each in heard):
            self._read += 1
            self._trials.clear()
            return heard
        self._refused += bool(heard)
        for trial in self._trials:
            if characteristic not in trial.driver.subscriptions:
                continue
            instead = trial.session.receive(t, characteristic, data)
            trial.read += any(isinstance(each, Reading) for each in instead)
            if trial.read >= ENOUGH:
                self.driver, self.session = trial.driver, trial.session
                self._read = trial.read
                self._trials.clear()
                return instead
        return heard
