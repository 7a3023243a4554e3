"""A sealed log: the box writes it and can't read yesterday; who has the key reads all of it."""

from __future__ import annotations

import os
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from pyrage import x25519

from breathline.errors import UsageError
from breathline.events.codec import as_row
from breathline.events.database import Kind, connect_sqlite, database_path
from breathline.events.failures import LogError, SealedError
from breathline.events.fields import RowError
from breathline.events.log import Log
from breathline.events.model import Event, VitalsEvent
from breathline.events.resume import KEY_BYTES
from breathline.events.resume_keys import ResumeKeys
from breathline.events.sealed import AGE, PAD, SealedRows
from breathline.words import Trust, Vitals
from tests.events.examples import ONE_OF_EACH

IDENTITY = x25519.Identity.generate()
PUBLIC, PRIVATE = str(IDENTITY.to_public()), str(IDENTITY)
OTHER = str(x25519.Identity.generate())
BOX = SealedRows.of(PUBLIC)
EVALUATOR = SealedRows.of(None, PRIVATE)
WALL = datetime(2026, 5, 17, 14, 33, 12, tzinfo=UTC).timestamp()
TELLTALE = (b"spo2", b"naloxone", b"breaths", b"afternoon", b"recovered_here", b"SpO2 below 90", b'"kind"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def opened(folder: Path, rows: SealedRows = BOX) -> Log:
    return Log.open(folder, Kind.REAL, codec=rows, zone=UTC)


def begun(log: Log) -> str:
    return log.begin("bc", "5ac3", "0.1.0", WALL)


def vitals(t: float) -> Event:
    return VitalsEvent(Vitals(t, 97.0, 70.0, Trust.LIVE, None))


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def keys_of_open_ones(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("responses-*.key"))]


# What the box can do, and what only the evaluator can.


def test_the_evaluator_reads_what_the_box_wrote(folder: Path) -> None:
    with opened(folder) as log:
        response = begun(log)
        log.append(response, ONE_OF_EACH)
        log.end(response)
        plain = opened(folder.with_name("plain"), SealedRows())
        same = begun(plain)
        plain.append(same, ONE_OF_EACH)
        plain.end(same)
    with opened(folder, EVALUATOR) as log:
        assert log.read(response) == list(ONE_OF_EACH)
        assert log.responses()[0].summary == plain.responses()[0].summary
    plain.close()


@pytest.mark.hazard("H-40")
def test_the_box_can_not_read_yesterday(folder: Path) -> None:
    with opened(folder) as log:
        response = begun(log)
        log.append(response, ONE_OF_EACH)
        log.end(response)
        with pytest.raises(SealedError, match="give the site's private key"):
            log.read(response)
        (record,) = log.responses()
        assert (record.sealed, record.open, record.summary.events) == (True, False, 0)


def test_another_key_opens_nothing_and_says_so(folder: Path) -> None:
    with opened(folder) as log:
        response = begun(log)
        log.append(response, ONE_OF_EACH)
        log.end(response)
    with opened(folder, SealedRows.of(None, OTHER)) as log, pytest.raises(SealedError, match="another key"):
        log.read(response)


def test_the_box_goes_on_with_an_open_response_after_a_power_cut(folder: Path) -> None:
    log = opened(folder)
    response = begun(log)
    log.append(response, ONE_OF_EACH)
    with opened(folder) as again:
        (found,) = again.open_responses()
        assert (found.record.id, found.anchor, found.record.sealed) == (response, WALL, False)
        assert again.read(response) == list(ONE_OF_EACH)
        again.append(response, [vitals(400.0)])
        again.end(response)
    log.close()
    with opened(folder, EVALUATOR) as log:
        assert log.read(response) == [*ONE_OF_EACH, vitals(400.0)]


