"""How long a person waits for a number, and how soon a number that is no longer true is withdrawn, for each family.

    python benchmarks/link_times.py [--runs N] [--family FAMILY]

A virtual oximeter, two Bluetooth hosts and controllers in real bytes, bleak, the link, the conditioner and the guide,
in virtual time: so it measures what the program adds, not what a busy room does. Each run begins each thing at another
moment of the oximeter's second. Ends with 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.link import Link
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.device.link_faults import ALL, faults_of
from breathline.device.response import Response
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.peripheral import VirtualOximeter
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import texts_for
from breathline.signal.conditioner import Conditioner
from breathline.words import Action, ActionId, Fault, Reading, Trust
from tests.ble.virtual_time import live

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.ble.drivers.driver import Driver, Refused
    from breathline.ble.status import LinkStatus

RUNS = 20
STEADY = Curve(point=(Point(t=0, spo2=95, pulse=80, perfusion=5),))
WARM_S = 10.0
"""On the finger for so long: searching for the pulse is the device's time, not the link's."""
PATIENCE_S = 60.0

GOALS_S = {"first": 3.0, "doubtful": 3.5, "gone": 5.5, "pulled": 5.5, "back": 4.0}
HEADS = {
    "first": "advertisement to first reading",
    "doubtful": "silence to doubtful",
    "gone": "silence to gone",
    "pulled": "link pulled to gone",
    "back": "return to number back",
}


@dataclass
class Box:
    """The production way of a reading, and when what we believe changes."""

    clock: Callable[[], float]

    def __post_init__(self) -> None:
        pack = load_pack("bc")
        self.response = Response(Engine(pack, texts_for(pack)), Conditioner())
        self.response.do(Action(ActionId.START), self.clock())
        self.numbers = 0
        self._changed = asyncio.Event()
        self._standing: set[Fault] = set()

    def read(self, item: Reading | Refused) -> None:
        """Take what the link hands over."""
        if isinstance(item, Reading):
            self.numbers += item.spo2 is not None
            self.response.reading(item)
            self._changed.set()

    def link(self, status: LinkStatus) -> None:
        """Take how the link stands."""
        standing = faults_of(status.state)
        for each in sorted(ALL) if standing is not None else ():
            fault = Fault(each, present=True)
            if (each in (standing or ())) != (fault in self._standing):
                self._standing ^= {fault}
                self.response.fault(Fault(each, present=fault in self._standing), self.clock())
        self._changed.set()

    async def run(self) -> None:
        """Let the time pass, as the owner does."""
        while True:
            await asyncio.sleep(max(self.response.next_due - self.clock(), 0.001))
            self.response.wait(self.clock())
            self._changed.set()

    async def until(self, true: Callable[[], bool]) -> float:
        """How long it takes until something is so."""
        began = self.clock()
        async with asyncio.timeout(PATIENCE_S):
            while not true():
                self._changed.clear()
                await self._changed.wait()
        return self.clock() - began

    @property
    def live(self) -> bool:
        """Whether a number is shown and not dimmed."""
        vitals = self.response.vitals
        return vitals is not None and vitals.trust is Trust.LIVE and vitals.spo2 is not None

    @property
    def gone(self) -> bool:
        """Whether no number is shown."""
        vitals = self.response.vitals
        return vitals is None or vitals.spo2 is None


async def story(driver: Driver, seed: int) -> dict[str, float]:
    """One oximeter's afternoon: found, silent, found again, pulled away, brought back. Seconds of each wait."""
    clock, random, air = asyncio.get_running_loop().time, Random(seed), VirtualAir()
    began = clock()
    oximeter = VirtualOximeter(
        await air.device("oximeter"), driver, OximeterModel(driver, STEADY, seed), within=(air, "oximeter")
    )
    await oximeter.start()
    await oximeter.pull_link()
    await asyncio.sleep(WARM_S)
    box = Box(lambda: clock() - began)
    link = Link(backend_for(await air.device("box")), box.read, box.link, box.clock, random=random.random)
    tasks = [asyncio.create_task(link.run()), asyncio.create_task(box.run())]
    waits = {}
    try:
        await asyncio.sleep(2 + random.uniform(0, 30))
        await oximeter.bring_back()
        waits["first"] = await box.until(lambda: box.numbers > 0)
        await box.until(lambda: box.live)
        await asyncio.sleep(10 + random.uniform(0, 2))
        oximeter.go_silent(True)
        waits["doubtful"] = await box.until(lambda: not box.live)
        waits["gone"] = waits["doubtful"] + await box.until(lambda: box.gone)
        oximeter.go_silent(False)
        await box.until(lambda: box.live)
        await asyncio.sleep(10 + random.uniform(0, 2))
        await oximeter.pull_link()
        waits["pulled"] = await box.until(lambda: box.gone)
        await asyncio.sleep(random.uniform(0, 60))
        await oximeter.bring_back()
        waits["back"] = await box.until(lambda: not box.gone)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await oximeter.stop()
        await air.close()
    return waits


def half_and_most(values: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    cuts = quantiles(values, n=20, method="inclusive")
    return cuts[9], cuts[18]


def main() -> int:
    """Print the table; say whether the goals are met."""
    options = argparse.ArgumentParser(description="Times of the link, for each family.")
    options.add_argument("--runs", type=int, default=RUNS, help="Runs for each family, 2 or more.")
    options.add_argument("--family", help="Only this one.")
    asked = options.parse_args()
    print("| family | " + " | ".join(HEADS.values()) + " |")
    print("|---" * (1 + len(HEADS)) + "|")
    met = True
    for family, driver in DRIVERS.items():
        if asked.family not in {None, str(family)}:
            continue
        runs = [live(story(driver, seed)) for seed in range(asked.runs)]
        cells = []
        for what, goal in GOALS_S.items():
            half, most = half_and_most([run[what] for run in runs])
            met &= most <= goal
            cells.append(f"{half:.1f} / {most:.1f}{'' if most <= goal else ' (!)'}")
        print(f"| {family} | " + " | ".join(cells) + " |", flush=True)
    print("| goal (p95) | " + " | ".join(f"{goal:.1f}" for goal in GOALS_S.values()) + " |")
    driver = next(each for each in DRIVERS.values() if asked.family in {None, str(each.family)})
    real = asyncio.run(story(driver, 1))
    print(
        f"\nIn real time, once, {driver.family}: " + ", ".join(f"{HEADS[what]} {s:.1f} s" for what, s in real.items())
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
