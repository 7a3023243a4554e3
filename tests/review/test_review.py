"""A review of exports: what went in comes out, whatever kept or counts it."""

from __future__ import annotations

import builtins
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.review.making import ONE, exported

from breathline.ble.drivers.registry import driver  # isort: skip - after the check that the extra is installed
from breathline.cli.review import command
from breathline.cli.simulation import Settings, simulate
from breathline.errors import BreathlineError, UsageError
from breathline.events.database import Kind
from breathline.events.export.tables import MONITOR_ONLY, Done
from breathline.events.export.writers import Format
from breathline.events.facts import standing
from breathline.events.model import ActionEvent, AlarmEvent, AlarmState, Event, VitalsEvent
from breathline.firmware_sim.scenario import load_scenario
from breathline.guidelines.pack_file import load_pack
from breathline.review.result import ALL, Estimate, Review
from breathline.review.review import Wanted, review
from breathline.words import Action, ActionId, Outcome, Trust

ALL_OF_IT = Wanted(min_cell=1)
SCRIPT = """
[[act]]
t = 20
action = "breaths_started"
method = "mask"
[[act]]
t = 31
action = "called_911"
[[act]]
t = 45.5
action = "naloxone"
dose_mg = 4.0
route = "nasal"
[[act]]
t = 60
action = "oxygen_on"
flow_l_min = 10.0
[[act]]
t = 90
action = "naloxone"
dose_mg = 4.0
route = "nasal"
[[act]]
t = 92
action = "undo"
[[act]]
t = 100
action = "naloxone"
dose_mg = 0.4
route = "muscle"
count = 2
"""


def run(scenario: str, who: str, seed: int, until: float | None = 120.0) -> list[list[Event]]:
    """The responses of a scenario, one for each of its people."""
    played = load_scenario(scenario)
    events: list[list[Event]] = [[] for _ in played.stories]
    for happened in simulate(played, Settings(load_pack("bc"), driver("pc60fw"), who, seed, until)):
        events[happened.person].append(happened.event)
    return events


@pytest.fixture(scope="module")
def responses() -> list[list[Event]]:
    several = [
        ("fentanyl-fast", "ideal"),
        ("clip-falls-off", "none"),
        ("asleep-breathing", "ideal"),
        ("two-people", "none"),
    ]
    return [events for seed, (scenario, who) in enumerate(several) for events in run(scenario, who, seed)]


def of_all(found: Review) -> dict[str, Estimate]:
    return {each.measure: each for each in found.estimates if each.by == ALL}


def each_of(folder: Path, out: Path) -> list[dict[str, Any]]:
    import pandas as pd

    review([folder], replace(ALL_OF_IT, each=out))
    frame = pd.read_csv(out, dtype={"month": str}, keep_default_na=True)
    rows: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return rows


def truth(events: Sequence[Event]) -> dict[str, Any]:
    """What was put in, counted by a plain walk along the events."""
    acts = standing(events)
    vitals = [each.vitals for each in events if isinstance(each, VitalsEvent)]
    live = [each for each in vitals if each.trust is Trust.LIVE and each.spo2 is not None]

    def first(*ids: ActionId) -> float | None:
        return next((each.t for each in acts if each.action.id in ids), None)

    doses = [each for each in acts if each.action.id is ActionId.NALOXONE]
    known = [each.action.dose_mg for each in doses]
    return {
        "first_breath_s": first(ActionId.BREATHS_STARTED, ActionId.BREATH),
        "first_oxygen_s": first(ActionId.OXYGEN_ON),
        "first_naloxone_s": first(ActionId.NALOXONE),
        "first_911_s": first(ActionId.CALLED_911),
        "doses": sum(each.action.count or 1 for each in doses) or None,
        "naloxone_mg": (
            sum((mg or 0.0) * (each.action.count or 1) for mg, each in zip(known, doses, strict=True))
            if doses and None not in known
            else None
        ),
        "second_dose_after_s": doses[1].t - doses[0].t if len(doses) > 1 else None,
        "lowest_spo2": min((each.spo2 for each in live if each.spo2 is not None), default=None),
        "below_90_s": (
            sum(b.t - a.t for a, b in pairwise(vitals) if a.trust is Trust.LIVE and a.spo2 is not None and a.spo2 < 90)
            if live
            else None
        ),
        "alarms": sum(isinstance(each, AlarmEvent) and each.state is AlarmState.OCCURRED for each in events),
    }


def same(one: Iterable[dict[str, Any]], other: Iterable[dict[str, Any]]) -> None:
    """Both hold the same numbers, in whatever order: the export shuffles."""

    def sorted_rows(rows: Iterable[dict[str, Any]]) -> list[list[float]]:
        return sorted(
            [-1.0 if value is None else round(float(value), 6) for _, value in sorted(row.items())] for row in rows
        )

    assert sorted_rows(one) == sorted_rows(other)


