"""English and Chinese: the language is chosen before anything is said, and nothing stays in the other one."""

import os
import re
import subprocess
import sys
import unicodedata

import pytest
from PIL import Image

from glasscat.i18n import use_language

from .data_files import copied, noise, truncate, write_h5

ENGLISH = re.compile(r"(?:\b[A-Za-z]+(?:'s)? ){2,}[A-Za-z]+")
"""Three English words in a row."""
REASON = re.compile(r"（[ -~]+）")
"""What a library or the system has to say, which comes in its own words, in brackets."""
COMMAND = re.compile(r"glasscat [a-z]+ [ -~]+")


def english_in(text):
    return ENGLISH.findall(COMMAND.sub("", REASON.sub("", text)))


def widest(text):
    """Columns of the widest line; Chinese characters take two."""
    return max(sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in text.splitlines())


def test_english_is_recognised():
    assert english_in("the run's verdict is") == ["the run's verdict is"]
    assert english_in("学习率 0.005；train_set_x，AUC 0.7，test 17 = train 146") == []
    assert english_in("下一步：glasscat predict run PICTURE") == []
    assert english_in("读不了（Input/output error of disk）。") == []


@pytest.fixture
def chinese(glasscat):
    def call(*arguments):
        return glasscat("--lang", "zh", *arguments)

    return call


@pytest.fixture
def run(chinese, sources):
    answer = chinese("train", sources / "six.h5", "--iterations", 250, "--out", "run")
    assert answer.code == 0
    return answer


def test_training_speaks_chinese(run):
    assert "评判" in run.out
    assert "置信区间" in run.out
    assert "计算方法：span 法。" in run.out
    assert english_in(run.out + run.err) == []
    assert widest(run.out) <= 80


def test_sentences_are_not_cut(run):
    assert "…" not in run.out.replace("……", "")


@pytest.mark.usefixtures("run")
def test_figures_speak_chinese(at):
    for figure in (at / "run/figures").glob("*.svg"):
        words = re.findall(r"<text [^>]*>([^<]*)", figure.read_text(encoding="utf-8"))
        assert any("\u4e00" <= letter <= "\u9fff" for word in words for letter in word), figure.name
        assert english_in("\n".join(words)) == [], figure.name


@pytest.mark.usefixtures("run")
def test_other_verbs_speak_chinese(chinese, sources, at):
    pictures = copied(sources / "photos/cat", at / "pictures")
    truncate(min(pictures.iterdir()))
    Image.fromarray(noise(1, 1)[0][0]).convert("L").save(pictures / "grey.png")
    for arguments in (
        ("inspect", sources / "photos"),
        ("inspect", sources / "train_pair.h5"),
        ("evaluate", "run", sources / "six.h5"),
        ("evaluate", "run", sources / "six.npz", "--train", sources / "six.h5"),
        ("predict", "run", pictures),
        ("data", "draw", "new", "-n", 2),
    ):
        answer = chinese(*arguments)
        said = answer.out + answer.err
        assert english_in(said) == [], arguments
        assert any("\u4e00" <= letter <= "\u9fff" for letter in said)
        assert widest(answer.out) <= 80


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train", "nothing.h5"], "没有"),
        (["train", "--layer", "3"], "最接近的是 --layers"),
        (["train", "--learning-rate", "x"], "--learning-rate"),
        (["train", "--iterations=1.5"], "--iterations"),
        (["train", "--iterations", "0"], "0"),
        (["train", "--layers", "20,x"], "20,7,5"),
        (["train", "--name"], "--name"),
        (["train", "a", "b"], "b"),
        (["predict"], "MODEL"),
        (["trian"], "train"),
        (["predict", "none", "a.png"], "none"),
        (["data", "get", "cats"], "catvnoncat"),
        (["evaluate", "none", "drawn-cats"], "none"),
    ],
)
def test_errors_speak_chinese(chinese, arguments, words):
    answer = chinese(*arguments)
    assert answer.code in {2, 3, 4}
    assert answer.err.startswith("glasscat: 错误[GC-")
    assert "解决办法：" in answer.err or len(answer.err.splitlines()) == 1
    assert words in answer.err
    assert english_in(answer.err) == []


def test_errors_of_data_speak_chinese(chinese, at):
    X, y = noise(12, 2)
    for part in ((X, y[:-1]), (X, y + 9), (X * 3.0, y), (X, y + 0.5), (X[:, 0, 0], y), (X[:0], y[:0])):
        write_h5(at / "data.h5", train=part, classes=("a", "b"))
        answer = chinese("inspect", "data.h5")
        assert answer.code == 3
        assert english_in(answer.err) == []


def test_divergence_speaks_chinese(chinese, sources):
    answer = chinese("train", sources / "six.h5", "--learning-rate", 1e308)
    assert answer.code == 5
    assert english_in(answer.err) == []


@pytest.mark.usefixtures("run")
def test_json_keys_stay_and_its_sentences_are_chinese(chinese, sources):
    verdict = chinese("evaluate", "run", sources / "six.h5", "--json").json
    assert {"correct", "total", "sentence"} <= set(verdict)
    assert verdict["sentence"].startswith("测试得分：")


@pytest.mark.parametrize(
    ("options", "variables", "language"),
    [
        ([], {"LC_ALL": "C.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ([], {"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (["--lang", "zh"], {"LC_ALL": "C.UTF-8"}, "zh"),
        (["--lang=en"], {"LC_ALL": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_language_is_that_of_the_option_or_else_of_the_locale(options, variables, language):
    names = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}
    environment = {name: value for name, value in os.environ.items() if name not in names} | variables
    answer = subprocess.run(
        [sys.executable, "-m", "glasscat", "train", "--help", *options],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert ("Usage: glasscat train" in answer) == (language == "en")
    assert ("用法：glasscat train" in answer) == (language == "zh")
    assert widest(answer) <= 80
    if language == "zh":
        assert english_in(answer) == []


@pytest.mark.parametrize(
    "arguments", [["--help"], ["data"], ["data", "--help"], ["study"], ["study", "--help"], ["data", "draw", "--help"]]
)
def test_every_verb_takes_the_language(glasscat, arguments):
    answer = glasscat(*arguments, "--lang", "zh")
    assert answer.code == 0
    assert "用法：glasscat" in answer.out  # of a new process the rest is Chinese too: options are described on import


def test_language_of_one_call_does_not_stay(glasscat, chinese):
    with use_language("en"):
        assert chinese("train", "nothing.h5").err != glasscat("train", "nothing.h5").err
        assert "no such file" in glasscat("train", "nothing.h5").err
