"""Eight virtual oximeters of different families and a box with eight links, for a while, in real time.

    python benchmarks/soak.py [--minutes M] [--drop PERCENT]

Oximeters, both sides' hosts and controllers, bleak and the links share one process and one thread, so the figures are
for both ends together. Half of the oximeters lose some of their notifications on purpose; beyond those none may be
lost. Ends with 1 when one is, or when a number stays away for longer than the faults explain.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.link import Link
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.faults import Faults, Noise
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.peripheral import VirtualOximeter
from breathline.words import Reading

if TYPE_CHECKING:
    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Driver, Refused

COUNT = 8
STEADY = Curve(point=(Point(t=0, spo2=95, pulse=80, perfusion=5),))
SETTLE_S = 20.0
"""By then all eight are found, one after another, and have a number."""
LONGEST_GAP_S = 5.0
"""Without faults a number is never older than this; that would have been a silence."""


class CountingSession:
    """A family's session that counts the notifications it is given."""

    def __init__(self, session: Any, line: Line) -> None:
        self._session = session
        self._line = line

    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        """Count, and hand on."""
        self._line.received += 1
        heard: list[Reading | Refused] = self._session.receive(t, characteristic, data)
        return heard

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


class CountingDriver:
    """A family's driver whose sessions count."""

    def __init__(self, driver: Driver, line: Line) -> None:
        self._driver = driver
        self._line = line

    def session(self) -> CountingSession:
        """A conversation that counts."""
        return CountingSession(self._driver.session(), self._line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)


@dataclass
class Line:
    """One oximeter and its link."""

    driver: Driver
    faults: Faults
    received: int = 0
    numbers: int = 0
    refused: int = 0
    last: float = 0.0
    longest_gap: float = 0.0
    before: tuple[int, int, int] = field(default=(0, 0, 0))
    oximeter: VirtualOximeter | None = None

    async def switch_on(self, air: VirtualAir, seed: int) -> None:
        """Put the oximeter on the air."""
        name = str(self.driver.family)
        model = OximeterModel(self.driver, STEADY, seed)
        self.oximeter = VirtualOximeter(await air.device(name), self.driver, model, within=(air, name))
        self.oximeter.noise = Noise(self.faults)
        await self.oximeter.start()

    def link(self, backend: Backend) -> Link:
        """A link for this family alone."""
        counting: Any = CountingDriver(self.driver, self)
        return Link(backend, self.hear, lambda _: None, time.monotonic, family=self.driver.family, drivers=[counting])

    def hear(self, item: Reading | Refused) -> None:
        """Take what the link hands over."""
        if not isinstance(item, Reading):
            self.refused += 1
        elif item.spo2 is not None:
            self.numbers += 1
            self.longest_gap = max(self.longest_gap, item.t - self.last)
            self.last = item.t

    def begin(self) -> None:
        """Count from here."""
        self.before = (self.noise.passed, self.noise.dropped, self.received)
        self.numbers, self.refused, self.longest_gap = 0, 0, 0.0

    @property
    def noise(self) -> Noise:
        """What the faults did."""
        return self.oximeter.noise if self.oximeter is not None else Noise()

    def result(self) -> tuple[int, int, int]:
        """Notifications since `begin`: sent, taken by the faults, received."""
        passed, dropped, received = self.before
        return self.noise.passed - passed, self.noise.dropped - dropped, self.received - received


def memory_mb() -> float:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


async def soak(minutes: float, drop: float) -> int:
    """Stream, count, print."""
    drivers = list(DRIVERS.values())[:COUNT]
    lines = [Line(driver, Faults(drop=drop * (n % 2), seed=n)) for n, driver in enumerate(drivers)]
    air = VirtualAir()
    for number, line in enumerate(lines):
        await line.switch_on(air, number)
    backend = backend_for(await air.device("box"))
    links = [asyncio.create_task(line.link(backend).run()) for line in lines]
    await asyncio.sleep(SETTLE_S)
    for line in lines:
        line.begin()
    memory, cpu, wall = memory_mb(), time.process_time(), time.perf_counter()
    await asyncio.sleep(minutes * 60)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    for line in lines:
        if line.oximeter is not None:
            line.oximeter.go_silent(True)
    await asyncio.sleep(1.0)  # what is on its way arrives
    good = True
    print(
        "| family | sent | taken by faults | received | lost besides | numbers | longest gap, s |\n" + "|---" * 7 + "|"
    )
    for line in lines:
        sent, dropped, received = line.result()
        good &= sent == received and line.numbers > 0 and (bool(dropped) or line.longest_gap < LONGEST_GAP_S)
        cells = (line.driver.family, sent, dropped, received, sent - received, line.numbers, f"{line.longest_gap:.1f}")
        print("| " + " | ".join(map(str, cells)) + " |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(f"\n{minutes:g} minutes: {100 * cpu / wall:.1f} % of one core for both ends of eight links.")
    print(f"Memory: {memory:.0f} MB at the beginning, {memory_mb():.0f} MB at the end, {peak:.0f} MB at most.")
    for task in links:
        task.cancel()
    await asyncio.gather(*links, return_exceptions=True)
    for line in lines:
        if line.oximeter is not None:
            await line.oximeter.stop()
    await air.close()
    return 0 if good else 1


def main() -> int:
    """Read the options and begin."""
    options = argparse.ArgumentParser(description="Eight oximeters and eight links, for a while.")
    options.add_argument("--minutes", type=float, default=1.0)
    options.add_argument("--drop", type=float, default=5.0, metavar="PERCENT")
    asked = options.parse_args()
    return asyncio.run(soak(asked.minutes, asked.drop / 100))


if __name__ == "__main__":
    sys.exit(main())
