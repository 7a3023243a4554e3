"""`breathline scenario`: scenarios as data, shown, checked, and held to their goals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from breathline.cli.lines import clock
from breathline.errors import BreathlineError
from breathline.firmware_sim.scenario import Scenario, Story, load_scenario, scenario_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from breathline.firmware_sim.goals import Verdict
    from breathline.firmware_sim.scenario_parts import Timed

NOT_MET, WRONG = 1, 2


@click.group(epilog="Example: breathline scenario show naloxone-wears-off")
def command() -> None:
    """Show and check scenarios: who is there, what they took, what happens, what a run is held to."""


@command.command("list", epilog="Example: breathline scenario list --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_scenarios(as_json: bool) -> None:
    """List the scenarios that come with the program."""
    loaded = {name: load_scenario(name) for name in scenario_names()}
    if as_json:
        click.echo(json.dumps([_header(name, each) for name, each in loaded.items()], ensure_ascii=False))
        return
    for name, each in loaded.items():
        click.echo(f"{name:22} {clock(each.lasts):>6}  {each.title}")


@command.command("show", epilog="Example: breathline scenario show two-people")
@click.argument("name", metavar="SCENARIO")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the whole scenario.")
def show(name: str, as_json: bool) -> None:
    """Show SCENARIO (a name, or a path that ends in .toml)."""
    scenario = load_scenario(name)
    if as_json:
        whole = scenario.model_dump(mode="json", by_alias=True)
        click.echo(json.dumps(_header(name, scenario) | whole, ensure_ascii=False))
        return
    click.echo("\n".join(_page(scenario)))


@command.command("check", epilog="Example: breathline scenario check mine.toml --run")
@click.argument("names", metavar="[SCENARIO]...", nargs=-1)
@click.option("--run", is_flag=True, help="Also run each with the ideal responder and with none, and judge its goals.")
@click.option("--pack", "pack_name", default="bc", show_default=True, help="With --run: the guideline.")
@click.option("--family", default="pc60fw", show_default=True, help="With --run: the virtual oximeter's family.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="With --run: same seed, same run."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a scenario.")
def check(names: tuple[str, ...], run: bool, pack_name: str, family: str, seed: int, as_json: bool) -> int:
    """Check each SCENARIO (a name, or a path that ends in .toml); without one, all that come with the program.

    What is wrong is said with its line and what to write instead. Exit code 2: a file is wrong; 1: a goal is not met.
    """
    worst = 0
    for name in names or scenario_names():
        try:
            scenario = load_scenario(name)
        except BreathlineError as error:
            worst = WRONG
            _tell_wrong(name, error, as_json=as_json)
            continue
        verdicts = list(_verdicts(scenario, pack_name, family, seed)) if run else []
        if not all(each.met for _, each in verdicts):
            worst = max(worst, NOT_MET)
        _tell(name, verdicts, as_json=as_json)
    return worst


def _verdicts(scenario: Scenario, pack_name: str, family: str, seed: int) -> Iterator[tuple[int, Verdict]]:
    """Each goal, judged, with the person's number."""
    from breathline.ble.drivers.registry import driver
    from breathline.cli.simulation import Settings, simulate, traces
    from breathline.firmware_sim.goals import Who, judge
    from breathline.guidelines.pack_file import load_pack

    stories = scenario.stories
    for who in Who:
        settings = Settings(load_pack(pack_name), driver(family), str(who), seed)
        for number, trace in enumerate(traces(simulate(scenario, settings), len(stories))):
            for goal in stories[number].goal:
                if goal.responder is who:
                    yield number + 1, judge(goal, trace)


def _tell_wrong(name: str, error: BreathlineError, *, as_json: bool) -> None:
    if as_json:
        click.echo(
            json.dumps({"scenario": name, "ok": False, "complaint": str(error), "goals": []}, ensure_ascii=False)
        )
    else:
        click.echo(f"breathline: {error}", err=True)


def _tell(name: str, verdicts: list[tuple[int, Verdict]], *, as_json: bool) -> None:
    met = all(each.met for _, each in verdicts)
    if as_json:
        goals = [
            {
                "person": person, "responder": each.goal.responder, "says": each.goal.says, "check": each.goal.check,
                "met": each.met, "saw": each.saw,
            }
            for person, each in verdicts
        ]  # fmt: skip
        click.echo(json.dumps({"scenario": name, "ok": met, "complaint": None, "goals": goals}, ensure_ascii=False))
        return
    click.echo(f"{name}: {'ok' if met else 'a goal is not met'}")
    for person, each in verdicts:
        who = f"person {person}, {each.goal.responder}"
        click.echo(f"  {'met    ' if each.met else 'NOT MET'}  {who}: {each.goal.says} ({each.goal.check}: {each.saw})")


def _header(name: str, scenario: Scenario) -> dict[str, Any]:
    return {
        "id": name, "title": scenario.title, "about": scenario.about, "lasts_s": scenario.lasts,
        "people": len(scenario.stories),
    }  # fmt: skip


def _page(scenario: Scenario) -> Iterator[str]:
    yield scenario.title
    yield scenario.about
    yield f"Lasts {clock(scenario.lasts)}."
    for line in scenario.teaches:
        yield f"  - {line}"
    several = len(scenario.stories) > 1
    for number, story in enumerate(scenario.stories, start=1):
        yield ""
        if several:
            yield f"PERSON {number}"
        yield from _story(story)


def _story(story: Story) -> Iterator[str]:
    who = story.person
    yield f"Person   {who.age:g} years, {who.weight:g} kg, tolerance {who.tolerance}, lungs {who.lungs}"
    for taken in story.substance:
        when = f"{clock(taken.ago)} before" if taken.ago is not None else f"at {clock(taken.t or 0.0)}"
        over = f", over {clock(taken.over)}" if taken.over else ""
        yield f"Takes    {taken.name}, {taken.dose:g} mg, {when}{over}"
    for event in story.event:
        lasts = "" if event.lasts is None else f", for {clock(event.lasts)}"
        yield f"Happens  {event.what}, {_when(event)}{lasts}"
    for act in story.colleague:
        yield f"Helps    {act.does}, {_when(act)}{', and tells the box' if act.told else ''}"
    for goal in story.goal:
        yield f"Goal     with {goal.responder}: {goal.says}"


def _when(timed: Timed) -> str:
    if timed.after is None:
        return f"at {clock(timed.t or 0.0)}"
    return f"{clock(timed.delay)} after {timed.after}"
