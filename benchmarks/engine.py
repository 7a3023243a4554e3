"""What one step of the engine costs: vitals each second, acts, answers, faults and deadlines, under every pack.

    .venv/bin/python benchmarks/engine.py [--minutes 120] [--pack bc]

A response of two hours: SpO2 falls and comes back again and again, the clip slips, somebody answers most questions,
gives breaths and naloxone, pauses the sound, takes an act back. Each step is timed by itself. The engine is a pure
function, so the same response is run several times and the fastest time of each step counts: what else the machine
did is left out, what the step costs is not. The last column is the share of steps over the budget of 50 microseconds.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import time
from collections.abc import Iterator

from breathline.events.model import ActionEvent, AnswerEvent, FaultEvent, Input, VitalsEvent
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.state import State
from breathline.guidelines.texts import texts_for
from breathline.words import Action, ActionId, Answer, AnswerValue, Cause, Fault, FaultId, Trust, Vitals

BUDGET_US = 50.0
WARM_UP = 200
"""The first steps fill caches that a response fills once; they are not counted."""

RUNS = 5

CARE = [each for each in ActionId if each not in {ActionId.START, ActionId.END}]


def inputs(seconds: int, chance: random.Random) -> Iterator[Input]:
    """What a long and busy response posts, but for the answers, which depend on what is asked."""
    yield ActionEvent(0.0, Action(ActionId.START))
    spo2 = 97.0
    for second in range(1, seconds):
        t = float(second)
        spo2 = min(100.0, max(60.0, spo2 + chance.choice([-1.0, -0.5, 0.0, 0.0, 0.5, 1.0])))
        if chance.random() < 0.05:
            yield VitalsEvent(Vitals(t, None, None, Trust.NONE, Cause.NO_FINGER))
        else:
            yield VitalsEvent(Vitals(t, spo2, 70.0, Trust.LIVE, None, pulse_trust=Trust.LIVE, age=0.0, battery=80))
        if chance.random() < 0.03:
            yield ActionEvent(t + 0.3, Action(chance.choice(CARE)))
        if chance.random() < 0.005:
            yield FaultEvent(t + 0.4, Fault(FaultId.LINK_LOST, present=chance.random() < 0.5))


class Timed:
    """Drives an engine and times each of its steps, in microseconds."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.state: State = engine.begin()
        self.taken: list[float] = []

    def drive(self, course: Iterator[Input], chance: random.Random) -> None:
        """Take every input, the deadlines before it, and now and then the answer to what is asked."""
        for event in course:
            self._step(event)
            asked = self.state.question
            if asked is not None and chance.random() < 0.1:
                answer = Answer(asked.id, chance.choice(list(AnswerValue)))
                self._step(AnswerEvent(event.t, answer))

    def _step(self, event: Input) -> None:
        for done in self.engine.wait(self.state, event.t):
            self._time(done.event)
        self._time(event)

    def _time(self, event: Input) -> None:
        began = time.perf_counter_ns()
        step = self.engine.step(self.state, event)
        self.taken.append((time.perf_counter_ns() - began) / 1000.0)
        self.state = step.state


def measure(name: str, seconds: int) -> list[float]:
    """Microseconds of each step of one response under a pack, in order of cost."""
    pack = load_pack(name)
    engine = Engine(pack, texts_for(pack))
    runs = []
    for _ in range(RUNS):
        timed = Timed(engine)
        gc.collect()
        timed.drive(inputs(seconds, random.Random(1)), random.Random(2))
        runs.append(timed.taken[WARM_UP:])
    return sorted(min(times) for times in zip(*runs, strict=True))


def main() -> None:
    """Measure every pack and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=120)
    parser.add_argument("--pack", choices=pack_names())
    wishes = parser.parse_args()
    print(f"a response of {wishes.minutes} minutes; microseconds a step")
    print(f"{'pack':12}{'steps':>8}{'p50':>8}{'p99':>8}{'mean':>8}{'over':>9}")
    for name in [wishes.pack] if wishes.pack else pack_names():
        taken = measure(name, wishes.minutes * 60)
        p50, p99 = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
        over = sum(each > BUDGET_US for each in taken) / len(taken)
        print(f"{name:12}{len(taken):8}{p50:8.1f}{p99:8.1f}{statistics.fmean(taken):8.1f}{over:9.2%}")


if __name__ == "__main__":
    main()
