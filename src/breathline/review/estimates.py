"""The measures over groups of responses: the engine counts, sums and sorts; what is left is a few numbers a group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from breathline.review import intervals
from breathline.review.catalogue import FIGURES
from breathline.review.figure import Figure, Summary
from breathline.review.result import ALL, Estimate

if TYPE_CHECKING:
    import ibis.expr.types as ir

GROUPINGS = (ALL, "month", "pack", "pathway")

_AN_HOUR_S = 3600.0


def estimates(each: ir.Table) -> Iterator[Estimate]:
    """Every measure over all responses and over each group.

    Args:
        each: One row for each response, with every figure.
    """
    for by, group, gathered in _gathered(each):
        for figure in FIGURES:
            if figure.summary is not Summary.NONE:
                yield _estimate(figure, by, group, gathered)


def _gathered(each: ir.Table) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """For each group what was counted, summed and sorted, by the figure's name and what it is."""
    import ibis

    figures = [figure.name for figure in FIGURES]
    groups = {by: ibis.literal(ALL) if by == ALL else each[by] for by in GROUPINGS}
    several = ibis.union(*(each.select(*figures, by=ibis.literal(by), group=key) for by, key in groups.items()))
    sums = {
        f"{figure.name}.{name}": value for figure in FIGURES for name, value in _aggregates(figure, several).items()
    }
    found = several.group_by("by", "group").aggregate(**sums).to_pyarrow()
    columns = {name: found[name].combine_chunks() for name in found.column_names}
    named = zip(columns.pop("by").to_pylist(), columns.pop("group").to_pylist(), strict=True)
    in_order = sorted((GROUPINGS.index(by), group, row) for row, (by, group) in enumerate(named))
    for by, group, row in in_order:
        yield GROUPINGS[by], group, {name: _plain(column[row]) for name, column in columns.items()}


def _aggregates(figure: Figure, each: ir.Table) -> Mapping[str, ir.Value]:
    value = each[figure.name]
    match figure.summary:
        case Summary.SHARE:
            return {"of": value.count(), "counted": value.cast("int64").sum().fill_null(0)}
        case Summary.MEDIAN:
            return {"ordered": value.cast("float64").collect().sort()}
        case Summary.TOTAL:
            return {"of": value.count(), "counted": value.sum().fill_null(0)}
        case Summary.RATIO | Summary.RATE:
            return _sums(value, each[figure.per])
        case Summary.NONE:
            return {}


def _sums(num: ir.Value, den: ir.Value) -> Mapping[str, ir.Value]:
    """What `intervals.Sums` holds."""
    counts = num.notnull() & (den > 0)
    num, den = num.cast("float64"), den.cast("float64")
    several = {"num": num, "den": den, "num_num": num * num, "num_den": num * den, "den_den": den * den}
    return {"of": counts.sum().fill_null(0)} | {
        name: each.sum(where=counts).fill_null(0.0) for name, each in several.items()
    }


def _plain(value: Any) -> Any:
    """A value of Arrow as Python's own; a long list as an array, without making an object of each number."""
    values = getattr(value, "values", None)
    return value.as_py() if values is None else values.to_numpy()


def _estimate(figure: Figure, by: str, group: str, gathered: Mapping[str, Any]) -> Estimate:
    def got(name: str) -> Any:
        return gathered[f"{figure.name}.{name}"]

    if figure.summary is Summary.SHARE:
        return Estimate(
            figure.name, by, group, got("of"), got("counted"), **intervals.share(got("counted"), got("of"))._asdict()
        )
    if figure.summary is Summary.TOTAL:
        return Estimate(figure.name, by, group, got("of"), got("counted"), got("counted"))
    if figure.summary is Summary.MEDIAN:
        return _median(figure.name, by, group, () if got("ordered") is None else got("ordered"))
    sums = intervals.Sums(*(got(name) for name in intervals.Sums._fields))
    found = intervals.rate(sums, _AN_HOUR_S) if figure.summary is Summary.RATE else intervals.part(sums)
    return Estimate(figure.name, by, group, sums.of, sums.num, **found._asdict())


def _median(name: str, by: str, group: str, ordered: Sequence[float]) -> Estimate:
    if not len(ordered):
        return Estimate(name, by, group, 0)
    lower, upper = (intervals.quantile(ordered, at) for at in (0.25, 0.75))
    found = intervals.median(ordered)._asdict()
    return Estimate(name, by, group, len(ordered), **found, lower_quarter=lower, upper_quarter=upper)
