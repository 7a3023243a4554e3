"""`breathline families` says what is supported, what each gives and on what evidence."""

import json

import pytest

from breathline.ble.drivers.driver import Family
from breathline.cli.main import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as stop:
        main(["families", *words])
    assert stop.value.code == 0
    return capsys.readouterr().out


def test_every_family_has_a_row_and_says_whether_it_is_supported(capsys: pytest.CaptureFixture[str]) -> None:
    rows = run(capsys).partition("\n\n")[0].splitlines()

    assert [row.split()[0] for row in rows] == ["family", *Family]
    assert "real capture   spo2, pulse, perfusion, pleth, battery OxySmart" in rows[7]


def test_the_known_ones_that_can_t_be_read_are_named_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    refused = run(capsys).partition("\n\n")[2].splitlines()

    assert refused[0] == "Known, but they can't be read:"
    assert "  Beurer PO60: it hands over old records only, no live numbers" in refused


def test_as_json_each_family_has_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row["family"]: row for row in json.loads(run(capsys, "--json"))}

    assert list(rows) == [*Family]
    assert rows["berrymed"] == {
        "family": "berrymed",
        "supported": True,
        "evidence": "two sources",
        "gives": ["spo2", "pulse", "pleth"],
        "period_s": 0.01,
        "pleth_hz": 100.0,
        "models": "BerryMed BM1000A, B, C, E (Myki)",
    }


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert "breathline families --json" in run(capsys, "--help")
