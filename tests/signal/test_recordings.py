"""Recordings as people have them: clock times, byte order marks, dashes, a last line that is no data."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.signal.recordings import ColumnError, Columns, RecordingError, read_recording
from breathline.words import Frame, Reading

HEADER = "t_s,spo2,pulse"


def rows(*lines: str, header: str = HEADER) -> list[str]:
    return [header, *lines]


def test_a_plain_recording_is_three_arrays_from_time_zero() -> None:
    recording = read_recording(rows("100,97,70", "101.5,96.5,71"))
    assert recording.t.tolist() == [0.0, 1.5]
    assert recording.spo2.tolist() == [97.0, 96.5]
    assert recording.pulse.tolist() == [70.0, 71.0]
    assert np.isnan(recording.perfusion).all()
    assert recording.warnings == ()


def test_its_rows_are_readings() -> None:
    recording = read_recording(rows("0,97,70,2.5", "1,--,,0", header="t_s,spo2,pulse,perfusion"))
    assert list(recording.readings()) == [
        Reading(0.0, Frame.VALUES, 97.0, 70.0, 2.5),
        Reading(1.0, Frame.VALUES, None, None, None),
    ]


@pytest.mark.parametrize("missing", ["", "--", "-", "---", "\u2014", "0", "-1", "nan", " -- "])
def test_how_devices_write_none_is_a_missing_value(missing: str) -> None:
    recording = read_recording(rows(f"0,{missing},{missing}"))
    assert math.isnan(recording.spo2[0])
    assert math.isnan(recording.pulse[0])


def test_columns_are_chosen_by_name_among_many_with_spaces_and_a_mark() -> None:
    lines = ["\ufeffTime, SpO2 1 ,SpO2 4,Pulse 4,PI 4\r\n", " 09:25:02,1,98,58,1.5\r\n", " 09:25:03,1,97,59,1.6\r\n"]
    recording = read_recording(lines, Columns("Time", " SpO2 4", "Pulse 4", "PI 4"))
    assert recording.spo2.tolist() == [98.0, 97.0]
    assert recording.perfusion.tolist() == [1.5, 1.6]
    assert recording.t.tolist() == [0.0, 1.0]


def test_a_perfusion_column_is_not_guessed_beside_chosen_columns() -> None:
    recording = read_recording(rows("0,97,70,9", header="when,spo2,pulse,perfusion"), Columns("when"))
    assert np.isnan(recording.perfusion).all()


def test_a_clock_runs_past_midnight_more_than_once() -> None:
    clock = ["23:59:59", "00:00:01", "12:30", "23:59:59.5", "0:00:00"]
    recording = read_recording(rows(*[f"{time},97,70" for time in clock]))
    assert recording.t.tolist() == [0.0, 2.0, 45001.0, 86400.5, 86401.0]


def test_a_last_line_that_is_no_data_is_a_warning() -> None:
    recording = read_recording(rows("0,97,70", "Collection Halted,,,", "", " "))
    assert len(recording.t) == 1
    (warning,) = recording.warnings
    assert warning.startswith("line 3: 'Collection Halted' is not a time")
    assert warning.endswith("it is the last line and was left out")


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        ("Collection Halted,,", "line 3: 'Collection Halted' is not a time"),
        ("inf,97,70", "line 3: 'inf' is not a time"),
        ("1,ninety,70", "line 3: 'ninety' is not a number"),
        ("1,97", "line 3: has only 2 columns"),
        ("-5,97,70", "line 3: its time is before that of the row above"),
    ],
)
def test_a_broken_row_in_the_middle_is_an_error_with_its_line(broken: str, what: str) -> None:
    with pytest.raises(RecordingError, match=what):
        read_recording(rows("0,97,70", broken, "2,97,70"))


def test_a_clock_that_goes_back_by_less_than_half_a_day_is_an_error() -> None:
    with pytest.raises(RecordingError, match="line 3: its time is before"):
        read_recording(rows("10:00:00,97,70", "09:59:59,97,70", "10:00:02,97,70"))


def test_a_missing_column_is_an_error_that_lists_those_there_are() -> None:
    with pytest.raises(ColumnError, match="no column 'SpO2 9'; there are: 't_s', 'spo2', 'pulse'"):
        read_recording(rows("0,97,70"), Columns(spo2="SpO2 9"))


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ([], "it is empty"),
        (["", "  "], "it is empty"),
        ([HEADER], "no rows of data"),
        ([HEADER, "oops,97,70"], "line 2: 'oops' is not a time"),
        ([HEADER, "0,97," + "9" * 200_000], "line 2: not CSV"),
    ],
)
def test_nothing_to_read_is_an_error(lines: list[str], what: str) -> None:
    with pytest.raises(RecordingError, match=what):
        read_recording(lines)


@given(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from([HEADER, "0,97,70", "1,--,0", '"']))
)
def test_any_text_is_read_or_refused_in_words(lines: list[str]) -> None:
    try:
        recording = read_recording([HEADER, *lines])
    except RecordingError:
        return
    assert recording.t.shape == recording.spo2.shape == recording.pulse.shape == recording.perfusion.shape
    assert np.isfinite(recording.t).all()
    assert (np.diff(recording.t) >= 0).all()
    assert not (recording.spo2 <= 0).any()


SHARED = Path(__file__).parents[3] / "shared" / "captures" / "uw_hypoxemia" / "100001.csv"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not here")
def test_a_real_recording_is_read_whole() -> None:
    with SHARED.open(encoding="utf-8") as lines:
        recording = read_recording(lines, Columns("Time", "SpO2 4", "Pulse 4"))
    assert (len(recording.t), recording.t[-1], recording.spo2.min()) == (1090, 1089.0, 65.0)
    assert len(recording.warnings) == 1
