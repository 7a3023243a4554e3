"""A site's own pack changes a few figures of a published one, within its bounds, and says what they were."""

from pathlib import Path

import pytest

from breathline.events.model import AlarmId, PromptId
from breathline.guidelines.engine import Engine
from breathline.guidelines.extending import Extension
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack, parse_pack
from breathline.guidelines.pack_parts import Figure, Mark, Unit
from breathline.guidelines.site_pack import SitePack
from breathline.guidelines.texts import load_texts, texts_for
from breathline.words import QuestionId
from tests.guidelines.pack_text import line_of, refused

HEAD = """
id = "our-room"
extends = "bc"
version = "1"
"""
LOW = """
[limits.spo2_low]
value = 92
source = "Many people here have a cold hand."
"""


def ours(changes: str) -> Pack:
    return parse_pack(HEAD + changes, "ours.toml")


def test_what_is_not_changed_is_the_published_pack() -> None:
    base, pack = load_pack("bc"), ours("")

    assert (pack.id, pack.extends, pack.title) == ("our-room", "bc", base.title)
    assert (pack.limits, pack.timers, pack.steps, pack.rules) == (base.limits, base.timers, base.steps, base.rules)
    assert pack.was == {}


def test_a_changed_figure_is_the_sites_and_remembers_what_it_was() -> None:
    base, pack = load_pack("bc").limit("spo2_low"), ours(LOW)

    low = pack.limit("spo2_low")
    assert (low.value, low.mark, low.source) == (92, Mark.SITE, "Many people here have a cold hand.")
    was = pack.was["limits.spo2_low"]
    assert (was.value, was.mark, was.source) == (90, Mark.ADAPTED, "next_oximeter")
    assert (low.delay_s, low.delay_source, low.priority) == (base.delay_s, base.delay_source, base.priority)
    assert low.note == ""


def test_where_an_alarm_ends_moves_with_its_limit() -> None:
    assert ours(LOW).limit("spo2_low").clear_at == 94
    assert ours(LOW.replace("92", "88")).limit("spo2_low").clear_at == 90


def test_a_delay_is_changed_apart() -> None:
    delay = '[limits.spo2_low]\ndelay_s = 8\ndelay_source = "A noisy room."\nnote = "Tried in May."'

    pack = ours(delay)

    low = pack.limit("spo2_low")
    assert (low.value, low.mark, low.delay_s, low.delay_mark) == (90, Mark.ADAPTED, 8, Mark.SITE)
    assert list(pack.was) == ["limits.spo2_low.delay_s"]
    assert low.note == "Tried in May."


def test_an_interval_and_a_rule_are_changed() -> None:
    pack = ours(
        '[timers.naloxone_look_again]\nvalue = 180\nsource = "Our nurse."\n'
        '[rules.call_911]\nvalue = "at_once"\nsource = "The street is far."\nmark = "site"\n'
    )

    assert pack.timer("naloxone_look_again").value == 180
    assert (pack.rules.call_911.value, pack.rules.call_911.mark) == ("at_once", Mark.SITE)
    assert pack.was["rules.call_911"].value == "not_waking"


def test_a_sites_words_take_the_place_of_the_catalogues() -> None:
    pack = ours(
        '[prompts.airway]\ntext = "OPEN the airway."\nsource = "Our course."\n'
        '[questions.pulse_felt]\ncant_tell = "no idea"\nsource = "Our course."\n'
    )

    texts, catalogue = texts_for(pack), load_texts("en")
    assert texts.prompt(PromptId.AIRWAY).text == "OPEN the airway."
    assert texts.prompt(PromptId.AIRWAY).next == catalogue.prompt(PromptId.AIRWAY).next
    assert texts.prompt(PromptId.AIRWAY).action is catalogue.prompt(PromptId.AIRWAY).action
    assert texts.question(QuestionId.PULSE_FELT).cant_tell == "no idea"
    assert texts.question(QuestionId.PULSE_FELT).yes == catalogue.question(QuestionId.PULSE_FELT).yes
    assert texts_for(pack, "fr") == load_texts("fr")


