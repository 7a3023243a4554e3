"""Breadth first through every state of a view, so that the first path found to a broken property is the shortest."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TypeAlias

from breathline.guidelines.checker import properties, restart, taking_back
from breathline.guidelines.checker.abstraction import View, key_of
from breathline.guidelines.checker.account import Account, go_on
from breathline.guidelines.checker.moves import Move, Point, start
from breathline.guidelines.checker.promises import (
    RESTART_CHANGES_NOTHING,
    UNDO_RESTORES,
    Promises,
    Property,
)
from breathline.guidelines.engine import Engine
from breathline.guidelines.situation import Situation

Wrong: TypeAlias = tuple[Property, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A state that was reached, and how."""

    point: Point
    account: Account
    shown: Situation
    parent: Node | None = None
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A property that does not hold: `move` from `node` breaks it."""

    broken: Property
    wrong: str
    node: Node
    move: Move


class Exploration:
    """One view's walk. `level` goes one move further; the walk is done when nothing new is left.

    Args:
        engine: The engine under the pack.
        again: Another engine under the same pack: what goes on after a restart.
        promises: What the pack promises.
        view: What is told apart.
        moves: Everything that can happen; the view says which of it is tried.
    """

    def __init__(self, engine: Engine, again: Engine, promises: Promises, view: View, moves: tuple[Move, ...]) -> None:
        self._engine, self._again, self._promises = engine, again, promises
        self._moves = tuple(move for move in moves if view.moves & {move.name, move.kind})
        self._key = key_of(view, promises)
        begun = start(engine)
        state = begun.step.state
        account = go_on(Account(), begun.event, begun.step, promises)
        self._seen: set[Hashable] = {self._key(state, account)}
        self._frontier = [Node(Point(state, state.t), account, begun.step.situation)]
        self.view = view
        self.depth = 0
        self.steps = 0
        self.found: Break | None = None

    @property
    def states(self) -> int:
        """How many states were reached."""
        return len(self._seen)

    @property
    def done(self) -> bool:
        """True when nothing new is left, or something is broken."""
        return self.found is not None or not self._frontier

    def level(self) -> None:
        """Try every move from every state that the last level reached first."""
        frontier, self._frontier = self._frontier, []
        self.depth += 1
        for node in frontier:
            for move in self._moves:
                wrong = self._try(node, move)
                if wrong is not None:
                    self.found = Break(*wrong, node, move)
                    return

    def _try(self, node: Node, move: Move) -> Wrong | None:
        taken = move.take(self._engine, node.point, node.account.due(self._promises))
        if taken is None:
            return None
        self.steps += len(taken.steps)
        state, account, shown = node.point.state, node.account, node.shown
        wrong: Wrong | None = None
        for done in taken.steps:
            before, account = account, go_on(account, done.event, done.step, self._promises, held=taken.held)
            state, shown = done.step.state, done.step.situation
            wrong = properties.judge_step(before, done.event, shown) or properties.judge(account, shown, self._promises)
            if wrong is not None:
                return wrong
        if not taken.steps:
            account = replace(account, now=taken.now)
            wrong = properties.judge(account, shown, self._promises)
        return wrong or self._arrive(Node(Point(state, taken.now), account, shown, node, move))

    def _arrive(self, node: Node) -> Wrong | None:
        """Count a state that is new, and try on it what is tried once: a restart, and taking an act back."""
        key = self._key(node.point.state, node.account)
        if key in self._seen:
            return None
        self._seen.add(key)
        if node.account.ended:
            return None
        self._frontier.append(node)
        wrong = restart.changed(self._engine, self._again, node.point.state)
        if wrong:
            return RESTART_CHANGES_NOTHING, wrong
        if self.view.undo:
            wrong, steps = taking_back.changed(self._engine, node.point)
            self.steps += steps
            if wrong:
                return UNDO_RESTORES, wrong
        return None
