"""The checks of `breathline doctor`, one function each. None of them raises, none takes longer than a few seconds."""

from __future__ import annotations

import asyncio
import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bleak import BleakAdapter

from breathline.ble.adapter import DENIED, NO_SERVICE, RADIO_ERRORS, UNKNOWN, adapter_advice
from breathline.ble.deadline import within
from breathline.device.config import Config, load_config
from breathline.device.sound.player import Player
from breathline.errors import BreathlineError

if TYPE_CHECKING:
    from pathlib import Path

ASK_S = 5.0
"""A system service that has not answered by then will not."""
LITTLE_SPACE = 100 * 1024 * 1024
"""Bytes. A response's log is under one megabyte; below a hundred free the system itself begins to fail."""
NO_SPACE = 5 * 1024 * 1024
"""Bytes. The next response may not fit."""
COLUMNS, LINES = 80, 24
"""The smallest screen that shows everything."""
_NOT_SYNCHRONISED = 5
"""adjtimex's answer when the kernel's clock follows nobody (TIME_ERROR)."""
_TIMEX_BYTES = 512
"""More than the kernel's struct timex takes on any platform; all zero only asks."""


class State(StrEnum):
    """What a check found."""

    OK = "ok"
    WARN = "warn"
    """Works, with less."""
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding.

    Attributes:
        id: What was looked at.
        state: How it is.
        says: What was found.
        mend: What to do; "" when nothing.
        stops_guide: True when the guide can't work as long as this is so.
    """

    id: str
    state: State
    says: str
    mend: str = ""
    stops_guide: bool = False


def every_check() -> list[Check]:
    """Look at everything, in the order in which a person would mend it."""
    configuration, config = check_configuration()
    error = asyncio.run(_adapter_error())
    return [
        configuration,
        check_data_folder(config.data_folder()),
        check_terminal(),
        check_adapter(error),
        check_permission(error),
        check_sound(),
        check_clock(),
        Check("broker", State.OK, "not configured"),
    ]


def check_configuration() -> tuple[Check, Config]:
    """The configuration file, and the configuration that holds (the defaults when it is broken)."""
    try:
        config = load_config()
    except BreathlineError as error:
        return Check("configuration", State.FAIL, str(error), "Correct the file.", stops_guide=True), Config()
    return Check("configuration", State.OK, "understood"), config


def check_data_folder(folder: Path) -> Check:
    """Can the log be written, and for how long?"""
    try:
        # Only looked at: the log makes the folder itself, with the right mode.
        there = next(each for each in (folder, *folder.parents) if each.exists())
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"?")
        free = shutil.disk_usage(there).free
    except OSError as error:
        says = f"{folder} can't be written: {error.strerror}"
        mend = "Correct its owner, or set BREATHLINE_DATA_DIR."
        return Check("data folder", State.FAIL, says, mend, stops_guide=True)
    says = f"{folder} can be written; {free // 1024 // 1024} MB free"
    if free < NO_SPACE:
        return Check("data folder", State.FAIL, says, "Free some space on this disk.", stops_guide=True)
    if free < LITTLE_SPACE:
        return Check("data folder", State.WARN, says, "Free some space on this disk.")
    return Check("data folder", State.OK, says)


def check_terminal() -> Check:
    """Is the screen large enough, and has it colours?"""
    if not sys.stdout.isatty():
        return Check("terminal", State.OK, "not looked at: the output goes elsewhere")
    columns, lines = shutil.get_terminal_size()
    says = f"{columns} columns, {lines} lines"
    if columns < COLUMNS or lines < LINES:
        return Check("terminal", State.WARN, says, f"Make the window at least {COLUMNS} columns by {LINES} lines.")
    if os.environ.get("TERM", "dumb") == "dumb":
        return Check("terminal", State.WARN, f"{says}, no cursor control", "Use another terminal, or run --plain.")
    colour = "no colour (NO_COLOR is set)" if os.environ.get("NO_COLOR") else "colour"
    return Check("terminal", State.OK, f"{says}, {colour}")


async def _adapter_error() -> BaseException | None:
    """What is wrong with the system's adapter; None when it is there and on."""
    try:
        await within(ASK_S, BleakAdapter.get())
    except (*RADIO_ERRORS, NotImplementedError) as error:
        return error
    return None


def check_adapter(error: BaseException | None) -> Check:
    """Is there a Bluetooth adapter, and is it on?"""
    if error is None:
        return Check("adapter", State.OK, "there and on")
    if isinstance(error, NotImplementedError):
        return Check("adapter", State.WARN, "this system does not say", "Try: breathline scan")
    says = "no usable Bluetooth adapter: no numbers, the guide works without"
    return Check("adapter", State.FAIL, says, adapter_advice(error) or UNKNOWN)


def check_permission(error: BaseException | None) -> Check:
    """May this user reach the adapter?"""
    advice = None if error is None else adapter_advice(error)
    if error is None or (advice is not None and advice not in {DENIED, NO_SERVICE, UNKNOWN}):
        return Check("permission", State.OK, "the Bluetooth service answers this user")
    if advice == DENIED:
        return Check("permission", State.FAIL, "the Bluetooth service refuses this user", DENIED)
    return Check("permission", State.WARN, "can't tell: the Bluetooth service does not answer", NO_SERVICE)


def check_sound() -> Check:
    """Can an alarm be heard?"""
    if asyncio.run(_sound_opens()):
        return Check("sound", State.OK, "a sound device opens")
    mend = "Plug in a speaker. Until then the terminal's bell is used; the screen says so."
    return Check("sound", State.WARN, "no sound device", mend)


async def _sound_opens() -> bool:
    """As the box opens it: in a process of its own, for a device that hangs or complains."""
    player = Player()
    try:
        return await player.open()
    finally:
        await player.close()


def check_clock() -> Check:
    """Does the clock follow a time server? After a power cut the timers of an open response depend on it."""
    synchronised = _says_timedatectl()
    if synchronised is None:
        synchronised = _says_the_kernel()
    if synchronised is None:
        return Check("clock", State.WARN, "can't tell whether it is synchronised", "Look at: timedatectl")
    if synchronised:
        return Check("clock", State.OK, "synchronised")
    says = "not synchronised: after a power cut the screen will ask how long ago"
    return Check("clock", State.WARN, says, "Turn it on: sudo timedatectl set-ntp true")


def _says_timedatectl() -> bool | None:
    path = shutil.which("timedatectl")
    if path is None:
        return None
    try:
        words = [path, "show", "--property=NTPSynchronized", "--value"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=ASK_S, check=False)  # noqa: S603 - our own words
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip()) if done.returncode == 0 else None


def _says_the_kernel() -> bool | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        answer = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    return None if answer < 0 else answer != _NOT_SYNCHRONISED
