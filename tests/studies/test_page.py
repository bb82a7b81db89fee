"""The page about studies: its commands run, and give what it says."""

import ast
import re
import shlex
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, CHINESE = (DOCS / name for name in ("studies.md", "studies.zh-CN.md"))


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def commands(page):
    return [shlex.split(line) for block in blocks(page, "sh") for line in block.splitlines()]


def command(*words):
    (found,) = [line for line in commands(ENGLISH) if set(words) <= set(line)]
    return found


def test_both_languages_show_the_same():
    assert commands(ENGLISH) == commands(CHINESE)
    assert len(commands(ENGLISH)) >= 6

    def figures(page):
        words = re.sub(r"\]\([^)]*\)", "", page.read_text("utf-8")).replace(" %", "%")
        return sorted(re.findall(r"\d+\.\d+|\d+%", words))

    assert figures(ENGLISH) == figures(CHINESE)
    english, chinese = (ast.dump(ast.parse("".join(blocks(page, "python")))) for page in (ENGLISH, CHINESE))
    assert english == chinese


@pytest.fixture
def answer(glasscat, course):
    """Return a function that carries a command of the page out on the course's pictures."""

    def call(words):
        placed = [str(course / word) if word.endswith(".h5") else word for word in words[1:]]
        found = glasscat(*placed, "--json")
        assert found.code == 0
        return found.json

    return call


def test_one_command_gives_the_course_s_three_rates(answer):
    runs = answer(command("learning_rate=0.01,0.001,0.0001"))["runs"]
    costs = {run["values"]["learning_rate"]: dict(map(tuple, run["costs"])) for run in runs}
    assert [costs[rate][0] for rate in costs] == pytest.approx([0.693147] * 3, abs=5e-7)
    assert [costs[rate][100] for rate in (0.01, 0.001, 0.0001)] == pytest.approx(
        [0.823921, 0.591289, 0.643677], abs=5e-7
    )
    assert [costs[rate][1900] for rate in (0.01, 0.001, 0.0001)] == pytest.approx(
        [0.072809, 0.340877, 0.558891], abs=5e-7
    )


def test_a_hundred_rates_are_one_training(answer, monkeypatch):
    """All hundred go into one call, and so into one matrix product a step."""
    from glasscat.studies import sweeps

    together, sizes = sweeps.train_together, []

    def counted(plans, **more):
        sizes.append(len(plans))
        return together(plans, **more)

    monkeypatch.setattr(sweeps, "train_together", counted)
    runs = answer(command("learning_rate=1e-4..1e-2:100"))["runs"]
    assert sizes == [100]
    # the last rate is the course's 0.01, and the first its 0.0001
    assert [dict(map(tuple, runs[k]["costs"]))[1900] for k in (0, 99)] == pytest.approx([0.558891, 0.072809], abs=5e-7)


def test_cross_validation_says_that_the_model_is_below_the_majority(answer):
    found = answer(command("cross-validate"))
    text = ENGLISH.read_text("utf-8")
    low, high = found["interval"]
    assert (
        f"{found['accuracy'] * 2.09:.1f} of 209 = {found['accuracy']:.1f} % (95 % interval {low:.1f} to {high:.1f} %)"
        in text
    )
    low, high = found["majority"]["interval"]
    assert f"137 of 209 = 65.6 % (95 % interval {low:.1f} to {high:.1f} %)" in text
    assert (round(found["accuracy"], 1), round(found["majority"]["accuracy"], 1)) == (58.6, 65.6)
    assert "below the majority class" in found["sentence"]


def test_re_splits_of_the_page(answer):
    found = answer(command("resplit"))
    assert (found["spread"]["low"], found["spread"]["high"], found["headline"]["accuracy"]) == (42, 74, 70)
    assert found["spread"]["mean"] == pytest.approx(62.8)
    assert f"without such copies the mean is {found['mean_without_repeats']:.1f} %" in " ".join(
        ENGLISH.read_text("utf-8").split()
    )


def test_the_learning_curve_of_the_page(answer):
    found = answer(command("learning-curve"))
    text = " ".join(ENGLISH.read_text("utf-8").split())
    twice = found["expected"][0]
    low, high = twice["interval"]
    assert f"from {found['accuracy'][-1]:.1f} to about {twice['value']:.1f} %" in text
    assert f"with an interval from {low:.0f} to {high:.0f} %" in text
    nearest = next(one for one in found["test_samples"] if one["name"] == "nearest-neighbour")
    assert f"is {-nearest['difference']:.1f} points better than the course's neuron takes about" in text
    rounded = f"{nearest['value']:.2g}"
    assert f"takes about {float(rounded):,.0f}; there are 50" in text
    low, high = nearest["interval"]
    assert f"interval begins at {float(f'{low:.2g}'):,.0f} and has no end" in text
    assert high is None
    rehearsal = found["rehearsal"]
    assert f"From {rehearsal['n']}, the law would have expected {rehearsal['expected']:.1f} % of 209" in text
    assert rehearsal["holds"]
    more = {one["points"]: one for one in found["training_samples_for_more"]}[5]
    assert 209 < more["interval"][0] < more["value"]
    assert more["interval"][1] is None, "the pictures do not rule out that no number is enough"


def test_the_python_of_the_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    namespace = {}
    for block in blocks(ENGLISH, "python"):
        exec(compile(block, "studies.md", "exec"), namespace)  # noqa: S102  (our own page)
    assert (tmp_path / "runs/rates/figures/sweep.svg").is_file()
