from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from breathline.errors import BreathlineError
from breathline.events.database import Kind, connect_sqlite, database_path
from breathline.events.failures import LogError, LogRefusedError
from breathline.events.fields import RowError
from breathline.events.log import Log
from breathline.events.model import Event, VitalsEvent
from breathline.events.writer import Writer
from breathline.words import Trust, Vitals
from tests.events.examples import ENDED, ONE_OF_EACH, STARTED

WAIT_S = 20.0
"""Nothing here waits for it: it only ends a test that hangs."""

WALL = 1_779_028_392.5


def vitals(t: float) -> Event:
    return VitalsEvent(Vitals(t, 97.0, 70.0, Trust.LIVE, None))


class Disk:
    """A disk that can be pulled out and put back, and held up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.works = True
        self.fails_at = ""
        self.openings = threading.Semaphore(0)
        self.free = threading.Event()
        self.free.set()

    def open_log(self) -> Log:
        self.openings.release()
        self.check("open")
        disk = self

        class Wire(sqlite3.Connection):
            def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
                cursor = None
                if sql == "COMMIT" and disk.fails_at == "COMMIT":
                    # Written, but the answer does not come through.
                    cursor = super().execute(sql)
                disk.check(sql)
                return cursor or super().execute(sql, *parameters)  # type: ignore[arg-type]  # what sqlite3 takes

        def connect(path: Path) -> sqlite3.Connection:
            return sqlite3.connect(path, timeout=0.05, isolation_level=None, factory=Wire)

        return Log.open(self.folder, Kind.PRACTICE, connect=connect)

    def check(self, what: str) -> None:
        self.free.wait(WAIT_S)
        if self.fails_at == what:
            self.fails_at = ""
            raise sqlite3.OperationalError("disk I/O error")
        if not self.works:
            raise LogError("the disk does not answer")


class Heard:
    """What the callbacks said, in order."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.failed = threading.Event()

    def failure(self, error: BreathlineError) -> None:
        self.said.append(str(error))
        self.failed.set()

    def recovery(self) -> None:
        self.said.append("again")


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "data")


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def writer(disk: Disk, heard: Heard) -> Iterator[Writer]:
    made = Writer(disk.open_log, on_failure=heard.failure, on_recovery=heard.recovery, retry_s=0.001)
    yield made
    disk.free.set()
    made.close(WAIT_S)


def read(disk: Disk, response: str) -> list[Event]:
    with Log.open(disk.folder, Kind.PRACTICE) as log:
        return log.read(response)


def test_what_is_submitted_is_on_the_disk_when_its_future_is_done(writer: Writer, disk: Disk) -> None:
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    writer.submit(response, ONE_OF_EACH[:4]).result(WAIT_S)
    assert read(disk, response) == list(ONE_OF_EACH[:4])


def test_the_caller_never_waits_for_the_disk(writer: Writer, disk: Disk) -> None:
    disk.free.clear()
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    futures = [writer.submit(response, [vitals(float(t))]) for t in range(50)]
    assert not any(future.done() for future in futures)
    disk.free.set()
    futures[-1].result(WAIT_S)
    assert [event.t for event in read(disk, response)] == [float(t) for t in range(50)]


def test_everything_is_done_in_the_order_it_was_handed_in(writer: Writer, disk: Disk) -> None:
    disk.free.clear()
    first = writer.begin("bc", "5ac3", "0.1.0", WALL)
    writer.submit(first, [STARTED])
    writer.submit(first, [ENDED])
    writer.end(first)
    second = writer.begin("bc", "5ac3", "0.1.0", WALL)
    writer.submit(first, [])
    writer.submit(second, [vitals(1.0)])
    writer.set_anchor(second, WALL + 5.0)
    answer = writer.ask(lambda log: log.open_responses())
    disk.free.set()
    (found,) = answer.result(WAIT_S)
    assert (found.record.id, found.anchor, found.record.summary.events) == (second, WALL + 5.0, 1)
    assert read(disk, first) == [STARTED, ENDED]


def test_closing_writes_what_is_left_and_leaves_nothing_open(writer: Writer, disk: Disk) -> None:
    disk.free.clear()
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    last = writer.submit(response, [vitals(1.0)])
    disk.free.set()
    assert writer.close(WAIT_S) is True
    assert last.done()
    assert [path.name for path in disk.folder.iterdir()] == ["practice.sqlite3"]


