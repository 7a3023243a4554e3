"""An export holds what happened and nobody in it, or is not written at all."""

from __future__ import annotations

import builtins
import json
import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from breathline.errors import BreathlineError, UsageError
from breathline.events.bucket import Bucket, DayPart
from breathline.events.database import Kind
from breathline.events.export import writers
from breathline.events.export.cells import Time
from breathline.events.export.export import BelowLimitError, Choices, export
from breathline.events.export.package import DESCRIPTOR, FHIR_BUNDLE
from breathline.events.export.rows import event_of
from breathline.events.export.tables import EVENTS, RESPONSES
from breathline.events.export.writers import Format
from breathline.events.model import Event, PromptEvent, ResponseEvent, ResponseState
from tests.events.examples import ONE_OF_EACH, STARTED
from tests.events.export.responses import response, table

TEN = [response() for _ in range(10)]
ONE = Choices(min_cell=1, k=1)


def package(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    return made


def test_ten_responses_of_one_place_and_time_are_told_as_they_are(tmp_path: Path) -> None:
    exported = export(TEN, tmp_path / "out", draw=random.Random(4))
    assert (exported.responses, exported.k, exported.forced) == (10, 10, False)
    assert exported.diversity == {"outcome": 1, "pathway": 1}
    assert set(exported.held_back.values()) == {0}
    rows = table(tmp_path / "out" / "responses.csv")
    assert list(rows[0]) == [column.name for column in RESPONSES]
    assert rows[0] == {
        "response": "r0512bd13-0001", "site": "S1", "month": "2026-11", "part_of_day": "night", "kind": "real",
        "pack": "bc", "pack_hash": "9e1f", "pathway": "oxygen+breaths+naloxone", "length_s": "300.0",
        "outcome": "recovered_here", "hardship": "sedation", "ended_reason": "recovered_here",
        "rows": str(len(ONE_OF_EACH)),
    }  # fmt: skip
    assert table(tmp_path / "out" / "counts.csv")[0] == {"variable": "all", "value": "", "responses": "10"}


def test_the_events_stand_in_order_and_truths_are_words(tmp_path: Path) -> None:
    export([response()], tmp_path / "out", ONE)
    rows = table(tmp_path / "out" / "events.csv")
    assert list(rows[0]) == [column.name for column in EVENTS]
    (said,) = table(tmp_path / "out" / "responses.csv")
    assert [(row["response"], row["n"]) for row in rows] == [
        (said["response"], str(n)) for n in range(len(ONE_OF_EACH))
    ]
    dose = next(row for row in rows if row["id"] == "naloxone")
    assert (dose["t"], dose["dose_mg"], dose["route"], dose["count"], dose["undone"]) == (
        "14.5", "4.0", "nasal", "1", "false",
    )  # fmt: skip
    assert next(row for row in rows if row["kind"] == "fault")["present"] == "true"
    assert "ONE BREATH" not in (tmp_path / "out" / "events.csv").read_text(encoding="utf-8")


def test_a_response_without_an_end_and_a_clock_says_so_by_what_is_empty(tmp_path: Path) -> None:
    export([response(None, events=[STARTED])], tmp_path / "out", ONE)
    row = table(tmp_path / "out" / "responses.csv")[0]
    assert (row["month"], row["part_of_day"], row["ended_reason"], row["outcome"]) == ("", "", "", "")


def numbered(count: int) -> list[Any]:
    return [
        response(events=[STARTED, ResponseEvent(float(length), ResponseState.ENDED, "person")])
        for length in range(count)
    ]


def test_neither_ids_nor_the_order_of_rows_say_which_came_first(tmp_path: Path) -> None:
    export(numbered(30), tmp_path / "out", draw=random.Random(4))
    rows = table(tmp_path / "out" / "responses.csv")
    lengths = [float(row["length_s"]) for row in rows]
    assert [row["response"][-5:] for row in rows] == [f"-{n:04}" for n in range(1, 31)]
    assert sorted(lengths) == list(range(30)) != lengths
    export(numbered(30), tmp_path / "again", draw=random.Random(5))
    others = table(tmp_path / "again" / "responses.csv")
    assert [float(row["length_s"]) for row in others] != lengths
    assert {row["response"] for row in others}.isdisjoint(row["response"] for row in rows)


def test_small_cells_are_coarsened_and_the_package_says_how_many(tmp_path: Path) -> None:
    evening = [response(Bucket("2026-11", DayPart.EVENING)) for _ in range(12)]
    exported = export([*TEN[:3], *evening], tmp_path / "out")
    assert exported.k == 15
    assert exported.held_back == {"site": 0, "month": 0, "part_of_day": 15, "pack": 0, "pack_hash": 0}
    about = package(tmp_path / "out")["breathline"]
    assert about["held_back"] == exported.held_back
    assert about["anonymity"] == {
        "quasi_identifiers": ["site", "month", "part_of_day", "pack", "pack_hash"],
        "k": 15, "limit": 10, "forced": False, "l_diversity": {"outcome": 1, "pathway": 1},
    }  # fmt: skip


def test_the_calendar_is_left_out_when_it_is_not_wanted(tmp_path: Path) -> None:
    export(TEN, tmp_path / "out", Choices(time=Time.NONE, part_of_day=False))
    assert {(row["month"], row["part_of_day"]) for row in table(tmp_path / "out" / "responses.csv")} == {("", "")}


def test_too_few_are_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(BelowLimitError, match=r"only 9 responses share .* wait for more .* --force-below-k 9"):
        export(TEN[:9], tmp_path / "out")
    with pytest.raises(BelowLimitError, match="1 response stands alone"):
        export(TEN[:1], tmp_path / "out", Choices(accept_k=2))
    assert list(tmp_path.iterdir()) == []


def test_small_cells_that_were_let_be_are_refused_by_their_number(tmp_path: Path) -> None:
    evening = response(Bucket("2026-11", DayPart.EVENING))
    with pytest.raises(BelowLimitError, match="raise --min-cell to 10"):
        export([*TEN, evening], tmp_path / "out", Choices(min_cell=1))


def test_it_is_forced_by_naming_how_few(tmp_path: Path) -> None:
    exported = export(TEN[:4], tmp_path / "out", Choices(accept_k=4))
    assert (exported.k, exported.forced) == (4, True)
    assert package(tmp_path / "out")["breathline"]["anonymity"]["forced"] is True
    assert {row["responses"] for row in table(tmp_path / "out" / "counts.csv")} == {""}


def test_practice_and_real_never_go_into_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="practice and real"):
        export([*TEN, response(kind=Kind.PRACTICE)], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_export_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BreathlineError, match="no responses"):
        export([], tmp_path / "out")


