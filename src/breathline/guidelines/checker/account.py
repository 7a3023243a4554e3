"""What was promised to the person by now: the checker's own account of a response, kept from inputs and the screen.

It knows no step of any guideline, only since when each promise runs.
"""

from __future__ import annotations

from dataclasses import dataclass

from breathline.events.model import ActionEvent, AnswerEvent, Input, PromptId, VitalsEvent
from breathline.guidelines.checker.promises import LOST_S, Promises
from breathline.guidelines.engine import Step
from breathline.guidelines.pack_rules import Call911
from breathline.guidelines.situation import Question, Situation
from breathline.words import ActionId, Answer, AnswerValue, QuestionId, Trust, Vitals

LOOKS = frozenset(
    {
        PromptId.STIMULATE, PromptId.AIRWAY, PromptId.CHECK_BREATHING, PromptId.RECHECK, PromptId.FIX_READING,
        PromptId.VENTILATE, PromptId.KEEP_GOING, PromptId.COMPRESSIONS, PromptId.NALOXONE,
    }
)  # fmt: skip
"""Prompts that can't be followed without looking at the person."""

BREATHES = frozenset(
    {
        PromptId.AIRWAY, PromptId.CHECK_BREATHING, PromptId.RECHECK, PromptId.VENTILATE, PromptId.KEEP_GOING,
        PromptId.OXYGEN, PromptId.NALOXONE, PromptId.COMPRESSIONS,
    }
)  # fmt: skip
"""Prompts about breathing: look for it, or give breaths."""

_HUSHES = frozenset({ActionId.PAUSE, ActionId.ACKNOWLEDGE})


@dataclass(frozen=True, slots=True)
class Account:
    """Since when each promise runs; None where it does not.

    Attributes:
        now: The time.
        low_since: Live SpO2 is below the low limit, number after number.
        very_low_since: The same for the very low limit.
        number_at: The last live number, or when the clip came back on; None when there is nothing to lose.
        looked: The person was looked at, or the screen asked for it, since then.
        breathing: What a person last said of breathing.
        breathing_at: When.
        dose_at: The last dose.
        breaths_from: Breaths are due or given.
        hushed_at: When a person last asked for silence.
        call_due: The pack's rule has 911 called.
        call_from: Since then, or since a call was taken back.
        call_shown: It was prompted since they were last well.
        asked_from: A question waits with no answer, this one or the one before it.
        asked: Which question is open.
        ended: The response is over.
    """

    now: float = 0.0
    low_since: float | None = None
    very_low_since: float | None = None
    number_at: float | None = None
    looked: bool = False
    breathing: AnswerValue | None = None
    breathing_at: float | None = None
    dose_at: float | None = None
    breaths_from: float | None = None
    hushed_at: float | None = None
    call_due: bool = False
    call_from: float | None = None
    call_shown: bool = False
    asked_from: float | None = None
    asked: QuestionId | None = None
    ended: bool = False

    def due(self, promises: Promises) -> tuple[float, ...]:
        """The times still to come at which a promise has to be kept."""
        runs = (
            (self.low_since, promises.low_delay),
            (self.very_low_since, promises.very_low_delay),
            (self.number_at, LOST_S),
            (self.hushed_at, promises.silence),
            (self.asked_from, promises.patience),
            (self.asked_from, promises.patience + promises.escalates),
            (self.call_from if not self.call_shown else None, promises.patience + promises.escalates),
        )
        return tuple(since + delay for since, delay in runs if since is not None and since + delay > self.now)


