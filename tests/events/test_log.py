from __future__ import annotations

import os
import sqlite3
import stat
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyrage import x25519

from breathline.events.bucket import Bucket, DayPart
from breathline.events.codec import as_row
from breathline.events.database import NO_TIME, Kind, connect_sqlite, database_path, is_kept
from breathline.events.failures import LogError, LogRefusedError
from breathline.events.fields import RowError
from breathline.events.log import Log, new_id
from breathline.events.model import Event, VitalsEvent
from breathline.events.records import CLOCK_SLEW_S, LONGEST_GAP_S
from breathline.events.rows import PlainRows
from breathline.events.sealed import SealedRows
from breathline.words import Outcome, Trust, Vitals
from tests.events.examples import ENDED, ONE_OF_EACH, STARTED, events

WALL = datetime(2026, 5, 17, 14, 33, 12, 345678, tzinfo=UTC).timestamp()
"""An afternoon whose every bit would be seen in the file."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def log(folder: Path) -> Iterator[Log]:
    with Log.open(folder, Kind.REAL, zone=UTC) as opened:
        yield opened


def begun(log: Log, wall_time: float | None = WALL) -> str:
    return log.begin("bc", "5ac3", "0.1.0", wall_time)


def vitals(t: float, spo2: float = 97.0) -> Event:
    return VitalsEvent(Vitals(t, spo2, 70.0, Trust.LIVE, None))


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


# What goes in comes out.


def test_events_come_back_as_they_went_in_also_after_opening_again(folder: Path) -> None:
    with Log.open(folder, Kind.REAL) as log:
        response = begun(log)
        assert log.append(response, ONE_OF_EACH[:3]) == 3
        assert log.append(response, ONE_OF_EACH[3:]) == len(ONE_OF_EACH)
        assert log.count(response) == len(ONE_OF_EACH)
    with Log.open(folder, Kind.REAL) as log:
        assert log.read(response) == list(ONE_OF_EACH)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(batches=st.lists(st.lists(events, max_size=4), max_size=4))
def test_any_events_come_back_bit_for_bit(log: Log, batches: list[list[Event]]) -> None:
    response = begun(log)
    for batch in batches:
        log.append(response, batch)
    expected = [as_row(event) for batch in batches for event in batch]
    assert repr([as_row(event) for event in log.read(response)]) == repr(expected)


def test_two_responses_keep_their_rows_apart(log: Log) -> None:
    first, second = begun(log), begun(log)
    log.append(first, [vitals(1.0)])
    log.append(second, [vitals(2.0)])
    log.append(first, [vitals(3.0)])
    assert [event.t for event in log.read(first)] == [1.0, 3.0]
    assert [event.t for event in log.read(second)] == [2.0]


def test_an_append_is_whole_or_not_at_all(log: Log) -> None:
    response = begun(log)
    with pytest.raises(RowError):
        log.append(response, [vitals(1.0), vitals(float("nan"))])
    assert log.read(response) == []


def test_a_second_try_does_not_write_rows_twice(log: Log) -> None:
    response = begun(log)
    log.append(response, [vitals(1.0), vitals(2.0)], position=0)
    assert log.append(response, [vitals(1.0), vitals(2.0), vitals(3.0)], position=0) == 3
    assert [event.t for event in log.read(response)] == [1.0, 2.0, 3.0]


def test_a_gap_before_the_new_rows_is_refused(log: Log) -> None:
    with pytest.raises(LogRefusedError, match="missing"):
        log.append(begun(log), [vitals(1.0)], position=1)


def test_a_response_that_is_not_there_is_refused(log: Log) -> None:
    for attempt in (log.read, log.end, log.count, lambda response: log.append(response, [])):
        with pytest.raises(LogRefusedError, match="there is no response nothing"):
            attempt("nothing")


def test_an_ended_response_takes_no_more(log: Log) -> None:
    response = begun(log)
    log.end(response)
    with pytest.raises(LogRefusedError, match="has ended"):
        log.append(response, [vitals(1.0)])
    with pytest.raises(LogRefusedError, match="has ended"):
        log.set_anchor(response, WALL)


def test_ids_are_random_and_a_given_one_is_begun_once(log: Log) -> None:
    given_id = new_id()
    assert begun(log) != begun(log)
    assert log.begin("bc", "5ac3", "0.1.0", WALL, given_id) == given_id
    log.append(given_id, [vitals(1.0)])
    assert log.begin("bc", "5ac3", "0.1.0", WALL + 1, given_id) == given_id
    assert log.count(given_id) == 1
    assert log.open_responses()[0].anchor == WALL


# What a list of responses says.


def test_responses_are_listed_newest_first_with_their_figures(log: Log) -> None:
    old, new = begun(log), begun(log)
    log.append(old, ONE_OF_EACH)
    log.end(old)
    log.append(new, [STARTED, vitals(7.5, 88.0)])
    second, first = log.responses()
    assert (second.id, second.kind, second.open) == (new, Kind.REAL, True)
    assert (second.summary.length_s, second.summary.lowest_spo2, second.summary.bucket) == (7.5, 88.0, None)
    assert (first.id, first.open, first.pack, first.pack_hash, first.version) == (old, False, "bc", "5ac3", "0.1.0")
    assert (first.summary.length_s, first.summary.events) == (300.0, len(ONE_OF_EACH))
    assert (first.summary.naloxone, first.summary.outcome) == (1, Outcome.RECOVERED_HERE)
    assert first.summary.bucket == Bucket("2026-05", DayPart.AFTERNOON)


def test_ending_twice_is_no_fault_and_changes_nothing(log: Log) -> None:
    response = begun(log)
    log.append(response, [vitals(1.0), ENDED])
    log.end(response)
    before = log.responses()
    log.end(response)
    assert log.responses() == before
    assert log.open_responses() == []


def test_the_guides_own_count_of_doses_is_kept(log: Log) -> None:
    response = begun(log)
    log.append(response, ONE_OF_EACH)
    log.end(response, doses=3)
    assert log.responses()[0].summary.naloxone == 3


def test_a_folder_tells_which_kinds_it_has(folder: Path) -> None:
    assert not is_kept(folder, Kind.REAL)
    Log.open(folder, Kind.REAL).close()
    assert [is_kept(folder, kind) for kind in Kind] == [True, False]
    with pytest.raises(LogError, match="Not a directory"):
        is_kept(database_path(folder, Kind.REAL), Kind.REAL)


# The anchor.


def test_an_open_response_is_found_with_its_anchor(folder: Path) -> None:
    with Log.open(folder, Kind.REAL) as log:
        response = begun(log)
        log.append(response, [vitals(60.0)])
        log.end(begun(log))
    with Log.open(folder, Kind.REAL) as log:
        (found,) = log.open_responses()
        assert (found.record.id, found.anchor) == (response, WALL)
        assert found.elapsed(WALL + 90.0) == 90.0


@pytest.mark.parametrize(
    ("since_start", "elapsed"),
    [
        (60.0, 60.0),
        (61.5, 61.5),
        (60.0 - CLOCK_SLEW_S, 60.0),
        (60.0 - CLOCK_SLEW_S - 0.1, None),
        (-3600.0, None),
        (60.0 + LONGEST_GAP_S, 60.0 + LONGEST_GAP_S),
        (60.0 + LONGEST_GAP_S + 1.0, None),
    ],
)
def test_a_clock_that_cannot_be_right_is_not_believed(log: Log, since_start: float, elapsed: float | None) -> None:
    wall = float(int(WALL))
    log.append(begun(log, wall), [vitals(60.0)])
    (found,) = log.open_responses()
    assert found.elapsed(wall + since_start) == (None if elapsed is None else pytest.approx(elapsed))


def test_without_a_clock_there_is_no_anchor_until_a_person_says_how_long_ago(log: Log) -> None:
    response = begun(log, wall_time=None)
    assert log.open_responses()[0].elapsed(WALL) is None
    log.set_anchor(response, WALL - 300.0)
    log.set_anchor(response, WALL - 200.0)
    assert log.open_responses()[0].elapsed(WALL) == pytest.approx(200.0)


def spellings(wall_time: float) -> list[bytes]:
    """The ways the anchor could stand in a file: SQLite's float and integers, and its digits."""
    whole = int(wall_time)
    return [struct.pack(">d", wall_time), whole.to_bytes(4, "big"), whole.to_bytes(4, "little"), str(whole).encode()]