def test_words_of_the_published_pack_stay_where_the_site_says_nothing() -> None:
    base = load_pack("msic")
    prompt, own = next((prompt, own) for prompt, own in base.prompts.items() if own.text and own.next)
    text = HEAD.replace('"bc"', '"msic"') + f'[prompts.{prompt}]\nnext = "our words"\nsource = "why"\n'

    pack = parse_pack(text, "ours.toml")

    assert texts_for(pack).prompt(prompt).next == "our words"
    assert texts_for(pack).prompt(prompt).text == own.text
    assert pack.prompts[prompt].mark is Mark.SITE


def test_a_note_stays_while_its_figure_does() -> None:
    pack = ours('[limits.spo2_low]\ndelay_s = 8\ndelay_source = "A noisy room."\n')

    assert pack.limit("spo2_low").note == load_pack("bc").limit("spo2_low").note != ""


def test_the_engine_obeys_it() -> None:
    Engine(ours(LOW), texts_for(ours(LOW)))


def test_the_hash_covers_both_texts() -> None:
    assert ours(LOW).hash not in {ours("").hash, load_pack("bc").hash}
    assert ours(LOW).hash == ours(LOW).hash
    assert parse_pack(HEAD.replace('"bc"', '"alberta"'), "a").hash != ours("").hash


def test_it_is_confirmed_by_a_role() -> None:
    pack = parse_pack(HEAD + 'confirmed_by = "medical lead"\ntitle = "Ours"\npublisher = "Us"\n', "ours.toml")

    assert (pack.confirmed_by, pack.title, pack.publisher) == ("medical lead", "Ours", "Us")
    assert pack.jurisdiction == load_pack("bc").jurisdiction


def test_it_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(HEAD + LOW, encoding="utf-8")

    assert load_pack(str(file)).limit(AlarmId.SPO2_LOW).value == 92


SHORT = 'source = "why"\n'


@pytest.mark.hazard("H-26")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            "[limits.spo2_low]\nvalue = 95  # HERE\n" + SHORT,
            "limits.spo2_low.value: 95 is outside what bc allows; write 88 to 94",
        ),
        ("[limits.spo2_low]\nvalue = 90  # HERE\n" + SHORT, "limits.spo2_low.value: is 90 in bc already; leave it out"),
        ("[limits.spo2_low]  # HERE\nvalue = 92\n", "limits.spo2_low: source is missing; write the reason"),
        (
            '[limits.spo2_low]\ndelay_s = 11  # HERE\ndelay_source = "why"',
            "delay_s: 11 is outside what bc allows; write 3 to 10",
        ),
        ('[limits.spo2_low]\ndelay_s = 5  # HERE\ndelay_source = "why"', "delay_s: is 5 in bc already; leave it out"),
        ("[limits.spo2_low]  # HERE\ndelay_s = 6\n", "limits.spo2_low: delay_source is missing"),
        ("[limits.spo2_low]  # HERE\n" + SHORT, "changes nothing; write value, delay_s, or leave it out"),
        ("[limits.spo2_low]\nclear_at = 91  # HERE\n" + SHORT, "unknown key 'limits.spo2_low.clear_at'"),
        ('[limits.spo2_low]\nvalue = 91\nmark = "published"  # HERE\n' + SHORT, "'published' is not one of site"),
        ("[limits.spo_low]  # HERE\nvalue = 91\n" + SHORT, "limits.spo_low: is not in bc; did you mean 'spo2_low'?"),
        ("[limits.battery_low]\nvalue = 20  # HERE\n" + SHORT, "a site may not change this figure of bc; leave it out"),
        (
            "[timers.breath_period]\nvalue = 6  # HERE\n" + SHORT,
            "a site may not change this figure of bc; leave it out",
        ),
        ("[timers.zzz]  # HERE\nvalue = 6\n" + SHORT, "timers.zzz: is not in bc; leave it out"),
        ("[timers.pause_most]\nvalue = 6\n# HERE", "timers.pause_most.source: is missing; write it there"),
        (
            '[rules.call_911]\nvalue = "off"  # HERE\n' + SHORT,
            "a site may not set 'off' here; write 'at_once', or leave it out",
        ),
        (
            '[rules.pulse_unsure]\nvalue = "breaths"  # HERE\n' + SHORT,
            "a site may not set 'breaths' here; leave it out",
        ),
        ('[rules.zzz]  # HERE\nvalue = "breaths"\n' + SHORT, "rules.zzz: is not in bc; leave it out"),
        ('[[steps]]  # HERE\nid = "airway"', "unknown key 'steps'; the keys are: id, extends"),
        ("steps = []  # HERE", "unknown key 'steps'"),
        ("[[bands.spo2]]  # HERE", "unknown key 'bands'"),
        ("language = 'fr'  # HERE", "unknown key 'language'"),
        ('[prompts.airway]\ntext = "OPEN {this}"  # HERE\n' + SHORT, "nothing can be filled in for {this}"),
        ("[prompts.airway]  # HERE\n" + SHORT, "prompts.airway: has no words"),
        ("[limits.naloxone_spo2]  # HERE\nvalue = 90\n" + SHORT, "limits.naloxone_spo2: is not in bc"),
    ],
)
def test_what_a_site_may_not_do_is_refused_on_its_line(changes: str, words: str) -> None:
    text = HEAD + changes
    line, said = refused(text)

    assert words in said
    if ".source: is missing" not in words:
        assert line == line_of(text, "# HERE")


