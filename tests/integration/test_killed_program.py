"""`breathline run`, killed in the middle of a response and started again, as after a crash or a power cut."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

import pytest

NOBODY = "tcp-client:127.0.0.1:9"  # the discard port: no radio answers there, and no real one is touched
WAIT_S = 20.0


class Program:
    """A running `breathline run --plain`: lines in, lines out."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "breathline", "run", "--practice", "--plain", "--radio", NOBODY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"BREATHLINE_DATA_DIR": str(folder), "BREATHLINE_CONFIG": ""},
        )
        self._lines: Queue[str] = Queue()
        self.said: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))

    def type(self, keys: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{keys}\n")
        self._process.stdin.flush()

    def until(self, words: str) -> str:
        while True:
            try:
                line = self._lines.get(timeout=WAIT_S)
            except Empty:
                raise AssertionError(f"never said {words!r}, but: {self.said}") from None
            self.said.append(line)
            if words in line:
                return line

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self.close()

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()


@contextmanager
def program(folder: Path) -> Iterator[Program]:
    running = Program(folder)
    try:
        yield running
    finally:
        running.close()


@pytest.mark.hazard("H-33")
def test_a_killed_response_is_offered_with_its_acts_and_its_timers_go_on(tmp_path: Path) -> None:
    with program(tmp_path) as first:
        first.until("DO THIS NOW: CALL their name")
        first.type("n")
        first.until("Naloxone: 1 dose")
        first.kill()

    with program(tmp_path) as second:
        second.until("left open")
        assert second.until("Done: ").endswith(" naloxone")
        second.type("1")
        second.until("Response running")
        second.until("look again in 4:")


@pytest.mark.hazard("H-15")
def test_without_a_radio_the_guide_runs_and_says_so(tmp_path: Path) -> None:
    with program(tmp_path) as alone:
        alone.until("DO THIS NOW: CALL their name")
        alone.until("Oximeter: ")
        alone.type("9")
        alone.until("911 called")


@pytest.mark.hazard("H-38")
def test_a_second_program_on_the_same_log_is_refused(tmp_path: Path) -> None:
    with program(tmp_path) as first:
        first.until("DO THIS NOW")
        second = subprocess.run(
            [sys.executable, "-m", "breathline", "run", "--practice", "--plain", "--radio", NOBODY],
            env=os.environ | {"BREATHLINE_DATA_DIR": str(tmp_path), "BREATHLINE_CONFIG": ""},
            input="",
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert second.stderr.count("\n") == 1
        assert "already runs here" in second.stderr


@pytest.mark.hazard("H-36")
def test_a_damaged_log_leaves_nobody_without_the_guide(tmp_path: Path) -> None:
    (tmp_path / "practice.sqlite3").write_bytes(b"not a database" * 100)
    with program(tmp_path) as running:
        running.until("DO THIS NOW: CALL their name")
        running.until("The log is not written. The guide goes on.")


@pytest.mark.hazard("H-36")
def test_a_data_folder_that_cannot_be_made_leaves_nobody_without_the_guide(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with program(tmp_path / "file" / "data") as running:
        running.until("DO THIS NOW: CALL their name")
        running.until("The log is not written. The guide goes on.")
