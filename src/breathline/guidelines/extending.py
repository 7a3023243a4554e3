"""A site's own pack: a published pack with a few figures moved within the bounds that it allows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from breathline.complaint import dotted, nearest
from breathline.guidelines.pack import Pack, Was
from breathline.guidelines.pack_parts import Figure, Limit, Mark, OwnWords, Strict
from breathline.guidelines.pack_refusal import Refusal
from breathline.guidelines.site_pack import SiteFigure, SiteLimit, SitePack
from breathline.toml_lines import Path

SomeFigure = TypeVar("SomeFigure", bound=Figure)
Noted = TypeVar("Noted", bound=Strict)
Id = TypeVar("Id", bound=StrEnum)

_HEADER = frozenset({"id", "version", "confirmed_by", "title", "publisher", "jurisdiction", "dated", "address"})


class Extension:
    """A site's pack laid over the one it extends.

    Args:
        base: The pack it extends.
        site: What the site changes.
        digest: The hash of both texts.

    Attributes:
        refusals: What the site may not change, or not so far.
        pack: The whole pack; it holds the base's figure wherever a change is refused.
    """

    def __init__(self, base: Pack, site: SitePack, digest: str) -> None:
        self.refusals: list[Refusal] = []
        self._base = base
        self._was: dict[str, Was] = {}
        header = site.model_dump(include=set(_HEADER), exclude_none=True)
        self.pack = base.model_copy(
            update={
                **header,
                "hash": digest,
                "extends": base.id,
                **self._limits(site),
                "timers": self._figures("timers", base.timers, site.timers),
                "escalation": base.escalation.model_copy(update=self._escalation(site)),
                "rules": base.rules.model_copy(update=self._rules(site)),
                "prompts": _worded(base.prompts, site.prompts),
                "questions": _worded(base.questions, site.questions),
                "was": self._was,
            }
        )

    def _limits(self, site: SitePack) -> dict[str, object]:
        base = self._base
        limits: dict[str, Figure] = {**base.limits}
        if base.naloxone_spo2 is not None:
            limits["naloxone_spo2"] = base.naloxone_spo2
        for name, own in site.limits.items():
            place: Path = ("limits", name)
            figure = self._there(place, limits)
            if figure is None:
                continue
            if own.value is None and own.delay_s is None:
                self._refuse(place, "changes nothing; write value, delay_s, or leave it out")
            if own.value is not None:
                figure = self._moved(place, figure, own.value, own.source)
            if own.delay_s is not None:
                figure = self._delayed(place, figure, own)
            keeps = own.note is None and own.value is None
            limits[name] = figure if keeps else _noted(figure, own.note)
        apart = limits.pop("naloxone_spo2", None)
        return {"limits": limits, "naloxone_spo2": apart}

    def _figures(
        self, table: str, there: Mapping[str, SomeFigure], own: Mapping[str, SiteFigure]
    ) -> dict[str, SomeFigure]:
        figures = dict(there)
        for name, site in own.items():
            figure = self._there((table, name), there)
            if figure is not None:
                figures[name] = _noted(self._moved((table, name), figure, site.value, site.source), site.note)
        return figures

    def _escalation(self, site: SitePack) -> dict[str, Figure]:
        there = {name: figure for name, figure in self._base.escalation if figure is not None}
        return self._figures("escalation", there, site.escalation)

    def _rules(self, site: SitePack) -> dict[str, object]:
        there = dict(self._base.rules)
        changed: dict[str, object] = {}
        for name, own in site.rules.items():
            place: Path = ("rules", name)
            rule = self._there(place, there)
            if rule is None:
                continue
            choice = next((each for each in rule.site_may if each == own.value), None)
            if choice is None:
                may = f"write {' or '.join(repr(each.value) for each in rule.site_may)}, or " if rule.site_may else ""
                self._refuse((*place, "value"), f"a site may not set {own.value!r} here; {may}leave it out")
                continue
            self._remember(place, rule.value.value, rule.mark, rule.source)
            update = {"value": choice, "mark": Mark.SITE, "source": own.source}
            changed[name] = _noted(rule.model_copy(update=update), own.note)
        return changed

    def _moved(self, place: Path, figure: SomeFigure, value: float, source: str | None) -> SomeFigure:
        """A figure set to another value, within its bounds; where it clears moves with it."""
        if not self._may((*place, "value"), value, figure.value, figure.least, figure.most):
            return figure
        if source is None:
            self._refuse(place, "source is missing; write the reason for the value in words")
            return figure
        self._remember(place, figure.value, figure.mark, figure.source)
        update: dict[str, object] = {"value": value, "mark": Mark.SITE, "source": source}
        if isinstance(figure, Limit) and figure.clear_at is not None:
            update["clear_at"] = figure.clear_at + value - figure.value
        return figure.model_copy(update=update)

    def _delayed(self, place: Path, figure: Figure, own: SiteLimit) -> Figure:
        if not isinstance(figure, Limit):
            self._refuse((*place, "delay_s"), "is no alarm and has no delay; leave it out")
            return figure
        delay = own.delay_s
        bounds = figure.delay_least, figure.delay_most
        if delay is None or not self._may((*place, "delay_s"), delay, figure.delay_s, *bounds):
            return figure
        if own.delay_source is None:
            self._refuse(place, "delay_source is missing; write the reason for the delay in words")
            return figure
        self._remember((*place, "delay_s"), figure.delay_s, figure.delay_mark, figure.delay_source)
        update = {"delay_s": delay, "delay_mark": Mark.SITE, "delay_source": own.delay_source}
        return figure.model_copy(update=update)

    def _may(self, place: Path, value: float, now: float, least: float | None, most: float | None) -> bool:
        if least is None or most is None:
            self._refuse(place, f"a site may not change this figure of {self._base.id}; leave it out")
        elif value == now:
            self._refuse(place, f"is {value:g} in {self._base.id} already; leave it out")
        elif not least <= value <= most:
            self._refuse(place, f"{value:g} is outside what {self._base.id} allows; write {least:g} to {most:g}")
        else:
            return True
        return False

    def _there(self, place: Path, there: Mapping[str, Any]) -> Any:
        name = str(place[-1])
        if name not in there:
            self._refuse(place, f"is not in {self._base.id}{nearest(name, there) or '; leave it out'}")
        return there.get(name)

    def _remember(self, place: Path, value: float | str, mark: Mark, source: str) -> None:
        self._was[dotted(place)] = Was(value=value, mark=mark, source=source)

    def _refuse(self, place: Path, words: str) -> None:
        self.refusals.append(Refusal(f"{dotted(place)}: {words}", (place,)))


def _noted(thing: Noted, note: str | None) -> Noted:
    """The same with a note in place of the base's, which may not hold any more."""
    return thing.model_copy(update={"note": note or ""})


def _worded(base: Mapping[Id, OwnWords], site: Mapping[Id, OwnWords]) -> dict[Id, OwnWords]:
    """The site's words over those of the base, which stay where the site says nothing."""
    words = dict(base)
    for name, own in site.items():
        words[name] = own.model_copy(update={**base[name].own(), **own.own()}) if name in base else own
    return words
