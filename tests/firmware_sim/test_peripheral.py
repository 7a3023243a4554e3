from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from bleak import BleakClient

from breathline.ble.backend import Backend
from breathline.ble.drivers.battery import BATTERY_LEVEL
from breathline.ble.drivers.driver import (
    Advertisement,
    Characteristic,
    Driver,
    Encoder,
    Family,
    Notification,
    Property,
    Service,
    sig_uuid,
)
from breathline.ble.drivers.pc60fw import UART_NOTIFY, UART_WRITE, Pc60fw
from breathline.ble.drivers.plx import CONTINUOUS, Plx
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.firmware_sim.peripheral import VirtualOximeter
from breathline.firmware_sim.presence import Happening
from breathline.words import Frame, Reading
from tests.ble.radio.gadget import DEADLINE_S, hear


class Scripted:
    """A model that says what the test puts into it."""

    def __init__(self) -> None:
        self.due: list[Reading] = []
        self.asked_at: list[float] = []
        self.asked_thrice = asyncio.Event()
        self.on = True
        self.finger_is: bool | None = True

    def frames(self, t: float) -> list[Reading]:
        self.asked_at.append(t)
        if len(self.asked_at) >= 3:
            self.asked_thrice.set()
        due, self.due = self.due, []
        return due

    def finger(self, on: bool | None) -> None:
        self.finger_is = on

    def switched(self, on: bool | None) -> None:
        self.on = bool(on)


@dataclass
class Bench:
    """An oximeter on a virtual air, its rounds turned by hand, and a box that listens to it."""

    oximeter: VirtualOximeter
    model: Scripted
    box: Backend
    name: str
    happenings: list[Happening]
    happened: asyncio.Condition
    arrived: asyncio.Queue[tuple[str, bytes]] = field(default_factory=asyncio.Queue)

    async def connect(self, *subscriptions: str) -> BleakClient:
        found, _ = await hear(self.box, self.name)
        client = BleakClient(found, backend=self.box.client, timeout=DEADLINE_S)
        await client.connect()
        for uuid in subscriptions:
            await client.start_notify(uuid, lambda sender, data: self.arrived.put_nowait((sender.uuid, bytes(data))))
        return client

    async def next(self) -> tuple[str, bytes]:
        async with asyncio.timeout(DEADLINE_S):
            return await self.arrived.get()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE_S), self.happened:
            await self.happened.wait_for(true)


@asynccontextmanager
async def bench(driver: Driver) -> AsyncIterator[Bench]:
    air = VirtualAir()
    model = Scripted()
    happenings: list[Happening] = []
    happened = asyncio.Condition()

    async def wake() -> None:
        async with happened:
            happened.notify_all()

    tasks = []

    def told(happening: Happening) -> None:
        happenings.append(happening)
        tasks.append(asyncio.create_task(wake()))

    oximeter = VirtualOximeter(
        await air.device("oximeter"),
        driver,
        model,
        clock=lambda: 12.5,
        told=told,
        tick_s=None,
        within=(air, "oximeter"),
    )
    await oximeter.start()
    name = str(driver.advertisement.name)
    yield Bench(oximeter, model, backend_for(await air.device("box")), name, happenings, happened)
    await oximeter.stop()
    await asyncio.gather(*tasks)
    await air.close()


def _values(spo2: float, battery: int | None = None) -> Reading:
    return Reading(12.5, Frame.VALUES, spo2=spo2, pulse=70.0, battery=battery)


@pytest.mark.parametrize("driver", [Pc60fw(), Plx()])
async def test_it_advertises_and_offers_what_its_family_does(driver: Driver) -> None:
    async with bench(driver) as it:
        found, data = await hear(it.box, it.name)
        assert set(data.service_uuids) == driver.advertisement.services
        async with BleakClient(found, backend=it.box.client) as client:
            for service in driver.services:
                ours = client.services.get_service(service.uuid)
                assert ours is not None
                assert [c.uuid for c in ours.characteristics] == [c.uuid for c in service.characteristics]
                for characteristic in service.characteristics:
                    if Property.READ in characteristic.properties:
                        assert await client.read_gatt_char(characteristic.uuid) == characteristic.value
            assert await client.read_gatt_char(sig_uuid(0x2A00)) == it.name.encode()


async def test_it_sends_nothing_before_somebody_subscribes() -> None:
    async with bench(Plx()) as it:
        client = await it.connect()
        it.model.due = [_values(97)]
        it.oximeter.round()
        await client.start_notify(CONTINUOUS, lambda sender, data: it.arrived.put_nowait((sender.uuid, bytes(data))))
        it.model.due = [_values(88)]
        it.oximeter.round()
        _, data = await it.next()
        (reading,) = Plx().session().receive(0, CONTINUOUS, data)
        assert isinstance(reading, Reading)
        assert reading.spo2 == 88
        assert it.arrived.empty()
        assert it.model.asked_at == [12.5, 12.5]


async def test_only_what_is_subscribed_to_is_sent_and_the_rest_can_be_read() -> None:
    async with bench(Plx()) as it:
        client = await it.connect(CONTINUOUS)
        it.model.due = [_values(97, battery=42)]
        it.oximeter.round()
        uuid, _ = await it.next()
        assert uuid == CONTINUOUS
        assert await client.read_gatt_char(BATTERY_LEVEL) == bytes([42])
        assert it.arrived.empty()


async def test_silent_it_stays_connected_and_says_nothing() -> None:
    async with bench(Plx()) as it:
        client = await it.connect(CONTINUOUS)
        it.oximeter.go_silent(True)
        it.model.due = [_values(90)]
        it.oximeter.round()
        it.oximeter.go_silent(False)
        it.model.due = [_values(91)]
        it.oximeter.round()
        (reading,) = Plx().session().receive(0, *await it.next())
        assert isinstance(reading, Reading)
        assert reading.spo2 == 91
        assert client.is_connected


