"""`breathline simulate` runs a scenario from an oximeter's bytes to prompts."""

import json
from pathlib import Path
from typing import Any

import pytest

from breathline.cli.main import main
from breathline.events.codec import from_row

Row = dict[str, Any]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["simulate", *words])
    out, err = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out, err


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[Row]:
    code, out, err = run(capsys, *words, "--json")
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def of(kind: str, found: list[Row], **wanted: object) -> list[Row]:
    return [row for row in found if row["kind"] == kind and all(row[key] == value for key, value in wanted.items())]


def test_it_begins_with_the_start_and_ends_with_the_input(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "fentanyl-fast", "--until", "30")

    assert found[0] == {"t": 0.0, "kind": "action", "id": "start"}
    assert of("response", found) == [found[1], found[-1]]
    assert (found[1]["state"], found[1]["t"]) == ("started", 0.0)
    assert found[-1] == {"t": 30.0, "kind": "response", "state": "ended", "reason": "input_ended"}


@pytest.mark.parametrize("family", ["pc60fw", "plx", "berrymed"])
def test_vitals_come_each_second_with_the_truth_beside_them(capsys: pytest.CaptureFixture[str], family: str) -> None:
    vitals = of("vitals", rows(capsys, "asleep-breathing", "--until", "60", "--family", family))
    seconds = {int(row["t"]) for row in vitals}
    late = [row for row in vitals if row["t"] > 20]

    assert seconds >= set(range(60))
    assert all(2 < row["breathing_l_min"] < 12 for row in vitals)
    assert all(row["spo2"] is None or abs(row["spo2"] - row["true_sao2"]) < 4 for row in late)
    assert any(row["spo2"] for row in late)
    assert vitals[0]["spo2"] is None


def test_with_nobody_acting_the_fall_is_alarmed_and_the_question_goes_unanswered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = rows(capsys, "fentanyl-fast", "--until", "120")

    assert {row["id"] for row in of("alarm", found, state="signalled")} >= {"spo2_low", "unanswered"}
    assert [row["id"] for row in of("action", found)] == ["start"]
    assert of("answer", found) == []


def test_the_ideal_responder_does_and_answers_what_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "fentanyl-fast", "--responder", "ideal")

    assert {"called_911", "breaths_started", "naloxone"} <= {row["id"] for row in of("action", found)}
    assert {row["answer"] for row in of("answer", found, id="breathing")} == {"yes", "no"}
    assert of("alarm", found, id="unanswered") == []
    assert of("alarm", found, id="spo2_low", state="cleared")


