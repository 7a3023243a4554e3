"""A pack holds every figure with its source, and refuses what it can't trace."""

from pathlib import Path

import pytest

from breathline.events.model import PromptId
from breathline.guidelines.pack import PackError
from breathline.guidelines.pack_file import load_pack, pack_names, parse_pack
from breathline.guidelines.pack_parts import Mark
from tests.guidelines.pack_text import PLAIN, plain_with


@pytest.mark.parametrize("name", pack_names())
def test_every_shipped_pack_loads(name: str) -> None:
    assert load_pack(name).id == name


def test_bc_limits_are_those_of_the_leaflet_as_adapted() -> None:
    limit = load_pack("bc").limit("spo2_low")

    assert limit.value == 90
    assert limit.mark is Mark.ADAPTED
    assert load_pack("bc").sources[limit.source].dated == "1 August 2023"


def test_bc_paces_one_breath_every_five_seconds_as_published() -> None:
    timer = load_pack("bc").timer("breath_period")

    assert (timer.value, timer.mark) == (5, Mark.PUBLISHED)


def test_missing_data_alarms_after_the_same_delay_as_a_low_value() -> None:
    pack = load_pack("bc")

    assert pack.limit("no_reading").delay_s == pack.limit("spo2_low").delay_s
    assert pack.limit("no_reading").priority == pack.limit("spo2_low").priority


def test_no_pause_lasts_more_than_two_minutes() -> None:
    assert load_pack("bc").timer("pause_most").value <= 120


def test_a_step_is_found_by_its_prompt() -> None:
    pack = load_pack("bc")
    step = pack.step(PromptId.STIMULATE)

    assert step is not None
    assert step.mark is Mark.PUBLISHED


def test_a_step_the_guideline_does_not_have_is_none() -> None:
    pack = load_pack("bc").model_copy(update={"steps": ()})

    assert pack.step(PromptId.COMPRESSIONS) is None


def test_the_hash_names_the_text() -> None:
    assert parse_pack(PLAIN, "a").hash == parse_pack(PLAIN, "b").hash
    assert parse_pack(PLAIN + "\n# x", "a").hash != parse_pack(PLAIN, "a").hash


def test_every_rule_has_a_choice_with_its_source() -> None:
    rules = load_pack("bc").rules

    assert {name: rule.value for name, rule in rules} == {
        "call_911": "not_waking",
        "first_naloxone": "after_breaths",
        "not_breathing": "breaths",
        "pulse_unsure": "compressions",
        "oxygen": "with_breaths",
        "breath_method": "mouth",
    }
    assert rules.pulse_unsure.source == "bcehs_j12"


BAND = """
[[bands.spo2]]
id = "{name}"
from = {start}
to = {end}
mark = "adapted"
source = "next_oximeter"
"""


def test_a_guideline_has_words_of_its_own_for_numbers() -> None:
    text = PLAIN + BAND.format(name="normal", start=95, end=100) + BAND.format(name="low", start=0, end=94)

    assert [(band.id, band.start, band.end) for band in parse_pack(text, "a").bands.spo2] == [
        ("normal", 95, 100),
        ("low", 0, 94),
    ]


NALOXONE_SPO2 = """
[limits.naloxone_spo2]
value = 95
unit = "%"
mark = "site"
source = "why"
"""


def test_the_number_that_leads_to_naloxone_is_no_alarm() -> None:
    pack = parse_pack(PLAIN + NALOXONE_SPO2, "a")

    assert pack.naloxone_spo2 is not None
    assert pack.naloxone_spo2.value == 95
    assert "naloxone_spo2" not in pack.limits
    assert load_pack("bc").naloxone_spo2 is None


ESCALATION = """
[escalation.warning]
value = {warning}
unit = "% s"
mark = "site"
source = "why"

[escalation.emergency]
value = {emergency}
unit = "{unit}"
mark = "site"
source = "why"
"""


def test_an_alarm_may_grow_more_urgent() -> None:
    escalation = parse_pack(PLAIN + ESCALATION.format(warning=100, emergency=300, unit="% s"), "a").escalation

    assert escalation.warning is not None
    assert escalation.emergency is not None
    assert (escalation.warning.value, escalation.emergency.value) == (100, 300)


def test_every_figure_and_instruction_can_be_cited() -> None:
    places = {place for place, _, _ in load_pack("bc").citations()}

    assert {("limits", "spo2_low", "source"), ("limits", "spo2_low", "delay_source")} <= places
    assert {("rules", "oxygen", "source"), ("steps", 0, "source"), ("doses", 0, "amount", "source")} <= places


def test_an_unknown_pack_names_those_there_are() -> None:
    with pytest.raises(PackError, match=r"no pack called 'nope'; there are: .*bc"):
        load_pack("nope")


def test_a_pack_is_read_from_a_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(plain_with('id = "plain"', 'id = "mine"'), encoding="utf-8-sig")

    assert load_pack(str(mine)).id == "mine"


def test_a_file_that_cant_be_read_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="No such file"):
        load_pack(str(tmp_path / "none.toml"))


def test_a_file_that_is_not_text_is_one_line(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_bytes(b"\xff\xfe")
    with pytest.raises(PackError, match="not UTF-8"):
        load_pack(str(mine))


def test_a_figure_the_engine_needs_is_missed_by_name() -> None:
    pack = load_pack("bc")

    with pytest.raises(PackError, match=r"\[limits.nope\] is missing"):
        pack.limit("nope")
    with pytest.raises(PackError, match=r"\[timers.nope\] is missing"):
        pack.timer("nope")
