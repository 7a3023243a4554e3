"""Nobody is on the disk: not who was there, what they typed, or whose clip it was; nor, sealed, what happened."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

import pytest
from pyrage import x25519

from breathline.ble.backend import Backend
from breathline.ble.drivers.driver import Advertisement
from breathline.ble.drivers.pc60fw import UART, Pc60fw
from breathline.ble.radio.air import VirtualAir, address_of
from breathline.ble.radio.backend import backend_for
from breathline.cli.bedside import Box, Wishes
from breathline.device.closing import Step
from breathline.device.config import Config, LogConfig, OximeterConfig, SoundConfig
from breathline.events.codec import as_row
from breathline.events.database import Kind
from breathline.events.log import Log
from breathline.events.model import Event
from breathline.events.rows import PlainRows
from breathline.events.sealed import SealedRows
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.peripheral import VirtualOximeter
from breathline.words import Action, ActionId, Trust
from tests.ble.virtual_time import live
from tests.integration.test_killed_program import program

IDENTITY = x25519.Identity.generate()
NAME, NUMBER, SERIAL, PLACE = "Jane Quimby", "604-555-0192", "SN77310425", "Cordova"
ADDRESS = address_of(f"{NAME}'s clip")
TELLTALES = (
    NAME,
    "Quimby",
    "Jane",
    NUMBER,
    SERIAL,
    PLACE,
    ADDRESS,
    ADDRESS.replace(":", ""),
    ADDRESS.replace(":", "_"),
)
STORY = (b"spo2", b"naloxone", b"called_911", b"vitals", b"prompt", b'"kind"')
FALLS = Curve(point=(Point(t=0, spo2=96, pulse=84, perfusion=4), Point(t=30, spo2=72)))


class Named(Pc60fw):
    """A clip whose name is its serial number and its owner's."""

    advertisement = Advertisement(name=f"PC-60FW_{SERIAL} {NAME}", services=frozenset({UART}))


