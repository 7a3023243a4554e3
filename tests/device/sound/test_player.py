"""The sound device in a process of its own: SDL's silent one stands in for a speaker."""

from __future__ import annotations

import sys
import time

import pytest

from breathline.device.sound import player as player_module
from breathline.device.sound.plan import Cue
from breathline.device.sound.player import Player
from breathline.events.model import Priority


@pytest.fixture(autouse=True)
def silent_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")


async def test_it_opens_plays_and_closes() -> None:
    player = Player()
    assert await player.open()
    assert await player.there()
    assert await player.play(Cue(Priority.HIGH, 0.5))
    assert await player.play(Cue(None, 0.4))
    assert await player.hush()
    assert await player.open()
    await player.close()
    await player.close()


async def test_with_no_device_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    player = Player()
    assert not await player.open()
    assert not await player.there()
    assert not await player.play(Cue(Priority.HIGH, 0.5))
    assert not await player.hush()
    await player.close()


async def test_a_process_that_hangs_is_ended_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player_module, "ANSWER_S", 0.05)
    player = Player((sys.executable, "-c", "import time; time.sleep(60)"))
    before = time.monotonic()
    assert not await player.play(Cue(None, 0.4))
    assert time.monotonic() - before < 5.0
    assert player._process is None


async def test_a_process_that_dies_is_begun_anew() -> None:
    player = Player((sys.executable, "-c", "print('yes')"))
    assert await player.open()
    assert not await player.there()
    assert await player.open()
    await player.close()


async def test_a_program_that_is_not_there_is_no_device() -> None:
    assert not await Player(("/no/such/program",)).open()
