"""The link and devices that look like others: by name, by table, by what they send; and the ones nobody can read."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from breathline.ble.drivers.battery import BATTERY_LEVEL
from breathline.ble.drivers.choicemmed import ChoiceMMed
from breathline.ble.drivers.driver import (
    Characteristic,
    Driver,
    Family,
    Notification,
    Pairing,
    Property,
    Service,
    Write,
    sig_uuid,
)
from breathline.ble.drivers.fs20f import SERIAL, SERIAL_NOTIFY, Fs20f
from breathline.ble.drivers.pc60fw import UART_NOTIFY, UART_WRITE, Pc60fw
from breathline.ble.drivers.plx import Plx
from breathline.ble.link import Link
from breathline.ble.status import LinkState, LinkStatus
from breathline.words import Frame, LinkAdvice, Reading
from tests.ble.fake_radio import FakeAir, FakeDevice
from tests.ble.test_guess import Cousin
from tests.ble.virtual_time import live, now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from breathline.ble.drivers.driver import Refused

S = LinkState


@dataclass
class Heard:
    readings: list[Reading | Refused] = field(default_factory=list)
    statuses: list[LinkStatus] = field(default_factory=list)

    @property
    def states(self) -> list[LinkState]:
        return [each.state for each in self.statuses]

    @property
    def numbers(self) -> list[float]:
        return [each.spo2 for each in self.readings if isinstance(each, Reading) and each.spo2 is not None]


@asynccontextmanager
async def linked(*devices: FakeDevice, drivers: Sequence[Driver] | None = None) -> AsyncIterator[Heard]:
    heard = Heard()
    backend = FakeAir(list(devices)).backend()
    link = Link(backend, heard.readings.append, heard.statuses.append, now, drivers=drivers, random=lambda: 0.0)
    task = asyncio.create_task(link.run())
    yield heard
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@dataclass
class Sends(FakeDevice):
    """Sends the same every second, whatever its family."""

    sends: tuple[Notification, ...] = ()

    def notifications(self, t: float) -> list[Notification]:
        return list(self.sends)


FOREIGN = Notification(UART_NOTIFY, bytes.fromhex("fe0a55004f6314bf391d"))


class Asking(Cousin):
    """The cousin wants to be greeted, and bonded."""

    family = Family.CONTEC
    pairing = Pairing.JUST_WORKS

    def session(self):  # type: ignore[no-untyped-def] # noqa: ANN201 - the cousin's, with a greeting
        session = super().session()
        session.opened = lambda t: [Write(UART_WRITE, b"hello")]  # type: ignore[method-assign]
        return session


def test_a_name_of_another_family_is_corrected_by_the_table() -> None:
    async def story() -> None:
        device = FakeDevice(ChoiceMMed(), name="PC-60FW")
        async with linked(device) as heard:
            await asyncio.sleep(5)
            assert heard.statuses[-1] == LinkStatus(S.STREAMING, Family.CHOICEMMED)
            assert heard.numbers[0] == 97.0
            assert len(device.connected) == 1

    live(story())


def test_plx_is_read_where_the_device_serves_it_beside_its_own() -> None:
    async def story() -> None:
        device = FakeDevice(Plx(), name="MD300C208S", services=(*ChoiceMMed.services, *Plx.services))
        device.driver = Plx()
        async with linked(device) as heard:
            await asyncio.sleep(5)
            assert heard.statuses[-1] == LinkStatus(S.STREAMING, Family.PLX)

    live(story())


def test_first_frames_correct_the_guess_without_a_new_connection() -> None:
    async def story() -> None:
        device = Sends(sends=(FOREIGN,))
        async with linked(device, drivers=[Pc60fw(), Asking()]) as heard:
            await asyncio.sleep(10)
            assert heard.states == [S.SEARCHING, S.CONNECTING, S.WAITING, S.STREAMING]
            assert heard.statuses[-1].family is Family.CONTEC
            assert heard.numbers[0] == 99.0
            assert [data for _, _, data, _ in device.written] == [b"hello"]
            assert device.paired
            assert len(device.connected) == 1

    live(story())


def test_a_corrected_guess_is_remembered_for_the_next_connection() -> None:
    async def story() -> None:
        device = Sends(sends=(FOREIGN,))
        async with linked(device, drivers=[Pc60fw(), Asking()]) as heard:
            await asyncio.sleep(10)
            device.pull()
            device.on = True
            before = len(heard.readings)
            await asyncio.sleep(10)
            assert len(device.connected) == 2
            assert all(isinstance(each, Reading) for each in heard.readings[before:])

    live(story())


def test_a_gadget_that_only_shares_the_name_is_left_alone_after_a_while() -> None:
    async def story() -> None:
        gadget = Sends(name="OxySmart 1", rssi=-30)
        gadget.sends = tuple(Notification(UART_NOTIFY, b"+OK\r\n") for _ in range(3))
        real = FakeDevice(address="00:00:5E:00:53:02", rssi=-70)
        async with linked(gadget, real) as heard:
            await asyncio.sleep(40)
            assert (len(gadget.connected), len(real.connected)) == (1, 1)
            assert heard.statuses[-1] == LinkStatus(S.STREAMING, Family.PC60FW)

    live(story())


def test_a_known_stranger_is_told_by_its_table() -> None:
    async def story() -> None:
        accare = (
            Service(SERIAL, (Characteristic(SERIAL_NOTIFY, frozenset({Property.NOTIFY})),)),
            Service(sig_uuid(0xFFE5), (Characteristic(sig_uuid(0xFFE9), frozenset({Property.WRITE})),)),
        )
        device = FakeDevice(Fs20f(), name="FS20F", services=accare)
        async with linked(device) as heard:
            await asyncio.sleep(10)
            why = LinkAdvice.LITTLE_KNOWN
            assert heard.statuses[-1] == LinkStatus(S.NO_OXIMETER, None, why)
            assert device.written == []

    live(story())


@pytest.mark.parametrize(
    ("trouble", "battery"), [(set[str](), [55]), ({"read"}, []), ({"hang"}, [])], ids=["ok", "fails", "hangs"]
)
def test_a_battery_that_is_only_there_to_read_is_read_once(trouble: set[str], battery: list[int]) -> None:
    async def story() -> None:
        device = FakeDevice(ChoiceMMed(), name="iP900BPB", values={BATTERY_LEVEL: b"\x37"})
        device.fails, device.hangs = trouble, {"read"} if "hang" in trouble else set()
        async with linked(device) as heard:
            await asyncio.sleep(10)
            said = [each.battery for each in heard.readings if isinstance(each, Reading)]
            assert [each for each in said if each is not None] == battery
            assert heard.states[-1] is S.STREAMING
            assert all(each.frame is not Frame.PLETH for each in heard.readings if isinstance(each, Reading))

    live(story())
