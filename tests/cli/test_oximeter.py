from __future__ import annotations

import socket

import pytest

from breathline.cli.main import main


def _run(*words: str) -> int | str | None:
    with pytest.raises(SystemExit) as ended:
        main(["oximeter", *words])
    return ended.value.code


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nosuch", "--radio", "usb:0"), 2, 'no oximeter family "nosuch"'),
        (("plx",), 2, "--radio"),
        (("plx", "--radio", "wifi"), 2, 'no radio "wifi"'),
        (("plx", "--radio", "usb:0", "--scenario", "nosuch"), 2, 'no scenario "nosuch"'),
        (("plx", "--radio", "serial:/nowhere/tty"), 1, "serial:/nowhere/tty"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(*words) == code
    complaint = capsys.readouterr().err
    assert said in complaint
    assert complaint.count("\n") == 1


def test_a_taken_port_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert _run("plx", "--radio", f"tcp-server:127.0.0.1:{taken.getsockname()[1]}") == 1
    assert "already in use" in capsys.readouterr().err


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--help") == 0
    assert "Example: breathline oximeter pc60fw --radio tcp-server:127.0.0.1:9100" in capsys.readouterr().out
