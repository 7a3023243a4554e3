"""What the equations are written in: a float for one person, an array for many."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray: TypeAlias = NDArray[np.float64]

Number = TypeVar("Number", float, "FloatArray")
"""One person's value, or one value for each of many people."""
