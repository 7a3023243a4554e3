"""What a check has found, as it is printed and as it is handed to machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from breathline.guidelines.checker.paths import PathStep
from breathline.guidelines.checker.promises import PROPERTIES, Property


@dataclass(frozen=True, slots=True)
class Walk:
    """How far one view was walked through.

    Attributes:
        view: Its name.
        states: States that were reached.
        steps: Steps of the engine that it took.
        depth: Moves to the state that is farthest from the start.
    """

    view: str
    states: int
    steps: int
    depth: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A property that does not hold.

    Attributes:
        broken: Which one.
        wrong: What is wrong, in a few words.
        view: The view in which it was found; "" for words and sources, which no walk leads to.
        path: The shortest way there.
    """

    broken: Property
    wrong: str
    view: str = ""
    path: tuple[PathStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A pack's proof, or what breaks it.

    Attributes:
        pack: The pack's id.
        hash: Its text's hash, so that the proof says what was proved.
        walks: The views.
        failure: What is broken; None when the pack is proved.
    """

    pack: str
    hash: str
    walks: tuple[Walk, ...]
    failure: Failure | None = None

    @property
    def states(self) -> int:
        """States in all views."""
        return sum(walk.states for walk in self.walks)

    @property
    def steps(self) -> int:
        """Steps of the engine in all views."""
        return sum(walk.steps for walk in self.walks)


def lines(report: Report, seconds: float) -> Iterator[str]:
    """The report for a person.

    Args:
        report: What was found.
        seconds: How long it took.
    """
    size = f"{report.states:,} states, {report.steps:,} engine steps, {seconds:.1f} s"
    failure = report.failure
    if failure is None:
        yield f"{report.pack}: proved, {len(PROPERTIES)} properties; {size}"
        for walk in report.walks:
            yield f"  {walk.view:18} {walk.states:7,} states  {walk.steps:9,} steps  {walk.depth:3} moves deep"
        return
    yield f"{report.pack}: BROKEN, property {failure.broken.number}: {failure.broken.name}; {size}"
    yield f"  {failure.wrong}"
    for step in failure.path:
        yield f"  {step.t:7.1f} s  {step.move}"
        yield f"             prompt {step.prompt or 'none'}: {step.text or '-'}"
        if step.question:
            yield f"             question {step.question}"
        if step.alarms:
            yield f"             alarms {', '.join(step.alarms)}"


def plain(report: Report, seconds: float) -> dict[str, object]:
    """The report for a machine."""
    return {
        "pack": report.pack,
        "hash": report.hash,
        "proved": report.failure is None,
        "properties": [asdict(each) for each in PROPERTIES],
        "states": report.states,
        "steps": report.steps,
        "seconds": round(seconds, 1),
        "views": [asdict(walk) for walk in report.walks],
        "failure": None if report.failure is None else asdict(report.failure),
    }
