"""Responses to export, made up."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from breathline.events.bucket import Bucket, DayPart
from breathline.events.database import Kind
from breathline.events.export.facts import ExportedResponse
from breathline.events.model import Event
from tests.events.examples import ONE_OF_EACH

NOVEMBER_NIGHT = Bucket("2026-11", DayPart.NIGHT)


def response(
    bucket: Bucket | None = NOVEMBER_NIGHT, *, events: Sequence[Event] = ONE_OF_EACH, kind: Kind = Kind.REAL
) -> ExportedResponse:
    return ExportedResponse(kind, lambda: events, "bc", "9e1f", bucket, "S1")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
