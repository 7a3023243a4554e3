"""The measures as somebody would write them in pandas: the same definitions, another hand. For comparing only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

_COLUMNS = [
    "response", "n", "t", "kind", "id", "state", "answer", "spo2", "trust", "cause", "method", "dose_mg", "count",
    "undone",
]  # fmt: skip
_GIVEN = ["breaths_started", "breath"]
_HELP = [*_GIVEN, "oxygen_on", "naloxone", "compressions_started"]
_PERSON = ["spo2_low", "spo2_very_low", "pulse_low", "pulse_high"]
_TECHNICAL = ["no_reading", "link_lost", "battery_low"]
_WAIT = ["fix_reading", "keep_going", "sedated_watch", "stay", "hand_over"]


def figures(folder: Path) -> pd.DataFrame:
    """Every number of each response, by the measures' names."""
    responses = pd.read_parquet(folder / "responses").set_index("response")
    events = pd.read_parquet(folder / "events", columns=_COLUMNS).sort_values(["response", "n"])
    parts = [
        _curve(events[events["kind"] == "vitals"]),
        _acts(_standing(events[events["kind"] == "action"])),
        _gaps(events, responses),
        _alarms(events, responses),
        _prompts(events),
        _questions(events[events["kind"] == "question"]),
    ]
    zero = ["alarms", "person_alarms", "technical_alarms", "false_alarms", "alarms_to_answer", "alarms_answered"]
    return responses[["month", "pack", "pathway", "length_s"]].join(parts).fillna(dict.fromkeys(zero, 0))


def summed_up(each: pd.DataFrame) -> pd.DataFrame:
    """Count, median and quarters of each figure over all, by month, pack and pathway."""
    numbers = each.select_dtypes("number").columns
    groups = [
        each.assign(all="all").groupby("all"),
        *(each.groupby(by, observed=True) for by in ("month", "pack", "pathway")),
    ]
    return pd.concat([group[list(numbers)].describe() for group in groups])


def _standing(acts: pd.DataFrame) -> pd.DataFrame:
    return acts[~acts["undone"].isin([True])]


def _curve(rows: pd.DataFrame) -> pd.DataFrame:
    response = rows["response"]
    stands = (rows.groupby("response")["t"].shift(-1) - rows["t"]).clip(upper=5.0).fillna(0.0)
    spo2 = rows["spo2"].where(rows["trust"] == "live")
    found = {
        "measured_s": stands.groupby(response).sum(),
        "live_s": stands.where(rows["trust"] == "live", 0.0).groupby(response).sum(),
        "lowest_spo2": spo2.groupby(response).min(),
        "first_low_s": rows["t"].where(spo2 < 90).groupby(response).min(),
        "area_below_90": ((90 - spo2).clip(lower=0) * stands).groupby(response).sum(),
        **{f"below_{at}_s": stands.where(spo2 < at, 0.0).groupby(response).sum() for at in (90, 85, 80)},
    }
    of_cause = stands.groupby([response, rows["cause"]]).sum().unstack(fill_value=0.0)  # noqa: PD010 - nothing to pivot: it is an index
    each = pd.DataFrame(found)
    each = each.join(of_cause.reindex(each.index, fill_value=0.0).add_prefix("without_").add_suffix("_s"))
    each.loc[each["lowest_spo2"].isna(), ["below_90_s", "below_85_s", "below_80_s", "area_below_90"]] = np.nan
    return each


def _acts(rows: pd.DataFrame) -> pd.DataFrame:
    doses = rows[rows["id"] == "naloxone"]
    apart = doses.groupby("response")["t"].diff()
    how_many = doses["count"].fillna(1)
    found = {
        "first_breath_s": rows[rows["id"].isin(_GIVEN)].groupby("response")["t"].min(),
        "first_oxygen_s": rows[rows["id"] == "oxygen_on"].groupby("response")["t"].min(),
        "first_naloxone_s": doses.groupby("response")["t"].min(),
        "first_911_s": rows[rows["id"] == "called_911"].groupby("response")["t"].min(),
        "doses": how_many.groupby(doses["response"]).sum(),
        "naloxone_mg": (how_many * doses["dose_mg"]).groupby(doses["response"]).sum(),
        "second_dose_after_s": apart[doses.groupby("response").cumcount() == 1].groupby(doses["response"]).min(),
        "shortest_dose_gap_s": apart.groupby(doses["response"]).min(),
    }
    return pd.DataFrame(found)


