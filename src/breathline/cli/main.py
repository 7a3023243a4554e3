"""The command line's root: finds a command's module only when it is asked for, and ends every error in one line."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import click

from breathline.errors import BreathlineError

if TYPE_CHECKING:
    from collections.abc import Sequence

# One module per command, each with a click command named `command`. The help line stands here so that
# `breathline --help` imports none of them.
COMMANDS = {
    "demo": "Watch a response with no hardware: a virtual person and oximeter.",
    "run": "The responder's screen with a real oximeter, or with none.",
    "scan": "List pulse oximeters in range.",
    "families": "List the oximeter families that are supported.",
    "doctor": "Check adapter, permissions, sound, disk and clock.",
    "decode": "Turn an oximeter's notifications into readings.",
    "replay": "Run a recording or an exported response through the pipeline.",
    "simulate": "Run a scenario from oximeter bytes to prompts, faster than life.",
    "scenario": "Show scenarios, check them, and hold them to their goals.",
    "person": "Show what a person's body does after an opioid.",
    "oximeter": "Be a virtual oximeter on a radio.",
    "guideline": "Show guideline packs with their sources.",
    "log": "Look at the responses on this box.",
    "keys": "Make the keys that seal a log.",
    "review": "Count what happened in exported responses.",
    "browse": "Look at responses that are over, one at a time.",
}


_STOPPED_BY_KEY = 130  # what a shell gives for Ctrl+C (128 + SIGINT)


class CommandsByName(click.Group):
    """A group that imports a command's module when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order of the day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, or None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"breathline.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=CommandsByName,
    epilog="Example: breathline demo. Breathline is not a certified medical device.",
)
@click.version_option(package_name="breathline", message="breathline %(version)s")
def root() -> None:
    """Breathline reads a pulse oximeter and says what an overdose guideline does next."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 failed, 2 wrong usage or configuration.

    Args:
        arguments: The words after the program's name; the process's own by default.

    Raises:
        SystemExit: Always, with the exit code.
    """
    sys.exit(_exit_code(arguments))


def _exit_code(arguments: Sequence[str] | None) -> int:
    try:
        result = root.main(args=arguments, prog_name="breathline", standalone_mode=False)
    except click.ClickException as error:
        _complain(error.format_message())
        return 2 if isinstance(error, click.UsageError) else error.exit_code
    except click.Abort:
        return _STOPPED_BY_KEY
    except BreathlineError as error:
        _complain(str(error))
        return error.exit_code
    return result if isinstance(result, int) else 0


def _complain(sentence: str) -> None:
    click.echo(f"breathline: {' '.join(sentence.split())}", err=True)


if __name__ == "__main__":
    main()
