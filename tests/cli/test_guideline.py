"""`breathline guideline` shows packs with sources."""

import json

import pytest

from breathline.cli.main import main
from breathline.guidelines.pack_file import pack_names


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["guideline", *words])
    out, err = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out, err


def test_list_names_the_packs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list")

    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == pack_names()


def test_list_as_json_is_an_array(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--json")

    assert [pack["id"] for pack in json.loads(out)] == pack_names()


def test_show_as_json_gives_limits_timers_and_steps_with_sources(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", "bc", "--json")
    pack = json.loads(out)

    assert code == 0
    assert {"id", "title", "language", "limits", "timers", "steps"} <= set(pack)
    low = pack["limits"]["spo2_low"]
    assert (low["value"], low["unit"], low["mark"]) == (90, "%", "adapted")
    assert "NEXT Distro" in low["source"]
    assert low["delay_s"] > 0
    assert all(figure["source"] and figure["mark"] for figure in pack["timers"].values())
    assert all(step["source"] and step["mark"] for step in pack["steps"])


def test_show_prints_every_figure_with_its_mark(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", "bc")

    assert code == 0
    assert "spo2_low" in out
    assert "set here, to be confirmed" in out
    assert "confirmed by: nobody yet" in out


def test_an_unknown_pack_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "show", "nope")

    assert (code, out) == (2, "")
    assert err == f"breathline: no pack called 'nope'; there are: {', '.join(pack_names())}\n"


@pytest.mark.parametrize("words", [[], ["list"], ["show"]])
def test_help_has_an_example(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    code, out, _ = run(capsys, *words, "--help")

    assert code == 0
    assert "Example: breathline guideline" in out
