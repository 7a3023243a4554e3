"""How soon the screen is there, and what a steady demo costs: the whole program in a terminal of 100x30.

    python benchmarks/demo.py [SECONDS]

Starts `breathline demo --family berrymed` (a pleth at 100 Hz over the virtual Bluetooth link) several times, as a
person does, and reports the time from the command to the first frame, to the first prompt and to the first number,
beside the same for `python -c "import textual.app"` (the least any Textual screen can need). Then it lets one demo
run and reports the share of one core it used.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

STARTS = 5
SETTLE_S = 12.0  # connection made, searching over, numbers moving
STEADY_S = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
PROGRAM = [str(Path(sys.executable).parent / "breathline"), "demo", "--family", "berrymed"]


class Terminal:
    """A demo in a pseudo-terminal of its own, with a data folder of its own."""

    def __init__(self, folder: str) -> None:
        self.began = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
            environment = os.environ | {"TERM": "xterm-256color", "BREATHLINE_DATA_DIR": folder}
            os.execve(PROGRAM[0], PROGRAM, environment)  # noqa: S606 - the child of a fork becomes our program
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.seen = b""

    def until(self, mark: bytes, deadline_s: float) -> float:
        """Seconds from the start until the screen has shown these bytes."""
        while mark not in self.seen:
            self.read(deadline_s)
        return time.monotonic() - self.began

    def read(self, deadline_s: float) -> None:
        """Take what the screen wrote."""
        left = self.began + deadline_s - time.monotonic()
        if left <= 0:
            raise SystemExit(f"nothing more on the screen after {deadline_s} s: {self.seen[-300:]!r}")
        if select.select([self.fd], [], [], min(left, 1.0))[0]:
            self.seen += os.read(self.fd, 65536)

    def drain(self, seconds: float) -> None:
        """Let it run, reading what it draws."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                os.read(self.fd, 65536)

    def cpu_s(self) -> float:
        """Seconds of processor time so far, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND

    def stop(self) -> None:
        """End it as a service manager would."""
        os.kill(self.pid, signal.SIGTERM)
        with contextlib.suppress(OSError):  # Linux says so when the other end of a terminal is closed
            while os.read(self.fd, 65536):
                pass
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def least_s() -> float:
    """The least any Textual program needs."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import textual.app"], check=True)
    return time.monotonic() - began


def main() -> None:
    """Measure and print."""
    frames, prompts, leasts = [], [], []
    for _ in range(STARTS):
        with tempfile.TemporaryDirectory() as folder:
            demo = Terminal(folder)
            frames.append(demo.until(b"SpO2", 20))
            prompts.append(demo.until(b"DO THIS NOW", 20))
            demo.stop()
        leasts.append(least_s())
    frames.sort()
    prompts.sort()
    leasts.sort()
    middle = STARTS // 2
    print(f"start to first frame    median {frames[middle]:.2f} s  (min {frames[0]:.2f}, max {frames[-1]:.2f})")
    print(f"start to first prompt   median {prompts[middle]:.2f} s")
    print(f"importing textual alone median {leasts[middle]:.2f} s; ratio {frames[middle] / leasts[middle]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        demo = Terminal(folder)
        demo.drain(SETTLE_S)
        before = demo.cpu_s()
        demo.drain(STEADY_S)
        share = (demo.cpu_s() - before) / STEADY_S
        demo.stop()
    print(f"steady demo, 100 Hz pleth, {STEADY_S:.0f} s: {share:.1%} of one core")


if __name__ == "__main__":
    main()
