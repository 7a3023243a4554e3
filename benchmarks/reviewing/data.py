"""Invented responses as an export's tables, as many as are wanted: seeded, partitioned by month, with nobody in them.

A few hundred responses are invented row by row and then repeated, each time with another depth and under another id.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from breathline.events.export.tables import EVENTS, RESPONSES, Column, Type

MONTHS = tuple(f"2026-{month:02}" for month in range(1, 11))
TEMPLATES = 200
_PACKS = ("bc", "alberta", "toronto")
_TYPES = {Type.TEXT: pa.string(), Type.NUMBER: pa.float64(), Type.WHOLE: pa.int64(), Type.TRUTH: pa.bool_()}

Row = dict[str, Any]


def write_export(folder: Path, events: int, seed: int = 0) -> int:
    """Write at least so many rows of events and their responses to folders of Parquet files, one for each month.

    Returns:
        How many rows of events there are.
    """
    draw = random.Random(seed)
    templates = [invented(draw) for _ in range(TEMPLATES)]
    tables = [_table(rows, EVENTS) for rows, _ in templates]
    numbers = count(1)
    written = 0
    for month in MONTHS:
        piece, about = [], []
        wanted = events * (1 + MONTHS.index(month)) // len(MONTHS)
        while written < wanted:
            place = draw.randrange(TEMPLATES)
            name, pack = f"r{next(numbers):06}", draw.choice(_PACKS)
            piece.append(_renamed(tables[place], name, draw.randint(-4, 4)))
            about.append({**templates[place][1], "response": name, "pack": pack, "pack_hash": f"hash-of-{pack}"})
            written += tables[place].num_rows
        _write(folder / "events" / f"month={month}", pa.concat_tables(piece))
        _write(folder / "responses" / f"month={month}", _table(about, RESPONSES).drop_columns("month"))
    return written


def _write(folder: Path, table: pa.Table) -> None:
    folder.mkdir(parents=True)
    pq.write_table(table, folder / "part-0.parquet", row_group_size=250_000)


def _table(rows: list[Row], columns: tuple[Column, ...]) -> pa.Table:
    return pa.table({c.name: pa.array([row.get(c.name) for row in rows], _TYPES[c.type]) for c in columns})


def _renamed(table: pa.Table, name: str, deeper: int) -> pa.Table:
    ids = pa.array([name] * table.num_rows)
    spo2 = pc.max_element_wise(pc.min_element_wise(pc.add(table["spo2"], float(deeper)), 100.0), 1.0)
    spo2 = pc.if_else(pc.is_null(table["spo2"]), None, spo2)
    table = table.set_column(table.schema.get_field_index("response"), "response", ids)
    return table.set_column(table.schema.get_field_index("spo2"), "spo2", spo2)


def invented(draw: random.Random) -> tuple[list[Row], Row]:
    """A response's rows of events and its row in the table of responses."""
    length = draw.randint(300, 900)
    timed = sorted([*_vitals(draw, length), *_acts(draw, length), *_changes(draw, length)], key=lambda row: row["t"])
    rows = [{**row, "n": n} for n, row in enumerate(timed)]
    done = {row["id"] for row in rows if row["kind"] == "action" and not row["undone"]}
    pathway = [word for word, act in (("oxygen", "oxygen_on"), ("breaths", "breaths_started")) if act in done]
    pathway += ["naloxone"] if "naloxone" in done else []
    about: Row = {
        "site": "",
        "part_of_day": draw.choice(["night", "morning", "afternoon", "evening"]),
        "kind": "practice",
        "pathway": "+".join(pathway) or "monitor_only",
        "length_s": float(length),
        "outcome": draw.choice(["recovered_here", "recovered_here", "ambulance", "left", "not_overdose", ""]),
        "hardship": draw.choice(["", "nothing", "no_reading", "place"]),
        "ended_reason": draw.choice(["person", "person", "person", ""]),
        "rows": len(rows),
    }
    return rows, about


