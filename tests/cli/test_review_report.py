"""`breathline review --html` writes the report of an export."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from breathline.cli.main import main
from breathline.events.database import Kind
from breathline.events.export.export import Choices, export
from breathline.events.export.facts import ExportedResponse
from breathline.events.model import ActionEvent, Event, ResponseEvent, ResponseState, VitalsEvent
from breathline.words import Action, ActionId, Outcome, Trust, Vitals

pytest.importorskip("ibis", reason="needs the extra review")


def _events(lowest: float) -> list[Event]:
    return [
        ResponseEvent(0.0, ResponseState.STARTED, "person"),
        *(VitalsEvent(Vitals(float(t), max(lowest, 97.0 - t), 70, Trust.LIVE, None)) for t in range(1, 120)),
        ActionEvent(60.0, Action(ActionId.NALOXONE, dose_mg=4.0)),
        ActionEvent(125.0, Action(ActionId.END, outcome=Outcome.RECOVERED_HERE)),
        ResponseEvent(125.0, ResponseState.ENDED, "person"),
    ]


def test_the_report_holds_the_numbers_of_the_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lowest = (70.0, 75.0, 80.0, 85.0, 88.0)
    responses = [ExportedResponse(Kind.PRACTICE, partial(_events, low), "bc", "f00d" * 16) for low in lowest]
    export(responses, tmp_path / "export", Choices(min_cell=1, k=1))
    report = tmp_path / "report.html"
    with pytest.raises(SystemExit) as stop:
        main(["review", str(tmp_path / "export"), "--html", str(report), "--min-cell", "1"])
    assert stop.value.code == 0, capsys.readouterr().err
    html = report.read_text(encoding="utf-8")
    assert "What happened in 5 practice responses" in html
    assert "PRACTICE" in html
    assert "5 responses had a live SpO2 below 90" in html
    assert '<path class="middle"' in html
    assert "f00d" * 16 in html


def test_a_report_that_cannot_be_written_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export([ExportedResponse(Kind.PRACTICE, lambda: _events(80.0))], tmp_path / "export", Choices(min_cell=1, k=1))
    with pytest.raises(SystemExit) as stop:
        main(["review", str(tmp_path / "export"), "--html", str(tmp_path / "no" / "report.html")])
    assert stop.value.code == 1
    assert "report.html: can't be written" in capsys.readouterr().err
