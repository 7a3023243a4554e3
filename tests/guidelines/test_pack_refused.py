"""A pack that can't be traced or does not make sense is refused: on which line, why, and what to write instead."""

import re

import pytest

from tests.guidelines.pack_text import PLAIN, line_of, plain_with, refused
from tests.guidelines.test_pack import BAND, ESCALATION, NALOXONE_SPO2

HERE = "  # HERE"
"""Marks the line that must be named."""


def part(begin: str, old: str, new: str) -> str:
    """The plain pack with something changed after the first place where `begin` stands."""
    start = PLAIN.index(begin)
    assert old in PLAIN[start:]
    return PLAIN[:start] + PLAIN[start:].replace(old, new, 1)


def check(text: str, words: str) -> None:
    line, said = refused(text)
    assert re.search(words, said), said
    assert line == line_of(text, HERE)


@pytest.mark.parametrize(
    ("begin", "old", "new", "words"),
    [
        ("id", 'id = "plain"', 'id = bc"  # HERE', "^is not valid TOML: "),
        ("id", 'id = "plain"', 'id = "plain"\nhash = "1"  # HERE', "^hash: is worked out from the text; leave it out$"),
        ("id", 'id = "plain"', 'id = "plain"\nwas = {}  # HERE', "^was: is filled in"),
        ("id", 'id = "plain"', 'id = "Our House"  # HERE', "^id: .*should match pattern"),
        ("language", '"en"', '"xx"  # HERE', "^language: there are no texts in 'xx'; write 'en' or 'fr'$"),
        ("language", '"en"', '"English"  # HERE', "^language: .* not 'English'$"),
        (
            "[limits.spo2_low]",
            "value = 90",
            "value = 90\ncolour = 1  # HERE",
            "^unknown key 'limits.spo2_low.colour'; the keys",
        ),
        ("[limits.spo2_low]", "value = 90", "valeu = 90  # HERE", "did you mean 'limits.spo2_low.value'"),
        ("[limits.spo2_low]", "value = 90", "value = nan  # HERE", "^limits.spo2_low.value: should be a finite number"),
        ("[limits.spo2_low]", 'unit = "%"', 'unit = "mmHg"  # HERE', "'mmHg' is not one of %, /min, s, mg, % s"),
        ("[limits.spo2_low]", 'unit = "%"', 'unit = "/min"  # HERE', "spo2_low.unit: is in '/min'; write it in '%'$"),
        ("[timers.breath_period]", "value = 5", 'value = 5\nunit = "%"  # HERE', "write it in 's'$"),
        ("[doses.amount]", 'unit = "mg"', 'unit = "%"  # HERE', r"^doses.1.amount.unit: .* write it in 'mg'$"),
        ("[limits.spo2_low]", 'mark = "adapted"', 'mark = "adopted"  # HERE', "did you mean 'adapted'"),
        ("[limits.spo2_low]", 'source = "next_oximeter"', 'source = "next_oxymeter"  # HERE', "did you mean 'next_oxi"),
        ("[limits.spo2_low]", 'source = "next_oximeter"', 'source = "zzz"  # HERE', "add it there, or mark the figure"),
        (
            "[timers.stimulate_look]",
            'source = "',
            'source = "bc_respond"  # HERE\nnote = "',
            "is a document; mark it 'published' or",
        ),
        ("[limits.spo2_low]", "delay_s = 5", "delay_s = -5  # HERE", "^limits.spo2_low.delay_s: should be greater"),
        ("[limits.link_lost]", "delay_s = 3", "delay_s = 31  # HERE", "31 s is too long; write 30 s or less$"),
        ("[limits.spo2_low]", "clear_s = 5", "clear_s = 31  # HERE", "clear_s: 31 s is too long; write 30 s or less$"),
        ("[limits.spo2_low]", "value = 90", "value = 87  # HERE", "87 is outside its bounds; write 88 to 94"),
        (
            "[limits.spo2_low]",
            "delay_s = 5",
            "delay_s = 11  # HERE",
            "delay_s: 11 is outside its bounds; write 3 to 10",
        ),
        ("[limits.battery_low]", "value = 15", "value = 150  # HERE", "150 % can't be; write 0 to 100$"),
        ("[limits.no_reading]", "value = 0", "value = -1  # HERE", "-1 s can't be; write 0 or more$"),
        ("[limits.spo2_low]", "clear_at = 92", "clear_at = 89  # HERE", "end at or above its limit; write 90 or more$"),
        (
            "[limits.pulse_high]",
            "clear_at = 135",
            "clear_at = 141  # HERE",
            "at or below its limit; write 140 or less$",
        ),
        ("[limits.no_reading]", "delay_s", "clear_at = 1  # HERE\ndelay_s", "ends with its condition; leave it out$"),
        (
            "[limits.no_reading]",
            "delay_s = 5",
            "delay_s = 6  # HERE",
            "must alarm as soon as a low one; write 5 or less$",
        ),
        ("[limits.no_reading]", '"high"', '"low"  # HERE', "must alarm as loudly as a low one; write 'high'$"),
        (
            "[limits.pulse_low]",
            "[limits.pulse_low]",
            "[limits.pulse_slow]  # HERE",
            "^unknown key 'limits.pulse_slow'; did",
        ),
        (
            "[timers.pause_most]",
            "[timers.pause_most]",
            "[timers.zzz]  # HERE",
            "^unknown key 'timers.zzz'; leave it out$",
        ),
        ("[timers.breath_period]", "value = 5", "value = 0  # HERE", "^timers.breath_period.value: should be greater"),
        ("[timers.pause_most]", "value = 120\nleast = 30\nmost = 120", "value = 121  # HERE", "write 120 s or less$"),
        (
            "[timers.question_patience]",
            "value = 20\nleast = 10\nmost = 30",
            "value = 61  # HERE",
            "is silence; write 60",
        ),
        (
            "[timers.naloxone_look_again]",
            "value = 300\nleast = 120\nmost = 300",
            "value = 4  # HERE",
            "breath_period, 5 s",
        ),
        ("[rules.call_911]", '"not_waking"', '"nver"  # HERE', "not one of at_once, not_waking, not_breathing, off"),
        ("[rules.oxygen]", "[rules.oxygen]", "[rules.oxigen]  # HERE", "did you mean 'rules.oxygen'"),
        ("[[steps]]", 'id = "stimulate"', 'id = "simulate"  # HERE', "did you mean 'stimulate'"),
    ],
)
def test_a_wrong_figure_is_refused_on_its_line(begin: str, old: str, new: str, words: str) -> None:
    check(part(begin, old, new), words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PLAIN.replace("[limits.battery_low]", "[limits.spo2_low]  # HERE"), "is not valid TOML: Cannot declare"),
        (
            part("[limits.spo2_low]", "least = 88\n", "").replace("[limits.spo2_low]", "[limits.spo2_low]  # HERE"),
            "most alone; write both",
        ),
        (
            part("[limits.spo2_low]", "most = 94\n", "").replace("[limits.spo2_low]", "[limits.spo2_low]  # HERE"),
            "least alone; write both",
        ),
        (
            part(
                "[limits.spo2_very_low]",
                'value = 80\nunit = "%"\nleast = 75\nmost = 84',
                'value = 90  # HERE\nunit = "%"',
            ),
            "below limits.spo2_low, 90; write a",
        ),
        (
            part(
                "[limits.pulse_low]",
                'value = 50\nunit = "/min"\nleast = 40\nmost = 60',
                'value = 150  # HERE\nunit = "/min"',
            ),
            "below limits.pulse_high, 140",
        ),
        (
            PLAIN + ESCALATION.format(warning="300  # HERE", emergency=100, unit="% s"),
            "escalation.warning: 300 must be below escalation.emergency, 100",
        ),
        (
            PLAIN + ESCALATION.format(warning=100, emergency=300, unit='s"  # HERE\nnote = "'),
            "escalation.emergency.unit: is in 's'; write it in '% s'",
        ),
        (PLAIN + NALOXONE_SPO2.replace('"%"', '"s"  # HERE'), "limits.naloxone_spo2.unit: is in 's'; write it in '%'"),
        (PLAIN + NALOXONE_SPO2.replace('"site"', '"home"  # HERE'), "limits.naloxone_spo2.mark: 'home' is not one of"),
        (
            PLAIN + NALOXONE_SPO2.replace("value = 95", "delay_s = 3  # HERE"),
            "unknown key 'limits.naloxone_spo2.delay_s'",
        ),
        (
            PLAIN + BAND.format(name="low", start="94  # HERE", end=90),
            "'low' goes from 94 to 90; write the smaller number first",
        ),
        (
            PLAIN
            + BAND.format(name="low", start=0, end=95)
            + BAND.replace("spo2]]", "spo2]]  # HERE").format(name="normal", start=95, end=100),
            "'normal' overlaps 'low'; both ends belong",
        ),
        (
            PLAIN
            + BAND.format(name="low", start=0, end=94)
            + BAND.replace("spo2]]", "spo2]]  # HERE").format(name="low", start=95, end=100),
            "'low' is there twice",
        ),
        (
            PLAIN + BAND.format(name="low", start=0, end="101  # HERE"),
            "bands.spo2: 'low' goes to 101 %; write 100 or less",
        ),
        (
            PLAIN + BAND.replace('"next_oximeter"', '"nobody"  # HERE').format(name="low", start=0, end=94),
            "bands.spo2.1.source: 'nobody' is not one of",
        ),
    ],
)
def test_figures_that_do_not_fit_together_are_refused(text: str, words: str) -> None:
    check(text, words)


