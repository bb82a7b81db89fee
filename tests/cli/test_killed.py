"""A training that is killed with `kill -9`, at any instant, goes on to the same bits."""

import os
import signal
import time

import numpy as np
import pytest

from glasscat.cli.main import main
from glasscat.models.partial_run import PartialRun

OPTIONS = ["--layers", "3", "--dropout", "0.1", "--optimizer", "adam", "--batch-size", "9", "--activation", "tanh"]
OPTIONS += ["--iterations", "800", "--print-every", "50", "--no-figures"]
KILLS = 10


def child(arguments):
    """The program in a process that has everything imported, so that it is killed at its work."""
    pid = os.fork()
    if pid == 0:
        try:
            main([str(argument) for argument in arguments])
        finally:
            os._exit(0)
    return pid


def bits(folder):
    rows = (folder / "history.csv").read_text(encoding="utf-8").splitlines()
    return [row.rsplit(",", 1)[0] for row in rows], (folder / "model.safetensors").read_bytes()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are made by fork here")
def test_killed_again_and_again(glasscat, sources, at):
    begin = ["train", sources / "six.h5", *OPTIONS, "--checkpoint-every", 20, "--out"]
    began = time.perf_counter()
    assert glasscat(*begin, "whole").code == 0
    whole_time = time.perf_counter() - began
    partial = PartialRun.of(at / "run")
    rng, kills = np.random.default_rng(6), 0
    for _attempt in range(KILLS):
        had_one = partial.is_there
        pid = child(["resume", "run", "--no-figures"] if had_one else [*begin, "run"])
        time.sleep(rng.uniform(0, whole_time / 2))
        os.kill(pid, signal.SIGKILL)
        kills += os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
        if (at / "run").exists():
            break
        assert partial.is_there or not had_one, "there is always one to go on from"
    if not (at / "run").exists():
        assert glasscat(*(["resume", "run", "--no-figures"] if partial.is_there else [*begin, "run"])).code == 0
    assert kills >= 1
    assert bits(at / "run") == bits(at / "whole")
    assert sorted(path.name for path in at.iterdir()) == ["run", "whole"]
