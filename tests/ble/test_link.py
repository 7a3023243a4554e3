"""The link finds an oximeter, keeps it and gets it back, in virtual time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from bleak.backends.device import BLEDevice
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakError

from breathline.ble.backend import SYSTEM
from breathline.ble.drivers.berrymed import BerryMed
from breathline.ble.drivers.driver import (
    Characteristic,
    Driver,
    Family,
    Match,
    Notification,
    Property,
    Refused,
    Service,
)
from breathline.ble.drivers.pc60fw import UART_NOTIFY, Pc60fw
from breathline.ble.drivers.plx import Plx
from breathline.ble.found import Found
from breathline.ble.link import Link
from breathline.ble.status import LinkState, LinkStatus
from breathline.words import Flag, Frame, LinkAdvice, Reading
from tests.ble.fake_radio import FakeAir, FakeDevice
from tests.ble.virtual_time import live, now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

S = LinkState
DRIVERS: list[Driver] = [Plx(), Pc60fw(), BerryMed()]


@dataclass
class Heard:
    """What a link told its owner, with the time of each."""

    readings: list[Reading] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    statuses: list[tuple[float, LinkStatus]] = field(default_factory=list)

    def reading(self, item: Reading | Refused) -> None:
        if isinstance(item, Reading):
            self.readings.append(item)
        else:
            self.refused.append(item)

    def status(self, status: LinkStatus) -> None:
        self.statuses.append((now(), status))

    @property
    def states(self) -> list[LinkState]:
        return [status.state for _, status in self.statuses]

    @property
    def last(self) -> LinkStatus:
        return self.statuses[-1][1]

    def when(self, state: LinkState, after: float = 0.0) -> float:
        return next(t for t, status in self.statuses if status.state is state and t >= after)

    @property
    def values(self) -> list[Reading]:
        return [each for each in self.readings if each.frame is Frame.VALUES]


@asynccontextmanager
async def linked(air: FakeAir, address: str | None = None, family: Family | None = None) -> AsyncIterator[Heard]:
    """A link that runs while the story is told, and is cancelled at its end."""
    heard = Heard()
    link = Link(air.backend(), heard.reading, heard.status, now, address, family, drivers=DRIVERS, random=lambda: 0.0)
    task = asyncio.create_task(link.run())
    yield heard
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_it_finds_an_oximeter_and_streams_its_readings() -> None:
    async def story() -> None:
        device = FakeDevice(spo2=93.0)
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(10)
            assert heard.states == [S.SEARCHING, S.CONNECTING, S.STREAMING]
            assert heard.last == LinkStatus(S.STREAMING, Family.PC60FW)
            assert heard.values[0].spo2 == 93.0
            assert heard.when(S.STREAMING) < 2.0

    live(story())


def test_readings_are_stamped_with_the_owner_s_clock() -> None:
    async def story() -> None:
        heard = Heard()
        air = FakeAir([FakeDevice()])
        link = Link(air.backend(), heard.reading, heard.status, lambda: now() + 1000.0)
        task = asyncio.create_task(link.run())
        await asyncio.sleep(5)
        task.cancel()
        assert heard.values[0].t == pytest.approx(1000.9, abs=0.5)

    live(story())


def test_a_pulled_link_is_lost_at_once_and_its_number_is_back_within_four_seconds() -> None:
    async def story() -> None:
        device = FakeDevice()
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(60)
            device.pull()
            assert heard.last == LinkStatus(S.LOST, Family.PC60FW, LinkAdvice.LOST)
            await asyncio.sleep(45)
            assert heard.last == LinkStatus(S.LOST, Family.PC60FW, LinkAdvice.STILL_LOST)
            device.on = True
            back = now()
            await asyncio.sleep(10)
            assert heard.last.state is S.STREAMING
            assert heard.values[-1].t > back
            assert heard.when(S.STREAMING, back) - back < 4.0

    live(story())


def test_lost_stands_until_numbers_arrive_so_that_its_alarm_does_not_flap() -> None:
    async def story() -> None:
        device = FakeDevice()
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(20)
            device.pull()
            device.on, device.muted = True, True
            await asyncio.sleep(4)
            assert heard.states[-2:] == [S.STREAMING, S.LOST]
            device.muted = False
            await asyncio.sleep(2)
            assert heard.states[-3:] == [S.STREAMING, S.LOST, S.STREAMING]

    live(story())


def test_a_connected_oximeter_without_valid_frames_is_called_silent_after_five_seconds() -> None:
    async def story() -> None:
        device = FakeDevice()
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(20)
            device.muted = True
            last = heard.values[-1].t
            await asyncio.sleep(9.5)
            assert heard.when(S.SILENT) - last == pytest.approx(5.0, abs=0.1)
            assert heard.last == LinkStatus(S.SILENT, Family.PC60FW, LinkAdvice.SILENT)
            assert device.hung_up == []

    live(story())


def test_a_hung_oximeter_is_disconnected_and_connected_again() -> None:
    async def story() -> None:
        device = FakeDevice()
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(20)
            device.muted = True
            last = heard.values[-1].t
            await asyncio.sleep(11)
            assert [t - last for t in device.hung_up] == [pytest.approx(10.0, abs=0.1)]
            assert heard.last.state is S.LOST
            await asyncio.sleep(3)
            device.muted = False
            await asyncio.sleep(2)
            assert len(device.connected) == 2
            assert heard.states[-1:] == [S.STREAMING]

    live(story())


def test_frames_without_a_value_keep_the_link_alive() -> None:
    async def story() -> None:
        device = FakeDevice(spo2=None, flags=frozenset({Flag.NO_FINGER}))
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(120)
            assert heard.states == [S.SEARCHING, S.CONNECTING, S.STREAMING]
            assert heard.values[-1].spo2 is None

    live(story())


def test_a_device_that_never_sends_anything_valid_is_told_from_one_that_is_not_there() -> None:
    async def story() -> None:
        device = FakeDevice(muted=True)
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(9)
            assert heard.states == [S.SEARCHING, S.CONNECTING, S.WAITING, S.SILENT]
            assert heard.last.advice == LinkAdvice.SILENT

    live(story())


def test_nothing_in_range_is_said_after_twenty_seconds_and_an_oximeter_is_taken_when_it_comes() -> None:
    async def story() -> None:
        device = FakeDevice(on=False)
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(3600)
            assert heard.states == [S.SEARCHING, S.NO_OXIMETER]
            assert 20.0 <= heard.when(S.NO_OXIMETER) <= 32.0
            assert heard.last.advice == LinkAdvice.NO_OXIMETER
            device.on = True
            await asyncio.sleep(3)
            assert heard.last.state is S.STREAMING
            assert device.connected[0] < now()

    live(story())


def test_nobody_is_connected_to_blindly() -> None:
    async def story() -> None:
        phone = FakeDevice(BerryMed(), name="Someone's phone")
        async with linked(FakeAir([phone])) as heard:
            await asyncio.sleep(60)
            assert phone.connected == []
            assert heard.last.state is S.NO_OXIMETER

    live(story())


def test_a_scan_and_a_connection_attempt_never_overlap() -> None:
    async def story() -> None:
        device = FakeDevice(fails={"connect"})
        air = FakeAir([device])
        async with linked(air):
            await asyncio.sleep(30)
            device.fails.clear()
            await asyncio.sleep(30)
        assert air.overlaps == 0
        assert air.scanning == 0

    live(story())


@pytest.mark.parametrize("call", ["connect", "start_notify"])
def test_a_call_that_hangs_is_given_up_and_tried_again(call: str) -> None:
    async def story() -> None:
        device = FakeDevice(hangs={call})
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(24)
            device.hangs.clear()
            await asyncio.sleep(25)
            assert heard.last.state is S.STREAMING

    live(story())


def test_an_adapter_that_does_not_start_to_listen_is_said_to_be_off() -> None:
    async def story() -> None:
        air = FakeAir(hangs={"start"})
        async with linked(air) as heard:
            await asyncio.sleep(30)
            assert heard.last == LinkStatus(S.ADAPTER_OFF, None, LinkAdvice.BROKEN)

    live(story())


@pytest.mark.parametrize("call", ["start", "stop"])
def test_a_scanner_that_hangs_does_not_stop_the_search_for_ever(call: str) -> None:
    async def story() -> None:
        device = FakeDevice()
        air = FakeAir([device], hangs={call})
        async with linked(air) as heard:
            await asyncio.sleep(30)
            air.hangs.clear()
            await asyncio.sleep(30)
            assert heard.last.state is S.STREAMING

    live(story())


def test_an_oximeter_that_does_not_answer_is_tried_with_growing_pauses_and_said_so() -> None:
    async def story() -> None:
        device = FakeDevice(fails={"connect"})
        air = FakeAir([device])
        async with linked(air) as heard:
            await asyncio.sleep(60)
            assert heard.last == LinkStatus(S.NO_OXIMETER, None, LinkAdvice.NO_ANSWER)
            starts = air.scans
            gaps = [round(later - earlier, 3) for earlier, later in pairwise(starts)]
            assert gaps[:5] == sorted(gaps[:5])
            assert max(gaps) < 5.0  # one that is heard is never left alone for long
            assert len(starts) < 40

    live(story())


def test_it_hangs_up_when_cancelled() -> None:
    async def story() -> None:
        device = FakeDevice()
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(5)
        assert len(device.hung_up) == 1
        assert heard.last.state is S.STOPPED

    live(story())


def test_a_disconnect_that_hangs_does_not_keep_the_program_from_ending() -> None:
    async def story() -> None:
        device = FakeDevice(hangs={"disconnect"})
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(5)
            before = now()
        assert now() - before < 8.0
        assert heard.last.state is S.STOPPED

    live(story())


def test_an_adapter_that_is_off_is_said_once_with_what_to_do_and_tried_quietly() -> None:
    async def story() -> None:
        reason = BleakBluetoothNotAvailableReason.POWERED_OFF
        air = FakeAir([FakeDevice()], error=BleakBluetoothNotAvailableError("off", reason))
        async with linked(air) as heard:
            await asyncio.sleep(600)
            assert heard.states == [S.SEARCHING, S.ADAPTER_OFF]
            assert heard.last.advice == LinkAdvice.SWITCHED_OFF
            assert len(air.scans) < 210
            air.error = None
            await asyncio.sleep(6)
            assert heard.states[2:] == [S.SEARCHING, S.CONNECTING, S.STREAMING]

    live(story())


def test_a_scan_that_fails_for_no_known_reason_sends_to_the_doctor() -> None:
    async def story() -> None:
        async with linked(FakeAir(error=BleakError("no idea"))) as heard:
            await asyncio.sleep(5)
            assert heard.last == LinkStatus(S.ADAPTER_OFF, None, LinkAdvice.BROKEN)

    live(story())


def test_an_adapter_pulled_out_while_streaming_comes_back_to_the_oximeter_by_itself() -> None:
    async def story() -> None:
        device = FakeDevice()
        air = FakeAir([device])
        async with linked(air) as heard:
            await asyncio.sleep(20)
            air.error = FileNotFoundError()
            device.pull()
            device.on = True
            await asyncio.sleep(60)
            assert heard.states[-2:] == [S.LOST, S.ADAPTER_OFF]
            air.error = None
            await asyncio.sleep(6)
            assert heard.last.state is S.STREAMING

    live(story())


@pytest.mark.hazard("H-11")
def test_only_the_wanted_address_is_taken() -> None:
    async def story() -> None:
        near = FakeDevice(address="00:00:5E:00:53:01", rssi=-30)
        wanted = FakeDevice(address="00:00:5E:00:53:0A", rssi=-80)
        async with linked(FakeAir([near, wanted]), address="00:00:5e:00:53:0a"):
            await asyncio.sleep(5)
            assert (near.connected, len(wanted.connected)) == ([], 1)

    live(story())


def test_of_two_in_range_the_nearer_is_taken() -> None:
    async def story() -> None:
        far = FakeDevice(address="00:00:5E:00:53:01", rssi=-80)
        near = FakeDevice(address="00:00:5E:00:53:02", rssi=-40)
        async with linked(FakeAir([far, near])):
            await asyncio.sleep(5)
            assert (far.connected, len(near.connected)) == ([], 1)

    live(story())


def test_only_the_wanted_family_is_taken() -> None:
    async def story() -> None:
        other = FakeDevice(address="00:00:5E:00:53:01")
        wanted = FakeDevice(Plx(), "00:00:5E:00:53:02", name="Any name")
        async with linked(FakeAir([other, wanted]), family=Family.PLX):
            await asyncio.sleep(5)
            assert (other.connected, len(wanted.connected)) == ([], 1)

    live(story())


def test_an_unknown_device_is_read_when_address_and_family_are_given() -> None:
    async def story() -> None:
        device = FakeDevice(Plx(), name="Renamed by hand")
        device.driver = RenamedPlx()
        async with linked(FakeAir([device]), device.address, Family.PLX) as heard:
            await asyncio.sleep(5)
            assert heard.last.state is S.STREAMING

    live(story())


class RenamedPlx(Plx):
    """Advertises nothing that tells it apart."""

    advertisement = BerryMed.advertisement


def test_an_oximeter_that_can_t_be_read_is_named_as_such() -> None:
    async def story() -> None:
        device = FakeDevice(BerryMed(), name="iHealth PO3")
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(30)
            why = LinkAdvice.UNDISCLOSED
            assert heard.last == LinkStatus(S.NO_OXIMETER, None, why)
            device.on = False
            await asyncio.sleep(60)
            assert heard.last == LinkStatus(S.NO_OXIMETER, None, LinkAdvice.NO_OXIMETER)

    live(story())


@pytest.mark.hazard("H-11")
def test_a_lost_oximeter_is_not_replaced_by_the_next_person_s_until_it_has_been_waited_for() -> None:
    async def story() -> None:
        mine = FakeDevice(address="00:00:5E:00:53:01", name="OxySmart 1111", rssi=-40)
        other = FakeDevice(address="00:00:5E:00:53:02", name="OxySmart 2222", rssi=-60)
        async with linked(FakeAir([mine, other])):
            await asyncio.sleep(10)
            mine.pull()
            await asyncio.sleep(19)
            assert other.connected == []
            await asyncio.sleep(3)
            assert len(other.connected) == 1

    live(story())


def test_an_oximeter_that_comes_back_under_another_address_is_known_by_its_serial_number() -> None:
    async def story() -> None:
        before = FakeDevice(address="40:00:5E:00:53:01", name="OxySmart 1111")
        after = FakeDevice(address="41:00:5E:00:53:02", name="OxySmart 1111", on=False)
        async with linked(FakeAir([before, after])):
            await asyncio.sleep(10)
            before.pull()
            after.on = True
            await asyncio.sleep(3)
            assert len(after.connected) == 1

    live(story())


def test_a_device_without_the_family_s_characteristics_is_looked_at_afresh_once_and_then_left_alone() -> None:
    async def story() -> None:
        table = (Service("180f", (Characteristic("2a19", frozenset({Property.READ})),)),)
        liar = FakeDevice(address="00:00:5E:00:53:01", rssi=-30, services=table)
        real = FakeDevice(address="00:00:5E:00:53:02", rssi=-70)
        async with linked(FakeAir([liar, real])) as heard:
            await asyncio.sleep(8)
            assert (len(liar.connected), liar.forgotten, len(real.connected)) == (2, 1, 1)
            assert heard.last.state is S.STREAMING

    live(story())


@pytest.mark.hazard("H-14")
def test_bytes_that_are_not_accepted_are_handed_on_and_do_not_count_as_alive() -> None:
    async def story() -> None:
        device = FakeDevice()
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(5)
            device.muted = True
            for _ in range(30):
                await asyncio.sleep(0.2)
                if device.client is not None:
                    device.client.notify(Notification(UART_NOTIFY, b"\x00\x01\x02"))
            assert heard.refused
            assert heard.last.state is S.SILENT

    live(story())


def test_failures_are_forgotten_after_half_a_minute_of_good_data() -> None:
    async def story() -> None:
        device = FakeDevice(fails={"connect"})
        async with linked(FakeAir([device])) as heard:
            await asyncio.sleep(30)
            device.fails.clear()
            await asyncio.sleep(60)
            device.pull()
            device.on = True
            lost = now()
            await asyncio.sleep(5)
            assert heard.when(S.STREAMING, lost) - lost < 1.0

    live(story())


def test_an_oximeter_left_connected_by_a_crash_is_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        device = FakeDevice(on=False)  # connected devices don't advertise
        held = BLEDevice(device.address, device.name, device)
        said = Pc60fw.advertisement

        async def left(*_: object) -> list[Found]:
            device.on = True
            return [Found(held, said, device.name, Family.PC60FW, Match.CERTAIN, -127, Pc60fw(), oximeter=True)]

        monkeypatch.setattr("breathline.ble.link.left_over", left)
        air = FakeAir([device])
        async with linked(air) as heard:
            await asyncio.sleep(2)
            assert heard.last.state is S.STREAMING
            assert air.scans == []

    live(story())


async def test_without_any_bluetooth_system_it_says_so_and_goes_on() -> None:
    """The real bleak on this machine, whatever it has: never an exception, never a busy loop."""
    statuses: list[LinkStatus] = []
    loop = asyncio.get_running_loop()
    told = asyncio.Event()

    def on_status(status: LinkStatus) -> None:
        statuses.append(status)
        told.set()

    task = asyncio.create_task(Link(SYSTEM, lambda _: None, on_status, loop.time, drivers=[Pc60fw()]).run())
    await asyncio.wait_for(told.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert statuses[0].state is S.SEARCHING
    assert statuses[-1].state is S.STOPPED
