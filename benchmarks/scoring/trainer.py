"""The part of docs/physiology.md that is about mode `trainer`: its picture and its table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from breathline.firmware_sim.person.body import Body
from breathline.firmware_sim.person.trainer import TrainerPerson
from breathline.firmware_sim.person.trainer_settings import TrainerSettings
from scoring.ink import BLUE, INK, ORANGE, sheet

OVERDOSE_MG: Final = 1.625
ACTS_S: Final = 76.5
"""Sixty seconds after breathing fell below 40 %: when the FDA's rescuer acts."""
UNTIL_S: Final = 900.0
CROSSINGS: Final = (95, 90, 80, 70, 50)
PACE_S: Final = 5.0
TITLE: Final = "Fentanyl 1.625 mg, tolerant, mode trainer: nothing, breaths, oxygen alone, naloxone"
LOOKS: Final = ((INK, "-"), (BLUE, "--"), (ORANGE, "-."), (INK, ":"))
AXES: Final = (
    ("SaO2, %", "sao2"),
    ("PaCO2, mmHg", "paco2"),
    ("own breaths / min", "breaths_per_min"),
    ("pulse", "pulse_bpm"),
)

Person = TrainerPerson


def overdosed(until: float, mg: float = OVERDOSE_MG, **chosen: Any) -> Person:
    """Somebody so long after a dose."""
    person = TrainerPerson(TrainerSettings(**chosen))
    person.give("fentanyl", mg, 0.0)
    person.advance(until)
    return person


def course(person: Person, until: float, every: float = 1.0) -> list[Body]:
    """A body every so often from now on."""
    bodies = []
    while person.t <= until:
        bodies.append(person.body())
        person.advance(person.t + every)
    return bodies


def first(bodies: list[Body], what: Callable[[Body], bool]) -> float | None:
    """When something is first true."""
    return next((body.t for body in bodies if what(body)), None)


def said(t: float | None, since: float = 0.0) -> str:
    """A time for a table."""
    return "never" if t is None else f"{t - since:.0f} s"


def breathed(start: float, method: str, *, oxygen: bool = False) -> Person:
    """Somebody whose airway is held and who gets half a litre every five seconds from a time on."""
    person = overdosed(start)
    person.airway(is_open=True)
    if oxygen:
        person.oxygen(flow_l_min=10.0)
    for breath in range(60):
        person.breath(start + PACE_S * breath, method=method)
    return person


def _two_minutes() -> list[Body]:
    person = overdosed(0.0)
    before = course(person, ACTS_S)
    person.assist(6.0)
    during = course(person, ACTS_S + 120)
    person.assist(0.0)
    return before + during + course(person, UNTIL_S)


def _oxygen() -> list[Body]:
    person = overdosed(0.0)
    before = course(person, 29.0)
    person.oxygen(fio2=0.5)
    return before + course(person, UNTIL_S)


def _naloxone(product: str, mg: float) -> list[Body]:
    person = overdosed(0.0)
    person.give("naloxone", mg, ACTS_S, product=product)
    return course(person, UNTIL_S)


def picture() -> Any:
    """Four things that may be done."""
    runs = {
        "nothing": course(overdosed(0.0), UNTIL_S),
        "breaths for 120 s": _two_minutes(),
        "oxygen 50 %": _oxygen(),
        "IN 4 mg": _naloxone("in4mg", 4.0),
    }
    figure, axes = sheet(len(AXES), heights=(1.8, 1.5, 1.5, 1.5))
    axes[0].set_title(TITLE, loc="left", pad=30)
    for (name, bodies), (colour, line) in zip(runs.items(), LOOKS, strict=True):
        for axis, (_, value) in zip(axes, AXES, strict=True):
            ys = [getattr(body, value) for body in bodies]
            axis.plot([body.t for body in bodies], ys, line, color=colour, linewidth=1.2, label=name)
    for axis, (label, _) in zip(axes, AXES, strict=True):
        axis.set_ylabel(label)
    axes[0].legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4, borderaxespad=0.2)
    axes[-1].set_xlabel("seconds since the opioid")
    return figure