def test_another_export_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    export(TEN, out)
    with pytest.raises(UsageError, match="not empty"):
        export(TEN, out)
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="not empty"):
        export(TEN, tmp_path / "file")


def test_only_its_owner_can_open_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(0o755)
    export(TEN, tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700


def test_the_folder_one_stands_in_may_be_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    export(TEN, Path())
    assert (tmp_path / "out" / DESCRIPTOR).exists()


def test_what_an_export_that_was_stopped_left_is_named(tmp_path: Path) -> None:
    (tmp_path / "out.part").mkdir()
    with pytest.raises(UsageError, match=r"out\.part: is left over"):
        export(TEN, tmp_path / "out")


def test_a_place_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BreathlineError, match="can't be written: Not a directory"):
        export(TEN, tmp_path / "file" / "out")

    def full() -> Iterable[Event]:
        raise OSError(28, "No space left on device")

    with pytest.raises(BreathlineError, match="No space left"):
        export([replace(TEN[0], read=full)], tmp_path / "out", ONE)
    assert not (tmp_path / "out.part").exists()


def test_progress_is_told_after_each(tmp_path: Path) -> None:
    done: list[int] = []
    export(TEN, tmp_path / "out", on_done=lambda: done.append(1))
    assert len(done) == 10


def test_json_holds_every_event_as_it_was(tmp_path: Path) -> None:
    export([response()], tmp_path / "out", replace(ONE, formats=(Format.JSON,)))
    rows = json.loads((tmp_path / "out" / "events.json").read_text(encoding="utf-8"))
    assert list(rows[0]) == [column.name for column in EVENTS]
    assert [event_of(row) for row in rows] == [silent(event) for event in ONE_OF_EACH]
    (answer,) = json.loads((tmp_path / "out" / "responses.json").read_text(encoding="utf-8"))
    assert answer["rows"] == len(ONE_OF_EACH)


def test_a_json_table_without_rows_is_an_empty_list(tmp_path: Path) -> None:
    export([response(events=[])], tmp_path / "out", replace(ONE, formats=(Format.JSON,)))
    assert json.loads((tmp_path / "out" / "events.json").read_text(encoding="utf-8")) == []


def silent(event: Event) -> Event:
    return replace(event, text="") if isinstance(event, PromptEvent) else event


def test_parquet_holds_every_event_as_it_was_also_in_several_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    monkeypatch.setattr(writers, "BATCH", 7)
    export([response()], tmp_path / "out", replace(ONE, formats=(Format.PARQUET,)))
    found = parquet.read_table(tmp_path / "out" / "events.parquet")
    assert found.schema.names == [column.name for column in EVENTS]
    assert found.schema.field("spo2").metadata[b"unit"] == b"%"
    assert [event_of(row) for row in found.to_pylist()] == [silent(event) for event in ONE_OF_EACH]


def test_without_pyarrow_parquet_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_import = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real_import(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"breathline\[review\]"):
        export(TEN, tmp_path / "out", Choices((Format.PARQUET,)))


def test_all_formats_and_a_bundle_are_one_package(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    export(TEN, tmp_path / "out", Choices(tuple(Format), fhir=True))
    listed = [resource["path"] for resource in package(tmp_path / "out")["resources"]]
    assert sorted([*listed, DESCRIPTOR]) == sorted(path.name for path in (tmp_path / "out").iterdir())
    assert FHIR_BUNDLE in listed


def test_a_response_is_read_when_its_turn_has_come(tmp_path: Path) -> None:
    steps: list[str] = []

    def read() -> Iterable[Event]:
        steps.append("read")
        return ONE_OF_EACH

    export([replace(TEN[0], read=read) for _ in range(10)], tmp_path / "out", on_done=lambda: steps.append("written"))
    assert steps == ["read", "written"] * 10
