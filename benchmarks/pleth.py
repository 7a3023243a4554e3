"""What is read from the pleth: pulse, quality and, as an experiment, breathing; how right it is and what it costs.

    python benchmarks/pleth.py [--markdown] [--recordings DIR]

Recordings (../shared/captures) and made-up waves go through the monitors as a device sends them, block by block, with a
look each second. Recordings have the device's own pulse beside them; the made-up waves (tests/signal/made_pleth.py, and
the virtual oximeter's own) have the truth. neurokit2 gets the same last ten seconds every five seconds, where it is
installed. Recordings that are missing are left out.
"""

from __future__ import annotations

import argparse
import ast
import csv
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from breathline.ble.drivers.pc60fw import UART_NOTIFY, Pc60fw
from breathline.firmware_sim.pleth import Pleth
from breathline.firmware_sim.truth import Truth
from breathline.signal.breathing import BreathingMonitor, BreathSigns
from breathline.signal.pleth import GOOD, WINDOW_S, PlethMonitor, PlethSigns
from breathline.words import Reading
from scoring.peers import library
from scoring.tables import NOT_INSTALLED, table
from tests.signal.made_pleth import Made

CAPTURES = Path(__file__).resolve().parents[2] / "shared" / "captures"
WRONG = 5.0
"""Beats a minute from the truth."""
STOPPED_S = 15.0
"""A gap of so long counts as "they stopped"."""
STOP = (120.0, 150.0)
SEEDS = range(101, 109)
MANY = range(101, 121)
"""None of them was looked at when the thresholds were chosen. The volunteer's recording was."""
HEADS = {
    "pulse": (
        "wave", "hz", "seconds", "quality p5", "median", "refused, %", "error, mean", "p95", "over 5, %", "neurokit2",
    ),
    "breaths": ("wave", "minutes", "refused, %", "error, mean", "p95", "false stops an hour"),
    "stops": ("breaths before", "stops", "noticed", "after, s: median", "latest"),
    "costs": ("what", "hz", "a block", "microseconds a sample", "samples a millisecond"),
}  # fmt: skip


@dataclass(frozen=True)
class Stream:
    """A pleth with what is known of it.

    Attributes:
        name: What it is.
        hz: Samples a second.
        t: When each block's newest sample came.
        blocks: The samples.
        pulse: Beats a minute at each block; None when the wave is no pulse.
    """

    name: str
    hz: float
    t: list[float]
    blocks: list[Sequence[float]]
    pulse: list[float] | None

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.t[-1] - self.t[0]


def stream(name: str, samples: Sequence[float], hz: float, pulse: float | None, block: int = 5) -> Stream:
    """Even samples in even blocks."""
    starts = range(0, len(samples) - block + 1, block)
    blocks = [samples[start : start + block] for start in starts]
    t = [(start + block) / hz for start in starts]
    return Stream(name, hz, t, blocks, None if pulse is None else [pulse] * len(t))


def made(name: str, wave: Made, *, pulse: bool = True, seeds: Sequence[int] = (1,)) -> Stream:
    """A made-up one; of several seeds, one after the other."""
    samples = np.concatenate([replace(wave, seed=seed).samples() for seed in seeds])
    return stream(name, samples.tolist(), wave.hz, wave.pulse if pulse else None)


def smartcare(folder: Path) -> Stream | None:
    """Ten minutes of a volunteer at 100 Hz, with one hole of 1.7 s."""
    file = folder / "smartcare_ppg" / "ppg_smartcare.csv"
    if not file.exists():
        return None
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    tens = [rows[i : i + 10] for i in range(0, len(rows) - 9, 10)]
    return Stream(
        "a volunteer (SmartCare)",
        100.0,
        [float(ten[-1]["TIMESTAMP_MS"]) / 1000 for ten in tens],
        [[float(row["PLETH"]) for row in ten] for ten in tens],
        [float(ten[-1]["PULSE_BPM"]) for ten in tens],
    )


