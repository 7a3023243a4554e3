"""`breathline browse` finds responses in exports and in the box's log, sealed or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

import pyrage
import pytest

from breathline.cli.box_log import reader
from breathline.cli.browse import ExportShelf, LogShelf, command
from breathline.errors import BreathlineError, UsageError
from breathline.events.bucket import Bucket, DayPart
from breathline.events.database import Kind
from breathline.events.export.export import Choices, export
from breathline.events.export.facts import ExportedResponse
from breathline.events.export.writers import Format
from breathline.events.log import Log
from breathline.events.model import ActionEvent, Event, ResponseEvent, ResponseState, VitalsEvent
from breathline.events.sealed import SealedRows
from breathline.guidelines.pack_file import load_pack
from breathline.review.exports import find_exports
from breathline.words import Action, ActionId, Cause, Trust, Vitals

_EVENTS: Sequence[Event] = (
    ActionEvent(0.0, Action(ActionId.START)),
    ResponseEvent(0.0, ResponseState.STARTED, "person"),
    VitalsEvent(Vitals(1.0, None, None, Trust.NONE, Cause.LINK_LOST)),
    VitalsEvent(Vitals(2.0, 88.0, 61, Trust.LIVE, None, battery=71)),
    ActionEvent(5.0, Action(ActionId.NALOXONE, dose_mg=4.0)),
    ResponseEvent(9.0, ResponseState.ENDED, "input_ended"),
)
_WALL = 1_779_028_392.5


@contextmanager
def _kept(folder: Path, codec: SealedRows | None = None, key: Path | None = None) -> Iterator[LogShelf]:
    with Log.open(folder, Kind.PRACTICE, zone=UTC, codec=codec) as log:
        response = log.begin("bc", load_pack("bc").hash, "0.1.0", _WALL)
        log.append(response, _EVENTS)
        log.end(response)
    with reader(folder, Kind.PRACTICE, key) as log:
        yield LogShelf([log])


def test_a_response_of_the_box_is_listed_and_opened(tmp_path: Path) -> None:
    with _kept(tmp_path) as shelf:
        (listed,) = shelf.listed()
        opened = shelf.open(listed)
    assert (listed.kind, listed.when, listed.outcome) == ("practice", "2026-05 afternoon", "not said")
    assert opened.note == ""
    assert opened.length_s == 9
    assert opened.marks == [(5.0, "N")]
    assert [spo2 for _, spo2, _ in opened.spo2] == [None, 88.0]
    assert any("naloxone" in entry.words for entry in opened.entries)
    seen = [opened.view(t).published for t in (1.5, 3.0)]
    assert [(each.link, each.battery) for each in seen] == [("lost", None), ("good", 71)]
    assert all(each.practice for each in seen)


def test_a_sealed_response_opens_with_the_key_and_not_without(tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    key = tmp_path / "site.key"
    key.write_text(f"{identity}\n", encoding="utf-8")
    codec = SealedRows.of(str(identity.to_public()))
    with _kept(tmp_path / "one", codec) as shelf:
        (listed,) = shelf.listed()
        assert (listed.outcome, listed.length_s) == ("sealed", None)
        with pytest.raises(BreathlineError, match="--key FILE"):
            shelf.open(listed)
    with _kept(tmp_path / "two", codec, key) as shelf:
        (listed,) = shelf.listed()
        assert shelf.open(listed).length_s == 9


@pytest.mark.parametrize("form", [Format.CSV, Format.JSON, Format.PARQUET])
def test_a_response_of_an_export_is_listed_and_opened(tmp_path: Path, form: Format) -> None:
    pytest.importorskip("ibis", reason="needs the extra review")
    from breathline.review.engine import DUCKDB, connected

    pack = load_pack("bc")
    there = ExportedResponse(Kind.PRACTICE, lambda: _EVENTS, "bc", pack.hash, Bucket("2026-05", DayPart.NIGHT))
    export([there] * 3, tmp_path / "out", Choices((form,), min_cell=1, k=1))
    with connected(DUCKDB) as con:
        shelf = ExportShelf(con, find_exports([tmp_path / "out"]))
        listed = shelf.listed()
        opened = shelf.open(listed[1])
    assert [(each.when, each.pathway) for each in listed] == [("2026-05", "naloxone")] * 3
    assert (opened.note, opened.length_s, opened.marks) == ("", 9.0, [(5.0, "N")])
    assert [spo2 for _, spo2, _ in opened.spo2] == [None, 88.0]


def test_without_responses_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no responses"):
        command.main(["--data-dir", str(tmp_path)], standalone_mode=False)
