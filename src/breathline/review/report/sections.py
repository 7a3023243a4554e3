"""The report's sections: which figures stand where, and what is said about them."""

from __future__ import annotations

from collections.abc import Iterator

from breathline.review.report import curve_picture
from breathline.review.report.bars import bars, definition
from breathline.review.report.found import Found, Row
from breathline.review.report.markup import Html, tag, together
from breathline.review.report.wording import NOTHING, interval_of, of_how_many, plain, value_of, whole

CARDS = (
    "usable",
    "lowest_spo2",
    "below_90_s",
    "first_breath_s",
    "naloxone",
    "called_911",
    "outcome_recovered_here",
)
TIMES = ("first_low_s", "first_breath_s", "first_oxygen_s", "first_naloxone_s", "first_911_s", "second_dose_after_s")
DEPTH = ("below_90_s", "below_85_s", "below_80_s", "longest_breath_gap_s", "length_s")
STEPS = (
    "usable",
    "went_low",
    "breaths",
    "bagging",
    "oxygen",
    "naloxone",
    "compressions",
    "called_911",
    "no_911",
)
ALARM_RATES = ("alarms", "person_alarms", "technical_alarms")
ALARM_SHARES = ("alarms_answered", "false_alarms", "prompts_done", "questions_answered")
DATA = ("usable", "live_s", "open", "outcome_not_said")
GROUPED = (
    "usable",
    "lowest_spo2",
    "below_90_s",
    "breaths",
    "first_breath_s",
    "naloxone",
    "first_naloxone_s",
    "called_911",
    "outcome_recovered_here",
)
_OF_ALL = "usable"
"""Every response counts for it: it tells how many there are."""

GROUPINGS = {"month": "month", "pack": "guideline pack", "pathway": "what was done"}


def cards(found: Found) -> Html:
    """The few numbers that everybody asks for first."""
    pieces = [_card("Responses", whole(found.review.responses), "all that were exported", "")]
    pieces.extend(
        _card(row.measure.title, value_of(row), row.measure.means, _with_interval(row)) for row in found.rows(CARDS)
    )
    return tag("ul", *pieces, class_="cards")


def _card(title: str, value: str, means: str, interval: str) -> Html:
    inside = [tag("span", title, class_="title"), tag("strong", value), tag("span", interval, class_="interval")]
    return tag("li", *inside, tag("span", means, class_="means"))


def _with_interval(row: Row) -> str:
    kind = "median, " if row.measure.summary == "median" else ""
    interval = interval_of(row)
    many = (
        f"of\N{NO-BREAK SPACE}{whole(row.estimate.of)}"
        if row.estimate.of is not None and not row.estimate.held_back
        else ""
    )
    return f"{kind}{f'95 % interval {interval}, ' if interval else ''}{many}".strip(", ")


def spo2(found: Found) -> Html:
    """The curves, how low and how long."""
    curves = found.review.curves
    drawn = tag("p", "No curves were asked for.", class_="none")
    if curves is not None:
        drawn = Html(curve_picture.picture(curves) + _behind("The same as a table", curve_picture.table(curves)))
    return together(
        (
            tag("p", "How deep SpO2 fell and how soon it came back, counted from the first low reading."),
            drawn,
            bars("How long", found.rows(DEPTH)),
            bars("How low", found.rows(["lowest_spo2"])),
            bars("How deep times how long", found.beginning("area_below_")),
        )
    )


def times(found: Found) -> Html:
    """How soon each thing was done."""
    says = (
        "Seconds from the start of the response to the first time each was recorded. The wide bar holds the middle "
        "half of the responses, the tall line is the median, the thin line with ends its 95 % interval. Responses in "
        "which it was not done are left out of that row."
    )
    return together(
        (tag("p", says), bars("The first time of each", found.rows(TIMES)), bars("Doses", found.rows(["doses"])))
    )


def steps(found: Found) -> Html:
    """From all responses to what was done in them."""
    says = (
        "Each bar is a share of the responses that count for it. They are separate facts: one row is not always part "
        "of the row above, and breaths without naloxone are help too."
    )
    return together(
        (
            tag("p", says),
            bars("Steps", found.rows(STEPS), heading="Step"),
            _behind("Prompts of the guide that were followed", bars("Prompts", found.beginning("followed_"))),
        )
    )


def outcomes(found: Found) -> Html:
    """How it ended and what made it hard, as people said."""
    outcome = sorted(found.beginning("outcome_"), key=most_first)
    hard = sorted(found.beginning("hardship_"), key=most_first)
    return together(
        (
            tag("p", "As the workers said when it was over. Nobody was followed up."),
            bars("How it ended", outcome, heading="Outcome"),
            bars("What made it hard", hard, heading="What made it hard"),
        )
    )


