"""One connection: what is written, when, and how."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from bleak.backends.device import BLEDevice

from breathline.ble.connection import Connection, End
from breathline.ble.drivers.driver import Characteristic, Pairing, Property, Refused, Service, Write
from breathline.ble.drivers.pc60fw import UART, UART_NOTIFY, UART_WRITE, Pc60fw
from breathline.words import Frame, Reading
from tests.ble.fake_radio import FakeAir, FakeDevice
from tests.ble.virtual_time import live, now

if TYPE_CHECKING:
    from breathline.ble.drivers.driver import Session
    from breathline.ble.status import LinkState


class PollingSession:
    """Asks every second; answers make it ask the next time."""

    def __init__(self) -> None:
        self.next_write: float | None = None

    def opened(self, t: float) -> list[Write]:
        self.next_write = t + 1.0
        return [Write(UART_WRITE, b"begin", response=True), Write("no-such-characteristic", b"")]

    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        return [Reading(t, Frame.VALUES, 97.0, 70.0)]

    def writes(self, t: float) -> list[Write]:
        self.next_write = t + 1.0
        return [Write(UART_WRITE, b"ask")]


class HastySession(PollingSession):
    """Never moves on: asks again at once, for ever."""

    def writes(self, t: float) -> list[Write]:
        self.next_write = t
        return [Write(UART_WRITE, b"ask")]


class Polling(Pc60fw):
    """A family that is polled."""

    def __init__(self, session: type[PollingSession] = PollingSession, pairing: Pairing = Pairing.NONE) -> None:
        self._session = session
        self.pairing = pairing

    def session(self) -> Session:  # type: ignore[override] # another family's conversation
        return self._session()


def table(*properties: Property) -> tuple[Service, ...]:
    return (
        Service(
            UART,
            (
                Characteristic(UART_WRITE, frozenset(properties)),
                Characteristic(UART_NOTIFY, frozenset({Property.NOTIFY})),
            ),
        ),
    )


async def run(device: FakeDevice, seconds: float) -> tuple[list[LinkState], End | None]:
    states: list[LinkState] = []
    air = FakeAir([device])
    connection = Connection(
        air.backend(),
        BLEDevice(device.address, device.name, device),
        device.driver,
        now,
        lambda _: None,
        states.append,
    )
    task = asyncio.create_task(connection.run())
    await asyncio.sleep(seconds)
    if task.done():
        return states, task.result()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return states, None


def test_the_opening_writes_come_first_then_polls_at_their_time() -> None:
    async def story() -> None:
        device = FakeDevice(Polling())
        await run(device, 4.5)
        asked = [(round(t, 1), data) for t, _, data, _ in device.written]
        assert asked == [(0.3, b"begin"), (1.3, b"ask"), (2.3, b"ask"), (3.3, b"ask"), (4.3, b"ask")]

    live(story())


@pytest.mark.parametrize(
    ("properties", "ways"),
    [
        ((Property.WRITE, Property.WRITE_NO_RESPONSE), [True, False]),
        ((Property.WRITE,), [True, True]),
        ((Property.WRITE_NO_RESPONSE,), [False, False]),
    ],
)
def test_writes_go_the_way_the_device_allows(properties: tuple[Property, ...], ways: list[bool]) -> None:
    async def story() -> None:
        device = FakeDevice(Polling(), services=table(*properties))
        await run(device, 1.5)
        assert [response for *_, response in device.written] == ways

    live(story())


class LongWinded(PollingSession):
    """Says more at once than the smallest link takes."""

    def opened(self, t: float) -> list[Write]:
        return [Write(UART_WRITE, b"a" * 20 + b"bcd")]


@pytest.mark.parametrize(
    ("way", "sent"),
    [(Property.WRITE_NO_RESPONSE, [b"a" * 20, b"bcd"]), (Property.WRITE, [b"a" * 20 + b"bcd"])],
)
def test_a_long_write_that_is_not_acknowledged_goes_in_pieces(way: Property, sent: list[bytes]) -> None:
    async def story() -> None:
        device = FakeDevice(Polling(LongWinded), services=table(way))
        await run(device, 0.9)
        assert [data for _, _, data, _ in device.written] == sent

    live(story())


def test_one_poll_that_fails_does_not_end_the_connection() -> None:
    async def story() -> None:
        device = FakeDevice(Polling())
        task = asyncio.create_task(run(device, 6.0))
        await asyncio.sleep(1.0)
        device.fails.add("write")
        await asyncio.sleep(2.0)
        device.fails.clear()
        _, end = await task
        assert end is None
        assert len(device.written) >= 3

    live(story())


def test_an_opening_write_that_fails_ends_it() -> None:
    async def story() -> None:
        _, end = await run(FakeDevice(Polling(), fails={"write"}), 5.0)
        assert end is End.NOT_REACHED

    live(story())


def test_a_session_that_never_stops_asking_does_not_take_the_whole_processor() -> None:
    async def story() -> None:
        device = FakeDevice(Polling(HastySession))
        await run(device, 5.0)
        assert len(device.written) < 300

    live(story())


@pytest.mark.parametrize("pairing", Pairing)
def test_a_family_that_wants_a_bond_gets_one(pairing: Pairing) -> None:
    async def story() -> None:
        device = FakeDevice(Polling(pairing=pairing))
        await run(device, 2.0)
        assert device.paired is (pairing is Pairing.JUST_WORKS)

    live(story())


def test_what_the_system_held_back_after_the_end_is_not_a_reading() -> None:
    async def story() -> None:
        device = FakeDevice()
        air = FakeAir([device])
        heard: list[Reading | Refused] = []
        where = BLEDevice(device.address, device.name, device)
        connection = Connection(air.backend(), where, device.driver, now, heard.append, lambda _: None)
        task = asyncio.create_task(connection.run())
        await asyncio.sleep(2)
        client = device.client
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        before = len(heard)
        assert client is not None
        client.notify(device.driver.encoder().encode(Reading(now(), Frame.VALUES, 50.0, 70.0))[0])
        assert len(heard) == before

    live(story())
