"""The keys of open, sealed responses: each in a small file beside the database, and never in the database.

What SQLite writes goes through the write-ahead log, and when that is cut off its blocks are free on the disk with all
that stood in them. A key that had stood there could be found again with an ordinary card reader, and with it the copies
that it covers. A small file is overwritten where it stands before it is deleted.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from breathline.events.resume import KEY_BYTES, new_key

_ENDING = ".key"


class ResumeKeys:
    """The key files of one database, by the number of the response.

    Failures of the file system come out as they are (`OSError`).

    Args:
        path: The database file.
    """

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._begins = f"{path.stem}-"

    def read(self, number: int) -> bytes | None:
        """The key of a response; None when there is none, or what is there is none (cut off, or erased)."""
        try:
            key = self._file(number).read_bytes()
        except FileNotFoundError:
            return None
        return key if len(key) == KEY_BYTES and any(key) else None

    def make(self, number: int) -> bytes:
        """The key of a response, on the disk when this returns; one that is there already is kept."""
        key = self.read(number)
        if key is None:
            # A file with less in it was being made when the power failed: nothing was covered with that key yet.
            key = new_key()
            self._overwrite(self._file(number), key)
            self._save_names()
        return key

    def erase(self, number: int) -> None:
        """Overwrite a response's key where it stands, and delete it. Without one nothing is done."""
        self._erase([self._file(number)])

    def erase_all_but(self, still_open: Callable[[], set[int]]) -> None:
        """Erase keys that a power cut left behind after their response's end.

        Args:
            still_open: Asks for the numbers of the open responses. It is called after the files were listed, so that
                a key that another program makes meanwhile is not taken for an old one.
        """
        found = list(self._folder.glob(f"{self._begins}*{_ENDING}"))
        if found:
            kept = {self._file(number) for number in still_open()}
            self._erase([file for file in found if file not in kept])

    def _file(self, number: int) -> Path:
        return self._folder / f"{self._begins}{number}{_ENDING}"

    def _erase(self, files: list[Path]) -> None:
        there = [file for file in files if file.exists()]
        for file in there:
            self._overwrite(file, bytes(KEY_BYTES))
            file.unlink(missing_ok=True)
        if there:
            self._save_names()

    @staticmethod
    def _overwrite(path: Path, data: bytes) -> None:
        # Not cut off first: the file system could then give it another block and leave the old one as it is.
        file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(file, data)
            os.fsync(file)
        finally:
            os.close(file)

    def _save_names(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
