"""The command line: parse, call, print. One file a verb, and no mathematics."""

from glasscat.cli.main import main

__all__ = ["main"]
