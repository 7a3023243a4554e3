"""What a driver is: one module per oximeter family, pure, both directions.

A driver says how its family is recognised and what to subscribe to. A `Session` turns the bytes of one
connection into readings and says what to write and when; a radio carries it out. An `Encoder` is the other
direction, for virtual oximeters and for tests. Nothing here does input or output or reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol

from breathline.words import Reading


def sig_uuid(short: int) -> str:
    """The full 128-bit form of a 16-bit UUID of the Bluetooth SIG, in the lower case bleak uses."""
    return f"{short:08x}-0000-1000-8000-00805f9b34fb"


class Family(StrEnum):
    """The protocol families. `registry.DRIVERS` has a driver for each."""

    PLX = "plx"
    NONIN = "nonin"
    BERRYMED = "berrymed"
    JUMPER = "jumper"
    VIATOM = "viatom"
    OXYII = "oxyii"
    PC60FW = "pc60fw"
    FS20F = "fs20f"
    CONTEC = "contec"
    CHOICEMMED = "choicemmed"
    MASIMO = "masimo"
    TAIDOC = "taidoc"
    JKS50F = "jks50f"


class Evidence(StrEnum):
    """On what a family's layout rests."""

    REAL_CAPTURE = "real capture"
    TWO_SOURCES = "two sources"
    ONE_SOURCE = "one source"


class Pairing(StrEnum):
    """What bonding the family asks for."""

    NONE = "none"
    JUST_WORKS = "just works"


class Match(IntEnum):
    """How sure an advertisement (or a connected device's table of services) makes us; higher wins."""

    NO = 0
    POSSIBLE = 1
    """Only a UUID that other devices use as well."""
    LIKELY = 2
    """A name pattern or a UUID of its own."""
    CERTAIN = 3
    """Both."""

    @classmethod
    def of(cls, *, named: bool, served: bool, shared: bool) -> Match:
        """The match of a family that is known by a name pattern and by a service.

        Args:
            named: The name is one of the family's.
            served: The service is there.
            shared: Other devices use the same service.
        """
        if named:
            return cls.CERTAIN if served else cls.LIKELY
        if served:
            return cls.POSSIBLE if shared else cls.LIKELY
        return cls.NO


@dataclass(frozen=True, slots=True)
class Advertisement:
    """What a device says of itself over the air, without its address.

    Attributes:
        name: Local name; None when not sent.
        services: Full UUIDs in lower case.
        companies: Company identifiers of the manufacturer data.
        maker: First three octets of a public address as "00:A0:50"; None when unknown or random.
    """

    name: str | None = None
    services: frozenset[str] = frozenset()
    companies: frozenset[int] = frozenset()
    maker: str | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes to write to a characteristic (full UUID)."""

    characteristic: str
    data: bytes
    response: bool = False
    """True: write with response."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Bytes that were not accepted, and why, in one short sentence. Nothing is guessed from them."""

    t: float
    reason: str
    data: bytes


class Session(Protocol):
    """One connection's conversation. Time comes in with each call, in seconds, never backwards."""

    def opened(self, t: float) -> list[Write]:
        """What to write once the subscriptions stand, in order."""
        ...

    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        """Take one notification; frames may be split over several and several may come in one.

        Args:
            t: Seconds; when the notification arrived.
            characteristic: Full UUID, lower case.
            data: Its value, any length. Never raises for any content.
        """
        ...

    @property
    def next_write(self) -> float | None:
        """When `writes` wants to be called next (poll, keep-alive); None when never."""
        ...

    def writes(self, t: float) -> list[Write]:
        """What is to be written now. Call at `next_write` or later."""
        ...


class QuietSession:
    """The part of a `Session` shared by families that stream by themselves: nothing to write."""

    def opened(self, t: float) -> list[Write]:  # noqa: ARG002
        """Nothing: enabling notifications starts the stream."""
        return []

    @property
    def next_write(self) -> float | None:
        """Never."""
        return None

    def writes(self, t: float) -> list[Write]:  # noqa: ARG002
        """Nothing."""
        return []


class Property(StrEnum):
    """What a characteristic offers."""

    READ = "read"
    WRITE = "write"
    WRITE_NO_RESPONSE = "write_no_response"
    NOTIFY = "notify"
    INDICATE = "indicate"


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One characteristic of a family's table of services (full UUID)."""

    uuid: str
    properties: frozenset[Property]
    value: bytes = b""
    """What a read returns before anything else is set."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a family's table (full UUID)."""

    uuid: str
    characteristics: tuple[Characteristic, ...]


@dataclass(frozen=True, slots=True)
class Notification:
    """Bytes a device sends on a characteristic (full UUID)."""

    characteristic: str
    data: bytes


class Encoder(Protocol):
    """The device's side: readings to notifications, cut as the real device cuts them."""

    def encode(self, reading: Reading) -> list[Notification]:
        """The notifications that carry this reading; none when the family has no frame for it.

        A reading without a value is sent as the family sends "no value"; flags the family has no bit for are
        left out. Frames may be held back to fill a notification, as the real device does.
        """
        ...

    def written(self, t: float, characteristic: str, data: bytes) -> list[Notification]:
        """What the device answers to a write (poll, command); none for families that only stream."""
        ...


class QuietEncoder:
    """The part of an `Encoder` shared by families that only stream: no answer to a write."""

    def written(self, t: float, characteristic: str, data: bytes) -> list[Notification]:  # noqa: ARG002
        """Nothing."""
        return []


class Driver(Protocol):
    """One oximeter family."""

    @property
    def family(self) -> Family:
        """Its name on the command line and in exports."""
        ...

    @property
    def models(self) -> str:
        """The devices people know it by, for `breathline families`."""
        ...

    @property
    def evidence(self) -> Evidence:
        """On what the layout rests."""
        ...

    @property
    def gives(self) -> tuple[str, ...]:
        """Of "spo2", "pulse", "perfusion", "pleth", "battery": what the device sends."""
        ...

    @property
    def period_s(self) -> float:
        """Nominal seconds between two values frames."""
        ...

    @property
    def pleth_hz(self) -> float | None:
        """Pleth samples a second; None when the family sends none."""
        ...

    @property
    def pairing(self) -> Pairing:
        """The bonding it needs."""
        ...

    @property
    def values_characteristic(self) -> str:
        """Full UUID of the live values, the default of `breathline decode`."""
        ...

    @property
    def subscriptions(self) -> tuple[str, ...]:
        """Full UUIDs to subscribe to, in order; those the device does not have are passed over."""
        ...

    @property
    def services(self) -> tuple[Service, ...]:
        """The table of services of a real device, for the virtual one and for telling families apart."""
        ...

    @property
    def advertisement(self) -> Advertisement:
        """What a real device advertises: its usual name, the services it lists, its maker."""
        ...

    def recognise(self, advertisement: Advertisement) -> Match:
        """How sure this advertisement is one of ours."""
        ...

    def session(self) -> Session:
        """A fresh conversation for one connection."""
        ...

    def encoder(self) -> Encoder:
        """A fresh device's side for one connection."""
        ...
