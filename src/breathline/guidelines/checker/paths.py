"""The way to a broken property, in words: every move with its time, and what the screen says after it."""

from __future__ import annotations

from dataclasses import dataclass

from breathline.guidelines.checker.exploration import Break, Node
from breathline.guidelines.checker.moves import Move
from breathline.guidelines.checker.promises import Promises
from breathline.guidelines.engine import Engine
from breathline.guidelines.situation import Situation


@dataclass(frozen=True, slots=True)
class PathStep:
    """One move of a path.

    Attributes:
        t: Seconds since the response began.
        move: What happened.
        prompt: The prompt's id after it; None without one.
        text: What the prompt says.
        question: The open question's id.
        alarms: The alarms that stand, with their priority, and whether they are held back.
    """

    t: float
    move: str
    prompt: str | None
    text: str
    question: str | None
    alarms: tuple[str, ...]


def path(engine: Engine, found: Break, promises: Promises) -> tuple[PathStep, ...]:
    """The shortest way there; the last step is the one that breaks."""
    nodes: list[Node] = []
    node: Node | None = found.node
    while node is not None:
        nodes.append(node)
        node = node.parent
    steps = [_step(each.account.now, each.move, each.shown) for each in reversed(nodes)]
    taken = found.move.take(engine, found.node.point, found.node.account.due(promises))
    assert taken is not None  # noqa: S101  # the same call has led here
    shown = taken.steps[-1].step.situation if taken.steps else found.node.shown
    return (*steps, _step(taken.now, found.move, shown))


def _step(t: float, move: Move | None, shown: Situation) -> PathStep:
    return PathStep(
        t,
        "start" if move is None else move.name,
        None if shown.prompt is None else shown.prompt.id.value,
        "" if shown.prompt is None else shown.prompt.text,
        None if shown.question is None else shown.question.id.value,
        tuple(f"{alarm.id.value} {alarm.priority.value} {alarm.state.value}" for alarm in shown.alarms),
    )
