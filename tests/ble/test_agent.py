"""BlueZ finds somebody to ask when it pairs, and only the oximeter that is wanted gets a yes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from bleak.backends.device import BLEDevice
from dbus_fast import Message, MessageType

from breathline.ble.agent import agreeing_to_pair, answer
from breathline.ble.backend import SYSTEM
from tests.ble.fake_radio import FakeAir

PATH = "/org/bluez/hci0/dev_C0_00_00_00_00_01"
DEVICE = BLEDevice("C0:00:00:00:00:01", "Nonin3230", {"path": PATH})
AGENT = "org.bluez.Agent1"


def asked(member: str, *body: Any, interface: str = AGENT, signature: str = "o") -> Message:
    return Message(
        path="/breathline/agent",
        interface=interface,
        member=member,
        sender=":1.0",
        serial=1,
        signature=signature if body else "",
        body=list(body),
    )


class FakeBus:
    """The system bus."""

    def __init__(self, missing: bool = False) -> None:
        self.missing = missing
        self.called: list[str | None] = []
        self.handlers: list[Any] = []
        self.connected = False

    def __call__(self, **_: Any) -> FakeBus:
        return self

    def add_message_handler(self, handler: Any) -> None:
        self.handlers.append(handler)

    async def connect(self) -> None:
        if self.missing:
            raise FileNotFoundError
        self.connected = True

    async def call(self, message: Message) -> None:
        self.called.append(message.member)

    def disconnect(self) -> None:
        assert self.connected
        self.connected = False


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> FakeBus:
    made = FakeBus()
    monkeypatch.setattr("dbus_fast.aio.MessageBus", made)
    monkeypatch.setattr("sys.platform", "linux")
    return made


async def test_somebody_can_be_asked_for_as_long_as_pairing_lasts(bus: FakeBus) -> None:
    async with agreeing_to_pair(SYSTEM, DEVICE):
        assert bus.connected
        assert bus.called == ["RegisterAgent", "RequestDefaultAgent"]
        (ask,) = bus.handlers
        assert ask(asked("RequestAuthorization", PATH)).message_type is MessageType.METHOD_RETURN
    assert not bus.connected


async def test_nobody_can_be_asked_any_more_when_pairing_is_broken_off(bus: FakeBus) -> None:
    async def attempt() -> None:
        async with agreeing_to_pair(SYSTEM, DEVICE):
            await asyncio.Event().wait()

    task = asyncio.create_task(attempt())
    while len(bus.called) < 2:  # noqa: ASYNC110 - the fake knows no events
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not bus.connected


async def test_without_a_bus_the_attempt_goes_on(bus: FakeBus) -> None:
    bus.missing = True
    async with agreeing_to_pair(SYSTEM, DEVICE):
        assert bus.called == []


async def test_a_radio_of_ours_and_other_systems_ask_nobody(bus: FakeBus, monkeypatch: pytest.MonkeyPatch) -> None:
    async with agreeing_to_pair(FakeAir().backend(), DEVICE):
        pass
    monkeypatch.setattr("sys.platform", "darwin")
    async with agreeing_to_pair(SYSTEM, DEVICE):
        pass
    assert bus.handlers == []


@pytest.mark.parametrize("member", ["Release", "Cancel"])
def test_what_bluez_only_tells_is_taken(member: str) -> None:
    said = answer(asked(member), PATH)
    assert said is not None
    assert said.message_type is MessageType.METHOD_RETURN


@pytest.mark.parametrize(
    "question",
    [
        asked("RequestAuthorization", PATH.replace("01", "02")),
        asked("RequestConfirmation", PATH, 123456, signature="ou"),
        asked("RequestPinCode", PATH),
        asked("AuthorizeService", PATH, "1822", signature="os"),
    ],
    ids=lambda each: each.member,
)
def test_other_devices_and_every_code_are_refused(question: Message) -> None:
    said = answer(question, PATH)
    assert said is not None
    assert said.message_type is MessageType.ERROR
    assert said.error_name == "org.bluez.Error.Rejected"


def test_what_is_not_for_the_agent_is_left_alone() -> None:
    assert answer(asked("Get", interface="org.freedesktop.DBus.Properties"), PATH) is None