def check_recovered(responses: Sequence[Sequence[Event]], folder: Path) -> None:
    there = [truth(events) for events in responses]
    found = each_of(exported(folder / "export", responses), folder / "each.csv")
    same(there, [{name: row[name] for name in there[0]} for row in found])
    for row in found:
        facts = [done.value for done in Done if row[done.value]]
        assert row["pathway"] == ("+".join(facts) or MONITOR_ONLY)
        assert row["monitor_only"] == (not facts)


def test_what_simulated_responses_were_given_is_recovered_exactly(responses: list[list[Event]], tmp_path: Path) -> None:
    check_recovered(responses, tmp_path)


def test_a_script_of_acts_comes_out_as_it_went_in(tmp_path: Path) -> None:
    script = tmp_path / "acts.toml"
    script.write_text(SCRIPT, encoding="utf-8")
    (events,) = run("fentanyl-fast", str(script), 1)
    (row,) = each_of(exported(tmp_path / "export", [events]), tmp_path / "each.csv")
    assert [row[name] for name in ("first_breath_s", "first_911_s", "first_naloxone_s", "first_oxygen_s")] == [
        20.0, 31.0, 45.5, 60.0,
    ]  # fmt: skip
    assert (row["doses"], row["naloxone_mg"], row["second_dose_after_s"]) == (3, pytest.approx(4.8), 54.5)


SCENARIOS = (
    "fentanyl-fast", "smoked-slow-onset", "carfentanil-two-doses", "benzo-opioid", "medetomidine", "naloxone-wears-off",
    "oxygen-hides", "cold-hand", "nail-polish-motion", "asleep-breathing", "chronic-lung", "two-people",
    "cardiac-arrest", "clip-falls-off",
)  # fmt: skip


def _run(what: tuple[str, str, int]) -> list[list[Event]]:
    return run(*what, until=200.0)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_thousand_simulated_responses_are_recovered_exactly(tmp_path: Path) -> None:
    script = tmp_path / "acts.toml"
    script.write_text(SCRIPT, encoding="utf-8")
    several = list(product(SCENARIOS, ("ideal", "none", str(script)), range(23)))
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = [events for each in pool.map(_run, several, chunksize=4) for events in each]
    assert len(found) >= 1000
    check_recovered(found, tmp_path)


@pytest.mark.parametrize("form", [Format.CSV, Format.JSON])
def test_however_the_tables_are_kept_the_numbers_are_the_same(
    responses: list[list[Event]], tmp_path: Path, form: Format
) -> None:
    several = replace(ONE, formats=(Format.PARQUET, form))
    folder = exported(tmp_path / "both", responses, choices=several)
    (tmp_path / "alone").mkdir()
    for name in ("responses", "events"):
        shutil.copy(folder / f"{name}.{form}", tmp_path / "alone")
    assert review([tmp_path / "alone"], ALL_OF_IT).estimates == review([folder], ALL_OF_IT).estimates


def parts_of(folder: Path, into: Path, month: str) -> None:
    for name in ("responses", "events"):
        (into / name / f"month={month}").mkdir(parents=True)
        import pyarrow.parquet as pq

        table = pq.read_table(folder / f"{name}.parquet")
        table = table.drop_columns("month") if "month" in table.column_names else table
        pq.write_table(table, into / name / f"month={month}" / "part.parquet")


def test_folders_of_parquet_files_are_one_export_and_tell_the_month(
    responses: list[list[Event]], tmp_path: Path
) -> None:
    for month in (5, 6):
        parts_of(exported(tmp_path / str(month), responses, month=month), tmp_path / "whole", f"2026-{month:02}")
    found = review([tmp_path / "whole"], ALL_OF_IT)
    assert found.responses == 2 * len(responses)
    assert {each.group for each in found.estimates if each.by == "month"} == {"2026-05", "2026-06"}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_spark_gives_the_same_numbers_as_duckdb(responses: list[list[Event]], tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("Spark needs Java, which is not installed")
    for month in (5, 6):
        parts_of(exported(tmp_path / str(month), responses, month=month), tmp_path / "whole", f"2026-{month:02}")
    here = review([tmp_path / "whole"], replace(ALL_OF_IT, curves=True))
    spark = review([tmp_path / "whole"], replace(ALL_OF_IT, curves=True, engine="local[2]"))
    assert spark.responses == here.responses
    assert spark.curves == here.curves
    for one, other in zip(here.estimates, spark.estimates, strict=True):
        assert (one.measure, one.by, one.group, one.of) == (other.measure, other.by, other.group, other.of)
        for end in ("counted", "value", "low", "high", "lower_quarter", "upper_quarter"):
            value = getattr(other, end)
            assert getattr(one, end) == (None if value is None else pytest.approx(value, rel=1e-9)), (one, other)


def test_our_figures_are_those_that_another_hand_wrote_in_pandas(tmp_path: Path) -> None:
    from reviewing import data, in_pandas

    data.write_export(tmp_path / "export", 30_000, seed=3)
    pandas = in_pandas.figures(tmp_path / "export")
    ours = {row["response"]: row for row in each_of(tmp_path / "export", tmp_path / "each.csv")}
    names = list(pandas.select_dtypes("number").columns)
    assert len(names) > 30
    for response, row in pandas.astype(object).where(pandas.notna(), None).iterrows():
        for name in names:
            value = row[name]
            assert ours[str(response)][name] == (None if value is None else pytest.approx(value)), (response, name)


def test_practice_and_real_are_never_counted_together(responses: list[list[Event]], tmp_path: Path) -> None:
    both = [exported(tmp_path / kind, responses[:1], kind=kind) for kind in Kind]
    with pytest.raises(UsageError, match="never counted together"):
        review(both)


def test_an_export_named_twice_is_refused(responses: list[list[Event]], tmp_path: Path) -> None:
    folder = exported(tmp_path / "one", responses[:1])
    shutil.copytree(folder, tmp_path / "copy")
    with pytest.raises(UsageError, match="the same export"):
        review([folder, tmp_path / "copy"])


def test_a_folder_without_an_export_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="breathline log export"):
        review([tmp_path])


