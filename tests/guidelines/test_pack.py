"""A pack holds every figure with its source, and refuses what it can't trace."""

from pathlib import Path

import pytest

from breathline.events.model import PromptId
from breathline.guidelines.pack import PackError
from breathline.guidelines.pack_file import load_pack, pack_names, parse_pack
from breathline.guidelines.pack_parts import Mark

BC = Path("src/breathline/guidelines/packs/bc.toml")


def bc_with(old: str, new: str) -> str:
    text = BC.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


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
    text = BC.read_text(encoding="utf-8")

    assert parse_pack(text, "a").hash == load_pack("bc").hash
    assert parse_pack(text + "\n# x", "a").hash != load_pack("bc").hash


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('source = "next_oximeter"', 'source = "nobody"', "limits.spo2_low: source 'nobody' is not one of [sources]"),
        ('source = "next_oximeter"\n', "", "limits.spo2_low.source: is missing"),
        ('mark = "adapted"\n', "", "limits.spo2_low.mark: is missing"),
        ('mark = "adapted"', 'mark = "guessed"', "limits.spo2_low.mark"),
        ("delay_s = 5", "delay_s = -5", "limits.spo2_low.delay_s"),
        ("value = 90", "value = nan", "limits.spo2_low.value"),
        ("value = 90", "value = 90\ncolour = 1", "limits.spo2_low.colour: unknown key"),
        ('unit = "%"', 'unit = "mmHg"', "limits.spo2_low.unit"),
        ('id = "bc"', 'id = "bc"\nhash = "1"', "hash: is worked out"),
        ('id = "bc"', 'id = bc"', "not valid TOML"),
        ("value = 5\n", "value = 0\n", "timers.breath_period.value"),
        ('language = "en"', 'language = "English"', "language"),
    ],
)
def test_a_pack_that_cant_be_traced_is_refused_by_place(old: str, new: str, complaint: str) -> None:
    with pytest.raises(PackError) as refusal:
        parse_pack(bc_with(old, new), "mine.toml")

    assert str(refusal.value).startswith("mine.toml: ")
    assert complaint in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_unknown_pack_names_those_there_are() -> None:
    with pytest.raises(PackError, match=r"no pack called 'nope'; there are: .*bc"):
        load_pack("nope")


def test_a_pack_is_read_from_a_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(bc_with('id = "bc"', 'id = "mine"'), encoding="utf-8")

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
