"""How far the numbers can be trusted: usable SpO2, what is missing, what was held back, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping

from breathline.review.report.bars import bars
from breathline.review.report.found import Found, Row
from breathline.review.report.markup import Html, tag, together
from breathline.review.report.sections import DATA, most_first
from breathline.review.report.wording import NOTHING, plain, whole
from breathline.review.result import Package


def quality(found: Found) -> Html:
    """The section on the data."""
    return together(
        (
            bars("What there is, and what is missing", found.rows(DATA)),
            bars("Why SpO2 was not usable", _causes(found, "unusable_"), heading="Main cause"),
            bars("Measured time without an SpO2 to believe", _causes(found, "without_"), heading="Cause"),
            _held_back(found),
            _packages(found),
        )
    )


def _causes(found: Found, start: str) -> list[Row]:
    """The causes that there were, the most frequent first."""
    there = [row for row in found.beginning(start) if row.estimate.value or row.estimate.held_back]
    return sorted(there, key=most_first)


def packs(found: Found) -> Html:
    """Which guideline packs were followed, each with its hash."""
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Pack", "Hash of its content", "Responses")))
    rows = [
        tag(
            "tr",
            tag("th", plain(pack), scope="row"),
            tag("td", tag("code", digest or NOTHING)),
            tag("td", "held back: few" if count is None else whole(count), class_="number"),
        )
        for pack, digest, count in found.review.packs
    ]
    caption = tag("caption", "Guideline packs that were followed")
    says = (
        "A pack's hash changes with every word and figure in it: the same hash is the same guideline. An empty one was "
        "held back in the export, or is not known."
    )
    table = tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="plain")
    return Html(tag("p", says) + tag("div", table, class_="scroll"))


def _held_back(found: Found) -> Html:
    least, count, total = found.review.min_cell, len(list(found.held_back())), len(found.review.estimates)
    if least <= 1:
        return tag("p", "Nothing is held back in this report for being few: do not publish it as it is.", class_="warn")
    return tag(
        "p",
        f"Numbers that rest on fewer than {least} responses are held back, because few people can be found again by "
        f"what is said of them: {whole(count)} of {whole(total)} numbers.",
    )


def _packages(found: Found) -> Html:
    names = ("Export", "Responses", "k-anonymity", "Limit", "Coarsened", "Different values at least")
    head = tag("tr", *(tag("th", name, scope="col") for name in names))
    rows = [_package(package) for package in found.review.packages]
    says = (
        "k-anonymity: so many responses share the rarest combination of where and when. Coarsened: for how many "
        "responses the export told less, so that enough share it. Different values: among those that share one, there "
        "are at least so many different outcomes and pathways; with 1, who finds the group knows the outcome."
    )
    caption = tag("caption", "The exports this is made from")
    table = tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="plain")
    return Html(tag("p", says) + tag("div", table, class_="scroll", tabindex="0", role="region", aria_label="Exports"))


def _package(package: Package) -> Html:
    about = package.about
    anonymity = _mapping(about.get("anonymity"))
    forced = " BELOW THE LIMIT, forced" if anonymity.get("forced") else ""
    cells = (
        _said(about.get("responses")),
        f"{_said(anonymity.get('k'))}{forced}",
        _said(anonymity.get("limit")),
        _counts(about.get("held_back")) or "nothing" if about else NOTHING,
        _counts(anonymity.get("l_diversity")) or NOTHING,
    )
    return tag("tr", tag("th", package.path.absolute().name, scope="row"), *(tag("td", cell) for cell in cells))


def _counts(found: object) -> str:
    return ", ".join(f"{plain(str(name))} {count}" for name, count in _mapping(found).items() if count)


def _mapping(found: object) -> Mapping[str, object]:
    return found if isinstance(found, Mapping) else {}


def _said(found: object) -> str:
    return NOTHING if found is None else str(found)
