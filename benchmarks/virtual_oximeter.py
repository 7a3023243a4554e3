"""What the virtual oximeter costs: 20 minutes of each family, its numbers and pleth alone and with its bytes.

    .venv/bin/python benchmarks/virtual_oximeter.py [--rounds 5]

One core, by the processor's own time: the fastest round. The person is not in it (benchmarks/person.py).
"""

from __future__ import annotations

import argparse
import time

from breathline.ble.drivers.driver import Driver
from breathline.ble.drivers.registry import DRIVERS
from breathline.firmware_sim.blood_way import IN_LIFE
from breathline.firmware_sim.conversation import Conversation
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.truth import WELL_WORN, Truth, Worn
from breathline.words import Reading

SECONDS = 1200
STEPS_A_SECOND = 10


class Same:
    """A finger on which nothing changes but the chest."""

    def __init__(self, worn: Worn) -> None:
        self._worn = worn

    def at(self, t: float) -> Truth:
        """A breath of half a litre every 5 s."""
        return Truth(95.0, 75.0, 4.0, lungs_l=0.5 * (t % 5.0 < 1.0), worn=self._worn)


def measured(driver: Driver, worn: Worn) -> list[Reading]:
    """Everything it says, asked for ten times a second."""
    model = OximeterModel(driver, Same(worn), lag=IN_LIFE)
    return [frame for step in range(SECONDS * STEPS_A_SECOND + 1) for frame in model.frames(step / STEPS_A_SECOND)]


def costs(driver: Driver, rounds: int) -> tuple[float, float, float]:
    """Seconds of work: on a still finger, on a moving one, and for the bytes of the first both ways."""
    best = [float("inf")] * 3
    for _ in range(rounds):
        began = time.process_time()
        said = measured(driver, WELL_WORN)
        still = time.process_time()
        measured(driver, Worn(motion=0.8))
        moved = time.process_time()
        talk = Conversation(driver)
        for reading in said:
            talk.hear(reading)
        spoken = time.process_time()
        took = still - began, moved - still, spoken - moved
        best = [min(pair) for pair in zip(best, took, strict=True)]
    return best[0], best[1], best[2]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(f"{'seconds for 20 minutes of':26}{'a still finger':>15}{'a moving one':>15}{'its bytes':>12}")
    for name, driver in DRIVERS.items():
        still, moving, spoken = costs(driver, rounds)
        print(f"{name:26}{still:15.3f}{moving:15.3f}{spoken:12.3f}")


if __name__ == "__main__":
    main()