def on_disk(*folders: Path) -> dict[Path, bytes]:
    """Every file, with its own name."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {path: path.name.encode() + path.read_bytes() for path in files}


def keys_in(data: Path) -> list[bytes]:
    return [file.read_bytes() for file in data.glob("*.key")]


def wal_size(data: Path) -> int:
    return sum(path.stat().st_size for path in data.glob("*-wal"))


def wait_for_the_log(holds: Callable[[], bool]) -> None:
    """The log's thread lives in real time, not in the story's."""
    for _ in range(1000):
        if holds():
            return
        threading.Event().wait(0.01)
    raise AssertionError("the log never came so far")


def telling(text: bytes) -> list[str]:
    """The telltales in some bytes, in any of the ways they could stand there."""
    low = text.lower()
    raw = [bytes.fromhex(ADDRESS.split("/")[0].replace(":", "")), bytes.fromhex(ADDRESS[:17].replace(":", ""))[::-1]]
    found = [word for word in TELLTALES if word.lower().encode() in low or word.lower().encode("utf-16-le") in low]
    return found + [each.hex() for each in raw if each in text]


def a_response(data: Path, public_key: str | None) -> tuple[list[dict[Path, bytes]], list[bytes]]:
    """A response at the bedside, with an oximeter that says who it belongs to.

    Returns:
        The disk while it ran, after its end, and after the box was left; and the keys of it while it ran.
    """
    disks: list[dict[Path, bytes]] = []
    keys: list[bytes] = []
    config = Config(
        practice=False,
        data_dir=data,
        sound=SoundConfig(device=False),
        oximeter=OximeterConfig(address=ADDRESS[:17]),
        log=LogConfig(public_key=public_key),
    )

    @asynccontextmanager
    async def radio() -> AsyncIterator[Backend]:
        air, driver = VirtualAir(), Named()
        device = await air.device(f"{NAME}'s clip")
        oximeter = VirtualOximeter(device, driver, OximeterModel(driver, FALLS), within=(air, f"{NAME}'s clip"))
        await oximeter.start()
        try:
            yield backend_for(await air.device("box"))
        finally:
            await oximeter.stop()
            await air.close()

    async def told() -> None:
        box = Box(Wishes(config), radio, start=True, clock=asyncio.get_running_loop().time)
        running = asyncio.create_task(box.run())

        async def until(holds: Callable[[], bool]) -> None:
            async with asyncio.timeout(600):
                while not holds():  # noqa: ASYNC110 - in virtual time a look costs nothing
                    await asyncio.sleep(0.05)

        def number() -> bool:
            vitals = box.people.published.situation.vitals
            return vitals is not None and vitals.trust is Trust.LIVE

        try:
            await until(number)
            for act in (ActionId.CALLED_911, ActionId.NALOXONE):
                box.people.post(Action(act))
                await asyncio.sleep(30)
            wait_for_the_log(lambda: public_key is None or bool(keys_in(data)))
            disks.append(on_disk(data))
            keys.extend(keys_in(data))
            box.people.post(Action(ActionId.END))
            await until(lambda: box.people.published.situation.ended)
            box.people.close_out(Step.SKIP)
            await asyncio.sleep(0.1)
            wait_for_the_log(lambda: not list(data.glob("*.key")) and not wal_size(data))
            disks.append(on_disk(data))
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    live(told())
    disks.append(on_disk(data))
    return disks, keys


def read(data: Path) -> list[Event]:
    with Log.open(data, Kind.REAL, codec=SealedRows.of(None, str(IDENTITY))) as log:
        (record,) = log.responses()
        assert not record.open
        return log.read(record.id)


@pytest.mark.hazard("H-40")
def test_a_sealed_box_keeps_nothing_of_yesterday_that_it_could_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (running, ended, left), keys = a_response(data, str(IDENTITY.to_public()))
    (key,) = keys
    assert any(key in stored for stored in running.values())
    for when in (running, ended, left):
        assert [(path.name, word) for path, stored in when.items() for word in STORY if word in stored] == []
    for when in (ended, left):
        assert [path.name for path, stored in when.items() if key in stored] == []
    rows = [PlainRows().encode(as_row(event)) for event in read(data)]
    assert len(rows) > 60
    assert not [row for row in rows if any(row in stored for stored in (*running.values(), *left.values()))]


def test_a_plain_box_keeps_all_of_it(tmp_path: Path) -> None:
    (_, _, left), keys = a_response(tmp_path / "data", None)
    assert keys == []
    rows = [PlainRows().encode(as_row(event)) for event in read(tmp_path / "data")]
    assert {word for word in STORY if any(word in stored for stored in left.values())} == set(STORY)
    assert all(any(row in stored for stored in left.values()) for row in rows)


@pytest.mark.hazard("H-39")
@pytest.mark.parametrize("public_key", [None, str(IDENTITY.to_public())], ids=["plain", "sealed"])
def test_whose_clip_it_was_is_nowhere(tmp_path: Path, public_key: str | None, caplog: pytest.LogCaptureFixture) -> None:
    disks, _ = a_response(tmp_path / "data", public_key)
    assert [(path.name, found) for disk in disks for path, stored in disk.items() if (found := telling(stored))] == []
    assert telling(caplog.text.encode()) == []
    assert len(read(tmp_path / "data")) > 60


@pytest.mark.hazard("H-39")
def test_what_somebody_types_is_nowhere(tmp_path: Path) -> None:
    with program(tmp_path) as running:
        running.until("DO THIS NOW")
        for line in (NAME, f"{NAME}, {NUMBER}", f"n {NAME}", SERIAL, ADDRESS, PLACE):
            running.type(line)
        running.type("n")
        running.until("Naloxone")
        running.type("9")
        running.until("911 called")
        said = "\n".join(running.said)
        disk = on_disk(tmp_path)
    assert disk
    assert [(path.name, found) for path, stored in disk.items() if (found := telling(stored))] == []
    assert telling(said.encode()) == []


@pytest.mark.hazard("H-39")
def test_what_stands_in_files_and_arguments_is_nowhere(tmp_path: Path) -> None:
    files, data, home = (tmp_path / name for name in ("files", "data", "home"))
    for folder in (files, home):
        folder.mkdir()
    config = files / "config.toml"
    config.write_text(
        f'# {NAME}, {NUMBER}, {PLACE}\npractice = true\n[oximeter]\naddress = "{ADDRESS[:17]}"\n', encoding="utf-8"
    )
    acts = files / "acts.toml"
    acts.write_text(
        f'# {NAME} gives it\n[[act]]\nt = 20\naction = "naloxone"\ndose_mg = 4.0\nroute = "nasal"\ncount = 1\n'
    )
    scenario = files / f"{NAME}.toml"
    shipped = resources.files("breathline.firmware_sim") / "scenarios" / "fentanyl-fast.toml"
    title = f'title = "{NAME} at {PLACE}"\nabout = "Ask {NUMBER}."\n'
    rest = [line for line in shipped.read_text("utf-8").splitlines() if not line.startswith(("title", "about"))]
    scenario.write_text(title + "\n".join(rest), encoding="utf-8")
    places = {"BREATHLINE_DATA_DIR": str(data), "BREATHLINE_CONFIG": "", "HOME": str(home), "XDG_CACHE_HOME": str(home)}
    environment = os.environ | places | {"USER": NAME}
    commands = [
        ["run", "--practice", "--plain", "--radio", "tcp-client:127.0.0.1:9", "--config", str(config)],
        ["simulate", "fentanyl-fast", "--until", "60", "--responder", str(acts)],
        ["simulate", str(scenario), "--until", "60", "--responder", str(acts)],
        ["demo", str(scenario), "--plain"],
        ["log", "list"],
        ["log", "show", "LAST", "--practice"],
    ]
    for words in commands:
        done = subprocess.run(
            [sys.executable, "-m", "breathline", *words],
            env=environment, input=f"n\n{NAME}\nq\n", capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert telling((done.stdout + done.stderr).encode()) == []
    disk = on_disk(data, home)
    assert disk
    assert [(path.name, found) for path, stored in disk.items() if (found := telling(stored))] == []
