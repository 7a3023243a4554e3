"""How fast scenarios run: processor seconds for every 20 simulated minutes, the least and the median of some runs.

    python benchmarks/simulate.py [RUNS]

Person, oximeter with its pleth, bytes, driver, conditioner, guide and the ideal responder; of two people both count.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from breathline.ble.drivers.registry import driver
from breathline.cli.simulation import Settings, simulate
from breathline.firmware_sim.scenario import load_scenario, scenario_names
from breathline.guidelines.pack_file import load_pack

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
TWENTY_MIN_S = 1200.0


def cost(name: str, family: str) -> float:
    """Seconds of the processor for every 20 minutes that one person was simulated."""
    scenario, settings = load_scenario(name), Settings(load_pack("bc"), driver(family), "ideal")
    began, last = time.process_time(), [0.0, 0.0]
    for happened in simulate(scenario, settings):
        last[happened.person] = happened.event.t
    return (time.process_time() - began) * TWENTY_MIN_S / sum(last)


def main() -> None:
    """Print the figures."""
    for name in scenario_names():
        for family in ("pc60fw", "plx"):
            runs = [cost(name, family) for _ in range(RUNS)]
            print(f"{name:22} {family:7} {min(runs):.2f} s, median {median(runs):.2f} s for every 20 min")


if __name__ == "__main__":
    main()
