"""`breathline families`: which oximeter families are supported, what each gives, and on what evidence."""

from __future__ import annotations

import json

import click

from breathline.ble.drivers.driver import Family
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
    """List the oximeter families: supported or not, what each gives, on what evidence."""
    rows = [_row(family) for family in Family]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in [_TITLES, *(_words(row) for row in rows)]:
        click.echo(f"{row[0]:<11} {row[1]:<9} {row[2]:<14} {row[3]:<38} {row[4]}".rstrip())
    click.echo("\nKnown, but they can't be read:")
    for each in REFUSED:
        click.echo(f"  {each.models}: {each.reason}")


_TITLES = ("family", "supported", "evidence", "gives", "devices")


def _row(family: Family) -> dict[str, object]:
    """One family's row; `null` and an empty list where there is no driver to ask."""
    driver = DRIVERS.get(family)
    return {
        "family": family.value,
        "supported": driver is not None,
        "evidence": driver.evidence.value if driver else None,
        "gives": list(driver.gives) if driver else [],
        "period_s": driver.period_s if driver else None,
        "pleth_hz": driver.pleth_hz if driver else None,
        "models": driver.models if driver else None,
    }


def _words(row: dict[str, object]) -> tuple[str, ...]:
    if not row["supported"]:
        return (str(row["family"]), "not yet", "", "", "")
    gives = row["gives"]
    said = ", ".join(gives) if isinstance(gives, list) else ""
    return (str(row["family"]), "yes", str(row["evidence"]), said, str(row["models"]))
