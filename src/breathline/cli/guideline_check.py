"""`breathline guideline check`: prove a pack, or print the shortest path that breaks it."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor, wait
from typing import TYPE_CHECKING

import click

from breathline.errors import BreathlineError, UsageError
from breathline.guidelines.pack_file import load_pack, pack_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.sharedctypes import Synchronized

    from breathline.guidelines.checker.exploration import Exploration
    from breathline.guidelines.checker.report import Failure, Report, Walk

_POLL_S = 0.5
_QUIET_S = 1.0
"""Longer than this, and a person wonders whether anything goes on."""

_NO_BREAK = 1_000_000
"""More moves than any path has."""


class _Shared:
    """What the processes of one check tell each other."""

    steps: Synchronized[int]
    shortest: Synchronized[int]


@click.command("check", epilog="Example: breathline guideline check bc")
@click.argument("pack_name", metavar="[PACK]", required=False)
@click.option("--all", "every", is_flag=True, help="Every pack that comes with the program.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array, a pack each.")
def check(pack_name: str | None, every: bool, as_json: bool) -> None:
    """Prove PACK (a name, or a path that ends in .toml), or print the shortest path that breaks it.

    Every state of the abstraction in docs/checking.md is tried on the engine itself, on all processors.
    """
    if every == (pack_name is not None):
        raise UsageError("name one pack, or give --all")
    names = pack_names() if pack_name is None else [pack_name]
    found = []
    for name, report, seconds in _checked(names):
        found.append((name, report, seconds))
        if not as_json:
            _print(report, seconds)
    if as_json:
        from breathline.guidelines.checker.report import plain

        click.echo(json.dumps([plain(report, seconds) for _, report, seconds in found], ensure_ascii=False))
    broken = [(report.pack, report.failure.broken) for _, report, _ in found if report.failure is not None]
    if broken:
        pack, first = broken[0]
        more = f" ({len(broken)} packs are broken)" if len(broken) > 1 else ""
        raise BreathlineError(f"pack {pack}: property {first.number} does not hold: {first.name}{more}")


def _checked(names: list[str]) -> Iterator[tuple[str, Report, float]]:
    """Each pack's report with the seconds it took."""
    processes = multiprocessing.get_context("spawn")
    steps, shortest = processes.Value("Q", 0), processes.Value("i", _NO_BREAK)
    with ProcessPoolExecutor(os.cpu_count(), processes, _join, (steps, shortest)) as pool:
        for name in names:
            began = time.monotonic()
            steps.value, shortest.value = 0, _NO_BREAK
            report = _check(name, pool, steps)
            yield name, report, time.monotonic() - began


def _check(name: str, pool: ProcessPoolExecutor, steps: Synchronized[int]) -> Report:
    from breathline.guidelines.checker.abstraction import VIEWS
    from breathline.guidelines.checker.proof import Checker

    checker = Checker(load_pack(name))
    wrong = checker.read()
    if wrong is not None:
        return checker.report((), (wrong,))
    # The walk that also takes every act back is the longest: it goes first.
    order = sorted(range(len(VIEWS)), key=lambda number: not VIEWS[number].undo)
    walks = [pool.submit(_walk, name, number) for number in order]
    _watch(name, walks, steps)
    walked = [walk.result() for walk in walks]
    return checker.report([walk for walk, _ in walked], [failure for _, failure in walked if failure is not None])


def _watch(name: str, walks: list[Future[tuple[Walk, Failure | None]]], steps: Synchronized[int]) -> None:
    """Wait for the walks; on a terminal, say how far they are."""
    began, pending = time.monotonic(), set(walks)
    while pending:
        _, pending = wait(pending, _POLL_S)
        if sys.stderr.isatty() and time.monotonic() - began > _QUIET_S:
            done = len(walks) - len(pending)
            click.echo(f"\r{name}: {done} of {len(walks)} views, {steps.value:,} steps ", nl=not pending, err=True)


def _join(steps: Synchronized[int], shortest: Synchronized[int]) -> None:
    """Let this process share what the check's processes tell each other."""
    _Shared.steps, _Shared.shortest = steps, shortest


def _walk(name: str, number: int) -> tuple[Walk, Failure | None]:
    """Walk through one view, and no farther than another view's break."""
    from breathline.guidelines.checker.abstraction import VIEWS
    from breathline.guidelines.checker.proof import Checker

    counted = 0

    def goes_on(exploration: Exploration) -> bool:
        nonlocal counted
        with _Shared.steps.get_lock():
            _Shared.steps.value += exploration.steps - counted
        counted = exploration.steps
        return exploration.depth < _Shared.shortest.value

    walk, failure = Checker(load_pack(name)).walk(VIEWS[number], goes_on)
    if failure is not None:
        with _Shared.shortest.get_lock():
            _Shared.shortest.value = min(_Shared.shortest.value, walk.depth)
    return walk, failure


def _print(report: Report, seconds: float) -> None:
    from breathline.guidelines.checker.report import lines

    click.echo("\n".join(lines(report, seconds)))
