"""Optimisers, schedules, normalisation, penalties and patience from the command line: they reach the training."""

import csv
import json

import numpy as np
import pytest

import glasscat as gc
from glasscat.data.splits import holdout
from glasscat.reports.figures import learning_curve

SHORT = ("--iterations", 40, "--print-every", 10)
DEEP = ("--layers", "6,4", "--activation", "tanh")

OPTIMIZERS = {
    "gd": ((), gc.GradientDescent(0.005)),
    "gd at another rate": (("--learning-rate", 0.02), gc.GradientDescent(0.02)),
    "momentum": (("--optimizer", "momentum", "--momentum", 0.8), gc.Momentum(0.005, 0.8)),
    "nesterov": (("--optimizer", "nesterov", "--learning-rate", 0.01), gc.Nesterov(0.01)),
    "adagrad": (("--optimizer", "adagrad", "--epsilon", 1e-3), gc.AdaGrad(0.01, 1e-3)),
    "rmsprop": (("--optimizer", "rmsprop", "--beta2", 0.9, "--epsilon", 1e-4), gc.RMSProp(0.01, 0.9, 1e-4)),
    "adam": (("--optimizer", "adam"), gc.Adam(0.001)),
    "adam in full": (
        ("--optimizer", "adam", "--learning-rate", 0.01, "--momentum", 0.5, "--beta2", 0.8, "--epsilon", 0.1),
        gc.Adam(0.01, 0.5, 0.8, 0.1),
    ),
    "adamw": (("--optimizer", "adamw", "--weight-decay", 0.5), gc.AdamW(0.001, weight_decay=0.5)),
    "lbfgs": (("--optimizer", "lbfgs"), gc.LBFGS()),
    "lbfgs, frozen": (("--optimizer", "lbfgs", "--freeze", "1,b2"), gc.Frozen(gc.LBFGS(), ["W1", "b1", "b2"])),
    "clipped by value": (("--clip-value", 0.01), gc.Clipped(gc.GradientDescent(0.005), value=0.01)),
    "clipped by norm": (("--clip-norm", 0.1), gc.Clipped(gc.GradientDescent(0.005), norm=0.1)),
    "frozen": (("--freeze", "W1, b2"), gc.Frozen(gc.GradientDescent(0.005), ["W1", "b2"])),
    "a frozen layer": (("--freeze", "2,b1"), gc.Frozen(gc.GradientDescent(0.005), ["W2", "b2", "b1"])),
    "all at once": (
        ("--freeze", "1", "--clip-norm", 0.1, "--weight-decay", 0.3, "--optimizer", "adam"),
        gc.Frozen(gc.WeightDecay(gc.Clipped(gc.Adam(0.001), norm=0.1), 0.3), ["W1", "b1"]),
    ),
    "decay of gd": (("--weight-decay", 0.3), gc.WeightDecay(gc.GradientDescent(0.005), 0.3)),
    "step": (("--schedule", "step"), gc.GradientDescent(gc.schedules.StepDecay(0.005, every=13))),
    "cosine": (("--schedule", "cosine"), gc.GradientDescent(gc.schedules.Cosine(0.005, 40))),
    "one-cycle": (("--schedule", "one-cycle"), gc.GradientDescent(gc.schedules.OneCycle(0.005, 40))),
    "inverse-time": (
        ("--schedule", "inverse-time"),
        gc.GradientDescent(gc.schedules.InverseTime(0.005, decay=9 / 40)),
    ),
    "warm-up": (
        ("--warmup", 10, "--schedule", "cosine", "--optimizer", "adam"),
        gc.Adam(gc.schedules.WarmUp(gc.schedules.Cosine(0.001, 30), 10)),
    ),
}
TRAININGS = {
    "l2": (("--l2", 0.2), {"l2": 0.2}),
    "class weight": (("--class-weight", "balanced"), {"class_weight": "balanced"}),
    "batches": (("--batch-size", 16), {"batch_size": 16}),
    "direct": (("--method", "direct"), {"method": "direct"}),
    "float32": (("--dtype", "float32"), {"dtype": np.float32}),
    "seed": (("--seed", 3), {"seed": 3}),
}
NETWORKS = {
    "batch norm": (("--batch-norm",), {"batch_norm": True}),
    "dropout": (("--dropout", 0.3), {"dropout": 0.3}),
    "relu": (("--activation", "relu"), {"activation": "relu"}),
    "init": (("--init", "normal", "--init-scale", 0.2), {"init": "normal", "init_scale": 0.2}),
}


