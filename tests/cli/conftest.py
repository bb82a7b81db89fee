"""The program called in this process, and small data for it to work on."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import numpy as np
import pytest

from glasscat.cli.main import main

from .data_files import SIX, noise, write_h5, write_pictures


@dataclass(frozen=True)
class Answer:
    """What a call of the program gave."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """Standard output, which must be one JSON document and nothing else."""
        return json.loads(self.out)

    @property
    def error(self):
        """Lines of standard error that are the error."""
        lines = self.err.splitlines()
        first = next((k for k, line in enumerate(lines) if re.match(r"glasscat: (error|错误)\[GC-", line)), len(lines))
        return lines[first:]


@pytest.fixture
def at(tmp_path, monkeypatch):
    """Return an empty folder, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")  # main sets it for typer; so it is put back
    return tmp_path


@pytest.fixture
def glasscat(at, capsys):  # noqa: ARG001  (calls work in the empty folder)
    """Return the program as a function of its arguments."""

    def call(*arguments):
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return call


@pytest.fixture
def refuses(glasscat, at):
    """Return a function that calls the program and checks all that an error owes its reader.

    Nothing is printed beside it, unless something had been found by then, which ``tells``.
    """

    def call(code, exit_code, *arguments, tells=""):
        before = everything_in(at)
        answer = glasscat(*arguments)
        assert answer.code == exit_code
        assert f"error[{code}]" in answer.error[0]
        assert len(answer.error) <= 3
        assert "Traceback" not in answer.err
        assert tells in answer.out if tells else answer.out == ""
        assert everything_in(at) == before
        return " ".join(answer.error)

    return call


def everything_in(folder):
    return set(folder.rglob("*"))


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    """Return a folder with good data of every kind."""
    folder = tmp_path_factory.mktemp("sources")
    six, two = noise(48, 6), noise(30, 2)
    write_h5(folder / "six.h5", train=six, test=noise(24, 6, seed=1))
    write_h5(folder / "train_pair.h5", train=six)
    write_h5(folder / "test_pair.h5", test=noise(24, 6, seed=1))
    np.savez(folder / "six.npz", X=six[0], y=six[1], class_names=np.array(SIX))
    write_pictures(folder / "photos", *two, ("cat", "other"))
    write_pictures(folder / "parts" / "train", *six, SIX)
    write_pictures(folder / "parts" / "test", *noise(24, 6, seed=1), SIX)
    return folder


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """Return a function that trains once on given data and gives the run folder."""
    folder, runs = tmp_path_factory.mktemp("trained"), {}

    def run(data, *options):
        key = (str(data), *options)
        if key not in runs:
            runs[key] = folder / str(len(runs))
            assert main(["train", str(data), "--out", str(runs[key]), *options, "--json"]) == 0
        return runs[key]

    return run
