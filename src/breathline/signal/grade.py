"""A grade between worst and best."""

from __future__ import annotations


def grade(value: float, worst: float, best: float) -> float:
    """0 at the worst and beyond, 1 at the best and beyond, straight in between."""
    if best == worst:
        return 0.0
    return min(1.0, max(0.0, (value - worst) / (best - worst)))
