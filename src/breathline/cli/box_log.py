"""The box's log as the configuration has it: where it is, sealed to whom, kept for how long."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from breathline.errors import UsageError
from breathline.events.bucket import bucket_of
from breathline.events.log import Log
from breathline.events.sealed import SealedRows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from breathline.device.config import Config
    from breathline.events.database import Kind

_MONTHS = 12


def opener(config: Config, kind: Kind) -> Callable[[], Log]:
    """Opens the log that the box writes.

    Raises:
        UsageError: The site's public key is none.
    """
    return partial(Log.open, config.data_folder(), kind, codec=_written(config))


def reader(folder: Path, kind: Kind, key: Path | None) -> Log:
    """The log opened to be read, with the site's private key if there is a file of it.

    Raises:
        UsageError: The file can't be read or holds no private key.
        LogError: The log can't be opened.
    """
    if key is None:
        return Log.open(folder, kind)
    try:
        text = key.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a text"
        raise UsageError(f"{key}: can't be read: {why}; give the file that `breathline keys new` wrote") from error
    try:
        return Log.open(folder, kind, codec=SealedRows.of(None, text))
    except UsageError as error:
        raise UsageError(f"{key}: {error}") from error


def forget_old(log: Log, keep_months: int | None, wall_time: float | None = None) -> int:
    """Delete responses that are older than the site keeps them; nothing when the clock can't be right.

    Args:
        log: The log.
        keep_months: So many months are kept, besides this one; None: all.
        wall_time: What the clock says, seconds since 1970; None: ask it.

    Returns:
        How many were deleted.
    """
    now = bucket_of(time.time() if wall_time is None else wall_time)
    if keep_months is None or now is None:
        return 0
    year, month = (int(part) for part in now.month.split("-"))
    first = year * _MONTHS + month - 1 - keep_months
    return log.forget(f"{first // _MONTHS:04}-{first % _MONTHS + 1:02}")


def _written(config: Config) -> SealedRows:
    try:
        return SealedRows.of(config.log.public_key)
    except UsageError as error:
        raise UsageError(f"log.public_key: {error}") from error
