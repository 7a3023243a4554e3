"""`breathline log` lists and shows the responses on this box."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path

import pytest

from breathline.cli.main import main
from breathline.events.codec import as_row
from breathline.events.database import Kind, database_path
from breathline.events.log import Log
from breathline.guidelines.pack_file import load_pack
from tests.events.examples import ONE_OF_EACH, STARTED

WALL = 1_779_028_392.5


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("BREATHLINE_DATA_DIR", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return folder


def keep(folder: Path, kind: Kind, *, end: bool = True, pack_hash: str | None = None, wall: float | None = WALL) -> str:
    with Log.open(folder, kind, zone=UTC) as log:
        response = log.begin("bc", pack_hash or load_pack("bc").hash, "0.1.0", wall)
        log.append(response, ONE_OF_EACH if end else [STARTED])
        if end:
            log.end(response)
        return response


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["log", *words])
    out, err = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out, err


def test_with_no_database_there_is_nothing_to_list_and_no_file_is_made(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "list") == (0, "No responses yet.\n", "")
    assert run(capsys, "list", "--json") == (0, "[]\n", "")
    assert not data.exists()


def test_each_response_says_practice_or_real_when_how_long_and_what_was_given(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    practice, real = keep(data, Kind.PRACTICE), keep(data, Kind.REAL)
    running = keep(data, Kind.REAL, end=False)

    code, out, _ = run(capsys, "list")

    head, *lines = [line.split() for line in out.splitlines()]
    assert code == 0
    assert head[0] == "KIND"
    assert lines == [
        ["real", running[:8], "--", "0:00", "0", "--", "open"],
        ["real", real[:8], "2026-05", "afternoon", "5:00", "1", "97", "ended,", "recovered", "here"],
        ["practice", practice[:8], "2026-05", "afternoon", "5:00", "1", "97", "ended,", "recovered", "here"],
    ]


@pytest.mark.parametrize(("flag", "kind"), [("--practice", Kind.PRACTICE), ("--real", Kind.REAL)])
def test_one_kind_can_be_asked_for(data: Path, capsys: pytest.CaptureFixture[str], flag: str, kind: Kind) -> None:
    ids = {each: keep(data, each) for each in Kind}

    _, out, _ = run(capsys, "list", flag, "--json")

    assert [(each["id"], each["kind"]) for each in json.loads(out)] == [(ids[kind], kind)]


def test_list_as_json_has_every_figure(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    response = keep(data, Kind.REAL, pack_hash="5ac3")

    _, out, _ = run(capsys, "list", "--json")

    assert json.loads(out) == [
        {
            "id": response,
            "kind": "real",
            "open": False,
            "length_s": 300.0,
            "events": len(ONE_OF_EACH),
            "naloxone": 1,
            "lowest_spo2": 97.2,
            "outcome": "recovered_here",
            "month": "2026-05",
            "part": "afternoon",
            "pack": "bc",
            "pack_hash": "5ac3",
            "version": "0.1.0",
        }
    ]


def test_a_response_without_a_clock_or_an_outcome_says_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Log.open(data, Kind.REAL) as log:
        log.end(log.begin("bc", "5ac3", "0.1.0", None))

    _, out, _ = run(capsys, "list")

    assert out.splitlines()[1].split()[2:] == ["clock", "was", "not", "set", "0:00", "0", "--", "ended"]


def test_another_folder_can_be_named(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    response = keep(tmp_path / "elsewhere", Kind.REAL)

    _, out, _ = run(capsys, "list", "--data-dir", str(tmp_path / "elsewhere"), "--json")

    assert [each["id"] for each in json.loads(out)] == [response]


def test_show_as_json_gives_the_rows_as_they_were_logged(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    response = keep(data, Kind.PRACTICE)

    code, out, err = run(capsys, "show", response, "--json")

    assert (code, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [as_row(event) for event in ONE_OF_EACH]


def test_show_tells_what_happened_in_lines(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    response = keep(data, Kind.PRACTICE)

    code, out, err = run(capsys, "show", response[:6].upper())

    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == f"practice response {response}, ended, recovered here"
    assert lines[1] == "when 2026-05 afternoon; pack bc; Breathline 0.1.0"
    assert any("naloxone" in line for line in lines)
    assert any("ONE BREATH every 5 seconds" in line for line in lines)


@pytest.mark.parametrize("made_with", ["another hash", "another pack"])
def test_show_says_when_the_pack_is_not_the_one_it_was_made_with(
    data: Path, capsys: pytest.CaptureFixture[str], made_with: str
) -> None:
    with Log.open(data, Kind.REAL) as log:
        response = log.begin("bc" if made_with == "another hash" else "gone", "5ac3", "0.1.0", WALL)
        log.append(response, ONE_OF_EACH)

    code, out, err = run(capsys, "show", response)

    assert code == 0
    assert "SpO2 below 90" in out
    assert "the pack has changed since" in err


def test_last_is_the_newest_a_real_one_before_practice(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(data, Kind.REAL)
    newest, practice = keep(data, Kind.REAL), keep(data, Kind.PRACTICE)

    assert newest in run(capsys, "show", "LAST")[1]
    assert practice in run(capsys, "show", "LAST", "--practice")[1]


def test_an_id_that_is_not_there_or_not_the_only_one_is_wrong_usage(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Log.open(data, Kind.REAL) as log:
        for response in ("aaaa1", "aaaa2"):
            log.begin("bc", "5ac3", "0.1.0", WALL, response)

    assert run(capsys, "show", "b")[::2] == (2, "breathline: no response begins with 'b'; see: breathline log list\n")
    assert run(capsys, "show", "aaaa")[::2] == (
        2,
        "breathline: 2 responses begin with 'aaaa'; write more of the id\n",
    )
    assert run(capsys, "show", "aaaa2")[0] == 0


def test_last_of_nothing_is_wrong_usage(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "show", "LAST")[0] == 2


def test_a_damaged_database_is_one_line_and_a_failure(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    database_path(data, Kind.REAL).write_bytes(b"no database at all " * 100)

    code, out, err = run(capsys, "list")

    assert (code, out) == (1, "")
    assert "is damaged" in err
    assert err.count("\n") == 1


def test_a_data_folder_that_is_a_file_is_one_line_and_a_failure(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.write_text("")

    code, _, err = run(capsys, "list")

    assert code == 1
    assert err.count("\n") == 1
    assert "Not a directory" in err


@pytest.mark.parametrize("words", [["--help"], ["list", "--help"], ["show", "--help"]])
def test_help_has_an_example(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *words)

    assert code == 0
    assert "Example" in out
