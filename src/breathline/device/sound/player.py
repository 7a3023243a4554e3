"""The sound device in a process of its own.

Opening a device can take seconds and hold up all of Python; a sound server that hangs would freeze the screen; and
ALSA writes its complaints over it. A process can be waited for, and ended when it does not answer.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING

from breathline.device.sound.lines import line_of

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from breathline.device.sound.plan import Cue

OPEN_S = 15.0
"""Starting Python on a Raspberry Pi and waking a sound server can take some seconds."""

ANSWER_S = 1.5
"""A device that takes longer to begin a sound is taken for gone."""

_COMMAND = (sys.executable, "-m", "breathline.device.sound")


class Player:
    """Plays cues on the system's default sound device. Every answer is whether it works; none raises.

    Args:
        command: What to start; another one for tests.
    """

    def __init__(self, command: tuple[str, ...] = _COMMAND) -> None:
        self._command = command
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def open(self) -> bool:
        """Open the device; again after it went away."""
        return await self._ask("open", OPEN_S)

    async def there(self) -> bool:
        """Is it still the device that was opened?"""
        return await self._ask("there", ANSWER_S)

    async def play(self, cue: Cue) -> bool:
        """Begin to play a cue."""
        return await self._ask(line_of(cue), ANSWER_S)

    async def hush(self) -> bool:
        """Stop a burst that plays."""
        return await self._ask("hush", ANSWER_S)

    async def close(self) -> None:
        """End the process, at once."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
        if process is not None:
            await process.wait()

    async def _ask(self, line: str, patience_s: float) -> bool:
        async with self._turn:
            try:
                async with asyncio.timeout(patience_s):
                    said = await self._exchange(line)
            except (TimeoutError, OSError):
                said = b""
            if not said:
                await self.close()
            return said == b"yes\n"

    async def _exchange(self, line: str) -> bytes:
        if self._process is None:
            # A session of its own: a Ctrl-C meant for the screen does not reach it.
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
            )
        to, back = self._process.stdin, self._process.stdout
        if to is None or back is None:
            return b""
        to.write(f"{line}\n".encode())
        await to.drain()
        return await back.readline()
