"""Runs in the sleep measures' own environment: shapes in as JSON, how many events each finds out as JSON."""

from __future__ import annotations

import json
import sys

import numpy as np
from o2ring_analyzer.metrics import detect_desaturations  # type: ignore[import-not-found]  # not in our environment
from pobm.obm.desat import DesatMethodEnum, DesaturationsMeasures  # type: ignore[import-not-found]  # nor is this

DROP = 3.0
"""Points below the baseline that make an event: the usual 3 % rule, and pobm's default."""


def _counted(spo2: list[float]) -> dict[str, int]:
    signal = np.array(spo2)
    seconds = np.arange(len(signal), dtype=float)
    moments = np.datetime64("2026-01-01") + seconds.astype("timedelta64[s]")
    relative = DesaturationsMeasures(threshold_method=DesatMethodEnum.Relative)
    hard = DesaturationsMeasures(threshold_method=DesatMethodEnum.Hard, hard_threshold=90)
    relative.compute(signal)
    hard.compute(signal)
    return {
        "pobm relative": len(relative.begin),
        "pobm hard 90": len(hard.begin),
        "o2ring-analyzer": len(detect_desaturations(seconds, signal, moments, DROP)),
    }


print(json.dumps({name: _counted(spo2) for name, spo2 in json.load(sys.stdin).items()}))
