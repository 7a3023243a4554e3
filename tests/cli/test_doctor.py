"""`breathline doctor` looks at everything, says how to mend it, and fails only when the guide can't work."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import namedtuple
from typing import TYPE_CHECKING, Any

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from breathline.ble.adapter import DENIED, SWITCHED_OFF
from breathline.cli import checks
from breathline.cli.checks import State
from breathline.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

Reason = BleakBluetoothNotAvailableReason
Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - the shape shutil gives


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["doctor", *words])
    out, err = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out, err


@pytest.fixture(autouse=True)
def box(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for the data, no configuration but the defaults."""
    monkeypatch.setenv("BREATHLINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("BREATHLINE_CONFIG", raising=False)
    return tmp_path


def test_every_part_is_looked_at_and_a_missing_adapter_does_not_fail(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["guide_works"] is True
    assert [each["id"] for each in found["checks"]] == [
        "configuration",
        "data folder",
        "terminal",
        "adapter",
        "permission",
        "sound",
        "clock",
        "broker",
    ]
    assert all(each["mend"] for each in found["checks"] if each["state"] != "ok")


def test_for_a_person_each_check_is_a_line_with_how_to_mend_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys)
    assert code == 0
    assert out.splitlines()[-1] == "The guide works."
    assert "broker" in out


def test_a_data_folder_that_can_t_be_written_stops_the_guide(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, box: Path
) -> None:
    (box / "file").write_text("in the way")
    monkeypatch.setenv("BREATHLINE_DATA_DIR", str(box / "file" / "data"))
    code, out, _ = run(capsys)
    assert code == 1
    assert "FAIL  data folder" in out
    assert "Mend first: data folder." in out


def test_looking_makes_no_folder(box: Path) -> None:
    assert checks.check_data_folder(box / "a" / "b").state is State.OK
    assert not (box / "a").exists()


@pytest.mark.parametrize(("free", "state"), [(1 << 20, State.FAIL), (50 << 20, State.WARN), (1 << 30, State.OK)])
def test_little_space_is_said_before_it_is_too_late(
    monkeypatch: pytest.MonkeyPatch, box: Path, free: int, state: State
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 0, free))
    assert checks.check_data_folder(box).state is state


def test_a_broken_configuration_is_a_finding_not_an_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, box: Path
) -> None:
    (box / "broken.toml").write_text("colour = 1\n")
    monkeypatch.setenv("BREATHLINE_CONFIG", str(box / "broken.toml"))
    code, out, _ = run(capsys)
    assert code == 1
    assert "FAIL  configuration" in out
    assert "colour" in out


@pytest.mark.parametrize(
    ("error", "adapter", "permission"),
    [
        (None, State.OK, State.OK),
        (BleakBluetoothNotAvailableError("", Reason.POWERED_OFF), State.FAIL, State.OK),
        (BleakBluetoothNotAvailableError("", Reason.DENIED_BY_SYSTEM), State.FAIL, State.FAIL),
        (FileNotFoundError(), State.FAIL, State.WARN),
        (TimeoutError(), State.FAIL, State.WARN),
        (NotImplementedError(), State.WARN, State.WARN),
    ],
)
def test_adapter_and_permission_are_told_apart(error: BaseException | None, adapter: State, permission: State) -> None:
    assert checks.check_adapter(error).state is adapter
    assert checks.check_permission(error).state is permission


def test_how_to_mend_the_adapter_is_said() -> None:
    assert checks.check_adapter(BleakBluetoothNotAvailableError("", Reason.POWERED_OFF)).mend == SWITCHED_OFF
    assert checks.check_permission(BleakBluetoothNotAvailableError("", Reason.DENIED_BY_USER)).mend == DENIED


@pytest.mark.parametrize(
    ("size", "term", "state"),
    [((80, 24), "xterm", State.OK), ((79, 24), "xterm", State.WARN), ((100, 30), "dumb", State.WARN)],
)
def test_a_terminal_too_small_or_too_dumb_is_said(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], term: str, state: State
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: size)
    monkeypatch.setenv("TERM", term)
    assert checks.check_terminal().state is state


def test_no_colour_is_not_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: (100, 30))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert checks.check_terminal().state is State.OK
    assert "NO_COLOR" in checks.check_terminal().says


@pytest.mark.parametrize(
    ("answer", "kernel", "state"),
    [
        ("yes", None, State.OK),
        ("no", None, State.WARN),
        ("", True, State.OK),
        ("", False, State.WARN),
        ("", None, State.WARN),
    ],
)
def test_the_clock_is_asked_of_timedatectl_then_of_the_kernel(
    monkeypatch: pytest.MonkeyPatch, answer: str, kernel: bool | None, state: State
) -> None:
    done: Any = subprocess.CompletedProcess([], 0 if answer else 1, stdout=f"{answer}\n")
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/timedatectl")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    monkeypatch.setattr(checks, "_says_the_kernel", lambda: kernel)
    assert checks.check_clock().state is state


def test_the_kernel_is_asked_without_being_changed() -> None:
    assert checks._says_the_kernel() in {True, False, None}


def test_a_timedatectl_that_hangs_or_is_missing_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("timedatectl", 5)

    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/timedatectl")
    monkeypatch.setattr(subprocess, "run", hangs)
    assert checks._says_timedatectl() is None
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert checks._says_timedatectl() is None


def test_no_sound_device_is_a_warning_in_one_line(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    found = checks.check_sound()
    assert found.state is State.WARN
    assert found.mend
    assert capfd.readouterr().err == ""


def test_a_sound_device_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    assert checks.check_sound().state is State.OK
