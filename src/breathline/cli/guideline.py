"""`breathline guideline`: packs as tables, with the source and mark of every figure."""

from __future__ import annotations

import json
import shutil
import textwrap

import click

from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.pack_parts import Figure, Limit, Mark

_INDENT = " " * 38  # under the mark
_NARROWEST = 80  # columns; a pipe or a smaller window still gets readable lines
_MARKS = {
    Mark.PUBLISHED: "published",
    Mark.ADAPTED: "adapted",
    Mark.SITE: "set here, to be confirmed",
}


@click.group(epilog="Example: breathline guideline show bc")
def command() -> None:
    """Show guideline packs: every figure, its source and how far it can be traced."""


@command.command("list", epilog="Example: breathline guideline list --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_packs(as_json: bool) -> None:
    """List the packs that come with the program."""
    packs = [load_pack(name) for name in pack_names()]
    if as_json:
        click.echo(json.dumps([_header(pack) for pack in packs], ensure_ascii=False))
        return
    for pack in packs:
        click.echo(f"{pack.id:10} {pack.title} ({pack.publisher}; {pack.dated})")


@command.command("show", epilog="Example: breathline guideline show bc --json")
@click.argument("pack_name", metavar="PACK")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(pack_name: str, as_json: bool) -> None:
    """Show PACK (a name, or a path that ends in .toml) as tables with sources."""
    pack = load_pack(pack_name)
    if as_json:
        click.echo(json.dumps(_whole(pack), ensure_ascii=False))
        return
    click.echo("\n".join(_tables(pack)))


def _header(pack: Pack) -> dict[str, object]:
    return {
        "id": pack.id,
        "title": pack.title,
        "publisher": pack.publisher,
        "jurisdiction": pack.jurisdiction,
        "dated": pack.dated,
        "address": pack.address,
        "language": pack.language,
        "version": pack.version,
        "confirmed_by": pack.confirmed_by or None,
        "hash": pack.hash,
    }


def _whole(pack: Pack) -> dict[str, object]:
    return {
        **_header(pack),
        "superseded": list(pack.superseded),
        "limits": {name: _limit(pack, limit) for name, limit in pack.limits.items()},
        "timers": {name: _figure(pack, timer) for name, timer in pack.timers.items()},
        "steps": [
            {
                "id": step.id,
                "question": step.question,
                "mark": step.mark,
                "source": _source(pack, step.mark, step.source),
                "note": step.note,
            }
            for step in pack.steps
        ],
        "doses": [
            {"name": dose.name, "route": dose.route, "amount": _figure(pack, dose.amount)} for dose in pack.doses
        ],
    }


def _figure(pack: Pack, figure: Figure) -> dict[str, object]:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "mark": figure.mark,
        "source": _source(pack, figure.mark, figure.source),
        "note": figure.note,
    }


def _limit(pack: Pack, limit: Limit) -> dict[str, object]:
    return {
        **_figure(pack, limit),
        "delay_s": limit.delay_s,
        "delay_mark": limit.delay_mark,
        "delay_source": _source(pack, limit.delay_mark, limit.delay_source),
        "clear_at": limit.clear_at,
        "clear_s": limit.clear_s,
        "priority": limit.priority,
    }


def _source(pack: Pack, mark: Mark, source: str) -> str:
    """A source in words; a `site` figure's source already is the reason for it."""
    if mark is Mark.SITE:
        return source
    document = pack.sources[source]
    return f"{document.title}, {document.publisher}, {document.dated}, {document.address} (read: {document.read})"


def _tables(pack: Pack) -> list[str]:
    lines = [
        f"{pack.title} ({pack.id}, version {pack.version})",
        f"{pack.publisher}; {pack.dated}; {pack.address}",
        f"Figures set here are confirmed by: {pack.confirmed_by or 'nobody yet'}",
        "",
        "LIMITS",
    ]
    for name, limit in pack.limits.items():
        lines += _row(name, f"{limit.value:g} {limit.unit}", limit.mark, _source(pack, limit.mark, limit.source))
        delay = _source(pack, limit.delay_mark, limit.delay_source)
        lines += _row("  after", f"{limit.delay_s:g} s", limit.delay_mark, delay)
    lines += ["", "TIMERS"]
    for name, timer in pack.timers.items():
        lines += _row(name, f"{timer.value:g} {timer.unit}", timer.mark, _source(pack, timer.mark, timer.source))
    lines += ["", "STEPS"]
    for step in pack.steps:
        lines += _row(step.id, "", step.mark, _source(pack, step.mark, step.source))
    lines += ["", "NALOXONE"]
    for dose in pack.doses:
        amount = f"{dose.amount.value:g} {dose.amount.unit}"
        lines += _row(dose.name, amount, dose.amount.mark, _source(pack, dose.amount.mark, dose.amount.source))
    lines += [f"\nLEFT OUT  {left_out}" for left_out in pack.superseded]
    return lines


def _row(name: str, value: str, mark: Mark, source: str) -> list[str]:
    width = max(_NARROWEST, shutil.get_terminal_size().columns)
    return [
        f"  {name:24} {value:>9}  {_MARKS[mark]}",
        *textwrap.wrap(
            source,
            width,
            initial_indent=_INDENT,
            subsequent_indent=_INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        ),
    ]
