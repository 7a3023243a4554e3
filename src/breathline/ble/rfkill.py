"""Is the radio locked by a switch? Linux tells it in files; the error that comes then only says "powered off"."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

FOLDER = Path("/sys/class/rfkill")


def locked_by_a_switch(folder: Path = FOLDER) -> bool:
    """Whether a switch or a key of the computer keeps every Bluetooth adapter off: no command can turn it on.

    Args:
        folder: Where Linux lists the radios that can be locked; elsewhere there is none.
    """
    locks = []
    for radio in sorted(folder.glob("rfkill*")):
        with suppress(OSError):  # pulled out while we look
            if _says(radio / "type") == "bluetooth":
                locks.append(_says(radio / "hard") == "1")
    return bool(locks) and all(locks)


def _says(file: Path) -> str:
    return file.read_text(encoding="ascii").strip()
