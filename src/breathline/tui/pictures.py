"""Draws the screen's main states as SVG files: `python -m breathline.tui.pictures OUTDIR`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from breathline.tui.app import ResponderApp
from breathline.tui.paint import RICH, Glyphs
from breathline.tui.scenes import SCENES, StillDesk
from breathline.tui.svg import picture

SIZES = ((80, 24), (100, 30), (160, 45))
_BEAT = 100.0
"""A fixed moment, so that flashing alarms are drawn the same each time."""


async def draw(scene: str, width: int, height: int, glyphs: Glyphs = RICH) -> str:
    """One scene as SVG, drawn by the real screen.

    Args:
        scene: A name of `scenes.SCENES`.
        width: Columns.
        height: Rows.
        glyphs: What the terminal can show.
    """
    app = ResponderApp(StillDesk(SCENES[scene]()), clock=lambda: _BEAT, glyphs=glyphs)
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause()
        return picture(app.rows(), width)


def draw_all(folder: Path) -> list[Path]:
    """Every scene at every size; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for scene in SCENES:
        for width, height in SIZES:
            file = folder / f"{scene}-{width}x{height}.svg"
            file.write_text(asyncio.run(draw(scene, width, height)), encoding="utf-8")
            files.append(file)
    return files


def main(arguments: list[str]) -> int:
    """Draw into the folder given; returns the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m breathline.tui.pictures OUTDIR\n")
        return 2
    for file in draw_all(Path(arguments[0])):
        sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
