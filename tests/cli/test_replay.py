"""`breathline replay`: a recording, or a response again, through the same pipeline as the box."""

import io
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from breathline.cli.main import main
from breathline.cli.replay import period
from breathline.signal.recordings import read_recording

HYPOXEMIA = Path(__file__).parents[3] / "shared" / "captures" / "uw_hypoxemia" / "100001.csv"
ITS_COLUMNS = ["--time-column", "Time", "--spo2-column", "SpO2 4", "--pulse-column", "Pulse 4"]
needs_shared = pytest.mark.skipif(not HYPOXEMIA.exists(), reason="the shared recordings are not here")

Row = dict[str, object]


def course(numbers: Sequence[float], step_s: float = 1.0) -> str:
    rows = [f"{i * step_s},{spo2},{70 + i % 3}" for i, spo2 in enumerate(numbers)]
    return "\n".join(["t_s,spo2,pulse", *rows, ""])


FALL_AND_RECOVERY = course([97.0] * 20 + [97 - i / 2 for i in range(40)] + [77.0] * 30 + [97.0] * 30)


@dataclass
class Ran:
    code: object
    out: str
    err: str

    def of(self, kind: str, **values: object) -> list[Row]:
        """The rows of this kind with these values."""
        wanted = {"kind": kind, **values}
        rows: list[Row] = [json.loads(line) for line in self.out.splitlines()]
        return [row for row in rows if wanted.items() <= row.items()]


def replay(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Ran:
    with pytest.raises(SystemExit) as stop:
        main(["replay", *map(str, words)])
    out, err = capsys.readouterr()
    return Ran(stop.value.code, out, err)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "recording.csv"
    path.write_text(FALL_AND_RECOVERY)
    return path


def alarm_life(ran: Ran, name: str) -> list[tuple[object, object]]:
    """Its beginning and its end; how far it escalated in between is left out."""
    life = [(row["t"], row["state"]) for row in ran.of("alarm", id=name) if "level" not in row]
    ended = [(row["t"], row["state"]) for row in ran.of("alarm", id=name, state="cleared") if "level" in row]
    return [*life, *ended]


# Recordings.


def test_a_recording_gives_vitals_one_a_row_and_a_response_around_them(
    capsys: pytest.CaptureFixture[str], recording: Path
) -> None:
    ran = replay(capsys, recording, "--json")
    assert (ran.code, ran.err) == (0, "")
    vitals = ran.of("vitals")
    assert [row["t"] for row in vitals] == [float(t) for t in range(120)]
    assert {"t", "kind", "spo2", "pulse", "trust", "cause", "slope"} <= vitals[0].keys()
    assert [row["state"] for row in ran.of("response")] == ["started", "ended"]
    assert ran.of("response", state="ended")[0]["reason"] == "input_ended"
    assert ran.of("action") == [{"t": 0.0, "kind": "action", "id": "start"}]


def test_spo2_low_is_raised_by_the_fall_and_cleared_by_the_recovery(
    capsys: pytest.CaptureFixture[str], recording: Path
) -> None:
    ran = replay(capsys, recording, "--json")
    life = alarm_life(ran, "spo2_low")
    assert [state for _, state in life] == ["occurred", "signalled", "cleared"]
    first_below = next(row["t"] for row in ran.of("vitals") if isinstance(row["spo2"], float) and row["spo2"] < 90)
    assert first_below == 36.0
    assert life[0][0] == first_below + 5.0


def test_a_gap_gives_vitals_each_second_and_a_no_reading_alarm(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "gap.csv"
    path.write_text(course([97.0] * 20) + "60,97,70\n")
    ran = replay(capsys, path, "--json")
    gone = ran.of("vitals", trust="stale", cause="silent_link")
    assert [row["t"] for row in gone][:3] == [25.0, 26.0, 27.0]
    assert {row["spo2"] for row in gone} == {None}
    assert alarm_life(ran, "no_reading")


def test_a_recording_of_every_fourth_second_is_not_called_silent(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "slow.csv"
    path.write_text(course([97.0] * 30, step_s=4.0))
    assert not replay(capsys, path, "--json").of("vitals", cause="silent_link")


@pytest.mark.parametrize(("times", "expected"), [(["0"], 1.0), (["0", "2", "4", "30"], 2.0), (["0", "300"], 10.0)])
def test_the_period_is_the_usual_step(times: list[str], expected: float) -> None:
    assert period(read_recording(["t_s,spo2,pulse", *[f"{t},97,70" for t in times]])) == expected


def test_without_json_it_says_each_change_and_the_numbers_now_and_then(
    capsys: pytest.CaptureFixture[str], recording: Path
) -> None:
    lines = replay(capsys, recording).out.splitlines()
    assert lines[1] == "   0:00  response  started: person"
    assert "   0:41  ALARM     *** SpO2 below 90" in lines
    numbers = [line for line in lines if "SpO2  " in line]
    assert 12 <= len(numbers) <= 20
    assert lines[-1] == "   1:59  response  ended: input_ended"


def test_csv_gives_the_vitals_as_a_recording_that_replay_reads(
    capsys: pytest.CaptureFixture[str], recording: Path, tmp_path: Path
) -> None:
    ran = replay(capsys, recording, "--csv")
    assert ran.out.splitlines()[0] == "t_s,spo2,pulse,perfusion,trust,cause,slope,slope_error,pulse_trust,low_in"
    assert ran.out.splitlines()[1] == "0.0,97.0,70.0,,doubtful,searching,,,doubtful,"
    again = tmp_path / "again.csv"
    again.write_text(ran.out)
    assert replay(capsys, again, "--csv").code == 0


def test_it_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FALL_AND_RECOVERY.encode())))
    assert replay(capsys, "-", "--json").of("alarm", id="spo2_low")