@pytest.mark.hazard("H-26")
def test_a_figure_without_a_mark_or_a_source_is_refused_at_its_table() -> None:
    for key in ("mark", "source", "delay_mark", "delay_source", "value"):
        start = PLAIN.index("[limits.spo2_low]")
        text = PLAIN[:start] + re.sub(rf"(?m)^{key} = .*\n", "", PLAIN[start:], count=1)
        line, said = refused(text)
        assert said == f"limits.spo2_low.{key}: is missing; write it there"
        assert line == line_of(text, "[limits.spo2_low]")


def test_a_figure_that_every_guideline_needs_is_missed_by_name() -> None:
    start = PLAIN.index("[timers.pause_most]")
    text = PLAIN[:start] + PLAIN[PLAIN.index("[timers.acknowledge_most]") :]

    line, said = refused(text)

    assert said == "[timers.pause_most] is missing; write it with value, unit, mark and source"
    assert line == line_of(text, "[timers.breath_period]")


STEP = """
[[steps]]{here}
id = "{step}"
mark = "published"
source = "bc_respond"
"""
WORDS = """
[prompts.{prompt}]{here}
{words}
mark = "site"
source = "why"
"""
RULE_911 = 'value = "not_waking"'
RULE_OXYGEN = 'value = "with_breaths"'
RULE_CPR = 'value = "breaths"'


