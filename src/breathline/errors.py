"""What can be told to a person in one line: what is wrong and what to do.

Every room raises these for a foreseen failure; the command line prints the line on stderr and exits with the
code. Anything else that escapes is a fault of ours.
"""

from __future__ import annotations

from typing import ClassVar


class BreathlineError(Exception):
    """A foreseen failure: the work could not be done. Its text is one clear line."""

    exit_code: ClassVar[int] = 1


class UsageError(BreathlineError):
    """The request or the configuration is wrong: nothing was tried."""

    exit_code: ClassVar[int] = 2
