"""`breathline families`: which oximeter families are supported, what each gives, and on what evidence."""

from __future__ import annotations

import json

import click

from breathline.ble.drivers.driver import Driver, Family
from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.lookalikes import REFUSED


@click.command(
    epilog="""\b
Example:
  breathline families --json
"""
)
@click.option("--json", "as_json", is_flag=True, help="One JSON array, for machines.")
def command(as_json: bool) -> None:
    """List the oximeter families: what each gives, on what evidence; and oximeters that can't be read."""
    drivers = [DRIVERS[family] for family in Family]
    if as_json:
        click.echo(json.dumps([_row(each) for each in drivers], indent=2))
        return
    for row in [_TITLES, *(_words(each) for each in drivers)]:
        click.echo(f"{row[0]:<11} {row[1]:<9} {row[2]:<14} {row[3]:<38} {row[4]}".rstrip())
    click.echo("\nKnown, but they can't be read:")
    for each in REFUSED:
        click.echo(f"  {each.models}: {each.reason}")


_TITLES = ("family", "supported", "evidence", "gives", "devices")


def _row(driver: Driver) -> dict[str, object]:
    return {
        "family": driver.family.value,
        "supported": True,
        "evidence": driver.evidence.value,
        "gives": list(driver.gives),
        "period_s": driver.period_s,
        "pleth_hz": driver.pleth_hz,
        "models": driver.models,
    }


def _words(driver: Driver) -> tuple[str, ...]:
    return (driver.family, "yes", driver.evidence, ", ".join(driver.gives), driver.models)
