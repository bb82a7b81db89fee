"""How the program ends: well, interrupted, without a reader, on a full disk, with a bug."""

import errno
import gc
import os
import subprocess
import sys

import pytest

from glasscat.cli import arguments as typed
from glasscat.data import load as loading


def raising(error):
    def fail(*_arguments, **_named):
        raise error

    return fail


@pytest.fixture
def fails(glasscat, sources, monkeypatch):
    """Call `inspect` with a reader that fails in the given way."""

    def call(error, *options):
        monkeypatch.setattr(loading, "load", raising(error))
        return glasscat("inspect", sources / "six.h5", *options)

    return call


def test_no_verb_shows_the_help(glasscat):
    for arguments in ((), ("--lang", "en"), ("data",)):
        answer = glasscat(*arguments)
        assert answer.code == 0
        assert "Usage: glasscat" in answer.out
        assert answer.err == ""


def test_version(glasscat):
    answer = glasscat("--version")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("glasscat ")


def test_interrupted(fails):
    answer = fails(KeyboardInterrupt())
    assert answer.code == 130
    assert answer.err == "\nglasscat: interrupted.\n"


def test_interrupted_in_a_training_leaves_nothing(glasscat, sources, at, monkeypatch):
    from glasscat.training import loop

    monkeypatch.setattr(loop, "train", raising(KeyboardInterrupt()))
    assert glasscat("train", sources / "six.h5", "--name", "a").code == 130
    assert [path for path in at.rglob("*") if path.name != "runs"] == []


def test_a_bug_is_called_a_bug(fails):
    answer = fails(ZeroDivisionError("division\nby zero"))
    assert answer.code == 70
    assert answer.err.splitlines() == [
        "glasscat: error[GC-X01] ZeroDivisionError: this is a bug in glasscat: division by zero",
        "fix: run it again with --debug, and report what it prints.",
    ]
    shown = fails(ZeroDivisionError(), "--debug")
    assert shown.code == 70
    assert "Traceback" in shown.err


def test_too_little_memory_is_no_bug(fails):
    answer = fails(MemoryError("Unable to allocate 9 TiB"))
    assert answer.code == 2
    assert "GC-U93" in answer.err


def test_a_full_disk_behind_standard_output_is_no_bug(fails, monkeypatch):
    """In a process of its own, with a device that is full, it is tried in tests/end_to_end."""
    given_up = []
    monkeypatch.setattr(sys.modules["glasscat.cli.main"], "_give_up_output", lambda: given_up.append("standard output"))
    answer = fails(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert (answer.code, given_up) == (6, ["standard output"])
    assert "GC-S90" in answer.err


def test_another_error_of_the_system_is_a_bug(fails):
    assert fails(OSError(errno.EMFILE, os.strerror(errno.EMFILE))).code == 70


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (["--lang", "zh"], "zh"),
        (["--lang=zh"], "zh"),
        (["a", "--lang=en", "--lang", "zh", "b"], "zh"),
        (["--lang"], ""),
        (["--language", "zh"], None),
        ([], None),
    ],
)
def test_value_of_an_option_as_typed(arguments, value):
    assert typed.value_of(arguments, "--lang", "-l") == value


def test_a_caller_keeps_its_garbage_collection(glasscat):
    before = gc.get_threshold(), gc.get_freeze_count()
    glasscat("--version")
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_a_process_of_its_own_collects_seldom_and_not_at_the_end():
    told_last = "atexit.register(lambda: print(gc.get_threshold()[0], gc.get_freeze_count() > 0))"
    code = f"import atexit, gc, sys; {told_last}; from glasscat.cli import main; sys.argv[1:] = ['--version']; main()"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[1:] == ["10000 True"]
