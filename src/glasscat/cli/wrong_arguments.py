"""What is wrong with the arguments, in glasscat's words: typer finds it, but says it in English only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from glasscat.cli.arguments import value_of
from glasscat.errors import UsageError, nearest_name
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text


def wrong_arguments(error: Any, arguments: Sequence[str]) -> UsageError:  # noqa: ANN401  (typer's errors, by its version)
    """Return the error GC-U90 that says what typer has found."""
    context = getattr(error, "ctx", None)
    words = [word for word in arguments[:1] if not word.startswith("-")]
    verb = context.command_path if context else " ".join(["glasscat", *words])
    return UsageError("GC-U90", verb, _found(error, arguments), _("see {verb} --help for what it takes.", verb=verb))


def _found(error: Any, arguments: Sequence[str]) -> Text:  # noqa: ANN401
    kind, said = type(error).__name__, error.format_message()
    if kind == "NoSuchOption":
        return _no_such_option(error)
    if kind == "MissingParameter":
        return _("{name} is missing.", name=error.param.metavar or error.param.name)
    if kind == "BadOptionUsage":
        name = error.option_name
        return _("{name} needs a value.", name=name) if "requires" in said else _("{name} takes no value.", name=name)
    if kind == "BadParameter" and error.param is not None and re.search("number|integer|float", said):
        return _not_a_number(error.param.opts, "integer" in said, arguments)
    if surplus := re.search(r"extra argument.*\((.*)\)", said):
        return _("it takes fewer arguments; {surplus} is too much.", surplus=surplus[1])
    return _("{said}", said=said)


def _no_such_option(error: Any) -> Text:  # noqa: ANN401
    known = [name for one in error.ctx.command.get_params(error.ctx) for name in one.opts if name.startswith("-")]
    nearest = nearest_name(error.option_name, known)
    if nearest is None:
        return _("there is no option {name}.", name=error.option_name)
    return _("there is no option {name}; the nearest is {nearest}.", name=error.option_name, nearest=nearest)


def _not_a_number(names: Sequence[str], whole: bool, arguments: Sequence[str]) -> Text:
    option, found = names[0], value_of(arguments, *names)
    if whole:
        return _("{option} must be a whole number; found {found!r}.", option=option, found=found)
    return _("{option} must be a number; found {found!r}.", option=option, found=found)
