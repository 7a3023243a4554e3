"""`breathline decode` turns lines of hex into one JSON object for each frame."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from breathline.ble.drivers.registry import DRIVERS
from breathline.cli.main import main

KEYS = ["frame", "spo2", "pulse", "perfusion", "battery", "flags", "pleth"]
SHARED = Path(__file__).parents[3] / "shared/captures"


@pytest.fixture
def decode(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> "Decode":
    return Decode(capsys, monkeypatch)


class Decode:
    """Runs the command on text from standard input, or on a file when one is named."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, family: str, text: str | bytes = "", *words: str) -> tuple[int, list[dict[str, object]], str]:
        typed = text.encode() if isinstance(text, str) else text
        self._monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(typed)))
        with pytest.raises(SystemExit) as stop:
            main(["decode", family, *words])
        out, err = self._capsys.readouterr()
        assert isinstance(stop.value.code, int)
        return stop.value.code, [json.loads(line) for line in out.splitlines()], err


def test_every_key_is_there_and_unknown_is_null(decode: Decode) -> None:
    code, (found,), err = decode("plx", "2a5e:1761006000e107010101221320002000 00")

    assert (code, err) == (0, "")
    assert list(found) == KEYS
    assert found == {
        "frame": "values",
        "spo2": 97,
        "pulse": 96,
        "perfusion": None,
        "battery": None,
        "flags": ["low_perfusion"],
        "pleth": [],
    }


def test_a_line_without_a_characteristic_is_of_the_live_values(decode: Decode) -> None:
    _, (found,), _ = decode("plx", "0062004800")

    assert (found["spo2"], found["pulse"]) == (98, 72)


@pytest.mark.parametrize("name", ["2a19", "2A19", " 2a19 ", "00002A19-0000-1000-8000-00805F9B34FB"])
def test_a_characteristic_may_be_short_or_full(decode: Decode, name: str) -> None:
    _, (found,), _ = decode("plx", f"{name}:55")

    assert (found["frame"], found["battery"]) == ("status", 85)


def test_spaces_blank_lines_comments_and_a_byte_order_mark_are_passed_over(decode: Decode) -> None:
    code, found, err = decode("plx", "\ufeff# a comment\n\n   \n  # another\n 00 62 00\t48 00 \r\n")

    assert (code, len(found), err) == (0, 1, "")


def test_finger_off_is_no_number_with_its_flag(decode: Decode) -> None:
    _, (found,), _ = decode("pc60fw", "aa550f0801614e00700240db")

    assert (found["spo2"], found["pulse"], found["battery"], found["flags"]) == (None, None, 50, ["no_finger"])


def test_a_frame_may_be_spread_over_lines_and_a_line_may_hold_several(decode: Decode) -> None:
    _, found, err = decode("pc60fw", "aa55f0\n0303014aaa550f06210200000045aa55\n0f07025a57d24c45a7")

    assert [each["frame"] for each in found] == ["status", "status", "pleth"]
    assert found[2]["pleth"] == [90, 87, 82, 76, 69]
    assert err == ""


def test_a_bad_checksum_is_one_line_on_stderr_and_no_failure(decode: Decode) -> None:
    code, found, err = decode("pc60fw", "aa550f08016239004400c0e4\naa55f00303014a")

    assert (code, len(found)) == (0, 1)
    assert err == "breathline: line 1: the checksum does not match: aa550f08016239004400c0e4\n"


def test_a_foreign_characteristic_is_one_line_on_stderr_and_no_failure(decode: Decode) -> None:
    code, found, err = decode("plx", "2a00:11")

    assert (code, found) == (0, [])
    assert err.startswith("breathline: line 1: plx sends nothing on 00002a00")


def test_an_input_that_ends_inside_a_frame_says_so(decode: Decode) -> None:
    code, found, err = decode("pc60fw", "aa550f08")

    assert (code, found) == (0, [])
    assert "ends inside a frame: aa550f08" in err


@pytest.mark.parametrize("line", ["zz", "006", "2a5:00", "hello:00", ":0062004800", "00:62:00:48:00"])
def test_a_line_that_is_not_hex_fails_with_its_number(decode: Decode, line: str) -> None:
    code, found, err = decode("plx", f"# x\n0062004800\n{line}\n0062004800")

    assert (code, len(found)) == (1, 1)
    assert err.startswith("breathline: line 3 is not [CHARACTERISTIC:]HEX")
    assert len(err.splitlines()) == 1


def test_bytes_that_are_no_text_fail_as_a_line_that_is_not_hex(decode: Decode) -> None:
    code, _, err = decode("plx", b"\xff\xfe\x00")

    assert code == 1
    assert "line 1" in err


def test_an_unknown_family_is_wrong_usage(decode: Decode) -> None:
    code, _, err = decode("pxl")

    assert code == 2
    assert err == f'breathline: there is no oximeter family "pxl"; choose one of: {", ".join(DRIVERS)}\n'


def test_a_file_is_read(decode: Decode, tmp_path: Path) -> None:
    file = tmp_path / "notifications.txt"
    file.write_text("8732054862\n")
    code, (found,), _ = decode("berrymed", "", str(file))

    assert code == 0
    assert (found["spo2"], found["pulse"], found["pleth"]) == (98, 72, [50])


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_file_that_cannot_be_read_fails_in_one_line(decode: Decode, tmp_path: Path, name: str) -> None:
    code, _, err = decode("plx", "", str(tmp_path / name))

    assert code == 1
    assert err.startswith("breathline: cannot read ")
    assert len(err.splitlines()) == 1


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["decode", "--help"])

    assert stop.value.code == 0
    assert "breathline decode plx" in capsys.readouterr().out


def test_the_recorded_vectors_of_the_standard_service_decode_to_their_values(decode: Decode) -> None:
    if not SHARED.exists():
        pytest.skip("the shared recordings are not here")
    vectors = json.loads((SHARED / "vectors/plx_sig.json").read_text())["vectors"]
    _, found, err = decode("plx", "\n".join(f"{each['expect']['char']}:{each['hex']}" for each in vectors))

    assert err == ""
    for one, vector in zip(found, vectors, strict=True):
        expected = vector["expect"]
        assert (one["spo2"], one["pulse"], one["perfusion"]) == (expected["spo2"], expected["pr"], expected.get("pai"))
