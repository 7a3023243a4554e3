"""The FHIR bundle holds series of SpO2 and pulse that belong to nobody."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from breathline.events.export.fhir import bundle_file, observations
from breathline.events.model import Event, VitalsEvent
from breathline.words import Cause, Trust, Vitals
from tests.events.examples import ONE_OF_EACH


def vitals(t: float, spo2: float | None, trust: Trust = Trust.LIVE) -> VitalsEvent:
    cause = None if trust is Trust.LIVE else Cause.MOTION
    return VitalsEvent(Vitals(t, spo2, 70.0, trust, cause, pulse_trust=Trust.LIVE))


def bundle(tmp_path: Path, *responses: list[Event]) -> Any:
    path = tmp_path / "bundle.json"
    with bundle_file(path, Random(1)) as add:
        for number, events in enumerate(responses):
            add(f"r{number}", events)
    return json.loads(path.read_text(encoding="utf-8"))


def data_of(*events: Event) -> list[str]:
    return [each["valueSampledData"]["data"] for each in observations("r1", events)]  # type: ignore[index]


def test_there_is_one_sample_a_second_and_a_gap_is_said() -> None:
    assert data_of(vitals(0.2, 97.0), vitals(0.9, 96.5), vitals(2.5, 95)) == ["96.5 E 95", "70.0 E 70.0"]


def test_a_number_that_is_not_believed_is_no_sample() -> None:
    assert data_of(vitals(0.0, 97.0), vitals(1.0, 80.0, Trust.DOUBTFUL)) == ["97.0 E", "70.0 70.0"]
    assert data_of(vitals(-0.5, 99.0)) == ["99.0", "70.0"]


def test_a_response_without_a_believed_number_has_no_observation(tmp_path: Path) -> None:
    assert bundle(tmp_path, []) == {"resourceType": "Bundle", "type": "collection", "entry": []}


def test_no_observation_has_a_subject_a_device_or_a_moment(tmp_path: Path) -> None:
    made = bundle(tmp_path, list(ONE_OF_EACH))
    assert [entry["resource"]["code"]["coding"][0]["code"] for entry in made["entry"]] == ["59408-5", "8867-4"]
    for entry in made["entry"]:
        keys = set(entry["resource"])
        assert keys.isdisjoint({"subject", "device", "performer", "encounter", "issued", "effectiveDateTime"})
        assert entry["resource"]["_effectiveDateTime"]["extension"][0]["valueCode"] == "masked"


def test_the_bundle_is_valid_r4b(tmp_path: Path) -> None:
    r4b = pytest.importorskip("fhir.resources.R4B.bundle", reason="fhir.resources is not installed")
    made = bundle(tmp_path, list(ONE_OF_EACH), [vitals(3.0, 88.0)])
    read = r4b.Bundle.model_validate(made)
    assert len(read.entry) == 4
    assert read.entry[0].resource.valueSampledData.origin.code == "%"
    assert read.entry[1].resource.valueSampledData.origin.code == "/min"
    broken = {**made, "entry": [{"resource": {"resourceType": "Observation", "status": "final"}}]}
    with pytest.raises(ValueError, match="code"):
        r4b.Bundle.model_validate(broken)
