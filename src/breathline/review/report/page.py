"""The whole report: one HTML file that needs nothing else, neither network nor script."""

from __future__ import annotations

import base64
import csv
import io
import json
from dataclasses import asdict, fields
from importlib import resources

from breathline.review.report import quality, sections
from breathline.review.report.found import Found
from breathline.review.report.markup import Html, tag
from breathline.review.report.wording import whole
from breathline.review.result import Review

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""The browser itself holds the page to it: nothing is fetched, no script runs."""

_PRACTICE = "practice"


def page(review: Review) -> str:
    """The report as HTML.

    Args:
        review: What was found.
    """
    found = Found(review)
    title = f"Breathline: {whole(review.responses)} {review.kind} responses"
    parts = {
        "In short": sections.cards(found),
        "SpO2 from the first low reading": sections.spo2(found),
        "How soon": sections.times(found),
        "What was done": sections.steps(found),
        "How it ended": sections.outcomes(found),
        "Alarms and prompts": sections.alarms(found),
        "By month, pack and pathway": sections.groups(found),
        "How good the data is": quality.quality(found),
        "Guidelines": quality.packs(found),
        "What these numbers can't say": tag("ul", *sections.limits(), class_="limits"),
        "Every measure and what it counts": sections.every_measure(found),
    }
    body = tag(
        "body",
        tag("a", "Skip to the numbers", href="#part-1", class_="skip"),
        _header(review),
        _contents(list(parts)),
        tag("main", *(_part(number, name, inside) for number, (name, inside) in enumerate(parts.items(), start=1))),
        tag("footer", tag("p", _FOOT)),
    )
    return f"<!doctype html>\n{tag('html', _head(title), body, lang='en')}\n"


_FOOT = (
    "Breathline is not a certified medical device. The numbers are counted from exports that hold no names, no "
    "addresses and no clock times."
)


def _head(title: str) -> Html:
    style = (resources.files("breathline.review.report") / "report.css").read_text(encoding="utf-8")
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("link", rel="icon", href="data:,"),
        tag("title", title),
        tag("style", Html(style)),
    )


def _header(review: Review) -> Html:
    practice = review.kind == _PRACTICE
    kind = "practice responses" if practice else "responses"
    number = len(review.packages)
    made = f"From {number} {'export' if number == 1 else 'exports'} with {whole(review.events)} rows of events."
    return tag(
        "header",
        tag("p", "Breathline review", class_="brand"),
        tag("h1", f"What happened in {whole(review.responses)} {kind}"),
        tag("p", "PRACTICE: no real response is in these numbers.", class_="warn") if practice else Html(),
        tag("p", made, " What each number counts stands beside it. ", _files(review), class_="made"),
    )


def _files(review: Review) -> Html:
    numbers = json.dumps({"measures": [*map(asdict, review.measures)], "estimates": [*map(asdict, review.estimates)]})
    json_link = _link("JSON", "breathline-review.json", "application/json", numbers)
    csv_link = _link("CSV", "breathline-review.csv", "text/csv", _csv(review))
    return tag("span", "The same numbers: ", json_link, ", ", csv_link, class_="files")


def _link(words: str, name: str, media_type: str, content: str) -> Html:
    data = base64.b64encode(content.encode()).decode()
    return tag("a", words, href=f"data:{media_type};charset=utf-8;base64,{data}", download=name)


def _csv(review: Review) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    titles = {measure.name: (measure.title, measure.unit, measure.means) for measure in review.measures}
    if review.estimates:
        writer.writerow([*(field.name for field in fields(review.estimates[0])), "title", "unit", "means"])
    for each in review.estimates:
        writer.writerow([*asdict(each).values(), *titles.get(each.measure, ("", "", ""))])
    return out.getvalue()


def _contents(names: list[str]) -> Html:
    items = (tag("li", tag("a", name, href=f"#part-{number}")) for number, name in enumerate(names, start=1))
    return tag("nav", tag("ol", *items), aria_label="Contents")


def _part(number: int, name: str, inside: Html) -> Html:
    key = f"part-{number}"
    return tag("section", tag("h2", name, id=f"{key}-name"), inside, id=key, aria_labelledby=f"{key}-name")
