"""Finds the exports that are to be reviewed, and refuses those that can't go together."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from breathline.errors import UsageError
from breathline.events.export.package import DESCRIPTOR
from breathline.events.export.tables import LAYOUT
from breathline.events.export.writers import Format

_TABLES = ("responses", "events")
_BEST_FIRST = (Format.PARQUET, Format.CSV, Format.JSON)


class Kept(StrEnum):
    """How a package's tables are kept."""

    PARTS = "parts"
    """Folders of Parquet files, partitioned or not: responses/ and events/."""
    PARQUET = "parquet"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Export:
    """An export's tables and what it says of itself.

    Attributes:
        path: Its folder.
        kept: How its tables are kept.
        about: What its data package says under "breathline"; empty without one.
        mark: What tells it from another export: the hashes of its files; its folder without a data package.
    """

    path: Path
    kept: Kept
    about: Mapping[str, object]
    mark: str

    def table(self, name: str) -> Path:
        """Where the table is: a file, or a folder of Parquet files."""
        return self.path / (name if self.kept is Kept.PARTS else f"{name}.{self.kept}")


def find_exports(paths: Sequence[Path]) -> list[Export]:
    """The exports in these folders.

    Args:
        paths: Each the folder of an export, or its data package.

    Raises:
        UsageError: One is no export, is there twice, or was made by a newer Breathline.
    """
    exports: list[Export] = []
    seen: dict[str, Path] = {}
    for path in paths:
        export = _export(path.parent if path.name == DESCRIPTOR else path)
        if export.mark in seen:
            raise UsageError(
                f"{path}: is the same export as {seen[export.mark]}; each response counts once: leave one out"
            )
        seen[export.mark] = path
        exports.append(export)
    return exports


def _export(folder: Path) -> Export:
    kept = next(_kept(folder), None)
    if kept is None:
        raise UsageError(
            f"{folder}: no export is there; make one with: breathline log export --format csv,parquet --out DIR"
        )
    package = _package(folder / DESCRIPTOR)
    about = package.get("breathline")
    about = about if isinstance(about, dict) else {}
    layout = about.get("layout", LAYOUT)
    if layout != LAYOUT:
        raise UsageError(f"{folder}: has layout {layout}, this Breathline reads {LAYOUT}; use the one that exported it")
    resources = package.get("resources")
    resources = resources if isinstance(resources, list) else []
    hashes = [str(each.get("hash")) for each in resources if isinstance(each, dict) and each.get("hash")]
    return Export(folder, kept, about, " ".join(sorted(hashes)) or str(folder.resolve()))


def _kept(folder: Path) -> Iterator[Kept]:
    if all((folder / name).is_dir() for name in _TABLES):
        yield Kept.PARTS
    for form in _BEST_FIRST:
        if all((folder / f"{name}.{form}").is_file() for name in _TABLES):
            yield Kept(form.value)


def _package(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: can't be read as JSON; export again") from error
    return package if isinstance(package, dict) else {}
