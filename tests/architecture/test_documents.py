"""The documents say what is true of the code: its codes, its verbs, its examples, in both languages."""

import ast
import os
import re
import shlex
import subprocess
import sys
import tomllib
from urllib.parse import unquote

import pytest
from reliability.errors import codes_in_source, rows_of

import glasscat
from glasscat.errors import GlasscatError

from .source import REPOSITORY

DOCS = REPOSITORY / "docs"
READMES = (REPOSITORY / "README.md", REPOSITORY / "README.zh-CN.md")
PAIRS = [READMES, (DOCS / "errors.md", DOCS / "errors.zh-CN.md"), (DOCS / "span.md", DOCS / "span.zh-CN.md")]
PAIRS += [(DOCS / "report.md", DOCS / "report.zh-CN.md"), (DOCS / "explain.md", DOCS / "explain.zh-CN.md")]
PAIRS += [(DOCS / "reliability.md", DOCS / "reliability.zh-CN.md")]
PAIRS += [(DOCS / "models.md", DOCS / "models.zh-CN.md")]
PAIRS += [(DOCS / "gallery.md", DOCS / "gallery.zh-CN.md")]
PAIRS += [(DOCS / "resume.md", DOCS / "resume.zh-CN.md")]
PAIRS += [(DOCS / "graph.md", DOCS / "graph.zh-CN.md"), (DOCS / "why.md", DOCS / "why.zh-CN.md")]
PAIRS += [(DOCS / f"{name}.md", DOCS / f"{name}.zh-CN.md") for name in ("landscape", "export", "estimator")]
PAIRS += [(DOCS / f"{name}.md", DOCS / f"{name}.zh-CN.md") for name in ("studies", "training", "museum", "verdict")]
PAGES = sorted([*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md")])
EXAMPLES = sorted((REPOSITORY / "examples").glob("*.py"))
RECORDS = sorted((DOCS / "adr").glob("0*.md"))

PATH_OF = {path.relative_to(REPOSITORY).as_posix(): path for path in PAGES}


def text_of(path):
    return path.read_text(encoding="utf-8")


def blocks(path, language):
    """Fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(path), flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def codes():
    """Every code that the source writes out as a string."""
    return codes_in_source()


def test_every_translated_page_is_held_against_its_original():
    assert {chinese for _english, chinese in PAIRS[1:]} == set(DOCS.rglob("*.zh-CN.md"))


@pytest.mark.parametrize("page", PAIRS[1], ids=lambda path: path.name)
def test_every_code_stands_once_on_the_page_of_errors(page, codes):
    rows = rows_of(page)
    assert sorted(codes - set(rows)) == [], f"not yet on {page.name}"
    assert sorted(set(rows) - codes) == [], f"on {page.name}, but no longer in the source"
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("page", PAIRS[1], ids=lambda path: path.name)
def test_every_exit_code_is_explained(page):
    family = [GlasscatError, *GlasscatError.__subclasses__()]
    done, interrupted = 0, 130
    told = {int(code) for code in re.findall(r"^\| (\d+) \| \S.* \|$", text_of(page), flags=re.MULTILINE)}
    assert told == {done, interrupted, *(error.exit_code for error in family)}


def verbs():
    """Verbs with the options that each takes: {("data", "draw"): {"--number", "-n", …}}."""
    import typer

    from glasscat.cli.app import app
    from glasscat.cli.verbs import Unread

    def walk(command, path):
        command = command.read() if isinstance(command, Unread) else command
        options = {name for parameter in command.params for name in [*parameter.opts, *parameter.secondary_opts]}
        yield path, options | {"--help"}
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, (*path, name))

    return dict(walk(typer.main.get_command(app), ()))


def commands(page):
    """Command lines that begin with glasscat, in blocks and in running text, as lists of words."""
    lines = [line for language in ("sh", "console") for block in blocks(page, language) for line in block.splitlines()]
    lines += re.findall(r"`(glasscat [^`]+)`", text_of(page))
    shown = (line.removeprefix("$ ").split("  ")[0] for line in lines)
    return [shlex.split(line) for line in shown if line.startswith("glasscat ")]


def test_commands_are_found():
    """The test of the test."""
    assert ["glasscat", "train", "photos/"] in commands(READMES[0])
    assert {"--learning-rate", "--layers"} <= verbs()["train",]


@pytest.mark.parametrize("page", PAGES, ids=list(PATH_OF))
def test_commands_exist(page):
    known = verbs()
    for words in commands(page):
        path = ()
        for word in words[1:]:
            if (*path, word) not in known:
                break
            path = (*path, word)
        assert path or words[1].startswith("-"), f"there is no verb of {words}"
        unknown = [word for word in words if word.startswith("-") and word.split("=")[0] not in known[path]]
        assert unknown == [], f"{words} has options that {path} does not take"


@pytest.mark.parametrize("page", READMES, ids=lambda path: path.name)
def test_what_is_said_not_to_be_there_is_not(page):
    missing = re.findall(r"^(?:Not yet|还没有)[:：].*?(?=\n\n)", text_of(page), flags=re.MULTILINE | re.DOTALL)
    assert len(missing) == 1
    there = {path[0] for path in verbs() if path}
    assert set(re.findall(r"`([a-z]+)`", missing[0])) & there == set(), "the README says that these are not there yet"


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    namespace = {}
    for block in blocks(READMES[0], "python"):
        exec(compile(block, "README.md", "exec"), namespace)  # noqa: S102  (our own page)
    # the page prints what this case comes to: 6.000064773192205, (0.99993216, 1.99980262), 0.49993523062470574
    assert namespace["cost"] == pytest.approx(6.000064773192205, abs=1e-14)
    assert namespace["grads"]["db"] == pytest.approx(0.49993523062470574, abs=1e-15)
    assert namespace["run"].parameters["W1"].shape == (20, 12288)
    assert (tmp_path / "runs" / "first" / "model.safetensors").is_file()
    steps = [float(cost) for cost in re.findall(r"^\d+ (0\.\d+)$", capsys.readouterr().out, flags=re.MULTILINE)]
    assert steps[0] == namespace["run"].history.costs[0][1], "the loop is not the training of gc.fit"
    assert steps[-1] < steps[0]


def test_every_public_name_can_be_used():
    """The names are imported on first use, so a wrong line in the stub would show only then."""
    assert [name for name in glasscat.__all__ if getattr(glasscat, name, None) is None] == []


def test_both_readmes_have_the_same_python():
    english, chinese = ([ast.dump(ast.parse(block)) for block in blocks(page, "python")] for page in READMES)
    assert english == chinese
    assert len(english) >= 2


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].name)
def test_translated_pages_have_the_same_shape(pair):
    def shape(page):
        lines = re.sub(r"^```.*?^```$", "", text_of(page), flags=re.MULTILINE | re.DOTALL).splitlines()
        starts = [re.match(r"(#+ |\| |- |<img )", line) for line in lines]
        return [start[1] for start in starts if start]

    assert shape(pair[0]) == shape(pair[1])


@pytest.mark.parametrize("pair", [PAIRS[0], *PAIRS[2:]], ids=lambda pair: pair[0].name)
def test_translated_pages_have_the_same_numbers(pair):
    """Figures with a decimal point are measured or computed: no page may have its own."""

    def numbers(page):
        return sorted(re.findall(r"\d+\.\d+(?:e-\d+)?", re.sub(r"\]\([^)]*\)", "", text_of(page))))

    assert numbers(pair[0]) == numbers(pair[1])


@pytest.mark.parametrize("page", PAGES, ids=list(PATH_OF))
def test_local_links_lead_somewhere(page):
    text = re.sub(r"^```.*?^```$", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    local = [unquote(target.split("#")[0]) for target in targets if not re.match(r"[a-z]+:|#", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=list(PATH_OF))
def test_a_percentage_of_right_answers_has_its_interval(page):
    """Where a line of a table has a score, it has the count and the interval too."""
    scores = [line for line in text_of(page).splitlines() if line.startswith("|") and re.search(r"\d\d\.\d ?%", line)]
    bare = [line for line in scores if not re.search(r"\d+ (of|/) \d+ .*\d\d\.\d%? (to|至) \d\d\.\d ?%", line)]
    assert bare == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_records_are_short_and_say_why(record):
    lines = text_of(record).splitlines()
    assert len(lines) <= 40
    assert lines[0].startswith(f"# {record.stem[:4]} ")
    assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequences"]
    assert f"({record.name})" in text_of(DOCS / "adr" / "README.md")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_examples_run(example, tmp_path):
    environment = os.environ | {"LANGUAGE": "en", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-W", "error", example],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"\d+ of \d+ = \d+\.\d %|relative difference", done.stdout)
    assert list(tmp_path.iterdir()) == [], "an example leaves nothing behind where it is run"


def test_images_are_the_programs_own_and_call_nobody():
    images = sorted((DOCS / "images").iterdir())
    assert {image.suffix for image in images} == {".svg"}
    for image in images:
        addresses = set(re.findall(r"https?://[\w.]+", text_of(image)))
        assert addresses <= {"http://www.w3.org", "http://purl.org", "http://creativecommons.org"}, image.name
        assert image.stat().st_size < 200_000, image.name


def test_the_citation_is_of_this_version():
    project = tomllib.loads(text_of(REPOSITORY / "pyproject.toml"))["project"]
    citation = dict(re.findall(r"^([\w-]+): (\S.*)$", text_of(REPOSITORY / "CITATION.cff"), flags=re.MULTILINE))
    assert {"cff-version", "message", "title", "type"} <= citation.keys()
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