def _vitals(draw: random.Random, length: int) -> Iterator[Row]:
    """A fall, a time low, a way back or none; and spells without a number."""
    begins, falls, low_for = draw.randint(10, 120), draw.randint(30, 300), draw.randint(20, 400)
    lowest, back = draw.uniform(45.0, 94.0), draw.random() < 0.8
    spells = [(draw.randint(0, length), draw.randint(3, 120), _cause(draw)) for _ in range(draw.randint(0, 3))]
    for second in range(length + 1):
        if second < begins:
            spo2 = 97.0
        elif second < begins + falls:
            spo2 = 97.0 - (97.0 - lowest) * (second - begins) / falls
        elif second < begins + falls + low_for or not back:
            spo2 = lowest
        else:
            spo2 = min(97.0, lowest + (second - begins - falls - low_for) * 0.7)
        without = next((cause for start, lasts, cause in spells if start <= second < start + lasts), None)
        known: Row = (
            {"spo2": round(spo2, 1), "trust": "live"} if without is None else {"trust": "none", "cause": without}
        )
        yield {"t": float(second), "kind": "vitals", "pulse": 80.0, "slope": -0.4, "pulse_trust": "live", **known}


def _cause(draw: random.Random) -> str:
    return draw.choice(["no_finger", "searching", "low_perfusion", "motion", "link_lost"])


def _acts(draw: random.Random, length: int) -> Iterator[Row]:
    several: list[tuple[str, Row]] = [
        ("called_911", {}),
        ("oxygen_on", {"flow_l_min": 10.0}),
        ("naloxone", {"dose_mg": 4.0, "route": "nasal", "count": draw.choice([None, 1, 2])}),
        ("naloxone", {"dose_mg": 4.0, "route": "nasal"}),
        ("naloxone", {"dose_mg": 4.0, "route": "nasal"}),
        ("breaths_started", {"method": draw.choice(["mask", "bag", None])}),
        ("breaths_stopped", {}),
        ("breaths_started", {"method": "mask"}),
    ]
    for act, values in several:
        if draw.random() < 0.6:
            undone = draw.random() < 0.1
            yield {"t": draw.uniform(5, length), "kind": "action", "id": act, "undone": undone, **values}
    for _ in range(draw.randint(0, 6)):
        answer = draw.choice(["yes", "no", "cant_tell"])
        yield {"t": draw.uniform(5, length), "kind": "answer", "id": "breathing", "answer": answer}


def _changes(draw: random.Random, length: int) -> Iterator[Row]:
    """Alarms, prompts and questions, each with its life."""
    for alarm in ("spo2_low", "no_reading", "unanswered", "link_lost"):
        begins = draw.uniform(0, length)
        for _ in range(draw.randint(0, 2)):
            ends = begins + draw.uniform(5, 200)
            lives = [("occurred", begins), ("signalled", begins), ("cleared", ends)]
            for state, t in lives:
                if t <= length:
                    yield {"t": t, "kind": "alarm", "id": alarm, "state": state, "priority": "high", "level": 1}
            begins = ends + draw.uniform(1, 100)
    for prompt in ("stimulate", "call_911", "ventilate", "naloxone", "keep_going", "recheck"):
        shown = draw.uniform(0, length - 1)
        yield {"t": shown, "kind": "prompt", "id": prompt, "state": "shown", "reason": "because"}
        how = draw.choice(["done", "withdrawn"])
        yield {"t": draw.uniform(shown, length), "kind": "prompt", "id": prompt, "state": how, "reason": "because"}
    for _ in range(draw.randint(1, 8)):
        asked = draw.uniform(0, length - 1)
        yield {"t": asked, "kind": "question", "id": "breathing", "state": "asked"}
        how = draw.choice(["answered", "withdrawn"])
        yield {"t": draw.uniform(asked, length), "kind": "question", "id": "breathing", "state": how}
