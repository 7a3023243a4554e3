"""A sealed log on the command line: without the key it says so and shows nothing; with it, everything."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from pyrage import x25519

from breathline.cli.box_log import forget_old, opener
from breathline.cli.main import main
from breathline.device.config import Config, LogConfig
from breathline.errors import UsageError
from breathline.events.codec import as_row
from breathline.events.database import Kind, database_path
from breathline.events.log import Log
from breathline.guidelines.pack_file import load_pack
from tests.events.examples import ONE_OF_EACH

IDENTITY = x25519.Identity.generate()
WALL = 1_779_028_392.5
"""In May 2026."""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("BREATHLINE_DATA_DIR", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "site.key"
    file.write_text(f"# a comment\n{IDENTITY}\n")
    return file


def sealing(data: Path) -> Config:
    return Config(data_dir=data, log=LogConfig(public_key=str(IDENTITY.to_public())))


@pytest.fixture
def response(data: Path) -> str:
    with opener(sealing(data), Kind.REAL)() as log:
        made = log.begin("bc", load_pack("bc").hash, "0.1.0", WALL)
        log.append(made, ONE_OF_EACH)
        log.end(made)
    return made


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["log", *words])
    out, err = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out, err


def test_without_the_key_show_says_so_and_shows_nothing(response: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "show", response)
    assert (code, out) == (1, "")
    assert err == "breathline: the log is sealed; give the site's private key with --key FILE\n"


def test_without_the_key_list_shows_only_that_there_is_one(response: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert out.splitlines()[1].split() == ["real", response[:8], "--", "--", "--", "--", "ended,", "sealed"]
    (row,) = json.loads(run(capsys, "list", "--json")[1])
    assert row == {
        "id": response,
        "kind": "real",
        "open": False,
        "sealed": True,
        "pack": "bc",
        "pack_hash": load_pack("bc").hash,
        "version": "0.1.0",
    }


def test_with_the_key_everything_is_there(response: str, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", response, "--key", str(key), "--json")
    assert code == 0
    assert [json.loads(line) for line in out.splitlines()] == [as_row(event) for event in ONE_OF_EACH]
    assert "recovered here" in run(capsys, "list", "--key", str(key))[1]


def test_a_key_file_that_is_none_or_missing_is_refused(
    response: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "show", response, "--key", str(tmp_path / "missing"))
    assert (code, err.count("\n")) == (2, 1)
    assert "No such file" in err
    wrong = tmp_path / "wrong.key"
    wrong.write_text("somebody")
    code, _, err = run(capsys, "show", response, "--key", str(wrong))
    assert code == 2
    assert "wrong.key: not a private key" in err


def test_verify_needs_no_key_and_names_the_first_broken_place(
    data: Path, response: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "verify") == (
        0,
        f"1 responses, {len(ONE_OF_EACH)} rows: all as they were written.\n",
        "",
    )
    code, heads, _ = run(capsys, "verify", "--heads")
    assert code == 0
    assert heads.split()[:2] == [response, str(len(ONE_OF_EACH))]
    connection = sqlite3.connect(database_path(data, Kind.REAL))
    connection.execute("UPDATE event SET row = zeroblob(700) WHERE number = 3")
    connection.commit()
    connection.close()
    code, out, err = run(capsys, "verify")
    assert (code, out) == (1, "")
    assert err == f"breathline: the log was changed after it was written: {response[:8]}: row 3 was changed\n"
    code, out, _ = run(capsys, "verify", "--json")
    assert code == 1
    assert json.loads(out)[0]["broken"] == "row 3 was changed"


def test_a_public_key_with_a_slip_is_refused_by_its_name_at_the_start(data: Path) -> None:
    slip = Config(data_dir=data, log=LogConfig(public_key=str(IDENTITY.to_public())[:-1] + "q"))
    with pytest.raises(UsageError, match=r"log\.public_key: not a public key"):
        opener(slip, Kind.REAL)


@pytest.mark.parametrize(
    ("keep_months", "wall_time", "deleted"),
    [
        (None, WALL, 0),
        (1, WALL, 0),
        (1, WALL + 40 * 86_400, 0),  # the month after
        (1, WALL + 70 * 86_400, 1),
        (12, WALL + 366 * 86_400, 0),
        (12, WALL + 400 * 86_400, 1),
        (1, 0.0, 0),  # a clock that is not set deletes nothing
    ],
)
def test_old_responses_go_by_the_month(
    data: Path, response: str, keep_months: int | None, wall_time: float, deleted: int
) -> None:
    with Log.open(data, Kind.REAL) as log:
        assert log.responses()[0].id == response
        assert forget_old(log, keep_months, wall_time) == deleted
        assert len(log.responses()) == 1 - deleted