@pytest.mark.parametrize("wall_time", [WALL, float(int(WALL))])
def test_the_anchor_stands_in_the_files_while_open_and_nowhere_after_the_end(folder: Path, wall_time: float) -> None:
    with Log.open(folder, Kind.REAL) as log:
        response = begun(log, wall_time)
        log.append(response, [vitals(float(t)) for t in range(300)])
        assert any(each in everything_on_disk(folder) for each in spellings(wall_time))
        log.end(response)
        assert not any(each in everything_on_disk(folder) for each in spellings(wall_time))
    assert not any(each in everything_on_disk(folder) for each in spellings(wall_time))


@pytest.mark.hazard("H-39")
def test_no_clock_time_stands_in_any_cell_after_the_end(folder: Path) -> None:
    with Log.open(folder, Kind.REAL) as log:
        response = begun(log)
        log.append(response, ONE_OF_EACH)
        log.end(response)
    connection = sqlite3.connect(database_path(folder, Kind.REAL))
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert tables == ["response", "event", "anchor", "resume"]
    every = [connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables]  # noqa: S608 - five names
    cells = [cell for rows in every for row in rows for cell in row]
    connection.close()
    assert len(cells) > 3 * len(ONE_OF_EACH)
    assert not [cell for cell in cells if isinstance(cell, float) or (isinstance(cell, int) and cell > 10_000)]


