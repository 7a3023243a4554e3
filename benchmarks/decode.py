"""What decoding costs: nanoseconds a notification for every family, beside other decoders of the same bytes.

    .venv/bin/python benchmarks/decode.py [--seconds 30] [--rounds 15]

For each family a virtual oximeter measures a person for so long, and all that it sends is kept. Then each decoder gets
these notifications, one at a time as they come live, in turns within one run. The figures are of the best round, when
the machine was disturbed least. A notification may hold a whole value, four of them or a third of one, so families
are compared by their load: microseconds of work for one second of the stream.

The other decoders are optional: `pip install -e ".[bench]"`. Whether they read the same SpO2 is shown as well.
"""

from __future__ import annotations

import argparse
import importlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from breathline.ble.drivers.driver import Driver, Family, Refused, Session, Write
from breathline.ble.drivers.plx import CONTINUOUS
from breathline.ble.drivers.registry import DRIVERS
from breathline.firmware_sim.conversation import Conversation
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.words import Frame, Reading

SEARCHING_S = 6.0
"""A clip shows no number for so long; this part is not measured."""


@dataclass(frozen=True)
class Heard:
    """One notification, and when it came."""

    t: float
    characteristic: str
    data: bytes


class Recorder:
    """A session that keeps what it is given."""

    def __init__(self, inner: Session) -> None:
        self._inner = inner
        self.heard: list[Heard] = []

    def opened(self, t: float) -> list[Write]:
        """As the session does."""
        return self._inner.opened(t)

    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        """As the session does, and keep it."""
        self.heard.append(Heard(t, characteristic, data))
        return self._inner.receive(t, characteristic, data)

    @property
    def next_write(self) -> float | None:
        """As the session does."""
        return self._inner.next_write

    def writes(self, t: float) -> list[Write]:
        """As the session does."""
        return self._inner.writes(t)


def record(driver: Driver, seconds: float) -> list[Heard]:
    """Everything an oximeter of the family sends while it measures a person for so long."""
    person = Curve(point=(Point(t=0, spo2=98, pulse=80, perfusion=4), Point(t=60, spo2=75, pulse=60)))
    model, talk = OximeterModel(driver, person), Conversation(driver)
    recorder = Recorder(talk.session)
    talk.session = recorder
    for reading in model.frames(SEARCHING_S + seconds):
        talk.hear(reading)
    return [each for each in recorder.heard if each.t > SEARCHING_S]


Take = Callable[[Heard], object]


def ours(driver: Driver) -> Take:
    """Breathline's own session."""
    session = driver.session()
    session.opened(0.0)
    receive = session.receive
    return lambda heard: receive(heard.t, heard.characteristic, heard.data)


def bluetooth_sig() -> Take | None:
    """bluetooth-sig's characteristic; None where it is not installed."""
    parse = _attribute(
        "bluetooth_sig.gatt.characteristics.plx_continuous_measurement", "PLXContinuousMeasurementCharacteristic"
    )
    return None if parse is None else lambda heard: (parse.parse_value(bytearray(heard.data)),)


def berry_oximeter() -> Take | None:
    """berry-oximeter's parser; None where it is not installed."""
    parser = _attribute("berry_oximeter.parser", "BCIProtocolParser")
    return None if parser is None else lambda heard: parser.add_data(heard.data)


def _attribute(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(module), name)()
    except ModuleNotFoundError:
        return None


def measure(takes: Sequence[Take], stream: Sequence[Heard], rounds: int) -> list[float]:
    """Nanoseconds a notification in the best round of each, round by round in turns."""
    best = [float("inf")] * len(takes)
    for _ in range(rounds):
        for place, take in enumerate(takes):
            began = time.perf_counter_ns()
            for heard in stream:
                take(heard)
            best[place] = min(best[place], (time.perf_counter_ns() - began) / len(stream))
    return best


def spo2(take: Take, stream: Sequence[Heard]) -> list[float]:
    """Every SpO2 that a decoder reads from the stream."""
    readings: list[Any] = [each for heard in stream for each in take(heard)]  # type: ignore[attr-defined] # a list each
    return [each.spo2 for each in readings if getattr(each, "frame", Frame.VALUES) is Frame.VALUES and each.spo2]


def main() -> None:
    """Measure every family and print one line for each decoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--rounds", type=int, default=15)
    wanted = parser.parse_args()
    print(f"{'':28}{'ns each':>9}{'a second':>10}{'us load':>9}")
    for family, driver in DRIVERS.items():
        stream = record(driver, wanted.seconds)
        (cost,) = measure([ours(driver)], stream, wanted.rounds)
        rate = len(stream) / wanted.seconds
        print(f"{family:28}{cost:9.0f}{rate:10.1f}{cost * rate / 1000:9.1f}")
    print("\nbeside others, the same bytes")
    beside(Family.PLX, "bluetooth-sig", bluetooth_sig, wanted, only=CONTINUOUS)
    beside(Family.BERRYMED, "berry-oximeter", berry_oximeter, wanted)


def beside(
    family: Family, name: str, other: Callable[[], Take | None], wanted: argparse.Namespace, only: str | None = None
) -> None:
    """Measure a family's session and another decoder on the same notifications, in turns."""
    driver = DRIVERS[family]
    stream = [each for each in record(driver, wanted.seconds) if only in {None, each.characteristic}]
    theirs = other()
    if theirs is None:
        print(f"{family} beside {name}: skipped, it is not installed")
        return
    mine_ns, theirs_ns = measure([ours(driver), theirs], stream, wanted.rounds)
    mine, read = spo2(ours(driver), stream), spo2(theirs, stream)
    same = "the same SpO2" if mine == read else f"not the same SpO2: {mine[0]:g} is read as {read[0]:g}"
    print(f"{family:14}{'breathline':14}{mine_ns:9.0f}")
    print(f"{'':14}{name:14}{theirs_ns:9.0f}   {theirs_ns / mine_ns:.1f} times as long; {same}")


if __name__ == "__main__":
    main()
