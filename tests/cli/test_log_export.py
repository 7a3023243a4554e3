"""`breathline log export` writes what evaluators need, from this box's log or from files of rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from breathline.cli.main import main
from breathline.events.codec import as_row
from breathline.events.database import Kind
from breathline.events.log import Log
from breathline.events.sealed import SealedRows
from tests.events.examples import ONE_OF_EACH, STARTED
from tests.events.export.responses import table

WALL = 1_779_028_392.5
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BREATHLINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "data"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(["log", "export", *map(str, words)])
        out, err = capsys.readouterr()
        assert isinstance(stop.value.code, int)
        return stop.value.code, out, err

    return run


def keep(folder: Path, kind: Kind, count: int, codec: SealedRows | None = None) -> list[str]:
    ids = []
    with Log.open(folder, kind, codec=codec, zone=UTC) as log:
        for number in range(count):
            ids.append(log.begin("bc", "9e1f", "0.1.0", WALL + number))
            log.append(ids[-1], ONE_OF_EACH)
            log.end(ids[-1])
    return ids


def rows_file(path: Path) -> Path:
    path.write_text("\n".join(json.dumps(as_row(event)) for event in ONE_OF_EACH), encoding="utf-8")
    return path


def test_the_log_of_real_responses_is_exported_and_the_check_is_printed(data: Path, tmp_path: Path, run: Run) -> None:
    keep(data, Kind.REAL, 12)
    keep(data, Kind.PRACTICE, 1)
    code, out, err = run("--out", tmp_path / "out", "--site", "S1")
    assert (code, err) == (0, "")
    assert "12 real responses" in out
    assert "k-anonymity: 12 over site, month, part_of_day, pack, pack_hash (limit 10)" in out
    assert "l-diversity: 1 of outcome, 1 of pathway" in out
    rows = table(tmp_path / "out" / "responses.csv")
    assert {(row["site"], row["month"], row["part_of_day"], row["kind"]) for row in rows} == {
        ("S1", "2026-05", "afternoon", "real")
    }


def test_at_a_terminal_a_bar_shows_how_far_it_is(
    data: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(data, Kind.REAL, 10)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    code, _, err = run("--out", tmp_path / "out")
    assert (code, "10 responses" in err, "100%" in err) == (0, True, True)


def test_neither_the_logs_ids_nor_a_clock_time_is_in_any_file(data: Path, tmp_path: Path, run: Run) -> None:
    ids = keep(data, Kind.REAL, 10)
    run("--out", tmp_path / "out", "--format", "csv,json", "--fhir")
    files = list((tmp_path / "out").iterdir())
    assert len(files) == 8
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not any(each in text for each in ids)
        assert "1779028" not in text
        assert not re.search(r"\d{4}-\d{2}-\d{2}|\d\d:\d\d:\d\d", text)


def test_too_few_are_refused_in_one_line_and_forced_by_number(data: Path, tmp_path: Path, run: Run) -> None:
    keep(data, Kind.PRACTICE, 3)
    code, out, err = run("--practice", "--out", tmp_path / "out")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "--force-below-k 3" in err
    code, out, _ = run("--practice", "--out", tmp_path / "out", "--force-below-k", "3", "--time", "year")
    assert code == 0
    assert "limit 10; BELOW IT, forced" in out
    assert "month in 3, part_of_day in 3" in out


def test_files_of_rows_are_exported_once_they_are_said_to_be_practice(data: Path, tmp_path: Path, run: Run) -> None:
    files = [rows_file(tmp_path / f"{number}.jsonl") for number in range(2)]
    plain = ("--out", tmp_path / "out", "--min-cell", "1", "--k", "1")
    code, _, err = run(*plain, *files)
    assert (code, "--practice or --real" in err) == (2, True)
    code, out, _ = run(*plain, "--practice", "--pack", "bc", "--json", *files)
    assert code == 0
    assert json.loads(out) == {
        "kind": "practice", "responses": 2, "events": 2 * len(ONE_OF_EACH), "k": 2, "limit": 1, "forced": False,
        "diversity": {"outcome": 1, "pathway": 1},
        "held_back": {"site": 0, "month": 0, "part_of_day": 0, "pack": 0, "pack_hash": 0},
    }  # fmt: skip
    assert {row["pack"] for row in table(tmp_path / "out" / "responses.csv")} == {"bc"}
    assert not data.exists()


def test_what_simulate_prints_can_be_exported(
    data: Path, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", "clip-falls-off", "--until", "20", "--responder", "ideal", "--json"])
    file = tmp_path / "simulated.jsonl"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run("--practice", "--out", tmp_path / "out", "--force-below-k", "1", file)[0] == 0
    assert "true_sao2" not in (tmp_path / "out" / "events.csv").read_text(encoding="utf-8")


def test_a_sealed_log_needs_the_key(data: Path, tmp_path: Path, run: Run) -> None:
    from pyrage import x25519

    identity = x25519.Identity.generate()
    keep(data, Kind.REAL, 1, SealedRows.of(str(identity.to_public())))
    plain = ("--out", tmp_path / "out", "--min-cell", "1", "--k", "1")
    code, _, err = run(*plain)
    assert (code, "--key FILE" in err) == (1, True)
    assert not (tmp_path / "out").exists()
    (tmp_path / "key").write_text(str(identity), encoding="utf-8")
    assert run(*plain, "--key", tmp_path / "key")[0] == 0
    assert len(table(tmp_path / "out" / "events.csv")) == len(ONE_OF_EACH)


def test_an_open_response_is_exported_without_a_time(data: Path, tmp_path: Path, run: Run) -> None:
    with Log.open(data, Kind.REAL) as log:
        log.append(log.begin("bc", "9e1f", "0.1.0", WALL), [STARTED])
    assert run("--out", tmp_path / "out", "--k", "1", "--min-cell", "1")[0] == 0
    (row,) = table(tmp_path / "out" / "responses.csv")
    assert (row["month"], row["ended_reason"]) == ("", "")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["--site", "insite"], "a pseudonym of one to three capitals"),
        (["--format", "xlsx"], "csv,parquet,json"),
        (["--time", "day"], "'day'"),
        (["--min-cell", "0"], "--min-cell"),
        ([], "holds no real responses"),
    ],
)
def test_wrong_usage_is_told_in_one_line(data: Path, tmp_path: Path, run: Run, words: list[str], wrong: str) -> None:
    code, out, err = run("--out", tmp_path / "out", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert wrong in err


def test_no_site_is_the_default_and_can_be_named(data: Path, tmp_path: Path, run: Run) -> None:
    keep(data, Kind.REAL, 10)
    assert run("--out", tmp_path / "out", "--site", "none")[0] == 0
    assert {row["site"] for row in table(tmp_path / "out" / "responses.csv")} == {""}
