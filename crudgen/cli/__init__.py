"""The command line: each command reads its arguments, calls one function, prints what it says."""

from crudgen.cli.main import main

__all__ = ["main"]
