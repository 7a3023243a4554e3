"""Writes the log in a thread of its own: whoever posts events never waits for the disk.

When the disk fails, events are kept in memory, all of them, and tried again until they are written. The response
goes on meanwhile, and the screen says that the log is not being written.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from breathline.errors import BreathlineError
from breathline.events.codec import as_row
from breathline.events.failures import LogError, LogRefusedError
from breathline.events.fields import RowError
from breathline.events.log import Log, new_id
from breathline.events.model import Event

RETRY_S = 2.0
"""A card that was pulled or a disk that was freed comes back within seconds; trying more often would only wear it."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Job:
    """Something to do with the log. `keep`: try again until it works."""

    work: Callable[[Log], Any]
    future: Future[Any]
    keep: bool


@dataclass(frozen=True, slots=True)
class _Append:
    """Rows to add: never given up while the writer runs."""

    response: str
    rows: list[dict[str, object]]
    future: Future[Any]
    keep = True


class Writer:
    """A thread that owns a log.

    Everything is done in the order it was handed in. The callbacks run in the writer's thread (or, for an event
    that can't be written at all, in the caller's) and must not wait.

    Args:
        open_log: Opens the log; called in the thread, and again after a failure.
        on_failure: Called once when writing begins to fail, with the reason.
        on_recovery: Called once when writing works again.
        retry_s: Seconds between two tries.
    """

    def __init__(
        self,
        open_log: Callable[[], Log],
        *,
        on_failure: Callable[[BreathlineError], None] = lambda _: None,
        on_recovery: Callable[[], None] = lambda: None,
        retry_s: float = RETRY_S,
    ) -> None:
        self._open_log = open_log
        self._on_failure = on_failure
        self._on_recovery = on_recovery
        self._retry_s = retry_s
        self._jobs: deque[_Job | _Append] = deque()
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._log: Log | None = None
        self._failing = False
        self._lost = False
        # How many rows of each response are surely on the disk: a second try must not write them twice.
        self._written: dict[str, int] = {}
        # A daemon, so that a disk that hangs can't hold the program after `close` has given up.
        self._thread = threading.Thread(target=self._run, name="log writer", daemon=True)
        self._thread.start()

    def begin(self, pack: str, pack_hash: str, version: str, wall_time: float | None) -> str:
        """Begin a response, as `Log.begin`.

        Returns:
            Its id, at once: what is submitted under it is written when the log can be.
        """
        response = new_id()
        self._ask(lambda log: log.begin(pack, pack_hash, version, wall_time, response), keep=True)
        return response

    def submit(self, response: str, events: Iterable[Event]) -> Future[None]:
        """Hand in events of a response.

        Returns:
            Done when they are on the disk. It fails when they can't be written at all: an event does not fit the
            vocabulary (then none of them is written), the response has ended, or the writer closed in an outage.
        """
        future: Future[None] = _running()
        try:
            rows = [as_row(event) for event in events]
        except RowError as error:
            self._lost = True
            future.set_exception(error)
            self._tell(error)
            return future
        self._hand_in(_Append(response, rows, future))
        return future

    def end(self, response: str, doses: int | None = None) -> Future[None]:
        """End a response, as `Log.end`, after all that was submitted before."""
        return self._ask(lambda log: log.end(response, doses), keep=True)

    def set_anchor(self, response: str, wall_time: float) -> Future[None]:
        """Give an open response another anchor, as `Log.set_anchor`."""
        return self._ask(lambda log: log.set_anchor(response, wall_time), keep=True)

    def ask(self, question: Callable[[Log], _Value]) -> Future[_Value]:
        """Do something with the log in its thread, for example read. It is tried once."""
        return self._ask(question, keep=False)

    def close(self, timeout: float) -> bool:
        """Write what is left, once more if the log is failing, and close.

        Args:
            timeout: Seconds to wait at most.

        Returns:
            True when everything that was ever submitted is on the disk.
        """
        with self._changed:
            self._closing.set()
            self._changed.notify()
        self._thread.join(timeout)
        return not self._thread.is_alive() and not self._lost

    def _ask(self, work: Callable[[Log], _Value], *, keep: bool) -> Future[_Value]:
        future: Future[_Value] = _running()
        self._hand_in(_Job(work, future, keep))
        return future

    def _hand_in(self, job: _Job | _Append) -> None:
        with self._changed:
            if not self._closing.is_set():
                self._jobs.append(job)
                self._changed.notify()
                return
        job.future.set_exception(LogRefusedError("the log is closed; nothing more is written"))

    def _run(self) -> None:
        try:
            while batch := self._next():
                self._try(*batch)
        finally:
            # There are jobs left only if we stop because of a fault of our own: nobody may wait for them for ever.
            with self._changed:
                self._closing.set()
            if self._jobs:
                stopped = LogError("the log's writer stopped; start again")
                self._fail(stopped)
                self._give_up(stopped)
            self._close_log()

    def _next(self) -> tuple[Sequence[_Job | _Append], Callable[[Log], object]] | None:
        """The next job, or all appends to one response that stand next; None when there will be no more."""
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._closing.is_set())
            if not self._jobs:
                return None
            first = self._jobs[0]
            if isinstance(first, _Job):
                return [first], first.work
            appends: list[_Append] = []
            for job in self._jobs:
                if isinstance(job, _Job) or job.response != first.response:
                    break
                appends.append(job)
        rows = [row for append in appends for row in append.rows]
        return appends, lambda log: self._append(log, first.response, rows)

    def _append(self, log: Log, response: str, rows: list[dict[str, object]]) -> None:
        if response not in self._written:
            self._written[response] = log.count(response)
        self._written[response] = log.append_rows(response, rows, self._written[response])

    def _try(self, jobs: Sequence[_Job | _Append], work: Callable[[Log], object]) -> None:
        try:
            result = work(self._opened())
        except LogError as error:
            if not jobs[0].keep:
                self._settle(jobs, error)
                return
            self._fail(error)
            if isinstance(error, LogRefusedError):
                self._settle(jobs, error)
            elif self._closing.is_set():
                self._give_up(error)
            else:
                self._closing.wait(self._retry_s)
        else:
            self._recover()
            self._settle(jobs, result)

    def _opened(self) -> Log:
        if self._log is None:
            self._log = self._open_log()
            if self._failing:
                try:
                    self._log.make_sure()
                except LogError:
                    self._close_log()
                    raise
        return self._log

    def _settle(self, jobs: Sequence[_Job | _Append], result: object) -> None:
        with self._changed:
            for _ in jobs:
                self._jobs.popleft()
        for job in jobs:
            if isinstance(result, LogError):
                self._lost |= job.keep
                job.future.set_exception(result)
            else:
                job.future.set_result(result)

    def _give_up(self, error: LogError) -> None:
        self._settle(list(self._jobs), error)

    def _fail(self, error: LogError) -> None:
        self._close_log()
        if not self._failing:
            self._failing = True
            self._tell(error)

    def _recover(self) -> None:
        if self._failing:
            self._failing = False
            with suppress(RuntimeError):
                self._on_recovery()

    def _tell(self, error: BreathlineError) -> None:
        # An event loop that listened and is gone says so with a RuntimeError; the log is written all the same.
        with suppress(RuntimeError):
            self._on_failure(error)

    def _close_log(self) -> None:
        if self._log is not None:
            with suppress(LogError):  # what was acknowledged is on the disk; the next opening mends the rest
                self._log.close()
            self._log = None


def _running() -> Future[Any]:
    """A future that can't be cancelled: what was handed in will be written."""
    future: Future[Any] = Future()
    future.set_running_or_notify_cancel()
    return future
