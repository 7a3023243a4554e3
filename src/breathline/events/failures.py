"""What can go wrong with the log, each in one line that says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from breathline.errors import BreathlineError

_PRIMARY = 0xFF
"""SQLite's extended result codes hold the primary code in their lowest byte."""

_FOLDER_ADVICE = "check its permissions, or name another folder in BREATHLINE_DATA_DIR"
_WHY = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space",
    sqlite3.SQLITE_READONLY: f"can't be written; {_FOLDER_ADVICE}",
    sqlite3.SQLITE_PERM: f"can't be opened; {_FOLDER_ADVICE}",
    sqlite3.SQLITE_CANTOPEN: f"can't be opened; {_FOLDER_ADVICE}",
    sqlite3.SQLITE_CORRUPT: "is damaged; move it away to keep it, and a new one is made",
    sqlite3.SQLITE_NOTADB: "is not a log of Breathline or is damaged; move it away, and a new one is made",
    sqlite3.SQLITE_BUSY: "is held by another program; close that one and try again",
    sqlite3.SQLITE_LOCKED: "is held by another program; close that one and try again",
    sqlite3.SQLITE_IOERR: "the disk does not answer; check the card or drive",
}


class LogError(BreathlineError):
    """The log can't be read or written now. Trying again later may work."""


class LogRefusedError(LogError):
    """The log would not do this however often it is tried: there is no such open response."""


class SealedError(LogError):
    """The log is sealed, and the key that opens it was not given."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the database and the file system raise into a `LogError` that names the file.

    Args:
        path: The file or folder that the work is about.

    Raises:
        LogError: In place of `sqlite3.Error` and `OSError`.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)  # not there when Python itself objects
        why = _WHY.get(code & _PRIMARY) if isinstance(code, int) else None
        raise LogError(f"{path}: {why or f'the log failed: {error}'}") from error
    except OSError as error:
        raise LogError(f"{path}: {error.strerror or error}; {_FOLDER_ADVICE}") from error
