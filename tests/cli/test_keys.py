"""`breathline keys new` makes the pair that seals a log."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from breathline.cli.main import main
from breathline.events.sealed import SealedRows


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["keys", "new", *words])
    out, err = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out, err


def test_what_is_sealed_to_the_public_key_opens_with_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "site.key"
    code, out, _ = run(capsys, "--out", str(file), "--json")
    public = json.loads(out)["public_key"]
    sealed = SealedRows.of(public).encode({"t": 1.0})
    assert code == 0
    assert SealedRows.of(None, file.read_text()).decode(sealed) == {"t": 1.0}


def test_it_says_what_goes_into_the_configuration_and_never_shows_the_private_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "site.key"
    _, out, _ = run(capsys, "--out", str(file))
    assert '[log]\npublic_key = "age1' in out
    assert "SECRET" not in out
    assert "AGE-SECRET-KEY-1" in file.read_text()


def test_only_the_owner_can_read_the_private_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "--out", str(tmp_path / "site.key"))
    assert (tmp_path / "site.key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_there_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "site.key"
    run(capsys, "--out", str(file))
    before = file.read_text()
    code, out, err = run(capsys, "--out", str(file))
    assert (code, out, file.read_text()) == (2, "", before)
    assert "name another file with --out" in err
    assert err.count("\n") == 1


def test_a_place_that_can_t_be_written_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--out", str(tmp_path / "no" / "site.key"))
    assert (code, out) == (1, "")
    assert "can't be written: No such file or directory" in err


def test_half_a_key_is_not_left_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, out, err = run(capsys, "--out", str(tmp_path / "site.key"))
    assert (code, out, list(tmp_path.iterdir())) == (1, "", [])
    assert "No space left on device; name another file with --out" in err
