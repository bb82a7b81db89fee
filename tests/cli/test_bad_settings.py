"""Settings that cannot be meant: refused before anything is read or written, with what was found and what to do."""

import pytest

SETTINGS = {
    "rate 0": (["--learning-rate", "0"], "GC-U04", ["--learning-rate", "above 0", "found 0", "0.005"]),
    "rate below 0": (["--learning-rate", "-0.1"], "GC-U04", ["found -0.1"]),
    "rate NaN": (["--learning-rate", "nan"], "GC-U04", ["found nan"]),
    "rate infinite": (["--learning-rate", "inf"], "GC-U04", ["found inf"]),
    "rate no number": (["--learning-rate", "fast"], "GC-U90", ["--learning-rate must be a number", "'fast'"]),
    "no iterations": (["--iterations", "0"], "GC-U94", ["--iterations", "at least 1", "found 0"]),
    "iterations below 0": (["--iterations", "-5"], "GC-U94", ["found -5"]),
    "half an iteration": (["--iterations=2.5"], "GC-U90", ["--iterations must be a whole number", "'2.5'"]),
    "no epochs": (["--epochs", "0"], "GC-U94", ["--epochs", "at least 1", "found 0"]),
    "two lengths": (["--epochs", "2", "--iterations", "3"], "GC-U09", ["--iterations, --epochs: give either", "one"]),
    "batch of 0": (["--batch-size", "0"], "GC-U19", ["--batch-size", "at least 1, or all", "found '0'"]),
    "batch below 0": (["--batch-size", "-3"], "GC-U19", ["found '-3'"]),
    "batch too large": (["--batch-size", "49"], "GC-U10", ["--batch-size", "from 1 to the 48", "found 49"]),
    "batch no number": (["--batch-size", "some"], "GC-U19", ["or all", "'some'"]),
    "layers no numbers": (["--layers", "20,x"], "GC-U17", ["'20,x'", "--layers 20,7,5"]),
    "a layer of 0": (["--layers", "20,0"], "GC-U01", ["0"]),
    "no such activation": (["--activation", "relu6"], "GC-U05", ["'relu6'", "nearest is relu", "leaky-relu, tanh"]),
    "no such init": (["--init", "random"], "GC-U02", ["--init: 'random' is not known.", "zeros, normal, xavier, he"]),
    "no such loss": (["--loss", "mse"], "GC-U03", ["'mse'", "cross-entropy, squared-error"]),
    "no such optimizer": (["--optimizer", "adamm"], "GC-U50", ["'adamm'", "nearest is adam", "gd, momentum"]),
    "no such method": (["--method", "fast"], "GC-U30", ["'fast'", "auto, direct, span"]),
    "no such dtype": (["--dtype", "int"], "GC-U12", ["'int'", "float64, float32"]),
    "holdout above 1": (["--holdout", "1.5"], "GC-U22", ["found 1.5", "0.2"]),
    "holdout NaN": (["--holdout", "nan"], "GC-U22", ["found nan"]),
    "size of 0": (["--size", "0"], "GC-U20", ["found 0", "64"]),
    "no such fit": (["--fit", "cut"], "GC-U21", ["'cut'", "crop, pad, stretch"]),
    "seed below 0": (["--seed", "-1"], "GC-U23", ["found -1"]),
    "record every 0": (["--print-every", "0"], "GC-U11", ["--print-every", "at least 1", "found 0"]),
    "more memory than there is": (["--layers", "9000000000"], "GC-U93", ["not enough", "--size", "--layers"]),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_is_refused(refuses, sources, case):
    options, code, words = SETTINGS[case]
    said = refuses(code, 2, "train", sources / "six.h5", *options)
    for word in words:
        assert word in said


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["trian"], "GC-U92", ["'trian'", "nearest is train", "inspect, train, evaluate, predict"]),
        (["data", "lst"], "GC-U92", ["'lst'", "nearest is list", "list, get, draw"]),
        (["train", "--layer", "3"], "GC-U90", ["no option --layer;", "nearest is --layers", "glasscat train --help"]),
        (["--verson"], "GC-U90", ["nearest is --version"]),
        (["train", "-q"], "GC-U90", ["no option -q"]),
        (["predict"], "GC-U90", ["glasscat predict", "MODEL is missing"]),
        (["predict", "runs/x"], "GC-U90", ["PICTURE... is missing"]),
        (["train", "--name"], "GC-U90", ["--name needs a value", "glasscat train --help"]),
        (["train", "--skip-broken=yes"], "GC-U90", ["--skip-broken takes no value"]),
        (["train", "cats", "dogs"], "GC-U90", ["glasscat train", "dogs"]),
        (["train", "--lang", "fr"], "GC-U91", ["'fr'", "en, zh"]),
        (["train", "--lang"], "GC-U91", ["en, zh"]),
        (["data", "get", "cats"], "GC-U26", ["'cats' is not known.", "catvnoncat"]),
        (["data", "get", "catnoncat"], "GC-U26", ["nearest is catvnoncat"]),
        (["data", "draw", "new", "-n", "0"], "GC-U27", ["at least 1", "found 0"]),
        (["data", "draw", "new", "-n", "-3"], "GC-U27", ["found -3"]),
        (["data", "draw", "new", "--seed", "-1"], "GC-U23", ["found -1"]),
        (["data", "draw", "new", "-n", "many"], "GC-U90", ["--number must be a whole number", "'many'"]),
    ],
)
def test_arguments_are_refused(refuses, arguments, code, words):
    said = refuses(code, 2, *arguments)
    for word in words:
        assert word in said


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--layers", "x"], "GC-U17"),
        (["--dtype", "int"], "GC-U12"),
        (["--batch-size", "x"], "GC-U19"),
        (["--learning-rate", "0"], "GC-U04"),
        (["--optimizer", "x"], "GC-U50"),
        (["--iterations", "0"], "GC-U94"),
        (["--epochs", "0"], "GC-U94"),
        (["--iterations", "0", "--warmup", "10"], "GC-U94"),  # not the warm-up, which may be right
        (["--epochs", "2", "--iterations", "3"], "GC-U09"),
        (["--checkpoint-every", "0"], "GC-R41"),
        (["--print-every", "0"], "GC-U11"),
        (["--activation", "x"], "GC-U05"),
        (["--init", "x"], "GC-U02"),
        (["--loss", "x"], "GC-U03"),
        (["--layers", "0"], "GC-U01"),
        (["--holdout", "2"], "GC-U22"),
        (["--fit", "x"], "GC-U21"),
    ],
)
def test_what_cannot_be_meant_is_told_before_the_data_is_read(refuses, options, code):
    refuses(code, 2, "train", "no-such-file.h5", *options)


def test_a_warm_up_is_held_against_the_steps_that_epochs_are(glasscat, refuses, sources):
    """Before the data is read nobody knows how many: 48 samples in batches of 4 are 12 steps an epoch."""
    options = ("--epochs", 3, "--batch-size", 4, "--checkpoint-every", 20, "--no-figures")
    assert glasscat("train", sources / "six.h5", "--warmup", 35, *options).code == 0
    assert "36 steps; found 36" in refuses("GC-U47", 2, "train", sources / "six.h5", "--warmup", 36, *options)


def test_debug_shows_the_traceback_and_keeps_the_exit_code(glasscat):
    answer = glasscat("train", "--layers", "x", "--debug")
    assert answer.code == 2
    assert "Traceback" in answer.err
    assert "glasscat: error[GC-U17]" in answer.err