def _gaps(events: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    acts = _standing(events[events["kind"] == "action"])
    acts = acts[acts["id"].isin([*_GIVEN, "breaths_stopped", "compressions_started", "help_here", "end"])]
    well = (events["kind"] == "answer") & (events["answer"] == "yes") & events["id"].isin(["breathing", "responsive"])
    rows = pd.concat([acts, events[well]]).sort_values(["response", "n"])
    again = (rows["id"] == "breaths_stopped") & (rows.groupby("response")["id"].shift() == "breaths_stopped")
    rows = rows[~again]
    by = rows.groupby("response")
    before, stopped = by["id"].shift(), rows["id"] == "breaths_stopped"
    begins = by["t"].shift().where(stopped & (before == "breath"), rows["t"])
    counts = (before.isin(["breath", "breaths_stopped"]) & rows["id"].isin(_GIVEN)) | (
        (before == "breaths_started") & (rows["id"] == "breath")
    )
    gap = (rows["t"] - begins.groupby(rows["response"]).shift()).where(counts)
    last = by["id"].shift(-1).isna() & rows["id"].isin(["breath", "breaths_stopped"])
    still = (rows["response"].map(responses["length_s"]) - begins).where(last)
    longest = pd.concat([gap, still], axis=1).max(axis=1)
    return longest.groupby(rows["response"]).max().to_frame("longest_breath_gap_s")


def _alarms(events: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    rows = events[events["kind"].isin(["alarm", "action", "answer"])]
    rows = rows[(rows["kind"] != "action") | ~rows["undone"].isin([True])]
    response, person = rows["response"], rows["kind"] != "alarm"
    well = (rows["kind"] == "answer") & (rows["id"] == "breathing") & (rows["answer"] == "yes")
    helped = rows[(rows["kind"] == "action") & rows["id"].isin(_HELP)].groupby("response")["t"].min()
    rows = rows.assign(
        touched=rows["t"].where(person).groupby(response).bfill(), well=rows["t"].where(well).groupby(response).bfill()
    )
    rows = rows[rows["kind"] == "alarm"]
    keys = ["response", "id"]
    rows = rows.assign(episode=(rows["state"] == "occurred").groupby([rows[key] for key in keys]).cumsum())
    each = rows[rows["state"] == "signalled"].groupby([*keys, "episode"])[["t", "touched", "well"]].min()
    each["ends"] = rows[rows["state"] == "cleared"].groupby([*keys, "episode"])["t"].min()
    each = each.reset_index().set_index("response")
    until = each["ends"].fillna(responses["length_s"].reindex(each.index))
    answered = (each["touched"] - each["t"]).where(each["touched"] <= until)
    first_help = helped.reindex(each.index)
    for_nothing = (each["well"] <= until) | (responses["outcome"].reindex(each.index) == "not_overdose")
    about = each["id"].isin(_PERSON)
    false = about & each["ends"].notna() & (first_help.isna() | (first_help > until)) & for_nothing
    found = {
        "alarms": each["id"].notna(),
        "person_alarms": about,
        "technical_alarms": each["id"].isin(_TECHNICAL),
        "false_alarms": false,
        "alarms_to_answer": answered.notna() | (until - each["t"] >= 60),
        "alarms_answered": answered <= 60,
    }
    return pd.DataFrame(found).groupby(level=0).sum()


def _prompts(events: pd.DataFrame) -> pd.DataFrame:
    undone = events[(events["kind"] == "action") & events["undone"].isin([True])]
    slips = set(zip(undone["response"], undone["t"], strict=True))
    rows = events[(events["kind"] == "prompt") & ~events["id"].isin(_WAIT)]
    time = (rows["state"] == "shown").groupby([rows["response"], rows["id"]]).cumsum()
    done = rows["state"] == "done"
    at_a_slip = [pair in slips for pair in zip(rows["response"], rows["t"], strict=True)]
    slip = done & pd.Series(at_a_slip, rows.index, dtype=bool)
    marks = pd.DataFrame({"shown": rows["state"] == "shown", "done": done & ~slip, "slip": slip})
    times = marks.groupby([rows["response"], rows["id"], time]).any()
    times = times[times["shown"] & ~times["slip"]]
    by = times.groupby("response")
    return pd.DataFrame({"prompts": by["shown"].sum(), "prompts_done": by["done"].sum()})


def _questions(rows: pd.DataFrame) -> pd.DataFrame:
    states = pd.DataFrame({"questions": rows["state"] == "asked", "questions_answered": rows["state"] == "answered"})
    return states.groupby(rows["response"]).sum()
