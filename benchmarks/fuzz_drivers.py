"""A million random and damaged notifications over all families: none may raise, lie or make a session hoard.

    .venv/bin/python benchmarks/fuzz_drivers.py [--notifications 1000000] [--seed 1]

Each connection hears what an oximeter of its family sends, damaged on the way: bits turned, bytes cut off or put in,
notifications lost, repeated, joined, sent on a wrong characteristic, or made of nothing but chance (some with a real
frame's beginning). A reading must be possible for a body: SpO2 above 0 and up to 100, pulse above 0 and up to 511, and
no number while it says that there is no finger. Ends with 1 at the first fault, saying which bytes made it.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from types import FunctionType, MethodType, ModuleType
from typing import TypeAlias

from breathline.ble.drivers.driver import Driver, Notification, Refused
from breathline.ble.drivers.registry import DRIVERS
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.words import Flag, Reading

CONNECTION = 2000
"""Notifications in one connection."""
DAMAGED = 0.5
"""Share of the notifications that are damaged."""
SECONDS = 2000
"""What one connection can hear at most."""
LONGEST = 250
"""Bytes of a random notification: as much as one can hold."""
KEPT_MAX = 16_384
"""Bytes of memory that a session may hold at any time, with everything it refers to: Python's own included."""


Damage: TypeAlias = Callable[[Notification, Notification, Driver, random.Random], list[Notification]]
"""Takes a notification, the one before it, the family and chance."""


def stream(driver: Driver, chance: random.Random) -> Iterator[Notification]:
    """What an oximeter sends while its finger comes and goes; for one that answers only, its answers."""
    points = [
        Point(
            t=t, spo2=chance.randint(40, 100), pulse=chance.randint(20, 250), perfusion=3, finger=chance.random() < 0.8
        )
        for t in range(0, SECONDS, 20)
    ]
    model = OximeterModel(driver, Curve(point=tuple(points)), chance.randrange(1 << 30))
    session, encoder = driver.session(), driver.encoder()
    requests = session.opened(0.0)
    for second in range(SECONDS):
        for reading in model.frames(float(second)):
            yield from encoder.encode(reading)
        for request in requests:
            yield from encoder.written(float(second), request.characteristic, request.data)
        requests = session.writes(float(second)) if session.next_write is not None else []


def damaged(driver: Driver, chance: random.Random) -> Iterator[Notification]:
    """The same after a bad way."""
    before = Notification(driver.values_characteristic, b"")
    for sent in stream(driver, chance):
        if chance.random() < DAMAGED:
            yield from chance.choice(DAMAGES)(sent, before, driver, chance)
        else:
            yield sent
        before = sent


def lost(*_: object) -> list[Notification]:
    """Nothing comes."""
    return []


def repeated(sent: Notification, *_: object) -> list[Notification]:
    """It comes twice."""
    return [sent, sent]


def joined(sent: Notification, before: Notification, *_: object) -> list[Notification]:
    """It comes behind the one before, in one."""
    return [Notification(sent.characteristic, before.data + sent.data)]


def cut_off(sent: Notification, _before: Notification, _driver: Driver, chance: random.Random) -> list[Notification]:
    """Its end is missing."""
    return [Notification(sent.characteristic, sent.data[: chance.randint(0, len(sent.data))])]


def put_in(sent: Notification, _before: Notification, _driver: Driver, chance: random.Random) -> list[Notification]:
    """There are bytes in it that were not sent."""
    at = chance.randint(0, len(sent.data))
    return [Notification(sent.characteristic, sent.data[:at] + chance.randbytes(3) + sent.data[at:])]


def turned(sent: Notification, _before: Notification, _driver: Driver, chance: random.Random) -> list[Notification]:
    """One bit is another."""
    data = bytearray(sent.data or b"\0")
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return [Notification(sent.characteristic, bytes(data))]


def begun(sent: Notification, _before: Notification, _driver: Driver, chance: random.Random) -> list[Notification]:
    """It begins as it should, and goes on by chance."""
    return [Notification(sent.characteristic, sent.data[:4] + chance.randbytes(chance.randint(0, LONGEST)))]


def random_bytes(sent: Notification, _before: Notification, _: Driver, chance: random.Random) -> list[Notification]:
    """It is all chance."""
    return [Notification(sent.characteristic, chance.randbytes(chance.randint(0, LONGEST)))]


def elsewhere(sent: Notification, _before: Notification, driver: Driver, chance: random.Random) -> list[Notification]:
    """It comes on any of the family's characteristics."""
    return [Notification(chance.choice(driver.subscriptions), sent.data)]


DAMAGES: tuple[Damage, ...] = (
    lost,
    repeated,
    joined,
    cut_off,
    put_in,
    turned,
    turned,
    begun,
    random_bytes,
    elsewhere,
)


def possible(reading: Reading) -> bool:
    """Whether a body, a clip and a battery can be so."""
    return (
        (reading.spo2 is None or 0 < reading.spo2 <= 100)
        and (reading.pulse is None or 0 < reading.pulse <= 511)
        and (reading.perfusion is None or 0 < reading.perfusion <= 100)
        and (reading.battery is None or 0 <= reading.battery <= 100)
        and not (Flag.NO_FINGER in reading.flags and reading.spo2 is not None)
    )


def kept(thing: object) -> int:
    """Bytes of memory that hang on an object, without code."""
    seen: set[int] = set()
    todo, total = [thing], 0
    while todo:
        each = todo.pop()
        if id(each) in seen or isinstance(each, type | ModuleType | FunctionType):
            continue
        seen.add(id(each))
        total += sys.getsizeof(each)
        if not isinstance(each, MethodType):
            todo += gc.get_referents(each)
    return total


def fuzz(driver: Driver, number: int, chance: random.Random) -> tuple[Counter[str], int]:
    """Let one family hear so many notifications; returns what came of them, and the most a session held."""
    came: Counter[str] = Counter()
    most = 0
    while came["heard"] < number:
        session, t = driver.session(), 0.0
        session.opened(t)
        for place, sent in enumerate(damaged(driver, chance)):
            if place >= CONNECTION or came["heard"] >= number:
                break
            t += chance.random() / 5
            if session.next_write is not None and session.next_write <= t:
                session.writes(t)
            came["heard"] += 1
            try:
                pieces = session.receive(t, sent.characteristic, sent.data)
            except Exception as error:
                raise SystemExit(f"{driver.family} raised {error!r} on {sent}") from error
            for piece in pieces:
                came["refused" if isinstance(piece, Refused) else "read"] += 1
                if isinstance(piece, Reading) and not possible(piece):
                    raise SystemExit(f"{driver.family} made {piece} of {sent}")
            if place % 100 == 0:
                most = max(most, kept(session))
        if most > KEPT_MAX:
            raise SystemExit(f"a session of {driver.family} holds {most} bytes")
    return came, most


def main() -> None:
    """Run it and print one line for each family."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notifications", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    each = -(-wanted.notifications // len(DRIVERS))
    print(f"{'':12}{'heard':>9}{'read':>9}{'refused':>9}{'bytes held':>12}{'s':>7}")
    total = 0
    for family, driver in DRIVERS.items():
        began = time.monotonic()
        came, most = fuzz(driver, each, random.Random(f"{wanted.seed} {family}"))
        total += came["heard"]
        print(
            f"{family:12}{came['heard']:9}{came['read']:9}{came['refused']:9}{most:12}{time.monotonic() - began:7.1f}"
        )
    print(f"{total} notifications: nothing raised, nothing impossible, at most {KEPT_MAX} bytes held")


if __name__ == "__main__":
    main()
