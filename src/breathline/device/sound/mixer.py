"""The sound device, through SDL's mixer.

Every call may block, some with Python's lock held, and ALSA writes to stderr: `player` has it in a process of its own.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from breathline.device.sound.patterns import RATE_HZ, burst, tick

if TYPE_CHECKING:
    from pygame.mixer import Sound as MixerSound

    from breathline.device.sound.plan import Cue
    from breathline.events.model import Priority

BUFFER = 1024
"""Samples per block: 23 ms of delay, a beat nobody hears as late; half of it makes a Raspberry Pi Zero stutter."""

BURST_CHANNEL = 0
TICK_CHANNEL = 1

_SIXTEEN_BITS_SIGNED = -16


class Mixer:
    """The system's default sound device."""

    def __init__(self) -> None:
        self._bursts: dict[Priority, MixerSound] = {}
        self._tick: MixerSound | None = None
        self._devices: list[str] = []

    def open(self) -> bool:
        """Open the default device.

        Returns:
            False when there is none, or when it can't be opened.
        """
        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
        import pygame

        self.close()
        try:
            pygame.mixer.init(RATE_HZ, _SIXTEEN_BITS_SIGNED, channels=1, buffer=BUFFER, allowedchanges=0)
            self._devices = _devices()
            self._tick = pygame.mixer.Sound(buffer=tick().tobytes())
        except pygame.error:
            return False
        return True

    def play(self, cue: Cue) -> bool:
        """Play a cue at its loudness. A burst takes the place of the burst before."""
        import pygame

        try:
            sound = self._tick if cue.burst is None else self._burst(cue.burst)
            channel = pygame.mixer.Channel(TICK_CHANNEL if cue.burst is None else BURST_CHANNEL)
            if sound is None:
                return False
            channel.play(sound)
            channel.set_volume(cue.volume)  # beginning to play puts it back to the loudest
        except pygame.error:
            return False
        return True

    def hush(self) -> bool:
        """Stop the burst that plays."""
        import pygame

        try:
            pygame.mixer.Channel(BURST_CHANNEL).stop()
        except pygame.error:
            return False
        return True

    def there(self) -> bool:
        """False when the list of sound devices is another than when it was opened: open it again."""
        import pygame

        try:
            return bool(self._devices) and _devices() == self._devices
        except pygame.error:
            return False

    def close(self) -> None:
        """Let go of the device."""
        import pygame

        self._bursts.clear()
        self._tick = None
        pygame.mixer.quit()

    def _burst(self, priority: Priority) -> MixerSound:
        import pygame

        if priority not in self._bursts:
            self._bursts[priority] = pygame.mixer.Sound(buffer=burst(priority).tobytes())
        return self._bursts[priority]


def _devices() -> list[str]:
    from pygame._sdl2.audio import get_audio_device_names

    return sorted(get_audio_device_names(iscapture=False))