def oxysmart(folder: Path) -> Stream | None:
    """Some seconds of a PC-60FW type clip at 50 Hz; its notifications have no times."""
    file = folder / "oxysmart_nus" / "packets.txt"
    if not file.exists():
        return None
    session = Pc60fw().session()
    pulse = 0.0
    blocks: list[Sequence[float]] = []
    pulses: list[float] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        for piece in session.receive(0.0, UART_NOTIFY, ast.literal_eval(f"b'{line}'")):
            if isinstance(piece, Reading):
                pulse = piece.pulse or pulse
                if piece.pleth:
                    blocks.append(piece.pleth)
                    pulses.append(pulse)
    t = np.cumsum([len(block) for block in blocks]) / 50.0
    return Stream("a clip's own frames (OxySmart)", 50.0, t.tolist(), blocks, pulses)


def virtual() -> Stream:
    """What the virtual oximeter draws."""
    samples = Pleth(Random(1), 50.0).draw(6000, Truth(97.0, 72.0, 3.0))
    return stream("the virtual oximeter", samples, 50.0, 72.0)


def waves(folder: Path) -> list[Stream]:
    """Everything the pulse is read from."""
    long = Made(seconds=120.0)
    quiet = long.samples()
    found = [smartcare(folder), oxysmart(folder), virtual()]
    found += [made(f"pulse {pulse:g}", replace(long, pulse=pulse)) for pulse in (25.0, 45.0, 72.0, 120.0, 200.0)]
    found += [
        made("deep breaths", replace(long, breaths=10.0, amplitude=0.2, baseline=0.5)),
        made("upside down", replace(long, height=-60.0)),
        made("four steps high", replace(long, height=4.0)),
        made("noise a tenth of it", replace(long, noise=6.0)),
        made("noise a fifth of it", replace(long, noise=12.0)),
        made("a heart without order", replace(long, jitter=0.2)),
        made("a third of it motion", replace(long, seconds=30.0, motion=((20.0, 30.0),)), seeds=MANY),
        stream("clipped", np.minimum(quiet, np.quantile(quiet, 0.6)).tolist(), long.hz, None),
        made("motion only", replace(long, seconds=60.0, motion=((0.0, 60.0),)), pulse=False, seeds=MANY),
        made("noise only", replace(long, height=0.0, noise=3.0), pulse=False),
        stream("a flat line", [10.0] * 6000, 50.0, None),
        stream("a drift", np.cumsum(np.random.default_rng(1).normal(size=6000)).tolist(), 50.0, None),
    ]  # fmt: skip
    return [each for each in found if each is not None]


Signs = PlethSigns | BreathSigns


def looks(monitor: PlethMonitor | BreathingMonitor, given: Stream) -> list[tuple[int, Signs]]:
    """What a monitor says each second, with the block after which it says so."""
    said: list[tuple[int, Signs]] = []
    due = given.t[0] + 1.0
    for i, (t, block) in enumerate(zip(given.t, given.blocks, strict=True)):
        monitor.take(t, block)
        if t >= due - 1e-6:
            due += 1.0
            signs = monitor.at(t)
            if signs is not None:
                said.append((i, signs))
    return said


def pulse_row(given: Stream) -> list[str]:
    """How well the pulse is read."""
    said = [(i, signs) for i, signs in looks(PlethMonitor(given.hz), given) if isinstance(signs, PlethSigns)]
    quality = [signs.quality for _, signs in said]
    pulses = [(i, signs.pulse) for i, signs in said if signs.pulse is not None]
    row = [given.name, f"{given.hz:g}", f"{given.seconds:.0f}", f"{np.percentile(quality, 5):.2f}"]
    row += [f"{np.median(quality):.2f}", percent(1 - len(pulses) / len(said))]
    if given.pulse is None:
        return [*row, "no pulse", "", "", ""]
    errors = [abs(pulse - given.pulse[i]) for i, pulse in pulses]
    return [*row, *figures(errors), percent(share_over(errors)), neurokit(given, [i for i, _ in said])]


