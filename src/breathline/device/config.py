"""The box's configuration: one TOML file, every key optional, an unknown key refused by its name.

A key that is misspelt must not be silently ignored: somebody believes that it holds. docs/configuration.md
documents every key; a test compares the two.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import platformdirs
from pydantic import BaseModel, ConfigDict, Field

from breathline.ble.drivers.driver import Family
from breathline.complaint import keys_of, read_model
from breathline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "config.toml"
CONFIG_VARIABLE = "BREATHLINE_CONFIG"
DATA_VARIABLE = "BREATHLINE_DATA_DIR"

VOLUME_FLOOR = 0.5
"""Half of what the device gives: heard in a quiet room, and it rises from there when nobody reacts."""

LOWEST_VOLUME_FLOOR = 0.1
"""Less than a tenth can't be heard over talking: that would be a silent box, which there must not be."""

Name = Annotated[str, Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class OximeterConfig(_Table):
    """Which oximeter this box uses, when several are in range.

    Attributes:
        family: Only oximeters of this protocol family; None: any that is supported.
        address: Only the oximeter at this Bluetooth address; None: the first that is heard.
    """

    family: Family | None = None
    address: Annotated[str, Field(pattern=r"^[0-9A-Fa-f:-]{17,36}$")] | None = None


class SoundConfig(_Table):
    """What the box sounds like. It can't be switched off for good: a pause ends by itself.

    Attributes:
        device: Use the sound device; False: the terminal's bell only, and the screen says so.
        volume_floor: Where an alarm's loudness begins, as a part of the device's loudest; it rises from there.
        metronome: Tick with the breath and compression pacer.
    """

    device: bool = True
    volume_floor: Annotated[float, Field(ge=LOWEST_VOLUME_FLOOR, le=1.0)] = VOLUME_FLOOR
    metronome: bool = True


class ScreenConfig(_Table):
    """How the screen is drawn.

    Attributes:
        ascii: Draw with plain letters only, for terminals without block characters.
        high_contrast: Black and white, with no middle tones.
    """

    ascii: bool = False
    high_contrast: bool = False


class LogConfig(_Table):
    """How the log is kept.

    Attributes:
        public_key: The site's public key (`age1...`, from `breathline keys new`): rows are sealed to it, and this box
            can't read an ended response. None: rows are plain.
        keep_months: Delete ended responses that are older, at the start; None: keep them.
    """

    public_key: Annotated[str, Field(pattern="^age1[0-9a-z]+$")] | None = None
    keep_months: Annotated[int, Field(ge=1, le=1200)] | None = None


class SupportConfig(_Table):
    """What the site offers to those who helped.

    Attributes:
        contact: Whom they can talk to after a response, in the site's own words; the screen shows it then, and nothing
            else ever has it. Empty: nobody is named.
    """

    contact: Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")] = ""


class Config(_Table):
    """Everything that can be set.

    Attributes:
        pack: The guideline: a pack's name, or the path of a pack file (ends in .toml; relative to this file).
        language: Language of the words as ISO 639-1 ("en"); None: the pack's own.
        practice: Everything on this box is practice and goes to the practice database.
        data_dir: Where the databases are kept (relative to this file); None: this system's place for data.
        radio: "system", or a bumble transport such as "tcp-client:HOST:PORT".
        oximeter: Which oximeter.
        sound: What it sounds like.
        screen: How it is drawn.
        log: How it is kept.
        support: What the site offers to those who helped.
    """

    pack: Name = "bc"
    language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = None
    practice: bool = False
    data_dir: Path | None = None
    radio: Name = "system"
    oximeter: OximeterConfig = OximeterConfig()
    sound: SoundConfig = SoundConfig()
    screen: ScreenConfig = ScreenConfig()
    log: LogConfig = LogConfig()
    support: SupportConfig = SupportConfig()

    def data_folder(self, environment: Mapping[str, str] = os.environ) -> Path:
        """Where the databases are kept: the environment's BREATHLINE_DATA_DIR, `data_dir`, or the system's place.

        The folder may not be there yet.
        """
        named = environment.get(DATA_VARIABLE)
        if named:
            return Path(named).expanduser()
        return self.data_dir or platformdirs.user_data_path("breathline")


def default_path() -> Path:
    """Where this system keeps a user's configuration of Breathline."""
    return platformdirs.user_config_path("breathline") / FILE_NAME


def load_config(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Config:
    """Read the configuration.

    Args:
        path: The file a person named; None: the one BREATHLINE_CONFIG names, else the default place, where a
            missing file means that everything has its default.
        environment: The process's environment variables.

    Raises:
        UsageError: A named file is missing, or a file can't be read, is not TOML, has an unknown key or a value
            out of range. The text names the file, the key and what to write instead.
    """
    named = path or (Path(environment[CONFIG_VARIABLE]) if environment.get(CONFIG_VARIABLE) else None)
    file = (named or default_path()).expanduser()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        if named is None:
            return Config()
        raise UsageError(f"{file}: there is no such configuration file; write it, or leave out its name") from error
    except OSError as error:
        raise UsageError(f"{file}: can't be read: {error.strerror}; correct its permissions or its name") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: is not UTF-8 text; save it as UTF-8") from error
    return parse_config(text, file)


def parse_config(text: str, file: Path) -> Config:
    """Read a configuration from its TOML text; paths in it are relative to the folder of `file`.

    Raises:
        UsageError: As `load_config`.
    """
    config = read_model(Config, text, str(file))
    return config.model_copy(update=_from_the_folder(config, file.parent))


def keys() -> list[str]:
    """Every key there is, dotted and in order, tables left out."""
    return list(keys_of(Config))


def _from_the_folder(config: Config, folder: Path) -> dict[str, object]:
    found: dict[str, object] = {}
    if config.data_dir is not None:
        found["data_dir"] = folder / config.data_dir.expanduser()
    if config.pack.endswith(".toml"):
        found["pack"] = str(folder / Path(config.pack).expanduser())
    return found