def without_step(step: str, text: str = PLAIN) -> str:
    start = text.index(f'[[steps]]\nid = "{step}"')
    end = text.index("[[", start + 2)
    return text[:start] + text[end:]


def at_step(step: str, text: str) -> str:
    return text.replace(f'[[steps]]\nid = "{step}"', f'[[steps]]{HERE}\nid = "{step}"')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            at_step("call_911", plain_with(RULE_911, 'value = "off"')),
            "'call_911' is never shown: rules.call_911 is 'off'; leave the step out",
        ),
        (at_step("oxygen", plain_with(RULE_OXYGEN, 'value = "off"')), "'oxygen' is never shown: rules.oxygen is 'off'"),
        (
            at_step("compressions", plain_with('question = "pulse_felt"\n', "")),
            "'compressions' is never shown: .* no step asks for the pulse",
        ),
        (
            plain_with(RULE_CPR, 'value = "cpr"').replace('question = "pulse_felt"', 'question = "pulse_felt"  # HERE'),
            "nobody feels for a pulse; leave out the question",
        ),
        (PLAIN + STEP.format(step="stay", here=HERE), "'stay' is there twice; leave one out"),
        (
            without_step("recheck").replace('[[steps]]\nid = "stimulate"', '[[steps]]  # HERE\nid = "stimulate"'),
            r"'recheck' is shown by the rules; add \[\[steps\]\]",
        ),
        (PLAIN + WORDS.format(prompt="airway", words="", here=HERE), "prompts.airway: has no words"),
        (
            PLAIN + WORDS.format(prompt="airway", words='text = "OPEN {this}"  # HERE', here=""),
            "nothing can be filled in for {this}; write",
        ),
        (
            PLAIN + WORDS.format(prompt="airway", words='next = "every {breath_period} seconds"  # HERE', here=""),
            "prompts.airway.next: nothing can be",
        ),
        (PLAIN + WORDS.format(prompt="airway", words='text = "OPEN {"  # HERE', here=""), "nothing can be filled in"),
        (
            PLAIN + WORDS.format(prompt="airway", words='text = "1 2 3 4 5 6 7 8 9 10 11 12 13"  # HERE', here=""),
            "has 13 words; write at most 12",
        ),
        (
            without_step("compressions")
            + WORDS.replace("prompts", "questions").format(prompt="pulse_felt", words='yes = "y"', here=HERE),
            "questions.pulse_felt: no step asks it; leave it out",
        ),
        (
            PLAIN + WORDS.format(prompt="airwy", words='text = "OPEN"', here=HERE),
            "prompts.airwy: 'airwy' is not one of .*; did you mean 'airway'",
        ),
        (
            PLAIN
            + WORDS.replace("prompts", "questions").format(prompt="breathing", words='yes = "{x}"  # HERE', here=""),
            "questions.breathing.yes: nothing can be",
        ),
        (
            without_step("oxygen", plain_with(RULE_OXYGEN, 'value = "off"'))
            + WORDS.format(prompt="oxygen", words='text = "O"', here=HERE),
            "prompts.oxygen: is never shown: rules.oxygen is 'off'",
        ),
    ],
)
def test_a_step_or_words_that_can_never_be_shown_are_refused(text: str, words: str) -> None:
    check(text, words)
