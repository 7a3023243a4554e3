"""How fast the virtual person is: one person of either mode against real time, and 2,000 people through 20 minutes.

    .venv/bin/python benchmarks/person.py [--rounds 5] [--people 2000]

One core each, by the processor's own time (other work hardly counts): the fastest round and the median.
Wanted: 1,000 times real time, and 90 s.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence

from breathline.firmware_sim.person.course import Course, Naloxone
from breathline.firmware_sim.person.fda import FdaPerson
from breathline.firmware_sim.person.people import draw_sets
from breathline.firmware_sim.person.population import POPULATION_STEP_S, follow
from breathline.firmware_sim.person.settings import FdaSettings, NaloxoneDose, OpioidDose
from breathline.firmware_sim.person.trainer import TrainerPerson
from breathline.firmware_sim.person.trainer_settings import TrainerSettings

SECONDS = 1200.0
FIRST_BREATH_S = 76.5


def one_person() -> float:
    """Seconds of work for 20 minutes of one overdosed person with naloxone, advanced a tenth of a second at a time."""
    began = time.process_time()
    person = FdaPerson(FdaSettings())
    person.give(OpioidDose(1.625))
    for tenth in range(1, round(SECONDS * 10) + 1):
        person.advance(tenth / 10)
        if tenth == 766:
            person.give(NaloxoneDose.named("in4mg"))
    person.body()
    return time.process_time() - began


def one_trainers_person() -> float:
    """The same of the trainer's person, looked at every second and given a breath every five from 76.5 s on."""
    began = time.process_time()
    person = TrainerPerson(TrainerSettings())
    person.give("fentanyl", 1.625, 0.0)
    person.give("naloxone", 4.0, 76.5, product="in4mg")
    for second in range(1, round(SECONDS) + 1):
        if second > FIRST_BREATH_S and second % 5 == 0:
            person.breath(second, method="bag")
        person.advance(second)
        person.body()
    return time.process_time() - began


def population(people: int) -> float:
    """Seconds of work for 20 minutes of many people."""
    sets = draw_sets(people, 0)
    course = Course(OpioidDose(1.625), naloxone=(Naloxone(NaloxoneDose.named("in4mg"), 60, after_low_breathing=True),))
    began = time.process_time()
    for _ in follow(sets, FdaSettings(step_s=POPULATION_STEP_S), course, SECONDS):
        pass
    return time.process_time() - began


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--people", type=int, default=2000)
    chosen = parser.parse_args(words)
    for mode, one in (("fda", one_person), ("trainer", one_trainers_person)):
        alone = [one() for _ in range(chosen.rounds)]
        print(
            f"one person, {mode}, {SECONDS:g} s:   best {min(alone):.2f} s = {SECONDS / min(alone):,.0f} x real time, "
            f"median {SECONDS / statistics.median(alone):,.0f} x"
        )
    many = [population(chosen.people) for _ in range(max(1, chosen.rounds // 2))]
    print(f"{chosen.people:,} people, {SECONDS:g} s:   best {min(many):.1f} s, median {statistics.median(many):.1f} s")


if __name__ == "__main__":
    main()