def test_closing_gives_up_on_a_disk_that_hangs(writer: Writer, disk: Disk) -> None:
    disk.free.clear()
    writer.begin("bc", "5ac3", "0.1.0", WALL)
    assert writer.close(0.0) is False


def test_after_closing_nothing_is_taken(writer: Writer) -> None:
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    writer.close(WAIT_S)
    with pytest.raises(LogRefusedError, match="closed"):
        writer.submit(response, [vitals(1.0)]).result(WAIT_S)


def test_in_an_outage_events_are_kept_and_written_when_the_disk_is_back(
    writer: Writer, disk: Disk, heard: Heard
) -> None:
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    writer.submit(response, [vitals(0.0)]).result(WAIT_S)
    disk.works = False
    futures = [writer.submit(response, [vitals(float(t))]) for t in range(1, 100)]
    assert heard.failed.wait(WAIT_S)
    assert not futures[-1].done()
    disk.works = True
    futures[-1].result(WAIT_S)
    assert heard.said == ["the disk does not answer", "again"]
    assert [event.t for event in read(disk, response)] == [float(t) for t in range(100)]


def test_each_outage_is_told_once(writer: Writer, disk: Disk, heard: Heard) -> None:
    for _ in ("first", "second"):
        heard.failed.clear()
        disk.works = False
        response = writer.begin("bc", "5ac3", "0.1.0", WALL)
        assert heard.failed.wait(WAIT_S)
        for _each in range(5):
            assert disk.openings.acquire(timeout=WAIT_S)
        disk.works = True
        writer.submit(response, [STARTED]).result(WAIT_S)
    assert heard.said == ["the disk does not answer", "again"] * 2


def test_a_response_can_begin_while_the_disk_is_away(writer: Writer, disk: Disk, heard: Heard) -> None:
    disk.works = False
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    future = writer.submit(response, ONE_OF_EACH)
    assert heard.failed.wait(WAIT_S)
    disk.works = True
    future.result(WAIT_S)
    assert read(disk, response) == list(ONE_OF_EACH)


def test_rows_whose_acknowledgement_was_lost_are_not_written_twice(writer: Writer, disk: Disk, heard: Heard) -> None:
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    writer.submit(response, [vitals(0.0)]).result(WAIT_S)
    disk.fails_at = "COMMIT"
    writer.submit(response, [vitals(1.0), vitals(2.0)]).result(WAIT_S)
    assert heard.said[0].endswith("the log failed: disk I/O error")
    assert [event.t for event in read(disk, response)] == [0.0, 1.0, 2.0]


def test_a_response_that_another_run_began_goes_on(writer: Writer, disk: Disk) -> None:
    with Log.open(disk.folder, Kind.PRACTICE) as log:
        response = log.begin("bc", "5ac3", "0.1.0", WALL)
        log.append(response, [vitals(0.0)])
    disk.fails_at = "COMMIT"
    writer.submit(response, [vitals(1.0)]).result(WAIT_S)
    assert [event.t for event in read(disk, response)] == [0.0, 1.0]


def test_after_a_failure_nothing_is_acknowledged_until_it_is_surely_on_the_disk(
    writer: Writer, disk: Disk, heard: Heard
) -> None:
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    writer.submit(response, [vitals(0.0)]).result(WAIT_S)
    reader = connect_sqlite(database_path(disk.folder, Kind.PRACTICE))
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM event").fetchall()
    disk.fails_at = "COMMIT"
    saved = writer.submit(response, [vitals(1.0)])
    for _ in range(3):
        assert disk.openings.acquire(timeout=WAIT_S)
    assert not saved.done()  # it can be read, but a reader keeps it from being made sure of
    reader.close()
    saved.result(WAIT_S)
    assert heard.said[-1] == "again"
    assert [event.t for event in read(disk, response)] == [0.0, 1.0]


def test_two_people_s_writers_do_not_keep_each_other_from_being_made_sure_of(
    writer: Writer, disk: Disk, heard: Heard
) -> None:
    beside = Writer(lambda: Log.open(disk.folder, Kind.PRACTICE))
    first, second = (each.begin("bc", "5ac3", "0.1.0", WALL) for each in (writer, beside))
    for each, response in ((writer, first), (beside, second)):
        each.submit(response, [vitals(0.0)]).result(WAIT_S)
    assert len(beside.ask(lambda log: log.open_responses()).result(WAIT_S)) == 2
    disk.fails_at = "COMMIT"
    writer.submit(first, [vitals(1.0)]).result(WAIT_S)
    beside.end(second).result(WAIT_S)
    assert beside.close(WAIT_S)
    assert heard.said[-1] == "again"
    assert [event.t for event in read(disk, first)] == [0.0, 1.0]


