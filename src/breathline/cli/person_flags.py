"""What the flags of `breathline person` say, as a course of events."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from breathline.errors import UsageError
from breathline.firmware_sim.person.course import Naloxone, Span
from breathline.firmware_sim.person.settings import (
    LEAST_ASSIST_L_MIN,
    LEAST_FIO2,
    LONGEST_S,
    MOST_ASSIST_L_MIN,
    MOST_FIO2,
    NaloxoneDose,
    checked,
)

_NUMBER: Final = r"(?:\d+(?:\.\d+)?|\.\d+)"
_DOSE: Final = re.compile(rf"(?P<product>[^@]+)@(?P<low>low\+)?(?P<at>{_NUMBER})")
_SPAN: Final = re.compile(rf"(?:(?P<value>-?{_NUMBER})@)?(?P<from>{_NUMBER})-(?P<to>{_NUMBER})")


def naloxone_doses(texts: Iterable[str]) -> tuple[Naloxone, ...]:
    """The doses of `--naloxone`: PRODUCT@T or PRODUCT@low+T, with commas between.

    Raises:
        UsageError: A dose that can't be.
    """
    return tuple(_naloxone(part.strip()) for text in texts for part in text.split(","))


def _naloxone(text: str) -> Naloxone:
    parts = _DOSE.fullmatch(text)
    if parts is None:
        raise UsageError(f'--naloxone "{text}" is not PRODUCT@T; write for example in4mg@90 or in4mg@low+60')
    at_s = checked(float(parts["at"]), f'the time of --naloxone "{text}"', 0.0, LONGEST_S, "s")
    return Naloxone(NaloxoneDose.named(parts["product"]), at_s, after_low_breathing=parts["low"] is not None)


def assist_spans(texts: Iterable[str]) -> tuple[Span, ...]:
    """The spans of `--assist`: L_MIN@T0-T1.

    Raises:
        UsageError: One that can't be, or two at the same time.
    """
    spans = _spans("--assist", "6@76-376", texts)
    for span in spans:
        checked(span.value, "--assist", LEAST_ASSIST_L_MIN, MOST_ASSIST_L_MIN, "L/min")
    return spans


def fio2_spans(texts: Iterable[str]) -> tuple[Span, ...]:
    """The spans of `--fio2`: F@T0-T1.

    Raises:
        UsageError: One that can't be, or two at the same time.
    """
    spans = _spans("--fio2", "0.5@76-376", texts)
    for span in spans:
        checked(span.value, "--fio2 is a fraction", LEAST_FIO2, MOST_FIO2, "")
    return spans


def apnoea_spans(texts: Iterable[str]) -> tuple[Span, ...]:
    """The spans of `--apnoea`: T0-T1.

    Raises:
        UsageError: One that can't be, or two at the same time.
    """
    return _spans("--apnoea", "0-120", texts)


def _spans(flag: str, example: str, texts: Iterable[str]) -> tuple[Span, ...]:
    spans = sorted(
        (_span(flag, example, part.strip()) for text in texts for part in text.split(",")),
        key=lambda span: span.from_s,
    )
    for one, other in pairwise(spans):
        if other.from_s < one.to_s:
            raise UsageError(f"{flag}: two values at {other.from_s:g} s; let one end before the other begins")
    return tuple(spans)


def _span(flag: str, example: str, text: str) -> Span:
    parts = _SPAN.fullmatch(text)
    if parts is None or (parts["value"] is None) == ("@" in example):
        raise UsageError(f'{flag} "{text}" can\'t be read; write for example {flag} {example}')
    span = Span(float(parts["value"] or 0.0), float(parts["from"]), float(parts["to"]))
    if not span.from_s < span.to_s <= LONGEST_S:
        raise UsageError(f'{flag} "{text}" must end after it begins, by {LONGEST_S:g} s')
    return span
