"""Exports responses: tables, their description and a FHIR bundle in one folder, with nobody in them.

Where and when is made coarse for all responses before a single event is read; then each response is read, written
and forgotten in turn, in a random order and under a new random id, so that neither says which came first.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from breathline.errors import BreathlineError, UsageError
from breathline.events.database import Kind
from breathline.events.export.cells import MIN_CELL, Cell, Time, coarsened, k_of, l_of, told
from breathline.events.export.facts import ExportedResponse
from breathline.events.export.folder import new_folder
from breathline.events.export.package import DESCRIPTOR, descriptor
from breathline.events.export.tables import QUASI_IDENTIFIERS
from breathline.events.export.writers import Format, check_installed
from breathline.events.export.writing import ALL_TABLES, Writing

K_LIMIT = MIN_CELL
"""How many responses must share where and when: nobody may be looked for among fewer."""

_ID_DIGITS = 4
_EXPORT_BITS = 32
"""Of each id, so much is the export's own: in many sites' tables put together no two responses share one."""


class BelowLimitError(BreathlineError):
    """Too few responses share where and when; nothing was written."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is exported, and how coarse.

    Attributes:
        formats: What the tables are written as.
        fhir: Whether a FHIR bundle is written.
        time: How finely the calendar is told.
        part_of_day: Whether the part of the day is told.
        min_cell: A cell or a count of fewer responses is coarsened or held back.
        k: Fewer responses than this may not share a combination of where and when.
        accept_k: Export all the same when at least so many do; None: never.
    """

    formats: tuple[Format, ...] = (Format.CSV,)
    fhir: bool = False
    time: Time = Time.MONTH
    part_of_day: bool = True
    min_cell: int = MIN_CELL
    k: int = K_LIMIT
    accept_k: int | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported.

    Attributes:
        kind: Practice or real.
        responses: How many.
        events: How many rows of events.
        k: How many responses share the rarest combination of where and when.
        limit: How many should.
        forced: It was exported although fewer do.
        diversity: For each sensitive column, how many different values there are at least among those that share one.
        held_back: For each quasi-identifier, in how many responses it was coarsened because too few shared it.
    """

    kind: Kind
    responses: int
    events: int
    k: int
    limit: int
    forced: bool
    diversity: Mapping[str, int]
    held_back: Mapping[str, int]


def export(
    responses: Iterable[ExportedResponse],
    out: Path,
    choices: Choices | None = None,
    *,
    draw: random.Random | None = None,
    on_done: Callable[[], object] = lambda: None,
) -> Exported:
    """Export responses to a folder.

    Args:
        responses: All of one kind.
        out: The folder; it is made, and must be empty if it is there.
        choices: What and how coarse; None: the defaults.
        draw: Draws order and ids; None: the system's randomness. Only tests need another.
        on_done: Called after each response.

    Returns:
        What was exported.

    Raises:
        UsageError: Practice and real are mixed, the folder is not empty, or a format can't be written here.
        BelowLimitError: Fewer responses than the limit share where and when.
        BreathlineError: There are no responses, or the folder can't be written.
        LogError: The log can't be read.
    """
    choices = choices or Choices()
    draw = draw or random.SystemRandom()
    drawn = list(responses)
    kind = _kind(drawn)
    check_installed(choices.formats)
    draw.shuffle(drawn)
    wished = [_cell(response, choices) for response in drawn]
    cells = coarsened(wished, choices.min_cell)
    k = _checked_k(cells, choices)
    own = draw.getrandbits(_EXPORT_BITS)
    with new_folder(out) as folder:
        with Writing(folder, choices.formats, choices.min_cell, draw if choices.fhir else None) as writing:
            for number, (response, cell) in enumerate(zip(drawn, cells, strict=True), start=1):
                writing.write(f"r{own:08x}-{number:0{_ID_DIGITS}}", response, cell)
                on_done()
        exported = Exported(
            kind=kind,
            responses=len(drawn),
            events=writing.events,
            k=k,
            limit=choices.k,
            forced=k < choices.k,
            diversity={name: l_of(cells, values) for name, values in writing.sensitive.items()},
            held_back=_held_back(wished, cells),
        )
        about = descriptor(folder, ALL_TABLES, choices.formats, _about(exported, choices))
        (folder / DESCRIPTOR).write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return exported


def _kind(responses: Sequence[ExportedResponse]) -> Kind:
    kinds = {response.kind for response in responses}
    if not kinds:
        raise BreathlineError("there are no responses to export; see: breathline log list")
    if len(kinds) > 1:
        raise UsageError("practice and real responses never go into one export; export each by itself")
    return kinds.pop()


def _cell(response: ExportedResponse, choices: Choices) -> Cell:
    month, part = told(response.bucket, choices.time, part_of_day=choices.part_of_day)
    return Cell(response.site, month, part, response.pack, response.pack_hash)


def _checked_k(cells: Sequence[Cell], choices: Choices) -> int:
    k = k_of(cells)
    if k >= choices.k or (choices.accept_k is not None and k >= choices.accept_k):
        return k
    share = "1 response stands alone in" if k == 1 else f"only {k} responses share"
    mend = "wait for more responses" if len(cells) < choices.k else f"raise --min-cell to {choices.k}"
    raise BelowLimitError(
        f"{share} where and when it was; the limit is {choices.k}, and nothing was written; {mend}, or force it by "
        f"naming what you accept: --force-below-k {k}"
    )


def _held_back(wished: Sequence[Cell], cells: Sequence[Cell]) -> dict[str, int]:
    return {
        name: sum(getattr(wish, name) != getattr(cell, name) for wish, cell in zip(wished, cells, strict=True))
        for name in QUASI_IDENTIFIERS
    }


def _about(exported: Exported, choices: Choices) -> dict[str, object]:
    return {
        "kind": exported.kind.value,
        "responses": exported.responses,
        "time": choices.time.value,
        "part_of_day": choices.part_of_day,
        "min_cell": choices.min_cell,
        "held_back": exported.held_back,
        "anonymity": {
            "quasi_identifiers": list(QUASI_IDENTIFIERS),
            "k": exported.k,
            "limit": exported.limit,
            "forced": exported.forced,
            "l_diversity": exported.diversity,
        },
    }