def test_a_response_that_began_before_there_was_a_key_is_sealed_from_then_on_and_still_goes_on(folder: Path) -> None:
    with opened(folder, SealedRows()) as log:
        response = begun(log)
        log.append(response, [vitals(0.0)])
    for t in (1.0, 2.0):
        with opened(folder) as log:
            log.append(response, [vitals(t)])
            assert log.read(response) == [vitals(float(each)) for each in range(int(t) + 1)]
    with opened(folder) as log:
        log.end(response)
    with opened(folder, EVALUATOR) as log:
        assert len(log.read(response)) == 3


def test_a_key_that_is_taken_away_in_the_middle_loses_nothing(folder: Path) -> None:
    with opened(folder) as log:
        response = begun(log)
        log.append(response, [vitals(0.0)])
    with opened(folder, SealedRows()) as log:
        log.append(response, [vitals(1.0)])
        assert len(log.read(response)) == 2
        log.end(response)
    with opened(folder, EVALUATOR) as log:
        assert log.read(response) == [vitals(0.0), vitals(1.0)]


def test_a_site_that_took_a_new_key_reads_both_years_with_both_keys_in_one_file(folder: Path) -> None:
    for public in (PUBLIC, str(x25519.Identity.from_str(OTHER).to_public())):
        with opened(folder, SealedRows.of(public)) as log:
            for still_open in log.open_responses():
                log.append(still_open.record.id, [vitals(1.0)])
                log.end(still_open.record.id)
            response = begun(log)
            log.append(response, [vitals(0.0)])
    with opened(folder) as log:
        log.end(response)
    with opened(folder, SealedRows.of(None, f"# this year\n{OTHER}\n# last year\n{PRIVATE}\n")) as log:
        assert [log.read(record.id) for record in log.responses()] == [[vitals(0.0)], [vitals(0.0), vitals(1.0)]]


# What is left on the disk.


@pytest.mark.hazard("H-40")
def test_no_row_is_ever_on_the_disk_in_plain_words(folder: Path) -> None:
    with opened(folder) as log:
        response = begun(log)
        log.append(response, ONE_OF_EACH)
        while_open = everything_on_disk(folder)
        log.end(response)
        after = everything_on_disk(folder)
    assert AGE in while_open
    assert AGE in after
    assert not [word for word in TELLTALE if word in while_open or word in after]


def test_yesterdays_key_and_copies_are_nowhere_on_the_disk(folder: Path) -> None:
    log = opened(folder)
    response = begun(log)
    log.append(response, [vitals(float(t)) for t in range(200)])
    (key,) = keys_of_open_ones(folder)
    connection = connect_sqlite(database_path(folder, Kind.REAL))
    copies = [row for (row,) in connection.execute("SELECT row FROM resume")]
    connection.close()
    assert len(copies) == 200
    before = everything_on_disk(folder)
    assert key in before
    assert copies[0] in before
    log.end(response)
    for when in ("after the end", "after closing", "after opening again"):
        stored = everything_on_disk(folder)
        assert key not in stored, when
        assert not [copy for copy in copies if copy in stored], when
        log.close()
        if when == "after closing":
            log = opened(folder)
    log.close()


def test_the_length_of_a_sealed_row_does_not_say_what_it_is() -> None:
    assert {len(inside(as_row(event))) for event in ONE_OF_EACH} == {PAD}


def test_a_long_row_takes_two_pads() -> None:
    row: dict[str, object] = {"t": 0.0, "text": "x" * PAD}
    assert len(inside(row)) == 2 * PAD
    assert EVALUATOR.decode(BOX.encode(row)) == row


def test_the_key_of_an_open_response_is_in_its_own_file_and_never_in_the_database(folder: Path) -> None:
    log = opened(folder)
    response = begun(log)
    log.append(response, [vitals(0.0)])
    (file,) = folder.glob("*.key")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = file.read_bytes()
    assert not [path for path in folder.iterdir() if path != file and key in path.read_bytes()]
    erased = file.with_suffix(".hard")  # another name for the same bytes: what stood on the disk stays to be seen
    os.link(file, erased)
    log.end(response)
    log.close()
    assert not file.exists()
    assert erased.read_bytes() == bytes(KEY_BYTES)