def alarms(found: Found) -> Html:
    """Alarms and whether they helped."""
    return together(
        (
            bars("Alarms for each hour of response", found.rows(ALARM_RATES), heading="Alarms"),
            bars("Answered, false, followed", found.rows(ALARM_SHARES)),
            bars("How soon the first one was answered", found.rows(["first_alarm_answered_s"])),
        )
    )


def groups(found: Found) -> Html:
    """The main figures by month, pack and pathway."""
    says = (
        "Many rows side by side differ by chance alone. Look at the intervals: a difference that fits inside them is "
        "none that these numbers can show."
    )
    return together((tag("p", says), *(_grouping(found, by, words) for by, words in GROUPINGS.items())))


def _grouping(found: Found, by: str, words: str) -> Html:
    named = found.rows(GROUPED)
    names = (words.capitalize(), "Responses", *(row.measure.title for row in named))
    head = tag("tr", *(tag("th", name, scope="col") for name in names))
    body = [
        tag(
            "tr",
            tag("th", plain(group), scope="row"),
            tag("td", _in_all(found.row(_OF_ALL, by, group))),
            *(_cell(found.row(row.measure.name, by, group)) for row in named),
        )
        for group in found.groups(by)
    ]
    if not body:
        return tag("p", f"By {words}: there are no groups.", class_="none")
    table = tag("table", tag("caption", f"By {words}"), tag("thead", head), tag("tbody", *body), class_="plain groups")
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=f"By {words}")


def _in_all(row: Row | None) -> str:
    return NOTHING if row is None or row.estimate.of is None else whole(row.estimate.of)


def _cell(row: Row | None) -> Html:
    if row is None:
        return tag("td", NOTHING)
    interval = interval_of(row)
    return tag("td", value_of(row), *([tag("small", interval)] if interval else []))


def every_measure(found: Found) -> Html:
    """All measures of all responses, with their definitions."""
    subjects: dict[str, list[Row]] = {}
    for row in found.rows(measure.name for measure in found.review.measures):
        subjects.setdefault(row.measure.subject, []).append(row)
    return together(_subject(subject, rows) for subject, rows in subjects.items())


def _subject(subject: str, rows: list[Row]) -> Html:
    names = ("Measure", "Value", "95 % interval", "Responses")
    head = tag(
        "tr", *(tag("th", name, scope="col", class_="number" if place else None) for place, name in enumerate(names))
    )
    return _behind(
        f"{subject}: {len(rows)} measures",
        tag("table", tag("caption", subject), tag("thead", head), tag("tbody", *map(_measured, rows)), class_="bars"),
    )


def _measured(row: Row) -> Html:
    cells = {"value": value_of(row), "interval": interval_of(row) or "none", "of": of_how_many(row)}
    found = (tag("td", each, class_=f"number {kind}") for kind, each in cells.items())
    return tag("tr", tag("th", definition(row), scope="row"), *found)


def _behind(summary: str, inside: Html) -> Html:
    return tag("details", tag("summary", summary), inside)


def most_first(row: Row) -> float:
    """Sorts the largest value to the top."""
    return -(row.estimate.value or 0.0)


def limits() -> Iterator[Html]:
    """What the numbers can't say."""
    for heading, words in _LIMITS.items():
        yield tag("li", tag("b", heading), " ", words)


_LIMITS = {
    "When it was done.": (
        "A time is when somebody pressed the key. With busy hands that may be later than the act, and what nobody "
        "pressed is not here."
    ),
    "Whether it helped.": (
        "There is no group without help to compare with. A shorter time below 90 % beside an act does not show that "
        "the act did it."
    ),
    "Whether they were breathing.": (
        "SpO2 tells of oxygen in the blood, not of breaths. With oxygen on, it can stay normal while breathing is slow."
    ),
    "What the finger could not show.": (
        "A clip shows a fall later than it happens. Cold hands, movement, nail polish and weak blood flow make it "
        "wrong or silent, and on darker skin it may read too high."
    ),
    "What came after.": "The outcome is what the workers knew when it was over.",
    "Who it was.": (
        "Nobody is in the log, so the same person may be in it more than once. The intervals count every response as "
        "a new one, and so are a little too narrow."
    ),
    "Those that are missing.": (
        "A response without this box is not counted, and neither is one that was deleted before the export."
    ),
    "More than chance.": (
        "An interval says how far chance alone may move a number. It does not know of missing or wrong records."
    ),
}