def neurokit(given: Stream, at: Sequence[int]) -> str:
    """The mean error of neurokit2's peaks in the same last ten seconds; it refuses nothing."""
    nk = library("neurokit2")
    if nk is None or given.pulse is None:
        return NOT_INSTALLED
    many = int(WINDOW_S * given.hz / len(given.blocks[0]))
    errors = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for i in [i for i in at if i >= many][::5]:
            window = np.concatenate(given.blocks[i - many + 1 : i + 1])
            try:
                peaks = nk.ppg_findpeaks(nk.ppg_clean(window, given.hz), given.hz)["PPG_Peaks"]
                errors.append(abs(60.0 * given.hz / float(np.median(np.diff(peaks))) - given.pulse[i]))
            except (IndexError, ValueError, ZeroDivisionError):
                errors.append(float("nan"))
    failed = sum(not np.isfinite(error) for error in errors)
    fine = [error for error in errors if np.isfinite(error)]
    mean = f"{np.mean(fine):.1f}" if fine else "-"
    return f"{mean} ({failed} failed)" if failed else mean


def breath_waves() -> list[tuple[str, Made]]:
    """Everything that breathing is read from. The rate is the wave's own."""
    long = Made(seconds=600.0)
    found = [
        (f"{rate:g} a minute", replace(long, breaths=rate)) for rate in (4.0, 6.0, 8.0, 12.0, 16.0, 20.0, 25.0, 30.0)
    ]
    bursts = tuple((start, start + 3.0) for start in range(50, 600, 60))
    twelve = replace(long, breaths=12.0)
    found += [
        ("12, shallow, on a low wave", replace(twelve, amplitude=0.03, baseline=0.03, interval=0.02, height=40.0)),
        ("12, no baseline (many clips take it out)", replace(twelve, baseline=0.0)),
        ("12, heart does not follow", replace(twelve, interval=0.0)),
        ("12, in one wave alone", replace(twelve, baseline=0.0, interval=0.0)),
        ("12, pulse 45", replace(twelve, pulse=45.0)),
        ("12, three seconds of motion a minute", replace(twelve, motion=bursts)),
        ("none", long),
        ("none, uneven heart", replace(long, jitter=0.03)),
        ("none, slow waves of blood pressure", replace(long, slow_waves=0.03)),
        ("12, and slow waves as large", replace(twelve, slow_waves=0.05)),
    ]  # fmt: skip
    return found


def breath_row(name: str, wave: Made) -> list[str]:
    """How well breathing is read."""
    errors: list[float] = []
    seen = 0
    stops = 0
    for seed in SEEDS[:4]:
        said = [signs for _, signs in looks(BreathingMonitor(wave.hz), made(name, wave, seeds=[seed]))]
        breaths = [signs for signs in said if isinstance(signs, BreathSigns)]
        seen += int(wave.seconds)
        errors += [abs(signs.rate - wave.breaths) for signs in breaths if signs.rate is not None]
        stops += began(breaths)
    hours = seen / 3600
    return [name, f"{seen / 60:.0f}", percent(1 - len(errors) / seen), *figures(errors), f"{stops / hours:.1f}"]


def volunteer_row(folder: Path) -> list[list[str]]:
    """What it says of a volunteer, whose breathing is not known."""
    given = smartcare(folder)
    if given is None:
        return []
    said = [signs for _, signs in looks(BreathingMonitor(given.hz), given) if isinstance(signs, BreathSigns)]
    spoken = sum(signs.rate is not None for signs in said)
    stops = began(said) / (given.seconds / 3600)
    silent = percent(1 - spoken / given.seconds)
    return [["a volunteer (SmartCare)", f"{given.seconds / 60:.0f}", silent, "not known", "", f"{stops:.1f}"]]


def began(said: Sequence[BreathSigns]) -> int:
    """How often it began to say that they stopped."""
    stopped = [signs.gap is not None and signs.gap >= STOPPED_S for signs in said]
    return sum(now and not before for before, now in zip([False, *stopped], stopped, strict=False))


def stop_row(breaths: float) -> list[str]:
    """How soon half a minute without a breath is noticed."""
    after = []
    for seed in SEEDS:
        given = made("", Made(seconds=180.0, breaths=breaths, without=(STOP,)), seeds=[seed])
        said = [(given.t[i], signs) for i, signs in looks(BreathingMonitor(given.hz), given)]
        after += [
            t - STOP[0]
            for t, signs in said
            if isinstance(signs, BreathSigns) and STOP[0] < t <= STOP[1] + 5 and (signs.gap or 0.0) >= STOPPED_S
        ][:1]
    times = [f"{np.median(after):.0f}", f"{max(after):.0f}"] if after else ["-", "-"]
    return [f"{breaths:g} a minute", str(len(SEEDS)), str(len(after)), *times]


