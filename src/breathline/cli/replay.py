"""`breathline replay`: a recording or an exported response, again through the same pipeline."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
import numpy as np

from breathline.cli.lines import Lines
from breathline.cli.watched import watch
from breathline.device.response import Guide, Response
from breathline.errors import BreathlineError, UsageError
from breathline.events.codec import as_row, from_row
from breathline.events.fields import RowError
from breathline.events.model import AlarmId, Event, Input, ResponseEvent, ResponseState, VitalsEvent
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import Texts, texts_for
from breathline.signal.conditioner import Conditioner
from breathline.signal.recordings import DEFAULT, ColumnError, Columns, Recording, RecordingError, read_recording
from breathline.words import Action, ActionId, Vitals

STDIN = "-"

SLOWEST_PERIOD_S = 10.0
"""A recording with rarer rows is no monitoring: its numbers grow old between them, and are shown so."""

INPUT_ENDED = "input_ended"

SIMULATED = ("true_sao2", "breathing_l_min")
"""What `simulate` adds to its vitals: true of the virtual person, not part of what the guide was given."""


@click.command(
    epilog="""\b
Examples:
  breathline replay recording.csv
  breathline replay night.csv --time-column Time --spo2-column "SpO2 4" --pulse-column "Pulse 4" --json
  breathline log show LAST --json | breathline replay -

A recording is a CSV file with the header t_s,spo2,pulse[,perfusion] or with the columns you name. An exported
response is JSON lines; what people and the oximeter did in it is given to the guide again.
"""
)
@click.argument("file")
@click.option("--pack", "pack_name", default="bc", show_default=True, help="Guideline pack: a name or a .toml file.")
@click.option("--json", "as_json", is_flag=True, help="Every event, one JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="The vitals alone, as CSV.")
@click.option("--time-column", metavar="NAME", help="Column of the time: seconds, or clock times.")
@click.option("--spo2-column", metavar="NAME", help="Column of SpO2, in percent.")
@click.option("--pulse-column", metavar="NAME", help="Column of the pulse, beats a minute.")
@click.option("--perfusion-column", metavar="NAME", help="Column of the perfusion index, in percent.")
def command(
    file: str,
    pack_name: str,
    as_json: bool,
    as_csv: bool,
    time_column: str | None,
    spo2_column: str | None,
    pulse_column: str | None,
    perfusion_column: str | None,
) -> None:
    """Run FILE (a recording, an exported response, or - for standard input) through the pipeline."""
    if as_json and as_csv:
        raise UsageError("--json and --csv are two forms of output; choose one")
    pack = load_pack(pack_name)
    texts = texts_for(pack)
    engine = Engine(pack, texts)
    lines = _lines(file)
    columns = Columns(
        time_column or DEFAULT.time, spo2_column or DEFAULT.spo2, pulse_column or DEFAULT.pulse, perfusion_column
    )
    low = pack.limit(AlarmId.SPO2_LOW).value
    if _is_export(lines):
        events = rerun(engine, _logged(lines, file))
        vitals = _vitals(events)
    else:
        recording = _recording(lines, columns, file)
        events = play(engine, recording, low)
        vitals = watch(recording, period(recording), low)
    for line in _as_json(events) if as_json else _as_csv(vitals) if as_csv else _as_words(events, pack, texts):
        sys.stdout.write(line + "\n")
    # A reader that went away is noticed here, where it can still be told from an error.
    sys.stdout.flush()


def play(engine: Guide, recording: Recording, low_limit: float | None = None) -> Iterator[Event]:
    """A recording as a response that begins with its first row and in which nobody does anything.

    Args:
        engine: The guide.
        recording: The rows.
        low_limit: The pack's low limit of SpO2, in percent.
    """
    response = Response(engine, Conditioner(period(recording), low_limit=low_limit))
    yield from response.do(Action(ActionId.START), 0.0)
    for reading in recording.readings():
        yield from response.reading(reading)
    yield from response.finish(float(recording.t[-1]), INPUT_ENDED)


def period(recording: Recording) -> float:
    """The usual seconds between two rows, for how soon a number is old."""
    steps = np.diff(recording.t)
    return min(float(np.median(steps)), SLOWEST_PERIOD_S) if steps.size else 1.0


def rerun(engine: Guide, logged: Iterable[Event]) -> Iterator[Event]:
    """The inputs of a logged response, and what the guide makes of them now.

    Its logged changes are not repeated. One that ended without an act (the box was closed) ends for the same reason.
    """
    state, t, reason = engine.begin(), 0.0, INPUT_ENDED
    for event in logged:
        t = max(t, event.t)
        if isinstance(event, Input):
            step = engine.step(state, event)
            state = step.state
            yield event
            yield from step.changes
        elif isinstance(event, ResponseEvent) and event.state is ResponseState.ENDED:
            reason = event.reason
    yield from engine.finish(state, t, reason).changes


def _lines(file: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        raise BreathlineError(f"{file}: can't be read: {error.strerror}") from error
    try:
        return io.StringIO(data.decode("utf-8-sig"), newline=None).readlines()
    except UnicodeDecodeError as error:
        raise BreathlineError(f"{file}: is not UTF-8 text; give a CSV recording or JSON lines") from error


def _is_export(lines: Sequence[str]) -> bool:
    """Rows are JSON objects; no CSV header begins with a brace."""
    return next((line.lstrip().startswith("{") for line in lines if line.strip()), False)


def _recording(lines: Sequence[str], columns: Columns, file: str) -> Recording:
    try:
        recording = read_recording(lines, columns)
    except ColumnError as error:
        if columns != DEFAULT:
            raise UsageError(f"{file}: {error}") from error
        raise BreathlineError(
            f"{file}: {error}; choose with --time-column, --spo2-column and --pulse-column"
        ) from error
    except RecordingError as error:
        raise BreathlineError(f"{file}: {error}") from error
    for warning in recording.warnings:
        click.echo(f"breathline: {file}: {warning}", err=True)
    return recording


def _logged(lines: Sequence[str], file: str) -> list[Event]:
    """An export's rows as events; all of them are read before the first is replayed."""
    events: list[Event] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise RowError("not a JSON object")  # noqa: TRY301 - one place adds the line
            events.append(from_row({key: value for key, value in row.items() if key not in SIMULATED}))
        except RowError as error:
            raise BreathlineError(f"{file}: line {number}: {error}") from error
        except (ValueError, RecursionError) as error:
            raise BreathlineError(f"{file}: line {number}: not JSON: {error}") from error
    return events


def _vitals(events: Iterable[Event]) -> Iterator[Vitals]:
    for event in events:
        if isinstance(event, VitalsEvent):
            yield event.vitals


def _as_json(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        yield json.dumps(as_row(event), ensure_ascii=False, allow_nan=False)


def _as_csv(given: Iterable[Vitals]) -> Iterator[str]:
    """Columns that `replay` itself reads again."""
    yield "t_s,spo2,pulse,perfusion,trust,cause,slope,slope_error,pulse_trust,low_in"
    for vitals in given:
        numbers = (vitals.t, vitals.spo2, vitals.pulse, vitals.perfusion, vitals.trust, vitals.cause)
        more = (vitals.slope, vitals.slope_error, vitals.pulse_trust, vitals.low_in)
        yield ",".join("" if value is None else str(value) for value in (*numbers, *more))


def _as_words(events: Iterable[Event], pack: Pack, texts: Texts) -> Iterator[str]:
    words = Lines(pack, texts)
    for event in events:
        yield from words.of(event)
