"""`breathline person`: rows of a body, a population's percentage, and clear refusals."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from breathline.cli.main import main
from breathline.cli.person import COLUMNS


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["person", *words])
    out, err = capsys.readouterr()
    assert ended.value.code == code, err
    return out, err


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(said(capsys, *words)[0])))


def test_rows_have_the_promised_columns_and_what_fda_does_not_model_is_empty(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, err = said(capsys, "--until", "2")

    lines = out.splitlines()
    assert lines[0] == (
        "t_s,ve_l_min,pao2_mmhg,paco2_mmhg,pbo2_mmhg,sao2_pct,cardiac_output_l_min,opioid_bound,naloxone_bound,"
        "pulse_bpm,breaths_per_min,arrested"
    )
    assert [line.split(",")[0] for line in lines[1:]] == ["0", "1", "2"]
    assert lines[1].startswith("0,6.764")
    assert lines[1].endswith(",0,0,,,0")
    assert err == ""


def test_a_row_is_before_what_is_done_at_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    said_rows = rows(capsys, "--opioid", "none", "--assist", "4@1-2", "--until", "3", "--step", "1")

    assert [round(float(row["ve_l_min"])) for row in said_rows] == [7, 7, 11, 7]


def test_the_untreated_overdose_arrests_and_naloxone_by_time_or_by_breathing_saves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    untreated = rows(capsys, "--step", "60", "--until", "720")
    by_time = rows(capsys, "--step", "60", "--naloxone", "in4mg@76.6")
    by_breathing = rows(capsys, "--step", "60", "--naloxone", "in4mg@low+60")

    assert [row["arrested"] for row in untreated[-3:]] == ["0", "1", "1"]
    assert by_time == by_breathing
    assert by_time[-1]["arrested"] == "0"
    assert float(by_time[-1]["sao2_pct"]) > 96


def test_every_flag_acts(capsys: pytest.CaptureFixture[str]) -> None:
    last = rows(
        capsys,
        *("--opioid", "carfentanil", "--dose-mg", ".02", "--infuse-s", "30", "--tolerance", "naive"),
        *("--naloxone", "im2mg@10,im2mg-auto@20", "--naloxone", "im0.4mg@30, iv1.5mg@40", "--arrest-rule", "rearm"),
        *("--assist", "2@50-60,3@60-70", "--fio2", ".5@50-80", "--apnoea", "50-60", "--until", "80", "--step", "80"),
    )[-1]

    assert float(last["t_s"]) == 80
    assert 0 < float(last["naloxone_bound"]) < 1
    assert 0 < float(last["opioid_bound"]) < 1


def test_json_is_the_same_rows_with_null_for_what_is_not_modelled(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = said(capsys, "--until", "1", "--json")

    first = json.loads(out.splitlines()[0])
    assert tuple(first) == COLUMNS
    assert (first["pulse_bpm"], first["breaths_per_min"], first["arrested"]) == (None, None, 0)


def test_a_population_is_one_json_object_with_its_settings(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = said(capsys, "--population", "20", "--until", "15", "--naloxone", "in4mg@low+5", "--seed", "7")

    told = json.loads(out)
    assert told["n"] == 20
    assert told["arrest_pct"] == 0
    assert told["breathed_low_pct"] > 0
    assert (told["opioid"], told["dose_mg"], told["tolerance"], told["seed"]) == ("fentanyl", 1.625, "chronic", 7)
    assert told["naloxone"] == ["in4mg@low+5"]
    assert "20 people" in err


def test_a_population_comes_from_a_folder_or_says_what_is_missing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, err = said(capsys, "--population", "5", "--population-from", str(tmp_path), code=1)

    assert err.startswith(f"breathline: {tmp_path}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--mode trainer --population 5", "write --mode fda"),
        ("--mode trainer --arrest-rule rearm", "write --mode fda"),
        ("--naloxone in8mg@9", "choose one of: in4mg, im2mg, im2mg-auto, im0.4mg, iv0.4mg or any iv<mg>mg"),
        ("--naloxone in4mg", "write for example in4mg@90"),
        ("--naloxone in4mg@-4", "write for example in4mg@90"),
        ("--naloxone in4mg@1e9", "write for example in4mg@90"),
        ("--naloxone in4mg@90000", "give a number from 0 to 86400"),
        ("--naloxone iv0mg@9", "give a number above 0 and up to 1000"),
        ("--dose-mg -1", "give a number above 0 and up to 1000"),
        ("--dose-mg nan", "give a number above 0 and up to 1000"),
        ("--dose-mg much", "is not a valid float"),
        ("--infuse-s -1", "give a number from 0 to 86400"),
        ("--opioid none --dose-mg 2", "leave --dose-mg and --infuse-s out"),
        ("--assist 6", "write for example --assist 6@76-376"),
        ("--assist 61@0-9", "give a number from -200 to 60"),
        ("--assist 6@9-9", "must end after it begins"),
        ("--assist 6@0-9,5@8-10", "let one end before the other begins"),
        ("--fio2 21@0-9", "give a number from 0.05 to 1"),
        ("--fio2 0-9", "write for example --fio2 0.5@76-376"),
        ("--apnoea 3@0-9", "write for example --apnoea 0-120"),
        ("--until 0", "give a number from 0.1 to 86400"),
        ("--until inf", "give a number from 0.1 to 86400"),
        ("--step 0.25", "write a multiple of 0.1 s"),
        ("--step 0", "give a number from 0.1 to 86400"),
        ("--population 0", "is not in the range"),
        ("--population-from .", "needs --population N"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_that_says_what_to_write(
    capsys: pytest.CaptureFixture[str], words: str, says: str
) -> None:
    out, err = said(capsys, *words.split(), code=2)

    assert says in err
    assert err.count("\n") == 1
    assert out == ""


def first_below(said_rows: list[dict[str, str]], pct: float) -> float:
    return next(float(row["t_s"]) for row in said_rows if float(row["sao2_pct"]) < pct)


def test_without_breaths_the_trainers_person_falls_as_slowly_as_people_do(capsys: pytest.CaptureFixture[str]) -> None:
    said_rows = rows(capsys, "--mode", "trainer", "--opioid", "none", "--apnoea", "0-200", "--until", "160")

    crossings = [first_below(said_rows, pct) for pct in (95, 90, 80, 70, 50)]
    assert crossings == pytest.approx([30, 51, 75, 96, 145], abs=1)


def test_the_trainers_person_has_a_pulse_and_breaths_and_obeys_every_flag(capsys: pytest.CaptureFixture[str]) -> None:
    said_rows = rows(
        capsys,
        *("--mode", "trainer", "--naloxone", "in4mg@low+60,iv0.4mg@90", "--assist", "6@80-300", "--fio2", "0.5@80-300"),
        *("--until", "360", "--step", "30"),
    )

    assert "" not in said_rows[0].values()
    assert (said_rows[0]["pulse_bpm"], round(float(said_rows[0]["breaths_per_min"]))) == ("75", 14)
    assert float(said_rows[2]["breaths_per_min"]) < 4
    assert all(float(row["sao2_pct"]) > 98 for row in said_rows[5:10])
    assert float(said_rows[-1]["naloxone_bound"]) > 0
    assert rows(capsys, "--mode", "trainer", "--until", "9")[1:] != rows(
        capsys, "--mode", "trainer", "--until", "9", "--seed", "1"
    )
