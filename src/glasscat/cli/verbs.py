"""Verbs, and commands that have verbs, as typer makes them, with the words that typer does not translate."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from typer import Context, Typer, echo
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from glasscat.cli.options import Debug, Lang
from glasscat.errors import unknown_name
from glasscat.i18n import _

# The types of contexts and options are of one package or another, by typer's version: hence Any.


class _Help:
    """Help of a verb, or of what has verbs; it stands before typer's class, whose methods these go on to."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Print the help, whole."""
        _fold_help()
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401
        """Line that says how to call it."""
        return _translated_usage(super().get_usage(ctx))  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401
        """Option ``--help``."""
        return _translated_help(super().get_help_option(ctx))  # type: ignore[misc]


class Verb(_Help, TyperCommand):
    """What does the work, such as ``train``."""


class Unread(TyperCommand):
    """A verb of which only the name and the help are known: the help of glasscat needs no more."""

    def read(self) -> Any:  # noqa: ANN401
        """Import its file, and make the whole verb, or whole group of verbs, of what is there."""
        module = import_module(f"glasscat.cli.{self.name}")
        around = Typer(add_completion=False, rich_markup_mode="rich")
        if hasattr(module, "app"):
            around.add_typer(
                module.app, name=self.name, help=self.help, callback=_help_alone, invoke_without_command=True
            )
        else:
            make = around.command(self.name, cls=Verb, help=self.help, context_settings={**self.context_settings})
            make(getattr(module, str(self.name)))
        return get_group(around).commands[str(self.name)]


class Verbs(_Help, TyperGroup):
    """What has verbs: glasscat itself, and ``data``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Find the verb; GC-U92 where there is none of that name."""
        if args[0] not in self.commands:
            raise unknown_name("GC-U92", _("verb"), args[0], self.list_commands(ctx))
        name, verb, rest = super().resolve_command(ctx, args)
        return name, verb.read() if isinstance(verb, Unread) else verb, rest


def _help_alone(context: Context, *, lang: Lang = None, debug: Debug = False) -> None:
    """Show the help where no verb is given."""
    if context.invoked_subcommand is None:
        echo(context.get_help())


def _fold_help() -> None:
    """Fold words longer than their column: Chinese has no spaces to break at, and typer would cut it short with "…"."""
    from rich.columns import Columns
    from rich.text import Text
    from typer import rich_utils

    def folding(parts: list[Any]) -> Columns:
        for part in parts:
            if isinstance(part, Text):
                part.overflow = "fold"
        return Columns(parts)

    rich_utils.Columns = folding  # type: ignore[assignment, attr-defined]


def _translated_usage(usage: str) -> str:
    return usage.replace("Usage: ", str(_("Usage: ")), 1)


def _translated_help(option: Any) -> Any:  # noqa: ANN401
    if option is not None:
        option.help = str(_("Show this message and exit."))
    return option