@pytest.fixture(scope="module")
def uneven(tmp_path_factory):
    """40 samples of class "no" and 20 of class "yes", of 8 features; 24 to test on."""
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 0, 1], [28, 14, 12, 6])
    X = rng.random((60, 8)) + 0.3 * y[:, None]
    path = tmp_path_factory.mktemp("uneven")
    names = np.array(["no", "yes"])
    np.savez(path / "train.npz", X=X[:42], y=y[:42], class_names=names)
    np.savez(path / "test.npz", X=X[42:], y=y[42:], class_names=names)
    return path


@pytest.fixture
def train(trained, uneven):
    """Return `glasscat train` on them as a function of its options; it gives what run.json holds."""

    def call(*options):
        settings = ("--test", uneven / "test.npz", *SHORT, *options)
        return json.loads((trained(uneven / "train.npz", *map(str, settings)) / "run.json").read_text(encoding="utf-8"))

    return call


def by_python(uneven, optimizer, *, network=None, **more):
    data = gc.load(uneven / "train.npz", test=uneven / "test.npz")
    net = gc.Network.dense(8, [6, 4], 2, **{"activation": "tanh", **(network or {})})
    return gc.fit(net, data, **{"optimizer": optimizer, "iterations": 40, "record_every": 10, **more})


def assert_same_training(document, run):
    assert document["costs"] == [list(pair) for pair in run.history.costs]
    assert document["final_cost"] == run.history.final_cost


class TestTheyReachTheTraining:
    @pytest.mark.parametrize("case", OPTIMIZERS)
    def test_optimizer(self, train, uneven, case):
        options, optimizer = OPTIMIZERS[case]
        document = train(*DEEP, *options)
        assert_same_training(document, by_python(uneven, optimizer))
        if case != "gd":
            assert document["final_cost"] != train(*DEEP)["final_cost"]

    @pytest.mark.parametrize("case", TRAININGS)
    def test_training(self, train, uneven, case):
        options, more = TRAININGS[case]
        assert_same_training(train(*DEEP, *options), by_python(uneven, gc.GradientDescent(0.005), **more))

    @pytest.mark.parametrize("case", NETWORKS)
    def test_network(self, train, uneven, case):
        options, network = NETWORKS[case]
        document = train(*DEEP, *options)
        assert_same_training(document, by_python(uneven, gc.GradientDescent(0.005), network=network))
        assert document["final_cost"] != train(*DEEP)["final_cost"]

    def test_no_two_of_them_train_alike(self, train):
        """An option that another one swallows would."""
        ends = [train(*DEEP, *options)["final_cost"] for options, _other in (*OPTIMIZERS.values(), *NETWORKS.values())]
        assert len(set(ends)) == len(ends)

    def test_the_plan_in_run_json_has_them_all(self, train):
        plan = train(
            *DEEP,
            *("--optimizer", "adam", "--momentum", 0.5, "--beta2", 0.8, "--epsilon", 0.1, "--schedule", "cosine"),
            *("--warmup", 5, "--l2", 0.01, "--weight-decay", 0.1, "--class-weight", "balanced", "--batch-norm"),
            *("--dropout", 0.2, "--method", "direct", "--patience", 2, "--batch-size", 10),
            *("--freeze", "gamma1,b2", "--clip-norm", 2),
        )["plan"]
        wanted = {
            "optimizer": "adam",
            "learning_rate": None,
            "momentum": 0.5,
            "beta2": 0.8,
            "epsilon": 0.1,
            "schedule": "cosine",
            "warmup": 5,
            "l2": 0.01,
            "weight_decay": 0.1,
            "class_weight": "balanced",
            "batch_norm": True,
            "dropout": 0.2,
            "method": "direct",
            "patience": 2,
            "batch_size": "10",
            "freeze": "gamma1,b2",
            "clip_norm": 2.0,
            "clip_value": None,
        }
        assert {name: plan[name] for name in wanted} == wanted

    def test_a_warm_up_is_measured_in_steps_also_where_epochs_are_given(self, uneven, glasscat):
        """4 epochs of 42 samples in batches of 8 are 24 steps."""
        epochs = ("--epochs", 4, "--batch-size", 8, "--print-every", 1, "--warmup")
        files = (uneven / "train.npz", "--test", uneven / "test.npz")
        answer = glasscat("train", *files, *epochs, 20, "--schedule", "cosine", "--json")
        assert answer.code == 0
        assert answer.json["iterations"] == 24
        too_long = glasscat("train", *files, *epochs, 24)
        assert "error[GC-U47]" in too_long.err
        assert "24 steps" in too_long.err

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ((), "gradient descent at rate 0.005"),
            (("--optimizer", "adam"), "Adam at rate 0.001"),
            (("--optimizer", "momentum", "--learning-rate", 0.02), "momentum at rate 0.02"),
            (("--optimizer", "lbfgs"), "iterations of L-BFGS took"),
        ],
    )
    def test_what_is_printed_names_the_rule(self, glasscat, uneven, options, words):
        answer = glasscat("train", uneven / "train.npz", "--test", uneven / "test.npz", *SHORT, *options)
        assert words in " ".join(answer.out.split())


