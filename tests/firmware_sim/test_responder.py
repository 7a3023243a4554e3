"""Who acts in a simulation does it at the right time and once."""

from dataclasses import replace
from pathlib import Path

import pytest

from breathline.complaint import read_model
from breathline.errors import BreathlineError, UsageError
from breathline.events.model import PromptId
from breathline.firmware_sim.hands import Means
from breathline.firmware_sim.responder import Ideal, Nobody, Script, Scripted, Seen, responder
from breathline.guidelines.situation import Prompt, Question, Situation
from breathline.words import Action, ActionId, Answer, AnswerValue, BreathMethod, Outcome, QuestionId, Route
from tests.device.stand_ins import NOTHING

DOWN = Seen(breathing=False, responsive=False, pulse_felt=True)
MEANS = Means(BreathMethod.MASK, 10, "in4mg", 4, 5, 0.55)


def script(text: str) -> Script:
    return read_model(Script, text, "acts.toml")


QUIET = replace(NOTHING, pack="bc", started=True)


def prompts(prompt: PromptId, since: float, action: ActionId | None = None) -> Situation:
    return replace(QUIET, prompt=Prompt(prompt, "Do it", "why", since, action))


def asks(question: QuestionId, at: float) -> Situation:
    return replace(QUIET, question=Question(question, "Well?", (), at, at + 30))


def test_nobody_does_nothing() -> None:
    assert Nobody().due(60, prompts(PromptId.AIRWAY, 0, ActionId.AIRWAY), DOWN) == []


def test_the_ideal_one_does_what_a_prompt_asks_a_few_seconds_later_and_once() -> None:
    ideal, airway = Ideal(MEANS), prompts(PromptId.AIRWAY, 10, ActionId.AIRWAY)

    assert [ideal.due(t, airway, DOWN) for t in (10, 12.9, 13, 14)] == [[], [], [Action(ActionId.AIRWAY)], []]


def test_a_prompt_that_comes_back_is_done_again() -> None:
    ideal = Ideal(MEANS)
    done = [
        ideal.due(t, prompts(PromptId.NALOXONE, since, ActionId.NALOXONE), DOWN) for t, since in ((10, 0), (210, 200))
    ]

    assert done == [[Action(ActionId.NALOXONE, dose_mg=4, route=Route.NASAL)]] * 2


def test_a_prompt_without_an_act_asks_for_none() -> None:
    assert Ideal(MEANS).due(60, prompts(PromptId.KEEP_GOING, 0), DOWN) == []


@pytest.mark.parametrize(
    ("question", "seen", "answer"),
    [
        (QuestionId.BREATHING, DOWN, AnswerValue.NO),
        (QuestionId.BREATHING, replace(DOWN, breathing=True), AnswerValue.YES),
        (QuestionId.RESPONSIVE, DOWN, AnswerValue.NO),
        (QuestionId.RESPONSIVE, replace(DOWN, responsive=True), AnswerValue.YES),
        (QuestionId.PULSE_FELT, DOWN, AnswerValue.YES),
        (QuestionId.PULSE_FELT, replace(DOWN, pulse_felt=False), AnswerValue.NO),
    ],
)
def test_the_ideal_one_answers_truthfully_and_once(question: QuestionId, seen: Seen, answer: AnswerValue) -> None:
    ideal = Ideal(MEANS)

    assert ideal.due(13.9, asks(question, 10), seen) == []
    assert ideal.due(18, asks(question, 10), seen) == [Answer(question, answer)]
    assert ideal.due(19, asks(question, 10), seen) == []
    assert ideal.due(48, asks(question, 38), seen) == [Answer(question, answer)]


def test_a_script_acts_at_its_times_with_the_acts_values() -> None:
    acts = Scripted(
        script(
            '[[act]]\nt = 5\naction = "naloxone"\ndose_mg = 4\nroute = "nasal"\n'
            '[[act]]\nt = 5\naction = "breaths_started"\nmethod = "bag"\n[[act]]\nt = 1\naction = "airway"\n',
        )
    )

    assert acts.due(0.9, QUIET, DOWN) == []
    assert acts.due(1, QUIET, DOWN) == [Action(ActionId.AIRWAY)]
    assert acts.due(5, QUIET, DOWN) == [
        Action(ActionId.NALOXONE, dose_mg=4, route=Route.NASAL),
        Action(ActionId.BREATHS_STARTED, method=BreathMethod.BAG),
    ]
    assert acts.due(6, QUIET, DOWN) == []