def cost_rows() -> list[list[str]]:
    """What a second of pleth costs, a look a second included."""
    rows = []
    kinds: list[tuple[str, list[Callable[[float], PlethMonitor | BreathingMonitor]]]] = [
        ("pulse and quality", [PlethMonitor]),
        ("breathing", [BreathingMonitor]),
        ("both", [PlethMonitor, BreathingMonitor]),
    ]
    for hz, block in ((125.0, 125), (125.0, 5), (100.0, 1), (50.0, 5)):
        for name, monitors in kinds:
            best = cost(monitors, hz, block)
            rows.append([name, f"{hz:g}", str(block), f"{best:.2f}", f"{1000 / best:.0f}"])
    rows.append(["neurokit2's peaks, the last ten seconds each second", "125", "125", neurokit_cost(), ""])
    return rows


def cost(monitors: Sequence[Callable[[float], PlethMonitor | BreathingMonitor]], hz: float, block: int) -> float:
    """Microseconds of processor time a sample: the best of stretches of 20 s, since a busy machine only ever adds."""
    given = stream("", Made(seconds=340.0, hz=hz, breaths=12.0).samples().tolist(), hz, None, block)
    joined = [monitor(hz) for monitor in monitors]
    stretch = int(20 * hz / block)
    a_second = int(hz / block)
    best = float("inf")
    for start in range(0, len(given.t) - stretch, stretch):
        begun = time.thread_time()
        for i in range(start, start + stretch):
            for monitor in joined:
                monitor.take(given.t[i], given.blocks[i])
            if i % a_second == 0:
                for monitor in joined:
                    monitor.at(given.t[i])
        if start >= 3 * stretch:  # breathing needs half a minute before it has anything to do
            best = min(best, (time.thread_time() - begun) / (20 * hz))
    return 1e6 * best


def neurokit_cost() -> str:
    """Microseconds for each new sample."""
    nk = library("neurokit2")
    if nk is None:
        return NOT_INSTALLED
    window = Made(seconds=WINDOW_S, hz=125.0).samples()
    times = []
    for _ in range(20):
        begun = time.thread_time()
        nk.ppg_findpeaks(nk.ppg_clean(window, 125), 125)
        times.append((time.thread_time() - begun) / 125)
    return f"{1e6 * min(times):.0f}"


def figures(errors: Sequence[float]) -> list[str]:
    """Mean and p95."""
    return [f"{np.mean(errors):.1f}", f"{np.percentile(errors, 95):.1f}"] if errors else ["-", "-"]


def share_over(errors: Sequence[float]) -> float:
    """How many of them are wrong."""
    return sum(error > WRONG for error in errors) / len(errors) if errors else 0.0


def percent(share: float) -> str:
    """A share in whole percents."""
    return f"{100 * share:.0f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--markdown", action="store_true", help="for docs/signal.md: headings of the fourth level")
    parser.add_argument("--recordings", type=Path, default=CAPTURES, help="folder of the captures")
    options = parser.parse_args()
    mark = "#### " if options.markdown else ""
    print(f"{mark}Pulse and quality from the pleth, beats a minute\n")
    print(table(HEADS["pulse"], [pulse_row(given) for given in waves(options.recordings)]))
    print(f"\nRefused: quality below {GOOD:g}. Over 5: of the pulses given, those wrong by more than {WRONG:g}.")
    print(f"\n{mark}EXPERIMENTAL: breaths a minute from the pleth\n")
    rows = [breath_row(name, wave) for name, wave in breath_waves()]
    print(table(HEADS["breaths"], [*rows, *volunteer_row(options.recordings)]))
    print(f"\n{mark}EXPERIMENTAL: thirty seconds without a breath\n")
    print(table(HEADS["stops"], [stop_row(breaths) for breaths in (6.0, 8.0, 12.0, 16.0, 20.0)]))
    print(f"\nNoticed: a gap of {STOPPED_S:g} s or more is said before 5 s after the thirty are over.")
    print(f"\n{mark}Cost\n")
    print(table(HEADS["costs"], cost_rows()))


if __name__ == "__main__":
    main()