REFUSED = {
    "momentum of 1": (("--optimizer", "momentum", "--momentum", 1), "GC-U40", ["--momentum:", "found 1"]),
    "momentum below 0": (("--optimizer", "adam", "--momentum", -0.1), "GC-U40", ["--momentum:", "found -0.1"]),
    "momentum of gd": (("--momentum", 0.9), "GC-U52", ["--momentum", "gd"]),
    "beta2 of 1": (("--optimizer", "adam", "--beta2", 1), "GC-U40", ["--beta2:", "found 1"]),
    "beta2 of momentum": (("--optimizer", "momentum", "--beta2", 0.9), "GC-U52", ["--beta2"]),
    "epsilon of 0": (("--optimizer", "rmsprop", "--epsilon", 0), "GC-U41", ["--epsilon:", "found 0"]),
    "epsilon of gd": (("--epsilon", 0.1), "GC-U52", ["--epsilon"]),
    "weight decay below 0": (("--weight-decay", -1), "GC-U42", ["--weight-decay:", "found -1"]),
    "weight decay NaN": (("--optimizer", "adamw", "--weight-decay", "nan"), "GC-U42", ["found nan"]),
    "no such schedule": (("--schedule", "cosinus"), "GC-U51", ["--schedule:", "nearest is cosine", "one-cycle"]),
    "warm-up as long as the run": (("--warmup", 40), "GC-U47", ["--warmup:", "40 steps", "found 40"]),
    "warm-up below 0": (("--warmup", -1), "GC-U45", ["--warmup:", "found -1"]),
    "half a step of warm-up": (("--warmup=1.5",), "GC-U90", ["--warmup must be a whole number"]),
    "patience of 0": (("--patience", 0), "GC-U95", ["--patience:", "found 0"]),
    "l2 below 0": (("--l2", -0.1), "GC-U61", ["--l2:", "found -0.1"]),
    "l2 NaN": (("--l2", "nan"), "GC-U61", ["found nan"]),
    "class weight": (("--class-weight", "balance"), "GC-U64", ["--class-weight:", "nearest is balanced"]),
    "dropout of 1": ((*DEEP, "--dropout", 1), "GC-U60", ["found 1"]),
    "dropout below 0": ((*DEEP, "--dropout", -0.5), "GC-U60", ["--dropout:", "found -0.5"]),
    "dropout NaN": ((*DEEP, "--dropout", "nan"), "GC-U60", ["found nan"]),
    "dropout of 1 of nothing": (("--dropout", 1), "GC-U60", ["found 1"]),
    "dropout of nothing": (("--dropout", 0.5), "GC-U78", ["hidden layers"]),
    "batch norm of nothing": (("--batch-norm",), "GC-U78", ["hidden layers"]),
    "batch norm of one": (
        (*DEEP, "--batch-norm", "--batch-size", 1),
        "GC-U65",
        ["--batch-size:", "found a batch of 1"],
    ),
    "batch norm of the last one": ((*DEEP, "--batch-norm", "--batch-size", 41), "GC-U65", ["also the last"]),
    "no such method": (("--method", "spam"), "GC-U30", ["--method:", "nearest is span"]),
    "span of adam": (("--method", "span", "--optimizer", "adam"), "GC-U31", ["--method direct"]),
    "span with clipping": (("--method", "span", "--clip-norm", 1), "GC-U31", ["--method:", "span"]),
    "rate of lbfgs": (("--optimizer", "lbfgs", "--learning-rate", 0.1), "GC-U52", ["--learning-rate", "lbfgs"]),
    "schedule of lbfgs": (("--optimizer", "lbfgs", "--schedule", "cosine"), "GC-U52", ["--schedule"]),
    "batches of lbfgs": (("--optimizer", "lbfgs", "--batch-size", 8), "GC-U66", ["whole training set"]),
    "dropout under lbfgs": ((*DEEP, "--optimizer", "lbfgs", "--dropout", 0.1), "GC-U66", ["dropout"]),
    "batch norm under lbfgs": ((*DEEP, "--optimizer", "lbfgs", "--batch-norm"), "GC-U66", ["batch normalisation"]),
    "patience of lbfgs": (("--optimizer", "lbfgs", "--patience", 2), "GC-U66", ["patience"]),
    "clipping of lbfgs": (("--optimizer", "lbfgs", "--clip-norm", 1), "GC-U52", ["--clip-norm", "lbfgs"]),
    "freezing all of lbfgs": (("--optimizer", "lbfgs", "--freeze", "1"), "GC-U86", ["--freeze:"]),
    "no such layer of lbfgs": (("--optimizer", "lbfgs", "--freeze", "4"), "GC-U54", ["--freeze:", "'4'"]),
    "clipping to 0": (("--clip-norm", 0), "GC-U43", ["--clip-norm:", "found 0"]),
    "clipping to nan": (("--clip-value", "nan"), "GC-U43", ["--clip-value:", "found nan"]),
    "clipping twice": (("--clip-value", 1, "--clip-norm", 1), "GC-U44", ["--clip-value, --clip-norm:"]),
    "no such layer": ((*DEEP, "--freeze", "4"), "GC-U54", ["--freeze:", "'4'", "1, 2, 3"]),
    "layer 0": ((*DEEP, "--freeze", "0"), "GC-U54", ["--freeze:", "'0'", "1, 2, 3"]),
    "nothing to freeze": ((*DEEP, "--freeze", ""), "GC-U54", ["--freeze:", "--freeze W1,b1"]),
    "half nothing to freeze": ((*DEEP, "--freeze", "1,"), "GC-U54", ["--freeze:", "--freeze W1,b1"]),
    "no such parameter": ((*DEEP, "--freeze", "W1,w2"), "GC-U54", ["--freeze:", "nearest is W2"]),
    "all frozen": ((*DEEP, "--freeze", "1,2,3"), "GC-U86", ["--freeze:", "nothing would be trained"]),
    "stop cost nan": (("--stop-cost", "nan"), "GC-U80", ["--stop-cost:", "found nan"]),
    "initial scale below 0": (("--init", "normal", "--init-scale", -1), "GC-U85", ["--init-scale:", "found -1"]),
    "initial scale infinite": (("--init-scale", "inf"), "GC-U85", ["--init-scale:", "found inf"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused_and_leaves_nothing(refuses, uneven, case):
    options, code, words = REFUSED[case]
    said = refuses(code, 2, "train", uneven / "train.npz", "--test", uneven / "test.npz", *SHORT, *options)
    for word in words:
        assert word in said


NEED_DATA = ("batch norm of the last one",)  # how many samples the last batch has, only the data tells


@pytest.mark.parametrize("case", [case for case in REFUSED if case not in NEED_DATA])
def test_before_the_data_is_read(refuses, case):
    """Nothing of this needs the data: a path that does not exist is not even looked at."""
    options, code, _words = REFUSED[case]
    refuses(code, 2, "train", "no-such-file.h5", *SHORT, *options)


@pytest.mark.parametrize(
    "options",
    [
        ("--warmup", 2000),  # of 2000 iterations, which is what is taken if nothing is said
        ("--batch-size", 0),
        ("--epochs", -1),
        ("--epochs", 1, "--iterations", 1),
        ("--layers", "3", "--dropout", 1),
        ("--schedule", "step", "--iterations", 1),
    ],
)
def test_other_usage_before_the_data_is_read(glasscat, options):
    answer = glasscat("train", "no-such-file.h5", *options)
    assert answer.code == 2
    assert answer.error[1].startswith("fix: ")


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--epochs", 3, "--warmup", 50, "--batch-size", 7),
        ("--layers", "5,4", "--batch-norm", "--dropout", 0.5, "--patience", 3),
        ("--optimizer", "lbfgs", "--l2", 1),
        ("--method", "span"),
        ("--optimizer", "adamw", "--schedule", "one-cycle", "--epochs", 2, "--freeze", "1", "--layers", "2000,2000"),
    ],
)
def test_what_can_be_meant_gets_as_far_as_the_data(glasscat, options):
    assert "error[GC-D01]" in glasscat("train", "no-such-file.h5", *options).err


def iterations_in(run):
    with (run / "history.csv").open(newline="", encoding="utf-8") as file:
        return [int(row["iteration"]) for row in csv.DictReader(file)]


class TestPatience:
    """A fifth is held out, training stops when it is learnt by heart, and the best state is what is kept."""

    OPTIONS = (*DEEP, "--optimizer", "adam", "--learning-rate", 0.05, "--patience", 2, "--iterations", 400)

    @pytest.fixture
    def files(self, tmp_path):
        """Noise: the sooner it stops, the better."""
        rng = np.random.default_rng(1)
        X, y = rng.random((80, 8)), rng.integers(0, 2, 80)
        np.savez(tmp_path / "train.npz", X=X[:50], y=y[:50], class_names=np.array(["no", "yes"]))
        np.savez(tmp_path / "test.npz", X=X[50:], y=y[50:], class_names=np.array(["no", "yes"]))
        return tmp_path / "train.npz", "--test", tmp_path / "test.npz"

    def test_it_is_said(self, glasscat, files, at):
        answer = glasscat("train", *files, "--print-every", 10, *self.OPTIONS)
        assert answer.code == 0, answer.err
        words = " ".join(answer.out.split())
        *_before, last, best = iterations_in(at / "runs/train-1")
        assert "10 training samples are held out for --patience" in words
        assert f"Up to iteration {last} the held-out samples never cost less than at iteration {best}" in words
        assert "that state was restored" in words

    def test_it_is_the_training_of_the_python_door(self, glasscat, files):
        document = glasscat("train", *files, "--print-every", 10, *self.OPTIONS, "--json").json
        data = gc.load(files[0], test=files[2])
        train, held_out = holdout(data.train, 0.2, 0)
        assert len(held_out) == document["data"]["train"]["n"] / 4
        run = gc.fit(
            gc.Network.dense(8, [6, 4], 2, activation="tanh"),
            gc.Dataset(train, data.test, data.class_names, "the rest"),
            optimizer=gc.Adam(0.05),
            iterations=400,
            patience=2,
            held_out=held_out,
            record_every=10,
        )
        assert_same_training(document, run)
        assert document["iterations"] == run.history.iterations < 400

    def test_history_is_read_back_and_its_figure_does_not_run_backwards(self, glasscat, files, at, monkeypatch):
        drawn = {}
        monkeypatch.setattr(
            "glasscat.reports.run_figures.learning_curve",
            lambda costs, tests: drawn.update(costs=costs, tests=tests) or learning_curve(costs, tests),
        )

        document = glasscat("train", *files, "--print-every", 10, *self.OPTIONS, "--json").json
        rows = iterations_in(at / document["run"])
        assert rows[-1] == document["iterations"] < rows[-2]  # what was kept comes last
        assert set(drawn) == {"costs", "tests"}
        for curve in drawn.values():
            iterations = [iteration for iteration, _cost in curve]
            assert iterations == sorted(set(rows))
        stored = gc.load_run(at / document["run"])
        assert [record[0] for record in stored.history.records] == rows
        assert stored.history.final_cost == document["final_cost"]

    def test_a_run_that_is_best_at_its_end_is_kept_as_it_is(self, glasscat, uneven):
        answer = glasscat("train", uneven / "train.npz", "--test", uneven / "test.npz", *SHORT, "--patience", 3)
        assert answer.code == 0
        assert "restored" not in answer.out


def test_a_diagnosis_is_printed_and_kept(glasscat, uneven, at):
    options = (uneven / "train.npz", "--test", uneven / "test.npz", *SHORT, *DEEP, "--init", "zeros")
    words = " ".join(glasscat("train", *options).out.split())
    assert "What the training shows" in words
    assert "6 in layer 1, 4 in layer 2" in words
    finding, gain = json.loads((at / "runs/train-1/run.json").read_text(encoding="utf-8"))["diagnosis"]
    assert gain["code"] == "GC-N08"
    both = [{"layer": 1, "units": 6}, {"layer": 2, "units": 4}]
    assert (finding["code"], finding["severity"], finding["items"]) == ("GC-N01", "warning", both)
    healthy = glasscat("train", *options[:-2], "--learning-rate", 0.3)
    assert "What the training shows" not in healthy.out
