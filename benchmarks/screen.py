"""What drawing the responder's screen costs: time to the first frame, and the share of a core while it runs.

    python benchmarks/screen.py [--seconds 15] [--size 100x30]

Runs the real screen on a pseudo-terminal, with a desk that publishes a new number each second while an alarm flashes
and the pacer runs: the most that ever moves at once. Beside it, the plain way: the whole screen drawn each frame.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import json
import os
import pty
import resource
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from breathline.device.published import Published

FIRST_FRAME_LIMIT_S = 1.5
CORE_LIMIT_PERCENT = 10.0
"""Both for the whole demo: the screen is one part of it."""


def on_a_terminal(seconds: float, width: int, height: int, *, whole: bool) -> dict[str, float]:
    """Run this script's other half on a pseudo-terminal of that size and return what it measured."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    threading.Thread(target=_drain, args=(ours,), daemon=True).start()
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        wishes = {"seconds": seconds, "whole": whole, "report": report.name, "began": time.time()}
        arguments = [sys.executable, __file__, "--inside", json.dumps(wishes)]
        subprocess.run(arguments, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, check=True)
        measured: dict[str, float] = json.loads(Path(report.name).read_text())
        return measured


def _drain(terminal: int) -> None:
    while True:
        try:
            if not os.read(terminal, 65536):
                return
        except OSError:
            return


def inside(seconds: float, report: str, began: float, *, whole: bool) -> None:
    """The measured process: the screen alone, fed once a second."""
    from breathline.guidelines.pack_file import load_pack
    from breathline.guidelines.texts import texts_for
    from breathline.tui.app import ResponderApp
    from breathline.tui.pictures import StillDesk

    class WholeScreenApp(ResponderApp):
        """Draws everything at each frame."""

        def draw(self) -> int:
            """Draw it all."""
            self.screen.refresh()
            for part in self.screen.children:
                part.refresh()
            return super().draw()

    first = busiest()
    start = time.monotonic()
    measured: dict[str, float] = {}

    class RunningDesk(StillDesk):
        """Its clock runs on between two publications."""

        def now(self) -> float:
            """Seconds since the response began."""
            return first.situation.t + time.monotonic() - start

    desk = RunningDesk(first)

    async def feed() -> None:
        measured["first_frame_s"] = time.time() - began
        opened, before = time.monotonic(), _cpu()
        while (into := time.monotonic() - opened) < seconds:
            vitals = first.situation.vitals
            if vitals is not None:
                vitals = replace(vitals, t=desk.now(), spo2=83.0 - into % 4, pulse=58.0 + into % 3)
            trend = tuple(replace(point, t=point.t + into) for point in first.trend)
            desk.publish(replace(first, situation=replace(first.situation, vitals=vitals), trend=trend))
            await asyncio.sleep(1)
        measured["core_percent"] = 100 * (_cpu() - before) / (time.monotonic() - opened)
        app.exit()

    app = (WholeScreenApp if whole else ResponderApp)(desk, texts_for(load_pack("bc")), feed)
    app.run()
    if app.failure is not None:
        raise app.failure
    Path(report).write_text(json.dumps(measured))


def busiest() -> Published:
    """A low number, breaths being given and a question open, as the guide has them after five minutes."""
    from breathline.device.published import Link, Published, Sound
    from breathline.device.response import Response
    from breathline.guidelines.engine import Engine
    from breathline.guidelines.pack_file import load_pack
    from breathline.guidelines.texts import texts_for
    from breathline.signal.conditioner import Conditioner
    from breathline.words import Action, ActionId, Frame, Reading

    pack = load_pack("bc")
    response = Response(Engine(pack, texts_for(pack)), Conditioner())
    response.do(Action(ActionId.START), 0.0)
    for second in range(1, 301):
        response.reading(Reading(float(second), Frame.VALUES, 97.0 - second // 20, 60.0 + second % 3))
    response.do(Action(ActionId.BREATHS_STARTED), 300.0)
    return Published(response.situation, True, Link.GOOD, None, 82, Sound.ON, True, response.trend)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Measure at the sizes asked for; 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description="What drawing the responder's screen costs.")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--size", action="append")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(**json.loads(options.inside))
        return 0
    within = True
    print("size     first frame   changed rows   whole screen   (share of one core)")
    for size in options.size or ["80x24", "100x30", "160x45"]:
        width, height = map(int, size.split("x"))
        rows = on_a_terminal(options.seconds, width, height, whole=False)
        whole = on_a_terminal(options.seconds, width, height, whole=True)
        frame, core = rows["first_frame_s"], rows["core_percent"]
        print(f"{size:8} {frame:9.2f} s {core:12.1f} % {whole['core_percent']:12.1f} %")
        within = within and frame < FIRST_FRAME_LIMIT_S and core < CORE_LIMIT_PERCENT
    print(f"limits of the whole demo: first frame {FIRST_FRAME_LIMIT_S} s, {CORE_LIMIT_PERCENT:g} % of one core")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
