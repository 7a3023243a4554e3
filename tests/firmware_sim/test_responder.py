"""Who acts in a simulation does it at the right time and once."""

from dataclasses import replace
from pathlib import Path

import pytest

from breathline.errors import BreathlineError, UsageError
from breathline.events.model import PromptId
from breathline.firmware_sim.responder import Ideal, Nobody, Scripted, parse_script, responder
from breathline.firmware_sim.truth import Truth
from breathline.guidelines.situation import Prompt, Question, Situation
from breathline.words import Action, ActionId, Answer, AnswerValue, BreathMethod, QuestionId, Route
from tests.device.stand_ins import NOTHING

DOWN = Truth(80, 90, 4, breathing=False, responsive=False)
QUIET = replace(NOTHING, pack="bc", started=True)


def prompts(prompt: PromptId, since: float, action: ActionId | None = None) -> Situation:
    return replace(QUIET, prompt=Prompt(prompt, "Do it", "why", since, action))


def asks(question: QuestionId, at: float) -> Situation:
    return replace(QUIET, question=Question(question, "Well?", (), at, at + 30))


def test_nobody_does_nothing() -> None:
    assert Nobody().due(60, prompts(PromptId.AIRWAY, 0, ActionId.AIRWAY), DOWN) == []


def test_the_ideal_one_does_what_a_prompt_asks_a_few_seconds_later_and_once() -> None:
    ideal, airway = Ideal(), prompts(PromptId.AIRWAY, 10, ActionId.AIRWAY)

    assert [ideal.due(t, airway, DOWN) for t in (10, 12.9, 13, 14)] == [[], [], [Action(ActionId.AIRWAY)], []]


def test_a_prompt_that_comes_back_is_done_again() -> None:
    ideal = Ideal()
    done = [
        ideal.due(t, prompts(PromptId.NALOXONE, since, ActionId.NALOXONE), DOWN) for t, since in ((5, 0), (205, 200))
    ]

    assert done == [[Action(ActionId.NALOXONE)]] * 2


def test_a_prompt_without_an_act_asks_for_none() -> None:
    assert Ideal().due(60, prompts(PromptId.KEEP_GOING, 0), DOWN) == []


@pytest.mark.parametrize(
    ("question", "truth", "answer"),
    [
        (QuestionId.BREATHING, DOWN, AnswerValue.NO),
        (QuestionId.BREATHING, replace(DOWN, breathing=True), AnswerValue.YES),
        (QuestionId.RESPONSIVE, DOWN, AnswerValue.NO),
        (QuestionId.RESPONSIVE, replace(DOWN, responsive=True), AnswerValue.YES),
        (QuestionId.PULSE_FELT, DOWN, AnswerValue.YES),
        (QuestionId.PULSE_FELT, replace(DOWN, pulse=0), AnswerValue.NO),
    ],
)
def test_the_ideal_one_answers_truthfully_and_once(question: QuestionId, truth: Truth, answer: AnswerValue) -> None:
    ideal = Ideal()

    assert ideal.due(11.9, asks(question, 10), truth) == []
    assert ideal.due(12, asks(question, 10), truth) == [Answer(question, answer)]
    assert ideal.due(13, asks(question, 10), truth) == []
    assert ideal.due(40, asks(question, 38), truth) == [Answer(question, answer)]


def test_a_script_acts_at_its_times_with_the_acts_values() -> None:
    script = Scripted(
        parse_script(
            '[[act]]\nt = 5\naction = "naloxone"\ndose_mg = 4\nroute = "nasal"\n'
            '[[act]]\nt = 5\naction = "breaths_started"\nmethod = "bag"\n[[act]]\nt = 1\naction = "airway"\n',
            "x",
        )
    )

    assert script.due(0.9, QUIET, DOWN) == []
    assert script.due(1, QUIET, DOWN) == [Action(ActionId.AIRWAY)]
    assert script.due(5, QUIET, DOWN) == [
        Action(ActionId.NALOXONE, dose_mg=4, route=Route.NASAL),
        Action(ActionId.BREATHS_STARTED, method=BreathMethod.BAG),
    ]
    assert script.due(6, QUIET, DOWN) == []


def test_an_act_after_a_prompt_counts_from_the_first_time_it_is_shown() -> None:
    script = Scripted(parse_script('[[act]]\nafter = "naloxone"\ndelay = 4\naction = "naloxone"\n', "x"))

    assert script.due(50, QUIET, DOWN) == []
    assert script.due(61, prompts(PromptId.NALOXONE, 60), DOWN) == []
    assert script.due(63.9, QUIET, DOWN) == []
    assert script.due(64, prompts(PromptId.NALOXONE, 63), DOWN) == [Action(ActionId.NALOXONE)]


def test_an_answer_goes_to_the_open_question_and_waits_for_one() -> None:
    script = Scripted(parse_script('[[act]]\nt = 1\nanswer = "no"\n[[act]]\nt = 2\nanswer = "yes"\n', "x"))

    assert script.due(3, QUIET, DOWN) == []
    assert script.due(9, asks(QuestionId.BREATHING, 9), DOWN) == [Answer(QuestionId.BREATHING, AnswerValue.NO)]
    assert script.due(10, asks(QuestionId.PULSE_FELT, 10), DOWN) == [Answer(QuestionId.PULSE_FELT, AnswerValue.YES)]


def test_an_answer_that_names_its_question_does_not_wait() -> None:
    script = Scripted(parse_script('[[act]]\nt = 1\nanswer = "no"\nquestion = "breathing"\n', "x"))

    assert script.due(1, QUIET, DOWN) == [Answer(QuestionId.BREATHING, AnswerValue.NO)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("act", "is not TOML"),
        ("acts = []", '"acts": unknown key'),
        ('[[act]]\nt = 1\nacton = "airway"', 'act 1 "acton": unknown key'),
        ('[[act]]\nt = 1\naction = "airway"\n[[act]]\nt = 2\naction = "fly"', 'act 2 "action": Input should be'),
        ('[[act]]\naction = "airway"', 'act 1: give either "t" or "after"'),
        ('[[act]]\nt = 1\nafter = "airway"\naction = "airway"', 'act 1: give either "t" or "after"'),
        ('[[act]]\nt = 1\ndelay = 1\naction = "airway"', 'act 1: "delay" needs "after"'),
        ("[[act]]\nt = 1", 'act 1: give either "action" or "answer"'),
        ('[[act]]\nt = 1\nanswer = "no"\ndose_mg = 4', 'act 1: "dose_mg" does not go with "answer"'),
        ('[[act]]\nt = 1\naction = "airway"\nquestion = "breathing"', 'act 1: "question" does not go with "action"'),
        ("act = 3", '"act": Input should be'),
    ],
)
def test_a_wrong_script_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=r"acts\.toml: ") as refusal:
        parse_script(text, "acts.toml")

    assert said in str(refusal.value)


def test_a_responder_is_named_or_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "acts.toml"
    file.write_text('[[act]]\nt = 1\naction = "airway"\n')

    assert isinstance(responder("none"), Nobody)
    assert isinstance(responder("ideal"), Ideal)
    assert isinstance(responder(str(file)), Scripted)


def test_a_file_that_cannot_be_read_is_a_failure_that_says_what_to_give(tmp_path: Path) -> None:
    binary = tmp_path / "acts.toml"
    binary.write_bytes(b"\xff\xfe")

    with pytest.raises(BreathlineError, match="No such file or directory; give none, ideal or a TOML file"):
        responder("idael")
    with pytest.raises(BreathlineError, match="not UTF-8 text"):
        responder(str(binary))