def table() -> str:
    """What was asked for and what comes of it."""
    lines = ["| what | asked for | comes of it |", "|---|---|---|"]
    lines += [f"| {what} | {asked} | {measured} |" for what, asked, measured in _falls() + _rescues() + _breaths()]
    return "\n".join(lines)


def _falls() -> list[tuple[str, str, str]]:
    apnoea = TrainerPerson(TrainerSettings())
    apnoea.apnoea = True
    crossed = _crossings(course(apnoea, 200, 0.25))
    untreated = course(overdosed(0.0), UNTIL_S)
    rows = [
        ("no breath on room air: SaO2 passes 95/90/80/70/50 %", "30/51/75/96/145 s, each within 3", f"{crossed} s"),
        ("1.625 mg, tolerant, untreated: the same", "-", f"{_crossings(untreated)} s"),
    ]
    for mg, tolerance, asked in (
        (1.0, "chronic", "-"),
        (1.625, "chronic", "600 to 720 s"),
        (2.965, "chronic", "-"),
        (0.14, "naive", "-"),
        (0.5, "naive", "-"),
        (1.0, "naive", "-"),
    ):
        bodies = course(overdosed(0.0, mg, tolerance=tolerance), 1800.0)
        arrest = first(bodies, lambda body: body.arrested)
        lowest = min(body.sao2 for body in bodies)
        measured = f"lives, lowest SaO2 {lowest:.0f} %" if arrest is None else said(arrest)
        rows.append((f"{mg:g} mg, {tolerance}, untreated: arrest", asked, measured))
    return rows


def _crossings(bodies: list[Body]) -> str:
    times = [first(bodies, lambda body, pct=pct: body.sao2 < pct) or 0.0 for pct in CROSSINGS]  # type: ignore[misc]  # bound now
    return "/".join(f"{t:.0f}" for t in times)


def _rescues() -> list[tuple[str, str, str]]:
    hidden, again = _oxygen(), _two_minutes()
    stopped = ACTS_S + 120
    fell = first(again, lambda body: body.t > stopped and body.sao2 < 90)
    lowest = min(body.sao2 for body in again if body.t > stopped)
    least, most = min(body.sao2 for body in hidden), max(body.paco2 for body in hidden)
    rows = [
        (
            "50 % oxygen alone from 30 s",
            "SaO2 over 90 while PaCO2 passes 70",
            f"lowest SaO2 {least:.1f} %, highest PaCO2 {most:.1f} mmHg",
        ),
        (
            "6 L/min of breaths for 120 s, then none",
            "falls again",
            f"below 90 % after {said(fell, stopped)}, lowest {lowest:.0f} %",
        ),
    ]
    for product, mg in (("in4mg", 4.0), ("im2mg", 2.0), ("im2mg-auto", 2.0), ("iv", 0.4)):
        bodies = _naloxone(product, mg)
        breathes, responds = (
            first(bodies, lambda body: body.t > ACTS_S and body.breathing),
            first(bodies, lambda body: body.t > ACTS_S and body.responsive),
        )
        measured = f"{said(breathes, ACTS_S)}, {said(responds, ACTS_S)}"
        rows.append((f"naloxone {product} {mg:g} mg at 76.5 s: breathes normally, responds, after", "-", measured))
    return rows


def _breaths() -> list[tuple[str, str, str]]:
    rows = []
    for start in (ACTS_S, 90.0, 120.0, 180.0, 300.0):
        low = overdosed(start).body().sao2
        times = {
            name: first(course(breathed(start, method, oxygen=oxygen), start + 290, 0.25), lambda body: body.sao2 > 90)
            for name, method, oxygen in (
                ("mouth", "mouth", False),
                ("bag", "bag", False),
                ("bag and oxygen", "bag", True),
            )
        }
        measured = ", ".join(f"{name} {said(t, start)}" for name, t in times.items())
        asked = "within 15 s" if start == ACTS_S else "-"
        rows.append((f"half a litre every 5 s from {low:.0f} %: above 90 % after", asked, measured))
    return rows
