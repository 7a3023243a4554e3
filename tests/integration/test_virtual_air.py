"""A virtual oximeter of each family on a virtual air, read by bleak itself, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import groupby

import pytest
from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from breathline.ble.backend import Backend
from breathline.ble.drivers.driver import Advertisement, Driver, Match
from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.habits import HABITS, Habits
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.peripheral import VirtualOximeter
from breathline.words import Flag, Frame, Reading
from tests.ble.virtual_time import live, now
from tests.integration.talking import talk

_STREAM_S = 30.0

families = pytest.mark.parametrize("driver", DRIVERS.values(), ids=list(DRIVERS))


def _falling() -> Curve:
    return Curve(point=[Point(t=0, spo2=98, pulse=80, perfusion=4), Point(t=60, spo2=70, pulse=50)])


class Remembering(OximeterModel):
    """Keeps what it gave."""

    def __init__(self, driver: Driver) -> None:
        super().__init__(driver, _falling())
        self.given: list[Reading] = []

    def frames(self, t: float) -> list[Reading]:
        given = super().frames(t)
        self.given += given
        return given


async def _find(box: Backend, driver: Driver) -> BLEDevice:
    """The device that the driver itself recognises, as a real search does."""
    found: asyncio.Future[BLEDevice] = asyncio.get_running_loop().create_future()

    def heard(device: BLEDevice, data: AdvertisementData) -> None:
        said = Advertisement(data.local_name, frozenset(data.service_uuids), frozenset(data.manufacturer_data))
        if driver.recognise(said) >= Match.LIKELY and not found.done():
            found.set_result(device)

    async with BleakScanner(heard, backend=box.scanner):
        return await found


async def _read(client: BleakClient, driver: Driver) -> list[Reading]:
    """Subscribe; the list fills as readings arrive."""
    session = driver.session()
    readings: list[Reading] = []

    def arrived(uuid: str, data: bytes) -> None:
        for item in session.receive(now(), uuid, data):
            assert isinstance(item, Reading), item
            readings.append(item)

    for uuid in driver.subscriptions:
        if client.services.get_characteristic(uuid) is not None:
            await client.start_notify(uuid, lambda sender, data: arrived(sender.uuid, bytes(data)))
    talk(client, session, now)
    return readings


def _values(readings: list[Reading]) -> list[tuple[float | None, float | None]]:
    return [(each.spo2, each.pulse) for each in readings if each.frame is Frame.VALUES]


def _as_sent(values: Sequence[object], sent: Sequence[object], *, asked: bool) -> bool:
    """Whether these were heard as they were said; who has to ask may hear one twice or miss one, but never go back."""
    if not asked:
        return values == sent[: len(values)]
    runs, said = [key for key, _ in groupby(values)], iter(key for key, _ in groupby(sent))
    return all(run in said for run in runs)


def _flags(readings: list[Reading]) -> list[frozenset[Flag]]:
    return [each.flags for each in readings if each.frame is Frame.VALUES]


def _pleth(readings: list[Reading]) -> list[int]:
    return [round(sample) for each in readings for sample in each.pleth]


@families
def test_what_the_oximeter_measures_is_what_the_box_reads(driver: Driver) -> None:
    async def story() -> None:
        air = VirtualAir()
        model = Remembering(driver)
        oximeter = VirtualOximeter(await air.device("oximeter"), driver, model, within=(air, "oximeter"))
        await oximeter.start()
        box = backend_for(await air.device("box"))
        async with BleakClient(await _find(box, driver), backend=box.client) as client:
            before = len(model.given)
            read = await _read(client, driver)
            await asyncio.sleep(_STREAM_S)
            sent = model.given[before:]
        await oximeter.stop()
        await air.close()

        # The last frame may still be held back to fill a notification.
        values = _values(read)
        assert len(values) >= (_STREAM_S - 2) / driver.period_s
        asked = driver.encoder().encode(sent[-1]) == []
        assert _as_sent(values, _values(sent), asked=asked)
        # A family may have no bit for a flag; none is made up.
        assert asked or all(heard <= said for heard, said in zip(_flags(read), _flags(sent), strict=False))
        assert values[-1][0] is not None
        assert values[-1][0] < 95
        if driver.pleth_hz is not None:
            pleth = _pleth(read)
            assert len(pleth) >= (_STREAM_S - 1) * driver.pleth_hz
            assert pleth == _pleth(sent)[: len(pleth)]

    live(story())


@families
def test_a_link_that_was_cut_is_noticed_and_made_again(driver: Driver) -> None:
    async def once(oximeter: VirtualOximeter, device: BLEDevice, box: Backend) -> None:
        ended = asyncio.Event()
        client = BleakClient(device, lambda _client: ended.set(), timeout=5, backend=box.client)
        await client.connect()
        read = await _read(client, driver)
        await asyncio.sleep(10)
        assert any(each.spo2 is not None for each in read)
        await oximeter.pull_link()
        await ended.wait()
        with pytest.raises(TimeoutError):
            await BleakClient(device, timeout=5, backend=box.client).connect()
        await oximeter.bring_back()

    async def story() -> None:
        air = VirtualAir()
        model = OximeterModel(driver, _falling())
        oximeter = VirtualOximeter(await air.device("oximeter"), driver, model, within=(air, "oximeter"))
        await oximeter.start()
        box = backend_for(await air.device("box"))
        device = await _find(box, driver)
        for _ in range(3):
            await once(oximeter, device, box)
        await oximeter.stop()
        await air.close()

    live(story())


@families
def test_a_finger_taken_out_is_read_as_no_value(driver: Driver) -> None:
    async def story() -> None:
        air = VirtualAir()
        oximeter = VirtualOximeter(await air.device("oximeter"), driver, OximeterModel(driver, _falling()))
        await oximeter.start()
        box = backend_for(await air.device("box"))
        async with BleakClient(await _find(box, driver), backend=box.client) as client:
            read = await _read(client, driver)
            await asyncio.sleep(10)
            assert _values(read)[-1][0] is not None
            oximeter.finger(False)
            await asyncio.sleep(HABITS.get(driver.family, Habits()).hold_s + 1.5)
            assert _values(read)[-1][:2] == (None, None)
            oximeter.finger(True)
            await asyncio.sleep(10)
            assert _values(read)[-1][0] is not None
        await oximeter.stop()
        await air.close()

    live(story())