def test_an_act_after_a_prompt_counts_from_the_first_time_it_is_shown() -> None:
    acts = Scripted(script('[[act]]\nafter = "naloxone"\ndelay = 4\naction = "naloxone"\n'))

    assert acts.due(50, QUIET, DOWN) == []
    assert acts.due(61, prompts(PromptId.NALOXONE, 60), DOWN) == []
    assert acts.due(63.9, QUIET, DOWN) == []
    assert acts.due(64, prompts(PromptId.NALOXONE, 63), DOWN) == [Action(ActionId.NALOXONE)]


def test_an_answer_goes_to_the_open_question_and_waits_for_one() -> None:
    acts = Scripted(script('[[act]]\nt = 1\nanswer = "no"\n[[act]]\nt = 2\nanswer = "yes"\n'))

    assert acts.due(3, QUIET, DOWN) == []
    assert acts.due(9, asks(QuestionId.BREATHING, 9), DOWN) == [Answer(QuestionId.BREATHING, AnswerValue.NO)]
    assert acts.due(10, asks(QuestionId.PULSE_FELT, 10), DOWN) == [Answer(QuestionId.PULSE_FELT, AnswerValue.YES)]


def test_an_answer_that_names_its_question_does_not_wait() -> None:
    acts = Scripted(script('[[act]]\nt = 1\nanswer = "no"\nquestion = "breathing"\n'))

    assert acts.due(1, QUIET, DOWN) == [Answer(QuestionId.BREATHING, AnswerValue.NO)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("act = \n", "line 1: is not valid TOML"),
        ("acts = []", "line 1: unknown key 'acts'; did you mean 'act'?"),
        ('[[act]]\nt = 1\nacton = "airway"', "line 3: unknown key 'act.1.acton'; did you mean 'act.1.action'?"),
        ('[[act]]\nt = 1\naction = "airway"\n[[act]]\nt = 2\naction = "fly"', "line 6: act.2.action: 'fly' is not one"),
        ('[[act]]\naction = "airway"', 'line 1: act.1: give either "t" or "after"'),
        ('[[act]]\nt = 1\nafter = "airway"\naction = "airway"', 'act.1: give either "t" or "after"'),
        ('[[act]]\nt = 1\ndelay = 1\naction = "airway"', 'act.1: "delay" needs "after"'),
        ("[[act]]\nt = 1", 'act.1: give either "action" or "answer"'),
        ('[[act]]\nt = 1\nanswer = "no"\ndose_mg = 4', 'act.1: "dose_mg" does not go with "answer"'),
        ('[[act]]\nt = 1\naction = "airway"\nquestion = "breathing"', 'act.1: "question" does not go with "action"'),
        ('[[act]]\nt = -1\naction = "airway"', "line 2: act.1.t: should be greater than or equal to 0, not -1"),
    ],
)
def test_a_wrong_script_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=r"acts\.toml: ") as refusal:
        script(text)

    assert said in str(refusal.value)


def test_a_responder_is_named_or_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "acts.toml"
    file.write_text('[[act]]\nt = 1\naction = "airway"\n')

    assert isinstance(responder("none", MEANS), Nobody)
    assert isinstance(responder("ideal", MEANS), Ideal)
    assert isinstance(responder(str(file), MEANS), Scripted)


def test_a_file_that_cannot_be_read_is_a_failure_that_says_what_to_give(tmp_path: Path) -> None:
    binary = tmp_path / "acts.toml"
    binary.write_bytes(b"\xff\xfe")

    with pytest.raises(BreathlineError, match="No such file or directory; give none, ideal or a TOML file"):
        responder("idael", MEANS)
    with pytest.raises(BreathlineError, match="not UTF-8 text"):
        responder(str(binary), MEANS)


def test_a_clip_that_gives_no_number_is_moved() -> None:
    assert Ideal(MEANS).due(6, prompts(PromptId.FIX_READING, 0), DOWN) == [Action(ActionId.SENSOR_MOVED)]


def test_help_is_said_to_be_here_once_it_is_and_told_before_the_end() -> None:
    ideal, waits = Ideal(MEANS), prompts(PromptId.STAY, 0, ActionId.HELP_HERE)
    here = replace(DOWN, help_here=True)

    assert ideal.due(60, waits, DOWN) == []
    assert ideal.due(90, waits, here) == [Action(ActionId.HELP_HERE)]
    assert ideal.due(119, replace(QUIET, help_here_at=90), here) == []
    assert ideal.due(120, replace(QUIET, help_here_at=90), here) == [Action(ActionId.END, outcome=Outcome.AMBULANCE)]