def go_on(account: Account, event: Input, step: Step, promises: Promises, *, held: bool = False) -> Account:
    """The account after one step of the engine; `held`: the number before it went on up to this one."""
    shown, t = step.situation, step.state.t
    vitals = event.vitals if isinstance(event, VitalsEvent) else None
    action = event.action.id if isinstance(event, ActionEvent) else None
    answer = event.answer if isinstance(event, AnswerEvent) else None
    low_since, very_low_since, number_at = _number(account, vitals, shown, t, promises, held=held)
    breathing, breathing_at = account.breathing, account.breathing_at
    if answer is not None and answer.question is QuestionId.BREATHING:
        breathing, breathing_at = answer.value, t
    call_due = _call_due(account, answer, shown, promises)
    settled = shown.called_911_at is not None or shown.no_911
    looked = (account.looked and number_at == account.number_at) or _looks(shown) or breathing_at == t
    return Account(
        now=t,
        low_since=low_since,
        very_low_since=very_low_since,
        number_at=number_at,
        looked=looked,
        breathing=breathing,
        breathing_at=breathing_at,
        dose_at=_dose(account, action, shown, t),
        breaths_from=None if shown.pacer is None else t if account.breaths_from is None else account.breaths_from,
        hushed_at=t if action in _HUSHES else account.hushed_at,
        call_due=call_due,
        call_from=_since(account.call_from, t) if call_due and not settled else None,
        call_shown=(account.call_shown and not _well(answer, promises)) or _is_shown(shown, PromptId.CALL_911),
        asked_from=_asked_from(account, action, answer, shown.question, step, promises),
        asked=None if shown.question is None else shown.question.id,
        ended=shown.ended,
    )


def _number(
    account: Account, vitals: Vitals | None, shown: Situation, t: float, promises: Promises, *, held: bool
) -> tuple[float | None, float | None, float | None]:
    """Since when the number is low, very low, and when it was last live."""
    if shown.oximeter_off or shown.ended:
        return None, None, None
    if vitals is None:
        ever = account.number_at is not None or (shown.vitals is not None and shown.vitals.trust is Trust.LIVE)
        number_at = t if ever and account.number_at is None else account.number_at
        return account.low_since, account.very_low_since, number_at
    if vitals.trust is not Trust.LIVE or vitals.spo2 is None:
        return None, None, account.number_at
    heard = account.number_at is not None and (account.now if held else t) < account.number_at + LOST_S
    low_since, very_low_since = (account.low_since, account.very_low_since) if heard else (None, None)
    return (
        _since(low_since, t) if vitals.spo2 < promises.low else None,
        _since(very_low_since, t) if vitals.spo2 <= promises.very_low else None,
        t,
    )


def _since(since: float | None, t: float) -> float:
    return t if since is None else since


def _dose(account: Account, action: ActionId | None, shown: Situation, t: float) -> float | None:
    if action is ActionId.UNDO:
        return shown.naloxone.last_at
    return t if action is ActionId.NALOXONE else account.dose_at


def _call_due(account: Account, answer: Answer | None, shown: Situation, promises: Promises) -> bool:
    """True from an answer after which 911 is to be called, until one after which it is not."""
    if shown.ended or promises.call is Call911.OFF or _well(answer, promises):
        return False
    if answer is None or answer.value is AnswerValue.YES:
        unasked = account.asked_from is None and account.breathing is None
        return account.call_due or (promises.call is Call911.AT_ONCE and unasked and answer is None)
    only_breathing = promises.call is Call911.NOT_BREATHING
    counts = {QuestionId.BREATHING} if only_breathing else {QuestionId.BREATHING, QuestionId.RESPONSIVE}
    return account.call_due or answer.question in counts


def _well(answer: Answer | None, promises: Promises) -> bool:
    """True for an answer after which 911 need not be called any more."""
    if answer is None or answer.value is not AnswerValue.YES:
        return False
    breathes = answer.question is QuestionId.BREATHING and promises.call is Call911.NOT_BREATHING
    return breathes or answer.question is QuestionId.RESPONSIVE


def _asked_from(
    account: Account,
    action: ActionId | None,
    answer: Answer | None,
    asked: Question | None,
    step: Step,
    promises: Promises,
) -> float | None:
    if asked is None:
        return None
    t, since = step.state.t, account.asked_from
    if action is ActionId.UNDO and step.state.question is not None:
        return step.state.question.waiting_since
    if since is None or answer is not None:
        return t
    return since if asked.id is account.asked or t >= since + promises.patience else t


def _looks(shown: Situation) -> bool:
    asked = shown.question is not None and shown.question.id is QuestionId.BREATHING
    return asked or (shown.prompt is not None and shown.prompt.id in LOOKS)


def _is_shown(shown: Situation, prompt: PromptId) -> bool:
    return shown.prompt is not None and shown.prompt.id is prompt