def test_a_key_that_a_power_cut_left_behind_goes_when_the_log_is_opened(folder: Path) -> None:
    with opened(folder) as log:
        ended, still_open = begun(log), begun(log)
        for response in (ended, still_open):
            log.append(response, [vitals(0.0)])
        kept = folder / "responses-1.key"
        left_behind = kept.read_bytes()
        log.end(ended)
    kept.write_bytes(left_behind)
    with opened(folder) as log:
        assert not kept.exists()
        assert log.read(still_open) == [vitals(0.0)]


@pytest.mark.parametrize("half", [b"", b"half", bytes(KEY_BYTES)], ids=["empty", "cut off", "erased"])
def test_a_key_that_was_half_made_when_the_power_failed_is_made_anew(folder: Path, half: bytes) -> None:
    with opened(folder) as log:
        response = begun(log)
    (folder / "responses-1.key").write_bytes(half)
    with opened(folder) as log:
        log.append(response, [vitals(0.0)])
        assert log.read(response) == [vitals(0.0)]


def test_a_key_made_for_rows_that_were_not_written_is_used_for_those_that_are(folder: Path) -> None:
    with opened(folder) as log:
        response = begun(log)
        made = ResumeKeys(database_path(folder, Kind.REAL)).make(1)
        log.append(response, [vitals(0.0)])
        assert keys_of_open_ones(folder) == [made]


def test_without_its_key_an_open_response_is_still_written_and_can_end(folder: Path) -> None:
    with opened(folder) as log:
        response = begun(log)
        log.append(response, [vitals(0.0)])
    (folder / "responses-1.key").unlink()
    with opened(folder) as log:
        log.append(response, [vitals(1.0)])
        with pytest.raises(SealedError, match="is gone"):
            log.read(response)
        assert log.responses()[0].sealed
        assert log.open_responses() == []  # nothing to go on with
        log.end(response)
    with opened(folder, EVALUATOR) as log:
        assert log.read(response) == [vitals(0.0), vitals(1.0)]


def test_a_folder_that_the_key_can_not_be_written_to_takes_no_rows(folder: Path) -> None:
    with opened(folder) as log:
        response = begun(log)
        (folder / "responses-1.key").mkdir()
        with pytest.raises(LogError, match="Is a directory"):
            log.append(response, [vitals(0.0)])
        (folder / "responses-1.key").rmdir()
        assert log.append(response, [vitals(0.0)]) == 1


def inside(row: dict[str, object]) -> bytes:
    """What age encrypts; it adds a header whose length is random."""
    found: bytes = pyrage.decrypt(BOX.encode(row), [IDENTITY])
    return found


# Damage, and keys that are none.


def test_a_damaged_sealed_row_is_named(folder: Path) -> None:
    with opened(folder) as log:
        response = begun(log)
        log.append(response, [vitals(0.0)])
        log.end(response)
    connection = sqlite3.connect(database_path(folder, Kind.REAL))
    connection.execute("UPDATE event SET row = substr(row, 1, length(row) - 1)")
    connection.commit()
    connection.close()
    with opened(folder, EVALUATOR) as log, pytest.raises(LogError, match=f"row 0 of response {response} can't be read"):
        log.read(response)


def test_plain_bytes_that_are_no_row_are_refused() -> None:
    with pytest.raises(RowError, match="not JSON"):
        EVALUATOR.decode(os.urandom(4) + b"\xff")


@pytest.mark.parametrize(
    "text", ["", "age1", PRIVATE, "somebody"], ids=["nothing", "cut off", "the private one", "a word"]
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not a public key"):
        SealedRows.of(text)


@pytest.mark.parametrize("text", ["", "# only a comment\n", PUBLIC], ids=["nothing", "a comment", "the public one"])
def test_what_is_no_private_key_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not a private key"):
        SealedRows.of(None, text)


def test_comments_and_empty_lines_in_a_key_file_are_passed_over() -> None:
    reads = SealedRows.of(None, f"# public key: {PUBLIC}\n\n{PRIVATE}\n")
    assert reads.decode(BOX.encode({"t": 0.0})) == {"t": 0.0}
