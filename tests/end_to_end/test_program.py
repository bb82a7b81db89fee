"""The program in a process of its own: its ways in, its terminal, its pipes, its signals."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import h5py
import numpy as np
import pytest

from .program import COMMAND, environment, in_terminal, run, start


@pytest.fixture
def data(tmp_path):
    random = np.random.default_rng(0)
    y = np.arange(60) % 2
    with h5py.File(tmp_path / "two.h5", "w") as file:
        file["train_set_x"] = (random.integers(0, 90, (60, 8, 8, 3)) + 90 * y[:, None, None, None]).astype(np.uint8)
        file["train_set_y"] = y
        file["list_classes"] = np.array([b"dark", b"light"])
    return "two.h5"


def test_module_and_command_are_the_same_program(tmp_path):
    command = Path(sys.executable).with_name("glasscat")
    if not command.exists():
        pytest.skip("the command glasscat is not installed beside this Python")
    answer = subprocess.run([command, "--version"], env=environment(), capture_output=True, text=True, check=True)
    assert answer.stdout == run(tmp_path, "--version").stdout
    assert re.fullmatch(r"glasscat \d+\.\d+\.\d+\S*\n", answer.stdout)


def test_without_a_verb_it_shows_the_help(tmp_path):
    answer = run(tmp_path)
    assert answer.returncode == 0
    assert "train" in answer.stdout
    assert answer.stderr == ""


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from glasscat.cli import main; main(['train', '--help']); sys.stderr.write(repr([*sys.modules]))"
    )
    answer = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    for heavy in ("numpy", "h5py", "PIL", "matplotlib", "scipy"):
        assert f"'{heavy}'" not in answer.stderr, heavy


def test_exit_code_of_an_error(tmp_path):
    answer = run(tmp_path, "train", "nothing.h5")
    assert answer.returncode == 3
    assert answer.stdout == ""
    assert answer.stderr.splitlines()[0] == "glasscat: error[GC-D01] nothing.h5: there is no such file."


@pytest.mark.parametrize("arguments", [["train", "--help"], ["inspect", "two.h5", "--json"], ["inspect", "two.h5"]])
@pytest.mark.usefixtures("data")
def test_a_reader_who_leaves_is_no_error(tmp_path, arguments):
    process = start(tmp_path, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert "error" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_full_disk_behind_standard_output(tmp_path, data, options):
    with Path("/dev/full").open("w") as full:
        process = start(tmp_path, "inspect", data, *options, stdout=full, stderr=subprocess.PIPE)
        _out, err = process.communicate()
    assert process.returncode == 6
    assert err.splitlines()[-2].startswith("glasscat: error[GC-S90] standard output:")
    assert err.splitlines()[-1].startswith("fix: ")
    assert "Traceback" not in err


def test_interrupted_in_a_training(tmp_path, data):
    training = ("train", data, "--iterations", 10**8, "--method", "direct", "--print-every", 10**6, "--out", "runs/a")
    process = start(tmp_path, *training, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob("runs/.*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    assert out == ""
    assert err.startswith("glasscat: nothing of this training is kept; with --checkpoint-every N")
    assert err.endswith("\n\nglasscat: interrupted.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["two.h5"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_a_terminal_of_another_encoding(tmp_path, data, encoding):
    process = subprocess.run(
        [*COMMAND, "inspect", data],
        cwd=tmp_path,
        env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        check=False,
    )
    assert process.returncode == 0
    assert b"12" in process.stdout
    document = subprocess.run(
        [*COMMAND, "inspect", data, "--json"],
        cwd=tmp_path,
        env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        check=False,
    )
    assert json.loads(document.stdout.decode("utf-8"))["findings"]


class TestTerminal:
    """What appears on a terminal, and what does not appear in a pipe."""

    def test_progress_and_colours(self, tmp_path, data):
        training = ("train", data, "--iterations", 3000, "--method", "direct", "--print-every", 50)
        code, seen = in_terminal(tmp_path, *training)
        assert code == 0
        assert "training" in seen
        assert "\x1b[33m" in seen  # warnings stand out
        assert "━" in seen

    def test_no_color_is_respected(self, tmp_path, data):
        code, seen = in_terminal(tmp_path, "inspect", data, NO_COLOR="1")
        assert code == 0
        assert not re.search(r"\x1b\[[0-9;]*3[0-9]", seen)

    def test_progress_goes_to_standard_error(self, tmp_path, data):
        training = ("train", data, "--iterations", 3000, "--method", "direct", "--print-every", 50, "--json")
        code, seen = in_terminal(tmp_path, *training, out_is_terminal=False)
        assert code == 0
        assert "training" in seen

    def test_no_progress_in_a_pipe(self, tmp_path, data):
        answer = run(tmp_path, "train", data, "--iterations", 300, "--json")
        assert answer.returncode == 0
        assert "training" not in answer.stderr
        assert "\x1b" not in answer.stdout + answer.stderr

    def test_lines_fit_a_terminal_of_80_columns(self, tmp_path, data):
        _code, seen = in_terminal(tmp_path, "train", data, "--iterations", 30, NO_COLOR="1")
        lines = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line) for line in re.split(r"[\r\n]+", seen)]
        assert max(map(len, lines)) <= 80
