"""Optimisers and schedules from the options of the command line."""

import pytest

from glasscat.optimizers import (
    LBFGS,
    OPTIMIZERS,
    SCHEDULES,
    AdaGrad,
    Adam,
    AdamW,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    WeightDecay,
    check_length,
    optimizer_by_name,
)
from glasscat.optimizers.by_name import schedule_by_name
from glasscat.optimizers.schedules import Cosine, WarmUp


@pytest.mark.parametrize(
    ("name", "rule"),
    {
        "gd": GradientDescent(0.005),
        "momentum": Momentum(0.005, 0.9),
        "nesterov": Nesterov(0.005, 0.9),
        "adagrad": AdaGrad(0.01, 1e-10),
        "rmsprop": RMSProp(0.01, 0.99, 1e-8),
        "adam": Adam(0.001, 0.9, 0.999, 1e-8),
        "adamw": AdamW(0.001, 0.9, 0.999, 1e-8, 0.01),
        "lbfgs": LBFGS(),
    }.items(),
)
def test_every_name_gives_its_rule_with_its_usual_settings(name, rule):
    assert repr(optimizer_by_name(name, 100)) == repr(rule)


def test_no_name_is_left_out():
    assert list(OPTIMIZERS) == ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "lbfgs"]
    assert list(SCHEDULES) == ["constant", "step", "cosine", "one-cycle", "inverse-time"]


@pytest.mark.parametrize(
    ("name", "options", "rule"),
    [
        ("gd", {"learning_rate": 0.2}, GradientDescent(0.2)),
        ("momentum", {"momentum": 0.5}, Momentum(0.005, 0.5)),
        ("nesterov", {"momentum": 0.5}, Nesterov(0.005, 0.5)),
        ("adagrad", {"epsilon": 0.1}, AdaGrad(0.01, 0.1)),
        ("rmsprop", {"beta2": 0.5, "epsilon": 0.1}, RMSProp(0.01, 0.5, 0.1)),
        ("adam", {"momentum": 0.5, "beta2": 0.6, "epsilon": 0.1}, Adam(0.001, 0.5, 0.6, 0.1)),
        (
            "adamw",
            {"momentum": 0.5, "beta2": 0.6, "epsilon": 0.1, "weight_decay": 0.3},
            AdamW(0.001, 0.5, 0.6, 0.1, 0.3),
        ),
        ("gd", {"weight_decay": 0.3}, WeightDecay(GradientDescent(0.005), 0.3)),
        ("adam", {"weight_decay": 0.0}, WeightDecay(Adam(), 0.0)),
        ("adam", {"schedule": "cosine", "learning_rate": 0.1}, Adam(Cosine(0.1, 100))),
        ("adam", {"schedule": "cosine", "warmup": 20}, Adam(WarmUp(Cosine(0.001, 80), 20))),
    ],
)
def test_options_reach_their_arguments(name, options, rule):
    assert repr(optimizer_by_name(name, 100, **options)) == repr(rule)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("warmup", [0, 10])
def test_schedules_begin_at_the_rate_and_fit_the_run(schedule, warmup):
    optimizer = optimizer_by_name("gd", 90, learning_rate=0.6, schedule=schedule, warmup=warmup)
    check_length(optimizer, 90)
    if schedule == "constant" and warmup == 0:
        assert optimizer.learning_rate == 0.6
    else:
        rates = [optimizer.learning_rate(t) for t in range(90)]
        assert max(rates) == pytest.approx(0.6, rel=1e-2)  # the top of a cycle may lie between two steps
        assert all(rate > 0 for rate in rates)
        assert warmup == 0 or rates[0] == pytest.approx(rates[10] / 3, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "last"),
    [("step", 0.006), ("cosine", 0.0), ("inverse-time", 0.06), ("one-cycle", 0.6 / 25e4)],
)
def test_schedules_end_where_they_say(name, last):
    schedule = schedule_by_name(name, 0.6, 300)
    # the cosine's 0 is that of the step after the last, (pi / 600)^2 above it
    assert schedule(299) == pytest.approx(last, rel=0.01, abs=0.6 * 3e-5)


@pytest.mark.parametrize("steps", [1, 2, 3])
@pytest.mark.parametrize("name", ["constant", "cosine", "one-cycle", "inverse-time"])
def test_short_runs_have_schedules_too(name, steps):
    check_length(optimizer_by_name("gd", steps, schedule=name), steps)


def test_one_step_cannot_fall():
    with pytest.raises(ValueError) as caught:
        check_length(optimizer_by_name("gd", 1, schedule="step"), 1)
    assert caught.value.code == "GC-U47"


@pytest.mark.parametrize(
    ("name", "options", "code", "words"),
    [
        ("adma", {}, "GC-U50", "adam"),
        ("gd", {"schedule": "cosinus"}, "GC-U51", "cosine"),
        ("gd", {"momentum": 0.9}, "GC-U52", "--momentum"),
        ("gd", {"beta2": 0.9}, "GC-U52", "--beta2"),
        ("momentum", {"epsilon": 0.9}, "GC-U52", "--epsilon"),
        ("lbfgs", {"learning_rate": 0.1}, "GC-U52", "--learning-rate"),
        ("lbfgs", {"schedule": "cosine"}, "GC-U52", "--schedule"),
        ("lbfgs", {"warmup": 3}, "GC-U52", "--warmup"),
        ("lbfgs", {"weight_decay": 0.1}, "GC-U52", "--weight-decay"),
        ("adam", {"warmup": -1}, "GC-U45", "-1"),
        ("adam", {"warmup": 100}, "GC-U47", "100 steps"),
        ("adam", {"beta2": 1}, "GC-U40", "beta2"),
        ("adam", {"epsilon": 0}, "GC-U41", "epsilon"),
        ("gd", {"weight_decay": -1}, "GC-U42", "-1"),
        ("gd", {"learning_rate": -1}, "GC-U04", "-1"),
    ],
)
def test_what_cannot_be_meant_is_refused(name, options, code, words):
    with pytest.raises(ValueError) as caught:
        optimizer_by_name(name, 100, **options)
    assert caught.value.code == code
    assert words in str(caught.value)