def test_an_anchor_that_a_reader_held_back_is_gone_when_the_file_is_opened_again(folder: Path) -> None:
    def impatient(path: Path) -> sqlite3.Connection:
        return sqlite3.connect(path, timeout=0.0, isolation_level=None)

    log = Log.open(folder, Kind.REAL, connect=impatient)
    response = begun(log)
    reader = connect_sqlite(database_path(folder, Kind.REAL))
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM response").fetchall()
    log.end(response)
    assert any(each in everything_on_disk(folder) for each in spellings(WALL))
    reader.rollback()
    with Log.open(folder, Kind.REAL) as again:
        assert again.responses()[0].open is False
        assert not any(each in everything_on_disk(folder) for each in spellings(WALL))
    reader.close()
    log.close()


@pytest.mark.hazard("H-39")
def test_file_times_say_nothing_after_the_end_and_after_closing(folder: Path) -> None:
    def times() -> dict[str, set[float]]:
        found = {"data": folder.stat()}  # first: looking into it is an access
        found |= {path.name: path.stat() for path in folder.iterdir()}
        return {name: {stats.st_atime, stats.st_mtime} for name, stats in found.items()}

    log = Log.open(folder, Kind.REAL)
    response = begun(log)
    log.append(response, [vitals(1.0)])
    log.end(response)
    files = ["data", "responses.sqlite3", "responses.sqlite3-wal", "responses.sqlite3-shm"]
    assert times() == {name: {NO_TIME} for name in files}
    os.utime(folder)
    log.close()
    assert times() == {name: {NO_TIME} for name in files[:2]}


# Practice and real.


@pytest.mark.hazard("H-32")
def test_practice_and_real_have_their_own_files(folder: Path) -> None:
    with Log.open(folder, Kind.REAL) as real, Log.open(folder, Kind.PRACTICE) as practice:
        response = begun(practice)
        assert real.responses() == []
        assert [record.kind for record in practice.responses()] == [Kind.PRACTICE]
        with pytest.raises(LogRefusedError):
            real.append(response, [STARTED])
    assert sorted(path.name for path in folder.iterdir()) == ["practice.sqlite3", "responses.sqlite3"]


def test_a_practice_file_under_the_name_of_the_real_one_is_refused(folder: Path) -> None:
    Log.open(folder, Kind.PRACTICE).close()
    database_path(folder, Kind.PRACTICE).rename(database_path(folder, Kind.REAL))
    with pytest.raises(LogError, match="practice and real responses are mixed up"):
        Log.open(folder, Kind.REAL)


# Who may look.


def test_only_the_owner_can_read_the_files(folder: Path) -> None:
    earlier = os.umask(0)
    try:
        with Log.open(folder, Kind.REAL) as log:
            begun(log)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]}
    finally:
        os.umask(earlier)
    assert modes.pop("data") == 0o700
    assert modes == dict.fromkeys(["responses.sqlite3", "responses.sqlite3-wal", "responses.sqlite3-shm"], 0o600)


