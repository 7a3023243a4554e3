"""SpO2 and pulse as one FHIR bundle (R4B) of Observations that belong to nobody and to no moment.

Each response gives two Observations, of SpO2 and of pulse, each a series with one sample a second (`SampledData`): the
last number of that second that could be believed, `E` where there was none. The first sample is the response's first
second. There is no subject. The moment is there and withheld: `effectiveDateTime` is left out and carries the reason
`masked` in its place. So they do not claim the vital signs profile, which wants both.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Protocol

from breathline.events.export.tables import LOINC, UCUM
from breathline.events.model import Event, VitalsEvent
from breathline.words import Trust

MEDIA_TYPE = "application/fhir+json"

_PERIOD_MS = 1000
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_NO_NUMBER = "E"
_RANDOM_BITS = 128
_SECONDS = "Samples count from the response's first second; E: no number that could be believed."


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is measured, in the standards' terms. 2708-6 stands beside 59408-5 because readers of R4 look for it."""

    codes: Mapping[str, str]
    unit: str
    ucum: str


_SPO2 = _Measured(
    {
        "59408-5": "Oxygen saturation in Arterial blood by Pulse oximetry",
        "2708-6": "Oxygen saturation in Arterial blood",
    },
    "%",
    "%",
)
_PULSE = _Measured({"8867-4": "Heart rate"}, "beats/minute", "/min")


class AddResponse(Protocol):
    """Adds a response's Observations to a bundle."""

    def __call__(self, response: str, events: Iterable[Event], /) -> None: ...  # noqa: D102 - as above


@contextmanager
def bundle_file(path: Path, draw: Random) -> Iterator[AddResponse]:
    """A bundle being written, one entry a line.

    Args:
        path: The file; it is made.
        draw: Draws the entries' addresses, which say nothing.

    Yields:
        What adds a response.
    """
    with path.open("w", encoding="utf-8") as file:
        file.write('{"resourceType":"Bundle","type":"collection","entry":[\n')
        before = ""

        def add(response: str, events: Iterable[Event]) -> None:
            nonlocal before
            for resource in observations(response, events):
                address = uuid.UUID(int=draw.getrandbits(_RANDOM_BITS), version=4).urn
                file.write(before + json.dumps({"fullUrl": address, "resource": resource}, separators=(",", ":")))
                before = ",\n"

        yield add
        file.write("\n]}\n")


def observations(response: str, events: Iterable[Event]) -> Iterator[dict[str, object]]:
    """A response's Observations; one without a number that could be believed has none.

    Args:
        response: The response's id in this export.
        events: Its events in order.
    """
    spo2: dict[int, float] = {}
    pulse: dict[int, float] = {}
    seconds = 0
    for vitals in (event.vitals for event in events if isinstance(event, VitalsEvent)):
        second = max(int(vitals.t), 0)  # a reading from just before the start belongs to the first second
        seconds = max(seconds, second + 1)
        _take(spo2, second, vitals.spo2, vitals.trust)
        _take(pulse, second, vitals.pulse, vitals.pulse_trust)
    for measured, samples in ((_SPO2, spo2), (_PULSE, pulse)):
        if samples:
            yield _observation(response, measured, samples, seconds)


def _take(samples: dict[int, float], second: int, value: float | None, trust: Trust) -> None:
    if trust is Trust.LIVE and value is not None:
        samples[second] = value


def _observation(response: str, measured: _Measured, samples: Mapping[int, float], seconds: int) -> dict[str, object]:
    coding = [{"system": LOINC, "code": code, "display": display} for code, display in measured.codes.items()]
    origin = {"value": 0, "unit": measured.unit, "system": UCUM, "code": measured.ucum}
    data = " ".join(str(samples.get(second, _NO_NUMBER)) for second in range(seconds))
    return {
        "resourceType": "Observation",
        "identifier": [{"value": response}],
        "status": "final",
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "vital-signs",
                        "display": "Vital Signs",
                    }
                ]
            }
        ],
        "code": {"coding": coding},
        "_effectiveDateTime": {"extension": [{"url": _ABSENT, "valueCode": "masked"}]},
        "valueSampledData": {"origin": origin, "period": _PERIOD_MS, "dimensions": 1, "data": data},
        "note": [{"text": _SECONDS}],
    }