def test_a_layout_that_is_not_ours_is_refused(responses: list[list[Event]], tmp_path: Path) -> None:
    folder = exported(tmp_path / "one", responses[:1])
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["breathline"]["layout"] = 99
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(UsageError, match="layout 99"):
        review([folder])


@pytest.mark.parametrize("form", ["parquet", "csv", "json"])
def test_a_broken_table_is_told_in_one_line(tmp_path: Path, form: str) -> None:
    for name in ("responses", "events"):
        (tmp_path / f"{name}.{form}").write_text("\x00 this is no table", encoding="utf-8")
    with pytest.raises(BreathlineError) as caught:
        review([tmp_path])
    assert "\n" not in str(caught.value)


def test_an_engine_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"write duckdb, local\[2\] or spark"):
        review([exported(tmp_path / "one", [[]])], Wanted("sqlite"))


def test_a_group_of_few_is_held_back_whole(responses: list[list[Event]], tmp_path: Path) -> None:
    many = exported(tmp_path / "many", responses[:1] * 12, month=5)
    few = exported(tmp_path / "few", responses[:1] * 3, month=6)
    found = review([many, few])
    months = {each.group: each for each in found.estimates if each.by == "month" and each.measure == "lowest_spo2"}
    assert months["2026-06"].held_back
    assert months["2026-06"].value is None
    # The other month goes with it: the total less that one would tell the few.
    assert months["2026-05"].held_back
    assert not of_all(found)["lowest_spo2"].held_back


def test_an_outcome_of_few_is_held_back_and_another_with_it(responses: list[list[Event]], tmp_path: Path) -> None:
    def ended(outcome: Outcome) -> list[Event]:
        return [*responses[0], ActionEvent(1000.0, Action(ActionId.END, outcome=outcome))]

    outcomes = [Outcome.RECOVERED_HERE] * 15 + [Outcome.AMBULANCE] * 12 + [Outcome.DIED] * 2
    found = of_all(review([exported(tmp_path / "x", [ended(each) for each in outcomes])]))
    assert found["outcome_died"].held_back
    assert found["outcome_ambulance"].held_back
    assert found["outcome_recovered_here"].counted == 15
    assert found["naloxone"].of == 29


def test_curves_are_aligned_at_the_first_low_reading(responses: list[list[Event]], tmp_path: Path) -> None:
    curves = review([exported(tmp_path / "x", responses)], replace(ALL_OF_IT, curves=True)).curves
    assert curves is not None
    assert curves.responses == len(curves.drawn) > 0
    for curve in curves.drawn:
        at = dict(zip(curve.seconds, curve.spo2, strict=True))
        assert at[0] < 90
        assert all(spo2 >= 90 for second, spo2 in at.items() if second < 0)
    (zero,) = [band for band in curves.bands if band.second == 0]
    assert zero.of == curves.responses


def test_the_command_writes_the_same_as_json_and_tables(responses: list[list[Event]], tmp_path: Path) -> None:
    folder = exported(tmp_path / "x", responses)
    asked = [str(folder), "--min-cell", "1", "--json", str(tmp_path / "m.json"), "--csv", str(tmp_path / "tables")]
    done = CliRunner().invoke(command, asked)
    assert done.exit_code == 0, done.output
    assert "First naloxone" in done.output
    found = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert found["responses"] == len(responses)
    written = (tmp_path / "tables" / "estimates.csv").read_text(encoding="utf-8").splitlines()
    assert len(written) == 1 + len(found["estimates"])
    assert (tmp_path / "tables" / "responses.csv").exists()
    assert "definition" not in written[0]
    assert all(each["means"] for each in found["measures"])


def test_without_its_libraries_a_review_says_in_one_line_what_to_install(
    responses: list[list[Event]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "ibis":
            raise ImportError("No module named 'ibis'", name="ibis")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"pip install 'breathline\[review\]'"):
        review([exported(tmp_path / "x", responses[:1])])
