"""Alarms, prompts and questions: how many, answered by whom, for nothing or not."""

from __future__ import annotations

from tests.review.making import Row, act, answer, figures

from breathline.review.parts import alarms, prompts  # isort: skip - after the check that the extra is installed


def alarm(t: float, state: str, name: str = "spo2_low") -> Row:
    return {"t": float(t), "kind": "alarm", "id": name, "state": state, "priority": "high", "level": 1}


def stood(begins: float, ends: float | None, name: str = "spo2_low") -> list[Row]:
    rows = [alarm(begins, "occurred", name), alarm(begins, "signalled", name)]
    return rows if ends is None else [*rows, alarm(ends, "cleared", name)]


def of(*rows: Row, **about: object) -> Row:
    in_order = sorted(rows, key=lambda row: row["t"])
    return figures(alarms.PART, {"one": in_order}, {"one": about})["one"]


def prompt(t: float, state: str, name: str = "ventilate") -> Row:
    return {"t": float(t), "kind": "prompt", "id": name, "state": state}


def test_an_alarm_whose_signal_comes_anew_is_one_alarm() -> None:
    found = of(
        *stood(10, None), alarm(30, "suppressed"), alarm(60, "signalled"), alarm(90, "cleared"), *stood(120, 130)
    )
    assert (found["alarms"], found["person_alarms"], found["technical_alarms"]) == (2, 2, 0)


def test_technical_alarms_and_the_unanswered_question_are_told_apart() -> None:
    found = of(*stood(10, 20, "no_reading"), *stood(30, 40, "unanswered"), *stood(50, 60))
    assert (found["alarms"], found["person_alarms"], found["technical_alarms"]) == (3, 1, 1)


def test_an_act_or_an_answer_answers_an_alarm() -> None:
    found = of(*stood(10, 200), act(22, "breaths_started"), answer(30, "no"))
    assert (found["first_alarm_answered_s"], found["alarms_to_answer"], found["alarms_answered"]) == (12.0, 1, 1)


def test_an_answer_after_a_minute_is_late() -> None:
    found = of(*stood(10, 200), act(71, "acknowledge"))
    assert (found["first_alarm_answered_s"], found["alarms_to_answer"], found["alarms_answered"]) == (61.0, 1, 0)


def test_an_alarm_that_ended_soon_by_itself_could_not_be_answered() -> None:
    found = of(*stood(10, 20), act(50, "airway"))
    assert (found["first_alarm_answered_s"], found["alarms_to_answer"]) == (None, 0)


def test_an_open_alarm_stands_up_to_the_last_row() -> None:
    found = of(*stood(10, None), length_s=100.0)
    assert (found["alarms_to_answer"], found["alarms_answered"]) == (1, 0)


def test_an_act_that_was_taken_back_answers_nothing() -> None:
    assert of(*stood(10, 100), act(20, "naloxone", undone=True))["alarms_answered"] == 0


def test_an_alarm_about_somebody_who_breathes_and_needs_nothing_is_false() -> None:
    assert of(*stood(10, 40), answer(15, "yes"))["false_alarms"] == 1
    assert of(*stood(10, 40), outcome="not_overdose")["false_alarms"] == 1


def test_an_alarm_is_not_false_when_somebody_helped_before_it_ended() -> None:
    assert of(*stood(10, 40), act(5, "oxygen_on"), answer(15, "yes"))["false_alarms"] == 0
    assert of(*stood(10, 40), act(39, "breaths_started"), answer(15, "yes"))["false_alarms"] == 0
    assert of(*stood(10, 40), act(60, "breaths_started"), answer(15, "yes"))["false_alarms"] == 1


def test_an_alarm_is_not_false_while_it_stands_or_nobody_looked() -> None:
    assert of(*stood(10, None), answer(15, "yes"), length_s=60.0)["false_alarms"] == 0
    assert of(*stood(10, 40), answer(50, "yes"))["false_alarms"] == 0
    assert of(*stood(10, 40, "no_reading"), answer(15, "yes"))["false_alarms"] == 0


def test_each_time_a_prompt_was_shown_it_is_done_or_not() -> None:
    rows = [prompt(0, "shown"), prompt(5, "done"), prompt(60, "shown"), prompt(70, "withdrawn")]
    found = figures(prompts.PROMPTS, {"one": rows})["one"]
    assert (found["prompts"], found["prompts_done"], found["followed_ventilate"]) == (2, 1, True)
    assert found["followed_naloxone"] is None


def test_a_prompt_marked_by_a_slip_does_not_count() -> None:
    slip = act(5, "breaths_started", undone=True)
    rows = [prompt(0, "shown"), slip, prompt(5, "done"), act(8, "undo"), prompt(8, "shown"), prompt(20, "withdrawn")]
    found = figures(prompts.PROMPTS, {"one": rows})["one"]
    assert (found["prompts"], found["prompts_done"]) == (1, 0)


def test_prompts_that_ask_to_wait_are_not_followed_or_ignored() -> None:
    rows = [prompt(0, "shown", "keep_going"), prompt(9, "withdrawn", "keep_going"), prompt(9, "shown", "naloxone")]
    assert figures(prompts.PROMPTS, {"one": rows})["one"]["prompts"] == 1


def test_questions_asked_and_answered_are_counted() -> None:
    rows: list[Row] = [
        {"t": float(t), "kind": "question", "id": "breathing", "state": state}
        for t, state in enumerate(["asked", "answered", "asked", "withdrawn"])
    ]
    found = figures(prompts.QUESTIONS, {"one": rows})["one"]
    assert (found["questions"], found["questions_answered"]) == (2, 1)
