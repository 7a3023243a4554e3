"""`breathline doctor`: is this box ready, and how to mend what is not."""

from __future__ import annotations

import json

import click

from breathline.cli.checks import Check, State, every_check

_MARKS = {State.OK: "ok  ", State.WARN: "warn", State.FAIL: "FAIL"}


@click.command(epilog="Example: breathline doctor")
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Check adapter, permission, sound, disk, clock, terminal and broker; say how to mend each.

    Ends with 1 when something keeps the guide from working. A missing adapter does not: the guide and its timers
    work without an oximeter.
    """
    checks = every_check()
    works = not any(each.stops_guide for each in checks)
    click.echo(_as_json(checks, works) if as_json else "\n".join(_lines(checks, works)))
    context.exit(0 if works else 1)


def _as_json(checks: list[Check], works: bool) -> str:
    rows = [
        {"id": each.id, "state": each.state, "says": each.says, "mend": each.mend, "stops_guide": each.stops_guide}
        for each in checks
    ]
    return json.dumps({"guide_works": works, "checks": rows}, ensure_ascii=False)


def _lines(checks: list[Check], works: bool) -> list[str]:
    lines = []
    for each in checks:
        lines.append(f"{_MARKS[each.state]}  {each.id:13}  {each.says}")
        if each.mend:
            lines.append(f"{'':21}{each.mend}")
    first = ", ".join(each.id for each in checks if each.stops_guide)
    lines.append("The guide works." if works else f"The guide can't work yet. Mend first: {first}.")
    return lines
