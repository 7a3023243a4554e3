"""What a site's own pack may hold: what it changes of a published pack, and why.

What a site may not do has no key here: steps, bands, products and the documents behind them stay as they are.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from breathline.events.model import PromptId
from breathline.guidelines.pack_parts import Mark, OwnPrompt, OwnQuestion, Strict, Words
from breathline.words import QuestionId


class SiteFigure(Strict):
    """A figure set by the site, with its reason in words."""

    value: float
    source: Words
    mark: Literal[Mark.SITE] = Mark.SITE
    note: str | None = None


class SiteLimit(Strict):
    """A limit, its delay, or both, set by the site."""

    value: float | None = None
    source: Words | None = None
    mark: Literal[Mark.SITE] = Mark.SITE
    delay_s: Annotated[float, Field(ge=0)] | None = None
    delay_source: Words | None = None
    delay_mark: Literal[Mark.SITE] = Mark.SITE
    note: str | None = None


class SiteRule(Strict):
    """A rule set by the site."""

    value: Words
    source: Words
    mark: Literal[Mark.SITE] = Mark.SITE
    note: str | None = None


class SitePrompt(OwnPrompt):
    """A prompt's words, chosen by the site."""

    mark: Literal[Mark.SITE] = Mark.SITE


class SiteQuestion(OwnQuestion):
    """A question's words, chosen by the site."""

    mark: Literal[Mark.SITE] = Mark.SITE


class SitePack(Strict):
    """What a site's own pack may hold.

    Attributes:
        id: Its name in the log; not the site's name, for the log names nobody.
        extends: The pack it starts from.
        version: Its own version.
        confirmed_by: The role that confirmed what is set here; "" while nobody has.
    """

    id: str
    extends: Words
    version: Words
    confirmed_by: str = ""
    title: Words | None = None
    publisher: Words | None = None
    jurisdiction: Words | None = None
    dated: Words | None = None
    address: Words | None = None
    limits: dict[str, SiteLimit] = Field(default_factory=dict)
    timers: dict[str, SiteFigure] = Field(default_factory=dict)
    escalation: dict[str, SiteFigure] = Field(default_factory=dict)
    rules: dict[str, SiteRule] = Field(default_factory=dict)
    prompts: dict[PromptId, SitePrompt] = Field(default_factory=dict)
    questions: dict[QuestionId, SiteQuestion] = Field(default_factory=dict)
