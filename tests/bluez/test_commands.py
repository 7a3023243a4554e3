"""The commands as a person uses them on a computer with Bluetooth: an oximeter in one terminal, the box in another."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bluez.room import PATIENCE_S, adapter_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Terminal:
    """A command that runs, what it has said, and a keyboard."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said: list[str] = []

    async def says(self, words: str) -> str:
        """Wait for a line with these words."""
        assert self.process.stdout is not None
        try:
            async with asyncio.timeout(PATIENCE_S):
                while line := (await self.process.stdout.readline()).decode():
                    self.said.append(line)
                    if words in line:
                        return line
        except TimeoutError:
            pass
        pytest.fail(f'it did not say "{words}" but:\n{"".join(self.said)}')

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())

    async def ends(self) -> int:
        async with asyncio.timeout(PATIENCE_S):
            rest, _ = await self.process.communicate()
        self.said += rest.decode().splitlines(keepends=True)
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def terminal(*arguments: str, home: Path) -> AsyncIterator[Terminal]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "breathline", *arguments),
        env={"PATH": "/usr/bin", "PYTHONPATH": ":".join(sys.path), "HOME": str(home), "LANG": "C.UTF-8"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Terminal(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@asynccontextmanager
async def oximeter(family: str, home: Path) -> AsyncIterator[Terminal]:
    async with terminal("oximeter", family, "--radio", "vhci", "--json", home=home) as running:
        assert json.loads(await running.says("ready"))["radio"] == "system"
        await adapter_on()
        yield running
        running.process.terminate()
        assert await running.ends() == 0


@pytest.mark.parametrize(("family", "name"), [("pc60fw", "PC-60FW"), ("plx", "PM100")])
async def test_scan_lists_the_oximeter(family: str, name: str, tmp_path: Path) -> None:
    async with oximeter(family, tmp_path), terminal("scan", "--json", "--seconds", "2", home=tmp_path) as scan:
        (row,) = json.loads(await scan.says("["))
        assert await scan.ends() == 0
    assert (row["name"], row["family"], row["supported"]) == (name, family, True)
    assert "address" not in row


@pytest.mark.parametrize("family", ["pc60fw", "plx"])
async def test_run_says_the_number_and_after_a_crash_takes_the_oximeter_over(family: str, tmp_path: Path) -> None:
    run = ("run", "--plain", "--practice")
    async with oximeter(family, tmp_path) as clip, terminal(*run, home=tmp_path) as box:
        await box.says("PRACTICE, not a real person")
        await box.says("signal good")
        box.process.kill()
        await box.ends()
        async with terminal(*run, home=tmp_path) as again:
            await again.says("A response was left open")
            await again.says("signal good")
            again.type("q")
            assert await again.ends() == 0
        assert "Traceback" not in "".join(box.said + again.said)
        await clip.says("disconnected")
        await clip.says("advertising")
