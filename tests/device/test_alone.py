"""Two boxes never hold the same log."""

from pathlib import Path

import pytest

from breathline.device.alone import alone
from breathline.errors import BreathlineError
from breathline.events.database import NO_TIME, Kind


@pytest.mark.hazard("H-38")
def test_a_second_box_is_told_in_one_line(tmp_path: Path) -> None:
    with (
        alone(tmp_path, Kind.PRACTICE),
        pytest.raises(BreathlineError, match="already runs here with the practice responses"),
        alone(tmp_path, Kind.PRACTICE),
    ):
        pass


def test_practice_and_real_do_not_hinder_each_other(tmp_path: Path) -> None:
    with alone(tmp_path, Kind.PRACTICE), alone(tmp_path, Kind.REAL):
        assert len(list(tmp_path.iterdir())) == 2


def test_it_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with alone(tmp_path, Kind.REAL):
            pass


def test_the_lock_holds_nothing(tmp_path: Path) -> None:
    with alone(tmp_path, Kind.REAL):
        (file,) = tmp_path.iterdir()
        assert file.read_bytes() == b""
        assert file.stat().st_mtime == NO_TIME


def test_a_folder_that_cannot_be_used_holds_nobody_up(tmp_path: Path) -> None:
    with alone(tmp_path / "missing", Kind.REAL):
        assert not (tmp_path / "missing").exists()