def test_a_folder_that_is_there_keeps_its_permissions(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    Log.open(folder, Kind.REAL).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_a_file_that_others_could_read_is_closed_to_them(folder: Path) -> None:
    Log.open(folder, Kind.REAL).close()
    database_path(folder, Kind.REAL).chmod(0o644)
    Log.open(folder, Kind.REAL).close()
    assert stat.S_IMODE(database_path(folder, Kind.REAL).stat().st_mode) == 0o600


def test_opening_again_does_not_drop_the_locks_of_the_same_process(folder: Path) -> None:
    other = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA journal_mode = DELETE')"
    with Log.open(folder, Kind.REAL) as log:
        response = begun(log)
        Log.open(folder, Kind.REAL).close()
        # Only a connection that believes itself alone may leave WAL mode: ours must still be seen.
        alone = subprocess.run(
            [sys.executable, "-c", other, database_path(folder, Kind.REAL)], capture_output=True, check=False, text=True
        )
        assert "database is locked" in alone.stderr
        log.append(response, [vitals(1.0)])


class Shifted:
    """A stand-in for sealing: no byte stays what it is."""

    seals = False

    def __init__(self) -> None:
        self._plain = PlainRows()

    def encode(self, row: Mapping[str, object]) -> bytes:
        return bytes(255 - byte for byte in self._plain.encode(row))

    def decode(self, data: bytes) -> dict[str, object]:
        return self._plain.decode(bytes(255 - byte for byte in data))


def test_everything_that_happened_goes_through_the_one_codec(folder: Path) -> None:
    with Log.open(folder, Kind.REAL, codec=Shifted(), zone=UTC) as log:
        response = begun(log)
        log.append(response, ONE_OF_EACH)
        log.end(response)
        assert log.read(response) == list(ONE_OF_EACH)
        assert log.responses()[0].summary.bucket == Bucket("2026-05", DayPart.AFTERNOON)
        stored = everything_on_disk(folder)
    assert not [word for word in (b"spo2", b"naloxone", b"afternoon", b"recovered_here") if word in stored]


# What can go wrong, in one line each.


def said(folder: Path, **options: object) -> str:
    with pytest.raises(LogError) as failed:
        Log.open(folder, Kind.REAL, **options)  # type: ignore[arg-type]  # options of the case
    assert "\n" not in str(failed.value)
    assert not isinstance(failed.value, LogRefusedError)
    return str(failed.value)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "BREATHLINE_DATA_DIR" in said(tmp_path / "file" / "data")


def test_a_file_that_cannot_be_opened(folder: Path) -> None:
    def nowhere(path: Path) -> sqlite3.Connection:
        return connect_sqlite(path / "deeper")

    assert "can't be opened" in said(folder, connect=nowhere)


def test_a_file_that_is_no_database(folder: Path) -> None:
    folder.mkdir()
    database_path(folder, Kind.REAL).write_bytes(b"Dear diary, " * 500)
    assert "is not a log of Breathline or is damaged" in said(folder)


def test_a_database_of_another_program(folder: Path) -> None:
    folder.mkdir()
    other = connect_sqlite(database_path(folder, Kind.REAL))
    other.execute("CREATE TABLE recipes (name)")
    other.close()
    assert "is not a log of Breathline; move it away" in said(folder)


def test_a_log_of_a_newer_version(folder: Path) -> None:
    Log.open(folder, Kind.REAL).close()
    newer = connect_sqlite(database_path(folder, Kind.REAL))
    newer.execute("PRAGMA user_version = 3")
    newer.close()
    assert "newer Breathline" in said(folder)


def test_a_database_that_fails_in_its_own_words(folder: Path) -> None:
    def broken(path: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("no such thing")

    assert "the log failed: no such thing" in said(folder, connect=broken)


def test_no_room_to_begin_leaves_nothing_half_made(folder: Path) -> None:
    def tight(path: Path) -> sqlite3.Connection:
        connection = connect_sqlite(path)
        connection.execute("PRAGMA max_page_count = 2")
        return connection

    assert "the disk is full; free some space" in said(folder, connect=tight)
    with Log.open(folder, Kind.REAL) as log:
        assert log.responses() == []


def test_two_programs_that_make_the_file_at_once_both_get_it(folder: Path) -> None:
    class Beaten(sqlite3.Connection):
        def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
            if sql == "BEGIN IMMEDIATE" and not made:
                made.append(True)
                with Log.open(folder, Kind.REAL) as quicker:
                    begun(quicker)
            return super().execute(sql, *parameters)  # type: ignore[arg-type]  # whatever sqlite3 takes

    made: list[bool] = []

    def connect(path: Path) -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, factory=Beaten)

    with Log.open(folder, Kind.REAL, connect=connect) as log:
        assert len(log.responses()) == 1


@pytest.mark.parametrize("codec", [SealedRows(), SealedRows(x25519.Identity.generate().to_public())])
def test_a_full_disk_loses_nothing_that_was_acknowledged_and_goes_on_later(folder: Path, codec: SealedRows) -> None:
    connections: list[sqlite3.Connection] = []

    def connect(path: Path) -> sqlite3.Connection:
        connections.append(connect_sqlite(path))
        return connections[-1]

    with Log.open(folder, Kind.REAL, connect=connect, codec=codec) as log:
        response = begun(log)
        log.append(response, [vitals(0.0)])
        pages = connections[0].execute("PRAGMA page_count").fetchone()[0]
        connections[0].execute(f"PRAGMA max_page_count = {pages}")
        more = [vitals(float(t)) for t in range(1, 200)]
        with pytest.raises(LogError, match="the disk is full"):
            log.append(response, more)
        assert log.count(response) == 1
        connections[0].execute("PRAGMA max_page_count = 1000000")
        assert log.append(response, more) == 200
        assert log.read(response) == [vitals(0.0), *more]


def test_a_file_that_became_read_only(folder: Path) -> None:
    connections: list[sqlite3.Connection] = []

    def connect(path: Path) -> sqlite3.Connection:
        connections.append(connect_sqlite(path))
        return connections[-1]

    with Log.open(folder, Kind.REAL, connect=connect) as log:
        connections[0].execute("PRAGMA query_only = ON")
        with pytest.raises(LogError, match="can't be written"):
            begun(log)


def test_a_file_that_another_program_holds(folder: Path) -> None:
    def impatient(path: Path) -> sqlite3.Connection:
        return sqlite3.connect(path, timeout=0.0, isolation_level=None)

    with Log.open(folder, Kind.REAL, connect=impatient) as log:
        other = connect_sqlite(database_path(folder, Kind.REAL))
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogError, match="held by another program"):
            begun(log)
        other.close()


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (b"\xff\x00", "the row is damaged: not JSON"),
        (b"[1]", "the row is damaged: not a JSON object"),
        (b'{"t":1.0,"kind":"note"}', "\"kind\" is 'note'"),
    ],
)
def test_a_damaged_row_is_named(folder: Path, damage: bytes, why: str) -> None:
    with Log.open(folder, Kind.REAL) as log:
        response = begun(log)
        log.append(response, [vitals(0.0), vitals(1.0)])
        other = connect_sqlite(database_path(folder, Kind.REAL))
        other.execute("UPDATE event SET row = ? WHERE number = 1", (damage,))
        other.close()
        with pytest.raises(LogError, match=f"row 1 of response {response} can't be read") as failed:
            log.read(response)
        assert why in str(failed.value)


def test_a_damaged_row_does_not_keep_a_response_open_for_ever(folder: Path) -> None:
    with Log.open(folder, Kind.REAL) as log:
        response = begun(log)
        log.append(response, [vitals(0.0, 81.0), vitals(1.0), vitals(2.0)])
        other = connect_sqlite(database_path(folder, Kind.REAL))
        other.execute("UPDATE event SET row = x'ff' WHERE number = 1")
        other.close()
        log.end(response)
        (record,) = log.responses()
        assert (record.open, record.summary.lowest_spo2) == (False, 81.0)


def test_a_damaged_summary_is_named(folder: Path) -> None:
    with Log.open(folder, Kind.REAL) as log:
        log.end(begun(log))
        other = connect_sqlite(database_path(folder, Kind.REAL))
        other.execute("UPDATE response SET summary = CAST('{}' AS BLOB)")
        other.close()
        with pytest.raises(LogError, match="the summary of response 1 can't be read"):
            log.responses()
