"""What is wrong in a file is one line: where, and what to write instead."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from breathline.complaint import keys_of, read_model
from breathline.errors import UsageError


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    height: float = 1.0
    start: Annotated[int, Field(alias="from")] = 0


class House(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    colour: Colour = Colour.RED
    table: Table = Table()
    maybe: Table | None = None
    rows: tuple[Table, ...] = ()
    named: dict[Colour, Table] = Field(default_factory=dict)
    apart: Annotated[Table | None, Field(alias="named.apart")] = None

    @model_validator(mode="after")
    def _not_nobody(self) -> House:
        if self.name == "nobody":
            raise ValueError("name: somebody must live there")
        return self


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\nname = bc", "line 2: is not valid TOML: Invalid value"),
        ("name = ", "is not valid TOML: Invalid value (at end of document)"),
        ("name = '''", "is not valid TOML: Expected \"'''\" (at end of document)"),
        ("colour = 'red'", "line 1: name: is missing; write it there"),
        ("name = 'x'\ncolour = 'rde'", "line 2: colour: 'rde' is not one of red, blue; did you mean 'red'?"),
        ("name = 'x'\ncolour = 7", "line 2: colour: 7 is not one of red, blue"),
        ("name = 'x'\n\n[table]\nheight = 'tall'", "line 4: table.height: should be a valid number, unable to parse"),
        ("name = 'x'\n[table]\nheigth = 2", "line 3: unknown key 'table.heigth'; did you mean 'table.height'?"),
        ("name = 'x'\nheigth = 2", "line 2: unknown key 'heigth'; did you mean 'table.height'?"),
        ("name = 'x'\n[maybe]\nform = 2", "line 3: unknown key 'maybe.form'; did you mean 'maybe.from'?"),
        ("name = 'x'\n[table]\nzzz = 2", "line 3: unknown key 'table.zzz'; the keys are: table.height, table.from"),
        (
            "name = 'x'\n[[rows]]\n[[rows]]\nheihgt = 2",
            "line 4: unknown key 'rows.2.heihgt'; did you mean 'rows.2.height'?",
        ),
        ("name = 'x'\n[named.red]\nfrm = 2", "line 3: unknown key 'named.red.frm'; did you mean 'named.red.from'?"),
        ("name = 'x'\n[named.green]", "line 2: named.green: 'green' is not one of red, blue"),
        ('name = "x"\n["named.apart"]\nheight = "x"', "named.apart.height: should be"),
        ("table = 1\nname = 5\nzzz = 3", "line 3: unknown key 'zzz'"),
        ("table = [1]\nname = 'x'", "line 1: table: should be a valid dictionary or instance of Table"),
        ("colour = 'red'\nname = 'nobody'", "line 1: name: somebody must live there"),
    ],
)
def test_the_first_thing_wrong_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refusal:
        read_model(House, text, "house.toml")

    assert str(refusal.value).startswith("house.toml: ")
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_what_is_right_is_read() -> None:
    assert read_model(House, "name = 'x'\n[[rows]]\nfrom = 3\n", "house.toml").rows[0].start == 3


def test_the_keys_of_a_model_are_those_a_person_writes() -> None:
    assert list(keys_of(Table)) == ["height", "from"]
    assert list(keys_of(House))[:6] == ["name", "colour", "table.height", "table.from", "maybe.height", "maybe.from"]
