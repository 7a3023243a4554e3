"""The process that holds the sound device: a line in, "yes" or "no" out; it ends when nobody writes any more."""

from __future__ import annotations

import sys

from breathline.device.sound.lines import cue_of
from breathline.device.sound.mixer import Mixer


def answer(mixer: Mixer, line: str) -> bool:
    """Do what a line says."""
    match line:
        case "open":
            return mixer.open()
        case "there":
            return mixer.there()
        case "hush":
            return mixer.hush()
        case _:
            return mixer.play(cue_of(line))


def main() -> None:
    """Answer each line of standard input."""
    mixer = Mixer()
    for line in sys.stdin:
        sys.stdout.write("yes\n" if answer(mixer, line.strip()) else "no\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
