"""`breathline keys`: the pair of keys with which a site seals its log."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from breathline.errors import BreathlineError, UsageError

DEFAULT_OUT = Path("breathline-private-key.txt")


@click.group(epilog="Example: breathline keys new")
def command() -> None:
    """Make the keys that seal a log: the box writes it, only the site's private key reads it."""


@command.command(
    "new",
    epilog="""\b
Examples:
  breathline keys new
  breathline keys new --out /media/stick/site.key

Do this on another computer than the box. The private key is a small text file in the format of age
(age-encryption.org): keep two copies in safe places that are not the box. Without it nobody can read a sealed log.
""",
)
@click.option("--out", type=click.Path(path_type=Path), default=DEFAULT_OUT, show_default=True, metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object, without the private key.")
def new(out: Path, as_json: bool) -> None:
    """Write a new private key to FILE and say its public key."""
    from pyrage import x25519

    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    _write(out, f"# The private key of a site's log. Keep it off the box.\n# public key: {public}\n{identity}\n")
    if as_json:
        click.echo(json.dumps({"public_key": public, "private_key_file": str(out)}))
        return
    click.echo(
        f"The private key is in {out}. Keep it, and a copy of it, in a safe place that is not the box.\n"
        f"The box needs only the public key, in its configuration file:\n\n"
        f'[log]\npublic_key = "{public}"\n\n'
        f"To read a sealed log later: breathline log list --key {out}"
    )


def _write(out: Path, text: str) -> None:
    """Write a file that only its owner can read, and never over another: an older key may still be needed."""
    try:
        file = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UsageError(f"{out}: is there already, and is not written over; name another file with --out") from error
    except OSError as error:
        raise BreathlineError(f"{out}: can't be written: {error.strerror}; name another file with --out") from error
    try:
        with os.fdopen(file, "w", encoding="utf-8") as writing:
            writing.write(text)
            writing.flush()
            os.fsync(writing.fileno())
    except OSError as error:
        out.unlink(missing_ok=True)  # half a key would be taken for one
        raise BreathlineError(f"{out}: can't be written: {error.strerror}; name another file with --out") from error
