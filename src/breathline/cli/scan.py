"""`breathline scan`: the oximeters in range."""

from __future__ import annotations

import asyncio
import json
import signal
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import click

from breathline.ble.adapter import RADIO_ERRORS, UNKNOWN, adapter_advice
from breathline.ble.backend import SYSTEM, Backend
from breathline.ble.found import Found, public_name
from breathline.ble.probe import Described, probe
from breathline.ble.scan import scan
from breathline.errors import BreathlineError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

T = TypeVar("T")

_TERMINATED = 128 + signal.SIGTERM
"""What a shell calls a program that SIGTERM ended."""

STRONG_DBM = -65
"""Within about two metres, nothing between."""
WEAK_DBM = -85
"""Near the end of what most adapters hear: the link will drop."""


@click.command(epilog="Example: breathline scan --seconds 10")
@click.option("--radio", metavar="R", help="A radio other than the system's, such as usb:0 or tcp-client:HOST:PORT.")
@click.option("--seconds", type=click.FloatRange(min=0.1, max=3600), default=5.0, show_default=True, help="How long.")
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON document.")
@click.option("--probe", "address", metavar="ADDRESS", help="Describe one device without its address or serial number.")
@click.option("--addresses", is_flag=True, help="Show addresses too, for --probe; they tell one oximeter from another.")
def command(radio: str | None, seconds: float, as_json: bool, address: str | None, addresses: bool) -> None:
    """List pulse oximeters in range: family, supported or not, signal."""
    if address is not None:
        described = _carried_out(_probe(radio, address, seconds))
        click.echo(
            json.dumps(described.as_row(), ensure_ascii=False) if as_json else "\n".join(_description(described))
        )
        return
    heard = _carried_out(_scan(radio, seconds))
    oximeters = [each for each in heard if each.oximeter]
    if as_json:
        click.echo(json.dumps([_row(each, addresses) for each in oximeters], ensure_ascii=False))
        return
    click.echo("\n".join(_table(oximeters, len(heard) - len(oximeters), addresses)))


def _carried_out(work: Coroutine[Any, Any, T]) -> T:
    """Do some work. SIGTERM breaks it off, so that it hangs up and leaves no oximeter connected."""

    async def stoppable() -> T:
        task = asyncio.ensure_future(work)
        with suppress(NotImplementedError):  # Windows: there the end is sudden
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await task

    try:
        return asyncio.run(stoppable())
    except asyncio.CancelledError:
        raise SystemExit(_TERMINATED) from None


@asynccontextmanager
async def _opened(radio: str | None) -> AsyncIterator[Backend]:
    if radio is None or radio == "system":
        yield SYSTEM
        return
    from breathline.ble.radio.transport import open_radio

    async with open_radio(radio) as backend:
        yield backend


async def _scan(radio: str | None, seconds: float) -> list[Found]:
    try:
        async with _opened(radio) as backend:
            return await scan(backend, seconds)
    except BreathlineError:
        raise
    except RADIO_ERRORS as error:
        raise BreathlineError(adapter_advice(error) or UNKNOWN) from error


async def _probe(radio: str | None, address: str, seconds: float) -> Described:
    async with _opened(radio) as backend:
        return await probe(backend, address, seconds)


def _row(found: Found, addresses: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": public_name(found.name) or None,
        "family": found.family,
        "supported": found.supported,
        "reason": found.reason or None,
        "match": found.match.name.lower(),
        "rssi_dbm": found.rssi,
    }
    return row | ({"address": found.device.address} if addresses else {})


def _table(oximeters: list[Found], others: int, addresses: bool) -> list[str]:
    rows = [("NAME", "FAMILY", "SUPPORTED", "SIGNAL", "ADDRESS" if addresses else "", "WHY NOT")]
    if not any(each.reason for each in oximeters):
        rows = [(*rows[0][:-1], "")]
    rows += [
        (
            public_name(each.name) or "(no name)",
            each.family or "unknown",
            "yes" if each.supported else "no",
            _signal(each.rssi),
            each.device.address if addresses else "",
            each.reason,
        )
        for each in oximeters
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    if not oximeters:
        lines = ["No oximeter found. Is it on a finger? Is a phone holding it?"]
    if any(not each.supported and not each.reason for each in oximeters):
        lines.append("A new kind? Describe it: breathline scan --addresses, then breathline scan --probe ADDRESS")
    if others:
        lines.append(f"Other Bluetooth devices in range: {others}.")
    return lines


def _signal(rssi: int) -> str:
    word = "strong" if rssi >= STRONG_DBM else "weak" if rssi <= WEAK_DBM else "good"
    return f"{word} ({rssi} dBm)"


def _description(described: Described) -> list[str]:
    found = described.found
    lines = [
        f"name: {public_name(found.name) or '(none)'}",
        f"family: {found.family or 'unknown'} ({'supported' if found.supported else 'not supported'})",
        f"maker: {found.advertisement.maker or 'unknown'}",
        f"advertised services: {', '.join(sorted(found.advertisement.services)) or 'none'}",
        f"companies: {', '.join(f'0x{each:04x}' for each in sorted(found.advertisement.companies)) or 'none'}",
    ]
    for uuid, table in described.services:
        lines.append(f"service {uuid}")
        lines += [f"  {one}  {', '.join(can)}" for one, can in table]
    lines.append("notifications (seconds, characteristic, bytes)")
    lines += [f"  {t:6.2f}  {uuid}  {data.hex()}" for t, uuid, data in described.notifications]
    return [*lines, f"left out: {'; '.join(described.left_out)}"]
