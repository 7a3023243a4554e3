"""`breathline decode`: an oximeter's notifications, as hex lines, to one JSON object for each frame."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from breathline.ble.drivers.driver import Refused, sig_uuid
from breathline.ble.drivers.frames import StreamSession
from breathline.ble.drivers.registry import driver
from breathline.errors import BreathlineError
from breathline.words import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from breathline.words import Reading

_STDIN = "-"
_SHORT = re.compile(r"[0-9a-f]{4}")
_FULL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@click.command(
    epilog="""\b
Example:
  echo '2a5f:0062004800' | breathline decode plx

Each line is [CHARACTERISTIC:]HEX; spaces are allowed, blank lines and lines that begin with # are skipped. The
characteristic is short (2a5e) or full; without one the line is taken from the family's live values. A frame may be
spread over several lines, as it is over several notifications.
"""
)
@click.argument("family")
@click.argument("file", default=_STDIN)
def command(family: str, file: str) -> None:
    """Turn a FAMILY's notifications from FILE (or standard input) into readings, one JSON object a frame."""
    oximeter = driver(family)
    session = oximeter.session()
    for number, line in enumerate(_lines(file), start=1):
        notification = _notification(line, number, oximeter.values_characteristic)
        if notification is None:
            continue
        for piece in session.receive(0.0, *notification):
            if isinstance(piece, Refused):
                click.echo(f"breathline: line {number}: {piece.reason}: {piece.data.hex()}", err=True)
            else:
                click.echo(json.dumps(_as_object(piece)))
    if isinstance(session, StreamSession) and session.unfinished:
        click.echo(f"breathline: the input ends inside a frame: {session.unfinished.hex()}", err=True)


def _lines(file: str) -> Iterator[str]:
    """The lines of a file or of standard input; bytes that are no text stay visible as such."""
    try:
        if file == _STDIN:
            yield from _text(sys.stdin.buffer)
        else:
            with Path(file).open("rb") as source:
                yield from _text(source)
    except OSError as error:
        raise BreathlineError(f'cannot read "{file}": {error.strerror}') from error


def _text(source: Iterable[bytes]) -> Iterator[str]:
    for line in source:
        yield line.decode("utf-8-sig", errors="replace").strip()


def _notification(line: str, number: int, usual: str) -> tuple[str, bytes] | None:
    """Characteristic and bytes of a line; None for a line without any.

    Raises:
        BreathlineError: The line is not hex.
    """
    if not line or line.startswith("#"):
        return None
    name, colon, hexadecimal = line.rpartition(":")
    try:
        return (_characteristic(name) if colon else usual), bytes.fromhex("".join(hexadecimal.split()))
    except ValueError as error:
        raise BreathlineError(f"line {number} is not [CHARACTERISTIC:]HEX: {line[:60]!r}") from error


def _characteristic(name: str) -> str:
    wanted = name.strip().lower()
    if _SHORT.fullmatch(wanted):
        return sig_uuid(int(wanted, 16))
    if _FULL.fullmatch(wanted):
        return wanted
    raise ValueError(name)


def _as_object(reading: Reading) -> dict[str, object]:
    return {
        "frame": reading.frame.value,
        "spo2": _number(reading.spo2),
        "pulse": _number(reading.pulse),
        "perfusion": _number(reading.perfusion),
        "battery": reading.battery,
        "flags": [flag.value for flag in Flag if flag in reading.flags],
        "pleth": [_number(sample) for sample in reading.pleth],
    }


def _number(value: float | None) -> float | None:
    """A whole number without its ".0", as the device gave it."""
    return int(value) if value is not None and value.is_integer() else value
