"""What goes where: results to standard output, notes and progress to standard error, all of it within 80 columns."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from rich.cells import cell_len

from glasscat.cli.terminal import heading, literal, one_line, results
from glasscat.i18n import _

from .data_files import noise, write_pictures

ODD_CLASSES = ("<b>", "$x$", "[red]", ":cat:", "猫 🐱", "{0} %s &amp; \\n")
ODD_FILE = "a [bold]b[red] :dog: 图 🐶 {{0}} {i}.{kind}"


@pytest.fixture
def odd(at):
    """Pictures whose classes and files have names that mean something elsewhere."""
    return write_pictures(at / "my [blue] photos 照片 🖼", *noise(36, 6), ODD_CLASSES, name=ODD_FILE)


def test_names_are_printed_literally(glasscat, odd):
    answer = glasscat("train", odd.name, "--size", 12, "--iterations", 60, "--out", "my run [red] 猫 🐱")
    assert answer.code == 0
    for name in ODD_CLASSES:
        assert name in answer.out
    assert odd.name in answer.out
    assert "my run [red] 猫 🐱" in answer.out
    predicted = glasscat("predict", "my run [red] 猫 🐱", odd / "[red]", "--json")
    assert all("a [bold]b[red] :dog: 图 🐶 {0} " in entry["picture"] for entry in predicted.json)
    assert set(predicted.json[0]["probabilities"]) == set(ODD_CLASSES)
    picture = next((odd / "[red]").iterdir()).rename("a [bold]b[red] :dog: 图 🐶.png")
    assert f"{picture} " in glasscat("predict", "my run [red] 猫 🐱", picture).out


COMMANDS = "c\x1b[31mat\x07", "do\ng\u202etac"
"""Class names that colour the terminal, ring its bell, break lines and turn the writing round."""


def test_names_do_not_command_the_terminal(glasscat, at):
    X, y = np.random.default_rng(0).random((60, 8)), np.arange(60) % 2
    np.savez(at / "data.npz", X=X, y=y, class_names=np.array(COMMANDS))
    for arguments in (
        ("inspect", "data.npz"),
        ("train", "data.npz", "--iterations", 20, "--out", "run"),
        ("evaluate", "run", "data.npz"),
        ("inspect", "no\x1b[31m\nfile.npz"),
        ("train", "data.npz", "--optimizer", "ad\x1b[2Jam"),
        ("bugs", "\x1b[2Juphill"),
    ):
        answer = glasscat(*arguments)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", answer.out + answer.err), arguments
        assert len(answer.error) <= 3
        assert r"\x1b[" in answer.out + answer.err
    assert r"c\x1b[31mat\x07" in glasscat("inspect", "data.npz").out


def test_colours_of_the_program_itself_stay(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    console = results()
    heading(console, _("{name}", name="\x1b[31mred"))
    written = capsys.readouterr().out
    assert "\x1b[1m" in written
    assert "\x1b[31m" not in written


def test_what_is_said_in_a_line_stays_in_it():
    assert one_line("a\nb\tc 猫") == r"a\nb\tc 猫"
    assert literal("a\nb") == "a\nb"


def test_names_are_written_literally_in_figures(glasscat, odd, at):
    glasscat("train", odd, "--size", 12, "--iterations", 60, "--out", "run")
    words = {
        element.text
        for figure in (at / "run/figures").glob("*.svg")
        for element in ET.parse(figure).iter()  # noqa: S314  (our own file)
        if element.text
    }
    for name in ODD_CLASSES:
        assert any(name in word for word in words), name


@pytest.mark.parametrize("columns", [None, 40, 200])
def test_results_fit_the_terminal_and_never_exceed_80_columns(glasscat, odd, monkeypatch, columns):
    if columns is not None:
        monkeypatch.setenv("COLUMNS", str(columns))
    for arguments in (
        ("inspect", odd),
        ("train", odd, "--size", 12, "--iterations", 60, "--out", "run"),
        ("evaluate", "run", odd),
        ("predict", "run", odd / "[red]", "missing.png"),
        ("data", "list"),
    ):
        lines = glasscat(*arguments).out.splitlines()
        assert max(map(cell_len, lines)) <= min(columns or 80, 80), arguments


def test_json_alone_on_standard_output_and_notes_on_standard_error(glasscat, sources):
    for arguments in (
        ("inspect", sources / "photos"),
        ("train", sources / "photos", "--size", 12, "--iterations", 20, "--out", "run"),
        ("evaluate", "run", sources / "photos"),
        ("predict", "run", sources / "photos/cat"),
        ("data", "list"),
        ("data", "draw", "new", "-n", 2),
        ("inspect", "nothing"),
        ("train", "--layers", "x"),
        ("nonsense",),
    ):
        answer = glasscat(*arguments, "--json")
        assert answer.json is not None, arguments
        assert answer.out.count("\x1b") == 0
        assert all(line.startswith(("glasscat: ", "fix: ")) for line in answer.err.splitlines()), arguments


def test_no_colour_codes_where_there_is_no_terminal(glasscat, sources):
    answer = glasscat("inspect", sources / "six.h5")
    assert "\x1b" not in answer.out + answer.err


def test_file_names_that_are_no_utf8(glasscat, sources, trained, at):
    run = trained(sources / "photos", "--size", "12", "--iterations", "20")
    name = at / "caf\udce9.png"
    try:
        name.write_bytes((sources / "photos/cat").glob("*.png").__next__().read_bytes())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    answer = glasscat("predict", run, name, "--json")
    assert answer.json[0]["picture"] == str(name)
    assert "caf" in glasscat("predict", run, name).out
