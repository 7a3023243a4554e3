"""What the virtual Bluetooth link costs: an oximeter with a 100 Hz pleth, both hosts, both controllers, the decoder.

    python benchmarks/radio.py [SECONDS]

Reports the share of one core, and how long the imports take that a demo does after its first frame.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time

from bleak import BleakClient, BleakScanner

from breathline.ble.drivers.registry import driver
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.peripheral import VirtualOximeter

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
FAMILY = driver("berrymed")
ROOMS = "bleak, breathline.ble.radio.backend, breathline.ble.radio.air, breathline.firmware_sim.peripheral"


async def share_of_a_core() -> tuple[float, float]:
    """Percent of one core, and readings a second."""
    air = VirtualAir()
    model = OximeterModel(FAMILY, Curve(point=(Point(t=0, spo2=95, pulse=80, perfusion=5),)))
    oximeter = VirtualOximeter(await air.device("oximeter"), FAMILY, model, within=(air, "oximeter"))
    await oximeter.start()
    box = backend_for(await air.device("box"))
    async with BleakScanner(backend=box.scanner) as scanner:
        found, _ = await anext(scanner.advertisement_data())
    session = FAMILY.session()
    readings = 0

    def arrived(_sender: object, data: bytearray) -> None:
        nonlocal readings
        readings += len(session.receive(time.perf_counter(), FAMILY.values_characteristic, bytes(data)))

    async with BleakClient(found, backend=box.client) as client:
        await client.start_notify(FAMILY.values_characteristic, arrived)
        readings = 0
        cpu, wall = time.process_time(), time.perf_counter()
        await asyncio.sleep(SECONDS)
        wall = time.perf_counter() - wall
        cpu = time.process_time() - cpu
    await oximeter.stop()
    await air.close()
    return 100 * cpu / wall, readings / wall


def main() -> None:
    """Print the figures."""
    share, rate = asyncio.run(share_of_a_core())
    print(f"link, {rate:.0f} readings a second: {share:.2f} % of one core")
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import sys"], check=True)
    bare = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {ROOMS}"], check=True)
    print(f"imports: {(time.perf_counter() - bare) - (bare - started):.2f} s")


main()
