"""The way in and the way out: the language before anything is said, the error after everything has failed."""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasscat.errors import GlasscatError, UsageError, unknown_name
from glasscat.i18n import LANGUAGES, _, current_language, use_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text

BUG = 70
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those of the process.

    Returns
    -------
    int
        Exit code: 0 done, 2 usage, 3 data, 4 model file, 5 training diverged, 6 storage, 7 locked, 8 resume mismatch,
        70 a bug in glasscat, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        language = _language(arguments)
    except UsageError as error:
        return _tell(error, arguments)
    with use_language(language):
        _translate_typer(language)
        try:
            return _run(arguments)
        except GlasscatError as error:
            if "--debug" in arguments:
                raise
            return _tell(error, arguments)
        except KeyboardInterrupt:
            sys.stderr.write(f"\nglasscat: {_('interrupted.')}\n")
            return INTERRUPTED
        except BrokenPipeError:
            # whoever read our output has left, as `head` does; there is nobody to tell
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except Exception as error:  # the last line of defence: a traceback helps nobody at a command line
            if "--debug" in arguments:
                raise
            return _tell(_bug(error), arguments)


def _run(arguments: list[str]) -> int:
    """Let typer find the verb and call it."""
    import typer

    from glasscat.cli.app import app

    usage: Any = typer.BadParameter.__bases__[0]  # the base of all that typer has to say about arguments
    try:
        return app(arguments, standalone_mode=False, prog_name="glasscat") or 0
    except usage as error:
        context = getattr(error, "ctx", None)
        verb = context.command_path if context else "glasscat"
        raise UsageError("GC-U90", verb, _said(error), _("see {verb} --help for what it takes.", verb=verb)) from error


def _said(error: Any) -> Text:  # noqa: ANN401  (typer's errors are of two packages, by its version)
    """What typer has found wrong with the arguments, in the reader's language where it is a common case."""
    if hasattr(error, "possibilities"):
        nearest = ", ".join(sorted(error.possibilities or ()))
        if nearest:
            return _("there is no option {name}; the nearest is {nearest}.", name=error.option_name, nearest=nearest)
        return _("there is no option {name}.", name=error.option_name)
    if type(error).__name__ == "MissingParameter" and error.param is not None:
        return _("{name} is missing.", name=error.param.make_metavar(error.ctx))
    return _("{said}", said=error.format_message())


def _language(arguments: list[str]) -> str:
    """Read ``--lang`` before anything else: the help itself must speak it."""
    for position, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            found = value if equals else (arguments[position + 1 : position + 2] or [""])[0]
            if found not in LANGUAGES:
                raise unknown_name("GC-U91", _("--lang"), found, LANGUAGES)
            return found
    return current_language()


def _translate_typer(language: str) -> None:
    """Let typer's own words be looked up in our catalogue, through the standard gettext that it uses."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("glasscat", str(Path(__file__).parents[1] / "locale"))
    gettext.textdomain("glasscat")


def _tell(error: GlasscatError, arguments: list[str]) -> int:
    """Print an error in at most three lines, and as JSON where that was asked for."""
    where = f"{error.where}: " if str(error.where) else ""
    lines = [_("glasscat: error[{code}] {where}{problem}", code=error.code, where=where, problem=error.problem)]
    if error.fix is not None:
        lines.append(_("fix: {fix}", fix=error.fix))
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    if "--json" in arguments:
        from glasscat.cli.terminal import print_json

        document = {"code": error.code, "where": str(error.where), "problem": str(error.problem)}
        print_json({"error": {**document, "fix": None if error.fix is None else str(error.fix)}})
    return error.exit_code


def _bug(error: Exception) -> GlasscatError:
    return GlasscatError(
        "GC-X01",
        type(error).__name__,
        _("this is a bug in glasscat: {said}", said=" ".join(str(error).split())[:300]),
        _("run it again with --debug, and report what it prints."),
    )
