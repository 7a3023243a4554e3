"""These tests run only in the machine that run.sh starts; what they measured is printed at the end as a table."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.bluez.times import Times

_HERE = Path(__file__).parent
_TIMES = pytest.StashKey[Times]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "BREATHLINE_BLUEZ" in os.environ:
        return
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="needs BlueZ in a machine of its own: make test-bluez"))


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TIMES] = Times()


@pytest.fixture
def times(request: pytest.FixtureRequest) -> Times:
    return request.config.stash[_TIMES]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash[_TIMES].table():
        terminalreporter.write_line(line)
