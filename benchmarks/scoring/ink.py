"""One look for all pictures: few colours, no reliance on them, and a style sheet for dark screens inside the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from scoring.peers import library

INK = "#22272b"
PAPER = "#fdfdfc"
PALE = "#e4e2dc"
BLUE = "#0b62a4"
ORANGE = "#c4540a"

DARK = {INK: "#e2e5e8", PAPER: "#15181b", PALE: "#33383d", BLUE: "#62b0f0", ORANGE: "#f2924d"}
"""The same colours where the reader prefers dark."""

WIDTH_IN = 8.6


def sheet(rows: int, heights: tuple[float, ...]) -> tuple[Any, list[Any]]:
    """An empty figure with its axes one above the other.

    Args:
        rows: How many axes.
        heights: Inches of each.
    """
    matplotlib: Any = library("matplotlib")
    pyplot: Any = library("matplotlib.figure")
    matplotlib.rcParams.update(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "breathline",
            "font.family": "sans-serif",
            "font.sans-serif": ["DejaVu Sans", "Arial"],
            "font.size": 10,
            "text.color": INK,
            "axes.edgecolor": INK,
            "axes.labelcolor": INK,
            "axes.facecolor": PAPER,
            "xtick.color": INK,
            "ytick.color": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "legend.frameon": False,
            "path.simplify": True,
        }
    )
    figure = pyplot.Figure(figsize=(WIDTH_IN, sum(heights) + 1.0), facecolor=PAPER, layout="constrained")
    axes = figure.subplots(rows, 1, sharex=True, squeeze=False, height_ratios=heights)
    return figure, list(axes[:, 0])


def save(figure: Any, path: Path, title: str) -> Path:
    """Write the figure; the same figure gives the same file."""
    figure.savefig(path, format="svg", metadata={"Date": None, "Title": title, "Creator": None})
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(<svg[^>]*>)", rf"\1\n{_style()}", text, count=1), encoding="utf-8")
    return path


def _style() -> str:
    """Matplotlib writes colours into each element; only `important` rules change them."""
    rules = [
        f'[style*="{part}: {light}"]{{{part}:{dark}!important}}'
        for light, dark in DARK.items()
        for part in ("fill", "stroke")
    ]
    return f"<style>@media (prefers-color-scheme:dark){{{''.join(rules)}}}</style>"
