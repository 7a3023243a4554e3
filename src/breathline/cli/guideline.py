"""`breathline guideline`: packs as tables, with the source and mark of every figure, and where they disagree."""

from __future__ import annotations

import json
from pathlib import Path

import click

from breathline.cli.guideline_check import check
from breathline.errors import BreathlineError, UsageError
from breathline.guidelines.pack_file import load_pack, pack_names


@click.group(epilog="Example: breathline guideline show bc")
def command() -> None:
    """Show guideline packs: every figure, its source and how far it can be traced."""


@command.command("list", epilog="Example: breathline guideline list --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_packs(as_json: bool) -> None:
    """List the packs that come with the program, with how many of their figures bear each mark."""
    from breathline.cli.sheets.data import header

    packs = [load_pack(name) for name in pack_names()]
    if as_json:
        click.echo(json.dumps([header(pack) for pack in packs], ensure_ascii=False))
        return
    for pack in packs:
        marks = ", ".join(f"{count} {mark}" for mark, count in header(pack)["marks"].items())
        click.echo(f"{pack.id:10} {pack.language}  {pack.title} ({pack.publisher}; {pack.dated}): {marks}")


@command.command("show", epilog="Example: breathline guideline show bc --html bc.html")
@click.argument("pack_name", metavar="PACK")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--html", metavar="FILE", help="One page to read, print, sign and date; - writes it to standard output.")
def show(pack_name: str, as_json: bool, html: str | None) -> None:
    """Show PACK (a name, or a path that ends in .toml) as tables with sources."""
    if html is not None and as_json:
        raise UsageError("--json and --html can't go together; leave out one")
    pack = load_pack(pack_name)
    if html is not None:
        from breathline.cli.sheets.page import page

        _write(page(pack), html)
    elif as_json:
        from breathline.cli.sheets.data import whole

        click.echo(json.dumps(whole(pack), ensure_ascii=False))
    else:
        from breathline.cli.sheets.text import tables

        click.echo("\n".join(tables(pack)))


@command.command("diff", epilog="Example: breathline guideline diff bc toronto")
@click.argument("one", metavar="PACK")
@click.argument("other", metavar="OTHER")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def diff(one: str, other: str, as_json: bool) -> None:
    """Show where PACK and OTHER (names, or paths that end in .toml) disagree, and on what grounds."""
    from breathline.cli.sheets.disagreements import as_data, as_text

    packs = load_pack(one), load_pack(other)
    click.echo(json.dumps(as_data(*packs), ensure_ascii=False) if as_json else "\n".join(as_text(*packs)))


command.add_command(check)


def _write(text: str, file: str) -> None:
    if file == "-":
        click.echo(text, nl=False)
        return
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise BreathlineError(f"{file}: can't be written: {error.strerror}; name another file") from error
