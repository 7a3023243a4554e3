"""A block of regular rows worked out together: the conditioner's rules once more, for arrays.

Constants and formulas are those of the rooms that take one reading at a time. Sums are of whole numbers, so their order
does not matter.
"""

from __future__ import annotations

import numpy as np

from breathline.signal import trust as rules
from breathline.signal.block_doubts import IMPLAUSIBLE, SEARCHING, against, doubts, follow, restless_at, smooth
from breathline.signal.block_slope import lines, low_in
from breathline.signal.conditioned import DOUBTFUL, LIVE, NONE, STALE, Codes, Conditioned, Numbers
from breathline.signal.conditioner import PULSE_SHAPE, SPO2_SHAPE
from breathline.signal.past import Past
from breathline.signal.plausibility import PERFUSION, PULSE, SPO2
from breathline.signal.rows import Rows, Samples, checked, either, latest, samples_of
from breathline.signal.smoothing import FORGET_PERIODS


def work_out(
    rows: Rows, there: tuple[int, int, int], past: Past, out: Conditioned, period_s: float, low_limit: float | None
) -> None:
    """Work out the vitals of regular rows.

    Args:
        rows: The whole recording.
        there: The first row to look at, the first to write, and the one after the last.
        past: What came before; brought up to the last row.
        out: Where to write.
        period_s: Nominal seconds between two readings.
        low_limit: The pack's low limit, percent.
    """
    begin, start, stop = there
    block = rows.part(begin, stop)
    forget_s = FORGET_PERIODS * period_s
    spo2_well, spo2_wrong = checked(block.spo2, SPO2)
    pulse_well, pulse_wrong = checked(block.pulse, PULSE)
    refused = either(spo2_wrong, pulse_wrong)
    heard = block.pulse if pulse_well is None else np.where(pulse_well, block.pulse, np.nan)
    spo2 = samples_of(block.t, block.spo2, spo2_well)
    pulse = samples_of(block.t, block.pulse, pulse_well)
    doubted = np.zeros(len(block.t), dtype=np.uint8) if refused is None else refused * np.uint8(IMPLAUSIBLE)
    new = slice(start - begin, None)
    place = (slice(start, stop), new)
    pulses = smooth(pulse, pulse.of(doubted), PULSE_SHAPE, forget_s)
    _put_pulse(out, place, block.t, pulse, pulses, period_s)
    shown, doubt = smooth(spo2, doubts(spo2, block, heard, spo2.of(doubted), forget_s), SPO2_SHAPE, forget_s)
    restless = restless_at(spo2, spo2.of(heard), period_s)
    held = follow(spo2, restless, there, past, period_s)
    doubt = against(spo2, shown, np.where((doubt == 0) & held, np.uint8(IMPLAUSIBLE), doubt), restless, period_s)
    _put_spo2(out, place, block.t, spo2, (shown, doubt), refused=doubted, numbered=past.numbered, period_s=period_s)
    _put_slope(out, place, spo2, (shown, doubt), low_limit)
    _put_perfusion(out, place, block, period_s)
    out.t[start:stop] = block.t[new]
    out.taken[start:stop] = True
    if len(spo2.t):
        past.numbered = float(spo2.t[-1])


def _put_spo2(  # noqa: PLR0913 - what is written, where, and what it follows from
    out: Conditioned,
    place: tuple[slice, slice],
    t: Numbers,
    spo2: Samples,
    steady: tuple[Numbers, Codes],
    *,
    refused: Codes,
    numbered: float | None,
    period_s: float,
) -> None:
    """Write the number, its trust and cause, and its age."""
    here, new = place
    shown, doubt = steady
    if spo2.at is None:
        out.spo2[here], out.cause[here], out.age[here] = shown[new], doubt[new], 0.0
        out.trust[here] = (doubt[new] != 0) * np.uint8(DOUBTFUL)
        return
    has, last, age = latest(spo2, t, np.nan if numbered is None else numbered)
    shows = age <= rules.SHOWN_PERIODS * period_s
    missing = np.where(refused != 0, np.uint8(IMPLAUSIBLE), np.uint8(SEARCHING))
    trust = np.where(shows, np.uint8(DOUBTFUL), np.uint8(NONE))
    live = np.zeros(len(t), dtype=np.bool_)
    live[spo2.at] = doubt == 0
    trust[live] = LIVE
    missing[spo2.at] = doubt
    number = np.full(len(t), np.nan)
    number[has] = shown[last[has]]
    number[~shows] = np.nan
    out.spo2[here], out.cause[here], out.trust[here], out.age[here] = number[new], missing[new], trust[new], age[new]


def _put_pulse(
    out: Conditioned,
    place: tuple[slice, slice],
    t: Numbers,
    pulse: Samples,
    steady: tuple[Numbers, Codes],
    period_s: float,
) -> None:
    """Write the pulse and its trust."""
    here, new = place
    shown, doubt = steady
    if pulse.at is None:
        out.pulse[here] = shown[new]
        out.pulse_trust[here] = (doubt[new] != 0) * np.uint8(DOUBTFUL)
        return
    has, last, age = latest(pulse, t, np.nan)
    shown_s = rules.SHOWN_PERIODS * period_s
    trust = np.where(age <= shown_s, np.uint8(DOUBTFUL), np.uint8(NONE))
    trust[(age > shown_s) & (age <= rules.OLD_S + shown_s)] = STALE
    trust[pulse.at[doubt == 0]] = LIVE
    number = np.full(len(t), np.nan)
    number[has] = shown[last[has]]
    number[~(age <= shown_s)] = np.nan
    out.pulse[here], out.pulse_trust[here] = number[new], trust[new]


def _put_perfusion(out: Conditioned, place: tuple[slice, slice], block: Rows, period_s: float) -> None:
    """Write the perfusion index as last given."""
    here, new = place
    well, _ = checked(block.perfusion, PERFUSION)
    if well is None:
        out.perfusion[here] = block.perfusion[new]
        return
    if not well.any():
        out.perfusion[here] = np.nan
        return
    given = samples_of(block.t, block.perfusion, well)
    has, last, age = latest(given, block.t, np.nan)
    number = np.full(len(block.t), np.nan)
    number[has] = given.value[last[has]]
    number[~(age <= rules.SHOWN_PERIODS * period_s)] = np.nan
    out.perfusion[here] = number[new]


def _put_slope(
    out: Conditioned,
    place: tuple[slice, slice],
    spo2: Samples,
    steady: tuple[Numbers, Codes],
    low_limit: float | None,
) -> None:
    """Write the slope of live numbers, its error and when the low limit is met."""
    here, new = place
    shown, doubt = steady
    live = np.flatnonzero(doubt == 0)
    slope, error, soon = (np.full(here.stop - here.start + new.start, np.nan) for _ in range(3))
    rows = live if spo2.at is None else spo2.at[live]
    slope[rows], error[rows] = lines(spo2.t[live], shown[live])
    if low_limit is not None:
        soon[rows] = low_in(shown[live], slope[rows], error[rows], low_limit)
    out.slope[here], out.slope_error[here], out.low_in[here] = slope[new], error[new], soon[new]
