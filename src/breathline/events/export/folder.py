"""A folder that is there whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from breathline.errors import BreathlineError, UsageError

_OWNER_ONLY = 0o700
"""An export of real responses is nobody else's to read until somebody hands it on."""


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A folder that becomes `out` when all is written; nothing is left of it when something fails.

    Args:
        out: The folder; it must be empty if it is there.

    Yields:
        Where to write.

    Raises:
        UsageError: `out` is not empty, or an export to it was stopped halfway.
        BreathlineError: It can't be written.
    """
    out = out.resolve()
    part = out.parent / f"{out.name}.part"
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise UsageError(f"{out}: is there already and not empty; name another folder with --out")
        part.mkdir(_OWNER_ONLY, parents=True)
    except FileExistsError as error:
        raise UsageError(f"{part}: is left over from an export that was stopped; delete it") from error
    except OSError as error:
        raise BreathlineError(f"{out}: can't be written: {error.strerror}; name another folder with --out") from error
    try:
        yield part
        part.replace(out)
    except OSError as error:
        raise BreathlineError(f"{out}: can't be written: {error.strerror}; name another folder with --out") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