def test_a_script_acts_in_the_simulation(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    script = tmp_path / "acts.toml"
    script.write_text(
        '[[act]]\nt = 4.5\naction = "naloxone"\ndose_mg = 4\nroute = "nasal"\n'
        '[[act]]\nafter = "stimulate"\ndelay = 2\nanswer = "no"\n[[act]]\nt = 20\naction = "end"\n'
        'outcome = "practice"\n'
    )
    found = rows(capsys, "fentanyl-fast", "--responder", str(script))

    assert of("action", found, id="naloxone") == [
        {"t": 4.5, "kind": "action", "id": "naloxone", "dose_mg": 4.0, "route": "nasal"}
    ]
    assert of("answer", found) == [{"t": 2.0, "kind": "answer", "id": "responsive", "answer": "no"}]
    assert found[-1]["t"] == 20.0
    assert found[-1]["kind"] == "response"
    assert found[-1]["reason"] != "input_ended"


def test_a_clip_that_switches_off_is_a_lost_link_until_it_is_put_back(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "clip-falls-off")
    away = [row for row in of("vitals", found) if 61 <= row["t"] <= 99]
    faults = of("fault", found)

    assert {row["spo2"] for row in away} == {None}
    assert {row["cause"] for row in away} == {"no_finger", "link_lost"}
    assert [(row["id"], row["present"]) for row in faults] == [("link_lost", True), ("link_lost", False)]
    assert of("alarm", found, id="no_reading", state="signalled")
    assert of("vitals", [row for row in found if row["t"] > 110])[0]["trust"] == "live"


def test_the_same_seed_gives_the_same_run_and_another_seed_another(capsys: pytest.CaptureFixture[str]) -> None:
    one, same, other = (rows(capsys, "fentanyl-fast", "--until", "120", "--seed", seed) for seed in ("1", "1", "2"))

    assert one == same
    assert one != other


def test_every_row_can_be_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    added = {"true_sao2", "breathing_l_min"}

    for row in rows(capsys, "fentanyl-fast", "--responder", "ideal"):
        from_row({key: value for key, value in row.items() if key not in added})


def test_without_json_it_is_lines_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "fentanyl-fast", "--responder", "ideal", "--until", "60")

    assert code == 0
    assert "SpO2 below 90" in out
    assert not out.startswith("{")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["fentanyl"], 2, 'no scenario "fentanyl"; choose one of: asleep-breathing'),
        (["fentanyl-fast", "--family", "pxl"], 2, 'no oximeter family "pxl"'),
        (["fentanyl-fast", "--responder", "idael"], 1, "give none, ideal or a TOML file"),
        (["fentanyl-fast", "--until", "0"], 2, "--until must be a number of seconds above 0"),
        (["fentanyl-fast", "--until", "nan"], 2, "--until must be a number of seconds above 0"),
        (["fentanyl-fast", "--seed", "x"], 2, "--seed"),
        (["fentanyl-fast", "--pack", "nowhere"], 2, "nowhere"),
        ([], 2, "SCENARIO"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    stopped, out, err = run(capsys, *words)

    assert (stopped, out) == (code, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--help")

    assert code == 0
    assert "breathline simulate fentanyl-fast" in out


def test_a_simulation_replays_to_the_same_rows(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    simulated = rows(capsys, "cold-hand", "--responder", "ideal")
    export = tmp_path / "response.jsonl"
    export.write_text("\n".join(map(json.dumps, simulated)))
    with pytest.raises(SystemExit):
        main(["replay", str(export), "--json"])
    replayed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    for row in simulated:
        row.pop("true_sao2", None)
        row.pop("breathing_l_min", None)
    end = simulated[-1]["t"]
    assert [row for row in replayed if row["t"] < end] == [row for row in simulated if row["t"] < end]
    assert replayed[-1] == simulated[-1]


def test_two_people_have_rows_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "two-people", "--responder", "ideal", "--until", "120", "--family", "plx")
    first, second = ([row for row in found if row["person"] == person] for person in (1, 2))

    assert first[0] == {"t": 0.0, "kind": "action", "id": "start", "person": 1}
    assert [len(of("response", theirs)) for theirs in (first, second)] == [2, 2]
    assert of("answer", first, id="responsive")[0]["answer"] == "no"
    assert of("answer", second, id="responsive")[0]["answer"] == "yes"
    code, out, _ = run(capsys, "two-people", "--until", "20")
    assert code == 0
    assert {line[:3] for line in out.splitlines()} == {"[1]", "[2]"}


def test_breaths_are_breathed_and_the_number_follows_late(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "fentanyl-fast", "--responder", "ideal", "--until", "120")
    begun = of("action", found, id="breaths_started")[0]["t"]
    vitals = [row for row in of("vitals", found) if row["t"] > begun + 1]

    assert max(row["breathing_l_min"] for row in vitals) > 5
    recovered = next(row["t"] for row in vitals if row["true_sao2"] > 90)
    shown = next(row["t"] for row in vitals if row["t"] > recovered and (row["spo2"] or 0) > 90)
    assert recovered < begun + 30
    assert 10 < shown - recovered < 45


def test_out_of_range_is_a_lost_link(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    scenario = tmp_path / "range.toml"
    scenario.write_text('title = "A"\nabout = "B"\nlasts = 60\n[[event]]\nwhat = "out_of_range"\nt = 20\nlasts = 10\n')
    faults = of("fault", rows(capsys, str(scenario), "--family", "plx"))

    assert [(round(row["t"]), row["present"]) for row in faults] == [(20, True), (30, False)]


def test_a_scenario_may_end_before_its_time(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    scenario = tmp_path / "short.toml"
    scenario.write_text(
        'title = "A"\nabout = "B"\nlasts = 60\n[[ends]]\nafter = "arrest"\ndelay = 5\n'
        '[[event]]\nwhat = "heart_stops"\nt = 20\n'
    )
    found = rows(capsys, str(scenario), "--family", "plx")

    assert 24 < found[-1]["t"] < 27
    assert found[-1]["reason"] == "input_ended"


def test_what_a_colleague_tells_the_box_is_on_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "oxygen-hides", "--until", "10")

    assert of("action", found, id="oxygen_on") == [{"t": 0.0, "kind": "action", "id": "oxygen_on", "flow_l_min": 10.0}]
