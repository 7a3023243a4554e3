"""After the end, with the real program: two keys close a response out, and what helpers are offered stays nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

import pytest

from breathline.events.database import Kind
from breathline.events.log import Log
from breathline.events.model import CloseOutEvent
from breathline.guidelines.texts import load_texts
from breathline.tui.hands import ONE_PRESS_S
from breathline.words import Hardship, Outcome
from tests.integration.test_killed_program import NOBODY

CONTACT = "Talk to Jane Quimby, 604-555-0192"
SCREEN = load_texts("en").screen


class Evening:
    """A box that is run until somebody leaves it, with what it says and what it writes to standard error."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.data, config, self._errors = folder / "data", folder / "config.toml", folder / "errors"
        config.write_text(f'[support]\ncontact = "{CONTACT}"\n', encoding="utf-8")
        settings = {"BREATHLINE_DATA_DIR": str(self.data), "BREATHLINE_CONFIG": str(config)}
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "breathline", "run", "--plain", "--radio", NOBODY, *options],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | settings,
            )
        self.said: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def type(self, key: str) -> None:
        assert self._process.stdin is not None
        # A person reads before they answer; a press in the first moment of a question is not taken.
        threading.Event().wait(ONE_PRESS_S + 0.1)
        self._process.stdin.write(f"{key}\n")
        self._process.stdin.flush()

    def until(self, words: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(line)
            if words in line:
                return
        raise AssertionError(f"never said {words!r}, but: {self.said}")

    def close_out(self, *answers: str) -> None:
        self.until("DO THIS NOW")
        self.type("e")
        self.type("")
        for key, asked in zip(
            answers, (SCREEN.close_out.outcome_asked, SCREEN.close_out.hardship_asked)[-len(answers) :], strict=True
        ):
            self.until(asked)
            self.type(key)
        self.until(CONTACT)

    def leave(self) -> str:
        """Leave the box; what it wrote to standard error."""
        self.type("q")
        self.said += self._process.communicate(timeout=30)[0].splitlines()
        assert self._process.returncode == 0
        return self._errors.read_text()

    def last_row(self, kind: Kind) -> object:
        with Log.open(self.data, kind) as log:
            (record,) = log.responses()
            assert not record.open
            return log.read(record.id)[-1]


@pytest.mark.hazard("H-39")
def test_two_keys_close_a_response_out_and_what_is_offered_to_those_who_helped_stays_nowhere(tmp_path: Path) -> None:
    with Evening(tmp_path) as evening:
        evening.close_out("2", "7")
        errors = evening.leave()
    row = evening.last_row(Kind.REAL)
    assert isinstance(row, CloseOutEvent)
    assert (row.outcome, row.hardship) == (Outcome.AMBULANCE, Hardship.PLACE)
    assert sum(CONTACT in line for line in evening.said) == 1
    care = SCREEN.care
    told = (CONTACT, "Quimby", "555-0192", care.heading, care.recognition, care.support, care.private)
    stored = [path.read_bytes() for path in evening.data.rglob("*") if path.is_file()]
    assert stored
    for words in told:
        assert words not in errors
        assert not [file for file in stored if words.encode() in file]


def test_a_practice_box_says_practice_in_the_row_itself_and_leaves_the_real_log_alone(tmp_path: Path) -> None:
    with Evening(tmp_path, "--practice") as evening:
        evening.close_out("3")
        evening.leave()
    row = evening.last_row(Kind.PRACTICE)
    assert isinstance(row, CloseOutEvent)
    assert (row.outcome, row.hardship) == (Outcome.PRACTICE, Hardship.SEDATION)
    with Log.open(evening.data, Kind.REAL) as log:
        assert log.responses() == []
