"""The command line ends every error in one line and the right code."""

import click
import pytest

from breathline.cli import main as module
from breathline.cli.main import main
from breathline.errors import BreathlineError, UsageError


def code_of(*words: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert isinstance(stop.value.code, int)
    return stop.value.code


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("--help") == 0
    out = capsys.readouterr().out
    assert all(name in out for name in module.COMMANDS)
    assert "Example: breathline demo" in out
    assert "not a certified medical device" in out


@pytest.mark.parametrize("words", [["nope"], ["--nope"], ["guideline", "show"], ["guideline", "nope"]])
def test_wrong_usage_is_one_line_and_two(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert code_of(*words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("breathline: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(("error", "code"), [(BreathlineError("It broke.\nTwice."), 1), (UsageError("No."), 2)])
def test_a_foreseen_failure_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: BreathlineError, code: int
) -> None:
    def fails(**_: object) -> None:
        raise error

    monkeypatch.setattr(module.root, "main", fails)

    assert code_of("demo") == code
    assert capsys.readouterr().err.count("\n") == 1


def test_ctrl_c_is_not_an_error_message(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(**_: object) -> None:
        raise click.Abort

    monkeypatch.setattr(module.root, "main", stops)

    assert code_of("demo") == 130
    assert capsys.readouterr().err == ""


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("--version") == 0
    assert capsys.readouterr().out.startswith("breathline ")
