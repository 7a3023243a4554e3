"""The configuration: every key documented, every mistake told in one line with the file, the key and a way out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Family
from breathline.device import config as config_module
from breathline.device.config import Config, default_path, keys, load_config, parse_config
from breathline.errors import UsageError

DOCUMENT = Path(__file__).parents[2] / "docs" / "configuration.md"
FILE = Path("/etc/breathline/box.toml")


def complaint(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        parse_config(text, FILE)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{FILE}: ")
    return str(caught.value)


def test_with_no_file_everything_has_its_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config_module, "default_path", lambda: tmp_path / "config.toml")
    assert load_config(None, {}) == Config()


def test_the_default_file_is_read_when_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text("practice = true\n")
    monkeypatch.setattr(config_module, "default_path", lambda: tmp_path / "config.toml")
    assert load_config(None, {}).practice


def test_the_default_file_has_a_place_of_its_own() -> None:
    assert default_path().name == "config.toml"
    assert default_path().parent.name == "breathline"


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    missing = tmp_path / "no.toml"
    with pytest.raises(UsageError, match=re.escape(str(missing))):
        load_config(missing, {})
    with pytest.raises(UsageError, match=re.escape(str(missing))):
        load_config(None, {"BREATHLINE_CONFIG": str(missing)})


def test_the_environment_names_a_file(tmp_path: Path) -> None:
    file = tmp_path / "box.toml"
    file.write_text('pack = "catie-fr"\n')
    assert load_config(None, {"BREATHLINE_CONFIG": str(file)}).pack == "catie-fr"


def test_a_file_named_on_the_command_line_goes_before_the_environment(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text("practice = true\n")
    second.write_text("practice = false\n")
    assert load_config(first, {"BREATHLINE_CONFIG": str(second)}).practice


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "box.toml"
    file.write_bytes(b"\xef\xbb\xbfpractice = true\n")
    assert load_config(file, {}).practice


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        load_config(tmp_path, {})


def test_bytes_that_are_not_text_are_told(tmp_path: Path) -> None:
    file = tmp_path / "box.toml"
    file.write_bytes(b"pack = '\xff'\n")
    with pytest.raises(UsageError, match="not UTF-8"):
        load_config(file, {})


def test_broken_toml_is_told_with_its_line() -> None:
    assert "not valid TOML" in complaint("pack = bc\n")
    assert "line 1" in complaint("pack = bc\n")


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        ('pak = "bc"', "pak", "pack"),
        ("[sound]\nvolume = 1.0", "sound.volume", "sound.volume_floor"),
        ("volume_floor = 1.0", "volume_floor", "sound.volume_floor"),
        ("[scren]\nascii = true", "scren", "screen"),
        ('[oximeter]\nadress = "00:00:5E:00:53:01"', "oximeter.adress", "oximeter.address"),
    ],
)
def test_an_unknown_key_is_refused_by_name_with_the_nearest(text: str, key: str, nearest: str) -> None:
    said = complaint(text)
    assert f"unknown key {key!r}" in said
    assert f"did you mean {nearest!r}?" in said


def test_an_unknown_key_like_no_other_is_answered_with_all_of_them() -> None:
    said = complaint('worker = "somebody"')
    assert "unknown key 'worker'" in said
    assert all(key in said for key in Config.model_fields)


def test_the_line_is_told() -> None:
    assert complaint("practice = true\n\n[sound]\nvolume = 1.0").startswith(f"{FILE}: line 4: ")


def test_an_unknown_key_is_told_before_a_wrong_value() -> None:
    assert "unknown key 'pak'" in complaint("practice = 'perhaps'\npak = 'bc'")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[sound]\nvolume_floor = 0", "sound.volume_floor"),
        ("[sound]\nvolume_floor = 1.5", "sound.volume_floor"),
        ("[sound]\nvolume_floor = nan", "sound.volume_floor"),
        ("practice = 'perhaps'", "practice"),
        ("[oximeter]\nfamily = 'nobody'", "oximeter.family"),
        ("[oximeter]\naddress = 'my clip'", "oximeter.address"),
        ("language = 'English'", "language"),
        ("pack = ''", "pack"),
        ("sound = 3", "sound"),
    ],
)
def test_a_wrong_value_is_told_with_its_key(text: str, key: str) -> None:
    assert f": {key}: " in complaint(text)


def test_the_end_is_code_two() -> None:
    assert UsageError.exit_code == 2


def test_paths_in_a_file_start_at_its_folder() -> None:
    config = parse_config('data_dir = "data"\npack = "our.toml"', FILE)
    assert config.data_dir == FILE.parent / "data"
    assert config.pack == str(FILE.parent / "our.toml")


def test_whole_paths_stay_as_they_are() -> None:
    config = parse_config('data_dir = "/var/lib/breathline"\npack = "/srv/our.toml"', FILE)
    assert config.data_dir == Path("/var/lib/breathline")
    assert config.pack == "/srv/our.toml"


def test_a_home_folder_is_understood() -> None:
    assert parse_config('data_dir = "~/box"', FILE).data_dir == Path.home() / "box"


def test_the_data_folder_is_the_environments_then_the_files_then_the_systems() -> None:
    config = parse_config('data_dir = "/var/lib/breathline"', FILE)
    assert config.data_folder({"BREATHLINE_DATA_DIR": "/tmp/box"}) == Path("/tmp/box")  # noqa: S108 - never opened
    assert config.data_folder({}) == Path("/var/lib/breathline")
    assert Config().data_folder({}).name == "breathline"


def test_every_key_is_documented_and_nothing_else() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([a-z_.]+)` \|", text, flags=re.MULTILINE)
    assert documented == keys()


def test_the_whole_file_in_the_document_is_one() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    config = parse_config(example, FILE)
    assert config.oximeter.family is Family.PC60FW
    assert len(tomllib.loads(example)) == len(Config.model_fields)


@given(st.text(max_size=80))
def test_any_text_is_a_configuration_or_one_clear_line(text: str) -> None:
    said = f"{FILE}: "
    try:
        parse_config(text, FILE)
    except UsageError as error:
        said = str(error)
    assert said.startswith(f"{FILE}: ")


@given(st.dictionaries(st.text("abc_", min_size=1, max_size=6), st.integers(), min_size=1))
def test_any_unknown_key_is_refused(tables: dict[str, int]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in tables.items())
    assert any(f"unknown key {key!r}" in complaint(text) for key in tables)
