"""`breathline scenario` shows scenarios, refuses wrong ones, and holds each to its goals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from breathline.cli.main import main
from breathline.firmware_sim.scenario import scenario_names


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["scenario", *words])
    out, err = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out, err


def test_the_list_has_every_scenario_with_its_length_and_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list", "--json")
    listed = json.loads(out)

    assert code == 0
    assert [each["id"] for each in listed] == scenario_names()
    assert {each["id"]: each["people"] for each in listed}["two-people"] == 2
    assert run(capsys, "list")[1].count("\n") == len(listed)


def test_show_tells_a_scenario_to_people_and_to_machines(capsys: pytest.CaptureFixture[str]) -> None:
    page = run(capsys, "show", "two-people")[1]
    assert "PERSON 2" in page
    assert "fentanyl, 1.2 mg, at 0:20, over 1:30" in page
    page = run(capsys, "show", "nail-polish-motion")[1]
    assert "Happens  motion, at 0:20, for 0:40" in page
    assert "Helps    sensor_moved, 0:30 after naloxone" in page

    whole: dict[str, Any] = json.loads(run(capsys, "show", "fentanyl-fast", "--json")[1])
    assert (whole["id"], whole["lasts_s"], whole["substance"][0]["dose"]) == ("fentanyl-fast", 900.0, 1.6)


def test_all_that_come_with_the_program_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check")

    assert (code, err) == (0, "")
    assert out.splitlines() == [f"{name}: ok" for name in scenario_names()]


def test_a_wrong_file_is_refused_with_its_line_and_the_others_are_checked_all_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('title = "A"\nabout = "B"\nlasts = "5 mg"\n')
    code, out, err = run(capsys, "check", str(wrong), "cold-hand")
    assert (code, out) == (2, "cold-hand: ok\n")
    why = 'line 3: lasts: \'5 mg\': its unit must be s or min or h; write 90 or "90 s" or "2 min"'
    assert err == f"breathline: {wrong}: {why}\n"

    code, out, _ = run(capsys, "check", str(wrong), "--json")
    assert code == 2
    assert json.loads(out)["ok"] is False
    assert "line 3" in json.loads(out)["complaint"]


def test_a_goal_that_is_not_met_is_said_and_fails(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    hopeful = tmp_path / "hopeful.toml"
    hopeful.write_text(
        'title = "A"\nabout = "B"\nlasts = "10 s"\n'
        '[[goal]]\nresponder = "none"\nsays = "They live."\ncheck = "survives"\n'
        '[[goal]]\nresponder = "ideal"\nsays = "They get ten doses."\ncheck = "doses"\nleast = 10\n'
    )
    code, out, _ = run(capsys, "check", str(hopeful), "--run", "--family", "plx")
    assert code == 1
    assert "met      person 1, none: They live. (survives: throughout)" in out
    assert "NOT MET  person 1, ideal: They get ten doses. (doses: 0 recorded)" in out

    code, out, _ = run(capsys, "check", str(hopeful), "--run", "--family", "plx", "--json")
    assert [goal["met"] for goal in json.loads(out)["goals"]] == [False, True]


@pytest.mark.parametrize("name", scenario_names())
def test_each_ends_as_its_goals_say(capsys: pytest.CaptureFixture[str], name: str) -> None:
    # Without a pleth to make it is twice as quick; the numbers are the same.
    code, out, _ = run(capsys, "check", name, "--run", "--family", "plx")

    assert code == 0, out


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
@pytest.mark.parametrize("name", scenario_names())
def test_each_ends_as_its_goals_say_with_a_pleth_and_other_seeds(
    capsys: pytest.CaptureFixture[str], name: str, seed: str
) -> None:
    code, out, _ = run(capsys, "check", name, "--run", "--seed", seed)

    assert code == 0, out


def test_every_command_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((), ("list",), ("show",), ("check",)):
        assert "Example: breathline scenario" in " ".join(run(capsys, *words, "--help")[1].split())