def test_a_last_line_that_is_no_data_is_a_warning_on_stderr(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "halted.csv"
    path.write_text("\ufeff" + course([97.0] * 5) + "Collection Halted,,\n", encoding="utf-8")
    ran = replay(capsys, path, "--json")
    assert ran.code == 0
    assert len(ran.of("vitals")) == 5
    assert ran.err.startswith(f"breathline: {path}: line 7: 'Collection Halted'")


@needs_shared
def test_a_real_hypoxaemia_recording_alarms_below_90_and_clears_after_recovery(
    capsys: pytest.CaptureFixture[str],
) -> None:
    began = time.monotonic()
    ran = replay(capsys, HYPOXEMIA, *ITS_COLUMNS, "--json")
    assert ran.code == 0
    assert len(ran.of("vitals")) == 1090
    assert [state for _, state in alarm_life(ran, "spo2_low")] == ["occurred", "signalled", "cleared"]
    assert time.monotonic() - began < 10.0  # 0.3 s by itself; a busy machine gets room


# An exported response.


def test_a_response_replays_to_the_same_rows(
    capsys: pytest.CaptureFixture[str], recording: Path, tmp_path: Path
) -> None:
    first = replay(capsys, recording, "--json")
    export = tmp_path / "response.jsonl"
    export.write_text(first.out)
    assert replay(capsys, export, "--json") == first


def test_what_people_did_is_given_to_the_guide_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    export = tmp_path / "response.jsonl"
    rows: list[Row] = [
        {"t": 0.0, "kind": "action", "id": "start"},
        {"t": 4.0, "kind": "answer", "id": "responsive", "answer": "no"},
        {"t": 9.0, "kind": "action", "id": "end", "outcome": "practice"},
    ]
    export.write_text("".join(f"{json.dumps(row)}\n" for row in rows) + "\n")
    ran = replay(capsys, export, "--json")
    assert ran.of("question", id="responsive", state="answered", answer="no")
    assert [row["reason"] != "input_ended" for row in ran.of("response", state="ended")] == [True]


def test_a_response_that_was_closed_ends_for_the_same_reason(
    capsys: pytest.CaptureFixture[str], recording: Path, tmp_path: Path
) -> None:
    export = tmp_path / "response.jsonl"
    export.write_text(replay(capsys, recording, "--json").out.replace("input_ended", "closed"))
    assert replay(capsys, export, "--json").of("response", state="ended", reason="closed")


def test_what_simulate_adds_is_passed_over(capsys: pytest.CaptureFixture[str], recording: Path, tmp_path: Path) -> None:
    export = tmp_path / "simulated.jsonl"
    rows = [json.loads(line) for line in replay(capsys, recording, "--json").out.splitlines()]
    export.write_text("".join(json.dumps(row | {"true_sao2": 97.1, "breathing_l_min": 6.0}) + "\n" for row in rows))
    ran = replay(capsys, export, "--json")
    assert ran.code == 0
    assert "true_sao2" not in ran.out


# What can go wrong.


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"t_s,spo2,pulse\n0,97,70\n1,x,70\n2,97,70\n", "line 3: 'x' is not a number"),
        (b"a,b\n0,97\n", "choose with --time-column"),
        (b"", "it is empty"),
        (b"\x7fELF\xff\xfe", "not UTF-8 text"),
        (b'{"t": 0, "kind": "zip"}\n', "line 1"),
        (b'\n{"t": 0, "kin\n', "line 2: not JSON"),
        (b'{"t": ' + b"[" * 100_000, "line 1: not JSON"),
        (b'{"t": 0, "kind": "deadline", "id": "ask"}\n[1]\n', "line 2: not a JSON object"),
    ],
)
def test_a_broken_file_is_one_line_and_exit_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "broken"
    path.write_bytes(content)
    ran = replay(capsys, path, "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"breathline: {path}: ")
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_an_unreadable_file_is_exit_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ran = replay(capsys, tmp_path / "none.csv")
    assert ran.code == 1
    assert ran.err == f"breathline: {tmp_path / 'none.csv'}: can't be read: No such file or directory\n"


@pytest.mark.parametrize("words", [["--spo2-column", "SpO2 9"], ["--json", "--csv"], ["--pack", "nope"], ["--nope"]])
def test_wrong_usage_is_exit_2(capsys: pytest.CaptureFixture[str], recording: Path, words: list[str]) -> None:
    ran = replay(capsys, recording, *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert "breathline replay recording.csv" in replay(capsys, "--help").out


def test_a_reader_that_leaves_early_makes_no_traceback(recording: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "breathline", "replay", str(recording), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
