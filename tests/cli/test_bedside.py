"""What the box looks at before it starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from breathline.cli.bedside import Wishes, _looks_open
from breathline.cli.box_log import opener
from breathline.device.config import Config
from breathline.events.database import Kind
from breathline.events.model import Event
from tests.events.examples import ENDED, STARTED


@pytest.mark.parametrize(
    ("rows", "offered"),
    [([STARTED], True), ([STARTED, ENDED], False)],
    ids=["left in the middle", "only its last questions are open"],
)
def test_a_response_is_offered_that_somebody_may_still_work_on(
    tmp_path: Path, rows: list[Event], offered: bool
) -> None:
    config = Config(data_dir=tmp_path)
    open_log = opener(config, Kind.REAL)
    with open_log() as log:
        log.append(log.begin("bc", "5ac3", "0.1.0", None), rows)
    assert _looks_open(Wishes(config), open_log) is offered


def test_a_damaged_log_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "responses.sqlite3").write_bytes(b"not a database" * 100)
    config = Config(data_dir=tmp_path)
    assert not _looks_open(Wishes(config), opener(config, Kind.REAL))
