"""What an export costs: seconds and peak memory for each format, over simulated responses.

    .venv/bin/python benchmarks/export.py [--responses 1000]

Each format runs in a process of its own, so that its memory can be told. Memory should hardly grow with the number of
responses: run it with two numbers to see.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import tempfile
import time
from functools import partial
from pathlib import Path

from breathline.device.response import Response
from breathline.events.bucket import Bucket, DayPart
from breathline.events.database import Kind
from breathline.events.export.export import Choices, export
from breathline.events.export.facts import ExportedResponse
from breathline.events.export.writers import Format
from breathline.events.model import Event
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import texts_for
from breathline.signal.conditioner import Conditioner
from breathline.words import Action, ActionId, Answer, AnswerValue, Frame, QuestionId, Reading, Route

RESPONSES = 1000
LENGTH_S = 900
WAYS = {
    "csv": Choices((Format.CSV,)),
    "json": Choices((Format.JSON,)),
    "parquet": Choices((Format.PARQUET,)),
    "csv + fhir": Choices((Format.CSV,), fhir=True),
    "everything": Choices(tuple(Format), fhir=True),
}


def lived() -> list[Event]:
    """A response of a quarter of an hour with a fall, breaths, two doses and a slow way back."""
    pack = load_pack("bc")
    response = Response(Engine(pack, texts_for(pack)), Conditioner())
    events = response.do(Action(ActionId.START), 0.0)
    dose = Action(ActionId.NALOXONE, dose_mg=0.4, route=Route.MUSCLE)
    acts: dict[int, Action | Answer] = {
        5: Answer(QuestionId.RESPONSIVE, AnswerValue.NO),
        10: Answer(QuestionId.BREATHING, AnswerValue.NO),
        40: Action(ActionId.BREATHS_STARTED),
        90: dose,
        300: dose,
    }
    for second in range(1, LENGTH_S):
        spo2 = 97.0 - second / 3.0 if second < 90 else min(97.0, 67.0 + (second - 90) / 10.0)
        events += response.reading(Reading(float(second), Frame.VALUES, round(spo2), 60.0))
        if second in acts:
            events += response.do(acts[second], second + 0.5)
    return events + response.finish(float(LENGTH_S), "input_ended")


def measure(way: str, count: int) -> tuple[float, float, float]:
    """Seconds, peak memory in MiB, and MB written."""
    events = lived()
    draw = random.Random(1)
    buckets = [Bucket(f"2026-{draw.randint(1, 12):02}", draw.choice(list(DayPart))) for _ in range(count)]
    responses = [ExportedResponse(Kind.PRACTICE, partial(list, events), "bc", "9e1f", each, "S1") for each in buckets]
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        export(responses, Path(folder) / "out", WAYS[way])
        seconds = time.perf_counter() - begun
        written = sum(path.stat().st_size for path in (Path(folder) / "out").iterdir()) / 1e6
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, written


def main() -> None:
    """Print one line for each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--responses", type=int, default=RESPONSES)
    count = parser.parse_args().responses
    print(f"{count} responses, {count * len(lived())} events")
    print(f"{'':12}{'seconds':>9}{'peak MiB':>10}{'MB written':>12}")
    spawning = multiprocessing.get_context("spawn")
    for way in WAYS:
        with spawning.Pool(1) as one:
            seconds, peak, written = one.apply(measure, (way, count))
        print(f"{way:12}{seconds:9.1f}{peak:10.0f}{written:12.1f}")


if __name__ == "__main__":
    main()
