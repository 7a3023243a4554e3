"""`breathline guideline check` proves a pack with every processor, or prints the way to what is broken."""

import json
import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from breathline.cli.main import main


def check(*words: str) -> subprocess.CompletedProcess[str]:
    """The command on its own, as a person runs it: it is measured by nothing and starts processes of its own."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
    command = [sys.executable, "-m", "breathline.cli.main", "guideline", "check", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=quiet)


@pytest.fixture
def slow_to_notice(tmp_path: Path) -> str:
    """A pack in which a low number and a lost one alarm after 10 s: its reader finds no fault with it."""
    before, name, limits = bc_text().partition("[limits.spo2_low]")
    limits, timers, after = limits.partition("[timers.")
    limits = re.sub("delay_s = 5$", "delay_s = 10", limits, flags=re.MULTILINE)
    limits = re.sub("delay_most = .*$", "delay_most = 10", limits, flags=re.MULTILINE)
    mine = tmp_path / "mine.toml"
    mine.write_text(before + name + limits + timers + after, encoding="utf-8")
    return str(mine)


def bc_text() -> str:
    return (resources.files("breathline.guidelines.packs") / "bc.toml").read_text(encoding="utf-8")


@pytest.mark.timeout(600)
def test_the_default_pack_is_proved_whole() -> None:
    done = check("bc", "--json")

    assert done.returncode == 0, done.stderr
    (report,) = json.loads(done.stdout)
    assert report["proved"] is True
    assert len(report["properties"]) == 12
    assert report["states"] == sum(view["states"] for view in report["views"])
    assert report["seconds"] > 0


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_every_pack_is_proved() -> None:
    done = check("--all")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "BROKEN" not in done.stdout


def test_a_broken_pack_ends_with_its_property_and_path(slow_to_notice: str) -> None:
    done = check(slow_to_notice)

    assert done.returncode == 1
    assert "BROKEN, property 2: a lost number leads to a look at the person and an alarm" in done.stdout
    assert "6.0 s  time passes, nothing more is heard of the clip" in done.stdout
    assert done.stderr.startswith("breathline: pack bc: property 2 does not hold: ")
    assert done.stderr.count("\n") == 1


def test_hard_words_are_named_without_a_walk(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    own = '\n[prompts.stay]\ntext = "STAY with the patient."\nmark = "site"\nsource = "A test."\n'
    mine.write_text(bc_text() + own, encoding="utf-8")

    done = check(str(mine))

    assert done.returncode == 1
    assert "property 11" in done.stdout
    assert "patient" in done.stdout


@pytest.mark.parametrize("words", [(), ("bc", "--all")])
def test_it_takes_one_pack_or_all(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["guideline", "check", *words])

    assert exit_.value.code == 2
    assert capsys.readouterr().err == "breathline: name one pack, or give --all\n"