def test_figures_that_do_not_fit_the_published_ones_are_refused_where_the_site_wrote_them() -> None:
    text = HEAD + '[limits.spo2_low]\ndelay_s = 3\ndelay_source = "Fast falls."\n'

    line, said = refused(text)

    assert said == "limits.no_reading.delay_s: no reading must alarm as soon as a low one; write 3 or less"
    assert line == line_of(text, "delay_s = 3")


def test_it_has_a_name_of_its_own() -> None:
    text = HEAD.replace('"our-room"', '"alberta"')

    line, said = refused(text)

    assert said.startswith("id: 'alberta' is the name of a published pack; write another")
    assert line == line_of(text, "id =")


def test_only_a_published_pack_can_be_extended() -> None:
    for other in ("nope", "ours.toml"):
        text = HEAD.replace('"bc"', f'"{other}"')
        line, said = refused(text)
        assert f"extends: no pack called '{other}'; there are: " in said
        assert line == line_of(text, "extends")


def test_a_limit_that_is_no_alarm_is_moved_like_any_other() -> None:
    figure = Figure(value=95, unit=Unit.PERCENT, mark=Mark.PUBLISHED, source="next_oximeter", least=90, most=95)
    base = load_pack("bc").model_copy(update={"naloxone_spo2": figure})
    site = SitePack.model_validate(
        {
            "id": "ours",
            "extends": "bc",
            "version": "1",
            "limits": {"naloxone_spo2": {"value": 93, "source": "why"}},
        }
    )

    moved = Extension(base, site, "0")

    assert moved.refusals == []
    assert moved.pack.naloxone_spo2 == figure.model_copy(update={"value": 93, "mark": Mark.SITE, "source": "why"})
    assert list(moved.pack.was) == ["limits.naloxone_spo2"]
    assert "naloxone_spo2" not in moved.pack.limits


def test_it_has_no_delay_to_move() -> None:
    text = HEAD.replace('"bc"', '"msic"') + '[limits.naloxone_spo2]\ndelay_s = 3\ndelay_source = "why"\n'

    line, said = refused(text)

    assert said == "limits.naloxone_spo2.delay_s: is no alarm and has no delay; leave it out"
    assert line == line_of(text, "delay_s = 3")


def test_how_an_alarm_grows_is_moved_within_its_bounds() -> None:
    text = HEAD.replace('"bc"', '"msic"') + '[escalation.warning]\nvalue = 60\nsource = "why"\n'

    warning = parse_pack(text, "ours.toml").escalation.warning

    assert warning is not None
    assert (warning.value, warning.mark) == (60, Mark.SITE)