async def test_the_pulled_link_comes_back_and_streams_again() -> None:
    async with bench(Plx()) as it:
        client = await it.connect(CONTINUOUS)
        await it.oximeter.pull_link()
        await it.until(lambda: Happening.DISCONNECTED in it.happenings)
        assert not it.oximeter.connected
        await it.oximeter.bring_back()
        client = await it.connect(CONTINUOUS)
        it.model.due = [_values(93)]
        it.oximeter.round()
        await it.next()
        await client.disconnect()
        await it.until(lambda: it.happenings[-1] is Happening.ADVERTISING)
    assert it.happenings == [
        Happening.ADVERTISING,
        Happening.CONNECTED,
        Happening.DISCONNECTED,
        Happening.ADVERTISING,
        Happening.CONNECTED,
        Happening.DISCONNECTED,
        Happening.ADVERTISING,
        Happening.SWITCHED_OFF,
    ]


async def test_switched_off_it_ends_the_link_and_is_not_heard_until_it_is_on() -> None:
    async with bench(Plx()) as it:
        client = await it.connect()
        await it.oximeter.switch_off()
        await it.until(lambda: it.happenings[-1] is Happening.SWITCHED_OFF)
        assert not it.model.on
        await it.until(lambda: not client.is_connected)  # the other end hears it a moment later
        await it.oximeter.switch_off()
        await it.oximeter.switch_on()
        assert it.model.on
        await it.connect()


async def test_it_goes_off_and_on_with_its_model() -> None:
    async with bench(Plx()) as it:
        it.model.on = False
        it.oximeter.round()
        await it.until(lambda: it.happenings[-1] is Happening.SWITCHED_OFF)
        it.model.on = True
        it.oximeter.round()
        await it.until(lambda: it.happenings[-1] is Happening.ADVERTISING)


async def test_the_finger_is_the_models_affair() -> None:
    async with bench(Plx()) as it:
        it.oximeter.finger(False)
        assert it.model.finger_is is False


async def test_each_connection_starts_with_a_fresh_stream() -> None:
    """What the last connection left half sent does not begin the next one."""
    async with bench(Pc60fw()) as it:
        frames = []
        for _ in range(2):
            client = await it.connect(UART_NOTIFY)
            it.model.due = [_values(97)]
            it.oximeter.round()
            frames.append(await it.next())
            await client.disconnect()
            await it.until(lambda: it.happenings[-1] is Happening.ADVERTISING)
        assert frames[0] == frames[1]
        assert frames[0][1].startswith(b"\xaa\x55")


async def test_a_round_every_tenth_of_a_second_by_default() -> None:
    air = VirtualAir()
    model = Scripted()
    oximeter = VirtualOximeter(await air.device("oximeter"), Plx(), model)
    await oximeter.start()
    async with asyncio.timeout(DEADLINE_S):
        await model.asked_thrice.wait()
    await oximeter.stop()
    await air.close()
    assert model.asked_at[0] < 0.1
    assert model.asked_at[2] - model.asked_at[0] >= 0.2


async def test_without_a_virtual_air_a_pulled_link_is_a_goodbye() -> None:
    air = VirtualAir()
    oximeter = VirtualOximeter(await air.device("oximeter"), Plx(), Scripted(), tick_s=None)
    await oximeter.start()
    box = backend_for(await air.device("box"))
    found, _ = await hear(box, "PM100")
    ended = asyncio.Event()
    client = BleakClient(found, lambda _client: ended.set(), backend=box.client)
    await client.connect()
    await oximeter.pull_link()
    async with asyncio.timeout(DEADLINE_S):
        await ended.wait()
    await oximeter.bring_back()
    await hear(box, "PM100")
    await oximeter.stop()
    await air.close()


class Asked(Pc60fw):
    """A family that answers what is written to it, by indications."""

    services = (
        Service(
            sig_uuid(0xFFE0),
            (
                Characteristic(UART_WRITE, frozenset({Property.WRITE})),
                Characteristic(UART_NOTIFY, frozenset({Property.INDICATE})),
            ),
        ),
    )
    advertisement = Advertisement(name="Asked")
    family = Family.PC60FW

    class _Answers:
        def encode(self, reading: Reading) -> list[Notification]:
            return [Notification(UART_NOTIFY, f"{reading.spo2}".encode())]

        def written(self, t: float, characteristic: str, data: bytes) -> list[Notification]:
            return [Notification(UART_NOTIFY, data[::-1]), Notification(UART_NOTIFY, f"{t}".encode())]

    def encoder(self) -> Encoder:  # type: ignore[override]  # another device's side on purpose
        return self._Answers()


async def test_a_write_is_answered_and_indications_follow_each_other() -> None:
    async with bench(Asked()) as it:
        client = await it.connect(UART_NOTIFY)
        await client.write_gatt_char(UART_WRITE, b"abc", response=True)
        assert [await it.next(), await it.next()] == [(UART_NOTIFY, b"cba"), (UART_NOTIFY, b"12.5")]


async def test_an_indication_that_was_never_confirmed_does_not_hold_up_the_next_client() -> None:
    async with bench(Asked()) as it:
        await it.connect(UART_NOTIFY)
        it.model.due = [_values(97)]
        it.oximeter.round()
        # The indication is on its way, its confirmation is not: now the radio is lost.
        await asyncio.sleep(0)
        await it.oximeter.pull_link()
        await it.oximeter.bring_back()
        assert it.arrived.empty()
        client = await it.connect(UART_NOTIFY)
        await client.write_gatt_char(UART_WRITE, b"xyz", response=True)
        assert await it.next() == (UART_NOTIFY, b"zyx")
