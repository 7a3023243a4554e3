"""Puts what a command measured into a document, between markers; everything else in it stays."""

from __future__ import annotations


class MarkerError(ValueError):
    """The document lacks a marker."""


def placed(document: str, name: str, text: str) -> str:
    """The document with this text between the markers of this name.

    Raises:
        MarkerError: There is no such pair of markers.
    """
    begin, end = markers(name)
    before, found, rest = document.partition(begin)
    _, found_end, after = rest.partition(end)
    if not found or not found_end:
        raise MarkerError(f"no {begin} ... {end} in the document; add both lines where the table belongs")
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"


def between(document: str, name: str) -> str:
    """What stands between the markers of this name.

    Raises:
        MarkerError: There is no such pair of markers.
    """
    begin, end = markers(name)
    _, found, rest = document.partition(begin)
    text, found_end, _ = rest.partition(end)
    if not found or not found_end:
        raise MarkerError(f"no {begin} ... {end} in the document")
    return text.strip()


def markers(name: str) -> tuple[str, str]:
    """The two lines around a table."""
    return f"<!-- scoreboard: {name} -->", f"<!-- end: {name} -->"
