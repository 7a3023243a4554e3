"""`python -m breathline` is the command `breathline`."""

from breathline.cli.main import main

main()
