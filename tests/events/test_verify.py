"""What a chain shows, and what it can't."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from pyrage import x25519

from breathline.events.database import Kind, connect_sqlite, database_path
from breathline.events.failures import LogError
from breathline.events.log import Log
from breathline.events.model import Event, VitalsEvent
from breathline.events.rows import RowCodec
from breathline.events.sealed import SealedRows
from breathline.events.verify import Checked
from breathline.words import Trust, Vitals

SEALED = SealedRows(x25519.Identity.generate().to_public())


def vitals(t: float) -> Event:
    return VitalsEvent(Vitals(t, 97.0, 70.0, Trust.LIVE, None))


@pytest.fixture(params=[SealedRows(), SEALED], ids=["plain", "sealed"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A log with an ended response of three rows and an open one of two."""
    codec: RowCodec = request.param
    with Log.open(tmp_path, Kind.REAL, codec=codec) as log:
        for rows, end in ((3, True), (2, False)):
            response = log.begin("bc", "5ac3", "0.1.0", None)
            for t in range(rows):
                log.append(response, [vitals(float(t))])
            if end:
                log.end(response)
    return tmp_path


def checked(folder: Path, *changes: str) -> list[Checked]:
    connection = connect_sqlite(database_path(folder, Kind.REAL))
    for change in changes:
        connection.execute(change)
    connection.close()
    with Log.open(folder, Kind.REAL) as log:
        return log.verify()


def test_a_log_nobody_touched_is_whole_without_any_key(folder: Path) -> None:
    ended, still_open = checked(folder)
    assert (ended.rows, ended.open, ended.broken) == (3, False, None)
    assert (still_open.rows, still_open.open, still_open.broken) == (2, True, None)
    assert len(ended.head) == 64


@pytest.mark.hazard("H-41")
@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE event SET row = CAST(row || ' ' AS BLOB) WHERE response = 1 AND number = 1", "row 1 was changed"),
        ("UPDATE event SET link = zeroblob(32) WHERE response = 1 AND number = 2", "row 2 was changed"),
        ("DELETE FROM event WHERE response = 1 AND number = 0", "row 0 is missing"),
        ("DELETE FROM event WHERE response = 1 AND number = 1", "row 1 is missing"),
        ("DELETE FROM event WHERE response = 1 AND number = 2", "row 2 is missing"),
        ("UPDATE response SET id = 'ffff' WHERE number = 1", "row 0 was changed"),
        ("UPDATE response SET rows = 2 WHERE number = 1", "rows were added after its end"),
        ("UPDATE response SET rows = NULL WHERE number = 1", "rows were added after its end"),
        ("UPDATE response SET head = zeroblob(32) WHERE number = 1", "what is kept of its end was changed"),
        ("UPDATE response SET summary = zeroblob(9) WHERE number = 1", "what is kept of its end was changed"),
        ("UPDATE response SET pack = 'toronto' WHERE number = 1", "what is kept of its end was changed"),
        ("UPDATE response SET month = '2026-05' WHERE number = 1", "what is kept of its end was changed"),
    ],
)
def test_the_first_broken_place_is_named(folder: Path, change: str, broken: str) -> None:
    ended, still_open = checked(folder, change)
    assert ended.broken == broken
    assert still_open.broken is None


def test_the_places_after_the_first_broken_one_are_not_named(folder: Path) -> None:
    assert (
        checked(folder, "UPDATE event SET row = CAST(row || ' ' AS BLOB) WHERE response = 1")[0].broken
        == "row 0 was changed"
    )


def test_rows_moved_to_another_response_are_seen(folder: Path) -> None:
    moved = "UPDATE event SET row = (SELECT row FROM event WHERE response = 2 AND number = 1) WHERE response = 1"
    assert checked(folder, f"{moved} AND number = 0")[0].broken == "row 0 was changed"


def test_the_last_rows_of_an_open_response_can_be_cut_off_unseen_but_for_the_head(folder: Path) -> None:
    before = checked(folder)[1].head
    after = checked(folder, "DELETE FROM event WHERE response = 2 AND number = 1")[1]
    assert after.broken is None
    assert after.head != before


def old_log(folder: Path) -> list[str]:
    """A file as version 1 left it, with an ended response and an open one."""
    with Log.open(folder, Kind.REAL) as log:
        responses = [log.begin("bc", "5ac3", "0.1.0", 1_779_028_392.5) for _ in range(2)]
        for response in responses:
            log.append(response, [vitals(0.0), vitals(1.0)])
        log.end(responses[0])
    old = connect_sqlite(database_path(folder, Kind.REAL))
    for change in (
        "ALTER TABLE event DROP COLUMN link",
        *(f"ALTER TABLE response DROP COLUMN {name}" for name in ("rows", "head", "month")),
        "DROP TABLE resume",
        "PRAGMA user_version = 1",
    ):
        old.execute(change)
    old.close()
    return responses


def test_a_log_from_before_the_chain_is_chained_as_it_stands(tmp_path: Path) -> None:
    responses = old_log(tmp_path)
    with Log.open(tmp_path, Kind.REAL) as log:
        assert [each.broken for each in log.verify()] == [None, None]
        assert log.read(responses[0]) == [vitals(0.0), vitals(1.0)]
        log.append(responses[1], [vitals(2.0)])
        log.end(responses[1])
        assert [each.broken for each in log.verify()] == [None, None]
        assert log.forget("2026-06") == 2


def test_a_log_from_before_the_chain_is_whole_wherever_its_bringing_up_was_cut_off(tmp_path: Path) -> None:
    class CutOff(sqlite3.Connection):
        def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
            said.append(sql)
            if len(said) == cut:
                cut_at.append(sql)
                raise sqlite3.OperationalError("the power failed")
            return super().execute(sql, *parameters)  # type: ignore[arg-type]  # whatever sqlite3 takes

    def connect(path: Path) -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, factory=CutOff)

    said: list[str] = []
    cut_at: list[str] = []
    responses = old_log(tmp_path)
    cut = 0
    while cut <= len(said):
        cut += 1
        said.clear()
        with suppress(LogError):
            Log.open(tmp_path, Kind.REAL, connect=connect).close()
    assert {"ALTER TABLE event ADD COLUMN link BLOB", "PRAGMA user_version = 2", "COMMIT"} <= set(cut_at)
    with Log.open(tmp_path, Kind.REAL) as log:
        assert [each.broken for each in log.verify()] == [None, None]
        assert log.read(responses[1]) == [vitals(0.0), vitals(1.0)]


# Retention.


@pytest.mark.hazard("H-40")
def test_old_responses_are_deleted_and_nothing_of_them_stays_in_the_file(tmp_path: Path) -> None:
    with Log.open(tmp_path, Kind.REAL) as log:
        made = []
        for wall in (1_779_028_392.5, 1_790_000_000.0, None):
            response = log.begin("bc", "5ac3", "0.1.0", wall)
            log.append(response, [vitals(float(t)) for t in range(50)])
            log.end(response)
            made.append(response)
        still_open = log.begin("bc", "5ac3", "0.1.0", 1_779_028_392.5)
        assert log.forget("2026-06") == 1
        assert [record.id for record in log.responses()] == [still_open, made[2], made[1]]
        stored = b"".join(path.read_bytes() for path in sorted(tmp_path.iterdir()))
        assert made[0].encode() not in stored
        assert made[1].encode() in stored
        assert [each.broken for each in log.verify()] == [None, None, None]
