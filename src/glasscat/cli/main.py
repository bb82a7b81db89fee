"""The way in and the way out: the language before anything is said, the error after everything has failed."""

from __future__ import annotations

import atexit
import errno
import gc
import gettext
import os
import sys
import traceback
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasscat.cli.arguments import value_of
from glasscat.cli.as_typed import as_typed
from glasscat.cli.stopping import told_to_stop
from glasscat.cli.terminal import one_line, print_json
from glasscat.errors import GlasscatError, StorageError, UsageError, unknown_name
from glasscat.i18n import LANGUAGES, _, current_language, use_language

if TYPE_CHECKING:
    from collections.abc import Sequence

BUG = 70
INTERRUPTED = 130
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those of the process, which then is ours alone.

    Returns
    -------
    int
        Exit code: 0 done, 2 usage, 3 data, 4 model file, 5 training diverged, 6 storage, 7 locked, 8 resume mismatch,
        70 a bug in glasscat, 130 interrupted.
    """
    if arguments is None:
        arguments = sys.argv[1:]
        _collect_seldom()
    arguments = list(arguments)
    _print_anything()
    try:
        language = _language(arguments)
    except UsageError as error:
        return _tell(error, arguments)
    with use_language(language):
        try:
            with told_to_stop():
                _translate_typer(language)
                return _run(arguments)
        except KeyboardInterrupt:
            sys.stderr.write(f"\nglasscat: {_('interrupted.')}\n")
            return INTERRUPTED
        except BrokenPipeError:  # whoever read our output has left, as `head` does; there is nobody to tell
            _give_up_output()
            return 0
        except Exception as error:  # noqa: BLE001  (the last line of defence: a traceback helps nobody here)
            return _tell(as_typed(_known(error), arguments), arguments)


def _collect_seldom() -> None:
    """Look for unreachable objects seldom, and not at the end: of 0.6 s that took 0.15.

    What is imported, some 100,000 objects, stays until the process ends, and then goes with it.
    """
    gc.set_threshold(10_000)
    atexit.register(gc.freeze)


def _print_anything() -> None:
    """Let standard output escape what its encoding lacks: files may be called anything."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors in {"strict", "surrogateescape"}:
        sys.stdout.reconfigure(errors="backslashreplace")


def _run(arguments: list[str]) -> int:
    """Let typer find the verb and call it."""
    import typer

    from glasscat.cli.app import app
    from glasscat.cli.wrong_arguments import wrong_arguments

    usage: Any = typer.BadParameter.__bases__[0]  # the base of all that typer has to say about arguments
    try:
        code: int = app(arguments, standalone_mode=False, prog_name="glasscat") or 0
        sys.stdout.flush()  # here, where a full disk or a reader who has left is still told, not at the very end
    except usage as error:
        raise wrong_arguments(error, arguments) from error
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except SystemExit as error:  # typer's way of leaving when the reader of our output has left
        raise BrokenPipeError from error
    if code == INTERRUPTED:  # typer, by its version, hands Ctrl-C on as an exit code
        raise KeyboardInterrupt
    return code


def _language(arguments: list[str]) -> str:
    """Read ``--lang`` before anything else: the help itself must speak it."""
    found = value_of(arguments, "--lang")
    if found is None:
        return current_language()
    if found not in LANGUAGES:
        raise unknown_name("GC-U91", _("--lang"), found, LANGUAGES)
    return found


def _translate_typer(language: str) -> None:
    """Let typer's own words be looked up in our catalogue, through the standard gettext that it uses."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("glasscat", str(Path(__file__).parents[1] / "locale"))
    gettext.textdomain("glasscat")


def _known(error: Exception) -> GlasscatError:
    """Return the error itself if it is one of ours, else what it amounts to."""
    said = " ".join(str(error).split())[:300]
    if isinstance(error, GlasscatError):
        return error
    if isinstance(error, MemoryError):
        fix = _("take smaller pictures with --size, smaller --layers, or --dtype float32.")
        return UsageError("GC-U93", _("memory"), _("there is not enough for this: {said}.", said=said), fix)
    if isinstance(error, OSError) and error.errno in _DISK and error.filename is None:
        _give_up_output()
        problem = _("it cannot be written ({reason}).", reason=error.strerror)
        return StorageError("GC-S90", _("standard output"), problem, _("free some space, or write it elsewhere."))
    return GlasscatError(
        "GC-X01",
        type(error).__name__,
        _("this is a bug in glasscat: {said}", said=said),
        _("run it again with --debug, and report what it prints."),
    )


def _tell(error: GlasscatError, arguments: list[str]) -> int:
    """Print an error in at most three lines, as JSON too where that was asked for, after the traceback likewise."""
    if "--debug" in arguments:
        traceback.print_exc()
    lines = [_("glasscat: error[{code}] {statement}", code=error.code, statement=error.statement)]
    if error.fix is not None:
        lines.append(_("fix: {fix}", fix=error.fix))
    sys.stderr.write("".join(f"{one_line(line)}\n" for line in lines))
    if "--json" in arguments:
        document = {"code": error.code, "where": str(error.where), "problem": str(error.problem)}
        found = getattr(error.unkept, "document", {}) if isinstance(error, StorageError) else {}
        print_json({**found, "error": {**document, "fix": None if error.fix is None else str(error.fix)}})
    return error.exit_code


def _give_up_output() -> None:
    """Send what is left for standard output nowhere, or the interpreter would fail on it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
