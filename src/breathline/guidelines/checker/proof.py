"""A pack proved, or the shortest path that breaks it: every view walked through, the words and sources read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from breathline.guidelines.checker import sayings
from breathline.guidelines.checker.abstraction import VIEWS, View
from breathline.guidelines.checker.exploration import Exploration
from breathline.guidelines.checker.moves import moves
from breathline.guidelines.checker.paths import path
from breathline.guidelines.checker.promises import PLAIN_AND_SOURCED, Promises
from breathline.guidelines.checker.report import Failure, Report, Walk
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack import Pack
from breathline.guidelines.texts import Texts, texts_for


class Checker:
    """Walks through one pack's views.

    Args:
        pack: The guideline.
        make: What makes the engine to try; made twice, for what goes on after a restart.
    """

    def __init__(self, pack: Pack, make: Callable[[Pack, Texts], Engine] = Engine) -> None:
        self._pack, self._texts = pack, texts_for(pack)
        self._engine, self._again = make(pack, self._texts), make(pack, self._texts)
        self._promises = Promises.of(pack)
        self._moves = moves(pack)

    def read(self) -> Failure | None:
        """Read every word and every source; what is wrong first, or None."""
        wrong = sayings.complaints(self._pack, self._texts)
        return Failure(PLAIN_AND_SOURCED, wrong[0]) if wrong else None

    def begin(self, view: View) -> Exploration:
        """A view's walk, at its start."""
        return Exploration(self._engine, self._again, self._promises, view, self._moves)

    def walk(self, view: View, goes_on: Callable[[Exploration], bool]) -> tuple[Walk, Failure | None]:
        """Walk through a view, level by level, for as long as `goes_on` says so after each."""
        exploration = self.begin(view)
        while not exploration.done and goes_on(exploration):
            exploration.level()
        return self.walked(exploration)

    def walked(self, exploration: Exploration) -> tuple[Walk, Failure | None]:
        """How far a walk went, and what it found."""
        walk = Walk(exploration.view.name, exploration.states, exploration.steps, exploration.depth)
        found = exploration.found
        if found is None:
            return walk, None
        way = path(self._engine, found, self._promises)
        return walk, Failure(found.broken, found.wrong, exploration.view.name, way)

    def report(self, walks: Sequence[Walk], failures: Sequence[Failure]) -> Report:
        """The report; of several failures the one with the shortest path, then the first property."""
        shortest = min(failures, key=lambda failure: (len(failure.path), failure.broken.number), default=None)
        return Report(self._pack.id, self._pack.hash, tuple(walks), shortest)


def check(checker: Checker, views: Sequence[View] = VIEWS, most_moves: int | None = None) -> Report:
    """Check a pack in this process: all views side by side, a move further each time, up to the first break.

    Args:
        checker: The pack's checker.
        views: The views to walk through.
        most_moves: How many moves to go; None: to the end.
    """
    failure = checker.read()
    explorations = [checker.begin(view) for view in views]
    while failure is None and _open(explorations, most_moves):
        for exploration in _open(explorations, most_moves):
            exploration.level()
        if any(exploration.found for exploration in explorations):
            break
    walked = [checker.walked(exploration) for exploration in explorations]
    failures = [each for each in (failure, *(found for _, found in walked)) if each is not None]
    return checker.report([walk for walk, _ in walked], failures)


def _open(explorations: Sequence[Exploration], most_moves: int | None) -> list[Exploration]:
    return [each for each in explorations if not each.done and (most_moves is None or each.depth < most_moves)]
