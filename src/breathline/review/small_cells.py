"""Holds back what few responses share, so that a result can be passed on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from breathline.events.export.counts import held_back
from breathline.review.catalogue import FIGURES
from breathline.review.parts.course import RESPONSES
from breathline.review.result import ALL, Estimate

_PRIVATE = {figure.name: figure.private for figure in FIGURES if figure.private}


def without_small_cells(estimates: Sequence[Estimate], least: int) -> list[Estimate]:
    """The estimates with what is too small held back.

    Args:
        estimates: All of them.
        least: A group of fewer responses is held back whole; of a larger one, private counts of fewer. Where one
            alone would be missing, a second goes with it, or the total less the others would tell it.
    """
    groups: dict[str, list[tuple[str, int]]] = defaultdict(list)
    counts: dict[tuple[str, str, str], list[tuple[str, int]]] = defaultdict(list)
    for each in estimates:
        if each.measure == RESPONSES:
            groups[each.by].append((each.group, int(each.counted or 0)))
        if each.measure in _PRIVATE and each.counted:
            counts[each.by, each.group, _PRIVATE[each.measure]].append((each.measure, int(each.counted)))
    hidden_groups = {by: held_back(sizes, least) for by, sizes in groups.items() if by != ALL}
    hidden = {key: held_back(sizes, least) for key, sizes in counts.items()}
    return [
        Estimate(each.measure, each.by, each.group, None, held_back=True)
        if each.group in hidden_groups.get(each.by, ())
        or each.measure in hidden.get((each.by, each.group, _PRIVATE.get(each.measure, "")), ())
        else each
        for each in estimates
    ]