def test_closing_in_an_outage_tries_once_more_and_says_what_was_lost(writer: Writer, disk: Disk, heard: Heard) -> None:
    disk.works = False
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    futures = [writer.submit(response, [vitals(0.0)]), writer.end(response)]
    assert heard.failed.wait(WAIT_S)
    assert writer.close(WAIT_S) is False
    for future in futures:
        with pytest.raises(LogError, match="the disk does not answer"):
            future.result(WAIT_S)


def test_closing_when_the_disk_is_just_back_loses_nothing(disk: Disk, heard: Heard) -> None:
    disk.works = False
    patient = Writer(disk.open_log, on_failure=heard.failure, retry_s=3600.0)
    response = patient.begin("bc", "5ac3", "0.1.0", WALL)
    patient.submit(response, [vitals(0.0)])
    assert heard.failed.wait(WAIT_S)
    disk.works = True
    assert patient.close(WAIT_S) is True
    assert read(disk, response) == [vitals(0.0)]


def test_a_question_is_tried_once_and_its_failure_is_the_askers(writer: Writer, disk: Disk, heard: Heard) -> None:
    disk.works = False
    with pytest.raises(LogError, match="the disk does not answer"):
        writer.ask(lambda log: log.responses()).result(WAIT_S)
    disk.works = True
    assert writer.ask(lambda log: log.responses()).result(WAIT_S) == []
    assert heard.said == []
    assert writer.close(WAIT_S) is True


def test_an_event_outside_the_vocabulary_is_refused_and_the_rest_goes_on(
    writer: Writer, disk: Disk, heard: Heard
) -> None:
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    with pytest.raises(RowError, match='"t" is nan'):
        writer.submit(response, [vitals(float("nan"))]).result(WAIT_S)
    writer.submit(response, [vitals(1.0)]).result(WAIT_S)
    assert heard.said == ['"t" is nan: a finite number is needed']
    assert read(disk, response) == [vitals(1.0)]
    assert writer.close(WAIT_S) is False


def test_what_the_log_would_never_do_does_not_hold_up_the_rest(writer: Writer, disk: Disk, heard: Heard) -> None:
    with pytest.raises(LogRefusedError, match="there is no response nothing"):
        writer.submit("nothing", [vitals(1.0)]).result(WAIT_S)
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    writer.submit(response, [vitals(1.0)]).result(WAIT_S)
    assert [said.partition(": ")[2] for said in heard.said] == ["there is no response nothing", ""]


def test_a_listener_that_is_gone_does_not_stop_the_writing(disk: Disk) -> None:
    def gone(*_: object) -> None:
        raise RuntimeError("Event loop is closed")

    writer = Writer(disk.open_log, on_failure=gone, on_recovery=gone, retry_s=0.001)
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    disk.fails_at = "COMMIT"
    writer.submit(response, [vitals(1.0)]).result(WAIT_S)
    writer.close(WAIT_S)
    assert read(disk, response) == [vitals(1.0)]


def test_nobody_needs_to_listen(disk: Disk) -> None:
    writer = Writer(disk.open_log, retry_s=0.001)
    disk.fails_at = "COMMIT"
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    writer.submit(response, [vitals(1.0)]).result(WAIT_S)
    assert writer.close(WAIT_S) is True


def divide(log: Log) -> None:
    log.end(str(1 // 0))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_our_own_leaves_nobody_waiting(writer: Writer, disk: Disk, heard: Heard) -> None:
    disk.free.clear()
    waiting: list[Future[None]] = [
        writer.ask(divide),
        writer.submit(writer.begin("bc", "5ac3", "0.1.0", WALL), [vitals(1.0)]),
    ]
    disk.free.set()
    for future in waiting:
        with pytest.raises(LogError, match="the log's writer stopped"):
            future.result(WAIT_S)
    assert heard.said == ["the log's writer stopped; start again"]
    assert writer.close(WAIT_S) is False
